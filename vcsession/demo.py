"""The demo: ECHELON-2020 on its own clock, with a robot in every seat but the chair's."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from vcsession.clock import Clock
from vcsession.config import Settings
from vcsession.convene import read_session_file
from vcsession.core.catalogue import Event
from vcsession.core.state import State
from vcsession.core.vocabulary import Commit
from vcsession.log.embedded import die_with
from vcsession.room import Committed, Room
from vcsession.rooms import SessionExists
from vcsession.serve import Server, running

EXAMPLE: Final = Path(__file__).parent / "examples" / "echelon-2020.yaml"

BEGINS: Final = datetime(2020, 7, 7, 6, 50, tzinfo=UTC)
"""09:50 in Moscow, ten minutes before the first sitting."""

BEFORE_A_SITTING: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Demo:
    server: Server
    session: str
    seats: list[dict[str, Any]]


@asynccontextmanager
async def demonstrating(settings: Settings, *, robots: bool) -> AsyncIterator[Demo]:
    """The demo's server until the context ends."""
    clock = Clock.starting_at(BEGINS)
    async with running(settings, clock) as server:
        convocation = read_session_file(EXAMPLE)
        try:
            room = await server.rooms.convene(convocation)
        except SessionExists:
            room = await server.rooms.get(convocation.id)
        clock.advance_to(room.state.at)
        night, told = skip_the_night(room, clock), server.rooms.on_commit

        def on_commit(session: str, state: State, commit: Commit[Event]) -> None:
            told(session, state, commit)
            night(session, state, commit)

        server.rooms.on_commit = room.on_commit = on_commit
        seats = server.links(room)
        attending = [s["link"] for s in seats if s["role"] != "chair"] if robots else []
        child = await _attend(attending) if attending else None
        try:
            yield Demo(server, room.name, seats)
        finally:
            if child is not None and child.returncode is None:
                child.terminate()
                await child.wait()


def skip_the_night(room: Room, clock: Clock) -> Committed:
    """Between sittings the demo's clock jumps to ten minutes before the next one: nobody waits a night."""

    def on_commit(_session: str, state: State, _commit: Commit[Event]) -> None:
        if state.sitting is not None or state.status not in ("convened", "open"):
            return
        opening = [s.opens_at for s in state.sittings.values() if s.state in ("scheduled", "line_check")]
        if opening:
            clock.advance_to(min(opening) - BEFORE_A_SITTING)
            room.clock_moved()

    return on_commit


async def _attend(links: list[str]) -> asyncio.subprocess.Process:
    """One child process for all robots, so that they never hold up the server.

    The links go by standard input: what stands in an argument, any user of the machine can read.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "vcsession", "attend", "-"),
        stdin=asyncio.subprocess.PIPE,
        preexec_fn=die_with(os.getpid()),  # at any moment: it looks for its parent only once it runs
    )
    if child.stdin is not None:
        child.stdin.write("\n".join(links).encode())
        child.stdin.close()
    return child
