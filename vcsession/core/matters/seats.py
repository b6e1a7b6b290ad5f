"""Seats beyond the session file, their links, and the lobby: who may come in at all.

A link names its seat and its serial number. A revoked seat stays known to the log, but it acts no more,
hears nothing and is shown nothing; a link that is issued anew ends the former one. Where the rule `lobby` is
on, a seat that comes sees the title and waits until the secretary admits it; secretaries come in at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.convocation import INTO, Seat
from vcsession.core.matters import incidents, speaking
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.floor import RequestClosed, SpeechEnded
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

IssuedRole = Literal["deputy", "secretary", "delegate", "interpreter", "observer", "technician"]
"""The chair and the heads are one each: their links are issued anew instead."""

MOST_SEATS = 600
"""Revoked ones included: twice what a session file may name."""


@dataclass(frozen=True, slots=True)
class Link:
    """`version` is that of the commit that changed it last."""

    state: str = "issued_link"
    serial: int = 1
    version: int = 0


FIRST = Link()


@dataclass(frozen=True, slots=True)
class IssueSeat:
    """`delegation` for a delegate, `language` for an interpreter: into which."""

    role: IssuedRole
    office: Text
    delegation: str | None = None
    language: Language | None = None
    mandate: bool = False
    type: Literal["issue_seat"] = "issue_seat"


@dataclass(frozen=True, slots=True)
class WaitInLobby:
    seat: str
    type: Literal["wait_in_lobby"] = "wait_in_lobby"


@dataclass(frozen=True, slots=True)
class AdmitSeat:
    seat: str
    type: Literal["admit_seat"] = "admit_seat"


@dataclass(frozen=True, slots=True)
class RevokeSeat:
    seat: str
    type: Literal["revoke_seat"] = "revoke_seat"


@dataclass(frozen=True, slots=True)
class ReissueLink:
    seat: str
    type: Literal["reissue_link"] = "reissue_link"


@dataclass(frozen=True, slots=True)
class SeatIssued:
    seat: Seat
    type: Literal["seat_issued"] = "seat_issued"


@dataclass(frozen=True, slots=True)
class SeatWaits:
    seat: str
    type: Literal["seat_waits"] = "seat_waits"


@dataclass(frozen=True, slots=True)
class SeatAdmitted:
    seat: str
    type: Literal["seat_admitted"] = "seat_admitted"


@dataclass(frozen=True, slots=True)
class SeatRevoked:
    seat: str
    type: Literal["seat_revoked"] = "seat_revoked"


@dataclass(frozen=True, slots=True)
class LinkReissued:
    """Links of a lower serial number are dead."""

    seat: str
    serial: int
    type: Literal["link_reissued"] = "link_reissued"


Command = IssueSeat | WaitInLobby | AdmitSeat | RevokeSeat | ReissueLink
Event = SeatIssued | SeatWaits | SeatAdmitted | SeatRevoked | LinkReissued


def link(state: State, seat: str) -> Link:
    return state.links.get(seat, FIRST)


def revoked(state: State, seat: str) -> bool:
    return link(state, seat).state == "revoked_seat"


def outside(state: State, seat: str) -> bool:
    """Whether the seat has still to be admitted: also before the log says that it waits."""
    plate = state.seats.get(seat)
    if plate is None or plate.role == "secretary" or not state.convocation.rules.lobby:
        return False
    return link(state, seat).state in ("issued_link", "waiting_in_lobby")


def live(state: State) -> Iterator[Seat]:
    """The seats that are not revoked."""
    return (seat for seat in state.seats.values() if not revoked(state, seat.id))


def inside(state: State) -> Iterator[Seat]:
    """The seats that may be in the room: neither revoked nor waiting."""
    return (seat for seat in live(state) if not outside(state, seat.id))


def must_be_inside(state: State, actor: Actor) -> None:
    """Whoever is not in the room does nothing there, whatever connection it comes by."""
    if revoked(state, actor.seat) or revoked(state, actor.entered_by or actor.seat):
        raise refuse("seat_revoked")
    # whose aide presses need not be at a device at all
    if outside(state, actor.entered_by or actor.seat):
        raise refuse("in_lobby")


def must_wait(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not outside(state, entity):
        raise refuse("not_due")


def can_be_spared(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.seats[entity].role == "chair":
        raise refuse("seat_needed")
    if entity == state.presiding.seat:
        raise refuse("seat_presides")
    if state.seats[entity].role == "secretary" and sum(s.role == "secretary" for s in live(state)) == 1:
        raise refuse("last_secretary")


def issue(state: State, _a: Actor, command: IssueSeat, _n: datetime) -> Iterator[SeatIssued]:
    check_text(state, command.office, "office")
    if len(state.seats) >= MOST_SEATS:
        raise refuse("bad_field", field="role", problem=f"a session has at most {MOST_SEATS} seats")
    if command.role == "delegate":
        if command.delegation is None:
            raise refuse("bad_field", field="delegation", problem="say of which delegation")
        if command.delegation not in state.delegations:
            raise refuse("unknown", what="delegation", id=command.delegation)
    elif command.delegation is not None or command.mandate:
        field = "delegation" if command.delegation is not None else "mandate"
        raise refuse("bad_field", field=field, problem="only a delegate has one")
    if command.role == "interpreter":
        if command.language not in state.convocation.languages.interpreted or command.language not in INTO:
            raise refuse("bad_field", field="language", problem="a language that is interpreted")
    elif command.language is not None:
        raise refuse("bad_field", field="language", problem="only an interpreter has one")
    yield SeatIssued(
        Seat(
            _free(state, command),
            command.role,
            command.office,
            command.delegation,
            command.language,
            command.mandate,
        )
    )


def _free(state: State, command: IssueSeat) -> str:
    """The next id of its kind; that of a revoked seat is never given again."""
    if command.role == "delegate" and command.delegation is not None:
        names = (f"{command.delegation.lower()}-{n}" for n in itertools.count(1))
    else:
        name = f"interpreter-{command.language}" if command.role == "interpreter" else command.role
        names = (name if n == 1 else f"{name}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in state.seats)


def reissue(state: State, _a: Actor, command: ReissueLink, _n: datetime) -> Iterator[LinkReissued]:
    yield LinkReissued(command.seat, link(state, command.seat).serial + 1)


def _with(state: State, seat: str, stamp: Stamp, /, **changes: object) -> State:
    changed = replace(link(state, seat), version=stamp.version, **changes)  # type: ignore[arg-type]
    return replace(state, links={**state.links, seat: changed})


def fold_issued(state: State, event: SeatIssued, _stamp: Stamp) -> State:
    return replace(state, seats={**state.seats, event.seat.id: event.seat})


def consequences(
    state: State,
) -> Iterator[RequestClosed | SpeechEnded | incidents.IncidentCleared]:
    """Nothing of a revoked seat is left in the room."""
    if not any(one.state == "revoked_seat" for one in state.links.values()):
        return
    for r in state.speakers:
        if revoked(state, state.requests[r].seat):
            yield speaking.ends(state.requests[r])
    for r in state.queue:
        if revoked(state, state.requests[r].seat):
            yield RequestClosed(r, "lapsed")
    for incident in state.incidents.values():
        if incident.state == "open_incident" and revoked(state, incident.seat):
            yield incidents.IncidentCleared(incident.id, "left")


GUARDS = {"wait_in_lobby": (must_wait,), "revoke_seat": (can_be_spared,)}
DECIDE: dict[type, Decide] = {
    IssueSeat: issue,
    WaitInLobby: lambda _s, _a, command, _n: iter((SeatWaits(command.seat),)),
    AdmitSeat: lambda _s, _a, command, _n: iter((SeatAdmitted(command.seat),)),
    RevokeSeat: lambda _s, _a, command, _n: iter((SeatRevoked(command.seat),)),
    ReissueLink: reissue,
}
FOLD: dict[type, Fold] = {
    SeatIssued: fold_issued,
    SeatWaits: lambda state, event, stamp: _with(state, event.seat, stamp, state="waiting_in_lobby"),
    SeatAdmitted: lambda state, event, stamp: _with(state, event.seat, stamp, state="admitted"),
    SeatRevoked: lambda state, event, stamp: _with(state, event.seat, stamp, state="revoked_seat"),
    LinkReissued: lambda state, event, stamp: _with(
        state, event.seat, stamp, state="issued_link", serial=event.serial
    ),
}
