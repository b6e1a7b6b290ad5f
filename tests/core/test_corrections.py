"""Corrections to circulated minutes: whose they are, who answers them, what they change (3.4, 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.core.closing import (
    ADOPTED,
    DECISION,
    circulated,
    circulated_in_room,
    cleared,
    close,
    closed,
    decided,
    speech,
    spoken,
)
from tests.core.timeline import STATES, Timeline, company, kinds, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.corrections import (
    AcceptChanged,
    AcceptDecisionText,
    AcceptFact,
    AcceptOwnStatement,
    AgreeToChange,
    DecisionTextCorrected,
    DeclineCorrection,
    NotifyCorrection,
    ObjectToCorrection,
    ProposeChange,
    SubmitCorrection,
    WithdrawCorrection,
)
from vcsession.core.matters.decisions import TableDecision, WithdrawDecision
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.minutes import (
    Circulate,
    ClearForCirculation,
    CloseCorrections,
    GenerateMinutes,
    OverlayMinutes,
    Regenerate,
    Review,
)
from vcsession.core.matters.rectifying import CorrectStatement
from vcsession.core.matters.sittings import AdjournSitting
from vcsession.core.reading import read
from vcsession.core.record.whole import Record, Verification

OWN = text("Armenia spoke of the second stage.")
NEW = text("The stages of the special training are agreed.")
CLERICAL = SubmitCorrection("decision_text", DECISION, NEW, "a word was left out")


def own(room: Timeline) -> SubmitCorrection:
    return SubmitCorrection("own_statement", speech(room), OWN, "misheard")


def fact(old: str = "10.05", new: str = "10.07") -> SubmitCorrection:
    return SubmitCorrection("fact", "1", text(new), "the log", text(old))


def told(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def correction(room: Timeline, number: str) -> str:
    return room.state.corrections[number].state


def hours(room: Timeline, n: float) -> Timeline:
    room.pass_until(room.now + timedelta(hours=n))
    return room


# submitted


def test_corrections_are_taken_from_circulation_until_the_deadline() -> None:
    room = cleared(closed())
    assert room.refused("arm", own(room)) == "corrections_not_taken"
    room.say("secretary", Circulate("1"))
    room.now += timedelta(days=7) - timedelta(microseconds=1)
    room.say("arm", own(room))
    room.now += timedelta(microseconds=1)
    assert room.refused("arm", own(room)) == "deadline_passed", "whether or not the clock has come round"


def test_one_corrects_ones_own_statement_only() -> None:
    room = circulated()
    assert room.refused("kaz", own(room)) == "not_your_delegation"
    assert room.refused("arm", replace(own(room), target="request-99")) == "unknown"
    assert room.refused("arm", replace(own(room), delegation="KAZ")) == "not_your_delegation"
    assert room.refused("rus-1", own(room)) == "not_your_role"
    room.say("arm", own(room))


def test_the_secretary_submits_what_a_capital_wrote() -> None:
    room = circulated()
    assert room.refused("secretary", own(room)) == "not_your_delegation", "the secretariat has not spoken"
    room.say("secretary", replace(own(room), delegation="ARM"))
    room.say("secretary", fact())
    assert [*room.state.corrections] == ["ARM/C1", "C1"]
    assert room.state.corrections["C1"].delegation == ""


def test_a_guest_corrects_its_own_words_and_an_observer_nothing() -> None:
    room = decided((*STATES, "SECR"))
    spoken(room, "secr")
    close(room)
    cleared(room).say("secretary", Circulate("1"))
    statement = SubmitCorrection("own_statement", speech(room, "SECR"), OWN, "misheard")
    room.say("secr", statement)
    assert room.refused("secr", CLERICAL) == "may_not_correct"
    assert room.refused("bord", fact()) == "may_not_correct"
    assert room.refused("obs", statement) == "may_not_correct"
    assert room.refused("observer", statement) == "not_your_role"


def test_a_correction_says_what_is_to_stand_and_why() -> None:
    room = circulated()
    assert room.refused("arm", replace(own(room), new={"en": "only English"})) == "bad_field"
    assert room.refused("arm", replace(own(room), reason=" ")) == "bad_field"
    assert room.refused("kaz", replace(fact(), old=None)) == "bad_field"
    assert room.refused("kaz", replace(fact(), new=text("10.05"))) == "bad_field", "it reads so already"
    assert room.refused("kaz", replace(fact(), target="2")) == "unknown", "a sitting that was not held"
    assert room.refused("kaz", replace(CLERICAL, target="9.9")) == "unknown"
    assert room.refused("kaz", replace(CLERICAL, new=ADOPTED)) == "bad_field"
    assert room.refused("kaz", replace(CLERICAL, old=text("another text"))) == "old_differs"
    room.say("kaz", replace(CLERICAL, old=ADOPTED), fact())


def test_only_what_was_decided_can_have_a_slip() -> None:
    room = decided()
    room.say("secretary", TableDecision("1", "text", text("Not decided.")), WithdrawDecision("1.2"))
    close(room)
    cleared(room).say("secretary", Circulate("1"))
    assert room.refused("kaz", replace(CLERICAL, target="1.2")) == "wrong_state"
    room.say("kaz", CLERICAL)


# one's own statement, and a fact


def test_the_secretary_alone_accepts_ones_own_statement() -> None:
    room = circulated()
    room.say("arm", own(room))
    assert room.refused("chair", AcceptOwnStatement("ARM/C1", "notes")) == "not_your_role"
    events = room.say("secretary", AcceptOwnStatement("ARM/C1", "recording"))
    assert kinds(events) == ["correction_decided", "minutes_worded"]
    record = told(room)
    assert [s.wording for s in record.speeches] == [OWN]
    (made,) = record.minutes[0].corrections
    assert (made.status, made.against, made.old, made.wording) == (
        "accepted_correction",
        "recording",
        {},
        OWN,
    )


def test_a_fact_is_checked_against_the_log_or_the_recording_only() -> None:
    room = circulated()
    room.say("kaz", fact())
    assert room.refused("secretary", AcceptOwnStatement("KAZ/C1", "log")) == "wrong_kind"
    assert room.refused("secretary", AcceptFact("KAZ/C1", "notes")) == "bad_field"
    room.say("secretary", AcceptFact("KAZ/C1", "log"))
    (made,) = told(room).minutes[0].corrections
    assert (made.old, made.wording, made.against) == (text("10.05"), text("10.07"), "log")


def test_two_corrections_of_one_statement_do_not_run_over_each_other() -> None:
    room = circulated()
    room.say("arm", own(room), replace(own(room), new=text("Armenia spoke of the third stage.")))
    room.say("secretary", AcceptOwnStatement("ARM/C2", "notes"))
    assert room.refused("secretary", AcceptOwnStatement("ARM/C1", "notes")) == "old_differs"
    room.say("arm", WithdrawCorrection("ARM/C1"))


def test_a_speech_in_a_closed_part_stands_in_no_document_corrected_or_not() -> None:
    room = decided()
    room.say("chair", ClosePart("1"))
    spoken(room, "kaz")
    room.at("10:55").say("chair", OpenPart("1"))
    close(room)
    room.say("secretary", GenerateMinutes())
    room.say("secretary", OverlayMinutes("1", "intervention", speech(room, "KAZ"), OWN, "gist"))
    room.say("secretary", OverlayMinutes("1", "intervention", speech(room), OWN, "gist"))
    room.say("secretary", Review("1"), Regenerate("1"), Review("1"))
    room.say("chair", ClearForCirculation("1"))
    room.say("secretary", Circulate("1"))
    room.say("kaz", SubmitCorrection("own_statement", speech(room, "KAZ"), NEW, "misheard"), fact())
    record = told(room)
    assert [(s.delegation, s.wording) for s in record.speeches] == [("ARM", OWN)]
    assert [c.number for c in record.minutes[0].corrections] == ["KAZ/C2"]


# the text of a decision


def test_a_decisions_text_is_corrected_when_nobody_objected_in_time_and_both_texts_stand() -> None:
    room = circulated()
    before = room.state.decisions[DECISION]
    room.say("kaz", CLERICAL)
    assert room.refused("chair", AcceptDecisionText("KAZ/C1")) == "not_notified"
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    assert room.refused("secretary", NotifyCorrection("KAZ/C1")) == "already_notified"
    refusal = room.refusal("chair", AcceptDecisionText("KAZ/C1"))
    assert (refusal.code, refusal.until) == ("objections_awaited", room.now + timedelta(hours=48))
    hours(room, 48)
    assert room.refused("secretary", AcceptDecisionText("KAZ/C1")) == "not_presiding"
    events = room.say("chair", AcceptDecisionText("KAZ/C1"))
    assert kinds(events) == ["correction_decided", "decision_text_corrected"]
    (corrected,) = (e for e in events if isinstance(e, DecisionTextCorrected))
    assert (corrected.old, corrected.old_hash) == (ADOPTED, before.hash)
    decision = told(room).items[0].decisions[0]
    assert (decision.text, decision.text_hash) == (NEW, text_hash(NEW, "ru"))
    (former,) = decision.former
    assert (former.text, former.text_hash, former.correction) == (ADOPTED, before.hash, "KAZ/C1")
    assert (decision.status, decision.taken_at) == ("adopted", before.taken_at)


def test_one_objection_in_time_is_enough() -> None:
    room = circulated()
    room.say("kaz", CLERICAL)
    assert room.refused("arm", ObjectToCorrection("KAZ/C1")) == "not_notified"
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    room.now += timedelta(hours=48) - timedelta(microseconds=1)
    assert room.refused("kaz", ObjectToCorrection("KAZ/C1")) == "own_correction"
    assert room.refused("secr", ObjectToCorrection("KAZ/C1")) == "may_not_block"
    room.say("arm", ObjectToCorrection("KAZ/C1", "it is no slip"))
    assert room.refused("arm", ObjectToCorrection("KAZ/C1")) == "already_objected"
    hours(room, 1)
    assert room.refused("chair", AcceptDecisionText("KAZ/C1")) == "objection_stands"
    assert room.refused("secretary", DeclineCorrection("KAZ/C1", "Armenia objects")) == "not_presiding"
    assert room.refused("chair", DeclineCorrection("KAZ/C1", " ")) == "bad_field"
    room.say("chair", DeclineCorrection("KAZ/C1", "Armenia objects"))
    decision = told(room).items[0].decisions[0]
    assert (decision.text, decision.former) == (ADOPTED, ())
    (made,) = told(room).minutes[0].corrections
    assert (made.status, made.objections, made.answer) == (
        "declined_correction",
        ("ARM",),
        "Armenia objects",
    )


def test_an_objection_after_the_time_is_too_late() -> None:
    room = circulated()
    room.say("kaz", CLERICAL)
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    hours(room, 48)
    assert room.refused("arm", ObjectToCorrection("KAZ/C1")) == "deadline_passed"
    room.say("chair", AcceptDecisionText("KAZ/C1"))


def test_in_the_room_the_time_given_there_is_enough_while_everybody_is_present() -> None:
    room = circulated_in_room().at("11:05")
    room.say("kaz", CLERICAL)
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    room.at("11:20")
    assert room.refused("chair", AcceptDecisionText("KAZ/C1")) == "objections_awaited"
    room.at("11:25").say("chair", AcceptDecisionText("KAZ/C1"))
    assert room.state.minutes["1"].state == "circulated_minutes", "the deadline had found it open"
    room.say("secretary", CloseCorrections("1"))


def test_whoever_is_absent_from_the_room_has_the_rules_time() -> None:
    room = circulated_in_room(STATES[:5]).at("11:05")
    room.say("kaz", CLERICAL)
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    assert room.state.corrections["KAZ/C1"].until == room.now + timedelta(hours=48)


def test_no_correction_of_a_decision_that_was_corrected_meanwhile() -> None:
    room = circulated()
    room.say("kaz", CLERICAL)
    room.say("arm", replace(CLERICAL, new=text("The stages of training are agreed.")))
    room.say("secretary", NotifyCorrection("KAZ/C1"), NotifyCorrection("ARM/C1"))
    hours(room, 48).say("chair", AcceptDecisionText("KAZ/C1"))
    assert room.refused("chair", AcceptDecisionText("ARM/C1")) == "old_differs"
    room.say("chair", DeclineCorrection("ARM/C1", "overtaken"))


def test_the_other_languages_stand_until_they_are_corrected_too() -> None:
    room = circulated()
    room.say("kaz", replace(CLERICAL, new={"ru": "Этапы согласованы."}))
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    hours(room, 48).say("chair", AcceptDecisionText("KAZ/C1"))
    assert room.state.decisions[DECISION].text == {"ru": "Этапы согласованы.", "en": ADOPTED["en"]}


# other words


def test_other_words_need_the_authors_agreement() -> None:
    room = circulated()
    room.say("arm", own(room))
    assert room.refused("arm", AgreeToChange("ARM/C1")) == "nothing_proposed"
    assert room.refused("secretary", AcceptChanged("ARM/C1")) == "nothing_proposed"
    room.say("secretary", ProposeChange("ARM/C1", NEW))
    assert room.refused("secretary", AcceptChanged("ARM/C1")) == "change_not_agreed"
    assert room.refused("secretary", AcceptOwnStatement("ARM/C1", "notes")) == "change_proposed"
    assert room.refused("kaz", AgreeToChange("ARM/C1")) == "not_your_delegation"
    room.say("arm", AgreeToChange("ARM/C1"))
    assert room.refused("arm", AgreeToChange("ARM/C1")) == "nothing_proposed"
    room.say("secretary", AcceptChanged("ARM/C1"))
    assert correction(room, "ARM/C1") == "accepted_with_change"
    assert [s.wording for s in told(room).speeches] == [NEW]


def test_other_words_for_a_decision_are_notified_anew_and_are_the_chairs_to_propose() -> None:
    room = circulated()
    room.say("kaz", CLERICAL)
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    assert room.refused("secretary", ProposeChange("KAZ/C1", OWN)) == "not_presiding"
    room.say("arm", ObjectToCorrection("KAZ/C1"))
    room.say("chair", ProposeChange("KAZ/C1", text("The stages of the training have been agreed.")))
    room.say("kaz", AgreeToChange("KAZ/C1"))
    assert room.refused("chair", AcceptChanged("KAZ/C1")) == "not_notified"
    room.say("secretary", NotifyCorrection("KAZ/C1"))
    hours(room, 48)
    assert room.refused("secretary", AcceptChanged("KAZ/C1")) == "not_presiding"
    room.say("chair", AcceptChanged("KAZ/C1"))
    assert room.state.decisions[DECISION].text == text("The stages of the training have been agreed.")


def test_the_secretariats_own_correction_asks_nobody_else() -> None:
    room = circulated()
    room.say("secretary", CLERICAL)
    room.say("chair", ProposeChange("C1", OWN))
    room.say("secretary", NotifyCorrection("C1"))
    hours(room, 48).say("chair", AcceptChanged("C1"))
    assert correction(room, "C1") == "accepted_with_change"


def test_a_fact_is_right_or_wrong() -> None:
    room = circulated()
    room.say("kaz", fact())
    assert room.refused("secretary", ProposeChange("KAZ/C1", NEW)) == "wrong_kind"


def test_its_author_withdraws_it() -> None:
    room = circulated()
    room.say("kaz", CLERICAL)
    assert room.refused("arm", WithdrawCorrection("KAZ/C1")) == "not_your_delegation"
    room.say("kaz", WithdrawCorrection("KAZ/C1"))
    assert room.refused("secretary", NotifyCorrection("KAZ/C1")) == "wrong_state"
    (made,) = told(room).minutes[0].corrections
    assert made.status == "withdrawn_correction"


def test_a_statement_that_its_head_corrected_in_the_sitting_reads_so() -> None:
    room = Timeline(company()).sitting((*STATES, "SECR"))
    request = spoken(room, "rus-2")
    room.say("rus", CorrectStatement(request, OWN))
    room.say("chair", ConcludeItem("1", "agreed"))
    room.at("10:50").say("chair", AdjournSitting("1"))
    cleared(room).say("secretary", Circulate("1"))
    statement = SubmitCorrection("own_statement", request, OWN, "misheard")
    assert room.refused("rus", statement) == "bad_field", "it reads so already"
    room.say("rus", replace(statement, new=NEW))
    assert room.state.corrections["RUS/C1"].old == OWN
