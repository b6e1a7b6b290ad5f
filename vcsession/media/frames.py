"""RTP packets of one place put together into frames again, with their time; nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vcsession.media import h264, rtp
from vcsession.media.matroska import Codec

AHEAD: Final = 128
"""Packets of a picture that wait for one before them: it may still come, sent again."""
DRIFT: Final = 2.0
"""Seconds by which a publisher's timestamps may run away from our clock before they are tied to it anew."""
CLOCK: Final[dict[Codec, int]] = {"opus": 48_000, "VP8": 90_000, "H264": 90_000}
"""RTP clock rates (RFC 7587 4.1, RFC 7741 4.1, RFC 6184 8.2.1)."""

_HALF: Final = 1 << 31
_WRAP: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Frame:
    """`at`: milliseconds since the recording began; `data` as the container wants it."""

    at: int
    data: bytes
    keyframe: bool


@dataclass(frozen=True, slots=True)
class _Part:
    ticks: int
    last: bool
    payload: bytes


class Track:
    """One place's packets in one codec."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self.waits = False
        """For a keyframe: a picture before it could not be shown."""
        self._clock = CLOCK[codec]
        self._last = -1
        self._raw = 0
        self._next = -1
        self._written = 0
        self._whole = False
        self._anew = True
        self._picture: _Vp8 | h264.Picture = h264.Picture() if codec == "H264" else _Vp8()
        self._ahead: dict[int, _Part] = {}
        self.begin()

    def begin(self) -> None:
        """The next packet begins a picture, whatever its number: the place has come back to this codec."""
        self._ahead.clear()
        self._next = -1
        self._whole = False
        self._anew = True
        self.waits = self.codec != "opus"

    def take(self, packet: bytes, since: float) -> list[Frame]:
        """The frames that are whole with this packet.

        `since` is when the packet came, in seconds since the beginning. Raises rtp.Malformed, IndexError.
        """
        if len(packet) < rtp.HEADER.size:
            raise rtp.Malformed("shorter than a header")
        _, mark, sequence, timestamp, _ = rtp.HEADER.unpack_from(packet)
        start = rtp.payload_start(packet, len(packet))
        payload = packet[start : start + rtp.payload_size(packet, start, len(packet))]
        ticks = self._ticks(timestamp, since)
        if self.codec == "opus":
            return self._in_time([Frame(self._at(ticks), payload, True)] if payload else [])
        if self._next < 0 and payload:
            self._next = sequence
        if self._next < 0 or (sequence - self._next) & 0xFFFF >= 0x8000:
            return []
        self._ahead[sequence] = _Part(ticks, bool(mark & 0x80), payload)
        return self._in_order(AHEAD)

    def rest(self) -> list[Frame]:
        """At the end: what waited for a packet that never came."""
        return self._in_order(0)

    def _in_order(self, most: int) -> list[Frame]:
        frames = []
        while self._next in self._ahead or len(self._ahead) > most:
            if self._next not in self._ahead:
                self._next = min(self._ahead, key=lambda number: (number - self._next) & 0xFFFF)
                self._whole = self._anew = False
                self.waits = True
            part = self._ahead.pop(self._next)
            self._next = (self._next + 1) & 0xFFFF
            if part.payload and (frame := self._take_part(part)) is not None:
                frames.append(frame)
        return self._in_time(frames)

    def _take_part(self, part: _Part) -> Frame | None:
        picture = self._picture
        try:
            if picture.begins(part.payload, self._anew):
                picture.clear()
                self._whole = True
            picture.add(part.payload)
        except IndexError:
            self._whole = False
        self._anew = part.last
        if not part.last or not self._whole:
            return None
        self._whole = False
        if self.waits and not picture.keyframe:
            return None
        self.waits = False
        return Frame(self._at(part.ticks), picture.data(), picture.keyframe)

    def _in_time(self, frames: list[Frame]) -> list[Frame]:
        """Without what came late: a player takes no step back."""
        kept = []
        for frame in frames:
            if frame.at >= self._written:
                self._written = frame.at
                kept.append(frame)
        return kept

    def _at(self, ticks: int) -> int:
        return ticks * 1000 // self._clock

    def _ticks(self, timestamp: int, since: float) -> int:
        """The timestamps run on through every switch of the place: only the first is tied to our clock."""
        ours = round(since * self._clock)
        ticks = self._last + (timestamp - self._raw + _HALF) % _WRAP - _HALF
        if self._last < 0 or abs(ticks - ours) > DRIFT * self._clock:
            self._last, self._raw = ours, timestamp
            return ours
        if ticks > self._last:
            self._last, self._raw = ticks, timestamp
        return max(0, ticks)


class _Vp8:
    """A picture in VP8, out of the payloads of RFC 7741."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    @property
    def keyframe(self) -> bool:
        return not self._bytes[0] & 0x01  # RFC 6386 9.1

    def begins(self, payload: bytes, _anew: bool) -> bool:
        return payload[0] & 0x17 == 0x10

    def clear(self) -> None:
        self._bytes.clear()

    def add(self, payload: bytes) -> None:
        """Raises IndexError for a descriptor without a picture (4.2)."""
        first = payload[0]
        at = 1
        if first & 0x80:
            more = payload[1]
            at = 2
            if more & 0x80:
                at += 2 if payload[at] & 0x80 else 1
            at += bool(more & 0x40) + bool(more & 0x30)
        if at >= len(payload):
            raise IndexError("a descriptor without a picture")
        self._bytes += payload[at:]

    def data(self) -> bytes:
        return bytes(self._bytes)


def vp8_size(keyframe: bytes) -> tuple[int, int]:
    """(width, height) that a keyframe tells (RFC 6386 9.1); zeros where it tells none."""
    if len(keyframe) < 10 or keyframe[3:6] != b"\x9d\x01\x2a":
        return 0, 0
    return (keyframe[6] | keyframe[7] << 8) & 0x3FFF, (keyframe[8] | keyframe[9] << 8) & 0x3FFF
