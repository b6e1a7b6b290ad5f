"""The Record: every fact of a session that a document prints, read from its commits and from nothing else.

A document is a pure function of a Record and a language. Times are aware UTC; the session's zone
is `convocation.time_zone`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vcsession.core.convocation import Convocation, Seat
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class PresidingInterval:
    """Who presided, from when to when; `because` says why it ended or began: "chair", "link", "hand_over"."""

    seat: str
    since: datetime
    until: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class RollCallAnswer:
    """One delegation at a sitting's roll-call.

    `presence`: present, absent, excused, not_participating, expected (never answered).
    `answered_by`: the seat that gave the answer, or marked it; "" where nobody did.
    """

    delegation: str
    presence: str
    at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class PresenceChange:
    """A change after the roll-call.

    `what`: arrived_late, stepped_out, returned, link_lost, link_restored, grace_expired, departed, rejoined,
    marked_temporarily_absent. `present` is the count of entitled delegations present after it.
    """

    at: datetime
    delegation: str
    what: str
    present: int


@dataclass(frozen=True, slots=True)
class Interruption:
    """A suspension of the sitting. `reason`: break, consultations, technical, interpretation, inquorate."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class CouldNotHear:
    """The proceedings were interrupted because a seat could not hear; the others leave no trace here."""

    since: datetime
    until: datetime | None
    delegation: str | None
    seat: str


@dataclass(frozen=True, slots=True)
class PointOfOrder:
    """A point of order. `ruling`: upheld, dismissed, refused (not heard; `reason` says why), or "" for none.

    `at` is when it was heard, or refused.
    """

    at: datetime
    delegation: str
    seat: str
    ruling: str
    words: Text
    reason: str
    ruled_at: datetime | None


@dataclass(frozen=True, slots=True)
class SittingRecord:
    number: str
    opens_at: datetime
    called_to_order_at: datetime | None
    roll_call: tuple[RollCallAnswer, ...]
    quorum_declared_at: datetime | None
    present: int
    entitled: int
    quorate: bool
    changes: tuple[PresenceChange, ...]
    suspensions: tuple[Interruption, ...]
    ended_at: datetime | None
    outcome: str
    """scheduled, in_progress, adjourned, closed, cancelled"""
    could_not_hear: tuple[CouldNotHear, ...] = ()
    points: tuple[PointOfOrder, ...] = ()
    rounds: tuple[datetime, ...] = ()
    """When the presiding officer gave the floor in turn."""
    closed_parts: tuple[Interruption, ...] = ()
    """Closed parts; their `reason` is "closed_part"."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn on the floor. `ended`: finished, revoked, lapsed, or "" while it runs."""

    delegation: str | None
    seat: str
    kind: str
    item: str | None
    asked_at: datetime
    began_at: datetime
    ended_at: datetime | None
    ended: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A delegation that must still confirm, or has confirmed."""

    delegation: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SilenceRecord:
    """One silence procedure on a decision. `expires_at` is in the future while it runs.

    `broken_as`: objection, amendment; "" where nobody broke it. `expired`: it ended unbroken.
    """

    began_at: datetime
    expires_at: datetime
    broken_at: datetime | None = None
    broken_by: str = ""
    broken_as: str = ""
    text: str = ""
    letter: str = ""
    expired: bool = False


@dataclass(frozen=True, slots=True)
class ReservationRecord:
    """`kind` and `status` as in the slice; `decision` None: to the protocol.

    `text` is verbatim, in the author's `language`; "" where none was received.
    """

    number: str
    kind: str
    delegation: str
    decision: str | None
    status: str
    announced_at: datetime
    text: str
    language: str
    received_at: datetime | None
    recorded_at: datetime | None
    lifted_at: datetime | None
    letter: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """`finality`: final, preliminary, ad_referendum; "" for a decision that was not taken.

    `confirm_list` stands beside finality: a preliminary decision may have one too.
    `interruptions` are the times at which its consideration was interrupted.
    """

    number: str
    item: str
    kind: str
    text: Text
    text_hash: str
    status: str
    finality: str
    taken_at: datetime | None
    presiding: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    confirm_list: tuple[Confirmation, ...]
    confirmed_at: datetime | None
    subject_to: Text
    confirm_by: date | None
    assignee: Text
    due: date | None
    objections: tuple[str, ...]
    """Delegations whose objection stood and who asked that it be recorded."""
    interruptions: tuple[datetime, ...]
    silences: tuple[SilenceRecord, ...] = ()
    supersedes: str | None = None
    superseded_by: str = ""
    ended_at: datetime | None = None
    """When it was superseded or revoked"""
    reservations: tuple[ReservationRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRecord:
    number: str
    title: Text
    rapporteur: Text
    documents: tuple[str, ...]
    status: str
    outcome: str
    """noted, reviewed_and_discussed, agreed, agreed_preliminarily, agreed_ad_referendum, partly_agreed,
    no_agreement; "" while open"""
    opened_at: datetime | None
    concluded_at: datetime | None
    speeches: tuple[Speech, ...]
    decisions: tuple[DecisionRecord, ...]


@dataclass(frozen=True, slots=True)
class AlternativeRecord:
    text: Text
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reopening:
    """`delegation` at whose request, `decision` by which procedural decision; "" where there is none."""

    at: datetime
    delegation: str
    decision: str


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit of the text as it stands. `status`: open_text, bracketed_text, agreed_prelim, agreed_adref,
    closed_text. `text_hash` is SHA-256 of the authentic text of `version`.
    """

    path: str
    kind: str
    row: str
    text: Text
    version: int
    text_hash: str
    status: str
    agreed_at: datetime | None
    confirm_list: tuple[Confirmation, ...]
    alternatives: tuple[AlternativeRecord, ...]
    reopened: tuple[Reopening, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What ties a document to the log: the range of commits it was made from and the head's hash."""

    first_version: int
    last_version: int
    head_hash: str
    signature: str
    """Ed25519 over the head, hex; "" where the Record was made without one"""
    public_key: str
    """The server's public key, hex"""


@dataclass(frozen=True, slots=True)
class Record:
    convocation: Convocation
    status: str
    """The session's state: convened, open, closed, ..."""
    opened_at: datetime | None
    closed_at: datetime | None
    agenda_adopted_at: datetime | None
    agenda: tuple[str, ...]
    """Numbers of the items as adopted, in order"""
    items: tuple[ItemRecord, ...]
    sittings: tuple[SittingRecord, ...]
    presiding: tuple[PresidingInterval, ...]
    speeches: tuple[Speech, ...]
    verification: Verification
    units: tuple[UnitRecord, ...] = ()
    """The text on the table, unit by unit, in its order"""
    issued: tuple[Seat, ...] = ()
    """Seats beyond the session file"""
    reservations: tuple[ReservationRecord, ...] = ()
    """All of them in the order announced, those to the protocol among them"""
