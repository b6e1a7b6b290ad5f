"""What a protocol consists of, in the order of `domain.md` 4.1, and what each page of a copy carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents.readers import pdf, read, word
from tests.documents.round import record
from tests.documents.test_papers import drafted
from tests.documents.test_reservations import reserved
from vcsession.core.record import Record
from vcsession.documents import Form, minutes, sections
from vcsession.documents.papers import paper
from vcsession.documents.sections import Table

BODY = [
    "general",
    "participants",
    "opening",
    "agenda",
    "items",
    "parameters",
    "decisions",
    "open",
    "course",
    "follow_up",
    "statements",
    "closing",
    "signatures",
]
ANNEXES = [
    "presence",
    "draft",
    "text",
    "proposals",
    "speakers",
    "documents",
    "reservations",
    "translations",
    "rules",
    "verification",
]


def complete() -> Record:
    """A round in which no section is empty; one decision lacks its translation."""
    drafted_, reserved_ = drafted(), reserved()
    first, *others = drafted_.items
    untranslated = replace(first.decisions[0], text={"ru": "Порядок."})
    items = (replace(first, decisions=(untranslated,)), *others)
    return replace(drafted_, items=items, reservations=reserved_.reservations)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_full_form_has_every_section_in_its_order(language: str) -> None:
    made = sections(complete(), language)
    assert [s.key for s in made.sections if not s.annex] == BODY
    assert [s.key for s in made.sections if s.annex] == ANNEXES
    assert all(section.blocks for section in made.sections)


def test_the_short_form_keeps_what_was_decided_and_reserved() -> None:
    made = sections(complete(), "ru", "short")
    keys = [s.key for s in made.sections]
    assert [key for key in keys if key in BODY] == [
        key for key in BODY if key not in ("parameters", "decisions", "follow_up")
    ]
    assert [s.key for s in made.sections if s.annex] == ["reservations", "verification"]


def table(made: Record, key: str, language: str = "en") -> Table:
    (found,) = (s for s in sections(made, language).sections if s.key == key)
    return next(block for block in found.blocks if isinstance(block, Table))


def test_the_agreed_parameters_stand_kind_by_kind() -> None:
    items = tuple(
        replace(i, decisions=tuple(replace(d, kind="venue") if d.number == "3.1" else d for d in i.decisions))
        for i in drafted().items
    )
    found = table(replace(drafted(), items=items), "parameters")
    rows = [(row[0], *row[2:]) for row in found.rows]
    text = items[2].decisions[0].text["en"]
    assert rows == [
        ("Dates", "17–18 August 2020", "agreed preliminarily (p)", "No. 1"),
        ("Venue", text, "ad referendum", "Decision 3.1"),
    ]
    assert "Kapustin Yar" not in str(rows), "a unit in brackets is not agreed"


def test_the_table_of_decisions_has_no_empty_column() -> None:
    titles = [column.title for column in table(record(), "decisions").columns]
    assert titles == ["No.", "Text", "Finality", "Assigned to", "Due", "Subject to", "Confirmation"]
    bare = replace(record(), items=record().items[:1])
    assert [column.title for column in table(bare, "decisions").columns] == ["No.", "Text", "Finality"]


def test_what_lacks_a_translation_is_listed_and_a_complete_text_needs_no_list() -> None:
    assert table(complete(), "translations").rows == (("Decision 1.1", "English"),)
    assert "translations" not in [s.key for s in sections(record(), "en").sections]
    single = replace(record().convocation.languages, working=("ru",))
    alone = replace(complete(), convocation=replace(record().convocation, languages=single))
    assert "translations" not in [s.key for s in sections(alone, "en").sections]


@pytest.mark.parametrize("form", ["full", "short"])
def test_every_page_says_from_which_entries_it_was_made(form: Form) -> None:
    foot = f"Entries 1–231 · SHA-256 {'c0ffee42' * 8}"
    pages = pdf(minutes(record(), format="pdf", language="en", form=form).data).pages
    assert len(pages) > 2
    assert [n for n, page in enumerate(pages, 1) if foot not in page.extract_text()] == []
    footer = word(minutes(record(), format="docx", language="en", form=form).data).sections[0].footer
    assert footer.paragraphs[1].text == foot
    for format in ("html", "md", "akn", "json"):
        assert foot in read(format, minutes(record(), format=format, language="en", form=form).data).words


def test_the_communique_tells_nobody_of_the_log() -> None:
    for format in ("html", "md", "docx", "pdf"):
        made = paper(record(), "communique", format=format, language="en").data
        assert "c0ffee42" not in read(format, made).words


def test_a_broad_paper_lies_on_its_side() -> None:
    made = paper(record(), "decisions", format="pdf", language="ru").data
    assert {page.mediabox.width > page.mediabox.height for page in pdf(made).pages} == {True}
    turned = word(paper(record(), "decisions", format="docx", language="ru").data).sections
    assert [section.orientation for section in turned] == [1]
    upright = pdf(paper(record(), "agenda", format="pdf", language="ru").data).pages
    assert {page.mediabox.width > page.mediabox.height for page in upright} == {False}


def test_units_and_decisions_have_their_own_hashes() -> None:
    words = read("md", minutes(drafted(), format="md", language="en").data).words
    assert "Hashes of the units (SHA-256)" in words
    assert words.count("Hashes of the decisions' texts (SHA-256)") == 1
