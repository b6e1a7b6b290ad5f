"""One live session: the only place where commands become commits.

The walk of a command: decide, append, fold, send the changed slices, want the routes. Whoever gave
the command learns of it like everybody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import structlog

from vcsession import wire
from vcsession.clock import Clock
from vcsession.core import view
from vcsession.core.convocation import Convocation
from vcsession.core.matters import floor, presiding, roll_call
from vcsession.core.matters.session import Convene, DraftSession
from vcsession.core.routing import Routes, routes
from vcsession.core.session import Command, Commit, decide, due, fold
from vcsession.core.state import State
from vcsession.core.vocabulary import CLOCK, LINK, MEDIA, Actor, Refused
from vcsession.journal import Entry, Fenced, Log, StoreUnavailable, head_message
from vcsession.signing import Signer

logger = structlog.get_logger(__name__)

SECRETARIAT: Final = Actor("secretariat", "secretary")
PLENARY: Final = "plenary"

LINK_SETTLES_S: Final = 1.5
"""A seat that comes back within this time (a reloaded page) has not lost its link."""

TICK_S: Final = 5.0


class Unsaved(Exception):
    """The store did not answer: it is not known yet whether the command counts. Give it again, same cause."""


class UnknownSession(Exception):
    """There is no session of this name."""


class SessionExists(Exception):
    """A session of this name was convened before."""


class Subscriber(Protocol):
    """Somebody who is shown the session: a socket, as a rule."""

    @property
    def actor(self) -> Actor: ...

    def send(self, frame: bytes) -> None:
        """Take one frame; never waits."""
        ...

    def leave(self, code: int) -> None:
        """The seat was taken elsewhere, or the room closes: go, with this WebSocket close code."""
        ...


@dataclass(slots=True)
class Encoded:
    """A slice as it was last sent, and the version that changed it."""

    version: int
    data: bytes


Wanted = Callable[[str, Routes], None]
Committed = Callable[[str, State, Commit], None]


class Room:
    """A session that this process owns (it holds `epoch`). Made by `Rooms.get`."""

    def __init__(self, name: str, store: Log, signer: Signer, clock: Clock, epoch: int) -> None:
        self.name = name
        self.state = State()
        self.head_hash = ""
        self.head_signature = b""
        self.on_want: Wanted = lambda _session, _routes: None
        self.on_commit: Committed = lambda _session, _state, _commit: None
        self.log = store
        self._signer = signer
        self._clock = clock
        self._epoch = epoch
        self._door = asyncio.Lock()
        self._causes: dict[str, int] = {}
        self._unsure: tuple[Entry, Commit] | None = None
        self._subscribers: dict[str, Subscriber] = {}
        self._shared: dict[str, Encoded] = {}
        self._own: dict[str, Encoded] = {}
        self._signals: dict[str, dict[str, bytes]] = {}
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> datetime:
        """The session's time, never before its last commit's."""
        return max(self._clock.now(), self.state.at)

    def load(self, entries: list[Entry]) -> None:
        """Fold what the log holds."""
        for entry in entries:
            self.state = fold(self.state, wire.load_commit(entry.data))
            self._causes[entry.cause] = entry.version
        if entries:
            self.head_hash, self.head_signature = entries[-1].hash, entries[-1].signature
        self._encode()

    async def start(self) -> None:
        """After a restart every link starts as dropped; then the clock is watched."""
        if self.state.sitting is not None:
            for code, presence in self.state.presence.items():
                if presence.state == "present" and presence.place == "remote":
                    await self._say(LINK, roll_call.LinkDrop(code))
            await self._presiding_link(lost=True)
        self.on_want(self.name, routes(self.state))
        self._spawn(self._keep_time())
        self._spawn(self._tell_time())

    async def close(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for subscriber in tuple(self._subscribers.values()):
            subscriber.leave(1001)

    # commands

    async def handle(self, actor: Actor, command: Command, cause: str) -> Commit:
        """The commit that the command became; the earlier one where its cause is known.

        Raises Refused (nothing changed), Unsaved (ask again) or Fenced (another process owns the session).
        """
        async with self._door:
            await self._settle()
            if cause in self._causes:
                return await self._known(cause)
            now = self.now()
            events = decide(self.state, actor, command, now)
            version = self.state.version + 1
            commit = Commit(version, now, actor, self._epoch, cause, events, self.head_hash)
            await self._append(self._entry(commit), commit)
            return commit

    def _entry(self, commit: Commit) -> Entry:
        data = wire.dump_commit(commit)
        digest = wire.digest(data)
        signature = self._signer.sign(head_message(self.name, PLENARY, commit.version, digest))
        return Entry(commit.version, commit.cause, data, digest, commit.prev_hash, signature)

    async def _append(self, entry: Entry, commit: Commit) -> None:
        try:
            await self.log.append(self.name, PLENARY, entry, epoch=self._epoch)
        except StoreUnavailable as error:
            # A timeout is "unknown", not "failed": the same entry is offered again before anything else.
            self._unsure = (entry, commit)
            raise Unsaved("saving is paused; your last action is being checked") from error
        self._unsure = None
        self._tail(entry, commit)

    async def _settle(self) -> None:
        if self._unsure is not None:
            await self._append(*self._unsure)

    async def _known(self, cause: str) -> Commit:
        entries = await self.log.read(self.name, PLENARY, after=self._causes[cause] - 1, limit=1)
        return wire.load_commit(entries[0].data)

    def _tail(self, entry: Entry, commit: Commit) -> None:
        """The only place where the state changes: for the asker as for all others."""
        self.state = fold(self.state, commit)
        self._causes[commit.cause] = commit.version
        self.head_hash, self.head_signature = entry.hash, entry.signature
        self._encode()
        for seat in tuple(self._subscribers):
            self._show(seat, after=commit.version - 1)
        self.on_want(self.name, routes(self.state))
        self.on_commit(self.name, self.state, commit)
        self._changed.set()

    async def _say(self, actor: Actor, command: Command) -> None:
        """A fact of clock, link or media. A fact that the procedure has no use for now is dropped."""
        cause = f"{actor.seat}-{self.state.version + 1}-{command.type}"
        with contextlib.suppress(Refused):
            await self.handle(actor, command, cause)

    # what everybody sees

    def _encode(self) -> None:
        if self.state.convened is None:
            return
        for name, make in view.SHARED.items():
            data = wire.dump_slice(make(self.state))
            known = self._shared.get(name)
            if known is None or known.data != data:
                self._shared[name] = Encoded(self.state.version, data)

    def _me(self, actor: Actor) -> Encoded:
        data = wire.dump_slice(view.me(self.state, actor, self.now()))
        known = self._own.get(actor.seat)
        if known is None or known.data != data:
            known = self._own[actor.seat] = Encoded(self.state.version, data)
        return known

    def slices(self, actor: Actor, after: int = -1) -> bytes:
        """One frame with the slices that changed after version `after`; b"" if none did."""
        known = {**self._shared, "me": self._me(actor)}
        parts = [b'"%s":%s' % (name.encode(), e.data) for name, e in known.items() if e.version > after]
        if not parts:
            return b""
        head = b'{"frame":"slices","version":%d,"now":"%s","slices":{'
        return head % (self.state.version, wire.stamp(self.now()).encode()) + b",".join(parts) + b"}}"

    def _show(self, seat: str, after: int) -> None:
        subscriber = self._subscribers[seat]
        if frame := self.slices(subscriber.actor, after):
            subscriber.send(frame)

    # seats and links

    def subscribe(self, subscriber: Subscriber, after: int | None) -> None:
        """Show the session to this seat from now on: what changed since version `after`, or everything."""
        seat = subscriber.actor.seat
        former = self._subscribers.get(seat)
        self._subscribers[seat] = subscriber
        if former is not None:
            former.send(b'{"frame":"elsewhere"}')
            former.leave(4409)
        resumable = after is not None and after <= self.state.version
        subscriber.send(
            self.slices(subscriber.actor, after if resumable and after is not None else -1) or self._tick()
        )
        for frame in self._signals.get(seat, {}).values():
            subscriber.send(frame)
        self._links()
        self._spawn(self.touch(subscriber.actor))

    def unsubscribe(self, subscriber: Subscriber) -> None:
        seat = subscriber.actor.seat
        if self._subscribers.get(seat) is not subscriber:
            return
        del self._subscribers[seat]
        self._own.pop(seat, None)
        self._links()
        self._spawn(self._gone(subscriber.actor))

    @property
    def connected(self) -> frozenset[str]:
        return frozenset(self._subscribers)

    def signal(self, seat: str, key: str, frame: bytes) -> None:
        """Something that is no event (who stands in which place) to one seat; kept for when it comes back."""
        self._signals.setdefault(seat, {})[key] = frame
        if (subscriber := self._subscribers.get(seat)) is not None:
            subscriber.send(frame)

    def end_signal(self, seat: str, key: str) -> None:
        self._signals.get(seat, {}).pop(key, None)

    def _links(self) -> None:
        self._broadcast(b'{"frame":"links","connected":%s}' % wire.dump(sorted(self._subscribers)))

    def _tick(self) -> bytes:
        return b'{"frame":"now","now":"%s"}' % wire.stamp(self.now()).encode()

    async def touch(self, actor: Actor) -> None:
        """A seat shows that it is alive: its link, if lost, is back."""
        presence = self.state.presence.get(actor.delegation or "")
        if presence is not None and presence.state == "link_lost" and actor.delegation:
            await self._say(LINK, roll_call.LinkRestore(actor.delegation))
        if actor.seat == self.state.presiding.seat:
            await self._presiding_link(lost=False)

    async def _gone(self, actor: Actor) -> None:
        await asyncio.sleep(LINK_SETTLES_S)
        if actor.seat in self._subscribers:
            return
        if actor.seat == self.state.presiding.seat:
            await self._presiding_link(lost=True)
        here = Counter(s.actor.delegation for s in self._subscribers.values())
        if actor.delegation and not here[actor.delegation]:
            await self._say(LINK, roll_call.LinkDrop(actor.delegation))

    async def _presiding_link(self, *, lost: bool) -> None:
        commands: dict[tuple[str, bool], Command] = {
            ("chair_presiding", True): presiding.ChairLinkDrop(),
            ("deputy_presiding", True): presiding.DeputyLinkDrop(),
            ("chair_link_lost", False): presiding.ChairBack(),
            ("deputy_link_lost", False): presiding.DeputyBack(),
        }
        if (command := commands.get((self.state.presiding.state, lost))) is not None:
            await self._say(LINK, command)

    def sounded(self, seat: str) -> None:
        """The first sound of a microphone that was given the floor: the speech begins."""
        for r in self.state.speakers:
            request = self.state.requests[r]
            if request.seat == seat and request.state == "granted":
                self._spawn(self._say(MEDIA, floor.BeginSpeech(r)))

    # the clock

    async def _keep_time(self) -> None:
        while True:
            self._changed.clear()
            deadline = due(self.state)
            wait = None if deadline is None else max(0.0, (deadline[0] - self.now()).total_seconds())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), wait)
                continue
            if deadline is not None and due(self.state) == deadline:
                before = self.state.version
                with contextlib.suppress(Unsaved):
                    await self._say(CLOCK, deadline[1])
                if self.state.version == before:
                    # refused or not saved: do not spin, look again when something changes or in a while
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 1.0)

    def clock_moved(self) -> None:
        """The clock was moved (the demo skips a night): look at the deadlines anew."""
        self._changed.set()
        self._broadcast(self._tick())

    async def _tell_time(self) -> None:
        """A sign of life to every browser, and the session's time with it."""
        while True:
            await asyncio.sleep(TICK_S)
            self._broadcast(self._tick())

    def _broadcast(self, frame: bytes) -> None:
        for subscriber in tuple(self._subscribers.values()):
            subscriber.send(frame)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except Fenced:
            logger.error("session taken by another process", session=self.name)
            for subscriber in tuple(self._subscribers.values()):
                subscriber.leave(4307)
        except (Unsaved, StoreUnavailable):
            logger.warning("saving is paused", session=self.name)


class Rooms:
    """The sessions that this process owns, each opened when it is first asked for."""

    def __init__(self, store: Log, signer: Signer, clock: Clock) -> None:
        self.on_want: Wanted = lambda _session, _routes: None
        self.on_commit: Committed = lambda _session, _state, _commit: None
        self.store = store
        self.signer = signer
        self.clock = clock
        self._rooms: dict[str, Room] = {}
        self._door = asyncio.Lock()

    async def get(self, name: str) -> Room:
        """The room of a session that exists; raises UnknownSession."""
        if (room := self._rooms.get(name)) is not None:
            return room
        async with self._door:
            if (room := self._rooms.get(name)) is not None:
                return room
            if name not in await self.store.sessions():
                raise UnknownSession(f"there is no session {name!r}")
            return await self._open(name)

    async def convene(self, convocation: Convocation) -> Room:
        """A new session; raises SessionExists, and Refused where the convocation is incomplete."""
        name = convocation.id
        async with self._door:
            # An existing session may be another process's: it must not be claimed to find that out.
            if name in await self.store.sessions() and await self.store.read(name, PLENARY, limit=1):
                raise SessionExists(f"the session {name!r} exists already")
            room = await self._open(name)
            await room.handle(SECRETARIAT, DraftSession(convocation), f"draft-{name}")
            await room.handle(SECRETARIAT, Convene(), f"convene-{name}")
            return room

    async def _open(self, name: str) -> Room:
        epoch = await self.store.claim(name)
        room = Room(name, self.store, self.signer, self.clock, epoch)
        room.on_want = self.on_want
        room.on_commit = self.on_commit
        room.load(await self.store.read(name, PLENARY))
        await room.start()
        self._rooms[name] = room
        return room

    def opened(self) -> tuple[Room, ...]:
        return tuple(self._rooms.values())

    async def close(self) -> None:
        for room in self._rooms.values():
            await room.close()
        self._rooms.clear()
