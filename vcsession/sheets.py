"""Tables out of a Word or Excel file, or CSV: their cells as text, and nothing of them is run or reckoned.

Whatever comes in is bounded before it is read: its size, that of its parts unpacked, its rows and columns.
A cell that begins with = + - or @ is text like any other.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import openpyxl
from docx import Document

MOST_BYTES: Final = 5 * 2**20
MOST_UNPACKED: Final = 40 * 2**20
MOST_PARTS: Final = 2000
MOST_ROWS: Final = 500
MOST_COLUMNS: Final = 40
LONGEST: Final = 20_000
"""As long as a text of a session file"""

Row = tuple[str, ...]


class Unreadable(ValueError):
    """No table can be read from the file; the text is a plain sentence."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` with the number of each in the file, counted from 1; empty ones are left out."""

    name: str
    rows: tuple[tuple[int, Row], ...]


def sheets(data: bytes) -> tuple[Sheet, ...]:
    """The tables of a file that hold anything, by its content: DOCX, XLSX or CSV; raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 2**20} MB.")
    if data.startswith(b"PK\x03\x04"):
        parts = _parts(data)
        if "xl/workbook.xml" in parts:
            found = list(_workbook(data))
        elif "word/document.xml" in parts:
            found = list(_document(data))
        else:
            raise Unreadable("This is no Word document and no Excel sheet.")
    else:
        found = [Sheet("", _kept(_comma_separated(data)))]
    filled = tuple(sheet for sheet in found if sheet.rows)
    if not filled:
        raise Unreadable("There is no table in this file.")
    return filled


def _parts(data: bytes) -> frozenset[str]:
    """The names in the container, once it is known to unpack to no more than it may."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            # The sizes that the list names hold: zipfile reads no further than they say.
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unreadable("The file unpacks to more than is read here.")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _plain_xml(package.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable("The file is damaged or locked with a password.") from error
    return frozenset(entry.filename for entry in entries)


def _plain_xml(part: bytes) -> None:
    """Office writes UTF-8 without a document type; whoever does not may want entities expanded."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("The file holds what no Word or Excel writes; save it anew.")


def _workbook(data: bytes) -> Iterator[Sheet]:
    try:
        # Formulas come as their text, never as what they would make.
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            yield Sheet(sheet.title, _kept(sheet.iter_rows(values_only=True)))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever its parts do on a file that is not well made
        raise Unreadable("This Excel sheet cannot be read; save it anew.") from error


def _document(data: bytes) -> Iterator[Sheet]:
    try:
        tables = Document(io.BytesIO(data)).tables
    except Exception as error:  # as above
        raise Unreadable("This Word document cannot be read; save it anew.") from error
    for n, table in enumerate(tables, 1):
        yield Sheet(str(n), _kept([cell.text for cell in row.cells] for row in table.rows))


def _comma_separated(data: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("This is no Word document, no Excel sheet and no text.")
    if "\x00" in text:
        raise Unreadable("This is no Word document, no Excel sheet and no text.")
    first = text.partition("\n")[0]
    by = max(";,\t", key=first.count)  # Excel writes semicolons where the comma is a decimal sign
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=by)
    except csv.Error as error:
        raise Unreadable("This table cannot be read; save it anew.") from error


def _kept(rows: Iterable[Iterable[object]]) -> tuple[tuple[int, Row], ...]:
    found: list[tuple[int, Row]] = []
    for number, row in enumerate(rows, 1):
        if number > 20 * MOST_ROWS:
            raise Unreadable(f"The table has more than {MOST_ROWS} rows.")
        cells = tuple(_text(cell) for cell, _ in zip(row, range(MOST_COLUMNS), strict=False))
        if any(cells):
            found.append((number, cells))
        if len(found) > MOST_ROWS:
            raise Unreadable(f"The table has more than {MOST_ROWS} rows.")
    return tuple(found)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    words = "".join(letter for letter in str(cell) if letter in "\n\t" or letter.isprintable()).strip()
    if len(words) > LONGEST:
        raise Unreadable(f"A cell holds more than {LONGEST} characters.")
    return words
