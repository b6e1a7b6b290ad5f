"""Debian's Firefox in one seat, Chromium in another, a studio encoder in a third: who hears and sees whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription

from tests.browser import chromium_running
from tests.e2e.house import STATISTICS, UNTIL, House, Person
from tests.firefox import Tab, firefox_running, own_address
from tests.media.client import until
from tests.media.test_studio import studio_encoder

pytestmark = [pytest.mark.fault, pytest.mark.browser, pytest.mark.timeout(300)]

TAKES_H264 = "() => RTCRtpReceiver.getCapabilities('video').codecs.some((c) => c.mimeType === 'video/H264')"

STANDS = """(kind, name) => __vcsession.places().find((p) => p.kind === kind && p.name === name).seat"""

CODEC = """async ([name]) => {
  const hall = globalThis.__vcsession;
  const mid = hall.places().find((p) => p.name === name && p.kind === 'video').mid;
  const found = await hall.connection().getStats();
  const stream = [...found.values()].find((s) => s.type === 'inbound-rtp' && s.mid === mid);
  return found.get(stream.codecId).mimeType;
}"""


async def test_firefox_hears_and_is_heard_sees_and_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Firefox passes over the loopback: the media stand on an address of the machine's own.
    monkeypatch.setenv("VCSESSION_MEDIA_HOST", own_address())
    async with (
        chromium_running() as chromium,
        House(tmp_path / "data") as house,
        firefox_running(tmp_path / "profile") as firefox,
    ):
        chair = await Person.enter(chromium, house, "chair")
        tab = await firefox.tab()
        await tab.goto(house.seats["blr"]["link"])
        await tab.click("join-check")
        await tab.until("() => document.querySelector('video')?.videoWidth > 0")
        await tab.click("join-enter")
        await tab.until("() => globalThis.__vcsession?.connection()?.connectionState === 'connected'")
        await opened(house)

        await receives(tab, "voice-1", "audio", "packetsReceived", 20)
        await receives(tab, "tile-1", "video", "framesDecoded", 10)
        speech = await has_floor(house, "blr")
        await chair.receives("floor", "audio", "packetsReceived", 20)
        await chair.receives("floor", "video", "framesDecoded", 10)
        await house.give("chair", type="end_speech", request=speech)

        async with studio(house, "rus"):
            await has_floor(house, "rus")
            await chair.receives("floor", "audio", "packetsReceived", 20)
            await chair.receives("floor", "video", "framesDecoded", 10)
            assert await chair.page.evaluate(CODEC, ["floor"]) == "video/H264"
            await receives(tab, "floor", "audio", "packetsReceived", 20)
            if await tab.evaluate(TAKES_H264):
                await receives(tab, "floor", "video", "framesDecoded", 10)
            else:  # it has not fetched its OpenH264 yet: it is told that there is no picture
                assert await tab.evaluate(STANDS, "audio", "floor") == "rus"
                assert await tab.evaluate(STANDS, "video", "floor") is None
        state = (
            "() => { const of = __vcsession.connection(); return [of.connectionState, of.signalingState]; }"
        )
        assert await tab.evaluate(state) == ["connected", "stable"]


async def opened(house: House) -> None:
    """Sitting 1 with its quorum."""
    await house.give("chair", type="call_to_order", sitting="1")
    await house.give("chair", type="open_session")
    for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"):
        await house.give("secretary", type="mark_present", delegation=code)
    await house.give("chair", type="declare_quorum", sitting="1")


async def has_floor(house: House, seat: str) -> str:
    """The request by which it has it."""
    asked = await house.give(seat, type="request_floor", kind="intervention")
    request: str = asked["events"][0]["request"]
    await house.give("chair", type="grant", request=request)
    return request


async def receives(tab: Tab, place: str, kind: str, figure: str, least: int) -> None:
    """Until so much stands in Firefox's own statistics of a place."""
    await tab.evaluate(f"(of) => ({UNTIL})({STATISTICS}, of, {least})", [place, kind, figure])


@asynccontextmanager
async def studio(house: House, seat: str) -> AsyncIterator[None]:
    """An encoder that publishes H264 and Opus by WHIP (RFC 9725)."""
    encoder: RTCPeerConnection = await studio_encoder()
    headers = {"Authorization": f"Bearer {house.seats[seat]['token']}", "Content-Type": "application/sdp"}
    url = f"{house.url}/api/sessions/{house.session}/media"
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.post(url, data=encoder.localDescription.sdp) as response,
        ):
            assert response.status == 201, await response.text()
            answer: Any = RTCSessionDescription(await response.text(), "answer")
        await encoder.setRemoteDescription(answer)
        await until(lambda: encoder.connectionState == "connected")
        yield
    finally:
        await encoder.close()
