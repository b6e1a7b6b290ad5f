"""A synthetic client over loopback: real ICE checks, DTLS and SRTP; RTP is written and read by hand."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport

from vcsession.media import stun
from vcsession.media.plane import Joined, Plane
from vcsession.media.rtp import (
    ABS_SEND_TIME,
    AUDIO_LEVEL,
    HEADER,
    MID,
    REPAIRED_RID,
    RID,
    TRANSPORT_WIDE,
    payload_start,
)
from vcsession.media.rtp import vp8 as read_vp8

CERTIFICATE = RTCCertificate.generateCertificate()
OPUS, VP8, RTX, H264, H264_RTX = 111, 96, 97, 102, 103
MID_ID, STAMP_ID, RID_ID, REPAIRED_ID, TRANSPORT_ID, LEVEL_ID = 4, 3, 10, 11, 5, 1
PATIENCE = 30
"""Seconds: only a broken plane takes this long, on however slow a machine."""
AUDIO_SSRC, VIDEO_SSRC, RTX_SSRC = 0x1111, 0x2222, 0x3333
BROWSER = ("send audio", "send video", *["receive audio"] * 5, *["receive video"] * 5)


def write_offer(
    sections: tuple[str, ...],
    *,
    ufrag: str = "abcd",
    announce: bool = True,
    rtx: bool = True,
    stamp: bool = True,
    codecs: tuple[str, ...] = ("VP8",),
    layers: tuple[str, ...] = (),
    transport: bool = False,
) -> str:
    """An offer like a browser's; a section is `send audio`, `receive video` and so on.

    `layers` are the rids of the first video section that sends, which announces no SSRC then; `transport`
    offers transport-wide feedback, and a camera on its way out the levels of its sound.
    """
    fingerprint = next(f.value for f in CERTIFICATE.getFingerprints() if f.algorithm == "sha-256")
    mids = " ".join(str(i) for i in range(len(sections)))
    lines = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
    for mid, section in enumerate(sections):
        way, kind = section.split()
        numbers = {"VP8": (VP8, RTX), "H264": (H264, H264_RTX)}
        wanted = [numbers[name][: 1 + rtx] for name in codecs]
        formats = str(OPUS) if kind == "audio" else " ".join(str(n) for pair in wanted for n in pair)
        lines += [f"m={kind} 9 UDP/TLS/RTP/SAVPF {formats}", "c=IN IP4 0.0.0.0", f"a=mid:{mid}", "a=rtcp-mux"]
        lines += [f"a=ice-ufrag:{ufrag}", "a=ice-pwd:" + "p" * 24, f"a=fingerprint:sha-256 {fingerprint}"]
        lines += ["a=setup:actpass", {"send": "a=sendonly", "receive": "a=recvonly"}.get(way, f"a={way}")]
        lines += [f"a=extmap:{MID_ID} {MID}"] + ([f"a=extmap:{STAMP_ID} {ABS_SEND_TIME}"] if stamp else [])
        lines += [f"a=extmap:{TRANSPORT_ID} {TRANSPORT_WIDE}"] if transport else []
        if kind == "audio":
            lines += [f"a=rtpmap:{OPUS} opus/48000/2", f"a=fmtp:{OPUS} minptime=10;useinbandfec=1"]
            lines += [f"a=extmap:{LEVEL_ID} {AUDIO_LEVEL}"]
            lines += [f"a=rtcp-fb:{OPUS} transport-cc"] if transport else []
            if way == "send" and announce:
                lines += [f"a=ssrc:{AUDIO_SSRC} cname:x"]
            continue
        for name, (number, *repairs) in zip(codecs, wanted, strict=True):
            lines += [f"a=rtpmap:{number} {name}/90000"]
            lines += (
                [f"a=fmtp:{number} packetization-mode=1;profile-level-id=42e01f"] if name == "H264" else []
            )
            lines += [
                f"a=rtcp-fb:{number} {what}" for what in ("nack", "nack pli", "goog-remb", "transport-cc")
            ]
            lines += [
                line for n in repairs for line in (f"a=rtpmap:{n} rtx/90000", f"a=fmtp:{n} apt={number}")
            ]
        if way == "send" and layers:
            lines += [f"a=extmap:{RID_ID} {RID}", f"a=extmap:{REPAIRED_ID} {REPAIRED_RID}"]
            lines += [f"a=rid:{rid} send" for rid in layers] + ["a=simulcast:send " + ";".join(layers)]
            layers = ()
        elif way == "send" and announce:
            lines += [f"a=ssrc-group:FID {VIDEO_SSRC} {RTX_SSRC}"] if rtx else []
            lines += [f"a=ssrc:{VIDEO_SSRC} cname:x"] + ([f"a=ssrc:{RTX_SSRC} cname:x"] if rtx else [])
    return "\r\n".join(lines) + "\r\n"


def with_our_certificate(offer: str) -> str:
    fingerprint = next(f.value for f in CERTIFICATE.getFingerprints() if f.algorithm == "sha-256")
    return re.sub(r"a=fingerprint:\S+ \S+", f"a=fingerprint:sha-256 {fingerprint}", offer)


def opus(
    sequence: int,
    timestamp: int = 0,
    *,
    ssrc: int = AUDIO_SSRC,
    mid: str | None = None,
    level: int | None = None,
    tag: int = 0,
) -> bytes:
    """Sound of 20 ms; a receiver finds `tag` in `Received.tag`, whatever became of the header."""
    more = {LEVEL_ID: bytes([level])} if level is not None else {}
    head = _head(OPUS, sequence, timestamp, ssrc, mid, more=more)
    return head + b"\xfc" + struct.pack("!L", tag) + bytes(36)


def vp8(
    sequence: int,
    timestamp: int = 0,
    *,
    key: bool = False,
    picture: int | None = 0,
    tl0: int | None = None,
    ssrc: int = VIDEO_SSRC,
    mid: str | None = None,
    rid: str | None = None,
    transport: int | None = None,
    mark: bool = True,
    size: int = 200,
    lines: int = 0,
) -> bytes:
    """One frame in one packet, with a 15-bit picture id; a keyframe of `lines` says so."""
    descriptor = b"\x10"
    if picture is not None:
        flags = 0x80 | (0x40 if tl0 is not None else 0)
        descriptor = bytes([0x90, flags]) + struct.pack("!H", 0x8000 | (picture & 0x7FFF))
        descriptor += bytes([tl0]) if tl0 is not None else b""
    frame = bytes([0x10 if key else 0x11]) + bytes(size - 1)
    if key and lines:
        frame = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", lines * 16 // 9, lines) + bytes(size - 10)
    more = {RID_ID: rid.encode()} if rid is not None else {}
    if transport is not None:
        more[TRANSPORT_ID] = struct.pack("!H", transport & 0xFFFF)
    return _head(VP8, sequence, timestamp, ssrc, mid, mark=mark, more=more) + descriptor + frame


def h264(sequence: int, timestamp: int = 0, *, key: bool = False, size: int = 200) -> bytes:
    """One frame in one packet: parameter sets and an IDR picture in an aggregate, or a plain slice."""
    head = _head(H264, sequence, timestamp, VIDEO_SSRC, None, mark=True)
    if not key:
        return head + b"\x41" + bytes(size - 1)
    units = (b"\x67\x42\xe0\x1f", b"\x68\xce", b"\x65" + bytes(size))
    return head + b"\x78" + b"".join(struct.pack("!H", len(unit)) + unit for unit in units)


def rtx(sequence: int, original: bytes, *, ssrc: int = RTX_SSRC, repaired: str | None = None) -> bytes:
    """`original` sent again on the RTX source (RFC 4588)."""
    _, second, number, timestamp, _ = HEADER.unpack_from(original)
    more = {REPAIRED_ID: repaired.encode()} if repaired is not None else {}
    head = _head(RTX, sequence, timestamp, ssrc, None, mark=bool(second & 0x80), more=more)
    return head + struct.pack("!H", number) + original[payload_start(original, len(original)) :]


def _head(
    kind: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    mid: str | None,
    *,
    mark: bool = False,
    more: dict[int, bytes] | None = None,
) -> bytes:
    values = {**({MID_ID: mid.encode()} if mid is not None else {}), **(more or {})}
    first = 0x90 if values else 0x80
    head = HEADER.pack(first, kind | (0x80 if mark else 0), sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
    if not values:
        return head
    block = b"".join(bytes([(number << 4) | (len(value) - 1)]) + value for number, value in values.items())
    block += bytes(-len(block) % 4)
    return head + struct.pack("!HH", 0xBEDE, len(block) // 4) + block


@dataclass(frozen=True, slots=True)
class Received:
    """One decrypted RTP packet as it reached the client."""

    ssrc: int
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    payload: bytes

    @property
    def picture(self) -> int:
        return ((self.payload[2] & 0x7F) << 8) | self.payload[3]

    @property
    def tag(self) -> int:
        return int.from_bytes(self.payload[1:5], "big")

    @property
    def key(self) -> bool:
        return read_vp8(self.payload)[3]

    @classmethod
    def read(cls, data: bytes) -> Received:
        _, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
        payload = data[payload_start(data, len(data)) :]
        return cls(ssrc, second & 0x7F, bool(second & 0x80), sequence, timestamp, payload)


class _Shell:
    """What RTCDtlsTransport needs below it."""

    role = "controlling"

    def __init__(self, client: Client) -> None:
        self._client = client
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue()

    async def _recv(self) -> bytes:
        return await self.waiting.get()

    async def _send(self, data: bytes) -> None:
        self._client.send_raw(data)


class Client:
    """One participant: `await join(...)`, then `send` RTP, and look at `packets` and `rtcp`."""

    def __init__(self, plane: Plane, session: str, seat: str, host: str = "127.0.0.1") -> None:
        self.plane, self.session, self.seat = plane, session, seat
        self.packets: list[Received] = []
        self.rtcp: list[bytes] = []
        self.joined: Joined
        self.ufrag = self.password = ""
        self.outlets: dict[tuple[str, str], tuple[int, int]] = {}
        """(name of the place, kind) -> (SSRC, RTX SSRC or 0), from the answer."""
        self.drop: Callable[[Received], bool] = lambda _: False
        self.port = plane.port
        """Where the plane is reached: its port, or that of a bad line in between."""
        self.host = host
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self._news = asyncio.Event()
        self._checked = asyncio.Event()
        self._shell = _Shell(self)
        self.dtls = RTCDtlsTransport(self._shell, [CERTIFICATE])  # type: ignore[arg-type]
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._readable)

    async def join(
        self,
        sections: tuple[str, ...] = BROWSER,
        *,
        may_publish: bool = True,
        offer: str = "",
        device: str = "",
        **how: Any,
    ) -> Client:
        """By an offer of our own, or by one that a browser made."""
        text = with_our_certificate(offer) if offer else write_offer(sections, **how)
        self.joined = await self.plane.offer(
            self.session, self.seat, text, may_publish=may_publish, device=device
        )
        answer = self.joined.answer
        self.ufrag = found(answer, r"a=ice-ufrag:(\S+)")
        self.password = found(answer, r"a=ice-pwd:(\S+)")
        for section in answer.split("\r\nm=")[1:]:
            stream = re.search(r"a=msid:(\S+)", section)
            if stream is not None:
                numbers = list(dict.fromkeys(int(n) for n in re.findall(r"a=ssrc:(\d+)", section)))
                self.outlets[stream[1], section.split()[0]] = (numbers[0], (numbers[1:] or [0])[0])
        await self.check()
        self.dtls._set_role("client")
        fingerprint = found(answer, r"a=fingerprint:sha-256 (\S+)")
        await self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", fingerprint)]))
        assert self.dtls.state == "connected"
        await until(lambda: self.plane._connections[self.joined.id].up)
        return self

    async def check(self) -> None:
        """An ICE check that nominates, and its answer."""
        self._checked.clear()
        self.send_raw(write_check(f"{self.ufrag}:abcd", self.password))
        await asyncio.wait_for(self._checked.wait(), PATIENCE)

    def send(self, *packets: bytes) -> None:
        for packet in packets:
            self.send_raw(self.dtls._tx_srtp.protect(packet))

    def send_rtcp(self, packet: bytes) -> None:
        self.send_raw(self.dtls._tx_srtp.protect_rtcp(packet))

    def send_raw(self, data: bytes) -> None:
        self._socket.sendto(data, (self.host, self.port))

    def at(self, name: str, kind: str = "video") -> list[Received]:
        """What arrived in a place, in order of arrival."""
        ssrc, _ = self.outlets[name, kind]
        return [p for p in self.packets if p.ssrc == ssrc]

    def resent(self, name: str) -> list[Received]:
        return [p for p in self.packets if p.ssrc == self.outlets[name, "video"][1]]

    async def wait(self, condition: Callable[[], bool]) -> None:
        """Until `condition` holds, looked at after each datagram."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    def leave_silently(self) -> None:
        """As when the cable is pulled."""
        if self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
        if self.dtls._task is not None:
            self.dtls._task.cancel()

    async def close(self) -> None:
        if self._socket.fileno() >= 0:
            await self.dtls.stop()
        self.leave_silently()
        await asyncio.sleep(0)

    def _readable(self) -> None:
        while self._socket.fileno() >= 0:
            try:
                data = self._socket.recv(2048)
            except OSError:
                return
            self._take(data)
            self._news.set()

    def _take(self, data: bytes) -> None:
        if data[0] < 4:
            self._checked.set()
        elif data[0] < 64:
            self._shell.waiting.put_nowait(data)
        elif self.dtls.state != "connected":
            pass  # the plane is up a moment before
        elif 192 <= data[1] <= 223:
            self.rtcp.append(self.dtls._rx_srtp.unprotect_rtcp(data))
        else:
            packet = Received.read(self.dtls._rx_srtp.unprotect(data))
            if not self.drop(packet):
                self.packets.append(packet)


def write_check(username: str, password: str, *, nominate: bool = True) -> bytes:
    """An ICE connectivity check as a client sends it."""
    value = username.encode()
    body = struct.pack("!HH", stun.USERNAME, len(value)) + value + bytes(-len(value) % 4)
    body += struct.pack("!HH", stun.USE_CANDIDATE, 0) if nominate else b""
    head = struct.pack("!HHL", 0x0001, len(body), stun.COOKIE) + os.urandom(12)
    return stun.seal(head + body, password)


def found(text: str, pattern: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match[1]


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop run until `condition` holds; for what happens inside the plane."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - looks into the plane, which has no event for tests
            await asyncio.sleep(0.001)


@dataclass
class Told:
    """What a plane told through its callbacks."""

    sounds: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, dict[tuple[str, str], str | None]] = field(default_factory=dict)
    speaking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    here: dict[str, bool] = field(default_factory=dict)
    """Connection -> whether it is the one of its seat that is heard; none where that never changed."""
    left: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def by(cls, plane: Plane) -> Told:
        told = cls()
        plane.on_sound = lambda session, seat: told.sounds.append((session, seat))
        plane.on_speaking = lambda _, connection, seats: told.speaking.update({connection: seats})
        plane.on_sounds = lambda _, connection, here: told.here.update({connection: here})
        plane.on_left = lambda session, connection: told.left.append((session, connection))

        def note(_: str, connection: str, states: Any) -> None:
            told.places[connection] = {(s.name, s.kind): s.seat for s in states}

        plane.on_places = note
        return told
