"""What a robot sends: one audio and one video section, over aiortc's own connection.

The sound is encoded once (`tone`) and yielded as packets, which aiortc does not encode again; the picture is
small and slow. That keeps a robot's share of a core to a few per cent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

import aiohttp
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av import Packet, VideoFrame
from yarl import URL

from vcsession.attend import tone
from vcsession.attend.picture import Picture

FRAMES_PER_S: Final = 5
CONNECTS_WITHIN_S: Final = 10.0
LEAVES_WITHIN_S: Final = 5.0
CODECS: Final = ("audio/opus", "video/VP8", "video/rtx")
LOOPBACK: Final = ("127.0.0.1", "localhost")


class MediaFailed(Exception):
    """No media connection; the text says why."""


class Pace:
    """Ticks at a steady rate; those that were slept through are left out."""

    def __init__(self, period: float) -> None:
        self._period = period
        self._next = 0
        self._start: float | None = None

    async def tick(self) -> int:
        """Wait for the next tick; its number."""
        now = asyncio.get_running_loop().time()
        if self._start is None:
            self._start = now
        number = max(self._next, int((now - self._start) / self._period))
        self._next = number + 1
        await asyncio.sleep(self._start + number * self._period - now)
        return number


class Voice(MediaStreamTrack):
    kind = "audio"

    def __init__(self, packets: tuple[bytes, ...]) -> None:
        super().__init__()
        self._packets = packets
        self._pace = Pace(tone.PACKET_S)

    async def recv(self) -> Packet[Any]:
        if self.readyState != "live":
            raise MediaStreamError
        number = await self._pace.tick()
        packet = Packet(self._packets[number % len(self._packets)])
        packet.pts = number * tone.SAMPLES
        packet.time_base = Fraction(1, tone.RATE)
        return packet


class Camera(MediaStreamTrack):
    """The picture with what `line` says now; aiortc encodes it, a keyframe where one is asked for."""

    kind = "video"

    def __init__(self, picture: Picture, line: Callable[[], str]) -> None:
        super().__init__()
        self._picture = picture
        self._line = line
        self._pace = Pace(1 / FRAMES_PER_S)

    async def recv(self) -> VideoFrame:
        if self.readyState != "live":
            raise MediaStreamError
        number = await self._pace.tick()
        frame = self._picture.frame(self._line())
        frame.pts = number
        frame.time_base = Fraction(1, FRAMES_PER_S)
        return frame


async def send(
    http: aiohttp.ClientSession, place: URL, headers: Mapping[str, str], voice: Voice, camera: Camera
) -> None:
    """Offer `voice` and `camera` to the media end point `place` and send until the connection ends.

    Raises MediaFailed, or aiohttp's errors. However it ends, the connection is closed here and there.
    """
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    state: asyncio.Queue[str] = asyncio.Queue()
    connection.on("connectionstatechange", lambda: state.put_nowait(connection.connectionState))
    location: URL | None = None
    try:
        await connection.setLocalDescription(await _offer(connection, voice, camera, place))
        offer = connection.localDescription.sdp
        typed = {**headers, "Content-Type": "application/sdp"}
        async with http.post(place, data=offer.encode(), headers=typed) as response:
            if response.status != 201:
                raise MediaFailed(f"the server refused the media offer with status {response.status}")
            location = place.join(URL(response.headers["Location"]))
            answer = await response.text()
        await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        try:
            async with asyncio.timeout(CONNECTS_WITHIN_S):
                while await state.get() != "connected":
                    pass
        except TimeoutError:
            raise MediaFailed("no media connection came up") from None
        while await state.get() not in ("failed", "closed"):
            pass
        raise MediaFailed("the media connection ended")
    finally:
        await connection.close()
        if location is not None:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with asyncio.timeout(LEAVES_WITHIN_S), http.delete(location, headers=headers):
                    pass


async def _offer(
    connection: RTCPeerConnection, voice: Voice, camera: Camera, place: URL
) -> RTCSessionDescription:
    for track in (voice, camera):
        transceiver = connection.addTransceiver(track, "sendonly")
        known = RTCRtpSender.getCapabilities(track.kind).codecs
        transceiver.setCodecPreferences([codec for codec in known if codec.mimeType in CODECS])
    if place.host in LOOPBACK:
        reach_loopback(connection)
    return await connection.createOffer()


def reach_loopback(connection: RTCPeerConnection) -> None:
    """Send from the loopback too: aioice never takes it, and a machine may have no other address."""
    transport = connection.getTransceivers()[0].sender.transport.transport
    ice: Any = transport.iceGatherer._connection
    gather = ice.get_component_candidates

    async def with_loopback(component: int, addresses: list[str], timeout: int = 5) -> Any:
        return await gather(component, ["127.0.0.1", *addresses], timeout)

    ice.get_component_candidates = with_loopback
