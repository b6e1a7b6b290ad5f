"""The rules of the register of documents: guards and fold for `matters.papers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.coherence import SYMBOL
from vcsession.core.convocation import INTO
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.papers import (
    MARKINGS,
    MOST_BYTES,
    MOST_PAPERS,
    MOST_UNREGISTERED,
    TYPES,
    CirculateDocument,
    DocumentCirculated,
    DocumentRegistered,
    DocumentSuperseded,
    DocumentUploaded,
    DocumentWithdrawn,
    Paper,
    RegisterDocument,
    SupersedeDocument,
    UploadDocument,
    WithdrawDocument,
    may_read,
    readers,
    registered,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


_DIGEST = re.compile("[0-9a-f]{64}")


_NAME = re.compile(r"[^/\\\x00-\x1f]{1,200}")


_PART = re.compile(r"(?P<base>.+)/(?P<part>Rev|Add|Corr)\.(?P<n>[1-9][0-9]{0,2})")


def before_registration(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.role == "secretary":
        return
    paper = state.papers[entity]
    if paper.delegation != actor.delegation:
        raise refuse("not_your_document")
    if paper.state != "uploaded":
        raise refuse("document_registered")


def has_newer(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if not any(replaces(newer, state.papers[entity]) for newer in state.papers.values()):
        raise refuse("not_newer", id=entity)


def replaces(newer: Paper, paper: Paper) -> bool:
    """A newer version has the same base and a greater number."""
    (base, former), (same, later) = _revision(paper), _revision(newer)
    return newer.state in ("registered_document", "circulated_document") and base == same and later > former


def upload(state: State, actor: Actor, command: UploadDocument, _n: datetime) -> Iterator[DocumentUploaded]:
    check_text(state, command.title, "title")
    if command.language not in INTO:
        raise refuse("bad_field", field="language", problem=f"one of {', '.join(INTO)}")
    if not _NAME.fullmatch(command.name):
        raise refuse("bad_field", field="name", problem="a file's name without a path")
    if command.media_type not in TYPES or not _DIGEST.fullmatch(command.hash):
        raise refuse("bad_field", field="media_type", problem="no type of file that is kept here")
    if not 0 < command.size <= MOST_BYTES:
        raise refuse("bad_field", field="size", problem=f"1 to {MOST_BYTES} bytes")
    _check_audience(state, actor, command)
    mine = [p for p in state.papers.values() if p.hash and p.delegation == actor.delegation]
    if len(state.papers) >= MOST_PAPERS or sum(p.state == "uploaded" for p in mine) >= MOST_UNREGISTERED:
        raise refuse("too_many_documents")
    author = f"{actor.delegation}-" if actor.delegation else ""
    paper = Paper(
        f"doc-{author}{len(mine) + 1}",
        command.title,
        command.language,
        command.audience,
        actor.delegation,
        hash=command.hash,
    )
    yield DocumentUploaded(
        paper.id,
        command.title,
        command.language,
        command.audience,
        actor.delegation,
        command.name,
        command.media_type,
        command.size,
        command.hash,
        command.items,
        readers(state, paper),
    )


def _check_audience(state: State, actor: Actor, command: UploadDocument) -> None:
    if command.audience == "delegation" and actor.delegation is None:
        raise refuse("bad_field", field="audience", problem="only a delegation has papers of its own")
    if actor.role == "delegate" and command.audience != "delegation":
        seat = state.seats.get(actor.seat)
        if seat is None or not seat.mandate:
            raise refuse("no_mandate")
    if (command.audience == "items") != bool(command.items):
        raise refuse("bad_field", field="items", problem="the items whose participants it is for")
    for item in command.items:
        if item not in state.items:
            raise refuse("unknown", what="agenda_item", id=item)


def register(
    state: State, _a: Actor, command: RegisterDocument, _n: datetime
) -> Iterator[DocumentRegistered]:
    paper, symbol = state.papers[command.document], command.symbol
    if not SYMBOL.fullmatch(symbol) or symbol.startswith("doc-"):
        raise refuse("bad_field", field="symbol", problem='a symbol, such as "SN2/WD.1/Rev.1"')
    ceiling = state.convocation.rules.marking_ceiling
    if MARKINGS.index(command.marking) > MARKINGS.index(ceiling):
        raise refuse("marking_too_high", marking=command.marking, ceiling=ceiling)
    part = _PART.fullmatch(symbol)
    if part is None and re.search(r"/(Rev|Add|Corr)(\W|$)", symbol, re.IGNORECASE):
        raise refuse("bad_field", field="symbol", problem="ends in /Rev.1, /Add.1 or /Corr.1")
    if part and part["part"] != "Rev" and not registered(state, part["base"]):
        raise refuse("unknown", what="document", id=part["base"])
    former = registered(state, symbol)
    filed = [p for p in former if p.hash]
    if any(p.language == paper.language for p in filed):
        raise refuse("symbol_taken", symbol=symbol)
    if command.status == "authentic" and any(p.status == "authentic" for p in filed):
        raise refuse("symbol_taken", symbol=symbol)
    if command.status == "translation" and not any(p.status == "authentic" for p in former):
        raise refuse("no_original", symbol=symbol)
    title = former[0].title if former else paper.title
    after = replace(paper, state="registered_document")
    yield DocumentRegistered(paper.id, symbol, title, command.status, command.marking, readers(state, after))


def circulate(
    state: State, _a: Actor, command: CirculateDocument, now: datetime
) -> Iterator[DocumentCirculated]:
    after = replace(state.papers[command.document], circulated_at=now)
    yield DocumentCirculated(after.id, after.symbol, after.hash, readers(state, after))


def supersede(
    state: State, actor: Actor, command: SupersedeDocument, _n: datetime
) -> Iterator[DocumentSuperseded]:
    newer = state.papers.get(command.by)
    if newer is None or not may_read(state, actor, newer):
        raise refuse("unknown", what="document", id=command.by)
    paper = state.papers[command.document]
    if not replaces(newer, paper):
        raise refuse("not_newer", id=command.by)
    yield DocumentSuperseded(command.document, command.by, readers(state, paper))


def _revision(paper: Paper) -> tuple[str, int]:
    part = _PART.fullmatch(paper.symbol)
    if part is None or part["part"] != "Rev":
        return paper.symbol, 0
    return part["base"], int(part["n"])


def withdraw(state: State, _a: Actor, command: WithdrawDocument, _n: datetime) -> Iterator[DocumentWithdrawn]:
    yield DocumentWithdrawn(command.document, readers(state, state.papers[command.document]))


def _with(state: State, paper: str, /, **changes: object) -> State:
    changed = replace(state.papers[paper], **changes)  # type: ignore[arg-type]
    return replace(state, papers={**state.papers, paper: changed})


def fold_uploaded(state: State, event: DocumentUploaded, stamp: Stamp) -> State:
    paper = Paper(
        event.document,
        event.title,
        event.language,
        event.audience,
        event.delegation,
        event.name,
        event.media_type,
        event.size,
        event.hash,
        event.items,
        uploaded_at=stamp.at,
    )
    return replace(state, papers={**state.papers, event.document: paper})


def fold_registered(state: State, event: DocumentRegistered, stamp: Stamp) -> State:
    return _with(
        state,
        event.document,
        state="registered_document",
        symbol=event.symbol,
        title=event.title,
        status=event.status,
        marking=event.marking,
        registered_at=stamp.at,
    )


GUARDS = {"supersede_document": (has_newer,), "withdraw_document": (before_registration,)}


DECIDE: dict[type, Decide] = {
    UploadDocument: upload,
    RegisterDocument: register,
    CirculateDocument: circulate,
    SupersedeDocument: supersede,
    WithdrawDocument: withdraw,
}


FOLD: dict[type, Fold] = {
    DocumentUploaded: fold_uploaded,
    DocumentRegistered: fold_registered,
    DocumentCirculated: lambda state, event, stamp: _with(
        state, event.document, state="circulated_document", circulated_at=stamp.at
    ),
    DocumentSuperseded: lambda state, event, _stamp: _with(
        state, event.document, state="superseded_document", superseded_by=event.by
    ),
    DocumentWithdrawn: lambda state, event, _stamp: _with(state, event.document, state="withdrawn_document"),
}
