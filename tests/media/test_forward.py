"""A place: whatever stands in it, its receiver sees one source without a seam. No network."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media.client import Received, opus, rtx, vp8
from vcsession.media import rtcp, rtp
from vcsession.media.figures import Figures
from vcsession.media.forward import Place
from vcsession.media.ingest import HISTORY, Layer, Publication
from vcsession.media.sdp import Codec, Extensions, Section
from vcsession.media.transport import Link
from vcsession.media.tray import Name, Tray

AUDIO = Section("audio", "0", "send", "UDP/TLS/RTP/SAVPF", "111", (Codec("opus", 111),))
VIDEO = Section(
    "video",
    "1",
    "send",
    "UDP/TLS/RTP/SAVPF",
    "96 97",
    (Codec("VP8", 96, 97, ("nack", "nack pli")),),
)


@dataclass
class Wire:
    """Stands for a Link: keeps what is sent."""

    tray: Tray = field(default_factory=lambda: Tray(None, Figures(), most=1))
    name: Name = field(default_factory=Name)
    key: None = None
    sent: list[Received] = field(default_factory=list)
    raw: bytes = b""
    feedback: list[bytes] = field(default_factory=list)
    mux: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(counters=Figures()))

    def seal(self, key: None, start: Any, size: Any) -> int:
        self.raw = bytes(self.tray.boxes[0][: size[0]])
        self.sent.append(Received.read(self.raw))
        return 0

    def send_rtcp(self, packet: bytes) -> None:
        self.feedback.append(packet)

    def asked(self) -> list[rtcp.Part]:
        return [part for packet in self.feedback for part in rtcp.parse(packet)]


class Source:
    """A publisher with one layer: `feed` gives its packets to every place that it stands in."""

    def __init__(self, section: Section = VIDEO) -> None:
        self.wire = Wire()
        self.publication = Publication(cast(Link, self.wire), "p", section, "camera")
        self.layer: Layer = self.publication.layer(1)

    def feed(self, packet: bytes, now: float = 1.0, *, resent: bool = False) -> bool:
        take = self.layer.take_resent if resent else self.layer.take
        start, _, _ = rtp.scan(packet, len(packet), 0, 0)
        taken = take(memoryview(packet), start, len(packet), rtp.HEADER.unpack_from(packet), now)
        if taken is not None:
            self.layer.forward(taken)
        return taken is not None


def place(section: Section = VIDEO, *, stamp: int = 0, rtx_type: int | None = 99) -> tuple[Place, Wire]:
    wire = Wire()
    receiving = Section(
        section.kind,
        "7",
        "receive",
        section.protocol,
        "98",
        (Codec(section.codecs[0].name, 98, rtx_type),),
        Extensions(stamp=stamp),
    )
    return Place(cast(Link, wire), receiving, "floor"), wire


def steps(numbers: list[int], modulus: int) -> set[int]:
    return {(b - a) % modulus for a, b in pairwise(numbers)}


def test_an_empty_place_sends_nothing_and_a_closed_gate_stops_at_once() -> None:
    source, (here, wire) = Source(AUDIO), place(AUDIO)
    source.feed(opus(1))
    assert wire.sent == []
    here.show(source.publication, 0)
    source.feed(opus(2))
    assert len(wire.sent) == 1
    here.show(None, 0)
    source.feed(opus(3))
    assert len(wire.sent) == 1


def test_a_place_has_its_own_source_and_payload_type() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    source.feed(vp8(500, 1000, key=True))
    assert (wire.sent[0].ssrc, wire.sent[0].payload_type) == (here.outlet.ssrc, 98)
    assert wire.sent[0].sequence < 32768


def test_sound_starts_at_once_with_the_marker_and_counts_on_through_moves() -> None:
    one, two, (here, wire) = Source(AUDIO), Source(AUDIO), place(AUDIO)
    here.show(one.publication, 0)
    for n in range(5):
        one.feed(opus(65533 + n, 960 * n), 1.0 + n * 0.02)
    here.show(two.publication, 0)
    for n in range(5):
        two.feed(opus(30 + n, 7_000_000 + 960 * n), 1.1 + n * 0.02)
    here.show(None, 0)
    here.show(one.publication, 0)
    one.feed(opus(500, 99), 2.0)
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert [p.marker for p in wire.sent] == [True] + [False] * 4 + [True] + [False] * 4 + [True]
    times = [p.timestamp for p in wire.sent]
    assert steps(times[:10], 1 << 32) == {960}
    # 820 ms without sound: the timestamp runs on as the clock did.
    assert (times[10] - times[9]) % (1 << 32) == round(0.82 * 48000)


def test_pauses_of_speech_pass_through_moves_as_pauses_and_not_as_losses() -> None:
    """DTX: in a pause a packet comes each 400 ms, with the next number and a timestamp of 400 ms later."""
    one, two, (here, wire) = Source(AUDIO), Source(AUDIO), place(AUDIO)
    sent: list[float] = []

    def pass_on(source: Source, first: int, number: int, at: float) -> None:
        source.feed(opus(first + number, round(at * 48000) + first * 1_000_003), at)
        sent.append(at)

    here.show(one.publication, 1.0)
    for number, at in enumerate([1.0, 1.02, 1.04, 1.44, 1.84]):
        pass_on(one, 65533, number, at)
    here.show(two.publication, 1.9)
    # It is in a pause itself: what is heard of it next comes a while after the move, and then it speaks.
    for number, at in enumerate([2.1, 2.5, 2.9, 2.92, 2.94]):
        pass_on(two, 200, number, at)
    here.show(one.publication, 3.0)
    for number, at in enumerate([3.3, 3.32]):
        pass_on(one, 65533, 5 + number, at)
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert [n for n, p in enumerate(wire.sent) if p.marker] == [0, 5, 10]
    passed = [(p.timestamp - wire.sent[0].timestamp) % (1 << 32) for p in wire.sent]
    assert passed == [round((at - 1.0) * 48000) for at in sent], "the receiver's clock is that of the room"
    assert one.wire.feedback == two.wire.feedback == []


def test_a_picture_waits_for_a_keyframe_and_asks_for_it_at_once() -> None:
    source, (here, wire) = Source(), place()
    source.feed(vp8(1, key=True))
    here.show(source.publication, 1.0)
    assert source.wire.asked() == [rtcp.KeyframeRequest(1)]
    source.feed(vp8(2), 1.01)
    source.feed(vp8(3), 1.04)
    assert wire.sent == []
    source.feed(vp8(4, key=True), 1.08)
    source.feed(vp8(5), 1.11)
    assert [p.key for p in wire.sent] == [True, False]
    assert len(source.wire.asked()) == 1


def test_a_place_that_waits_in_vain_asks_again_later_and_later() -> None:
    source, (here, _) = Source(), place()
    source.feed(vp8(1, key=True))
    here.show(source.publication, 1.0)
    for n in range(1, 55):
        source.feed(vp8(1 + n), 1.0 + n * 0.033)
        source.publication.tick(1.0 + n * 0.033)
    assert len(source.wire.asked()) == 3


def test_the_picture_counts_on_through_moves() -> None:
    one, two, (here, wire) = Source(), Source(), place()
    here.show(one.publication, 0)
    for n in range(4):
        one.feed(vp8(100 + n, 3000 * n, key=n == 0, picture=0x7FFE + n, tl0=254 + n & 0xFF), 1.0 + n / 30)
    here.show(two.publication, 0)
    for n in range(4):
        two.feed(vp8(65534 + n, 42 + 3000 * n, key=n == 0, picture=9 + n, tl0=7 + n), 1.0 + (4 + n) / 30)
    here.show(one.publication, 0)
    one.feed(vp8(300, 0, key=True, picture=0, tl0=0), 1.0 + 8 / 30)
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert steps([p.picture for p in wire.sent], 1 << 15) == {1}
    assert steps([p.payload[4] for p in wire.sent], 256) == {1}
    assert all(2999 <= step <= 3000 for step in steps([p.timestamp for p in wire.sent], 1 << 32))
    assert all(p.payload[1] & 0x80 and p.payload[2] & 0x80 for p in wire.sent)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(0, 0xFFFF),
            st.integers(0, 0xFFFFFFFF),
            st.integers(0, 0x7FFF),
            st.integers(1, 9),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_history_of_moves_leaves_a_seam(moves: list[tuple[int, int, int, int, int]]) -> None:
    sources = [Source() for _ in range(3)]
    here, wire = place(stamp=3)
    now = 1.0
    for who, start, timestamp, picture, length in moves:
        # A publisher joined anew: its numbers begin wherever they like.
        source = sources[who] = Source()
        here.show(source.publication, now)
        for n in range(length):
            now += 1 / 30
            source.feed(vp8(start + n, timestamp + 3000 * n, key=n == 0, picture=picture + n), now)
    assert len(wire.sent) == sum(move[4] for move in moves)
    assert steps([p.sequence for p in wire.sent], 65536) <= {1}
    assert steps([p.picture for p in wire.sent], 1 << 15) <= {1}
    assert all(0 < step <= 3001 for step in steps([p.timestamp for p in wire.sent], 1 << 32))


def test_reordered_packets_keep_their_own_numbers() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    for n in (0, 1, 3, 2, 4):
        source.feed(vp8(n, key=n == 0, picture=n))
    assert steps(sorted(p.sequence for p in wire.sent), 65536) == {1}
    assert [(p.sequence - wire.sent[0].sequence) % 65536 for p in wire.sent] == [0, 1, 3, 2, 4]


def test_what_is_older_than_the_move_is_dropped() -> None:
    one, two, (here, wire) = Source(), Source(), place()
    here.show(one.publication, 0)
    one.feed(vp8(10, key=True))
    two.feed(vp8(20, key=True))
    here.show(two.publication, 0)
    two.feed(vp8(22, key=True))
    two.feed(vp8(21))
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert len(wire.sent) == 2


def test_one_publication_may_stand_in_several_places() -> None:
    source = Source()
    places = [place(), place()]
    for here, _ in places:
        here.show(source.publication, 0)
    source.feed(vp8(1, key=True, picture=5))
    assert [len(wire.sent) for _, wire in places] == [1, 1]


def test_a_lost_packet_comes_again_on_its_resend_source() -> None:
    one, two, (here, wire) = Source(), Source(), place()
    here.show(one.publication, 0)
    for n in range(3):
        one.feed(vp8(65534 + n, n, key=n == 0, picture=n))
    here.show(two.publication, 0)
    for n in range(3):
        two.feed(vp8(7 + n, n, key=n == 0, picture=n))
    originals = list(wire.sent)
    for lost in originals:
        assert here.resend(lost.sequence)
        again = wire.sent[-1]
        assert (again.ssrc, again.payload_type) == (here.outlet.rtx_ssrc, 99)
        assert again.timestamp == lost.timestamp
        assert again.payload == struct.pack("!H", lost.sequence) + lost.payload
    assert steps([p.sequence for p in wire.sent[6:]], 65536) == {1}


def test_without_a_resend_source_the_packet_itself_comes_again() -> None:
    source, (here, wire) = Source(), place(rtx_type=None)
    here.show(source.publication, 0)
    source.feed(vp8(1, key=True))
    assert here.resend(wire.sent[0].sequence)
    assert wire.sent[1] == wire.sent[0]


def test_what_was_never_sent_or_is_long_gone_does_not_come_again() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    assert not here.resend(5)
    source.feed(vp8(1, key=True))
    first = wire.sent[0].sequence
    assert not here.resend(first + 1)
    assert not here.resend((first - 1) & 0xFFFF)
    for n in range(HISTORY):
        source.feed(vp8(2 + n))
    assert not here.resend(first)
    assert here.resend(first + HISTORY)
    here.show(None, 0)
    assert not here.resend(first + HISTORY), "a closed gate gives nothing more"


def test_a_packet_that_came_by_resend_is_forwarded_in_its_place() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    source.feed(vp8(1, key=True))
    lost = vp8(2, 5, picture=1)
    source.feed(vp8(3, picture=2))
    assert source.wire.asked() == [rtcp.Nack(1, (2,))]
    assert source.feed(rtx(900, lost), resent=True)
    assert [(p.sequence - wire.sent[0].sequence) % 65536 for p in wire.sent] == [0, 2, 1]
    assert wire.sent[2].payload[4:] == lost[16:]
    assert not source.feed(lost), "the late original is known by now"
    assert not source.feed(rtx(901, lost), resent=True)


def test_after_a_long_gap_the_place_goes_on_counting_from_a_keyframe() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    source.feed(vp8(1, key=True), 1.0)
    source.feed(vp8(5000), 2.0)
    source.feed(vp8(5001, key=True), 2.1)
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert [p.key for p in wire.sent] == [True, True]
    assert rtcp.KeyframeRequest(1) in source.wire.asked()


def test_after_a_broken_line_a_keyframe_is_asked_for_and_not_what_the_publisher_no_longer_holds() -> None:
    for silence, asked in ((1.0, rtcp.Nack(1, (3, 4))), (2.0, rtcp.KeyframeRequest(1))):
        source, (here, wire) = Source(), place()
        here.show(source.publication, 1.0)
        source.feed(vp8(1, key=True), 1.0)
        source.feed(vp8(2), 1.03)
        source.wire.feedback.clear()
        source.feed(vp8(5), 1.03 + silence)
        assert source.wire.asked() == [asked]
        source.feed(vp8(6, key=True), 1.2 + silence)
        assert len(wire.sent) == (4 if silence < 1.5 else 3)


def test_padding_keeps_its_bit_and_its_number() -> None:
    source, (here, wire) = Source(), place()
    here.show(source.publication, 0)
    source.feed(vp8(1, key=True))
    probe = bytearray(vp8(2)[:12]) + bytes(9) + b"\x0a"
    probe[0] |= 0x20
    source.feed(bytes(probe))
    source.feed(vp8(3))
    assert steps([p.sequence for p in wire.sent], 65536) == {1}
    assert len(wire.sent) == 3


def test_other_extensions_are_stripped_and_the_send_time_is_ours() -> None:
    source, (here, wire) = Source(), place(stamp=5)
    here.show(source.publication, 0)
    source.feed(vp8(1, key=True, mid="12"), 2.5)
    head = wire.raw[:20]
    assert head[0] == 0x90
    assert head[12:20] == struct.pack("!HHL", 0xBEDE, 1, (5 << 28) | (2 << 24) | int(2.5 * 2**18))


def test_sender_reports_follow_the_timestamps_of_the_place() -> None:
    one, two, (here, wire) = Source(), Source(), place()
    here.show(one.publication, 0)
    one.feed(vp8(1, 9000, key=True), 1.0)
    one.layer.reported(5 << 32, 2 << 32, 9000 - 450, 1.1)
    assert wire.asked() == [
        rtcp.SenderReport(here.outlet.ssrc, 7 << 32, (wire.sent[0].timestamp - 450) % (1 << 32))
    ]
    # The next publisher's report is known already: the place is told with its first packet.
    two.layer.reported(9 << 32, 0, 100, 1.1)
    here.show(two.publication, 2.0)
    two.feed(vp8(1, 190, key=True), 2.0)
    assert wire.asked()[-1] == rtcp.SenderReport(
        here.outlet.ssrc, 9 << 32, (wire.sent[1].timestamp - 90) % (1 << 32)
    )


def test_what_the_publisher_never_sent_is_no_loss_of_the_receivers_line() -> None:
    source, (here, _) = Source(AUDIO), place(AUDIO)
    here.show(source.publication, 0)
    for n in range(100):
        source.feed(opus(n))
    assert here.told(rtcp.Loss(1, 0.0, 0, 99)) == (0, 0), "the first report says where counting begins"
    for n in [*range(100, 150), *range(160, 200)]:
        source.feed(opus(n))
    assert here.told(rtcp.Loss(1, 0.0, 10, 199)) == (0, 100)
    assert here.loss == 0
    for n in range(200, 300):
        source.feed(opus(n))
    assert here.told(rtcp.Loss(1, 0.0, 15, 299)) == (5, 100)
    assert here.loss == 0.05
    # Five that were late come after all, and the next ones are lost indeed.
    for n in [*range(150, 155), *range(300, 400)]:
        source.feed(opus(n))
    assert here.told(rtcp.Loss(1, 0.0, 14, 399)) == (4, 100)
    assert here.told(rtcp.Loss(1, 0.0, 14, 402)) == (0, 3)
    assert here.loss == 0.04, "three packets say nothing"
