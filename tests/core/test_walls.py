"""What each seat gets to see: observers by the rule, guests by their items, and nobody behind a wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, kinds, text
from vcsession import wire
from vcsession.core import view
from vcsession.core.audience import AUDIENCES, audience, audiences
from vcsession.core.convocation import Convocation, Rights
from vcsession.core.matters.agenda import ConcludeItem, OpenItem, ResumeItem, SuspendItem
from vcsession.core.matters.caucus import AcceptInvitation, OpenRoom
from vcsession.core.matters.conduct import CallOn
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    TableDecision,
    WithdrawDecision,
)
from vcsession.core.matters.floor import BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.incidents import CannotHear
from vcsession.core.matters.reservations import AnnounceReservation, SubmitText
from vcsession.core.matters.roll_call import StepOut
from vcsession.core.matters.seats import ReissueLink, RevokeSeat
from vcsession.core.matters.silence import BreakSilence, PutUnderSilence
from vcsession.core.matters.sittings import SuspendSitting
from vcsession.core.matters.text import Bracket
from vcsession.core.offers import offers
from vcsession.core.routing import heard, plenary, routes
from vcsession.core.session import decide
from vcsession.core.vocabulary import Refused

EVERYBODY = (*STATES, "SECR", "BORD", "OBS")
ALL = ("stage", "agenda", "papers", "text", "decisions", "reservations")
LOOKING_ON = ("observer", "obs")


def seen(room: Timeline, seat: str) -> dict[str, Any]:
    """Every slice of the seat, as plain data."""
    actor = room.actor(seat)
    by = audience(room.state, actor)
    made = {
        **{name: make(room.state) for name, make in view.SHARED.items()},
        **{name: make_for(room.state, by) for name, make_for in view.APART.items()},
        "me": view.me(room.state, actor, room.now),
    }
    return {name: wire.mapping(one) for name, one in made.items()}


def at_work(**rules: Any) -> Timeline:
    return Timeline(company(**rules)).sitting(EVERYBODY)


def busy(**rules: Any) -> Timeline:
    """Somebody speaks, others wait, a decision is before the room, another was taken, a third broke."""
    room = at_work(**{"max_open_floors": 1, **rules})
    room.say("arm", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    room.say("media", BeginSpeech(room.state.speakers[0]))
    room.say("kaz", RequestFloor())
    room.say("rus", RequestFloor("point_of_order"))
    taken = room.put()
    room.agree(taken, *STATES).say("chair", AdoptAdReferendum(taken, ("TJK",)))
    silent = room.read_out()
    room.say("chair", PutUnderSilence(silent, room.now + timedelta(hours=24)))
    room.say("kgz", BreakSilence(silent, "objection", "not like this"))
    room.say("secretary", Bracket("2.date", text("28 July"), ("KAZ",)))
    room.say("arm", AnnounceReservation("reservation", taken), AnnounceReservation("reservation"))
    room.say("arm", SubmitText("ARM/R1", "We keep our own date."))
    before = room.put()
    room.say("blr", RecordAnswer(before, "agree"))
    return room


# observers


@pytest.mark.parametrize("seat", LOOKING_ON)
def test_by_default_observers_see_the_stage_the_agenda_and_the_papers_and_no_more(seat: str) -> None:
    room = busy()
    shown = seen(room, seat)
    assert [r["seat"] for r in shown["floor"]["speakers"]] == ["arm"]
    assert shown["agenda"]["current"] == "1"
    assert len(shown["agenda"]["items"]) == len(room.state.items)
    assert shown["text"]["documents"] != {}
    assert (shown["floor"]["queue"], shown["floor"]["points"]) == ([], [])
    assert (shown["decisions"]["decisions"], shown["decisions"]["current"]) == ([], None)
    assert (shown["text"]["rows"], shown["text"]["proposals"]) == ([], [])
    assert shown["text"]["open_brackets"] == 0
    assert shown["reservations"]["reservations"] == []
    table = seen(room, "kgz")
    assert [r["seat"] for r in table["floor"]["queue"]] == ["rus", "kaz"]
    assert len(table["decisions"]["decisions"]) == 3
    assert len(table["reservations"]["reservations"]) == 2


@pytest.mark.parametrize("seat", LOOKING_ON)
def test_whatever_the_rule_says_observers_see_no_queue_no_author_and_nothing_undecided(seat: str) -> None:
    shown = seen(busy(observers_see=ALL), seat)
    assert (shown["floor"]["queue"], shown["floor"]["points"]) == ([], [])
    assert shown["text"]["proposals"] == []
    alternatives = [a for row in shown["text"]["rows"] for cell in row["cells"] for a in cell["alternatives"]]
    assert [a["delegations"] for a in alternatives] == [[]]
    (row,) = shown["decisions"]["decisions"]
    assert (row["number"], row["state"], shown["decisions"]["current"]) == (
        "1.1",
        "adopted_ad_referendum",
        None,
    )
    assert (row["answers"]["agree"], row["confirm_list"], row["put_at"]) == ([], [], None)
    assert [r["number"] for r in shown["reservations"]["reservations"]] == ["ARM/R1", "ARM/R2"]


def test_a_decision_that_was_never_taken_is_never_shown_to_observers() -> None:
    room = at_work(observers_see=ALL)
    number = room.read_out()
    assert seen(room, "observer")["decisions"]["decisions"] == []
    room.say("chair", WithdrawDecision(number))
    assert seen(room, "observer")["decisions"]["decisions"] == []
    assert len(seen(room, "arm")["decisions"]["decisions"]) == 1


def test_an_objection_that_broke_a_silence_once_is_not_told_with_the_decision() -> None:
    room = busy(observers_see=ALL)
    told = [d for d in seen(room, "arm")["decisions"]["decisions"] if d["broken_by"]]
    assert [d["broken_with"] for d in told] == ["not like this"]
    assert "not like this" not in str(seen(room, "observer"))


@pytest.mark.parametrize("part", ["agenda", "papers"])
def test_the_rule_takes_a_slice_away(part: str) -> None:
    room = at_work(observers_see=tuple(p for p in ALL if p != part))
    shown = seen(room, "observer")
    assert (shown["agenda"]["items"] == []) == (part == "agenda")
    assert (shown["text"]["documents"] == {}) == (part == "papers")


def test_without_the_stage_observers_are_sent_no_sound_and_no_picture_either() -> None:
    room = busy(observers_see=("agenda",))
    assert {"observer", "obs"} & plenary(room.state).hearers == set()
    shown = seen(room, "observer")
    assert (shown["floor"]["speakers"], shown["roll_call"]["rows"]) == ([], [])
    assert shown["me"]["wall"] == "stage_not_shown"
    assert shown["agenda"]["items"] != []
    assert shown["me"]["microphone_of"] is None
    watched = seen(busy(), "observer")
    assert (watched["me"]["wall"], watched["me"]["microphone_of"]) == ("", "arm")


def test_a_technician_watches_the_stage_in_closed_parts_too() -> None:
    room = busy()
    room.say("chair", ClosePart("1"))
    shown = seen(room, "technician")
    assert [r["seat"] for r in shown["floor"]["speakers"]] == ["arm"]
    assert (shown["floor"]["queue"], shown["decisions"]["decisions"]) == ([], [])
    assert "technician" in plenary(room.state).hearers


def test_a_decision_that_an_observer_delegation_may_not_know_of_it_cannot_ask_for() -> None:
    """Not even by asking whether it is there."""
    convocation = with_rights("OBS", Rights(False, False, False, may_speak=True))
    room = Timeline(convocation).sitting(EVERYBODY)
    number = room.read_out()
    statement = AnnounceReservation("statement_for_the_record", number)
    offered = [a.fields.get("decision") for a in offers(room.state, room.actor("obs"), room.now)]
    assert number not in offered
    assert room.refused("obs", statement) == "unknown"
    room.say("chair", PutToRoom(number))
    room.agree(number, *STATES).say("chair", Adopt(number))
    room.say("obs", statement)


def with_rights(code: str, rights: Rights) -> Convocation:
    convocation = company()
    delegations = tuple(replace(d, rights=rights) if d.code == code else d for d in convocation.delegations)
    return replace(convocation, delegations=delegations)


# closed parts


def moves(room: Timeline, seat: str) -> set[str]:
    """The slices of the seat that change while the room works on."""
    before = seen(room, seat)
    room.say("chair", EndSpeech(room.state.speakers[0]))
    room.say("secretary", TableDecision("1", "text", text("words")))
    room.say("kgz", RequestFloor(), StepOut())
    room.say("blr", CannotHear())
    room.say("chair", SuspendItem("1"), OpenItem("2"))
    after = seen(room, seat)
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("seat", LOOKING_ON)
def test_in_a_closed_part_nothing_that_happens_moves_a_slice_of_an_observer(seat: str) -> None:
    room = at_work(observers_see=ALL)
    room.say("arm", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]), ClosePart("1"))
    shown = seen(room, seat)
    assert (shown["floor"]["speakers"], shown["agenda"]["items"], shown["text"]["rows"]) == ([], [], [])
    assert shown["me"]["wall"] == "part_closed"
    figures = seen(room, seat)["sitting"]
    assert moves(room, seat) <= {"sitting"}
    assert {**seen(room, seat)["sitting"], "quorum": figures["quorum"]} == figures, "but for the count"
    assert "BLR" not in str(seen(room, seat)["sitting"]["incidents"])
    room.say("chair", OpenPart("1"))
    assert seen(room, seat)["agenda"]["current"] == "2"
    assert seen(room, "arm")["sitting"]["incidents"] != []


def test_in_an_open_part_they_move() -> None:
    room = at_work()
    room.say("arm", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    assert {"floor", "agenda", "roll_call"} <= moves(room, "observer")


def test_nobody_behind_a_wall_stops_the_room_by_not_hearing_it() -> None:
    room = at_work()
    room.say("obs", CannotHear())
    assert "incident_cleared" in kinds(room.say("chair", ClosePart("1"))), "it need not hear any more"
    assert room.refused("obs", CannotHear()) == "part_closed"
    room.say("arm", CannotHear())


# guests with listed items


def invited(*items: str, code: str = "BORD", **rules: Any) -> Timeline:
    convocation = company(**rules)
    delegations = tuple(replace(d, items=items) if d.code == code else d for d in convocation.delegations)
    return Timeline(replace(convocation, delegations=delegations)).sitting(EVERYBODY)


def test_an_invited_body_sees_hears_and_speaks_in_its_item_and_its_access_ends_with_it() -> None:
    room = invited("2")
    assert "bord" not in plenary(room.state).hearers
    assert "bord" not in plenary(room.state).pictures
    assert room.refused("bord", RequestFloor()) == "not_your_item"
    assert room.refused("chair", CallOn("BORD")) == "not_your_item"
    assert room.refused("secretary", RequestFloor(delegation="BORD")) == "not_your_item"
    assert seen(room, "bord")["me"]["wall"] == "not_your_item"
    room.say("chair", SuspendItem("1"), OpenItem("2"))
    assert {"bord"} <= plenary(room.state).hearers & set(plenary(room.state).pictures)
    assert seen(room, "bord")["me"]["wall"] == ""
    room.say("bord", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    room.say("media", BeginSpeech(room.state.speakers[0]))
    room.say("chair", EndSpeech(room.state.speakers[0]))
    assert room.refused("bord", RequestFloor(item="1")) == "not_your_item"
    room.say("bord", RequestFloor(item="2"))
    assert "request_closed" in kinds(room.say("chair", ConcludeItem("2", "noted")))
    assert (room.queue, "bord" in plenary(room.state).hearers) == ([], False)
    assert room.refused("bord", RequestFloor()) == "not_your_item"


def test_access_pauses_with_a_suspended_item_and_lasts_through_a_break() -> None:
    room = invited("1")
    assert "bord" in plenary(room.state).hearers
    room.say("chair", SuspendSitting("1", "break"))
    assert "bord" in plenary(room.state).hearers
    again = invited("1")
    again.say("chair", SuspendItem("1"))
    assert "bord" not in plenary(again.state).hearers
    again.say("chair", ResumeItem("1"))
    assert "bord" in plenary(again.state).hearers


def test_whose_items_are_not_listed_sees_hears_and_speaks_throughout() -> None:
    room = invited()
    assert "bord" in plenary(room.state).hearers
    room.say("bord", RequestFloor())
    assert seen(room, "bord")["floor"] == seen(room, "arm")["floor"]
    assert audiences(room.state) == AUDIENCES


def test_outside_its_items_it_is_shown_its_own_items_and_its_own_row_alone() -> None:
    room = invited("2")
    room.put()
    room.say("arm", RequestFloor())
    shown = seen(room, "bord")
    assert [i["number"] for i in shown["agenda"]["items"]] == ["2"]
    assert shown["agenda"]["current"] is None
    assert [r["delegation"] for r in shown["roll_call"]["rows"]] == ["BORD"]
    assert (shown["floor"]["queue"], shown["decisions"]["decisions"]) == ([], [])
    assert (shown["text"]["rows"], shown["text"]["documents"]) == ([], {})
    acts = {act["type"]: act["blocked"] for act in (*shown["me"]["steps"], *shown["me"]["acts"])}
    assert (acts["request_floor"], acts["step_out"]) == ("not_your_item", "")


def test_in_its_item_it_sees_the_decisions_and_papers_of_its_items_and_no_others() -> None:
    room = invited("2")
    other = room.put()
    room.agree(other, *STATES).say("chair", Adopt(other), ConcludeItem("1", "agreed"), OpenItem("2"))
    room.say("secretary", TableDecision("2", "text", text("words")), ReadOut("2.1"))
    shown = seen(room, "bord")
    assert [d["number"] for d in shown["decisions"]["decisions"]] == ["2.1"]
    assert set(shown["text"]["documents"]) == set(room.state.items["2"].documents)
    assert (shown["text"]["rows"] != []) == (shown["text"]["symbol"] in room.state.items["2"].documents)
    assert room.refused("bord", AnnounceReservation("statement_for_the_record", other)) == "unknown"
    assert room.refused("bord", AnnounceReservation("statement_for_the_record", "2.9")) == "unknown"
    room.say("bord", AnnounceReservation("statement_for_the_record", "2.1"))
    room.say("secretary", AnnounceReservation("statement_for_the_record", other, "SECR"))


def test_its_own_statement_it_sees_and_follows_after_its_item_too() -> None:
    room = invited("1")
    room.say("bord", AnnounceReservation("statement_for_the_record"))
    room.say("arm", AnnounceReservation("reservation"))
    assert len(seen(room, "bord")["reservations"]["reservations"]) == 2
    room.say("chair", ConcludeItem("1", "noted"))
    assert [r["number"] for r in seen(room, "bord")["reservations"]["reservations"]] == ["BORD/R1"]
    room.say("bord", SubmitText("BORD/R1", "words"))


def test_an_observer_with_listed_items_is_never_more_than_an_observer() -> None:
    room = invited("1", code="OBS")
    room.say("arm", RequestFloor())
    shown = seen(room, "obs")
    assert (shown["floor"]["queue"], shown["text"]["rows"]) == ([], [])
    assert "obs" in plenary(room.state).hearers
    room.say("chair", ClosePart("1"))
    assert seen(room, "obs")["me"]["wall"] == "part_closed"


def test_no_refusal_of_a_guest_depends_on_what_it_may_not_know() -> None:
    """For a decision of another item the answer is the same whether it is there or not."""
    room = invited("2")
    number = room.read_out()
    asked = ("1.1", "1.9")
    answers = []
    for decision in asked:
        try:
            decide(
                room.state,
                room.actor("bord"),
                AnnounceReservation("statement_for_the_record", decision),
                room.now,
            )
        except Refused as refused:
            answers.append((refused.code, {k: v for k, v in refused.detail.items() if k != "id"}))
    assert number == asked[0]
    assert len(answers) == 2
    assert answers[0] == answers[1]


# side rooms


def test_a_revoked_seat_is_in_no_side_room_either() -> None:
    room = at_work()
    room.say("arm", OpenRoom("bilateral", ("BLR",)))
    room.say("blr", AcceptInvitation("room-1"))
    assert "blr" in heard(room.state)
    room.say("secretary", ReissueLink("arm"))
    assert {"arm", "blr"} <= heard(room.state), "without a lobby a new link takes nobody out"
    room.say("secretary", RevokeSeat("blr"))
    assert "blr" not in heard(room.state)
    assert all("blr" not in hall.hearers for hall in routes(room.state).halls)
    assert "arm" in heard(room.state)
