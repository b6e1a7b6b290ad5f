"""A further sitting is scheduled in the course of the session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.coherence import NUMBER
from vcsession.core.matters.sittings import Sitting
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class ScheduleSitting:
    """A further sitting; `opens_at` is aware."""

    number: str
    opens_at: datetime
    type: Literal["schedule_sitting"] = "schedule_sitting"


@dataclass(frozen=True, slots=True)
class SittingScheduled:
    sitting: str
    opens_at: datetime
    type: Literal["sitting_scheduled"] = "sitting_scheduled"


Command = ScheduleSitting
Event = SittingScheduled


def session_goes_on(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status not in ("convened", "open", "suspended"):
        raise refuse("session_not_open")


def schedule(state: State, _a: Actor, command: ScheduleSitting, now: datetime) -> Iterator[SittingScheduled]:
    """Within the days of the session, counted in UTC, and after every sitting that is already planned."""
    convocation, opens_at = state.convocation, command.opens_at
    if not NUMBER.fullmatch(command.number) or command.number in state.sittings:
        raise refuse("bad_field", field="number", problem="a number that no other sitting has")
    if opens_at.tzinfo is None or not 1990 <= opens_at.year <= 2100:
        raise refuse("bad_field", field="opens_at", problem="a time of day with its offset from UTC")
    opens_at = opens_at.astimezone(UTC)
    if not convocation.date_from <= opens_at.date() <= convocation.date_to:
        problem = f"between {convocation.date_from} and {convocation.date_to}, the days of the session"
        raise refuse("bad_field", field="opens_at", problem=problem)
    planned = (s.opens_at for s in state.sittings.values() if s.state != "cancelled")
    if opens_at <= max((now, *planned)):
        raise refuse("bad_field", field="opens_at", problem="after now and after every sitting before it")
    yield SittingScheduled(command.number, opens_at)


def fold_scheduled(state: State, event: SittingScheduled, _stamp: Stamp) -> State:
    sitting = Sitting(event.sitting, event.opens_at)
    return replace(state, sittings={**state.sittings, event.sitting: sitting})


GUARDS = {"schedule_sitting": (session_goes_on,)}
DECIDE: dict[type, Decide] = {ScheduleSitting: schedule}
FOLD: dict[type, Fold] = {SittingScheduled: fold_scheduled}
