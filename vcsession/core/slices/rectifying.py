"""The facts of the sittings that may be rectified (`MeSlice.facts`), and the rectifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class FactRow:
    """`kind`: roll_call, presence, suspension, speech, presiding. `what` as in the Record."""

    id: str
    kind: str
    sitting: str
    at: datetime
    until: datetime | None
    delegation: str | None
    seat: str
    what: str


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """`state`: entered, rectified, dropped_entry. `former` null: entered afterwards; `now` null: struck out.

    `consented_by` is the presiding officer's seat, "" while the consent is awaited.
    """

    id: str
    kind: str
    state: str
    former: FactRow | None
    now: FactRow | None
    reason: str
    consented_by: str
    words: Text


@dataclass(frozen=True, slots=True)
class RectifyingSlice:
    """In the order entered. Shown at the table only."""

    rectifications: tuple[RectificationRow, ...]
