"""A slice that is not made anew is the one that would be made: held over a played round, commit by commit."""

from __future__ import annotations

from collections.abc import Callable

from tests.core.timeline import STATES, Timeline, company, text
from vcsession.core import view
from vcsession.core.audience import audiences
from vcsession.core.matters.decisions import Adopt
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, YieldFloor
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.reservations import AnnounceReservation
from vcsession.core.matters.text import Bracket
from vcsession.core.session import fold
from vcsession.core.slices import Slice
from vcsession.core.state import State
from vcsession.core.watched import Read, stands, watched


def played() -> Timeline:
    room = Timeline(company()).sitting()
    room.say("kaz", RequestFloor())
    (request,) = room.state.queue
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.say("kaz", YieldFloor(request))
    number = room.put()
    room.agree(number, *STATES).say("chair", Adopt(number))
    room.say("arm", AnnounceReservation("reservation", number))
    room.say("secretary", Bracket(next(iter(room.state.units)), text("or else"), ("ARM",)))
    room.say("chair", ClosePart("1"), OpenPart("1"))
    return room


def to(seen_by: str, make: Callable[[State, str], Slice]) -> Callable[[State], Slice]:
    return lambda state: make(state, seen_by)


def test_while_what_was_read_stands_the_slice_stands() -> None:
    state = State()
    kept: dict[tuple[str, str], tuple[Slice, Read]] = {}
    spared = 0
    for commit in played().commits:
        state = fold(state, commit)
        if state.convened is None or not state.sittings:
            continue
        for seen_by in audiences(state):
            for name, make in view.APART.items():
                fresh = make(state, seen_by)
                known = kept.get((name, seen_by))
                if known is not None and stands(known[1], state):
                    spared += 1
                    assert known[0] == fresh, name
                else:
                    kept[name, seen_by] = watched(to(seen_by, make), state)
                assert kept[name, seen_by][0] == fresh, name
    assert spared > 100, "most commits change few slices"
