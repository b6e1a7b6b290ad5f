"""When a sitting is recorded: in its open parts alone, where the rules want it; everybody is told."""

from __future__ import annotations

from tests.core.timeline import STATES, Timeline, company, echelon
from vcsession.core.matters.caucus import AcceptInvitation, OpenRoom
from vcsession.core.matters.in_camera import ClosePart, OpenPart
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder, ResumeSitting, SuspendSitting
from vcsession.core.routing import routes
from vcsession.core.view import sitting


def recorded(room: Timeline) -> str:
    """The sitting that the plenary is recorded of; every audience is told the same, no caucus is recorded."""
    plenary, *caucuses = routes(room.state).halls
    assert all(hall.recorded == "" for hall in caucuses)
    assert all(sitting(room.state, who).recorded is bool(plenary.recorded) for who in ("table", "observers"))
    return plenary.recorded


def test_without_the_rule_nothing_is_recorded() -> None:
    assert echelon().rules.recording == "none"
    assert recorded(Timeline().sitting()) == ""


def test_a_recording_begins_with_the_work_of_a_sitting_and_ends_with_it() -> None:
    room = Timeline(echelon(recording="open_parts"))
    assert recorded(room) == ""
    room.at("10:00").say("chair", CallToOrder("1"))
    assert recorded(room) == "", "the roll-call is not recorded"
    room = Timeline(echelon(recording="open_parts")).sitting()
    assert recorded(room) == "1"
    room.say("chair", AdjournSitting("1"))
    assert recorded(room) == ""


def test_a_suspension_interrupts_it() -> None:
    room = Timeline(echelon(recording="open_parts")).sitting()
    room.say("chair", SuspendSitting("1", "break"))
    assert recorded(room) == ""
    room.say("chair", ResumeSitting("1"))
    assert recorded(room) == "1"


def test_a_closed_part_is_never_recorded() -> None:
    room = Timeline(company(recording="open_parts")).sitting((*STATES, "SECR", "BORD", "OBS"))
    assert recorded(room) == "1"
    room.say("chair", ClosePart("1"))
    assert recorded(room) == ""
    room.say("chair", SuspendSitting("1", "break"), ResumeSitting("1"))
    assert recorded(room) == "", "still closed"
    room.say("chair", OpenPart("1"))
    assert recorded(room) == "1"


def test_a_caucus_is_not_recorded_and_whoever_is_in_it_stands_in_no_place_that_is() -> None:
    room = Timeline(company(recording="open_parts")).sitting(STATES)
    room.say("rus", OpenRoom("delegation"))
    room.say("rus-1", AcceptInvitation("room-1"))
    assert recorded(room) == "1"
    plenary, caucus = routes(room.state).halls
    assert {"rus", "rus-1"} <= caucus.hearers
    assert not {"rus", "rus-1"} & {plenary.floor, *plenary.voices, *plenary.pictures}
