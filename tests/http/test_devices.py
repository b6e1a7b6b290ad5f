"""Several devices of one seat: who takes over from whom, and that each may act."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse

from tests.hall import echelon
from tests.http.conftest import API, SESSION, House, built, until


@pytest.fixture
async def allowing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house whose session allows two devices to a seat."""
    convocation = replace(echelon(), rules=replace(echelon().rules, devices=2))
    monkeypatch.setattr("tests.hall.echelon", lambda: convocation)
    async with built(tmp_path) as house:
        yield house


async def opened(house: House, seat: str, device: str) -> ClientWebSocketResponse:
    visitor = await house.visitor()
    url = house.server.make_url(f"/api/sessions/{SESSION}/socket").with_query(seat=seat, device=device)
    return await visitor.session.ws_connect(url, headers={"Authorization": f"Bearer {house.token(seat)}"})


async def frame(socket: ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while True:
        got: dict[str, Any] = json.loads(await socket.receive_str())
        if got["frame"] == kind:
            return got


async def closing(socket: ClientWebSocketResponse) -> int | None:
    async for _message in socket:
        pass
    return socket.close_code


async def test_by_default_a_second_device_takes_over(house: House) -> None:
    first = await opened(house, "arm", "laptop")
    second = await opened(house, "arm", "telephone")
    assert await closing(first) == 4409
    await frame(second, "slices")


async def test_a_second_window_of_one_browser_takes_over_all_the_same(allowing: House) -> None:
    first = await opened(allowing, "arm", "laptop")
    await opened(allowing, "arm", "laptop")
    assert await closing(first) == 4409


async def test_each_device_is_shown_the_session_and_may_act(allowing: House) -> None:
    devices = [await opened(allowing, "secretary", name) for name in ("laptop", "telephone")]
    links = await frame(devices[1], "links")
    assert links["devices"] == {"secretary": 2}, "a second device is no secret"
    for n, socket in enumerate(devices):
        before = len(allowing.hall.room.state.seats)
        command = {"type": "issue_seat", "cause": f"c-{n}", "role": "technician", "office": WORDS}
        await socket.send_json(command)
        for each in devices:
            while (
                len((await frame(each, "slices"))["slices"].get("session", {}).get("seats", ())) != before + 1
            ):
                pass
        assert (await frame(socket, "done"))["cause"] == f"c-{n}"


WORDS = {"ru": "Дежурный", "en": "Duty officer"}


async def test_beyond_the_number_the_oldest_gives_way(allowing: House) -> None:
    first, second = [await opened(allowing, "arm", name) for name in ("laptop", "telephone")]
    await opened(allowing, "arm", "tablet")
    assert await closing(first) == 4409
    assert not second.closed


async def test_the_seat_is_empty_when_its_last_device_goes(allowing: House) -> None:
    first, second = [await opened(allowing, "arm", name) for name in ("laptop", "telephone")]
    room = allowing.hall.room
    await until(lambda: "arm" in room.connected)
    await first.close()
    await frame(second, "slices")
    assert "arm" in room.connected
    await second.close()
    await until(lambda: "arm" not in room.connected)


async def test_a_revoked_seat_loses_every_device(allowing: House) -> None:
    devices = [await opened(allowing, "arm", name) for name in ("laptop", "telephone")]
    visitor = await allowing.visitor()
    await visitor.post(f"{API}/seats/arm/revoke", token=allowing.token("secretary"))
    assert [await closing(socket) for socket in devices] == [4401, 4401]
