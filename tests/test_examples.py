"""The session files that come with the product: they load, and ECHELON-2020 says what was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from vcsession.convene import read_session_file
from vcsession.core.convocation import Convocation, seats

EXAMPLES = Path(__file__).parent.parent / "vcsession" / "examples"


def test_the_minimal_example_loads() -> None:
    session = read_session_file(EXAMPLES / "minimal.yaml")
    assert [d.code for d in session.entitled()] == ["ALF", "BET"]


@pytest.fixture(scope="module")
def echelon() -> Convocation:
    return read_session_file(EXAMPLES / "echelon-2020.yaml")


def test_echelon_has_one_seat_for_each_who_takes_part(echelon: Convocation) -> None:
    table = [(seat.id, seat.role, seat.delegation) for seat in seats(echelon)]
    assert table == [
        ("chair", "chair", None),
        ("deputy", "deputy", None),
        ("secretary", "secretary", None),
        ("arm", "head", "ARM"),
        ("blr", "head", "BLR"),
        ("kaz", "head", "KAZ"),
        ("kgz", "head", "KGZ"),
        ("rus", "head", "RUS"),
        ("tjk", "head", "TJK"),
        ("interpreter-ru", "interpreter", None),
        ("interpreter-en", "interpreter", None),
        ("observer", "observer", None),
        ("technician", "technician", None),
    ]


def test_echelon_says_what_the_published_text_says(echelon: Convocation) -> None:
    assert (echelon.kind, echelon.ordinal, echelon.mode) == ("staff_negotiations", 2, "remote")
    assert (echelon.date_from, echelon.date_to) == (date(2020, 7, 7), date(2020, 7, 8))
    assert "Crisis Response" in echelon.venue["en"]
    assert echelon.overall_lead.rank == {"en": "Lieutenant General", "ru": "генерал-лейтенант"}
    assert echelon.legal_basis[0].date == date(2019, 11, 28)
    assert (echelon.subject.host_state, echelon.subject.follow_on != ()) == ("RUS", True)
    assert [item.number for item in echelon.agenda] == ["1", "2", "3", "4"]
    assert echelon.languages.authentic == "ru"
    assert echelon.draft is not None
    supervisor = next(c for row in echelon.draft.rows for c in row.cells if c.path == "8.responsible")
    assert supervisor.text["en"].startswith(
        "Deputy Commander of the troops of the Southern Military District"
    )


@pytest.mark.parametrize("language", ["ru", "en"])
def test_echelon_seats_the_states_in_alphabetical_order(echelon: Convocation, language: str) -> None:
    names = [d.short[language] for d in echelon.delegations]
    assert names == sorted(names)
    assert echelon.delegation("KGZ").official == {"en": "Kyrgyz Republic", "ru": "Кыргызская Республика"}
    assert echelon.delegation("KGZ").of["ru"] == "Кыргызской Республики"


def test_ten_in_moscow_is_one_in_the_afternoon_in_almaty_in_that_summer(echelon: Convocation) -> None:
    opens = echelon.sittings[0].opens_at
    assert opens.astimezone(ZoneInfo(echelon.time_zone)).hour == 10
    assert opens.astimezone(ZoneInfo(echelon.delegation("KAZ").time_zone)).hour == 13


def words(value: object, language: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield value[language]
    elif isinstance(value, tuple):
        for one in value:
            yield from words(one, language)
    elif is_dataclass(value):
        for field in fields(value):
            found = getattr(value, field.name)
            if found:
                yield from words(found, language)


def test_echelon_keeps_its_alphabets_apart(echelon: Convocation) -> None:
    """A Latin letter that looks Russian breaks search, sorting and spelling."""
    assert [
        said for said in words(echelon, "ru") if any("a" <= letter.lower() <= "z" for letter in said)
    ] == []
    assert [
        said for said in words(echelon, "en") if any("а" <= letter.lower() <= "я" for letter in said)
    ] == []
