"""Credentials: who may speak for a delegation, who is in the room by name, and who presses for whom.

A delegation has one head at a time. While another is named, that seat is the head's in every respect, and the
former head acts as a delegate with a mandate; so a deputy who presides hands its delegation over.
An aide presses the keys of one principal: the act is the principal's, and the log says who entered it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.convocation import Seat
from vcsession.core.matters import seats
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.roll_call import ACCREDITED, own
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

HeadKind = Literal["replacement", "acting"]
Received = Literal["original", "copy", "electronic"]
Capacity = Literal["head", "alternate", "member"]

MOST_PEOPLE: Final = 50
LONGEST_NAME: Final = 200
IN_THE_ROOM = frozenset({"present", "temporarily_absent", "link_lost"})
OVER = frozenset({"adjourned", "closed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Person:
    """One person has one spelling in each language: documents print this registry, never what was typed."""

    id: str
    delegation: str
    name: Text
    rank: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name, as typed. Who is known by the name in the authentic language is the same person."""

    name: Text
    rank: Text = field(default_factory=dict)
    post: Text = field(default_factory=dict)
    capacity: Capacity = "member"


@dataclass(frozen=True, slots=True)
class Attendant:
    person: str
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class HeadTerm:
    """While somebody else is the head. `before`: the seats as they were; `person` "" where none was named."""

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
    """From now on, until `until` or the secretary's word. `seat`: the head's link, or an alternate's."""

    delegation: str
    seat: str
    kind: HeadKind
    person: Named | None = None
    until: datetime | None = None
    type: Literal["name_head"] = "name_head"


@dataclass(frozen=True, slots=True)
class EndHeadTerm:
    delegation: str
    type: Literal["end_head_term"] = "end_head_term"


@dataclass(frozen=True, slots=True)
class ConfirmAttendance:
    """Everyone in the room, the head among them; a later list replaces the earlier."""

    sitting: str
    people: tuple[Named, ...]
    delegation: str | None = None
    type: Literal["confirm_attendance"] = "confirm_attendance"


@dataclass(frozen=True, slots=True)
class NameAide:
    """`aide` is a seat of the same delegation; None: nobody any more."""

    aide: str | None = None
    delegation: str | None = None
    type: Literal["name_aide"] = "name_aide"


@dataclass(frozen=True, slots=True)
class NameOfficersAide:
    """For the chair or a deputy: the seat of a deputy or a secretary. It presses for who presides, too."""

    aide: str | None = None
    type: Literal["name_officers_aide"] = "name_officers_aide"


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
class PersonRegistered:
    """A new person, or another spelling of a known one: it holds from the beginning on."""

    person: Person
    type: Literal["person_registered"] = "person_registered"


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
    delegation: str
    type: Literal["head_term_ended"] = "head_term_ended"


@dataclass(frozen=True, slots=True)
class AttendanceConfirmed:
    delegation: str
    sitting: str
    people: tuple[Attendant, ...]
    type: Literal["attendance_confirmed"] = "attendance_confirmed"


@dataclass(frozen=True, slots=True)
class AideNamed:
    """`principal` is the seat whose keys are pressed."""

    principal: str
    aide: str | None
    type: Literal["aide_named"] = "aide_named"


Command = (
    SubmitCredentials
    | AcceptCredentials
    | AcceptProvisionally
    | WithdrawCredentials
    | NameHead
    | EndHeadTerm
    | ConfirmAttendance
    | NameAide
    | NameOfficersAide
)
Event = (
    CredentialsSubmitted
    | CredentialsMoved
    | PersonRegistered
    | HeadNamed
    | HeadTermEnded
    | AttendanceConfirmed
    | AideNamed
)


def credentials(state: State, delegation: str) -> Credentials:
    return state.credentials.get(delegation, NONE)


def sitting_to_attend(state: State) -> str | None:
    """Whose attendance is confirmed now: that of the sitting in progress, else of the next."""
    waiting = (s for s in state.sittings.values() if s.state in ("scheduled", "line_check"))
    sitting = state.sitting or next(waiting, None)
    return sitting.number if sitting else None


def seated(state: State, actor: Actor) -> Actor:
    """The actor with the role that its seat has now: the head may have changed since it came."""
    seat = state.seats.get(actor.seat)
    if actor.role == "system" or seat is None or seat.role == actor.role:
        return actor
    return replace(actor, role=seat.role)


def principals(state: State, actor: Actor) -> Iterator[Actor]:
    """Whose keys this seat may press besides its own."""
    if actor.entered_by is not None:
        return
    for principal, aide in state.aides.items():
        seat = state.seats[principal]
        # a head who hands the delegation over lends nobody its keys meanwhile
        if aide == actor.seat and seat.role in ("head", "chair", "deputy"):
            yield Actor(seat.id, seat.role, seat.delegation, entered_by=actor.seat)


def in_person(_state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """An aide names no further aide."""
    if actor.entered_by is not None:
        raise refuse("not_your_role")


def not_in_the_room(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    presence = state.presence.get(entity)
    if not state.convocation.rules.accreditation or state.sitting is None or presence is None:
        return
    if presence.state in IN_THE_ROOM:
        raise refuse("delegation_present", id=entity)


def term_over(state: State, actor: Actor, entity: str, now: datetime) -> None:
    term = credentials(state, entity).term
    if term is None:
        raise refuse("no_head_term")
    if actor.role == "system" and (term.until is None or now < term.until):
        raise refuse("not_due", until=term.until)


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
) -> Iterator[PersonRegistered | HeadNamed]:
    seat = state.seats.get(command.seat)
    if seat is None or seats.revoked(state, command.seat) or seat.delegation != command.delegation:
        raise refuse("bad_field", field="seat", problem="a seat of this delegation")
    if command.until is not None and (command.until.tzinfo is None or command.until <= now):
        raise refuse("bad_field", field="until", problem="a time to come")
    person = ""
    if command.person is not None:
        _check(state, (command.person,))
        person, registered = _registered(state, command.delegation, command.person, state.persons)
        if registered is not None:
            yield PersonRegistered(registered)
    yield HeadNamed(command.delegation, command.seat, command.kind, person, command.until)


def confirm(
    state: State, actor: Actor, command: ConfirmAttendance, _n: datetime
) -> Iterator[PersonRegistered | AttendanceConfirmed]:
    if (sitting := state.sittings.get(command.sitting)) is None:
        raise refuse("unknown", what="sitting", id=command.sitting)
    if sitting.state in OVER:
        raise refuse("wrong_state", what="sitting", id=sitting.number, status=sitting.state)
    _check(state, command.people)
    code = own(actor, command.delegation)
    persons = dict(state.persons)
    found = []
    for named in command.people:
        person, registered = _registered(state, code, named, persons)
        if registered is not None:
            persons[person] = registered
            yield PersonRegistered(registered)
        found.append(Attendant(person, named.capacity))
    if len({attendant.person for attendant in found}) < len(found):
        raise refuse("bad_field", field="people", problem="somebody is named twice")
    yield AttendanceConfirmed(code, sitting.number, tuple(found))


def _check(state: State, people: tuple[Named, ...]) -> None:
    if not 0 < len(people) <= MOST_PEOPLE:
        raise refuse("bad_field", field="people", problem=f"1 to {MOST_PEOPLE} persons")
    if sum(named.capacity == "head" for named in people) > 1:
        raise refuse("bad_field", field="people", problem="a delegation has one head")
    for named in people:
        check_text(state, named.name, "name")
        for language in state.convocation.languages.working:
            if not named.name.get(language, "").strip():
                raise refuse("bad_field", field="name", problem=f"the spelling in {language} is missing")
        if any(
            len(words) > LONGEST_NAME for t in (named.name, named.rank, named.post) for words in t.values()
        ):
            raise refuse("bad_field", field="name", problem=f"at most {LONGEST_NAME} letters")


def _registered(
    state: State, delegation: str, named: Named, persons: Mapping[str, Person]
) -> tuple[str, Person | None]:
    """The person's id, and the registry's new entry for it; None where nothing is new."""
    authentic = state.convocation.languages.authentic
    name = named.name[authentic].strip()
    of = [p for p in persons.values() if p.delegation == delegation]
    known = next((p for p in of if p.name[authentic].strip() == name), None)
    id = known.id if known else f"{delegation}-p{len(of) + 1}"
    rank = named.rank or (known.rank if known else {})
    post = named.post or (known.post if known else {})
    entry = Person(id, delegation, named.name, rank, post)
    return id, None if entry == known else entry


def name_aide(state: State, actor: Actor, command: NameAide, _n: datetime) -> Iterator[AideNamed]:
    if command.aide is not None:
        seat = state.seats.get(command.aide)
        if seat is None or seat.delegation != actor.delegation or command.aide == actor.seat:
            raise refuse("bad_field", field="aide", problem="another seat of your delegation")
        if seats.revoked(state, command.aide):
            raise refuse("bad_field", field="aide", problem="this seat has been revoked")
    yield AideNamed(actor.seat, command.aide)


def name_officers_aide(
    state: State, actor: Actor, command: NameOfficersAide, _n: datetime
) -> Iterator[AideNamed]:
    if command.aide is not None:
        seat = state.seats.get(command.aide)
        if seat is None or seat.role not in ("deputy", "secretary") or command.aide == actor.seat:
            raise refuse("bad_field", field="aide", problem="the seat of a deputy or a secretary")
        if seats.revoked(state, command.aide):
            raise refuse("bad_field", field="aide", problem="this seat has been revoked")
    yield AideNamed(actor.seat, command.aide)


def consequences(state: State) -> Iterator[AideNamed | HeadTermEnded]:
    """What rests on a revoked seat, or on credentials that were withdrawn, is over."""
    for principal, aide in state.aides.items():
        code = state.seats[principal].delegation
        if seats.revoked(state, aide) or (code and credentials(state, code).state not in ACCREDITED):
            yield AideNamed(principal, None)
    for code, one in state.credentials.items():
        if one.term and (one.state == "withdrawn_credentials" or seats.revoked(state, one.term.seat)):
            yield HeadTermEnded(code)


def _with(state: State, delegation: str, /, **changes: object) -> State:
    changed = replace(credentials(state, delegation), **changes)  # type: ignore[arg-type]
    return replace(state, credentials={**state.credentials, delegation: changed})


def fold_submitted(state: State, event: CredentialsSubmitted, _stamp: Stamp) -> State:
    return _with(
        state,
        event.delegation,
        state="submitted_credentials",
        letter=event.letter,
        dated=event.dated,
        received=event.received,
    )


def fold_head(state: State, event: HeadNamed, stamp: Stamp) -> State:
    state = fold_term_ended(state, HeadTermEnded(event.delegation), stamp)
    before = tuple(s for s in state.seats.values() if s.delegation == event.delegation)
    term = HeadTerm(event.kind, event.seat, event.person, stamp.at, event.until, before)
    after = {
        s.id: replace(s, role="head", mandate=True) if s.id == event.seat else replace(s, role="delegate")
        for s in before
    }
    changed = replace(state, seats={**state.seats, **after})
    return _with(changed, event.delegation, term=term)


def fold_term_ended(state: State, event: HeadTermEnded, _stamp: Stamp) -> State:
    term = credentials(state, event.delegation).term
    if term is None:
        return state
    former = {s.id: s for s in term.before}
    return _with(replace(state, seats={**state.seats, **former}), event.delegation, term=None)


def fold_confirmed(state: State, event: AttendanceConfirmed, _stamp: Stamp) -> State:
    former = credentials(state, event.delegation).attendance
    return _with(state, event.delegation, attendance={**former, event.sitting: event.people})


def fold_aide(state: State, event: AideNamed, _stamp: Stamp) -> State:
    others = {principal: aide for principal, aide in state.aides.items() if principal != event.principal}
    return replace(state, aides={**others, event.principal: event.aide} if event.aide else others)


MOVES: Final[dict[type, str]] = {
    AcceptCredentials: "accepted_credentials",
    AcceptProvisionally: "provisional_credentials",
    WithdrawCredentials: "withdrawn_credentials",
}

GUARDS = {
    "withdraw_credentials": (not_in_the_room,),
    "end_head_term": (term_over,),
    "name_aide": (in_person,),
    "name_officers_aide": (in_person,),
}
DECIDE: dict[type, Decide] = {
    SubmitCredentials: submit,
    **dict.fromkeys(
        MOVES,
        lambda _s, _a, command, _n: iter((CredentialsMoved(command.delegation, MOVES[type(command)]),)),
    ),
    NameHead: name_head,
    EndHeadTerm: lambda _s, _a, command, _n: iter((HeadTermEnded(command.delegation),)),
    ConfirmAttendance: confirm,
    NameAide: name_aide,
    NameOfficersAide: name_officers_aide,
}
FOLD: dict[type, Fold] = {
    CredentialsSubmitted: fold_submitted,
    CredentialsMoved: lambda state, event, _stamp: _with(state, event.delegation, state=event.status),
    PersonRegistered: lambda state, event, _stamp: replace(
        state, persons={**state.persons, event.person.id: event.person}
    ),
    HeadNamed: fold_head,
    HeadTermEnded: fold_term_ended,
    AttendanceConfirmed: fold_confirmed,
    AideNamed: fold_aide,
}
