"""Interpretation: the booth, what its failure holds up and for whom, and who hears it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.timeline import STATES, Timeline, company, interpreted, kinds
from vcsession.core.catalogue import Command
from vcsession.core.matters.decisions import Adopt, PutToRoom
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, ResumeSpeech
from vcsession.core.matters.languages import (
    AcceptHandover,
    BoothCheck,
    CannotInterpret,
    CloseChannel,
    DeclareLanguage,
    GoLive,
    HandoverLapses,
    OfferHandover,
    SetFloorLanguage,
)
from vcsession.core.matters.roll_call import StepOut
from vcsession.core.routing import heard, routes
from vcsession.core.view import me, the_languages


def sitting(live: str = "ru", present: tuple[str, ...] = STATES) -> Timeline:
    """In session; `interpreter-<live>` is on air."""
    room = Timeline(interpreted()).sitting(present)
    room.say(f"interpreter-{live}", BoothCheck(live), GoLive(live))
    return room


def on_air(room: Timeline) -> dict[str, tuple[str, str | None]]:
    return {row.language: (row.state, row.seat) for row in the_languages(room.state).channels}


def speaking(room: Timeline, seat: str) -> str:
    room.say(seat, RequestFloor())
    (request,) = room.state.queue
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return request


# the booth


def test_a_session_without_interpretation_has_no_channels() -> None:
    room = Timeline(company()).sitting()
    assert on_air(room) == {}
    assert room.refused("interpreter-ru", BoothCheck("ru")) == "unknown"
    assert room.refused("arm", DeclareLanguage("ru", True)) == "unknown"


def test_a_channel_goes_from_check_to_air_and_off() -> None:
    room = Timeline(interpreted()).sitting()
    assert on_air(room) == {"ru": ("off_air", None), "en": ("off_air", None)}
    assert room.refused("interpreter-ru", GoLive("ru")) == "wrong_state", "the line is checked first"
    room.say("technician", BoothCheck("ru"))
    room.say("interpreter-ru", GoLive("ru"))
    assert on_air(room)["ru"] == ("live", "interpreter-ru")
    room.say("technician", CloseChannel("ru"))
    assert on_air(room)["ru"][0] == "off_air"


def test_a_booth_is_its_own() -> None:
    room = sitting()
    assert room.refused("interpreter-ru", BoothCheck("en")) == "not_your_booth"
    acts: tuple[Command, ...] = (
        SetFloorLanguage("ru", "en"),
        CannotInterpret("ru", "sound"),
        CloseChannel("ru"),
    )
    for act in acts:
        assert room.refused("interpreter-en", act) == "not_your_booth"
        assert room.refused("interpreter-ru-2", act) == "not_on_air"
        room.say("interpreter-ru", act)
        if on_air(room)["ru"][0] == "failed":
            room.say("interpreter-ru", GoLive("ru"))
    assert on_air(room)["ru"][0] == "off_air"


def test_a_partner_takes_over_within_ten_seconds() -> None:
    room = sitting()
    room.at("11:00").say("interpreter-ru", OfferHandover("ru"))
    assert on_air(room)["ru"] == ("handover", "interpreter-ru")
    assert "interpreter-ru" in heard(room.state), "who offers goes on until the partner takes it"
    assert room.refused("interpreter-ru", AcceptHandover("ru")) == "not_your_booth"
    assert room.refused("interpreter-en", AcceptHandover("ru")) == "not_your_booth"
    assert room.refused("interpreter-ru-2", GoLive("ru")) == "not_on_air"
    room.at("11:00:09.900").say("interpreter-ru-2", AcceptHandover("ru"))
    assert on_air(room)["ru"] == ("live", "interpreter-ru-2")
    assert heard(room.state) == {"chair", "interpreter-ru-2"}


def test_without_a_partners_answer_it_stays() -> None:
    room = sitting()
    room.at("11:00").say("interpreter-ru", OfferHandover("ru"))
    told = next(row for row in the_languages(room.state).channels if row.language == "ru")
    assert told.since is not None
    assert told.until == told.since + timedelta(seconds=10)
    room.at("11:00:09")
    assert room.refused("clock", HandoverLapses("ru")) == "not_due"
    room.at("11:00:10")
    assert on_air(room)["ru"] == ("live", "interpreter-ru")
    assert room.refused("interpreter-ru-2", AcceptHandover("ru")) == "wrong_state"


def test_a_handover_wants_a_partner() -> None:
    room = sitting(live="en")
    assert room.refused("interpreter-en", OfferHandover("en")) == "no_partner"


def test_a_handover_can_be_taken_back() -> None:
    room = sitting()
    room.say("interpreter-ru", OfferHandover("ru"), GoLive("ru"))
    assert on_air(room)["ru"] == ("live", "interpreter-ru")


def test_the_language_of_the_floor() -> None:
    room = sitting()
    room.say("interpreter-ru", SetFloorLanguage("ru", "en"))
    assert the_languages(room.state).floor_language == "en"
    assert room.refused("interpreter-ru", SetFloorLanguage("ru", "fr")) == "bad_field"


def test_a_machine_knows_of_a_lost_link_and_of_nothing_else() -> None:
    room = sitting()
    assert room.refused("link", CannotInterpret("ru", "illness")) == "bad_field"
    room.say("link", CannotInterpret("ru", "link"))
    assert on_air(room)["ru"] == ("failed", "interpreter-ru")


def test_the_interpreter_is_heard_by_its_own_way_and_only_on_air() -> None:
    room = sitting()
    (hall,) = routes(room.state).halls
    assert hall.interpretation == {"ru": "interpreter-ru"}
    assert "interpreter-ru" not in (hall.floor, *hall.voices)
    assert me(room.state, room.actor("interpreter-ru"), room.now).microphone == "open"
    room.say("interpreter-ru", CannotInterpret("ru", "sound"))
    (hall,) = routes(room.state).halls
    assert hall.interpretation == {}
    assert me(room.state, room.actor("interpreter-ru"), room.now).microphone == "closed_by_procedure"


# what a failure holds up


def test_a_delegation_declares_on_what_it_depends() -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True), DeclareLanguage("en", True))
    room.say("secretary", DeclareLanguage("ru", True, "KAZ"))
    assert me(room.state, room.actor("arm"), room.now).depends_on == ("ru", "en")
    assert me(room.state, room.actor("kaz"), room.now).depends_on == ("ru",)
    room.say("arm", DeclareLanguage("ru", False))
    assert me(room.state, room.actor("arm"), room.now).depends_on == ("en",)
    assert room.refused("arm", DeclareLanguage("ru", True, "KAZ")) == "not_your_delegation"
    assert room.refused("secretary", DeclareLanguage("ru", True)) == "bad_field"
    assert room.refused("secretary", DeclareLanguage("ru", True, "XYZ")) == "unknown"
    assert room.refused("arm", DeclareLanguage("fr", True)) == "unknown"


@pytest.mark.parametrize(
    ("act", "actor"),
    [
        (CannotInterpret("ru", "sound"), "interpreter-ru"),
        (CannotInterpret("ru", "link"), "link"),
        (CloseChannel("ru"), "technician"),
    ],
)
def test_a_failure_holds_a_decision_for_who_depends_on_it(act: Command, actor: str) -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True))
    number = room.put()
    assert kinds(room.say(actor, act)) == ["channel_moved", "decision_held"]
    assert room.state.decisions[number].held_because == "interpretation"
    refusal = room.refusal("chair", PutToRoom(number))
    assert (refusal.code, refusal.detail) == ("interpretation_down", {"language": "ru"})
    if isinstance(act, CloseChannel):
        room.say("technician", BoothCheck("ru"))
    room.say("interpreter-ru", GoLive("ru"))
    room.say("chair", PutToRoom(number))
    room.agree(number, *STATES).say("chair", Adopt(number))


@pytest.mark.parametrize("why", ["nobody declared it", "another language", "not present", "took it back"])
def test_a_failure_holds_nothing_for_who_does_not(why: str) -> None:
    room = sitting()
    match why:
        case "another language":
            room.say("interpreter-en", BoothCheck("en"), GoLive("en"))
            room.say("arm", DeclareLanguage("en", True))
        case "not present":
            room.say("arm", DeclareLanguage("ru", True), StepOut())
        case "took it back":
            room.say("arm", DeclareLanguage("ru", True), DeclareLanguage("ru", False))
    number = room.put()
    room.say("interpreter-ru", CannotInterpret("ru", "sound"))
    assert room.decision(number) == "put_to_room_state"


def test_a_handover_holds_nothing() -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True))
    number = room.put()
    room.say("interpreter-ru", OfferHandover("ru"))
    room.say("interpreter-ru-2", AcceptHandover("ru"))
    assert room.decision(number) == "put_to_room_state"


def test_a_speech_waits_after_a_warning_of_five_seconds() -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True))
    request = speaking(room, "kaz")
    room.at("11:00").say("interpreter-ru", CannotInterpret("ru", "sound"))
    room.at("11:00:04.900")
    assert room.speakers == {"kaz": "speaking"}
    room.at("11:00:05")
    assert room.speakers == {"kaz": "paused"}
    assert room.state.requests[request].paused_for == "interpretation"
    assert kinds(room.say("interpreter-ru", GoLive("ru"))) == ["channel_moved", "speech_resumed"]


def test_a_channel_that_is_back_within_the_warning_pauses_nothing() -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True))
    speaking(room, "kaz")
    room.at("11:00").say("interpreter-ru", CannotInterpret("ru", "sound"))
    room.at("11:00:04").say("interpreter-ru", GoLive("ru"))
    room.at("11:01")
    assert room.speakers == {"kaz": "speaking"}


def test_the_presiding_officer_may_let_the_speaker_go_on_without() -> None:
    room = sitting()
    room.say("arm", DeclareLanguage("ru", True))
    request = speaking(room, "kaz")
    room.at("11:00").say("interpreter-ru", CannotInterpret("ru", "sound"))
    room.at("11:00:06").say("chair", ResumeSpeech(request))
    room.at("11:01")
    assert room.speakers == {"kaz": "speaking"}


def test_nobody_waits_where_nobody_depends_on_it() -> None:
    room = sitting()
    speaking(room, "kaz")
    room.at("11:00").say("interpreter-ru", CannotInterpret("ru", "sound"))
    room.at("11:01")
    assert room.speakers == {"kaz": "speaking"}
