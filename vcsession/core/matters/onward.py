"""The rules of `matters.forwarding`: guards, consequences and fold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.approving import (
    asked,
    given,
    of_this_turn,
)
from vcsession.core.matters.decisions import MOST_DAYS
from vcsession.core.matters.forwarding import (
    Acknowledge,
    AdoptByBody,
    ApprovalAwaited,
    Command,
    Comment,
    CommentRegistered,
    CommentResolved,
    Consider,
    DirectToStates,
    Dispatch,
    Forwarding,
    ForwardingDirected,
    ForwardingDispatched,
    ForwardingMoved,
    ForwardingPrepared,
    NotApprove,
    PrepareForwarding,
    Redispatch,
    RegisterComment,
    ResolveComment,
    ReturnWithComments,
    Step,
    SubmitForAdoption,
    version_hash,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

HASH: Final = re.compile(r"[0-9a-f]{64}")


def session_was_opened(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.opened_at is None:
        raise refuse("session_not_open")


def draft_agreed(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """Each unit is agreed in one way or another, or in brackets; at least one is agreed."""
    for path, unit in state.units.items():
        if unit.state == "open_text":
            raise refuse("draft_not_agreed", id=path)
    if all(unit.state == "bracketed_text" for unit in state.units.values()):
        raise refuse("nothing_agreed")


def may_comment(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    """A head while its own state is asked; the secretary for whoever it was that wrote."""
    if actor.role != "head":
        return
    approvals = (a for a in state.approvals.values() if a.forwarding == entity and asked(state, a))
    if actor.delegation not in {approval.delegation for approval in approvals}:
        raise refuse("not_your_delegation")


def comment_stands(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    own = (actor.delegation or "") if actor.role == "head" else ""
    if not state.forwardings[entity].standing(own):
        raise refuse("not_your_delegation" if own else "no_comments")


def has_comments(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not state.forwardings[entity].standing():
        raise refuse("no_comments")


def prepare(
    state: State, _a: Actor, command: PrepareForwarding, _n: datetime
) -> Iterator[ForwardingPrepared]:
    check_text(state, command.body, "body")
    number = f"F{len(state.forwardings) + 1}"
    yield ForwardingPrepared(number, command.body, version_hash(state.units.values()))


def _standing(state: State, status: str) -> tuple[str, ...]:
    return tuple(path for path, unit in state.units.items() if unit.state == status)


def dispatch(state: State, _a: Actor, command: Dispatch, _n: datetime) -> Iterator[ForwardingDispatched]:
    given(command.letter, "letter")
    brackets = _standing(state, "bracketed_text")
    if brackets and not command.bracket_list.strip():
        problem = f"{len(brackets)} units stand in brackets; name the list of them that is attached"
        raise refuse("bad_field", field="bracket_list", problem=problem)
    yield ForwardingDispatched(
        command.forwarding,
        version_hash(state.units.values()),
        command.letter,
        _standing(state, "agreed_prelim"),
        _standing(state, "agreed_adref"),
        brackets,
        command.bracket_list,
    )


def redispatch(state: State, _a: Actor, command: Redispatch, _n: datetime) -> Iterator[ForwardingDispatched]:
    """What was preliminary or in brackets in another round's text is that round's to say."""
    given(command.letter, "letter")
    own = version_hash(state.units.values())
    version = command.version_hash or own
    if not HASH.fullmatch(version):
        raise refuse("bad_field", field="version_hash", problem="a SHA-256 of 64 hexadecimal digits")
    if version in state.forwardings[command.forwarding].versions:
        raise refuse("same_version")
    yield ForwardingDispatched(
        command.forwarding,
        version,
        command.letter,
        preliminary=_standing(state, "agreed_prelim") if version == own else (),
        ad_referendum=_standing(state, "agreed_adref") if version == own else (),
        brackets=_standing(state, "bracketed_text") if version == own else (),
        bracket_list="",
    )


def direct(
    state: State, _a: Actor, command: DirectToStates, now: datetime
) -> Iterator[ForwardingDirected | ApprovalAwaited]:
    given(command.letter, "letter")
    if not now.date() <= command.due <= (now + MOST_DAYS).date():
        raise refuse("bad_field", field="due", problem="a day from today on, within ten years")
    turn = state.forwardings[command.forwarding].turn
    yield ForwardingDirected(command.forwarding, command.letter, command.due)
    for code, delegation in state.delegations.items():
        if roll_call.counts(delegation):
            yield ApprovalAwaited(f"{command.forwarding}.{turn}/{code}", command.forwarding, code)


def register(
    state: State, actor: Actor, command: RegisterComment, _n: datetime
) -> Iterator[CommentRegistered]:
    check_text(state, command.text, "text")
    code = roll_call.own(actor, command.delegation)
    if code not in state.delegations or not state.delegations[code].rights.may_propose:
        raise refuse("unknown", what="delegation that may propose", id=code)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    if command.unit not in state.units:
        raise refuse("unknown", what="text_unit", id=command.unit)
    number = f"{code}/{1 + _last_number(state, code)}"
    yield CommentRegistered(command.forwarding, number, code, command.unit, command.kind, command.text)


def _last_number(state: State, code: str) -> int:
    received = (p.number for p in state.proposals.values() if p.delegation == code and p.number)
    registered = (c.number for f in state.forwardings.values() for c in f.comments if c.delegation == code)
    return max((int(n.rpartition("/")[2]) for n in (*received, *registered)), default=0)


def resolve(state: State, actor: Actor, command: ResolveComment, _n: datetime) -> Iterator[CommentResolved]:
    standing = {c.number: c for c in state.forwardings[command.forwarding].standing()}
    if command.comment not in standing:
        raise refuse("unknown", what="comment", id=command.comment)
    if actor.role == "head" and standing[command.comment].delegation != actor.delegation:
        raise refuse("not_your_delegation")
    yield CommentResolved(command.forwarding, command.comment, given(command.how, "how"))


def _recorded(new: str) -> Decide:
    """What a letter says, recorded; `words` of it are an adopting act or a reason."""

    def decide(state: State, _a: Actor, command: Command, _n: datetime) -> Iterator[ForwardingMoved]:
        letter = given(getattr(command, "letter", ""), "letter")
        body: Text = {}
        words = ""
        match command:
            case SubmitForAdoption():
                check_text(state, command.body, "body")
                body = command.body
            case AdoptByBody():
                words = given(command.adopted_by, "adopted_by")
            case NotApprove():
                words = given(command.reason, "reason")
        yield ForwardingMoved(getattr(command, "forwarding", ""), new, letter, body, words)

    return decide


def consequences(state: State) -> Iterator[ForwardingMoved]:
    """With the last state's approval, and the last comment resolved, the states have approved."""
    for forwarding in state.forwardings.values():
        if forwarding.state != "in_internal_approval":
            continue
        replies = [state.approvals[id].state for id in of_this_turn(state, forwarding)]
        if set(replies) <= {"approved", "approved_with_comments"} and not forwarding.standing():
            yield ForwardingMoved(forwarding.id, "approved_by_states")


def _with(state: State, id: str, step: Step | None, /, **changes: object) -> State:
    former = state.forwardings[id]
    if step is not None:
        changes = {"state": step.state, "steps": (*former.steps, step), **changes}
    forwarding = replace(former, **changes)  # type: ignore[arg-type]
    return replace(state, forwardings={**state.forwardings, id: forwarding})


def fold_prepared(state: State, event: ForwardingPrepared, stamp: Stamp) -> State:
    step = Step("prepared", stamp.at)
    forwarding = Forwarding(event.forwarding, event.body, event.version_hash, steps=(step,))
    return replace(state, forwardings={**state.forwardings, event.forwarding: forwarding})


def fold_dispatched(state: State, event: ForwardingDispatched, stamp: Stamp) -> State:
    return _with(
        state,
        event.forwarding,
        Step("dispatched", stamp.at, event.letter, event.bracket_list),
        versions=(*state.forwardings[event.forwarding].versions, event.version_hash),
        preliminary=event.preliminary,
        ad_referendum=event.ad_referendum,
        brackets=event.brackets,
    )


def fold_directed(state: State, event: ForwardingDirected, stamp: Stamp) -> State:
    step = Step("in_internal_approval", stamp.at, event.letter)
    return _with(state, event.forwarding, step, due=event.due)


def fold_moved(state: State, event: ForwardingMoved, stamp: Stamp) -> State:
    step = Step(event.state, stamp.at, event.letter, event.words)
    adopting = event.body or state.forwardings[event.forwarding].adopting
    return _with(state, event.forwarding, step, adopting=adopting)


def fold_comment(state: State, event: CommentRegistered, stamp: Stamp) -> State:
    former = state.forwardings[event.forwarding]
    comment = Comment(
        event.comment, event.delegation, event.unit, event.kind, event.text, stamp.at, former.turn
    )
    return _with(state, event.forwarding, None, comments=(*former.comments, comment))


def fold_resolved(state: State, event: CommentResolved, _stamp: Stamp) -> State:
    comments = (
        replace(c, resolved=event.how) if c.number == event.comment else c
        for c in state.forwardings[event.forwarding].comments
    )
    return _with(state, event.forwarding, None, comments=tuple(comments))


GUARDS = {
    "prepare_forwarding": (session_was_opened, draft_agreed),
    "dispatch": (draft_agreed,),
    "register_comment": (may_comment,),
    "resolve_comment": (comment_stands,),
    "return_with_comments": (has_comments,),
}
DECIDE: dict[type, Decide] = {
    PrepareForwarding: prepare,
    Dispatch: dispatch,
    Acknowledge: _recorded("received"),
    Consider: _recorded("under_body_consideration"),
    DirectToStates: direct,
    RegisterComment: register,
    ResolveComment: resolve,
    ReturnWithComments: _recorded("returned"),
    Redispatch: redispatch,
    SubmitForAdoption: _recorded("submitted_for_adoption"),
    AdoptByBody: _recorded("adopted_by_body"),
    NotApprove: _recorded("not_approved"),
}
FOLD: dict[type, Fold] = {
    ForwardingPrepared: fold_prepared,
    ForwardingDispatched: fold_dispatched,
    ForwardingDirected: fold_directed,
    ForwardingMoved: fold_moved,
    CommentRegistered: fold_comment,
    CommentResolved: fold_resolved,
}
