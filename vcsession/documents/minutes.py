"""The minutes of a session in one format: the door of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from vcsession.core.record import Record
from vcsession.documents import compose
from vcsession.documents.layouts import akn, data, html, markdown, pdf, word
from vcsession.documents.plain import file_stem
from vcsession.documents.sections import Form, Sections
from vcsession.documents.wording import LANGUAGES

Format = Literal["html", "pdf", "docx", "md", "akn", "json"]

CONTENT_TYPES: dict[Format, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "akn": "application/akn+xml",
    "json": "application/json",
}


class UnknownFormat(ValueError):
    """The format asked for is none of `Format`, or the form none of `Form`."""


class UnknownLanguage(ValueError):
    """There is no wording in the language asked for."""


@dataclass(frozen=True, slots=True)
class Document:
    data: bytes
    content_type: str
    file_name: str
    """ASCII letters, digits, hyphens and one dot: "JS-EC20-SN2-minutes-ru.pdf\""""


def minutes(
    record: Record,
    *,
    format: Format,
    language: str,
    form: Form = "full",
    template: bytes | None = None,
    copy: int | None = None,
) -> Document:
    """One document of the Record: the same Record gives the same bytes. `template`: a .docx for DOCX; `copy`:
    the number of a copy that was given out.

    Blocks for some 50 ms (PDF, DOCX), so call it in a thread. Raises UnknownFormat, UnknownLanguage and
    WrongTemplate, each with one plain sentence.
    """
    if format not in get_args(Format):
        raise UnknownFormat(f"There is no format “{format}”; choose one of {', '.join(get_args(Format))}.")
    composed = sections(record, language, form, copy)
    kind = "minutes" if form == "full" else "minutes-short"
    name = file_name(record, kind if copy is None else f"{kind}-copy-{copy}", language, format)
    return lay_out(composed, record, format, name, template=template)


def lay_out(
    composed: Sections,
    record: Record,
    format: Format,
    name: str,
    kind: str = "minutes",
    template: bytes | None = None,
) -> Document:
    """Finished words in one format; `kind` is what the JSON calls itself."""
    layouts: dict[Format, Callable[[], bytes]] = {
        "html": lambda: html.lay_out(composed),
        "pdf": lambda: pdf.lay_out(composed),
        "docx": lambda: word.lay_out(composed, template),
        "md": lambda: markdown.lay_out(composed),
        "akn": lambda: akn.lay_out(composed, record),
        "json": lambda: data.lay_out(composed, record, kind),
    }
    return Document(layouts[format](), CONTENT_TYPES[format], name)


def file_name(record: Record, kind: str, language: str, format: str) -> str:
    stem = file_stem(record.convocation.symbol) or file_stem(record.convocation.id) or "session"
    return f"{stem}-{kind}-{language}.{format}"


def sections(record: Record, language: str, form: Form = "full", copy: int | None = None) -> Sections:
    """The minutes as finished sentences and tables, before any format. Raises as `minutes` does."""
    known_language(language)
    if form not in get_args(Form):
        raise UnknownFormat(f"There is no form “{form}”; choose one of {', '.join(get_args(Form))}.")
    return compose.sections(record, language, form, copy)


def known_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UnknownLanguage(f"There is no wording in “{language}”; choose one of {', '.join(LANGUAGES)}.")


def gaps(record: Record, *, language: str, form: Form = "full") -> tuple[tuple[str, str], ...]:
    """What is missing in the minutes, each with its place: they may be printed so, but not signed."""
    known_language(language)
    return compose.gaps(record, language, form)
