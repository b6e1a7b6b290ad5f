"""The rules of decisions by consensus: guards, consequences and fold for `matters.decisions`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import appeals, incidents, languages, positions, roll_call, side_rooms
from vcsession.core.matters.agenda import check_text, in_session, may_decide, working
from vcsession.core.matters.answers import awaited
from vcsession.core.matters.confirming import check_day
from vcsession.core.matters.decisions import (
    BEFORE_THE_ROOM,
    STATE_OF,
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Condition,
    Decision,
    DecisionConfirmed,
    DecisionHeld,
    DecisionMoved,
    DecisionPut,
    DecisionRevised,
    DecisionTabled,
    DecisionTaken,
    Finality,
    Hold,
    KeepOpen,
    PutToRoom,
    ReadOut,
    RecordNoConsensus,
    Retable,
    ReviseDecision,
    TableDecision,
    WithdrawDecision,
    changed,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State


def text_hash(text: Text, authentic: Language) -> str:
    return hashlib.sha256(text.get(authentic, "").encode()).hexdigest()


def hash_of(state: State, text: Text, condition: Condition | None) -> str:
    """What the room agrees to is hashed as one: a conditional decision with its trigger and fallback."""
    authentic = state.convocation.languages.authentic
    parts = (text, condition.trigger, condition.fallback) if condition else (text,)
    return text_hash({authentic: "\n\n".join(part.get(authentic, "") for part in parts)}, authentic)


def condition_of(state: State, trigger: Text | None, fallback: Text | None) -> Condition | None:
    if not trigger and not fallback:
        return None
    check_text(state, trigger or {}, "trigger")
    check_text(state, fallback or {}, "fallback")
    return Condition(trigger or {}, fallback or {})


def window_ends(state: State, decision: Decision) -> datetime | None:
    """When the objection window ends; None where the rule wants every answer instead."""
    seconds = state.convocation.rules.objection_window_s
    return decision.put_at + timedelta(seconds=seconds) if decision.put_at and seconds else None


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
        if decision.state in BEFORE_THE_ROOM and decision.number != entity:
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
    condition = condition_of(state, command.trigger, command.fallback)
    ordinal = 1 + sum(1 for d in state.decisions.values() if d.item == command.item and not d.round)
    yield DecisionTabled(
        f"{command.item}.{ordinal}",
        command.item,
        command.kind,
        command.text,
        hash_of(state, command.text, condition),
        command.assignee or {},
        command.due,
        command.supersedes,
        condition,
    )


def revise(state: State, _a: Actor, command: ReviseDecision, _n: datetime) -> Iterator[DecisionRevised]:
    check_text(state, command.text, "text")
    former = state.decisions[command.decision].condition
    trigger, fallback = command.trigger, command.fallback
    if former is not None:
        trigger, fallback = trigger or former.trigger, fallback or former.fallback
    condition = condition_of(state, trigger, fallback)
    hashed = hash_of(state, command.text, condition)
    yield DecisionRevised(command.decision, command.text, hashed, condition)


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
        check_day(state, command.confirm_by, now)
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


def _moves(new: str) -> Decide:
    def decide(_s: State, _a: Actor, command: object, _n: datetime) -> Iterator[DecisionMoved]:
        yield DecisionMoved(command.decision, new)  # type: ignore[attr-defined]

    return decide


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
        condition=event.condition,
        translations=working(state, event.text),
    )
    return replace(state, decisions={**state.decisions, event.decision: decision})


def fold_revised(state: State, event: DecisionRevised, _stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        text=event.text,
        hash=event.hash,
        condition=event.condition,
        translations=working(state, event.text),
        state="tabled",
        answers={},
        asked="",
        maintained=False,
        held_because="",
    )


def fold_moved(state: State, event: DecisionMoved, _stamp: Stamp) -> State:
    """What is tabled again is answered anew."""
    if event.state != "tabled":
        return changed(state, event.decision, state=event.state, asked="")
    return changed(state, event.decision, state="tabled", answers={}, asked="", maintained=False)


def fold_put(state: State, event: DecisionPut, stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        state="put_to_room_state",
        put_at=stamp.at,
        epoch=event.epoch,
        answers={},
        asked="",
        maintained=False,
        held_because="",
    )


def fold_taken(state: State, event: DecisionTaken, stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        state=STATE_OF[event.finality],
        finality=event.finality,
        taken_at=stamp.at,
        absent=event.absent,
        confirm_list=dict.fromkeys(event.confirm_list),
        subject_to=event.subject_to,
        confirm_by=event.confirm_by,
    )


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


@once
def unsettled(decisions: Mapping[str, Decision]) -> tuple[Decision, ...]:
    """Those of which something may come by itself."""
    waiting = (*BEFORE_THE_ROOM, "adopted_preliminarily", "adopted_ad_referendum")
    return tuple(decision for decision in decisions.values() if decision.state in waiting)


def consequences(state: State) -> Iterator[DecisionHeld | DecisionConfirmed]:
    """A decision before the room is held when its ground gives way; a list that is empty confirms."""
    for decision in unsettled(state.decisions):
        if decision.state in BEFORE_THE_ROOM:
            if because := broken(state, decision):
                yield DecisionHeld(decision.number, because)
        elif decision.state in ("adopted_preliminarily", "adopted_ad_referendum"):
            confirmed = decision.confirm_list.values()
            if confirmed and all(confirmed):
                yield DecisionConfirmed(decision.number)


TO_THE_ROOM = (
    may_decide,
    appeals.none_open,
    under_consideration,
    alone_before_the_room,
    roll_call.every_link_holds,
    incidents.everybody_hears,
    side_rooms.heads_at_the_table,
    languages.interpreted,
)

GUARDS = {
    "table_decision": (in_session,),
    "read_out": (in_session, under_consideration),
    "put_to_room": (*TO_THE_ROOM, absent_do_not_block),
    "adopt": (consensus_reached, absent_do_not_block, nobody_left_out),
    "adopt_preliminarily": (consensus_reached, absent_do_not_block),
    "adopt_ad_referendum": (consensus_reached, absent_do_not_block),
    "record_no_consensus": (in_session,),
    "keep_open": (in_session,),
    "retable": (in_session,),
}
DECIDE: dict[type, Decide] = {
    TableDecision: table,
    ReviseDecision: revise,
    ReadOut: _moves("read_out_state"),
    PutToRoom: lambda state, _a, command, _n: iter((DecisionPut(command.decision, state.presiding.epoch),)),
    Hold: lambda _s, _a, command, _n: iter((DecisionHeld(command.decision, "chair"),)),
    Adopt: take,
    AdoptPreliminarily: take,
    AdoptAdReferendum: take,
    RecordNoConsensus: _moves("no_consensus"),
    KeepOpen: _moves("no_consensus_soft"),
    Retable: _moves("tabled"),
    WithdrawDecision: _moves("withdrawn_decision"),
}
FOLD: dict[type, Fold] = {
    DecisionTabled: fold_tabled,
    DecisionRevised: fold_revised,
    DecisionMoved: fold_moved,
    DecisionPut: fold_put,
    DecisionHeld: lambda state, event, _stamp: changed(
        state, event.decision, state="held", held_because=event.because, voters=(), votes={}
    ),
    DecisionTaken: fold_taken,
}
