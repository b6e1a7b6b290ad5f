"""Markdown (CommonMark with tables), for archives and comparison: texts escaped, none of them markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vcsession.documents.sections import (
    Block,
    Code,
    Decision,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Sections,
    Signatures,
    Table,
    marking,
)

ALWAYS = re.compile(r"([\\`*_\[\]<>|~&$])")
AT_LINE_START = re.compile(r"^(\d{0,9})([#+=:.)-])")
BREAK = "\\\n"
LINE_TO_SIGN_ON = r"\_" * 12


def lay_out(sections: Sections) -> bytes:
    head = [
        _text(sections.organisation),
        _text(sections.symbol),
        _bold(marking(sections)),
        f"*{_inline(sections.status)}*" if sections.status else "",
        f"# {_line(sections.title)} {_line(sections.subtitle)}",
        *map(_text, sections.notes),
    ]
    parts = [part for part in head if part]
    for section in sections.sections:
        if section.title:
            parts.append(f"## {_line(section.title)}")
        parts += filter(None, map(_block, section.blocks))
    if sections.fingerprint:
        parts.append(_text(sections.fingerprint))
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"### {_line(text)}"
        case Paragraph(text, ""):
            return _text(text)
        case Paragraph(text, lead):
            return f"{_bold(lead)} {_inline(text)}".rstrip()
        case Facts(rows):
            return "\n".join(f"- **{_line(label)}:** {_hanging(_inline(value), 2)}" for label, value in rows)
        case Listing(entries):
            return "\n".join(_entry(mark, text) for mark, text in entries)
        case Table():
            return _table(block)
        case Decision():
            return _decision(block)
        case Signatures(lines):
            return "\n\n".join(f"{_bold(s.role)}{BREAK}{_inline(s.post)} {LINE_TO_SIGN_ON}" for s in lines)
        case Code(data, description):
            return f"{_text(description)}: {_inline(data)}"


def _table(table: Table) -> str:
    caption = f"{_bold(table.caption)}\n\n" if table.caption else ""
    titles = _row([column.title for column in table.columns])
    rule = "| " + " | ".join("---" for _ in table.columns) + " |"
    return caption + "\n".join((titles, rule, *map(_row, table.rows)))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join("<br>".join(map(_inline, cell.split("\n"))) for cell in cells) + " |"


def _decision(decision: Decision) -> str:
    paragraphs = [f"{_bold(decision.label + '.')} {_inline(decision.text)}", _bold(decision.standing)]
    paragraphs += map(_text, decision.notes)
    return "> " + "\n>\n> ".join(paragraph.replace("\n", "\n> ") for paragraph in paragraphs)


def _entry(mark: str, text: str) -> str:
    """The document's own marks: "1." is a list's mark in Markdown too; a dash becomes a bullet."""
    if re.fullmatch(r"\d{1,9}\.", mark):
        return f"{mark} {_hanging(_text(text), len(mark) + 1)}"
    return f"- {_hanging(_text(text) if mark == '–' else _text(f'{mark} {text}'), 2)}"


def _bold(text: str) -> str:
    return f"**{_inline(text)}**" if text else ""


def _text(text: str) -> str:
    """Escaped, where it begins a line; a line end is a hard break."""
    return AT_LINE_START.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    """Escaped, where something stands before it on its line."""
    first, *others = ALWAYS.sub(r"\\\1", text).split("\n")
    return BREAK.join((first, *(AT_LINE_START.sub(r"\1\\\2", line) for line in others)))


def _line(text: str) -> str:
    return _inline(text.replace("\n", " "))


def _hanging(escaped: str, width: int) -> str:
    return escaped.replace("\n", "\n" + " " * width)
