"""What a recording holds: the right streams, times and frames, whatever came late, twice or not at all."""

from __future__ import annotations

import fractions
from pathlib import Path

import av
import av.error
import pytest
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder

from vcsession.media.matroska import Codec, NotWhole, mend
from vcsession.media.recorder import SPARE, Recorder
from vcsession.media.rtp import HEADER


def tone() -> list[bytes]:
    """A second of Opus: fifty packets."""
    encoder, packets = OpusEncoder(), []
    for n in range(50):
        frame = av.AudioFrame(format="s16", layout="stereo", samples=960)
        frame.sample_rate, frame.pts, frame.time_base = 48_000, n * 960, fractions.Fraction(1, 48_000)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        packets += encoder.encode(frame)[0]
    return packets


def pictures(count: int, codec: str = "VP8", lines: int = 360) -> list[list[bytes]]:
    """Frames as the RTP payloads of each, the first a keyframe."""
    encoder, frames = H264Encoder() if codec == "H264" else Vp8Encoder(), []
    for n in range(count):
        frame = av.VideoFrame(lines * 16 // 9, lines, "yuv420p")
        for plane in frame.planes:
            ramp = bytes(range(256)) * (plane.buffer_size // 256 + 2)
            plane.update(ramp[n * 7 : n * 7 + plane.buffer_size])
        frame.pts, frame.time_base = n * 3000, fractions.Fraction(1, 90_000)
        frames.append(encoder.encode(frame)[0])
    return frames


def packet(payload: bytes, sequence: int, timestamp: int, mark: bool = False) -> bytes:
    return HEADER.pack(0x80, 0x80 * mark | 96, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, 7) + payload


def video(frames: list[list[bytes]], sequence: int = 65_530, timestamp: int = 0xFFFFF000) -> list[bytes]:
    """All packets in order; number and time wrap on the way."""
    found = []
    for n, payloads in enumerate(frames):
        for i, payload in enumerate(payloads):
            found.append(packet(payload, sequence, timestamp + n * 3000, i == len(payloads) - 1))
            sequence += 1
    return found


def record(path: Path, sound: list[bytes], shown: list[bytes], codec: Codec = "VP8") -> Recorder:
    recorder = Recorder(path, began=100.0)
    for n, payload in enumerate(sound):
        recorder.take("floor", "opus", packet(payload, n, 0xFFFFFF00 + n * 960), 101.0 + n * 0.02)
    for each in shown:
        recorder.take("picture", codec, each, 101.5)
    return recorder


@pytest.mark.parametrize("codec", ["VP8", "H264"])
def test_a_recording_plays_with_its_streams_and_times(tmp_path: Path, codec: Codec) -> None:
    shown = video(pictures(10, codec))
    recorded = record(tmp_path / "part.mkv", tone(), shown, codec).stop()
    assert (recorded.frames, recorded.lost, recorded.problem) == (60, 0, "")
    assert recorded.tracks == ("floor", "picture")

    with av.open(str(recorded.path)) as file:
        assert [stream.codec.name for stream in file.streams] == ["opus", codec.lower()]
        assert [stream.metadata["title"] for stream in file.streams] == ["floor", "picture"]
        assert file.duration == pytest.approx(1_980_000, abs=10_000)
        heard = [float((p.pts or 0) * p.time_base) for p in file.demux(audio=0) if p.size]
        assert len(heard) == 50
        assert heard[0] == pytest.approx(1.0, abs=0.01)
        assert heard[-1] == pytest.approx(1.98, abs=0.01)
    with av.open(str(recorded.path)) as file:
        stream = file.streams.video[0]
        assert (stream.width, stream.height) == (640, 360)
        assert (codec == "H264") == bool(stream.codec_context.extradata)
        shown_again = list(file.decode(video=0))
        assert [(frame.width, frame.height) for frame in shown_again] == [(640, 360)] * 10
        assert shown_again[0].time == pytest.approx(1.5, abs=0.01)
        assert shown_again[9].time - shown_again[0].time == pytest.approx(0.3, abs=0.01)


def test_a_place_that_passes_from_one_codec_to_the_other_has_a_track_for_each(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "part.mkv", began=100.0)
    number, at = 65_000, 101.0
    codecs: tuple[Codec, ...] = ("VP8", "H264", "VP8")
    for turn, codec in enumerate(codecs):
        for each in video(pictures(5, codec), number, 0xFFFF0000 + turn * 90_000):
            recorder.take("picture", codec, each, at + turn)
            number += 1
    recorded = recorder.stop()
    assert recorded.tracks == ("picture", "picture")
    with av.open(str(recorded.path)) as file:
        assert [stream.codec.name for stream in file.streams] == ["vp8", "h264"]
        times: dict[int, list[float]] = {0: [], 1: []}
        for found in file.demux():
            if found.size and found.pts is not None:
                times[found.stream.index].append(float(found.pts * found.time_base))
        assert [len(each) for each in times.values()] == [10, 5]
        assert times[0][5] - times[0][0] == pytest.approx(2.0, abs=0.01)
        assert times[1][0] - times[0][0] == pytest.approx(1.0, abs=0.01)


def test_a_track_is_as_large_as_its_largest_picture(tmp_path: Path) -> None:
    small, large = pictures(2, lines=180), pictures(2, lines=720)
    shown = [*video(small, 10, 0), *video(large, 500, 90_000)]
    with av.open(str(record(tmp_path / "part.mkv", [], shown).stop().path)) as file:
        assert file.streams.video[0].height == 720
        assert [frame.height for frame in file.decode(video=0)] == [180, 180, 720, 720]


def test_a_picture_that_lost_a_part_is_left_out_until_the_next_keyframe(tmp_path: Path) -> None:
    codecs: tuple[Codec, ...] = ("VP8", "H264")
    for codec in codecs:
        frames = pictures(4, codec)
        assert len(frames[0]) > 1, "a keyframe of several packets"
        broken = video(frames)
        del broken[1]
        assert record(tmp_path / "a.mkv", [], broken, codec).stop().frames == 0
        again = [*broken, *video(pictures(3, codec), sequence=900, timestamp=20_000)]
        assert record(tmp_path / "b.mkv", [], again, codec).stop().frames == 3


def test_packets_that_come_late_stand_where_they_belong(tmp_path: Path) -> None:
    """One sent again of a keyframe's, and a sound that another overtook: the file goes on."""
    shown = video(pictures(6))
    shown.insert(8, shown.pop(1))
    recorder = record(tmp_path / "part.mkv", tone()[:3], shown)
    recorder.take("floor", "opus", packet(tone()[0], 1, 0xFFFFFF00 + 960), 101.2)
    recorder.take("floor", "opus", packet(tone()[0], 3, 0xFFFFFF00 + 3 * 960), 101.3)
    recorded = recorder.stop()
    assert (recorded.problem, recorded.frames) == ("", 6 + 3 + 1)
    with av.open(str(recorded.path)) as file:
        assert len(list(file.decode(video=0))) == 6


def test_timestamps_that_run_away_are_tied_to_our_clock_again(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "part.mkv", began=0.0)
    for n, jump in enumerate((0, 0, 1 << 30, 1 << 30, 7)):
        recorder.take("floor", "opus", packet(b"\xfcsound", n, n * 960 + jump), 10 + n * 0.02)
    with av.open(str(recorder.stop().path)) as file:
        times = [float((p.pts or 0) * p.time_base) for p in file.demux(audio=0) if p.size]
    assert times == [pytest.approx(10 + n * 0.02, abs=0.002) for n in range(5)]


@pytest.mark.parametrize(
    "garbage", [b"", b"\x80", b"\x80" * 12, packet(b"", 65_529, 1), packet(b"\x90\x80", 65_529, 1)]
)
def test_garbage_costs_nothing(tmp_path: Path, garbage: bytes) -> None:
    recorder = record(tmp_path / "part.mkv", tone(), [garbage, *video(pictures(2))])
    assert recorder.stop().frames == 52


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x7c",
        b"\x7c\x45tail of nothing",
        b"\x78\xff\xffshort",
        b"\x78\0\0",
        b"\x67" + b"\xff" * 2000,
        b"\x78\0\x02\x67\x42\0\x02\x68\xce\0\x02\x65\x88",
    ],
)
def test_garbage_in_h264_costs_nothing(tmp_path: Path, garbage: bytes) -> None:
    shown = [packet(garbage, 65_529, 0xFFFFE000, True), *video(pictures(2, "H264"))]
    recorded = record(tmp_path / "part.mkv", tone(), shown, "H264").stop()
    assert (recorded.frames, recorded.problem) == (52, "")


def test_a_disk_that_takes_nothing_is_told_and_holds_nobody_up(tmp_path: Path) -> None:
    recorded = record(tmp_path / "gone" / "part.mkv", tone(), []).stop()
    assert (recorded.frames, recorded.problem) == (0, "disk_failed")
    assert recorded.lost > 0
    assert "part.mkv" in recorded.why


def test_a_full_disk_is_told_and_what_was_written_before_plays(tmp_path: Path) -> None:
    space = [SPARE, SPARE - 1]
    recorder = Recorder(tmp_path / "part.mkv", began=100.0, free=lambda _: space.pop(0))
    for second in range(2):
        for n, payload in enumerate(tone(), 50 * second):
            recorder.take("floor", "opus", packet(payload, n, n * 960), 101.0 + n * 0.02)
    recorded = recorder.stop()
    assert recorded.problem == "disk_full"
    assert recorded.frames > 0 < recorded.lost
    assert recorded.frames + recorded.lost == 100
    with av.open(str(recorded.path)) as file:
        assert len([p for p in file.demux(audio=0) if p.size]) == recorded.frames


def test_a_device_without_space_is_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "part.mkv"
    path.symlink_to("/dev/full")
    assert record(path, tone(), []).stop().problem == "disk_full"


def test_what_a_killed_server_leaves_plays_and_is_mended(tmp_path: Path) -> None:
    """Cut off anywhere: whole clusters play as they are, and have their length and cues again once mended."""
    recorder = Recorder(tmp_path / "whole.mkv", began=100.0)
    shown = pictures(4)
    number = 0
    for second in range(4):
        for n, payload in enumerate(tone(), 50 * second):
            recorder.take("floor", "opus", packet(payload, n, n * 960), 100.0 + n * 0.02)
        for each in video([shown[0]], number, second * 90_000):
            recorder.take("picture", "VP8", each, 100.0 + second)
            number += 1
    whole = recorder.stop().path
    data = whole.read_bytes()
    left = tmp_path / "left.mkv"
    heard = set()
    for cut in range(len(data), 5000, -len(data) // 40):
        left.write_bytes(data[:cut])
        before = playing(left)
        seconds, tracks = mend(left)
        after = playing(left)
        assert len(after) <= len(before) <= len(after) + 60, "at most a cluster's beginning is given up"
        assert tracks == ("floor", "picture")
        assert seconds == pytest.approx(max(after, default=0.0), abs=0.002)
        if after:
            with av.open(str(left)) as file:
                assert (file.duration or 0) / 1e6 == pytest.approx(seconds, abs=0.002)
        assert mend(left) == (seconds, tracks), "once more changes nothing"
        heard.add(len(after))
    assert max(heard) == 204
    assert len(heard) > 3


@pytest.mark.parametrize("data", [b"", b"\x1a\x45", b"RIFF of another kind", bytes(100)])
def test_what_is_no_recording_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "other.mkv"
    path.write_bytes(data)
    with pytest.raises(NotWhole):
        mend(path)
    assert path.read_bytes() == data


def test_a_player_can_seek(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "part.mkv", began=0.0)
    shown, number = pictures(30), 0
    for second in range(0, 20, 2):
        for each in video(shown, number, second * 90_000):
            recorder.take("picture", "VP8", each, second)
            number += 1
    path = recorder.stop().path
    with av.open(str(path)) as file:
        file.seek(13_000_000)
        first = next(p for p in file.demux(video=0) if p.size)
        assert first.is_keyframe
        assert float((first.pts or 0) * first.time_base) == pytest.approx(12.0, abs=0.01)


def playing(path: Path) -> list[float]:
    """When each frame stands that a player finds, in seconds; none in a file without a cluster."""
    try:
        with av.open(str(path)) as file:
            return [float((p.pts or 0) * p.time_base) for p in file.demux() if p.size]
    except av.error.EOFError:
        return []
