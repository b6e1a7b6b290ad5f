"""The rules of the list of speakers: guards, consequences and fold for `matters.floor`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import admission
from vcsession.core.matters.floor import (
    PRECEDENCE,
    Accept,
    FloorRequest,
    FloorRequested,
    Kind,
    LapseRequest,
    Refuse,
    Reorder,
    RequestClosed,
    RequestFloor,
    RequestQueued,
    WithdrawRequest,
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
    others = [state.requests[r] for r in without(state.queue, request.id)]
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


def changed(state: State, request: str, /, **changes: object) -> State:
    new = replace(state.requests[request], **changes)  # type: ignore[arg-type]
    return replace(state, requests={**state.requests, request: new})


def without(line: tuple[str, ...], request: str) -> tuple[str, ...]:
    return tuple(r for r in line if r != request)


def fold_requested(state: State, event: FloorRequested, stamp: Stamp) -> State:
    request = FloorRequest(
        event.request, event.seat, event.delegation, event.kind, event.item, stamp.actor.seat, stamp.at
    )
    return replace(
        state, requests={**state.requests, event.request: request}, queue=(*state.queue, event.request)
    )


def fold_queued(state: State, event: RequestQueued, _stamp: Stamp) -> State:
    rest = without(state.queue, event.request)
    at = event.place - 1
    state = replace(state, queue=(*rest[:at], event.request, *rest[at:]))
    return changed(state, event.request, state="queued")


def fold_closed(state: State, event: RequestClosed, _stamp: Stamp) -> State:
    state = without_point(changed(state, event.request, state=event.outcome), event.request)
    return replace(
        state, queue=without(state.queue, event.request), speakers=without(state.speakers, event.request)
    )


def without_point(state: State, request: str) -> State:
    """A point of order that was not heard out, or was ruled upon, awaits no ruling."""
    points = without(state.conduct.points, request)
    return replace(state, conduct=replace(state.conduct, points=points))


GUARDS = {
    "request_floor": (sitting_in_progress, asks_for_itself),
    "accept": (sitting_in_progress,),
    "withdraw_request": (own_request,),
}
DECIDE: dict[type, Decide] = {
    RequestFloor: ask,
    Accept: accept,
    Refuse: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "refused", command.reason),)),
    WithdrawRequest: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "withdrawn"),)),
    Reorder: reorder,
    LapseRequest: lambda _s, _a, command, _n: iter((RequestClosed(command.request, "lapsed"),)),
}
FOLD: dict[type, Fold] = {
    FloorRequested: fold_requested,
    RequestQueued: fold_queued,
    RequestClosed: fold_closed,
}
