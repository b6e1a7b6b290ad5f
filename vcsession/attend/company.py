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
from aiortc import InvalidStateError

from vcsession.attend.invitation import BadLink, Invitation, read_link
from vcsession.attend.manners import Manners
from vcsession.attend.robot import LinkRefused, Robot

APART_S: Final = 0.1
"""Robots come in one after another, so that a small machine is not asked for all handshakes at once."""
PARENT_SEEN_EVERY_S: Final = 1.0


async def attend(links: Sequence[str], *, manners: Manners | None = None, stop: asyncio.Event) -> int:
    """Send one robot through each join link, until `stop` is set or all have left.

    Returns how many links the server refused. Raises BadLink before any robot starts. Every robot has
    left, its media freed, when this ends.
    """
    invitations = [read_link(link) for link in links]
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout
    ) as http:
        robots = [
            asyncio.create_task(_come(http, invitation, number, manners or Manners()))
            for number, invitation in enumerate(invitations, 1)
        ]
        everyone = asyncio.gather(*robots, return_exceptions=True)
        stopped = asyncio.create_task(stop.wait())
        tasks: tuple[asyncio.Future[Any], ...] = (everyone, stopped)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            for robot in robots:
                robot.cancel()
            ends = await everyone
        return sum(isinstance(end, LinkRefused) for end in ends)


async def _come(http: aiohttp.ClientSession, invitation: Invitation, number: int, manners: Manners) -> None:
    await asyncio.sleep((number - 1) * APART_S)
    await Robot(http, invitation, number, manners).run()


def run(links: Sequence[str], *, manners: Manners | None = None) -> int:
    """Attend until SIGTERM, SIGINT or the death of the process that started this one; the exit status:
    2 where no link is good.

    `-` alone reads the links from standard input, one a line: what stands in an argument, any user of
    the machine can read.
    """
    if list(links) == ["-"]:
        links = sys.stdin.read().split()
    told = logging.getLogger("vcsession.attend")
    told.addHandler(logging.StreamHandler(sys.stderr))
    told.propagate = False
    try:
        refused = asyncio.run(_run(links, manners))
    except BadLink as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 2 if refused == len(links) else 0


async def _run(links: Sequence[str], manners: Manners | None) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.set_exception_handler(_report)
    _watch(os.getppid(), stop)
    return await attend(links, manners=manners, stop=stop)


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # aiortc connects in a task of its own, which fails, unheard, when the connection is closed meanwhile.
    if not isinstance(context.get("exception"), InvalidStateError):
        loop.default_exception_handler(context)


def _watch(parent: int, stop: asyncio.Event) -> None:
    if os.getppid() != parent:
        stop.set()
    else:
        asyncio.get_running_loop().call_later(PARENT_SEEN_EVERY_S, _watch, parent, stop)
