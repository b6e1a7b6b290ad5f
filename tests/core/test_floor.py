"""The floor, as timelines: who asks, in what order, who has it, and what takes it away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core.convocation import Rights
from vcsession.core.matters.floor import (
    Accept,
    BeginSpeech,
    Grant,
    Refuse,
    Reorder,
    RequestFloor,
    WithdrawRequest,
    YieldFloor,
)
from vcsession.core.matters.roll_call import Return, StepOut

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
