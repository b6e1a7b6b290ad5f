"""What a recording holds: the right streams, times and frames, whatever came late, twice or not at all."""

from __future__ import annotations

import fractions
from pathlib import Path

import av
import pytest
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder

from vcsession.media.recorder import Recorder
from vcsession.media.rtp import HEADER

TRACKS = {"floor": "audio", "picture": "video"}


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


def pictures(count: int) -> list[list[bytes]]:
    """VP8 frames as the RTP payloads of each, the first a keyframe."""
    encoder, frames = Vp8Encoder(), []
    for n in range(count):
        frame = av.VideoFrame(640, 360, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes((n * 7 + i) % 256 for i in range(plane.buffer_size)))
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


def record(path: Path, sound: list[bytes], shown: list[bytes]) -> Recorder:
    recorder = Recorder(path, TRACKS, began=100.0)  # type: ignore[arg-type]
    for n, payload in enumerate(sound):
        recorder.take("floor", packet(payload, n, 0xFFFFFF00 + n * 960), 101.0 + n * 0.02)
    for each in shown:
        recorder.take("picture", each, 101.5)
    return recorder


def test_a_recording_plays_with_its_streams_and_times(tmp_path: Path) -> None:
    recorded = record(tmp_path / "part.mkv", tone(), video(pictures(10))).stop()
    assert (recorded.frames, recorded.lost, recorded.problem) == (60, 0, "")

    with av.open(str(recorded.path)) as file:
        assert [stream.codec.name for stream in file.streams] == ["opus", "vp8"]
        assert [stream.metadata["title"] for stream in file.streams] == ["floor", "picture"]
        heard = [float((p.pts or 0) * p.time_base) for p in file.demux(audio=0) if p.size]
        assert len(heard) == 50
        assert heard[0] == pytest.approx(1.0, abs=0.01)
        assert heard[-1] == pytest.approx(1.98, abs=0.01)
    with av.open(str(recorded.path)) as file:
        shown = list(file.decode(video=0))
        assert [(frame.width, frame.height) for frame in shown] == [(640, 360)] * 10
        assert shown[0].time == pytest.approx(1.5, abs=0.01)
        assert shown[9].time - shown[0].time == pytest.approx(0.3, abs=0.01)


def test_a_picture_that_lost_a_part_is_left_out_until_the_next_keyframe(tmp_path: Path) -> None:
    frames = pictures(4)
    assert len(frames[0]) > 1, "a keyframe of several packets"
    broken = video(frames)
    del broken[1]
    assert record(tmp_path / "a.mkv", [], broken).stop().frames == 0
    again = [*broken, *video(pictures(3), sequence=900, timestamp=20_000)]
    assert record(tmp_path / "b.mkv", [], again).stop().frames == 3


def test_packets_that_come_late_stand_where_they_belong(tmp_path: Path) -> None:
    """One sent again of a keyframe's, and a sound that another overtook: the file goes on."""
    shown = video(pictures(6))
    shown.insert(8, shown.pop(1))
    recorder = record(tmp_path / "part.mkv", tone()[:3], shown)
    recorder.take("floor", packet(tone()[0], 1, 0xFFFFFF00 + 960), 101.2)
    recorder.take("floor", packet(tone()[0], 3, 0xFFFFFF00 + 3 * 960), 101.3)
    recorded = recorder.stop()
    assert (recorded.problem, recorded.frames) == ("", 6 + 3 + 1)
    with av.open(str(recorded.path)) as file:
        assert len(list(file.decode(video=0))) == 6


@pytest.mark.parametrize(
    "garbage", [b"", b"\x80", b"\x80" * 12, packet(b"", 1, 1), packet(b"\x90\x80", 1, 1)]
)
def test_garbage_costs_nothing(tmp_path: Path, garbage: bytes) -> None:
    recorder = record(tmp_path / "part.mkv", tone(), [garbage, *video(pictures(2))])
    assert recorder.stop().frames == 52


def test_a_disk_that_takes_nothing_is_told_and_holds_nobody_up(tmp_path: Path) -> None:
    recorded = record(tmp_path / "gone" / "part.mkv", tone(), []).stop()
    assert recorded.frames == 0
    assert recorded.lost > 0
    assert "part.mkv" in recorded.problem
