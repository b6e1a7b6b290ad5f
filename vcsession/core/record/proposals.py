"""What became of proposals, and the positions that delegations published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ProposalRecord:
    """A proposal that was circulated: what the table never knew stands in no document.

    `kind` and `status` as in the slice. `received` or `submitted_at`: before the session, or in it. `item` is
    that under which it was taken up last. `into`, `by`, `after` are numbers of proposals.
    """

    number: str
    delegation: str
    kind: str
    unit: str
    text: Text
    rationale: Text
    author: Text
    cosponsors: tuple[str, ...]
    received: date | None
    submitted_at: datetime | None
    status: str
    item: str
    wording: Text
    reason: Text
    maintained: bool
    into: str
    by: str
    after: str
    disposed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """`about`: unit, decision, proposal; `id` its path or number."""

    about: str
    id: str
    delegation: str
    stand: str
