"""What is settled before a session: the content of a session file, as the secretariat convenes it.

Nothing here changes once the session is convened; what changes is state (`core.state`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vcsession.core.matters.decisions import Kind as DecisionKind
from vcsession.core.rules import Rules
from vcsession.core.vocabulary import Language, Role, Text

Day = date  # a field named `date` hides the type of that name from whoever reads the annotations

DelegationKind = Literal["member_state", "organ", "invited_body", "observer"]
CellKind = Literal["paragraph", "date", "venue", "composition", "responsible"]
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
    date: Day
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


RIGHTS: Mapping[DelegationKind, Rights] = {
    "member_state": Rights(),
    "organ": Rights(counts_quorum=False, may_block=False),
    "invited_body": Rights(counts_quorum=False, may_block=False, may_propose=False),
    "observer": Rights(counts_quorum=False, may_block=False, may_propose=False, may_speak=False),
}
"""What a delegation may do by its kind, where the session file does not say otherwise."""


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
    delegation of" (the Russian genitive); `represents` names the departments at home. `items` are
    the agenda items that an invited body is admitted to; empty means all of them.
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
    items: tuple[str, ...] = ()


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
class CellAlternative:
    """What stood in a unit's brackets at the end of the former round, and for whom."""

    text: Text
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit of the draft: a paragraph, or a cell of the plan table.

    `standing`, `awaiting` (who must still confirm) and `brackets` are as the former round left them.
    """

    path: str
    kind: CellKind
    text: Text
    standing: Literal["", "agreed_prelim", "agreed_adref", "closed_text"] = ""
    awaiting: tuple[str, ...] = ()
    brackets: tuple[CellAlternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    path: str
    title: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """`package`: nothing is agreed until everything is (`domain.md` 3.4, 12)."""

    symbol: str
    title: Text
    rows: tuple[Row, ...]
    package: bool = True


@dataclass(frozen=True, slots=True)
class ReceivedProposal:
    """A proposal or comment received in writing before the talks, numbered by delegation ("RUS/1").

    `unit` is the path of the draft's cell it speaks of; `author` the office or department it came from.
    The text of an amendment is the new wording of that cell, of a proposal or comment its own words.
    """

    number: str
    delegation: str
    kind: Literal["proposal", "comment", "amendment"]
    unit: str
    received: Day
    text: Text
    author: Text = field(default_factory=dict)
    rationale: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormerDecision:
    """A decision of a former round that this one has to confirm, with its `number` there.

    `round` is that session's symbol, `item` the item of this agenda under which it is confirmed;
    `confirm_list` are those who must still confirm. `taken_at` is aware.
    """

    number: str
    round: str
    item: str
    kind: DecisionKind
    text: Text
    finality: Literal["preliminary", "ad_referendum"]
    taken_at: datetime
    subject_to: Text = field(default_factory=dict)
    confirm_by: Day | None = None
    confirm_list: tuple[str, ...] = ()
    assignee: Text = field(default_factory=dict)
    due: Day | None = None

    @property
    def id(self) -> str:
        """Its number in this session: "JS/EC20/SN2/2.1"."""
        return f"{self.round}/{self.number}"


@dataclass(frozen=True, slots=True)
class StandingReservation:
    """A reservation or interpretative statement of a former round that still stands, in its author's words.

    `decision` is the decision's number with its session's symbol; "" for one to the protocol.
    """

    number: str
    round: str
    delegation: str
    kind: Literal["reservation", "interpretative_statement"]
    announced_at: datetime
    text: str
    language: Language
    decision: str = ""

    @property
    def id(self) -> str:
        """Its number in this session: "JS/EC20/SN2/ARM/R1"."""
        return f"{self.round}/{self.number}"


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
    rules: Rules = field(default_factory=Rules)
    marking: Text = field(default_factory=dict)
    previous: str | None = None
    follow_up: Text = field(default_factory=dict)
    confirming: tuple[FormerDecision, ...] = ()
    reservations: tuple[StandingReservation, ...] = ()

    def delegation(self, code: str) -> Delegation:
        return next(d for d in self.delegations if d.code == code)

    def entitled(self) -> tuple[Delegation, ...]:
        """The member states that count for the quorum, in protocol order."""
        return tuple(d for d in self.delegations if d.kind == "member_state" and d.rights.counts_quorum)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table: what a join link opens. `office` is what its plate says."""

    id: str
    role: Role
    office: Text
    delegation: str | None = None
    language: Language | None = None
    mandate: bool = False
    out_of: Language | None = None
    """The other language of an interpreter's booth."""


INTO: Mapping[Language, Text] = {
    "be": {"en": "Interpreter into Belarusian", "ru": "Переводчик на белорусский язык"},
    "en": {"en": "Interpreter into English", "ru": "Переводчик на английский язык"},
    "hy": {"en": "Interpreter into Armenian", "ru": "Переводчик на армянский язык"},
    "kk": {"en": "Interpreter into Kazakh", "ru": "Переводчик на казахский язык"},
    "ky": {"en": "Interpreter into Kyrgyz", "ru": "Переводчик на кыргызский язык"},
    "ru": {"en": "Interpreter into Russian", "ru": "Переводчик на русский язык"},
    "tg": {"en": "Interpreter into Tajik", "ru": "Переводчик на таджикский язык"},
}
"""The languages that a session may use, and what the plate of a booth into each of them says."""


def seats(convocation: Convocation) -> Iterator[Seat]:
    """Every seat that a convocation makes, in protocol order: officers, delegations, then the rest."""
    officers = convocation.officers
    yield Seat("chair", "chair", officers.chair.title)
    for n, post in enumerate(officers.deputies, 1):
        yield Seat(_nth("deputy", n), "deputy", post.title)
    for n, post in enumerate(officers.secretaries, 1):
        yield Seat(_nth("secretary", n), "secretary", post.title)
    for delegation in convocation.delegations:
        code = delegation.code.lower()
        yield Seat(code, "head", delegation.head.title, delegation.code, mandate=True)
        for n, member in enumerate(delegation.members, 1):
            yield Seat(f"{code}-{n}", "delegate", member.post.title, delegation.code, mandate=member.mandate)
    booths: Counter[Language] = Counter()
    for booth in officers.interpreters:
        booths[booth.into] += 1
        id = _nth(f"interpreter-{booth.into}", booths[booth.into])
        yield Seat(id, "interpreter", INTO[booth.into], language=booth.into, out_of=booth.out_of)
    for n, post in enumerate(officers.observers, 1):
        yield Seat(_nth("observer", n), "observer", post.title)
    for n, post in enumerate(officers.technicians, 1):
        yield Seat(_nth("technician", n), "technician", post.title)


def _nth(name: str, n: int) -> str:
    """The first of a kind has the bare name, the others a number after it."""
    return name if n == 1 else f"{name}-{n}"
