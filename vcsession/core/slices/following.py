"""What follows the session: where the draft was sent, who approved it, what is told in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """`state`: awaiting, sent, in_progress, approved, approved_with_comments, declined, no_reply."""

    id: str
    delegation: str
    state: str
    since: datetime
    letter: str
    office: Text
    reason: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """`resolved` says how it was settled; "" while it stands."""

    number: str
    delegation: str
    unit: str
    kind: str
    text: Text
    resolved: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """`state` as in the forwarding's row; `words`: an adopting act, a reason, a list of brackets."""

    state: str
    at: datetime
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class ForwardingRow:
    """`state`: prepared, dispatched, received, under_body_consideration, in_internal_approval, returned,
    approved_by_states, submitted_for_adoption, adopted_by_body, not_approved.

    `version` is the hash of the version sent last, "" before; `due` is the last day for the states' replies,
    `deadline` its end; `reminders` are when a state that has not
    replied is reminded of the `deadline`.
    """

    id: str
    body: Text
    state: str
    version: str
    adopting: Text
    preliminary: tuple[str, ...]
    ad_referendum: tuple[str, ...]
    brackets: tuple[str, ...]
    due: date | None
    deadline: datetime | None
    reminders: tuple[datetime, ...]
    steps: tuple[StepRow, ...]
    approvals: tuple[ApprovalRow, ...]
    comments: tuple[CommentRow, ...]


@dataclass(frozen=True, slots=True)
class PublicRow:
    """What may be told: a decision's number, "opening", a statement's number. `level`: no, category, full.

    `may_be_told` is false while a quote awaits its author's leave.
    """

    id: str
    level: str
    text: Text
    names: tuple[str, ...]
    may_be_told: bool


@dataclass(frozen=True, slots=True)
class CommuniqueRow:
    """`state`: unwritten, drafted, cleared, embargoed, released. `cleared`, `awaited`: "chair" or codes."""

    state: str
    text: Text
    hash: str
    facts: tuple[str, ...]
    cleared: tuple[str, ...]
    awaited: tuple[str, ...]
    embargo_until: datetime | None
    released_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class FollowingSlice:
    """For the table. Observers are shown the communique once it is released, and nothing else."""

    forwardings: tuple[ForwardingRow, ...]
    facts: tuple[PublicRow, ...]
    communique: CommuniqueRow
    previous: str = ""
    """The id of the round before this one, and of the round after it"""
    next_round: str = ""
