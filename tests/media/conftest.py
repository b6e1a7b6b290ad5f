from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.media.client import BROWSER, Client, Told
from vcsession.media.plane import Plane

Join = Callable[..., Awaitable[Client]]


class Clock:
    """Time as it goes, and by as much further as a test wants."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def plane(clock: Clock) -> AsyncIterator[Plane]:
    """A plane that must have made no mistake of its own by the end of the test, and leaves no task."""
    plane = Plane(clock=clock)
    await plane.start()
    yield plane
    assert plane.figures().faults == 0
    await plane.close()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.fixture
def told(plane: Plane) -> Told:
    return Told.by(plane)


@pytest.fixture
async def join(plane: Plane) -> AsyncIterator[Join]:
    """`await join("seat")` gives a connected client of session `s`."""
    clients: list[Client] = []

    async def enter(seat: str, sections: tuple[str, ...] = BROWSER, **how: Any) -> Client:
        client = Client(plane, how.pop("session", "s"), seat)
        client.port = how.pop("port", client.port)
        clients.append(client)
        return await client.join(sections, **how)

    yield enter
    for client in clients:
        await client.close()
