"""Tables out of Word, Excel and CSV: cells as text, and nothing that is larger than it may be."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from tests.tables import PLAN, PROPOSALS, excel, word
from vcsession.imported import imported
from vcsession.sheets import MOST_BYTES, MOST_ROWS, MOST_UNPACKED, Unreadable, sheets


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


@pytest.mark.parametrize("made", [excel, word])
def test_a_plan_table_becomes_rows_with_a_cell_for_each_column(made: object) -> None:
    data = made(PLAN)  # type: ignore[operator]
    found = imported(sheets(data), "draft", "ru", {})
    first, second = found.entries
    assert (first.row, first.faults) == (3, ())
    assert first.data["title"] == {"ru": "Рекогносцировка"}
    assert [(cell["path"], cell["text"]["ru"]) for cell in first.data["cells"]] == [
        ("11.date", "1–5 сентября"),
        ("11.venue", "полигон «Капустин Яр»"),
        ("11.responsible", "Россия"),
    ]
    assert second.data["cells"][0] == {"path": "12.date", "kind": "date", "text": {"ru": "@начало октября"}}
    assert ("Примечание", "") in found.columns, "a column that is not known is said to be left out"


def test_what_begins_like_a_formula_is_text() -> None:
    rows = [("№", "Текст"), ("1", "=SUM(A1:A9)"), ("2", "+7 дней"), ("3", "-"), ("4", '@cmd|"/c calc"!A1')]
    found = imported(sheets(excel(rows)), "draft", "ru", {})
    said = [entry.data["cells"][0]["text"]["ru"] for entry in found.entries]
    assert said == ["=SUM(A1:A9)", "+7 дней", "-", '@cmd|"/c calc"!A1']


def test_proposals_name_their_kind_delegation_and_languages() -> None:
    rows = [("№", "Делегация", "Вид", "Поступило", "Текст", "Text (en)", "Обоснование")]
    rows += [("1", "Республика Беларусь", "замечание", "01.07.2020", "Да.", "Yes.", "Так")]
    rows += [("2", "Нигде", "просьба", "31.02.2020", "", "", "")]
    good, wrong = imported(sheets(word(rows)), "proposals", "ru", {"Республика Беларусь": "BLR"}).entries
    assert good.faults == ()
    assert (good.data["delegation"], good.data["kind"], good.data["received"]) == (
        "BLR",
        "comment",
        "2020-07-01",
    )
    assert good.data["text"] == {"ru": "Да.", "en": "Yes."}
    assert [fault.code for fault in wrong.faults] == ["bad_delegation", "bad_kind", "bad_day", "no_words"]


def test_a_date_of_excel_and_a_list_with_semicolons_are_read() -> None:
    rows = [("Вид", "Поступило", "Текст"), ("comment", date(2020, 7, 1), "Words")]
    (entry,) = imported(sheets(excel(rows)), "proposals", "en", {}).entries
    assert entry.data["received"] == "2020-07-01"
    for encoding in ("utf-8-sig", "cp1251"):
        listed = "№;Текст\n1;«Слова; еще»\n".replace("«", '"').replace("»", '"').encode(encoding)
        (entry,) = imported(sheets(listed), "draft", "ru", {}).entries
        assert entry.data["cells"][0]["text"] == {"ru": "Слова; еще"}


def test_a_row_that_lacks_something_says_what_and_leaves_the_others() -> None:
    rows = [("№", "Текст"), ("", "Слова"), ("a b", "Слова"), ("1", "Слова"), ("1", "Иначе"), ("2", "")]
    found = imported(sheets(excel(rows)), "draft", "ru", {}).entries
    assert [[fault.code for fault in entry.faults] for entry in found] == [
        ["no_path"],
        ["bad_path"],
        [],
        ["twice"],
        ["no_words"],
    ]
    assert [entry.row for entry in found] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no table"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xff\x00\x81", "no Excel sheet"),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
        (packed(xl__workbook_xml=b"0" * (MOST_UNPACKED + 1)), "unpacks to more"),
        (packed(word__document_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "save it anew"),
        (packed(xl__workbook_xml="<?xml?>".encode("utf-16")), "save it anew"),
        (packed(xl__workbook_xml=b"<x/>"), "cannot be read"),
        (packed(word__document_xml=b"<x/>"), "cannot be read"),
        (packed(ppt__presentation_xml=b"<x/>"), "no Word document"),
        ("\n".join(f"{n};a" for n in range(MOST_ROWS + 2)).encode(), "more than 500 rows"),
        (f"№;Текст\n1;{'a' * 20_001}".encode(), "more than 20000 characters"),
    ],
)
def test_a_file_that_is_none_or_too_much_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        sheets(data)


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(Unreadable, match="a delegation and a text"):
        imported(sheets(excel(PLAN)), "proposals", "ru", {})
    with pytest.raises(Unreadable, match="a number and a text"):
        imported(sheets(excel(PROPOSALS)), "draft", "ru", {})
