"""What a delegation that was away may still say to the decisions taken without it (`domain.md` 3.4, 1).

Its absence is in the snapshot of each decision, so the digest is derived. Until the end of the session it may
associate itself, reserve (`reservations`), or ask for reopening; where the rule makes it confirm, its
confirmation says all that associating could. A decision whose reopening is granted stands until another
replaces it: that one is tabled with its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import reservations, roll_call
from vcsession.core.matters.agenda import may_decide
from vcsession.core.matters.decisions import STATE_OF, Decision, Late, Reopening, changed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class Associate:
    """`letter`: number and date of the letter that the secretary enters."""

    decision: str
    delegation: str | None = None
    letter: str = ""
    type: Literal["associate"] = "associate"


@dataclass(frozen=True, slots=True)
class AskReopening:
    decision: str
    reason: str
    type: Literal["ask_reopening"] = "ask_reopening"


@dataclass(frozen=True, slots=True)
class AnswerReopening:
    """A procedural decision: the presiding officer puts it to the room by word of mouth."""

    decision: str
    delegation: str
    answer: Reopening
    type: Literal["answer_reopening"] = "answer_reopening"


@dataclass(frozen=True, slots=True)
class DelegationAssociated:
    decision: str
    delegation: str
    letter: str
    type: Literal["delegation_associated"] = "delegation_associated"


@dataclass(frozen=True, slots=True)
class ReopeningAsked:
    decision: str
    delegation: str
    reason: str
    type: Literal["reopening_asked"] = "reopening_asked"


@dataclass(frozen=True, slots=True)
class ReopeningAnswered:
    decision: str
    delegation: str
    answer: Reopening
    type: Literal["reopening_answered"] = "reopening_answered"


def missed(state: State, code: str) -> Iterator[Decision]:
    """The decisions that stand and were taken while this delegation was away, in the order tabled."""
    for decision in state.decisions.values():
        if code in decision.absent and decision.state in STATE_OF.values():
            yield decision


def may_associate(state: State, decision: Decision, code: str) -> None:
    if code not in decision.absent or code in decision.confirm_list:
        raise refuse("not_missed")
    if code in decision.late and decision.late[code].associated_at is not None:
        raise refuse("associated_already")


def while_the_session_runs(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    reservations.may_announce(state)


def somebody_associates(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    decision = state.decisions[entity]
    if actor.role == "head":
        may_associate(state, decision, actor.delegation or "")
        return
    waiting = {*decision.absent} - {*decision.confirm_list}
    if all(code in decision.late and decision.late[code].associated_at for code in waiting):
        raise refuse("not_missed")


def was_away(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    decision, code = state.decisions[entity], actor.delegation or ""
    if code not in decision.absent:
        raise refuse("not_missed")
    if code in decision.late and decision.late[code].reopening:
        raise refuse("reopening_asked")


def asking(decision: Decision) -> tuple[str, ...]:
    """Delegations whose request to reopen waits for an answer."""
    return tuple(code for code, late in decision.late.items() if late.reopening == "asked")


def reopening_was_asked(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not asking(state.decisions[entity]):
        raise refuse("no_reopening_asked")


def associate(state: State, actor: Actor, command: Associate, _n: datetime) -> Iterator[DelegationAssociated]:
    code = roll_call.own(actor, command.delegation)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    may_associate(state, state.decisions[command.decision], code)
    if actor.role == "secretary" and not command.letter.strip():
        raise refuse("bad_field", field="letter", problem="number and date of the delegation's letter")
    yield DelegationAssociated(command.decision, code, command.letter)


def ask_reopening(_s: State, actor: Actor, command: AskReopening, _n: datetime) -> Iterator[ReopeningAsked]:
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="why it should be reopened")
    yield ReopeningAsked(command.decision, actor.delegation or "", command.reason)


def answer_reopening(
    state: State, _a: Actor, command: AnswerReopening, _n: datetime
) -> Iterator[ReopeningAnswered]:
    if command.delegation not in asking(state.decisions[command.decision]):
        raise refuse("no_reopening_asked")
    yield ReopeningAnswered(command.decision, command.delegation, command.answer)


def _late(state: State, decision: str, code: str, **changes: object) -> State:
    all_late = state.decisions[decision].late
    late = replace(all_late.get(code, Late()), **changes)  # type: ignore[arg-type]
    return changed(state, decision, late={**all_late, code: late})


def fold_associated(state: State, event: DelegationAssociated, stamp: Stamp) -> State:
    return _late(state, event.decision, event.delegation, associated_at=stamp.at)


def fold_asked(state: State, event: ReopeningAsked, stamp: Stamp) -> State:
    return _late(
        state,
        event.decision,
        event.delegation,
        reopening="asked",
        reason=event.reason,
        asked_at=stamp.at,
    )


def fold_answered(state: State, event: ReopeningAnswered, _stamp: Stamp) -> State:
    return _late(state, event.decision, event.delegation, reopening=event.answer)


Command = Associate | AskReopening | AnswerReopening
Event = DelegationAssociated | ReopeningAsked | ReopeningAnswered

GUARDS = {
    "associate": (while_the_session_runs, somebody_associates),
    "ask_reopening": (while_the_session_runs, was_away),
    "answer_reopening": (reopening_was_asked, may_decide),
}
DECIDE: dict[type, Decide] = {
    Associate: associate,
    AskReopening: ask_reopening,
    AnswerReopening: answer_reopening,
}
FOLD: dict[type, Fold] = {
    DelegationAssociated: fold_associated,
    ReopeningAsked: fold_asked,
    ReopeningAnswered: fold_answered,
}
