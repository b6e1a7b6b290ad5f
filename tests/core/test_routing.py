"""The gate as a pure function of the state: who is heard, who is seen, and in which place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon
from vcsession.core.catalogue import Command
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.floor import (
    Accept,
    BeginSpeech,
    EndSpeech,
    Grant,
    LapseRequest,
    PauseSpeech,
    RequestFloor,
    ResumeSpeech,
    RevokeFloor,
    WithdrawRequest,
    YieldFloor,
)
from vcsession.core.matters.presiding import (
    AcknowledgeResume,
    ChairAsksToResume,
    ChairLinkDrop,
    DeputyAssumes,
    HandOver,
)
from vcsession.core.matters.roll_call import Depart, LinkDrop, LinkRestore
from vcsession.core.matters.session import Cancel, CloseSession, Postpone
from vcsession.core.matters.sittings import AdjournSitting, CancelSitting, CloseSitting, SuspendSitting
from vcsession.core.routing import SILENT, Hall, may_publish, routes
from vcsession.core.state import State
from vcsession.core.view import me


def hall(room: Timeline) -> Hall:
    (only,) = routes(room.state).halls
    return only


def heard(room: Timeline) -> set[str]:
    """Every seat whose microphone is forwarded to anybody, by the routes; the view of each seat agrees."""
    found = {seat for h in routes(room.state).halls for seat in (h.floor, *h.voices) if seat is not None}
    told = {s for s in room.state.seats if me(room.state, room.actor(s), room.now).microphone == "open"}
    assert told == {seat for seat in found if may_publish(room.state.seats[seat].role)}
    return found


def asks(room: Timeline, seat: str, kind: RequestFloor | None = None) -> str:
    room.say(seat, kind or RequestFloor())
    return next(r for r in room.state.queue if room.state.requests[r].seat == seat)


def test_nothing_is_routed_before_the_session_is_convened() -> None:
    assert routes(State()) == SILENT


def test_a_microphone_opens_with_the_grant_and_with_nothing_less() -> None:
    room = Timeline(echelon(mode="request")).sitting()
    assert heard(room) == {"chair"}
    request = asks(room, "arm")
    assert heard(room) == {"chair"}, "asking opens nothing"
    room.say("chair", Accept(request))
    assert heard(room) == {"chair"}, "nor does standing in the list"
    room.say("chair", Grant(request))
    assert heard(room) == {"chair", "arm"}
    assert (hall(room).floor, hall(room).voices) == ("arm", ("chair",))


@pytest.mark.parametrize(
    ("seat", "act"),
    [
        ("arm", YieldFloor),
        ("chair", EndSpeech),
        ("chair", RevokeFloor),
        ("chair", PauseSpeech),
        ("chair", lambda _: SuspendSitting("1", "break")),
        ("chair", lambda _: AdjournSitting("1")),
        ("arm", lambda _: Depart()),
        ("link", lambda _: LinkDrop("ARM")),
    ],
    ids=["yield", "end", "revoke", "pause", "suspend", "adjourn", "depart", "link"],
)
def test_everything_that_ends_a_speech_closes_the_microphone(
    seat: str, act: Callable[[str], Command]
) -> None:
    room = Timeline().sitting()
    request = asks(room, "arm")
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    assert "arm" in heard(room)
    room.say(seat, act(request))
    assert heard(room) == {"chair"}


def test_a_pause_closes_and_its_end_opens() -> None:
    room = Timeline().sitting()
    request = asks(room, "arm")
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.say("chair", PauseSpeech(request))
    assert heard(room) == {"chair"}
    room.say("chair", ResumeSpeech(request))
    assert heard(room) == {"chair", "arm"}
    room.say("link", LinkDrop("ARM"))
    assert heard(room) == {"chair"}
    room.say("link", LinkRestore("ARM"))
    assert heard(room) == {"chair", "arm"}


def test_a_point_of_order_takes_the_place_of_the_speaker() -> None:
    room = Timeline().sitting()
    speech = asks(room, "arm")
    room.say("chair", Grant(speech))
    room.say("media", BeginSpeech(speech))
    order = asks(room, "kaz", RequestFloor("point_of_order"))
    room.say("chair", Grant(order))
    assert (hall(room).floor, hall(room).voices) == ("kaz", ("chair",))


def test_who_is_not_there_when_called_is_not_heard() -> None:
    room = Timeline().sitting()
    request = asks(room, "arm")
    room.say("chair", Grant(request), LapseRequest(request))
    assert heard(room) == {"chair"}


def test_who_withdraws_is_not_heard() -> None:
    room = Timeline().sitting()
    request = asks(room, "arm")
    room.say("arm", WithdrawRequest(request))
    assert heard(room) == {"chair"}


def test_two_floors_are_both_heard() -> None:
    room = Timeline(echelon(max_open_floors=2)).sitting()
    first, second = asks(room, "arm"), asks(room, "blr")
    room.say("chair", Grant(first), Grant(second))
    assert heard(room) == {"chair", "arm", "blr"}
    assert (hall(room).floor, hall(room).voices) == ("arm", ("chair", "blr"))


def test_the_microphone_of_the_one_who_speaks_and_not_of_its_head() -> None:
    room = Timeline(company()).sitting()
    request = asks(room, "rus-1")
    room.say("chair", Grant(request))
    assert heard(room) == {"chair", "rus-1"}


def test_the_presiding_officer_is_always_heard_and_only_he() -> None:
    room = Timeline()
    assert heard(room) == {"chair"}, "before the first sitting"
    room.sitting()
    room.say("chair", HandOver())
    assert heard(room) == {"chair"}
    room.say("deputy", DeputyAssumes())
    assert heard(room) == {"deputy"}
    room.say("deputy", SuspendSitting("1", "break"))
    assert heard(room) == {"deputy"}
    room.say("chair", ChairAsksToResume())
    room.say("deputy", AcknowledgeResume())
    assert heard(room) == {"chair"}


def test_a_vacant_chair_is_silent() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    assert heard(room) == {"chair"}, "in grace the place is his"
    room.at("11:01:30")
    assert heard(room) == set()


def test_observers_and_technicians_never_publish() -> None:
    assert all(map(may_publish, ("chair", "deputy", "secretary", "head", "delegate", "interpreter")))
    assert not may_publish("observer")
    assert not may_publish("technician")
    room = Timeline(company()).sitting((*STATES, "SECR", "BORD", "OBS"))
    for seat in ("observer", "technician"):
        assert me(room.state, room.actor(seat), room.now).microphone == "not_published"
        assert seat not in hall(room).pictures
        assert seat in hall(room).hearers


def test_nothing_after_the_close() -> None:
    room = Timeline().sitting()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"))
    assert heard(room) == {"chair"}
    room.say("chair", CloseSession())
    assert routes(room.state) == SILENT
    assert heard(room) == set()


@pytest.mark.parametrize("act", [Cancel(), Postpone()])
def test_nothing_where_no_session_takes_place(act: Cancel | Postpone) -> None:
    room = Timeline()
    room.say("chair", act)
    assert heard(room) == set()


def test_pictures_stand_in_protocol_order_behind_the_chairs() -> None:
    room = Timeline(company()).sitting()
    table = ("chair", "arm", "blr", "kaz", "kgz", "rus", "tjk", "secr", "bord", "obs")
    assert hall(room).pictures == (*table, "deputy", "deputy-2", "secretary")
    room.say("chair", Grant(asks(room, "tjk")))
    assert hall(room).pictures[:10] == table, "who speaks moves nobody"


def test_everybody_hears() -> None:
    room = Timeline(company()).sitting()
    assert hall(room).hearers == frozenset(room.state.seats)


def test_whoever_has_the_floor_may_show_a_screen_and_after_it_the_presiding_officer() -> None:
    room = Timeline().sitting()
    assert hall(room).presenters == ("chair",)
    request = asks(room, "arm")
    assert hall(room).presenters == ("chair",)
    room.say("chair", Grant(request))
    assert hall(room).presenters == ("arm", "chair")
    room.say("chair", RevokeFloor(request))
    assert hall(room).presenters == ("chair",)
