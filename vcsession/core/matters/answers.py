"""How delegations answer a decision that is before the room, and what is asked of one that objects.

An objection blocks, a reservation does not: so a delegation that objects is asked which of the two it means
(`domain.md` 3.4, 5). Insisting, its objection stands and is recorded under its name; reserving, the objection
is withdrawn and a reservation announced in one act.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.matters import reservations, roll_call
from vcsession.core.matters.agenda import in_session
from vcsession.core.matters.decisions import (
    ANSWERS,
    Answer,
    AnswerRecorded,
    Decision,
    DecisionObjected,
    Object,
    RecordAnswer,
    changed,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class AskBlockOrReserve:
    """Asked of the delegation whose objection stands."""

    decision: str
    type: Literal["ask_block_or_reserve"] = "ask_block_or_reserve"


@dataclass(frozen=True, slots=True)
class MaintainObjection:
    """We block: by button, or by voice, entered by the secretary."""

    decision: str
    reason: str = ""
    type: Literal["maintain_objection"] = "maintain_objection"


@dataclass(frozen=True, slots=True)
class ReserveInstead:
    """We only reserve; the text of the reservation follows in writing."""

    decision: str
    type: Literal["reserve_instead"] = "reserve_instead"


@dataclass(frozen=True, slots=True)
class BlockOrReserveAsked:
    decision: str
    delegation: str
    type: Literal["block_or_reserve_asked"] = "block_or_reserve_asked"


@dataclass(frozen=True, slots=True)
class ObjectionMaintained:
    decision: str
    delegation: str
    reason: str
    type: Literal["objection_maintained"] = "objection_maintained"


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn:
    decision: str
    delegation: str
    type: Literal["objection_withdrawn"] = "objection_withdrawn"


def awaited(state: State, decision: Decision) -> tuple[str, ...]:
    return tuple(code for code in roll_call.present(state) if decision.answers.get(code) != "agree")


def head_answers(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.role == "head":
        answers(state, actor.delegation or "")


def answers(state: State, delegation: str) -> None:
    if delegation not in roll_call.present(state):
        raise refuse("delegation_not_present")


def answers_of(delegation: Delegation) -> tuple[Answer, ...]:
    """The answers that the delegation's rights leave it."""
    return ANSWERS if delegation.rights.may_block else ("agree",)


def may_answer(state: State, delegation: str, answer: Answer) -> None:
    if answer not in answers_of(state.delegations[delegation]):
        raise refuse("bad_field", field="answer", problem="this delegation may not hold up a decision")


def record(
    state: State, actor: Actor, command: RecordAnswer, _n: datetime
) -> Iterator[AnswerRecorded | DecisionObjected]:
    delegation = roll_call.own(actor, command.delegation)
    if actor.role == "head" and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    answers(state, delegation)
    may_answer(state, delegation, command.answer)
    yield AnswerRecorded(command.decision, delegation, command.answer)
    if command.answer == "object":
        yield DecisionObjected(command.decision, delegation, "", insists=False)


def object_to(
    state: State, actor: Actor, command: Object, _n: datetime
) -> Iterator[AnswerRecorded | DecisionObjected]:
    delegation = actor.delegation or ""
    may_answer(state, delegation, "object")
    yield AnswerRecorded(command.decision, delegation, "object")
    yield DecisionObjected(command.decision, delegation, command.reason, command.insists)


def objector(decision: Decision) -> str:
    """The delegation whose objection stands: the first one ends the window, so there is one at most."""
    return next((code for code, answer in decision.answers.items() if answer == "object"), "")


def objection_stands(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    decision = state.decisions[entity]
    if not objector(decision):
        raise refuse("no_objection", id=entity)
    if decision.maintained:
        raise refuse("objection_maintained", id=objector(decision))
    if decision.asked:
        raise refuse("asked_already", id=decision.asked)
    answers(state, objector(decision))


def was_asked(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    asked = state.decisions[entity].asked
    if not asked or (actor.role == "head" and actor.delegation != asked):
        raise refuse("not_asked")
    answers(state, asked)


def reserves(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """Whoever may block may not always reserve; and the time for it is that of every reservation."""
    reservations.may_announce(state)
    asked = state.delegations[state.decisions[entity].asked]
    if "reservation" not in reservations.kinds_of(asked):
        raise refuse("may_not_reserve")


def maintain(
    state: State, _a: Actor, command: MaintainObjection, _n: datetime
) -> Iterator[ObjectionMaintained]:
    yield ObjectionMaintained(command.decision, state.decisions[command.decision].asked, command.reason)


def reserve_instead(
    state: State, _a: Actor, command: ReserveInstead, _n: datetime
) -> Iterator[ObjectionWithdrawn | reservations.ReservationAnnounced]:
    code = state.decisions[command.decision].asked
    yield ObjectionWithdrawn(command.decision, code)
    yield reservations.announced(state, code, "reservation", decision=command.decision)


def fold_answer(state: State, event: AnswerRecorded, _stamp: Stamp) -> State:
    answers = {**state.decisions[event.decision].answers, event.delegation: event.answer}
    return changed(state, event.decision, answers=answers)


def fold_maintained(state: State, event: ObjectionMaintained, _stamp: Stamp) -> State:
    return changed(state, event.decision, asked="", maintained=True)


def fold_withdrawn(state: State, event: ObjectionWithdrawn, _stamp: Stamp) -> State:
    given = state.decisions[event.decision].answers.items()
    left = {code: answer for code, answer in given if code != event.delegation}
    return changed(state, event.decision, asked="", answers=left)


Command = AskBlockOrReserve | MaintainObjection | ReserveInstead
Event = BlockOrReserveAsked | ObjectionMaintained | ObjectionWithdrawn

GUARDS = {
    "record_answer": (head_answers,),
    "object": (head_answers,),
    "ask_block_or_reserve": (in_session, objection_stands),
    "maintain_objection": (in_session, was_asked),
    "reserve_instead": (in_session, was_asked, reserves),
}
DECIDE: dict[type, Decide] = {
    RecordAnswer: record,
    Object: object_to,
    AskBlockOrReserve: lambda state, _a, command, _n: iter(
        (BlockOrReserveAsked(command.decision, objector(state.decisions[command.decision])),)
    ),
    MaintainObjection: maintain,
    ReserveInstead: reserve_instead,
}
FOLD: dict[type, Fold] = {
    AnswerRecorded: fold_answer,
    DecisionObjected: lambda state, event, _stamp: changed(state, event.decision, state="read_out_state"),
    BlockOrReserveAsked: lambda state, event, _stamp: changed(state, event.decision, asked=event.delegation),
    ObjectionMaintained: fold_maintained,
    ObjectionWithdrawn: fold_withdrawn,
}
