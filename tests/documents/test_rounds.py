"""Three rounds more, each read back from every format: the same decisions, with their texts and finality."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import get_args

import pytest

from tests.documents.long import long_round
from tests.documents.readers import flat, read
from tests.documents.test_communique import demo
from tests.documents.test_played import played
from tests.documents.test_reservations import reserved
from vcsession.core.record import Record
from vcsession.documents import Form, Format, minutes
from vcsession.documents.reading import taken


def eighty_decisions() -> Record:
    return long_round(items=40, decisions=80, speeches=500, units=0)


ROUNDS: dict[str, tuple[Callable[[], Record], Form]] = {
    "demo": (demo, "full"),
    "changes of chair and suspensions": (played, "full"),
    "reservations": (reserved, "full"),
    "eighty decisions": (eighty_decisions, "short"),
}
LANGUAGES = dict.fromkeys(ROUNDS, ("ru", "en")) | {"eighty decisions": ("ru",)}


@cache
def made(name: str) -> Record:
    return ROUNDS[name][0]()


@pytest.mark.parametrize("name", ROUNDS)
def test_every_format_holds_the_same_decisions(name: str) -> None:
    record, form = made(name), ROUNDS[name][1]
    for language in LANGUAGES[name]:
        expected = [
            (d.number, flat(d.text.get(language) or f"{d.text['ru']}"))
            for item in record.items
            for d in item.decisions
            if taken(d)
        ]
        assert expected
        held = {}
        for format in get_args(Format):
            words = read(format, minutes(record, format=format, language=language, form=form).data)
            held[format] = words.decisions
            assert [(number, text) for number, text, _ in words.decisions] == expected, format
        assert len(set(held.values())) == 1, "the standing differs"


def test_five_hundred_interventions_are_all_in_the_list_of_speakers() -> None:
    record = made("eighty decisions")
    assert len(record.speeches) >= 480
    formats: tuple[Format, ...] = ("html", "md", "akn", "json")
    for format in formats:
        words = read(format, minutes(record, format=format, language="ru").data).words
        assert words.count("Российская Федерация") >= 80
