"""Decisions by consensus, as timelines: the window, the gavel, what holds it back, and what follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow, text
from vcsession.core import view
from vcsession.core.catalogue import Command
from vcsession.core.convocation import Rights
from vcsession.core.matters.agenda import AdoptAgenda, ConcludeItem, SuspendItem
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Hold,
    KeepOpen,
    Object,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    RecordNoConsensus,
    Retable,
    ReviseDecision,
    TableDecision,
    WithdrawDecision,
)
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    ArriveLate,
)
from vcsession.core.matters.sittings import (
    DeclareQuorum,
    OpenForDiscussionOnly,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification

FIVE = tuple(code for code in STATES if code != "TJK")
FOUR = ("ARM", "BLR", "KAZ", "RUS")
AUGUST = date(2020, 8, 1)
STRENGTH = text("the strength of the contingents")


def prelim(number: str, by: date = AUGUST) -> AdoptPreliminarily:
    return AdoptPreliminarily(number, STRENGTH, by)


# the window and the answers


def test_an_objection_in_the_last_tenth_of_a_second_counts() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    assert kinds(room.at("10:41:19.900").say("rus", RecordAnswer(d, "object"))) == [
        "answer_recorded",
        "decision_objected",
    ]
    assert room.decision(d) == "read_out_state"
    assert room.at("10:41:20").refused("chair", Adopt(d)) == "wrong_state"


def test_without_it_the_gavel_falls_when_the_window_ends() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    early = room.at("10:41:19.900").refusal("chair", Adopt(d))
    assert (early.code, early.until) == ("answers_awaited", moscow("10:41:20"))
    room.at("10:41:20").say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_until_the_gavel_falls_an_objection_is_still_in_time() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.at("10:41:25").say("arm", Object(d, "the dates", insists=True))
    assert room.decision(d) == "read_out_state"
    assert view.the_decisions(room.state).decisions[0].answers.object == ("ARM",)
    assert room.refused("chair", Adopt(d)) == "wrong_state"


def test_after_the_gavel_an_objection_is_too_late() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.at("10:41:20").say("chair", Adopt(d))
    assert room.refused("arm", Object(d)) == "wrong_state"
    assert room.refused("arm", RecordAnswer(d, "object")) == "wrong_state"


def test_when_all_present_agree_the_gavel_falls_at_once() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.at("10:41:03").agree(d, *STATES[:-1])
    assert room.refused("chair", Adopt(d)) == "answers_awaited"
    room.agree(d, STATES[-1]).say("chair", Adopt(d))
    assert room.state.decisions[d].taken_at == moscow("10:41:03")


def test_a_window_of_no_length_wants_every_answer() -> None:
    room = Timeline(echelon(objection_window_s=0)).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES[:-1])
    waiting = room.at("10:59").refusal("chair", Adopt(d))
    assert (waiting.code, waiting.until) == ("answers_awaited", None)
    room.agree(d, STATES[-1]).say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_answers_belong_to_one_putting() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES[:-1]).say("tjk", RecordAnswer(d, "object"))
    room.at("10:45").say("chair", PutToRoom(d))
    assert room.state.decisions[d].answers == {}
    assert room.refused("chair", Adopt(d)) == "answers_awaited"


def test_a_delegation_may_change_its_answer_while_the_window_is_open() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("kaz", RecordAnswer(d, "object"))
    assert room.decision(d) == "read_out_state"


def test_the_secretary_marks_an_answer_given_by_voice() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES[:-1])
    assert room.refused("secretary", RecordAnswer(d, "agree")) == "delegation_not_present"
    room.say("secretary", RecordAnswer(d, "agree", "TJK"))
    room.say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_a_head_answers_for_its_own_delegation_only() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    assert room.refused("rus", RecordAnswer(d, "agree", "TJK")) == "not_your_delegation"
    room.say("rus", RecordAnswer(d, "agree", "RUS"))
    assert room.state.decisions[d].answers == {"RUS": "agree"}


@pytest.mark.parametrize("answer", ["agree", "object", "need_time"])
def test_only_who_counts_and_is_present_answers(answer: str) -> None:
    room = Timeline(company()).sitting((*FIVE, "SECR"))
    d = room.at("10:41").put()
    for seat in ("secr", "tjk"):
        assert room.refused(seat, RecordAnswer(d, answer)) == "delegation_not_present"  # type: ignore[arg-type]
        assert room.refused(seat, Object(d)) == "delegation_not_present"
    room.say("kgz", RecordAnswer(d, answer))  # type: ignore[arg-type]


def test_a_delegate_does_not_answer_for_its_head() -> None:
    room = Timeline(company()).sitting()
    d = room.at("10:41").put()
    for seat in ("rus-1", "rus-2", "observer", "deputy", "technician", "interpreter-ru"):
        assert room.refused(seat, RecordAnswer(d, "agree")) == "not_your_role"
        assert room.refused(seat, Object(d)) == "not_your_role"


def answers_offered(room: Timeline, seat: str) -> list[str]:
    steps = view.me(room.state, room.actor(seat), room.now).steps
    return [act.fields["answer"] for act in steps if act.type == "record_answer"]


def test_a_state_without_the_right_to_block_may_only_agree() -> None:
    convocation = echelon()
    delegations = list(convocation.delegations)
    delegations[0] = replace(delegations[0], rights=Rights(may_block=False))
    room = Timeline(replace(convocation, delegations=tuple(delegations))).sitting()
    d = room.at("10:41").put()
    assert room.refused("arm", Object(d)) == "bad_field"
    assert room.refused("arm", RecordAnswer(d, "object")) == "bad_field"
    assert room.refused("secretary", RecordAnswer(d, "need_time", "ARM")) == "bad_field"
    assert answers_offered(room, "arm") == ["agree"]
    assert answers_offered(room, "blr") == ["agree", "object", "need_time"]
    room.say("arm", RecordAnswer(d, "agree"))
    room.say("blr", RecordAnswer(d, "object"))
    assert room.decision(d) == "read_out_state"


# need time


def test_a_request_for_time_blocks_until_it_is_answered() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.say("kaz", RecordAnswer(d, "need_time"))
    for gavel in (Adopt(d), prelim(d), AdoptAdReferendum(d, ("KAZ",))):
        assert room.at("10:50").refused("chair", gavel) == "time_requested"
    room.say("kaz", RecordAnswer(d, "agree"))
    room.say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_nobody_can_tell_from_the_view_who_asked_for_time() -> None:
    """The shared slice is the same whichever of two delegations asked."""
    seen = []
    for asks, agrees in (("kaz", "rus"), ("rus", "kaz")):
        room = Timeline().sitting()
        d = room.at("10:41").put()
        room.agree(d, "ARM", "BLR").say(asks, RecordAnswer(d, "need_time"))
        seen.append(view.the_decisions(room.state))
        row = next(r for r in seen[-1].decisions if r.number == d)
        assert row.answers.need_time == 1
        assert {"KAZ", "RUS"} <= set(row.answers.awaited), "who asks for time is still awaited"
        assert view.me(room.state, room.actor(asks), room.now).answer == "need_time"
        assert view.me(room.state, room.actor(agrees), room.now).answer == ""
    assert seen[0] == seen[1]


def test_an_objection_is_seen_by_all() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.say("kaz", RecordAnswer(d, "object"))
    assert view.the_decisions(room.state).decisions[0].answers.object == ("KAZ",)


# putting to the room


def test_a_text_is_read_out_before_it_is_put() -> None:
    room = Timeline().sitting()
    room.say("secretary", TableDecision("1", "text", text("words")))
    assert room.refused("chair", PutToRoom("1.1")) == "wrong_state"
    room.say("secretary", ReadOut("1.1"))
    room.say("chair", PutToRoom("1.1"))
    assert room.decision("1.1") == "put_to_room_state"


def test_one_decision_at_a_time() -> None:
    room = Timeline().sitting()
    first = room.put()
    second = room.read_out("dates")
    assert room.refused("chair", PutToRoom(second)) == "another_decision"
    room.agree(first, *STATES).say("chair", Adopt(first), PutToRoom(second))
    assert room.decision(second) == "put_to_room_state"


def test_decisions_belong_to_the_item_under_consideration() -> None:
    room = Timeline().sitting()
    d = room.read_out()
    assert room.refused("chair", TableDecision("2", "text", text("words"))) == "wrong_state"
    assert room.refused("chair", TableDecision("9", "text", text("words"))) == "unknown"
    room.say("chair", SuspendItem("1"))
    assert room.refused("chair", PutToRoom(d)) == "wrong_state"
    assert room.refused("chair", TableDecision("1", "text", text("words"))) == "wrong_state"


def test_an_item_is_not_concluded_over_a_decision_before_the_room() -> None:
    room = Timeline().sitting()
    d = room.put()
    conclude = ConcludeItem("1", "agreed")
    assert room.refused("chair", conclude) == "decision_pending"
    room.say("chair", Hold(d))
    assert room.refused("chair", conclude) == "decision_pending"
    room.say("chair", PutToRoom(d))
    room.agree(d, *STATES).say("chair", Adopt(d), conclude)
    assert room.state.items["1"].state == "concluded"


@pytest.mark.parametrize("words", [{}, {"en": "words"}, {"ru": "  ", "en": "words"}])
def test_a_decision_has_words_in_the_authentic_language(words: dict[str, str]) -> None:
    room = Timeline().sitting()
    assert room.refused("secretary", TableDecision("1", "text", words)) == "bad_field"
    room.say("secretary", TableDecision("1", "text", {"ru": "слова"}))
    assert room.refused("secretary", ReviseDecision("1.1", words)) == "bad_field"


def test_a_revised_text_is_read_out_again() -> None:
    room = Timeline().sitting()
    d = room.put()
    before = room.state.decisions[d].hash
    assert room.refused("secretary", ReviseDecision(d, text("new words"))) == "wrong_state", (
        "not in the window"
    )
    room.say("tjk", RecordAnswer(d, "object"))
    room.say("secretary", ReviseDecision(d, text("new words")))
    assert room.state.decisions[d].hash != before
    assert room.refused("chair", PutToRoom(d)) == "wrong_state"
    room.say("secretary", ReadOut(d))
    room.say("chair", PutToRoom(d))
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.state.decisions[d].text == text("new words")


def test_a_held_text_that_is_revised_is_read_out_again() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", Hold(d))
    room.say("secretary", ReviseDecision(d, text("new words")))
    assert room.decision(d) == "tabled"
    assert room.refused("chair", PutToRoom(d)) == "wrong_state"


def test_a_sitting_for_discussion_only_decides_nothing() -> None:
    room = Timeline().at("10:00").roll_call(("ARM", "BLR", "KAZ"))
    assert room.refused("chair", DeclareQuorum("1")) == "no_quorum"
    room.say("chair", OpenForDiscussionOnly("1"))
    room.at("10:31").say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"))
    assert room.refused("chair", AdoptAgenda()) == "discussion_only", "even with four in the room"


# no consensus, open, withdrawn


def test_what_finds_no_consensus_is_over() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("rus", Object(d, insists=True))
    room.say("chair", RecordNoConsensus(d))
    for again in (PutToRoom(d), Retable(d), ReadOut(d)):
        assert room.refused("chair", again) == "wrong_state"
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.items[0].decisions[0].objections == ("RUS",)


def test_an_objection_is_named_once_and_only_if_its_author_insists() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("rus", Object(d, insists=True))
    room.say("chair", PutToRoom(d))
    room.say("rus", Object(d, insists=True))
    room.say("chair", PutToRoom(d))
    room.say("arm", Object(d))
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.items[0].decisions[0].objections == ("RUS",)


def test_what_is_kept_open_is_tabled_again() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", KeepOpen(d))
    assert room.refused("chair", ReadOut(d)) == "wrong_state"
    room.say("chair", Retable(d), ReadOut(d), PutToRoom(d))
    assert room.decision(d) == "put_to_room_state"


def test_a_text_is_tabled_read_and_taken_up_again_at_a_sitting() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", KeepOpen(d))
    room.say("secretary", TableDecision("1", "text", text("words")))
    acts: tuple[tuple[str, Command], ...] = (
        ("chair", Retable(d)),
        ("secretary", ReadOut("1.2")),
        ("secretary", TableDecision("1", "text", text("other words"))),
    )
    room.say("chair", SuspendSitting("1", "break"))
    for seat, act in acts:
        assert room.refused(seat, act) == "sitting_not_in_session"
    room.say("chair", ResumeSitting("1"))
    for seat, act in acts:
        room.say(seat, act)


@pytest.mark.parametrize("act", [RecordNoConsensus("1.1"), KeepOpen("1.1")])
def test_a_sitting_is_needed_to_say_that_there_is_no_consensus(act: RecordNoConsensus | KeepOpen) -> None:
    room = Timeline().sitting()
    room.read_out()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", act) == "sitting_not_in_session"
    room.say("chair", ResumeSitting("1"), act)


def test_a_decision_is_withdrawn_before_it_is_put() -> None:
    room = Timeline().sitting()
    d = room.put()
    assert room.refused("secretary", WithdrawDecision(d)) == "wrong_state"
    room.say("rus", Object(d))
    room.say("secretary", WithdrawDecision(d))
    assert room.decision(d) == "withdrawn_decision"
    assert room.read_out() == "1.2", "a number is never given twice"
