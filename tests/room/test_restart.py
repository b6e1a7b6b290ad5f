"""The clock and a new process: deadlines are kept, and a room comes back as it was."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from tests.hall import BEGINS, SIGNER, DrawnTime, FailingLog, Hall, echelon, settle
from vcsession import wire
from vcsession.clock import Clock
from vcsession.core.matters.roll_call import LinkDrop
from vcsession.core.vocabulary import LINK
from vcsession.rooms import Rooms

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
