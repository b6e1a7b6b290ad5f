"""A recording: what is heard and seen in an open part, written into Matroska without decoding a packet.

It stands in the hall as one more receiver: its places get the same packets as everybody's, so what the gate
keeps from the hall cannot come into a recording either. The disk is another thread's; a disk that cannot
follow loses packets and says how many, and never holds up the hall.
"""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

import av
import av.error

from vcsession.media import rtp

Kind = Literal["audio", "video"]

AHEAD: Final = 128
"""Packets of a picture that wait for one before them: it may still come, sent again."""

WAITING: Final = 4096
"""Packets that may wait for the disk: some ten seconds of a sitting."""

Frame = tuple[int, bytes, bool]
"""(ticks of the track's clock since the recording began, the codec's bytes, whether it is a keyframe)"""

CLOCK: Final[Mapping[Kind, int]] = {"audio": 48_000, "video": 90_000}
"""RTP clock rates of Opus (RFC 7587 4.1) and VP8 (RFC 7741 4.1)."""

_HALF: Final = 1 << 31
_WRAP: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a recording. `lost` counts frames the disk did not take; `problem` is a sentence."""

    path: Path
    seconds: float
    frames: int
    lost: int
    problem: str


class Track:
    """One track's RTP packets, put together into frames with their time since the recording began."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._last = -1
        self._raw = 0
        self._frame = bytearray()
        self._next = -1
        self._whole = False
        self._wait = kind == "video"
        """Until the next keyframe: a picture before it could not be shown."""
        self._written = 0
        self._ahead: dict[int, tuple[int, bool, tuple[int, bool], bytes]] = {}

    @property
    def waits(self) -> bool:
        """For a keyframe."""
        return self._wait

    def take(self, packet: bytes, since: float) -> list[Frame]:
        """The frames that are whole with this packet.

        `since` is when the packet came, in seconds since the beginning. Raises rtp.Malformed, IndexError.
        """
        if len(packet) < rtp.HEADER.size:
            raise rtp.Malformed("shorter than a header")
        _, mark, sequence, timestamp, _ = rtp.HEADER.unpack_from(packet)
        start = rtp.payload_start(packet, len(packet))
        payload = packet[start : start + rtp.payload_size(packet, start, len(packet))]
        if not payload:
            return []
        if self.kind == "audio":
            return self._in_time([(self._ticks(timestamp, since), payload, True)])
        described = vp8_payload(payload)
        ticks = self._ticks(timestamp, since)
        if self._next < 0:
            self._next = sequence
        if (sequence - self._next) & 0xFFFF >= 0x8000:
            return []
        self._ahead[sequence] = ticks, bool(mark & 0x80), described, payload
        return self._in_order(AHEAD)

    def rest(self) -> list[Frame]:
        """At the end: what waited for a packet that never came."""
        return self._in_order(0)

    def _in_order(self, most: int) -> list[Frame]:
        frames = []
        while self._next in self._ahead or len(self._ahead) > most:
            if self._next not in self._ahead:
                self._next = min(self._ahead, key=lambda number: (number - self._next) & 0xFFFF)
                self._whole = False
                self._wait = True
            ticks, marked, described, payload = self._ahead.pop(self._next)
            self._next = (self._next + 1) & 0xFFFF
            frame = self._video(ticks, marked, described, payload)
            if frame is not None:
                frames.append(frame)
        return self._in_time(frames)

    def _in_time(self, frames: list[Frame]) -> list[Frame]:
        """What came late would end the file: Matroska's writer takes no step back."""
        kept = []
        for frame in frames:
            if frame[0] >= self._written:
                self._written = frame[0]
                kept.append(frame)
        return kept

    def _ticks(self, timestamp: int, since: float) -> int:
        """The timestamps run on through every switch of the place, so only the first is tied to the clock."""
        if self._last < 0:
            self._last = round(since * CLOCK[self.kind])
            self._raw = timestamp
            return self._last
        step = (timestamp - self._raw + _HALF) % _WRAP - _HALF
        if step > 0:
            self._last += step
            self._raw = timestamp
            return self._last
        return self._last + step

    def _video(self, ticks: int, marked: bool, described: tuple[int, bool], payload: bytes) -> Frame | None:
        start, begins = described
        if begins:
            self._frame = bytearray()
            self._whole = True
        self._frame += payload[start:]
        if not marked or not self._whole or not self._frame:
            return None
        keyframe = not self._frame[0] & 0x01  # RFC 6386 9.1
        if self._wait and not keyframe:
            return None
        self._wait = self._whole = False
        return ticks, bytes(self._frame), keyframe


def vp8_payload(payload: bytes) -> tuple[int, bool]:
    """(where the picture's own bytes begin, whether a frame begins here); RFC 7741 4.2. Raises IndexError."""
    first = payload[0]
    at = 1
    if first & 0x80:
        more = payload[1]
        at = 2
        if more & 0x80:
            at += 2 if payload[at] & 0x80 else 1
        if more & 0x40:
            at += 1
        if more & 0x30:
            at += 1
    if at >= len(payload):
        raise IndexError("a descriptor without a picture")
    return at, first & 0x17 == 0x10


class Recorder:
    """One file. `tracks` are its tracks by name, `began` the loop's time at which it begins."""

    def __init__(self, path: Path, tracks: Mapping[str, Kind], began: float) -> None:
        self.path = path
        self._began = began
        self._tracks = {name: Track(kind) for name, kind in tracks.items()}
        self._waiting: queue.Queue[tuple[str, Frame] | None] = queue.Queue(WAITING)
        self._frames = self._lost = 0
        self._until = 0.0
        self._problem = ""
        self._writer = threading.Thread(target=self._write, name=f"recording {path.name}", daemon=True)
        self._writer.start()

    def take(self, track: str, packet: bytes, now: float) -> None:
        """One RTP packet as a receiver gets it; a malformed one is left out."""
        try:
            frames = self._tracks[track].take(packet, now - self._began)
        except (rtp.Malformed, IndexError):
            return
        for frame in frames:
            self._until = now
            self._put(track, frame)

    def _put(self, track: str, frame: Frame) -> None:
        try:
            self._waiting.put_nowait((track, frame))
        except queue.Full:
            self._lost += 1

    def waits(self, track: str) -> bool:
        """Whether the track can hold nothing more before a keyframe."""
        return self._tracks[track].waits

    def stop(self) -> Recorded:
        """Write what waits and close the file; blocks for the disk."""
        for name, track in self._tracks.items():
            for frame in track.rest():
                self._put(name, frame)
        self._waiting.put(None)
        self._writer.join()
        seconds = max(0.0, self._until - self._began)
        return Recorded(self.path, seconds, self._frames, self._lost, self._problem)

    def _write(self) -> None:
        try:
            with opus_template() as template, av.open(str(self.path), "w", format="matroska") as file:
                streams = {}
                for name, track in self._tracks.items():
                    stream: av.stream.Stream
                    if track.kind == "audio":
                        stream = file.add_stream_from_template(template.streams.audio[0])
                    else:
                        stream = file.add_mux_stream("vp8", rate=30, width=1280, height=720)
                    stream.metadata["title"] = name
                    streams[name] = stream
                while (waiting := self._waiting.get()) is not None:
                    name, (ticks, data, keyframe) = waiting
                    packet = av.Packet(data)
                    packet.stream = streams[name]
                    packet.time_base = Fraction(1, CLOCK[self._tracks[name].kind])
                    packet.pts = packet.dts = ticks
                    packet.is_keyframe = keyframe
                    file.mux(packet)
                    self._frames += 1
        except (OSError, av.error.FFmpegError) as error:
            self._problem = f"the recording {self.path.name} ended: {error.strerror or error}"
            while self._waiting.get() is not None:
                self._lost += 1


def opus_template() -> av.container.InputContainer:
    """A container with one Opus stream: Matroska wants Opus's own header (RFC 7845 5.1)."""
    made = io.BytesIO()
    with av.open(made, "w", format="matroska") as file:
        stream = file.add_stream("libopus", rate=48_000)
        stream.codec_context.layout = "stereo"
        silence = av.AudioFrame(format="s16", layout="stereo", samples=960)
        silence.sample_rate = 48_000
        silence.pts = 0
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        for packet in (*stream.encode(silence), *stream.encode(None)):
            file.mux(packet)
    made.seek(0)
    return av.open(made, "r")
