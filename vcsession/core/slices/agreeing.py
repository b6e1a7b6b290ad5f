"""What is on the table: decisions, reservations and the draft text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vcsession.core.slices.proposals import PositionRow, ProposalRow
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ConfirmRow:
    delegation: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to a decision put to the room. A request for time is counted, never attributed."""

    agree: tuple[str, ...]
    object: tuple[str, ...]
    need_time: int
    awaited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A roll-call vote: delegations by their vote. `needed` in favour carry it as the votes stand."""

    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]
    not_voting: tuple[str, ...]
    awaited: tuple[str, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """`outcome`: open, met, not_met; once it is recorded, by which `ground`."""

    trigger: Text
    fallback: Text
    outcome: str
    ground: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """What a delegation that was away says to a decision. `reopening`: "", asked, granted, declined."""

    delegation: str
    associated_at: datetime | None
    reopening: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """`state`: tabled, read_out_state, put_to_room_state, in_vote, held, adopted, adopted_preliminarily,
    adopted_ad_referendum, under_silence, silence_broken, no_consensus, no_consensus_soft,
    rejected, withdrawn_decision, lapsed, superseded_decision, revoked_decision, carried_over (to the next
    round).

    `finality`: "", final, preliminary, ad_referendum.
    """

    number: str
    item: str
    kind: str
    text: Text
    hash: str
    state: str
    finality: str
    put_at: datetime | None
    window_ends_at: datetime | None
    answers: Answers
    held_because: str
    """quorum, link, presiding, suspended, incident, caucus, interpretation, chair or ""."""
    taken_at: datetime | None
    confirmed_at: datetime | None
    confirm_list: tuple[ConfirmRow, ...]
    subject_to: Text
    confirm_by: date | None
    assignee: Text
    due: date | None
    silence_until: datetime | None
    """While it is under silence, and once the silence was broken."""
    broken_by: str
    broken_with: str
    """The words of the objection, or the text of the amendment."""
    supersedes: str | None
    superseded_by: str
    round: str
    """The symbol of the former round that took it; "" for a decision of this session."""
    unannounced: bool = False
    """Adopted by silence, and no sitting has been told of it yet."""
    asked: str = ""
    """The delegation that was asked whether it blocks or reserves, until it answers."""
    maintained: bool = False
    """The delegation whose objection stands insists on it."""
    vote: VoteRow | None = None
    """Null where it was not put to the vote."""
    condition: ConditionRow | None = None
    late: tuple[LateRow, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
    """working or checked for each language that there is a translation in."""


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """`kind`: reservation, interpretative_statement, statement_for_the_record.

    `state`: announced, text_received, recorded, not_received, lifted. `decision` null: to the protocol.
    `text` is verbatim, in `language`, and "" until it is received; the deadline for it is null while the
    sitting of the announcement goes on.
    """

    number: str
    kind: str
    delegation: str
    decision: str | None
    state: str
    announced_at: datetime
    deadline: datetime | None
    text: str
    language: str
    received_at: datetime | None
    recorded_at: datetime | None
    lifted_at: datetime | None
    unit: str = ""
    """The unit of the text that it is attached to; "" where there is none."""


@dataclass(frozen=True, slots=True)
class ReservationsSlice:
    """In the order announced."""

    reservations: tuple[ReservationRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionsSlice:
    """In the order tabled. `current` is the one on the table (read out, put to the room or held)."""

    decisions: tuple[DecisionRow, ...]
    current: str | None


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """One of the alternatives in a unit's brackets; observers are not told for whom it stands."""

    text: Text
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the draft. `state`: open_text, bracketed_text, agreed_prelim, agreed_adref, closed_text.

    `hash` is SHA-256 of the authentic text of this `version`. `translations`: working or checked for each
    language that there is one in. `confirm_list`: who must still confirm, or has; empty for observers.
    """

    path: str
    kind: str
    text: Text
    version: int
    hash: str
    state: str
    translations: Mapping[str, str]
    alternatives: tuple[AlternativeRow, ...]
    confirm_list: tuple[ConfirmRow, ...]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of the plan table; a unit added beside the table is a row without a title."""

    path: str
    title: Text
    cells: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class TextSlice:
    """The draft on the table, the proposals circulated on it, and the documents of the session.

    `open_brackets` counts the units in brackets; `package`: nothing is agreed until everything is.
    Observers are shown no proposals and no positions.
    """

    symbol: str
    title: Text
    rows: tuple[DraftRow, ...]
    open_brackets: int
    package: bool
    proposals: tuple[ProposalRow, ...]
    positions: tuple[PositionRow, ...]
    documents: Mapping[str, Text]
