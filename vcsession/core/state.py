"""The state of a session: what its commits fold into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from vcsession.core.convocation import Convocation, Delegation, Seat
from vcsession.core.matters.agenda import Item
from vcsession.core.matters.amending import Original
from vcsession.core.matters.appeals import Appeal
from vcsession.core.matters.caucus import CaucusRoom
from vcsession.core.matters.conduct import Conduct
from vcsession.core.matters.corrections import Correction
from vcsession.core.matters.credentials import Credentials
from vcsession.core.matters.decisions import Decision
from vcsession.core.matters.facts import Fact
from vcsession.core.matters.floor import FloorRequest
from vcsession.core.matters.forwarding import Approval, Forwarding
from vcsession.core.matters.incidents import Incident
from vcsession.core.matters.languages import Channel
from vcsession.core.matters.line_checks import LineCheck
from vcsession.core.matters.minutes import Minutes
from vcsession.core.matters.papers import Paper
from vcsession.core.matters.persons import Person
from vcsession.core.matters.positions import Key, Position
from vcsession.core.matters.presiding import Presiding
from vcsession.core.matters.proposals import Proposal
from vcsession.core.matters.publicity import Communique, PublicFact
from vcsession.core.matters.rectifying import Rectification
from vcsession.core.matters.reservations import Reservation
from vcsession.core.matters.roll_call import Presence
from vcsession.core.matters.seats import Link
from vcsession.core.matters.sittings import Sitting
from vcsession.core.matters.text import Unit
from vcsession.core.once import once
from vcsession.core.vocabulary import Text

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


# No slots: a copy with other fields is then the copy of one dict (`changing.replace`).
@dataclass(frozen=True)
class State:
    """`version` 0 is a session of which nothing is known yet. `presence` is of the current sitting.

    `channels` by language, `depends_on` the languages by delegation; `floor_language` is "" until told.
    """

    version: int = 0
    at: datetime = BEGINNING
    convened: Convocation | None = None
    status: str = "draft"
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    sequence: int = 0
    """How often the convocation was amended"""
    original: Original | None = None
    """Where dates or venue are no longer those first convened for"""
    opening_words: Text = field(default_factory=dict)
    opened_by: str = ""
    """The seat that presided at the opening"""
    bundle_hash: str = ""
    agenda: str = "provisional_agenda"
    agenda_adopted_at: datetime | None = None
    seats: Mapping[str, Seat] = field(default_factory=dict)
    """Those of the session file and those issued since; revoked ones too (see `links`)."""
    delegations: Mapping[str, Delegation] = field(default_factory=dict)
    sittings: Mapping[str, Sitting] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    presence: Mapping[str, Presence] = field(default_factory=dict)
    requests: Mapping[str, FloorRequest] = field(default_factory=dict)
    queue: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    conduct: Conduct = field(default_factory=Conduct)
    appeals: Mapping[str, Appeal] = field(default_factory=dict)
    """By the point of order whose ruling is appealed against."""
    facts: tuple[Fact, ...] = ()
    """What may be rectified, in the order of the log."""
    rectifications: Mapping[str, Rectification] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    reservations: Mapping[str, Reservation] = field(default_factory=dict)
    minutes: Mapping[str, Minutes] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    presiding: Presiding = field(default_factory=Presiding)
    units: Mapping[str, Unit] = field(default_factory=dict)
    forwardings: Mapping[str, Forwarding] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    next_round: str = ""
    """The id of the session that was made from this one"""
    publicity: Mapping[str, PublicFact] = field(default_factory=dict)
    """Where the secretary has set it; see `communique.facts` for all."""
    communique: Communique = field(default_factory=Communique)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    credentials: Mapping[str, Credentials] = field(default_factory=dict)
    persons: Mapping[str, Person] = field(default_factory=dict)
    aides: Mapping[str, str] = field(default_factory=dict)
    """The seat whose keys are pressed -> the seat that may press them."""
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    """All of them, those that the table does not know yet among them: see `submitting.hidden`."""
    positions: Mapping[Key, Position] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    line_checks: Mapping[tuple[str, str], LineCheck] = field(default_factory=dict)
    """By sitting and seat"""
    links: Mapping[str, Link] = field(default_factory=dict)
    rooms: Mapping[str, CaucusRoom] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    depends_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    floor_language: str = ""

    @property
    def convocation(self) -> Convocation:
        """The session file's content. A state without one has no procedure: a bug to ask."""
        if self.convened is None:
            raise LookupError("the session has no convocation yet")
        return self.convened

    @property
    def sitting(self) -> Sitting | None:
        """The sitting in progress, if there is one."""
        return _in_progress(self.sittings)


@once
def _in_progress(sittings: Mapping[str, Sitting]) -> Sitting | None:
    return next((s for s in sittings.values() if s.in_progress), None)
