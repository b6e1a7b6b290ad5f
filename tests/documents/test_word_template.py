"""A secretariat's own Word file: its styles, page, header, footer; a wrong one is refused in a sentence."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from tests.documents.readers import read, word
from tests.documents.round import record
from vcsession.documents import minutes
from vcsession.documents.layouts.word_template import WrongTemplate, checked
from vcsession.documents.papers import paper

LETTERHEAD = "SECRETARIAT OF THE ORGANISATION"


def saved(change: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@cache
def template() -> bytes:
    def change(document: WordDocument) -> None:
        document.add_paragraph("A letter that was written with it.")
        part = document.sections[0]
        part.page_width = Mm(216)
        part.header.paragraphs[0].text = LETTERHEAD
        part.footer.paragraphs[0].text = "1 Some Street"
        document.styles["Heading 1"].font.size = Pt(33)

    return saved(change)


def made(frame: bytes) -> bytes:
    return minutes(record(), format="docx", language="ru", template=frame).data


def test_its_letterhead_page_and_styles_stand_and_its_text_is_left_out() -> None:
    document = word(made(template()))
    part = document.sections[0]
    assert part.page_width is not None
    assert round(part.page_width.mm) == 216
    assert [line.text for line in part.header.paragraphs] == [
        LETTERHEAD,
        "JS/EC20/SN2\tДля служебного пользования",
    ]
    assert part.footer.paragraphs[0].text == "1 Some Street"
    assert "SHA-256" in part.footer.paragraphs[-1].text
    assert document.styles["Heading 1"].font.size == Pt(33)
    assert "A letter" not in "".join(line.text for line in document.paragraphs)
    assert all(part.header.is_linked_to_previous for part in list(document.sections)[1:])


def test_the_words_are_the_same_with_any_template() -> None:
    own, ours = (
        read("docx", data)
        for data in (made(template()), minutes(record(), format="docx", language="ru").data)
    )
    assert own.decisions == ours.decisions
    assert own.words == ours.words


def test_it_frames_the_other_papers_and_leaves_other_formats_alone() -> None:
    letter = paper(record(), "decisions", format="docx", language="en", template=template()).data
    assert word(letter).sections[0].header.paragraphs[0].text == LETTERHEAD
    framed = minutes(record(), format="md", language="en", template=template()).data
    assert framed == minutes(record(), format="md", language="en").data


def test_the_same_template_gives_the_same_bytes() -> None:
    assert hashlib.sha256(made(template())).digest() == hashlib.sha256(made(template())).digest()
    other = saved(lambda document: document.add_paragraph("another"))
    assert made(other) != made(template())


def test_first_and_even_pages_carry_the_marking_too() -> None:
    def change(document: WordDocument) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    part = word(made(saved(change))).sections[0]
    for header in (part.header, part.first_page_header, part.even_page_header):
        assert "Для служебного пользования" in "".join(line.text for line in header.paragraphs)


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


def outside(parts: dict[str, bytes]) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relation = b'<Relationship Id="rId99" Type="%s" Target="https://x/t" TargetMode="External"/>' % kind
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation + b"</Relationships>")


def paragraphs(document: WordDocument) -> None:
    document.styles.add_style("Lead", WD_STYLE_TYPE.PARAGRAPH)


def narrow(document: WordDocument) -> None:
    document.sections[0].left_margin = Mm(190)


WRONG = {
    "no file": (b"", "no Word document"),
    "a text": (b"Dear colleagues", "no Word document"),
    "another archive": (
        rewritten(template(), lambda parts: parts.pop("word/document.xml")),
        "no Word document",
    ),
    "a broken part": (
        rewritten(template(), lambda parts: parts.update({"word/styles.xml": b"<"})),
        "no Word",
    ),
    "macros": (rewritten(template(), lambda parts: parts.update({"word/vbaProject.bin": b"x"})), "macros"),
    "a fetch": (rewritten(template(), outside), "from outside of it"),
    "a bomb": (
        rewritten(template(), lambda parts: parts.update({"word/x": bytes(60 << 20)})),
        "unpacks to more",
    ),
    "too large": (bytes(6 << 20), "larger than 5 MB"),
    "a style of another kind": (saved(paragraphs), "must be one of characters"),
    "no room": (saved(narrow), "no room between its margins"),
}


@pytest.mark.parametrize(("data", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_template_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(WrongTemplate, match=rf"^The .*{said}.*\.$"):
        checked(data)


def test_a_link_in_the_letterhead_is_no_fetch() -> None:
    def linked(parts: dict[str, bytes]) -> None:
        outside(parts)
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"attachedTemplate", b"hyperlink")

    assert checked(rewritten(template(), linked))
