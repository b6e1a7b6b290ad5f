"""A room: one door, changed slices to all, links that come and go, a log that fails, a process that dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.hall import BEGINS, SIGNER, DrawnTime, FailingLog, Hall, echelon, settle
from vcsession import wire
from vcsession.chain import Unsaved
from vcsession.clock import Clock
from vcsession.core import view
from vcsession.core.audience import AUDIENCES
from vcsession.core.convocation import Member
from vcsession.core.matters.roll_call import LinkDrop
from vcsession.core.matters.session import DraftSession
from vcsession.core.slices import Slice
from vcsession.core.vocabulary import LINK, Actor, Refused
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.room import PLENARY, SECRETARIAT, Room
from vcsession.rooms import Rooms, SessionExists, UnknownSession
from vcsession.signing import Broken, verify_chain


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = await Hall.convened()
    yield hall
    await hall.rooms.close()


# one door


async def test_the_sender_learns_like_everybody_else(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    chair.take(), arm.take()
    commit = await hall.do("chair", "call_to_order", sitting="1")
    for seat in (chair, arm):
        (frame,) = seat.take()
        assert frame["version"] == commit.version
        assert frame["slices"]["sitting"]["state"] == "called_to_order"


async def test_a_refused_command_changes_nothing_and_is_told_to_nobody(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    chair.take(), arm.take()
    with pytest.raises(Refused, match="presides"):
        await hall.do("arm", "call_to_order", sitting="1")
    await settle()
    assert (chair.frames, arm.frames, len(await hall.entries())) == ([], [], 2)


async def test_the_same_cause_twice_is_one_commit(hall: Hall) -> None:
    first = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    again = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    assert again == first
    assert len(await hall.entries()) == 3


async def test_the_same_cause_at_the_same_moment_is_one_commit(hall: Hall) -> None:
    both = [hall.do("chair", "call_to_order", sitting="1", cause="click") for _ in range(2)]
    first, again = await asyncio.gather(*both)
    assert again == first
    assert len(await hall.entries()) == 3


async def test_the_same_cause_after_a_restart_is_one_commit(hall: Hall) -> None:
    first = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    hall = await hall.again()
    assert await hall.do("chair", "call_to_order", sitting="1", cause="click") == first
    await hall.rooms.close()


async def test_nobody_gets_the_commit_of_another_by_its_cause(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1", cause="click")
    with pytest.raises(Refused) as refused:
        await hall.do("arm", "answer_roll_call", cause="click")
    assert refused.value.detail["field"] == "cause"


async def test_commands_given_at_once_make_one_chain(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    states = ("arm", "blr", "kaz", "kgz", "rus", "tjk")
    commits = await asyncio.gather(*(hall.do(state, "answer_roll_call") for state in states))
    assert [commit.version for commit in commits] == [4, 5, 6, 7, 8, 9]
    entries = await hall.entries()
    verify_chain(entries, SIGNER.public_key, "echelon-2020", PLENARY)
    assert [wire.load_commit(entry.data) for entry in entries[3:]] == commits


async def test_the_media_plane_is_told_what_is_wanted_after_every_commit(hall: Hall) -> None:
    wanted: list[str] = []
    hall.room.on_want = lambda session, _routes: wanted.append(session)
    await hall.do("chair", "call_to_order", sitting="1")
    await hall.do("arm", "answer_roll_call")
    assert wanted == ["echelon-2020", "echelon-2020"]


async def test_trouble_of_the_media_plane_is_none_of_the_procedure(hall: Hall) -> None:
    def want(_session: str, _routes: object) -> None:
        raise OSError("no more ports")

    hall.room.on_want = want
    arm = hall.seat("arm")
    arm.take()
    await hall.do("chair", "call_to_order", sitting="1")
    assert arm.slices()["sitting"]["state"] == "called_to_order"


# slices


async def test_a_newcomer_is_shown_everything(hall: Hall) -> None:
    (frame,) = hall.seat("arm").take()
    assert set(frame["slices"]) == {*view.SHARED, *view.APART, *view.READ_BY, "me", "folder"}
    assert frame["version"] == 2


async def test_only_what_changed_is_sent(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    observer = hall.seat("observer")
    observer.take()
    await hall.do("arm", "answer_roll_call")
    assert set(observer.slices()) == {"roll_call", "sitting"}  # the quorum stands in the sitting


async def test_a_slice_is_encoded_once_for_all_who_share_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = [hall.seat(name) for name in ("chair", "secretary", "arm", "blr", "kaz", "observer")]
    for seat in seats:
        seat.take()
    encoded: Counter[str] = Counter()
    original = wire.dump_slice

    def dump(value: Slice) -> bytes:
        encoded[type(value).__name__] += 1
        return original(value)

    monkeypatch.setattr(wire, "dump_slice", dump)
    await hall.do("chair", "call_to_order", sitting="1")
    own = encoded.pop("MeSlice")
    assert own == len(seats)
    assert max(encoded.values()) <= len(AUDIENCES), "once for all, or once for each audience"
    assert set(encoded) >= {"RollCallSlice", "SittingSlice"}
    assert not set(encoded) & {"SessionSlice", "LanguagesSlice"}, "and what did not change, not at all"
    rows = {json.dumps(seat.slices()["roll_call"]) for seat in seats}
    assert len(rows) == 1


async def test_a_slice_says_the_same_bytes_to_all(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    shared = [
        frame.partition(b',"me":')[0].partition(b'"slices":')[2] for frame in (chair.frames[0], arm.frames[0])
    ]
    assert shared[0] == shared[1] != b""


async def test_the_wall_between_the_table_and_who_looks_on_holds_on_the_wire(hall: Hall) -> None:
    """By every way in: the newcomer's frame, the one that comes back, and the whole view."""
    for name in ("arm", "secretary"):
        assert hall.seat(name).slices()["text"]["proposals"] != []
    for name in ("observer", "technician"):
        assert hall.seat(name).slices()["text"]["proposals"] == []
        assert hall.seat(name, after=0).slices()["text"]["proposals"] == []
        plate = hall.room.state.seats[name]
        whole = json.loads(hall.room.whole(Actor(plate.id, plate.role, plate.delegation)))
        assert whole["slices"]["text"]["proposals"] == []


async def test_when_a_wall_goes_up_and_comes_down_each_seat_is_told_at_once(hall: Hall) -> None:
    """An observer that missed a closed part is shown where the room stands, though it saw none of it."""
    await hall.before_the_room()
    observer, arm = hall.seat("observer"), hall.seat("arm")
    observer.take(), arm.take()
    await hall.do("chair", "close_part", sitting="1")
    closed = observer.slices()
    assert (closed["agenda"]["items"], closed["me"]["wall"]) == ([], "part_closed")
    assert "agenda" not in arm.slices()
    await hall.do("kaz", "request_floor")
    await hall.do("chair", "hold", decision="1.1")
    assert observer.take("slices") == []
    assert arm.take("slices") != []
    await hall.do("chair", "open_part", sitting="1")
    opened = observer.slices()
    assert (opened["agenda"]["current"], opened["me"]["wall"]) == ("1", "")
    whole = json.loads(hall.room.whole(hall.actor("observer")))["slices"]
    assert {name: whole[name] for name in opened} == opened


async def test_me_is_each_seats_own(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    chair, arm = hall.seat("chair").slices()["me"], hall.seat("arm").slices()["me"]
    assert (chair["seat"], arm["seat"]) == ("chair", "arm")
    assert (chair["presiding"], arm["presiding"]) == (True, False)
    assert "answer_roll_call" in [act["type"] for act in arm["steps"]]
    assert "answer_roll_call" not in [act["type"] for act in chair["steps"] + chair["acts"]]


async def test_a_seat_that_comes_back_gets_what_it_missed_and_no_more(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    seen = hall.room.state.version
    await hall.do("arm", "answer_roll_call")
    (frame,) = hall.seat("observer", after=seen).take()
    assert set(frame["slices"]) - {"me"} == {"roll_call", "sitting"}


async def test_a_seat_that_missed_nothing_gets_the_time_alone(hall: Hall) -> None:
    observer = hall.seat("observer", after=hall.room.state.version)
    assert observer.take("slices") == []
    assert hall.seat("technician", after=hall.room.state.version).take("now") != []


@pytest.mark.parametrize("after", [None, -1, 0, 999])
async def test_a_seat_whose_version_means_nothing_here_gets_everything(hall: Hall, after: int | None) -> None:
    everything = {*view.SHARED, *view.APART, *view.READ_BY, "me"}
    assert set(hall.seat("interpreter-ru", after=after).slices()) == everything
    assert set(hall.seat("chair", after=after).slices()) == everything | {"bureau"}


async def test_resuming_at_any_version_ends_in_the_same_picture(hall: Hall) -> None:
    """What was seen at a version, with what is sent after it, is what a newcomer is shown."""
    pictures: dict[int, dict[str, Any]] = {}

    def seen(_session: str, _state: object, commit: Any) -> None:
        pictures[commit.version] = json.loads(hall.room.whole(hall.actor("arm")))["slices"]

    hall.room.on_commit = seen
    await hall.before_the_room()
    await hall.do("arm", "record_answer", decision="1.1", answer="agree")
    final = json.loads(hall.room.whole(hall.actor("arm")))["slices"]
    assert len(pictures) > 10
    for version, picture in pictures.items():
        assert picture | hall.seat("arm", after=version).slices() == final


async def test_looking_by_http_takes_nothing_from_the_socket(hall: Hall) -> None:
    arm = hall.seat("arm")
    arm.take()
    await hall.do("chair", "call_to_order", sitting="1")
    hall.room.whole(hall.actor("arm"))
    await hall.do("arm", "answer_roll_call")
    hall.room.whole(hall.actor("arm"))
    assert arm.slices()["me"] == json.loads(hall.room.whole(hall.actor("arm")))["slices"]["me"]


# seats


async def test_everybody_is_told_who_is_connected(hall: Hall) -> None:
    chair = hall.seat("chair")
    arm = hall.seat("arm")
    assert [frame["connected"] for frame in chair.take("links")] == [["chair"], ["arm", "chair"]]
    hall.room.unsubscribe(arm)
    assert [frame["connected"] for frame in chair.take("links")] == [["chair"]]


async def test_a_seat_opened_again_makes_the_first_window_passive(hall: Hall) -> None:
    first = hall.seat("arm")
    second = hall.seat("arm")
    assert (first.take("elsewhere"), first.codes) == ([{"frame": "elsewhere"}], [4409])
    assert (second.take("elsewhere"), second.codes) == ([], [])
    hall.room.unsubscribe(first)  # its socket ends only now: the second one's place is not touched
    assert hall.room.connected == {"arm"}
    second.take()
    await hall.do("chair", "call_to_order", sitting="1")
    assert "sitting" in second.slices()


async def test_a_signal_is_kept_for_a_seat_that_comes_back(hall: Hall) -> None:
    hall.room.signal("arm", "m1", b'{"frame":"places","media":"m1","places":[]}')
    hall.room.signal("arm", "m2", b'{"frame":"places","media":"m2","places":[]}')
    hall.room.end_signal("arm", "m1")
    assert [frame["media"] for frame in hall.seat("arm").take("places")] == ["m2"]
    assert hall.seat("blr").take("places") == []


async def test_slower_is_a_quiet_cue_for_the_speaker_and_the_chair_and_is_in_no_log() -> None:
    hall = await Hall.convened(interpretation=True)
    await hall.in_session()
    for command in ("booth_check", "go_live"):
        await hall.do("interpreter-en", command, language="en")
    commit = await hall.do("kaz", "request_floor")
    commit = await hall.do("chair", "grant", request=f"request-{commit.version}")
    seats = {name: hall.seat(name) for name in ("kaz", "chair", "arm", "interpreter-en", "interpreter-ru")}

    def told() -> set[str]:
        return {name for name, seat in seats.items() if seat.take("slower")}

    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == {"kaz", "chair", "interpreter-en"}
    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == set(), "pressed twice it is one cue"
    await hall.time.draw(3)
    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == {"kaz", "chair", "interpreter-en"}
    with pytest.raises(Refused):
        hall.room.asides.ask_slower(hall.actor("interpreter-ru"))
    assert hall.room.state.version == commit.version
    assert hall.seat("kaz").take("slower") == [], "nor is it kept for anybody"
    await hall.rooms.close()


async def test_every_five_seconds_there_is_a_sign_of_life(hall: Hall) -> None:
    arm = hall.seat("arm")
    arm.take()
    await hall.time.draw(11)
    assert [frame["now"] for frame in arm.take("now")] == [
        "2020-07-07T06:50:05.000Z",
        "2020-07-07T06:50:10.000Z",
    ]


# links


async def test_a_link_is_lost_when_it_does_not_come_back(hall: Hall) -> None:
    await hall.in_session()
    arm = hall.seat("arm")
    hall.room.unsubscribe(arm)
    await hall.time.draw(1.4)
    assert hall.room.state.presence["ARM"].state == "present"
    await hall.time.draw(0.2)
    assert hall.room.state.presence["ARM"].state == "link_lost"


async def test_a_reloaded_page_leaves_no_trace(hall: Hall) -> None:
    await hall.in_session()
    chair, arm = hall.seat("chair"), hall.seat("arm")
    version = hall.room.state.version
    for seat in (chair, arm):
        hall.room.unsubscribe(seat)
    await hall.time.draw(1.0)
    hall.seat("chair"), hall.seat("arm")
    await hall.time.draw(30)
    assert await hall.told(after=version) == []


async def test_a_link_comes_back_with_its_socket(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2)
    version = hall.room.state.version
    hall.seat("arm")
    await settle()
    assert hall.room.state.presence["ARM"].state == "present"
    assert await hall.told(after=version) == ["presence_changed"]


async def test_a_link_comes_back_with_any_call(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2)
    await hall.room.touch(hall.actor("blr"))
    assert hall.room.state.presence["ARM"].state == "link_lost"
    await hall.room.touch(hall.actor("arm"))
    assert hall.room.state.presence["ARM"].state == "present"


async def test_links_lost_at_one_moment_are_all_recorded(hall: Hall) -> None:
    await hall.in_session()
    seats = [hall.seat(name) for name in ("arm", "blr", "kaz", "chair")]
    await settle()
    for seat in seats:
        hall.room.unsubscribe(seat)
    hall.log.door.clear()  # the first is still being stored when the others come
    await hall.time.draw(2)
    hall.log.door.set()
    await settle()
    lost = [code for code, presence in hall.room.state.presence.items() if presence.state == "link_lost"]
    assert (lost, hall.room.state.presiding.state) == (["ARM", "BLR", "KAZ"], "chair_link_lost")


async def test_a_seat_cannot_stand_in_the_way_of_a_fact(hall: Hall) -> None:
    """Once the ids of facts could be foreseen, and taken before them."""
    await hall.in_session()
    arm = hall.seat("arm")
    await settle()
    version = hall.room.state.version
    commit = await hall.do("blr", "request_floor", cause=f"link-{version + 3}-link_drop")
    await hall.do(
        "blr", "withdraw_request", request=f"request-{commit.version}", cause="clock-1-grace_expire"
    )
    hall.room.unsubscribe(arm)
    await hall.time.draw(2)
    assert hall.room.state.presence["ARM"].state == "link_lost"


async def test_a_delegation_with_another_seat_at_the_table_keeps_its_link() -> None:
    hall = Hall(FailingLog(), DrawnTime())
    convocation = echelon()
    member = convocation.delegations[0].head
    first = replace(convocation.delegations[0], members=(Member(member, "alternate", True),))
    await hall.rooms.convene(replace(convocation, delegations=(first, *convocation.delegations[1:])))
    await hall.in_session()
    head, alternate = hall.seat("arm"), hall.seat("arm-1")
    hall.room.unsubscribe(head)
    await hall.time.draw(2)
    assert hall.room.state.presence["ARM"].state == "present"
    hall.room.unsubscribe(alternate)
    await hall.time.draw(2)
    assert hall.room.state.presence["ARM"].state == "link_lost"
    await hall.rooms.close()


@pytest.mark.parametrize("dies", [False, True])
async def test_a_booth_whose_interpreter_is_gone_has_failed(dies: bool) -> None:
    hall = Hall(FailingLog(), DrawnTime())
    convocation = echelon()
    await hall.rooms.convene(replace(convocation, rules=replace(convocation.rules, interpretation=True)))
    await hall.in_session()
    booth = hall.seat("interpreter-ru")
    await hall.do("interpreter-ru", "booth_check", language="ru")
    await hall.do("interpreter-ru", "go_live", language="ru")
    await hall.time.draw(2)
    assert hall.room.state.channels["ru"].state == "live"
    if dies:
        hall = await hall.again()
        await settle()
    else:
        hall.room.unsubscribe(booth)
    assert hall.room.state.channels["ru"].state == "live", "a reloaded page is no failure"
    await hall.time.draw(2)
    channel = hall.room.state.channels["ru"]
    assert (channel.state, channel.reason) == ("failed", "link")
    await hall.rooms.close()


async def test_the_chairs_link_is_lost_and_comes_back(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("chair"))
    await hall.time.draw(2)
    assert hall.room.state.presiding.state == "chair_link_lost"
    hall.seat("chair")
    await settle()
    assert hall.room.state.presiding.state == "chair_presiding"


async def test_between_sittings_no_delegation_loses_a_link(hall: Hall) -> None:
    version = hall.room.state.version
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(300)
    assert await hall.told(after=version) == []


async def test_a_deputy_who_comes_to_an_empty_chair_may_take_it(hall: Hall) -> None:
    """Nobody ever saw the chair, so nobody saw its link drop."""
    deputy = hall.seat("deputy")
    await hall.time.draw(2)
    assert hall.room.state.presiding.state == "chair_link_lost"
    await hall.time.draw(30)
    await hall.do("deputy", "deputy_assumes")
    assert deputy.slices()["me"]["presiding"] is True


async def test_a_chair_who_is_there_keeps_the_chair_when_a_deputy_comes(hall: Hall) -> None:
    hall.seat("chair")
    hall.seat("deputy")
    await hall.time.draw(60)
    assert hall.room.state.presiding.state == "chair_presiding"
    assert len(await hall.entries()) == 2


async def test_after_the_end_nothing_is_written_any_more(hall: Hall) -> None:
    chair = hall.seat("chair")
    await hall.do("chair", "cancel")
    version = hall.room.state.version
    hall.room.unsubscribe(chair)
    hall.seat("deputy")
    await hall.time.draw(60)
    assert await hall.told(after=version) == []


# the clock


async def test_grace_runs_out_at_its_time(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2, hall.room)
    since = hall.room.state.presence["ARM"].since
    await hall.time.draw(119 - 2, hall.room)
    assert hall.room.state.presence["ARM"].state == "link_lost"
    await hall.time.draw(5, hall.room)
    assert hall.room.state.presence["ARM"].state == "temporarily_absent"
    assert hall.room.state.presence["ARM"].since - since >= timedelta(seconds=120)


async def test_a_deadline_is_kept_by_the_machines_own_clock() -> None:
    """Nobody draws the time here, and nobody knocks at the room."""
    hall = Hall(FailingLog(), DrawnTime())
    hall.rooms = Rooms(hall.log, SIGNER, Clock.starting_at(BEGINS))
    await hall.rooms.convene(replace(echelon(), rules=replace(echelon().rules, link_grace_s=1)))
    await hall.in_session()
    expired = asyncio.Event()
    hall.room.on_commit = lambda *_: expired.set()
    await hall.room.handle(LINK, LinkDrop("ARM"), "drop")
    expired.clear()
    await asyncio.wait_for(expired.wait(), 10)
    assert hall.room.state.presence["ARM"].state == "temporarily_absent"
    await hall.rooms.close()


async def test_a_clock_that_jumps_back_does_not_turn_time(hall: Hall) -> None:
    first = await hall.do("chair", "call_to_order", sitting="1")
    hall.time._at -= timedelta(hours=1)
    second = await hall.do("arm", "answer_roll_call")
    assert second.at == first.at
    assert hall.room.now() == first.at


# a new process


async def test_after_a_restart_every_link_starts_as_dropped(hall: Hall) -> None:
    await hall.in_session("tjk")
    hall = await hall.again()
    states = {code: presence.state for code, presence in hall.room.state.presence.items()}
    assert states == dict.fromkeys(("ARM", "BLR", "KAZ", "KGZ", "RUS"), "link_lost") | {"TJK": "absent"}
    assert hall.room.state.presiding.state == "chair_link_lost"
    await hall.rooms.close()


async def test_a_delegation_in_the_room_itself_has_no_link_to_lose(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    await hall.do("secretary", "mark_present", delegation="KAZ", place="hub")
    await hall.do("arm", "answer_roll_call")
    hall = await hall.again()
    assert hall.room.state.presence["KAZ"].state == "present"
    assert hall.room.state.presence["ARM"].state == "link_lost"
    await hall.rooms.close()


async def test_a_decision_before_the_room_comes_back_held(hall: Hall) -> None:
    await hall.before_the_room()
    hall = await hall.again()
    assert hall.room.state.decisions["1.1"].state == "held"
    for name in ("chair", "arm", "blr", "kaz", "kgz", "rus", "tjk"):
        hall.seat(name)
    await settle()
    assert hall.room.state.presiding.state == "chair_presiding"
    assert {presence.state for presence in hall.room.state.presence.values()} == {"present"}
    assert hall.room.state.decisions["1.1"].state == "held"  # it does not go on by itself
    await hall.do("chair", "put_to_room", decision="1.1")
    assert hall.room.state.decisions["1.1"].state == "put_to_room_state"
    await hall.rooms.close()


async def test_a_restart_before_the_first_sitting_writes_nothing(hall: Hall) -> None:
    version = len(await hall.entries())
    hall = await hall.again()
    await settle()
    assert len(await hall.entries()) == version
    await hall.rooms.close()


async def test_after_a_restart_between_sittings_nobody_is_taken_to_preside_who_is_not_there(
    hall: Hall,
) -> None:
    """Every link starts as dropped: a chair who comes back presides as before, else a deputy may open."""
    await hall.do("chair", "call_to_order", sitting="1")
    await hall.do("chair", "adjourn_sitting", sitting="1")
    version = hall.room.state.version
    hall = await hall.again()
    await settle()
    assert await hall.told(after=version) == ["presiding_changed"]
    assert hall.room.state.presiding.state == "chair_link_lost"
    hall.seat("chair")
    await settle()
    assert hall.room.state.presiding.state == "chair_presiding"
    hall = await hall.again()
    deputy = hall.seat("deputy")
    await hall.time.draw(40)
    await hall.do("deputy", "deputy_assumes")
    assert deputy.slices()["me"]["presiding"] is True


async def test_deadlines_that_fell_due_meanwhile_are_acted_on_at_once_and_in_order(hall: Hall) -> None:
    await hall.in_session()
    for name in ("blr", "arm"):
        hall.room.unsubscribe(hall.seat(name))
        await hall.time.draw(10)
    await hall.rooms.close()
    hall.time.advance_to(BEGINS + timedelta(hours=3))
    version = len(await hall.entries())
    hall = await hall.again()
    await settle()
    expired = [
        event.delegation
        for entry in (await hall.entries())[version:]
        for event in wire.load_commit(entry.data).events
        if event.type == "presence_changed" and event.what == "grace_expired"
    ]
    assert expired == ["BLR", "ARM"]
    await hall.rooms.close()


async def test_a_seat_resumes_over_a_restart(hall: Hall) -> None:
    await hall.in_session()
    seen = hall.room.state.version
    hall = await hall.again()
    (frame,) = hall.seat("observer", after=seen).take()
    assert set(frame["slices"]) - {"me"} <= {"roll_call", "sitting", "floor", "decisions"}
    assert frame["version"] > seen
    await hall.rooms.close()


# a store that fails


@pytest.mark.parametrize("trouble", ["lost", "stored"])
async def test_a_command_of_unknown_fate_is_there_once_when_the_store_is_back(
    hall: Hall, trouble: str
) -> None:
    chair = hall.seat("chair")
    chair.take()
    hall.log.trouble = [trouble, "lost"]
    with pytest.raises(Unsaved):
        await hall.do("chair", "call_to_order", sitting="1", cause="click")
    assert chair.take() == []  # nobody is shown what may not be there
    await hall.time.draw(3)
    assert chair.slices()["sitting"]["state"] == "called_to_order"
    commit = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    entries = await hall.entries()
    assert [entry.cause for entry in entries].count("click") == 1
    assert wire.load_commit(entries[-1].data) == commit
    assert len(set(hall.log.offers)) == len(entries)  # the very same entry was offered again
    verify_chain(entries, SIGNER.public_key, "echelon-2020", PLENARY)


async def test_nothing_is_decided_while_the_last_commit_is_unknown(hall: Hall) -> None:
    hall.log.trouble = ["stored", "lost", "lost"]
    with pytest.raises(Unsaved):
        await hall.do("chair", "call_to_order", sitting="1", cause="click")
    with pytest.raises(Unsaved):
        await hall.do("chair", "call_to_order", sitting="1", cause="click")
    with pytest.raises(StoreUnavailable) as refused:
        await hall.do("arm", "answer_roll_call")
    assert refused.value.unknown is False
    await hall.time.draw(5)
    await hall.do("arm", "answer_roll_call")
    assert await hall.told(after=2) == ["sitting_called_to_order", "roll_call_answered"]


async def test_what_the_store_certainly_did_not_take_is_forgotten(hall: Hall) -> None:
    """Nobody finds adopted, a minute later, what was refused when it was asked."""
    hall.log.trouble = ["refused"]
    with pytest.raises(StoreUnavailable):
        await hall.do("chair", "call_to_order", sitting="1", cause="click")
    await hall.time.draw(60)
    assert len(await hall.entries()) == 2
    await hall.do("chair", "call_to_order", sitting="1", cause="click")
    assert len(await hall.entries()) == 3


async def test_waiting_callers_are_answered_at_once_when_the_store_hangs(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    hall.log.door.clear()
    hall.log.trouble = ["lost"]
    states = ("arm", "blr", "kaz", "kgz")
    answers = [asyncio.create_task(hall.do(state, "answer_roll_call")) for state in states]
    await settle()
    asked = len(hall.log.offers)
    hall.log.door.set()
    done = await asyncio.gather(*answers, return_exceptions=True)
    assert [type(answer) for answer in done] == [Unsaved, *[StoreUnavailable] * 3]
    assert len(hall.log.offers) == asked + 1  # the others did not wait for the store in their turn


async def test_a_cancelled_caller_leaves_no_doubt_behind(hall: Hall) -> None:
    hall.log.door.clear()
    caller = asyncio.create_task(hall.do("chair", "call_to_order", sitting="1"))
    await settle()
    caller.cancel()
    await settle()
    hall.log.door.set()
    await hall.time.draw(2)
    await hall.do("arm", "answer_roll_call")
    assert await hall.told(after=2) == ["sitting_called_to_order", "roll_call_answered"]


async def test_links_lost_while_the_store_is_away_are_recorded_afterwards(hall: Hall) -> None:
    await hall.in_session()
    seats = [hall.seat(name) for name in ("arm", "blr")]
    await settle()
    hall.log.away = True
    for seat in seats:
        hall.room.unsubscribe(seat)
    await hall.time.draw(20)
    assert hall.room.state.presence["ARM"].state == "present"
    hall.log.away = False
    await hall.time.draw(2)
    lost = [code for code, presence in hall.room.state.presence.items() if presence.state == "link_lost"]
    assert lost == ["ARM", "BLR"]


async def test_a_link_that_came_back_while_the_store_was_away_was_never_lost(hall: Hall) -> None:
    await hall.in_session()
    arm = hall.seat("arm")
    await settle()
    version = hall.room.state.version
    hall.log.away = True
    hall.room.unsubscribe(arm)
    await hall.time.draw(20)
    hall.seat("arm")
    hall.log.away = False
    await hall.time.draw(20)
    assert await hall.told(after=version) == []


async def test_a_seat_that_came_and_went_while_the_store_was_away_is_not_back(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2)
    version = hall.room.state.version
    hall.log.away = True
    arm = hall.seat("arm")
    await settle()
    hall.room.unsubscribe(arm)
    hall.log.away = False
    await hall.time.draw(5)
    assert await hall.told(after=version) == []


async def test_one_may_look_while_nothing_can_be_saved(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2)
    hall.log.away = True
    await hall.room.touch(hall.actor("arm"))
    assert json.loads(hall.room.whole(hall.actor("arm")))["slices"]["roll_call"]


async def test_deadlines_wait_for_the_store(hall: Hall) -> None:
    await hall.in_session()
    hall.room.unsubscribe(hall.seat("arm"))
    await hall.time.draw(2)
    hall.log.away = True
    offers = len(hall.log.offers)
    await hall.time.draw(121, hall.room)
    assert hall.room.state.presence["ARM"].state == "link_lost"
    assert len(hall.log.offers) - offers <= 2  # it waits, and does not knock without end
    hall.log.away = False
    hall.log.trouble = ["stored"]
    for _ in range(3):
        await hall.time.draw(1, hall.room)
    assert hall.room.state.presence["ARM"].state == "temporarily_absent"
    assert (await hall.told()).count("presence_changed") == 2


# another owner


async def test_a_fenced_room_tells_every_socket_to_move(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    await hall.log.claim("echelon-2020")
    with pytest.raises(Fenced):
        await hall.do("chair", "call_to_order", sitting="1")
    assert (chair.codes, arm.codes) == ([4307], [4307])
    with pytest.raises(Fenced):
        await hall.rooms.get("echelon-2020")
    assert len(await hall.entries()) == 2


async def test_a_room_that_is_fenced_when_a_link_is_lost_tells_its_sockets_too(hall: Hall) -> None:
    await hall.in_session()
    chair, arm = hall.seat("chair"), hall.seat("arm")
    await settle()
    await hall.log.claim("echelon-2020")
    hall.room.unsubscribe(arm)
    await hall.time.draw(2)
    assert chair.codes == [4307]


async def test_two_owners_never_write_in_turn(hall: Hall) -> None:
    other = Hall(hall.log, hall.time)
    await other.rooms.get("echelon-2020")
    await other.do("chair", "call_to_order", sitting="1")
    with pytest.raises(Fenced):
        await hall.do("chair", "call_to_order", sitting="1")
    assert await hall.told(after=2) == ["sitting_called_to_order"]
    await other.rooms.close()


# the rooms of a process


async def test_an_unknown_session_is_not_made_by_asking(hall: Hall) -> None:
    with pytest.raises(UnknownSession):
        await hall.rooms.get("no-such")
    assert await hall.log.sessions() == ["echelon-2020"]


async def test_a_session_is_convened_once(hall: Hall) -> None:
    with pytest.raises(SessionExists):
        await hall.rooms.convene(echelon())
    other = Hall(hall.log, hall.time)
    with pytest.raises(SessionExists):
        await other.rooms.convene(echelon())
    await hall.do("chair", "call_to_order", sitting="1")  # still ours: asking took nothing from us


async def test_a_session_asked_for_by_many_at_once_is_opened_once(hall: Hall) -> None:
    other = Hall(hall.log, hall.time)
    found = await asyncio.gather(*(other.rooms.get("echelon-2020") for _ in range(5)))
    assert len(set(map(id, found))) == 1
    assert await hall.log.claim("echelon-2020") == 3
    await other.rooms.close()


@pytest.mark.parametrize(
    "trouble", [["refused"], ["lost"], ["stored"], ["", "refused"], ["", "lost"], ["", "stored"]]
)
async def test_an_interrupted_convening_is_completed_by_asking_again(trouble: list[str]) -> None:
    hall = Hall(FailingLog(), DrawnTime())
    hall.log.trouble = trouble
    with pytest.raises((Unsaved, StoreUnavailable)):
        await hall.rooms.convene(echelon())
    await hall.time.draw(2)
    with contextlib.suppress(SessionExists):  # where the store did take the last commit
        await hall.rooms.convene(echelon())
    assert hall.room.state.status == "convened"
    assert await hall.told() == ["session_drafted", "session_moved"]
    await hall.rooms.close()


async def test_a_draft_left_by_a_killed_process_is_completed(hall: Hall) -> None:
    convocation = replace(echelon(), id="other")
    epoch = await hall.log.claim("other")
    room = Room("other", hall.log, SIGNER, hall.time, epoch, hall.time.sleep)
    await room.handle(SECRETARIAT, DraftSession(convocation), "draft-other")
    changed = replace(convocation, symbol="JS/OTHER")
    with pytest.raises(SessionExists):
        await Hall(hall.log, hall.time).rooms.convene(changed)
    again = Hall(hall.log, hall.time)
    assert (await again.rooms.convene(convocation)).state.status == "convened"
    await again.rooms.close()


async def test_nothing_is_built_on_an_altered_log(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    await hall.rooms.close()
    entries = hall.log._entries("echelon-2020", PLENARY)
    whole = entries[2]
    entries[2] = replace(whole, data=whole.data.replace(b'"chair"', b'"deputy"'))
    with pytest.raises(Broken) as broken:
        await Hall(hall.log, hall.time).rooms.get("echelon-2020")
    assert broken.value.version == 3
    entries[2] = whole
    other = Hall(hall.log, hall.time)
    assert (await other.rooms.get("echelon-2020")).state.version >= 3
    await other.rooms.close()


async def test_a_room_that_cannot_be_opened_leaves_nothing_behind(hall: Hall) -> None:
    await hall.in_session()
    await hall.rooms.close()
    tasks = asyncio.all_tasks()
    hall.log.trouble = ["lost"]
    other = Hall(hall.log, hall.time)
    with pytest.raises(Unsaved):
        await other.rooms.get("echelon-2020")
    await settle()
    assert asyncio.all_tasks() == tasks
    await other.rooms.get("echelon-2020")
    assert other.room.state.presence["ARM"].state == "link_lost"
    await other.rooms.close()


async def test_a_closed_room_sends_its_sockets_away_and_leaves_no_task(hall: Hall) -> None:
    tasks = asyncio.all_tasks()
    other = Hall(FailingLog(), DrawnTime())
    await other.rooms.convene(echelon())
    seats = [other.seat(name) for name in ("chair", "arm")]
    other.room.unsubscribe(seats[1])
    await other.rooms.close()
    assert seats[0].codes == [1001]
    assert asyncio.all_tasks() == tasks


async def test_the_first_sound_begins_the_speech_that_was_granted(hall: Hall) -> None:
    await hall.in_session()
    commit = await hall.do("arm", "request_floor")
    await hall.do("chair", "grant", request=f"request-{commit.version}")
    hall.room.sounded("blr")
    await settle()
    assert hall.room.state.requests[f"request-{commit.version}"].state == "granted"
    hall.room.sounded("arm")
    await settle()
    assert hall.room.state.requests[f"request-{commit.version}"].state == "speaking"
