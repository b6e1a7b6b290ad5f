"""Raw RTP: header, extensions, padding, the VP8 descriptor."""

from __future__ import annotations

import struct

import pytest

from tests.media.client import opus, vp8
from vcsession.media import rtp
from vcsession.media.rtp import Malformed


def head(first: int, *, extension: bytes = b"", profile: int = 0xBEDE, contributors: int = 0) -> bytes:
    packet = rtp.HEADER.pack(first | contributors, 96, 1, 2, 3) + bytes(4 * contributors)
    if first & 0x10:
        packet += struct.pack("!HH", profile, len(extension) // 4) + extension
    return packet


@pytest.mark.parametrize(
    ("packet", "start"),
    [
        (head(0x80), 12),
        (head(0x80, contributors=3), 24),
        (head(0x90, extension=bytes(8)), 24),
        (head(0x90, extension=bytes(4), contributors=1), 24),
    ],
)
def test_the_payload_starts_after_contributors_and_extensions(packet: bytes, start: int) -> None:
    assert rtp.payload_start(packet + b"payload", len(packet) + 7) == start
    assert rtp.scan(packet + b"payload", len(packet) + 7, 5, 1)[0] == start


@pytest.mark.parametrize(
    "packet",
    [
        head(0x80)[:11],
        head(0x80, contributors=3)[:20],
        head(0x90, extension=bytes(8))[:20],
        head(0x90)[:12] + struct.pack("!HH", 0xBEDE, 0xFFFF),
        head(0x40),
        head(0x00),
    ],
)
def test_a_header_longer_than_its_packet_is_malformed(packet: bytes) -> None:
    with pytest.raises((Malformed, IndexError)):
        rtp.payload_start(packet, len(packet))
    with pytest.raises((rtp.Malformed, IndexError)):
        rtp.scan(packet, len(packet), 5, 1)


def test_extensions_of_both_forms_are_read() -> None:
    short = head(0x90, extension=b"\x41ab\x00\x30c\x00\x00")
    assert list(rtp.extensions(short, len(short))) == [(4, b"ab"), (3, b"c")]
    long = head(0x90, profile=0x1000, extension=b"\x10\x03abc\x00\x11\x00")
    assert list(rtp.extensions(long, len(long))) == [(16, b"abc"), (17, b"")]
    assert list(rtp.extensions(head(0x80), 12)) == []
    unknown = head(0x90, profile=0x7777, extension=b"\x41ab\x00")
    assert list(rtp.extensions(unknown, len(unknown))) == []


def test_a_mid_is_found() -> None:
    packet = opus(1, mid="12")
    assert dict(rtp.extensions(packet, len(packet))) == {4: b"12"}


@pytest.mark.parametrize("extension", [b"\x4fab\x00", b"\x00\x00\x00\x4f"])
def test_an_extension_longer_than_its_block_is_malformed(extension: bytes) -> None:
    packet = head(0x90, extension=extension) + bytes(40)
    with pytest.raises(Malformed):
        list(rtp.extensions(packet, len(packet)))


def test_padding_is_not_payload() -> None:
    packet = head(0xA0) + b"abc" + b"\0\0\3"
    assert rtp.payload_size(packet, 12, len(packet)) == 3
    assert rtp.payload_size(head(0x80) + b"abc", 12, 15) == 3
    for wrong in (0, 7, 255):
        with pytest.raises(Malformed):
            rtp.payload_size(head(0xA0) + b"abcde" + bytes([wrong]), 12, 18)


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (b"\x10\x00rest", (-1, 0, -1, True)),
        (b"\x10\x01rest", (-1, 0, -1, False)),
        (b"\x00\x00rest", (-1, 0, -1, False)),
        (b"\x11\x00rest", (-1, 0, -1, False)),
        (b"\x90\x80\x05\x00", (2, 7, -1, True)),
        (b"\x90\x80\x85\x55\x00", (2, 15, -1, True)),
        (b"\x90\xc0\x85\x55\x09\x00", (2, 15, 4, True)),
        (b"\x90\xe0\x85\x55\x09\x20\x01", (2, 15, 4, False)),
        (b"\x90\x10\x07\x00", (-1, 0, -1, True)),
        (b"\xb0\x80\x85\x55\x00", (2, 15, -1, True)),
    ],
)
def test_the_vp8_descriptor(payload: bytes, found: tuple[int, int, int, bool]) -> None:
    assert rtp.vp8(payload) == found


@pytest.mark.parametrize(
    "payload", [b"", b"\x90", b"\x90\x80", b"\x90\x80\x85", b"\x90\x80\x85\x55", b"\x10"]
)
def test_a_vp8_descriptor_cut_off_is_refused(payload: bytes) -> None:
    with pytest.raises(IndexError):
        rtp.vp8(payload)


def test_the_frames_that_these_tests_send_are_what_they_say() -> None:
    for key in (True, False):
        packet = vp8(1, key=key, picture=7)
        assert rtp.vp8(packet[12:]) == (2, 15, -1, key)


def test_number_and_level_are_read_from_both_forms_in_one_pass() -> None:
    short = head(0x90, extension=b"\x40z\x51\x12\x34\x10\x9e\x00\x00\x00\x00\x00") + b"payload"
    assert rtp.scan(short, len(short), 5, 1) == (28, 0x1234, 0x9E)
    assert rtp.scan(short, len(short), 0, 0) == (28, -1, -1)
    long = head(0x90, profile=0x1000, extension=b"\x05\x02\x12\x34\x01\x01\x9e\x00")
    assert rtp.scan(long, len(long), 5, 1)[1:] == (0x1234, 0x9E)
    assert rtp.scan(head(0x80), 12, 5, 1) == (12, -1, -1)
    with pytest.raises(Malformed):
        rtp.scan(short, 20, 5, 1)


def test_a_keyframe_tells_its_height_with_any_descriptor() -> None:
    for descriptor in (b"\x10", b"\x90\x80\x85\x55", b"\x90\xe0\x85\x55\x09\x20", b"\x90\x80\x05"):
        frame = b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", 1280, 720 | 1 << 14)
        assert rtp.vp8_lines(descriptor + frame) == 720
        assert rtp.vp8_lines(descriptor + frame[:-1]) == 0
        assert rtp.vp8_lines(descriptor + bytes(20)) == 0


@pytest.mark.parametrize(
    ("payload", "starts"),
    [
        (b"\x67\x42", True),
        (b"\x27\x42", True),
        (b"\x68\xce", False),
        (b"\x65\x88", False),
        (b"\x41\x9a", False),
        (b"\x78\x00\x02\x67\x42\x00\x01\x68", True),
        (b"\x78\x00\x02\x09\xf0\x00\x02\x67\x42", True),
        (b"\x78\x00\x02\x41\x9a\x00\x01\x41", False),
        (b"\x78\x00\x02", False),
        (b"\x78\xff\xff\x41", False),
        (b"\x7c\x87\x42", True),
        (b"\x7c\x07\x42", False),
        (b"\x7c\x85\x88", False),
        (b"\x7c\x45\x88", False),
    ],
)
def test_h264_starts_where_its_parameter_set_is(payload: bytes, starts: bool) -> None:
    assert rtp.h264_starts(payload) is starts


@pytest.mark.parametrize("payload", [b"", b"\x7c"])
def test_an_h264_payload_cut_off_is_refused(payload: bytes) -> None:
    with pytest.raises(IndexError):
        rtp.h264_starts(payload)
