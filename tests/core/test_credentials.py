"""Credentials, heads and attendance, as timelines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.core.timeline import Timeline, company, kinds, text
from vcsession import wire
from vcsession.core.matters.aides import NameAide
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.attendance import ConfirmAttendance
from vcsession.core.matters.credentials import (
    AcceptCredentials,
    AcceptProvisionally,
    BeginHeadTerm,
    EndHeadTerm,
    NameHead,
    SubmitCredentials,
    WithdrawCredentials,
    credentials,
    seated,
)
from vcsession.core.matters.decisions import RecordAnswer
from vcsession.core.matters.floor import RequestFloor
from vcsession.core.matters.persons import Attendant, Named
from vcsession.core.matters.roll_call import AnswerRollCall, Depart, MarkPresent
from vcsession.core.matters.seats import AdmitSeat, RevokeSeat, WaitInLobby
from vcsession.core.matters.sittings import CallToOrder
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.slices import CredentialsRow
from vcsession.core.view import lobby, me, the_credentials
from vcsession.core.vocabulary import Actor

LETTER = SubmitCredentials("No. 12", date(2020, 7, 1), "copy")


def named(words: str, **more: Any) -> Named:
    return Named({"ru": words, "en": words}, **more)


def accredited(*codes: str, **rules: Any) -> Timeline:
    room = Timeline(company(**rules))
    for code in codes or ("RUS",):
        room.say(code.lower(), LETTER)
        room.say("secretary", AcceptCredentials(code))
    return room


def state_of(room: Timeline, code: str) -> str:
    return credentials(room.state, code).state


# letters


def test_a_letter_is_submitted_and_accepted() -> None:
    room = Timeline(company())
    assert room.refused("secretary", AcceptCredentials("RUS")) == "wrong_state"
    room.say("rus", LETTER)
    assert state_of(room, "RUS") == "submitted_credentials"
    assert room.refused("rus", AcceptCredentials("RUS")) == "not_your_role"
    room.say("secretary", AcceptCredentials("RUS"))
    assert state_of(room, "RUS") == "accepted_credentials"
    assert room.refused("rus", LETTER) == "wrong_state"


def test_a_head_submits_its_own_only_and_the_secretary_anybodys() -> None:
    room = Timeline(company())
    other = SubmitCredentials("No. 12", date(2020, 7, 1), "copy", "ARM")
    assert room.refused("rus", other) == "not_your_delegation"
    assert room.refused("rus", SubmitCredentials(" ", date(2020, 7, 1), "copy")) == "bad_field"
    assert room.refused("rus-1", LETTER) == "not_your_role"
    room.say("secretary", other)
    assert state_of(room, "ARM") == "submitted_credentials"


def test_credentials_may_be_provisional_until_the_original_comes() -> None:
    room = Timeline(company())
    room.say("chair", AcceptProvisionally("RUS"))
    assert state_of(room, "RUS") == "provisional_credentials"
    room.say("secretary", AcceptCredentials("RUS"), WithdrawCredentials("RUS"))
    assert room.refused("secretary", AcceptCredentials("RUS")) == "wrong_state"
    room.say("rus", LETTER)
    assert state_of(room, "RUS") == "submitted_credentials"


def test_of_a_letter_only_the_officers_and_the_delegation_read() -> None:
    room = Timeline(company())
    room.say("rus", LETTER)
    commit = room.commits[-1]
    assert wire.visible(commit, room.actor("arm")) == []
    assert wire.sender(commit, room.actor("arm")) is None
    for seat in ("secretary", "chair", "rus-1"):
        assert wire.visible(commit, room.actor(seat))[0]["letter"] == "No. 12"


# where the rules ask for it, only who is accredited takes part


def test_whoever_is_not_accredited_does_not_answer_the_roll_call() -> None:
    room = accredited("ARM", accreditation=True)
    room.say("chair", AcceptProvisionally("BLR"))
    room.say("kaz", LETTER)
    room.at("10:00").say("chair", CallToOrder("1"))
    room.say("arm", AnswerRollCall())
    room.say("blr", AnswerRollCall())
    assert room.refused("kaz", AnswerRollCall()) == "not_accredited", "submitted is not accepted"
    assert room.refused("secretary", MarkPresent("RUS")) == "not_accredited"
    assert room.refused("secretary", WithdrawCredentials("ARM")) == "delegation_present"
    room.say("secretary", AcceptCredentials("KAZ"), MarkPresent("KAZ"), Depart("ARM"))
    room.say("secretary", WithdrawCredentials("ARM"))


def test_without_the_rule_nobody_needs_a_letter() -> None:
    room = Timeline(company()).sitting()
    assert room.presence("ARM") == "present"


# heads


def test_an_acting_head_is_the_head_and_the_head_is_a_delegate_meanwhile() -> None:
    room = accredited().sitting()
    number = room.put()
    assert room.refused("rus-2", RecordAnswer(number, "agree")) == "not_your_role"
    room.say("secretary", NameHead("RUS", "rus-2", "acting", named("Person One")))
    assert room.refused("rus", RecordAnswer(number, "agree")) == "not_your_role"
    room.say("rus", RequestFloor())
    room.say("rus-2", RecordAnswer(number, "agree"))
    assert room.commits[-1].actor == Actor("rus-2", "head", "RUS")
    room.say("secretary", EndHeadTerm("RUS"))
    assert (room.actor("rus").role, room.actor("rus-2").role) == ("head", "delegate")
    assert room.state.seats["rus-2"].mandate is False, "as it was before"
    assert room.refused("secretary", EndHeadTerm("RUS")) == "no_head_term"


def test_a_seat_that_came_before_the_change_has_the_role_of_now() -> None:
    """A socket keeps the actor with which it was opened."""
    room = accredited().sitting()
    old_head, old_delegate = room.actor("rus"), room.actor("rus-2")
    number = room.put()
    room.say("secretary", NameHead("RUS", "rus-2", "acting"))
    assert seated(room.state, old_head).role == "delegate"
    assert me(room.state, old_head, room.now).role == "delegate"
    with pytest.raises(Exception, match="not for your seat"):
        room.give(old_head, RecordAnswer(number, "object"))
    room.give(old_delegate, RecordAnswer(number, "agree"))
    assert me(room.state, old_delegate, room.now).role == "head"


def test_a_term_ends_at_its_hour() -> None:
    room = accredited().sitting()
    room.say("secretary", NameHead("RUS", "rus-1", "acting", until=room.now + timedelta(minutes=10)))
    assert room.refused("clock", EndHeadTerm("RUS")) == "not_due"
    room.at("10:14")
    assert room.actor("rus-1").role == "head"
    room.at("10:16")
    assert room.actor("rus").role == "head"
    later = accredited().sitting()
    later.say("secretary", NameHead("RUS", "rus-1", "acting", until=later.now + timedelta(days=2)))
    later.on(9).at("12:00")
    assert later.actor("rus").role == "head"


def test_a_term_begins_at_its_hour() -> None:
    room = accredited().sitting()
    begins, ends = room.now + timedelta(minutes=10), room.now + timedelta(minutes=20)
    room.say("secretary", NameHead("RUS", "rus-1", "acting", until=ends, since=begins))
    assert room.refused("clock", BeginHeadTerm("RUS")) == "not_due"
    assert (room.actor("rus").role, row(room).head_seat, row(room).since) == ("head", "rus-1", begins)
    room.pass_until(begins)
    assert (room.actor("rus").role, room.actor("rus-1").role) == ("delegate", "head")
    assert row(room).since == begins
    room.pass_until(ends)
    assert (room.actor("rus").role, row(room).head_kind) == ("head", "")
    (found,) = read(room.commits, Verification(1, 1, "", "", "")).credentials
    assert [(h.seat, h.since, h.until) for h in found.headed] == [("rus-1", begins, ends)]


def test_one_that_is_to_come_takes_over_from_one_that_runs() -> None:
    room = accredited()
    room.say("secretary", NameHead("RUS", "rus-1", "acting"))
    room.say("secretary", NameHead("RUS", "rus-2", "acting", since=room.now + timedelta(minutes=10)))
    assert row(room).head_seat == "rus-1"
    room.pass_until(room.now + timedelta(minutes=10))
    assert [room.actor(seat).role for seat in ("rus", "rus-1", "rus-2")] == ["delegate", "delegate", "head"]
    room.say("secretary", EndHeadTerm("RUS"))
    assert room.actor("rus").role == "head"


@pytest.mark.parametrize("command", [RevokeSeat("rus-1"), WithdrawCredentials("RUS"), EndHeadTerm("RUS")])
def test_one_that_is_to_come_never_begins_without_what_it_rests_on(command: Any) -> None:
    room = accredited()
    room.say("secretary", NameHead("RUS", "rus-1", "acting", since=room.now + timedelta(minutes=10)))
    assert "head_term_ended" in kinds(room.say("secretary", command))
    room.pass_until(room.now + timedelta(hours=1))
    assert (room.actor("rus").role, row(room).head_kind) == ("head", "")
    (found,) = read(room.commits, Verification(1, 1, "", "", "")).credentials
    assert found.headed == ()


@pytest.mark.parametrize("command", [RevokeSeat("rus-1"), WithdrawCredentials("RUS")])
def test_a_term_ends_with_what_it_rests_on(command: Any) -> None:
    room = accredited()
    room.say("secretary", NameHead("RUS", "rus-1", "acting"))
    assert "head_term_ended" in kinds(room.say("secretary", command))
    assert room.actor("rus").role == "head"


def test_a_second_naming_takes_the_place_of_the_first() -> None:
    room = accredited()
    room.say("secretary", NameHead("RUS", "rus-1", "acting"), NameHead("RUS", "rus-2", "acting"))
    roles = [room.actor(seat).role for seat in ("rus", "rus-1", "rus-2")]
    assert roles == ["delegate", "delegate", "head"]
    room.say("secretary", EndHeadTerm("RUS"))
    assert room.actor("rus").role == "head"
    (found,) = read(room.commits, Verification(1, 1, "", "", "")).credentials
    assert [(h.seat, h.until is None) for h in found.headed] == [("rus-1", False), ("rus-2", False)]


@pytest.mark.parametrize(
    "command",
    [
        NameHead("RUS", "arm", "acting"),
        NameHead("RUS", "nobody", "acting"),
        NameHead("RUS", "rus-1", "acting", until=Timeline(company()).now - timedelta(hours=1)),
        NameHead("RUS", "rus-1", "acting", since=Timeline(company()).now),
        NameHead(
            "RUS",
            "rus-1",
            "acting",
            until=Timeline(company()).now + timedelta(hours=1),
            since=Timeline(company()).now + timedelta(hours=1),
        ),
        NameHead("RUS", "rus-1", "acting", Named({"ru": "Лицо"})),
    ],
)
def test_a_head_that_does_not_hold_together_is_not_named(command: NameHead) -> None:
    assert accredited().refused("secretary", command) == "bad_field"


def test_only_the_secretary_names_a_head_and_not_before_a_letter() -> None:
    room = Timeline(company())
    assert room.refused("secretary", NameHead("RUS", "rus-1", "acting")) == "wrong_state"
    assert room.refused("rus-1", NameHead("RUS", "rus-1", "acting")) == "not_your_role"


def row(room: Timeline) -> CredentialsRow:
    return next(r for r in the_credentials(room.state, "table").rows if r.delegation == "RUS")


# attendance by name


def test_the_room_is_confirmed_by_name_and_one_person_has_one_spelling() -> None:
    room = accredited()
    people = (
        named("Person One", capacity="head"),
        Named({"ru": "Лицо", "en": "Person Two"}, text("Colonel")),
    )
    room.say("rus", ConfirmAttendance("1", people))
    respelt = Named({"ru": "Лицо", "en": "Person Twoo"})
    room.say("secretary", ConfirmAttendance("2", (respelt,), "RUS"))
    assert credentials(room.state, "RUS").attendance == {
        "1": (Attendant("RUS-p1", "head"), Attendant("RUS-p2", "member")),
        "2": (Attendant("RUS-p2", "member"),),
    }
    (found,) = read(room.commits, Verification(1, 1, "", "", "")).credentials
    assert [(p.name["en"], p.sittings) for p in found.people] == [
        ("Person One", ("1",)),
        ("Person Twoo", ("1", "2")),
    ]
    assert found.people[1].rank == text("Colonel"), "what is known of somebody is not lost"


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ((), "bad_field"),
        ((named(" "),), "bad_field"),
        ((Named({"ru": "Лицо"}),), "bad_field"),
        ((named("Person", capacity="head"), named("Other", capacity="head")), "bad_field"),
        ((named("Person"), named("Person ")), "bad_field"),
        ((named("x" * 201),), "bad_field"),
        (tuple(named(f"Person {n}") for n in range(51)), "bad_field"),
    ],
)
def test_a_list_that_does_not_hold_together_is_not_taken(people: tuple[Named, ...], code: str) -> None:
    assert accredited().refused("rus", ConfirmAttendance("1", people)) == code


def test_attendance_is_for_one_self_and_for_a_sitting_that_is_not_over() -> None:
    room = accredited()
    people = (named("Person"),)
    assert room.refused("rus", ConfirmAttendance("1", people, "ARM")) == "not_your_delegation"
    assert room.refused("rus", ConfirmAttendance("9", people)) == "unknown"
    assert room.refused("arm", ConfirmAttendance("1", people)) == "wrong_state", "no letter yet"


def test_names_are_for_the_table_and_nobody_learns_a_letter() -> None:
    room = accredited()
    room.say("rus", ConfirmAttendance("1", (named("Person One"),)))
    assert "Person One" in str(the_credentials(room.state, "table"))
    assert "No. 12" not in str(the_credentials(room.state, "table"))
    assert the_credentials(room.state, "observers").rows == ()


def accredited_in_lobby() -> Timeline:
    room = Timeline(company(lobby=True))
    for seat in ("chair", "rus"):
        room.say("link", WaitInLobby(seat))
        room.say("secretary", AdmitSeat(seat))
    room.say("rus", LETTER)
    room.say("secretary", AcceptCredentials("RUS"))
    room.say("rus", NameAide("rus-2"))
    return room


def test_the_lobby_shows_no_name() -> None:
    room = accredited_in_lobby()
    room.say("rus", ConfirmAttendance("1", (named("Person One"),)))
    assert "Person One" not in str(lobby(room.state, room.actor("arm")))


def test_an_amended_convocation_keeps_aides_and_waits_for_the_end_of_a_term() -> None:
    room = accredited()
    room.say("rus", NameAide("rus-2"))
    room.say("secretary", NameHead("RUS", "rus-1", "acting"))
    amended = AmendConvocation(replace(room.state.convocation, venue=text("another hall")))
    assert room.refused("secretary", amended) == "bad_field", "the seats would not be those issued"
    room.say("secretary", EndHeadTerm("RUS"), amended)
    assert (room.actor("rus").role, room.state.aides) == ("head", {"rus": "rus-2"})
