"""A booth works both ways: what each listener gets, relay, side rooms, and the quiet cue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.timeline import STATES, Timeline, company, interpreted
from vcsession.core.convocation import Convocation, Interpreter
from vcsession.core.cues import slower
from vcsession.core.matters.caucus import AcceptInvitation, Invite, LeaveRoom, OpenRoom
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor
from vcsession.core.matters.languages import (
    AcceptHandover,
    BoothCheck,
    CannotInterpret,
    GoLive,
    OfferHandover,
    SetFloorLanguage,
)
from vcsession.core.routing import Hall, heard, routes
from vcsession.core.view import me, the_languages
from vcsession.core.vocabulary import Refused


def booths(*pairs: tuple[str, str]) -> Convocation:
    """The company with these booths: each into its first language, out of its second."""
    convocation = interpreted()
    officers = replace(convocation.officers, interpreters=tuple(Interpreter(*pair) for pair in pairs))
    channels = tuple(dict.fromkeys(into for into, _ in pairs))
    languages = replace(convocation.languages, interpreted=channels)
    return replace(convocation, officers=officers, languages=languages)


def sitting(*pairs: tuple[str, str], live: tuple[str, ...] = ()) -> Timeline:
    """In session, with the first booth of each of these channels on air; all of them by default."""
    room = Timeline(booths(*pairs)).sitting(STATES)
    for channel in live or tuple(dict.fromkeys(into for into, _ in pairs)):
        room.say(f"interpreter-{channel}", BoothCheck(channel), GoLive(channel))
    return room


def plenary(room: Timeline) -> Hall:
    return routes(room.state).halls[0]


def spoken(room: Timeline, language: str, by: str) -> dict[str, str]:
    """Who is heard in which language once a booth says what the floor speaks."""
    room.say(f"interpreter-{by}", SetFloorLanguage(by, language))
    return dict(plenary(room).interpretation)


def test_one_booth_works_both_ways_and_each_listener_gets_his_own_language() -> None:
    room = sitting(("en", "ru"))
    assert plenary(room).interpretation == {"en": "interpreter-en"}, "until it says what is spoken"
    assert spoken(room, "ru", by="en") == {"en": "interpreter-en"}
    assert spoken(room, "en", by="en") == {"ru": "interpreter-en"}
    (row,) = the_languages(room.state).channels
    assert (row.language, row.output) == ("en", "ru")
    assert the_languages(room.state).on_offer == ("en", "ru")
    room.say("interpreter-en", CannotInterpret("en", "sound"))
    (row,) = the_languages(room.state).channels
    assert (plenary(room).interpretation, row.output) == ({}, "")


def test_a_booth_gives_back_only_what_no_other_booth_puts_out() -> None:
    room = sitting(("ru", "en"), ("en", "ru"))
    assert spoken(room, "ru", by="en") == {"en": "interpreter-en"}
    assert "interpreter-ru" not in heard(room.state), "nobody wants what the floor speaks already"
    assert me(room.state, room.actor("interpreter-ru"), room.now).microphone == "closed_by_procedure"
    assert spoken(room, "en", by="ru") == {"ru": "interpreter-ru"}
    room.say("interpreter-ru", CannotInterpret("ru", "illness"))
    assert plenary(room).interpretation == {"ru": "interpreter-en"}, "the other booth turns and serves both"


def test_relay_is_the_output_of_another_booth_that_works_from_a_third_language() -> None:
    room = sitting(("en", "ru"), ("hy", "ru"))
    assert spoken(room, "ru", by="hy") == {"en": "interpreter-en", "hy": "interpreter-hy"}
    # Armenian on the floor: its booth puts out Russian, from which the English booth goes on.
    assert spoken(room, "hy", by="hy") == {"en": "interpreter-en", "ru": "interpreter-hy"}
    assert spoken(room, "en", by="hy") == {"hy": "interpreter-hy", "ru": "interpreter-en"}
    assert me(room.state, room.actor("interpreter-en"), room.now).booth == ("en", "ru")
    assert the_languages(room.state).on_offer == ("en", "hy", "ru")


def test_a_handover_changes_who_is_heard_and_nothing_else() -> None:
    room = sitting(("en", "ru"), ("en", "ru"))
    spoken(room, "en", by="en")
    room.say("interpreter-en", OfferHandover("en"))
    assert plenary(room).interpretation == {"ru": "interpreter-en"}
    room.say("interpreter-en-2", AcceptHandover("en"))
    assert plenary(room).interpretation == {"ru": "interpreter-en-2"}


def test_a_session_without_interpretation_has_nothing_on_offer() -> None:
    room = Timeline(company()).sitting()
    assert the_languages(room.state).on_offer == ()
    assert me(room.state, room.actor("interpreter-en"), room.now).booth == ()
    assert me(room.state, room.actor("arm"), room.now).speaks == "ru"
    assert me(room.state, room.actor("chair"), room.now).speaks == ""


# side rooms


def bilateral(room: Timeline) -> None:
    """Armenia and Kazakhstan, and an interpreter whom Armenia asked in."""
    room.say("arm", OpenRoom("bilateral", ("KAZ",)), Invite("room-1", "interpreter-en"))
    for seat in ("kaz", "interpreter-en"):
        room.say(seat, AcceptInvitation("room-1"))


def test_a_side_room_has_the_booths_of_its_own_interpreters_and_the_plenary_keeps_its_own() -> None:
    room = sitting(("en", "ru"), ("en", "ru"), live=())
    room.say("interpreter-en", CannotInterpret("en", "illness"))
    room.say("interpreter-en-2", GoLive("en"))
    bilateral(room)
    here, inside = routes(room.state).halls
    assert here.interpretation == {"en": "interpreter-en-2"}
    assert (here.booths, inside.booths) == ({}, {"interpreter-en": ("en", "ru")})
    assert inside.interpretation == {}
    assert set(inside.voices) == {"arm", "kaz", "interpreter-en"}
    room.say("interpreter-en", LeaveRoom("room-1"))
    assert routes(room.state).halls[1].booths == {}


def test_whoever_is_on_air_in_the_plenary_is_not_called_away() -> None:
    room = sitting(("en", "ru"))
    room.say("arm", OpenRoom("bilateral", ("KAZ",)), Invite("room-1", "interpreter-en"))
    assert room.refused("interpreter-en", AcceptInvitation("room-1")) == "on_air"


def test_without_the_rule_an_interpreter_in_a_side_room_is_a_voice_like_any_other() -> None:
    room = Timeline(company()).sitting(STATES)
    bilateral(room)
    assert routes(room.state).halls[1].booths == {}


# slower


def test_slower_is_seen_by_who_speaks_and_who_presides_and_by_nobody_else() -> None:
    room = sitting(("en", "ru"))
    assert slower(room.state, room.actor("interpreter-en")) == {"interpreter-en", "chair"}
    room.say("kaz", RequestFloor())
    (request,) = room.state.queue
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    assert slower(room.state, room.actor("interpreter-en")) == {"interpreter-en", "chair", "kaz"}


@pytest.mark.parametrize("seat", ["arm", "chair", "technician", "observer", "interpreter-en-2"])
def test_only_whoever_interprets_asks_for_less_speed(seat: str) -> None:
    room = sitting(("en", "ru"), ("en", "ru"))
    with pytest.raises(Refused) as refused:
        slower(room.state, room.actor(seat))
    assert refused.value.code == "not_interpreting"


def test_slower_in_a_side_room_stays_in_it() -> None:
    room = sitting(("en", "ru"), ("en", "ru"), live=())
    room.say("interpreter-en", CannotInterpret("en", "illness"))
    bilateral(room)
    assert slower(room.state, room.actor("interpreter-en")) == {"arm", "kaz", "interpreter-en"}
