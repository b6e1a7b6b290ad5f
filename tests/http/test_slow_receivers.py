"""Receivers that take nothing, or too slowly: bounded, cut, and nobody else is held up."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
from typing import Any

import psutil
import pytest

from tests.hall import WORDS
from tests.http.conftest import API, House, until
from tests.http.test_socket import StuckSocket, frame
from vcsession.core.vocabulary import Actor
from vcsession.http import socket as sockets
from vcsession.http.outgoing import MAX_QUEUE, MAX_QUEUED_BYTES
from vcsession.http.socket import SeatSocket

# slow receivers


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
