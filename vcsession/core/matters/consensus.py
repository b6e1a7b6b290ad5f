"""The rules of decisions by consensus: guards, consequences and fold for `matters.decisions`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from vcsession.core.matters import incidents, languages, positions, roll_call, side_rooms
from vcsession.core.matters.agenda import check_text, in_session, may_decide
from vcsession.core.matters.decisions import (
    ANSWERS,
    MOST_DAYS,
    STATE_OF,
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Answer,
    AnswerRecorded,
    Confirm,
    ConfirmationReceived,
    ConfirmByDelegation,
    Decision,
    DecisionConfirmed,
    DecisionHeld,
    DecisionMoved,
    DecisionObjected,
    DecisionPut,
    DecisionRevised,
    DecisionTabled,
    DecisionTaken,
    Finality,
    Hold,
    KeepOpen,
    LapseDecision,
    Object,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    RecordNoConsensus,
    Retable,
    ReviseDecision,
    TableDecision,
    WithdrawDecision,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.state import State


def text_hash(text: Text, authentic: Language) -> str:
    return hashlib.sha256(text.get(authentic, "").encode()).hexdigest()


def window_ends(state: State, decision: Decision) -> datetime | None:
    """When the objection window ends; None where the rule wants every answer instead."""
    seconds = state.convocation.rules.objection_window_s
    return decision.put_at + timedelta(seconds=seconds) if decision.put_at and seconds else None


def awaited(state: State, decision: Decision) -> tuple[str, ...]:
    return tuple(code for code in roll_call.present(state) if decision.answers.get(code) != "agree")


def must_confirm(state: State, decision: Decision) -> tuple[str, ...]:
    """The absent states that the rule makes confirm, and those that await instructions; procedural
    decisions bind at once.
    """
    if decision.kind == "procedural":
        return ()
    policy = state.convocation.rules.consensus_absent_policy
    absent = roll_call.absent(state) if policy == "ad_referendum_for_absent" else ()
    named = {*absent, *positions.awaiting(state, "decision", decision.number)}
    return tuple(code for code in state.delegations if code in named)


def under_consideration(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    item = state.items[state.decisions[entity].item]
    if item.state != "under_consideration":
        raise refuse("wrong_state", what="agenda_item", id=item.number, status=item.state)


def alone_before_the_room(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for decision in state.decisions.values():
        if decision.state == "put_to_room_state" and decision.number != entity:
            raise refuse("another_decision", id=decision.number)


def absent_do_not_block(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.convocation.rules.consensus_absent_policy != "block":
        return
    for code in roll_call.absent(state):
        raise refuse("absent_blocks", id=code)


def consensus_reached(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    """Everybody present has agreed, or the window is over and nobody objects or asks for time."""
    decision = state.decisions[entity]
    if "object" in decision.answers.values():
        raise refuse("objection_stands")
    if "need_time" in decision.answers.values():
        raise refuse("time_requested")
    if not awaited(state, decision):
        return
    ends = window_ends(state, decision)
    if ends is None or now < ends:
        raise refuse("answers_awaited", until=ends)


def nobody_left_out(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for code in must_confirm(state, state.decisions[entity]):
        raise refuse("absent_must_confirm", id=code)


def all_confirmed(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    for code, at in state.decisions[entity].confirm_list.items():
        if at is None:
            raise refuse("absent_must_confirm", id=code)


def not_lapsed(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    """The day counts, not the moment at which the clock comes round to saying so."""
    until = lapses_at(state.decisions[entity])
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


def confirm_by_passed(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = lapses_at(state.decisions[entity])
    if until is None or now < until:
        raise refuse("not_due", until=until)


def lapses_at(decision: Decision) -> datetime | None:
    """The end of `confirm_by`, counted in UTC."""
    return end_of(decision.confirm_by) if decision.confirm_by else None


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def check_day(day: date, now: datetime) -> None:
    """A day that has passed would lapse at once, one beyond the calendar could not be waited for."""
    if not now.date() <= day < now.date() + MOST_DAYS:
        raise refuse(
            "bad_field", field="confirm_by", problem=f"a day from today on, within {MOST_DAYS.days} days"
        )


def table(state: State, _a: Actor, command: TableDecision, _n: datetime) -> Iterator[DecisionTabled]:
    item = state.items.get(command.item)
    if item is None:
        raise refuse("unknown", what="agenda_item", id=command.item)
    if item.state != "under_consideration":
        raise refuse("wrong_state", what="agenda_item", id=item.number, status=item.state)
    check_text(state, command.text, "text")
    former = state.decisions.get(command.supersedes) if command.supersedes is not None else None
    if command.supersedes is not None and former is None:
        raise refuse("unknown", what="decision", id=command.supersedes)
    if former is not None and former.state not in STATE_OF.values():
        raise refuse("wrong_state", what="decision", id=former.number, status=former.state)
    ordinal = 1 + sum(1 for d in state.decisions.values() if d.item == command.item and not d.round)
    yield DecisionTabled(
        f"{command.item}.{ordinal}",
        command.item,
        command.kind,
        command.text,
        text_hash(command.text, state.convocation.languages.authentic),
        command.assignee or {},
        command.due,
        command.supersedes,
    )


def revise(state: State, _a: Actor, command: ReviseDecision, _n: datetime) -> Iterator[DecisionRevised]:
    check_text(state, command.text, "text")
    yield DecisionRevised(
        command.decision, command.text, text_hash(command.text, state.convocation.languages.authentic)
    )


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


def take(
    state: State, _a: Actor, command: Adopt | AdoptPreliminarily | AdoptAdReferendum, now: datetime
) -> Iterator[DecisionTaken]:
    decision = state.decisions[command.decision]
    confirming = must_confirm(state, decision)
    subject_to: Text = {}
    confirm_by: date | None = None
    finality: Finality = "final"
    if isinstance(command, AdoptPreliminarily):
        check_text(state, command.subject_to, "subject_to")
        check_day(command.confirm_by, now)
        finality, subject_to, confirm_by = "preliminary", command.subject_to, command.confirm_by
    elif isinstance(command, AdoptAdReferendum):
        finality = "ad_referendum"
        for code in command.delegations:
            if code not in state.delegations or not roll_call.counts(state.delegations[code]):
                raise refuse("unknown", what="member state", id=code)
        named = {*confirming, *command.delegations}
        confirming = tuple(code for code in state.delegations if code in named)
        if not confirming:
            raise refuse("nobody_to_confirm")
    yield DecisionTaken(
        command.decision,
        finality,
        state.presiding.seat or "",
        roll_call.present(state),
        roll_call.absent(state),
        confirming,
        subject_to,
        confirm_by,
    )


def confirm_by_delegation(
    state: State, actor: Actor, command: ConfirmByDelegation, _n: datetime
) -> Iterator[ConfirmationReceived]:
    delegation = roll_call.own(actor, command.delegation)
    if actor.role == "head" and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    listed(state.decisions[command.decision], delegation)
    yield ConfirmationReceived(command.decision, delegation, command.letter)


def _moves(new: str) -> Decide:
    def decide(_s: State, _a: Actor, command: object, _n: datetime) -> Iterator[DecisionMoved]:
        yield DecisionMoved(command.decision, new)  # type: ignore[attr-defined]

    return decide


def _with(state: State, number: str, /, **changes: object) -> State:
    decision = replace(state.decisions[number], **changes)  # type: ignore[arg-type]
    return replace(state, decisions={**state.decisions, number: decision})


def fold_tabled(state: State, event: DecisionTabled, stamp: Stamp) -> State:
    decision = Decision(
        event.decision,
        event.item,
        event.kind,
        event.text,
        event.hash,
        stamp.at,
        assignee=event.assignee,
        due=event.due,
        supersedes=event.supersedes,
    )
    return replace(state, decisions={**state.decisions, event.decision: decision})


def fold_revised(state: State, event: DecisionRevised, _stamp: Stamp) -> State:
    return _with(
        state, event.decision, text=event.text, hash=event.hash, state="tabled", answers={}, held_because=""
    )


def fold_put(state: State, event: DecisionPut, stamp: Stamp) -> State:
    return _with(
        state,
        event.decision,
        state="put_to_room_state",
        put_at=stamp.at,
        epoch=event.epoch,
        answers={},
        held_because="",
    )


def fold_answer(state: State, event: AnswerRecorded, _stamp: Stamp) -> State:
    answers = {**state.decisions[event.decision].answers, event.delegation: event.answer}
    return _with(state, event.decision, answers=answers)


def fold_taken(state: State, event: DecisionTaken, stamp: Stamp) -> State:
    return _with(
        state,
        event.decision,
        state=STATE_OF[event.finality],
        finality=event.finality,
        taken_at=stamp.at,
        confirm_list=dict.fromkeys(event.confirm_list),
        subject_to=event.subject_to,
        confirm_by=event.confirm_by,
    )


def fold_confirmation(state: State, event: ConfirmationReceived, stamp: Stamp) -> State:
    confirmed = {**state.decisions[event.decision].confirm_list, event.delegation: stamp.at}
    return _with(state, event.decision, confirm_list=confirmed)


def fold_confirmed(state: State, event: DecisionConfirmed, stamp: Stamp) -> State:
    return _with(state, event.decision, state="adopted", confirmed_at=stamp.at)


def broken(state: State, decision: Decision) -> str:
    """Why a decision before the room can no longer be taken now; "" while it can."""
    sitting = state.sitting
    if sitting is None or sitting.state != "in_session":
        return "suspended"
    presiding = state.presiding
    if presiding.epoch != decision.epoch or presiding.state not in ("chair_presiding", "deputy_presiding"):
        return "presiding"
    if any(roll_call.in_state(state, "link_lost")):
        return "link"
    if incidents.deaf(state) is not None:
        return "incident"
    if any(True for _ in side_rooms.heads_away(state)):
        return "caucus"
    if any(True for _ in languages.down(state)):
        return "interpretation"
    return "" if roll_call.quorum(state).decide_met else "quorum"


def consequences(state: State) -> Iterator[DecisionHeld | DecisionConfirmed]:
    """A decision before the room is held when its ground gives way; a list that is empty confirms."""
    for decision in state.decisions.values():
        if decision.state == "put_to_room_state":
            if because := broken(state, decision):
                yield DecisionHeld(decision.number, because)
        elif decision.state in ("adopted_preliminarily", "adopted_ad_referendum"):
            confirmed = decision.confirm_list.values()
            if confirmed and all(confirmed):
                yield DecisionConfirmed(decision.number)


GUARDS = {
    "table_decision": (in_session,),
    "read_out": (in_session, under_consideration),
    "put_to_room": (
        may_decide,
        under_consideration,
        alone_before_the_room,
        roll_call.every_link_holds,
        incidents.everybody_hears,
        side_rooms.heads_at_the_table,
        languages.interpreted,
        absent_do_not_block,
    ),
    "record_answer": (head_answers,),
    "object": (head_answers,),
    "adopt": (consensus_reached, absent_do_not_block, nobody_left_out),
    "adopt_preliminarily": (consensus_reached, absent_do_not_block),
    "adopt_ad_referendum": (consensus_reached, absent_do_not_block),
    "record_no_consensus": (in_session,),
    "keep_open": (in_session,),
    "retable": (in_session,),
    "confirm": (may_decide, all_confirmed, not_lapsed),
    "confirm_by_delegation": (not_lapsed, in_confirm_list),
    "lapse_decision": (confirm_by_passed,),
}
DECIDE: dict[type, Decide] = {
    TableDecision: table,
    ReviseDecision: revise,
    ReadOut: _moves("read_out_state"),
    PutToRoom: lambda state, _a, command, _n: iter((DecisionPut(command.decision, state.presiding.epoch),)),
    RecordAnswer: record,
    Object: object_to,
    Hold: lambda _s, _a, command, _n: iter((DecisionHeld(command.decision, "chair"),)),
    Adopt: take,
    AdoptPreliminarily: take,
    AdoptAdReferendum: take,
    RecordNoConsensus: _moves("no_consensus"),
    KeepOpen: _moves("no_consensus_soft"),
    Retable: _moves("tabled"),
    WithdrawDecision: _moves("withdrawn_decision"),
    Confirm: lambda _s, _a, command, _n: iter((DecisionConfirmed(command.decision),)),
    ConfirmByDelegation: confirm_by_delegation,
    LapseDecision: _moves("lapsed"),
}
FOLD: dict[type, Fold] = {
    DecisionTabled: fold_tabled,
    DecisionRevised: fold_revised,
    DecisionMoved: lambda state, event, _stamp: _with(state, event.decision, state=event.state),
    DecisionPut: fold_put,
    AnswerRecorded: fold_answer,
    DecisionObjected: lambda state, event, _stamp: _with(state, event.decision, state="read_out_state"),
    DecisionHeld: lambda state, event, _stamp: _with(
        state, event.decision, state="held", held_because=event.because
    ),
    DecisionTaken: fold_taken,
    ConfirmationReceived: fold_confirmation,
    DecisionConfirmed: fold_confirmed,
}
