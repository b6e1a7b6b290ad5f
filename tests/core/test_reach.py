"""What a seat is told of its own business beside its acts: quiet lines, filing, the speeches it may word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core import closing
from tests.core.timeline import Timeline, company, text
from vcsession.core.lines import LINES, Line, ends, reach
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, YieldFloor
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.rectifying import CorrectStatement
from vcsession.core.matters.seats import RevokeSeat
from vcsession.core.slices import MeSlice
from vcsession.core.view.seat import me
from vcsession.core.vocabulary import Refused


def business(room: Timeline, seat: str) -> MeSlice:
    return me(room.state, room.actor(seat), room.now)


def spoke(room: Timeline, seat: str) -> str:
    room.pass_until(room.now + timedelta(seconds=10))
    room.say(seat, RequestFloor())
    request = room.request().id
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.say(seat, YieldFloor(request))
    return request


def reached(room: Timeline, seat: str, line: Line) -> set[str | None]:
    """The names that take words of this seat along the line; None: no name is needed."""
    found: set[str | None] = set()
    for other in (None, *room.state.seats):
        try:
            ends(room.state, room.actor(seat), line, other)
            found.add(other)
        except Refused:
            continue
    return found


@pytest.mark.parametrize("handed_over", [False, True], ids=["chair presides", "deputy presides"])
def test_every_line_that_is_told_of_is_there_and_no_other(handed_over: bool) -> None:
    room = Timeline(company()).sitting()
    if handed_over:
        room.say("chair", HandOver())
        room.say("deputy", DeputyAssumes())
    for seat, plate in room.state.seats.items():
        told = dict(reach(room.state, room.actor(seat)))
        for line in LINES:
            there = reached(room, seat, line)
            if line == "secretariat" and plate.role == "secretary":
                there -= {"secretary"}  # words to oneself go nowhere
            named = told.get(line, ())
            assert there == ({None, *room.state.seats} if named is None else set(named)), (seat, line)


def test_a_revoked_seat_is_told_of_no_line() -> None:
    room = Timeline(company())
    room.say("secretary", RevokeSeat("arm"))
    assert list(reach(room.state, room.actor("arm"))) == []


def test_who_may_file_is_told_for_whom() -> None:
    room = Timeline(company())
    assert business(room, "arm").files_to[0] == "secretariat"
    assert "delegation" not in business(room, "secretary").files_to
    assert business(room, "observer").files_to == business(room, "chair").files_to == ()


def test_the_technician_and_the_secretary_watch_every_line() -> None:
    room = Timeline(company())
    assert [seat for seat in room.state.seats if business(room, seat).watches] == ["secretary", "technician"]


def test_a_head_is_shown_its_own_speeches_the_newest_first_and_the_secretary_all() -> None:
    room = Timeline().sitting()
    first, theirs, last = spoke(room, "arm"), spoke(room, "blr"), spoke(room, "arm")
    room.say("arm", CorrectStatement(first, text("We said so")))
    mine = business(room, "arm").statements
    assert [row.request for row in mine] == [last, first]
    assert mine[1].words == text("We said so")
    assert [row.request for row in business(room, "secretary").statements] == [last, theirs, first]
    assert business(room, "chair").statements == business(room, "observer").statements == ()


def test_once_the_session_is_over_nobody_is_told_to_wait_for_it_to_open() -> None:
    for seat in ("arm", "chair", "secretary", "observer"):
        steps = business(closing.closed(), seat).steps
        assert [act.type for act in steps if act.blocked == "session_not_open"] == []
    before = business(Timeline(), "arm").steps
    assert "no_sitting" in [act.blocked for act in before], "before it begins one is told what is awaited"
