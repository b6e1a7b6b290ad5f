"""A session without a server: drawn time, a log that can fail, seats that keep what they are shown."""

from __future__ import annotations

import asyncio
import functools
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vcsession import wire
from vcsession.clock import Clock
from vcsession.convene import read_session_file
from vcsession.core import bureau, folder
from vcsession.core.catalogue import Event
from vcsession.core.convocation import Convocation
from vcsession.core.vocabulary import Actor, Commit
from vcsession.journal import Entry, StoreUnavailable
from vcsession.log.memory import MemoryLog
from vcsession.room import PLENARY, Room
from vcsession.rooms import Rooms
from vcsession.signing import Signer

BEGINS = datetime(2020, 7, 7, 6, 50, tzinfo=UTC)
STATES = ("arm", "blr", "kaz", "kgz", "rus", "tjk")
SIGNER = Signer(Ed25519PrivateKey.generate())
WORDS = {"en": "The dates are agreed.", "ru": "Сроки согласованы."}


@functools.cache
def echelon() -> Convocation:
    return read_session_file(Path(__file__).parent.parent / "vcsession" / "examples" / "echelon-2020.yaml")


async def settle() -> None:
    """Let every task go on until each waits for something that has not happened."""
    for _ in range(60):
        await asyncio.sleep(0)


class DrawnTime(Clock):
    """It stands still until the test draws it."""

    def __init__(self, at: datetime = BEGINS) -> None:
        super().__init__()
        self._at = at
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._at

    def advance_to(self, moment: datetime) -> None:
        self._at = max(self._at, moment)

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._at + timedelta(seconds=seconds), future))
        await future

    async def draw(self, seconds: float, *rooms: Room) -> None:
        """Let so much time pass: whoever sleeps wakes in order, and the rooms look at their deadlines."""
        await settle()
        until = self._at + timedelta(seconds=seconds)
        while True:
            self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]
            first = min(self._sleepers, key=lambda sleeper: sleeper[0], default=None)
            if first is None or first[0] > until:
                break
            self._at = max(self._at, first[0])
            first[1].set_result(None)
            await settle()
        self._at = until
        for room in rooms:
            room.clock_moved()
        await settle()


class FailingLog(MemoryLog):
    """A store whose next appends go wrong as `trouble` says.

    `lost`: not stored, and not known to be; `stored`: so is its answer lost; `refused`: certainly not stored.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trouble: list[str] = []
        self.away = False
        self.offers: list[Entry] = []
        self.door = asyncio.Event()
        self.door.set()

    async def append(self, session: str, audience: str, entry: Entry, *, epoch: int) -> Entry:
        await self.door.wait()
        await asyncio.sleep(0)
        self.offers.append(entry)
        trouble = self.trouble.pop(0) if self.trouble else "refused" if self.away else ""
        if trouble == "refused":
            raise StoreUnavailable("the store cannot be reached", unknown=False)
        if trouble == "lost":
            raise StoreUnavailable("the store did not answer", unknown=True)
        stored = await super().append(session, audience, entry, epoch=epoch)
        if trouble == "stored":
            raise StoreUnavailable("the store did not answer", unknown=True)
        return stored

    async def read(
        self, session: str, audience: str, *, after: int = 0, limit: int | None = None
    ) -> list[Entry]:
        if self.away:
            raise StoreUnavailable("the store cannot be reached", unknown=False)
        return await super().read(session, audience, after=after, limit=limit)


@dataclass(eq=False)
class Seat:
    """A socket as the room sees it, with all that it was sent."""

    actor: Actor
    frames: list[bytes] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    def send(self, frame: bytes) -> None:
        self.frames.append(frame)

    def leave(self, code: int) -> None:
        self.codes.append(code)

    def take(self, kind: str = "slices") -> list[dict[str, Any]]:
        """The frames of this kind since the last call, whatever else came meanwhile."""
        frames, self.frames = [json.loads(frame) for frame in self.frames], []
        return [frame for frame in frames if frame["frame"] == kind]

    def slices(self) -> dict[str, Any]:
        """All slices since the last call, the last of each name."""
        return {name: one for frame in self.take() for name, one in frame["slices"].items()}


class Hall:
    """ECHELON-2020, convened, with its room; `again` is a new process on the same log."""

    def __init__(self, log: FailingLog, time: DrawnTime) -> None:
        self.log = log
        self.time = time
        self.rooms = Rooms(log, SIGNER, time, time.sleep)
        self._causes = 0

    @classmethod
    async def convened(cls, **rules: Any) -> Self:
        hall = cls(FailingLog(), DrawnTime())
        await hall.rooms.convene(replace(echelon(), rules=replace(echelon().rules, **rules)))
        return hall

    async def again(self) -> Self:
        await self.rooms.close()
        hall = type(self)(self.log, self.time)
        hall._causes = self._causes + 1000
        await hall.rooms.get("echelon-2020")
        return hall

    @property
    def room(self) -> Room:
        return self.rooms.opened()[0]

    def actor(self, seat: str) -> Actor:
        found = self.room.state.seats[seat]
        return Actor(found.id, found.role, found.delegation)

    def seat(self, name: str, after: int | None = None, device: str = "") -> Seat:
        """A socket of this seat, subscribed."""
        seat = Seat(self.actor(name))
        self.room.subscribe(seat, after, device)
        return seat

    async def do(self, seat: str, type: str, /, *, cause: str = "", **fields: Any) -> Commit[Event]:
        self._causes += 1
        command, cause, epoch = wire.command_from(
            {"type": type, "cause": cause or f"c-{self._causes}", **fields}
        )
        assert not isinstance(command, folder.Command | bureau.Command), "that is filed, not done"
        return await self.room.handle(self.actor(seat), command, cause, epoch)

    async def in_session(self, *absent: str) -> None:
        """Sitting 1 in session with the agenda adopted and item 1 open."""
        await self.do("chair", "call_to_order", sitting="1")
        for state in STATES:
            if state in absent:
                await self.do("secretary", "mark_absent", delegation=state.upper())
            else:
                await self.do(state, "answer_roll_call")
        await self.do("chair", "open_session")
        await self.do("chair", "declare_quorum", sitting="1")
        await self.do("chair", "adopt_agenda")
        await self.do("chair", "open_item", item="1")

    async def before_the_room(self) -> None:
        """Decision 1.1 read out and put to the room."""
        await self.in_session()
        await self.do("secretary", "table_decision", item="1", kind="dates", text=WORDS)
        await self.do("secretary", "read_out", decision="1.1")
        await self.do("chair", "put_to_room", decision="1.1")

    async def entries(self) -> list[Entry]:
        return await MemoryLog.read(self.log, "echelon-2020", PLENARY)

    async def told(self, after: int = 0) -> list[str]:
        """The types of all events in the log after this version."""
        entries = (await self.entries())[after:]
        return [event.type for entry in entries for event in wire.load_commit(entry.data).events]
