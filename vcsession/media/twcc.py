"""When each packet of one client arrived, told back to it.

draft-holmer-rmcat-transport-wide-cc-extensions-01. By these reports Chromium finds out what its uplink
carries; without them it stays at 30 kbit/s (trap 1).
"""

from __future__ import annotations

import struct
from itertools import groupby

from vcsession.media.rtcp import OURS, RTP_FEEDBACK

FORMAT = 15
MOST = 500
"""Numbers one report covers; what is further ahead begins a new count."""
_UNIT = 250e-6
"""Seconds of one step of an arrival time."""
_REFERENCE = 256
"""Steps of one step of the reference time: 64 ms."""
_LOST, _SMALL, _LARGE = 0, 1, 2
_HEAD = struct.Struct("!LLHHL")


class Arrivals:
    """The packets of one client since its last report. Pure: `now` in seconds is passed in."""

    __slots__ = ("_count", "_highest", "_next", "_since")

    def __init__(self) -> None:
        self._since: list[tuple[int, float]] = []
        self._highest = -1
        self._next = -1
        """The first number that no report has covered."""
        self._count = 0

    def note(self, sequence: int, now: float) -> None:
        """A packet came with this transport-wide number. Once for each packet that comes in."""
        highest = self._highest
        if highest < 0:
            self._highest = self._next = index = sequence + 65536
        else:
            index = highest + ((sequence - highest + 32768) & 0xFFFF) - 32768
            if index > highest:
                self._highest = index
        if len(self._since) < 2 * MOST:
            self._since.append((index, now))

    def report(self, ssrc: int) -> bytes | None:
        """The feedback for what came since the last one, on media source `ssrc`; None where nothing did."""
        if not self._since:
            return None
        came = dict(sorted(self._since, reverse=True))
        self._since.clear()
        first = min(came)
        if not self._next - MOST < first < self._next + MOST:
            self._next = first
        # A packet that comes after it was told lost is told again, with all from it on.
        base = min(self._next, first)
        last = min(max(came), base + MOST - 1)
        reference = int(came[min(came)] / _UNIT) // _REFERENCE
        symbols, steps, at = [], b"", reference * _REFERENCE
        for index in range(base, last + 1):
            arrived = came.get(index)
            if arrived is None:
                symbols.append(_LOST)
                continue
            step = round(arrived / _UNIT) - at
            if not -32768 <= step <= 32767:
                last = index - 1
                break
            at += step
            small = 0 <= step <= 255
            symbols.append(_SMALL if small else _LARGE)
            steps += bytes([step]) if small else struct.pack("!h", step)
        self._next = max(self._next, last + 1)
        head = _HEAD.pack(OURS, ssrc, base & 0xFFFF, len(symbols), (reference & 0xFFFFFF) << 8 | self._count)
        self._count = self._count + 1 & 0xFF
        body = head + _chunks(symbols) + steps
        padding = -len(body) % 4
        if padding:
            body += bytes(padding - 1) + bytes([padding])
        first_byte = 0x80 | (0x20 if padding else 0) | FORMAT
        return struct.pack("!BBH", first_byte, RTP_FEEDBACK, len(body) // 4) + body


def _chunks(symbols: list[int]) -> bytes:
    """Runs of seven and more as run lengths, the rest seven by seven (3.1.3, 3.1.4)."""
    chunks = b""
    at = 0
    while at < len(symbols):
        symbol, run = next((key, len(list(group))) for key, group in groupby(symbols[at:]))
        if run >= 7 or at + run == len(symbols):
            chunks += struct.pack("!H", symbol << 13 | run)
            at += run
            continue
        vector = 0xC000
        for place, each in enumerate(symbols[at : at + 7]):
            vector |= each << (12 - 2 * place)
        chunks += struct.pack("!H", vector)
        at += 7
    return chunks
