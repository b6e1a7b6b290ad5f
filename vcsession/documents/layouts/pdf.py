"""PDF by Typst: tagged, claiming PDF/A-2a and PDF/UA-1. Texts go in as JSON strings, never as markup."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from vcsession.documents.layouts.glyphs import characters
from vcsession.documents.plain import number
from vcsession.documents.sections import Block, Code, Facts, Heading, Sections, Table, as_data, over

PACKAGE = Path(__file__).parent.parent
FACES = {
    "NotoSerif": ("Regular", "Bold", "Italic"),
    "NotoSerifArmenian": ("Regular", "Bold"),
}
MAY_BREAK = "\u200b"
PAGE, CELL, DIGITS = 30, 12, 64
"""Characters of a word or of a hash that a line of the page or of a table's cell can be trusted to hold."""
RUNNING, TITLE = 120, 1000
"""Characters over every page; of a title, which becomes a PDF string: PDF/A keeps those under 32 kB"""


def lay_out(sections: Sections) -> bytes:
    made = typst.compile(
        (PACKAGE / "templates" / "minutes.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(sections))},
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


def _data(sections: Sections) -> dict[str, Any]:
    data: dict[str, Any] = _shown(as_data(sections))
    whole = {key: value for key, value in data.items() if key not in {"language", "modified", "sections"}}
    printed: dict[str, Any] = _breakable(whole, PAGE)
    printed["language"] = sections.language
    title = " ".join(filter(None, (data["symbol"], data["title"], data["subtitle"])))
    printed |= {
        "file_title": _clipped(title, TITLE),
        "file_author": _clipped(data["organisation"], TITLE),
        "running_symbol": _clipped(printed["symbol"], RUNNING),
        "running_marking": over(_clipped(printed["marking"], RUNNING), printed["numbered"]),
        "fingerprint": _clipped(data["fingerprint"], RUNNING),
    }
    printed["date"] = {
        part: getattr(sections.modified, part)
        for part in ("year", "month", "day", "hour", "minute", "second")
    }
    printed["sections"] = data["sections"]
    for section, plain in zip(sections.sections, data["sections"], strict=True):
        plain["title"] = _breakable(plain["title"], PAGE)
        plain["blocks"] = [
            each for pair in zip(section.blocks, plain["blocks"], strict=True) for each in _blocks(*pair)
        ]
    return printed


def _blocks(block: Block, plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    match block:
        case Heading(text) if len(text) > TITLE:
            yield {**plain, "text": _breakable(_clipped(plain["text"], TITLE), PAGE)}
            yield {"block": "paragraph", "lead": "", "text": _breakable(plain["text"], PAGE)}
        case Facts(digits=True):
            yield {**plain, "rows": [(label, _every(value, DIGITS, "\n")) for label, value in plain["rows"]]}
        case Code(data):
            yield {**plain, "picture": _picture(data)}
        case Table():
            yield {**plain, **_breakable({"rows": plain["rows"]}, CELL)}
        case _:
            yield {**_breakable(plain, PAGE), "block": block.block}


def _shown(value: Any) -> Any:
    """The same tree, each character that no font of ours has as its number: PDF/A forbids a blank for it."""
    match value:
        case str():
            covered = _covered()
            return "".join(c if c in covered else number(c) for c in value)
        case dict():
            return {key: _shown(each) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
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


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _every(text: str, width: int, between: str) -> str:
    return between.join(text[n : n + width] for n in range(0, len(text), width))


def _picture(data: str) -> str:
    drawn = io.BytesIO()
    segno.make(data, error="m").save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()
