"""The shapes of what a browser shows: one dataclass for each slice of the view.

The server sends them and the browser folds nothing: after each commit it gets the slices that
changed, whole. Times are aware UTC. The client's types are generated from these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from vcsession.core.convocation import Post
from vcsession.core.vocabulary import Role, Text


@dataclass(frozen=True, slots=True)
class DelegationPlate:
    code: str
    kind: str
    official: Text
    short: Text
    of: Text
    represents: tuple[Text, ...]
    time_zone: str
    head: Text
    seats: tuple[str, ...]
    counts: bool
    """Whether it counts for the quorum and for consensus."""


@dataclass(frozen=True, slots=True)
class SeatPlate:
    id: str
    role: Role
    office: Text
    delegation: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class SessionSlice:
    """What hardly ever changes in a session, and its state."""

    id: str
    symbol: str
    state: str
    organisation: Text
    title: Text
    subject: Text
    purpose: Text
    marking: Text
    venue: Text
    mode: str
    ordinal: int
    date_from: date
    date_to: date
    time_zone: str
    working_languages: tuple[str, ...]
    authentic_language: str
    legal_basis: tuple[Text, ...]
    overall_lead: Post
    delegations: tuple[DelegationPlate, ...]
    seats: tuple[SeatPlate, ...]
    objection_window_s: int
    speech_limit_s: int
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuorumFigures:
    """`present` counts entitled delegations that are here; `in_grace` those whose lost link may return."""

    present: int
    in_grace: int
    entitled: int
    needed_to_open: int
    needed_to_decide: int
    open_met: bool
    decide_met: bool


@dataclass(frozen=True, slots=True)
class SittingPlate:
    number: str
    state: str
    opens_at: datetime
    called_to_order_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PresidingPlate:
    """`state` is chair_presiding, chair_link_lost, deputy_presiding, deputy_link_lost or vacant."""

    state: str
    seat: str | None
    epoch: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """`kind`: cannot_hear, or noise (the seat's microphone is closed until `until`)."""

    id: str
    kind: str
    seat: str
    delegation: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SittingSlice:
    """`current` is the sitting in progress, else the next one scheduled, else null."""

    current: str | None
    state: str
    reason: str
    """Why it is suspended; "" otherwise."""
    sittings: tuple[SittingPlate, ...]
    presiding: PresidingPlate
    quorum: QuorumFigures
    quorum_declared_at: datetime | None
    incidents: tuple[IncidentRow, ...]
    """Those that are open: everybody is told why the work stands still."""
    closed_since: datetime | None
    """Since when the sitting is in a closed part; null in an open one."""


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """`presence`: expected, present, absent, excused, not_participating, temporarily_absent, link_lost,
    departed.
    """

    delegation: str
    presence: str
    since: datetime | None
    asked_to_join: bool
    """A late delegation waits for the presiding officer's acknowledgement."""
    grace_until: datetime | None


@dataclass(frozen=True, slots=True)
class RollCallSlice:
    rows: tuple[PresenceRow, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    number: str
    title: Text
    rapporteur: Text
    minutes: int
    documents: tuple[str, ...]
    state: str
    outcome: str
    opened_at: datetime | None
    concluded_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgendaSlice:
    items: tuple[ItemRow, ...]
    current: str | None
    adopted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request for the floor; `state`: pending, queued, granted, speaking, paused."""

    id: str
    seat: str
    delegation: str | None
    kind: str
    state: str
    asked_at: datetime
    granted_at: datetime | None
    began_at: datetime | None
    spoken_s: int
    """Seconds spoken before the last pause; while `speaking`, add the time since `began_at`."""
    limit_s: int
    """Seconds that a speech of this kind may last."""


@dataclass(frozen=True, slots=True)
class FloorSlice:
    """`speakers` hold the floor now (one, as a rule); `queue` is in true order: place 1 first.

    `points` are the points of order that await a ruling. `by_secretary`: the secretary may give the floor.
    """

    mode: str
    open: bool
    """Whether the list of speakers is open."""
    by_secretary: bool
    speakers: tuple[RequestRow, ...]
    queue: tuple[RequestRow, ...]
    points: tuple[RequestRow, ...]


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
class DecisionRow:
    """`state`: tabled, read_out_state, put_to_room_state, held, adopted, adopted_preliminarily,
    adopted_ad_referendum, under_silence, silence_broken, no_consensus, no_consensus_soft,
    withdrawn_decision, lapsed, superseded_decision, revoked_decision.

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
class ProposalRow:
    number: str
    delegation: str
    kind: str
    unit: str
    received: date
    text: Text


@dataclass(frozen=True, slots=True)
class TextSlice:
    """The draft on the table, the proposals received on it, and the documents of the session.

    `open_brackets` counts the units in brackets; `package`: nothing is agreed until everything is.
    Observers are shown no proposals.
    """

    symbol: str
    title: Text
    rows: tuple[DraftRow, ...]
    open_brackets: int
    package: bool
    proposals: tuple[ProposalRow, ...]
    documents: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Act:
    """Something this seat may do now: a command, partly filled in.

    `fields` go into the command as they are; `asks` are the fields the person must still give.
    `blocked` is the code of the refusal that it would meet now ("" when it may be done); `from_time` is
    when a wait ends, for an act that only time holds back. `words` fill the button's label.
    """

    type: str
    fields: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    words: Mapping[str, str | int] = field(default_factory=dict)
    blocked: str = ""
    from_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimeAccount:
    """How many seconds a delegation has spoken in the session, up to the last pause or end of a speech."""

    delegation: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """`state`: off_air, checked, live, handover, failed; `seat` is who is, or was last, on air.

    `reason` of a failure: sound, speed, no_document, illness, link, or "".
    """

    language: str
    state: str
    seat: str | None
    since: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class LanguagesSlice:
    """The interpretation; no channels where the session has none."""

    channels: tuple[ChannelRow, ...]
    floor_language: str
    """The language heard from the floor now; "" until somebody says."""


@dataclass(frozen=True, slots=True)
class CaucusRow:
    """A caucus room. `kind`: delegation, bilateral, consultations, technical; `state`: open_room_state,
    recalled.

    `members` are the seats inside; `closes_at` is the end of the countdown of a recalled room.
    """

    room: str
    kind: str
    state: str
    opened_at: datetime
    closes_at: datetime | None
    delegations: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeSlice:
    """What this seat is and may do now.

    `steps` is the procedure's next step first, then its alternatives (presiding officer; a short
    list for other seats too: an answer asked of this seat stands first). `acts` is everything else
    possible. `microphone`: "open"; "closed_by_procedure" (`microphone_of` says who has the floor);
    "muted_for_noise" for a while; "not_published" for seats that never sound.
    """

    seat: str
    role: Role
    delegation: str | None
    presiding: bool
    steps: tuple[Act, ...]
    acts: tuple[Act, ...]
    microphone: str
    microphone_of: str | None
    queue_place: int | None
    answer: str
    """This delegation's own answer to the decision put to the room: agree, object, need_time or ""."""
    may_publish: bool
    may_download_minutes: bool
    waiting: bool = False
    """In the lobby, until the secretary admits it: then there is nothing to see but the session's title."""
    time_accounts: tuple[TimeAccount, ...] = ()
    """For the presiding officer, the chair and the secretary; empty for everybody else."""
    caucus: CaucusRow | None = None
    """The room in which this seat is; null in the plenary."""
    invitations: tuple[CaucusRow, ...] = ()
    rooms: tuple[CaucusRow, ...] = ()
    """Every open room, for the presiding officer and the secretary only: who is away, and where to recall."""
    depends_on: tuple[str, ...] = ()
    """The languages whose interpretation this delegation declared that it depends on."""


Slice = (
    SessionSlice
    | SittingSlice
    | RollCallSlice
    | AgendaSlice
    | FloorSlice
    | DecisionsSlice
    | ReservationsSlice
    | TextSlice
    | LanguagesSlice
    | MeSlice
)
