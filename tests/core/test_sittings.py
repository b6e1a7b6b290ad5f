"""Sittings, as timelines: called to order, quorate, suspended, ended; each guard and its good twin."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.core.timeline import STATES, Timeline, echelon, kinds, moscow
from vcsession.core.matters.agenda import AdoptAgenda, ConcludeItem, OpenItem
from vcsession.core.matters.presiding import ChairLinkDrop, ChairResumes
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    AnswerRollCall,
    ArriveLate,
    LinkDrop,
    LinkRestore,
    MarkAbsent,
    Return,
    StepOut,
)
from vcsession.core.matters.scheduling import ScheduleSitting
from vcsession.core.matters.session import Cancel, OpenSession
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    CancelSitting,
    CloseSitting,
    DeclareLaterQuorum,
    DeclareQuorum,
    OpenForDiscussionOnly,
    ResumeSitting,
    StartLineCheck,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view import me


def state(room: Timeline, number: str = "1") -> str:
    return room.state.sittings[number].state


def test_a_further_sitting_is_scheduled_and_held() -> None:
    room = Timeline()
    assert [s.number for s in room.state.sittings.values()] == ["1", "2"]
    afternoon = moscow("15:00", 8)
    assert room.refused("chair", ScheduleSitting("3", afternoon)) == "not_your_role"
    assert room.refused("secretary", ScheduleSitting("2", afternoon)) == "bad_field", "the number is taken"
    assert room.refused("secretary", ScheduleSitting(" ", afternoon)) == "bad_field"
    room.say("secretary", ScheduleSitting("3", afternoon))
    assert (state(room, "3"), room.state.sittings["3"].opens_at) == ("scheduled", afternoon)
    room.say("chair", CancelSitting("1"), CancelSitting("2"))
    room.at("10:00").roll_call(sitting="3").say("chair", DeclareQuorum("3"))
    assert state(room, "3") == "in_session"


@pytest.mark.parametrize(
    "opens_at",
    [
        moscow("15:00", 6),
        moscow("15:00", 9),
        moscow("09:00", 8),
        moscow("15:00", 8).replace(tzinfo=None),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
    ids=["before the session", "after it", "before another sitting", "nowhere", "never", "at no time"],
)
def test_a_sitting_is_scheduled_within_the_session_and_after_the_others(opens_at: datetime) -> None:
    room = Timeline()
    assert room.refused("secretary", ScheduleSitting("3", opens_at)) == "bad_field"


def test_no_sitting_is_scheduled_once_the_session_is_over() -> None:
    room = Timeline()
    room.say("chair", Cancel())
    assert room.refused("secretary", ScheduleSitting("3", moscow("15:00", 8))) == "session_not_open"


def test_a_line_check_comes_before() -> None:
    room = Timeline()
    assert room.refused("chair", StartLineCheck("1")) == "not_your_role"
    room.say("technician", StartLineCheck("1"))
    assert state(room) == "line_check"
    room.say("chair", CallToOrder("1"))
    assert room.refused("technician", StartLineCheck("2")) == "another_sitting"


def test_one_sitting_at_a_time() -> None:
    room = Timeline()
    assert room.refused("chair", CallToOrder("7")) == "unknown"
    assert room.refused("deputy", CallToOrder("1")) == "not_presiding"
    room.say("chair", CallToOrder("1"))
    assert room.refused("chair", CallToOrder("2")) == "another_sitting"
    assert room.refused("chair", CallToOrder("1")) == "wrong_state"
    room.say("chair", AdjournSitting("1"), CallToOrder("2"))


def test_sittings_are_held_in_their_order() -> None:
    room = Timeline()
    assert room.refused("chair", CallToOrder("2")) == "earlier_sitting"
    room.say("chair", CancelSitting("1"), CallToOrder("2"))
    assert state(room, "2") == "called_to_order"


def test_a_session_that_is_not_open_discusses_nothing_either() -> None:
    room = Timeline()
    room.say("chair", CallToOrder("1"))
    for code in STATES:
        room.say("secretary", MarkAbsent(code))
    assert room.refused("chair", OpenForDiscussionOnly("1")) == "session_not_open"
    room.say("chair", OpenSession(), OpenForDiscussionOnly("1"))


def test_the_quorum_is_declared_when_everybody_has_been_asked() -> None:
    room = Timeline().at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession())
    for code in STATES[:5]:
        room.say(code.lower(), AnswerRollCall())
    assert room.refused("chair", DeclareQuorum("1")) == "roll_call_open"
    assert room.refused("chair", OpenForDiscussionOnly("1")) == "roll_call_open"
    room.say("secretary", MarkAbsent("TJK"))
    assert room.refused("secretary", DeclareQuorum("1")) == "not_presiding"
    room.say("chair", DeclareQuorum("1"))
    assert state(room) == "in_session"


def test_four_of_six_are_a_quorum_and_three_are_not() -> None:
    room = Timeline().at("10:00").roll_call(STATES[:3])
    refusal = room.refusal("chair", DeclareQuorum("1"))
    assert (refusal.code, dict(refusal.detail)) == (
        "no_quorum",
        {"present": "3", "entitled": "6", "needed": "4"},
    )
    good = Timeline().at("10:00").roll_call(STATES[:4])
    assert good.refused("chair", OpenForDiscussionOnly("1")) == "quorum_met"
    good.say("chair", DeclareQuorum("1"))


def test_in_grace_a_delegation_counts_for_opening() -> None:
    room = Timeline().at("10:00").roll_call(STATES[:4])
    room.say("link", LinkDrop("ARM"))
    room.say("chair", DeclareQuorum("1"))
    assert room.refused("chair", AdoptAgenda()) == "no_quorum", "but not for deciding"


def test_without_a_quorum_the_sitting_may_discuss() -> None:
    room = Timeline().at("10:00").roll_call(STATES[:3])
    room.say("chair", OpenForDiscussionOnly("1"))
    assert state(room) == "in_session"
    assert room.refused("chair", AdoptAgenda()) == "discussion_only"
    room.say("chair", SuspendSitting("1", "break"), ResumeSitting("1"))
    assert state(room) == "in_session", "it needs no quorum to go on discussing"


def test_suspended_and_resumed() -> None:
    room = Timeline().sitting()
    for seat in ("arm", "secretary", "deputy", "technician", "interpreter-ru"):
        assert room.refused(seat, SuspendSitting("1", "break")) == "not_presiding"
    room.at("11:00").say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", SuspendSitting("1", "break")) == "wrong_state"
    assert room.refused("chair", OpenItem("2")) == "sitting_not_in_session"
    room.at("11:15").say("chair", ResumeSitting("1"))
    assert state(room) == "in_session"


def test_the_quorum_is_counted_anew_when_a_sitting_is_resumed() -> None:
    room = Timeline().sitting(STATES[:4])
    room.say("chair", SuspendSitting("1", "break"))
    room.say("arm", StepOut())
    assert room.refused("chair", ResumeSitting("1")) == "no_quorum"
    room.say("arm", Return())
    room.say("chair", ResumeSitting("1"))


@pytest.mark.parametrize("reason", ["break", "technical"])
def test_no_machine_suspends_while_somebody_presides(reason: str) -> None:
    room = Timeline().sitting()
    assert room.refused("clock", SuspendSitting("1", reason)) == "not_presiding"  # type: ignore[arg-type]
    room.say("chair", SuspendSitting("1", reason))  # type: ignore[arg-type]


def test_adjourned_and_not_closed_while_another_sitting_is_to_come() -> None:
    room = Timeline().sitting()
    room.say("chair", ConcludeItem("1", "noted"))
    assert room.refused("chair", CloseSitting("1")) == "not_last_sitting"
    room.say("chair", CancelSitting("2"))
    assert room.refused("secretary", CloseSitting("1")) == "not_presiding"
    room.say("chair", CloseSitting("1"))
    assert state(room) == "closed"


def test_a_sitting_is_not_closed_over_an_open_item() -> None:
    room = Timeline().sitting()
    room.say("chair", CancelSitting("2"))
    assert room.refused("chair", CloseSitting("1")) == "item_open"
    room.say("chair", ConcludeItem("1", "noted"), CloseSitting("1"))


def test_who_cancels_a_sitting() -> None:
    room = Timeline()
    assert room.refused("arm", CancelSitting("2")) == "not_presiding"
    room.say("secretary", CancelSitting("2"))
    assert room.refused("chair", CallToOrder("2")) == "wrong_state"
    room.say("chair", CallToOrder("1"))
    assert room.refused("chair", CancelSitting("1")) == "wrong_state"


def test_an_adjourned_sitting_is_taken_up_by_the_next() -> None:
    room = Timeline().sitting(STATES[:5])
    room.say("chair", AdjournSitting("1"))
    assert room.refused("chair", ResumeSitting("1")) == "wrong_state"
    room.on(8).at("10:00").say("chair", CallToOrder("2"))
    assert {room.presence(code) for code in STATES} == {"expected"}, "everybody answers anew"
    assert room.state.items["1"].state == "under_consideration"


def test_the_secretary_adjourns_only_when_the_chair_was_vacant_for_a_quarter_of_an_hour() -> None:
    room = Timeline().sitting()
    assert room.refused("secretary", AdjournSitting("1")) == "not_presiding"
    room.at("11:00").say("link", ChairLinkDrop())
    room.at("11:01:30")
    assert room.state.presiding.state == "vacant"
    assert room.at("11:16:29").refused("secretary", AdjournSitting("1")) == "not_presiding"
    room.at("11:16:30").say("secretary", AdjournSitting("1"))
    assert state(room) == "adjourned"


def test_a_chair_that_came_back_adjourns_by_itself() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    room.at("11:10").say("chair", ChairResumes())
    assert room.at("11:40").refused("secretary", AdjournSitting("1")) == "not_presiding"
    room.say("chair", AdjournSitting("1"))


def test_a_late_arrival_does_not_open_a_sitting_that_only_discusses() -> None:
    room = Timeline(echelon()).at("10:00").roll_call(STATES[:3])
    room.say("chair", OpenForDiscussionOnly("1"))
    room.say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"))
    assert room.refused("chair", DeclareQuorum("1")) == "wrong_state"


def test_the_presiding_officer_declares_the_quorum_that_late_arrivals_make() -> None:
    room = Timeline(echelon()).at("10:00").roll_call(STATES[:3])
    room.at("10:05").say("chair", OpenForDiscussionOnly("1"))
    assert room.refused("chair", DeclareLaterQuorum("1")) == "no_quorum"
    assert room.refused("chair", AdoptAgenda()) == "discussion_only"
    room.at("10:40").say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"))
    assert me(room.state, room.actor("chair"), room.now).steps[0].type == "declare_later_quorum"
    assert room.refused("secretary", DeclareLaterQuorum("1")) == "not_presiding"
    room.at("10:41").say("chair", DeclareLaterQuorum("1"))
    assert room.refused("chair", DeclareLaterQuorum("1")) == "decides_already"
    room.say("chair", AdoptAgenda())
    (first, _) = read(room.commits, Verification(1, 1, "", "", "")).sittings
    assert (first.quorate, first.present) == (True, 4)
    assert (first.discussed_since, first.quorum_declared_at) == (moscow("10:05"), moscow("10:41"))


def test_the_record_of_a_sitting_knows_its_hours() -> None:
    room = Timeline().sitting()
    room.at("10:30").say("link", LinkDrop("ARM"))
    room.at("10:30:30").say("link", LinkRestore("ARM"))
    events = room.at("13:00").say("chair", AdjournSitting("1"))
    assert kinds(events) == ["sitting_ended"]
    sitting = room.state.sittings["1"]
    assert (sitting.called_to_order_at, sitting.quorum_declared_at, sitting.ended_at) == (
        moscow("10:00"),
        moscow("10:05"),
        moscow("13:00"),
    )
