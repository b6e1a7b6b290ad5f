"""Server-sent events in the socket's place: the same frames and limits, commands and signals by POST."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.http.conftest import API, House, Visitor, until
from tests.http.test_socket import close_code


async def opened(house: House, seat: str, **query: str) -> ClientResponse:
    visitor = await house.visitor()
    return await visitor.get(f"{API}/events", token=house.token(seat), params=query)


async def event(stream: ClientResponse) -> tuple[str, str]:
    """The next event: its type and its data."""
    kind, data = "message", ""
    async with asyncio.timeout(10):
        while line := (await stream.content.readline()).decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            kind, data = (value, data) if name == "event" else (kind, value)
    return kind, data


async def frame(stream: ClientResponse, kind: str) -> dict[str, Any]:
    while True:
        found: dict[str, Any] = json.loads((await event(stream))[1])
        if found["frame"] == kind:
            return found


async def closed(stream: ClientResponse) -> int:
    """The code that the stream ends with."""
    while (found := await event(stream))[0] != "close":
        pass
    assert await stream.content.read() == b""
    return int(found[1])


async def test_a_seat_sees_by_events_what_it_sees_by_its_socket(house: House, visitor: Visitor) -> None:
    stream, socket = await opened(house, "arm"), await house.socket("blr")
    assert stream.content_type == "text/event-stream"
    assert (stream.headers["Cache-Control"], stream.headers["X-Accel-Buffering"]) == ("no-store", "no")
    assert stream.headers["X-Content-Type-Options"] == "nosniff"
    whole = await frame(stream, "slices")
    assert whole["slices"].keys() == (await socket.receive_json())["slices"].keys()
    assert whole["slices"]["me"]["seat"] == "arm"
    assert (await visitor.do("chair", "call_to_order", sitting="1")).status == 200
    assert (await frame(stream, "slices"))["slices"]["sitting"]["state"] == "called_to_order"
    assert "arm" in house.hall.room.connected


async def test_a_stream_resumes_from_the_last_version_it_saw(house: House) -> None:
    await house.hall.do("chair", "call_to_order", sitting="1")
    found = await frame(await opened(house, "arm", after="2"), "slices")
    assert ("session" in found["slices"], "sitting" in found["slices"]) == (False, True)


async def test_a_seat_opened_again_ends_the_stream_and_a_stream_ends_a_socket(house: House) -> None:
    socket = await house.socket("chair")
    stream = await opened(house, "chair")
    assert await close_code(socket) == 4409
    again = await house.socket("chair")
    assert await closed(stream) == 4409
    assert not again.closed


async def test_a_stream_ends_with_its_seats_link_and_with_the_server(house: House, visitor: Visitor) -> None:
    arm, blr = await opened(house, "arm"), await opened(house, "blr")
    answer = await visitor.post(f"{API}/seats/arm/revoke", token=house.token("secretary"))
    assert answer.status == 200
    assert await closed(arm) == 4401
    assert (await opened(house, "arm")).status == 401
    _, code = await asyncio.gather(house.server.close(), closed(blr))
    assert code == 1001


async def test_a_browser_that_went_leaves_its_seat(house: House) -> None:
    stream = await opened(house, "arm")
    await frame(stream, "slices")
    stream.close()
    for _ in range(3):  # the server's next sign of life finds nobody
        await house.hall.time.draw(5)
        await asyncio.sleep(0)
    await until(lambda: "arm" not in house.hall.room.connected)


@pytest.mark.parametrize("path", ["events", "signals"])
async def test_nobody_comes_in_without_a_link_nor_from_another_site(
    house: House, visitor: Visitor, path: str
) -> None:
    method = "GET" if path == "events" else "POST"
    assert (await visitor.call(method, f"{API}/{path}", token="wrong")).status == 401
    assert (await visitor.call(method, f"/api/sessions/none/{path}", token=house.token("arm"))).status == 401
    foreign = {"Origin": "https://elsewhere.example"}
    answer = await visitor.call(method, f"{API}/{path}", token=house.token("arm"), headers=foreign)
    assert (answer.status, (await answer.json())["code"]) == (403, "foreign_origin")
    assert house.hall.room.connected == frozenset()


async def test_signals_reach_the_media_plane_and_the_quiet_lines(house: House, visitor: Visitor) -> None:
    async def signal(**said: object) -> tuple[int, str]:
        answer = await visitor.post(f"{API}/signals", token=house.token("arm"), json=said)
        return answer.status, (await answer.json())["code"] if answer.status != 204 else ""

    secretary = await opened(house, "secretary")
    assert await signal(signal="listen", language="en") == (204, "")
    assert house.media.listening["echelon-2020", "arm"] == "en"
    assert await signal(signal="sizes", media="m1", lines={"floor": 0}) == (204, "")
    assert house.media.sizes["echelon-2020", "arm", "m1"] == {"floor": 0}
    assert await signal(signal="quiet", line="secretariat", text="The sound is poor.") == (204, "")
    assert (await frame(secretary, "quiet"))["from"] == "arm"
    assert await signal(signal="sizes", media="m1", lines={"floor": -1}) == (422, "bad_field")
    assert await signal(signal="wave") == (422, "bad_field")
    assert await signal(type="call_to_order", sitting="1", cause="c") == (422, "bad_field")
