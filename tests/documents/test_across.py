"""The register across rounds: each decision once, as the last round that spoke of it left it, by office."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import timedelta
from functools import cache

import pytest

from tests.core.test_rounds import SN2, over, round_three, round_two
from tests.core.timeline import STATES, Timeline, text
from tests.documents.played import record, tabled
from tests.documents.readers import read
from vcsession import wire
from vcsession.core.matters.decisions import Adopt, Confirm, PutToRoom, RecordAnswer
from vcsession.core.record import Record
from vcsession.documents.papers import paper
from vcsession.issue import earlier_rounds, record_in_the_morning
from vcsession.journal import Entry

STAFF = text("Joint Staff")
SN3 = "JS/EC20/SN3"


@cache
def rounds() -> tuple[Timeline, Timeline]:
    former = round_two()
    room = round_three(former)
    room.say("chair", Confirm(f"{SN2}/1.1"))
    number = tabled(room, "1", "assignment", text("The Joint Staff prepares the plan."), STAFF)
    room.say("chair", PutToRoom(number))
    for code in STATES:
        room.say(code.lower(), RecordAnswer(number, "agree"))
    room.say("chair", Adopt(number))
    return former, room


def records() -> tuple[Record, Record]:
    former, now = map(record, rounds())
    return former, now


def register(language: str = "en", *, earlier: bool = True) -> list[dict[str, str]]:
    former, now = records()
    made = paper(now, "register", format="csv", language=language, earlier=(former,) if earlier else ())
    return rows(made.data)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_decision_stands_once_with_the_round_that_took_it(language: str) -> None:
    round_, number = {"ru": ("Раунд", "№"), "en": ("Round", "No.")}[language]
    assert [(row[round_], row[number]) for row in register(language)] == [
        (SN2, "1.1"),
        (SN2, "1.2"),
        (SN3, "1.1"),
    ]


def test_what_a_later_round_confirmed_is_final_in_the_register() -> None:
    first, second, _third = register()
    assert first["Standing"].startswith("preliminary; confirmed")
    assert second["Standing"] == "ad referendum"
    alone, _second = rows(paper(records()[0], "register", format="csv", language="en").data)
    assert alone["Standing"] == "preliminary", "as its own round left it"


def test_what_is_due_stands_under_its_office() -> None:
    former, now = records()
    words = read("md", paper(now, "register", format="md", language="en", earlier=(former,)).data).words
    assert "Joint Staff" in words
    assert "The Joint Staff prepares the plan." in words
    assert f"Rounds: {SN2}, {SN3}." in words


# from the logs


def log(room: Timeline) -> list[Entry]:
    entries = []
    for commit in room.commits:
        data = wire.dump_commit(commit)
        digest = hashlib.sha256(data).hexdigest()
        entries.append(Entry(commit.version, commit.cause, data, digest, commit.prev_hash, b""))
    return entries


async def test_former_rounds_are_found_by_what_each_names() -> None:
    former, now = rounds()
    kept = {"echelon-2020": log(former), "echelon-2020-3": log(now)}

    async def read_log(session: str) -> list[Entry]:
        return kept.get(session, [])

    assert await earlier_rounds(read_log, now.state.convocation) == [kept["echelon-2020"]]
    assert await earlier_rounds(read_log, former.state.convocation) == []
    del kept["echelon-2020"]
    assert await earlier_rounds(read_log, now.state.convocation) == [], "it is not kept here"


def test_the_morning_is_read_from_the_log() -> None:
    room = Timeline().sitting()
    assert record_in_the_morning(log(room), b"") is None, "it began today"
    yesterday = len(room.commits)
    room.now += timedelta(days=1)
    over(room)
    morning = record_in_the_morning(log(room), b"")
    assert morning is not None
    assert morning.verification.last_version == yesterday
