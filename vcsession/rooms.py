"""The sessions that this process owns, each opened when it is first asked for."""

from __future__ import annotations

import asyncio

from vcsession.clock import Clock
from vcsession.core.convocation import Convocation
from vcsession.core.matters.session import Convene, DraftSession
from vcsession.journal import Fenced, Log
from vcsession.room import PLENARY, SECRETARIAT, Committed, Expelled, Room, Sleep, Wanted
from vcsession.signing import Signer


class UnknownSession(Exception):
    """There is no session of this name."""


class SessionExists(Exception):
    """A session of this name was convened before."""


class Rooms:
    """The sessions that this process owns, each opened when it is first asked for."""

    def __init__(self, store: Log, signer: Signer, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self.on_want: Wanted = lambda _session, _routes: None
        self.on_commit: Committed = lambda _session, _state, _commit: None
        self.on_expelled: Expelled = lambda _session, _seat: None
        self.store = store
        self.signer = signer
        self.clock = clock
        self._sleep = sleep
        self._rooms: dict[str, Room] = {}
        self._door = asyncio.Lock()

    async def get(self, name: str) -> Room:
        """The room of a session that exists; raises UnknownSession, or Fenced where it moved away."""
        room = self._rooms.get(name)
        if room is None:
            async with self._door:
                if name not in await self.store.sessions():
                    raise UnknownSession(f"there is no session {name!r}")
                room = await self._open(name)
        if room.moved:
            raise Fenced(f"another process owns the session {name!r}")
        return room

    async def convene(self, convocation: Convocation) -> Room:
        """A new session; raises SessionExists, and Refused where the convocation is incomplete.

        One that was interrupted between its two commits is completed by asking again.
        """
        name = convocation.id
        exists = SessionExists(f"the session {name!r} exists already")
        async with self._door:
            # An existing session may be another process's: it must not be claimed to find that out.
            if (
                name in await self.store.sessions()
                and len(await self.store.read(name, PLENARY, limit=2)) == 2
            ):
                raise exists
            room = await self._open(name)
            await room.handle(SECRETARIAT, DraftSession(convocation), f"draft-{name}")
            if room.state.convened != convocation:
                raise exists
            await room.handle(SECRETARIAT, Convene(), f"convene-{name}")
            return room

    async def _open(self, name: str) -> Room:
        if (room := self._rooms.get(name)) is not None:
            return room
        epoch = await self.store.claim(name)
        room = Room(name, self.store, self.signer, self.clock, epoch, self._sleep)
        room.on_want = self.on_want
        room.on_commit = self.on_commit
        room.on_expelled = self.on_expelled
        try:
            room.load(await self.store.read(name, PLENARY))
            await room.open_folders()
            await room.start()
        except BaseException:
            await room.close()
            raise
        self._rooms[name] = room
        return room

    def opened(self) -> tuple[Room, ...]:
        return tuple(self._rooms.values())

    async def close(self) -> None:
        for room in self.opened():
            await room.close()
        self._rooms.clear()
