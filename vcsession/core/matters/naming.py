"""Who speaks in a room with one camera: one seat with a list of speakers (`domain.md` 3.4, 16).

Those who sit in the room were confirmed by name before the sitting; of these the delegation, or the
secretary, says who speaks now. The floor stays the delegation's: nothing else follows from a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.credentials import credentials
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class NameSpeaker:
    """`person`: the id of one who is confirmed for this sitting. A later name takes the former's place."""

    request: str
    person: str
    type: Literal["name_speaker"] = "name_speaker"


@dataclass(frozen=True, slots=True)
class SpeakerNamed:
    request: str
    person: str
    type: Literal["speaker_named"] = "speaker_named"


Command = NameSpeaker
Event = SpeakerNamed


def in_the_room(state: State, request: str) -> tuple[str, ...]:
    """The persons confirmed for this sitting by the delegation that has the floor."""
    delegation = state.requests[request].delegation
    if delegation is None or state.sitting is None:
        return ()
    attendance = credentials(state, delegation).attendance.get(state.sitting.number, ())
    return tuple(attendant.person for attendant in attendance)


def speaks_for_it(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.role != "secretary" and state.requests[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")
    if not in_the_room(state, entity):
        raise refuse("nobody_named")


def name(state: State, _a: Actor, command: NameSpeaker, _n: datetime) -> Iterator[SpeakerNamed]:
    if command.person not in in_the_room(state, command.request):
        raise refuse("unknown", what="person in the room", id=command.person)
    if state.requests[command.request].people[-1:] != (command.person,):
        yield SpeakerNamed(command.request, command.person)


def fold_named(state: State, event: SpeakerNamed, _stamp: Stamp) -> State:
    request = state.requests[event.request]
    named = replace(request, people=(*request.people, event.person))
    return replace(state, requests={**state.requests, event.request: named})


GUARDS = {"name_speaker": (speaks_for_it,)}
DECIDE: dict[type, Decide] = {NameSpeaker: name}
FOLD: dict[type, Fold] = {SpeakerNamed: fold_named}
