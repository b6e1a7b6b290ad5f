"""The final check of the lines before a sitting: reported by the media plane alone, kept for the annex."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.timeline import STATES, Timeline
from vcsession import wire
from vcsession.core.matters.line_checks import Line, ReportLine
from vcsession.core.matters.roll_call import AnswerRollCall
from vcsession.core.matters.session import OpenSession, Postpone
from vcsession.core.matters.sittings import CallToOrder, DeclareQuorum, StartLineCheck
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view import me, sitting

GOOD = Line("heard", "seen", 720, 2100, 3400, 2, 0, 38)


def line_of(room: Timeline, seat: str) -> tuple[str, int] | None:
    row = me(room.state, room.actor(seat), room.now).line_check
    return (row.sitting, row.lines) if row is not None else None


def test_a_line_is_reported_before_the_sitting_and_stands_in_its_record() -> None:
    room = Timeline()
    assert sitting(room.state).line_check == "1"
    room.say("technician", StartLineCheck("1"))
    room.say("media", ReportLine("1", "kaz", replace(GOOD, microphone="silent")))
    room.at("09:55").say("media", ReportLine("1", "kaz", GOOD), ReportLine("1", "chair", GOOD))
    assert line_of(room, "kaz") == ("1", 720)
    assert line_of(room, "arm") is None, "each sees its own"
    first, second = read(room.commits, Verification(1, 1, "", "", "")).sittings
    assert [(one.seat, one.delegation, one.microphone) for one in first.lines] == [
        ("kaz", "KAZ", "heard"),
        ("chair", None, "heard"),
    ], "the last report of each"
    assert second.lines == ()


def test_the_check_ends_with_the_roll_call_and_begins_again_for_the_next_sitting() -> None:
    room = Timeline().at("10:00")
    assert room.refusal("media", ReportLine("2", "kaz", GOOD)).code == "earlier_sitting"
    room.say("chair", CallToOrder("1"), OpenSession())
    room.say("media", ReportLine("1", "kaz", GOOD))
    assert room.refused("media", ReportLine("2", "kaz", GOOD)) == "another_sitting"
    for code in STATES:
        room.say(code.lower(), AnswerRollCall())
    room.say("chair", DeclareQuorum("1"))
    assert sitting(room.state).line_check is None
    assert room.refused("media", ReportLine("1", "kaz", GOOD)) == "wrong_state"
    assert line_of(room, "kaz") is None, "what was measured before a sitting says nothing of a later one"


def test_nobody_reports_its_own_line() -> None:
    room = Timeline()
    for seat in ("kaz", "chair", "secretary", "technician", "observer"):
        assert room.refused(seat, ReportLine("1", "kaz", GOOD)) == "not_your_role"
    assert room.refused("media", ReportLine("1", "nobody", GOOD)) == "unknown"
    assert room.refused("media", ReportLine("7", "kaz", GOOD)) == "unknown"
    assert room.refused("media", ReportLine("1", "observer", GOOD)) == "bad_field"
    room.say("media", ReportLine("1", "kaz", GOOD))


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("lines", 8192),
        ("sent_kbits", 1_000_000),
        ("received_kbits", 1_000_000),
        ("lost_sent", 1000),
        ("lost_received", 1000),
        ("round_trip_ms", 60_000),
    ],
)
def test_figures_are_held_to_their_bounds(field: str, most: int) -> None:
    room = Timeline()
    for wrong in (-1, most + 1):
        line = replace(GOOD, **{field: wrong})  # type: ignore[arg-type]
        assert room.refusal("media", ReportLine("1", "kaz", line)).detail["field"] == field
    for right in (0, most):
        line = replace(GOOD, **{field: right})  # type: ignore[arg-type]
        room.say("media", ReportLine("1", "kaz", line))


def test_no_line_is_checked_for_a_session_that_is_over() -> None:
    room = Timeline()
    room.say("media", ReportLine("1", "kaz", GOOD))
    room.say("chair", Postpone())
    assert sitting(room.state).line_check is None
    assert room.refused("media", ReportLine("1", "kaz", GOOD)) == "session_not_open"


def test_the_figures_of_a_line_are_for_its_delegation_the_officers_and_the_technician() -> None:
    room = Timeline()
    room.say("media", ReportLine("1", "kaz", GOOD))
    commit = room.commits[-1]
    for seat in ("kaz", "secretary", "chair", "technician"):
        assert [e["seat"] for e in wire.visible(commit, room.actor(seat))] == ["kaz"], seat
    for seat in ("arm", "observer", "interpreter-en"):
        assert wire.visible(commit, room.actor(seat)) == [], seat
