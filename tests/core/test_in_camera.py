"""Closed parts of a sitting: who is shut out, from what, until when, and what the minutes tell of them."""

from __future__ import annotations

from tests.core.timeline import STATES, Timeline, company, kinds
from vcsession.core.matters.conduct import CallOn, RuleOnPoint
from vcsession.core.matters.floor import BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder, ResumeSitting, SuspendSitting
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.routing import heard, routes
from vcsession.core.view import sitting
from vcsession.documents.minutes import sections

EVERYBODY = (*STATES, "SECR", "BORD", "OBS")
SHUT_OUT = {"observer", "obs"}


def room_with_observers() -> Timeline:
    room = Timeline(company(observers_speak="after_members")).sitting(EVERYBODY)
    assert set(room.state.seats) >= SHUT_OUT
    return room


def hearers(room: Timeline) -> frozenset[str]:
    return frozenset(seat for hall in routes(room.state).halls for seat in hall.hearers)


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def speaks(room: Timeline, seat: str, kind: RequestFloor) -> str:
    events = room.say(seat, kind)
    request = next(e.request for e in events if e.type == "floor_requested")
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return request


def test_observers_are_sent_no_sound_and_no_picture_in_a_closed_part() -> None:
    room = room_with_observers()
    assert hearers(room) == frozenset(room.state.seats)
    room.at("10:10").say("chair", ClosePart("1"))
    assert hearers(room) == frozenset(room.state.seats) - SHUT_OUT
    assert sitting(room.state).closed_since == room.now
    room.say("chair", SuspendSitting("1", "break"))
    assert hearers(room) == frozenset(room.state.seats) - SHUT_OUT, "a break opens nothing"
    room.say("chair", ResumeSitting("1"), OpenPart("1"))
    assert hearers(room) == frozenset(room.state.seats)
    assert sitting(room.state).closed_since is None


def test_only_the_presiding_officer_closes_and_opens() -> None:
    room = room_with_observers()
    assert room.refused("secretary", ClosePart("1")) == "not_presiding"
    assert room.refused("chair", OpenPart("1")) == "part_open"
    assert room.refused("chair", ClosePart("2")) == "wrong_state", "no part of a sitting that is not held"
    room.say("chair", ClosePart("1"))
    assert room.refused("chair", ClosePart("1")) == "part_closed"
    assert room.refused("secretary", OpenPart("1")) == "not_presiding"


def test_an_observer_has_neither_the_floor_nor_a_place_in_the_list() -> None:
    room = room_with_observers()
    speaks(room, "observer", RequestFloor())
    room.say("bord", RequestFloor())
    assert "observer" in heard(room.state)
    assert "speech_ended" in kinds(room.say("chair", ClosePart("1")))
    assert "observer" not in heard(room.state)
    assert room.queue == ["bord"], "an invited body stays"
    assert room.refused("observer", RequestFloor()) == "part_closed"
    room.say("chair", OpenPart("1"))
    room.say("observer", RequestFloor())
    room.say("chair", ClosePart("1"))
    assert room.queue == ["bord"]


def test_a_delegation_of_observers_is_not_called_on() -> None:
    convocation = company()
    room = Timeline(convocation).sitting(EVERYBODY)
    assert room.refused("chair", CallOn("OBS")) == "may_not_speak", "by its rights, in an open part too"
    room.say("chair", ClosePart("1"), CallOn("ARM"))
    assert room.queue == ["arm"]


def test_a_closed_part_ends_with_its_sitting() -> None:
    room = room_with_observers()
    room.say("chair", ClosePart("1"), AdjournSitting("1"))
    assert hearers(room) == frozenset(room.state.seats)
    room.on(8).say("chair", CallToOrder("2"))
    assert sitting(room.state).closed_since is None
    (part,) = record(room).sittings[0].closed_parts
    assert part.until == record(room).sittings[0].ended_at


def test_the_minutes_tell_when_a_part_was_closed_and_of_what_was_said_nothing() -> None:
    room = room_with_observers()
    before = speaks(room.at("10:10"), "arm", RequestFloor())
    room.say("chair", EndSpeech(before))
    room.at("10:20").say("chair", ClosePart("1"))
    within = speaks(room.at("10:25"), "kaz", RequestFloor())
    point = speaks(room.at("10:26"), "rus", RequestFloor("point_of_order"))
    room.say("chair", RuleOnPoint(point, "dismissed"), EndSpeech(within))
    room.at("10:40").say("chair", OpenPart("1"))
    told = record(room)
    assert [s.delegation for s in told.speeches] == ["ARM"]
    assert [s.delegation for item in told.items for s in item.speeches] == ["ARM"]
    assert told.sittings[0].points == ()
    (part,) = told.sittings[0].closed_parts
    assert (part.since, part.until) == (room.commits[-1].at.replace(minute=20), room.now)
    english, russian = (str(sections(told, language)) for language in ("en", "ru"))
    assert "the sitting was closed to observers; the minutes of that part show decisions only." in english
    assert "заседание проводилось в закрытом порядке" in russian
