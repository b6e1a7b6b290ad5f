"""decide(state, actor, command, now) -> events, or a refusal; fold(state, commit) -> state.

`decide` is the only place that says no. It asks the table first, then the guards, then the matter;
whatever follows of itself (a decision held because a link was lost) joins the same events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from vcsession.core.catalogue import DECIDE, FOLD, Command, Event
from vcsession.core.changing import replace
from vcsession.core.machines import RULES
from vcsession.core.matters import (
    agreeing,
    aides,
    appeals,
    communique,
    conduct,
    consensus,
    credentials,
    disposing,
    in_camera,
    incidents,
    languages,
    onward,
    seats,
    side_rooms,
    speaking,
)
from vcsession.core.permitting import entity_of, guard, permit, under
from vcsession.core.refusals import refuse
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Commit, Refused, Stamp


def press(
    state: State, actor: Actor, command: Command, now: datetime, epoch: int | None = None
) -> tuple[Actor, tuple[Event, ...]]:
    """Whose act it is that this seat gives, and its events: its own, else that of one whose aide it is.

    The role is the one that the seat has now. Raises Refused as `decide` does, with the seat's own refusal
    where nobody's keys fit.
    """
    actor = credentials.seated(state, actor)
    try:
        return actor, decide(state, actor, command, now, epoch)
    except Refused as refused:
        if refused.fault != "role":
            raise
        for principal in aides.principals(state, actor):
            try:
                return principal, decide(state, principal, command, now, epoch)
            except Refused as other:
                if other.fault != "role":
                    raise
        raise


def decide(
    state: State, actor: Actor, command: Command, now: datetime, epoch: int | None = None
) -> tuple[Event, ...]:
    """The events that the command makes at `now` (aware UTC), consequences included.

    `epoch` is the presiding epoch that its sender saw, if it says so.
    Raises Refused; then nothing has changed.
    """
    machine, transition = RULES[command.type]
    if state.convened is None and transition.command != "draft_session":
        raise refuse("unknown", what="session", id="")
    permit(state, actor, transition)
    under(state, actor, transition, epoch)
    guard(state, actor, machine, transition, entity_of(machine, actor, command), now)
    events = list(DECIDE[type(command)](state, actor, command, now))
    stamp = Stamp(state.version + 1, now, actor)
    after = apply(state, events, stamp)
    while follow := next(consequences(after), None):
        events.append(follow)
        after = apply(after, (follow,), stamp)
    decided = tuple(events)
    _foreseen[:] = [Foreseen(state, decided, stamp, after)]
    return decided


class Foreseen(NamedTuple):
    """The state that a decision leads to: the one who decides folds the same events again a moment later."""

    before: State
    events: tuple[Event, ...]
    stamp: Stamp
    after: State


_foreseen: list[Foreseen] = []
"""The last one: what was decided on this very state, as this very tuple of events, is not folded twice."""


def consequences(state: State) -> Iterator[Event]:
    """What the state makes happen by itself, one event after another until nothing is left to do."""
    if state.convened is None:
        return
    yield from seats.consequences(state)
    yield from aides.consequences(state)
    yield from credentials.consequences(state)
    yield from incidents.consequences(state)
    yield from consensus.consequences(state)
    yield from speaking.consequences(state)
    yield from agreeing.consequences(state)
    yield from onward.consequences(state)
    yield from communique.consequences(state)
    yield from disposing.consequences(state)
    yield from conduct.consequences(state)
    yield from appeals.consequences(state)
    yield from in_camera.consequences(state)
    yield from side_rooms.consequences(state)
    yield from languages.consequences(state)


def apply(state: State, events: Iterable[Event], stamp: Stamp) -> State:
    for event in events:
        state = FOLD[type(event)](state, event, stamp)
    return state


def fold(state: State, commit: Commit[Event]) -> State:
    """The state after the commit."""
    stamp = Stamp(commit.version, commit.at, commit.actor)
    for known in _foreseen:
        if known.before is state and known.events is commit.events and known.stamp == stamp:
            return replace(known.after, version=commit.version, at=commit.at)
    return replace(apply(state, commit.events, stamp), version=commit.version, at=commit.at)
