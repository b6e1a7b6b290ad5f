"""The minutes as a seat may know them: nothing before circulation, but for the officers who make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class VersionRow:
    """`because`: generated, regenerated, reissued, final, signing. It is made from the log up to `last`."""

    number: int
    last: int
    made_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class OverlayRow:
    """`kind`: intervention (`target` a request for the floor) or note (`target` an item, or "")."""

    kind: str
    target: str
    text: Text
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """`kind`: own_statement, decision_text, fact. `state`: submitted_correction, accepted_correction,
    accepted_with_change, declined_correction, withdrawn_correction.

    `delegation` "" is the secretariat. `proposed`: other words for it, {} where there are none. `until`: when
    the time to object ends. `answer`: why it was declined.
    """

    number: str
    delegation: str
    kind: str
    target: str
    old: Text
    new: Text
    reason: str
    state: str
    submitted_at: datetime
    notified_at: datetime | None
    until: datetime | None
    objections: tuple[str, ...]
    proposed: Text
    agreed: bool
    answer: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """`signer`: a delegation, "presiding", or a secretary's seat. `manner`: signed, with_reservation,
    refused. `scanned`: the page signed by hand is registered; `sealed`: there is an electronic seal.
    """

    signer: str
    manner: str
    words: str
    at: datetime
    scanned: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class CorrigendumRow:
    """`number` null: a draft, which the officers see."""

    number: int | None
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class CopyRow:
    """`to`: a delegation's code, an office in words, or "" for the original."""

    number: int
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """`state`: generated, in_review, cleared, circulated_minutes, final_text, signing, issued,
    superseded_minutes. `form`: full, short.

    `deadline`: until when corrections are taken. `hash` is SHA-256 of the authentic version signed, or "".
    `awaited`: who has not signed yet. `copies`: all of them for the officers, its own for a delegation.
    """

    number: str
    state: str
    form: str
    language: str
    versions: tuple[VersionRow, ...]
    overlays: tuple[OverlayRow, ...]
    circulated_at: datetime | None
    deadline: datetime | None
    corrections: tuple[CorrectionRow, ...]
    adopted_at: datetime | None
    hash: str
    signatures: tuple[SignatureRow, ...]
    awaited: tuple[str, ...]
    issued_at: datetime | None
    corrigenda: tuple[CorrigendumRow, ...]
    copies: tuple[CopyRow, ...]
