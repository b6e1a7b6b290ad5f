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
from vcsession.core.vocabulary import Language, Role, Text

Day = date  # a field named `date` hides the type of that name from whoever reads the annotations

DelegationKind = Literal["member_state", "organ", "invited_body", "observer"]
CellKind = Literal["paragraph", "date", "venue", "composition", "responsible"]
AbsentPolicy = Literal["block", "ad_referendum_for_absent", "bind"]
FloorMode = Literal["request", "open", "chair_only"]
SpeechKind = Literal["point_of_order", "procedural_motion", "turn", "reply", "intervention"]
Observed = Literal["stage", "agenda", "papers", "text", "decisions", "reservations"]
Publicity = Literal["no", "category", "full"]
Marking = Literal["open", "official_use", "confidential", "secret"]
"""How closely a paper is held, from the lowest on."""


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
class Majority:
    """What carries a vote: votes in favour, at least `(base x numerator + constant) / denominator` of them.

    A simple majority is (base + 1) / 2, two thirds (2 x base + 0) / 3. The base (`of`) counts the votes for
    and against, those who may vote and were there when it was opened, or all who are entitled. `electorate`:
    the member states that count for the quorum, or every delegation but observers.
    """

    numerator: int = 1
    denominator: int = 2
    constant: int = 1
    of: Literal["voting", "present", "entitled"] = "voting"
    electorate: Literal["member_states", "delegations"] = "member_states"

    def needed(self, base: int) -> int:
        return -(-(base * self.numerator + self.constant) // self.denominator)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as data (`domain.md` 3.3); printed in the minutes' annex.

    Times are in seconds (`_s`), hours (`_h`) or days (`_days`; those of the minutes are working days).
    `speech_limits` are seconds for a kind of speech; a kind that it does not name has `speech_limit_s`.
    `observers_see`: the stage (picture, sound, who speaks), the agenda, the papers released to all, the draft
    text, decisions once adopted, reservations to these. Nothing else is ever shown to observers.
    """

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
    speech_limits: Mapping[SpeechKind, int] = field(default_factory=dict)
    observers_speak: Literal["never", "on_invitation", "after_members"] = "never"
    observers_see: tuple[Observed, ...] = ("stage", "agenda", "papers")
    point_of_order_order: Literal["fifo", "lifo"] = "fifo"
    reply_when: Literal["immediately", "end_of_item", "end_of_sitting"] = "end_of_item"
    appeal_by: Literal["consensus", "majority"] = "consensus"
    reservation_text_deadline_s: int = 7200
    silence_min_h: int = 24
    minutes_circulation_days: int = 5
    correction_deadline_days: int = 7
    decision_text_correction_h: int = 48
    signatures: Literal["heads", "officers"] = "heads"
    communique_clearance: Literal["chair", "heads", "heads_named"] = "chair"
    marking_ceiling: Marking = "official_use"
    accreditation: bool = False
    devices: int = 1
    lobby: bool = False
    recall_s: int = 120
    interpretation: bool = False
    recording: Literal["none", "open_parts"] = "none"
    vote: Majority | None = None
    """None: nothing is put to the vote"""

    def limit_of(self, kind: SpeechKind) -> int:
        """How many seconds a speech of this kind may last."""
        return self.speech_limits.get(kind, self.speech_limit_s)


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
