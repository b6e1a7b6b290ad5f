"""One place of one receiver: whatever publication stands in it, the receiver sees one unbroken source."""

from __future__ import annotations

import secrets
import struct
from collections import deque
from dataclasses import dataclass
from typing import Literal, Protocol

from vcsession.media import rtcp
from vcsession.media.answer import CNAME, Outlet
from vcsession.media.batch import Parcel
from vcsession.media.ingest import Layer, Packet, Publication
from vcsession.media.rtp import HEADER
from vcsession.media.sdp import Section

_STAMPED = struct.Struct("!BBHLLHHL")
"""The header with one one-byte extension: abs-send-time (RFC 8285 4.2). Others are stripped."""
_ONE_BYTE = 0xBEDE
_NUMBER = struct.Struct("!H")
ENOUGH = 20
"""Packets that a report must cover before the share lost says anything."""
STRETCHES = 8
"""Switches back to which a lost packet can still be found."""


class Way(Protocol):
    """Where a place's packets go: written into the parcel from its beginning, then sent.

    Who had the places forward flushes. One receiver may hold a packet's publication in two places: a parcel
    that still waits is flushed before it is written anew.
    """

    @property
    def parcel(self) -> Parcel: ...
    def send(self, size: int) -> None: ...
    def flush(self) -> None: ...
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
        "_clock_rate",
        "_first",
        "_last",
        "_last_at",
        "_last_picture",
        "_last_time",
        "_last_tl0",
        "_lost",
        "_parcel",
        "_payload_type",
        "_picture_shift",
        "_resend_sequence",
        "_rtx_type",
        "_shift",
        "_ssrc",
        "_stamp",
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
        "octets",
        "off",
        "outlet",
        "packets",
        "publication",
        "reported",
        "target",
    )

    def __init__(self, link: Way, section: Section, name: str) -> None:
        self.link = link
        self._parcel = link.parcel
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
        self.octets = self.packets = 0
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
        self._stamp = (stamp << 28) | (2 << 24) if stamp else 0
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
            former.places.remove(self)
        if layer is None:
            if self.layer is not None:
                self.layer.places.remove(self)
                self.layer = None
            return
        if layer is self.layer:
            return
        layer.places.append(self)
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
            self.layer = None
            if self.target is not layer:
                layer.places.remove(self)

    def forward(self, packet: Packet) -> bool:
        """Send one packet on; False if it is held back. The hot path: every packet, every receiver.

        Nothing is called here that can be written out: a call costs as much as five of these lines.
        """
        mark = packet.mark
        if packet.layer is not self.layer:
            if not packet.keyframe:
                packet.layer.publication.want_keyframe(packet.layer, packet.at)
                return False
            self._switch(packet)
            if self.kind == "audio":
                mark = 0x80
        index = packet.index
        if index < self._first:
            # Older than the switch: its number belongs to what stood here before.
            return False
        out = index + self._shift
        timestamp = (packet.timestamp + self._time_shift) & 0xFFFFFFFF
        bits = packet.picture_bits
        if out > self._last:
            self._last = out
            self._last_time = timestamp
            self._last_at = packet.at
            if bits:
                self._last_picture = packet.picture + self._picture_shift
                self._last_tl0 = packet.tl0 + self._tl0_shift
        parcel = self._parcel
        if parcel.waiting:
            self.link.flush()
        box = parcel.box
        second = mark | self._payload_type
        if self._stamp:
            stamp = self._stamp | packet.stamp
            first = 0x90 | packet.padded
            _STAMPED.pack_into(
                box, 0, first, second, out & 0xFFFF, timestamp, self._ssrc, _ONE_BYTE, 1, stamp
            )
            head = 20
        else:
            HEADER.pack_into(box, 0, 0x80 | packet.padded, second, out & 0xFFFF, timestamp, self._ssrc)
            head = 12
        size = packet.size
        end = head + size
        box[head:end] = packet.payload
        if bits:
            self._write_picture(packet, head, self._picture_shift, self._tl0_shift)
        self.octets += size
        self.packets += 1
        self.link.send(end)
        return True

    def told(self, report: rtcp.Loss) -> tuple[int, int]:
        """The receiver reports: (packets lost on its own line since its last report, of so many).

        Numbers that never came from the publisher are missing for the receiver too; its line is not at fault.
        """
        missing = self._last + 1 - self._start - self.packets
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

    def _write_head(self, packet: Packet, second: int, sequence: int, timestamp: int, ssrc: int) -> int:
        if not self._stamp:
            HEADER.pack_into(self._parcel.box, 0, 0x80 | packet.padded, second, sequence, timestamp, ssrc)
            return 12
        stamp = self._stamp | packet.stamp
        first = 0x90 | packet.padded
        _STAMPED.pack_into(self._parcel.box, 0, first, second, sequence, timestamp, ssrc, _ONE_BYTE, 1, stamp)
        return 20

    def _write_picture(self, packet: Packet, head: int, picture_shift: int, tl0_shift: int) -> None:
        box = self._parcel.box
        picture = packet.picture + picture_shift
        if packet.picture_bits == 15:
            _NUMBER.pack_into(box, head + packet.picture_at, 0x8000 | (picture & 0x7FFF))
        else:
            box[head + packet.picture_at] = picture & 0x7F
        if packet.tl0_at >= 0:
            box[head + packet.tl0_at] = (packet.tl0 + tl0_shift) & 0xFF

    def _switch(self, packet: Packet) -> None:
        """From this packet on the place carries its layer, shifted so that the receiver sees no seam."""
        if self.layer is not None:
            self.layer.places.remove(self)
        self.layer = packet.layer
        self._payload_type, self._rtx_type = types = self._types[packet.layer.codec]
        self._first = packet.index
        self._shift = self._last + 1 - packet.index
        elapsed = max(1, round((packet.at - self._last_at) * self._clock_rate)) if self._last_at else 0
        self._time_shift = self._last_time + elapsed - packet.timestamp
        if packet.picture_bits:
            self._picture_shift = self._last_picture + 1 - packet.picture
            self._tl0_shift = self._last_tl0 + 1 - packet.tl0
        shifts = (self._shift, self._time_shift, self._picture_shift, self._tl0_shift)
        self._stretches.append(Stretch(self._last + 1, packet.layer, *shifts, *types))
        self.report(packet.at)

    def resend(self, sequence: int) -> bool:
        """A receiver asks again for an outgoing sequence number; False where it is no longer held."""
        out = self._last - ((self._last - sequence) & 0xFFFF)
        stretch = next((s for s in reversed(self._stretches) if s.start <= out), None)
        packet = stretch.layer.find(out - stretch.shift) if stretch is not None else None
        if stretch is None or packet is None:
            return False
        if self._parcel.waiting:
            self.link.flush()
        box = self._parcel.box
        timestamp = (packet.timestamp + stretch.time_shift) & 0xFFFFFFFF
        rtx_type = stretch.rtx_type
        if rtx_type is None:
            number, second, ssrc = out & 0xFFFF, packet.mark | stretch.payload_type, self._ssrc
        else:
            self._resend_sequence = (self._resend_sequence + 1) & 0xFFFF
            number, second, ssrc = self._resend_sequence, packet.mark | rtx_type, self.outlet.rtx_ssrc
        head = self._write_head(packet, second, number, timestamp, ssrc)
        if rtx_type is not None:
            # The original number stands before the payload (RFC 4588 4).
            _NUMBER.pack_into(box, head, out & 0xFFFF)
            head += 2
        end = head + packet.size
        box[head:end] = packet.payload
        if packet.picture_bits:
            self._write_picture(packet, head, stretch.picture_shift, stretch.tl0_shift)
        self.link.send(end)
        return True

    def report(self, now: float) -> None:
        """Tell the receiver how our timestamps stand to the clock, from the publisher's last report."""
        if self.layer is None or self.layer.report is None:
            return
        ntp, timestamp = self.layer.report
        ours = (timestamp + self._time_shift) & 0xFFFFFFFF
        self.reported = (ntp >> 16) & 0xFFFFFFFF, now
        name = CNAME.encode()
        self.link.send_rtcp(rtcp.sender_report(self._ssrc, ntp, ours, self.packets, self.octets, name))
