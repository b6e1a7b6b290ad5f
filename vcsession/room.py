"""One live session: the only place where commands become commits.

The walk of a command: decide, append, fold, send the changed slices, want the routes. Whoever gave
the command learns of it like everybody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final
from uuid import uuid4

import structlog

from vcsession import wire
from vcsession.asides import Asides
from vcsession.chain import SAVING_S, Chain, Owner, Unsaved
from vcsession.clock import Clock
from vcsession.core import bureau, folder
from vcsession.core.catalogue import Command, Event
from vcsession.core.deadlines import due
from vcsession.core.matters import floor, languages, presiding, roll_call, seats
from vcsession.core.matters.papers import UploadDocument
from vcsession.core.matters.signatures import OpenSigning, Sign
from vcsession.core.refusals import refuse
from vcsession.core.routing import Routes, routes
from vcsession.core.session import fold, press
from vcsession.core.state import State
from vcsession.core.vocabulary import CLOCK, LINK, MEDIA, Actor, Commit, Refused
from vcsession.desk import FolderDesk, audience_of, bureau_desk, folder_desk
from vcsession.journal import Entry, Fenced, Log, StoreUnavailable
from vcsession.showing import Showing, Subscriber, tick
from vcsession.signing import Signer, seal_holds

logger = structlog.get_logger(__name__)

SECRETARIAT: Final = Actor("secretariat", "secretary")
PLENARY: Final = "plenary"

LINK_SETTLES_S: Final = 1.5
"""A seat that comes back within this time (a reloaded page) has not lost its link."""

TICK_S: Final = 5.0

NEEDS_FILE: Final[dict[type, str]] = {UploadDocument: "send_the_file", OpenSigning: "print_the_text"}
"""Commands that name the hash of bytes, taken only from the call that keeps those bytes; else the refusal."""


def must_hold(signature: Sign) -> None:
    """Refuses a seal that is none of this text: the core, which is pure, looks at its form alone."""
    if not seal_holds(signature.seal, signature.public_key, signature.hash):
        raise refuse("bad_field", field="seal", problem="not this key's signature over this text")


Wanted = Callable[[str, Routes], None]
Expelled = Callable[[str, str], None]
"""(session, seat): its media end."""
Committed = Callable[[str, State, Commit[Event]], None]
Sleep = Callable[[float], Awaitable[None]]


class Room:
    """A session that this process owns (it holds `epoch`). Made by `rooms.Rooms`."""

    def __init__(
        self, name: str, store: Log, signer: Signer, clock: Clock, epoch: int, sleep: Sleep = asyncio.sleep
    ) -> None:
        self.name = name
        self.state = State()
        self.on_want: Wanted = lambda _session, _routes: None
        self.on_commit: Committed = lambda _session, _state, _commit: None
        self.on_expelled: Expelled = lambda _session, _seat: None
        self.log = store
        self._clock = clock
        self._epoch = epoch
        self._sleep = sleep
        self.moved = False
        """Another process owns the session: this room shows and decides nothing any more."""
        self._owner = Owner(name, store, signer, epoch, sleep, self._spawn, self._move)
        self._chain = Chain(self._owner, PLENARY, wire.load_commit, self._tail)
        self._desks: dict[str, FolderDesk] = {}
        self._bureau = bureau_desk(self._owner, self._bureau_changed)
        self._showing = Showing()
        self.asides = Asides(lambda: self.state, self.now, self._showing)
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def now(self) -> datetime:
        """The session's time, never before its last commit's."""
        return max(self._clock.now(), self.state.at)

    def load(self, entries: list[Entry]) -> None:
        """Fold what the log holds; raises Broken where it was altered: nothing is built on that."""
        for commit in self._chain.replay(entries):
            self.state = fold(self.state, commit)
        self._showing.encode(self.state)

    async def open_folders(self) -> None:
        """Fold what the delegations' own logs hold, and the bureau's; raises Broken as `load` does."""
        for code in self.state.delegations:
            self._desk(code).load(await self.log.read(self.name, audience_of(code)))
        self._showing.folders = {code: desk.kept for code, desk in self._desks.items()}
        self._bureau.load(await self.log.read(self.name, bureau.AUDIENCE))
        self._showing.bureau = self._bureau.kept

    @property
    def head_hash(self) -> str:
        return self._chain.head_hash

    @property
    def head_signature(self) -> bytes:
        return self._chain.head_signature

    async def start(self) -> None:
        """After a restart every link starts as dropped; then the clock is watched."""
        if self.state.sitting is not None:
            for code, presence in self.state.presence.items():
                if presence.state == "present":  # who sits in the room itself has no link, and it is refused
                    await self._say(LINK, roll_call.LinkDrop(code))
        # Between sittings too: who presides opens the next one, and may be gone for good. Before the first
        # one nobody has presided yet.
        if any(sitting.called_to_order_at is not None for sitting in self.state.sittings.values()):
            await self._presiding_link(lost=True)
        for channel in languages.channels(self.state).values():
            if channel.seat is not None and channel.state in languages.ON_AIR:
                self._spawn(self._gone, Actor(channel.seat, "interpreter"))
        self.on_want(self.name, routes(self.state))
        self._spawn(self._keep_time)
        self._spawn(self._tell_time)

    async def close(self) -> None:
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        self.dismiss(1001)

    def dismiss(self, code: int) -> None:
        """Every socket is told to go, with this WebSocket close code."""
        self._showing.dismiss(code)

    # commands

    async def take(
        self, actor: Actor, command: wire.Command, cause: str, epoch: int | None = None
    ) -> Commit[wire.Event]:
        """Whatever a person may give: to the plenary, its delegation's folder, the bureau; see `handle`."""
        if isinstance(command, bureau.Command):
            return await self._bureau.handle(lambda: self.state, actor, command, cause, self.now)
        if isinstance(command, folder.Command):
            return await self.file(actor, command, cause)
        return await self.handle(actor, command, cause, epoch)

    async def handle(
        self,
        actor: Actor,
        command: Command,
        cause: str,
        epoch: int | None = None,
        *,
        with_file: bool = False,
    ) -> Commit[Event]:
        """The commit that the command became; the earlier one where its cause is known.

        `epoch` is that of the presiding officer under whom it was given, where the sender says so.
        Raises Refused (nothing changed), Unsaved (it may have counted), StoreUnavailable (it does not
        count) or Fenced (another process owns the session). `with_file`: the caller keeps the bytes of which
        the command has the hash; one that somebody only names would open somebody else's document, or have
        signed what nobody printed.
        """

        def decided(prev_hash: str) -> Commit[Event]:
            now = self.now()
            wire.check_zones(command)
            whose, events = press(self.state, actor, command, now, epoch)
            if not with_file and (code := NEEDS_FILE.get(type(command))):
                raise refuse(code)
            if isinstance(command, Sign) and command.seal:
                must_hold(command)
            return Commit(self.state.version + 1, now, whose, self._epoch, cause, events, prev_hash)

        return await self._chain.give(actor, cause, decided)

    async def file(self, actor: Actor, command: folder.Command, cause: str) -> Commit[folder.Event]:
        """The same in the log of the actor's own delegation."""
        desk = self._desk(actor.delegation or "")  # of nobody, it refuses whatever it is given
        return await desk.handle(lambda: self.state, actor, command, cause, self.now)

    def _desk(self, delegation: str) -> FolderDesk:
        if delegation not in self._desks:
            changed = partial(self._folder_changed, delegation)
            self._desks[delegation] = folder_desk(self._owner, delegation, changed)
        return self._desks[delegation]

    def _folder_changed(self, delegation: str) -> None:
        self._showing.folders = {code: desk.kept for code, desk in self._desks.items()}
        self._showing.show_folder(self.state, delegation, self.now())

    def _bureau_changed(self) -> None:
        self._showing.bureau = self._bureau.kept
        self._showing.show_bureau(self.state, self.now())

    def _move(self) -> None:
        if not self.moved:
            logger.error("session taken by another process", session=self.name)
            self.moved = True
            self.dismiss(4307)

    def _tail(self, commit: Commit[Event]) -> None:
        """The only place where the state changes: for the asker as for all others."""
        self.state = fold(self.state, commit)
        self._showing.encode(self.state)
        self._showing.show(self.state, self.now())
        try:
            self.on_want(self.name, routes(self.state))
        except Exception:  # trouble of the media plane is none of the procedure: the commit counts
            logger.exception("the media plane did not take the routes", session=self.name)
        self._seats_changed(commit)
        self.on_commit(self.name, self.state, commit)
        self._changed.set()

    def _seats_changed(self, commit: Commit[Event]) -> None:
        for event in commit.events:
            match event:
                case seats.SeatRevoked() | seats.LinkReissued():
                    self._showing.expel(event.seat)
                    self.on_expelled(self.name, event.seat)
                case seats.SeatAdmitted() if event.seat in self._showing.connected:
                    plate = self.state.seats[event.seat]
                    self._spawn(self._insist, self._alive, Actor(plate.id, plate.role, plate.delegation))

    async def _say(self, actor: Actor, command: Command) -> None:
        """A fact of clock, link or media. A fact that the procedure has no use for now is dropped."""
        # By chance: no seat can take this id before it, and two facts of one moment stay two.
        cause = f"{actor.seat}-{uuid4()}"
        with contextlib.suppress(Refused):
            await self.handle(actor, command, cause)

    # seats and links

    def whole(self, actor: Actor) -> bytes:
        """One frame with everything that this seat sees."""
        return self._showing.whole(self.state, actor, self.now())

    def subscribe(self, subscriber: Subscriber, after: int | None, device: str = "") -> None:
        """Show the session to this seat from now on: what changed since version `after`, or everything."""
        self._showing.join(subscriber, self.state, self.now(), after, device)
        self._spawn(self._insist, self._here, subscriber)

    def unsubscribe(self, subscriber: Subscriber) -> None:
        if self._showing.part(subscriber):
            self._spawn(self._gone, subscriber.actor)

    @property
    def connected(self) -> frozenset[str]:
        return self._showing.connected

    def signal(self, seat: str, key: str, frame: bytes, device: str | None = None) -> None:
        """Something that is no event (who stands in which place) to a seat, or to one device of it; kept for
        when it comes back."""
        self._showing.signal(seat, key, frame, device)

    def end_signal(self, seat: str, key: str) -> None:
        self._showing.end_signal(seat, key)

    def signals(self, subscriber: Subscriber) -> list[bytes]:
        """All signals that hold for this one now, who is connected among them."""
        return self._showing.signals(subscriber)

    async def touch(self, actor: Actor) -> None:
        """A seat shows that it is alive: its link, if lost, is back."""
        with contextlib.suppress(Unsaved, StoreUnavailable):  # it may look while nothing can be saved
            await self._alive(actor)

    async def _here(self, subscriber: Subscriber) -> None:
        if self._showing.holds(subscriber):
            await self._alive(subscriber.actor)

    async def _alive(self, actor: Actor) -> None:
        if seats.outside(self.state, actor.seat):
            await self._say(LINK, seats.WaitInLobby(actor.seat))
            return
        presence = self.state.presence.get(actor.delegation or "")
        if presence is not None and presence.state == "link_lost" and actor.delegation:
            await self._say(LINK, roll_call.LinkRestore(actor.delegation))
        holder = self.state.seats.get(self.state.presiding.seat or "")
        if actor.seat == self.state.presiding.seat:
            await self._presiding_link(lost=False)
        elif actor.role == "deputy" and holder is not None and self.state.sitting is None:
            # Who presided last, or never came yet, may not come to the next sitting: somebody must open it.
            self._spawn(self._gone, Actor(holder.id, holder.role, holder.delegation))

    async def _gone(self, actor: Actor) -> None:
        await self._sleep(LINK_SETTLES_S)
        await self._insist(self._lost, actor)

    async def _lost(self, actor: Actor) -> None:
        if actor.seat in self._showing.connected and not seats.outside(self.state, actor.seat):
            return
        if actor.seat == self.state.presiding.seat:
            await self._presiding_link(lost=True)
        if actor.delegation and actor.delegation not in self._showing.delegations:
            await self._say(LINK, roll_call.LinkDrop(actor.delegation))
        await self._off_the_air(actor.seat)

    async def _off_the_air(self, seat: str) -> None:
        for language, channel in languages.channels(self.state).items():
            if channel.seat == seat and channel.state in languages.ON_AIR:
                await self._say(LINK, languages.CannotInterpret(language, "link"))

    def hushed(self, seat: str, lives: Callable[[], bool]) -> None:
        """No sound comes from this seat's line. A booth on air has failed then, unless it `lives` again soon.

        Of a speaker whose sound is lost everybody knows at once; a booth is heard by few.
        """
        if languages.on_air(self.state, seat):
            self._spawn(self._stays_hushed, seat, lives)

    async def _stays_hushed(self, seat: str, lives: Callable[[], bool]) -> None:
        await self._sleep(LINK_SETTLES_S)
        if not lives():
            await self._insist(self._off_the_air, seat)

    async def _insist(self, tell: Callable[..., Awaitable[None]], *arguments: object) -> None:
        """A fact that the store did not take is told again, for as long as it is one."""
        while True:
            try:
                return await tell(*arguments)
            except (Unsaved, StoreUnavailable):
                await self._sleep(SAVING_S)

    async def _presiding_link(self, *, lost: bool) -> None:
        if self.state.status not in ("convened", "open", "suspended"):
            return
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
                self._spawn(self._insist, self._say, MEDIA, floor.BeginSpeech(r))

    # the clock

    async def _keep_time(self) -> None:
        while True:
            self._changed.clear()
            deadline = due(self.state)
            wait = None if deadline is None else (deadline[0] - self.now()).total_seconds()
            if deadline is not None and wait is not None and wait <= 0:
                before = self.state.version
                with contextlib.suppress(Unsaved, StoreUnavailable):
                    await self._say(CLOCK, deadline[1])
                if self.state.version != before:
                    continue
                wait = SAVING_S  # refused or not saved: do not spin
            # Not wait_for: before Python 3.12 it loses a cancellation that comes with the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._changed.wait()

    def clock_moved(self) -> None:
        """The clock was moved (the demo skips a night): look at the deadlines anew."""
        self._changed.set()
        self._showing.broadcast(tick(self.now()))

    async def _tell_time(self) -> None:
        """A sign of life to every browser, and the session's time with it."""
        while True:
            await self._sleep(TICK_S)
            self._showing.broadcast(tick(self.now()))

    def _spawn(self, work: Callable[..., Awaitable[None]], *arguments: object) -> None:
        task = asyncio.ensure_future(self._guarded(work, *arguments))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Callable[..., Awaitable[None]], *arguments: object) -> None:
        try:
            await work(*arguments)
        except Fenced:
            self._move()
        except Exception:  # nobody awaits a room's own tasks: what one of them ends of must be seen
            logger.exception("a task of the room failed", session=self.name)
