"""What was agreed preliminarily or ad referendum: who confirms it, until when, and when it lapses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import may_decide
from vcsession.core.matters.decisions import (
    MOST_DAYS,
    Confirm,
    ConfirmationReceived,
    ConfirmByDelegation,
    Decision,
    DecisionConfirmed,
    DecisionMoved,
    LapseDecision,
    changed,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


def all_confirmed(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    for code, at in state.decisions[entity].confirm_list.items():
        if at is None:
            raise refuse("absent_must_confirm", id=code)


def not_lapsed(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    """The day counts, not the moment at which the clock comes round to saying so."""
    until = lapses_at(state, state.decisions[entity])
    if until is not None and now >= until:
        raise refuse("wrong_state", what="decision", id=entity, status="lapsed")


def in_confirm_list(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    decision = state.decisions[entity]
    if actor.role == "head":
        listed(decision, actor.delegation or "")
    elif all(decision.confirm_list.values()):
        raise refuse("not_in_confirm_list")


def listed(decision: Decision, delegation: str) -> None:
    if delegation not in decision.confirm_list:
        raise refuse("not_in_confirm_list")
    if decision.confirm_list[delegation] is not None:
        raise refuse("already_confirmed")


def confirm_by_passed(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = lapses_at(state, state.decisions[entity])
    if until is None or now < until:
        raise refuse("not_due", until=until)


def zone(state: State) -> ZoneInfo:
    """The session's time zone, in which its days begin and end.

    `zoneinfo` reads the zone's table once: the core's one look at a file. Only `decide` and `due` ask it,
    never `fold`: what a log says is the same under another year's tables.
    """
    return ZoneInfo(state.convocation.time_zone)


def end_of(day: date, where: tzinfo = UTC) -> datetime:
    """Midnight after this day there, as UTC."""
    return datetime.combine(day + timedelta(days=1), time(), where).astimezone(UTC)


def lapses_at(state: State, decision: Decision) -> datetime | None:
    """The end of the day `confirm_by` where the session is held, as UTC."""
    if decision.confirm_by is None:
        return None
    return end_of(decision.confirm_by, zone(state))


def check_day(state: State, day: date, now: datetime) -> None:
    """A day that has passed would lapse at once, one beyond the calendar could not be waited for."""
    today = now.astimezone(zone(state)).date()
    if not today <= day < today + MOST_DAYS:
        raise refuse(
            "bad_field", field="confirm_by", problem=f"a day from today on, within {MOST_DAYS.days} days"
        )


def confirm_by_delegation(
    state: State, actor: Actor, command: ConfirmByDelegation, _n: datetime
) -> Iterator[ConfirmationReceived]:
    delegation = roll_call.own(actor, command.delegation)
    if actor.role == "head" and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    listed(state.decisions[command.decision], delegation)
    yield ConfirmationReceived(command.decision, delegation, command.letter)


def fold_confirmation(state: State, event: ConfirmationReceived, stamp: Stamp) -> State:
    confirmed = {**state.decisions[event.decision].confirm_list, event.delegation: stamp.at}
    return changed(state, event.decision, confirm_list=confirmed)


def fold_confirmed(state: State, event: DecisionConfirmed, stamp: Stamp) -> State:
    return changed(state, event.decision, state="adopted", confirmed_at=stamp.at)


GUARDS = {
    "confirm": (may_decide, all_confirmed, not_lapsed),
    "confirm_by_delegation": (not_lapsed, in_confirm_list),
    "lapse_decision": (confirm_by_passed,),
}
DECIDE: dict[type, Decide] = {
    Confirm: lambda _s, _a, command, _n: iter((DecisionConfirmed(command.decision),)),
    ConfirmByDelegation: confirm_by_delegation,
    LapseDecision: lambda _s, _a, command, _n: iter((DecisionMoved(command.decision, "lapsed"),)),
}
FOLD: dict[type, Fold] = {
    ConfirmationReceived: fold_confirmation,
    DecisionConfirmed: fold_confirmed,
}
