"""A recording: what is heard and seen in an open part, written into Matroska without decoding a packet.

It stands in the hall as one more receiver: its places get the same packets as everybody's, so what the gate
keeps from the hall cannot come into a recording either. The disk is another thread's; a disk that cannot
follow loses frames and says how many, and never holds up the hall.
"""

from __future__ import annotations

import errno
import queue
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from vcsession.media import h264, matroska, rtp
from vcsession.media.frames import Frame, Track, vp8_size
from vcsession.media.matroska import Block, Codec, Writer

WAITING: Final = 4096
"""Frames that may wait for the disk: some ten seconds of a sitting."""
CLUSTER: Final = 1.0
"""Seconds of a cluster: what a server that is killed loses at most."""
MOST: Final = 4_000_000
"""Octets of a cluster."""
SPARE: Final = 256 << 20
"""Octets of the disk that a recording leaves free: the session's own log must go on."""

Problem = Literal["", "disk_full", "disk_failed"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a recording. `lost` counts frames the disk did not take; `why` is a sentence."""

    path: Path
    seconds: float
    frames: int
    lost: int
    tracks: tuple[str, ...]
    problem: Problem
    why: str


def free_space(path: Path) -> int:
    """Octets that are free on the disk of that folder. Raises OSError."""
    return shutil.disk_usage(path).free


class Recorder:
    """One file; `began` is the loop's time at which it begins. A track is there once it has something."""

    def __init__(self, path: Path, began: float, free: Callable[[Path], int] = free_space) -> None:
        self.path = path
        self.problem: Problem = ""
        """Set while it runs: from then on nothing is written."""
        self._began = began
        self._free = free
        self._tracks: dict[tuple[str, Codec], Track] = {}
        self._current: dict[str, Codec] = {}
        self._waiting: queue.Queue[tuple[tuple[str, Codec], Frame] | None] = queue.Queue(WAITING)
        self._frames = self._lost = 0
        self._until = 0.0
        self._why = ""
        self._ended = False
        self._entries: dict[tuple[str, Codec], matroska.Track] = {}
        self._writer = threading.Thread(target=self._work, name=f"recording {path.name}", daemon=True)
        self._writer.start()

    def take(self, name: str, codec: Codec, packet: bytes, now: float) -> None:
        """One RTP packet as a receiver gets it; a malformed one is left out."""
        track = self._tracks.get((name, codec))
        if track is None:
            track = self._tracks[name, codec] = Track(codec)
        if self._current.get(name) != codec:
            self._current[name] = codec
            track.begin()
        try:
            frames = track.take(packet, now - self._began)
        except (rtp.Malformed, IndexError):
            return
        for frame in frames:
            self._until = now
            self._put((name, codec), frame)

    @property
    def writes(self) -> bool:
        """Whether the disk has taken something."""
        return self._frames > 0

    def _put(self, track: tuple[str, Codec], frame: Frame) -> None:
        try:
            self._waiting.put_nowait((track, frame))
        except queue.Full:
            self._lost += 1

    def waits(self, name: str, codec: str) -> bool:
        """Whether the track can hold nothing more before a keyframe."""
        return any(track.waits for (n, c), track in self._tracks.items() if (n, c) == (name, codec))

    def stop(self) -> Recorded:
        """Write what waits and close the file; blocks for the disk."""
        for key, track in self._tracks.items():
            for frame in track.rest():
                self._put(key, frame)
        self._waiting.put(None)
        self._writer.join()
        names = tuple(entry.name for entry in self._entries.values())
        seconds = max(0.0, self._until - self._began)
        return Recorded(self.path, seconds, self._frames, self._lost, names, self.problem, self._why)

    # in the writer's thread

    def _work(self) -> None:
        try:
            with open(self.path, "w+b", buffering=0) as file:
                writer = Writer(file)
                try:
                    while self._write(writer):
                        pass
                finally:
                    writer.close()
        except OSError as error:
            self._why = f"the recording {self.path.name} ended: {error.strerror}"
            self.problem = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "disk_failed"
            while not self._ended and self._waiting.get() is not None:
                self._lost += 1

    def _write(self, writer: Writer) -> bool:
        """One cluster of what comes; False at the end."""
        blocks: list[Block] = []
        octets = 0
        known = dict(self._entries)
        while True:
            try:
                waiting = self._waiting.get(timeout=CLUSTER if blocks else None)
            except queue.Empty:
                break
            if waiting is None:
                self._ended = True
                break
            (name, codec), frame = waiting
            entry = self._entry(name, codec, frame)
            if entry is None:
                continue
            blocks.append(Block(entry.number, frame.at, frame.keyframe, frame.data))
            octets += len(frame.data)
            if frame.at - blocks[0].at >= CLUSTER * 1000 or octets >= MOST:
                break
        if blocks:
            try:
                if self._free(self.path.parent) < SPARE:
                    raise OSError(errno.ENOSPC, "the disk is nearly full")
                if known != self._entries:
                    writer.describe(list(self._entries.values()))
                writer.write(sorted(blocks, key=lambda block: block.at))
            except OSError:
                self._lost += len(blocks)
                raise
            self._frames += len(blocks)
        return not self._ended

    def _entry(self, name: str, codec: Codec, frame: Frame) -> matroska.Track | None:
        """The track of this frame, as large as its largest picture; None where nobody could play it."""
        entry = self._entries.get((name, codec))
        if entry is not None and (codec == "opus" or not frame.keyframe):
            return entry
        if entry is None:
            others = [e for e in self._entries.values() if (e.codec == "opus") == (codec == "opus")]
            entry = matroska.Track(len(self._entries) + 1, name, codec, default=not others)
        if codec == "VP8":
            width, height = vp8_size(frame.data)
        elif codec == "H264":
            told = h264.configuration(frame.data)
            width, height = (told.width, told.height) if told is not None else (0, 0)
            if told is not None and not entry.private:
                entry = replace(entry, private=told.record)
        else:
            width = height = 0
        if height > entry.height:
            entry = replace(entry, width=width, height=height)
        if codec != "opus" and entry.height == 0:
            return None
        self._entries[name, codec] = entry
        return entry
