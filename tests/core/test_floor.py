"""The floor, as timelines: who asks, in what order, who has it, and what takes it away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core.convocation import Rights
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.floor import (
    Accept,
    BeginSpeech,
    EndSpeech,
    Grant,
    LapseRequest,
    PauseSpeech,
    Refuse,
    Reorder,
    RequestFloor,
    ResumeSpeech,
    RevokeFloor,
    WithdrawRequest,
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

ORDER = RequestFloor("point_of_order")
MOTION = RequestFloor("procedural_motion")
REPLY = RequestFloor("reply")


def asked(room: Timeline, seat: str, what: RequestFloor | None = None) -> str:
    """The seat asks for the floor; the request's id."""
    events = room.say(seat, what or RequestFloor())
    return next(e.request for e in events if e.type == "floor_requested")


def speaks(room: Timeline, seat: str, what: RequestFloor | None = None) -> str:
    """The seat asks, is granted the floor, and is heard; the request's id."""
    request = asked(room, seat, what)
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return request


# order


def test_first_come_first_heard() -> None:
    room = Timeline().sitting()
    for seat in ("rus", "arm", "kaz"):
        room.say(seat, RequestFloor())
    assert room.queue == ["rus", "arm", "kaz"]


def test_order_of_precedence() -> None:
    room = Timeline(echelon(reply_when="immediately")).sitting()
    room.say("arm", RequestFloor())
    room.say("blr", REPLY)
    room.say("kaz", MOTION)
    room.say("kgz", ORDER)
    room.say("rus", REPLY)
    assert room.queue == ["kgz", "kaz", "blr", "rus", "arm"]


@pytest.mark.parametrize(("order", "queue"), [("fifo", ["tjk", "kgz"]), ("lifo", ["kgz", "tjk"])])
def test_two_points_of_order_ten_milliseconds_apart(order: str, queue: list[str]) -> None:
    room = Timeline(echelon(point_of_order_order=order)).sitting()
    room.at("10:45").say("arm", RequestFloor())
    room.at("10:45:10.000").say("tjk", ORDER)
    room.at("10:45:10.010").say("kgz", ORDER)
    assert room.queue == [*queue, "arm"]
    assert {r.asked_at for r in map(room.request, (1, 2))} == {
        moscow("10:45:10.000"),
        moscow("10:45:10.010"),
    }


def test_a_delegation_in_the_list_may_still_raise_a_point_of_order() -> None:
    room = Timeline().sitting()
    room.say("arm", RequestFloor())
    room.say("rus", RequestFloor())
    assert room.refused("rus", RequestFloor()) == "already_asked"
    assert room.refused("rus", REPLY) == "already_asked"
    room.say("rus", ORDER)
    assert room.queue == ["rus", "arm", "rus"]
    assert room.refused("rus", ORDER) == "already_asked"


def test_the_presiding_officer_changes_the_order() -> None:
    room = Timeline().sitting()
    ids = [asked(room, seat) for seat in ("arm", "blr", "kaz")]
    assert room.refused("kaz", Reorder(ids[2], 1)) == "not_presiding"
    assert room.refused("chair", Reorder(ids[2], 0)) == "bad_field"
    assert room.refused("chair", Reorder(ids[2], 4)) == "bad_field"
    room.say("chair", Reorder(ids[2], 1))
    assert room.queue == ["kaz", "arm", "blr"]
    room.say("secretary", Reorder(ids[2], 3))
    assert room.queue == ["arm", "blr", "kaz"]


def test_a_changed_order_does_not_turn_that_of_points_of_order() -> None:
    room = Timeline().sitting()
    first = asked(room, "arm")
    room.say("blr", ORDER)
    room.say("chair", Reorder(first, 1))
    room.say("kaz", ORDER)
    assert room.queue == ["arm", "blr", "kaz"]


def test_where_the_chair_decides_a_request_waits_to_be_accepted() -> None:
    room = Timeline(echelon(mode="request")).sitting()
    arm, blr, kaz = (asked(room, seat) for seat in ("arm", "blr", "kaz"))
    assert room.refused("chair", Grant(arm)) == "wrong_state"
    assert room.refused("blr", Accept(blr)) == "not_presiding"
    room.say("chair", Accept(blr))
    assert room.queue == ["blr", "arm", "kaz"]
    room.say("secretary", Accept(kaz))
    assert room.queue == ["blr", "kaz", "arm"]
    room.say("chair", Refuse(arm, "the list is closed"))
    assert room.queue == ["blr", "kaz"]
    room.say("chair", Grant(blr))


def test_a_point_of_order_needs_nobody_to_accept_it() -> None:
    room = Timeline(echelon(mode="request")).sitting()
    arm, blr, order = asked(room, "arm"), asked(room, "blr"), asked(room, "kaz", ORDER)
    room.say("chair", Accept(arm), Accept(blr))
    assert room.refused("chair", Accept(order)) == "wrong_state"
    assert room.queue == ["kaz", "arm", "blr"]


# who may ask


def test_only_who_is_present_asks() -> None:
    room = Timeline().sitting(STATES[:5])
    assert room.refused("tjk", RequestFloor()) == "delegation_not_present"
    assert room.refused("secretary", RequestFloor(delegation="TJK")) == "delegation_not_present"
    room.say("rus", StepOut())
    assert room.refused("rus", RequestFloor()) == "delegation_not_present"
    room.say("rus", Return())
    room.say("rus", RequestFloor())


def test_a_head_asks_for_its_own_delegation() -> None:
    room = Timeline().sitting()
    assert room.refused("rus", RequestFloor(delegation="ARM")) == "not_your_delegation"
    room.say("rus", RequestFloor(delegation="RUS"))
    assert room.queue == ["rus"]


def test_a_delegate_asks_and_speaks_itself() -> None:
    room = Timeline(company()).sitting()
    request = asked(room, "rus-2")
    room.say("rus", RequestFloor())
    assert room.queue == ["rus-2", "rus"]
    room.say("chair", Grant(request))
    assert room.speakers == {"rus-2": "granted"}


def test_the_secretary_asks_for_a_delegation_and_never_for_himself() -> None:
    room = Timeline().sitting()
    assert room.refused("secretary", RequestFloor()) == "bad_field"
    assert room.refused("secretary", RequestFloor(delegation="XYZ")) == "unknown"
    room.say("secretary", RequestFloor(delegation="KAZ"))
    assert room.request().requested_by == "secretary"
    assert room.queue == ["kaz"]
    assert room.refused("kaz", RequestFloor()) == "already_asked"
    assert room.refused("secretary", RequestFloor(delegation="KAZ")) == "already_asked"


def test_the_secretary_asks_and_the_delegation_withdraws() -> None:
    room = Timeline().sitting()
    request = asked(room, "secretary", RequestFloor(delegation="KAZ"))
    assert room.refused("arm", WithdrawRequest(request)) == "not_your_request"
    assert kinds(room.say("kaz", WithdrawRequest(request))) == ["request_closed"]
    assert room.queue == []
    assert room.refused("secretary", WithdrawRequest(request)) == "unknown"
    assert room.refused("chair", Grant(request)) == "unknown"


def test_who_may_withdraw() -> None:
    room = Timeline(company()).sitting()
    for seat in ("rus-1", "rus", "secretary"):
        request = asked(room, "rus-1")
        assert room.refused("rus-2", WithdrawRequest(request)) == "not_your_request"
        assert room.refused("arm", WithdrawRequest(request)) == "not_your_request"
        assert room.refused("chair", WithdrawRequest(request)) == "not_your_role"
        room.say(seat, WithdrawRequest(request))
        assert room.queue == []


def test_officers_and_others_do_not_stand_in_the_list() -> None:
    room = Timeline().sitting()
    for seat in ("chair", "deputy", "technician", "interpreter-ru"):
        assert room.refused(seat, RequestFloor()) == "not_your_role"
        assert room.refused(seat, RequestFloor(delegation="ARM")) == "not_your_role"


def test_a_request_names_an_item_that_exists() -> None:
    room = Timeline().sitting()
    assert room.refused("arm", RequestFloor(item="9")) == "unknown"
    room.say("arm", RequestFloor(item="2"))
    room.say("blr", RequestFloor())
    assert [room.request(place).item for place in (1, 2)] == ["2", "1"]


# guests


def test_observers_are_refused_by_the_rule_and_heard_by_another() -> None:
    refusing = Timeline(company(observers_speak="never")).sitting()
    assert refusing.refused("observer", RequestFloor()) == "may_not_speak"
    room = Timeline(company(observers_speak="after_members")).sitting()
    room.say("observer", RequestFloor())
    assert room.request().state == "queued", "it waits for the members, not for an invitation"
    room.say("arm", RequestFloor())
    room.say("blr", RequestFloor())
    assert room.queue == ["arm", "blr", "observer"]
    room.say("observer", WithdrawRequest(room.request(3).id))


def test_an_observer_speaks_by_invitation() -> None:
    room = Timeline(company(observers_speak="on_invitation")).sitting()
    room.say("arm", RequestFloor())
    assert room.request().state == "queued", "members need no invitation"
    room.say("arm", WithdrawRequest(room.request().id))
    request = asked(room, "observer")
    assert room.request().state == "pending"
    assert room.refused("chair", Grant(request)) == "wrong_state"
    room.say("chair", Accept(request), Grant(request))
    assert room.speakers == {"observer": "granted"}
    room.say("observer", YieldFloor(request))


def test_an_observer_speaks_for_nobody_else() -> None:
    room = Timeline(company(observers_speak="after_members")).sitting()
    assert room.refused("observer", RequestFloor(delegation="ARM")) == "not_your_delegation"


def test_an_observer_delegation_has_the_floor_only_by_its_rights() -> None:
    convocation = company()
    room = Timeline(convocation).sitting((*STATES, "OBS", "BORD"))
    assert room.refused("obs", RequestFloor()) == "may_not_speak"
    assert room.refused("secretary", RequestFloor(delegation="OBS")) == "may_not_speak"
    room.say("bord", RequestFloor())

    rights = Rights(counts_quorum=False, may_block=False, may_propose=False, may_speak=True)
    delegations = tuple(replace(d, rights=rights) if d.code == "OBS" else d for d in convocation.delegations)
    allowed = Timeline(replace(convocation, delegations=delegations)).sitting((*STATES, "OBS"))
    allowed.say("obs", RequestFloor())
    assert allowed.queue == ["obs"]


def test_guests_come_after_members_and_raise_no_points_of_order() -> None:
    room = Timeline(company(observers_speak="after_members")).sitting((*STATES, "SECR", "BORD"))
    for seat in ("bord", "observer"):
        assert room.refused(seat, ORDER) == "bad_field"
        assert room.refused(seat, MOTION) == "bad_field"
    room.say("bord", RequestFloor())
    room.say("secr", RequestFloor())
    room.say("arm", RequestFloor())
    assert room.queue == ["secr", "arm", "bord"]
    room.say("secr", ORDER)
    assert room.queue == ["secr", "secr", "arm", "bord"]


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
