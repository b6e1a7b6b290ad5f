"""What a revoked seat, or a dead link, still holds open ends: its media, and nobody else's."""

from __future__ import annotations

from tests.hall import Hall, settle
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
