"""The agenda, as timelines: items admitted, adopted, taken up, concluded; each guard and its good twin."""

from __future__ import annotations

import pytest

from tests.core.timeline import STATES, Timeline, company, moscow, text
from vcsession.core.matters.agenda import (
    AdmitItem,
    AdoptAgenda,
    ConcludeItem,
    DeclineItem,
    DeferItem,
    OpenItem,
    ProposeItem,
    ReferItem,
    ReopenItem,
    ResumeItem,
    SuspendItem,
    WithdrawItem,
)
from vcsession.core.matters.decisions import ReadOut, TableDecision
from vcsession.core.matters.floor import EndSpeech, Grant, RequestFloor
from vcsession.core.matters.roll_call import LinkDrop, LinkRestore, Return, StepOut
from vcsession.core.matters.sittings import AdjournSitting, DeclareQuorum, ResumeSitting, SuspendSitting
from vcsession.core.reading import read
from vcsession.core.record import Verification

NEW = ProposeItem(text("Transport"), text("the Secretariat"))


def state(room: Timeline, number: str) -> str:
    return room.state.items[number].state


def quorate() -> Timeline:
    """In session, nothing adopted yet."""
    room = Timeline().at("10:00").roll_call()
    room.at("10:05").say("chair", DeclareQuorum("1"))
    return room


def test_an_item_is_proposed_admitted_and_adopted() -> None:
    room = quorate()
    for seat in ("chair", "deputy", "observer", "technician"):
        assert room.refused(seat, NEW) == "not_your_role"
    room.say("kaz", NEW)
    assert state(room, "5") == "proposed"
    assert room.refused("kaz", AdmitItem("5")) == "not_your_role"
    room.say("chair", AdoptAgenda())
    assert (state(room, "5"), state(room, "4")) == ("proposed", "adopted"), "only what was admitted"
    assert room.refused("chair", OpenItem("5")) == "wrong_state"
    assert room.refused("chair", AdoptAgenda()) == "not_due", "nothing new to adopt"
    room.say("secretary", AdmitItem("5"))
    room.say("chair", AdoptAgenda(), OpenItem("5"))


def test_an_item_has_a_title() -> None:
    room = Timeline()
    assert room.refused("kaz", ProposeItem({}, text("x"))) == "bad_field"
    assert room.refused("kaz", ProposeItem({"en": "Transport"}, text("x"))) == "bad_field"
    room.say("kaz", NEW)


def test_a_delegate_and_a_guest_propose_no_item() -> None:
    room = Timeline(company())
    assert room.refused("rus-1", NEW) == "not_your_role"
    assert room.refused("bord", NEW) == "not_your_role"
    room.say("secr", NEW)


def test_an_item_is_declined() -> None:
    room = Timeline()
    room.say("kaz", NEW)
    assert room.refused("secretary", DeclineItem("5", "out of scope")) == "not_presiding"
    room.say("chair", DeclineItem("5", "out of scope"))
    assert room.refused("secretary", AdmitItem("5")) == "wrong_state"


def test_the_agenda_is_adopted_by_a_quorum() -> None:
    room = Timeline().at("10:00").roll_call()
    assert room.refused("chair", AdoptAgenda()) == "sitting_not_in_session"
    room.say("chair", DeclareQuorum("1"))
    assert room.refused("secretary", AdoptAgenda()) == "not_presiding"
    room.say("chair", AdoptAgenda())
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.agenda == ("1", "2", "3", "4")


def test_a_lost_link_holds_up_the_agenda_too() -> None:
    """It is a decision, to which the delegation might object."""
    room = quorate()
    room.say("link", LinkDrop("TJK"))
    assert room.refused("chair", AdoptAgenda()) == "link_lost"
    room.say("link", LinkRestore("TJK"))
    room.say("chair", AdoptAgenda())


def test_one_item_at_a_time() -> None:
    room = Timeline().sitting()
    assert room.refused("chair", OpenItem("2")) == "item_open"
    assert room.refused("arm", OpenItem("2")) == "not_presiding"
    assert room.refused("chair", OpenItem("9")) == "unknown"
    room.say("chair", SuspendItem("1"), OpenItem("2"))
    assert room.refused("chair", ResumeItem("1")) == "item_open"
    room.say("chair", ConcludeItem("2", "noted"), ResumeItem("1"))
    assert state(room, "1") == "under_consideration"


def test_items_are_taken_up_at_a_sitting() -> None:
    room = Timeline().sitting()
    room.say("chair", SuspendItem("1"), SuspendSitting("1", "break"))
    assert room.refused("chair", OpenItem("2")) == "sitting_not_in_session"
    assert room.refused("chair", ResumeItem("1")) == "sitting_not_in_session"
    room.say("chair", ResumeSitting("1"), OpenItem("2"))


@pytest.mark.parametrize(
    "act",
    [
        SuspendItem("1"),
        ConcludeItem("1", "agreed"),
        DeferItem("1", "2"),
        ReferItem("1", text("the Council")),
    ],
)
def test_an_item_is_not_left_in_the_middle_of_a_speech(
    act: SuspendItem | ConcludeItem | DeferItem | ReferItem,
) -> None:
    room = Timeline().sitting()
    room.say("arm", RequestFloor())
    request = room.request().id
    room.say("chair", Grant(request))
    assert room.refused("chair", act) == "floor_taken"
    assert room.refused("secretary", act) == "not_presiding"
    room.say("chair", EndSpeech(request), act)
    assert state(room, "1") != "under_consideration"


@pytest.mark.parametrize("act", [SuspendItem("1"), ConcludeItem("1", "agreed")])
def test_an_item_is_concluded_at_a_sitting(act: SuspendItem | ConcludeItem) -> None:
    room = Timeline().sitting()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", act) == "sitting_not_in_session"
    room.say("chair", AdjournSitting("1"))
    assert room.refused("chair", act) == "sitting_not_in_session"
    good = Timeline().sitting()
    good.say("chair", act)


def test_what_was_not_finished_is_deferred_after_the_sitting() -> None:
    room = Timeline().sitting()
    room.say("chair", AdjournSitting("1"), DeferItem("1", "2"))
    room.on(8).at("10:00").roll_call(sitting="2")
    room.say("chair", DeclareQuorum("2"), OpenItem("1"))
    assert room.state.items["1"].opened_at == moscow("10:05"), "it was opened the day before"


def test_a_referred_item_is_over() -> None:
    room = Timeline().sitting()
    room.say("chair", ReferItem("1", text("the Council")))
    for act in (OpenItem("1"), ResumeItem("1"), ReopenItem("1"), ConcludeItem("1", "noted")):
        assert room.refused("chair", act) == "wrong_state"


def test_who_withdraws_an_item() -> None:
    room = Timeline()
    room.say("kaz", NEW)
    assert room.refused("arm", WithdrawItem("5")) == "not_your_role"
    assert room.refused("arm", WithdrawItem("1")) == "not_your_role"
    room.say("kaz", WithdrawItem("5"))
    assert state(room, "5") == "withdrawn"
    room.say("chair", WithdrawItem("4"))
    room.sitting()
    assert room.refused("chair", OpenItem("4")) == "wrong_state"
    assert room.refused("chair", WithdrawItem("1")) == "wrong_state", "it is open"


def test_an_item_is_reopened_by_a_quorum_and_has_no_outcome_until_it_is_concluded_again() -> None:
    room = Timeline().sitting(STATES[:5])
    room.at("11:00").say("chair", ConcludeItem("1", "agreed"), OpenItem("2"))
    assert room.refused("chair", ReopenItem("1")) == "item_open"
    room.say("chair", ConcludeItem("2", "noted"))
    room.say("link", LinkDrop("ARM"))
    assert room.refused("chair", ReopenItem("1")) == "link_lost"
    room.say("link", LinkRestore("ARM"))
    room.say("arm", StepOut())
    room.say("blr", StepOut())
    assert room.refused("chair", ReopenItem("1")) == "no_quorum"
    room.say("arm", Return())
    room.at("11:30").say("chair", ReopenItem("1"))
    item = room.state.items["1"]
    assert (item.state, item.outcome, item.opened_at, item.concluded_at) == (
        "under_consideration",
        "",
        moscow("10:05"),
        None,
    )
    room.at("11:45").say("chair", ConcludeItem("1", "partly_agreed"))
    assert room.state.items["1"].concluded_at == moscow("11:45")


def test_a_text_waits_for_its_item() -> None:
    room = Timeline().sitting()
    room.say("secretary", TableDecision("1", "text", text("words")))
    room.say("chair", SuspendItem("1"))
    assert room.refused("chair", ReadOut("1.1")) == "wrong_state"
    room.say("chair", ResumeItem("1"), ReadOut("1.1"))
