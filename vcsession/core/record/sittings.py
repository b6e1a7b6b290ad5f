"""What happened in the sittings: who was there, who presided, who spoke."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from vcsession.core.record.registry import PersonRecord
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
    entered_by: str = ""
    """The aide's seat that pressed for it"""


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
    """A suspension of the sitting.

    `reason`: break, consultations, technical, interpretation, inquorate, minutes (to finalise them).
    """

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

    `at` is when it was heard, or refused. `appeal` against the ruling, by the delegation `appealed_by`:
    stands, overruled, withdrawn, left (the sitting ended first); "" while it is open.
    """

    at: datetime
    delegation: str
    seat: str
    ruling: str
    words: Text
    reason: str
    ruled_at: datetime | None
    appealed_by: str = ""
    appeal: str = ""


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A seat's line before the sitting, as measured. `microphone`: heard, silent, none; `camera`: seen, none.

    `lines` of the picture, 0 where not known; rates in kbit/s, losses in thousandths, seen from the seat.
    """

    at: datetime
    seat: str
    delegation: str | None
    microphone: str
    camera: str
    lines: int
    sent_kbits: int
    received_kbits: int
    lost_sent: int
    lost_received: int
    round_trip_ms: int | None


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """What a delegation replied to the invitation: `answer` accepted, declined or tentative; no presence."""

    delegation: str
    answer: str
    sequence: int
    at: datetime


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
    discussed_since: datetime | None = None
    """Since when it discussed only, for lack of a quorum; a quorum declared later ends that"""
    lines: tuple[LineRecord, ...] = ()
    """The final check of the lines; of each seat the last one"""
    replies: tuple[ReplyRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """One turn on the floor. `ended`: finished, revoked, lapsed, or "" while it runs.

    `corrected`: what the head of the delegation says in its place (`domain.md` 3.4, 3).
    """

    delegation: str | None
    seat: str
    kind: str
    item: str | None
    asked_at: datetime
    began_at: datetime
    ended_at: datetime | None
    ended: str
    seconds: int
    corrected: Text = field(default_factory=dict)
    wording: Text = field(default_factory=dict)
    """How the secretary worded it for the minutes; {} where nobody did."""
    people: tuple[PersonRecord, ...] = ()
    """Who spoke, by name, one after another, where the delegation said so"""
