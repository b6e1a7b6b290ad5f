"""Who speaks in a room with one camera: one seat with a list of speakers (`domain.md` 3.4, 16)."""

from __future__ import annotations

from tests.core.test_credentials import accredited, named
from tests.core.timeline import Timeline
from vcsession import wire
from vcsession.core.matters.attendance import ConfirmAttendance
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, YieldFloor
from vcsession.core.matters.naming import NameSpeaker, in_the_room
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view import the_credentials, the_floor


def speaking(*names: str) -> tuple[Timeline, str]:
    """Russia has the floor, and these are confirmed to be in its room."""
    room = accredited("RUS", "KAZ")
    if names:
        room.say("rus", ConfirmAttendance("1", tuple(named(one) for one in names)))
    room.sitting().say("rus", RequestFloor())
    request = room.request().id
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return room, request


def shown(room: Timeline) -> str:
    """Who is named on the stage, as those at the table read it."""
    (row,) = the_floor(room.state, "table").speakers
    people = (one for rows in the_credentials(room.state, "table").rows for one in rows.people)
    return next((one.name["en"] for one in people if one.id == row.person), "")


def test_one_after_another_is_named_and_the_record_tells_them_all() -> None:
    room, request = speaking("Person One", "Person Two")
    one, two = in_the_room(room.state, request)
    assert shown(room) == ""
    room.say("rus", NameSpeaker(request, one))
    assert shown(room) == "Person One"
    room.say("secretary", NameSpeaker(request, two))
    assert shown(room) == "Person Two"
    room.say("rus", NameSpeaker(request, one), YieldFloor(request))
    (speech,) = read(room.commits, Verification(1, 1, "", "", "")).speeches
    assert [person.name["en"] for person in speech.people] == ["Person One", "Person Two"]


def test_only_who_is_confirmed_in_that_room_is_named() -> None:
    room, request = speaking("Person One")
    room.say("kaz", ConfirmAttendance("1", (named("Somebody Else"),)))
    theirs = next(id for id, one in room.state.persons.items() if one.delegation == "KAZ")
    assert room.refused("rus", NameSpeaker(request, theirs)) == "unknown"
    assert room.refused("kaz", NameSpeaker(request, theirs)) == "not_your_delegation"
    assert room.refused("chair", NameSpeaker(request, theirs)) == "not_your_role"
    room.say("rus", NameSpeaker(request, in_the_room(room.state, request)[0]))


def test_of_a_room_where_nobody_is_confirmed_nobody_is_named() -> None:
    room, request = speaking()
    assert room.refused("rus", NameSpeaker(request, "RUS/P1")) == "nobody_named"


def test_one_key_for_each_person_who_is_not_speaking_already() -> None:
    room, request = speaking("Person One", "Person Two")

    def offered(seat: str) -> list[str]:
        acts = offers(room.state, room.actor(seat), room.now)
        return [act.fields["person"] for act in acts if act.type == "name_speaker"]

    one, two = in_the_room(room.state, request)
    assert offered("rus") == offered("rus-2") == offered("secretary") == [one, two]
    room.say("rus", NameSpeaker(request, one))
    assert offered("rus") == [two]
    assert [seat for seat in ("kaz", "chair", "observer", "technician") if offered(seat)] == []


def test_whoever_looks_on_is_told_no_name() -> None:
    room, request = speaking("Person One")
    room.say("rus", NameSpeaker(request, in_the_room(room.state, request)[0]))
    said = str(the_floor(room.state, "observers")) + str(the_credentials(room.state, "observers"))
    assert "Person One" not in said
    assert "Person One" not in str(wire.visible(room.commits[-1], room.actor("observer")))
