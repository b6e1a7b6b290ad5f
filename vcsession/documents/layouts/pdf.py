"""PDF by Typst: tagged, claiming PDF/A-2a and PDF/UA-1. Texts go in as JSON strings, never as markup."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from vcsession.documents.layouts.glyphs import characters
from vcsession.documents.plain import number
from vcsession.documents.sections import Block, Code, Facts, Sections, Table, as_data

PACKAGE = Path(__file__).parent.parent
FACES = {
    "NotoSerif": ("Regular", "Bold", "Italic"),
    "NotoSerifArmenian": ("Regular", "Bold"),
}
MAY_BREAK = "\u200b"
PAGE, CELL, DIGITS = 30, 12, 64
"""Characters of a word or of a hash that a line of the page or of a table's cell can be trusted to hold."""


def lay_out(sections: Sections) -> bytes:
    """The PDF. A character that no font of ours has is printed as its number: PDF/A forbids a blank."""
    covered = _covered()
    try:
        return _compile(sections, lambda c: c in covered)
    except typst.TypstError:
        # Covered characters can still make a cluster that no single font holds: a letter with a mark.
        return _compile(sections, lambda c: c in covered and not unicodedata.category(c).startswith("M"))


def _compile(sections: Sections, prints: Callable[[str], bool]) -> bytes:
    made = typst.compile(
        (PACKAGE / "templates" / "minutes.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(sections, prints))},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(sections.modified.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The package's own fonts, and those inside Typst (its monospaced one prints the hashes)."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[PACKAGE / "fonts"]
    )


@cache
def _covered() -> frozenset[str]:
    """What every face of at least one family can show."""
    families = (
        frozenset.intersection(
            *(characters((PACKAGE / "fonts" / f"{family}-{face}.ttf").read_bytes()) for face in faces)
        )
        for family, faces in FACES.items()
    )
    return frozenset().union(*families) | {"\n", MAY_BREAK}


def _data(sections: Sections, prints: Callable[[str], bool]) -> dict[str, Any]:
    data: dict[str, Any] = _shown(as_data(sections), prints)
    whole = {key: value for key, value in data.items() if key not in {"language", "modified", "sections"}}
    printed: dict[str, Any] = _breakable(whole, PAGE)
    printed["language"] = sections.language
    printed["file_title"] = " ".join(filter(None, (data["symbol"], data["title"], data["subtitle"])))
    printed["date"] = {
        part: getattr(sections.modified, part)
        for part in ("year", "month", "day", "hour", "minute", "second")
    }
    printed["sections"] = data["sections"]
    for section, plain in zip(sections.sections, data["sections"], strict=True):
        plain["title"] = _breakable(plain["title"], PAGE)
        plain["blocks"] = [_block(*pair) for pair in zip(section.blocks, plain["blocks"], strict=True)]
    return printed


def _block(block: Block, plain: dict[str, Any]) -> dict[str, Any]:
    match block:
        case Facts(digits=True):
            return {**plain, "rows": [(label, _every(value, DIGITS, "\n")) for label, value in plain["rows"]]}
        case Code(data):
            return {**plain, "picture": _picture(data)}
        case Table():
            return {**plain, **_breakable({"rows": plain["rows"]}, CELL)}
        case _:
            return {**_breakable(plain, PAGE), "block": block.block}


def _shown(value: Any, prints: Callable[[str], bool]) -> Any:
    """The same tree, every string with its missing glyphs as numbers."""
    match value:
        case str():
            return "".join(c if prints(c) else number(c) for c in value)
        case dict():
            return {key: _shown(each, prints) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each, prints) for each in value]
        case _:
            return value


def _breakable(value: Any, width: int) -> Any:
    """The same tree; words of two widths and more get places where a line may end."""
    match value:
        case str():
            return re.sub(rf"\S{{{2 * width},}}", lambda word: _every(word[0], width, MAY_BREAK), value)
        case dict():
            return {key: _breakable(each, width) for key, each in value.items()}
        case list():
            return [_breakable(each, width) for each in value]
        case _:
            return value


def _every(text: str, width: int, between: str) -> str:
    return between.join(text[n : n + width] for n in range(0, len(text), width))


def _picture(data: str) -> str:
    drawn = io.BytesIO()
    segno.make(data, error="m").save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()
