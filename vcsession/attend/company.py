"""Several robots in one process, and the process itself."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, Final

import aiohttp

from vcsession.attend.invitation import BadLink, Invitation, read_link
from vcsession.attend.manners import Manners
from vcsession.attend.robot import Robot

logger = logging.getLogger(__name__)

APART_S: Final = 0.1
"""Robots come in one after another, so that a small machine is not asked for all handshakes at once."""
PARENT_SEEN_EVERY_S: Final = 1.0


async def attend(links: Sequence[str], *, manners: Manners | None = None, stop: asyncio.Event) -> None:
    """Send one robot through each join link; return when `stop` is set or all have left.

    Raises BadLink before any robot starts. Every robot has left, its media freed, when this returns.
    """
    invitations = [read_link(link) for link in links]
    manners = manners or Manners()
    jar = aiohttp.DummyCookieJar()
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=jar, timeout=timeout) as http:
        robots = [
            asyncio.create_task(_come(http, invitation, number, manners))
            for number, invitation in enumerate(invitations, 1)
        ]
        stopped = asyncio.create_task(stop.wait())
        left = asyncio.gather(*robots, return_exceptions=True)
        tasks: tuple[asyncio.Future[Any], ...] = (stopped, left)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for robot in robots:
            robot.cancel()
        await asyncio.wait(robots)


async def _come(http: aiohttp.ClientSession, invitation: Invitation, number: int, manners: Manners) -> None:
    await asyncio.sleep((number - 1) * APART_S)
    await Robot(http, invitation, number, manners).run()


def run(links: Sequence[str], *, manners: Manners | None = None) -> int:
    """Attend until SIGTERM, SIGINT or the death of the process that started this one; the exit status.

    `-` alone reads the links from standard input, one a line: what stands in an argument, any user of
    the machine can read.
    """
    if list(links) == ["-"]:
        links = sys.stdin.read().split()
    try:
        asyncio.run(_run(links, manners))
    except BadLink as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


async def _run(links: Sequence[str], manners: Manners | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    _watch(os.getppid(), stop)
    await attend(links, manners=manners, stop=stop)


def _watch(parent: int, stop: asyncio.Event) -> None:
    if os.getppid() != parent:
        stop.set()
    else:
        asyncio.get_running_loop().call_later(PARENT_SEEN_EVERY_S, _watch, parent, stop)
