"""The minutes tell where the draft went, by which letters, and what the states replied."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.documents.convened import at, t
from tests.documents.round import record
from vcsession.core.machines.following import FORWARDING, INTERNAL_APPROVAL
from vcsession.core.record import (
    ApprovalRecord,
    CommentRecord,
    CommuniqueRecord,
    ForwardingRecord,
    Record,
    StepRecord,
)
from vcsession.documents import sections
from vcsession.documents.sections import as_data
from vcsession.documents.wording import LANGUAGES

STATES = sorted(FORWARDING.states)
REPLIES = sorted(INTERNAL_APPROVAL.states)
CODES = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "ARM")


def sent() -> Record:
    full = record()
    forwarding = ForwardingRecord(
        id="F1",
        body=t("Permanent Council", "Постоянный совет"),
        status="returned",
        version="ab" * 32,
        adopting=t("Council of Ministers", "Совет министров"),
        due=date(2020, 9, 1),
        preliminary=("1.date",),
        ad_referendum=("1.venue",),
        brackets=("1.composition",),
        steps=tuple(StepRecord(status, at(9, "10:00"), "No. 7", "an act") for status in STATES),
        approvals=tuple(
            ApprovalRecord(code, status, at(9, "10:00"), "No. 8", t("an office", "ведомство"), "because")
            for code, status in zip(CODES, REPLIES, strict=True)
        ),
        comments=(
            CommentRecord("ARM/1", "ARM", "1.date", "comment", t("a", "а"), at(9, "10:00"), ""),
            CommentRecord("BLR/1", "BLR", "1.date", "comment", t("b", "б"), at(9, "10:00"), "withdrawn"),
        ),
    )
    communique = CommuniqueRecord(
        "released", t("News", "Новость"), "", (), (), None, at(8, "18:00"), "example.org/1"
    )
    return replace(full, forwardings=(forwarding,), communique=communique)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words(language: str) -> None:
    printed = json.dumps(as_data(sections(sent(), language)), ensure_ascii=False)
    assert "⟦" not in printed
    assert printed.count("No. 7") == len(STATES)
    assert printed.count("No. 8") == len(REPLIES)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Draft F1, addressed to: Permanent Council.",
                "Sent on 9 July 2020 at 10:00; letter No. 7; an act.",
                "Preliminary in the version sent: 1.date. Ad referendum: 1.venue. In brackets: 1.comp",
                "(replies until 1 September 2020)",
                "Comments that stand, for the next round: ARM/1.",
                "The communique was released",
            ),
        ),
        (
            "ru",
            (
                "Проект F1, адресат: Постоянный совет.",
                "Направлен 9 июля 2020 г. в 10.00; письмо No. 7; an act.",
                "предварительно согласованы: 1.date",
                "Не снятые замечания, для следующего раунда: ARM/1.",
            ),
        ),
    ],
)
def test_the_steps_are_told_with_letters_and_the_word_preliminary_survives(
    language: str, said: tuple[str, ...]
) -> None:
    follow_up = next(s for s in sections(sent(), language).sections if s.key == "follow_up")
    printed = str(follow_up.blocks)
    assert [words for words in said if words not in printed] == []


def test_a_session_whose_draft_went_nowhere_says_nothing_of_it() -> None:
    printed = str(sections(record(), "en").sections)
    assert "addressed to" not in printed
    assert "communique" not in printed
