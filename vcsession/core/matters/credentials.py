"""Credentials: who may speak for a delegation, and who heads it.

A delegation has one head at a time. While another is named, that seat is the head's in every respect, and the
former head acts as a delegate with a mandate; so a deputy who presides hands its delegation over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.convocation import Seat
from vcsession.core.matters import persons, seats
from vcsession.core.matters.persons import (
    LONGEST_NAME,
    Attendant,
    Named,
    PersonRegistered,
    check_people,
    registered,
)
from vcsession.core.matters.roll_call import own
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

HeadKind = Literal["replacement", "acting"]
Received = Literal["original", "copy", "electronic"]

IN_THE_ROOM = frozenset({"present", "temporarily_absent", "link_lost"})


@dataclass(frozen=True, slots=True)
class HeadTerm:
    """While somebody else is the head; `person` "" where none was named.

    `before`: the seats as they were, none while the term is yet to come.
    """

    kind: HeadKind
    seat: str
    person: str
    since: datetime
    until: datetime | None
    before: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Credentials:
    """`attendance`: for each sitting who is in the room, in the order given."""

    state: str = "no_credentials"
    letter: str = ""
    dated: date | None = None
    received: str = ""
    term: HeadTerm | None = None
    coming: HeadTerm | None = None
    attendance: Mapping[str, tuple[Attendant, ...]] = field(default_factory=dict)


NONE: Final = Credentials()


@dataclass(frozen=True, slots=True)
class SubmitCredentials:
    """`letter`: its number. `delegation` defaults to one's own, here and below."""

    letter: str
    dated: date
    received: Received
    delegation: str | None = None
    type: Literal["submit_credentials"] = "submit_credentials"


@dataclass(frozen=True, slots=True)
class AcceptCredentials:
    delegation: str
    type: Literal["accept_credentials"] = "accept_credentials"


@dataclass(frozen=True, slots=True)
class AcceptProvisionally:
    """The original is to follow."""

    delegation: str
    type: Literal["accept_provisionally"] = "accept_provisionally"


@dataclass(frozen=True, slots=True)
class WithdrawCredentials:
    delegation: str
    type: Literal["withdraw_credentials"] = "withdraw_credentials"


@dataclass(frozen=True, slots=True)
class NameHead:
    """From `since` on, or now, until `until` or the secretary's word.

    `seat`: the head's link, or an alternate's.
    """

    delegation: str
    seat: str
    kind: HeadKind
    person: Named | None = None
    until: datetime | None = None
    since: datetime | None = None
    type: Literal["name_head"] = "name_head"


@dataclass(frozen=True, slots=True)
class BeginHeadTerm:
    delegation: str
    type: Literal["begin_head_term"] = "begin_head_term"


@dataclass(frozen=True, slots=True)
class EndHeadTerm:
    """The one that runs; where none does, the one to come never begins."""

    delegation: str
    type: Literal["end_head_term"] = "end_head_term"


@dataclass(frozen=True, slots=True)
class CredentialsSubmitted:
    delegation: str
    letter: str
    dated: date
    received: Received
    type: Literal["credentials_submitted"] = "credentials_submitted"


@dataclass(frozen=True, slots=True)
class CredentialsMoved:
    """`status`: accepted_credentials, provisional_credentials, withdrawn_credentials."""

    delegation: str
    status: str
    type: Literal["credentials_moved"] = "credentials_moved"


@dataclass(frozen=True, slots=True)
class HeadToCome:
    """It takes the place of whichever was to come before."""

    delegation: str
    seat: str
    kind: HeadKind
    person: str
    since: datetime
    until: datetime | None
    type: Literal["head_to_come"] = "head_to_come"


@dataclass(frozen=True, slots=True)
class HeadNamed:
    delegation: str
    seat: str
    kind: HeadKind
    person: str
    until: datetime | None
    type: Literal["head_named"] = "head_named"


@dataclass(frozen=True, slots=True)
class HeadTermEnded:
    """`coming`: the one that was to come never begins."""

    delegation: str
    coming: bool = False
    type: Literal["head_term_ended"] = "head_term_ended"


Command = (
    SubmitCredentials
    | AcceptCredentials
    | AcceptProvisionally
    | WithdrawCredentials
    | NameHead
    | BeginHeadTerm
    | EndHeadTerm
)
Event = CredentialsSubmitted | CredentialsMoved | PersonRegistered | HeadToCome | HeadNamed | HeadTermEnded


def credentials(state: State, delegation: str) -> Credentials:
    return state.credentials.get(delegation, NONE)


def seated(state: State, actor: Actor) -> Actor:
    """The actor with the role that its seat has now: the head may have changed since it came."""
    seat = state.seats.get(actor.seat)
    if actor.role == "system" or seat is None or seat.role == actor.role:
        return actor
    return replace(actor, role=seat.role)


def not_in_the_room(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    presence = state.presence.get(entity)
    if not state.convocation.rules.accreditation or state.sitting is None or presence is None:
        return
    if presence.state in IN_THE_ROOM:
        raise refuse("delegation_present", id=entity)


def term_begins(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    coming = credentials(state, entity).coming
    if coming is None or now < coming.since:
        raise refuse("not_due", until=coming.since if coming else None)


def term_over(state: State, actor: Actor, entity: str, now: datetime) -> None:
    one = credentials(state, entity)
    if one.term is None and one.coming is None:
        raise refuse("no_head_term")
    until = one.term.until if one.term else None
    if actor.role == "system" and (until is None or now < until):
        raise refuse("not_due", until=until)


def submit(
    _s: State, actor: Actor, command: SubmitCredentials, _n: datetime
) -> Iterator[CredentialsSubmitted]:
    if not 0 < len(command.letter.strip()) <= LONGEST_NAME:
        raise refuse("bad_field", field="letter", problem="the letter's number")
    yield CredentialsSubmitted(
        own(actor, command.delegation), command.letter, command.dated, command.received
    )


def name_head(
    state: State, _a: Actor, command: NameHead, now: datetime
) -> Iterator[PersonRegistered | HeadToCome | HeadNamed]:
    seat = state.seats.get(command.seat)
    if seat is None or seats.revoked(state, command.seat) or seat.delegation != command.delegation:
        raise refuse("bad_field", field="seat", problem="a seat of this delegation")
    begins = now
    for name, at in (("since", command.since), ("until", command.until)):
        if at is not None and (at.tzinfo is None or at <= begins):
            raise refuse("bad_field", field=name, problem="a time to come")
        begins = at or begins
    person = ""
    if command.person is not None:
        check_people(state, (command.person,))
        person, new = registered(state, command.delegation, command.person, state.persons)
        if new is not None:
            yield PersonRegistered(new)
    if command.since is None:
        yield HeadNamed(command.delegation, command.seat, command.kind, person, command.until)
    else:
        since = command.since.astimezone(UTC)
        yield HeadToCome(command.delegation, command.seat, command.kind, person, since, command.until)


def begin(state: State, _a: Actor, command: BeginHeadTerm, _n: datetime) -> Iterator[HeadNamed]:
    if (coming := credentials(state, command.delegation).coming) is not None:
        yield HeadNamed(command.delegation, coming.seat, coming.kind, coming.person, coming.until)


def end(state: State, _a: Actor, command: EndHeadTerm, _n: datetime) -> Iterator[HeadTermEnded]:
    running = credentials(state, command.delegation).term is not None
    yield HeadTermEnded(command.delegation, coming=not running)


def consequences(state: State) -> Iterator[HeadTermEnded]:
    """What rests on a revoked seat, or on credentials that were withdrawn, is over."""
    for code, one in state.credentials.items():
        withdrawn = one.state == "withdrawn_credentials"
        if one.term and (withdrawn or seats.revoked(state, one.term.seat)):
            yield HeadTermEnded(code)
        if one.coming and (withdrawn or seats.revoked(state, one.coming.seat)):
            yield HeadTermEnded(code, coming=True)


def changed(state: State, delegation: str, /, **changes: object) -> State:
    new = replace(credentials(state, delegation), **changes)  # type: ignore[arg-type]
    return replace(state, credentials={**state.credentials, delegation: new})


def fold_submitted(state: State, event: CredentialsSubmitted, _stamp: Stamp) -> State:
    return changed(
        state,
        event.delegation,
        state="submitted_credentials",
        letter=event.letter,
        dated=event.dated,
        received=event.received,
    )


def fold_to_come(state: State, event: HeadToCome, _stamp: Stamp) -> State:
    coming = HeadTerm(event.kind, event.seat, event.person, event.since, event.until, ())
    return changed(state, event.delegation, coming=coming)


def fold_head(state: State, event: HeadNamed, stamp: Stamp) -> State:
    coming = credentials(state, event.delegation).coming
    if coming is not None and coming.since <= stamp.at:
        state = changed(state, event.delegation, coming=None)
    state = _without_term(state, event.delegation)
    before = tuple(s for s in state.seats.values() if s.delegation == event.delegation)
    term = HeadTerm(event.kind, event.seat, event.person, stamp.at, event.until, before)
    after = {
        s.id: replace(s, role="head", mandate=True) if s.id == event.seat else replace(s, role="delegate")
        for s in before
    }
    return changed(replace(state, seats={**state.seats, **after}), event.delegation, term=term)


def fold_term_ended(state: State, event: HeadTermEnded, _stamp: Stamp) -> State:
    if event.coming:
        return changed(state, event.delegation, coming=None)
    return _without_term(state, event.delegation)


def _without_term(state: State, delegation: str) -> State:
    if (term := credentials(state, delegation).term) is None:
        return state
    former = {s.id: s for s in term.before}
    return changed(replace(state, seats={**state.seats, **former}), delegation, term=None)


MOVES: Final[dict[type, str]] = {
    AcceptCredentials: "accepted_credentials",
    AcceptProvisionally: "provisional_credentials",
    WithdrawCredentials: "withdrawn_credentials",
}

GUARDS = {
    "withdraw_credentials": (not_in_the_room,),
    "begin_head_term": (term_begins,),
    "end_head_term": (term_over,),
}
DECIDE: dict[type, Decide] = {
    SubmitCredentials: submit,
    **dict.fromkeys(
        MOVES,
        lambda _s, _a, command, _n: iter((CredentialsMoved(command.delegation, MOVES[type(command)]),)),
    ),
    NameHead: name_head,
    BeginHeadTerm: begin,
    EndHeadTerm: end,
}
FOLD: dict[type, Fold] = {
    CredentialsSubmitted: fold_submitted,
    CredentialsMoved: lambda state, event, _stamp: changed(state, event.delegation, state=event.status),
    PersonRegistered: persons.fold_registered,
    HeadToCome: fold_to_come,
    HeadNamed: fold_head,
    HeadTermEnded: fold_term_ended,
}
