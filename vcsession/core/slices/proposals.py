"""Proposals and published positions, as the table sees them; observers see none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`kind`: proposal, comment, amendment (another wording of the unit), addition (of a unit at this path),
    deletion (of the unit; its text is empty).

    `state`: submitted, registered (these two are shown to the author's delegation and the officers alone),
    circulated, under_discussion, bracketed, deferred_proposal, accepted, accepted_in_part, rejected,
    withdrawn, merged, superseded. `number` is "" until it is registered, `unit` "" for the text as a whole.
    `received` is the day, for a proposal that came in before the session. `wording` is what was agreed of one
    accepted in part. `into`, `by` and `after` are the numbers of the proposal that it was merged into, that
    superseded it, that it re-introduces; or "".
    """

    id: str
    number: str
    delegation: str
    kind: str
    unit: str
    received: date | None
    submitted_at: datetime | None
    text: Text
    rationale: Text
    author: Text
    cosponsors: tuple[str, ...]
    state: str
    item: str
    wording: Text
    reason: Text
    maintained: bool
    into: str
    by: str
    after: str


@dataclass(frozen=True, slots=True)
class PositionRow:
    """`about`: unit, decision or proposal, with its id. `stand`: support, can_accept, studying,
    awaiting_instructions, reserve, object.
    """

    about: str
    id: str
    delegation: str
    stand: str
    at: datetime
