"""A decision before the room is held where its ground gives way, and put again."""

from __future__ import annotations

from tests.core.test_decisions import FIVE, FOUR
from tests.core.timeline import STATES, Timeline, company, kinds, moscow
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    Hold,
    PutToRoom,
)
from vcsession.core.matters.presiding import ChairLinkDrop, DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import (
    LinkDrop,
    LinkRestore,
    MarkTemporarilyAbsent,
    Return,
    StepOut,
)
from vcsession.core.matters.sittings import (
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification

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
