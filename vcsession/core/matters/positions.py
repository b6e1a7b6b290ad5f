"""Positions: what a delegation lets the table know of where it stands on a unit, a decision or a proposal.

One delegation has one published position on a matter: its latest (`domain.md` 3.4, 3). What its departments
think stays in its own log (`core/folder`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Stand = Literal["support", "can_accept", "studying", "awaiting_instructions", "reserve", "object"]
About = Literal["unit", "decision", "proposal"]

Subject = tuple[About, str]
Key = tuple[About, str, str]
"""What it is about, the id of it, and whose position it is."""


@dataclass(frozen=True, slots=True)
class Position:
    about: About
    id: str
    delegation: str
    stand: Stand
    at: datetime


@dataclass(frozen=True, slots=True)
class PublishPosition:
    """On one of a unit, a decision and a proposal."""

    stand: Stand
    unit: str | None = None
    decision: str | None = None
    proposal: str | None = None
    type: Literal["publish_position"] = "publish_position"


@dataclass(frozen=True, slots=True)
class PositionPublished:
    about: About
    id: str
    delegation: str
    stand: Stand
    type: Literal["position_published"] = "position_published"


def standing(state: State, about: About, id: str, stand: Stand) -> tuple[str, ...]:
    """The delegations with this position on the matter, in protocol order."""
    by = (state.positions.get((about, id, code)) for code in state.delegations)
    return tuple(p.delegation for p in by if p is not None and p.stand == stand)


def awaiting(state: State, about: About, id: str) -> tuple[str, ...]:
    """Those of the consensus that await instructions: agreed without them it is not final."""
    waiting = standing(state, about, id, "awaiting_instructions")
    return tuple(code for code in waiting if roll_call.counts(state.delegations[code]))


def objecting(state: State, about: About, id: str) -> tuple[str, ...]:
    """Those whose published objection blocks."""
    against = standing(state, about, id, "object")
    return tuple(code for code in against if state.delegations[code].rights.may_block)


def subject(
    state: State, unit: str | None, decision: str | None, proposal: str | None, proposals: Iterable[str]
) -> Subject:
    """The one matter that is named; `proposals` are those that may be spoken of."""
    named: list[Subject] = []
    if unit:
        named.append(("unit", unit))
    if decision:
        named.append(("decision", decision))
    if proposal:
        named.append(("proposal", proposal))
    if len(named) != 1:
        raise refuse("bad_field", field="unit", problem="one of a unit, a decision and a proposal")
    ((about, id),) = named
    known = {"unit": state.units, "decision": state.decisions, "proposal": frozenset(proposals)}
    if id not in known[about]:
        raise refuse("unknown", what=about, id=id)
    return about, id


def may_propose(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """The head, or a delegate with a mandate, of a delegation that takes part in making the text."""
    if not state.delegations[actor.delegation or ""].rights.may_propose:
        raise refuse("may_not_propose")
    if actor.role == "delegate" and not state.seats[actor.seat].mandate:
        raise refuse("no_mandate")


def publish(
    state: State, actor: Actor, command: PublishPosition, _n: datetime
) -> Iterator[PositionPublished]:
    circulated = (p.id for p in state.proposals.values() if p.circulated)
    about, id = subject(state, command.unit, command.decision, command.proposal, circulated)
    yield PositionPublished(about, id, actor.delegation or "", command.stand)


def fold_published(state: State, event: PositionPublished, stamp: Stamp) -> State:
    position = Position(event.about, event.id, event.delegation, event.stand, stamp.at)
    key: Key = (event.about, event.id, event.delegation)
    return replace(state, positions={**state.positions, key: position})


Command = PublishPosition
Event = PositionPublished

GUARDS = {"publish_position": (may_propose,)}
DECIDE: dict[type, Decide] = {PublishPosition: publish}
FOLD: dict[type, Fold] = {PositionPublished: fold_published}
