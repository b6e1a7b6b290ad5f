"""Having the floor: who gives it, what interrupts a speech, and how it goes on or ends."""

from __future__ import annotations

import pytest

from tests.core.test_floor import MOTION, ORDER, asked, speaks
from tests.core.timeline import Timeline, company, echelon, kinds, moscow
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.floor import (
    BeginSpeech,
    EndSpeech,
    Grant,
    LapseRequest,
    PauseSpeech,
    RequestFloor,
    ResumeSpeech,
    RevokeFloor,
    YieldFloor,
)
from vcsession.core.matters.roll_call import Depart, LinkDrop, LinkRestore, Return, StepOut
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CancelSitting,
    CloseSitting,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification

# having the floor


def test_one_floor() -> None:
    room = Timeline().sitting()
    arm, blr = asked(room, "arm"), asked(room, "blr")
    room.say("chair", Grant(arm))
    assert room.refused("chair", Grant(blr)) == "floor_taken"
    room.say("media", BeginSpeech(arm))
    assert room.refused("chair", Grant(blr)) == "floor_taken"
    room.say("arm", YieldFloor(arm))
    room.say("chair", Grant(blr))
    assert room.speakers == {"blr": "granted"}


def test_two_floors_where_the_rule_says_so() -> None:
    room = Timeline(echelon(max_open_floors=2)).sitting()
    ids = [asked(room, seat) for seat in ("arm", "blr", "kaz")]
    room.say("chair", Grant(ids[0]), Grant(ids[1]))
    assert room.refused("chair", Grant(ids[2])) == "floor_taken"


def test_only_the_presiding_officer_grants() -> None:
    room = Timeline().sitting()
    request = asked(room, "arm")
    for seat in ("arm", "secretary", "deputy", "technician"):
        refused = room.refused(seat, Grant(request))
        assert refused in ("not_presiding", "not_your_role", "grants_not_delegated")
    room.say("chair", Grant(request))


def test_who_is_not_there_when_called_lapses() -> None:
    room = Timeline().sitting()
    request = asked(room, "arm")
    assert room.refused("chair", LapseRequest(request)) == "wrong_state"
    room.say("chair", Grant(request), LapseRequest(request))
    assert (room.speakers, room.queue) == ({}, [])


def test_nobody_is_granted_the_floor_who_is_away() -> None:
    room = Timeline().sitting()
    request = asked(room, "arm")
    room.say("link", LinkDrop("ARM"))
    assert room.refused("chair", Grant(request)) == "link_lost"
    room.say("link", LinkRestore("ARM"))
    room.say("arm", StepOut())
    assert room.refused("chair", Grant(request)) == "delegation_not_present"
    room.say("arm", Return())
    room.say("chair", Grant(request))


def test_who_may_yield_and_who_may_end() -> None:
    room = Timeline(company()).sitting()
    request = speaks(room, "rus-2")
    for seat in ("rus-1", "arm"):
        assert room.refused(seat, YieldFloor(request)) == "not_the_speaker"
    assert room.refused("secretary", YieldFloor(request)) == "not_your_role"
    assert room.refused("arm", EndSpeech(request)) == "not_presiding"
    room.say("rus-2", YieldFloor(request))
    for seat, end in (("rus", "yield"), ("secretary", "end"), ("chair", "end")):
        request = speaks(room, "rus-2")
        room.say(seat, YieldFloor(request) if end == "yield" else EndSpeech(request))
        assert room.speakers == {}


def test_the_presiding_officer_calls_to_order() -> None:
    room = Timeline().sitting()
    request = speaks(room, "arm")
    assert room.refused("secretary", RevokeFloor(request)) == "not_presiding"
    room.say("chair", RevokeFloor(request))
    (speech,) = read(room.commits, Verification(1, 1, "", "", "")).speeches
    assert (speech.delegation, speech.ended) == ("ARM", "revoked")


def test_a_speech_is_measured_without_its_pauses() -> None:
    room = Timeline().sitting()
    request = asked(room.at("10:30"), "arm")
    room.at("10:31").say("chair", Grant(request))
    room.at("10:31:10").say("media", BeginSpeech(request))
    room.at("10:32:10").say("chair", PauseSpeech(request))
    room.at("10:40:00").say("chair", ResumeSpeech(request))
    room.at("10:40:05").say("arm", YieldFloor(request))
    (speech,) = read(room.commits, Verification(1, 1, "", "", "")).speeches
    assert (speech.asked_at, speech.began_at, speech.ended_at, speech.seconds) == (
        moscow("10:30"),
        moscow("10:31:10"),
        moscow("10:40:05"),
        65,
    )


# what interrupts


def test_a_lost_link_pauses_the_speech_and_its_return_resumes_it() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    assert kinds(room.say("link", LinkDrop("ARM"))) == ["presence_changed", "speech_paused"]
    assert room.speakers == {"arm": "paused"}
    assert kinds(room.say("link", LinkRestore("ARM"))) == ["presence_changed", "speech_resumed"]
    assert room.speakers == {"arm": "speaking"}


def test_somebody_elses_link_does_not() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    room.say("link", LinkDrop("BLR"))
    assert room.speakers == {"arm": "speaking"}


def test_a_speech_paused_by_the_presiding_officer_waits_for_him() -> None:
    room = Timeline().sitting()
    request = speaks(room, "arm")
    room.say("chair", PauseSpeech(request))
    room.say("link", LinkDrop("ARM"), LinkRestore("ARM"))
    assert room.speakers == {"arm": "paused"}
    room.say("chair", ResumeSpeech(request))


def test_a_lost_link_is_not_talked_over() -> None:
    room = Timeline().sitting()
    request = speaks(room, "arm")
    room.say("link", LinkDrop("ARM"))
    assert room.refused("chair", ResumeSpeech(request)) == "link_lost"


def test_after_the_grace_the_speech_is_over() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    room.at("10:30").say("link", LinkDrop("ARM"))
    room.at("10:31:59")
    assert room.speakers == {"arm": "paused"}
    room.at("10:32")
    assert kinds(room.commits[-1].events) == ["presence_changed", "speech_ended"]
    assert room.speakers == {}


@pytest.mark.parametrize("leave", [StepOut(), Depart()])
def test_who_leaves_gives_up_the_floor(leave: StepOut | Depart) -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    assert kinds(room.say("arm", leave)) == ["presence_changed", "speech_ended"]


def test_a_point_of_order_interrupts_and_the_speech_goes_on() -> None:
    room = Timeline().sitting()
    speech = speaks(room, "arm")
    motion, order = asked(room, "blr", MOTION), asked(room, "kaz", ORDER)
    assert room.refused("chair", Grant(motion)) == "floor_taken"
    assert kinds(room.say("chair", Grant(order))) == ["speech_paused", "floor_granted"]
    assert room.speakers == {"arm": "paused", "kaz": "granted"}
    assert room.refused("chair", ResumeSpeech(speech)) == "floor_taken"
    second = asked(room, "kgz", ORDER)
    assert room.refused("chair", Grant(second)) == "floor_taken", "a point of order is heard out"
    room.say("kaz", YieldFloor(order))
    room.say("chair", ResumeSpeech(speech))
    assert room.speakers == {"arm": "speaking"}


def test_a_point_of_order_that_was_paused_does_not_cut_in() -> None:
    room = Timeline().sitting()
    order, other = asked(room, "kaz", ORDER), asked(room, "arm")
    room.say("chair", Grant(order))
    room.say("media", BeginSpeech(order))
    room.say("chair", PauseSpeech(order), Grant(other))
    assert room.refused("chair", ResumeSpeech(order)) == "floor_taken"
    room.say("arm", YieldFloor(other))
    room.say("chair", ResumeSpeech(order))


def test_a_returning_speaker_waits_while_another_has_the_floor() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    room.say("link", LinkDrop("ARM"))
    order = asked(room, "kaz", ORDER)
    room.say("chair", Grant(order))
    assert kinds(room.say("link", LinkRestore("ARM"))) == ["presence_changed"]
    assert room.speakers == {"arm": "paused", "kaz": "granted"}
    assert kinds(room.say("kaz", YieldFloor(order))) == ["speech_ended", "speech_resumed"]


def test_a_suspended_sitting_ends_speeches_and_keeps_the_list() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    waiting = asked(room, "blr")
    assert kinds(room.say("chair", SuspendSitting("1", "break"))) == ["sitting_suspended", "speech_ended"]
    assert room.queue == ["blr"]
    assert room.refused("chair", Grant(waiting)) == "sitting_not_in_session"
    room.say("kaz", RequestFloor())
    room.say("chair", ResumeSitting("1"), Grant(waiting))
    assert room.queue == ["kaz"]


def test_who_was_granted_the_floor_and_never_spoke_has_lapsed() -> None:
    room = Timeline().sitting()
    request = asked(room, "arm")
    room.say("chair", Grant(request), SuspendSitting("1", "break"))
    assert room.state.requests[request].state == "lapsed"


def test_the_list_lapses_with_the_sitting() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    for seat in ("blr", "kaz"):
        room.say(seat, RequestFloor())
    events = room.say("chair", AdjournSitting("1"))
    assert kinds(events) == ["sitting_ended", "speech_ended", "request_closed", "request_closed"]
    assert (room.queue, room.speakers) == ([], {})
    assert room.refused("arm", RequestFloor()) == "no_sitting"


def test_nobody_has_the_floor_before_the_quorum_is_declared() -> None:
    room = Timeline().at("10:00").roll_call()
    request = asked(room, "arm")
    assert room.refused("chair", Grant(request)) == "sitting_not_in_session"


def test_a_closed_session_hears_nobody() -> None:
    room = Timeline().sitting()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"), CloseSession())
    assert room.refused("arm", RequestFloor()) in ("no_sitting", "session_not_open")
