"""The other scenarios of `domain.md` 3.7 that concern the floor and access, each with its good twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.core.timeline import STATES, Timeline, company, echelon, kinds
from vcsession.core.convocation import Member, Post
from vcsession.core.matters.agenda import ConcludeItem, OpenItem
from vcsession.core.matters.conduct import RuleOnPoint
from vcsession.core.matters.floor import BeginSpeech, EndSpeech, Grant, RequestFloor, WithdrawRequest
from vcsession.core.routing import heard, may_publish, plenary

ORDER = RequestFloor("point_of_order")


def test_two_points_of_order_within_ten_milliseconds_are_heard_one_after_the_other() -> None:
    for order, first in (("fifo", "rus"), ("lifo", "kgz")):
        room = Timeline(echelon(point_of_order_order=order)).sitting()
        room.say("arm", RequestFloor())
        speech = room.request().id
        room.say("chair", Grant(speech))
        room.say("media", BeginSpeech(speech))
        room.say("rus", ORDER)
        room.now += timedelta(milliseconds=10)
        room.say("kgz", ORDER)
        assert room.queue[0] == first
        one, two = room.request(1).id, room.request(2).id
        room.say("chair", Grant(one))
        assert room.refused("chair", Grant(two)) == "floor_taken"
        room.say("chair", RuleOnPoint(one, "dismissed"))
        assert room.state.requests[speech].state == "paused", "the other point is not heard yet"
        room.say("chair", Grant(two))
        assert "speech_resumed" in kinds(room.say("chair", RuleOnPoint(two, "upheld")))


def test_one_point_of_order_alone_gives_the_floor_back_at_once() -> None:
    room = Timeline(echelon()).sitting()
    room.say("arm", RequestFloor())
    speech = room.request().id
    room.say("chair", Grant(speech))
    room.say("media", BeginSpeech(speech))
    room.say("rus", ORDER)
    point = room.request().id
    room.say("chair", Grant(point))
    assert "speech_resumed" in kinds(room.say("chair", RuleOnPoint(point, "dismissed")))


def test_of_two_seats_of_one_delegation_the_one_that_was_given_the_floor_is_heard() -> None:
    convocation = echelon()
    member = Member(Post({"ru": "офицер", "en": "an officer"}), mandate=True)
    delegations = tuple(
        replace(d, members=(member,)) if d.code == "KAZ" else d for d in convocation.delegations
    )
    room = Timeline(replace(convocation, delegations=delegations)).sitting()
    room.say("kaz-1", RequestFloor())
    room.say("kaz", RequestFloor())
    delegate, head = room.request(1).id, room.request(2).id
    room.say("chair", Grant(delegate))
    assert {"kaz", "kaz-1"} & heard(room.state) == {"kaz-1"}
    assert room.refused("chair", Grant(head)) == "floor_taken"
    room.say("chair", EndSpeech(delegate), Grant(head))
    assert {"kaz", "kaz-1"} & heard(room.state) == {"kaz"}


def test_two_tabs_of_one_seat_hold_one_place_in_the_list() -> None:
    room = Timeline(echelon()).sitting()
    room.say("kaz", RequestFloor())
    assert room.refused("kaz", RequestFloor()) == "already_asked"
    assert room.queue == ["kaz"]
    room.say("arm", RequestFloor())
    assert room.queue == ["kaz", "arm"]


def test_what_the_secretary_asked_by_telephone_the_delegation_withdraws_itself() -> None:
    room = Timeline(company()).sitting()
    room.say("secretary", RequestFloor(delegation="KAZ"))
    request = room.request()
    assert (request.seat, request.requested_by) == ("kaz", "secretary")
    assert room.refused("arm", WithdrawRequest(request.id)) == "not_your_request"
    room.say("kaz", WithdrawRequest(request.id))
    assert room.queue == []
    room.say("kaz", RequestFloor())
    room.say("secretary", WithdrawRequest(room.request().id))
    assert room.queue == [], "and the other way round"


def test_an_observer_that_tries_to_publish_is_heard_by_nobody() -> None:
    room = Timeline(company()).sitting((*STATES, "SECR", "BORD", "OBS"))
    assert room.refused("observer", RequestFloor()) == "may_not_speak"
    for seat in ("observer", "technician"):
        assert not may_publish(room.state.seats[seat].role)
        assert seat not in heard(room.state)
    assert "chair" in plenary(room.state).voices, "the presiding officer is always heard"


def test_an_invited_bodys_speech_ends_with_its_item() -> None:
    convocation = company()
    delegations = tuple(replace(d, items=("1",)) if d.code == "BORD" else d for d in convocation.delegations)
    room = Timeline(replace(convocation, delegations=delegations)).sitting((*STATES, "BORD"))
    room.say("bord", RequestFloor())
    speech = room.request().id
    room.say("chair", Grant(speech))
    assert "bord" in heard(room.state)
    assert room.refused("chair", ConcludeItem("1", "noted")) == "floor_taken", (
        "nobody is cut off by an outcome"
    )
    room.say("chair", EndSpeech(speech), ConcludeItem("1", "noted"), OpenItem("2"))
    assert room.refused("bord", RequestFloor()) == "not_your_item"
    assert "bord" not in plenary(room.state).hearers
    room.say("arm", RequestFloor())
