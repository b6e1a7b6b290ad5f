"""Conditional decisions: a trigger, a fallback, and the act that says which of the two came true."""

from __future__ import annotations

import pytest

from tests.core.timeline import STATES, Timeline, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.conditions import RecordConditionMet, RecordConditionNotMet
from vcsession.core.matters.decisions import Adopt, PutToRoom, ReadOut, ReviseDecision, TableDecision
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import CancelSitting, CloseSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import ConditionRecord, Verification
from vcsession.core.view import the_decisions

D = "1.1"
TRIGGER = text("if the host state confirms by 1 August")
FALLBACK = text("the exercise is held at the other range")
CONDITIONAL = TableDecision("1", "venue", text("At Harbmaydon."), trigger=TRIGGER, fallback=FALLBACK)


def tabled() -> Timeline:
    room = Timeline().sitting()
    room.say("secretary", CONDITIONAL)
    return room


def adopted() -> Timeline:
    room = tabled()
    room.say("secretary", ReadOut(D))
    room.say("chair", PutToRoom(D))
    room.agree(D, *STATES).say("chair", Adopt(D))
    return room


def told(room: Timeline) -> ConditionRecord:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    condition = record.items[0].decisions[0].condition
    assert condition is not None
    return condition


def test_trigger_and_fallback_stand_in_the_text_of_the_record() -> None:
    room = adopted()
    row = the_decisions(room.state).decisions[0].condition
    assert row is not None
    assert (row.trigger, row.fallback, row.outcome) == (TRIGGER, FALLBACK, "open")
    assert told(room) == ConditionRecord(TRIGGER, FALLBACK, None, "", None)


@pytest.mark.parametrize("seat", ["chair", "secretary"])
@pytest.mark.parametrize(("command", "met"), [(RecordConditionMet, True), (RecordConditionNotMet, False)])
def test_it_is_recorded_as_met_or_not_met_with_its_ground(
    seat: str, command: type[RecordConditionMet | RecordConditionNotMet], met: bool
) -> None:
    room = adopted()
    assert room.refusal(seat, command(D, " ")).detail["field"] == "ground"
    room.at("11:00").say(seat, command(D, "letter no. 7 of 30 July"))
    assert told(room) == ConditionRecord(TRIGGER, FALLBACK, met, "letter no. 7 of 30 July", room.now)
    for again in (RecordConditionMet(D, "x"), RecordConditionNotMet(D, "x")):
        assert room.refused(seat, again) == "condition_recorded"
    assert room.decision(D) == "adopted"


def test_only_a_conditional_decision_that_was_taken_has_one() -> None:
    room = tabled()
    assert room.refused("chair", RecordConditionMet(D, "x")) == "wrong_state"
    room = Timeline().sitting()
    room.put()
    room.agree(D, *STATES).say("chair", Adopt(D))
    assert room.refused("chair", RecordConditionMet(D, "x")) == "no_condition"
    kinds = {a.type for a in offers(room.state, room.actor("chair"), room.now)}
    assert not {"record_condition_met", "record_condition_not_met"} & kinds


def test_a_head_records_nothing() -> None:
    assert adopted().refused("arm", RecordConditionMet(D, "we did")) == "not_presiding"


def test_it_may_become_known_after_the_session() -> None:
    room = adopted()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"), CloseSession())
    room.on(30).say("secretary", RecordConditionNotMet(D, "nothing came"))
    assert told(room).met is False


def test_a_condition_has_both_halves_in_the_authentic_language() -> None:
    room = Timeline().sitting()
    words = text("words")
    halves = (
        ("fallback", TableDecision("1", "venue", words, trigger=TRIGGER)),
        ("trigger", TableDecision("1", "venue", words, fallback=FALLBACK)),
        ("fallback", TableDecision("1", "venue", words, trigger=TRIGGER, fallback={"en": "there"})),
    )
    for field, command in halves:
        assert room.refusal("secretary", command).detail["field"] == field


def test_the_condition_is_part_of_what_is_hashed() -> None:
    """Nobody changes a fallback behind a text that was read out."""
    room = tabled()
    before = room.state.decisions[D].hash
    room.say("secretary", ReviseDecision(D, CONDITIONAL.text))
    same = room.state.decisions[D]
    assert (same.hash, same.condition and same.condition.trigger) == (before, TRIGGER), "kept as it was"
    room.say("secretary", ReviseDecision(D, CONDITIONAL.text, fallback=text("it is not held")))
    assert room.state.decisions[D].hash != before
    plain = Timeline().sitting()
    plain.say("secretary", TableDecision("1", "venue", CONDITIONAL.text))
    assert plain.state.decisions[D].hash != before
