"""Three whole rounds, each read back from every format in both languages: the same numbers, texts, finality,
times and presence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.documents import played
from tests.documents.readers import Held, flat, read
from vcsession.core.record import Record
from vcsession.documents import Form, Format, minutes
from vcsession.documents.papers import Paper, paper
from vcsession.documents.reading import Reading, finality, taken

ROUNDS: dict[str, tuple[Callable[[], Record], Form]] = {
    "demo": (played.demo, "full"),
    "troubled": (played.troubled, "full"),
    "crowded": (played.crowded, "short"),
}
LANGUAGES = ("ru", "en")
MOSCOW = ZoneInfo("Europe/Moscow")

OPENED = {
    "ru": r"Заседание открыто в (\d\d\.\d\d)",
    "en": r"called to order at (\d\d:\d\d)",
}
QUORUM = {
    "ru": r"В (\d\d\.\d\d) председательствующий объявил о наличии кворума: \w+ (\d) \w+ из (\d)",
    "en": r"At (\d\d:\d\d) the presiding officer declared the quorum: (\d) of (\d)",
}
SUSPENDED = {
    "ru": r"С (\d\d\.\d\d) до (\d\d\.\d\d) заседание прерывалось",
    "en": r"The sitting was suspended from (\d\d:\d\d) to (\d\d:\d\d)",
}
PRESIDED = {
    "ru": r"С (\d\d\.\d\d) до (\d\d\.\d\d) председательствовал",
    "en": r"From (\d\d:\d\d) to (\d\d:\d\d) the sitting was presided over",
}
TAKEN = {"ru": r"\d{4} г\. в (\d\d\.\d\d)", "en": r"\d{4} at (\d\d:\d\d)"}
FINALITY = {
    "ru": {
        "final": "решение является окончательным",
        "preliminary": "Согласовано предварительно",
        "ad_referendum": "ad referendum",
    },
    "en": {
        "final": "the decision is final",
        "preliminary": "Agreed preliminarily",
        "ad_referendum": "ad referendum",
    },
}


def clock(moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(MOSCOW):%H:%M}"


def found(pattern: str, words: str) -> set[tuple[str, ...]]:
    """Every place where it stands, its times with a colon."""
    groups = (match.groups() for match in re.finditer(pattern, words))
    return {tuple(group.replace(".", ":") for group in each) for each in groups}


def said(record: Record) -> dict[str, set[tuple[str, ...]]]:
    """What the log says of times and presence."""
    held = [s for s in record.sittings if s.called_to_order_at is not None]
    chair = record.presiding[0].seat
    return {
        "opened": {(clock(s.called_to_order_at),) for s in held},
        "quorum": {(clock(s.quorum_declared_at), str(s.present), str(s.entitled)) for s in held},
        "suspended": {(clock(i.since), clock(i.until)) for s in held for i in s.suspensions},
        "presided": {(clock(p.since), clock(p.until)) for p in record.presiding if p.seat != chair},
    }


def read_back(held: Held, language: str) -> dict[str, set[tuple[str, ...]]]:
    return {
        "opened": found(OPENED[language], held.words),
        "quorum": found(QUORUM[language], held.words),
        "suspended": found(SUSPENDED[language], held.words),
        "presided": found(PRESIDED[language], held.words),
    }


def printed(name: str, language: str) -> Iterator[tuple[Format, Held]]:
    make, form = ROUNDS[name]
    for format in get_args(Format):
        yield format, read(format, minutes(make(), format=format, language=language, form=form).data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROUNDS)
def test_every_format_holds_the_same_facts(name: str, language: str) -> None:
    record = ROUNDS[name][0]()
    decisions = [d for item in record.items for d in item.decisions if taken(d)]
    names = Reading(record, language, "full").name
    answered = {
        (names(a.delegation), clock(a.at))
        for s in record.sittings
        for a in s.roll_call
        if a.presence == "present"
    }
    standings = set()
    for format, held in printed(name, language):
        assert [(n, t) for n, t, _ in held.decisions] == [
            (d.number, flat(d.text[language])) for d in decisions
        ], format
        for decision, (_, _, standing) in zip(decisions, held.decisions, strict=True):
            assert FINALITY[language][finality(decision)] in standing, (format, decision.number)
            assert (clock(decision.taken_at),) in found(TAKEN[language], standing), (format, decision.number)
        standings.add(tuple(standing for _, _, standing in held.decisions))
        assert read_back(held, language) == said(record), format
        for delegation, at in answered:
            at = at.replace(":", ".") if language == "ru" else at
            assert f"{delegation} ({at})" in held.words, (format, delegation)
    assert len(standings) == 1, "the same words in every format"


def test_the_rounds_are_what_they_are_said_to_be() -> None:
    demo, troubled, crowded = (make() for make, _form in ROUNDS.values())
    assert {d.finality for i in demo.items for d in i.decisions} == {"final", "preliminary"}
    assert {r.status for r in troubled.reservations} == {"recorded"}
    assert [d.silences[0].expired for i in troubled.items for d in i.decisions if d.silences] == [True]
    assert len(troubled.presiding) == 4, "chair, deputy, chair; again on the next day"
    assert sum(len(s.suspensions) for s in troubled.sittings) == 2
    assert (len(crowded.speeches), sum(len(i.decisions) for i in crowded.items)) == (500, 80)
    assert {r.status for r in (demo, troubled, crowded)} == {"closed"}


@pytest.mark.parametrize("format", ["html", "md", "akn"])
def test_five_hundred_interventions_are_all_in_the_list_of_speakers(format: Format) -> None:
    words = read(format, minutes(played.crowded(), format=format, language="ru").data).words
    lengths = re.findall(r"\b0:3\d\b", words)
    assert len(lengths) == 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_reservations_stand_word_for_word_in_every_format(language: str) -> None:
    for format, held in printed("troubled", language):
        for own in ("Subject to our law.", "We understand it so."):
            assert own in held.words, format


# the papers beside the minutes, as data


def listed(made: Record, name: Paper, language: str) -> list[list[str]]:
    data = paper(made, name, format="csv", language=language).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data)))[1:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROUNDS)
def test_the_lists_hold_the_same_facts_as_the_minutes(name: str, language: str) -> None:
    record = ROUNDS[name][0]()
    names = Reading(record, language, "full").name
    decisions = [d for item in record.items for d in item.decisions if taken(d)]
    register = listed(record, "decisions", language)
    assert [(row[0], flat(row[1])) for row in register] == [
        (d.number, flat(d.text[language])) for d in decisions
    ]
    assert [row[-1][-5:] for row in register] == [clock(d.taken_at) for d in decisions]
    across = listed(record, "register", language)
    assert [(row[1], flat(row[2]), row[-1]) for row in across] == [
        (row[0], flat(row[1]), row[-1]) for row in register
    ]
    spoken = listed(record, "speakers", language)
    assert [(row[2], row[1].replace(".", ":")) for row in spoken] == [
        (names(s.delegation), clock(s.began_at)) for s in record.speeches if s.delegation
    ]
    presence = listed(record, "presence", language)
    assert [(row[3], row[2].replace(".", ":")) for row in presence] == [
        entry
        for s in record.sittings
        for entry in (
            *((names(a.delegation), clock(a.at)) for a in s.roll_call),
            *((names(c.delegation), clock(c.at)) for c in s.changes),
        )
    ]


@pytest.mark.parametrize("name", ROUNDS)
def test_a_calendar_holds_the_same_times(name: str) -> None:
    record = ROUNDS[name][0]()
    data = {lang: paper(record, "calendar", format="ics", language=lang).data for lang in LANGUAGES}
    for language in LANGUAGES:
        events = icalendar.Calendar.from_ical(data[language]).walk("VEVENT")
        told = [(e.decoded("dtstart"), e.decoded("dtend") if "dtend" in e else None) for e in events]
        held = [(s.called_to_order_at or s.opens_at, s.ended_at) for s in record.sittings]
        assert told == held
        assert [e.decoded("sequence") for e in events] == [
            (s.called_to_order_at is not None) + (s.ended_at is not None or s.outcome == "cancelled")
            for s in record.sittings
        ]
