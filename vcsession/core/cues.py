"""The quiet cue of the booth: who sees that the interpreters ask for less speed. It is in no log."""

from __future__ import annotations

from vcsession.core.matters import caucus, languages, seats
from vcsession.core.refusals import refuse
from vcsession.core.routing import speakers
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def slower(state: State, actor: Actor) -> frozenset[str]:
    """Whoever speaks and the presiding officer, or everybody in the side room; the asker too.

    Raises Refused: only whoever interprets now may ask.
    """
    seats.must_be_inside(state, actor)
    room = caucus.room_of(state, actor.seat)
    if room is not None and languages.interprets(state, actor.seat):
        return frozenset(room.members)
    if not languages.on_air(state, actor.seat):
        raise refuse("not_interpreting")
    presiding = (state.presiding.seat,) if state.presiding.seat is not None else ()
    return frozenset((actor.seat, *speakers(state), *presiding))
