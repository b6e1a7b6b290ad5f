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
    Confirm,
    ConfirmByDelegation,
    Hold,
    KeepOpen,
    LapseDecision,
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
from vcsession.core.matters.presiding import ChairLinkDrop, DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    ArriveLate,
    LinkDrop,
    LinkRestore,
    MarkTemporarilyAbsent,
    Return,
    StepOut,
)
from vcsession.core.matters.sittings import (
    AdjournSitting,
    DeclareQuorum,
    OpenForDiscussionOnly,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.rules import Quorum

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


# held: the ground gives way


def test_a_lost_link_holds_in_the_same_commit_and_the_text_is_put_again() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    assert kinds(room.at("10:41:10").say("link", LinkDrop("TJK"))) == ["presence_changed", "decision_held"]
    assert (room.decision(d), room.state.decisions[d].held_because) == ("held", "link")
    assert room.at("10:41:30").refused("chair", Adopt(d)) == "wrong_state"
    assert room.refused("chair", PutToRoom(d)) == "link_lost"
    assert kinds(room.say("link", LinkRestore("TJK"))) == ["presence_changed"]
    assert room.decision(d) == "held"
    room.say("chair", PutToRoom(d))
    assert room.state.decisions[d].held_because == ""
    assert room.refused("chair", Adopt(d)) == "answers_awaited", "all are asked again"


def test_a_lost_link_of_an_organ_holds_nothing() -> None:
    room = Timeline(company()).sitting((*STATES, "SECR"))
    d = room.at("10:41").put()
    assert kinds(room.say("link", LinkDrop("SECR"))) == ["presence_changed"]
    assert room.decision(d) == "put_to_room_state"


def test_a_flapping_line_is_put_aside_by_the_presiding_officer() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.say("link", LinkDrop("TJK"))
    room.say("chair", MarkTemporarilyAbsent("TJK"), PutToRoom(d))
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d))
    assert list(room.state.decisions[d].confirm_list) == ["TJK"]


def test_a_lost_quorum_holds() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put()
    assert kinds(room.say("rus", StepOut())) == ["presence_changed", "decision_held"]
    assert room.state.decisions[d].held_because == "quorum"
    assert room.refused("chair", PutToRoom(d)) == "no_quorum"
    room.say("rus", Return())
    room.say("chair", PutToRoom(d))
    assert room.decision(d) == "put_to_room_state"


def test_one_that_leaves_a_full_room_holds_nothing() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    assert kinds(room.say("rus", StepOut())) == ["presence_changed"]
    assert room.decision(d) == "put_to_room_state"


def test_a_changed_chair_holds() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.say("chair", HandOver())
    assert room.decision(d) == "put_to_room_state"
    assert kinds(room.say("deputy", DeputyAssumes())) == ["presiding_changed", "decision_held"]
    assert (room.decision(d), room.state.decisions[d].held_because) == ("held", "presiding")
    assert room.at("10:42").refused("deputy", Adopt(d)) == "wrong_state"
    room.say("deputy", PutToRoom(d))
    room.agree(d, *STATES).say("deputy", Adopt(d))
    assert room.decision(d) == "adopted"


def test_a_lost_chair_holds() -> None:
    room = Timeline().sitting()
    room.at("10:41").put()
    assert kinds(room.say("link", ChairLinkDrop())) == ["presiding_changed", "decision_held"]


def test_a_suspended_sitting_holds() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.state.decisions[d].held_because == "suspended"
    assert room.refused("chair", PutToRoom(d)) == "sitting_not_in_session"
    room.at("11:00").say("chair", ResumeSitting("1"), PutToRoom(d))
    assert room.decision(d) == "put_to_room_state"


def test_the_presiding_officer_may_hold() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    assert room.refused("arm", Hold(d)) == "not_presiding"
    room.say("chair", Hold(d))
    assert room.decision(d) == "held"


def test_every_interruption_stands_in_the_record() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.at("10:42").say("link", LinkDrop("TJK"))
    room.at("10:43").say("link", LinkRestore("TJK"))
    room.at("10:44").say("chair", PutToRoom(d), Hold(d))
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.items[0].decisions[0].interruptions == (moscow("10:42"), moscow("10:44"))


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


# the absent


def test_the_absent_confirm_ad_referendum() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR)
    assert room.refused("chair", Adopt(d)) == "absent_must_confirm"
    room.say("chair", AdoptAdReferendum(d))
    decision = room.state.decisions[d]
    assert (decision.state, decision.finality) == ("adopted_ad_referendum", "ad_referendum")
    assert list(decision.confirm_list) == ["KGZ", "TJK"]


def test_with_everybody_there_nobody_has_to_confirm() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES)
    assert room.refused("chair", AdoptAdReferendum(d)) == "nobody_to_confirm"
    room.say("chair", Adopt(d))
    assert room.state.decisions[d].finality == "final"


def test_one_that_awaits_instructions_confirms_although_present() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    assert room.refused("chair", AdoptAdReferendum(d, ("SECR",))) == "unknown"
    room.say("chair", AdoptAdReferendum(d, ("KAZ",)))
    assert list(room.state.decisions[d].confirm_list) == ["KAZ", "TJK"], "in protocol order"


def test_who_stepped_out_at_the_gavel_is_absent() -> None:
    """The snapshot is taken at the gavel, not when the text is put."""
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("rus", StepOut())
    assert room.refused("chair", Adopt(d)) == "absent_must_confirm"
    room.say("chair", AdoptAdReferendum(d))
    assert list(room.state.decisions[d].confirm_list) == ["RUS"]


def test_a_late_arrival_does_not_confirm_by_itself_but_its_head_does() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d))
    room.at("10:50").say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    assert room.decision(d) == "adopted_ad_referendum"
    assert room.refused("arm", ConfirmByDelegation(d)) == "not_in_confirm_list"
    assert room.refused("arm", ConfirmByDelegation(d, "TJK")) in (
        "not_your_delegation",
        "not_in_confirm_list",
    )
    assert kinds(room.say("tjk", ConfirmByDelegation(d))) == ["confirmation_received", "decision_confirmed"]
    assert room.decision(d) == "adopted"
    assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"


def test_the_last_confirmation_confirms() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR).say("chair", AdoptAdReferendum(d))
    assert kinds(room.say("kgz", ConfirmByDelegation(d))) == ["confirmation_received"]
    assert room.refused("kgz", ConfirmByDelegation(d)) == "already_confirmed"
    assert room.refused("chair", Confirm(d)) == "absent_must_confirm"
    room.say("secretary", ConfirmByDelegation(d, "TJK", "letter 17 of 9 July 2020"))
    assert room.decision(d) == "adopted"


def test_a_letter_names_its_delegation() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d))
    assert room.refused("secretary", ConfirmByDelegation(d)) == "not_in_confirm_list"
    room.say("secretary", ConfirmByDelegation(d, "TJK"))
    assert room.decision(d) == "adopted"


def test_procedural_decisions_bind_the_absent_at_once() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put("procedural")
    room.agree(d, *FOUR).say("chair", Adopt(d))
    assert (room.decision(d), dict(room.state.decisions[d].confirm_list)) == ("adopted", {})


def test_the_rule_bind_binds_the_absent() -> None:
    room = Timeline(echelon(consensus_absent_policy="bind")).sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR)
    assert room.refused("chair", AdoptAdReferendum(d)) == "nobody_to_confirm"
    room.say("chair", Adopt(d))
    assert dict(room.state.decisions[d].confirm_list) == {}


def test_the_rule_block_lets_nothing_be_put_while_a_state_is_absent() -> None:
    room = Timeline(echelon(consensus_absent_policy="block")).sitting(FIVE)
    d = room.at("10:41").read_out()
    assert room.refused("chair", PutToRoom(d)) == "absent_blocks"
    room.say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"), PutToRoom(d))
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_the_rule_block_holds_at_the_gavel_too() -> None:
    room = Timeline(echelon(consensus_absent_policy="block")).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("rus", StepOut())
    for gavel in (Adopt(d), prelim(d), AdoptAdReferendum(d)):
        assert room.refused("chair", gavel) == "absent_blocks"
    room.say("rus", Return())
    room.say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_the_quorum_may_be_everybody() -> None:
    room = Timeline(echelon(quorum_decide=Quorum(form="all"))).sitting()
    d = room.at("10:41").read_out()
    room.say("rus", StepOut())
    refusal = room.refusal("chair", PutToRoom(d))
    assert (refusal.code, dict(refusal.detail)) == (
        "no_quorum",
        {"present": "5", "entitled": "6", "needed": "6"},
    )
    room.say("rus", Return())
    room.say("chair", PutToRoom(d))


# preliminary


def test_a_preliminary_decision_says_what_is_open_and_until_when() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    assert room.refused("chair", AdoptPreliminarily(d, {}, AUGUST)) == "bad_field"
    assert room.refused("chair", AdoptPreliminarily(d, {"en": "strength"}, AUGUST)) == "bad_field"
    assert room.refused("chair", prelim(d, date(2020, 7, 6))) == "bad_field", "a day that has passed"
    assert room.refused("chair", prelim(d, date.max)) == "bad_field", "a day that never comes"
    room.say("chair", prelim(d, date(2020, 7, 7)))
    decision = room.state.decisions[d]
    assert (decision.finality, list(decision.confirm_list)) == ("preliminary", ["TJK"])


def test_a_preliminary_decision_never_becomes_final_by_itself() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d))
    assert room.decision(d) == "adopted_preliminarily"
    room.at("12:00")
    assert room.decision(d) == "adopted_preliminarily"
    assert room.refused("arm", Confirm(d)) == "not_presiding"
    room.say("chair", Confirm(d))
    assert (room.decision(d), room.state.decisions[d].confirmed_at) == ("adopted", moscow("12:00"))


def test_a_sitting_confirms_and_nobody_confirms_outside_one() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d), AdjournSitting("1"))
    assert room.refused("chair", Confirm(d)) == "sitting_not_in_session"
    room.on(8).at("10:00").roll_call(sitting="2")
    room.say("chair", DeclareQuorum("2"), Confirm(d))
    assert room.decision(d) == "adopted"


@pytest.mark.parametrize("gavel", ["preliminary", "ad_referendum"])
def test_what_is_not_confirmed_in_time_lapses(gavel: str) -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    if gavel == "preliminary":
        room.say("chair", prelim(d, date(2020, 7, 8)))
        assert room.refused("clock", LapseDecision(d)) == "not_due"
        room.say("chair", AdjournSitting("1"))
        room.day = 8
        room.at("23:59:59.999")
        assert room.decision(d) == "adopted_preliminarily"
        room.day = 9
        room.at("00:00")
        assert room.decision(d) == "lapsed"
        assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"
    else:
        room.say("chair", AdoptAdReferendum(d))
        assert room.refused("clock", LapseDecision(d)) == "not_due", "no day was set"


def test_a_confirmation_after_the_day_is_too_late_even_before_the_clock_says_so() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", prelim(d, date(2020, 7, 8)), AdjournSitting("1"))
    room.now = moscow("00:00", 9)
    assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"
    room.now = moscow("23:59:59.999", 8)
    room.say("tjk", ConfirmByDelegation(d))
    assert room.decision(d) == "adopted"


def test_nor_does_a_sitting_confirm_after_the_day() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d, date(2020, 7, 7)))
    room.now = moscow("00:00", 8)
    assert room.refused("chair", Confirm(d)) == "wrong_state"
    room.now = moscow("23:59:59.999", 7)
    room.say("chair", Confirm(d))


def test_the_day_ends_at_midnight_where_the_session_is_held() -> None:
    """In July 2020 the day ended in Almaty three hours before it ended in Moscow, and six before UTC's."""
    room = Timeline(replace(echelon(), time_zone="Asia/Almaty")).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d, date(2020, 7, 7)))
    room.at("20:59:59.999")
    assert room.decision(d) == "adopted_preliminarily"
    room.at("21:00")
    assert room.decision(d) == "lapsed"


def test_today_is_todays_date_where_the_session_is_held() -> None:
    room = Timeline(replace(echelon(), time_zone="Asia/Almaty")).sitting()
    d = room.at("21:30").put()
    room.agree(d, *STATES)
    assert room.refused("chair", prelim(d, date(2020, 7, 7))) == "bad_field", "it is the eighth in Almaty"
    room.say("chair", prelim(d, date(2020, 7, 8)))


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
