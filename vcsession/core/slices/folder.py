"""A delegation's own folder, for its seats alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.slices.me import Act
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class FolderDraft:
    """A draft of a proposal; `proposal` is what was submitted from it, or ""."""

    id: str
    kind: str
    unit: str
    text: Text
    rationale: Text
    by: str
    at: datetime
    proposal: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An internal position. `whose`: internal (of the `department`) or delegation."""

    about: str
    id: str
    whose: str
    department: str
    stand: str
    remark: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FolderSlice:
    """What stands in the delegation's own log, and what this seat may do with it."""

    drafts: tuple[FolderDraft, ...] = ()
    notes: tuple[NoteRow, ...] = ()
    acts: tuple[Act, ...] = ()
