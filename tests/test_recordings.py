"""A short sitting, recorded: what the files of its open parts hold, and that its closed part is in none."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av
import pytest

from tests.hall import DrawnTime, FailingLog, Hall, Seat, echelon, settle
from tests.media.client import AUDIO_SSRC, H264, OPUS, VIDEO_SSRC, VP8, Client, until, vp8
from tests.media.test_recorder import pictures
from tests.probe import probe
from vcsession.core.routing import routes
from vcsession.core.rules import Rules
from vcsession.media.plane import Plane
from vcsession.media.rtp import HEADER
from vcsession.recordings import KILLED, Recordings
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
        await until(
            lambda: [_index(path)["seconds"] is None for path in folder.glob("*.json")] == [False] * count
        )
        return sorted(folder.glob("*.mkv"), key=lambda path: path.stat().st_mtime_ns)

    async def join(self, seat: str) -> Client:
        return await Client(self.plane, SESSION, seat).join()

    async def say(self, client: Client, payloads: list[bytes], start: int) -> None:
        """Sound from there on, until the plane has dealt with it."""
        before = self.plane.figures().audio_in
        for n, payload in enumerate(payloads, start):
            client.send(HEADER.pack(0x80, OPUS, n, n * 960, AUDIO_SSRC) + payload)
        await until(lambda: self.plane.figures().audio_in == before + len(payloads))

    async def film(
        self,
        client: Client,
        frames: list[list[bytes]],
        start: int,
        *,
        codec: int = VP8,
        ssrc: int = VIDEO_SSRC,
    ) -> int:
        """The number of the next packet."""
        before, sent = self.plane.figures().video_in, 0
        for n, payloads in enumerate(frames):
            for payload in payloads:
                mark = 0x80 * (payload is payloads[-1])
                number = start + sent
                client.send(HEADER.pack(0x80, codec | mark, number, start * 90 + n * 3000, ssrc) + payload)
                sent += 1
        await until(lambda: self.plane.figures().video_in == before + sent)
        return start + sent


async def _house(folder: Path, rules: Rules) -> House:
    hall = Hall(FailingLog(), DrawnTime())
    plane = Plane()
    await plane.start()
    plane.taping.archive = Recordings(folder, hall.log, hall.time)
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


def words(text: str, count: int) -> list[bytes]:
    """Sound that a file can be searched for: Opus's first byte, then the words as they are."""
    return [b"\xfc" + text.encode()] * count


async def test_the_open_parts_of_a_sitting_are_recorded_and_the_closed_one_is_not(house: House) -> None:
    hall = house.hall
    await hall.in_session()
    arm, chair = await house.join("arm"), await house.join("chair")
    await hall.time.draw(5)
    await give_floor(hall, "arm")
    shown = pictures(10)
    number = await house.film(arm, shown, 0)
    await house.say(arm, words("said in the open", 50), 0)
    await house.say(chair, words("presided in the open", 25), 0)

    await hall.do("chair", "close_part", sitting="1")
    assert hall.room.state.speakers, "the speech goes on behind closed doors"
    await house.say(arm, words("said behind closed doors", 50), 50)
    await house.say(chair, words("presided behind closed doors", 50), 50)
    number = await house.film(arm, shown, number)
    await hall.time.draw(60)
    assert len(await house.files(1)) == 1

    await hall.do("chair", "open_part", sitting="1")
    await house.say(arm, words("said in the open again", 20), 100)
    await hall.time.draw(5)
    await hall.do("chair", "adjourn_sitting", sitting="1")
    await house.say(arm, words("said after the end", 50), 120)
    first, second = await house.files(2)

    heard = streams(first)
    assert {name: len(times) for name, times in heard.items()} == {"floor": 50, "voice-1": 25, "picture": 10}
    assert heard["floor"][-1] - heard["floor"][0] == pytest.approx(0.98, abs=0.01)
    assert heard["voice-1"][-1] - heard["voice-1"][0] == pytest.approx(0.48, abs=0.01)
    with av.open(str(first)) as file:
        assert sorted(stream.codec.name for stream in file.streams) == ["opus", "opus", "vp8"]
        assert len(list(file.decode(video=0))) == 10
    assert {name: len(times) for name, times in streams(second).items()} == {"floor": 20}
    if (probed := probe(first)) is not None:
        assert probed.streams == {"floor": ("opus", 50), "voice-1": ("opus", 25), "picture": ("vp8", 10)}
        assert probed.seconds == pytest.approx(max(at for times in heard.values() for at in times), abs=0.01)
    assert [first.read_bytes().count(text) for text in (b"said in the open", b"presided in the open")] == [
        50,
        25,
    ]
    assert second.read_bytes().count(b"said in the open again") == 20
    kept = b"".join(path.read_bytes() for path in first.parent.iterdir())
    for never in (b"behind closed doors", b"after the end"):
        assert never not in kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in first.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700

    marks = _index(first)["marks"]
    assert [(m["second"], m["item"], m["speakers"], m["presiding"]) for m in marks] == [
        (0.0, "1", [], "chair"),
        (5.0, "1", ["arm"], "chair"),
    ]
    assert set(_index(first)["tracks"]) == {"floor", "voice-1", "picture"}
    assert _index(second)["marks"][0]["speakers"] == ["arm"]
    for client in (arm, chair):
        await client.close()


async def test_a_studio_encoder_and_a_presentation_are_in_it(house: House) -> None:
    hall, screen = house.hall, 0x7777
    await hall.in_session()
    arm = await Client(house.plane, SESSION, "arm").join(("send audio", "send video"), codecs=("H264",))
    chair = await Client(house.plane, SESSION, "chair").join(
        ("send audio", "send video", "send video"), announce=False
    )
    await give_floor(hall, "arm")
    studio = pictures(10, "H264")
    await house.film(arm, studio, 0, codec=H264)
    await chair_presents(house, chair, screen)
    await hall.do("chair", "adjourn_sitting", sitting="1")
    (path,) = await house.files(1)
    with av.open(str(path)) as file:
        found = {stream.metadata["title"]: stream for stream in file.streams}
        assert {name: stream.codec.name for name, stream in found.items()} == {
            "picture": "h264",
            "presentation": "vp8",
        }
        assert (probed := probe(path)) is None or probed.streams == {
            "picture": ("h264", 10),
            "presentation": ("vp8", 10),
        }
        assert len(list(file.decode(found["picture"]))) == 10
        file.seek(0)
        assert len(list(file.decode(found["presentation"]))) == 10
    for client in (arm, chair):
        await client.close()


async def chair_presents(house: House, chair: Client, ssrc: int) -> None:
    """The first picture makes the screen live; what comes after it is shown."""
    frames, plane = pictures(10, lines=180), house.plane
    connection = plane._connections[chair.joined.id]
    before = plane.figures().video_in
    chair.send(vp8(0, key=True, ssrc=ssrc, mid="2"))
    await until(
        lambda: plane.figures().video_in == before + 1 and connection.publications["presentation"].live
    )
    await until(lambda: bool(connection.publications["presentation"].places))
    await house.film(chair, frames, 1, ssrc=ssrc)


async def test_what_a_killed_server_left_is_completed_at_the_next_start(house: House) -> None:
    """As it lies on the disk in the middle of a speech: an index without its end, a file without its cues."""
    hall = house.hall
    await hall.in_session()
    arm = await house.join("arm")
    await hall.time.draw(0.5)
    await give_floor(hall, "arm")
    await house.say(arm, words("said before the cut", 120), 0)
    (path,) = (house.folder / SESSION).glob("*.mkv")
    await until(lambda: path.read_bytes().count(b"said before the cut") >= 51)
    left = house.folder.parent / "left"
    shutil.copytree(house.folder, left)
    with (left / SESSION / path.name).open("ab") as file:
        file.write(b"\x1f\x43\xb6\x75\x10\xff\xffhalf a cluster")
    assert _index(left / SESSION / path.name)["seconds"] is None
    await hall.time.draw(600)
    await hall.do("chair", "end_speech", request=hall.room.state.speakers[0])
    await arm.close()

    await Recordings(left, hall.log, hall.time).mend()
    mended = left / SESSION / path.name
    index = _index(mended)
    assert index["seconds"] == pytest.approx(streams(mended)["floor"][-1], abs=0.002)
    assert len(streams(mended)["floor"]) >= 51
    assert (index["tracks"], index["problem"]) == (["floor"], KILLED)
    assert [(m["second"], m["speakers"]) for m in index["marks"]] == [(0.0, []), (0.5, ["arm"])]
    before = mended.read_bytes(), index
    await Recordings(left, hall.log, hall.time).mend()
    assert (mended.read_bytes(), _index(mended)) == before, "once is enough"


async def test_a_file_that_is_being_written_is_not_mended(house: House) -> None:
    await house.hall.in_session()
    assert isinstance(house.plane.taping.archive, Recordings)
    await house.plane.taping.archive.mend()
    (path,) = (house.folder / SESSION).glob("*.mkv")
    assert _index(path)["seconds"] is None
    await house.hall.do("chair", "adjourn_sitting", sitting="1")
    await house.files(1)
    assert _index(path)["problem"] == ""


async def test_an_index_that_nobody_can_read_stops_no_server(house: House) -> None:
    folder = house.folder / SESSION
    folder.mkdir(parents=True)
    for name, data in {"a": b"", "b": b"[]", "c": b"{}", "d": b'{"seconds":null}'}.items():
        (folder / f"{name}.json").write_bytes(data)
    await Recordings(house.folder, house.hall.log, house.hall.time).mend()
    assert (folder / "d.json").read_bytes() == b'{"seconds":null}'
    for path in folder.iterdir():
        path.unlink()


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
    plane.taping.archive = Recordings(house.folder, house.hall.log, house.hall.time)
    house.hall.rooms.on_want = plane.want
    house.plane = plane
    plane.want(SESSION, routes(house.hall.room.state))
    await plane.close()
    assert len(await house.files(2)) == 2


async def test_a_disk_that_takes_nothing_holds_up_no_sitting_and_is_told(house: House) -> None:
    """Everybody learns that it has stopped, those who can mend it why; and that it goes on."""
    hall = house.hall
    folder = house.folder
    folder.write_text("in the way")
    seats = {name: hall.seat(name) for name in ("arm", "technician")}
    await hall.in_session()
    arm = await house.join("arm")
    await give_floor(hall, "arm")
    await house.say(arm, words("said", 60), 0)
    await told(seats["arm"], stopped=True, why="")
    await told(seats["technician"], stopped=True, why="disk_failed")
    late = hall.seat("secretary")
    await told(late, stopped=True, why="disk_failed")

    folder.unlink()
    session = house.plane._sessions[SESSION]
    session.record_again = 0.0
    start = 60
    while not list(folder.glob("*/*.mkv")):
        await settle()
    while not session.recording or not session.recording.writes:
        await house.say(arm, words("said again", 60), start)
        start += 60
    await told(seats["arm"], stopped=False, why="")
    await hall.do("chair", "adjourn_sitting", sitting="1")
    assert hall.room.state.sitting is None
    (path,) = await house.files(1)
    assert b"said again" in path.read_bytes()
    await arm.close()


async def told(seat: Seat, **words: object) -> None:
    """Until the seat has heard it, and nothing else since."""
    heard: list[dict[str, Any]] = []
    while not heard:
        await settle()
        heard = seat.take("recording")
    assert heard[-1] == {"frame": "recording", **words}


def _index(path: Path) -> Any:
    return json.loads(path.with_suffix(".json").read_text())
