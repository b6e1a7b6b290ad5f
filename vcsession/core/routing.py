"""Who should hear and see whom: the gate. The only source of who is heard."""

from __future__ import annotations

from dataclasses import dataclass

from vcsession.core.matters.in_camera import shut_out
from vcsession.core.matters.incidents import muted
from vcsession.core.matters.seats import inside
from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class Hall:
    """One room of a session: the plenary now, a caucus later. A seat hears one hall only.

    `floor` is whose voice and picture stand in the floor place: whoever has the floor, and nobody
    else. `voices` are further seats that may be heard, most important first: the presiding officer,
    always. `pictures` are the seats whose camera may be shown, in the order of the seats at the
    table: tile i of every receiver shows pictures[i]. `hearers` are the seats that receive. A
    microphone that stands in neither `floor` nor `voices` is forwarded to nobody.
    """

    hearers: frozenset[str]
    floor: str | None = None
    voices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routes:
    halls: tuple[Hall, ...] = ()


SILENT = Routes()


HEARD_WHILE = frozenset({"granted", "speaking"})
"""A request in these states opens its seat's microphone: the gate opens with the grant."""

LIVE = frozenset({"convened", "open", "suspended"})
"""States of a session in which a room exists."""


def speakers(state: State) -> tuple[str, ...]:
    """The seats that have the floor and may be heard now, in the order of the grants."""
    requests = (state.requests[r] for r in state.speakers)
    return tuple(r.seat for r in requests if r.state in HEARD_WHILE)


def routes(state: State) -> Routes:
    """The plenary: the speaker in the floor place, the presiding officer always to be heard beside it."""
    if state.status not in LIVE:
        return SILENT
    holder = state.presiding.seat
    here = frozenset(seat.id for seat in inside(state) if not shut_out(state, seat.id))
    closed = muted(state) | (state.seats.keys() - here)
    floor, *others = speakers(state) or (None,)
    return Routes(
        (
            Hall(
                hearers=here,
                floor=floor if floor not in closed else None,
                voices=tuple(
                    seat
                    for seat in (holder, *others)
                    if seat is not None and seat != floor and seat not in closed
                ),
                pictures=pictures(state),
            ),
        )
    )


def heard(state: State) -> frozenset[str]:
    """Every seat whose microphone is open."""
    found = (seat for hall in routes(state).halls for seat in (hall.floor, *hall.voices))
    return frozenset(seat for seat in found if seat is not None)


def pictures(state: State) -> tuple[str, ...]:
    """Cameras, the most needed first, for a telephone has four tiles: chair, heads, other officers."""
    order = ("chair", "head", "deputy", "secretary")
    return tuple(seat.id for role in order for seat in inside(state) if seat.role == role)


def may_publish(role: str) -> bool:
    """Observers and technicians hear and see; they are never heard or seen."""
    return role not in ("observer", "technician")
