"""The rules of the list of speakers: guards, consequences and fold for `matters.floor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import admission, appeals, incidents
from vcsession.core.matters.facts import noted
from vcsession.core.matters.floor import (
    PRECEDENCE,
    Accept,
    BeginSpeech,
    EndSpeech,
    Event,
    FloorGranted,
    FloorRequest,
    FloorRequested,
    Grant,
    Kind,
    LapseRequest,
    PauseSpeech,
    Refuse,
    Reorder,
    RequestClosed,
    RequestFloor,
    RequestQueued,
    ResumeSpeech,
    RevokeFloor,
    SpeechBegan,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    WithdrawRequest,
    YieldFloor,
)
from vcsession.core.matters.in_camera import wall, wall_before
from vcsession.core.matters.roll_call import sitting_in_progress
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import OFFICERS, Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


def speaker_of(state: State, actor: Actor, delegation: str | None) -> tuple[str, str | None]:
    """The seat that will speak, and its delegation."""
    if delegation and delegation != actor.delegation:
        heads = (s.id for s in state.seats.values() if s.delegation == delegation and s.role == "head")
        return next(heads), delegation
    return actor.seat, actor.delegation


def guest(state: State, seat: str) -> bool:
    """Observers and invited bodies: heard after the members, and never on the procedure."""
    plate = state.seats[seat]
    if plate.delegation is None:
        return plate.role == "observer"
    return state.delegations[plate.delegation].kind in ("observer", "invited_body")


def asks_for_itself(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.seat in state.seats and (code := wall(state, actor.seat)):
        raise refuse(code)
    if actor.role == "observer" and state.convocation.rules.observers_speak == "never":
        raise refuse("may_not_speak")
    if actor.delegation is not None:
        may_speak(state, actor.delegation)
    if actor.role not in OFFICERS and not any(kinds_open(state, actor.seat)):
        raise refuse("already_asked" if any(standing_of(state, actor.seat)) else "chair_only")


def may_speak(state: State, delegation: str) -> None:
    if not state.delegations[delegation].rights.may_speak:
        raise refuse("may_not_speak")
    observes = state.delegations[delegation].kind == "observer"
    if code := wall_before(state, delegation, observes=observes):
        raise refuse(code)
    at_the_table(state, delegation)


def at_the_table(state: State, delegation: str) -> None:
    presence = state.presence.get(delegation)
    if presence is None or presence.state not in ("present", "link_lost"):
        raise refuse("delegation_not_present")


def standing_of(state: State, seat: str) -> Iterator[FloorRequest]:
    """What the seat has asked for and not done with: it waits, or has the floor."""
    standing = (state.requests[r] for r in (*state.queue, *state.speakers))
    return (request for request in standing if request.seat == seat)


def not_asked_yet(state: State, seat: str, kind: Kind) -> None:
    """A seat stands in the list once; a point of order it may raise besides."""
    if kind not in kinds_open(state, seat):
        raise refuse(obstacle(state, seat, kind))


def obstacle(state: State, seat: str, kind: Kind) -> str:
    """Why the list does not take this kind of request from the seat: the code of a refusal."""
    standing = any(
        (r.kind == "point_of_order") == (kind == "point_of_order") for r in standing_of(state, seat)
    )
    return "already_asked" if standing or not chair_only(state) else "chair_only"


def chair_only(state: State) -> bool:
    """Whether the presiding officer alone says who speaks; but a point of order is always raised."""
    return state.convocation.rules.mode == "chair_only"


KINDS: tuple[Kind, ...] = ("intervention", "point_of_order", "reply", "procedural_motion")
"""As they are offered: the common one first."""


def kinds_open(state: State, seat: str) -> Iterator[Kind]:
    """The kinds of request that the list still takes from this seat."""
    for kind in KINDS:
        if guest(state, seat) and kind in ("point_of_order", "procedural_motion"):
            continue
        if chair_only(state) and kind != "point_of_order":
            continue
        standing = standing_of(state, seat)
        if not any((r.kind == "point_of_order") == (kind == "point_of_order") for r in standing):
            yield kind


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


def ask(state: State, actor: Actor, command: RequestFloor, _n: datetime) -> Iterator[FloorRequested]:
    if actor.role in OFFICERS:
        if command.delegation is None:
            raise refuse("bad_field", field="delegation", problem="say on behalf of which delegation")
        if command.delegation not in state.delegations:
            raise refuse("unknown", what="delegation", id=command.delegation)
        may_speak(state, command.delegation)
    elif command.delegation not in (None, actor.delegation):
        raise refuse("not_your_delegation")
    if command.item is not None and command.item not in state.items:
        raise refuse("unknown", what="agenda_item", id=command.item)
    if command.item is not None and not admission.admitted_to(state, actor.delegation, command.item):
        raise refuse("not_your_item")
    seat, delegation = speaker_of(state, actor, command.delegation)
    if command.kind in ("point_of_order", "procedural_motion") and guest(state, seat):
        raise refuse("bad_field", field="kind", problem="guests do not speak on the procedure")
    not_asked_yet(state, seat, command.kind)
    current = next((i.number for i in state.items.values() if i.state == "under_consideration"), None)
    yield FloorRequested(
        f"request-{state.version + 1}", seat, delegation, command.kind, command.item or current
    )


def reply_is_due(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """By the rule `reply_when`, a reply waits until the others on the item, or of the sitting, were heard."""
    rule = state.convocation.rules.reply_when
    if state.requests[entity].kind != "reply" or rule == "immediately":
        return
    if any(state.requests[r].kind != "reply" for r in state.queue):
        raise refuse("reply_waits")
    open_items = (i for i in state.items.values() if i.state == "under_consideration")
    if rule == "end_of_sitting" and (item := next(open_items, None)) is not None:
        raise refuse("item_open", id=item.number)


def rank(state: State, request: FloorRequest) -> int:
    if request.kind == "reply" and state.convocation.rules.reply_when != "immediately":
        return len(PRECEDENCE) + 1
    return len(PRECEDENCE) if guest(state, request.seat) else PRECEDENCE.index(request.kind)


def place_for(state: State, request: FloorRequest) -> int:
    """Behind the last in the list that goes before it or is its equal."""
    own = rank(state, request)
    if request.kind == "point_of_order" and state.convocation.rules.point_of_order_order == "lifo":
        return 1
    others = [state.requests[r] for r in _without(state.queue, request.id)]
    return 1 + max(
        (n for n, r in enumerate(others, 1) if r.state == "queued" and rank(state, r) <= own), default=0
    )


def waits_for_acceptance(state: State, request: FloorRequest) -> bool:
    if request.kind == "point_of_order":
        return False
    rules = state.convocation.rules
    if rules.mode != "open" or state.conduct.list == "list_closed":
        return True
    return guest(state, request.seat) and rules.observers_speak == "on_invitation"


def accept(state: State, _a: Actor, command: Accept, _n: datetime) -> Iterator[RequestQueued]:
    yield RequestQueued(command.request, place_for(state, state.requests[command.request]))


def reorder(state: State, _a: Actor, command: Reorder, _n: datetime) -> Iterator[RequestQueued]:
    if not 1 <= command.place <= len(state.queue):
        raise refuse("bad_field", field="place", problem=f"between 1 and {len(state.queue)}")
    yield RequestQueued(command.request, command.place)


def grant(state: State, _a: Actor, command: Grant, _n: datetime) -> Iterator[SpeechPaused | FloorGranted]:
    request = state.requests[command.request]
    for r in interrupted_by(state, request):
        yield SpeechPaused(r, "point_of_order")
    yield FloorGranted(command.request, request.seat)


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
    state = _without_point(_with(state, event.request, state=event.outcome), event.request)
    return replace(
        state, queue=_without(state.queue, event.request), speakers=_without(state.speakers, event.request)
    )


def _without_point(state: State, request: str) -> State:
    """A point of order that was not heard out, or was ruled upon, awaits no ruling."""
    points = _without(state.conduct.points, request)
    return replace(state, conduct=replace(state.conduct, points=points))


def fold_granted(state: State, event: FloorGranted, stamp: Stamp) -> State:
    state = _with(state, event.request, state="granted", granted_at=stamp.at)
    if state.conduct.ruled:
        state = replace(state, conduct=replace(state.conduct, ruled="", ruled_on=None))
    if state.requests[event.request].kind == "point_of_order":
        points = (*state.conduct.points, event.request)
        state = replace(state, conduct=replace(state.conduct, points=points))
    return replace(
        state, queue=_without(state.queue, event.request), speakers=(*state.speakers, event.request)
    )


def fold_begun(state: State, event: SpeechBegan, stamp: Stamp) -> State:
    r = state.requests[event.request]
    state = noted(
        state, stamp, "speech", delegation=r.delegation, seat=r.seat, what=r.kind, request=event.request
    )
    return fold_began(state, event, stamp)


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
    if event.outcome == "revoked":
        state = _without_point(state, event.request)
    return replace(state, speakers=_without(state.speakers, event.request))


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
    "request_floor": (sitting_in_progress, asks_for_itself),
    "accept": (sitting_in_progress,),
    "withdraw_request": (own_request,),
    "resume_speech": (floor_free_again, incidents.everybody_hears),
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
    PauseSpeech: lambda _s, actor, command, _n: iter(
        (SpeechPaused(command.request, "interpretation" if actor.role == "system" else "presiding"),)
    ),
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
    SpeechBegan: fold_begun,
    SpeechPaused: fold_paused,
    SpeechResumed: fold_began,
    SpeechEnded: fold_ended,
}
