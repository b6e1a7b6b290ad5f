"""What the documents say of what was on file."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import get_args

import pytest

from tests.documents.convened import at, t
from tests.documents.round import record
from vcsession.core.record import (
    CredentialsRecord,
    Headed,
    PaperRecord,
    PersonRecord,
    RollCallAnswer,
    Speech,
)
from vcsession.core.rules import Marking
from vcsession.documents import sections

PAPER = PaperRecord(
    "R/WD.1",
    t("The plan", "План"),
    "ru",
    "authentic",
    "official_use",
    "all",
    "KAZ",
    "circulated_document",
    "ab" * 32,
    at(7, "10:00"),
    at(7, "10:05"),
    "",
)


def listed(*papers: PaperRecord, language: str = "en") -> str:
    made = sections(replace(record(), papers=papers), language, "full")
    return "\n".join(str(asdict(s)) for s in made.sections if s.key == "documents")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("marking", get_args(Marking))
def test_every_marking_and_state_has_words(language: str, marking: str) -> None:
    for state in ("circulated_document", "superseded_document", "withdrawn_document"):
        words = listed(replace(PAPER, marking=marking, state=state, status="translation"), language=language)
        assert "R/WD.1" in words
        assert "⟦" not in words


def test_the_list_says_when_it_was_circulated_and_what_replaced_it() -> None:
    words = listed(replace(PAPER, state="superseded_document", superseded_by="R/WD.1/Rev.1"))
    assert "replaced R/WD.1/Rev.1" in words
    assert "authentic text (Russian)" in words
    assert "for official use" in words
    assert "10:05" in words


def test_what_was_not_released_or_is_the_secretariats_is_not_told_to_the_table() -> None:
    hidden = (
        replace(PAPER, symbol="R/SECRET.1", audience="secretariat"),
        replace(PAPER, symbol="R/SECRET.2", circulated_at=None),
    )
    assert "SECRET" not in listed(PAPER, *hidden)
    assert "R/WD.1" in listed(PAPER, *hidden)


# participants by name


def person(capacity: str = "head") -> PersonRecord:
    return PersonRecord(t("Person One", "Лицо Первое"), t("Colonel", "полковник"), {}, capacity, ("1", "2"))


def attended(language: str, **changes: object) -> str:
    one = replace(CredentialsRecord("KAZ", "accepted_credentials", (), ()), **changes)  # type: ignore[arg-type]
    made = sections(replace(record(), credentials=(one,)), language, "full")
    return "\n".join(str(asdict(s)) for s in made.sections if s.key == "attendance")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_everything_said_of_credentials_has_words(language: str) -> None:
    headed = tuple(
        Headed(kind, "kaz-1", who, at(7, "11:00"), until)
        for kind, who, until in (("acting", person(), None), ("replacement", None, at(7, "12:00")))
    )
    people = tuple(map(person, ("head", "alternate", "member")))
    for state in ("accepted_credentials", "provisional_credentials", "withdrawn_credentials"):
        words = attended(language, state=state, headed=headed, people=people)
        assert "⟦" not in words


def test_the_annex_names_who_was_in_the_room_and_who_headed() -> None:
    acting = Headed("acting", "kaz-1", person(), at(7, "11:00"), at(7, "12:00"))
    words = attended("en", headed=(acting,), people=(person("member"),))
    assert "Colonel Person One (member; sittings: 1 and 2)" in words
    assert "11:00" in words
    assert "Colonel Person One (acting)." in words
    assert "provisionally" not in words
    assert "provisionally" in attended("en", state="provisional_credentials")


def test_without_names_there_is_no_such_annex() -> None:
    assert attended("en") == ""


def test_the_annex_says_who_entered_an_answer() -> None:
    full = record()
    first, *rest = full.sittings
    answer = RollCallAnswer("KAZ", "present", at(7, "10:01"), "kaz", "secretary")
    made = sections(replace(full, sittings=(replace(first, roll_call=(answer,)), *rest)), "en", "full")
    words = "\n".join(str(asdict(s)) for s in made.sections if s.key == "presence")
    assert "head of delegation, entered by" in words


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_list_of_speakers_names_who_spoke_in_a_room_with_one_camera(language: str) -> None:
    made = record()
    speech = replace(made.speeches[0], people=(person(), person("member")))

    def listed_as(*speeches: Speech) -> str:
        parts = sections(replace(made, speeches=speeches), language, "full").sections
        return "\n".join(str(asdict(s)) for s in parts if s.key == "speakers")

    name = {"ru": "полковник Лицо Первое", "en": "Colonel Person One"}[language]
    assert f": {name}; {name}" in listed_as(speech)
    assert name not in listed_as(made.speeches[0])
