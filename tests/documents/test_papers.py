"""The papers beside the minutes: the same facts in every format, and as data where they are lists."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import get_args

import icalendar
import pytest

from tests.documents.convened import at, t
from tests.documents.readers import flat, read
from tests.documents.round import record, unopened
from tests.documents.test_hostile import HOSTILE, pieces, with_text
from tests.documents.unusual import everything
from vcsession.core.record import AlternativeRecord, Confirmation, Record, UnitRecord
from vcsession.documents import UnknownFormat, UnknownLanguage
from vcsession.documents.papers import FLAT, Paper, UnknownPaper, formats, paper
from vcsession.documents.wording import LANGUAGES, further

LISTS = tuple(get_args(Paper))


def words(made: Record, name: str, format: str = "md", language: str = "en") -> str:
    return read(format, paper(made, name, format=format, language=language).data).words


def rows(made: Record, name: str, language: str = "en") -> list[dict[str, str]]:
    data = paper(made, name, format="csv", language=language).data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def drafted() -> Record:
    """A text of two cells: one agreed preliminarily, one in brackets."""
    agreed = UnitRecord(
        path="1.date",
        kind="date",
        row="1",
        text=t("17–18 August 2020", "17–18 августа 2020 г."),
        version=2,
        text_hash="ab" * 32,
        status="agreed_prelim",
        agreed_at=at(7, "11:40"),
        confirm_list=(Confirmation("KAZ", None),),
        alternatives=(),
        reopened=(),
    )
    open_ = replace(
        agreed,
        path="1.venue",
        kind="venue",
        text=t("Kapustin Yar", "Капустин Яр"),
        status="bracketed_text",
        alternatives=(AlternativeRecord(t("Znamensk", "Знаменск"), ("BLR", "KGZ")),),
    )
    return replace(record(), units=(agreed, open_))


SAID = {
    "agenda": ("Volume and stages of the training", "Joint Staff", "JS/EC20/SN2/WD.1", "60"),
    "participants": ("Officer for logistics (alternate head)", "Ministry of Defence of the Kyrgyz Republic"),
    "proposals": ("RUS/1", "1. Dates", "19–22 August 2020"),
    "speakers": ("Russian Federation, on a point of order", "6:10", "7:11"),
    "presence": ("Sitting 2, 8 July 2020", "connection not restored in time", "absent with notice"),
    "parameters": ("Dates", "Stage one: arrival", "17–18 August 2020", "(p)"),
    "draft": ("[Kapustin Yar] [Znamensk] – Republic of Belarus and Kyrgyz Republic", "JS/EC20/SN2/WD.3"),
    "clean": ("17–18 August 2020", "1 unit stands in brackets and is shown as […]."),
    "decisions": ("Kyrgyz Republic: awaited", "What is due, by office", "Joint Staff 20 July 2020 2.1"),
    "calendar": ("1 7 July 2020, 10:00 7 July 2020, 10:00 7 July 2020, 12:00 adjourned",),
}


@pytest.mark.parametrize("format", ["html", "pdf", "docx", "md", "json"])
@pytest.mark.parametrize("name", SAID)
def test_a_paper_says_its_facts_in_every_format(name: str, format: str) -> None:
    held = pieces(words(drafted(), name, format))
    missing = [said for said in SAID[name] if pieces(said) not in held]
    assert missing == []
    assert pieces("c0ffee42" * 8) in held


def test_a_clean_text_shows_no_alternative_and_no_name() -> None:
    held = words(drafted(), "clean")
    assert "Znamensk" not in held
    assert "Kapustin Yar" not in held
    assert "Republic of Belarus" not in held
    assert "No unit stands in brackets." in words(record(), "clean")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [record, unopened, everything, drafted])
@pytest.mark.parametrize("name", LISTS)
def test_no_word_is_missing(name: str, made: object, language: str) -> None:
    assert callable(made)
    for format in formats(name):  # type: ignore[arg-type]
        if format in ("md", "csv", "ics"):
            printed = paper(made(), name, format=format, language=language).data.decode()
            assert "⟦" not in printed
            assert "None" not in printed


def test_the_languages_have_the_same_words() -> None:
    def names(language: str) -> list[dict[str, object]]:
        return [
            {n: m.arguments for n, m in vars(part).items() if hasattr(m, "arguments")}
            | {"labels": set(part.labels)}
            for part in further(language)
        ]

    assert names("ru") == names("en")


# as data


def test_each_decision_of_the_minutes_is_in_the_register() -> None:
    found = rows(record(), "decisions")
    assert [(row["No."], row["Finality"], row["Taken"]) for row in found] == [
        ("1.1", "final", "2020-07-07 10:29"),
        ("2.1", "preliminary", "2020-07-07 10:43"),
        ("3.1", "ad referendum", "2020-07-08 10:40"),
    ]
    assert {flat(row["Text"]) for row in found} == {
        flat(d.text["en"]) for item in record().items for d in item.decisions
    }


def test_speakers_and_presence_have_a_row_for_each_fact() -> None:
    spoke = rows(record(), "speakers", "ru")
    assert len(spoke) == len(record().speeches)
    assert list(spoke[0].values()) == ["2020-07-07", "10.18", "Российская Федерация", "", "1", "6:10"]
    there = rows(record(), "presence")
    assert len(there) == sum(len(s.roll_call) + len(s.changes) for s in record().sittings)
    late = next(row for row in there if row["Event"] == "joined the sitting")
    assert (late["Time"], late["Delegation"], late["Present"]) == ("10:31", "Kyrgyz Republic", "5")


@pytest.mark.parametrize("begin", "=+-@\t\r")
def test_no_cell_is_a_formula(begin: str) -> None:
    c = record().convocation
    text = t(f"{begin}HYPERLINK(1)", "обычный")
    delegations = tuple(replace(d, official=text) for d in c.delegations)
    made = replace(record(), convocation=replace(c, delegations=delegations))
    data = paper(made, "speakers", format="csv", language="en").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any("HYPERLINK(1)" in cell for cell in cells)


def test_the_sittings_are_read_by_a_calendar() -> None:
    data = paper(record(), "calendar", format="ics", language="en").data
    calendar = icalendar.Calendar.from_ical(data)
    first, second = calendar.walk("VEVENT")
    assert first["uid"] == "echelon-2020-1@vcsession"
    assert first.decoded("dtstart") == at(7, "10:00")
    assert second.decoded("dtend") == at(8, "11:00")
    assert first["sequence"] == 2
    assert str(first["location"]) == "Crisis Response Centre, Moscow"
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_a_later_calendar_replaces_the_earlier_one_and_a_cancelled_sitting_says_so() -> None:
    first, second = record().sittings
    planned = replace(second, outcome="scheduled", called_to_order_at=None, ended_at=None)
    revisions = [
        replace(record(), sittings=(first, planned)),
        replace(record(), sittings=(first, planned), sequence=1),
        replace(record(), sittings=(first, replace(planned, outcome="cancelled")), sequence=1),
    ]
    events = [
        icalendar.Calendar.from_ical(paper(made, "calendar", format="ics", language="ru").data).walk(
            "VEVENT"
        )[1]
        for made in revisions
    ]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(str(event["sequence"])) for event in events] == [0, 1, 2]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_hostile_texts_stay_text_in_the_lists() -> None:
    hostile = with_text("\n".join(HOSTILE.values()))
    cells = pieces("".join("".join(row.values()) for row in rows(hostile, "proposals")))
    assert all(pieces(each) in cells for each in HOSTILE.values())
    event = icalendar.Calendar.from_ical(paper(hostile, "calendar", format="ics", language="en").data).walk(
        "VEVENT"
    )[0]
    assert all(pieces(each) in pieces(str(event["location"])) for each in HOSTILE.values())


# the door


def test_what_is_not_offered_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownPaper, match=r"^There is no paper “menu”; choose one of agenda, .*\.$"):
        paper(record(), "menu", format="md", language="ru")
    with pytest.raises(
        UnknownFormat, match=r"^There is no format “csv” of this paper; choose one of html, .*\.$"
    ):
        paper(record(), "agenda", format="csv", language="ru")
    with pytest.raises(UnknownLanguage):
        paper(record(), "agenda", format="md", language="fr")
    assert set(FLAT) < set(LISTS)


def test_a_paper_has_a_plain_file_name_and_its_type() -> None:
    made = paper(record(), "decisions", format="csv", language="ru")
    assert (made.file_name, made.content_type) == ("JS-EC20-SN2-decisions-ru.csv", "text/csv; charset=utf-8")
    assert json.loads(paper(record(), "agenda", format="json", language="en").data)["paper"] == 1
