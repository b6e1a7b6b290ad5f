"""A secretariat's own Word file as the frame of its documents: its page, its styles, its header and footer.

Its text is left out. What it names is checked here once, so that a document never fails half way, and never
fetches or runs anything when it is opened.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from lxml import etree

from vcsession.documents.layouts.word_styles import CHARACTERS, PARAGRAPHS

MOST_BYTES: Final = 5 << 20
MOST_UNPACKED: Final = 50 << 20
MOST_PARTS: Final = 1000


class WrongTemplate(ValueError):
    """The file cannot be a template; the text is one plain sentence."""


@lru_cache(maxsize=4)
def checked(data: bytes) -> bytes:
    """The same bytes; raises WrongTemplate."""
    _package(data)
    document = _opened(data)
    for names, kind, what in (
        (PARAGRAPHS, WD_STYLE_TYPE.PARAGRAPH, "paragraphs"),
        (CHARACTERS, WD_STYLE_TYPE.CHARACTER, "characters"),
        (("Table Grid",), WD_STYLE_TYPE.TABLE, "tables"),
    ):
        for style in document.styles:
            if style.name in names and style.type != kind:
                raise WrongTemplate(f"The style “{style.name}” of the Word template must be one of {what}.")
    part = document.sections[-1]
    width, left, right = part.page_width, part.left_margin, part.right_margin
    if width is None or left is None or right is None or width - left - right < width // 4:
        raise WrongTemplate("The page of the Word template has no room between its margins.")
    return data


def opened(data: bytes) -> Document:
    """The template without its text; raises WrongTemplate."""
    document = _opened(checked(data))
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _opened(data: bytes) -> Document:
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # the library raises whatever the file makes it raise
        raise WrongTemplate("The Word template is no Word document (.docx).") from error


def _package(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise WrongTemplate(f"The Word template is larger than {MOST_BYTES >> 20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise WrongTemplate("The Word template unpacks to more than a document can be.")
            if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
                raise WrongTemplate("The Word template has macros; save it as a .docx without them.")
            for part in parts:
                if part.filename.endswith(".rels"):
                    _relations(package.read(part))
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError) as error:
        raise WrongTemplate("The Word template is no Word document (.docx).") from error


def _relations(data: bytes) -> None:
    """A link that somebody may click is a link; anything else from outside is fetched when it is opened."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise WrongTemplate("The Word template is no Word document (.docx).") from error
    for relation in root:
        outside = relation.get("TargetMode") == "External"
        if outside and not str(relation.get("Type")).endswith("/hyperlink"):
            raise WrongTemplate(
                "The Word template fetches something from outside of it (a picture, a template); embed it."
            )
