"""The seam between rooms and media: whose connection is whose, and who is told what."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest

from tests.hall import Hall, Seat, settle
from vcsession.http.ports import StaleTag
from vcsession.media.plane import Joined, PlaceState, Plane, Restarted, StaleEtag, UnknownConnection
from vcsession.media.taping import Taping
from vcsession.serve import MediaDoor

SESSION = "echelon-2020"


class FakePlane:
    """Remembers what it was told; the test plays its callbacks."""

    def __init__(self) -> None:
        self.taping = Taping(lambda: 0.0)
        self.on_sound: Callable[..., None] = lambda *_: None
        self.on_places: Callable[..., None] = lambda *_: None
        self.on_left: Callable[..., None] = lambda *_: None
        self.on_speaking: Callable[..., None] = lambda *_: None
        self.on_sounds: Callable[..., None] = lambda *_: None
        self.on_hush: Callable[..., None] = lambda *_: None
        self.living: set[str] = set()
        self.wanted: list[str] = []
        self.left: list[str] = []
        self.offers = 0

    def want(self, session: str, _routes: object) -> None:
        self.wanted.append(session)

    def lives(self, _session: str, seat: str) -> bool:
        return seat in self.living

    async def offer(
        self, _session: str, _seat: str, _sdp: str, *, may_publish: bool, device: str = ""
    ) -> Joined:
        self.offers += 1
        return Joined(f"m{self.offers}", "answer", "e1")

    async def restart(self, connection: str, _fragment: str, etag: str) -> Restarted:
        if etag != "e1":
            raise StaleEtag("restarted since")
        return Restarted("fragment", "e2")

    async def leave(self, connection: str) -> None:
        self.left.append(connection)


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = await Hall.convened()
    yield hall
    await hall.rooms.close()


@pytest.fixture
def plane() -> FakePlane:
    return FakePlane()


@pytest.fixture
def door(hall: Hall, plane: FakePlane) -> MediaDoor:
    return MediaDoor(cast(Plane, plane), hall.rooms)


async def test_a_connection_is_its_own_seats(door: MediaDoor, plane: FakePlane) -> None:
    joined = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    with pytest.raises(UnknownConnection):
        await door.restart(SESSION, "blr", joined.id, "x", "e1")
    with pytest.raises(UnknownConnection):
        await door.restart("another", "arm", joined.id, "x", "e1")
    await door.leave(SESSION, "blr", joined.id)
    assert plane.left == []
    assert (await door.restart(SESSION, "arm", joined.id, "x", "e1")).fragment == "fragment"
    with pytest.raises(StaleTag):
        await door.restart(SESSION, "arm", joined.id, "x", "e0")
    await door.leave(SESSION, "arm", joined.id)
    assert plane.left == [joined.id]
    with pytest.raises(UnknownConnection):
        await door.restart(SESSION, "arm", joined.id, "x", "e1")


async def test_who_stands_where_is_told_to_the_connections_seat(
    hall: Hall, door: MediaDoor, plane: FakePlane
) -> None:
    arm, blr = hall.seat("arm"), hall.seat("blr")
    joined = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    plane.on_places(SESSION, joined.id, (PlaceState("2", "audio", "floor", "chair"),))
    (told,) = arm.take("places")
    assert told == {
        "frame": "places",
        "media": joined.id,
        "places": [{"mid": "2", "kind": "audio", "name": "floor", "seat": "chair"}],
    }
    assert blr.take("places") == []
    again = hall.seat("arm")
    assert again.take("places") == [told]  # a reloaded page is told again
    plane.on_left(SESSION, joined.id)
    assert hall.seat("arm").take("places") == []


async def test_who_has_lost_its_media_is_in_the_room_all_the_same(
    hall: Hall, door: MediaDoor, plane: FakePlane
) -> None:
    """Absence is a matter of the room's rules; a line that carries no media is none."""
    hall.seat("arm")
    joined = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    before = hall.room.state.version
    plane.on_left(SESSION, joined.id)
    assert "arm" in hall.room.connected
    assert hall.room.state.version == before, "nothing was written down"


async def test_each_device_of_a_seat_is_told_of_its_own_connection(plane: FakePlane) -> None:
    hall = await Hall.convened(devices=2)
    door = MediaDoor(cast(Plane, plane), hall.rooms)
    laptop, telephone = hall.seat("arm", device="laptop"), hall.seat("arm", device="telephone")
    first = await door.offer(SESSION, "arm", "v=0", may_publish=True, device="laptop")
    second = await door.offer(SESSION, "arm", "v=0", may_publish=True, device="telephone")
    for joined, speaker in ((first, "chair"), (second, "rus")):
        plane.on_places(SESSION, joined.id, (PlaceState("2", "audio", "floor", speaker),))
        plane.on_speaking(SESSION, joined.id, (speaker,))
    plane.on_sounds(SESSION, second.id, False)

    def told(seat: Seat) -> list[tuple[str, object]]:
        kinds = {"places": "media", "speaking": "seats", "sounds": "media"}
        frames = [json.loads(frame) for frame in seat.frames]
        return [(frame["frame"], frame[kinds[frame["frame"]]]) for frame in frames if frame["frame"] in kinds]

    assert told(laptop) == [("places", first.id), ("speaking", ["chair"])]
    assert told(telephone) == [("places", second.id), ("speaking", ["rus"]), ("sounds", second.id)]
    # Each that comes back is told its own again, and what has ended is told to nobody.
    assert told(hall.seat("arm", device="laptop")) == [("places", first.id), ("speaking", ["chair"])]
    plane.on_left(SESSION, second.id)
    assert told(hall.seat("arm", device="telephone")) == []
    await hall.rooms.close()


async def test_a_booth_whose_line_falls_silent_has_failed(plane: FakePlane) -> None:
    hall = await Hall.convened(interpretation=True)
    MediaDoor(cast(Plane, plane), hall.rooms)
    await hall.do("interpreter-en", "booth_check", language="en")
    await hall.do("interpreter-en", "go_live", language="en")
    plane.living.add("interpreter-en")
    plane.on_hush(SESSION, "interpreter-en")
    await hall.time.draw(2)
    assert hall.room.state.channels["en"].state == "live", "it lives again in time"
    plane.living.clear()
    plane.on_hush(SESSION, "arm")
    plane.on_hush(SESSION, "interpreter-ru")
    plane.on_hush(SESSION, "interpreter-en")
    await hall.time.draw(1)
    assert hall.room.state.channels["en"].state == "live"
    await hall.time.draw(1)
    assert (hall.room.state.channels["en"].state, hall.room.state.channels["en"].reason) == ("failed", "link")
    assert "ru" not in hall.room.state.channels
    await hall.rooms.close()


async def test_the_first_sound_reaches_the_room(hall: Hall, door: MediaDoor, plane: FakePlane) -> None:
    await hall.in_session()
    commit = await hall.do("arm", "request_floor")
    await hall.do("chair", "grant", request=f"request-{commit.version}")
    plane.on_sound(SESSION, "arm")
    plane.on_sound("another", "arm")
    await settle()
    assert hall.room.state.requests[f"request-{commit.version}"].state == "speaking"


async def test_the_plane_is_told_what_is_wanted_by_every_room(plane: FakePlane) -> None:
    hall = await Hall.convened()
    await hall.rooms.close()
    other = Hall(hall.log, hall.time)
    MediaDoor(cast(Plane, plane), other.rooms)
    await other.rooms.get(SESSION)
    wanted = len(plane.wanted)
    assert wanted > 0  # when the room opens
    await other.do("chair", "call_to_order", sitting="1")
    assert plane.wanted[wanted:] == [SESSION]
    await other.rooms.close()


def test_a_fake_plane_has_what_the_real_one_has() -> None:
    real: Any = Plane()
    fake: Any = FakePlane()
    told = ("on_sound", "on_places", "on_speaking", "on_sounds", "on_hush", "on_left")
    for name in (*told, "lives", "want", "offer", "restart", "leave"):
        assert callable(getattr(real, name))
        assert callable(getattr(fake, name))
