"""Links that are lost and come back: what of them becomes a fact of the procedure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hall import DrawnTime, FailingLog, Hall, echelon, settle
from vcsession.core.convocation import Member

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
