"""Presiding: a lease with an epoch (`domain.md` 3.4, 7). Nobody but its holder steers the procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.decisions import BEFORE_THE_ROOM
from vcsession.core.matters.facts import noted
from vcsession.core.matters.sittings import SittingSuspended
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class Presiding:
    """`seat` is whoever holds the chair, also while the link is lost; None when it is vacant."""

    state: str = "chair_presiding"
    seat: str | None = "chair"
    epoch: int = 1
    since: datetime | None = None
    handed_over: bool = False
    asked_to_resume: bool = False


@dataclass(frozen=True, slots=True)
class ChairLinkDrop:
    type: Literal["chair_link_drop"] = "chair_link_drop"


@dataclass(frozen=True, slots=True)
class ChairBack:
    type: Literal["chair_back"] = "chair_back"


@dataclass(frozen=True, slots=True)
class HandOver:
    type: Literal["hand_over"] = "hand_over"


@dataclass(frozen=True, slots=True)
class DeputyAssumes:
    type: Literal["deputy_assumes"] = "deputy_assumes"


@dataclass(frozen=True, slots=True)
class NobodyAssumes:
    type: Literal["nobody_assumes"] = "nobody_assumes"


@dataclass(frozen=True, slots=True)
class DeputyLinkDrop:
    type: Literal["deputy_link_drop"] = "deputy_link_drop"


@dataclass(frozen=True, slots=True)
class DeputyBack:
    type: Literal["deputy_back"] = "deputy_back"


@dataclass(frozen=True, slots=True)
class NextDeputyAssumes:
    type: Literal["next_deputy_assumes"] = "next_deputy_assumes"


@dataclass(frozen=True, slots=True)
class ChairResumes:
    type: Literal["chair_resumes"] = "chair_resumes"


@dataclass(frozen=True, slots=True)
class DeputyFromVacant:
    type: Literal["deputy_from_vacant"] = "deputy_from_vacant"


@dataclass(frozen=True, slots=True)
class ChairAsksToResume:
    type: Literal["chair_asks_to_resume"] = "chair_asks_to_resume"


@dataclass(frozen=True, slots=True)
class AcknowledgeResume:
    type: Literal["acknowledge_resume"] = "acknowledge_resume"


@dataclass(frozen=True, slots=True)
class PresidingChanged:
    """`state` as in the table; `because`: link, hand_over, return, vacant."""

    state: str
    seat: str | None
    epoch: int
    because: str
    type: Literal["presiding_changed"] = "presiding_changed"


@dataclass(frozen=True, slots=True)
class HandedOver:
    type: Literal["handed_over"] = "handed_over"


@dataclass(frozen=True, slots=True)
class ResumptionAsked:
    type: Literal["resumption_asked"] = "resumption_asked"


def due_after(state: State, seconds: int) -> datetime | None:
    since = state.presiding.since
    return since + timedelta(seconds=seconds) if since else None


def chair_gone(state: State, _actor: Actor, _entity: str, now: datetime) -> None:
    """A deputy may assume once the chair's grace is over, or at once after a hand-over."""
    presiding = state.presiding
    if presiding.handed_over:
        return
    if presiding.state == "chair_presiding":
        raise refuse("not_next_deputy")
    until = due_after(state, state.convocation.rules.chair_grace_s)
    if until is not None and now < until:
        raise refuse("chair_grace", until=until)


def another_deputy(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.seat == state.presiding.seat:
        raise refuse("not_next_deputy")


def succession_over(state: State, _actor: Actor, _entity: str, now: datetime) -> None:
    until = due_after(state, state.convocation.rules.succession_timeout_s)
    if until is not None and now < until:
        raise refuse("not_due", until=until)


def quiet(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.speakers or any(d.state in BEFORE_THE_ROOM for d in state.decisions.values()):
        raise refuse("in_speech_or_decision")


def not_handed_over_yet(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.presiding.handed_over:
        raise refuse("wrong_state", what="presiding", id="", status="handed over already")


def not_asked_yet(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.presiding.asked_to_resume:
        raise refuse("wrong_state", what="presiding", id="", status="asked for already")


def resumption_asked(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if not state.presiding.asked_to_resume:
        raise refuse("no_request_to_resume")
    if actor.seat != state.presiding.seat:
        raise refuse("not_presiding")


def _takes(new: str, because: str) -> Decide:
    def decide(state: State, actor: Actor, _c: object, _n: datetime) -> Iterator[PresidingChanged]:
        seat = "chair" if new == "chair_presiding" else actor.seat
        yield PresidingChanged(new, seat, state.presiding.epoch + 1, because)

    return decide


def _link(new: str) -> Decide:
    def decide(state: State, _a: Actor, _c: object, _n: datetime) -> Iterator[PresidingChanged]:
        yield PresidingChanged(new, state.presiding.seat, state.presiding.epoch, "link")

    return decide


def assume(state: State, actor: Actor, _c: DeputyAssumes, _n: datetime) -> Iterator[PresidingChanged]:
    because = "hand_over" if state.presiding.handed_over else "link"
    yield PresidingChanged("deputy_presiding", actor.seat, state.presiding.epoch + 1, because)


def vacate(
    state: State, _a: Actor, _c: NobodyAssumes, _n: datetime
) -> Iterator[PresidingChanged | SittingSuspended]:
    """The one procedural act that a machine may do: suspend when nobody is left to preside."""
    yield PresidingChanged("vacant", None, state.presiding.epoch, "vacant")
    sitting = state.sitting
    if sitting is not None and sitting.state == "in_session":
        yield SittingSuspended(sitting.number, "technical")


def fold_changed(state: State, event: PresidingChanged, stamp: Stamp) -> State:
    former = state.presiding.seat
    state = replace(state, presiding=Presiding(event.state, event.seat, event.epoch, stamp.at))
    if event.seat is None or event.seat == former:
        return state
    return noted(state, stamp, "presiding", seat=event.seat, what=event.because)


def fold_handed_over(state: State, _event: HandedOver, _stamp: Stamp) -> State:
    return replace(state, presiding=replace(state.presiding, handed_over=True))


def fold_asked(state: State, _event: ResumptionAsked, _stamp: Stamp) -> State:
    return replace(state, presiding=replace(state.presiding, asked_to_resume=True))


Command = (
    ChairLinkDrop
    | ChairBack
    | HandOver
    | DeputyAssumes
    | NobodyAssumes
    | DeputyLinkDrop
    | DeputyBack
    | NextDeputyAssumes
    | ChairResumes
    | DeputyFromVacant
    | ChairAsksToResume
    | AcknowledgeResume
)
Event = PresidingChanged | HandedOver | ResumptionAsked

GUARDS = {
    # Between sittings too: whoever presided last may not come to the next one, and somebody must open it.
    "deputy_assumes": (chair_gone,),
    "next_deputy_assumes": (another_deputy,),
    "nobody_assumes": (succession_over,),
    "hand_over": (not_handed_over_yet,),
    "chair_asks_to_resume": (not_asked_yet, quiet),
    "acknowledge_resume": (quiet, resumption_asked),
}
DECIDE: dict[type, Decide] = {
    ChairLinkDrop: _link("chair_link_lost"),
    ChairBack: _link("chair_presiding"),
    HandOver: lambda _s, _a, _c, _n: iter((HandedOver(),)),
    DeputyAssumes: assume,
    NobodyAssumes: vacate,
    DeputyLinkDrop: _link("deputy_link_lost"),
    DeputyBack: _link("deputy_presiding"),
    NextDeputyAssumes: _takes("deputy_presiding", "link"),
    ChairResumes: _takes("chair_presiding", "return"),
    DeputyFromVacant: _takes("deputy_presiding", "vacant"),
    ChairAsksToResume: lambda _s, _a, _c, _n: iter((ResumptionAsked(),)),
    AcknowledgeResume: _takes("chair_presiding", "return"),
}
FOLD: dict[type, Fold] = {
    PresidingChanged: fold_changed,
    HandedOver: fold_handed_over,
    ResumptionAsked: fold_asked,
}
