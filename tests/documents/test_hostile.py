"""Texts that try to be more than text come out as words in every format (`reliability.md` 4, 9-12)."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from typing import get_args

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.documents.convened import at
from tests.documents.readers import flat, page, read, word
from tests.documents.round import record
from vcsession.core.convocation import Member, Post
from vcsession.core.record import (
    CopyRecord,
    MinutesRecord,
    Record,
    ReservationRecord,
    UnitRecord,
    VersionRecord,
)
from vcsession.core.vocabulary import Text
from vcsession.documents import Format, minutes
from vcsession.documents.papers import Paper, formats, paper
from vcsession.documents.plain import printable

FORMATS: tuple[Format, ...] = get_args(Format)

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{7*7}} {% for x in () %} {{ ''.__class__.__mro__ }} ${7*7} #{7*7}",
    "typst": '#read("/etc/hostname") #panic() *bold* _it_ $x^2$ <label> @ref `raw` = Title // note \\',
    "word": '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r><w:fldSimple w:instr="DDE"/>',
    "markdown": "# no *b* _i_ [x](javascript:alert(1)) <b> |a| ~~s~~ `c` &amp;\n- no\n1. nor this\n===\n> q",
    "entities": "&lt;b&gt; &#60;script&#62; ]]> <!-- -->",
    "css": "</style><style>*{display:none}</style>",
}


def with_text(hostile: str) -> Record:
    """The round with one text in every place where somebody may write."""
    text: Text = {"ru": hostile, "en": hostile}
    full = record()
    c = full.convocation
    convocation = replace(
        c,
        symbol=hostile,
        organisation=text,
        title=text,
        purpose=text,
        venue=text,
        host_body=text,
        marking=text,
        follow_up=text,
        delegations=tuple(replace(d, official=text, of=text, represents=(text,)) for d in c.delegations),
    )
    proposals = tuple(
        replace(p, text=text, author=text, rationale=text, number=hostile, unit=hostile, reason=text)
        for p in full.proposals
    )
    items = tuple(
        replace(
            item,
            title=text,
            rapporteur=text,
            documents=(hostile,),
            decisions=tuple(replace(d, text=text, subject_to=text, assignee=text) for d in item.decisions),
        )
        for item in full.items
    )
    return replace(full, convocation=convocation, items=items, proposals=proposals)


NAMES = {
    "braces": "{{ record }}{% raw %}",
    "script": "<script>alert(1)</script>",
    "cdata": "]]> <![CDATA[ &lt; --> ?>",
    "import": '#import "@preview/x:1.0.0": * #sys.inputs',
    "right_to_left": "Kaz\u202eakh\u200f delegation",
    "long": "Долгое имя " * 180 + "конец",
}


def with_name(name: str) -> Record:
    """The round in which everybody and everything is called so, posts and seats too."""
    text: Text = {"ru": name, "en": name}
    made = with_text(name)
    c = made.convocation
    post = Post(text, text)
    draft = c.draft
    assert draft is not None
    rows = tuple(
        replace(row, title=text, cells=tuple(replace(cell, text=text) for cell in row.cells))
        for row in draft.rows
    )
    convocation = replace(
        c,
        overall_lead=post,
        officers=replace(c.officers, chair=post, deputies=(post,), secretaries=(post,), observers=(post,)),
        delegations=tuple(replace(d, head=post, members=(Member(post),)) for d in c.delegations),
        subject=replace(c.subject, name=text, purpose=text, location=text, follow_on=(text,)),
        legal_basis=tuple(replace(b, instrument=text, approving_act=text) for b in c.legal_basis),
        documents=tuple(replace(d, symbol=name, title=text) for d in c.documents),
        draft=replace(draft, symbol=name, title=text, rows=rows),
        time_zone="Europe/Moscow",
    )
    unit = UnitRecord(name, "date", "", text, 1, name, "closed_text", None, (), (), ())
    ten = at(7, "10:00")
    stated = ReservationRecord(
        name, "reservation", "ARM", None, "recorded", ten, name, "hy", ten, None, None, name
    )
    issued = MinutesRecord(
        "1", "full", "ru", "issued", (VersionRecord(1, 1, 9, ten, "signing"),), (), ten, None, False, (), ten,
        ten, "ab" * 32, (), ten, (), "", (CopyRecord(1, "", ten), CopyRecord(2, name, ten)),
    )  # fmt: skip
    return replace(made, convocation=convocation, units=(unit,), reservations=(stated,), minutes=(issued,))


TOGETHER = " ".join(name for kind, name in NAMES.items() if kind != "long")


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_names_are_printed_as_text_in_the_minutes(format: Format) -> None:
    words = pieces(read(format, minutes(with_name(TOGETHER), format=format, language="en").data).words)
    assert pieces(printable(TOGETHER)) in words
    if format != "json":  # which also keeps a statement's text exactly as it was received
        assert "\u202e" not in words


@pytest.mark.parametrize("format", ["html", "md", "akn", "json"])
def test_a_name_of_two_thousand_letters_is_printed_whole(format: Format) -> None:
    """In PDF and DOCX `test_a_very_long_text_is_printed_whole` prints more."""
    data = minutes(with_name(NAMES["long"]), format=format, language="en", form="short").data
    assert len(NAMES["long"]) > 1_900
    assert pieces(NAMES["long"]) in pieces(read(format, data).words)


@pytest.mark.parametrize("which", get_args(Paper))
def test_hostile_names_are_printed_as_text_in_every_paper(which: Paper) -> None:
    made, held = with_name(TOGETHER), pieces(printable(TOGETHER)).lower()
    for format in formats(which):
        if format in ("docx", "pdf") and which not in ("agenda", "communique"):
            continue  # the same layouts, the same blocks
        data = paper(made, which, format=format, language="ru").data
        if format == "csv":
            words = "".join(cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row)
        elif format == "ics":
            words = str(icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["location"])
        else:
            words = read(format, data).words
        assert held in pieces(words).lower(), format
        assert "\u202e" not in words


def pieces(text: str) -> str:
    """Without spaces: a PDF and a narrow cell may end a line anywhere in a long word."""
    return "".join(text.split()).replace("\u200b", "")


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_texts_are_printed_as_they_are(format: Format) -> None:
    together = with_text("\n".join(HOSTILE.values()))
    words = pieces(read(format, minutes(together, format=format, language="en").data).words)
    assert [name for name, hostile in HOSTILE.items() if pieces(hostile) not in words] == []


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_the_page_has_the_same_elements_whatever_the_texts(hostile: str) -> None:
    plain = page(minutes(with_text("plain"), format="html", language="en").data)
    parsed = page(minutes(with_text(hostile), format="html", language="en").data)
    assert parsed.elements == plain.elements
    assert parsed.handlers == plain.handlers == []
    assert not {"script", "img", "iframe", "link", "object"} & set(plain.elements)


@pytest.mark.parametrize(
    "begin", ["# x", "- x", "+ x", "* x", "1. x", "2) x", "> x", "---", "===", ": x", "| x |", "```"]
)
def test_no_line_begins_a_markdown_block_of_its_own(begin: str) -> None:
    def elements(text: str) -> list[str]:
        written = minutes(with_text(text), format="md", language="en").data.decode()
        return page(MarkdownIt("commonmark").enable("table").render(written).encode()).elements

    assert elements(begin) == elements("plain")


def test_no_run_or_field_enters_the_word_document() -> None:
    def shape(text: str) -> list[tuple[str, int]]:
        body = word(minutes(with_text(text), format="docx", language="en").data).element.body
        tags = ("w:p", "w:r", "w:b", "w:fldSimple", "w:tbl", "w:hyperlink")
        return [(tag, len(body.xpath(f".//{tag}"))) for tag in tags]

    assert shape(" ".join(HOSTILE.values()).replace("\n", " ")) == shape("plain")


@pytest.mark.parametrize("format", FORMATS)
def test_unseen_characters_are_shown_by_their_numbers(format: Format) -> None:
    hidden = "agreed\u202e not\u200b \x00\x07\ufeffly\u2066 \ud800 \uffff\u00ad"
    words = read(format, minutes(with_text(hidden), format=format, language="en").data).words
    shown = "agreed[U+202E] not[U+200B] [U+0000][U+0007][U+FEFF]ly[U+2066] [U+D800] [U+FFFF][U+00AD]"
    assert pieces(shown) in pieces(words)
    assert not {c for c in words if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn"}} - {"\u200b"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_very_long_text_is_printed_whole(format: Format) -> None:
    long = "Долгое обсуждение. " * 500 + "щ" * 10_000 + " Конец."
    full = with_text("обычный текст")
    c, item = full.convocation, full.items[0]
    text = {"ru": long, "en": long}
    convocation = replace(c, symbol=long, marking=text)
    items = (replace(item, title=text, decisions=(replace(item.decisions[0], text=text),)),)
    made = minutes(
        replace(full, convocation=convocation, items=items), format=format, language="ru", form="short"
    )
    words = read(format, made.data).words
    assert words.count("щ") >= 20_000
    assert words.count("Конец.") >= 2
    assert len(made.file_name) < 100


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_text_leaves_no_hole(format: Format) -> None:
    words = read(format, minutes(with_text(""), format=format, language="ru").data).words
    assert "⟦" not in words
    assert "(текст не внесен)" in words


def test_a_letter_that_no_font_has_is_a_number_in_the_pdf_only() -> None:
    chinese = with_text("同意 agreed ✓")
    assert pieces("[U+540C][U+610F]agreed[U+2713]") in pieces(
        read("pdf", minutes(chinese, format="pdf", language="en").data).words
    )
    assert "同意 agreed ✓" in read("html", minutes(chinese, format="html", language="en").data).words


TEXTS = st.text(
    st.characters()
    | st.sampled_from("\n\r\t <>&\"'`*_#$@\\{}[]|~-+=.:;\u0301\u0489\u05d0\u0627\u200d\u202e\u2028"),
    max_size=60,
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_whatever_the_text_every_format_prints_it(text: str) -> None:
    hostile = with_text(text)
    for format in FORMATS:
        words = read(format, minutes(hostile, format=format, language="en", form="short").data).words
        if format != "pdf":
            assert pieces(flat(printable(text))) in pieces(words)


@given(st.text())
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert not {c for c in once if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Co"}} - {"\n"}
