"""Mistakes are rectified, not hidden: who asks, who consents, what the Record and the log show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.timeline import STATES, Timeline, company, kinds, moscow, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.facts import Fact
from vcsession.core.matters.floor import BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.rectifying import (
    ConsentToRectify,
    CorrectStatement,
    DropRectification,
    EnterRectification,
    Rectify,
)
from vcsession.core.matters.roll_call import Depart, StepOut
from vcsession.core.matters.sittings import ResumeSitting, SuspendSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.view import me
from vcsession.core.view.rectifying import rectifying
from vcsession.documents.minutes import sections

R1 = "rectification-1"


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def fact(room: Timeline, kind: str, delegation: str | None = None) -> Fact:
    """The last fact of the kind."""
    found = (f for f in reversed(room.state.facts) if f.kind == kind)
    return next(f for f in found if delegation is None or f.delegation == delegation)


def rectified(room: Timeline, asked: EnterRectification) -> Timeline:
    room.say("secretary", asked)
    id = list(room.state.rectifications)[-1]
    room.say(room.state.presiding.seat or "", ConsentToRectify(id))
    room.say("secretary", Rectify(id))
    return room


def spoken(room: Timeline, seat: str) -> str:
    room.say(seat, RequestFloor())
    request = room.state.queue[0]
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return request


def at(clock: str) -> datetime:
    return moscow(clock)


# the request and the consent


def test_the_secretary_asks_the_presiding_officer_consents_and_then_it_stands() -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", Depart())
    mistaken = fact(room, "presence", "RUS")
    room.at("10:40").say(
        "secretary", EnterRectification("presence", "left earlier", mistaken.id, at("10:15"))
    )
    assert room.refused("secretary", Rectify(R1)) == "consent_awaited"
    assert [c.at for c in record(room).sittings[0].changes] == [at("10:20")], "not yet"
    room.say("chair", ConsentToRectify(R1))
    assert room.refused("chair", ConsentToRectify(R1)) == "not_due"
    assert room.refused("chair", Rectify(R1)) == "not_your_role"
    assert kinds(room.say("secretary", Rectify(R1))) == ["entry_rectified"]
    assert [c.at for c in record(room).sittings[0].changes] == [at("10:15")]
    (one,) = record(room).rectifications
    assert (one.former and one.former.at, one.now and one.now.at) == (at("10:20"), at("10:15"))
    assert (one.entered_by, one.consented_by, one.reason) == ("secretary", "chair", "left earlier")
    told = [e for commit in room.commits for e in commit.events if e.type == "presence_changed"]
    assert len(told) == 1, "the log keeps the entry as it was made"


@pytest.mark.parametrize("seat", ["arm", "deputy", "chair", "technician", "observer", "rus-1"])
def test_nobody_but_the_secretary_enters_a_rectification(seat: str) -> None:
    room = Timeline(company()).sitting()
    asked = EnterRectification("presence", "why", None, room.now, None, "KAZ", None, "departed")
    assert room.refused(seat, asked) == "not_your_role"
    room.say("secretary", asked)


def test_consent_is_the_presiding_officers_whoever_that_is() -> None:
    room = Timeline(company()).sitting()
    room.say(
        "secretary", EnterRectification("presence", "why", None, room.now, None, "KAZ", None, "departed")
    )
    for seat in ("secretary", "arm", "deputy"):
        assert room.refused(seat, ConsentToRectify(R1)) == "not_presiding"
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.refused("chair", ConsentToRectify(R1)) == "not_presiding"
    room.say("deputy", ConsentToRectify(R1))
    room.say("secretary", Rectify(R1))
    assert record(room).rectifications[0].consented_by == "deputy"


@pytest.mark.parametrize("seat", ["chair", "secretary"])
def test_what_is_dropped_changes_nothing_and_the_entry_may_be_rectified_anew(seat: str) -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", Depart())
    mistaken = fact(room, "presence", "RUS")
    asked = EnterRectification("presence", "left earlier", mistaken.id, at("10:15"))
    room.say("secretary", asked)
    assert room.refused("secretary", asked) == "rectification_pending"
    assert room.refused("arm", DropRectification(R1)) in ("not_your_role", "not_presiding")
    room.say(seat, DropRectification(R1))
    assert room.refused("secretary", Rectify(R1)) == "wrong_state"
    assert record(room).rectifications == ()
    rectified(room, asked)
    assert len(record(room).rectifications) == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (EnterRectification("presence", " ", None, at("10:10"), None, "KAZ", None, "departed"), "bad_field"),
        (EnterRectification("presence", "why", "9.9", at("10:10")), "unknown"),
        (EnterRectification("presence", "why", None, None, None, "KAZ", None, "departed"), "bad_field"),
        (EnterRectification("presence", "why", None, at("10:10"), None, "XYZ", None, "departed"), "unknown"),
        (EnterRectification("presence", "why", None, at("10:10"), None, "KAZ", None, "flown"), "bad_field"),
        (
            EnterRectification("presence", "why", None, at("09:59"), None, "KAZ", None, "departed"),
            "bad_field",
        ),
        (
            EnterRectification("presence", "why", None, at("10:31"), None, "KAZ", None, "departed"),
            "bad_field",
        ),
        (
            EnterRectification(
                "presence", "why", None, at("10:10").replace(tzinfo=None), None, "KAZ", None, "departed"
            ),
            "bad_field",
        ),
        (EnterRectification("presence", "why", struck=True), "bad_field"),
        (EnterRectification("speech", "why", None, at("10:10"), seat="kaz"), "bad_field"),
        (EnterRectification("suspension", "why", None, at("10:10"), what="break"), "bad_field"),
        (
            EnterRectification("suspension", "why", None, at("10:10"), at("10:08"), what="break"),
            "bad_field",
        ),
        (EnterRectification("presiding", "why", None, at("10:10"), seat="arm"), "bad_field"),
    ],
)
def test_what_cannot_have_happened_is_not_entered(asked: EnterRectification, code: str) -> None:
    room = Timeline(company()).sitting().at("10:30")
    assert room.refused("secretary", asked) == code
    room.say(
        "secretary",
        EnterRectification("presence", "why", None, at("10:10"), None, "KAZ", None, "departed"),
        EnterRectification("suspension", "why", None, at("10:10"), at("10:20"), what="technical"),
        EnterRectification("presiding", "why", None, at("10:10"), seat="deputy"),
    )


def test_nothing_is_rectified_before_the_first_sitting_or_to_what_it_was() -> None:
    room = Timeline(company())
    asked = EnterRectification("presence", "why", None, room.now, None, "KAZ", None, "departed")
    assert room.refused("secretary", asked) == "no_sitting"
    room.sitting().at("10:20").say("rus", StepOut())
    same = fact(room, "presence", "RUS")
    assert room.refused("secretary", EnterRectification("presence", "why", same.id, same.at)) == "bad_field"
    assert room.refused("secretary", EnterRectification("roll_call", "why", same.id, same.at)) == "unknown"


# what the Record shows


def test_a_departure_during_an_outage_is_entered_afterwards_and_the_counts_follow() -> None:
    room = Timeline(company()).sitting()
    room.at("10:40").say("rus", StepOut())
    assert [c.present for c in record(room).sittings[0].changes] == [5]
    asked = EnterRectification("presence", "the server was down", None, at("10:20"), None, "KAZ", None)
    rectified(room, replace(asked, what="departed"))
    changes = record(room).sittings[0].changes
    assert [(c.delegation, c.what, c.present) for c in changes] == [
        ("KAZ", "departed", 5),
        ("RUS", "stepped_out", 4),
    ]
    assert room.presence("KAZ") == "present", "who is here now is no matter of the record"
    (one,) = record(room).rectifications
    assert one.former is None


def test_what_never_happened_is_struck_out() -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", Depart())
    rectified(
        room, EnterRectification("presence", "pressed by mistake", fact(room, "presence").id, struck=True)
    )
    assert record(room).sittings[0].changes == ()
    (one,) = record(room).rectifications
    assert one.now is None


def test_a_wrong_answer_at_the_roll_call_is_put_right() -> None:
    room = Timeline(company()).sitting(STATES[:5])
    rectified(
        room,
        EnterRectification(
            "roll_call", "a letter had come", fact(room, "roll_call", "TJK").id, what="excused"
        ),
    )
    answers = {a.delegation: a.presence for a in record(room).sittings[0].roll_call}
    assert (answers["TJK"], answers["ARM"]) == ("excused", "present")


def test_a_break_has_its_true_times() -> None:
    room = Timeline(company()).sitting()
    room.at("11:00").say("chair", SuspendSitting("1", "break"))
    room.at("11:20").say("chair", ResumeSitting("1"))
    rectified(room, EnterRectification("suspension", "slow hand", fact(room, "suspension").id, at("10:58")))
    (pause,) = record(room).sittings[0].suspensions
    assert (pause.since, pause.until, pause.reason) == (at("10:58"), at("11:20"), "break")
    asked = EnterRectification("suspension", "outage", None, at("10:30"), at("10:35"), what="technical")
    rectified(room, asked)
    assert [p.reason for p in record(room).sittings[0].suspensions] == ["technical", "break"]


def test_who_presided_during_an_outage_is_entered_afterwards() -> None:
    room = Timeline(company()).sitting().at("11:00")
    asked = EnterRectification("presiding", "outage", None, at("10:30"), at("10:40"), seat="deputy")
    rectified(room, asked)
    told = [(p.seat, p.since, p.until) for p in record(room).presiding]
    assert told == [
        ("chair", at("10:00"), at("10:30")),
        ("deputy", at("10:30"), at("10:40")),
        ("chair", at("10:40"), None),
    ]


def test_a_change_of_chair_has_its_true_time() -> None:
    room = Timeline(company()).sitting()
    room.at("11:00").say("chair", HandOver())
    room.at("11:10").say("deputy", DeputyAssumes())
    rectified(room, EnterRectification("presiding", "slow hand", fact(room, "presiding").id, at("11:02")))
    told = [(p.seat, p.since, p.until) for p in record(room).presiding]
    assert told == [("chair", at("10:00"), at("11:02")), ("deputy", at("11:02"), None)]


def test_a_speech_is_put_down_to_who_spoke() -> None:
    room = Timeline(company()).sitting()
    room.say("chair", EndSpeech(spoken(room, "arm")))
    rectified(room, EnterRectification("speech", "one room, two heads", fact(room, "speech").id, seat="kaz"))
    (speech,) = record(room).speeches
    assert (speech.delegation, speech.seat) == ("KAZ", "kaz")
    assert record(room).items[0].speeches == (speech,)


def test_a_session_without_rectifications_has_the_record_it_had() -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", StepOut())
    assert record(room).rectifications == ()
    assert "ectif" not in str(sections(record(room), "en"))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_minutes_show_the_corrected_fact_and_in_an_annex_both(language: str) -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", Depart())
    rectified(room, EnterRectification("presence", "слишком поздно", fact(room, "presence").id, at("10:15")))
    made = {s.key: str(s.blocks) for s in sections(record(room), language).sections}
    before, after = ("10.20", "10.15") if language == "ru" else ("10:20", "10:15")
    assert before in made["rectifications"]
    assert after in made["rectifications"]
    assert "слишком поздно" in made["rectifications"]
    assert after in made["presence"]
    assert before not in made["presence"]


# statements


def test_the_head_corrects_what_a_delegate_said_until_the_item_is_concluded() -> None:
    room = Timeline(company()).sitting()
    request = spoken(room, "rus-2")
    room.say("chair", EndSpeech(request))
    words = text("Our position is another one.")
    assert room.refused("arm", CorrectStatement(request, words)) == "nothing_to_correct"
    assert room.refused("rus-1", CorrectStatement(request, words)) == "not_your_role"
    assert room.refused("rus", CorrectStatement("request-999", words)) == "unknown"
    assert room.refused("rus", CorrectStatement(request, text(" "))) == "bad_field"
    room.say("rus", CorrectStatement(request, words))
    (speech,) = record(room).speeches
    assert (speech.seat, speech.corrected) == ("rus-2", words), "both are told"
    (one,) = record(room).rectifications
    assert (one.kind, one.words, one.consented_by) == ("statement", words, "")
    for language in ("en", "ru"):
        assert words[language] in str(sections(record(room), language))
    room.say("chair", ConcludeItem("1", "noted"))
    assert room.refused("rus", CorrectStatement(request, words)) == "nothing_to_correct"


def test_a_head_corrects_no_other_delegations_speech() -> None:
    room = Timeline(company()).sitting()
    theirs = spoken(room, "arm")
    room.say("chair", EndSpeech(theirs))
    room.say("chair", EndSpeech(spoken(room, "rus")))
    assert room.refused("rus", CorrectStatement(theirs, text("no"))) == "not_your_delegation"


def test_what_is_corrected_of_a_closed_part_stands_in_no_document() -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("chair", ClosePart("1"))
    request = spoken(room, "rus-2")
    room.say("rus", CorrectStatement(request, text("a secret of ours")))
    room.say("chair", EndSpeech(request))
    room.at("10:30").say("chair", OpenPart("1"))
    assert record(room).rectifications == ()
    assert "a secret of ours" not in str(sections(record(room), "en"))


# who sees it, and what is offered


def test_the_table_sees_the_rectifications_and_the_secretary_the_entries() -> None:
    room = Timeline(company()).sitting()
    room.at("10:20").say("rus", Depart())
    room.say("secretary", EnterRectification("presence", "why", fact(room, "presence").id, at("10:15")))
    assert [r.state for r in rectifying(room.state).rectifications] == ["entered"]
    for seen_by in ("observers", "technicians"):
        assert rectifying(room.state, seen_by).rectifications == ()
    assert me(room.state, room.actor("secretary"), room.now).facts[0].what == "departed", "the latest first"
    for seat in ("chair", "arm", "observer", "technician"):
        assert me(room.state, room.actor(seat), room.now).facts == ()


def test_each_is_offered_its_part() -> None:
    room = Timeline(company()).sitting()

    def offered(seat: str) -> set[str]:
        acts = offers(room.state, room.actor(seat), room.now)
        return {a.type for a in acts if not a.blocked and "rectif" in a.type}

    assert offered("secretary") == {"enter_rectification"}
    assert offered("chair") == set()
    room.say(
        "secretary", EnterRectification("presence", "why", None, room.now, None, "KAZ", None, "departed")
    )
    assert offered("chair") == {"consent_to_rectify", "drop_rectification"}
    room.say("chair", ConsentToRectify(R1))
    assert offered("chair") == {"drop_rectification"}
    assert offered("secretary") == {"enter_rectification", "rectify", "drop_rectification"}
