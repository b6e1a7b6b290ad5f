"""The socket: commands and their answers, limits, slow receivers, coming back, and how it closes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.http.conftest import API, House, Visitor, until
from vcsession.core.vocabulary import Actor
from vcsession.http import socket as sockets
from vcsession.http.socket import SeatSocket

Frame = dict[str, Any]
SEAT = ("echelon-2020", "arm")


class StuckSocket:
    """A WebSocket whose buffer is full until the gate opens."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.sent: list[bytes] = []
        self.closed = False
        self.code: int | None = None

    async def send_frame(self, data: bytes, _kind: WSMsgType) -> None:
        await self.gate.wait()
        self.sent.append(data)

    async def close(self, *, code: int) -> None:
        self.closed, self.code = True, code


async def frame(ws: ClientWebSocketResponse, *kinds: str) -> Frame:
    """The next frame of one of these kinds."""
    async with asyncio.timeout(10):
        while True:
            found: Frame = await ws.receive_json()
            if found["frame"] in kinds:
                return found


async def close_code(ws: ClientWebSocketResponse) -> int | None:
    """The code that the server closes with."""
    async with asyncio.timeout(10):
        while (await ws.receive()).type not in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR):
            pass
    return ws.close_code


async def give(ws: ClientWebSocketResponse, type: str, cause: str = "c", **fields: Any) -> Frame:
    """Give a command and wait for its answer."""
    await ws.send_json({"type": type, "cause": cause, **fields})
    answer = await frame(ws, "done", "refused")
    assert answer["cause"] == cause
    return answer


async def test_a_command_is_done_and_its_effect_comes_to_all(house: House) -> None:
    chair, arm = await house.socket("chair"), await house.socket("arm")
    for ws in (chair, arm):
        first = await frame(ws, "slices")
        assert set(first["slices"]) >= {"session", "sitting", "me"}
    assert await give(chair, "call_to_order", sitting="1") == {"frame": "done", "cause": "c", "version": 3}
    assert (await frame(arm, "slices"))["slices"]["sitting"]["state"] == "called_to_order"


async def test_the_seat_of_a_cookie_is_named_in_the_address(house: House, visitor: Visitor) -> None:
    for seat in ("chair", "arm"):
        await visitor.enter(seat)
    url = house.server.make_url(f"{API}/socket")
    async with visitor.session.ws_connect(url.with_query(seat="arm")) as ws:
        assert (await frame(ws, "slices"))["slices"]["me"]["seat"] == "arm"
    async with visitor.session.ws_connect(url) as ws:
        assert await close_code(ws) == 4401


async def test_a_refusal_goes_to_its_sender_alone_and_says_why(house: House) -> None:
    chair, arm = await house.socket("chair"), await house.socket("arm")
    answer = await give(arm, "call_to_order", sitting="1")
    assert (answer["frame"], answer["code"]) == ("refused", "not_presiding")
    assert answer["message"].endswith(".")
    unknown = await give(arm, "open_item", item="77", cause="c2")
    assert unknown["code"] in ("unknown", "not_presiding")
    await give(chair, "call_to_order", sitting="1")  # and both go on
    await give(arm, "answer_roll_call", cause="c3")


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ('{"type":"nothing","cause":"c9"}', "c9"),
        ('{"cause":"c9"}', "c9"),
        ('{"type":"call_to_order","cause":"c9","sitting":1}', "c9"),
        ('{"type":"call_to_order","sitting":"1"}', ""),
        ('{"type":"call_to_order","sitting":"1","cause":7}', ""),
        ('{"type":"call_to_order","sitting":"1","cause":"\\ud800"}', ""),
        ('{"type":"call_to_order","sitting":"\\ud800","cause":"c9"}', "c9"),
        ("", ""),
        ("[1]", ""),
        ("[" * 60_000, ""),
        ('{"cause":' * 5_000, ""),
    ],
)
async def test_what_cannot_be_read_is_refused_with_its_cause(house: House, sent: str, cause: str) -> None:
    chair = await house.socket("chair")
    await chair.send_str(sent)
    answer = await frame(chair, "refused")
    assert (answer["code"], answer["cause"]) == ("bad_field", cause)
    assert (await give(chair, "call_to_order", sitting="1"))["frame"] == "done"


async def test_a_message_has_at_most_64_kilobytes(house: House) -> None:
    chair = await house.socket("chair")
    padding = " " * (64 * 1024 - 200)
    await chair.send_str('{"type":"call_to_order","sitting":"1","cause":"c"' + padding + "}")
    assert (await frame(chair, "done", "refused"))["frame"] == "done"
    await chair.send_str('{"type":"nothing","cause":"c"' + " " * 64 * 1024 + "}")
    assert await close_code(chair) == 1009


async def test_bytes_are_not_spoken_here(house: House) -> None:
    chair = await house.socket("chair")
    await chair.send_bytes(b"{}")
    assert await close_code(chair) == 1003


async def test_a_flood_of_commands_is_held_back(house: House) -> None:
    chair = await house.socket("chair")
    for number in range(10):  # a person's pace
        assert (await give(chair, "nothing", f"slow-{number}"))["code"] == "bad_field"
    for number in range(80):
        await chair.send_json({"type": "nothing", "cause": f"c{number}"})
    answers = [await frame(chair, "refused") for _ in range(80)]
    assert [answer["cause"] for answer in answers] == [f"c{number}" for number in range(80)]
    codes = {answer["code"] for answer in answers}
    assert codes == {"bad_field", "too_fast"}


# coming back


async def test_a_socket_resumes_from_the_last_version_it_saw(house: House) -> None:
    arm = await house.socket("arm")
    seen = (await frame(arm, "slices"))["version"]
    await arm.close()
    await house.hall.do("chair", "call_to_order", sitting="1")
    arm = await house.socket("arm", after=seen)
    found = await frame(arm, "slices", "now")
    assert (found["version"], "session" in found["slices"], "sitting" in found["slices"]) == (3, False, True)


async def test_a_socket_that_missed_nothing_is_told_the_time(house: House) -> None:
    technician = await house.socket("technician", after=2)
    assert (await frame(technician, "slices", "now"))["frame"] == "now"


@pytest.mark.parametrize("after", ["x", "-1", "²", "9" * 40, "", "99"])
async def test_a_version_that_means_nothing_gets_everything(
    house: House, visitor: Visitor, after: str
) -> None:
    await visitor.enter("arm")
    url = house.server.make_url(f"{API}/socket").with_query(seat="arm", after=after)
    async with visitor.session.ws_connect(url) as ws:
        assert "session" in (await frame(ws, "slices", "now"))["slices"]


async def test_a_command_repeated_after_reconnecting_is_done_once(house: House) -> None:
    chair = await house.socket("chair")
    first = await give(chair, "call_to_order", sitting="1", cause="click")
    await chair.close()
    chair = await house.socket("chair", after=2)
    assert await give(chair, "call_to_order", sitting="1", cause="click") == first
    assert len(await house.hall.entries()) == 3


async def test_a_seat_opened_again_makes_the_first_window_passive(house: House) -> None:
    first = await house.socket("chair")
    second = await house.socket("chair")
    assert await frame(first, "elsewhere")
    assert await close_code(first) == 4409
    assert (await give(second, "call_to_order", sitting="1"))["frame"] == "done"


async def test_a_robot_takes_an_empty_seat_only(house: House, visitor: Visitor) -> None:
    person = await house.socket("arm")
    await visitor.enter("arm")
    modest = house.server.make_url(f"{API}/socket").with_query(seat="arm", modest="1")
    async with visitor.session.ws_connect(modest) as robot:
        assert await close_code(robot) == 4409
    assert not person.closed
    await visitor.enter("blr")
    modest = house.server.make_url(f"{API}/socket").with_query(seat="blr", modest="1")
    async with visitor.session.ws_connect(modest) as robot:
        assert await frame(robot, "slices")


async def test_a_window_that_became_passive_decides_nothing_more(house: House) -> None:
    """Even where its command was on the way."""
    seat = SeatSocket(Actor("chair", "chair"), house.hall.room, StuckSocket(), None)  # type: ignore[arg-type]
    seat.leave(4409)
    await seat._take('{"type":"call_to_order","cause":"c","sitting":"1"}')
    assert len(await house.hall.entries()) == 2


async def test_a_reload_in_a_sitting_leaves_no_trace(house: House) -> None:
    await house.hall.in_session()
    before = house.hall.room.state.version
    arm = await house.socket("arm")
    await frame(arm, "slices")
    await arm.close()
    await until(lambda: "arm" not in house.hall.room.connected)
    await house.hall.time.draw(1)
    arm = await house.socket("arm")
    await frame(arm, "slices")
    await house.hall.time.draw(60)
    assert await house.hall.told(after=before) == []


# closing


async def test_a_socket_that_may_not_is_closed_with_a_code_it_can_read(house: House) -> None:
    assert await close_code(await house.socket("chair", token="wrong")) == 4401
    assert await close_code(await house.socket("chair", session="no-such")) == 4401


async def test_a_socket_of_a_session_that_moved_is_told_so(house: House) -> None:
    chair, arm = await house.socket("chair"), await house.socket("arm")
    await house.hall.log.claim("echelon-2020")
    await chair.send_json({"type": "call_to_order", "cause": "c", "sitting": "1"})
    assert (await close_code(chair), await close_code(arm)) == (4307, 4307)
    assert await close_code(await house.socket("chair")) == 4307


async def test_a_socket_that_comes_while_the_store_is_away_shall_come_again(house: House) -> None:
    log = house.hall.log
    house.hall.rooms._rooms.clear()
    log.away = True
    assert await close_code(await house.socket("chair")) == 1013
    log.away = False
    assert await frame(await house.socket("chair"), "slices")


async def test_sockets_are_told_when_the_server_ends(house: House) -> None:
    arm = await house.socket("arm")
    await frame(arm, "slices")
    _, code = await asyncio.gather(house.server.close(), close_code(arm))
    assert code == 1001


async def test_a_bug_in_a_command_is_told_and_the_socket_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair = await house.socket("chair")

    def fails(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(house.hall.room, "handle", fails)
    answer = await give(chair, "call_to_order", sitting="1")
    assert (answer["code"], "bug" in answer["message"]) == ("internal", False)
    monkeypatch.undo()
    assert (await give(chair, "call_to_order", sitting="1"))["frame"] == "done"


# a store that fails


async def test_a_command_of_unknown_fate_is_answered_when_the_store_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "SAVING_S", 0.01)
    chair = await house.socket("chair")
    house.hall.log.trouble = ["stored", "lost"]
    await chair.send_json({"type": "call_to_order", "cause": "click", "sitting": "1"})
    assert (await frame(chair, "unsaved", "done"))["frame"] == "unsaved"
    await house.hall.time.draw(2)
    assert await frame(chair, "done", "unsaved") == {"frame": "done", "cause": "click", "version": 3}
    assert len(await house.hall.entries()) == 3


async def test_a_command_that_was_not_saved_is_refused(house: House) -> None:
    chair = await house.socket("chair")
    house.hall.log.away = True
    answer = await give(chair, "call_to_order", sitting="1")
    assert (answer["frame"], answer["code"]) == ("refused", "store_unavailable")
    house.hall.log.away = False
    assert (await give(chair, "call_to_order", sitting="1", cause="c2"))["frame"] == "done"
    assert len(await house.hall.entries()) == 3
