"""What the booths put out now. A booth works both ways: it turns with the language spoken on the floor.

Each listener names his own language once, and always gets it: from the floor while it is spoken there, from
whichever booth puts it out otherwise. Relay is no more than that: an interpreter is a listener too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vcsession.core.matters.languages import ON_AIR, booths, channels
from vcsession.core.once import once
from vcsession.core.vocabulary import Language

if TYPE_CHECKING:
    from vcsession.core.state import State


def pair(state: State, seat: str) -> tuple[Language, Language]:
    """An interpreter's two languages: the one of its channel, and the one that it gives back."""
    plate = state.seats[seat]
    own = plate.language or ""
    languages = state.convocation.languages
    others = (plate.out_of or languages.authentic, *languages.working, *languages.interpreted)
    return own, next((language for language in others if language != own), own)


@once
def outputs(state: State) -> Mapping[Language, str]:
    """Language -> the seat that is heard in it. The language spoken on the floor is heard from the floor.

    A booth into the language that is spoken gives its other one back, where no booth of that one is on air.
    """
    on_air = {
        language: channel.seat
        for language, channel in channels(state).items()
        if channel.seat is not None and channel.state in ON_AIR
    }
    spoken = state.floor_language
    found = {language: seat for language, seat in on_air.items() if language != spoken}
    if spoken in on_air:
        seat = on_air[spoken]
        _, back = pair(state, seat)
        if back != spoken:
            found.setdefault(back, seat)
    return found


def output(state: State, seat: str | None) -> Language:
    """The language in which this interpreter is heard now; "" while it is heard in none."""
    return next((language for language, heard in outputs(state).items() if heard == seat), "")


def on_offer(state: State) -> tuple[Language, ...]:
    """The languages that one may listen to: all that some booth can put out, those of the channels first."""
    known = booths(state)
    back = (pair(state, seat)[1] for seats in known.values() for seat in seats)
    return tuple(dict.fromkeys((*known, *back)))
