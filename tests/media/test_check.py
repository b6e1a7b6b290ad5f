"""A line that is checked gets its own packets back; between it and the sessions nothing passes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.media.client import BROWSER, Client, Told, opus, until, vp8, write_offer
from tests.media.conftest import Join
from vcsession.core.routing import Hall, Routes
from vcsession.media.admission import CHECKED
from vcsession.media.plane import Full, Joined, Plane

OPEN = Routes((Hall(frozenset({"a", "b", "check"}), "a", ("b", "check"), ("a", "b", "check")),))


class Mirror:
    """Puts a client's offer to the check instead of to a session."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plane, name)

    async def offer(self, _session: str, _seat: str, sdp: str, *, may_publish: bool, device: str) -> Joined:
        assert (may_publish, device) == (True, "")
        return await self._plane.check(sdp)


async def checking(plane: Plane, sections: tuple[str, ...] = BROWSER) -> Client:
    return await Client(Mirror(plane), "", "").join(sections)  # type: ignore[arg-type]


async def test_a_checked_line_hears_and_sees_itself_alone(plane: Plane, join: Join, told: Told) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", OPEN)
    line, other = await checking(plane), await checking(plane)
    line.send(*(opus(n, n * 960) for n in range(5)))
    line.send(*(vp8(n, n * 3000, key=n == 0, picture=n) for n in range(5)))
    await line.wait(lambda: len(line.packets) == 10)
    assert [len(line.at("floor", kind)) for kind in ("audio", "video")] == [5, 5]

    a.send(*(opus(n, n * 960) for n in range(5)))
    await b.wait(lambda: len(b.packets) == 5)
    # What a's sound is the proof of: nothing of the check before it is still on its way to anybody.
    assert [len(client.packets) for client in (a, b, line, other)] == [0, 5, 10, 0]
    assert {seat for place in told.places.values() for seat in place.values() if seat} == {"a", "b", "check"}
    assert set(told.places[b.joined.id].values()) <= {"a", None}, "a check is in nobody's places"
    for client in (line, other):
        await client.close()


async def test_a_checked_line_is_measured_and_leaves_nothing_behind(plane: Plane) -> None:
    line = await checking(plane, ("send audio", "receive audio"))
    line.send(*(opus(n, n * 960) for n in range(5)))
    await line.wait(lambda: len(line.packets) == 5)
    figures = plane.line(line.joined.id)
    assert figures is not None
    assert [(place.name, place.kind) for place in figures.places] == [("floor", "audio")]
    await plane.leave(line.joined.id)
    assert plane.line(line.joined.id) is None
    assert plane._sessions == {}
    await line.close()


async def test_so_many_lines_are_checked_at_a_time_and_fewer_while_the_node_fills(join: Join) -> None:
    plane = Plane(limit=8)
    await plane.start()
    lines = [await checking(plane) for _ in range(CHECKED)]
    with pytest.raises(Full) as full:
        await plane.check(write_offer(BROWSER))
    assert not full.value.sound
    await plane.leave(lines[0].joined.id)
    assert (await plane.check(write_offer(BROWSER))).answer, "as soon as one has gone"
    for n in range(3):
        await plane.offer("s", f"seat-{n}", write_offer(BROWSER), may_publish=True)
    await plane.leave(lines[1].joined.id)
    with pytest.raises(Full):
        await plane.check(write_offer(BROWSER))
    await plane.offer("s", "one more", write_offer(BROWSER), may_publish=True)
    for line in lines:
        await line.close()
    await plane.close()
    await until(lambda: not plane._connections)
