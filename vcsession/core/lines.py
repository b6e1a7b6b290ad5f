"""Quiet lines: who may write to whom beside the record (`domain.md` 3.2). What is written is in no log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, get_args

from vcsession.core.audience import audience
from vcsession.core.convocation import Seat
from vcsession.core.matters import credentials, seats
from vcsession.core.refusals import refuse
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

Line = Literal["chair", "delegation", "secretariat"]
"""`chair`: between who presides and one head or secretary. `delegation`: among the seats of one delegation.
`secretariat`: between one seat, any, and the secretaries.
"""

LINES: Final[tuple[Line, ...]] = get_args(Line)

LONGEST: Final = 1000


def ends(state: State, actor: Actor, line: Line, seat: str | None) -> frozenset[str]:
    """The seats that get what the actor writes, its own among them; raises Refused.

    `seat` is needed where the actor is the end that several others share: who presides, or a secretary.
    """
    actor = credentials.seated(state, actor)
    seats.must_be_inside(state, actor)
    inside = {one.id: one for one in seats.inside(state)}
    if line == "delegation" and actor.delegation is not None:
        return frozenset(s.id for s in inside.values() if s.delegation == actor.delegation)
    if line == "secretariat":
        secretaries = frozenset(s.id for s in inside.values() if s.role == "secretary")
        if actor.role != "secretary":
            return secretaries | {actor.seat}
        return secretaries | {_other(inside, seat).id}
    if line == "chair" and state.presiding.seat in inside:
        if actor.seat == state.presiding.seat:
            other = _other(inside, seat)
            if _may_reach_the_chair(state, other):
                return frozenset({actor.seat, other.id})
        elif _may_reach_the_chair(state, inside[actor.seat]):
            return frozenset({actor.seat, state.presiding.seat})
    raise refuse("no_line")


def reach(state: State, actor: Actor) -> Iterator[tuple[Line, tuple[str, ...] | None]]:
    """The lines that this seat has, each with the seats of which one must be named; None: nobody is."""
    actor = credentials.seated(state, actor)
    inside = {one.id: one for one in seats.inside(state)}
    if actor.seat not in inside:
        return
    others = [one for one in inside.values() if one.id != actor.seat]
    if actor.seat == state.presiding.seat:
        yield "chair", tuple(one.id for one in others if _may_reach_the_chair(state, one))
    elif state.presiding.seat in inside and _may_reach_the_chair(state, inside[actor.seat]):
        yield "chair", None
    if actor.delegation is not None:
        yield "delegation", None
    if actor.role == "secretary":
        yield "secretariat", tuple(one.id for one in others if one.role != "secretary")
    else:
        yield "secretariat", None


def _other(inside: dict[str, Seat], seat: str | None) -> Seat:
    if seat is None:
        raise refuse("bad_field", field="seat", problem="say to whom")
    if seat not in inside:
        raise refuse("unknown", what="seat", id=seat)
    return inside[seat]


def _may_reach_the_chair(state: State, seat: Seat) -> bool:
    at_table = audience(state, Actor(seat.id, seat.role, seat.delegation)) == "table"
    return at_table and seat.role in ("head", "secretary")
