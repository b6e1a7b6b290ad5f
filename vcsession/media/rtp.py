"""Raw RTP: where the payload starts, header extensions, what VP8 and H264 payloads begin with."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEADER = struct.Struct("!BBHLL")
"""First byte, marker and payload type, sequence, timestamp, SSRC (RFC 3550 5.1)."""
Head = tuple[int, int, int, int, int]
"""These, read."""

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
TRANSPORT_WIDE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
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


def scan(data: memoryview | bytes, size: int, transport: int, level: int) -> tuple[int, int, int]:
    """(offset of the payload, transport-wide number or -1, audio level byte or -1), by their extension ids.

    An id of 0 is none. Once for each packet that comes in: the one-byte form in one pass, without the values
    of the others. Raises Malformed or IndexError where the header is longer than the packet.
    """
    first = data[0]
    if first >> 6 != 2:
        raise Malformed("not RTP version 2")
    start = 12 + 4 * (first & 0x0F)
    number = loudness = -1
    if first & 0x10:
        at = start + 4
        start = at + 4 * ((data[at - 2] << 8) | data[at - 1])
        if start > size:
            raise Malformed("header longer than the packet")
        if data[at - 4] != 0xBE or data[at - 3] != 0xDE:
            found = dict(extensions(data, size))
            told, loud = found.get(transport, b""), found.get(level, b"")
            return start, told[0] << 8 | told[1] if len(told) == 2 else -1, loud[0] if loud else -1
        while at < start:
            head = data[at]
            if head == 0:
                at += 1
                continue
            identifier = head >> 4
            if identifier == transport:
                number = data[at + 1] << 8 | data[at + 2]
            elif identifier == level:
                loudness = data[at + 1]
            at += 2 + (head & 0x0F)
    if start > size or size < 12:
        raise Malformed("header longer than the packet")
    return start, number, loudness


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


def vp8_lines(payload: bytes) -> int:
    """The height of the picture that this keyframe packet begins (RFC 6386 9.1), 0 if it is not told."""
    at = 1
    if payload[0] & 0x80:
        more = payload[1]
        at = 2
        if more & 0x80:
            at += 2 if payload[at] & 0x80 else 1
        at += (more >> 6 & 1) + bool(more & 0x30)
    told = payload[at + 3 : at + 6] == b"\x9d\x01\x2a" and len(payload) >= at + 10
    return (payload[at + 8] | payload[at + 9] << 8) & 0x3FFF if told else 0


_SPS, _STAP_A, _FU_A = 7, 24, 28


def h264_starts(payload: bytes) -> bool:
    """Whether a picture that stands by itself starts here: with its parameter set (RFC 6184 5.4 to 5.8).

    Alone, first or later in an aggregate, or as the first fragment. A decoder that comes anew can do nothing
    with an IDR picture whose parameter set it has not seen. Raises IndexError where the payload is cut off.
    """
    kind = payload[0] & 0x1F
    if kind == _STAP_A:
        at = 1
        while at + 2 < len(payload):
            if payload[at + 2] & 0x1F == _SPS:
                return True
            at += 2 + (payload[at] << 8 | payload[at + 1])
        return False
    if kind == _FU_A:
        return payload[1] & 0x9F == 0x80 | _SPS
    return kind == _SPS
