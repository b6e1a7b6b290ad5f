"""Coming and going leaves nothing behind: no task, no socket, no place, no table entry."""

from __future__ import annotations

import asyncio
import gc
import os
import weakref
from pathlib import Path

import pytest

from tests.media.client import BROWSER, Client, Told, until, write_offer
from tests.media.conftest import Join
from tests.media.test_gate import film, hall, speak
from vcsession.core.routing import SILENT, Hall, Routes
from vcsession.media.forward import Place
from vcsession.media.plane import CONNECTIONS, BadOffer, Plane


def open_files() -> int:
    return len(os.listdir(Path("/proc/self/fd")))


async def test_joining_and_leaving_twenty_times_leaves_nothing(plane: Plane, join: Join, told: Told) -> None:
    stays = await join("stays")
    seats = ("stays", *(f"seat-{n}" for n in range(20)))
    tasks, files = len(asyncio.all_tasks()), open_files()
    links: list[weakref.ref[object]] = []
    for number, seat in enumerate(seats[1:]):
        guest = await Client(plane, "s", seat).join()
        links.append(weakref.ref(plane._connections[guest.joined.id]))
        plane.want("s", hall_of(seats, floor=seat))
        await film(plane, guest, 0)
        await speak(plane, guest, 0)
        await stays.wait(lambda number=number: len(stays.packets) == 15 * (number + 1))  # type: ignore[misc]
        # Two ways to go: sent away by the server, or saying goodbye.
        if number % 2:
            await plane.leave(guest.joined.id)
        await guest.close()
        await until(lambda: plane.figures().connections == 1)
    plane.want("s", SILENT)
    await until(lambda: not plane._endings)
    gc.collect()
    assert len(asyncio.all_tasks()) == tasks
    assert open_files() == files
    assert [link for link in links if link() is not None] == []
    assert len(plane._mux.agents) == len(plane._mux.doors[0].holders) == len(plane._connections) == 1
    assert set(told.places[stays.joined.id].values()) == {None}
    places = [o for o in gc.get_objects() if isinstance(o, Place)]
    assert len(places) == len(BROWSER) - 2


def hall_of(seats: tuple[str, ...], floor: str) -> Routes:
    return Routes((Hall(frozenset(seats), floor, (), (floor,)),))


async def test_a_seat_has_only_so_many_connections(plane: Plane, told: Told) -> None:
    joined = [
        await plane.offer("s", "a", write_offer(BROWSER), may_publish=True) for _ in range(CONNECTIONS + 1)
    ]
    await until(lambda: told.left == [("s", joined[0].id)])
    assert len(plane._connections) == CONNECTIONS


async def test_an_empty_session_is_forgotten(plane: Plane, join: Join) -> None:
    a = await join("a")
    plane.want("s", hall(floor="a"))
    plane.want("s", SILENT)
    plane.want("never", SILENT)
    await plane.leave(a.joined.id)
    assert plane._sessions == {}


async def test_a_bad_offer_leaves_nothing(plane: Plane) -> None:
    with pytest.raises(BadOffer):
        await plane.offer("s", "a", "hello", may_publish=True)
    assert plane._sessions == {}
    assert plane._mux.agents == {}
    joined = await plane.offer("s", "a", write_offer(BROWSER), may_publish=True)
    await plane.leave(joined.id)
    assert plane._sessions == {}
    assert plane._mux.agents == {}


async def test_closing_the_plane_ends_everything_at_once() -> None:
    plane = Plane()
    await plane.start()
    told = Told.by(plane)
    before = open_files()
    clients = [await Client(plane, "s", seat).join() for seat in "abc"]
    waiting = await plane.offer("s", "d", write_offer(BROWSER), may_publish=True)
    await plane.close()
    assert told.left == []
    assert plane.figures().connections == 0
    await plane.leave(waiting.id)
    for client in clients:
        await until(lambda client=client: client.dtls.state == "closed")  # type: ignore[misc]
        await client.close()
    assert open_files() == before - 1
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_port_that_is_taken_is_said_so(plane: Plane) -> None:
    other = Plane(port=plane.port)
    with pytest.raises(OSError, match="in use"):
        await other.start()
    await other.close()
