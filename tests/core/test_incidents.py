""" "I cannot hear" from any seat, and a noisy microphone closed for a minute, as timelines."""

from __future__ import annotations

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core import view
from vcsession.core.matters.decisions import PutToRoom
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, ResumeSpeech
from vcsession.core.matters.incidents import CannotHear, ClearIncident, NoiseMute
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import MarkTemporarilyAbsent, StepOut
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder, SuspendSitting
from vcsession.core.reading import read
from vcsession.core.record import CouldNotHear, SittingRecord, Verification
from vcsession.core.routing import heard
from vcsession.core.view import me
from vcsession.documents import sections


def incident(room: Timeline) -> str:
    """The last one."""
    return list(room.state.incidents)[-1]


def speaking(seat: str = "rus") -> Timeline:
    """In session at 10:10, this seat on the floor."""
    room = Timeline(company()).sitting()
    room.at("10:10").say(seat, RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    room.say("media", BeginSpeech(room.state.speakers[0]))
    return room


def first_sitting(room: Timeline) -> SittingRecord:
    return read(room.commits, Verification(1, 1, "", "", "")).sittings[0]


# cannot hear


@pytest.mark.parametrize("seat", ["kaz", "rus-2", "interpreter-en", "chair", "deputy"])
def test_one_key_pauses_the_speech_and_its_clearing_lets_it_go_on(seat: str) -> None:
    room = speaking("arm")
    assert kinds(room.at("10:11").say(seat, CannotHear())) == ["hearing_lost", "speech_paused"]
    assert room.speakers == {"arm": "paused"}
    assert "arm" not in heard(room.state)
    assert kinds(
        room.at("10:12").say(seat if seat != "chair" else "chair", ClearIncident(incident(room)))
    ) == [
        "incident_cleared",
        "speech_resumed",
    ]
    assert room.speakers == {"arm": "speaking"}
    assert room.state.requests[room.state.speakers[0]].spoken_s == 60


def test_a_decision_before_the_room_is_held_in_the_same_commit_and_put_again_afterwards() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    assert kinds(room.at("10:41:05").say("kaz", CannotHear())) == ["hearing_lost", "decision_held"]
    assert room.state.decisions[d].held_because == "incident"
    refusal = room.at("10:42").refusal("chair", PutToRoom(d))
    assert (refusal.code, refusal.detail) == ("cannot_hear_open", {"id": "KAZ"})
    room.say("kaz", ClearIncident(incident(room)))
    assert room.decision(d) == "held", "what was not heard is put again, by the presiding officer"
    room.say("chair", PutToRoom(d))
    assert room.decision(d) == "put_to_room_state"


def test_nobody_is_given_the_floor_while_somebody_cannot_hear() -> None:
    room = Timeline().sitting()
    room.say("arm", RequestFloor())
    room.say("kaz", CannotHear())
    assert room.refused("chair", Grant(room.state.queue[0])) == "cannot_hear_open"
    room.say("chair", ClearIncident(incident(room)))
    room.say("chair", Grant(room.state.queue[0]))
    assert room.speakers == {"arm": "granted"}


def test_a_speech_that_waits_for_it_is_not_resumed_by_hand() -> None:
    room = speaking()
    room.say("kaz", CannotHear())
    assert room.refused("chair", ResumeSpeech(room.state.speakers[0])) == "cannot_hear_open"


def test_two_that_cannot_hear_are_two_and_the_speech_waits_for_both() -> None:
    room = speaking()
    room.say("kaz", CannotHear())
    first = incident(room)
    room.say("arm", CannotHear())
    room.say("kaz", ClearIncident(first))
    assert room.speakers == {"rus": "paused"}
    room.say("arm", ClearIncident(incident(room)))
    assert room.speakers == {"rus": "speaking"}


def test_a_delegation_tells_it_once_whichever_of_its_seats_does() -> None:
    room = Timeline(company()).sitting()
    room.say("rus-1", CannotHear())
    assert room.refused("rus", CannotHear()) == "already_told"
    assert room.refused("rus-2", CannotHear()) == "already_told"
    room.say("kaz", CannotHear())
    room.say("rus", ClearIncident("incident-" + str(room.commits[-2].version)))
    room.say("rus", CannotHear())


def test_only_whose_it_is_the_presiding_officer_or_the_technician_clears_it() -> None:
    room = Timeline(company()).sitting()
    room.say("kaz", CannotHear())
    for seat in ("arm", "interpreter-en", "secretary", "deputy"):
        assert room.refused(seat, ClearIncident(incident(room))) == "not_your_incident"
    assert room.refused("observer", ClearIncident(incident(room))) == "not_presiding"
    assert room.refused("clock", ClearIncident(incident(room))) == "not_due"
    for seat in ("technician", "chair", "kaz"):
        room.say(seat, ClearIncident(incident(room)))
        room.say("kaz", CannotHear())
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.refused("chair", ClearIncident(incident(room))) == "not_your_incident"
    room.say("deputy", ClearIncident(incident(room)))
    assert room.refused("deputy", ClearIncident(incident(room))) == "wrong_state"


def test_at_the_roll_call_one_must_hear_already_and_before_it_there_is_nothing_to_hear() -> None:
    room = Timeline(company())
    assert room.refused("kaz", CannotHear()) == "no_sitting"
    room.at("10:00").say("chair", CallToOrder("1"))
    room.say("kaz", CannotHear())
    assert room.refused("observer", CannotHear()) == "not_your_role"


def test_whoever_has_left_holds_nobody_up() -> None:
    room = speaking()
    room.say("kaz", CannotHear())
    assert kinds(room.say("chair", MarkTemporarilyAbsent("KAZ"))) == [
        "presence_changed",
        "incident_cleared",
        "speech_resumed",
    ]
    assert room.refused("kaz", CannotHear()) == "delegation_not_present"
    room.say("arm", StepOut())
    assert room.refused("arm", CannotHear()) == "delegation_not_present"


def test_a_suspended_sitting_still_hears_it_and_an_ended_one_forgets_it() -> None:
    room = Timeline().sitting()
    room.say("chair", SuspendSitting("1", "technical"))
    room.say("kaz", CannotHear())
    room.say("secretary", NoiseMute("chair"))
    room.say("chair", AdjournSitting("1"))
    assert {i.state for i in room.state.incidents.values()} == {"cleared_incident"}


def test_the_whole_room_is_told_who_cannot_hear_and_the_chair_and_technician_first() -> None:
    room = Timeline(company()).sitting()
    assert view.sitting(room.state).incidents == ()
    room.at("10:11").say("rus-2", CannotHear())
    (row,) = view.sitting(room.state).incidents
    assert (row.kind, row.seat, row.delegation, row.since) == ("cannot_hear", "rus-2", "RUS", moscow("10:11"))
    for seat in ("chair", "technician", "rus"):
        assert me(room.state, room.actor(seat), room.now).steps[0].type == "clear_incident"
    for seat in ("arm", "interpreter-en", "observer", "secretary"):
        shown = me(room.state, room.actor(seat), room.now)
        assert "clear_incident" not in {a.type for a in (*shown.steps, *shown.acts)}


def test_the_key_is_never_the_next_step() -> None:
    room = Timeline(company()).sitting()
    for seat in ("chair", "kaz", "interpreter-en"):
        shown = me(room.state, room.actor(seat), room.now)
        assert "cannot_hear" in {a.type for a in shown.acts}
        assert not {"cannot_hear", "noise_mute"} & {a.type for a in shown.steps}


def test_the_minutes_tell_of_it_only_where_the_work_was_interrupted() -> None:
    room = Timeline(company()).sitting()
    room.at("10:06").say("kaz", CannotHear())
    room.at("10:07").say("kaz", ClearIncident(incident(room)))
    room.say("secretary", NoiseMute("kaz"))
    assert first_sitting(room).could_not_hear == ()
    d = room.at("10:41").put()
    room.at("10:41:05").say("kaz", CannotHear())
    running = first_sitting(room)
    assert running.could_not_hear == (CouldNotHear(moscow("10:41:05"), None, "KAZ", "kaz"),)
    room.at("10:43").say("kaz", ClearIncident(incident(room)))
    (told,) = first_sitting(room).could_not_hear
    assert told.until == moscow("10:43")
    assert room.decision(d) == "held"
    record = read(room.commits, Verification(1, 1, "", "", ""))
    words = str(sections(record, "en").sections)
    assert "From 10:41 to 10:43 the proceedings were interrupted because the delegation of" in words
    assert words.count("could not hear") == 1
    assert str(sections(record, "ru").sections).count("работа прерывалась из-за отсутствия слышимости") == 1


# a noisy microphone


@pytest.mark.parametrize("seat", ["technician", "secretary", "chair"])
def test_a_noisy_microphone_is_closed_until_the_clock_opens_it(seat: str) -> None:
    room = speaking()
    assert {"rus", "chair"} == heard(room.state)
    assert kinds(room.at("10:11").say(seat, NoiseMute("rus", 30))) == ["microphone_muted"]
    assert heard(room.state) == {"chair"}
    assert me(room.state, room.actor("rus"), room.now).microphone == "muted_for_noise"
    assert room.speakers == {"rus": "speaking"}, "the floor stays with him"
    room.at("10:11:29.900")
    assert heard(room.state) == {"chair"}
    room.at("10:11:30")
    assert heard(room.state) == {"rus", "chair"}
    assert room.commits[-1].actor.seat == "clock"
    assert me(room.state, room.actor("rus"), room.now).microphone == "open"


def test_never_longer_than_a_minute_and_one_at_a_time() -> None:
    room = speaking()
    for seconds in (0, -1, 61):
        assert room.refused("secretary", NoiseMute("rus", seconds)) == "bad_field"
    assert room.refused("secretary", NoiseMute("nobody")) == "unknown"
    assert room.refused("secretary", NoiseMute("observer")) == "bad_field"
    room.at("10:11").say("secretary", NoiseMute("rus"))
    assert room.refused("technician", NoiseMute("rus")) == "already_muted"
    room.at("10:12")
    assert heard(room.state) == {"rus", "chair"}


def test_the_presiding_officers_own_microphone_may_be_the_noisy_one() -> None:
    room = Timeline().sitting()
    room.say("technician", NoiseMute("chair"))
    assert heard(room.state) == frozenset()


def test_who_may_mute_may_open_again_and_the_muted_may_not() -> None:
    room = speaking()
    for seat in ("technician", "secretary", "chair"):
        room.say("secretary", NoiseMute("rus"))
        assert room.refused("rus", ClearIncident(incident(room))) == "not_your_incident"
        room.say(seat, ClearIncident(incident(room)))
        assert "rus" in heard(room.state)
    for seat in ("kaz", "interpreter-en", "observer"):
        assert room.refused(seat, NoiseMute("rus")) == "not_presiding"


def test_a_muting_holds_nothing_up() -> None:
    room = Timeline(echelon(objection_window_s=0)).sitting()
    d = room.put()
    room.say("secretary", NoiseMute("kaz"))
    assert room.decision(d) == "put_to_room_state"
    assert room.agree(d, *STATES).decision(d) == "put_to_room_state"
