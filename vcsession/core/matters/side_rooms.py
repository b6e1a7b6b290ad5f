"""The rules of caucus rooms: guards, consequences and fold for `matters.caucus`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import languages, roll_call, seats
from vcsession.core.matters.caucus import (
    AcceptInvitation,
    CaucusRoom,
    CloseRoom,
    DeclineInvitation,
    InvitationDeclined,
    Invite,
    LeaveRoom,
    OpenRoom,
    Recall,
    RoomClosed,
    RoomEntered,
    RoomInvited,
    RoomLeft,
    RoomOpened,
    RoomRecalled,
    away,
    open_rooms,
    room_of,
)
from vcsession.core.matters.floor import RequestClosed, SpeechEnded
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

LIVE = frozenset({"convened", "open", "suspended"})
"""States of a session in which there is a plenary to leave."""

AT_WORK = frozenset({"called_to_order", "in_session"})
"""States of a sitting that somebody must preside over."""


def heads_away(state: State) -> Iterator[str]:
    """The counted, present delegations whose head is in a room: nothing can be put to them."""
    heads = {state.seats[seat].delegation for seat in away(state) if state.seats[seat].role == "head"}
    if not heads:
        return iter(())
    return (code for code in roll_call.present(state) if code in heads)


def heads_at_the_table(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    for code in heads_away(state):
        raise refuse("in_caucus", id=code)


def in_the_plenary(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """Nobody gets the floor of a plenary in which he is not."""
    request = state.requests[entity]
    if room_of(state, request.seat) is not None:
        raise refuse("in_caucus", id=request.delegation or request.seat)


def must_stay(state: State, seat: str) -> bool:
    """A sitting at work is not left by the officer who presides."""
    sitting = state.sitting
    return seat == state.presiding.seat and sitting is not None and sitting.state in AT_WORK


def may_open(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status not in LIVE:
        raise refuse("session_not_open")
    if not must_stay(state, actor.seat):
        free(state, actor)
    if actor.delegation and any(room.owner == actor.delegation for room in open_rooms(state)):
        raise refuse("room_open")


def free(state: State, actor: Actor) -> None:
    if room_of(state, actor.seat) is not None:
        raise refuse("already_in_room")
    if languages.on_air(state, actor.seat):
        raise refuse("on_air")


def may_invite(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    room = state.rooms[entity]
    if room.kind == "consultations":
        allowed = actor.seat == state.presiding.seat
    elif room.kind == "technical":
        allowed = actor.role == "technician"
    else:
        allowed = actor.delegation in room.delegations and (actor.seat in (*room.members, room.opened_by))
    if not allowed:
        raise unknown(entity)
    if not any(True for _ in guests(state, room, actor)):
        raise refuse("nobody_to_invite")


def invited(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.seat not in state.rooms[entity].invited:
        raise unknown(entity)


def may_enter(state: State, actor: Actor, entity: str, now: datetime) -> None:
    invited(state, actor, entity, now)
    if must_stay(state, actor.seat):
        raise refuse("presiding_stays")
    free(state, actor)


def inside(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.seat not in state.rooms[entity].members:
        raise unknown(entity)


def may_close(state: State, actor: Actor, entity: str, now: datetime) -> None:
    room = state.rooms[entity]
    if actor.role == "system":
        if room.closes_at is None or now < room.closes_at:
            raise refuse("not_due", until=room.closes_at)
    elif actor.role == "technician":
        if room.kind != "technical":
            raise unknown(entity)
    elif actor.seat != state.presiding.seat and (actor.delegation is None or actor.delegation != room.owner):
        raise unknown(entity)


def unknown(room: str) -> Exception:
    """Of a room that is none of one's own one does not learn that it exists."""
    return refuse("unknown", what="caucus_room", id=room)


def guests(state: State, room: CaucusRoom, actor: Actor) -> Iterator[str]:
    """The seats that the actor may invite into the room; never an observer."""
    present = (*room.members, *room.invited)
    for seat in state.seats.values():
        if seat.role == "observer" or seat.id in present:
            continue
        own = seat.role == "interpreter" or seat.delegation == actor.delegation
        if own or room.kind in ("consultations", "technical"):
            yield seat.id


def head_of(state: State, code: str) -> str:
    return next(s.id for s in state.seats.values() if s.delegation == code and s.role == "head")


def parties(state: State, actor: Actor, command: OpenRoom) -> tuple[str, ...]:
    """The delegations of a new room, the opener's own first."""
    named = tuple(dict.fromkeys(command.delegations))
    for code in named:
        if code not in state.delegations:
            raise refuse("unknown", what="delegation", id=code)
    others = tuple(code for code in named if code != actor.delegation)
    match command.kind, actor.role:
        case "delegation", "head" if not others:
            return (actor.delegation or "",)
        case "bilateral", "head":
            if len(others) != 1:
                raise refuse("bad_field", field="delegations", problem="one other delegation")
            return (actor.delegation or "", *others)
        case "consultations", "chair" | "deputy":
            if not named:
                raise refuse("bad_field", field="delegations", problem="say which delegations")
            return named
        case "technical", "technician" if not named:
            return ()
    raise refuse("bad_field", field="kind", problem="not a room for this seat to open, or not with these")


def known_to(state: State, room: CaucusRoom, *more: str) -> tuple[str, ...]:
    seats = (state.seats[seat].delegation for seat in (*room.members, *room.invited, *more))
    return tuple(dict.fromkeys(code for code in (*room.delegations, *seats) if code))


def open_room(
    state: State, actor: Actor, command: OpenRoom, now: datetime
) -> Iterator[RoomOpened | RequestClosed | SpeechEnded | RoomEntered]:
    """Whoever opens a room is in it, but for the presiding officer of a sitting at work, who may follow."""
    delegations = parties(state, actor, command)
    if command.kind == "delegation":
        seats = [s.id for s in state.seats.values() if s.delegation == actor.delegation]
    else:
        seats = [head_of(state, code) for code in delegations]
    guests = tuple(seat for seat in seats if seat != actor.seat)
    name = f"room-{len(state.rooms) + 1}"
    room = CaucusRoom(name, command.kind, actor.seat, actor.delegation, delegations, guests, now)
    told = known_to(state, room)
    stays = must_stay(state, actor.seat)
    asked = (actor.seat, *guests) if stays else guests
    yield RoomOpened(name, command.kind, actor.delegation, delegations, asked, told)
    if not stays:
        yield from leaves_the_floor(state, actor.seat)
        yield RoomEntered(name, actor.seat, told)


def leaves_the_floor(state: State, seat: str) -> Iterator[RequestClosed | SpeechEnded]:
    """The gate of the plenary closes first: a speech ends, a turn not begun lapses."""
    for request in (state.requests[r] for r in state.speakers):
        if request.seat == seat and request.state == "granted":
            yield RequestClosed(request.id, "lapsed")
        elif request.seat == seat:
            yield SpeechEnded(request.id, "finished")


def enter(
    state: State, actor: Actor, command: AcceptInvitation, _n: datetime
) -> Iterator[RequestClosed | SpeechEnded | RoomEntered]:
    yield from leaves_the_floor(state, actor.seat)
    yield RoomEntered(command.room, actor.seat, known_to(state, state.rooms[command.room]))


def invite(state: State, actor: Actor, command: Invite, _n: datetime) -> Iterator[RoomInvited]:
    room = state.rooms[command.room]
    if command.seat not in guests(state, room, actor):
        raise refuse("bad_field", field="seat", problem="nobody whom you may invite into this room")
    yield RoomInvited(command.room, command.seat, known_to(state, room, command.seat))


def recall(state: State, _a: Actor, command: Recall, now: datetime) -> Iterator[RoomRecalled]:
    closes_at = now + timedelta(seconds=state.convocation.rules.recall_s)
    yield RoomRecalled(command.room, closes_at, known_to(state, state.rooms[command.room]))


def consequences(state: State) -> Iterator[RoomLeft | RoomClosed]:
    """A room ends with the session, or when its last member leaves; whoever presides comes back to work.

    A seat that was revoked, or must be admitted again, is in no room either.
    """
    for room in open_rooms(state):
        if state.status not in LIVE or (room.entered and not room.members):
            yield RoomClosed(room.id, known_to(state, room))
        for seat in room.members:
            if must_stay(state, seat) or seats.revoked(state, seat) or seats.outside(state, seat):
                yield RoomLeft(room.id, seat, known_to(state, room))


def _with(state: State, room: str, /, **changes: object) -> State:
    changed = replace(state.rooms[room], **changes)  # type: ignore[arg-type]
    return replace(state, rooms={**state.rooms, room: changed})


def _without(seats: Iterable[str], seat: str) -> tuple[str, ...]:
    return tuple(other for other in seats if other != seat)


def fold_opened(state: State, event: RoomOpened, stamp: Stamp) -> State:
    room = CaucusRoom(
        event.room,
        event.kind,
        stamp.actor.seat,
        event.owner,
        event.delegations,
        event.invited,
        stamp.at,
    )
    return replace(state, rooms={**state.rooms, event.room: room})


def fold_invited(state: State, event: RoomInvited, _stamp: Stamp) -> State:
    return _with(state, event.room, invited=(*state.rooms[event.room].invited, event.seat))


def fold_entered(state: State, event: RoomEntered, _stamp: Stamp) -> State:
    room = state.rooms[event.room]
    members, invited = (*room.members, event.seat), _without(room.invited, event.seat)
    return _with(state, event.room, members=members, invited=invited, entered=True)


def fold_declined(state: State, event: InvitationDeclined, _stamp: Stamp) -> State:
    return _with(state, event.room, invited=_without(state.rooms[event.room].invited, event.seat))


def fold_left(state: State, event: RoomLeft, _stamp: Stamp) -> State:
    room = state.rooms[event.room]
    members, invited = _without(room.members, event.seat), (*room.invited, event.seat)
    return _with(state, event.room, members=members, invited=invited)


def fold_recalled(state: State, event: RoomRecalled, _stamp: Stamp) -> State:
    return _with(state, event.room, state="recalled", closes_at=event.closes_at)


def fold_closed(state: State, event: RoomClosed, _stamp: Stamp) -> State:
    return _with(state, event.room, state="closed_room", members=(), invited=())


GUARDS = {
    "open_room": (may_open,),
    "invite": (may_invite,),
    "accept_invitation": (may_enter,),
    "decline_invitation": (invited,),
    "leave_room": (inside,),
    "close_room": (may_close,),
}
DECIDE: dict[type, Decide] = {
    OpenRoom: open_room,
    Invite: invite,
    AcceptInvitation: enter,
    DeclineInvitation: lambda state, actor, command, _n: iter(
        (InvitationDeclined(command.room, actor.seat, known_to(state, state.rooms[command.room])),)
    ),
    LeaveRoom: lambda state, actor, command, _n: iter(
        (RoomLeft(command.room, actor.seat, known_to(state, state.rooms[command.room])),)
    ),
    Recall: recall,
    CloseRoom: lambda state, _a, command, _n: iter(
        (RoomClosed(command.room, known_to(state, state.rooms[command.room])),)
    ),
}
FOLD: dict[type, Fold] = {
    RoomOpened: fold_opened,
    RoomInvited: fold_invited,
    RoomEntered: fold_entered,
    InvitationDeclined: fold_declined,
    RoomLeft: fold_left,
    RoomRecalled: fold_recalled,
    RoomClosed: fold_closed,
}
