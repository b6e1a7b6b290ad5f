"""How a correction is submitted and answered (`domain.md` 3.4, 6).

One's own statement: the secretary alone, who checks it. A fact of time or presence: against the log or the
recording only. The text of a decision: a clerical matter, of which all delegations are notified and to which
no head objects in time; the presiding officer accepts it, and old and new both stand in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from vcsession.core import rectified
from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.circulating import HEARD
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.corrections import (
    AcceptChanged,
    AcceptDecisionText,
    AcceptFact,
    AcceptOwnStatement,
    Against,
    AgreeToChange,
    ChangeAgreed,
    ChangeProposed,
    Correction,
    CorrectionDecided,
    CorrectionNotified,
    CorrectionObjected,
    CorrectionSubmitted,
    DecisionTextCorrected,
    DeclineCorrection,
    Kind,
    NotifyCorrection,
    ObjectToCorrection,
    ProposeChange,
    SubmitCorrection,
    WithdrawCorrection,
)
from vcsession.core.matters.minutes import MinutesWorded, current
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.state import State

STANDING = frozenset({"adopted", "adopted_preliminarily", "adopted_ad_referendum"})
"""Decisions whose text can be corrected: those taken that still hold."""


def kinds_of(delegation: Delegation) -> tuple[Kind, ...]:
    """What a delegation may have corrected: a guest its own words only, an observer nothing."""
    if delegation.kind == "observer":
        return ()
    return ("own_statement", "decision_text", "fact") if roll_call.counts(delegation) else ("own_statement",)


def corrections_taken(state: State, actor: Actor, _entity: str, now: datetime) -> None:
    """The deadline counts, not the moment at which the corrections are closed."""
    minutes = current(state)
    if actor.role == "head" and not kinds_of(state.delegations[actor.delegation or ""]):
        raise refuse("may_not_correct")
    if minutes is None or minutes.state != "circulated_minutes" or minutes.deadline is None:
        raise refuse("corrections_not_taken")
    if now >= minutes.deadline:
        raise refuse("deadline_passed")


def of_kind(*kinds: Kind) -> Callable[[State, Actor, str, datetime], None]:
    def check(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
        if state.corrections[entity].kind not in kinds:
            raise refuse("wrong_kind")

    return check


def own(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if state.corrections[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")


def not_notified_yet(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.corrections[entity].notified_at is not None:
        raise refuse("already_notified")


def notified(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.corrections[entity].notified_at is None:
        raise refuse("not_notified")


def may_object(state: State, actor: Actor, entity: str, now: datetime) -> None:
    correction = state.corrections[entity]
    if not state.delegations[actor.delegation or ""].rights.may_block:
        raise refuse("may_not_block")
    if correction.delegation == actor.delegation:
        raise refuse("own_correction")
    if correction.until is not None and now >= correction.until:
        raise refuse("deadline_passed")
    if actor.delegation in correction.objections:
        raise refuse("already_objected")


def nobody_objects(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    correction = state.corrections[entity]
    if correction.kind != "decision_text":
        return
    if correction.until is None:
        raise refuse("not_notified")
    if correction.objections:
        raise refuse("objection_stands")
    if now < correction.until:
        raise refuse("objections_awaited", until=correction.until)


def presiding_for_decisions(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    """The secretary has no say over what was decided."""
    if state.corrections[entity].kind == "decision_text" and actor.role == "secretary":
        raise refuse("not_presiding")


def no_other_words(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.corrections[entity].proposed:
        raise refuse("change_proposed")


def other_words(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    correction = state.corrections[entity]
    if not correction.proposed or (correction.agreed and correction.delegation):
        raise refuse("nothing_proposed")


def author_agrees(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    correction = state.corrections[entity]
    if not correction.proposed:
        raise refuse("nothing_proposed")
    if correction.delegation and not correction.agreed:
        raise refuse("change_not_agreed")


def still_reads_so(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """Another correction may have been accepted meanwhile: nobody agreed to both at once."""
    correction = state.corrections[entity]
    if correction.kind == "decision_text":
        must_hold(state, correction.target)
    if correction.kind != "fact" and standing(state, correction.kind, correction.target) != correction.old:
        raise refuse("old_differs", id=correction.target)


def standing(state: State, kind: Kind, target: str) -> Text:
    """How a decision reads now; how a statement is worded: by the secretary, else by its head's own
    correction before the item was concluded, else not at all ({}).
    """
    if kind == "decision_text":
        return state.decisions[target].text
    minutes = current(state)
    overlay = minutes.wording().get(("intervention", target)) if minutes else None
    return overlay.text if overlay else rectified.statement(state, target)


def submit(
    state: State, actor: Actor, command: SubmitCorrection, _n: datetime
) -> Iterator[CorrectionSubmitted]:
    code = roll_call.own(actor, command.delegation)
    if code and code not in state.delegations:
        raise refuse("unknown", what="delegation", id=code)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    if code and command.kind not in kinds_of(state.delegations[code]):
        raise refuse("may_not_correct")
    target = command.target
    must_exist(state, command.kind, target, code)
    check_text(state, command.new, "new")
    if command.kind == "fact":
        if command.old is None or not any(words.strip() for words in command.old.values()):
            raise refuse("bad_field", field="old", problem="what the minutes say now is missing")
        old, new = command.old, command.new
    else:
        old = standing(state, command.kind, target)
        new = {**old, **command.new}
        if command.old is not None and command.old != old:
            raise refuse("old_differs", id=target)
    if new == old:
        raise refuse("bad_field", field="new", problem="it reads so already")
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="the reason is missing")
    minutes = current(state)
    ordinal = 1 + sum(1 for c in state.corrections.values() if c.delegation == code)
    number = f"{code}/C{ordinal}" if code else f"C{ordinal}"
    yield CorrectionSubmitted(
        number, minutes.number if minutes else "", code, command.kind, target, old, new, command.reason
    )


def targets(state: State, kind: Kind, code: str | None) -> list[str]:
    """What a correction of this kind may be of; `code` None: of whichever delegation is named then."""
    match kind:
        case "own_statement":
            heard = (r for r in state.requests.values() if r.state in HEARD and r.delegation)
            return [r.id for r in heard if code in (None, r.delegation)]
        case "decision_text":
            return [d.number for d in state.decisions.values() if d.state in STANDING]
        case "fact":
            return [s.number for s in state.sittings.values() if s.called_to_order_at is not None]


def must_exist(state: State, kind: Kind, target: str, code: str) -> None:
    match kind:
        case "own_statement":
            request = state.requests.get(target)
            if request is None or request.state not in HEARD:
                raise refuse("unknown", what="intervention", id=target)
            if not code or request.delegation != code:
                raise refuse("not_your_delegation")
        case "decision_text":
            if target not in state.decisions:
                raise refuse("unknown", what="decision", id=target)
            must_hold(state, target)
        case "fact":
            if target not in state.sittings or state.sittings[target].called_to_order_at is None:
                raise refuse("unknown", what="sitting held", id=target)


def must_hold(state: State, decision: str) -> None:
    status = state.decisions[decision].state
    if status not in STANDING:
        raise refuse("wrong_state", what="decision", id=decision, status=status)


def notify(state: State, _a: Actor, command: NotifyCorrection, now: datetime) -> Iterator[CorrectionNotified]:
    """In the room the time given there is enough, while every state is present that could object."""
    minutes = state.minutes[state.corrections[command.correction].minutes]
    time = timedelta(hours=state.convocation.rules.decision_text_correction_h)
    everybody = not roll_call.absent(state) and not any(roll_call.in_state(state, "link_lost"))
    if minutes.in_room and state.sitting is not None and everybody:
        time = min(time, minutes.time_given)
    yield CorrectionNotified(command.correction, now + time)


def propose(state: State, _a: Actor, command: ProposeChange, _n: datetime) -> Iterator[ChangeProposed]:
    check_text(state, command.text, "text")
    correction = state.corrections[command.correction]
    yield ChangeProposed(command.correction, {**correction.old, **command.text})


def accept_checked(
    state: State, _a: Actor, command: AcceptOwnStatement | AcceptFact, _n: datetime
) -> Iterator[CorrectionDecided | MinutesWorded | DecisionTextCorrected]:
    correction = state.corrections[command.correction]
    if correction.kind == "fact" and command.against == "notes":
        raise refuse("bad_field", field="against", problem="the log or the recording")
    yield from accepted(state, correction, "accepted_correction", command.against)


def accept(
    state: State, _a: Actor, command: AcceptDecisionText | AcceptChanged, _n: datetime
) -> Iterator[CorrectionDecided | MinutesWorded | DecisionTextCorrected]:
    correction = state.corrections[command.correction]
    changed = isinstance(command, AcceptChanged)
    yield from accepted(state, correction, "accepted_with_change" if changed else "accepted_correction")


def accepted(
    state: State, correction: Correction, outcome: str, against: Against | str = ""
) -> Iterator[CorrectionDecided | MinutesWorded | DecisionTextCorrected]:
    """The answer, and what it changes in the same commit: a wording, or the text of a decision."""
    yield CorrectionDecided(correction.number, outcome, against)
    if correction.kind == "own_statement":
        yield MinutesWorded(
            correction.minutes,
            "intervention",
            correction.target,
            correction.wording,
            correction.reason,
            correction.number,
        )
    elif correction.kind == "decision_text":
        decision = state.decisions[correction.target]
        new = text_hash(correction.wording, state.convocation.languages.authentic)
        yield DecisionTextCorrected(
            decision.number, correction.number, decision.text, decision.hash, correction.wording, new
        )


def decline(state: State, _a: Actor, command: DeclineCorrection, _n: datetime) -> Iterator[CorrectionDecided]:
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="the reason is missing")
    yield CorrectionDecided(command.correction, "declined_correction", reason=command.reason)


def object_to(
    _s: State, actor: Actor, command: ObjectToCorrection, _n: datetime
) -> Iterator[CorrectionObjected]:
    yield CorrectionObjected(command.correction, actor.delegation or "", command.reason)


def _with(state: State, number: str, /, **changes: object) -> State:
    correction = replace(state.corrections[number], **changes)  # type: ignore[arg-type]
    return replace(state, corrections={**state.corrections, number: correction})


def fold_submitted(state: State, event: CorrectionSubmitted, stamp: Stamp) -> State:
    correction = Correction(
        event.correction,
        event.minutes,
        event.delegation,
        event.kind,
        event.target,
        event.old,
        event.new,
        event.reason,
        stamp.at,
    )
    return replace(state, corrections={**state.corrections, event.correction: correction})


def fold_objected(state: State, event: CorrectionObjected, _stamp: Stamp) -> State:
    objections = {**state.corrections[event.correction].objections, event.delegation: event.reason}
    return _with(state, event.correction, objections=objections)


def fold_proposed(state: State, event: ChangeProposed, _stamp: Stamp) -> State:
    return _with(
        state,
        event.correction,
        proposed=event.text,
        agreed=False,
        notified_at=None,
        until=None,
        objections={},
    )


def fold_decided(state: State, event: CorrectionDecided, stamp: Stamp) -> State:
    return _with(
        state,
        event.correction,
        state=event.outcome,
        against=event.against,
        answer=event.reason,
        decided_at=stamp.at,
        decided_in=stamp.version,
    )


def fold_corrected(state: State, event: DecisionTextCorrected, _stamp: Stamp) -> State:
    decision = replace(state.decisions[event.decision], text=event.text, hash=event.hash)
    state = replace(state, decisions={**state.decisions, event.decision: decision})
    return _with(state, event.correction, old_hash=event.old_hash)


GUARDS = {
    "submit_correction": (corrections_taken,),
    "notify_correction": (of_kind("decision_text"), not_notified_yet),
    "object_to_correction": (of_kind("decision_text"), notified, may_object),
    "propose_change": (of_kind("own_statement", "decision_text"), presiding_for_decisions),
    "agree_to_change": (own, other_words),
    "accept_own_statement": (of_kind("own_statement"), no_other_words, still_reads_so),
    "accept_fact": (of_kind("fact"),),
    "accept_decision_text": (of_kind("decision_text"), no_other_words, nobody_objects, still_reads_so),
    "accept_changed": (presiding_for_decisions, author_agrees, nobody_objects, still_reads_so),
    "decline_correction": (presiding_for_decisions,),
    "withdraw_correction": (own,),
}
DECIDE: dict[type, Decide] = {
    SubmitCorrection: submit,
    NotifyCorrection: notify,
    ObjectToCorrection: object_to,
    ProposeChange: propose,
    AgreeToChange: lambda _s, _a, command, _n: iter((ChangeAgreed(command.correction),)),
    AcceptOwnStatement: accept_checked,
    AcceptFact: accept_checked,
    AcceptDecisionText: accept,
    AcceptChanged: accept,
    DeclineCorrection: decline,
    WithdrawCorrection: lambda _s, _a, command, _n: iter(
        (CorrectionDecided(command.correction, "withdrawn_correction"),)
    ),
}
FOLD: dict[type, Fold] = {
    CorrectionSubmitted: fold_submitted,
    CorrectionNotified: lambda state, event, stamp: _with(
        state, event.correction, notified_at=stamp.at, until=event.until
    ),
    CorrectionObjected: fold_objected,
    ChangeProposed: fold_proposed,
    ChangeAgreed: lambda state, event, _stamp: _with(state, event.correction, agreed=True),
    CorrectionDecided: fold_decided,
    DecisionTextCorrected: fold_corrected,
}
