"""What a document says, before any format: finished sentences and tables, worded once.

Every string here is plain text without markup, already printable (`plain.printable`); a line end in one is a
line break. A layout puts these blocks on a page and adds no word of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

Form = Literal["full", "short"]
Finality = Literal["final", "preliminary", "ad_referendum", "void"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: a sitting, an item, a group of delegations."""

    block: ClassVar = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is the bold word before the text: "HEARD:"."""

    block: ClassVar = "paragraph"
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, row by row. `digits`: the values are hashes and keys, to be compared by eye."""

    block: ClassVar = "facts"
    rows: tuple[tuple[str, str], ...]
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries with their own marks ("1.", "–"), never numbered by a layout."""

    block: ClassVar = "listing"
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    share: int
    """Its width in relation to the other columns."""


@dataclass(frozen=True, slots=True)
class Table:
    block: ClassVar = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision word for word, how final it is in words, and what belongs to it.

    `void` is the look of one that no longer stands: lapsed, superseded, revoked.
    """

    block: ClassVar = "decision"
    number: str
    label: str
    text: str
    finality: Finality
    standing: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    role: str
    post: str


@dataclass(frozen=True, slots=True)
class Signatures:
    block: ClassVar = "signatures"
    lines: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Data for a QR code; `description` stands in for the picture."""

    block: ClassVar = "code"
    data: str
    description: str


Block = Heading | Paragraph | Facts | Listing | Table | Decision | Signatures | Code


@dataclass(frozen=True, slots=True)
class Section:
    """`title` is "" where a document is one text; `landscape`: its table is too broad for an upright page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Sections:
    """One document. `notes` stand under the title; `page` is the word before the page number."""

    language: str
    form: Form
    organisation: str
    symbol: str
    marking: str
    status: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    page: str
    sections: tuple[Section, ...]
    modified: datetime
    """When the Record last changed, UTC: the only date that a file may carry"""
    fingerprint: str = ""
    """At the foot of every page: what the document was made from"""
    landscape: bool = False
    """All its pages: a paper that is one broad table"""
    numbered: str = ""
    """Which numbered copy it is, beside the marking; "" where copies are not numbered"""

    def decisions(self) -> Iterator[Decision]:
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Decision):
                    yield block


def marking(sections: Sections) -> str:
    """What stands over every page: the restriction marking, and which copy it is."""
    return over(sections.marking, sections.numbered)


def over(marking: str, numbered: str) -> str:
    return " · ".join(filter(None, (marking, numbered)))


def as_data(sections: Sections) -> dict[str, Any]:
    """The same as plain JSON values; each block carries its kind in `block`."""
    data = asdict(sections)
    data["modified"] = sections.modified.isoformat()
    for section, plain in zip(sections.sections, data["sections"], strict=True):
        plain["blocks"] = [{"block": b.block, **asdict(b)} for b in section.blocks]
    return data
