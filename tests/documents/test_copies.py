"""A numbered copy: its number, the log's hash and entries, the time, the marking and the code are on it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from tests.core.closing import decided, issued, speech
from tests.core.timeline import text
from tests.documents.readers import pdf, read
from tests.documents.test_life import told
from vcsession.core.matters.copies import GiveCopy
from vcsession.core.matters.minutes import (
    GenerateMinutes,
    OverlayMinutes,
    Regenerate,
    Review,
)
from vcsession.core.record import Record
from vcsession.documents import Format, minutes, sections
from vcsession.documents.papers import paper
from vcsession.documents.sections import Code

ADDRESS = "https://talks.example"
PAST = {"ru": "Экз. № {}", "en": "Copy no. {}"}


def given() -> Record:
    record = told(issued())
    return replace(record, verification=replace(record.verification, address=ADDRESS))


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("format", get_args(Format))
def test_a_copy_carries_its_number_hash_entries_time_and_marking(format: Format, language: str) -> None:
    record = given()
    made = minutes(record, format=format, language=language, copy=4)
    words = read(format, made.data).words
    v, c = record.verification, record.convocation
    issue = {"ru": "Выпущен 7 июля 2020 г. в 11.20", "en": "Issued on 7 July 2020 at 11:20"}[language]
    said = (PAST[language].format(4), v.head_hash, f"1–{v.last_version}", issue, c.marking[language])
    if format == "docx":  # what stands over and under the pages is in parts of their own
        assert [one for one in said[1:4] if one not in words] == []
    else:
        assert [one for one in said if one not in words] == []
    plain = minutes(record, format=format, language=language)
    assert made.data != plain.data
    assert PAST[language].format(4) not in read(format, plain.data).words
    assert made.file_name == f"JS-EC20-SN2-minutes-copy-4-{language}.{format}"


def test_every_page_of_the_pdf_says_which_copy_it_is() -> None:
    pages = pdf(minutes(given(), format="pdf", language="ru", copy=12).data).pages
    assert all("Для служебного пользования · Экз. № 12" in page.extract_text() for page in pages)


def test_the_code_leads_to_the_page_that_knows_the_copy() -> None:
    def codes(copy: int | None) -> list[str]:
        found = sections(given(), "en", copy=copy).sections
        return [block.data for section in found for block in section.blocks if isinstance(block, Code)]

    hash = given().verification.head_hash
    assert codes(4) == [f"{ADDRESS}/verify?hash={hash}&number=4"]
    assert codes(None) == [f"{ADDRESS}/verify?hash={hash}"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("The original: CSTO Joint Staff", "Kyrgyz Republic", "Permanent Council")),
        ("ru", ("Подлинник: Объединенный штаб ОДКБ", "Кыргызская Республика", "Permanent Council")),
    ],
)
def test_the_sheet_says_who_has_which_copy(language: str, said: tuple[str, ...]) -> None:
    room = issued()
    room.say("secretary", GiveCopy("1", "Permanent Council"))
    words = read("md", paper(told(room), "copies", format="md", language=language).data).words
    assert [one for one in said if one not in words] == []


def test_a_further_copy_changes_no_byte_of_the_issued_minutes() -> None:
    room = issued()
    until = len(room.commits)
    before = minutes(told(room, until), format="html", language="ru").data
    room.say("secretary", GiveCopy("1", "Permanent Council"))
    record = replace(told(room), verification=told(room, until).verification)
    assert minutes(record, format="html", language="ru").data == before


# what the secretary wrote by hand


WORDED, NOTED = "The delegation spoke of the march.", "The table was shown on the screen."


@pytest.mark.parametrize("format", get_args(Format))
def test_manual_edits_survive_a_regeneration_in_every_format(format: Format) -> None:
    room = decided()
    room.say("secretary", GenerateMinutes())
    assert WORDED not in read(format, minutes(told(room), format=format, language="en").data).words
    room.say("secretary", OverlayMinutes("1", "intervention", speech(room), text(WORDED), "gist"))
    room.say("secretary", OverlayMinutes("1", "note", "1", text(NOTED), "context"))
    for _ in range(2):
        room.say("secretary", Review("1"), Regenerate("1"))
        words = read(format, minutes(told(room), format=format, language="en").data).words
        assert WORDED in words
        assert NOTED in words
