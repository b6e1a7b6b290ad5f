from __future__ import annotations

from av import AudioCodecContext, CodecContext, Packet

from vcsession.attend import tone
from vcsession.attend.picture import GLYPHS, HEIGHT, INK, PAPER, WIDTH, Picture, write


def test_every_letter_is_its_own() -> None:
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert {len(rows) for rows in GLYPHS.values()} == {7}


def test_a_letter_is_drawn_as_it_looks() -> None:
    luma = bytearray([PAPER]) * (WIDTH * HEIGHT)
    write(luma, "t", 0, 1)
    left = WIDTH // 2 - 3
    rows = [luma[y * WIDTH + left : y * WIDTH + left + 5] for y in range(7)]
    assert rows == [bytes([INK]) * 5] + [bytes([PAPER, PAPER, INK, PAPER, PAPER])] * 6


def test_the_clock_runs_and_the_name_stays() -> None:
    picture = Picture("Armenia", 0)
    one, two = (bytes(picture.frame(line).planes[0]) for line in ("10:00:00", "10:00:01"))
    half = WIDTH * HEIGHT // 2
    assert one[:half] == two[:half]
    assert one[half:] != two[half:]


def test_any_name_fits() -> None:
    for name in ("", "A", "Kyrgyzstan", "An observer with a name of far too many letters for it", "Армения"):
        frame = Picture(name, 0).frame("10:00:00")
        assert len(bytes(frame.planes[0])) == WIDTH * HEIGHT


def test_robots_are_told_apart_by_colour_and_pitch() -> None:
    frames = [Picture("", number).frame("") for number in range(24)]
    assert len({(bytes(f.planes[1])[0], bytes(f.planes[2])[0]) for f in frames}) == 24
    assert len({tone.pitch(number) for number in range(24)}) == 24


def test_the_tone_is_a_loop_of_long_packets_without_a_seam() -> None:
    packets = tone.encode(330)
    assert len(packets) == tone.LOOP
    decoder = CodecContext.create("libopus", "r")
    assert isinstance(decoder, AudioCodecContext)
    decoder.sample_rate, decoder.format, decoder.layout = tone.RATE, "s16", "mono"
    frames = [frame for packet in packets * 2 for frame in decoder.decode(Packet(packet))]
    peaks = [max(memoryview(bytes(frame.planes[0])).cast("h")) for frame in frames]
    # A decoder cuts what the encoder looked ahead from its first packet.
    assert {frame.samples for frame in frames[1:]} == {tone.SAMPLES}
    assert 2000 < peaks[30] < 5000
    assert peaks[20] < 500
