"""Closed parts of a sitting: observers neither hear nor see the room until the part ends.

A closed part ends with its sitting at the latest. The same wall shuts out media and slices (`core.audience`),
and stands around whoever is admitted to other items only, or is not to see the stage at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import admission
from vcsession.core.matters.floor import RequestClosed, SpeechEnded
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class ClosePart:
    sitting: str
    type: Literal["close_part"] = "close_part"


@dataclass(frozen=True, slots=True)
class OpenPart:
    sitting: str
    type: Literal["open_part"] = "open_part"


@dataclass(frozen=True, slots=True)
class PartClosed:
    sitting: str
    type: Literal["part_closed"] = "part_closed"


@dataclass(frozen=True, slots=True)
class PartOpened:
    sitting: str
    type: Literal["part_opened"] = "part_opened"


def in_closed_part(state: State) -> bool:
    return state.sitting is not None and state.sitting.closed_since is not None


def observes(state: State, seat: str) -> bool:
    """Whether the seat is an observer's, or of a delegation of observers."""
    plate = state.seats[seat]
    if plate.delegation is None:
        return plate.role == "observer"
    return state.delegations[plate.delegation].kind == "observer"


def wall(state: State, seat: str) -> str:
    """Why the seat neither sees, hears nor speaks now: the code of a refusal; "" where it does."""
    return wall_before(state, state.seats[seat].delegation, observes=observes(state, seat))


def wall_before(state: State, delegation: str | None, *, observes: bool) -> str:
    """As `wall`, of observers without a delegation (None), or of a delegation."""
    if observes and in_closed_part(state):
        return "part_closed"
    if observes and "stage" not in state.convocation.rules.observers_see:
        return "stage_not_shown"
    return "not_your_item" if admission.outside_its_items(state, delegation) else ""


def shut_out(state: State, seat: str) -> bool:
    return wall(state, seat) != ""


def not_closed(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.sittings[entity].closed_since is not None:
        raise refuse("part_closed")


def closed(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.sittings[entity].closed_since is None:
        raise refuse("part_open")


def consequences(state: State) -> Iterator[SpeechEnded | RequestClosed]:
    """Whoever is shut out has neither the floor nor a place in the list."""
    for r in state.speakers:
        if shut_out(state, state.requests[r].seat):
            granted = state.requests[r].state == "granted"
            yield RequestClosed(r, "lapsed") if granted else SpeechEnded(r, "finished")
    yield from (RequestClosed(r, "lapsed") for r in state.queue if shut_out(state, state.requests[r].seat))


def _since(state: State, number: str, since: datetime | None) -> State:
    sitting = replace(state.sittings[number], closed_since=since)
    return replace(state, sittings={**state.sittings, number: sitting})


def fold_closed(state: State, event: PartClosed, stamp: Stamp) -> State:
    return _since(state, event.sitting, stamp.at)


Command = ClosePart | OpenPart
Event = PartClosed | PartOpened

GUARDS = {"close_part": (not_closed,), "open_part": (closed,)}
DECIDE: dict[type, Decide] = {
    ClosePart: lambda _s, _a, command, _n: iter((PartClosed(command.sitting),)),
    OpenPart: lambda _s, _a, command, _n: iter((PartOpened(command.sitting),)),
}
FOLD: dict[type, Fold] = {
    PartClosed: fold_closed,
    PartOpened: lambda state, event, _stamp: _since(state, event.sitting, None),
}
