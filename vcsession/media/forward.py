"""One place of one receiver: whatever publication stands in it, the receiver sees one unbroken source."""

from __future__ import annotations

import secrets
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from vcsession.media import rtcp
from vcsession.media.answer import CNAME, Outlet
from vcsession.media.ingest import Layer, Publication
from vcsession.media.packet import Packet
from vcsession.media.rtp import HEADER
from vcsession.media.sdp import Section
from vcsession.media.tray import Name, Tray

_STAMP = struct.Struct("!HHL")
"""One one-byte extension behind the header: abs-send-time (RFC 8285 4.2). Others are stripped."""
_ONE_BYTE = 0xBEDE
_NUMBER = struct.Struct("!H")
ENOUGH = 20
"""Packets that a report must cover before the share lost says anything."""
STRETCHES = 8
"""Switches back to which a lost packet can still be found."""


class Way(Protocol):
    """Where a place's packets go: written into the boxes of its tray, sealed there, and sent by it."""

    @property
    def tray(self) -> Tray: ...
    @property
    def name(self) -> Name: ...
    @property
    def seal(self) -> Callable[[Any, Any, Any], int]:
        """Makes of the packet at `start` (`char *`) of `size[0]` bytes what is sent: (key, start, size) -> 0.

        Another answer: it is not to be sent.
        """

    @property
    def key(self) -> Any: ...
    def send_rtcp(self, packet: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class PlaceState:
    """Who stands in one place: floor, presentation, interpretation, voice-1.., tile-1..; None: nobody."""

    mid: str
    kind: Literal["audio", "video"]
    name: str
    seat: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` on (an outgoing index) this place carried `layer`, whose indices are `shift` lower."""

    start: int
    layer: Layer
    shift: int
    time_shift: int
    picture_shift: int
    tl0_shift: int
    payload_type: int
    rtx_type: int | None


class Place:
    """A place has one SSRC for life. Moving another publication into it is what a layer switch is.

    Sequence, timestamp and picture id run on. Video waits for a keyframe; sound starts at once, marked.
    Between two layers of one publication the former flows on until the other's keyframe is here.
    """

    __slots__ = (
        "_carried_from",
        "_clock_rate",
        "_first",
        "_last",
        "_last_at",
        "_last_picture",
        "_last_time",
        "_last_tl0",
        "_lost",
        "_octets",
        "_octets_from",
        "_packets",
        "_payload_type",
        "_picture_shift",
        "_resend_sequence",
        "_rtx_type",
        "_shift",
        "_ssrc",
        "_start",
        "_stretches",
        "_time_shift",
        "_tl0_shift",
        "_told",
        "_types",
        "kind",
        "layer",
        "lines",
        "link",
        "loss",
        "mid",
        "name",
        "off",
        "opening",
        "outlet",
        "publication",
        "reported",
        "stamp",
        "target",
    )

    def __init__(self, link: Way, section: Section, name: str) -> None:
        self.link = link
        self.mid = section.mid
        self.kind: Literal["audio", "video"] = "audio" if section.kind == "audio" else "video"
        self.name = name
        self.outlet = Outlet(name, secrets.randbits(31) | 1, secrets.randbits(31) | 1)
        self.publication: Publication | None = None
        self.layer: Layer | None = None
        """The layer that flows; None while the place is empty or waits for its first keyframe."""
        self.target: Layer | None = None
        """The layer that is to flow; None while the place is empty or the line does not carry it."""
        self.lines = 0
        """Height in pixels at which the receiver shows it, 0 while it has not said."""
        self.off = False
        """The receiver wants no picture here now: its line is too thin."""
        self._packets = self._octets = self._carried_from = self._octets_from = 0
        self.reported: tuple[int, float] | None = None
        """The last sender report, as the receiver names it when it answers, and when it was sent."""
        self.loss = 0.0
        """The share that the receiver's own line lost, by its last reports; 0 to 1."""
        self._told: tuple[int, int] | None = None
        self._lost = 0
        self._clock_rate = 48000 if section.kind == "audio" else 90000
        self._ssrc = self.outlet.ssrc
        self._types = {codec.name: (codec.payload_type, codec.rtx_type) for codec in section.codecs}
        self._payload_type, self._rtx_type = next(iter(self._types.values()))
        stamp = section.extensions.stamp
        self.stamp = (stamp << 28) | (2 << 24) if stamp else 0
        """The extension with the send time, but for the time; 0: the receiver takes none."""
        self.opening = 0x80 if self.kind == "audio" else 0
        """Of the second byte, in the first one after a switch: sound says that it begins (RFC 3551 4.1)."""
        # Below 32768, one lap up: the receiver tracks the roll-over by itself (trap 5).
        self._start = secrets.randbits(15) + (1 << 16)
        self._last = self._start - 1
        self._last_time = secrets.randbits(32)
        self._last_at = 0.0
        self._last_picture = secrets.randbits(15)
        self._last_tl0 = 0
        self._first = self._shift = self._time_shift = self._picture_shift = self._tl0_shift = 0
        self._stretches: deque[Stretch] = deque(maxlen=STRETCHES)
        self._resend_sequence = secrets.randbits(15)

    def show(self, publication: Publication | None, now: float) -> None:
        """Put a publication here, or nothing: what stood here stops at once.

        One with several layers waits for `aim`. One in a codec that the receiver does not take is nothing.
        """
        if publication is not None and publication.codec.name not in self._types:
            publication = None
        if publication is self.publication:
            return
        if self.publication is not None:
            self.publication.places.remove(self)
            self.aim(None, now)
        self.publication = publication
        if publication is None:
            self._stretches.clear()
            return
        publication.places.append(self)
        if len(publication.layers) == 1:
            self.aim(next(iter(publication.layers.values())), now)

    def aim(self, layer: Layer | None, now: float | None) -> None:
        """This layer of the publication is to flow, None: no layer. `now` None: its keyframe is here."""
        former = self.target
        if layer is former:
            return
        self.target = layer
        if former is not None and former is not self.layer:
            former.leave(self)
        if layer is None:
            self._stop()
            return
        if layer is self.layer:
            return
        layer.enter(self)
        if self.kind == "video" and now is not None:
            if self.layer is None:
                layer.publication.move(layer, now)
            else:
                layer.publication.want_keyframe(layer, now)

    def state(self) -> PlaceState:
        seat = self.publication.seat if self.publication is not None else None
        return PlaceState(self.mid, self.kind, self.name, seat)

    def lose(self, layer: Layer) -> None:
        """The layer broke off: begin anew where it goes on, as after a move."""
        if self.layer is layer:
            self._stop()
            if self.target is layer:
                layer.enter(self)

    def _stop(self) -> None:
        """Nothing flows any more; where it ended is kept for what comes next."""
        layer = self.layer
        if layer is None:
            return
        self._packets, self._octets = self.packets, self.octets
        newest = layer.find(layer.highest)
        if newest is not None and newest.index >= self._first:
            self._last = newest.index + self._shift
            self._last_time = (newest.timestamp + self._time_shift) & 0xFFFFFFFF
            self._last_at = newest.at
            self._last_picture = layer.picture + self._picture_shift
            self._last_tl0 = layer.tl0 + self._tl0_shift
        layer.leave(self)
        self.layer = None

    @property
    def last(self) -> int:
        """The highest number that went out, unwrapped."""
        return self._last if self.layer is None else max(self._last, self.layer.highest + self._shift)

    @property
    def packets(self) -> int:
        """Packets that went out for the first time; what is sent again is not counted."""
        return self._packets + (0 if self.layer is None else self.layer.carried - self._carried_from)

    @property
    def octets(self) -> int:
        """Bytes of payload in those packets."""
        return self._octets + (0 if self.layer is None else self.layer.carried_octets - self._octets_from)

    def held_back(self, size: int) -> None:
        """A packet of its layer did not go out here."""
        self._packets -= 1
        self._octets -= size

    def flow(self) -> tuple[Any, ...]:
        """What `fanout` needs to write this place's packets while nothing about it changes."""
        ssrc = self._ssrc
        fixed = struct.pack("!LHH", ssrc, _ONE_BYTE, 1) if self.stamp else struct.pack("!L", ssrc)
        shifts = (self._first, self._shift, self._time_shift, self._picture_shift, self._tl0_shift)
        return self.link.seal, self.link.key, *shifts, self._payload_type, fixed

    def told(self, report: rtcp.Loss) -> tuple[int, int]:
        """The receiver reports: (packets lost on its own line since its last report, of so many).

        Numbers that never came from the publisher are missing for the receiver too; its line is not at fault.
        """
        missing = self.last + 1 - self._start - self.packets
        lost = report.total - missing
        before, self._told = self._told, (lost, report.highest)
        if before is None:
            self._lost = lost
            return 0, 0
        expected = (report.highest - before[1]) & 0xFFFFFFFF
        # Never the same loss twice: what is on its way shows as lost, or as missing, for a moment.
        gone, self._lost = max(0, lost - self._lost), max(self._lost, lost)
        if expected >= ENOUGH:
            self.loss = min(1.0, gone / expected)
        return gone, expected

    def switch(self, packet: Packet) -> None:
        """From this packet on the place carries its layer, shifted so that the receiver sees no seam."""
        layer = packet.layer
        layer.leave(self)
        self._stop()
        self.layer = layer
        layer.enter(self)
        self._carried_from, self._octets_from = layer.carried - 1, layer.carried_octets - packet.size
        self._payload_type, self._rtx_type = types = self._types[layer.codec]
        self._first = packet.index
        self._shift = self._last + 1 - packet.index
        elapsed = max(1, round((packet.at - self._last_at) * self._clock_rate)) if self._last_at else 0
        self._time_shift = self._last_time + elapsed - packet.timestamp
        if packet.picture_bits:
            self._picture_shift = self._last_picture + 1 - packet.picture
            self._tl0_shift = self._last_tl0 + 1 - packet.tl0
        shifts = (self._shift, self._time_shift, self._picture_shift, self._tl0_shift)
        self._stretches.append(Stretch(self._last + 1, layer, *shifts, *types))
        self.report(packet.at)

    def resend(self, sequence: int) -> bool:
        """A receiver asks again for an outgoing sequence number; False where it is no longer held."""
        out = self.last - ((self.last - sequence) & 0xFFFF)
        stretch = next((s for s in reversed(self._stretches) if s.start <= out), None)
        packet = stretch.layer.find(out - stretch.shift) if stretch is not None else None
        if stretch is None or packet is None:
            return False
        timestamp = (packet.timestamp + stretch.time_shift) & 0xFFFFFFFF
        rtx_type, original = stretch.rtx_type, b""
        if rtx_type is None:
            number, second, ssrc = out & 0xFFFF, packet.mark | stretch.payload_type, self._ssrc
        else:
            self._resend_sequence = (self._resend_sequence + 1) & 0xFFFF
            number, second, ssrc = self._resend_sequence, packet.mark | rtx_type, self.outlet.rtx_ssrc
            # The original number stands before the payload (RFC 4588 4).
            original = _NUMBER.pack(out & 0xFFFF)
        head = HEADER.pack(0x80 | packet.padded, second, number, timestamp, ssrc)
        if self.stamp:
            head = bytes([head[0] | 0x10]) + head[1:] + _STAMP.pack(_ONE_BYTE, 1, self.stamp | packet.stamp)
        self._send_again(head + original + self._payload(packet, stretch))
        return True

    def _send_again(self, data: bytes) -> None:
        way = self.link
        tray = way.tray
        tray.boxes[0][: len(data)] = data
        tray.sizes[0][0] = len(data)
        if way.seal(way.key, tray.starts[0], tray.sizes[0]):
            tray.counters.srtp_errors += 1
        else:
            tray.send_one(0, way.name)

    def _payload(self, packet: Packet, stretch: Stretch) -> bytes:
        """The payload as it went out in that stretch."""
        if not packet.picture_bits:
            return packet.payload
        box = bytearray(packet.payload)
        picture = packet.picture + stretch.picture_shift
        if packet.picture_bits == 15:
            _NUMBER.pack_into(box, packet.picture_at, 0x8000 | (picture & 0x7FFF))
        else:
            box[packet.picture_at] = picture & 0x7F
        if packet.tl0_at >= 0:
            box[packet.tl0_at] = (packet.tl0 + stretch.tl0_shift) & 0xFF
        return bytes(box)

    def report(self, now: float) -> None:
        """Tell the receiver how our timestamps stand to the clock, from the publisher's last report."""
        if self.layer is None or self.layer.report is None:
            return
        ntp, timestamp = self.layer.report
        ours = (timestamp + self._time_shift) & 0xFFFFFFFF
        self.reported = (ntp >> 16) & 0xFFFFFFFF, now
        name = CNAME.encode()
        self.link.send_rtcp(rtcp.sender_report(self._ssrc, ntp, ours, self.packets, self.octets, name))
