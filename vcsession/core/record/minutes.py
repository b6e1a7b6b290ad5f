"""The minutes themselves as the log tells of them: versions, corrections, signatures, corrigenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """Made from the commits `first` to `last`.

    `because`: generated, regenerated, reissued, final, signing.
    """

    number: int
    first: int
    last: int
    made_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """The secretariat's note to an item, or ("") to the whole."""

    item: str
    text: Text


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """`kind`: own_statement, decision_text, fact; `status` as in the slice. `delegation` "": the secretariat.

    `target`: a request for the floor, a decision, a sitting. `wording`: what was to stand, in the end with
    the change agreed. `against`: log, recording, notes. `note` is what its author has annexed.
    """

    number: str
    delegation: str
    kind: str
    target: str
    old: Text
    wording: Text
    reason: str
    submitted_at: datetime
    status: str
    notified_at: datetime | None
    objections: tuple[str, ...]
    against: str
    answer: str
    decided_at: datetime | None
    note: Text


@dataclass(frozen=True, slots=True)
class SignatureRecord:
    """`signer`: a delegation, "presiding", or a secretary's seat. `seat` gave or entered it.

    `manner`: signed, with_reservation, refused. `scan`, `seal` and `public_key` in hex, "" where there is
    none.
    """

    signer: str
    seat: str
    manner: str
    words: str
    scan: str
    seal: str
    public_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrigendumRecord:
    number: int
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class CopyRecord:
    """`to`: a delegation's code, an office in words, or "" for the original."""

    number: int
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MinutesRecord:
    """`status` as in the slice. `hash`: SHA-256 of the authentic version that is signed, "" before.

    `deadline`: until when corrections are taken; `in_room`: it was set in minutes, in the room.
    """

    number: str
    form: str
    language: str
    status: str
    versions: tuple[VersionRecord, ...]
    notes: tuple[NoteRecord, ...]
    circulated_at: datetime | None
    deadline: datetime | None
    in_room: bool
    corrections: tuple[CorrectionRecord, ...]
    final_at: datetime | None
    adopted_at: datetime | None
    hash: str
    signatures: tuple[SignatureRecord, ...]
    issued_at: datetime | None
    corrigenda: tuple[CorrigendumRecord, ...]
    superseded_because: str
    copies: tuple[CopyRecord, ...] = ()
