"""Numbered copies of the issued minutes, and replies to the invitation: facts of the log, seen by few."""

from __future__ import annotations

import pytest

from tests.core.closing import issued, sign_all, signing
from tests.core.timeline import Timeline, echelon
from vcsession import wire
from vcsession.core.matters.copies import GiveCopy, own
from vcsession.core.matters.minutes import GenerateMinutes
from vcsession.core.matters.replies import RecordReply
from vcsession.core.matters.signatures import Issue, Supersede
from vcsession.core.matters.sittings import CancelSitting
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view.minutes import minutes

STATES = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]


def holders(room: Timeline, number: str = "1") -> list[tuple[int, str]]:
    return [(copy.number, copy.to) for copy in room.state.minutes[number].copies]


def test_with_the_issue_each_delegation_has_its_copy_and_the_first_is_the_original() -> None:
    assert holders(signing()) == []
    room = issued()
    found = holders(room)
    assert found[0] == (1, "")
    assert [to for _, to in found if to in STATES] == STATES
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    assert own(room.state.minutes["1"], "BLR") == 3
    assert own(room.state.minutes["1"], None) is None


def test_a_further_copy_gets_the_next_number_and_none_is_given_twice() -> None:
    room = issued()
    last = len(holders(room))
    room.say("secretary", GiveCopy("1", " Permanent Council "), GiveCopy("1", "KAZ"))
    assert holders(room)[last:] == [(last + 1, "Permanent Council"), (last + 2, "KAZ")]
    assert own(room.state.minutes["1"], "KAZ") == 4, "the first one is its own"
    assert room.refused("secretary", GiveCopy("1", "  ")) == "bad_field"


def test_only_the_secretary_gives_copies_and_only_of_what_is_issued() -> None:
    room = issued()
    assert room.refused("chair", GiveCopy("1", "x")) == "not_your_role"
    assert room.refused("kaz", GiveCopy("1", "x")) == "not_your_role"
    assert signing().refused("secretary", GiveCopy("1", "x")) == "wrong_state"


def test_superseded_minutes_keep_their_list_and_the_next_begin_anew() -> None:
    room = issued()
    room.say("chair", Supersede("1", "a wrong annex"))
    room.say("secretary", GenerateMinutes())
    assert len(holders(room)) > 6
    assert holders(room, "2") == []


def test_a_delegation_sees_its_own_copy_and_nobody_elses() -> None:
    room = issued()
    (for_officers,) = minutes(room.state, room.actor("secretary"))
    assert len(for_officers.copies) == len(holders(room))
    (for_kazakhstan,) = minutes(room.state, room.actor("kaz"))
    assert [(copy.number, copy.to) for copy in for_kazakhstan.copies] == [(4, "KAZ")]
    (for_observer,) = minutes(room.state, room.actor("observer"))
    assert for_observer.copies == ()


def test_who_got_which_copy_is_no_news_for_the_others() -> None:
    room = signing()
    sign_all(room, *(code.lower() for code in STATES), "chair", "secretary")
    room.say("secretary", Issue("1"))
    commit = room.commits[-1]
    assert [event.type for event in commit.events] == ["minutes_issued", "copies_given"]
    assert not wire.visible(commit, room.actor("observer"))
    assert len(wire.visible(commit, room.actor("chair"))) == 2


# replies


def test_a_reply_is_an_expectation_and_no_presence() -> None:
    room = Timeline(echelon())
    before = room.state.presence
    room.say("kaz", RecordReply("1", "accepted"))
    room.say("secretary", RecordReply("1", "declined", "TJK"), RecordReply("2", "tentative", "TJK"))
    told = {code: reply.answer for code, reply in room.state.sittings["1"].replies.items()}
    assert told == {"KAZ": "accepted", "TJK": "declined"}
    assert room.state.presence == before
    record = read(room.commits, Verification(1, len(room.commits), "", "", ""))
    found = [(reply.delegation, reply.answer) for reply in record.sittings[0].replies]
    assert found == [("KAZ", "accepted"), ("TJK", "declined")]


def test_whoever_said_that_it_would_not_come_is_present_when_it_answers() -> None:
    room = Timeline(echelon())
    room.say("kaz", RecordReply("1", "declined"))
    room.at("10:00").roll_call(("ARM", "BLR", "KAZ", "RUS"))
    assert room.state.presence["KAZ"].state == "present"
    assert room.refused("kaz", RecordReply("1", "accepted")) == "wrong_state", "the sitting has begun"


def test_a_later_reply_stands_for_an_earlier_one() -> None:
    room = Timeline(echelon())
    room.say("kaz", RecordReply("1", "tentative"), RecordReply("1", "accepted"))
    assert room.state.sittings["1"].replies["KAZ"].answer == "accepted"


@pytest.mark.parametrize(
    ("seat", "command", "code"),
    [
        ("kaz", RecordReply("1", "accepted", "BLR"), "not_your_delegation"),
        ("secretary", RecordReply("1", "accepted"), "bad_field"),
        ("secretary", RecordReply("1", "accepted", "USA"), "unknown"),
        ("secretary", RecordReply("9", "accepted", "KAZ"), "unknown"),
        ("kaz", RecordReply("1", "accepted", sequence=7), "bad_field"),
        ("observer", RecordReply("1", "accepted"), "not_your_role"),
    ],
)
def test_a_reply_is_ones_own_to_a_sitting_that_there_is(seat: str, command: RecordReply, code: str) -> None:
    assert Timeline(echelon()).refused(seat, command) == code


def test_a_cancelled_sitting_takes_no_reply() -> None:
    room = Timeline(echelon())
    room.say("secretary", CancelSitting("2"))
    assert room.refused("kaz", RecordReply("2", "accepted")) == "wrong_state"


def test_others_do_not_learn_what_a_delegation_replied() -> None:
    room = Timeline(echelon())
    room.say("kaz", RecordReply("1", "declined"))
    commit = room.commits[-1]
    seats = ("chair", "kaz", "blr", "observer")
    assert {seat for seat in seats if wire.visible(commit, room.actor(seat))} == {"chair", "kaz"}
