"""The rules of the states' replies to a draft sent to them: guards and fold for `matters.forwarding`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from vcsession.core.changing import replace
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.confirming import end_of
from vcsession.core.matters.forwarding import (
    AckByState,
    Approval,
    ApprovalAwaited,
    ApprovalMoved,
    Approve,
    ApproveWithComments,
    DeadlinePasses,
    Decline,
    Forwarding,
    SendToState,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


REMINDERS: Final = (timedelta(days=7), timedelta(days=1))
"""How long before the deadline a state is reminded."""


def deadline(forwarding: Forwarding) -> datetime | None:
    """Until when the states reply: the end of the day, counted in UTC."""
    return end_of(forwarding.due) if forwarding.due else None


def reminders(forwarding: Forwarding) -> tuple[datetime, ...]:
    """When a state that has not replied is reminded; derived, so nothing has to be kept."""
    until = deadline(forwarding)
    return tuple(until - before for before in REMINDERS) if until else ()


def asked(state: State, approval: Approval) -> bool:
    """Whether its reply is still waited for: a draft that was returned asks nothing any more."""
    forwarding = state.forwardings[approval.forwarding]
    return forwarding.state == "in_internal_approval" and approval.id in of_this_turn(state, forwarding)


def of_this_turn(state: State, forwarding: Forwarding) -> tuple[str, ...]:
    begins = f"{forwarding.id}.{forwarding.turn}/"
    return tuple(id for id in state.approvals if id.startswith(begins))


def still_asked(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    approval = state.approvals[entity]
    if not asked(state, approval):
        forwarding = state.forwardings[approval.forwarding]
        raise refuse("wrong_state", what="forwarding", id=forwarding.id, status=forwarding.state)


def own_state(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.role == "head" and state.approvals[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")


def state_has_comments(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    approval = state.approvals[entity]
    turn = state.forwardings[approval.forwarding].turn
    comments = state.forwardings[approval.forwarding].comments
    if not any(c.turn == turn and c.delegation == approval.delegation for c in comments):
        raise refuse("no_comments")


def deadline_passed(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = deadline(state.forwardings[state.approvals[entity].forwarding])
    if until is None or now < until:
        raise refuse("not_due", until=until)


def reply(
    state: State, _a: Actor, command: Approve | ApproveWithComments | Decline, _n: datetime
) -> Iterator[ApprovalMoved]:
    match command:
        case Decline():
            given(command.reason, "reason")
            yield ApprovalMoved(command.approval, "declined", command.letter, {}, command.reason)
        case _:
            check_text(state, command.office, "office")
            given(command.letter, "letter")
            new = "approved" if isinstance(command, Approve) else "approved_with_comments"
            yield ApprovalMoved(command.approval, new, command.letter, command.office)


def send(_s: State, _a: Actor, command: SendToState, _n: datetime) -> Iterator[ApprovalMoved]:
    yield ApprovalMoved(command.approval, "sent", given(command.letter, "letter"))


def deadlines(state: State) -> Iterator[tuple[datetime, DeadlinePasses]]:
    for approval in state.approvals.values():
        until = deadline(state.forwardings[approval.forwarding])
        if until and approval.state in ("sent", "in_progress") and asked(state, approval):
            yield until, DeadlinePasses(approval.id)


def fold_awaited(state: State, event: ApprovalAwaited, stamp: Stamp) -> State:
    approval = Approval(event.approval, event.forwarding, event.delegation, stamp.at)
    return replace(state, approvals={**state.approvals, event.approval: approval})


def fold_reply(state: State, event: ApprovalMoved, stamp: Stamp) -> State:
    former = state.approvals[event.approval]
    approval = replace(
        former,
        state=event.state,
        since=stamp.at,
        letter=event.letter or former.letter,
        office=event.office,
        reason=event.reason,
    )
    return replace(state, approvals={**state.approvals, event.approval: approval})


def given(words: str, field: str) -> str:
    if not words.strip():
        problem = "number and date of the letter" if field == "letter" else "the words are missing"
        raise refuse("bad_field", field=field, problem=problem)
    return words


REPLY: Final = (own_state, still_asked)

GUARDS = {
    "send_to_state": (still_asked,),
    "ack_by_state": REPLY,
    "approve": REPLY,
    "approve_with_comments": (*REPLY, state_has_comments),
    "decline": REPLY,
    "deadline_passes": (still_asked, deadline_passed),
}
DECIDE: dict[type, Decide] = {
    SendToState: send,
    AckByState: lambda _s, _a, command, _n: iter((ApprovalMoved(command.approval, "in_progress"),)),
    Approve: reply,
    ApproveWithComments: reply,
    Decline: reply,
    DeadlinePasses: lambda _s, _a, command, _n: iter((ApprovalMoved(command.approval, "no_reply"),)),
}
FOLD: dict[type, Fold] = {ApprovalAwaited: fold_awaited, ApprovalMoved: fold_reply}
