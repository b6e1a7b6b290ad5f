"""Raw RTP: where the payload starts, the header extensions, the VP8 descriptor. Nothing is copied."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEADER = struct.Struct("!BBHLL")
"""First byte, marker and payload type, sequence, timestamp, SSRC (RFC 3550 5.1)."""

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"


class Malformed(ValueError):
    """The packet does not hold what its own header says."""


def payload_start(data: memoryview | bytes, size: int) -> int:
    """Offset of the payload. Raises Malformed or IndexError where the header is longer than the packet."""
    if data[0] >> 6 != 2:
        raise Malformed("not RTP version 2")
    start = 12 + 4 * (data[0] & 0x0F)
    if data[0] & 0x10:
        start += 4 + 4 * ((data[start + 2] << 8) | data[start + 3])
    if start > size or size < 12:
        raise Malformed("header longer than the packet")
    return start


def extensions(data: memoryview | bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Every header extension as (id, value), one-byte and two-byte form (RFC 8285)."""
    if not data[0] & 0x10:
        return
    at = 12 + 4 * (data[0] & 0x0F)
    end = payload_start(data, size)
    profile = (data[at] << 8) | data[at + 1]
    at += 4
    one_byte = profile == 0xBEDE
    if not one_byte and profile & 0xFFF0 != 0x1000:
        return
    while at < end:
        if data[at] == 0:
            at += 1
            continue
        if one_byte:
            identifier, length = data[at] >> 4, (data[at] & 0x0F) + 1
            if identifier == 15:
                return
            at += 1
        else:
            if at + 1 >= end:
                raise Malformed("extension without a length")
            identifier, length = data[at], data[at + 1]
            at += 2
        if at + length > end:
            raise Malformed("extension longer than its block")
        yield identifier, bytes(data[at : at + length])
        at += length


def payload_size(data: memoryview | bytes, start: int, size: int) -> int:
    """Bytes of payload without the padding (RFC 3550 5.1)."""
    if not data[0] & 0x20:
        return size - start
    padding = data[size - 1]
    if padding == 0 or start + padding > size:
        raise Malformed("padding longer than the payload")
    return size - start - padding


def vp8(payload: bytes) -> tuple[int, int, int, bool]:
    """(offset of the picture id or -1, the id's bits: 7 or 15, offset of TL0PICIDX or -1, starts a keyframe).

    RFC 7741 4.2 and 4.3. Raises IndexError where the descriptor is longer than the payload.
    """
    first = payload[0]
    at = 1
    picture_at, picture_bits, tl0_at = -1, 0, -1
    if first & 0x80:
        more = payload[1]
        at = 2
        if more & 0x80:
            picture_at = at
            picture_bits = 15 if payload[at] & 0x80 else 7
            at += 2 if picture_bits == 15 else 1
        if more & 0x40:
            tl0_at = at
            at += 1
        if more & 0x30:
            at += 1
    starts_frame = first & 0x17 == 0x10
    return picture_at, picture_bits, tl0_at, starts_frame and not payload[at] & 0x01
