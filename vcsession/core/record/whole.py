"""The Record as a whole, and how far it was verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.convocation import Convocation, Seat
from vcsession.core.record.agreed import ItemRecord, ReservationRecord, UnitRecord
from vcsession.core.record.following import CommuniqueRecord, FirstConvened, ForwardingRecord, StatementRecord
from vcsession.core.record.minutes import MinutesRecord
from vcsession.core.record.proposals import PositionRecord, ProposalRecord
from vcsession.core.record.rectified import RectificationRecord
from vcsession.core.record.registry import CredentialsRecord, PaperRecord
from vcsession.core.record.sittings import Interruption, PresidingInterval, SittingRecord, Speech


@dataclass(frozen=True, slots=True)
class Verification:
    """What ties a document to the log: the range of commits it was made from and the head's hash."""

    first_version: int
    last_version: int
    head_hash: str
    signature: str
    """Ed25519 over the head, hex; "" where the Record was made without one"""
    public_key: str
    """The server's public key, hex"""
    address: str = ""
    """Where anybody may check a document: the server's public address; "" where there is none"""


@dataclass(frozen=True, slots=True)
class Record:
    convocation: Convocation
    status: str
    """The session's state: convened, open, closed, ..."""
    opened_at: datetime | None
    closed_at: datetime | None
    agenda_adopted_at: datetime | None
    agenda: tuple[str, ...]
    """Numbers of the items as adopted, in order"""
    items: tuple[ItemRecord, ...]
    sittings: tuple[SittingRecord, ...]
    presiding: tuple[PresidingInterval, ...]
    speeches: tuple[Speech, ...]
    verification: Verification
    statements: tuple[StatementRecord, ...] = ()
    """What a communique could quote: the opening words, statements for the record"""
    forwardings: tuple[ForwardingRecord, ...] = ()
    sequence: int = 0
    """How often the convocation was amended (SEQUENCE of RFC 5545)"""
    first_convened: FirstConvened | None = None
    next_round: str = ""
    """The id of the session that was made from this one; its previous one is `convocation.previous`"""
    communique: CommuniqueRecord | None = None
    """None in a Record that was not read from a log"""
    units: tuple[UnitRecord, ...] = ()
    """The text on the table, unit by unit, in its order"""
    minutes: tuple[MinutesRecord, ...] = ()
    """The minutes made so far; all but the last were superseded"""
    papers: tuple[PaperRecord, ...] = ()
    """The register of documents, in the order of filing"""
    credentials: tuple[CredentialsRecord, ...] = ()
    """Delegations of which anything is known besides the session file, in protocol order"""
    proposals: tuple[ProposalRecord, ...] = ()
    """Those circulated, in the order of their submission"""
    positions: tuple[PositionRecord, ...] = ()
    """What each delegation has published last on a matter"""
    issued: tuple[Seat, ...] = ()
    """Seats beyond the session file"""
    reservations: tuple[ReservationRecord, ...] = ()
    """All of them in the order announced, those to the protocol among them"""
    suspensions: tuple[Interruption, ...] = ()
    """Of the session itself; the reason is in the presiding officer's words"""
    rectifications: tuple[RectificationRecord, ...] = ()
    """What was rectified; the facts elsewhere in the Record are the corrected ones"""
