"""The floor: who asks for it, in what order, who has it. Who has it is heard: see `core.routing`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.matters.agenda import in_session
from vcsession.core.matters.roll_call import sitting_in_progress
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import OFFICERS, Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Kind = Literal["point_of_order", "procedural_motion", "reply", "intervention"]

PRECEDENCE: tuple[Kind, ...] = ("point_of_order", "procedural_motion", "reply", "intervention")
"""A request is put behind those of its own kind and of higher ones; within a kind, first in, first out."""


@dataclass(frozen=True, slots=True)
class FloorRequest:
    """`seat` is who will speak; `requested_by` the seat that asked for it. `spoken_s` counts up to the last pause."""

    id: str
    seat: str
    delegation: str | None
    kind: Kind
    item: str | None
    requested_by: str
    asked_at: datetime
    state: str = "pending"
    granted_at: datetime | None = None
    began_at: datetime | None = None
    spoken_s: float = 0.0
    paused_for: str = ""


@dataclass(frozen=True, slots=True)
class RequestFloor:
    """`delegation` only where the secretary asks on behalf of one."""

    kind: Kind = "intervention"
    delegation: str | None = None
    item: str | None = None
    type: Literal["request_floor"] = "request_floor"


@dataclass(frozen=True, slots=True)
class Accept:
    request: str
    type: Literal["accept"] = "accept"


@dataclass(frozen=True, slots=True)
class Refuse:
    request: str
    reason: str
    type: Literal["refuse"] = "refuse"


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    request: str
    type: Literal["withdraw_request"] = "withdraw_request"


@dataclass(frozen=True, slots=True)
class Reorder:
    """`place` counts from 1."""

    request: str
    place: int
    type: Literal["reorder"] = "reorder"


@dataclass(frozen=True, slots=True)
class Grant:
    request: str
    type: Literal["grant"] = "grant"


@dataclass(frozen=True, slots=True)
class BeginSpeech:
    request: str
    type: Literal["begin_speech"] = "begin_speech"


@dataclass(frozen=True, slots=True)
class LapseRequest:
    request: str
    type: Literal["lapse_request"] = "lapse_request"


@dataclass(frozen=True, slots=True)
class PauseSpeech:
    request: str
    type: Literal["pause_speech"] = "pause_speech"


@dataclass(frozen=True, slots=True)
class ResumeSpeech:
    request: str
    type: Literal["resume_speech"] = "resume_speech"


@dataclass(frozen=True, slots=True)
class YieldFloor:
    request: str
    type: Literal["yield_floor"] = "yield_floor"


@dataclass(frozen=True, slots=True)
class EndSpeech:
    request: str
    type: Literal["end_speech"] = "end_speech"


@dataclass(frozen=True, slots=True)
class RevokeFloor:
    request: str
    type: Literal["revoke_floor"] = "revoke_floor"


@dataclass(frozen=True, slots=True)
class FloorRequested:
    request: str
    seat: str
    delegation: str | None
    kind: Kind
    item: str | None
    type: Literal["floor_requested"] = "floor_requested"


@dataclass(frozen=True, slots=True)
class RequestQueued:
    """`place` counts from 1."""

    request: str
    place: int
    type: Literal["request_queued"] = "request_queued"


@dataclass(frozen=True, slots=True)
class RequestClosed:
    """The request left the list without a speech: withdrawn, refused or lapsed."""

    request: str
    outcome: Literal["withdrawn", "refused", "lapsed"]
    reason: str = ""
    type: Literal["request_closed"] = "request_closed"


@dataclass(frozen=True, slots=True)
class FloorGranted:
    request: str
    seat: str
    type: Literal["floor_granted"] = "floor_granted"


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    request: str
    type: Literal["speech_began"] = "speech_began"


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """`because`: presiding, link."""

    request: str
    because: str
    type: Literal["speech_paused"] = "speech_paused"


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    request: str
    type: Literal["speech_resumed"] = "speech_resumed"


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """`outcome`: finished (by the speaker or an officer), revoked."""

    request: str
    outcome: Literal["finished", "revoked"]
    type: Literal["speech_ended"] = "speech_ended"


def speaker_of(state: State, actor: Actor, delegation: str | None) -> tuple[str, str | None]:
    """The seat that will speak, and its delegation."""
    if delegation and delegation != actor.delegation:
        return next(
            s.id for s in state.seats.values() if s.delegation == delegation and s.role == "head"
        ), delegation
    return actor.seat, actor.delegation


def asks_for_itself(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.role == "observer" and state.convocation.rules.observers_speak == "never":
        raise refuse("may_not_speak")
    if actor.delegation is None:
        return
    if not state.delegations[actor.delegation].rights.may_speak:
        raise refuse("may_not_speak")
    at_the_table(state, actor.delegation)
    no_request_yet(state, actor.seat)


def at_the_table(state: State, delegation: str) -> None:
    presence = state.presence.get(delegation)
    if presence is None or presence.state not in ("present", "link_lost"):
        raise refuse("delegation_not_present")


def no_request_yet(state: State, seat: str) -> None:
    for request in (*state.queue, *state.speakers):
        if state.requests[request].seat == seat:
            raise refuse("already_asked")


def own_request(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    request = state.requests[entity]
    if actor.role == "secretary" or actor.seat in (request.seat, request.requested_by):
        return
    if actor.role == "head" and actor.delegation == request.delegation:
        return
    raise refuse("not_your_request")


def own_speech(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    request = state.requests[entity]
    if actor.seat != request.seat and not (actor.role == "head" and actor.delegation == request.delegation):
        raise refuse("not_the_speaker")


def floor_available(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if len(state.speakers) >= state.convocation.rules.max_open_floors:
        raise refuse("floor_taken")
    delegation = state.requests[entity].delegation
    if delegation is None:
        return
    presence = state.presence.get(delegation)
    if presence is not None and presence.state == "link_lost":
        raise refuse("link_lost", id=delegation)
    at_the_table(state, delegation)


def ask(state: State, actor: Actor, command: RequestFloor, _n: datetime) -> Iterator[FloorRequested]:
    if actor.role in OFFICERS and command.delegation is None:
        raise refuse("bad_field", field="delegation", problem="say on behalf of which delegation")
    if actor.role == "head" or actor.role == "delegate":
        if command.delegation not in (None, actor.delegation):
            raise refuse("not_your_delegation")
    elif command.delegation is not None:
        if command.delegation not in state.delegations:
            raise refuse("unknown", what="delegation", id=command.delegation)
        at_the_table(state, command.delegation)
    if command.item is not None and command.item not in state.items:
        raise refuse("unknown", what="agenda_item", id=command.item)
    seat, delegation = speaker_of(state, actor, command.delegation)
    no_request_yet(state, seat)
    current = next((i.number for i in state.items.values() if i.state == "under_consideration"), None)
    yield FloorRequested(
        f"request-{state.version + 1}", seat, delegation, command.kind, command.item or current
    )


def place_for(state: State, request: FloorRequest) -> int:
    rank = PRECEDENCE.index(request.kind)
    ahead = (r for r in state.queue if state.requests[r].state == "queued" and r != request.id)
    return 1 + sum(1 for r in ahead if PRECEDENCE.index(state.requests[r].kind) <= rank)


def accept(state: State, _a: Actor, command: Accept, _n: datetime) -> Iterator[RequestQueued]:
    yield RequestQueued(command.request, place_for(state, state.requests[command.request]))


def reorder(state: State, _a: Actor, command: Reorder, _n: datetime) -> Iterator[RequestQueued]:
    if not 1 <= command.place <= len(state.queue):
        raise refuse("bad_field", field="place", problem=f"between 1 and {len(state.queue)}")
    yield RequestQueued(command.request, command.place)


def grant(state: State, _a: Actor, command: Grant, _n: datetime) -> Iterator[FloorGranted]:
    yield FloorGranted(command.request, state.requests[command.request].seat)


def _with(state: State, request: str, /, **changes: object) -> State:
    changed = replace(state.requests[request], **changes)  # type: ignore[arg-type]
    return replace(state, requests={**state.requests, request: changed})


def _without(line: tuple[str, ...], request: str) -> tuple[str, ...]:
    return tuple(r for r in line if r != request)


def fold_requested(state: State, event: FloorRequested, stamp: Stamp) -> State:
    request = FloorRequest(
        event.request, event.seat, event.delegation, event.kind, event.item, stamp.actor.seat, stamp.at
    )
    return replace(
        state, requests={**state.requests, event.request: request}, queue=(*state.queue, event.request)
    )


def fold_queued(state: State, event: RequestQueued, _stamp: Stamp) -> State:
    rest = _without(state.queue, event.request)
    at = event.place - 1
    state = replace(state, queue=(*rest[:at], event.request, *rest[at:]))
    return _with(state, event.request, state="queued")


def fold_closed(state: State, event: RequestClosed, _stamp: Stamp) -> State:
    state = _with(state, event.request, state=event.outcome)
    return replace(
        state, queue=_without(state.queue, event.request), speakers=_without(state.speakers, event.request)
    )


def fold_granted(state: State, event: FloorGranted, stamp: Stamp) -> State:
    state = _with(state, event.request, state="granted", granted_at=stamp.at)
    return replace(
        state, queue=_without(state.queue, event.request), speakers=(*state.speakers, event.request)
    )


def fold_began(state: State, event: SpeechBegan | SpeechResumed, stamp: Stamp) -> State:
    return _with(state, event.request, state="speaking", began_at=stamp.at, paused_for="")


def spoken(request: FloorRequest, until: datetime) -> float:
    """Seconds on the floor up to `until`, pauses left out."""
    running = request.state == "speaking" and request.began_at is not None
    return request.spoken_s + (
        (until - request.began_at).total_seconds() if running and request.began_at else 0.0
    )


def fold_paused(state: State, event: SpeechPaused, stamp: Stamp) -> State:
    total = spoken(state.requests[event.request], stamp.at)
    return _with(state, event.request, state="paused", spoken_s=total, paused_for=event.because)


def fold_ended(state: State, event: SpeechEnded, stamp: Stamp) -> State:
    total = spoken(state.requests[event.request], stamp.at)
    state = _with(state, event.request, state=event.outcome, spoken_s=total)
    return replace(state, speakers=_without(state.speakers, event.request))


def consequences(state: State) -> Iterator[Event]:
    """What the list does by itself: an open list accepts; a speech waits for a lost link and ends with the sitting."""
    sitting = state.sitting
    if sitting is None or sitting.state == "suspended":
        for r in state.speakers:
            yield SpeechEnded(r, "finished")
    if sitting is None:
        for r in state.queue:
            yield RequestClosed(r, "lapsed")
        return
    if state.convocation.rules.mode == "open":
        for r in state.queue:
            if state.requests[r].state == "pending":
                yield RequestQueued(r, place_for(state, state.requests[r]))
                return
    for r in state.speakers:
        request = state.requests[r]
        presence = state.presence.get(request.delegation or "")
        here = presence.state if presence else "present"
        if here == "link_lost" and request.state == "speaking":
            yield SpeechPaused(r, "link")
        elif here == "present" and request.state == "paused" and request.paused_for == "link":
            yield SpeechResumed(r)
        elif here not in ("present", "link_lost"):
            yield SpeechEnded(r, "finished")


Command = (
    RequestFloor
    | Accept
    | Refuse
    | WithdrawRequest
    | Reorder
    | Grant
    | BeginSpeech
    | LapseRequest
    | PauseSpeech
    | ResumeSpeech
    | YieldFloor
    | EndSpeech
    | RevokeFloor
)
Event = (
    FloorRequested
    | RequestQueued
    | RequestClosed
    | FloorGranted
    | SpeechBegan
    | SpeechPaused
    | SpeechResumed
    | SpeechEnded
)

GUARDS = {
    "request_floor": (sitting_in_progress, asks_for_itself),
    "accept": (sitting_in_progress,),
    "withdraw_request": (own_request,),
    "grant": (in_session, floor_available),
    "yield_floor": (own_speech,),
}
DECIDE: dict[type, Decide] = {
    RequestFloor: ask,
    Accept: accept,
    Refuse: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "refused", command.reason),)),
    WithdrawRequest: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "withdrawn"),)),
    Reorder: reorder,
    Grant: grant,
    BeginSpeech: lambda _s, _a, command, _n: iter((SpeechBegan(command.request),)),
    LapseRequest: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "lapsed"),)),
    PauseSpeech: lambda _s, _a, command, _n: iter((SpeechPaused(command.request, "presiding"),)),
    ResumeSpeech: lambda _s, _a, command, _n: iter((SpeechResumed(command.request),)),
    YieldFloor: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "finished"),)),
    EndSpeech: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "finished"),)),
    RevokeFloor: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "revoked"),)),
}
FOLD: dict[type, Fold] = {
    FloorRequested: fold_requested,
    RequestQueued: fold_queued,
    RequestClosed: fold_closed,
    FloorGranted: fold_granted,
    SpeechBegan: fold_began,
    SpeechPaused: fold_paused,
    SpeechResumed: fold_began,
    SpeechEnded: fold_ended,
}
