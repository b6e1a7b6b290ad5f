"""A layer: what was lost is asked for, what came twice is taken once, and the publisher is told the truth."""

from __future__ import annotations

import pytest

from tests.media.client import RTX, opus, rtx, vp8
from tests.media.test_forward import AUDIO, VIDEO, Source, place
from vcsession.media import rtcp
from vcsession.media.ingest import MOST_MISSING, NACK_TRIES
from vcsession.media.rtp import HEADER, Malformed
from vcsession.media.sdp import Section


def watched(section: Section = VIDEO) -> Source:
    source = Source(section)
    place(section)[0].show(source.publication, 0)
    return source


def test_a_gap_is_asked_for_at_once_also_across_the_wrap() -> None:
    source = watched()
    source.feed(vp8(65533, key=True), 1.0)
    source.feed(vp8(2), 1.0)
    assert source.wire.asked() == [rtcp.Nack(1, (65534, 65535, 0, 1))]


def test_a_loss_is_asked_for_a_few_times_and_then_made_good_by_a_keyframe() -> None:
    source = watched()
    source.feed(vp8(1, key=True), 1.0)
    source.feed(vp8(3), 1.0)
    for tick in range(60):
        source.publication.tick(1.0 + tick * 0.05)
    assert source.wire.asked() == [*[rtcp.Nack(1, (2,))] * NACK_TRIES, rtcp.KeyframeRequest(1)]
    assert source.layer.missing == {}


def test_what_arrived_is_not_asked_for_again() -> None:
    source = watched()
    source.feed(vp8(1, key=True), 1.0)
    source.feed(vp8(4), 1.0)
    source.feed(vp8(2), 1.01)
    source.feed(rtx(9, vp8(3)), 1.02, resent=True)
    source.publication.tick(1.2)
    assert source.wire.asked() == [rtcp.Nack(1, (2, 3))]


def test_sound_is_not_asked_for_again() -> None:
    source = watched(AUDIO)
    source.feed(opus(1))
    source.feed(opus(4))
    assert source.wire.asked() == []


def test_what_nobody_receives_is_not_asked_for_again() -> None:
    source = Source()
    source.feed(vp8(1, key=True))
    source.feed(vp8(4))
    assert source.wire.asked() == []


def test_a_long_gap_is_not_asked_for() -> None:
    source = watched()
    source.feed(vp8(1, key=True))
    source.feed(vp8(2 + MOST_MISSING + 1))
    assert not [part for part in source.wire.asked() if isinstance(part, rtcp.Nack)]


def test_a_packet_counts_once() -> None:
    source = Source()
    assert source.feed(vp8(1, key=True))
    assert not source.feed(vp8(1, key=True))
    assert source.feed(vp8(3))
    assert source.feed(vp8(2))
    assert not source.feed(vp8(2))
    assert not source.feed(vp8(3 - 600)), "older than the history"


def test_a_probe_on_the_resend_source_is_no_packet() -> None:
    source = Source()
    source.feed(vp8(1, key=True))
    probe = HEADER.pack(0x80, RTX, 1, 0, 3)
    for length in (0, 1, 2):
        assert not source.feed(probe + bytes(length), resent=True)
    padding = HEADER.pack(0xA0, RTX, 1, 0, 3) + bytes(99) + b"\x64"
    assert not source.feed(padding, resent=True)


def test_only_agreed_payload_types_pass() -> None:
    source = Source()
    good = vp8(1, key=True)
    wrong = bytearray(good)
    wrong[1] = (wrong[1] & 0x80) | 97
    with pytest.raises(Malformed):
        source.feed(bytes(wrong))
    assert source.feed(good)


def test_the_reception_report_tells_losses_of_the_path() -> None:
    source = Source()
    for n in range(100):
        if n % 10:
            source.feed(vp8(65500 + n, key=n == 1), 1.0)
    # Repaired, but lost on the way all the same.
    source.feed(rtx(1, vp8(65500 + 50)), 1.0, resent=True)
    report = source.layer.reception(2.0, 0.0)
    assert report is not None
    assert report.lost == 9
    assert report.fraction == 9 * 256 // 99
    assert report.highest == (1 << 16) + (65500 + 99) % 65536
    assert (report.last_report, report.delay) == (0, 0)
    source.layer.reported(0x1234_5678_9ABC_DEF0, 0, 0, 2.0)
    later = source.layer.reception(2.5, 0.0)
    assert later is not None
    assert (later.fraction, later.last_report, later.delay) == (0, 0x5678_9ABC, 32768)


def test_there_is_nothing_to_report_before_the_first_packet() -> None:
    assert Source().layer.reception(1.0, 0.0) is None


def test_a_voice_is_told_the_losses_behind_us_and_a_picture_is_not() -> None:
    voice, picture = Source(AUDIO), Source()
    for source in (voice, picture):
        here, _ = place(AUDIO if source is voice else VIDEO)
        here.show(source.publication, 0)
        for n in range(100):
            source.feed(opus(n) if source is voice else vp8(n, key=n == 0))
        here.told(rtcp.Loss(1, 0.0, 0, here.packets // 2))
        here.told(rtcp.Loss(1, 0.0, 3, here.packets))
        assert here.loss == 3 / 50
    told, plain = (s.layer.reception(2.0, s.publication.onward_loss()) for s in (voice, picture))
    assert told is not None
    assert plain is not None
    assert (told.fraction, told.lost) == (int(3 / 50 * 256), 0), "the browser's own line is told as it is"
    assert plain.fraction == 0
