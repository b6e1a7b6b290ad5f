"""Proposals, printed: each with what became of it, under its item, and among what stayed open."""

from __future__ import annotations

import pytest

from tests.core.test_proposals import WHY, U, discussed, submit
from tests.core.timeline import Timeline, company, text
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.proposals import (
    AcceptInPart,
    AcceptProposal,
    DeferProposal,
    MergeProposals,
    RejectProposal,
)
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents import sections
from vcsession.documents.sections import Table


def disposed() -> Record:
    room = Timeline(company()).sitting()
    accepted, in_part, rejected, merged, deferred = (discussed(room, words=f"words {n}") for n in range(5))
    room.say("chair", AcceptProposal(accepted), AcceptInPart(in_part, text("29 July")))
    room.say("chair", RejectProposal(rejected, WHY, maintained=True))
    room.say("chair", MergeProposals(merged, deferred, ("RUS",)), DeferProposal(deferred))
    room.say("kaz", PublishPosition("awaiting_instructions", unit=U))
    submit(room, words="never printed")
    return read(room.commits, Verification(1, 1, "", "", ""))


DISPOSITIONS = {
    "en": [
        "accepted",
        "accepted as: 29 July",
        "not accepted: because; maintained by its author",
        "considered together with RUS/5",
        "deferred",
    ],
    "ru": [
        "принято",
        "принято в редакции: 29 July",
        "не принято: because; автор настаивает на предложении",
        "рассмотрено вместе с RUS/5",
        "отложено",
    ],
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_table_says_what_became_of_each_and_so_does_its_item(language: str) -> None:
    made = sections(disposed(), language)
    table = next(section.blocks[0] for section in made.sections if section.key == "proposals")
    assert isinstance(table, Table)
    assert [row[-1] for row in table.rows if row[0].startswith("RUS")] == DISPOSITIONS[language]
    items = str(next(section for section in made.sections if section.key == "items"))
    assert all(said in items for said in DISPOSITIONS[language])


def test_what_the_table_never_knew_is_never_printed() -> None:
    assert "never printed" not in str(sections(disposed(), "en"))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ("Proposal RUS/5: deferred", "awaits instructions on unit 2.date")),
        ("ru", ("Предложение RUS/5: отложено", "ожидаются указания по разделу 2.date")),
    ],
)
def test_what_stays_open_is_listed(language: str, lines: tuple[str, ...]) -> None:
    left = str(next(s for s in sections(disposed(), language).sections if s.key == "open"))
    assert [line for line in lines if line not in left] == []
    assert "RUS/1:" not in left, "what is accepted is open no more"
