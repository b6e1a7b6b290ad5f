"""Who should hear and see whom: the gate. The only source of who is heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vcsession.core.matters import booths, caucus, languages
from vcsession.core.matters.in_camera import shut_out
from vcsession.core.matters.incidents import muted
from vcsession.core.matters.seats import inside
from vcsession.core.once import once
from vcsession.core.recording import recorded
from vcsession.core.state import State
from vcsession.core.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Hall:
    """One room of a session: the plenary, or a caucus. A seat is in one hall only.

    `floor` is whose voice and picture stand in the floor place: whoever has the floor, and nobody
    else. `voices` are further seats that may be heard, most important first: the presiding officer,
    always. `pictures` are the seats whose camera may be shown, in the order of the seats at the
    table: tile i of every receiver shows pictures[i]. `hearers` are the seats that receive. A
    microphone that stands in none of them is forwarded to nobody. `interpretation` is who interprets into
    each language: heard by those who listen to it, and by nobody else. `presenters` are the seats whose
    screen may be shown, most important first: the first one that presents is seen. `recorded` is
    the number of the sitting of which a recording is made here, "" where none is. `presiding` is the
    voice that is heard whoever else speaks, and however loud. `booths` are
    the voices that may choose to be heard in one of these languages alone, by those who listen to it: what is
    said in a side room is in no log, and so not into which language either.
    """

    hearers: frozenset[str]
    floor: str | None = None
    voices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    interpretation: Mapping[Language, str] = field(default_factory=dict)
    presenters: tuple[str, ...] = ()
    recorded: str = ""
    presiding: str | None = None
    booths: Mapping[str, tuple[Language, ...]] = field(default_factory=dict)


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


@once
def routes(state: State) -> Routes:
    """The plenary first, then one hall for each caucus room in which somebody is."""
    if state.status not in LIVE:
        return SILENT
    rooms = (room_hall(state, room) for room in caucus.open_rooms(state) if room.members)
    return Routes((plenary(state), *rooms))


@once
def plenary(state: State) -> Hall:
    """The speaker in the floor place, the presiding officer always to be heard beside it.

    Whoever is in a caucus room is not here: neither heard nor seen, and hears nothing.
    """
    away = caucus.away(state)
    here = frozenset(
        seat.id for seat in inside(state) if seat.id not in away and not shut_out(state, seat.id)
    )
    closed = muted(state) | (state.seats.keys() - here)
    floor, *others = [seat for seat in speakers(state) if seat not in away] or (None,)
    voices = (state.presiding.seat, *others)
    return Hall(
        hearers=here,
        floor=floor if floor not in closed else None,
        voices=tuple(seat for seat in voices if seat is not None and seat != floor and seat not in closed),
        pictures=tuple(seat for seat in pictures(state) if seat in here),
        interpretation={
            language: seat for language, seat in booths.outputs(state).items() if seat not in closed
        },
        # Whoever has the floor shows what it speaks of; the presiding officer, what the room works on.
        presenters=tuple(seat for seat in dict.fromkeys((floor, state.presiding.seat)) if seat in here),
        recorded=recorded(state),
        presiding=state.presiding.seat,
    )


def room_hall(state: State, room: caucus.CaucusRoom) -> Hall:
    """Everybody inside hears and sees everybody inside; an interpreter may speak into one language alone."""
    speaking = tuple(seat for seat in room.members if may_publish(state.seats[seat].role))
    interpreters = (seat for seat in room.members if languages.interprets(state, seat))
    return Hall(
        frozenset(room.members),
        voices=speaking,
        pictures=speaking,
        presenters=speaking,
        booths={seat: booths.pair(state, seat) for seat in interpreters},
    )


@once
def heard(state: State) -> frozenset[str]:
    """Every seat whose microphone is open, to whomever."""
    halls = routes(state).halls
    found = (seat for h in halls for seat in (h.floor, *h.voices, *h.interpretation.values()))
    return frozenset(seat for seat in found if seat is not None)


@once
def pictures(state: State) -> tuple[str, ...]:
    """Cameras, the most needed first, for a telephone has four tiles: chair, heads, other officers."""
    order = ("chair", "head", "deputy", "secretary")
    return tuple(seat.id for role in order for seat in inside(state) if seat.role == role)


def may_publish(role: str) -> bool:
    """Observers and technicians hear and see; they are never heard or seen."""
    return role not in ("observer", "technician")
