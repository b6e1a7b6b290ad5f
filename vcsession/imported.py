"""Rows of a table -> parts of a session file: the draft on the table, and proposals received in writing.

Columns are known by their heads, in Russian or English; a head may name its language: "Текст (en)". What a
row lacks is said of that row, and the others are taken all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from vcsession.core.convocation import INTO
from vcsession.sheets import Row, Sheet, Unreadable

What = Literal["draft", "proposals"]

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "path": ("№", "n", "no", "no.", "№ п/п", "№ пп", "номер", "path", "пункт", "number", "item"),
    "title": ("мероприятие", "наименование", "название", "строка", "title", "activity", "row", "event"),
    "kind": ("вид", "тип", "kind", "type"),
    "text": ("текст", "содержание", "формулировка", "text", "wording", "words", "предложение", "proposal"),
    "date": ("сроки", "срок", "дата", "даты", "dates", "date", "when"),
    "venue": ("место", "место проведения", "venue", "place", "where"),
    "composition": ("состав", "composition", "forces", "силы и средства"),
    "responsible": ("ответственный", "ответственные", "responsible", "исполнитель"),
    "delegation": ("делегация", "государство", "сторона", "delegation", "state", "country"),
    "unit": ("ячейка", "к пункту", "пункт проекта", "unit", "cell", "paragraph", "к чему"),
    "received": ("поступило", "дата поступления", "received", "received on"),
    "author": ("автор", "ведомство", "author", "department"),
    "rationale": ("обоснование", "причина", "rationale", "reason", "reasons", "justification"),
}
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "proposal": ("proposal", "предложение"),
    "comment": ("comment", "замечание", "комментарий"),
    "amendment": ("amendment", "поправка", "изменение"),
    "addition": ("addition", "дополнение"),
    "deletion": ("deletion", "исключение", "исключить"),
    "paragraph": ("paragraph", "абзац", "текст", ""),
    "date": ("date", "dates", "срок", "сроки"),
    "venue": ("venue", "место"),
    "composition": ("composition", "состав"),
    "responsible": ("responsible", "ответственный"),
}
CELLS: Final = ("date", "venue", "composition", "responsible")
"""The columns of a plan table: each is a cell of its row."""
TEXTS: Final = frozenset({"title", "text", "author", "rationale", *CELLS})

PATH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_LANGUAGE: Final = re.compile(r"\s*[(\[]\s*([a-z]{2}|рус\w*|англ\w*)\.?\s*[)\]]$|\s+(ru|en)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is a word of the client's; `words` fill its sentence."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table: what was read from it, and what is wrong with it. `row` counts from 1."""

    row: int
    data: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """`columns`: what each column was taken for, "" for one that is not known here."""

    sheet: str
    columns: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


def imported(tables: Iterable[Sheet], what: What, language: str, codes: Mapping[str, str]) -> Imported:
    """The first table with the columns that are needed.

    `language`: of the words whose head names none. `codes`: delegations by their names and codes, as written.
    Raises Unreadable where no table has such columns.
    """
    for table in tables:
        for at, (_, heads) in enumerate(table.rows[:10]):
            columns = [_column(head, language) for head in heads]
            names = {name for name, _ in columns}
            if _fits(names, what):
                rows = table.rows[at + 1 :]
                read = _draft if what == "draft" else _proposals
                entries = tuple(_once(read(_cells(columns, rows), codes)))
                told = tuple((head, name) for head, (name, _) in zip(heads, columns, strict=True))
                return Imported(table.name, told, entries)
    needed = "a number and a text" if what == "draft" else "a delegation and a text"
    raise Unreadable(f"No table here has the columns that are needed: {needed}, by their heads.")


def _fits(names: set[str], what: What) -> bool:
    if what == "draft":
        return "path" in names and ("text" in names or bool(names & set(CELLS)))
    return "text" in names and bool(names & {"delegation", "kind", "unit", "rationale"})


def _column(head: str, language: str) -> tuple[str, str]:
    """What a column holds, and in which language."""
    plain = " ".join(head.lower().split())
    named = _LANGUAGE.search(plain)
    if named:
        said = named[1] or named[2]
        language = {"рус": "ru", "анг": "en"}.get(said[:3], said)
        plain = plain[: named.start()]
    for name, heads in HEADS.items():
        if plain in heads:
            return name, language if language in INTO else "ru"
    return "", language


Cells = Mapping[str, Any]


def _cells(columns: list[tuple[str, str]], rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Cells]]:
    """Each row by the names of its columns; words by language."""
    for number, row in rows:
        found: dict[str, Any] = {}
        for (name, language), cell in zip(columns, row, strict=False):
            if name in TEXTS and cell:
                found.setdefault(name, {})[language] = cell
            elif name and cell:
                found.setdefault(name, cell)
        yield number, found


def _draft(rows: Iterable[tuple[int, Cells]], _codes: Mapping[str, str]) -> Iterator[Entry]:
    """A plan table, whose columns are cells of its rows; or a list of units with a text each."""
    for number, found in rows:
        path = str(found.get("path", "")).rstrip(".)")
        faults = (
            [] if PATH.fullmatch(path) else [Fault("no_path" if not path else "bad_path", {"path": path})]
        )
        cells = [
            {"path": f"{path}.{kind}", "kind": kind, "text": found[kind]} for kind in CELLS if kind in found
        ]
        if "text" in found:
            kind = _kind(str(found.get("kind", "")), ("paragraph", *CELLS))
            if kind is None:
                faults.append(Fault("bad_kind", {"kind": str(found["kind"])}))
            cells.insert(0, {"path": path, "kind": kind or "paragraph", "text": found["text"]})
        if not cells:
            faults.append(Fault("no_words"))
        yield Entry(number, {"path": path, "title": found.get("title", {}), "cells": cells}, tuple(faults))


def _proposals(rows: Iterable[tuple[int, Cells]], codes: Mapping[str, str]) -> Iterator[Entry]:
    known = {" ".join(name.lower().split()): code for name, code in codes.items()}
    for number, found in rows:
        faults: list[Fault] = []
        said = str(found.get("delegation", ""))
        code = known.get(" ".join(said.lower().split()), "")
        if said and not code:
            faults.append(Fault("bad_delegation", {"delegation": said}))
        kind = _kind(str(found.get("kind", "")), ("proposal", "comment", "amendment", "addition", "deletion"))
        if kind is None and found.get("kind"):
            faults.append(Fault("bad_kind", {"kind": str(found["kind"])}))
        received = str(found.get("received", ""))
        day = _day(received)
        if received and day is None:
            faults.append(Fault("bad_day", {"day": received}))
        if "text" not in found and kind != "deletion":
            faults.append(Fault("no_words"))
        data = {
            "number": str(found.get("path", "")),
            "delegation": code,
            "kind": kind or ("amendment" if found.get("unit") else "comment"),
            "unit": str(found.get("unit", "")).rstrip(".)"),
            "received": day.isoformat() if day else "",
            "text": found.get("text", {}),
            "author": found.get("author", {}),
            "rationale": found.get("rationale", {}),
        }
        yield Entry(number, data, tuple(faults))


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A path that stands twice is the second row's fault."""
    seen: set[str] = set()
    for entry in entries:
        path = str(entry.data.get("path", ""))
        twice = path and path in seen
        seen.add(path)
        faults = (*entry.faults, Fault("twice", {"path": path})) if twice else entry.faults
        yield Entry(entry.row, entry.data, faults)


def _kind(said: str, among: tuple[str, ...]) -> str | None:
    plain = said.strip().lower()
    return next((kind for kind in among if plain in KINDS[kind]), None)


_DAYS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...]] = (
    (re.compile(r"(\d{4})-(\d\d?)-(\d\d?)"), lambda m: (int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"(\d\d?)[./](\d\d?)[./](\d{4})(?: г\.?)?"), lambda m: (int(m[3]), int(m[2]), int(m[1]))),
)


def _day(said: str) -> date | None:
    """2020-07-01 or 01.07.2020."""
    for form, parts in _DAYS:
        if found := form.fullmatch(said.strip()):
            try:
                return date(*parts(found))
            except ValueError:
                return None
    return None
