"""The bureau's own papers, for its seats alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.slices.me import Act
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """What the chair has before him on an item; "" is for the whole."""

    item: str
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class PadNote:
    """A line of the note pad. `speech`: the request that it is of, "" for none; `seat` spoke then."""

    id: str
    speech: str
    seat: str
    item: str
    text: str
    by: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class SpokenRow:
    """A speech that was begun, by the request that it was given for."""

    id: str
    seat: str
    item: str
    began_at: datetime


@dataclass(frozen=True, slots=True)
class BureauSlice:
    """The script is for the presiding officers and the secretaries, the rest for the secretaries."""

    scripts: tuple[ScriptRow, ...] = ()
    notes: tuple[PadNote, ...] = ()
    speeches: tuple[SpokenRow, ...] = ()
    acts: tuple[Act, ...] = ()
