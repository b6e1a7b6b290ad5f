"""Each format read back by a library that knows nothing of ours: its decisions, and all its words."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import docx
import pypdf
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from lxml import etree
from markdown_it import MarkdownIt

LABEL = re.compile(r"(?:Решение|Decision) ([^ ]+)\.")
STANDING = re.compile(
    r"(?:Принято консенсусом|Принято в порядке|Согласовано|Adopted by|Adopted under|Agreed) "
)

NOTES = re.compile(r" (?:Присутствовали:|Present:|Процедура молчаливого согласия начата|The text was put) ")
"""What begins the first note after the standing."""


@dataclass(frozen=True)
class Held:
    """Number, text and standing of each decision block, and the words of the whole file."""

    decisions: tuple[tuple[str, str, str], ...]
    words: str


def read(format: str, data: bytes) -> Held:
    return {"html": _html, "pdf": _pdf, "docx": _docx, "md": _markdown, "akn": _akn, "json": _json}[format](
        data
    )


def flat(text: str) -> str:
    """Line ends and runs of spaces as one space."""
    return " ".join(text.split())


class Page(HTMLParser):
    """Text by element, the elements in order, and every attribute that could run or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.blocks: list[tuple[str, list[str]]] = []
        self.elements: list[str] = []
        self.handlers: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in {"href", "src"}]
        if tag in {"br", "meta", "col", "path", "hr", "img"}:
            self.words.append(" ")
            return
        self._open.append(tag)
        style = dict(attrs).get("class") or ""
        if tag in {
            "p",
            "blockquote",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "dd",
            "dt",
            "li",
            "figcaption",
            "section",
        }:
            self.words.append(" ")
            self.blocks.append((f"{tag}.{style}", []))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, text: str) -> None:
        if "style" not in self._open:
            self.words.append(text)
            if self.blocks:
                self.blocks[-1][1].append(text)


def page(data: bytes) -> Page:
    parsed = Page()
    parsed.feed(data.decode())
    parsed.close()
    return parsed


def word(data: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(data))


def pdf(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


@dataclass
class _Decisions:
    """Paragraphs as they come: a label with its text begins a decision, the next one is its standing."""

    found: list[tuple[str, str, str]] = field(default_factory=list)
    begun: tuple[str, str] | None = None

    def paragraph(self, text: str) -> None:
        label = LABEL.match(text)
        if label:
            self.begun = (label[1], flat(text[label.end() :]))
        elif self.begun:
            self.found.append((*self.begun, flat(text)))
            self.begun = None


def _html(data: bytes) -> Held:
    parsed = page(data)
    decisions, inside = _Decisions(), False
    for kind, texts in parsed.blocks:
        inside = kind.startswith("section.decision") or (inside and kind.startswith("p."))
        if inside and kind.startswith("p."):
            decisions.paragraph("".join(texts).strip())
    return Held(tuple(decisions.found), flat("".join(parsed.words)))


def _markdown(data: bytes) -> Held:
    parsed = page(MarkdownIt("commonmark").enable("table").render(data.decode()).encode())
    decisions, inside = _Decisions(), False
    for kind, texts in parsed.blocks:
        inside = kind == "blockquote." or (inside and kind == "p.")
        if inside and kind == "p.":
            decisions.paragraph("".join(texts).strip())
    return Held(tuple(decisions.found), flat("".join(parsed.words)))


def _docx(data: bytes) -> Held:
    document = word(data)
    decisions = _Decisions()
    words = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            words.append(part.text)
            if part.style is not None and (part.style.name or "").startswith("Decision "):
                decisions.paragraph(part.text)
        else:
            words += [cell.text for row in part.rows for cell in row.cells]
    return Held(tuple(decisions.found), flat(" ".join(words)))


def _pdf(data: bytes) -> Held:
    words = flat(" ".join(each.extract_text() for each in pdf(data).pages))
    decisions = []
    for label in LABEL.finditer(words):
        standing = STANDING.search(words, label.end())
        if standing:
            end = NOTES.search(words, standing.end())
            text, said = (
                words[label.end() : standing.start()],
                words[standing.start() : end.start() if end else None],
            )
            decisions.append((label[1], text.strip(), said))
    return Held(tuple(decisions), words)


AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def _akn(data: bytes) -> Held:
    debate = etree.fromstring(data)
    decisions = []
    for made in debate.iter(f"{AKN}resolutions"):
        number, text, standing = (flat(_said(made.find(f"{AKN}{tag}"))) for tag in ("num", "narrative", "p"))
        decisions.append((number.split()[-1], text, standing))
    body = (each for each in debate[0] if each.tag != f"{AKN}meta")
    return Held(tuple(decisions), flat(" ".join(map(_said, body))))


def _said(element: etree._Element | None) -> str:
    """Its words in order; a space around what is not inside a line."""
    assert element is not None
    inline = {f"{AKN}{tag}" for tag in ("b", "recordedTime", "signature")}
    said = [element.text or ""]
    for child in element:
        between = "" if child.tag in inline else " "
        said += [between, _said(child), between, child.tail or ""]
    return "".join(said)


def _json(data: bytes) -> Held:
    document = json.loads(data)
    decisions = tuple(
        (d["number"], flat(d["text"]), flat(d["standing"])) for d in document.get("decisions", [])
    )
    return Held(decisions, flat(" ".join(_strings(document))))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for each in value for text in _strings(each)] if isinstance(value, list) else []
