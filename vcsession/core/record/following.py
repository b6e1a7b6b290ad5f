"""What follows a session: statements and the communique, where the draft went, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class FirstConvened:
    """For when and where the session was first convened, where that was changed."""

    date_from: date
    date_to: date
    venue: Text


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """Words that a communique may quote: `id` "opening", or a statement for the record ("ARM/R1").

    `delegation` "" for an officer's words, `seat` the officer's. `publicity`: no or full. `quotable`: the
    secretary wants it told in full, and its author (`cleared_by`, a seat) gave leave.
    """

    id: str
    seat: str
    delegation: str
    text: Text
    at: datetime | None
    publicity: str = "no"
    public_text: Text = field(default_factory=dict)
    quotable: bool = False
    cleared_by: str = ""


@dataclass(frozen=True, slots=True)
class ClearanceRecord:
    """`by`: "chair" or a delegation's code."""

    by: str
    seat: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CommuniqueRecord:
    """`status`: unwritten, drafted, cleared, embargoed, released. `facts` are what its text tells."""

    status: str
    text: Text
    text_hash: str
    facts: tuple[str, ...]
    cleared: tuple[ClearanceRecord, ...]
    embargo_until: datetime | None
    released_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class StepRecord:
    """`status`: the state that a forwarding came into; `words`: an act, a reason, a list of brackets."""

    status: str
    at: datetime
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """A state's internal approval. `status`: awaiting, sent, in_progress, approved, approved_with_comments,
    declined, no_reply.
    """

    delegation: str
    status: str
    at: datetime
    letter: str
    office: Text
    reason: str


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """A comment on the draft sent; `resolved` "" while it stands: then the next round receives it."""

    number: str
    delegation: str
    unit: str
    kind: str
    text: Text
    at: datetime
    resolved: str


@dataclass(frozen=True, slots=True)
class ForwardingRecord:
    """`version` is the hash of the version sent last; `preliminary`, `ad_referendum`, `brackets` its units
    that stood so.
    """

    id: str
    body: Text
    status: str
    version: str
    adopting: Text
    due: date | None
    preliminary: tuple[str, ...]
    ad_referendum: tuple[str, ...]
    brackets: tuple[str, ...]
    steps: tuple[StepRecord, ...]
    approvals: tuple[ApprovalRecord, ...]
    comments: tuple[CommentRecord, ...]
