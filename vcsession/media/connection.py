"""One participant's connection: what it publishes, the places it receives in, its packets on their way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from vcsession.media import rtcp, rtp
from vcsession.media.allocate import VOICE, Line, cost, share, wish
from vcsession.media.answer import Local, answered, name_places, name_sources, write, write_fragment
from vcsession.media.demand import Demand
from vcsession.media.forward import Place, PlaceState
from vcsession.media.ingest import Layer, Publication
from vcsession.media.measure import Meter
from vcsession.media.mux import Mux
from vcsession.media.sdp import Offer
from vcsession.media.transport import Certificate, Link
from vcsession.media.twcc import Arrivals

SOURCES = 64
"""SSRCs one client may send on beside those it announced; more are dropped unread."""
RESENDS = 200
"""Resends one receiver may ask for between two ticks."""
BANDWIDTH = 2_000_000
"""bit/s we let a client that takes no transport-wide feedback send for each of its pictures, by REMB."""
MIRROR = 4_000_000.0
"""bit/s with which a mirrored line begins: it is there to be tried."""
FEEDBACK = 0.1
"""Seconds between two transport-wide reports."""
LOOK = 0.5
"""Seconds between two looks at the receiver's line."""


class Owner(Protocol):
    """Who is told what becomes of a connection."""

    def came_up(self, connection: Connection) -> None: ...
    def went_down(self, connection: Connection) -> None: ...
    def heard(self, connection: Connection) -> None: ...


class Connection:
    """From the answered offer to the end. It takes part in its session while it is `up`: once DTLS stands.

    It `rests` where its client has not been heard of for long: nothing is sent to it, its keys are kept.
    """

    def __init__(
        self,
        owner: Owner,
        identity: str,
        session: str,
        seat: str,
        offer: Offer,
        mux: Mux,
        certificate: Certificate,
        *,
        may_publish: bool,
        mirrored: bool = False,
        device: str = "",
    ) -> None:
        """`mirrored`: it is shown itself, and nothing else: a line that is checked."""
        self.identity = identity
        self.session = session
        self.seat = seat
        self.device = device
        self.language = ""
        """The interpretation that it listens to; "" for the floor alone."""
        self.offer = offer
        self.mirrored = mirrored
        self.since = mux.clock()
        self.up = self.rests = False
        self.etag = ""
        self.remote_ufrag = offer.ufrag
        self.shown: tuple[PlaceState, ...] | None = None
        """What its owner was last told about its places."""
        self.told_speaking: tuple[str, ...] = ()
        self.demand = Demand()
        self.told_sounds = True
        self._owner = owner
        self._mux = mux
        self._counters = mux.counters
        self._certificate = certificate
        self.link = Link(mux, certificate, self, active=offer.active)
        self.link.expect(offer.digest, offer.fingerprint)
        sources = name_sources(offer) if may_publish else ()
        self.publications = {name: Publication(self.link, seat, section, name) for section, name in sources}
        self.places = [Place(self.link, section, name) for section, name in name_places(offer)]
        self._place_of = {place.outlet.ssrc: place for place in self.places}
        self._media: dict[int, Layer] = {}
        self._resent: dict[int, Layer] = {}
        self._unknown: set[int] = set()
        self._resends_left = RESENDS
        self._clock_shift: int | None = None
        self.line = Line()
        if mirrored:
            self.line.budget = MIRROR
        self.meter = Meter()
        self._looked_at = self.since
        self._octets = 0
        self._arrivals = Arrivals()
        self._fed_back_at = self.since
        self._transport = self._level = 0
        for publication in self.publications.values():
            section = publication.section
            # Ids are the same in all bundled sections (RFC 8843 9).
            self._level = self._level or section.extensions.level
            if "transport-cc" in answered(section, publication.codec):
                self._transport = section.extensions.transport
            if section.ssrc is not None and not section.rids:
                layer = self._media[section.ssrc] = publication.layer(section.ssrc)
                if section.rtx_ssrc is not None:
                    self._resent[section.rtx_ssrc] = layer

    def answer(self, hosts: tuple[str, ...], port: int) -> str:
        outlets = {place.mid: place.outlet for place in self.places}
        taken = {publication.section.mid for publication in self.publications.values()}
        return write(self.offer, self._local(hosts, port), outlets, taken)

    def restart(self, ufrag: str, hosts: tuple[str, ...], port: int) -> str:
        """New ICE credentials for the client's new `ufrag`; DTLS and everything above it stay."""
        self.remote_ufrag = ufrag
        self.link.agent.restart()
        return write_fragment(self.offer, self._local(hosts, port))

    def _local(self, hosts: tuple[str, ...], port: int) -> Local:
        agent = self.link.agent
        fingerprint = self._certificate.fingerprint
        return Local(hosts, port, agent.ufrag, agent.password, fingerprint, self.offer.active)

    def connected(self) -> None:
        self.up, self.rests = True, False
        self._owner.came_up(self)

    def moved(self) -> None:
        for place in self.places:
            if place.layer is not None:
                place.layer.moved()

    def rest(self) -> None:
        """Out of its session until `connected`: its line may come back."""
        self.detach()
        self.rests = True

    def ended(self) -> None:
        self._owner.went_down(self)

    def on_rtp(self, size: int) -> None:
        """One protected RTP packet in the inbox."""
        inbox, counters = self._mux.inbox, self._counters
        head = rtp.HEADER.unpack_from(inbox)
        ssrc = head[4]
        resent = False
        layer = self._media.get(ssrc)
        if layer is None:
            layer = self._resent.get(ssrc)
            resent = layer is not None
            if layer is None and len(self._unknown) >= SOURCES and ssrc not in self._unknown:
                counters.strangers += 1
                return
        size = self.link.unprotect(size)
        if size == 0:
            return
        now = self._mux.clock()
        try:
            start, number, level = rtp.scan(inbox, size, self._transport, self._level)
            if number >= 0:
                self._arrivals.note(number, now)
            if layer is None:
                layer, resent = self._learn(ssrc, head[1] & 0x7F, size)
                if layer is None:
                    counters.strangers += 1
                    return
            take = layer.take_resent if resent else layer.take
            packet = take(inbox, start, size, head, now)
        except (rtp.Malformed, IndexError):
            counters.malformed += 1
            return
        if packet is None:
            return
        if resent:
            counters.repaired += 1
        publication = layer.publication
        if layer.video:
            counters.video_in += 1
            if not publication.places:
                counters.blocked_video += 1
        else:
            counters.audio_in += 1
            if level >= 0:
                publication.voice.take(level, now)
            if publication.announce:
                publication.announce = False
                self._owner.heard(self)
            if not publication.places:
                counters.blocked_audio += 1
        sent = layer.forward(packet)
        if layer.video:
            counters.video_out += sent
        else:
            counters.audio_out += sent

    def _learn(self, ssrc: int, payload_type: int, size: int) -> tuple[Layer | None, bool]:
        """Whose an unannounced SSRC is: by MID and RID, or by a payload type that only one uses (trap 7)."""
        # libsrtp keeps a context for every SSRC it ever took: a client gets only so many.
        self._unknown.add(ssrc)
        told = {number: value for number, value in rtp.extensions(self._mux.inbox, size) if number}
        fitting = []
        for publication in self.publications.values():
            mid = publication.section.mid.encode()
            used = payload_type in (publication.codec.payload_type, publication.codec.rtx_type)
            if used and told.get(publication.section.extensions.mid, mid) == mid:
                fitting.append(publication)
        if len(fitting) != 1:
            return None, False
        publication, ids = fitting[0], fitting[0].section.extensions
        resent = payload_type == publication.codec.rtx_type
        rid = told.get(ids.repaired_rid if resent else ids.rid, b"").decode("ascii", "replace")
        if not publication.section.rids:
            rid = ""
        elif rid not in publication.layers:
            return None, False
        if resent:
            known = publication.layers.get(rid)
            if known is not None:
                self._resent[ssrc] = known
            return known, True
        layer = self._media[ssrc] = publication.layer(ssrc, rid)
        return layer, False

    def on_rtcp(self, size: int) -> None:
        """One protected RTCP packet in the inbox."""
        counters = self._counters
        size = self.link.unprotect_rtcp(size)
        if size == 0:
            return
        counters.rtcp_in += 1
        now = self._mux.clock()
        self.line.heard(now)
        try:
            for part in rtcp.parse(bytes(self._mux.inbox[:size])):
                if isinstance(part, rtcp.SenderReport):
                    self._reported(part, now)
                    continue
                if isinstance(part, rtcp.Bandwidth):
                    self.line.told(part.bits, now)
                    continue
                place = self._place_of.get(part.ssrc)
                if place is None:
                    continue
                if isinstance(part, rtcp.Loss):
                    self.line.lost(part.ssrc, *place.told(part), now)
                    self.meter.told(place, part, now)
                elif isinstance(part, rtcp.Nack):
                    self._resend(place, part.sequences)
                elif place.layer is not None:
                    place.layer.publication.want_keyframe(place.layer, now)
        except rtp.Malformed:
            counters.malformed += 1

    def _resend(self, place: Place, sequences: tuple[int, ...]) -> None:
        for sequence in sequences:
            if self._resends_left == 0:
                break
            if place.resend(sequence):
                self._resends_left -= 1
                self._counters.resent += 1

    def _reported(self, report: rtcp.SenderReport, now: float) -> None:
        # One shift for all sources of a client, the smallest seen (the least delayed report): lips stay in
        # step, and a place that passes from one client to another stays on one clock, ours.
        layer = self._media.get(report.ssrc)
        if layer is None:
            return
        shift = int(now * 4294967296.0) - report.ntp
        if self._clock_shift is None or shift < self._clock_shift:
            self._clock_shift = shift
        layer.reported(report.ntp, self._clock_shift, report.timestamp, now)

    def tick(self, now: float) -> bool:
        """What fell due. True where a publication, or a layer of one, began to live or died."""
        if self.rests:
            return False
        self._resends_left = RESENDS
        self.link.agent.refill(now)
        stirred = False
        for publication in self.publications.values():
            publication.tick(now)
            stirred |= publication.look(now)
        if now - self._fed_back_at >= FEEDBACK:
            self._fed_back_at = now
            feedback = self._arrivals.report(next(iter(self._media), 0))
            if feedback is not None:
                self.link.send_rtcp(feedback)
        if self.up and now - self._looked_at >= LOOK:
            self.allocate(now)
        return stirred

    def resize(self, lines: Mapping[str, int]) -> None:
        for place in self.places:
            if place.kind == "video":
                place.lines = lines.get(place.name) or place.lines
                place.off = lines.get(place.name) == 0
        if self.up:
            self.allocate(self._mux.clock())

    def allocate(self, now: float) -> None:
        """Aim each place at the layer that its size asks for and the receiver's line carries."""
        taken = [(p, p.publication) for p in self.places if p.kind == "video" and p.publication is not None]
        shown = [(place, source) for place, source in taken if not place.off]
        for place, _ in taken:
            if place.off:
                place.aim(None, now)
        wishes = [wish(p.name, p.lines, source.layers.values(), p.target) for p, source in shown]
        spoken = VOICE * sum(p.kind == "audio" and p.publication is not None for p in self.places)
        if (elapsed := now - self._looked_at) >= LOOK:
            octets = sum(place.octets for place in self.places)
            wished = spoken + sum(cost(w.ladder[-1]) for w in wishes if w.ladder)
            self.line.judge((octets - self._octets) * 8 / elapsed, wished, now)
            self._looked_at, self._octets = now, octets
        layers = share(self.line.budget - spoken, wishes)
        for (place, _), wanted, layer in zip(shown, wishes, layers, strict=True):
            # Where all are silent the line is broken: what flowed goes on when it is back.
            if wanted.ladder:
                place.aim(layer, now)

    def report(self, now: float) -> None:
        """Tell the client what arrived, and how much its pictures may take."""
        if self.rests:
            return
        layers = [layer for p in self.publications.values() for layer in p.layers.values()]
        self.meter.note(layers, self.places, now)
        told = (layer.reception(now, layer.publication.onward_loss()) for layer in layers)
        blocks = [block for block in told if block is not None]
        # Also where there is nothing to report: by these a client sees that its line holds.
        message = rtcp.receiver_report(blocks[:31])
        pictures = [
            layer.ssrc
            for layer in layers
            if layer.ssrc and "goog-remb" in answered(layer.publication.section, layer.publication.codec)
        ]
        if pictures:
            message += rtcp.bandwidth(BANDWIDTH * len(pictures), pictures)
        self.link.send_rtcp(message)

    def detach(self) -> None:
        """Leave every place and empty those that its publications stood in."""
        now = self._mux.clock()
        self.up = False
        for place in self.places:
            place.show(None, now)
        for publication in self.publications.values():
            for place in list(publication.places):
                place.show(None, now)
