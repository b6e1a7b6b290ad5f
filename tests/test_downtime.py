"""Long deadlines over a restart: a silence and a reservation's text that ran out while no server was up."""

from __future__ import annotations

from datetime import timedelta

from tests.hall import BEGINS, Hall, settle
from vcsession import wire

UNTIL = BEGINS + timedelta(hours=48)


async def silent() -> Hall:
    """Decision 1.1 under silence for two days, a reservation on it announced, the sitting over."""
    hall = await Hall.convened()
    await hall.in_session()
    words = {"en": "The dates are agreed.", "ru": "Сроки согласованы."}
    await hall.do("secretary", "table_decision", item="1", kind="dates", text=words)
    await hall.do("secretary", "read_out", decision="1.1")
    await hall.do("chair", "put_under_silence", decision="1.1", expires_at=wire.stamp(UNTIL))
    await hall.do("arm", "announce_reservation", decision="1.1", kind="reservation")
    await hall.do("chair", "adjourn_sitting", sitting="1")
    return hall


async def test_what_ran_out_while_the_server_was_down_is_acted_on_at_once_and_in_order() -> None:
    hall = await silent()
    await hall.rooms.close()
    version = len(await hall.entries())
    hall.time.advance_to(UNTIL + timedelta(hours=5))
    hall = await hall.again()
    await settle()
    told = await hall.told(version)
    assert told == ["presiding_changed", "reservation_expired", "silence_expired"]
    assert hall.room.state.decisions["1.1"].taken_at == UNTIL
    await hall.rooms.close()


async def test_what_has_not_run_out_goes_on_over_a_restart() -> None:
    hall = await silent()
    await hall.rooms.close()
    version = len(await hall.entries())
    hall.time.advance_to(BEGINS + timedelta(hours=1))
    hall = await hall.again()
    await hall.do("arm", "submit_text", reservation="ARM/R1", text="Our words.")
    await hall.do("kaz", "break_silence", decision="1.1", kind="objection", text="No.")
    hall.time.advance_to(UNTIL + timedelta(hours=5))
    hall.room.clock_moved()
    await settle()
    told = await hall.told(version)
    assert told == ["presiding_changed", "reservation_text_received", "silence_broken"]
    await hall.rooms.close()
