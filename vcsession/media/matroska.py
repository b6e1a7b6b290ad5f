"""Matroska (RFC 9559), as much of it as a recording needs: written cluster by cluster, mended after a crash.

A file is a head of fixed length, clusters of a known length, and cues at the end. The head is written anew
whenever a track begins, so no track need be known beforehand; a cluster is written in one go, so whatever
a server leaves behind when it is killed plays up to its last whole cluster. Times are in milliseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final, Literal

Codec = Literal["opus", "VP8", "H264"]

HEAD: Final = 4096
"""Bytes kept between the beginning of the segment and its first cluster."""
SEEN: Final = 5000
"""Milliseconds between two cues where there is sound alone."""

_EBML, _SEGMENT, _CLUSTER, _CUES = (
    bytes.fromhex(i) for i in ("1A45DFA3", "18538067", "1F43B675", "1C53BB6B")
)
_SEEK_HEAD, _INFO, _TRACKS = (bytes.fromhex(i) for i in ("114D9B74", "1549A966", "1654AE6B"))
_VOID, _DURATION, _TIMESTAMP, _BLOCK = (bytes.fromhex(i) for i in ("EC", "4489", "E7", "A3"))
_TRACK, _NUMBER, _TYPE, _NAME = (bytes.fromhex(i) for i in ("AE", "D7", "83", "536E"))
_OPEN: Final = b"\x01" + b"\xff" * 7
"""The length of a segment that is still being written."""

_IDS: Final = {"opus": "A_OPUS", "VP8": "V_VP8", "H264": "V_MPEG4/ISO/AVC"}
_OPUS_HEAD: Final = b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, 48_000, 0, 0)
"""RFC 7845 5.1: two channels, nothing to skip: what was received is what was said."""
_PICTURE: Final = 1


class NotWhole(ValueError):
    """The file does not begin as one of ours."""


@dataclass(frozen=True, slots=True)
class Track:
    """`private` is H264's configuration (ISO 14496-15 5.3.3); sizes in pixels, of pictures alone."""

    number: int
    name: str
    codec: Codec
    width: int = 0
    height: int = 0
    private: bytes = b""
    default: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """One frame. `at` in ms since the beginning."""

    track: int
    at: int
    keyframe: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Cue:
    at: int
    track: int
    position: int
    """Of its cluster, from the beginning of the segment."""


class Writer:
    """One file, opened for reading and writing and not buffered. Every call may raise OSError."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        kind = _number("4286", 1) + _number("42F7", 1) + _number("42F2", 4) + _number("42F3", 8)
        kind += _text("4282", "matroska") + _number("4287", 4) + _number("4285", 2)
        self._start = _write(file, 0, _element(_EBML, kind) + _SEGMENT + _OPEN)
        self._end = self._start + HEAD
        self._tracks: tuple[Track, ...] = ()
        self._until = 0
        self._cues: list[Cue] = []
        self.describe(())

    def describe(self, tracks: Sequence[Track]) -> None:
        """These are the tracks; to be told before the first cluster that holds a block of a new one."""
        self._tracks = tuple(tracks)
        self._write_head(0)

    def write(self, blocks: Sequence[Block]) -> None:
        """One cluster: half a minute at most. What cannot be written whole leaves nothing behind."""
        at = min(block.at for block in blocks)
        body = _number(_TIMESTAMP, at) + b"".join(_block(block, at) for block in blocks)
        try:
            end = _write(self._file, self._end, _element(_CLUSTER, body))
        except OSError:
            self._file.truncate(self._end)
            raise
        pictures = frozenset(track.number for track in self._tracks if track.codec != "opus")
        _note(self._cues, blocks, pictures, self._end - self._start)
        self._until = max(self._until, *(block.at for block in blocks))
        self._end = end

    def close(self) -> None:
        """Say how long it is and where to seek, and end the segment."""
        end = _write(self._file, self._end, _cues(self._cues))
        self._write_head(self._end)
        _write(self._file, self._start - 8, (end - self._start | 1 << 56).to_bytes(8))

    def _write_head(self, cues: int) -> None:
        tracks = _element(_TRACKS, b"".join(map(_track, self._tracks))) if self._tracks else b""
        _write(self._file, self._start, _head(self._until, tracks, cues - self._start if cues else 0))


def mend(path: Path) -> tuple[float, tuple[str, ...]]:
    """Give a file that nobody closed its cues and its length; what is half written at its end is cut off.

    Returns its seconds and the names of its tracks. Raises OSError, NotWhole.
    """
    with open(path, "r+b", buffering=0) as file:
        length = path.stat().st_size
        found = list(_elements(file, 0, length))
        if [identifier for identifier, _, _ in found] != [_EBML, _SEGMENT]:
            raise NotWhole("not a recording")
        start = found[1][1]
        tracks, names, pictures = b"", list[str](), set[int]()
        for identifier, at, size in _elements(file, start, min(start + HEAD, length)):
            if identifier == _TRACKS:
                tracks = _element(_TRACKS, _read(file, at, size))
                for name, number, kind in _described(file, at, size):
                    names.append(name)
                    pictures |= {number} if kind == _PICTURE else set()
        end = start + HEAD
        until, cues = 0, list[Cue]()
        for identifier, at, size in _elements(file, end, length):
            if identifier != _CLUSTER or at + size > length:
                break
            blocks = list(_blocks(file, at, size))
            _note(cues, blocks, pictures, end - start)
            until = max(until, *(block.at for block in blocks)) if blocks else until
            end = at + size
        file.truncate(end)
        closed = _write(file, end, _cues(cues))
        _write(file, start, _head(until, tracks, end - start))
        _write(file, start - 8, (closed - start | 1 << 56).to_bytes(8))
        return until / 1000, tuple(names)


def _note(
    cues: list[Cue], blocks: Sequence[Block], pictures: frozenset[int] | set[int], position: int
) -> None:
    """A player comes in at a picture that stands by itself, or anywhere where there is none."""
    shown = [block for block in blocks if block.track in pictures]
    first = next((block for block in shown if block.keyframe), None)
    if first is None and not shown and blocks and (not cues or blocks[0].at - cues[-1].at >= SEEN):
        first = blocks[0]
    if first is not None:
        cues.append(Cue(max(0, first.at), first.track, position))


def _head(until: int, tracks: bytes, cues: int) -> bytes:
    info = _number("2AD7B1", 1_000_000) + _text("4D80", "vcsession") + _text("5741", "vcsession")
    info = _element(_INFO, info + (_real(_DURATION, until) if until else b""))
    index = _seek_head([])
    parts = [(_INFO, len(index)), *([(_TRACKS, len(index) + len(info))] if tracks else [])]
    head = _seek_head([*parts, *([(_CUES, cues)] if cues else [])]) + info + tracks
    rest = HEAD - len(head)
    if rest < 9:
        raise OverflowError("more tracks than a head has room for")
    return head + _VOID + (rest - 9 | 1 << 56).to_bytes(8) + bytes(rest - 9)


def _seek_head(parts: Sequence[tuple[bytes, int]]) -> bytes:
    """Where the parts stand in the segment; of one length, however many there are."""
    seeks = b"".join(
        _element("4DBB", _element("53AB", identifier) + _element("53AC", at.to_bytes(8)))
        for identifier, at in parts
    )
    space = 3 * 21 + 2
    void = _VOID + (space - 2 - len(seeks) | 0x80).to_bytes(1) + bytes(space - 2 - len(seeks))
    return _element(_SEEK_HEAD, seeks + void)


def _track(track: Track) -> bytes:
    sound = track.codec == "opus"
    body = (
        _number(_NUMBER, track.number)
        + _number("73C5", track.number)
        + _number(_TYPE, 2 if sound else _PICTURE)
    )
    body += (
        _number("88", track.default) + _number("9C", 0) + _text(_NAME, track.name) + _text("22B59C", "und")
    )
    body += _text("86", _IDS[track.codec])
    private = _OPUS_HEAD if sound else track.private
    body += _element("63A2", private) if private else b""
    if sound:
        # RFC 9559 28.1: Opus wants 80 ms before the point that it is sought to.
        body += _number("56BB", 80_000_000) + _element("E1", _real("B5", 48_000) + _number("9F", 2))
    else:
        body += _element("E0", _number("B0", track.width) + _number("BA", track.height))
    return _element(_TRACK, body)


def _block(block: Block, base: int) -> bytes:
    head = struct.pack("!BhB", 0x80 | block.track, block.at - base, 0x80 * block.keyframe)
    return _element(_BLOCK, head + block.data)


def _cues(cues: Sequence[Cue]) -> bytes:
    points = (
        _element(
            "BB",
            _number("B3", cue.at) + _element("B7", _number("F7", cue.track) + _number("F1", cue.position)),
        )
        for cue in cues
    )
    return _element(_CUES, b"".join(points)) if cues else b""


# EBML (RFC 8794)


def _element(identifier: bytes | str, body: bytes) -> bytes:
    identifier = bytes.fromhex(identifier) if isinstance(identifier, str) else identifier
    length = next(n for n in range(1, 9) if len(body) < (1 << 7 * n) - 1)
    return identifier + (len(body) | 1 << 7 * length).to_bytes(length) + body


def _number(identifier: bytes | str, value: int) -> bytes:
    return _element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _text(identifier: bytes | str, value: str) -> bytes:
    return _element(identifier, value.encode())


def _real(identifier: bytes | str, value: float) -> bytes:
    return _element(identifier, struct.pack("!d", value))


def _elements(file: FileIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(id, where its body begins, how long that is) of each element; one of no told length ends at `end`."""
    while at + 2 <= end:
        head = _read(file, at, 12)
        wide = _width(head[0])
        long = _width(head[wide]) if wide < len(head) else 0
        if not 0 < wide <= 4 or long == 0 or wide + long > len(head):
            return
        size = int.from_bytes(head[wide : wide + long]) & (1 << 7 * long) - 1
        at += wide + long
        if size == (1 << 7 * long) - 1:
            size = end - at
        yield head[:wide], at, size
        at += size


def _width(first: int) -> int:
    """How many bytes a number takes that begins so; 0 where that is none."""
    return 9 - first.bit_length() if first else 0


def _described(file: FileIO, at: int, size: int) -> Iterator[tuple[str, int, int]]:
    """(name, number, type) of each track."""
    for _, inner, length in _elements(file, at, at + size):
        fields = {i: _read(file, a, n) for i, a, n in _elements(file, inner, inner + length)}
        number, kind = (int.from_bytes(fields.get(i, b"")) for i in (_NUMBER, _TYPE))
        yield fields.get(_NAME, b"").decode(errors="replace"), number, kind


def _blocks(file: FileIO, at: int, size: int) -> Iterator[Block]:
    """The blocks of a cluster, without their data."""
    base = 0
    for identifier, inner, length in _elements(file, at, at + size):
        if identifier == _TIMESTAMP:
            base = int.from_bytes(_read(file, inner, length))
        elif identifier == _BLOCK:
            track, after, flags = struct.unpack("!BhB", _read(file, inner, 4))
            yield Block(track & 0x7F, base + after, bool(flags & 0x80), b"")


def _read(file: FileIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _write(file: FileIO, at: int, data: bytes) -> int:
    """Where the data ends. A disk that takes only a part of it fails at the next attempt."""
    file.seek(at)
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
    return at + len(data)
