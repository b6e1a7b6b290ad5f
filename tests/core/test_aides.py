"""Aides: who presses for whom, and whose act it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.test_credentials import accredited, accredited_in_lobby
from tests.core.timeline import STATES, Timeline, company, kinds
from vcsession.core.matters.aides import NameAide, NameOfficersAide
from vcsession.core.matters.credentials import (
    EndHeadTerm,
    NameHead,
    WithdrawCredentials,
)
from vcsession.core.matters.decisions import Adopt, RecordAnswer
from vcsession.core.matters.floor import Grant, RequestFloor
from vcsession.core.matters.presiding import ChairLinkDrop, DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import AnswerRollCall
from vcsession.core.matters.seats import AdmitSeat, ReissueLink, RevokeSeat, WaitInLobby
from vcsession.core.matters.session import Postpone
from vcsession.core.matters.sittings import CallToOrder
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view import me
from vcsession.core.vocabulary import Actor

# aides


def test_an_aide_presses_and_the_act_is_the_heads() -> None:
    room = accredited().sitting()
    number = room.put()
    assert room.refused("rus-2", RecordAnswer(number, "agree")) == "not_your_role"
    room.say("rus", NameAide("rus-2"))
    room.say("rus-2", RecordAnswer(number, "agree"))
    assert room.commits[-1].actor == Actor("rus", "head", "RUS", entered_by="rus-2")
    assert room.decision(number) == "put_to_room_state"
    shown = me(room.state, room.actor("rus-2"), room.now)
    assert shown.presses_for == ("rus",)
    assert me(room.state, room.actor("rus"), room.now).aide == "rus-2"
    room.say("rus", NameAide())
    assert room.refused("rus-2", RecordAnswer(number, "agree")) == "not_your_role"


def test_what_an_aide_may_do_itself_stays_its_own_act() -> None:
    room = accredited().sitting()
    room.say("rus", NameAide("rus-2"))
    room.say("rus-2", RequestFloor())
    assert room.commits[-1].actor == Actor("rus-2", "delegate", "RUS")


def test_the_annex_names_both() -> None:
    room = accredited()
    room.say("rus", NameAide("rus-2"))
    room.at("10:00").say("chair", CallToOrder("1"))
    room.say("rus-2", AnswerRollCall())
    (sitting, *_) = read(room.commits, Verification(1, 1, "", "", "")).sittings
    answer = next(a for a in sitting.roll_call if a.delegation == "RUS")
    assert (answer.answered_by, answer.entered_by) == ("rus", "rus-2")


def test_an_aide_is_of_the_same_delegation_and_names_nobody() -> None:
    room = accredited("RUS", "ARM")
    assert room.refused("rus", NameAide("arm")) == "bad_field"
    assert room.refused("rus", NameAide("rus")) == "bad_field"
    assert room.refused("rus", NameAide("secretary")) == "bad_field"
    assert room.refused("kaz", NameAide()) == "wrong_state", "its credentials are not accepted"
    room.say("rus", NameAide("rus-2"))
    assert room.refused("rus-2", NameAide("rus-1")) == "not_your_role"
    assert room.refused("rus-1", NameAide("rus-2")) == "not_your_role"


@pytest.mark.parametrize("command", [RevokeSeat("rus-2"), WithdrawCredentials("RUS")])
def test_an_aide_ends_with_its_seat_and_with_the_credentials(command: Any) -> None:
    room = accredited()
    room.say("rus", NameAide("rus-2"))
    assert "aide_named" in kinds(room.say("secretary", command))
    assert room.state.aides == {}


def test_nobody_presses_for_a_revoked_seat_nor_for_who_is_not_head_now() -> None:
    room = accredited().sitting()
    number = room.put()
    room.say("rus", NameAide("rus-2"))
    room.say("secretary", NameHead("RUS", "rus-1", "acting"))
    assert room.refused("rus-2", RecordAnswer(number, "agree")) == "not_your_role"
    room.say("secretary", EndHeadTerm("RUS"), RevokeSeat("rus"))
    assert room.refused("rus-2", RecordAnswer(number, "agree")) == "not_your_role"


def test_the_general_needs_no_device_but_the_aide_must_be_admitted() -> None:
    room = accredited_in_lobby()
    room.at("10:00").say("chair", CallToOrder("1"))
    assert room.refused("rus-2", AnswerRollCall()) == "in_lobby"
    room.say("link", WaitInLobby("rus-2"))
    room.say("secretary", ReissueLink("rus"))
    room.say("secretary", AdmitSeat("rus-2"))
    room.say("rus-2", AnswerRollCall())
    assert room.commits[-1].actor.seat == "rus"


def test_the_chairs_aide_presses_the_gavel_and_the_log_says_so() -> None:
    room = Timeline(company()).sitting()
    number = room.put()
    room.agree(number, *map(str.lower, STATES))
    assert room.refused("secretary", Adopt(number)) == "not_presiding"
    room.say("chair", NameOfficersAide("secretary"))
    room.say("secretary", Adopt(number))
    assert room.commits[-1].actor == Actor("chair", "chair", None, entered_by="secretary")
    assert room.decision(number) == "adopted"
    assert any(act.type in ("open_item", "conclude_item") for act in all_acts(room, "secretary"))


def all_acts(room: Timeline, seat: str) -> tuple[Any, ...]:
    shown = me(room.state, room.actor(seat), room.now)
    return (*shown.steps, *shown.acts)


def test_the_chairs_aide_presides_no_longer_than_the_chair() -> None:
    room = Timeline(company()).sitting()
    number = room.put()
    room.agree(number, *map(str.lower, STATES))
    room.say("chair", NameOfficersAide("secretary"), HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.refused("secretary", Adopt(number)) == "not_presiding"
    dropped = Timeline(company()).sitting()
    number = dropped.put()
    dropped.say("chair", NameOfficersAide("secretary"))
    dropped.say("link", ChairLinkDrop())
    assert dropped.refused("secretary", Adopt(number)) == "not_presiding", "nobody gavels for an empty chair"


def test_an_officers_aide_is_an_officer() -> None:
    room = Timeline(company())
    for seat in ("rus", "technician", "observer", "chair", "nobody"):
        assert room.refused("chair", NameOfficersAide(seat)) == "bad_field"
    assert room.refused("secretary", NameOfficersAide("deputy")) == "not_your_role"
    room.say("chair", NameOfficersAide("deputy"))
    assert room.refused("deputy", Grant("r1")) != "not_your_role"
    room.say("deputy", Postpone())
    assert room.commits[-1].actor.entered_by == "deputy"
