"""The rooms of a process: each session opened once, convened once, and closed without a trace."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace

import pytest

from tests.hall import SIGNER, DrawnTime, FailingLog, Hall, echelon, settle
from vcsession.chain import Unsaved
from vcsession.core.matters.session import DraftSession
from vcsession.journal import StoreUnavailable
from vcsession.room import PLENARY, SECRETARIAT, Room
from vcsession.rooms import SessionExists, UnknownSession
from vcsession.signing import Broken

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
