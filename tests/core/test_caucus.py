"""Caucus rooms: who opens and enters them, what they hold up, and who learns of them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.core.moves import filled
from tests.core.timeline import STATES, Timeline, company, kinds
from vcsession.core.machines.around import CAUCUS_ROOM
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.caucus import (
    AcceptInvitation,
    CloseRoom,
    DeclineInvitation,
    Invite,
    Kind,
    LeaveRoom,
    OpenRoom,
    Recall,
    room_of,
)
from vcsession.core.matters.decisions import Adopt, PutToRoom, RecordAnswer
from vcsession.core.matters.floor import BeginSpeech, Grant, PauseSpeech, RequestFloor
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import AnswerRollCall, LinkDrop, LinkRestore
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import (
    CallToOrder,
    CancelSitting,
    CloseSitting,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.routing import Hall, routes
from vcsession.core.view import me

ROOMS = {t.command for t in CAUCUS_ROOM.transitions}


def sitting(**rules: object) -> Timeline:
    return Timeline(company(**rules)).sitting(STATES)


def halls(room: Timeline) -> list[set[str]]:
    """Who is together: the plenary first."""
    return [set(hall.hearers) for hall in routes(room.state).halls]


def plenary(room: Timeline) -> Hall:
    return routes(room.state).halls[0]


def acts(room: Timeline, seat: str) -> set[str]:
    shown = me(room.state, room.actor(seat), room.now)
    return {act.type for act in (*shown.steps, *shown.acts) if not act.blocked}


# who opens what


def test_a_head_opens_its_delegations_room_and_its_members_come() -> None:
    room = sitting()
    room.say("rus", OpenRoom("delegation"))
    assert room.state.rooms["room-1"].invited == ("rus-1", "rus-2")
    room.say("rus-1", AcceptInvitation("room-1"))
    assert halls(room)[1] == {"rus", "rus-1"}
    assert "rus-2" in halls(room)[0], "an invitation takes nobody out of the plenary"


def test_a_bilateral_is_between_two_and_the_other_must_accept() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    assert halls(room)[1] == {"arm"}
    room.say("rus", AcceptInvitation("room-1"))
    assert halls(room)[1] == {"arm", "rus"}
    room.say("rus", Invite("room-1", "rus-1"))
    room.say("rus-1", AcceptInvitation("room-1"))
    assert halls(room)[1] == {"arm", "rus", "rus-1"}
    assert room.refused("arm", Invite("room-1", "rus-2")) == "bad_field", "a head brings its own people only"
    assert room.refused("arm", Invite("room-1", "kaz")) == "bad_field"
    room.say("arm", Invite("room-1", "interpreter-en"))


def test_who_declines_stays() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", DeclineInvitation("room-1"))
    assert room.refused("rus", AcceptInvitation("room-1")) == "unknown"
    assert "rus" in halls(room)[0]


@pytest.mark.parametrize(
    ("seat", "kind", "delegations", "code"),
    [
        ("arm", "consultations", ("RUS",), "bad_field"),
        ("arm", "technical", (), "bad_field"),
        ("arm", "delegation", ("RUS",), "bad_field"),
        ("arm", "bilateral", (), "bad_field"),
        ("arm", "bilateral", ("ARM",), "bad_field"),
        ("arm", "bilateral", ("RUS", "KAZ"), "bad_field"),
        ("arm", "bilateral", ("XYZ",), "unknown"),
        ("chair", "consultations", (), "bad_field"),
        ("chair", "delegation", (), "bad_field"),
        ("technician", "consultations", ("RUS",), "bad_field"),
        ("deputy", "consultations", ("RUS",), "not_presiding"),
        ("rus-1", "delegation", (), "not_presiding"),
    ],
)
def test_nobody_opens_a_room_of_another_kind(
    seat: str, kind: Kind, delegations: tuple[str, ...], code: str
) -> None:
    assert sitting().refused(seat, OpenRoom(kind, delegations)) == code


def test_the_good_twins_of_the_above() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS", "ARM")))
    room.say("kaz", OpenRoom("delegation", ("KAZ",)))
    room.say("technician", OpenRoom("technical"))
    room.say("chair", OpenRoom("consultations", ("BLR", "KGZ")))
    assert halls(room)[1:] == [{"arm"}, {"kaz"}, {"technician"}]
    room.say("technician", Invite("room-3", "tjk"))
    room.say("chair", Invite("room-4", "secretary"))
    assert room.refused("technician", Invite("room-4", "tjk")) == "unknown"
    assert room.refused("chair", Invite("room-4", "observer")) == "bad_field"


def test_a_delegation_has_one_room_open_and_a_seat_is_in_one() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", OpenRoom("delegation"))
    assert room.refused("rus", AcceptInvitation("room-1")) == "already_in_room"
    assert room.refused("arm", OpenRoom("delegation")) == "already_in_room"
    room.say("rus-1", AcceptInvitation("room-2"))
    room.say("rus", LeaveRoom("room-2"), AcceptInvitation("room-1"))
    room.say("rus", LeaveRoom("room-1"))
    assert room.refused("rus", OpenRoom("delegation")) == "room_open"
    room.say("rus", CloseRoom("room-2"), OpenRoom("delegation"))


def test_no_room_beside_a_plenary_that_is_not_there() -> None:
    room = sitting()
    room.say("rus", OpenRoom("delegation"))
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"), CloseSession())
    assert room.state.rooms["room-1"].state == "closed_room", "a room ends with the session"
    assert room.refused("arm", OpenRoom("delegation")) == "session_not_open"


# the gate


def test_the_floor_ends_before_the_door_opens() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)), RequestFloor())
    room.say("rus", RequestFloor())
    (speech,) = (r for r in room.state.queue if room.state.requests[r].seat == "rus")
    room.say("chair", Grant(speech))
    room.say("media", BeginSpeech(speech))
    events = room.say("rus", AcceptInvitation("room-1"))
    assert kinds(events)[:2] == ["speech_ended", "room_entered"]
    assert plenary(room).floor is None
    assert room.state.requests[speech].state == "finished"
    assert [room.state.requests[r].seat for r in room.state.queue] == ["arm"], "who waits keeps its place"


@pytest.mark.parametrize("begun", [False, True])
def test_a_turn_not_begun_lapses_and_a_paused_one_ends(begun: bool) -> None:
    room = sitting()
    room.say("rus", RequestFloor())
    (speech,) = room.state.queue
    room.say("chair", Grant(speech))
    if begun:
        room.say("media", BeginSpeech(speech))
        room.say("chair", PauseSpeech(speech))
    room.say("rus", OpenRoom("delegation"))
    assert room.state.requests[speech].state == ("finished" if begun else "lapsed")
    assert room.state.speakers == ()


def test_nobody_is_given_the_floor_of_a_plenary_in_which_he_is_not() -> None:
    room = sitting()
    room.say("rus", RequestFloor())
    (request,) = room.state.queue
    room.say("rus", OpenRoom("delegation"))
    assert room.refused("chair", Grant(request)) == "in_caucus"
    room.say("rus", LeaveRoom("room-1"))
    room.say("chair", Grant(request))
    assert plenary(room).floor == "rus"


def test_a_member_is_in_no_place_of_the_plenary_and_the_reverse() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    first, second = routes(room.state).halls
    members = ("arm", "rus")
    assert second == Hall(frozenset(members), None, members, members, presenters=members)
    for seat in ("arm", "rus"):
        assert seat not in (first.floor, *first.voices, *first.pictures, *first.hearers)
        assert me(room.state, room.actor(seat), room.now).microphone == "open"
        assert me(room.state, room.actor(seat), room.now).microphone_of is None
    assert me(room.state, room.actor("kaz"), room.now).microphone == "closed_by_procedure"
    assert first.voices == ("chair",)


def test_every_seat_is_in_one_hall_wherever_it_goes() -> None:
    """A walk of whatever the seats are offered about rooms."""
    dice = random.Random(3)
    room = sitting()
    moves: Counter[str] = Counter()
    for _ in range(400):
        seat = dice.choice(sorted(room.state.seats))
        shown = me(room.state, room.actor(seat), room.now)
        offered = [a for a in (*shown.steps, *shown.acts) if a.type in ROOMS and not a.blocked]
        if offered:
            act = dice.choice(offered)
            if act.type not in ("close_room", "recall", "decline_invitation") or dice.random() < 0.3:
                room.say(seat, filled(room, act, seat))
                moves[act.type] += 1
        together = halls(room)
        assert sum(map(len, together)) == len(room.state.seats)
        assert set().union(*together) == set(room.state.seats)
        for hall in routes(room.state).halls:
            assert {hall.floor, *hall.voices, *hall.pictures} - {None} <= hall.hearers
    assert set(moves) == ROOMS
    assert moves["accept_invitation"] > 10, moves


# presence and decisions


def test_a_delegation_in_its_room_is_present() -> None:
    room = Timeline(company()).at("10:00")
    room.say("chair", CallToOrder("1"))
    room.say("rus", OpenRoom("delegation"), AnswerRollCall())
    assert room.presence("RUS") == "present"
    room.say("link", LinkDrop("RUS"))
    room.say("link", LinkRestore("RUS"))
    assert room_of(room.state, "rus") is not None, "a link that comes back comes back into the room"


def test_no_decision_is_put_while_a_counted_head_is_away() -> None:
    room = sitting()
    number = room.read_out()
    room.say("rus", OpenRoom("delegation"))
    refusal = room.refusal("chair", PutToRoom(number))
    assert (refusal.code, refusal.detail) == ("in_caucus", {"id": "RUS"})
    shown = me(room.state, room.actor("chair"), room.now)
    assert (shown.steps[0].type, shown.steps[0].blocked) != ("put_to_room", "")
    assert "recall" in {step.type for step in shown.steps}
    room.say("rus", LeaveRoom("room-1"))
    room.say("chair", PutToRoom(number))
    assert "recall" not in {s.type for s in me(room.state, room.actor("chair"), room.now).steps}


def test_members_and_guests_away_hold_nothing_up() -> None:
    room = Timeline(company()).sitting((*STATES, "SECR"))
    number = room.read_out()
    room.say("rus", OpenRoom("delegation"))
    room.say("rus-1", AcceptInvitation("room-1"))
    room.say("rus", LeaveRoom("room-1"))
    room.say("secr", OpenRoom("delegation"))
    room.say("chair", PutToRoom(number))
    assert room.decision(number) == "put_to_room_state"


def test_a_decision_before_the_room_is_held_when_a_head_goes() -> None:
    room = sitting()
    number = room.put()
    room.agree(number, *STATES)
    events = room.say("rus", OpenRoom("delegation"))
    assert kinds(events) == ["room_opened", "room_entered", "decision_held"]
    assert room.state.decisions[number].held_because == "caucus"
    assert room.refused("chair", Adopt(number)) == "wrong_state"
    room.say("rus", LeaveRoom("room-1"))
    room.say("chair", PutToRoom(number))
    for code in STATES:
        room.say(code.lower(), RecordAnswer(number, "agree"))
    room.say("chair", Adopt(number))


def test_a_sitting_suspended_for_consultations() -> None:
    room = sitting()
    room.at("12:10").say("chair", SuspendSitting("1", "consultations"))
    room.say("chair", OpenRoom("consultations", ("RUS", "KAZ")))
    room.say("rus", AcceptInvitation("room-1"))
    assert halls(room)[1] == {"chair", "rus"}
    assert plenary(room).voices == (), "nobody presides over an empty table"
    room.at("12:40").say("chair", ResumeSitting("1"))
    assert halls(room)[1] == {"rus"}, (
        "who presides comes back to work with the sitting, the others at the recall"
    )
    assert plenary(room).voices == ("chair",)
    assert room.refused("chair", AcceptInvitation("room-1")) == "presiding_stays"
    room.say("chair", Recall("room-1"))
    room.at("12:42:01")
    assert halls(room) == [set(room.state.seats)]


def test_a_deputy_that_takes_the_chair_leaves_its_room() -> None:
    room = sitting()
    room.say("chair", OpenRoom("consultations", ("RUS",)), Invite("room-1", "deputy"))
    assert room.state.rooms["room-1"].members == (), "the presiding officer opens the room and stays"
    room.say("deputy", AcceptInvitation("room-1"))
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.state.rooms["room-1"].state == "closed_room", "and the last one has left it"
    assert "deputy" in halls(room)[0]
