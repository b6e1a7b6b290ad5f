"""The rules of the floor itself: who has it, pauses and ends, and what of that happens by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import appeals, incidents
from vcsession.core.matters.facts import noted
from vcsession.core.matters.floor import (
    BeginSpeech,
    EndSpeech,
    Event,
    FloorGranted,
    FloorRequest,
    Grant,
    PauseSpeech,
    RequestClosed,
    RequestQueued,
    ResumeSpeech,
    RevokeFloor,
    SpeechBegan,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    YieldFloor,
)
from vcsession.core.matters.speakers import (
    at_the_table,
    changed,
    place_for,
    waits_for_acceptance,
    without,
    without_point,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


def own_speech(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    request = state.requests[entity]
    if actor.seat != request.seat and not (actor.role == "head" and actor.delegation == request.delegation):
        raise refuse("not_the_speaker")


def heard(state: State) -> tuple[FloorRequest, ...]:
    """Who has the floor and may be heard; whoever is paused leaves it free for the time."""
    speakers = (state.requests[r] for r in state.speakers)
    return tuple(r for r in speakers if r.state in ("granted", "speaking"))


def interrupted_by(state: State, request: FloorRequest) -> tuple[str, ...]:
    """The speeches that wait while a point of order is heard."""
    if request.kind != "point_of_order":
        return ()
    return tuple(r.id for r in heard(state) if r.state == "speaking" and r.kind != "point_of_order")


def floor_available(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    request = state.requests[entity]
    within_the_rule(state, len(heard(state)) - len(interrupted_by(state, request)))
    can_be_heard(state, request)


def floor_free_again(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    within_the_rule(state, len(heard(state)))
    can_be_heard(state, state.requests[entity])


def within_the_rule(state: State, open_floors: int) -> None:
    if open_floors >= state.convocation.rules.max_open_floors:
        raise refuse("floor_taken")


def can_be_heard(state: State, request: FloorRequest) -> None:
    if request.delegation is None:
        return
    presence = state.presence.get(request.delegation)
    if presence is not None and presence.state == "link_lost":
        raise refuse("link_lost", id=request.delegation)
    at_the_table(state, request.delegation)


def grant(state: State, _a: Actor, command: Grant, _n: datetime) -> Iterator[SpeechPaused | FloorGranted]:
    request = state.requests[command.request]
    for r in interrupted_by(state, request):
        yield SpeechPaused(r, "point_of_order")
    yield FloorGranted(command.request, request.seat)


def fold_granted(state: State, event: FloorGranted, stamp: Stamp) -> State:
    state = changed(state, event.request, state="granted", granted_at=stamp.at)
    if state.conduct.ruled:
        state = replace(state, conduct=replace(state.conduct, ruled="", ruled_on=None))
    if state.requests[event.request].kind == "point_of_order":
        points = (*state.conduct.points, event.request)
        state = replace(state, conduct=replace(state.conduct, points=points))
    return replace(
        state, queue=without(state.queue, event.request), speakers=(*state.speakers, event.request)
    )


def fold_begun(state: State, event: SpeechBegan, stamp: Stamp) -> State:
    r = state.requests[event.request]
    state = noted(
        state, stamp, "speech", delegation=r.delegation, seat=r.seat, what=r.kind, request=event.request
    )
    return fold_began(state, event, stamp)


def fold_began(state: State, event: SpeechBegan | SpeechResumed, stamp: Stamp) -> State:
    return changed(state, event.request, state="speaking", began_at=stamp.at, paused_for="")


def spoken(request: FloorRequest, until: datetime) -> float:
    """Seconds on the floor up to `until`, pauses left out."""
    running = request.state == "speaking" and request.began_at is not None
    return request.spoken_s + (
        (until - request.began_at).total_seconds() if running and request.began_at else 0.0
    )


def fold_paused(state: State, event: SpeechPaused, stamp: Stamp) -> State:
    total = spoken(state.requests[event.request], stamp.at)
    return changed(state, event.request, state="paused", spoken_s=total, paused_for=event.because)


def fold_ended(state: State, event: SpeechEnded, stamp: Stamp) -> State:
    total = spoken(state.requests[event.request], stamp.at)
    state = changed(state, event.request, state=event.outcome, spoken_s=total)
    if event.outcome == "revoked":
        state = without_point(state, event.request)
    return replace(state, speakers=without(state.speakers, event.request))


def consequences(state: State) -> Iterator[Event]:
    """What the list does by itself.

    An open list accepts. A speech waits for a lost link, and while somebody cannot hear; it ends with the
    sitting, or when its delegation leaves.
    """
    sitting = state.sitting
    if sitting is None or sitting.state == "suspended":
        yield from (ends(state.requests[r]) for r in state.speakers)
    if sitting is None:
        yield from (RequestClosed(r, "lapsed") for r in state.queue)
        return
    for r in state.queue:
        request = state.requests[r]
        if request.state == "pending" and not waits_for_acceptance(state, request):
            yield RequestQueued(r, place_for(state, request))
            return
    for r in state.speakers:
        request = state.requests[r]
        presence = state.presence.get(request.delegation or "")
        here = presence.state if presence else "present"
        if here == "link_lost" and request.state == "speaking":
            yield SpeechPaused(r, "link")
        elif request.state == "speaking" and incidents.deaf(state) is not None:
            yield SpeechPaused(r, "incident")
        elif here == "present" and request.state == "paused" and request.paused_for in ("link", "incident"):
            if incidents.deaf(state) is None and len(heard(state)) < state.convocation.rules.max_open_floors:
                yield SpeechResumed(r)
        elif here not in ("present", "link_lost"):
            yield ends(request)
        elif here == "present" and may_go_on(state, request):
            yield SpeechResumed(r)
    for r in state.queue:
        request = state.requests[r]
        presence = state.presence.get(request.delegation or "")
        if request.kind == "turn" and presence is not None and presence.state == "departed":
            yield RequestClosed(r, "lapsed")


def may_go_on(state: State, request: FloorRequest) -> bool:
    """A speech that waited for a point of order goes on once every point was heard and ruled upon."""
    if request.state != "paused" or request.paused_for != "point_of_order" or state.conduct.points:
        return False
    if appeals.is_open(state):
        return False
    if state.sitting is None or state.sitting.state != "in_session":
        return False
    line = (state.requests[r].kind for r in (*state.queue, *state.speakers))
    return "point_of_order" not in line and len(heard(state)) < state.convocation.rules.max_open_floors


def ends(request: FloorRequest) -> SpeechEnded | RequestClosed:
    """A turn that is taken away unspoken has lapsed."""
    if request.state == "granted":
        return RequestClosed(request.id, "lapsed")
    return SpeechEnded(request.id, "finished")


GUARDS = {
    "resume_speech": (floor_free_again, incidents.everybody_hears),
    "yield_floor": (own_speech,),
}
DECIDE: dict[type, Decide] = {
    Grant: grant,
    BeginSpeech: lambda _s, _a, command, _n: iter((SpeechBegan(command.request),)),
    PauseSpeech: lambda _s, actor, command, _n: iter(
        (SpeechPaused(command.request, "interpretation" if actor.role == "system" else "presiding"),)
    ),
    ResumeSpeech: lambda _s, _a, command, _n: iter((SpeechResumed(command.request),)),
    YieldFloor: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "finished"),)),
    EndSpeech: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "finished"),)),
    RevokeFloor: lambda _s, _a, command, _n: iter((SpeechEnded(command.request, "revoked"),)),
}
FOLD: dict[type, Fold] = {
    FloorGranted: fold_granted,
    SpeechBegan: fold_begun,
    SpeechPaused: fold_paused,
    SpeechResumed: fold_began,
    SpeechEnded: fold_ended,
}
