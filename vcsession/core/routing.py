"""Who should hear and see whom: the gate. The only source of who is heard."""

from __future__ import annotations

from dataclasses import dataclass

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


def speaker(state: State) -> str | None:
    """The seat that has the floor and may be heard now."""
    requests = (state.requests[r] for r in state.speakers)
    return next((r.seat for r in requests if r.state in HEARD_WHILE), None)


def routes(state: State) -> Routes:
    """The plenary: the speaker in the floor place, the presiding officer always to be heard beside it."""
    if state.status not in LIVE:
        return SILENT
    holder = state.presiding.seat
    floor = speaker(state)
    return Routes(
        (
            Hall(
                hearers=frozenset(state.seats),
                floor=floor,
                voices=(holder,) if holder is not None and holder != floor else (),
                pictures=pictures(state),
            ),
        )
    )


def pictures(state: State) -> tuple[str, ...]:
    """Cameras in the order of the seats at the table: heads in protocol order, then the officers."""
    heads = (s.id for s in state.seats.values() if s.role == "head")
    officers = (s.id for s in state.seats.values() if s.role in ("chair", "deputy", "secretary"))
    return (*heads, *officers)


def may_publish(role: str) -> bool:
    """Observers and technicians hear and see; they are never heard or seen."""
    return role not in ("observer", "technician")
