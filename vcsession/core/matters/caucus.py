"""Caucus rooms beside the plenary: who is inside, from when to when, and nothing else (`domain.md` 3.4, 10).

What is said in a room is in no log. A delegation whose head sits in one is present for the roll-call all
the same; it is only not at the table, so nothing can be put to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from vcsession.core.state import State

Kind = Literal["delegation", "bilateral", "consultations", "technical"]


@dataclass(frozen=True, slots=True)
class CaucusRoom:
    """`opened_by` is a seat; `owner` its delegation, None for the officers' rooms.

    `delegations` are the parties to the room. `members` are the seats inside, in the order of their coming;
    `invited` those that may come in.
    """

    id: str
    kind: Kind
    opened_by: str
    owner: str | None
    delegations: tuple[str, ...]
    invited: tuple[str, ...]
    opened_at: datetime
    members: tuple[str, ...] = ()
    state: str = "open_room_state"
    entered: bool = False
    """Somebody has been inside: when the last one leaves, the room closes."""
    closes_at: datetime | None = None
    """The end of the countdown, once the room is recalled."""


def open_rooms(state: State) -> Iterator[CaucusRoom]:
    return (room for room in state.rooms.values() if room.state != "closed_room")


def room_of(state: State, seat: str) -> CaucusRoom | None:
    """The room in which the seat is now."""
    return next((room for room in open_rooms(state) if seat in room.members), None)


def away(state: State) -> frozenset[str]:
    """Every seat that is in a room, and so not in the plenary."""
    return frozenset(seat for room in open_rooms(state) for seat in room.members)


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """`delegation`: a head's own; `bilateral`: a head with the one it names; `consultations`: the presiding
    officer with those named; `technical`: a technician."""

    kind: Kind
    delegations: tuple[str, ...] = ()
    type: Literal["open_room"] = "open_room"


@dataclass(frozen=True, slots=True)
class Invite:
    room: str
    seat: str
    type: Literal["invite"] = "invite"


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    room: str
    type: Literal["accept_invitation"] = "accept_invitation"


@dataclass(frozen=True, slots=True)
class DeclineInvitation:
    room: str
    type: Literal["decline_invitation"] = "decline_invitation"


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """Back to the plenary. Whoever leaves may come in again for as long as the room is open."""

    room: str
    type: Literal["leave_room"] = "leave_room"


@dataclass(frozen=True, slots=True)
class Recall:
    """The room closes by itself when the time of the rule `recall_s` is over."""

    room: str
    type: Literal["recall"] = "recall"


@dataclass(frozen=True, slots=True)
class CloseRoom:
    room: str
    type: Literal["close_room"] = "close_room"


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """`known_to`, here and below: the delegations that may read this in the log, besides the officers."""

    room: str
    kind: Kind
    owner: str | None
    delegations: tuple[str, ...]
    invited: tuple[str, ...]
    known_to: tuple[str, ...]
    type: Literal["room_opened"] = "room_opened"


@dataclass(frozen=True, slots=True)
class RoomInvited:
    room: str
    seat: str
    known_to: tuple[str, ...]
    type: Literal["room_invited"] = "room_invited"


@dataclass(frozen=True, slots=True)
class RoomEntered:
    """From this commit on the seat is in the room and not in the plenary."""

    room: str
    seat: str
    known_to: tuple[str, ...]
    type: Literal["room_entered"] = "room_entered"


@dataclass(frozen=True, slots=True)
class InvitationDeclined:
    room: str
    seat: str
    known_to: tuple[str, ...]
    type: Literal["invitation_declined"] = "invitation_declined"


@dataclass(frozen=True, slots=True)
class RoomLeft:
    room: str
    seat: str
    known_to: tuple[str, ...]
    type: Literal["room_left"] = "room_left"


@dataclass(frozen=True, slots=True)
class RoomRecalled:
    room: str
    closes_at: datetime
    known_to: tuple[str, ...]
    type: Literal["room_recalled"] = "room_recalled"


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """Everybody who was inside is in the plenary again."""

    room: str
    known_to: tuple[str, ...]
    type: Literal["room_closed"] = "room_closed"


Command = OpenRoom | Invite | AcceptInvitation | DeclineInvitation | LeaveRoom | Recall | CloseRoom
Event = RoomOpened | RoomInvited | RoomEntered | InvitationDeclined | RoomLeft | RoomRecalled | RoomClosed
