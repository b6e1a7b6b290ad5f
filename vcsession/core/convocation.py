"""What is settled before a session: the content of a session file, as the secretariat convenes it.

Nothing here changes once the session is convened; what changes is state (`core.state`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vcsession.core.vocabulary import Language, Role, Text

DelegationKind = Literal["member_state", "organ", "invited_body", "observer"]
CellKind = Literal["paragraph", "date", "venue", "composition", "responsible"]
AbsentPolicy = Literal["block", "ad_referendum_for_absent", "bind"]
FloorMode = Literal["request", "open", "chair_only"]
Publicity = Literal["no", "category", "full"]


@dataclass(frozen=True, slots=True)
class Post:
    """An office, never a person: "First Deputy Chief of the Joint Staff", with the rank it carries."""

    title: Text
    rank: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is negotiated about; it is not the session (`domain.md` 1.1, row 4)."""

    kind: Literal["exercise", "plan", "concept"]
    name: Text
    year: int
    forces: Text
    purpose: Text
    location: Text
    host_state: str
    follow_on: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalBasis:
    instrument: Text
    approving_act: Text
    approving_body: Text
    date: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Languages:
    working: tuple[Language, ...]
    authentic: Language
    interpreted: tuple[Language, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    counts_quorum: bool = True
    may_block: bool = True
    may_propose: bool = True
    may_speak: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a delegation besides its head. `mandate`: may commit the delegation."""

    post: Post
    role: Literal["alternate", "delegate"] = "delegate"
    mandate: bool = False


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation, in protocol order by its place in the file.

    `official` is the name a plate and the minutes show; `of` is the form used after "of the
    delegation of" (the Russian genitive); `represents` names the departments at home.
    """

    code: str
    kind: DelegationKind
    official: Text
    short: Text
    of: Text
    represents: tuple[Text, ...]
    head: Post
    time_zone: str
    members: tuple[Member, ...] = ()
    speaks: Language = "ru"
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A booth between two languages; the seat is named after the language it interprets into."""

    into: Language
    out_of: Language


@dataclass(frozen=True, slots=True)
class Officers:
    chair: Post
    deputies: tuple[Post, ...]
    secretaries: tuple[Post, ...]
    interpreters: tuple[Interpreter, ...] = ()
    observers: tuple[Post, ...] = ()
    technicians: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedSitting:
    number: str
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRef:
    symbol: str
    title: Text


@dataclass(frozen=True, slots=True)
class PlannedItem:
    number: str
    title: Text
    rapporteur: Text
    minutes: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit of the draft: a paragraph, or a cell of the plan table."""

    path: str
    kind: CellKind
    text: Text


@dataclass(frozen=True, slots=True)
class Row:
    path: str
    title: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    symbol: str
    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ReceivedProposal:
    """A proposal or comment received in writing before the talks, numbered by delegation ("RUS/1")."""

    number: str
    delegation: str
    kind: Literal["proposal", "comment", "amendment"]
    unit: str
    received: date
    text: Text


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many entitled member states must be present."""

    form: Literal["number", "fraction", "all"] = "number"
    number: int = 4
    numerator: int = 2
    denominator: int = 3

    def needed(self, entitled: int) -> int:
        """The least number of delegations present, of `entitled`, that makes the quorum."""
        match self.form:
            case "number":
                return self.number
            case "fraction":
                return -(-entitled * self.numerator // self.denominator)
            case "all":
                return entitled


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as data (`domain.md` 3.3); printed in the minutes' annex. Times in seconds."""

    quorum_open: Quorum = Quorum()
    quorum_decide: Quorum = Quorum()
    consensus_absent_policy: AbsentPolicy = "ad_referendum_for_absent"
    objection_window_s: int = 20
    link_grace_s: int = 120
    chair_grace_s: int = 30
    succession_timeout_s: int = 90
    max_open_floors: int = 1
    mode: FloorMode = "open"
    speech_limit_s: int = 300
    observers_speak: Literal["never", "on_invitation", "after_members"] = "never"


@dataclass(frozen=True, slots=True)
class Convocation:
    """A whole session file."""

    id: str
    symbol: str
    kind: Literal["staff_negotiations", "consultations", "working_group_meeting"]
    ordinal: int
    organisation: Text
    subject: Subject
    title: Text
    purpose: Text
    date_from: date
    date_to: date
    time_zone: str
    venue: Text
    mode: Literal["in_person", "remote", "hybrid"]
    host_body: Text
    languages: Languages
    legal_basis: tuple[LegalBasis, ...]
    overall_lead: Post
    delegations: tuple[Delegation, ...]
    officers: Officers
    sittings: tuple[PlannedSitting, ...]
    agenda: tuple[PlannedItem, ...]
    documents: tuple[DocumentRef, ...] = ()
    draft: Draft | None = None
    proposals: tuple[ReceivedProposal, ...] = ()
    rules: Rules = Rules()
    marking: Text = field(default_factory=dict)
    previous: str | None = None
    follow_up: Text = field(default_factory=dict)

    def delegation(self, code: str) -> Delegation:
        return next(d for d in self.delegations if d.code == code)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table: what a join link opens. `office` is what its plate says."""

    id: str
    role: Role
    office: Text
    delegation: str | None = None
    language: Language | None = None
    mandate: bool = False


def seats(convocation: Convocation) -> Iterator[Seat]:
    """Every seat that a convocation makes, in protocol order: officers, delegations, then the rest."""
    officers = convocation.officers
    yield Seat("chair", "chair", officers.chair.title)
    for n, post in enumerate(officers.deputies, 1):
        yield Seat("deputy" if n == 1 else f"deputy-{n}", "deputy", post.title)
    for n, post in enumerate(officers.secretaries, 1):
        yield Seat("secretary" if n == 1 else f"secretary-{n}", "secretary", post.title)
    for delegation in convocation.delegations:
        code = delegation.code.lower()
        yield Seat(code, "head", delegation.head.title, delegation.code, mandate=True)
        for n, member in enumerate(delegation.members, 1):
            yield Seat(f"{code}-{n}", "delegate", member.post.title, delegation.code, mandate=member.mandate)
    for booth in officers.interpreters:
        yield Seat(
            f"interpreter-{booth.into}",
            "interpreter",
            {"en": f"Interpreter into {booth.into}", "ru": f"Переводчик на {booth.into}"},
            language=booth.into,
        )
    for n, post in enumerate(officers.observers, 1):
        yield Seat("observer" if n == 1 else f"observer-{n}", "observer", post.title)
    for n, post in enumerate(officers.technicians, 1):
        yield Seat("technician" if n == 1 else f"technician-{n}", "technician", post.title)
