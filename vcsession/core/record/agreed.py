"""What was agreed: decisions, reservations, items and the draft text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vcsession.core.record.deciding import ConditionRecord, LateRecord, VoteRecord
from vcsession.core.record.sittings import Speech
from vcsession.core.vocabulary import Text


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
    announced_at: datetime | None = None
    """When a sitting was told that it ended unbroken; None until then"""


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
    unit: str = ""
    """The unit of the text that it is attached to; "" where there is none"""


@dataclass(frozen=True, slots=True)
class FormerText:
    """How a decision read, and its hash, until the `correction` of this number was accepted."""

    text: Text
    text_hash: str
    correction: str
    until: datetime


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
    vote: VoteRecord | None = None
    condition: ConditionRecord | None = None
    late: tuple[LateRecord, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    """working or checked for each language that there is a translation in"""
    publicity: str = "category"
    """How far it may be told in public: no, category, full"""
    public_text: Text = field(default_factory=dict)
    """Its public words; {} where its own are meant"""
    round: str = ""
    """The symbol of the former round that took it and left it to this one to confirm; "" for its own"""
    former: tuple[FormerText, ...] = ()
    """Its former texts, where corrections of it were accepted: the oldest first"""


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
    translations: Mapping[str, str] = field(default_factory=dict)
    """Of its title, as those of a decision's text"""
    moved_at: datetime | None = None
    """When it was last deferred or referred"""
    deferred_until: str = ""
    """The number of a sitting, or next_round"""
    referred_to: Text = field(default_factory=dict)


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
