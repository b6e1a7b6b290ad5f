"""The papers that go out with the draft, and the pack for the evening."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents import played
from tests.documents.convened import t
from tests.documents.test_onward import sent
from tests.documents.test_papers import drafted, words
from vcsession.core.record import Record
from vcsession.documents import papers
from vcsession.documents.papers import Paper
from vcsession.documents.sections import as_data


def said(record: Record, name: Paper, language: str = "en", morning: Record | None = None) -> str:
    return str(as_data(papers.sections(record, name, language, None, morning)))


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            (
                "Permanent Council",
                "Replies are expected until 1 September 2020.",
                "Preliminary in the version sent: 1.date",
            ),
        ),
        (
            "ru",
            (
                "Постоянный совет",
                "Ответы ожидаются до 1 сентября 2020 г.",
                "предварительно согласованы: 1.date",
            ),
        ),
    ],
)
def test_the_letter_names_its_addressee_what_is_not_final_and_what_is_enclosed(
    language: str, parts: tuple[str, ...]
) -> None:
    printed = said(sent(), "letter", language)
    assert [part for part in (*parts, "ab" * 32, "JS/EC20/SN2") if part not in printed] == []


def test_the_sheet_has_a_row_for_each_step_and_the_status_one_for_each_state() -> None:
    full = sent()
    (forwarding,) = full.forwardings
    assert said(full, "forwarding").count("'No. 7'") == len(forwarding.steps)
    approval = said(full, "approval")
    assert approval.count("'No. 8'") == len(forwarding.approvals)
    for standing in ("approved with comments", "declined", "no reply in time"):
        assert standing in approval
    assert "ARM/1" in approval
    assert "BLR/1" not in approval, "it was withdrawn"


@pytest.mark.parametrize("name", ["letter", "forwarding", "approval"])
def test_where_nothing_was_sent_the_paper_says_so(name: str) -> None:
    expected = "No state has been asked" if name == "approval" else "No draft has been prepared"
    assert expected in words(played.demo(), name)


def test_the_evening_pack_tells_the_changes_since_the_morning() -> None:
    now = drafted()
    first, second = now.units
    morning = replace(now, units=(replace(first, text=t("19 August", "19 августа")), second))
    printed = said(now, "evening", morning=morning)
    assert "19 August" in printed
    assert "17–18 August 2020" in printed
    changed = next(s for s in papers.sections(now, "evening", "en", None, now).sections if s.key == "changes")
    assert "19 August" not in str(changed)


def test_the_evening_pack_has_the_decisions_of_its_day_brackets_and_what_is_next() -> None:
    printed = said(played.demo(), "evening")
    assert "The parties agreed on point 3 of the plan." in printed
    assert "The parties agreed on point 1 of the plan." not in printed, "of the day before"
    assert "No further sitting is planned." in printed
    assert "Republic of Belarus" in said(drafted(), "evening")
