"""The minutes of a session: versions, the secretary's wording, circulation, signatures, corrigenda.

A session has one set of minutes, for all its sittings; another is made only when the former was superseded.
Here are the shapes, and the words until the text is final; `circulating` has the rules.

A version is a range of the log, and the document floor prints it: the core holds no printed text, only the
hash of what is signed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Language, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

Form = Literal["full", "short"]
OverlayKind = Literal["intervention", "note"]
Manner = Literal["signed", "with_reservation", "refused"]
Because = Literal["generated", "regenerated", "reissued", "final", "signing"]

MANNERS: tuple[Manner, ...] = ("signed", "with_reservation", "refused")

PRESIDING = "presiding"
"""The name under which the presiding officer's signature is kept: the office, whoever holds it."""


SHA256 = re.compile(r"[0-9a-f]{64}")


def must_be_hash(value: str, field: str) -> None:
    if not SHA256.fullmatch(value):
        raise refuse("bad_field", field=field, problem="a SHA-256, 64 hexadecimal digits")


@dataclass(frozen=True, slots=True)
class Version:
    """`first` and `last`: the range of the log that it is made from, both included."""

    number: int
    first: int
    last: int
    made_at: datetime
    because: Because


@dataclass(frozen=True, slots=True)
class Overlay:
    """The secretary's wording of an intervention (`target` a request for the floor) or a note (`target` an
    item, or "" for the whole). Without text it takes back the former one. `made_in`: the version of the log.
    `correction`: from which it came.
    """

    kind: OverlayKind
    target: str
    text: Text
    reason: str
    made_at: datetime
    made_in: int
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """`signer`: a delegation's code, `presiding`, or a secretary's seat. `words` are verbatim.

    `scan` is the SHA-256 of the page signed by hand; `seal` an Ed25519 signature over the minutes' hash, with
    its `public_key`, all in hex; "" where there is none.
    """

    signer: str
    seat: str
    manner: Manner
    words: str
    scan: str
    seal: str
    public_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What a delegation has annexed where its correction was declined."""

    correction: str
    delegation: str
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrigendum:
    """`number` None while it is a draft."""

    number: int | None
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """A numbered copy of the issued text. `to`: a delegation's code, an office in words, "" the original."""

    number: int
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """`number` is the id: "1", and "2" where the first were superseded.

    `deadline`: until when corrections are taken. `in_room`: it was set in minutes, with everybody there.
    `hash`: SHA-256 of the authentic version that is signed.
    """

    number: str
    form: Form
    language: Language
    state: str = "generated"
    versions: tuple[Version, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    circulated_at: datetime | None = None
    deadline: datetime | None = None
    in_room: bool = False
    final_at: datetime | None = None
    adopted_at: datetime | None = None
    hash: str = ""
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    issued_at: datetime | None = None
    corrigenda: tuple[Corrigendum, ...] = ()
    copies: tuple[Copy, ...] = ()
    superseded_because: str = ""

    @property
    def version(self) -> Version:
        """The latest one."""
        return self.versions[-1]

    @property
    def time_given(self) -> timedelta:
        """How long corrections are taken."""
        if self.deadline is None or self.circulated_at is None:
            return timedelta()
        return self.deadline - self.circulated_at

    def wording(self) -> dict[tuple[OverlayKind, str], Overlay]:
        """The wording that holds, by kind and target."""
        latest = {(o.kind, o.target): o for o in self.overlays}
        return {key: overlay for key, overlay in latest.items() if overlay.text}


def current(state: State) -> Minutes | None:
    """The minutes at work or issued: those that were not superseded."""
    return next((m for m in state.minutes.values() if m.state != "superseded_minutes"), None)


@dataclass(frozen=True, slots=True)
class GenerateMinutes:
    """`language`: by default the session's authentic one."""

    form: Form = "full"
    language: Language | None = None
    type: Literal["generate_minutes"] = "generate_minutes"


@dataclass(frozen=True, slots=True)
class Review:
    minutes: str
    type: Literal["review"] = "review"


@dataclass(frozen=True, slots=True)
class OverlayMinutes:
    """As `Overlay`; `reason` says why the secretary worded it so."""

    minutes: str
    kind: OverlayKind
    target: str
    text: Text
    reason: str
    type: Literal["overlay_minutes"] = "overlay_minutes"


@dataclass(frozen=True, slots=True)
class Regenerate:
    minutes: str
    type: Literal["regenerate"] = "regenerate"


@dataclass(frozen=True, slots=True)
class ClearForCirculation:
    minutes: str
    type: Literal["clear_for_circulation"] = "clear_for_circulation"


@dataclass(frozen=True, slots=True)
class Circulate:
    """`in_minutes`: the time for corrections in the room; without it the rule's days run."""

    minutes: str
    in_minutes: int | None = None
    type: Literal["circulate"] = "circulate"


@dataclass(frozen=True, slots=True)
class Reissue:
    minutes: str
    type: Literal["reissue"] = "reissue"


@dataclass(frozen=True, slots=True)
class AnnexNote:
    """`correction`: one's own, which was declined."""

    minutes: str
    correction: str
    text: Text
    type: Literal["annex_note"] = "annex_note"


@dataclass(frozen=True, slots=True)
class CloseCorrections:
    minutes: str
    type: Literal["close_corrections"] = "close_corrections"


@dataclass(frozen=True, slots=True)
class MinutesGenerated:
    minutes: str
    form: Form
    language: Language
    type: Literal["minutes_generated"] = "minutes_generated"


@dataclass(frozen=True, slots=True)
class VersionMade:
    minutes: str
    number: int
    first: int
    last: int
    because: Because
    type: Literal["version_made"] = "version_made"


@dataclass(frozen=True, slots=True)
class MinutesMoved:
    """A change that needs no more telling: in_review, generated (anew), cleared, final_text."""

    minutes: str
    state: str
    type: Literal["minutes_moved"] = "minutes_moved"


@dataclass(frozen=True, slots=True)
class MinutesWorded:
    minutes: str
    kind: OverlayKind
    target: str
    text: Text
    reason: str
    correction: str = ""
    type: Literal["minutes_worded"] = "minutes_worded"


@dataclass(frozen=True, slots=True)
class MinutesCirculated:
    minutes: str
    deadline: datetime
    in_room: bool
    type: Literal["minutes_circulated"] = "minutes_circulated"


@dataclass(frozen=True, slots=True)
class NoteAnnexed:
    minutes: str
    correction: str
    delegation: str
    text: Text
    type: Literal["note_annexed"] = "note_annexed"


Command = (
    GenerateMinutes
    | Review
    | OverlayMinutes
    | Regenerate
    | ClearForCirculation
    | Circulate
    | Reissue
    | AnnexNote
    | CloseCorrections
)
Event = MinutesGenerated | VersionMade | MinutesMoved | MinutesWorded | MinutesCirculated | NoteAnnexed
