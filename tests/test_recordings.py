"""A short sitting, recorded: what the files of its open parts hold, and that its closed part is in none."""

from __future__ import annotations

import json
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import pytest

from tests.hall import DrawnTime, FailingLog, Hall, echelon, settle
from tests.media.client import AUDIO_SSRC, OPUS, VIDEO_SSRC, VP8, Client, until
from tests.media.test_recorder import pictures, tone
from vcsession.core.convocation import Rules
from vcsession.core.routing import routes
from vcsession.media.plane import Plane
from vcsession.media.rtp import HEADER
from vcsession.recordings import Recordings
from vcsession.serve import MediaDoor

SESSION = "echelon-2020"


@dataclass
class House:
    """A room with its media plane, whose recordings go into `folder`."""

    hall: Hall
    plane: Plane
    folder: Path

    async def files(self, count: int) -> list[Path]:
        """So many recordings that are whole: their index is the last that is written."""
        folder = self.folder / SESSION
        await until(lambda: len(list(folder.glob("*.json"))) == count)
        return sorted(folder.glob("*.mkv"), key=lambda path: path.stat().st_mtime_ns)

    async def join(self, seat: str) -> Client:
        return await Client(self.plane, SESSION, seat).join()

    async def say(self, client: Client, payloads: list[bytes], start: int) -> None:
        """Sound from there on, until the plane has dealt with it."""
        before = self.plane.figures().audio_in
        for n, payload in enumerate(payloads, start):
            client.send(HEADER.pack(0x80, OPUS, n, n * 960, AUDIO_SSRC) + payload)
        await until(lambda: self.plane.figures().audio_in == before + len(payloads))

    async def film(self, client: Client, frames: list[list[bytes]], start: int) -> int:
        """The number of the next packet."""
        before, sent = self.plane.figures().video_in, 0
        for n, payloads in enumerate(frames):
            for payload in payloads:
                mark = 0x80 * (payload is payloads[-1])
                number = start + sent
                client.send(
                    HEADER.pack(0x80, VP8 | mark, number, start * 90 + n * 3000, VIDEO_SSRC) + payload
                )
                sent += 1
        await until(lambda: self.plane.figures().video_in == before + sent)
        return start + sent


async def _house(folder: Path, rules: Rules) -> House:
    hall = Hall(FailingLog(), DrawnTime())
    plane = Plane()
    await plane.start()
    plane.archive = Recordings(folder, hall.log, hall.time)
    MediaDoor(plane, hall.rooms)
    await hall.rooms.convene(replace(echelon(), rules=rules))
    return House(hall, plane, folder)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await _house(tmp_path / "recordings", replace(echelon().rules, recording="open_parts"))
    yield house
    assert house.plane.figures().faults == 0
    await house.plane.close()
    await house.hall.rooms.close()


async def give_floor(hall: Hall, seat: str) -> None:
    commit = await hall.do(seat, "request_floor", kind="intervention")
    request = next(e.request for e in commit.events if e.type == "floor_requested")
    if request in hall.room.state.queue:
        await hall.do("chair", "grant", request=request)


def streams(path: Path) -> dict[str, list[float]]:
    """The times in seconds of the packets of each track."""
    with av.open(str(path)) as file:
        found: dict[str, list[float]] = {stream.metadata["title"]: [] for stream in file.streams}
        for packet in file.demux():
            if packet.size and packet.pts is not None:
                found[packet.stream.metadata["title"]].append(float(packet.pts * packet.time_base))
        return found


async def test_the_open_parts_of_a_sitting_are_recorded_and_the_closed_one_is_not(house: House) -> None:
    hall = house.hall
    await hall.in_session()
    arm, chair = await house.join("arm"), await house.join("chair")
    await hall.time.draw(5)
    await give_floor(hall, "arm")
    sound, shown = tone(), pictures(10)
    number = await house.film(arm, shown, 0)
    await house.say(arm, sound, 0)
    await house.say(chair, sound[:25], 0)

    await hall.do("chair", "close_part", sitting="1")
    assert hall.room.state.speakers, "the speech goes on behind closed doors"
    await house.say(arm, sound, 50)
    await house.say(chair, sound, 50)
    number = await house.film(arm, shown, number)
    await hall.time.draw(60)
    assert len(await house.files(1)) == 1

    await hall.do("chair", "open_part", sitting="1")
    await house.say(arm, sound[:20], 100)
    await hall.time.draw(5)
    await hall.do("chair", "adjourn_sitting", sitting="1")
    await house.say(arm, sound, 120)
    first, second = await house.files(2)

    heard = streams(first)
    assert {name: len(times) for name, times in heard.items()} == {
        "floor": 50,
        "voice-1": 25,
        "voice-2": 0,
        "voice-3": 0,
        "picture": 10,
    }
    assert heard["floor"][-1] - heard["floor"][0] == pytest.approx(0.98, abs=0.01)
    assert heard["voice-1"][-1] - heard["voice-1"][0] == pytest.approx(0.48, abs=0.01)
    with av.open(str(first)) as file:
        assert [stream.codec.name for stream in file.streams] == ["opus"] * 4 + ["vp8"]
        assert len(list(file.decode(video=0))) == 10
    assert {name: len(times) for name, times in streams(second).items() if times} == {"floor": 20}
    assert {stat.S_IMODE(path.stat().st_mode) for path in first.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700

    marks = _index(first)["marks"]
    assert [(m["second"], m["item"], m["speakers"], m["presiding"]) for m in marks] == [
        (0.0, "1", [], "chair"),
        (5.0, "1", ["arm"], "chair"),
    ]
    assert _index(second)["marks"][0]["speakers"] == ["arm"]
    for client in (arm, chair):
        await client.close()


async def test_without_the_rule_no_file_is_made(tmp_path: Path) -> None:
    house = await _house(tmp_path / "recordings", echelon().rules)
    await house.hall.in_session()
    await settle()
    await house.plane.close()
    await house.hall.rooms.close()
    assert not house.folder.exists()


async def test_a_server_that_stops_closes_its_recording_and_goes_on_in_another(house: House) -> None:
    await house.hall.in_session()
    await house.plane.close()
    (first,) = await house.files(1)
    assert _index(first)["problem"] == ""
    plane = Plane()
    await plane.start()
    plane.archive = Recordings(house.folder, house.hall.log, house.hall.time)
    house.hall.rooms.on_want = plane.want
    house.plane = plane
    plane.want(SESSION, routes(house.hall.room.state))
    await plane.close()
    assert len(await house.files(2)) == 2


async def test_a_disk_that_takes_nothing_holds_up_no_sitting(house: House) -> None:
    house.folder.parent.joinpath("recordings").write_text("in the way")
    await house.hall.in_session()
    assert house.hall.room.state.sitting is not None
    await house.hall.do("chair", "adjourn_sitting", sitting="1")
    assert house.hall.room.state.sitting is None


def _index(path: Path) -> Any:
    return json.loads(path.with_suffix(".json").read_text())
