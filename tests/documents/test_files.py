"""The files: the same bytes for the same Record, what a PDF claims, how a Word document is built."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, get_args

import pytest

from tests.documents.convened import t
from tests.documents.readers import pdf, read, word
from tests.documents.round import record
from vcsession.documents import Format, minutes
from vcsession.documents.layouts.glyphs import characters
from vcsession.documents.layouts.pdf import FACES, PACKAGE

LAST = datetime(2020, 7, 8, 8, 0, tzinfo=UTC)
LETTERS = (
    "Հայաստան և Ղարաբաղ ՛ Қазақстан ә ғ қ ң ө ұ ү һ і Кыргызстан Тоҷикистон ӣ ӯ ҳ ҷ ғ Беларусь ў ё є ї №"
)


@pytest.mark.parametrize("format", get_args(Format))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_same_record_gives_the_same_bytes(format: Format, language: str) -> None:
    made = [minutes(record(), format=format, language=language).data for _ in range(2)]
    assert len({hashlib.sha256(data).hexdigest() for data in made}) == 1


@pytest.mark.parametrize("format", get_args(Format))
def test_a_later_record_gives_other_bytes(format: Format) -> None:
    later = replace(record(), verification=replace(record().verification, last_version=232))
    assert (
        minutes(later, format=format, language="ru").data
        != minutes(record(), format=format, language="ru").data
    )


def test_files_are_dated_by_the_record_and_not_by_the_clock() -> None:
    written = minutes(record(), format="docx", language="ru").data
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert {entry.date_time for entry in package.infolist()} == {LAST.timetuple()[:6]}
    properties = word(written).core_properties
    assert properties.created == properties.modified == LAST
    metadata = pdf(minutes(record(), format="pdf", language="ru").data).metadata
    assert metadata is not None
    assert metadata.creation_date == metadata.modification_date == LAST


@pytest.mark.parametrize(("language", "title"), [("ru", "ПРОТОКОЛ вторых"), ("en", "MINUTES of the second")])
def test_the_pdf_claims_what_archives_and_readers_ask_for(language: str, title: str) -> None:
    reader = pdf(minutes(record(), format="pdf", language=language).data)
    root: Any = reader.trailer["/Root"]
    claims = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in claims
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert title in str(reader.metadata.title)
    kinds = _tags(root["/StructTreeRoot"])
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/Figure"} <= kinds


def test_the_pdf_is_built_as_its_claims_ask() -> None:
    """What of ISO 19005-2 and 14289-1 can be seen in its structure, read by a library that is not ours."""
    reader = pdf(minutes(record(), format="pdf", language="ru").data)
    root: Any = reader.trailer["/Root"]
    assert not reader.is_encrypted
    assert "/Encrypt" not in reader.trailer
    assert not {"/OpenAction", "/AA", "/AcroForm"} & root.keys()
    assert not {"/JavaScript", "/EmbeddedFiles"} & (root.get("/Names") or {}).keys()
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp", "an ICC profile"
    for page in reader.pages:
        assert str(page["/Tabs"]) == "/S"
        assert "/StructParents" in page
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font["/DescendantFonts"][0] if font["/Subtype"] == "/Type0" else font
            assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].keys(), "it is embedded"
            assert "/ToUnicode" in font, "its letters can be read aloud and searched"
    elements = list(_elements(root["/StructTreeRoot"]))
    assert all(e.get("/Alt") for e in elements if e["/S"] == "/Figure")
    assert {str(_attributes(e).get("/Scope")) for e in elements if e["/S"] == "/TH"} == {"/Column"}
    levels = [int(str(e["/S"])[2:]) for e in elements if str(e["/S"]) in ("/H1", "/H2", "/H3")]
    assert all(after <= before + 1 for before, after in pairwise([0, *levels])), "no level is left out"


def _elements(node: Any) -> Iterator[Any]:
    """Structure elements in the order of reading."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        yield from _elements(node.get("/K"))


def _attributes(element: Any) -> dict[str, Any]:
    found = element.get("/A", {})
    found = found.get_object() if hasattr(found, "get_object") else found
    each = found if isinstance(found, list) else [found]
    return {key: value for one in each for key, value in one.get_object().items()}


def _tags(node: Any) -> set[str]:
    """Kinds of structure elements under this one."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(_tags, node))
    if isinstance(node, dict):
        own = {str(node["/S"])} if "/S" in node else set()
        return own | _tags(node.get("/K"))
    return set()


def test_every_page_has_the_symbol_the_marking_and_its_number() -> None:
    pages = [page.extract_text() for page in pdf(minutes(record(), format="pdf", language="ru").data).pages]
    assert len(pages) > 4
    for n, text in enumerate(pages, 1):
        assert "JS/EC20/SN2" in text
        assert "Для служебного пользования" in text
        assert f"Стр. {n} / {len(pages)}" in text


def test_the_letters_of_every_member_state_are_printed() -> None:
    lettered = replace(record().convocation, purpose=t(LETTERS, LETTERS), organisation=t(LETTERS, LETTERS))
    words = read(
        "pdf", minutes(replace(record(), convocation=lettered), format="pdf", language="ru").data
    ).words
    assert words.count(LETTERS) >= 2
    assert "[U+" not in words


def test_a_font_tells_which_letters_it_has() -> None:
    serif = characters((PACKAGE / "fonts" / "NotoSerif-Regular.ttf").read_bytes())
    armenian = characters((PACKAGE / "fonts" / "NotoSerifArmenian-Bold.ttf").read_bytes())
    assert set("Abc Жәғқңөұүһі ӣӯҳҷ «»–—№’…") <= serif
    assert not set("Հ中א") & serif
    assert set("Հայաստան") <= armenian


def test_the_fonts_are_small_and_carry_their_licence() -> None:
    shipped = sorted((PACKAGE / "fonts").iterdir())
    assert {f"{family}-{face}.ttf" for family, faces in FACES.items() for face in faces} == {
        path.name for path in shipped if path.suffix == ".ttf"
    }
    assert sum(path.stat().st_size for path in shipped) < 3_000_000
    assert "SIL Open Font License" in (PACKAGE / "fonts" / "OFL.txt").read_text("utf-8")


def test_the_word_document_is_built_of_words_own_parts() -> None:
    document = word(minutes(record(), format="docx", language="ru").data)
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") > 10
    assert styles.count("Heading 2") > 5
    assert {"Decision Final", "Decision Preliminary", "Decision Ad Referendum"} <= set(styles)
    data_tables = [table for table in document.tables if table.style and table.style.name == "Table Grid"]
    assert len(data_tables) >= 8
    for table in data_tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    header, footer = document.sections[0].header, document.sections[0].footer
    assert header.paragraphs[0].text == "JS/EC20/SN2\tДля служебного пользования"
    assert footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["ru-RU"]
    assert [section.orientation for section in document.sections] == [0, 1, 1, 0]
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("QR-код: обозначение JS/EC20/SN2")


def test_the_page_needs_nothing_from_elsewhere() -> None:
    written = minutes(record(), format="html", language="ru").data.decode()
    assert written.startswith('<!DOCTYPE html>\n<html lang="ru">')
    assert "default-src 'none'" in written
    for fetched in ("http:", "https:", "<script", "<link", "@import", "url("):
        assert fetched not in written


def test_the_json_names_each_decisions_facts_by_their_codes() -> None:
    document = json.loads(minutes(record(), format="json", language="en").data)
    second = document["decisions"][1]
    assert second["number"] == "2.1"
    assert second["finality"] == second["agreed_as"] == "preliminary"
    assert second["taken_at"] == "2020-07-07T07:43:00+00:00"
    assert second["confirm_by"] == "2020-07-24"
    assert second["confirm"] == [
        {"delegation": "TJK", "confirmed_at": "2020-07-08T07:10:00+00:00"},
        {"delegation": "KGZ", "confirmed_at": None},
    ]
    assert second["absent"] == ["TJK"]
    assert document["verification"]["last_version"] == 231
