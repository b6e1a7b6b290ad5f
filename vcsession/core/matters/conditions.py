"""Conditional decisions: what they wait for, and what holds where that does not come.

The trigger and the fallback are part of what was agreed. Whether the condition is met is a fact, recorded by
the presiding officer or the secretary with the ground it is known from; it may become known long after the
session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.decisions import changed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class RecordConditionMet:
    """`ground`: the letter, by number and date, or the fact by which it is known."""

    decision: str
    ground: str
    type: Literal["record_condition_met"] = "record_condition_met"


@dataclass(frozen=True, slots=True)
class RecordConditionNotMet:
    """From now on the fallback holds."""

    decision: str
    ground: str
    type: Literal["record_condition_not_met"] = "record_condition_not_met"


@dataclass(frozen=True, slots=True)
class ConditionRecorded:
    decision: str
    met: bool
    ground: str
    type: Literal["condition_recorded"] = "condition_recorded"


def condition_open(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    condition = state.decisions[entity].condition
    if condition is None:
        raise refuse("no_condition", id=entity)
    if condition.met is not None:
        raise refuse("condition_recorded", id=entity)


def record(
    _s: State, _a: Actor, command: RecordConditionMet | RecordConditionNotMet, _n: datetime
) -> Iterator[ConditionRecorded]:
    if not command.ground.strip():
        raise refuse("bad_field", field="ground", problem="the letter or the fact by which it is known")
    yield ConditionRecorded(command.decision, isinstance(command, RecordConditionMet), command.ground)


def fold_recorded(state: State, event: ConditionRecorded, stamp: Stamp) -> State:
    condition = state.decisions[event.decision].condition
    if condition is None:
        return state
    told = replace(condition, met=event.met, ground=event.ground, recorded_at=stamp.at)
    return changed(state, event.decision, condition=told)


Command = RecordConditionMet | RecordConditionNotMet
Event = ConditionRecorded

GUARDS = dict.fromkeys(("record_condition_met", "record_condition_not_met"), (condition_open,))
DECIDE: dict[type, Decide] = dict.fromkeys((RecordConditionMet, RecordConditionNotMet), record)
FOLD: dict[type, Fold] = {ConditionRecorded: fold_recorded}
