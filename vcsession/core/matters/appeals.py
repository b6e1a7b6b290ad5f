"""Appeals against a ruling on a point of order (`domain.md` 3.2): put to the room at once.

A head appeals while the ruling is fresh: until somebody else is given the floor, or the item changes. The
ruling stands unless the room overrules it: all who are present and count (`appeal_by` consensus), or more of
them than uphold it (majority). Whoever does not answer within the objection window does not overrule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import agenda, roll_call
from vcsession.core.matters.floor import SpeechPaused
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Verdict = Literal["uphold", "overrule"]
VERDICTS: Final[tuple[Verdict, ...]] = ("uphold", "overrule")


@dataclass(frozen=True, slots=True)
class Appeal:
    """`request` is the point of order whose ruling is appealed against; `delegation` appeals."""

    request: str
    delegation: str
    at: datetime
    answers: Mapping[str, Verdict] = field(default_factory=dict)
    state: str = "open_appeal"


@dataclass(frozen=True, slots=True)
class AppealRuling:
    """Against the ruling on this point of order."""

    request: str
    type: Literal["appeal_ruling"] = "appeal_ruling"


@dataclass(frozen=True, slots=True)
class AnswerAppeal:
    """`delegation` where the secretary notes down what a head says aloud."""

    request: str
    verdict: Verdict
    delegation: str | None = None
    type: Literal["answer_appeal"] = "answer_appeal"


@dataclass(frozen=True, slots=True)
class WithdrawAppeal:
    request: str
    type: Literal["withdraw_appeal"] = "withdraw_appeal"


@dataclass(frozen=True, slots=True)
class SettleAppeal:
    """The presiding officer says what the answers came to."""

    request: str
    type: Literal["settle_appeal"] = "settle_appeal"


@dataclass(frozen=True, slots=True)
class RulingAppealed:
    request: str
    delegation: str
    type: Literal["ruling_appealed"] = "ruling_appealed"


@dataclass(frozen=True, slots=True)
class AppealAnswered:
    request: str
    delegation: str
    verdict: Verdict
    type: Literal["appeal_answered"] = "appeal_answered"


@dataclass(frozen=True, slots=True)
class AppealEnded:
    """`outcome`: stands, overruled, withdrawn, left (the sitting ended first, so the ruling stands)."""

    request: str
    outcome: Literal["stands", "overruled", "withdrawn", "left"]
    type: Literal["appeal_ended"] = "appeal_ended"


def open_now(state: State) -> Appeal | None:
    return next((a for a in state.appeals.values() if a.state == "open_appeal"), None)


def is_open(state: State) -> bool:
    return open_now(state) is not None


def none_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if is_open(state):
        raise refuse("appeal_open")


def may_appeal(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """A member that is here, while the last ruling is fresh."""
    answers(state, actor.delegation or "")
    if fresh(state) is None:
        raise refuse("no_fresh_ruling")


def fresh(state: State) -> str | None:
    """The point of order whose ruling may be appealed against now; once only."""
    ruled = state.conduct.ruled
    if not ruled or ruled in state.appeals or is_open(state):
        return None
    current = next((i.number for i in state.items.values() if i.state == "under_consideration"), None)
    return ruled if current == state.conduct.ruled_on else None


def answers(state: State, delegation: str) -> None:
    plate = state.delegations.get(delegation)
    if plate is None or not roll_call.counts(plate):
        raise refuse("may_not_block")
    if delegation not in roll_call.present(state):
        raise refuse("delegation_not_present")


def head_answers(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.role == "head":
        answers(state, actor.delegation or "")


def awaited(state: State, appeal: Appeal) -> tuple[str, ...]:
    return tuple(code for code in roll_call.present(state) if code not in appeal.answers)


def window_ends(state: State, appeal: Appeal) -> datetime | None:
    """Until when the answers are awaited; None where the rule wants every answer instead."""
    seconds = state.convocation.rules.objection_window_s
    return appeal.at + timedelta(seconds=seconds) if seconds else None


def answered(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    appeal = state.appeals[entity]
    until = window_ends(state, appeal)
    if awaited(state, appeal) and (until is None or now < until):
        raise refuse("answers_awaited", until=until)


def own(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if state.appeals[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")


def overruled(state: State, appeal: Appeal) -> bool:
    """By those who are here at this moment."""
    here = roll_call.present(state)
    said = [appeal.answers.get(code) for code in here]
    against = said.count("overrule")
    if state.convocation.rules.appeal_by == "majority":
        return against > said.count("uphold")
    return bool(here) and against == len(here)


def appeal(
    state: State, actor: Actor, command: AppealRuling, _n: datetime
) -> Iterator[RulingAppealed | SpeechPaused]:
    if command.request != fresh(state):
        raise refuse("no_fresh_ruling")
    yield RulingAppealed(command.request, actor.delegation or "")
    for r in state.speakers:
        if state.requests[r].state == "speaking":
            yield SpeechPaused(r, "point_of_order")


def answer(state: State, actor: Actor, command: AnswerAppeal, _n: datetime) -> Iterator[AppealAnswered]:
    delegation = roll_call.own(actor, command.delegation)
    if actor.role == "head" and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    answers(state, delegation)
    yield AppealAnswered(command.request, delegation, command.verdict)


def settle(state: State, _a: Actor, command: SettleAppeal, _n: datetime) -> Iterator[AppealEnded]:
    appeal = state.appeals[command.request]
    yield AppealEnded(command.request, "overruled" if overruled(state, appeal) else "stands")


def consequences(state: State) -> Iterator[AppealEnded]:
    appeal = open_now(state)
    if appeal is not None and state.sitting is None:
        yield AppealEnded(appeal.request, "left")


def fold_appealed(state: State, event: RulingAppealed, stamp: Stamp) -> State:
    made = Appeal(event.request, event.delegation, stamp.at)
    return replace(state, appeals={**state.appeals, event.request: made})


def fold_answered(state: State, event: AppealAnswered, _stamp: Stamp) -> State:
    appeal = state.appeals[event.request]
    changed = replace(appeal, answers={**appeal.answers, event.delegation: event.verdict})
    return replace(state, appeals={**state.appeals, event.request: changed})


OTHER: Final = {"upheld": "dismissed", "dismissed": "upheld"}


def fold_ended(state: State, event: AppealEnded, _stamp: Stamp) -> State:
    over = "withdrawn_appeal" if event.outcome == "withdrawn" else "settled_appeal"
    ended = replace(state.appeals[event.request], state=over)
    state = replace(state, appeals={**state.appeals, event.request: ended})
    if event.outcome != "overruled":
        return state
    request = state.requests[event.request]
    turned = replace(request, ruling=OTHER[request.ruling])
    return replace(state, requests={**state.requests, event.request: turned})


Command = AppealRuling | AnswerAppeal | WithdrawAppeal | SettleAppeal
Event = RulingAppealed | AppealAnswered | AppealEnded

GUARDS = {
    "appeal_ruling": (agenda.may_decide, may_appeal),
    "answer_appeal": (agenda.in_session, head_answers),
    "withdraw_appeal": (own,),
    "settle_appeal": (agenda.may_decide, roll_call.every_link_holds, answered),
}
DECIDE: dict[type, Decide] = {
    AppealRuling: appeal,
    AnswerAppeal: answer,
    WithdrawAppeal: lambda _s, _a, command, _n: iter((AppealEnded(command.request, "withdrawn"),)),
    SettleAppeal: settle,
}
FOLD: dict[type, Fold] = {
    RulingAppealed: fold_appealed,
    AppealAnswered: fold_answered,
    AppealEnded: fold_ended,
}
