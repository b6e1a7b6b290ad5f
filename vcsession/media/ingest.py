"""A publication and its layers: statistics, losses, resends unwrapped; each packet is parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vcsession.media import rtcp, rtp
from vcsession.media.fanout import Fan
from vcsession.media.keyframes import KeyframeRequests
from vcsession.media.packet import Packet
from vcsession.media.rhythm import Rhythm
from vcsession.media.speaker import Voice

if TYPE_CHECKING:
    from vcsession.media.forward import Place
    from vcsession.media.sdp import Section
    from vcsession.media.transport import Link

HISTORY = 512
"""Packets of a layer kept for resends: three seconds of a camera at 1.5 Mbit/s. A power of two."""
SHORT_HISTORY = 256
"""The same for a layer beside others: the largest sends as many in a second and a half, and histories are
most of what a participant costs in memory. And for sound: five seconds, in which a late packet counts."""
MOST_MISSING = 100
"""A longer gap is not worth repairing: a keyframe is asked for instead."""
BROKEN = 1.5
"""Seconds of silence before a gap for which that holds as well: browsers keep what they sent for a second."""
NACK_AGAIN = 0.1
NACK_TRIES = 6
SILENCE = 2.0
"""Seconds without a packet after which a publication is dead; ICE says so much later."""
STILL = 3.5
"""The same for a screen: what stands still on it is sent once a second."""
MOST_ONWARD = 0.1
"""Beyond it one receiver's line would cost all the others sound: redundancy takes the place of voice."""
_WRAP = 1 << 16


class Layer:
    """One encoding of a publication, on its own SSRC. `rid` is empty where a publication has one layer only.

    `places` are those whose receivers get its packets or wait for its keyframe; `lines` is the height of its
    pictures, 0 while unknown; `bits` what it takes, in bit/s.
    """

    def __init__(self, publication: Publication, rid: str, ssrc: int) -> None:
        self.publication = publication
        self.video = publication.kind == "video"
        self.codec = publication.codec.name
        self.places: list[Place] = []
        self._fan: Fan | None = None
        self.carried = self.carried_octets = 0
        """Packets that were there to be forwarded, and the bytes of their payloads."""
        self.picture = self.tl0 = 0
        """Picture id and TL0PICIDX of the newest picture."""
        self.live = False
        self.lines = 0
        self.bits = 0.0
        self.octets = 0
        self._measured = (0, 0.0)
        self._payload_type = publication.codec.payload_type
        self._rtx_type = publication.codec.rtx_type
        self.rid = rid
        self.ssrc = ssrc
        self.keyframes = KeyframeRequests()
        self.rhythm = Rhythm()
        self.gave_up = False
        """A packet of it will not come any more."""
        self.heard = 0.0
        self.highest = -1
        kept = HISTORY if self.video and not rid else SHORT_HISTORY
        self.history: list[Packet | None] = [None] * kept
        self._slot = kept - 1
        self.missing: dict[int, tuple[float, int]] = {}
        """index -> (when to ask again, tries left)"""
        self.report: tuple[int, int] | None = None
        """The publisher's last sender report: NTP time on our clock, RTP timestamp."""
        self._report_ntp = 0
        self._report_at = 0.0
        self._first = 0
        self._received = 0
        self._reported = (0, 0)

    def enter(self, place: Place) -> None:
        self.places.append(place)
        self._fan = None

    def leave(self, place: Place) -> None:
        if place in self.places:
            self.places.remove(place)
            self._fan = None

    def moved(self) -> None:
        """A receiver's packets go another way now."""
        self._fan = None

    def forward(self, packet: Packet) -> int:
        """Send it to every place that it flows in, as they stand now; the number of those."""
        fan = self._fan
        if fan is None or fan.waiting:
            fan = self._lay_out(packet)
        return fan.send(packet)

    def _lay_out(self, packet: Packet) -> Fan:
        fan = self._fan or Fan(self)
        if fan.waiting and packet.keyframe:
            for place in fan.waiting:
                place.switch(packet)
            fan = Fan(self)
        elif fan.waiting:
            self.publication.want_keyframe(self, packet.at)
        self._fan = fan
        return fan

    def take(self, data: memoryview, start: int, size: int, head: rtp.Head, now: float) -> Packet | None:
        """Take the decrypted packet in `data[:size]`, its payload at `start`; None if it is known.

        Raises Malformed, IndexError.
        """
        first, mark, sequence, timestamp, _ = head
        if first & 0x20:
            rtp.payload_size(data, start, size)
        if mark & 0x7F != self._payload_type:
            raise rtp.Malformed("a payload type that was not agreed")
        packet = self._take(data, start, size, first, mark & 0x80, sequence, timestamp, now)
        if packet is not None:
            # Not what came by resend: the publisher steers by the losses of the path.
            self._received += 1
            self.heard = now
            self.octets += size
        return packet

    def take_resent(
        self, data: memoryview, start: int, size: int, head: rtp.Head, now: float
    ) -> Packet | None:
        """Unwrap one RTX packet (RFC 4588 4); None for a probe (trap 8) or a packet that came before."""
        first, mark, _, timestamp, _ = head
        if mark & 0x7F != self._rtx_type:
            raise rtp.Malformed("a payload type that was not agreed")
        if rtp.payload_size(data, start, size) < 3 or self.highest < 0:
            return None
        sequence = (data[start] << 8) | data[start + 1]
        return self._take(data, start + 2, size, first, mark & 0x80, sequence, timestamp, now)

    def _take(
        self,
        data: memoryview,
        start: int,
        size: int,
        first: int,
        mark: int,
        sequence: int,
        timestamp: int,
        now: float,
    ) -> Packet | None:
        highest = self.highest
        ahead = (sequence - highest) & 0xFFFF
        if highest < 0:
            # One lap above zero, so that a late packet before the first one has an index too.
            self._first = index = sequence + _WRAP
        elif ahead < 0x8000:
            if ahead == 0:
                return None
            index = highest + ahead
        else:
            index = highest + ahead - _WRAP
            if highest - index > self._slot or self.find(index) is not None:
                return None
        packet = Packet(self, index, mark, first & 0x20, timestamp, bytes(data[start:size]), now)
        if self.video:
            self._describe(packet)
        if index > highest:
            if highest >= 0 and ahead > 1:
                # Before the newest is replaced: a place that loses the layer keeps where it ended.
                self._note_gap(highest + 1, index, now)
            self.highest = index
            if packet.picture_bits:
                self.picture, self.tl0 = packet.picture, packet.tl0
        elif self.missing:
            self.missing.pop(index, None)
        self.history[index & self._slot] = packet
        self.carried += 1
        self.carried_octets += packet.size
        return packet

    def _describe(self, packet: Packet) -> None:
        payload = packet.payload
        if not payload or (packet.padded and payload[-1] == len(payload)):
            # Padding alone: it keeps its number, and never starts a picture.
            packet.keyframe = False
            return
        if self.codec == "H264":
            packet.keyframe = rtp.h264_starts(payload)
            if packet.keyframe:
                self.keyframes.arrived()
            return
        packet.picture_at, packet.picture_bits, packet.tl0_at, packet.keyframe = rtp.vp8(payload)
        if packet.keyframe:
            self.keyframes.arrived()
            self.lines = rtp.vp8_lines(payload) or self.lines
        if packet.picture_bits:
            at = packet.picture_at
            packet.picture = payload[at] & 0x7F
            if packet.picture_bits == 15:
                packet.picture = packet.picture << 8 | payload[at + 1]
        if packet.tl0_at >= 0:
            packet.tl0 = payload[packet.tl0_at]

    def find(self, index: int) -> Packet | None:
        """A packet still in the history."""
        packet = self.history[index & self._slot]
        return packet if packet is not None and packet.index == index else None

    def _note_gap(self, start: int, end: int, now: float) -> None:
        if end - start > MOST_MISSING or now - self.heard > BROKEN:
            # Begin anew: a place goes on counting where it was and leaves receivers no gap to ask for.
            self.missing.clear()
            for place in list(self.places):
                place.lose(self)
            return
        if not self.publication.resends or not self.places or len(self.missing) > MOST_MISSING:
            # What nobody receives is not worth the publisher's uplink.
            return
        for index in range(start, end):
            self.missing[index] = (now, NACK_TRIES)
        self.publication.repair(self, now)

    def lost(self, now: float) -> list[int]:
        """Sequence numbers to ask for now, ascending; each one is tried a few times and then given up."""
        asked = []
        for index, (when, tries) in sorted(self.missing.items()):
            if when > now:
                continue
            asked.append(index & 0xFFFF)
            if tries == 1:
                del self.missing[index]
                self.gave_up = True
            else:
                self.missing[index] = (now + NACK_AGAIN, tries - 1)
        return asked

    def reported(self, ntp: int, shift: int, timestamp: int, now: float) -> None:
        """A sender report came: its NTP time, what to add to it to be on our clock, its RTP timestamp."""
        self.report = ((ntp + shift) & 0xFFFFFFFFFFFFFFFF, timestamp)
        self._report_ntp, self._report_at = ntp, now
        for place in self.places:
            if place.layer is self:
                place.report(now)

    def measure(self, now: float) -> None:
        """Bring `bits` up to date; some times a second."""
        octets, at = self._measured
        elapsed = now - at
        if elapsed < 0.5:
            return
        rate = (self.octets - octets) * 8 / elapsed
        # A keyframe makes one half-second heavy: fall slowly, rise at once only from nothing.
        self.bits = rate if self.bits == 0 else self.bits + 0.4 * (rate - self.bits)
        self._measured = (self.octets, now)

    @property
    def counted(self) -> tuple[int, int]:
        """Packets that should have come by now, and those that came without being asked for again."""
        return (self.highest - self._first + 1 if self.highest >= 0 else 0), self._received

    def reception(self, now: float, onward: float) -> rtcp.Reception | None:
        """The report block since the last one (RFC 3550 6.4.1); its fraction is at least `onward`."""
        if self.highest < 0:
            return None
        expected, received = self.highest - self._first + 1, self._received
        before, had = self._reported
        self._reported = (expected, received)
        lost = max(0, (expected - before) - (received - had))
        fraction = min(255, max(lost * 256 // max(1, expected - before), int(onward * 256)))
        total = max(-(1 << 23), min((1 << 23) - 1, expected - received))
        last = (self._report_ntp >> 16) & 0xFFFFFFFF
        delay = int((now - self._report_at) * 65536) if self.report else 0
        return rtcp.Reception(self.ssrc, fraction, total, self.highest - _WRAP, last, delay)


class Publication:
    """What one sending section publishes, and the places it stands in now. No place: the gate is closed."""

    def __init__(self, link: Link, seat: str, section: Section, source: str) -> None:
        self.link = link
        self.seat = seat
        self.kind = section.kind
        self.source = source
        self.section = section
        self.codec = section.codecs[0]
        self.resends = "nack" in self.codec.feedback
        self.layers: dict[str, Layer] = {}
        self.places: list[Place] = []
        self.voice = Voice()
        self.live = False
        self.announce = False
        """The seat came into a floor and has not been heard since."""
        for rid in section.rids:
            self.layers[rid] = Layer(self, rid, 0)

    def layer(self, ssrc: int, rid: str = "") -> Layer:
        """The layer of that rid, made at its first packet or from the offer; a new SSRC takes it over."""
        known = self.layers.get(rid)
        if known is not None and known.ssrc in (0, ssrc):
            known.ssrc = ssrc
            return known
        fresh = self.layers[rid] = Layer(self, rid, ssrc)
        if known is not None:
            for place in list(known.places):
                place.aim(fresh, now=None)
        elif len(self.layers) == 1:
            for place in self.places:
                place.aim(fresh, now=None)
        return fresh

    def onward_loss(self) -> float:
        """The share of our sound that the worst of our receivers loses on its own line, 0 to MOST_ONWARD.

        A browser puts the former packet into the next one (Opus FEC) once it is told of losses; it is told of
        those behind us too, for nobody else can hide them. Pictures are sent again instead.
        """
        if self.kind != "audio":
            return 0.0
        return min(MOST_ONWARD, max((place.loss for place in self.places), default=0.0))

    def look(self, now: float) -> bool:
        """Which layers live, by the packets that arrive. True where that changed: others are to be shown."""
        layers = self.layers.values()
        latest = max((layer.heard for layer in layers), default=0.0)
        before = self.live
        self.live = latest > 0 and now - latest < (STILL if self.source == "presentation" else SILENCE)
        changed = self.live is not before
        for layer in layers:
            # When all fall silent together it is the line, not the choice of the browser.
            comes = layer.rhythm.comes(layer.heard, latest, now) if len(self.layers) > 1 else layer.heard > 0
            live = self.live and comes
            changed |= live is not layer.live
            layer.live = live
            layer.measure(now)
        return changed

    def move(self, layer: Layer, now: float) -> None:
        """A video place was moved to this layer: it waits for a keyframe."""
        if layer.highest >= 0 and layer.keyframes.moved(now):
            self._ask(layer)

    def want_keyframe(self, layer: Layer, now: float) -> None:
        """A receiver lost the picture, or a place waits for one."""
        if layer.keyframes.wanted(now):
            self._ask(layer)

    def repair(self, layer: Layer, now: float) -> None:
        """Ask for the packets that are missing and due to be asked for."""
        sequences = layer.lost(now)
        if sequences:
            self.link.mux.counters.losses_asked += len(sequences)
            self.link.send_rtcp(rtcp.nack(layer.ssrc, sequences))
        if layer.gave_up:
            layer.gave_up = False
            if layer.video:
                # Receivers wait for their picture for three seconds before they ask for one.
                self.want_keyframe(layer, now)

    def tick(self, now: float) -> None:
        """What fell due: losses to ask for again, a keyframe request that was deferred."""
        for layer in self.layers.values():
            if layer.missing:
                self.repair(layer, now)
            if layer.keyframes.due(now):
                self._ask(layer)

    def _ask(self, layer: Layer) -> None:
        self.link.mux.counters.keyframes_asked += 1
        self.link.send_rtcp(rtcp.picture_loss(layer.ssrc))
