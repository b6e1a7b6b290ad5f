"""CSV for spreadsheets (RFC 4180): UTF-8 with its mark, and no cell that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from vcsession.documents.sections import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula (OWASP ASVS 1.2.10)"""


def lay_out(table: Table) -> bytes:
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_cells(column.title for column in table.columns))
    rows.writerows(_cells(row) for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _cells(row: Iterable[str]) -> list[str]:
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]
