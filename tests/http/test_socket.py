"""The socket: commands and their answers, limits, slow receivers, coming back, and how it closes."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from typing import Any

import psutil
import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.hall import WORDS
from tests.http.conftest import API, House, Visitor, until
from vcsession.core.vocabulary import Actor
from vcsession.http import socket as sockets
from vcsession.http.outgoing import MAX_QUEUE, MAX_QUEUED_BYTES
from vcsession.http.socket import SeatSocket

Frame = dict[str, Any]
SEAT = ("echelon-2020", "arm")


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


# slow receivers


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


async def test_a_slow_receiver_gets_the_view_once_instead_of_the_backlog(house: House) -> None:
    stuck = StuckSocket()
    room = house.hall.room
    seat = SeatSocket(Actor("arm", "head", "ARM"), room, stuck, None)  # type: ignore[arg-type]
    writer = asyncio.create_task(seat.write())
    room.signal("arm", "m1", b'{"frame":"places","media":"m1","places":[]}')
    room.subscribe(seat, None)
    await house.hall.do("chair", "call_to_order", sitting="1")
    seat.send(b'{"frame":"done","cause":"mine","version":3}')
    for number in range(MAX_QUEUE + 40):
        await house.hall.do(
            "blr", "answer_roll_call" if number == 0 else "step_out" if number % 2 else "return"
        )
    assert len(seat._queue) < MAX_QUEUE + 1
    stuck.gate.set()
    await until(lambda: not seat._queue)
    frames = [json.loads(data) for data in stuck.sent]
    assert len(frames) < 60
    assert [one["cause"] for one in frames if one["frame"] == "done"] == [
        "mine"
    ]  # what nothing else can tell
    assert {one["frame"] for one in frames} >= {"places", "links"}
    picture: dict[str, Any] = {}
    for one in frames:
        picture |= one.get("slices", {})
    assert picture == json.loads(room.whole(seat.actor))["slices"]
    writer.cancel()


async def test_a_backlog_is_bounded_in_bytes_too(house: House) -> None:
    seat = SeatSocket(Actor("arm", "head", "ARM"), house.hall.room, StuckSocket(), None)  # type: ignore[arg-type]
    for _ in range(100):
        seat.send(b'{"frame":"slices"' + b" " * 100_000)
        assert sum(map(len, seat._queue)) <= MAX_QUEUED_BYTES


async def test_who_gives_commands_and_takes_no_answers_is_sent_away(house: House) -> None:
    stuck = StuckSocket()
    seat = SeatSocket(Actor("arm", "head", "ARM"), house.hall.room, stuck, None)  # type: ignore[arg-type]
    writer = asyncio.create_task(seat.write())
    for number in range(10 * MAX_QUEUE):
        seat.send(b'{"frame":"refused","cause":"c%d"}' % number)
        assert len(seat._queue) <= MAX_QUEUE
    stuck.gate.set()
    await asyncio.wait_for(writer, 5)
    assert stuck.code == 1013


async def test_a_receiver_that_takes_nothing_is_cut_and_holds_up_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real connection, opened and never read: the others' frames come as ever, and the stuck one ends."""
    monkeypatch.setattr(sockets, "CUT_AFTER_S", 0.2)
    await house.hall.in_session()
    arm = await house.socket("arm")
    await frame(arm, "slices")
    loop = asyncio.get_running_loop()
    with socket.socket() as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stuck.setblocking(False)
        await loop.sock_connect(stuck, (house.server.host, house.server.port))
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET {API}/socket HTTP/1.1\r\nHost: {house.server.host}\r\n"
        head += "Connection: Upgrade\r\nUpgrade: websocket\r\n"
        head += f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        await loop.sock_sendall(stuck, f"{head}Authorization: Bearer {house.token('kaz')}\r\n\r\n".encode())
        await until(lambda: "kaz" in house.hall.room.connected)
        words = WORDS | {"ru": "я" * 15_000}
        for number in range(400):
            await house.hall.do("secretary", "table_decision", item="1", kind="text", text=words)
            latest = await frame(arm, "slices")
            while "decisions" not in latest["slices"]:
                latest = await frame(arm, "slices")
            assert len(latest["slices"]["decisions"]["decisions"]) == number + 1
            if "kaz" not in house.hall.room.connected:
                break
        assert number > 3  # it was given what fits into the buffers
        await until(lambda: "kaz" not in house.hall.room.connected)
    assert "arm" in house.hall.room.connected


# no growth


async def test_joining_and_leaving_leaves_nothing_behind(house: House) -> None:
    await house.hall.in_session()
    watcher = await house.socket("chair")
    await frame(watcher, "slices")
    process = psutil.Process()

    async def come_and_go() -> tuple[int, int]:
        arm = await house.socket("arm")
        await frame(arm, "slices")
        await arm.close()
        await until(lambda: "arm" not in house.hall.room.connected)
        await house.hall.time.draw(2)  # the link is lost
        return len(asyncio.all_tasks()), process.num_fds()

    before = [await come_and_go() for _ in range(3)][-1]
    for _ in range(20):
        after = await come_and_go()
    await until(lambda: len(asyncio.all_tasks()) <= before[0])
    assert house.hall.room.connected == {"chair"}
    assert after[1] - before[1] <= 0


async def test_a_seat_says_which_language_it_listens_to(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    for language in ("en", ""):
        await arm.send_json({"signal": "listen", "language": language})
        await until(lambda language=language: house.media.listening.get(SEAT) == language)  # type: ignore[misc]
    await arm.send_json({"signal": "listen", "language": 7})
    assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.hall.room.state.version == version, "it is no event"


async def test_a_seat_says_how_large_it_shows_its_places(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    await arm.send_json({"signal": "sizes", "media": "c1", "lines": {"floor": 720, "tile-1": 90}})
    await until(lambda: house.media.sizes.get((*SEAT, "c1")) == {"floor": 720, "tile-1": 90})
    wrong: list[dict[str, object]] = [
        {"media": "c1"},
        {"lines": {}},
        {"media": "c1", "lines": {"floor": -1}},
        {"media": "c1", "lines": {"floor": True}},
        {"media": "c1", "lines": {"floor": 9000}},
        {"media": "c1", "lines": {f"tile-{n}": 1 for n in range(41)}},
    ]
    for fields in wrong:
        await arm.send_json({"signal": "sizes", **fields})
        assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.media.sizes == {(*SEAT, "c1"): {"floor": 720, "tile-1": 90}}
    assert house.hall.room.state.version == version, "it is no event"


async def test_what_a_seat_says_to_the_media_plane_is_read_strictly(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    await arm.send_json({"signal": "listen", "language": "en", "media": "c1"})
    await arm.send_json({"signal": "interpret", "language": "ru"})
    await arm.send_json({"signal": "sound", "media": "c1"})
    await until(lambda: house.media.sounding.get(SEAT) == "c1")
    assert (house.media.listening[SEAT], house.media.interpreting[SEAT]) == ("en c1", "ru")
    wrong: list[dict[str, object]] = [
        {"signal": "listen"},
        {"signal": "listen", "language": "en", "media": None},
        {"signal": "listen", "language": "en", "seat": "blr"},
        {"signal": "interpret", "language": "x" * 65},
        {"signal": "interpret", "language": "en", "media": "c1"},
        {"signal": "sound"},
        {"signal": "slower", "seat": "blr"},
    ]
    for said in wrong:
        await arm.send_json(said)
        assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.hall.room.state.version == version, "it is no event"


async def test_slower_is_the_booths_to_say(house: House) -> None:
    arm = await house.socket("arm")
    await arm.send_json({"signal": "slower"})
    assert (await frame(arm, "refused"))["code"] == "not_interpreting"
