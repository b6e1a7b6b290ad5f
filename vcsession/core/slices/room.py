"""The session, its sitting, roll-call, agenda and floor."""

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
    sounds: bool = False
    """It has a microphone in the room: observers and technicians have none."""
    officer: bool = False
    """It stands at the table with a plate of its own, though it is no delegation's."""


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
    over: bool = False
    """Nothing is done in it any more."""


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
class LineCheckRow:
    """A seat's line as the server measured it; the fields are those of `line_checks.Line`."""

    sitting: str
    at: datetime
    microphone: str
    camera: str
    lines: int
    sent_kbits: int
    received_kbits: int
    lost_sent: int
    lost_received: int
    round_trip_ms: int | None


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
    recorded: bool
    """Whether sound and picture are being recorded now."""
    line_check: str | None = None
    """The sitting before which lines are checked now; null where there is nothing to check for."""


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
    place: str = "remote"
    """remote, or hub: in the room itself, with no link to lose."""


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
    translations: Mapping[str, str] = field(default_factory=dict)
    """Of the title: working or checked for each language that there is a translation in."""


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
    to_confirm: bool = False
    """Entered for the delegation, which has not confirmed it yet."""
    person: str = ""
    """Who speaks by name, where the delegation said so: an id of the credentials' people."""


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal before the room: against the ruling on the point of order `request`, by `delegation`."""

    request: str
    delegation: str
    ruling: str
    at: datetime
    ends_at: datetime | None
    uphold: tuple[str, ...]
    overrule: tuple[str, ...]
    awaited: tuple[str, ...]


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
    appeal: AppealRow | None = None
