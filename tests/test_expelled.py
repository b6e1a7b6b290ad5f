"""What a revoked seat, or a dead link, still holds open ends: its media, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.hall import Hall, echelon, settle
from tests.test_serve import SESSION, FakePlane, door, hall, plane  # noqa: F401
from vcsession.serve import MediaDoor


async def test_the_media_of_a_seat_end_with_its_link(
    hall: Hall,  # noqa: F811
    door: MediaDoor,  # noqa: F811
    plane: FakePlane,  # noqa: F811
) -> None:
    hall.room.on_expelled = hall.rooms.on_expelled  # as a room is opened with
    first = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    second = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    await door.offer(SESSION, "blr", "v=0", may_publish=True)
    await door.offer("another", "arm", "v=0", may_publish=True)
    arm, blr = hall.seat("arm"), hall.seat("blr")
    await hall.do("secretary", "reissue_link", seat="arm")
    await settle()
    assert plane.left == [first.id, second.id]
    assert (arm.codes, blr.codes) == ([4401], [])
    third = await door.offer(SESSION, "arm", "v=0", may_publish=True)
    await hall.do("secretary", "revoke_seat", seat="arm")
    await settle()
    assert plane.left == [first.id, second.id, third.id]


async def test_a_chair_that_waits_in_the_lobby_does_not_hold_the_chair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guarded = replace(echelon(), rules=replace(echelon().rules, lobby=True))
    monkeypatch.setattr("tests.hall.echelon", lambda: guarded)
    lobby = await Hall.convened()
    for seat in ("chair", "secretary", "deputy"):
        lobby.seat(seat)
    await settle()
    await lobby.do("secretary", "admit_seat", seat="deputy")
    await lobby.time.draw(3, lobby.room)
    assert lobby.room.state.presiding.state == "chair_link_lost"
    await lobby.do("secretary", "admit_seat", seat="chair")
    await settle()
    assert lobby.room.state.presiding.state == "chair_presiding"
    await lobby.rooms.close()
