"""What a seat may do now, and what is around the table: languages and caucus rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vcsession.core.slices.minutes import MinutesRow
from vcsession.core.slices.proposals import ProposalRow
from vcsession.core.slices.rectifying import FactRow
from vcsession.core.slices.room import LineCheckRow
from vcsession.core.vocabulary import Role, Text


@dataclass(frozen=True, slots=True)
class Act:
    """Something this seat may do now: a command, partly filled in.

    `fields` go into the command as they are; `asks` are the fields the person must still give, `optional`
    those of them that may stay empty.
    `blocked` is the code of the refusal that it would meet now ("" when it may be done); `from_time` is
    when a wait ends, for an act that only time holds back. `words` fill the button's label.
    """

    type: str
    fields: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    words: Mapping[str, str | int] = field(default_factory=dict)
    blocked: str = ""
    from_time: datetime | None = None
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeAccount:
    """How many seconds a delegation has spoken in the session, up to the last pause or end of a speech."""

    delegation: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """`state`: off_air, checked, live, handover, failed; `seat` is who is, or was last, on air.

    `reason` of a failure: sound, speed, no_document, illness, link, or "". `until`: when an offered handover
    lapses.
    """

    language: str
    state: str
    seat: str | None
    since: datetime | None
    reason: str
    until: datetime | None = None
    output: str = ""
    """The language in which this booth is heard now: its other one while its own is spoken on the floor."""


@dataclass(frozen=True, slots=True)
class LanguagesSlice:
    """The interpretation; no channels where the session has none."""

    channels: tuple[ChannelRow, ...]
    floor_language: str
    """The language heard from the floor now; "" until somebody says."""
    on_offer: tuple[str, ...] = ()
    """The languages that one may listen to."""


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
class MissedRow:
    """A decision taken while this delegation was away. `reopening`: "", asked, granted, declined."""

    decision: str
    taken_at: datetime | None
    must_confirm: bool
    """Asked for its confirmation, which it has not given yet."""
    associated_at: datetime | None
    reserved: bool
    reopening: str


@dataclass(frozen=True, slots=True)
class QuietLineRow:
    """A quiet line of this seat: chair, delegation, secretariat.

    `seats`: those of which one must be named, where several share this seat's end; null where nobody is.
    """

    line: str
    seats: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A speech that was heard, by the request for it. `words`: how the minutes word it so far, or {}."""

    request: str
    seat: str
    delegation: str | None
    kind: str
    item: str | None
    at: datetime
    words: Text


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
    """This delegation's own answer to the decision put to the room: agree, object, need_time or ""; while
    it votes: for, against, abstain, not_voting or ""."""
    may_publish: bool
    may_download_minutes: bool
    waiting: bool = False
    """In the lobby, until the secretary admits it: then there is nothing to see but the session's title."""
    wall: str = ""
    """Why the seat sees and hears nothing of the room: part_closed, stage_not_shown, not_your_item, or ""."""
    time_accounts: tuple[TimeAccount, ...] = ()
    """All for the presiding officer, the chair and the secretary; for others that of their own delegation."""
    proposals: tuple[ProposalRow, ...] = ()
    """Those not circulated yet, for their author's delegation and the officers only."""
    caucus: CaucusRow | None = None
    """The room in which this seat is; null in the plenary."""
    invitations: tuple[CaucusRow, ...] = ()
    rooms: tuple[CaucusRow, ...] = ()
    """Every open room, for the presiding officer and the secretary only: who is away, and where to recall."""
    facts: tuple[FactRow, ...] = ()
    """For the secretary, who rectifies them: the last ones, newest first."""
    minutes: tuple[MinutesRow, ...] = ()
    """The minutes, as much of them as this seat may know now: none before circulation, but for officers."""
    presses_for: tuple[str, ...] = ()
    """The seats whose keys this seat presses, as their aide; the log tells its name."""
    aide: str | None = None
    """The seat that may press this seat's keys."""
    depends_on: tuple[str, ...] = ()
    """The languages whose interpretation this delegation declared that it depends on."""
    line_check: LineCheckRow | None = None
    """What was measured of this seat's line before the sitting for which lines are checked now."""
    speaks: str = ""
    """The language of this seat's delegation: what it listens to until somebody chooses."""
    booth: tuple[str, ...] = ()
    """The two languages of an interpreter, that of its channel first; none where nobody interprets."""
    missed: tuple[MissedRow, ...] = ()
    """The digest: what was decided while this delegation was away, and what it has said to that since."""
    quiet_lines: tuple[QuietLineRow, ...] = ()
    """The quiet lines that this seat has now."""
    files_to: tuple[str, ...] = ()
    """For whom it may file a document (secretariat, delegation, all, items), the usual one first."""
    statements: tuple[StatementRow, ...] = ()
    """The speeches that this seat may word, newest first: a head's own, all of them for the secretary."""
    watches: bool = False
    """Everybody's connections are its business."""
    steers: bool = False
    """It presides, or keeps the record of whoever does: it is told what holds the room up."""
    has_desk: bool = False
    """The session's desk is its own: join links, the session's file, the wording of the minutes."""
