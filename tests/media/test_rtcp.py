"""RTCP: what goes out reads back, what comes in is checked."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vcsession.media import rtcp
from vcsession.media.rtp import Malformed


def ascending(start: int, steps: list[int]) -> list[int]:
    numbers = [start]
    for step in steps:
        numbers.append((numbers[-1] + step) & 0xFFFF)
    return numbers


@settings(deadline=None)
@given(st.integers(0, 0xFFFF), st.lists(st.integers(1, 40), max_size=100))
def test_a_nack_reads_back_also_across_the_wrap(start: int, steps: list[int]) -> None:
    lost = ascending(start, steps)
    (part,) = rtcp.parse(rtcp.nack(7, lost))
    assert part == rtcp.Nack(7, tuple(lost))


def test_a_nack_of_seventeen_in_a_row_is_one_entry() -> None:
    assert len(rtcp.nack(7, ascending(65530, [1] * 16))) == 16
    assert len(rtcp.nack(7, ascending(65530, [1] * 17))) == 20


def test_keyframe_requests_of_both_kinds_are_read() -> None:
    assert list(rtcp.parse(rtcp.picture_loss(9))) == [rtcp.KeyframeRequest(9)]
    full = struct.pack("!BBHLLLBxxxLBxxx", 0x84, 206, 6, 1, 0, 9, 1, 10, 1)
    assert list(rtcp.parse(full)) == [rtcp.KeyframeRequest(9), rtcp.KeyframeRequest(10)]


def test_a_sender_report_reads_back_and_names_its_source() -> None:
    report = rtcp.sender_report(5, 1 << 40, 77, 3, 300, b"vcsession")
    assert list(rtcp.parse(report)) == [rtcp.SenderReport(5, 1 << 40, 77)]
    assert b"\x01\x09vcsession" in report
    assert len(report) % 4 == 0


def test_transport_feedback_and_remb_are_no_losses() -> None:
    transport_wide = struct.pack("!BBHLLHHL", 0x8F, 205, 4, 1, 9, 100, 1, 0)
    assert list(rtcp.parse(transport_wide + rtcp.bandwidth(2_000_000, [9]))) == [rtcp.Bandwidth(2_000_000)]


def test_losses_are_read_from_the_reports_of_receivers_and_of_senders() -> None:
    blocks = [rtcp.Reception(7, 64, 12, 99, 0xABCD, 65536), rtcp.Reception(8, 0, -3, 5, 0, 0)]
    report = rtcp.receiver_report(blocks)
    told = [
        rtcp.Loss(7, 0.25, total=12, highest=99, last_report=0xABCD, delay=65536),
        rtcp.Loss(8, 0.0, total=-3, highest=5),
    ]
    assert list(rtcp.parse(report)) == told
    sender = struct.pack("!BBHLQLLL", 0x82, 200, 18, 9, 1, 2, 3, 4) + report[8:]
    assert list(rtcp.parse(sender)) == [rtcp.SenderReport(9, 1, 2), *told]
    with pytest.raises(Malformed):
        list(rtcp.parse(struct.pack("!BBHL", 0x9F, 201, 1, 9)))


@pytest.mark.parametrize("bits", [1, 262_143, 262_144, 2_000_000, 4_000_000_000])
def test_remb_says_the_rate_to_within_its_precision(bits: int) -> None:
    packet = rtcp.bandwidth(bits, [1, 2])
    assert packet[12:16] == b"REMB"
    assert packet[16] == 2
    exponent, mantissa = packet[17] >> 2, ((packet[17] & 3) << 16) | struct.unpack_from("!H", packet, 18)[0]
    assert bits * 0.99999 <= mantissa << exponent <= bits


def test_a_reception_report_carries_negative_losses() -> None:
    report = rtcp.receiver_report([rtcp.Reception(5, 10, -1, 70000, 1, 2)])
    assert struct.unpack_from("!LL", report, 8) == (5, 10 << 24 | 0xFFFFFF)


@pytest.mark.parametrize(
    "packet",
    [
        b"\x80\xc8\x00",
        b"\x80\xc8\x00\x05" + bytes(20),
        b"\x40\xc9\x00\x01" + bytes(4),
        b"\x81\xcd\x00\x02" + bytes(8),
        b"\x81\xce\x00\x01" + bytes(4),
        b"\xa0\xc9\x00\x01" + b"\0\0\0\x09",
        b"\xa0\xc9\x00\x01" + b"\0\0\0\0",
        b"\x80\xc8\x00\x01" + bytes(4),
    ],
)
def test_a_packet_whose_lengths_do_not_fit_is_malformed(packet: bytes) -> None:
    with pytest.raises(Malformed):
        list(rtcp.parse(packet))


def test_unknown_kinds_are_stepped_over() -> None:
    unknown = b"\x80\xd1\x00\x01" + bytes(4)
    assert list(rtcp.parse(unknown + rtcp.picture_loss(9))) == [rtcp.KeyframeRequest(9)]


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_garbage_is_malformed_or_nothing(data: bytes) -> None:
    with contextlib.suppress(Malformed):
        list(rtcp.parse(data))
