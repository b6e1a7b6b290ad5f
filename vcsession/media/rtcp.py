"""RTCP in and out (RFC 3550 6, RFC 4585, RFC 5104): only what a forwarding unit needs, checked strictly."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vcsession.media.rtp import Malformed

SENDER_REPORT, RECEIVER_REPORT, SOURCE_DESCRIPTION, BYE = 200, 201, 202, 203
RTP_FEEDBACK, PAYLOAD_FEEDBACK = 205, 206
OURS = 1
"""The SSRC we report as: nothing is ever sent on it."""

_HEADER = struct.Struct("!BBH")
_SENDER = struct.Struct("!LQLLL")
_REPORT = struct.Struct("!LLLLLL")
_PAIR = struct.Struct("!LL")
_NACK = struct.Struct("!HH")


@dataclass(frozen=True, slots=True)
class SenderReport:
    ssrc: int
    ntp: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class Nack:
    ssrc: int
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyframeRequest:
    ssrc: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What a receiver lost of one source since its last report, 0 to 1 (RFC 3550 6.4.1).

    `total` of all time, up to `highest`, the extended sequence number; `jitter` in the source's clock;
    `last_report` and `delay` (1/65536 s) are of the sender report that it answers.
    """

    ssrc: int
    fraction: float
    total: int = 0
    highest: int = 0
    jitter: int = 0
    last_report: int = 0
    delay: int = 0


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """REMB: what a receiver believes that its line carries, in bit/s."""

    bits: int


Part = SenderReport | Nack | KeyframeRequest | Loss | Bandwidth


def parse(data: bytes) -> Iterator[Part]:
    """The parts of a compound packet that matter to us; others are stepped over.

    Raises Malformed where a length does not fit.
    """
    at = 0
    while at < len(data):
        if len(data) - at < 4:
            raise Malformed("RTCP header cut off")
        first, kind, words = _HEADER.unpack_from(data, at)
        body, at = at + 4, at + 4 + 4 * words
        if first >> 6 != 2 or at > len(data):
            raise Malformed("RTCP packet cut off")
        end = at
        if first & 0x20:
            padding = data[at - 1]
            if padding == 0 or padding > at - body:
                raise Malformed("RTCP padding longer than its packet")
            end -= padding
        yield from _one(data, kind, first & 0x1F, body, end)


def _one(data: bytes, kind: int, count: int, body: int, end: int) -> Iterator[Part]:
    if kind == SENDER_REPORT:
        if end - body < _SENDER.size:
            raise Malformed("sender report cut off")
        ssrc, ntp, timestamp, _, _ = _SENDER.unpack_from(data, body)
        yield SenderReport(ssrc, ntp, timestamp)
        yield from _losses(data, count, body + _SENDER.size, end)
    elif kind == RECEIVER_REPORT:
        yield from _losses(data, count, body + 4, end)
    elif kind == RTP_FEEDBACK and count == 1:
        if end - body < 12 or (end - body) % 4:
            raise Malformed("NACK cut off")
        _, ssrc = _PAIR.unpack_from(data, body)
        yield Nack(ssrc, tuple(_sequences(data, body + 8, end)))
    elif kind == PAYLOAD_FEEDBACK and count == 15:
        yield from _remb(data, body, end)
    elif kind == PAYLOAD_FEEDBACK and count in (1, 4):
        if end - body < 8:
            raise Malformed("keyframe request cut off")
        _, ssrc = _PAIR.unpack_from(data, body)
        if count == 1:
            yield KeyframeRequest(ssrc)
            return
        for entry in range(body + 8, end - 7, 8):
            yield KeyframeRequest(_PAIR.unpack_from(data, entry)[0])


def _losses(data: bytes, count: int, at: int, end: int) -> Iterator[Loss]:
    if end - at < count * _REPORT.size:
        raise Malformed("report block cut off")
    for entry in range(at, at + count * _REPORT.size, _REPORT.size):
        ssrc, lost, highest, jitter, last_report, delay = _REPORT.unpack_from(data, entry)
        total = lost & 0xFFFFFF
        # 24 bits with a sign: duplicates make it negative.
        total -= (total & 0x800000) << 1
        yield Loss(ssrc, (lost >> 24) / 256, total, highest, jitter, last_report, delay)


def _remb(data: bytes, body: int, end: int) -> Iterator[Bandwidth]:
    if end - body >= 16 and data[body + 8 : body + 12] == b"REMB":
        exponent, mantissa = data[body + 13] >> 2, (data[body + 13] & 3) << 16
        yield Bandwidth((mantissa | data[body + 14] << 8 | data[body + 15]) << exponent)


def _sequences(data: bytes, at: int, end: int) -> Iterator[int]:
    for entry in range(at, end, 4):
        base, following = _NACK.unpack_from(data, entry)
        yield base
        for bit in range(16):
            if following >> bit & 1:
                yield (base + bit + 1) & 0xFFFF


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | count, kind, len(body) // 4) + body


def sender_report(ssrc: int, ntp: int, timestamp: int, packets: int, octets: int, cname: bytes) -> bytes:
    """A sender report and the CNAME that joins the sources of one stream (lips stay in step)."""
    body = _SENDER.pack(ssrc, ntp, timestamp, packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)
    name = struct.pack("!LBB", ssrc, 1, len(cname)) + cname + b"\0"
    name += bytes(-len(name) % 4)
    return _packet(SENDER_REPORT, 0, body) + _packet(SOURCE_DESCRIPTION, 1, name)


@dataclass(frozen=True, slots=True)
class Reception:
    """One report block; `fraction` in 1/256, `delay` in 1/65536 s since the sender report `last_report`."""

    ssrc: int
    fraction: int
    lost: int
    highest: int
    last_report: int
    delay: int


def receiver_report(blocks: Iterable[Reception]) -> bytes:
    """Receiver report. Jitter stands at 0: no sender we know steers by it."""
    packed = [
        _REPORT.pack(
            b.ssrc,
            (b.fraction << 24) | (b.lost & 0xFFFFFF),
            b.highest & 0xFFFFFFFF,
            0,
            b.last_report,
            b.delay & 0xFFFFFFFF,
        )
        for b in blocks
    ]
    return _packet(RECEIVER_REPORT, len(packed), struct.pack("!L", OURS) + b"".join(packed))


def nack(ssrc: int, sequences: Iterable[int]) -> bytes:
    """Generic NACK; `sequences` ascending modulo 65536, the wrap included (trap 6)."""
    entries: list[tuple[int, int]] = []
    for sequence in sequences:
        if entries and 0 < (ahead := (sequence - entries[-1][0]) & 0xFFFF) <= 16:
            base, following = entries[-1]
            entries[-1] = (base, following | 1 << (ahead - 1))
        else:
            entries.append((sequence, 0))
    body = _PAIR.pack(OURS, ssrc) + b"".join(_NACK.pack(*entry) for entry in entries)
    return _packet(RTP_FEEDBACK, 1, body)


def picture_loss(ssrc: int) -> bytes:
    return _packet(PAYLOAD_FEEDBACK, 1, _PAIR.pack(OURS, ssrc))


def bandwidth(bits: int, ssrcs: list[int]) -> bytes:
    """REMB: the most we take, in bit/s, for all `ssrcs` together (draft-alvestrand-rmcat-remb-03)."""
    exponent = max(0, bits.bit_length() - 18)
    mantissa = bits >> exponent
    head = (
        b"REMB"
        + bytes([len(ssrcs), (exponent << 2) | (mantissa >> 16)])
        + struct.pack("!H", mantissa & 0xFFFF)
    )
    body = _PAIR.pack(OURS, 0) + head + b"".join(struct.pack("!L", s) for s in ssrcs)
    return _packet(PAYLOAD_FEEDBACK, 15, body)
