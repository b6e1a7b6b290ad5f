"""A screen beside the camera: shown while its seat may present, in a place of its own."""

from __future__ import annotations

from tests.media.client import Client, Told, until, vp8
from tests.media.conftest import Join
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

SCREEN = 0x7777
PUBLISHER = ("send audio", "send video", "send video", *["receive audio"] * 5, *["receive video"] * 5)
SCREEN_MID = "2"


def hall(*presenters: str) -> Routes:
    return Routes((Hall(frozenset("abc"), floor=None, pictures=("a", "b"), presenters=presenters),))


async def present(plane: Plane, client: Client, start: int, count: int = 3) -> None:
    before = plane.figures().video_in
    for n in range(start, start + count):
        client.send(vp8(n, n * 3000, key=n == start, picture=n, ssrc=SCREEN, mid=SCREEN_MID))
    await until(lambda: plane.figures().video_in == before + count)


def shown(told: Told, client: Client) -> str | None:
    return told.places[client.joined.id]["presentation", "video"]


async def test_a_screen_is_shown_to_all_but_its_owner_while_it_may_be_and_lives(
    plane: Plane, join: Join, told: Told
) -> None:
    a, b = await join("a", PUBLISHER, announce=False), await join("b", PUBLISHER, announce=False)
    plane.want("s", hall("a"))
    await until(lambda: shown(told, b) is None)
    await present(plane, a, 0)
    await until(lambda: shown(told, b) == "a")
    await present(plane, a, 10)
    await b.wait(lambda: len(b.at("presentation")) == 3)
    assert shown(told, a) is None
    assert b.at("tile-1") == [], "a screen is no camera"
    plane.want("s", hall())
    await present(plane, a, 20)
    assert len(b.at("presentation")) == 3
    await until(lambda: shown(told, b) is None)


async def test_whoever_may_not_present_is_not_shown(plane: Plane, join: Join, told: Told) -> None:
    a, b, c = [await join(seat, PUBLISHER, announce=False) for seat in "abc"]
    plane.want("s", hall("a"))
    await present(plane, c, 0)
    await present(plane, a, 0)
    await until(lambda: shown(told, b) == "a")
    await present(plane, c, 10)
    await present(plane, a, 10, 1)
    await b.wait(lambda: len(b.packets) == 1)
    assert plane.figures().blocked_video >= 6


async def test_the_first_of_two_presenters_is_shown_and_the_second_when_it_ends(
    plane: Plane, join: Join, told: Told
) -> None:
    a, b, c = [await join(seat, PUBLISHER, announce=False) for seat in "abc"]
    plane.want("s", hall("a", "b"))
    await present(plane, b, 0)
    await until(lambda: shown(told, c) == "b")
    await present(plane, a, 0)
    await until(lambda: shown(told, c) == "a" and shown(told, b) == "a")
    await plane.leave(a.joined.id)
    await until(lambda: shown(told, c) == "b")
