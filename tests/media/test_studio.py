"""A studio encoder: H264 and Opus over one WHIP offer and nothing else, seen and heard in a real browser."""

from __future__ import annotations

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

from tests.browser import chromium_running
from tests.media.client import until
from tests.media.test_browser import Room, flows
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


async def studio_encoder() -> RTCPeerConnection:
    """aiortc with H264 as its only picture, and its offer."""
    connection = RTCPeerConnection(CONFIGURATION)
    connection.addTransceiver(AudioStreamTrack(), direction="sendonly")
    video = connection.addTransceiver(VideoStreamTrack(), direction="sendonly")
    known = RTCRtpSender.getCapabilities("video").codecs
    video.setCodecPreferences([codec for codec in known if codec.mimeType in ("video/H264", "video/rtx")])
    await connection.setLocalDescription(await connection.createOffer())
    assert "VP8" not in connection.localDescription.sdp
    return connection


async def studio(plane: Plane) -> RTCPeerConnection:
    """It publishes."""
    connection = await studio_encoder()
    joined = await plane.offer("round", "studio", connection.localDescription.sdp, may_publish=True)
    await connection.setRemoteDescription(RTCSessionDescription(joined.answer, "answer"))
    await until(lambda: connection.connectionState == "connected")
    return connection


@pytest.mark.browser
async def test_a_studio_encoder_is_seen_and_heard_in_a_browser() -> None:
    room = Room()
    await room.start()
    room.plane.want("round", Routes((Hall(frozenset({"studio", "viewer"}), "studio", (), ("studio",)),)))
    encoder = await studio(room.plane)
    try:
        async with chromium_running() as browser:
            page = await browser.new_page()
            await page.goto(room.url)
            await page.evaluate("join('viewer', 2)")
            await page.wait_for_function("() => pc.connectionState === 'connected'")
            await flows(page, room.mid("viewer", "floor", "audio"))
            await flows(page, room.mid("viewer", "floor", "video"))
            await flows(page, room.mid("viewer", "tile-1", "video"))
            codecs = await page.evaluate(
                "async () => [...(await pc.getStats()).values()].filter((s) => s.type === 'codec')"
                ".map((s) => s.mimeType)"
            )
            assert "video/H264" in codecs
    finally:
        await encoder.close()
        await room.close()
