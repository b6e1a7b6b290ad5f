"""The annex of the lines: each delegation as it was measured before the sitting, in both languages."""

from __future__ import annotations

from dataclasses import replace

from tests.documents.convened import at
from tests.documents.round import record
from vcsession.core.record import LineRecord, Record
from vcsession.documents import sections
from vcsession.documents.sections import Table

CHAIR = LineRecord(at(7, "09:52"), "chair", None, "heard", "seen", 720, 2100, 3400, 2, 0, 38)
HEAD = LineRecord(at(7, "09:53"), "kaz", "KAZ", "silent", "seen", 180, 640, 900, 15, 0, None)
MEMBER = LineRecord(at(7, "09:54"), "kaz-1", "KAZ", "none", "none", 0, 0, 900, 0, 123, 210)


def checked(*lines: LineRecord) -> Record:
    made = record()
    first, *others = made.sittings
    return replace(made, sittings=(replace(first, lines=lines), *others))


def rows(made: Record, language: str) -> tuple[tuple[str, ...], ...]:
    section = next(s for s in sections(made, language, "full").sections if s.key == "lines")
    return next(block for block in section.blocks if isinstance(block, Table)).rows


def test_each_line_is_listed_delegations_first_in_the_words_of_the_language() -> None:
    made = checked(CHAIR, MEMBER, HEAD)
    english, russian = rows(made, "en"), rows(made, "ru")
    assert [row[0] for row in english] == ["09:54", "09:53", "09:52"]
    assert english[1][2:] == ("open, no voice", "180 lines", "640 / 900", "1.5 % / 0.0 %", "—")
    assert russian[1][2:] == ("включён, речи нет", "180 строк", "640 / 900", "1,5 % / 0,0 %", "—")
    assert english[0][2:] == ("none", "none", "0 / 900", "0.0 % / 12.3 %", "210 ms")
    assert english[0][1].startswith(english[1][1] + ", "), "another seat than the head's has its office"
    assert english[2][2] == "heard"


def test_where_no_line_was_checked_there_is_no_annex_of_them() -> None:
    keys = [section.key for section in sections(record(), "en", "full").sections]
    assert "presence" in keys
    assert "lines" not in keys
    assert "lines" not in [s.key for s in sections(checked(CHAIR), "en", "short").sections]
