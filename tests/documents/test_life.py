"""The minutes tell of their own life: provisional until issued, who signed how, what is missing in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from tests.core.closing import (
    HASH,
    circulated,
    circulated_in_room,
    closed,
    corrected_own,
    decided,
    issued,
    sign_all,
    signing,
)
from tests.core.timeline import Timeline
from tests.documents.readers import flat
from tests.documents.readers import read as read_document
from vcsession.core.matters.minutes import GenerateMinutes
from vcsession.core.matters.reservations import AnnounceReservation, SubmitText
from vcsession.core.matters.signatures import Issue, Sign
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents import Format, gaps, minutes, sections
from vcsession.documents.life import as_known
from vcsession.documents.sections import Table


def told(room: Timeline, until: int | None = None) -> Record:
    commits = room.commits[:until]
    return read(commits, Verification(1, len(commits), "ab" * 32, "", ""))


def status(record: Record, language: str) -> str:
    return sections(record, language).status


def block(record: Record, language: str) -> str:
    return str(next(s.blocks for s in sections(record, language).sections if s.key == "signatures"))


# the mark at the head


@pytest.mark.parametrize(("language", "said"), [("en", "Provisional"), ("ru", "Предварительный")])
def test_minutes_are_provisional_until_they_are_issued(language: str, said: str) -> None:
    for room in (decided(), closed(), circulated(), circulated_in_room()):
        assert status(told(room), language).startswith(said)
    for room in (signing(), issued()):
        assert said not in status(told(room), language)


@pytest.mark.parametrize(
    ("language", "until", "final", "issue"),
    [
        (
            "en",
            "corrections are received until they close on 14 July 2020 at 12:10",
            "Text for signature",
            "Issued on 7 July 2020 at 11:20",
        ),
        (
            "ru",
            "исправления принимаются до: 14 июля 2020 г. в 12.10",
            "Текст для подписания",
            "Выпущен 7 июля 2020 г. в 11.20",
        ),
    ],
)
def test_each_stage_says_itself(language: str, until: str, final: str, issue: str) -> None:
    assert status(told(circulated()), language).endswith(until)
    assert "14" not in status(told(closed()), language)
    assert status(told(circulated_in_room().at("11:21")), language) == final
    assert status(told(signing()), language) == final
    assert status(told(issued()), language) == issue


def test_a_deadline_to_come_is_not_a_time_that_the_minutes_tell_of() -> None:
    room = circulated()
    assert sections(told(room), "en").modified == room.commits[-1].at


@pytest.mark.parametrize("format", get_args(Format))
def test_every_format_says_the_deadline(format: Format) -> None:
    words = read_document(format, minutes(told(circulated()), format=format, language="en").data).words
    assert "until they close on 14 July 2020 at 12:10" in words


# what was given out earlier, with what is known now


def test_the_circulated_version_says_until_when_it_may_be_corrected() -> None:
    room = circulated()
    version = room.state.minutes["1"].version
    given = told(room, version.last)
    assert "corrections" not in status(given, "en")
    known = as_known(given, told(room))
    assert status(known, "en").endswith("until they close on 14 July 2020 at 12:10")
    assert known.verification.last_version == version.last


def test_it_tells_nothing_that_came_after_it_but_its_own_life() -> None:
    room = corrected_own(circulated())
    version = room.state.minutes["1"].versions[0]
    known = as_known(told(room, version.last), told(room))
    assert "other words" not in str(sections(known, "en"))
    assert "other words" in str(sections(told(room), "en"))


def test_the_issued_copy_is_the_signed_text_with_its_signatures() -> None:
    room = issued()
    signed = told(room, room.state.minutes["1"].version.last)
    known = as_known(signed, told(room))
    assert status(known, "en").startswith("Issued")
    assert "Signed on 7 July 2020" in block(known, "en")
    assert "Signed on" not in block(signed, "en")


# the block of signatures


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Signed with a reservation on 7 July 2020 at 11:20. Subject to KAZ/R1.",
                "Did not sign; recorded on 7 July 2020 at 11:20. No instructions.",
                "Signed on 7 July 2020 at 11:20.",
            ),
        ),
        (
            "ru",
            (
                "Подписано с оговоркой 7 июля 2020 г. в 11.20. Subject to KAZ/R1.",
                "Отказ от подписи, заявлен 7 июля 2020 г. в 11.20. No instructions.",
                "Подписано 7 июля 2020 г. в 11.20.",
            ),
        ),
    ],
)
def test_the_block_says_who_signed_how(language: str, said: tuple[str, ...]) -> None:
    room = signing()
    room.say("kaz", Sign("1", HASH, "with_reservation", "Subject to KAZ/R1."))
    room.say("tjk", Sign("1", HASH, "refused", "No instructions."))
    assert said[2] not in block(told(room), language)
    sign_all(room, "arm", "blr", "kgz", "rus", "chair", "secretary")
    printed = block(told(room), language)
    assert [words for words in said if words not in printed] == []
    assert printed.count(said[2]) == 6, "four heads, the presiding officer, the secretary"


def test_who_was_not_waited_for_did_not_sign() -> None:
    room = signing(signatures="chair")
    sign_all(room, "arm", "chair", "secretary")
    assert "Did not sign" not in block(told(room), "en"), "there is time until the issue"
    room.say("secretary", Issue("1"))
    assert block(told(room), "en").count("Did not sign.") == 5


@pytest.mark.parametrize("format", get_args(Format))
def test_every_format_has_the_block(format: Format) -> None:
    words = read_document(format, minutes(told(issued()), format=format, language="en").data).words
    assert flat("Signed on 7 July 2020 at 11:20.") in words


# versions and what changed


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_annex_lists_the_versions_and_what_changed_against_the_former(language: str) -> None:
    room = corrected_own(circulated_in_room())
    room.at("11:30")
    annex = next(s for s in sections(told(room), language).sections if s.key == "corrections")
    table = next(b for b in annex.blocks if isinstance(b, Table))
    assert [(row[0], row[3]) for row in table.rows] == [("1", "—"), ("2", "ARM/C1")]


# what is missing


def announced() -> Timeline:
    room = decided()
    room.say("arm", AnnounceReservation("reservation", "1.1"))
    return room


@pytest.mark.parametrize(
    ("language", "mark", "what"),
    [
        ("en", "‹missing: text of ARM/R1›", "Text of ARM/R1"),
        ("ru", "‹не внесено: текст ARM/R1›", "Текст ARM/R1"),
    ],
)
def test_a_text_that_is_awaited_is_a_marked_hole(language: str, mark: str, what: str) -> None:
    room = announced()
    assert mark in str(sections(told(room), language))
    assert what in [found for _place, found in gaps(told(room), language=language)]
    room.say("arm", SubmitText("ARM/R1", "Subject to our law."))
    assert mark not in str(sections(told(room), language))
    assert gaps(told(room), language=language) == ()


def test_every_hole_is_named_with_its_place() -> None:
    record = told(decided())
    item = record.items[0]
    (decision,) = item.decisions
    bare = replace(decision, text={}, assignee={}, due=date(2020, 8, 1))
    broken = replace(
        record,
        items=(replace(item, decisions=(bare,)), *record.items[1:]),
        convocation=replace(record.convocation, venue={}),
    )
    found = gaps(broken, language="en")
    assert [what for _section, what in found] == [
        "Place",
        "Text of decision 1.1",
        "Office responsible for decision 1.1",
    ]
    assert len({section for section, _what in found}) == 3


def test_nobody_makes_a_hole_by_writing_its_mark() -> None:
    room = announced()
    room.say("arm", SubmitText("ARM/R1", "‹missing: place›"))
    assert gaps(told(room), language="en") == ()


def test_a_draft_with_holes_is_made_in_every_format() -> None:
    room = announced()
    room.say("secretary", GenerateMinutes())
    for format in get_args(Format):
        words = read_document(format, minutes(told(room), format=format, language="en").data).words
        assert "‹missing: text of ARM/R1›" in words
