"""A stock aiortc RTCPeerConnection as client: what the robots use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack, VideoStreamTrack

from tests.media.client import until
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

# With its default policy aiortc 1.16 leaves all video transceivers but the first on a stopped transport.
CONFIGURATION = RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


class Robot:
    def __init__(self, plane: Plane, seat: str) -> None:
        self.plane, self.seat = plane, seat
        self.connection = RTCPeerConnection(CONFIGURATION)
        self.tracks: dict[str, MediaStreamTrack] = {}
        self.connection.on("track", self._track)

    def _track(self, track: MediaStreamTrack) -> None:
        self.tracks[track.id] = track

    async def join(self, *, sends: bool = True) -> Robot:
        if sends:
            self.connection.addTransceiver(AudioStreamTrack(), direction="sendonly")
            self.connection.addTransceiver(VideoStreamTrack(), direction="sendonly")
        for kind, count in (("audio", 3), ("video", 4)):
            for _ in range(count):
                self.connection.addTransceiver(kind, direction="recvonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        joined = await self.plane.offer(
            "s", self.seat, self.connection.localDescription.sdp, may_publish=True
        )
        await self.connection.setRemoteDescription(RTCSessionDescription(joined.answer, "answer"))
        await until(lambda: self.connection.connectionState == "connected")
        return self


@pytest.fixture
async def robots(plane: Plane) -> AsyncIterator[list[Robot]]:
    robots = [Robot(plane, seat) for seat in ("a", "b")]
    yield robots
    for robot in robots:
        await robot.connection.close()


async def test_stock_aiortc_sends_and_receives(plane: Plane, robots: list[Robot]) -> None:
    speaker, listener = robots
    plane.want("s", Routes((Hall(frozenset("ab"), "a", (), ("b", "a")),)))
    await asyncio.gather(speaker.join(), listener.join(sends=False))
    assert set(listener.tracks) == {
        *("floor-audio", "interpretation-audio", "voice-1-audio"),
        *("floor-video", "presentation-video", "tile-1-video", "tile-2-video"),
    }
    async with asyncio.timeout(20):
        for name in ("floor-audio", "floor-video", "tile-2-video"):
            frame = await listener.tracks[name].recv()
            assert frame.pts is not None
    assert plane.figures().keyframes_asked <= 3
