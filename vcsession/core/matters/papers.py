"""The register of documents: who filed what, under which symbol, and who may read it.

The bytes never pass here: a paper is a name, a hash, a size and a type. Whoever may read a paper may know
of it, in the view, in the log and at its address; for everybody else there is no such paper. `readers` says
who that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, get_args

from vcsession.core.convocation import Convocation
from vcsession.core.matters import admission
from vcsession.core.refusals import refuse
from vcsession.core.rules import Marking
from vcsession.core.vocabulary import Actor, Language, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

PaperAudience = Literal["secretariat", "delegation", "all", "items"]
"""Whom a paper is for. `delegation`: the author's own, whose papers are nobody else's business, so that they
are never registered. `items`: whoever is admitted to one of the items named.
"""

PaperStatus = Literal["authentic", "translation"]

TYPES: Final[Mapping[str, str]] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
}
"""The types of file that are kept, and the ending of each: none of them runs in a browser."""

MOST_BYTES: Final = 25 * 1024 * 1024
MOST_PAPERS: Final = 2000
MOST_UNREGISTERED: Final = 50
"""Of one delegation, or of the secretariat: what is waiting, or is a delegation's own."""

EVERYBODY: Final = "*"

MARKINGS: Final[tuple[Marking, ...]] = get_args(Marking)
"""From the lowest on."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`id` is "doc-ARM-1", the secretariat's "doc-1", and the symbol of a paper that the session file names.

    That one has no bytes here: its `hash` is "". `delegation` is the author's; None is the secretariat.
    """

    id: str
    title: Text
    language: Language
    audience: PaperAudience
    delegation: str | None = None
    name: str = ""
    media_type: str = ""
    size: int = 0
    hash: str = ""
    items: tuple[str, ...] = ()
    state: str = "uploaded"
    symbol: str = ""
    status: str = ""
    marking: str = ""
    uploaded_at: datetime | None = None
    registered_at: datetime | None = None
    circulated_at: datetime | None = None
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class UploadDocument:
    """Given with the file itself and in no other way: who could name a hash alone would get at its bytes."""

    title: Text
    language: Language
    audience: PaperAudience
    name: str
    media_type: str
    size: int
    hash: str
    items: tuple[str, ...] = ()
    type: Literal["upload_document"] = "upload_document"


@dataclass(frozen=True, slots=True)
class RegisterDocument:
    """`symbol` with its Rev, Add or Corr: "JS/EC20/SN2/WD.3/Rev.2"."""

    document: str
    symbol: str
    status: PaperStatus
    marking: Marking
    type: Literal["register_document"] = "register_document"


@dataclass(frozen=True, slots=True)
class CirculateDocument:
    document: str
    type: Literal["circulate_document"] = "circulate_document"


@dataclass(frozen=True, slots=True)
class SupersedeDocument:
    """`by` is the newer version: a later Rev of the same symbol."""

    document: str
    by: str
    type: Literal["supersede_document"] = "supersede_document"


@dataclass(frozen=True, slots=True)
class WithdrawDocument:
    document: str
    type: Literal["withdraw_document"] = "withdraw_document"


@dataclass(frozen=True, slots=True)
class DocumentUploaded:
    """`known_to`, here and below: roles and delegations that may read this in the log, or EVERYBODY."""

    document: str
    title: Text
    language: Language
    audience: PaperAudience
    delegation: str | None
    name: str
    media_type: str
    size: int
    hash: str
    items: tuple[str, ...]
    known_to: tuple[str, ...]
    type: Literal["document_uploaded"] = "document_uploaded"


@dataclass(frozen=True, slots=True)
class DocumentRegistered:
    """`title` is the one under which the symbol is registered."""

    document: str
    symbol: str
    title: Text
    status: PaperStatus
    marking: Marking
    known_to: tuple[str, ...]
    type: Literal["document_registered"] = "document_registered"


@dataclass(frozen=True, slots=True)
class DocumentCirculated:
    document: str
    symbol: str
    hash: str
    known_to: tuple[str, ...]
    type: Literal["document_circulated"] = "document_circulated"


@dataclass(frozen=True, slots=True)
class DocumentSuperseded:
    document: str
    by: str
    known_to: tuple[str, ...]
    type: Literal["document_superseded"] = "document_superseded"


@dataclass(frozen=True, slots=True)
class DocumentWithdrawn:
    document: str
    known_to: tuple[str, ...]
    type: Literal["document_withdrawn"] = "document_withdrawn"


Command = UploadDocument | RegisterDocument | CirculateDocument | SupersedeDocument | WithdrawDocument
Event = DocumentUploaded | DocumentRegistered | DocumentCirculated | DocumentSuperseded | DocumentWithdrawn


def of_the_session_file(convocation: Convocation) -> dict[str, Paper]:
    """What the invitation named is known to all from the beginning; its bytes may follow."""
    return {
        d.symbol: Paper(
            d.symbol,
            d.title,
            convocation.languages.authentic,
            "all",
            state="circulated_document",
            symbol=d.symbol,
            status="authentic",
        )
        for d in convocation.documents
    }


def readers(state: State, paper: Paper) -> tuple[str, ...]:
    """Roles and delegations that may read the paper now; EVERYBODY in the room for a released one."""
    own = (paper.delegation,) if paper.delegation is not None else ()
    if paper.audience == "delegation":
        return own
    if paper.audience == "secretariat":
        return ("secretary", *own)
    if paper.circulated_at is None and paper.hash:
        officers = () if paper.state == "uploaded" else ("chair", "deputy")
        return ("secretary", *officers, *own)
    if paper.audience == "all":
        return (EVERYBODY,)
    admitted = (
        code
        for code, d in state.delegations.items()
        if d.kind != "observer" and code not in own and _admitted(state, code, paper)
    )
    return ("secretary", "chair", "deputy", "interpreter", *own, *admitted)


def _admitted(state: State, delegation: str, paper: Paper) -> bool:
    return any(admission.admitted_to(state, delegation, item) for item in paper.items)


def may_read(state: State, actor: Actor, paper: Paper) -> bool:
    """By its audience; a wall may stand before it besides (`core.register`)."""
    return told(readers(state, paper), actor)


def told(known_to: tuple[str, ...], actor: Actor) -> bool:
    return EVERYBODY in known_to or actor.role in known_to or actor.delegation in known_to


def reader(actor: Actor) -> tuple[str, str | None]:
    """Two seats of one reader are shown the same papers."""
    return (actor.role if actor.delegation is None else "", actor.delegation)


def registered(state: State, symbol: str) -> list[Paper]:
    """Every paper that was ever registered under the symbol: no symbol is given twice."""
    return [paper for paper in state.papers.values() if paper.symbol == symbol]


def must_know(state: State, actor: Actor, entity: str) -> None:
    """Of a paper that it may not read, nobody learns anything, not even its state."""
    if not may_read(state, actor, state.papers[entity]):
        raise refuse("unknown", what="document", id=entity)
