"""Sittings: called to order, quorate or for discussion only, suspended, adjourned, closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.facts import noted, suspension_over
from vcsession.core.matters.replies import Reply
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Reason = Literal["break", "consultations", "technical", "interpretation", "inquorate", "minutes"]


@dataclass(frozen=True, slots=True)
class Sitting:
    number: str
    opens_at: datetime
    state: str = "scheduled"
    called_to_order_at: datetime | None = None
    quorum_declared_at: datetime | None = None
    discussion_only: bool = False
    reason: str = ""
    ended_at: datetime | None = None
    closed_since: datetime | None = None
    """Since when it is in a closed part."""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """What each delegation replied to the invitation."""

    @property
    def in_progress(self) -> bool:
        return self.state in ("called_to_order", "in_session", "suspended")


@dataclass(frozen=True, slots=True)
class StartLineCheck:
    sitting: str
    type: Literal["start_line_check"] = "start_line_check"


@dataclass(frozen=True, slots=True)
class CallToOrder:
    sitting: str
    type: Literal["call_to_order"] = "call_to_order"


@dataclass(frozen=True, slots=True)
class DeclareQuorum:
    sitting: str
    type: Literal["declare_quorum"] = "declare_quorum"


@dataclass(frozen=True, slots=True)
class OpenForDiscussionOnly:
    sitting: str
    type: Literal["open_for_discussion_only"] = "open_for_discussion_only"


@dataclass(frozen=True, slots=True)
class DeclareLaterQuorum:
    """In a sitting for discussion only: from now on it may decide."""

    sitting: str
    type: Literal["declare_later_quorum"] = "declare_later_quorum"


@dataclass(frozen=True, slots=True)
class SuspendSitting:
    sitting: str
    reason: Reason
    type: Literal["suspend_sitting"] = "suspend_sitting"


@dataclass(frozen=True, slots=True)
class ResumeSitting:
    sitting: str
    type: Literal["resume_sitting"] = "resume_sitting"


@dataclass(frozen=True, slots=True)
class AdjournSitting:
    sitting: str
    type: Literal["adjourn_sitting"] = "adjourn_sitting"


@dataclass(frozen=True, slots=True)
class CloseSitting:
    sitting: str
    type: Literal["close_sitting"] = "close_sitting"


@dataclass(frozen=True, slots=True)
class CancelSitting:
    sitting: str
    type: Literal["cancel_sitting"] = "cancel_sitting"


@dataclass(frozen=True, slots=True)
class LineCheckStarted:
    sitting: str
    type: Literal["line_check_started"] = "line_check_started"


@dataclass(frozen=True, slots=True)
class SittingCalledToOrder:
    """`expected` are the delegations that the roll-call now waits for."""

    sitting: str
    presiding: str
    expected: tuple[str, ...]
    type: Literal["sitting_called_to_order"] = "sitting_called_to_order"


@dataclass(frozen=True, slots=True)
class QuorumDeclared:
    """`present` of `entitled` at the declaration; `needed` by the rule."""

    sitting: str
    present: int
    entitled: int
    needed: int
    type: Literal["quorum_declared"] = "quorum_declared"


@dataclass(frozen=True, slots=True)
class OpenedForDiscussionOnly:
    sitting: str
    present: int
    entitled: int
    type: Literal["opened_for_discussion_only"] = "opened_for_discussion_only"


@dataclass(frozen=True, slots=True)
class SittingSuspended:
    sitting: str
    reason: Reason
    type: Literal["sitting_suspended"] = "sitting_suspended"


@dataclass(frozen=True, slots=True)
class SittingResumed:
    sitting: str
    present: int
    entitled: int
    type: Literal["sitting_resumed"] = "sitting_resumed"


@dataclass(frozen=True, slots=True)
class SittingEnded:
    """`outcome`: adjourned, closed or cancelled."""

    sitting: str
    outcome: Literal["adjourned", "closed", "cancelled"]
    type: Literal["sitting_ended"] = "sitting_ended"


def session_awaits(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status not in ("convened", "open"):
        raise refuse("session_not_open")
    if state.sitting is not None:
        raise refuse("another_sitting")


def comes_next(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for sitting in state.sittings.values():
        if sitting.number == entity:
            return
        if sitting.state in ("scheduled", "line_check"):
            raise refuse("earlier_sitting", id=sitting.number)


def session_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status != "open":
        raise refuse("session_not_open")


def roll_call_complete(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if any(p.state == "expected" for p in state.presence.values()):
        raise refuse("roll_call_open")


def quorum_to_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    roll_call.require(roll_call.quorum(state), to="open")


def quorum_to_resume(state: State, actor: Actor, entity: str, now: datetime) -> None:
    if not state.sittings[entity].discussion_only:
        quorum_to_open(state, actor, entity, now)


def no_quorum_to_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if roll_call.quorum(state).open_met:
        raise refuse("quorum_met")


def last_sitting(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if any(s.state in ("scheduled", "line_check") for s in state.sittings.values() if s.number != entity):
        raise refuse("not_last_sitting")


def nothing_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    for item in state.items.values():
        if item.state == "under_consideration":
            raise refuse("item_open", id=item.number)


def presiding_or_vacant(state: State, actor: Actor, _entity: str, now: datetime) -> None:
    """The secretary may adjourn only when the chair has been vacant for fifteen minutes."""
    if actor.seat == state.presiding.seat:
        return
    presiding = state.presiding
    if (
        presiding.state != "vacant"
        or presiding.since is None
        or (now - presiding.since).total_seconds() < 900
    ):
        raise refuse("not_presiding")


def discusses_only(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not state.sittings[entity].discussion_only:
        raise refuse("decides_already")


def call_to_order(
    state: State, _a: Actor, command: CallToOrder, _n: datetime
) -> Iterator[SittingCalledToOrder]:
    staying_away = {code for code, p in state.presence.items() if p.state == "not_participating"}
    expected = tuple(code for code in state.delegations if code not in staying_away)
    yield SittingCalledToOrder(command.sitting, state.presiding.seat or "", expected)


def declare_quorum(
    state: State, _a: Actor, command: DeclareQuorum | DeclareLaterQuorum, _n: datetime
) -> Iterator[QuorumDeclared]:
    figures = roll_call.quorum(state)
    yield QuorumDeclared(command.sitting, figures.present, figures.entitled, figures.needed_to_open)


def discuss_only(
    state: State, _a: Actor, command: OpenForDiscussionOnly, _n: datetime
) -> Iterator[OpenedForDiscussionOnly]:
    figures = roll_call.quorum(state)
    yield OpenedForDiscussionOnly(command.sitting, figures.present, figures.entitled)


def suspend(state: State, actor: Actor, command: SuspendSitting, _n: datetime) -> Iterator[SittingSuspended]:
    """A machine suspends only for technical reasons, when nobody is left to preside."""
    if actor.role == "system" and (command.reason != "technical" or state.presiding.state != "vacant"):
        raise refuse("not_presiding")
    yield SittingSuspended(command.sitting, command.reason)


def resume(state: State, _a: Actor, command: ResumeSitting, _n: datetime) -> Iterator[SittingResumed]:
    figures = roll_call.quorum(state)
    yield SittingResumed(command.sitting, figures.present, figures.entitled)


def _with(state: State, number: str, /, **changes: object) -> State:
    sitting = replace(state.sittings[number], **changes)  # type: ignore[arg-type]
    return replace(state, sittings={**state.sittings, number: sitting})


def fold_called(state: State, event: SittingCalledToOrder, stamp: Stamp) -> State:
    expected = {code: roll_call.Presence("expected", stamp.at) for code in event.expected}
    state = replace(state, presence={**state.presence, **expected})
    return _with(state, event.sitting, state="called_to_order", called_to_order_at=stamp.at)


def fold_in_session(state: State, event: QuorumDeclared | OpenedForDiscussionOnly, stamp: Stamp) -> State:
    quorate = isinstance(event, QuorumDeclared)
    return _with(
        state,
        event.sitting,
        state="in_session",
        quorum_declared_at=stamp.at if quorate else None,
        discussion_only=not quorate,
    )


def fold_suspended(state: State, event: SittingSuspended, stamp: Stamp) -> State:
    state = _with(state, event.sitting, state="suspended", reason=event.reason)
    return noted(state, stamp, "suspension", what=event.reason)


def fold_resumed(state: State, event: SittingResumed, stamp: Stamp) -> State:
    state = suspension_over(state, stamp.at)
    return _with(state, event.sitting, state="in_session", reason="")


def fold_ended(state: State, event: SittingEnded, stamp: Stamp) -> State:
    state = suspension_over(state, stamp.at)
    return _with(state, event.sitting, state=event.outcome, ended_at=stamp.at, reason="", closed_since=None)


Command = (
    StartLineCheck
    | CallToOrder
    | DeclareQuorum
    | OpenForDiscussionOnly
    | DeclareLaterQuorum
    | SuspendSitting
    | ResumeSitting
    | AdjournSitting
    | CloseSitting
    | CancelSitting
)
Event = (
    LineCheckStarted
    | SittingCalledToOrder
    | QuorumDeclared
    | OpenedForDiscussionOnly
    | SittingSuspended
    | SittingResumed
    | SittingEnded
)

GUARDS = {
    "start_line_check": (session_awaits,),
    "call_to_order": (session_awaits, comes_next),
    "declare_quorum": (session_open, roll_call_complete, quorum_to_open),
    "open_for_discussion_only": (session_open, roll_call_complete, no_quorum_to_open),
    "declare_later_quorum": (session_open, discusses_only, roll_call_complete, quorum_to_open),
    "resume_sitting": (session_open, quorum_to_resume),
    "adjourn_sitting": (presiding_or_vacant,),
    "close_sitting": (last_sitting, nothing_open),
}
DECIDE: dict[type, Decide] = {
    StartLineCheck: lambda _s, _a, command, _n: iter((LineCheckStarted(command.sitting),)),
    CallToOrder: call_to_order,
    DeclareQuorum: declare_quorum,
    OpenForDiscussionOnly: discuss_only,
    DeclareLaterQuorum: declare_quorum,
    SuspendSitting: suspend,
    ResumeSitting: resume,
    AdjournSitting: lambda _s, _a, command, _n: iter((SittingEnded(command.sitting, "adjourned"),)),
    CloseSitting: lambda _s, _a, command, _n: iter((SittingEnded(command.sitting, "closed"),)),
    CancelSitting: lambda _s, _a, command, _n: iter((SittingEnded(command.sitting, "cancelled"),)),
}
FOLD: dict[type, Fold] = {
    LineCheckStarted: lambda state, event, _stamp: _with(state, event.sitting, state="line_check"),
    SittingCalledToOrder: fold_called,
    QuorumDeclared: fold_in_session,
    OpenedForDiscussionOnly: fold_in_session,
    SittingSuspended: fold_suspended,
    SittingResumed: fold_resumed,
    SittingEnded: fold_ended,
}
