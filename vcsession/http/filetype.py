"""What a file is, by its content: neither its name nor what its sender says is believed."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN: Final = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.presentation",
}
MOST_ENTRIES: Final = 5000


class Unkept(ValueError):
    """The file is of no type that is kept; the text is a plain sentence."""


NOT_KEPT: Final = (
    "This is no PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, PNG, JPEG nor text in UTF-8; it is not kept."
)


def media_type(data: bytes) -> str:
    """One of `papers.TYPES`; raises Unkept."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    return _text(data)


def _office(data: bytes) -> str:
    if _entries(data) > MOST_ENTRIES:
        raise Unkept("This file holds too many parts; send it as PDF.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            first = archive.infolist()[0] if names else None
            if first and first.filename == "mimetype" and first.file_size <= 64:
                kind = archive.read(first)
                if kind in OPEN:
                    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
                        raise Unkept("A document with macros is not kept; save it without them.")
                    return kind.decode()
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        struct.error,
    ) as error:
        if isinstance(error, Unkept):
            raise
        raise Unkept(NOT_KEPT) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unkept("A document with macros is not kept; save it without them.")
    kinds = [kind for name, kind in OFFICE.items() if name in names and "[Content_Types].xml" in names]
    if len(kinds) != 1:
        raise Unkept(NOT_KEPT)
    return kinds[0]


def _entries(data: bytes) -> int:
    """How many parts the archive says it has (APPNOTE 4.3.16), before anybody reads their list."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        raise Unkept(NOT_KEPT)
    return int(struct.unpack_from("<H", data, end + 10)[0])


def _text(data: bytes) -> str:
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unkept(NOT_KEPT) from None
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in words):
        raise Unkept(NOT_KEPT)
    return "text/plain"
