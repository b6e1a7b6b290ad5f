"""Tables as a secretariat gets them: Excel sheets and Word documents, made in the test."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
from docx import Document

PLAN = (
    ("План подготовки учения",),
    ("№", "Мероприятие", "Сроки", "Место", "Ответственный", "Примечание"),
    ("11", "Рекогносцировка", "1–5 сентября", "полигон «Капустин Яр»", "Россия", "=2+2"),
    ("12.", "Сборы штабов", "@начало октября", "", "", ""),
)
PROPOSALS = (
    ("Вид", "К пункту", "Текст", "Text (en)", "Обоснование"),
    ("замечание", "", "Уточнить сроки.", "Check the dates.", "Транзит"),
    ("поправка", "2.date", "=5 сентября", "", "-удобнее"),
)


def excel(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def word(rows: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    document.add_paragraph("Before the table")
    table = document.add_table(len(rows), max(map(len, rows)))
    for n, row in enumerate(rows):
        for k, cell in enumerate(row):
            table.cell(n, k).text = cell
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
