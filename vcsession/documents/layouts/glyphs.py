"""Which characters a TrueType font can show: its `cmap` table (OpenType 1.9, formats 4 and 12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

UNICODE = {(0, 3), (0, 4), (3, 1), (3, 10)}
"""(platform, encoding) of the subtables that map Unicode"""


def characters(font: bytes) -> frozenset[str]:
    """Every character that the font has a glyph for."""
    start = _table(font, b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * n)
        if (platform, encoding) in UNICODE:
            found.update(_subtable(font, start + offset))
    return frozenset(map(chr, found))


def _table(font: bytes, tag: bytes) -> int:
    for n in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * n)
        if name == tag:
            return int(offset)
    raise ValueError(f"The font has no table {tag.decode()}.")


def _subtable(font: bytes, at: int) -> Iterator[int]:
    match struct.unpack_from(">H", font, at)[0]:
        case 4:
            yield from _segments(font, at)
        case 12:
            for n in range(struct.unpack_from(">L", font, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * n)
                yield from range(first + (glyph == 0), last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    doubled = struct.unpack_from(">H", font, at + 6)[0]
    ends, starts = at + 14, at + 16 + doubled
    deltas, offsets = starts + doubled, starts + 2 * doubled
    for n in range(0, doubled, 2):
        (end,) = struct.unpack_from(">H", font, ends + n)
        (start,) = struct.unpack_from(">H", font, starts + n)
        (delta,) = struct.unpack_from(">H", font, deltas + n)
        (offset,) = struct.unpack_from(">H", font, offsets + n)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", font, offsets + n + offset + 2 * (code - start))
            if glyph if offset else (code + delta) & 0xFFFF:
                yield code
