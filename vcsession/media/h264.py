"""H264 from RTP payloads (RFC 6184) into what Matroska keeps, and what its parameter sets say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vcsession.media import rtp

_IDR, _SPS, _PPS, _STAP_A, _FU_A = 5, 7, 8, 24, 28
MOST: Final = 255
"""Bytes of a parameter set worth keeping: real ones take some twenty."""
_HIGH: Final = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
"""Profiles whose parameter sets tell the colours as well (ITU-T H.264 7.3.2.1.1)."""


class Picture:
    """A picture out of the payloads of its packets."""

    def __init__(self) -> None:
        self._units: list[bytearray] = []

    @property
    def keyframe(self) -> bool:
        """A decoder that comes anew can begin here: parameter sets and an IDR picture."""
        return {_IDR, _SPS} <= {unit[0] & 0x1F for unit in self._units}

    def begins(self, payload: bytes, anew: bool) -> bool:
        """`anew`: the packet before it was its picture's last."""
        return anew or rtp.h264_starts(payload)

    def clear(self) -> None:
        self._units.clear()

    def add(self, payload: bytes) -> None:
        """One packet's payload. Raises IndexError where it is cut off or continues nothing."""
        kind = payload[0] & 0x1F
        if kind == _STAP_A:
            self._units += (bytearray(unit) for unit in _lengthy(payload, 1, 2))
        elif kind == _FU_A:
            if payload[1] & 0x80:
                self._units.append(bytearray([payload[0] & 0xE0 | payload[1] & 0x1F]))
            self._units[-1] += payload[2:]
        else:
            self._units.append(bytearray(payload))

    def data(self) -> bytes:
        """Each unit behind its length in four bytes (ISO 14496-15 5.3.2)."""
        return b"".join(len(unit).to_bytes(4) + unit for unit in self._units)


@dataclass(frozen=True, slots=True)
class Configuration:
    """`record` is the AVCDecoderConfigurationRecord (ISO 14496-15 5.3.3.1); sizes in pixels."""

    width: int
    height: int
    record: bytes


def configuration(keyframe: bytes) -> Configuration | None:
    """What the parameter sets in a keyframe say, as `Picture.data` gave it; None where they say nothing."""
    try:
        sets = {unit[0] & 0x1F: unit for unit in reversed(list(_lengthy(keyframe, 0, 4)))}
        sps, pps = sets[_SPS], sets[_PPS]
        if len(sps) > MOST or len(pps) > MOST:
            return None
        width, height, colours = _size(sps)
    except (IndexError, KeyError):
        return None
    record = b"\x01" + sps[1:4] + b"\xff\xe1" + len(sps).to_bytes(2) + sps
    record += b"\x01" + len(pps).to_bytes(2) + pps + colours
    return Configuration(width, height, record)


def _lengthy(data: bytes, at: int, wide: int) -> Iterator[bytes]:
    """The units behind their lengths. Raises IndexError where one is empty or cut off."""
    while at < len(data):
        size = int.from_bytes(data[at : at + wide])
        at += wide
        if size == 0 or at + size > len(data):
            raise IndexError("a unit that is cut off")
        yield data[at : at + size]
        at += size


class _Bits:
    """A parameter set's bits (ITU-T H.264 7.3.1, 9.1). Raises IndexError at its end."""

    def __init__(self, unit: bytes) -> None:
        self._data = unit[1:].replace(b"\0\0\3", b"\0\0")
        self._at = 0

    def bits(self, count: int) -> int:
        value = 0
        for _ in range(count):
            value = value << 1 | self._data[self._at >> 3] >> (7 - self._at & 7) & 1
            self._at += 1
        return value

    def number(self) -> int:
        """ue(v)"""
        zeros = 0
        while not self.bits(1):
            zeros += 1
            if zeros > 32:
                raise IndexError("no number is so long")
        return (1 << zeros) - 1 + self.bits(zeros)

    def signed(self) -> int:
        """se(v)"""
        value = self.number()
        return (value + 1) // 2 if value & 1 else -(value // 2)


def _size(sps: bytes) -> tuple[int, int, bytes]:
    """(width, height, what the configuration says of colours in the high profiles); 7.3.2.1.1."""
    read = _Bits(sps)
    profile = read.bits(8)
    read.bits(16)
    read.number()
    chroma, colours = 1, b""
    if profile in _HIGH:
        chroma = read.number()
        if chroma == 3:
            read.bits(1)
        depth, chroma_depth = read.number(), read.number()
        colours = bytes([0xFC | chroma & 3, 0xF8 | depth & 7, 0xF8 | chroma_depth & 7, 0])
        read.bits(1)
        if read.bits(1):
            _pass_scaling(read, 12 if chroma == 3 else 8)
    read.number()
    order = read.number()
    if order == 0:
        read.number()
    elif order == 1:
        read.bits(1)
        read.signed()
        read.signed()
        for _ in range(read.number()):
            read.signed()
    read.number()
    read.bits(1)
    across, down = read.number() + 1, read.number() + 1
    frames_only = read.bits(1)
    if not frames_only:
        read.bits(1)
    read.bits(1)
    width, height = across * 16, down * 16 * (2 - frames_only)
    if read.bits(1):
        left, right, top, bottom = (read.number() for _ in range(4))
        width -= (left + right) * (2 if chroma in (1, 2) else 1)
        height -= (top + bottom) * (2 if chroma == 1 else 1) * (2 - frames_only)
    if not (0 < width <= 16384 and 0 < height <= 16384):
        raise IndexError("no picture has this size")
    return width, height, colours


def _pass_scaling(read: _Bits, lists: int) -> None:
    """Over the scaling lists (7.3.2.1.1.1)."""
    for n in range(lists):
        if not read.bits(1):
            continue
        last = following = 8
        for _ in range(16 if n < 6 else 64):
            if following:
                following = (last + read.signed()) % 256
            last = following or last
