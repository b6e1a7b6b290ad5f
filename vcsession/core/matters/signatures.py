"""What is done with the final text of the minutes, in words: put to the room, signed, issued, corrected by
corrigendum, superseded. `signing` has the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vcsession.core.matters.minutes import Manner
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class AdoptMinutes:
    minutes: str
    type: Literal["adopt_minutes"] = "adopt_minutes"


@dataclass(frozen=True, slots=True)
class OpenSigning:
    """`hash`: SHA-256 (hex) of the authentic version as printed for signature, made from the log up to
    `last`; without it, from the range of the final text.
    """

    minutes: str
    hash: str
    last: int | None = None
    type: Literal["open_signing"] = "open_signing"


@dataclass(frozen=True, slots=True)
class Sign:
    """`hash`: of what is signed. `words`: the reservation under which one signs, or why one does not.

    The secretary enters the page that a head signed by hand: then `delegation` and `scan` are given.
    """

    minutes: str
    hash: str
    manner: Manner = "signed"
    words: str = ""
    delegation: str | None = None
    scan: str = ""
    seal: str = ""
    public_key: str = ""
    type: Literal["sign"] = "sign"


@dataclass(frozen=True, slots=True)
class RegisterScan:
    minutes: str
    signer: str
    scan: str
    type: Literal["register_scan"] = "register_scan"


@dataclass(frozen=True, slots=True)
class Issue:
    minutes: str
    type: Literal["issue"] = "issue"


@dataclass(frozen=True, slots=True)
class DraftCorrigendum:
    """Replaces a draft that was not issued yet."""

    minutes: str
    text: Text
    type: Literal["draft_corrigendum"] = "draft_corrigendum"


@dataclass(frozen=True, slots=True)
class IssueCorrigendum:
    minutes: str
    type: Literal["issue_corrigendum"] = "issue_corrigendum"


@dataclass(frozen=True, slots=True)
class Supersede:
    minutes: str
    reason: str
    type: Literal["supersede"] = "supersede"


@dataclass(frozen=True, slots=True)
class MinutesAdopted:
    """By the room: nobody of those present objected."""

    minutes: str
    presiding: str
    present: tuple[str, ...]
    type: Literal["minutes_adopted"] = "minutes_adopted"


@dataclass(frozen=True, slots=True)
class SigningOpened:
    minutes: str
    hash: str
    type: Literal["signing_opened"] = "signing_opened"


@dataclass(frozen=True, slots=True)
class MinutesSigned:
    """As `Signature`."""

    minutes: str
    signer: str
    seat: str
    manner: Manner
    words: str
    scan: str
    seal: str
    public_key: str
    type: Literal["minutes_signed"] = "minutes_signed"


@dataclass(frozen=True, slots=True)
class ScanRegistered:
    minutes: str
    signer: str
    scan: str
    type: Literal["scan_registered"] = "scan_registered"


@dataclass(frozen=True, slots=True)
class MinutesIssued:
    minutes: str
    type: Literal["minutes_issued"] = "minutes_issued"


@dataclass(frozen=True, slots=True)
class CorrigendumDrafted:
    minutes: str
    text: Text
    type: Literal["corrigendum_drafted"] = "corrigendum_drafted"


@dataclass(frozen=True, slots=True)
class CorrigendumIssued:
    minutes: str
    number: int
    type: Literal["corrigendum_issued"] = "corrigendum_issued"


@dataclass(frozen=True, slots=True)
class MinutesSuperseded:
    minutes: str
    reason: str
    type: Literal["minutes_superseded"] = "minutes_superseded"


Command = (
    AdoptMinutes | OpenSigning | Sign | RegisterScan | Issue | DraftCorrigendum | IssueCorrigendum | Supersede
)
Event = (
    MinutesAdopted
    | SigningOpened
    | MinutesSigned
    | ScanRegistered
    | MinutesIssued
    | CorrigendumDrafted
    | CorrigendumIssued
    | MinutesSuperseded
)
