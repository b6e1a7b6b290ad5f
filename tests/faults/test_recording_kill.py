"""A server is killed in the middle of a recorded speech: the disk's file plays, and has its index later."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import av
import pytest

from tests.e2e.house import House
from tests.probe import probe

EXAMPLE = Path(__file__).parents[2] / "vcsession" / "examples" / "echelon-2020.yaml"


@pytest.mark.fault
@pytest.mark.timeout(180)
async def test_a_recording_outlives_its_server(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded.yaml"
    recorded.write_text(EXAMPLE.read_text().replace("\nrules:\n", "\nrules:\n  recording: open_parts\n"))
    async with House(tmp_path / "data", recorded) as house:
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"):
            await house.give("secretary", type="mark_present", delegation=code)
        await house.give("chair", type="declare_quorum", sitting="1")
        await house.robots("blr")
        asked = await house.give("blr", type="request_floor", kind="intervention")
        await house.give("chair", type="grant", request=asked["events"][0]["request"])
        path = await appears(tmp_path / "data" / "recordings", more_than=40_000)
        await house.kill()
        index = json.loads(path.with_suffix(".json").read_text())
        assert index["seconds"] is None
        left = played(path)

        await house.start()
        while index["seconds"] is None:
            await asyncio.sleep(0.1)
            index = json.loads(path.with_suffix(".json").read_text())
        assert played(path) == left
        assert index["seconds"] == pytest.approx(max(end for _, _, end in left.values()), abs=0.1)
        assert [mark["speakers"] for mark in index["marks"]][-1] == ["blr"]
        assert sorted(index["tracks"]) == sorted(left) == ["floor", "picture"]
        if (probed := probe(path)) is not None:
            assert probed.seconds == pytest.approx(index["seconds"], abs=0.1)
            assert {name: codec for name, (codec, _) in probed.streams.items()} == {
                "floor": "opus",
                "picture": "vp8",
            }
            assert all(packets > 20 for _, packets in probed.streams.values())


async def appears(folder: Path, more_than: int) -> Path:
    """The first recording there, once it has so many bytes."""
    while True:
        for path in folder.glob("*/*.mkv"):
            if path.stat().st_size > more_than:
                return path
        await asyncio.sleep(0.1)


def played(path: Path) -> dict[str, tuple[str, int, float]]:
    """Codec, frames decoded and the time of the last, by the name of the track."""
    found: dict[str, tuple[str, int, float]] = {}
    with av.open(str(path)) as file:
        for stream in file.streams:
            file.seek(0)
            frames: list[Any] = [frame for packet in file.demux(stream) for frame in packet.decode()]
            found[stream.metadata["title"]] = stream.codec.name, len(frames), float(frames[-1].time)
    assert all(frames > 20 for _, frames, _ in found.values()), found
    return found
