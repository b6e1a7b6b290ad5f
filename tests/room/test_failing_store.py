"""A store that fails or hangs, and a session that another process takes over."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.hall import SIGNER, Hall, settle
from vcsession import wire
from vcsession.chain import Unsaved
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.room import PLENARY
from vcsession.signing import verify_chain

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
