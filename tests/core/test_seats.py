"""Seats issued, revoked and renewed, and the lobby, as timelines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, text
from vcsession.core import view
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor
from vcsession.core.matters.incidents import CannotHear, NoiseMute
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import AnswerRollCall
from vcsession.core.matters.seats import AdmitSeat, IssueSeat, ReissueLink, RevokeSeat, WaitInLobby, link
from vcsession.core.matters.session import Cancel
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.routing import heard, routes
from vcsession.core.view import me

OFFICE = text("Duty officer")


def hearers(room: Timeline) -> frozenset[str]:
    return routes(room.state).halls[0].hearers


# beyond the session file


@pytest.mark.parametrize(
    ("command", "seat"),
    [
        (IssueSeat("delegate", OFFICE, "KAZ"), "kaz-1"),
        (IssueSeat("delegate", OFFICE, "RUS", mandate=True), "rus-3"),
        (IssueSeat("interpreter", OFFICE, language="en"), "interpreter-en-2"),
        (IssueSeat("secretary", OFFICE), "secretary-2"),
        (IssueSeat("technician", OFFICE), "technician-2"),
    ],
)
def test_the_secretary_issues_a_seat(command: IssueSeat, seat: str) -> None:
    room = Timeline(company())
    before = set(room.state.seats)
    room.say("secretary", command)
    assert set(room.state.seats) - before == {seat}
    assert seat in hearers(room)
    assert seat in {s.id for s in view.session(room.state).seats}
    assert [s.id for s in read(room.commits, Verification(1, 1, "", "", "")).issued] == [seat]


def test_it_acts_as_its_role_does() -> None:
    room = Timeline(echelon())
    room.say(
        "secretary", IssueSeat("delegate", OFFICE, "KAZ", mandate=True), IssueSeat("delegate", OFFICE, "ARM")
    )
    room.at("10:00").roll_call(STATES[3:])
    assert room.refused("arm-1", AnswerRollCall()) == "no_mandate"
    assert room.refused("kaz-1", AnswerRollCall("ARM")) == "not_your_delegation"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (IssueSeat("delegate", OFFICE), "bad_field"),
        (IssueSeat("delegate", OFFICE, "XYZ"), "unknown"),
        (IssueSeat("observer", OFFICE, "KAZ"), "bad_field"),
        (IssueSeat("observer", OFFICE, mandate=True), "bad_field"),
        (IssueSeat("interpreter", OFFICE), "bad_field"),
        (IssueSeat("interpreter", OFFICE, language="tg"), "bad_field"),
        (IssueSeat("observer", OFFICE, language="en"), "bad_field"),
        (IssueSeat("observer", {"en": "only English"}), "bad_field"),
    ],
)
def test_a_seat_that_does_not_hold_together_is_not_issued(command: IssueSeat, code: str) -> None:
    assert Timeline(company()).refused("secretary", command) == code


def test_the_id_of_a_revoked_seat_is_never_given_again() -> None:
    room = Timeline(echelon())
    room.say("secretary", IssueSeat("delegate", OFFICE, "KAZ"), RevokeSeat("kaz-1"))
    room.say("secretary", IssueSeat("delegate", OFFICE, "KAZ"))
    assert "kaz-2" in room.state.seats


# revoked


def test_a_revoked_seat_does_nothing_hears_nothing_and_is_not_shown() -> None:
    room = Timeline(company()).sitting()
    room.say("kaz", RequestFloor())
    assert kinds(room.say("secretary", RevokeSeat("kaz"))) == ["seat_revoked", "request_closed"]
    assert room.refused("kaz", RequestFloor()) == "seat_revoked"
    assert "kaz" not in hearers(room)
    assert "kaz" not in {s.id for s in view.session(room.state).seats}
    shown = me(room.state, room.actor("kaz"), room.now)
    assert (shown.steps, shown.acts) == ((), ())
    assert room.refused("secretary", RevokeSeat("kaz")) == "wrong_state"
    assert room.refused("secretary", ReissueLink("kaz")) == "wrong_state"
    room.say("arm", RequestFloor())


def test_who_speaks_is_silent_at_once() -> None:
    room = Timeline(company()).sitting()
    room.say("rus-2", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    room.say("media", BeginSpeech(room.state.speakers[0]))
    assert "rus-2" in heard(room.state)
    assert kinds(room.say("secretary", RevokeSeat("rus-2"))) == ["seat_revoked", "speech_ended"]
    assert heard(room.state) == {"chair"}


def test_what_a_revoked_seat_reported_holds_nobody_up() -> None:
    room = Timeline(company()).sitting()
    room.say("interpreter-en", CannotHear())
    room.say("secretary", NoiseMute("interpreter-en"))
    room.say("secretary", RevokeSeat("interpreter-en"))
    assert {i.state for i in room.state.incidents.values()} == {"cleared_incident"}


def test_who_presides_the_chair_and_the_last_secretary_are_needed() -> None:
    room = Timeline(company()).sitting()
    assert room.refused("secretary", RevokeSeat("chair")) == "seat_needed"
    assert room.refused("secretary", RevokeSeat("secretary")) == "last_secretary"
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.refused("secretary", RevokeSeat("deputy")) == "seat_presides"
    room.say("secretary", RevokeSeat("deputy-2"))
    room.say("secretary", IssueSeat("secretary", OFFICE))
    room.say("secretary", RevokeSeat("secretary"))
    assert room.refused("secretary", ConcludeItem("1", "noted")) == "seat_revoked"
    assert room.refused("secretary-2", RevokeSeat("secretary-2")) == "last_secretary"


def test_a_link_is_revoked_after_the_end_too() -> None:
    room = Timeline()
    room.say("chair", Cancel())
    room.say("secretary", RevokeSeat("kaz"), ReissueLink("arm"))
    assert room.refused("secretary", IssueSeat("observer", OFFICE)) == "session_not_open"


def test_a_renewed_link_has_the_next_serial_number() -> None:
    room = Timeline()
    assert link(room.state, "kaz").serial == 1
    assert kinds(room.say("secretary", ReissueLink("kaz"))) == ["link_reissued"]
    room.say("secretary", ReissueLink("kaz"))
    assert (link(room.state, "kaz").serial, link(room.state, "arm").serial) == (3, 1)
    assert room.refused("secretary", ReissueLink("nobody")) == "unknown"


# the lobby


def facts(value: Any) -> set[str]:
    """Every word in it; names of fields are none."""
    if isinstance(value, dict):
        return set().union(*map(facts, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(facts, value))
    return {value} if isinstance(value, str) else set()


def test_without_the_rule_nobody_waits() -> None:
    room = Timeline(echelon())
    assert room.refused("link", WaitInLobby("kaz")) == "not_due"
    assert room.refused("secretary", AdmitSeat("kaz")) == "wrong_state"
    assert "kaz" in hearers(room)


def test_a_seat_that_waits_does_and_hears_nothing_until_it_is_admitted() -> None:
    room = Timeline(echelon(lobby=True))
    assert hearers(room) == {"secretary"}
    room.say("link", WaitInLobby("chair"), WaitInLobby("kaz"))
    assert heard(room.state) == frozenset()
    assert room.refused("kaz", CannotHear()) == "in_lobby"
    steps = me(room.state, room.actor("secretary"), room.now).steps
    assert [(s.type, s.fields) for s in steps[:2]] == [
        ("admit_seat", {"seat": "chair"}),
        ("admit_seat", {"seat": "kaz"}),
    ]
    room.say("secretary", AdmitSeat("chair"), AdmitSeat("kaz"))
    assert hearers(room) == {"secretary", "chair", "kaz"}
    room.at("10:00").refused("chair", ReissueLink("kaz"))
    assert room.refused("kaz", CannotHear()) == "no_sitting"
    assert room.refused("link", WaitInLobby("kaz")) == "wrong_state", "whoever was admitted comes back freely"


def test_a_renewed_link_waits_again() -> None:
    room = Timeline(echelon(lobby=True))
    room.say("link", WaitInLobby("kaz"))
    room.say("secretary", AdmitSeat("kaz"), ReissueLink("kaz"))
    assert "kaz" not in hearers(room)
    room.say("link", WaitInLobby("kaz"))


def test_a_secretary_comes_in_at_once() -> None:
    room = Timeline(echelon(lobby=True))
    assert room.refused("link", WaitInLobby("secretary")) == "not_due"


def test_in_the_lobby_one_sees_the_title_and_nothing_else_of_the_session() -> None:
    room = Timeline(echelon(lobby=True))
    room.say("link", WaitInLobby("chair"), *(WaitInLobby(code.lower()) for code in STATES))
    room.say("secretary", AdmitSeat("chair"), *(AdmitSeat(code.lower()) for code in STATES[:5]))
    room.sitting(STATES[:5])
    room.put()
    c = room.state.convocation
    slices = view.lobby(room.state, room.actor("tjk"))
    assert set(slices) == {*view.SHARED, *view.APART, *view.READ_BY, "me"}, (
        "the page finds every slice that it looks for"
    )
    words = facts({name: asdict(one) for name, one in slices.items()})
    assert set(c.title.values()) <= words
    told: set[str] = set().union(*(facts(asdict(make(room.state))) for make in view.SHARED.values()))
    kept = {*c.title.values(), "ru", "en", c.id, c.time_zone, "tjk", "TJK", "head"}
    kept |= set(room.state.seats["tjk"].office.values())
    neutral = {"", "chair", "chair_presiding", "open", "title", "rank", "closed_by_procedure", "agree"}
    assert (words & told) - kept - neutral == set()
    assert slices["text"].documents == {}  # type: ignore[union-attr]
    mine = slices["me"]
    assert (mine.waiting, mine.steps, mine.acts) == (True, (), ())  # type: ignore[union-attr]
    assert me(room.state, room.actor("arm"), room.now).waiting is False
