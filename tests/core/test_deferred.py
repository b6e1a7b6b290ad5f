"""Where an item went that was not concluded, and when the session itself stood still: told by the minutes."""

from __future__ import annotations

from tests.core.timeline import Timeline, company, text
from vcsession.core.matters.agenda import DeferItem, OpenItem, ReferItem
from vcsession.core.matters.session import ResumeSession, SuspendSession
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents.minutes import sections


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def printed(room: Timeline, language: str) -> str:
    return str(sections(record(room), language))


def test_an_item_is_deferred_to_a_sitting_that_is_still_to_be_held_or_to_the_next_round() -> None:
    room = Timeline(company()).sitting()
    for until in ("9", "", "1", "someday"):
        assert room.refused("chair", DeferItem("1", until)) == "bad_field"
    room.say("chair", DeferItem("1", "2"), DeferItem("2", "next_round"))
    items = record(room).items
    assert [(i.deferred_until, i.moved_at) for i in items[:2]] == [("2", room.now), ("next_round", room.now)]
    assert "consideration of the item was deferred to sitting 2" in printed(room, "en")
    assert "отложено до следующего раунда" in printed(room, "ru")


def test_what_is_taken_up_again_is_deferred_no_longer() -> None:
    room = Timeline(company()).sitting()
    room.say("chair", DeferItem("1", "2"), OpenItem("1"))
    assert record(room).items[0].deferred_until == ""
    assert "was deferred to" not in printed(room, "en")


def test_an_item_is_referred_to_a_named_body() -> None:
    room = Timeline(company()).sitting()
    room.say("chair", ReferItem("1", text("the Permanent Council")))
    assert record(room).items[0].referred_to == text("the Permanent Council")
    assert "referred to another body: the Permanent Council" in printed(room, "en")
    assert "другого органа: the Permanent Council" in printed(room, "ru")


def test_the_minutes_tell_when_and_why_the_session_was_suspended_and_resumed() -> None:
    room = Timeline(company()).sitting()
    assert "negotiations were suspended" not in printed(room, "en")
    room.say("chair", AdjournSitting("1"))
    room.at("12:00").say("chair", SuspendSession("consultation with capitals"))
    since = room.now
    assert [(p.since, p.until) for p in record(room).suspensions] == [(since, None)]
    room.at("15:00").say("chair", ResumeSession(), CallToOrder("2"))
    (pause,) = record(room).suspensions
    assert (pause.until, pause.reason) == (room.now, "consultation with capitals")
    assert "the negotiations were suspended (consultation with capitals); they were resumed" in printed(
        room, "en"
    )
    assert "переговоры приостановлены" in printed(room, "ru")
