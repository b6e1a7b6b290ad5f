"""Composition: a store, rooms, the media plane and the application, made into one running server."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import vcsession
from vcsession import wire
from vcsession.clock import Clock
from vcsession.config import Settings
from vcsession.core.convocation import Convocation
from vcsession.core.matters.line_checks import Line
from vcsession.core.matters.seats import link as link_of
from vcsession.core.matters.seats import live
from vcsession.core.state import State
from vcsession.documents.papers import Paper, formats
from vcsession.http.access import Access, CheckClaim, Claim
from vcsession.http.application import application
from vcsession.http.ports import Full, Outside, StaleTag
from vcsession.http.relays import Relays
from vcsession.issuing import Issuing
from vcsession.journal import Log
from vcsession.line_checks import CheckDoor, line_of
from vcsession.log.checks import Checks
from vcsession.log.embedded import EmbeddedStore
from vcsession.log.issued import IssuedFiles
from vcsession.log.redis import RedisLog
from vcsession.log.shelf import Shelf
from vcsession.media import addresses
from vcsession.media.measure import Path as MediaPath
from vcsession.media.plane import Full as PlaneFull
from vcsession.media.plane import Joined, PlaceState, Plane, Restarted, StaleEtag, UnknownConnection
from vcsession.media.recorder import Problem
from vcsession.own_template import own_template
from vcsession.reading_room import ReadingRoom, sessions
from vcsession.recordings import Recordings
from vcsession.room import Room
from vcsession.rooms import Rooms
from vcsession.signing import Signer

STATIC = Path(vcsession.__file__).parent / "static"


class CannotServe(Exception):
    """The server cannot start; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that signs heads, and the key that signs tokens."""

    record: Signer
    access: Access


def keys(data_dir: Path) -> Keys:
    """Kept in the data directory, made at first use; raises KeyProblem."""
    folder = data_dir / "keys"
    return Keys(Signer.load_or_create(folder / "record.pem"), Access.load_or_create(folder / "tokens.pem"))


class MediaDoor:
    """Connections by seat: what the HTTP side asks of the plane, and what the plane tells the rooms."""

    def __init__(self, plane: Plane, rooms: Rooms) -> None:
        self._plane = plane
        self._rooms = rooms
        self._owners: dict[str, tuple[str, str]] = {}
        self._devices: dict[str, str] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        rooms.on_want = plane.want
        rooms.on_expelled = self.expel
        plane.on_sound = self._sounded
        plane.on_places = self._places
        plane.on_speaking = self._speaking
        plane.on_sounds = self._sounds
        plane.on_hush = self._hushed
        plane.on_layers = self._layers
        plane.on_left = self._left
        plane.taping.on_recording = self._recording

    async def offer(
        self, session: str, seat: str, sdp: str, *, may_publish: bool, device: str = ""
    ) -> Joined:
        try:
            joined = await self._plane.offer(session, seat, sdp, may_publish=may_publish, device=device)
        except PlaneFull as error:
            raise Full(error.sound, str(error)) from error
        self._owners[joined.id] = session, seat
        self._devices[joined.id] = device
        return joined

    async def restart(self, session: str, seat: str, connection: str, fragment: str, etag: str) -> Restarted:
        if self._owners.get(connection) != (session, seat):
            raise UnknownConnection(connection)
        try:
            return await self._plane.restart(connection, fragment, etag)
        except StaleEtag as error:
            raise StaleTag(str(error)) from error

    async def leave(self, session: str, seat: str, connection: str) -> None:
        if self._owners.get(connection) == (session, seat):
            self._left(session, connection)
            await self._plane.leave(connection)

    def expel(self, session: str, seat: str) -> None:
        """Every media connection of the seat ends."""
        for connection in [c for c, owner in self._owners.items() if owner == (session, seat)]:
            task = asyncio.ensure_future(self.leave(session, seat, connection))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    def tell_path(self, session: str, seat: str, connection: str, path: str) -> None:
        if self._owners.get(connection) == (session, seat):
            self._plane.tell_path(connection, cast(MediaPath, path))

    def measured(self, session: str, seat: str) -> Line | None:
        """Of the seat's newest connection that has stood long enough."""
        lines = (line_of(figures) for figures in self._plane.lines(session) if figures.seat == seat)
        return next((line for line in reversed(tuple(lines)) if line is not None), None)

    def lines(self, session: str) -> list[dict[str, Any]]:
        return [wire.mapping(figures) for figures in self._plane.lines(session)]

    def addresses(self) -> tuple[tuple[str, ...], int]:
        return self._plane.public_hosts, self._plane.port

    def listen(self, session: str, seat: str, language: str, connection: str = "") -> None:
        self._plane.listen(session, seat, language, connection)

    def interpret(self, session: str, seat: str, language: str) -> None:
        self._plane.interpret(session, seat, language)

    def sound(self, session: str, seat: str, connection: str) -> None:
        self._plane.sound(session, seat, connection)

    def resize(self, session: str, seat: str, connection: str, lines: Mapping[str, int]) -> None:
        self._plane.resize(session, seat, connection, lines)

    def _room(self, session: str) -> Room | None:
        return _opened(self._rooms)(session)

    def _sounded(self, session: str, seat: str) -> None:
        if (room := self._room(session)) is not None:
            room.sounded(seat)

    def _hushed(self, session: str, seat: str) -> None:
        if (room := self._room(session)) is not None:
            room.hushed(seat, lambda: self._plane.lives(session, seat))

    def _places(self, session: str, connection: str, states: tuple[PlaceState, ...]) -> None:
        self._signal(session, connection, "places", media=connection, places=states)

    def _speaking(self, session: str, connection: str, seats: tuple[str, ...]) -> None:
        self._signal(session, connection, "speaking", seats=seats)

    def _sounds(self, session: str, connection: str, here: bool) -> None:
        self._signal(session, connection, "sounds", media=connection, here=here)

    def _signal(self, session: str, connection: str, frame: str, **more: Any) -> None:
        """To the device whose connection it is, and to no other of the seat."""
        room, owner = self._room(session), self._owners.get(connection)
        if room is not None and owner is not None:
            data = wire.dump({"frame": frame, **more})
            room.signal(owner[1], f"{connection} {frame}", data, self._devices[connection])

    def _layers(self, session: str, connection: str, rids: frozenset[str]) -> None:
        self._signal(session, connection, "layers", media=connection, active=sorted(rids))

    def _recording(self, session: str, problem: Problem) -> None:
        if (room := self._room(session)) is not None:
            for seat in room.state.seats.values():
                why = problem if seat.role in ("chair", "deputy", "secretary", "technician") else ""
                frame = wire.dump({"frame": "recording", "stopped": problem != "", "why": why})
                room.signal(seat.id, "recording", frame)

    def _left(self, session: str, connection: str) -> None:
        room, owner = self._room(session), self._owners.pop(connection, None)
        self._devices.pop(connection, None)
        if room is not None and owner is not None:
            for frame in ("places", "speaking", "sounds", "layers"):
                room.end_signal(owner[1], f"{connection} {frame}")


class _Figures(Collector):
    """The plane's and the rooms' counters, read when they are asked for."""

    def __init__(self, plane: Plane, rooms: Rooms) -> None:
        self._plane = plane
        self._rooms = rooms

    def collect(self) -> list[Metric]:
        opened = self._rooms.opened()
        figures = {
            "sessions": len(opened),
            "tasks": len(asyncio.all_tasks()),
            "seats_connected": sum(len(room.connected) for room in opened),
            **{f"media_{name}": value for name, value in wire.mapping(self._plane.figures()).items()},
        }
        return [
            GaugeMetricFamily(f"vcsession_{name}", name.replace("_", " "), value)
            for name, value in figures.items()
            if isinstance(value, int | float)
        ]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str
    rooms: Rooms
    keys: Keys
    plane: Plane

    def links(self, room: Room) -> list[dict[str, Any]]:
        """The join links of a session: {"seat", "role", "delegation", "link", "token"} for each seat."""
        return links(room.state, self.keys.access, self.url)


def links(state: State, access: Access, url: str) -> list[dict[str, Any]]:
    found = []
    session = state.convocation.id
    for seat in live(state):
        token = access.token(Claim(session, seat.id, link_of(state, seat.id).serial))
        link = f"{url}/join#{token}"
        found.append(
            {"seat": seat.id, "role": seat.role, "delegation": seat.delegation, "link": link, "token": token}
        )
    return found


def check_links(state: State, access: Access, url: str) -> list[dict[str, str]]:
    """The links of the line check: {"delegation", "link", "token"} for each; they open nothing else."""
    found = []
    for code in state.delegations:
        token = access.check_token(CheckClaim(state.convocation.id, code))
        found.append({"delegation": code, "link": f"{url}/check#{token}", "token": token})
    return found


@contextmanager
def told(data_dir: Path, url: str) -> Iterator[None]:
    """Tells the commands on this data directory where its server is, while it runs."""
    note = data_dir / NOTE
    note.write_text(url, encoding="utf-8")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


NOTE = "server.url"


@asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Server]:
    """A server from its settings until the context ends; raises CannotServe, StoreError, KeyProblem."""
    async with AsyncExitStack() as stack:
        own = keys(settings.data_dir)
        url = settings.redis_url
        if url is None:
            url = (await stack.enter_async_context(EmbeddedStore(settings.data_dir))).url
        store: Log = await RedisLog.connect(url, wait=settings.redis_wait)
        stack.push_async_callback(store.close)
        rooms = Rooms(store, own.record, clock or Clock())
        stack.push_async_callback(rooms.close)
        yield await _open(stack, settings, rooms, own)


async def _open(stack: AsyncExitStack, settings: Settings, rooms: Rooms, own: Keys) -> Server:
    plane = await _media(settings)
    plane.taping.archive = recordings = Recordings(settings.data_dir / "recordings", rooms.store, rooms.clock)
    mending = asyncio.create_task(recordings.mend())
    stack.push_async_callback(asyncio.wait, [mending])
    stack.push_async_callback(plane.close)
    registry = CollectorRegistry()
    registry.register(_Figures(plane, rooms))
    public_key = own.record.public_key.public_bytes_raw()

    scheme = "https" if settings.tls_cert else "http"
    base = settings.public_url or f"{scheme}://{_shown(settings.host)}:{settings.port}"
    shelf, issued = Shelf(settings.data_dir / "papers"), IssuedFiles(settings.data_dir / "issued")
    try:
        own_template(settings.data_dir)
    except ValueError as error:
        raise CannotServe(str(error)) from error
    issuing = Issuing(shelf, issued, public_key, lambda: base, lambda: own_template(settings.data_dir))
    stack.push_async_callback(issuing.close)
    reading = ReadingRoom(own.record, shelf, lambda: base, lambda: own_template(settings.data_dir))
    rooms.on_commit = lambda session, _state, commit: issuing.told(_opened(rooms), session, commit)
    outside = Outside(
        rooms=rooms,
        access=own.access,
        media=MediaDoor(plane, rooms),
        checking=CheckDoor(plane),
        minutes=issuing.minutes,
        paper=issuing.paper,
        signable=issuing.signable,
        versions=issuing.versions,
        replies=issuing.replies,
        issued=issued.find,
        shelf=shelf,
        recordings=recordings,
        checks=Checks(settings.data_dir / "checks", lambda: wire.stamp(rooms.clock.now())),
        convene=rooms.convene,
        static=STATIC,
        public_url=base,
        seats=lambda room: links(room.state, own.access, base),
        metrics=lambda: generate_latest(registry),
        course=reading.course,
        check=reading.check,
        bundle=reading.bundle,
        sessions=lambda: sessions(rooms),
        papers={name: formats(name) for name in get_args(Paper)},
        relays=Relays(settings.turn_urls, settings.turn_secret.get_secret_value()),
    )
    runner = web.AppRunner(application(outside), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, settings.host, settings.port, ssl_context=_tls(settings)).start()
    except OSError as error:
        reason = error.strerror or "it is in use"
        raise CannotServe(f"the port {settings.port} on {settings.host} cannot be used: {reason}") from error
    port = runner.addresses[0][1]
    if not settings.public_url:
        base = f"{scheme}://{_shown(settings.host)}:{port}"
    stack.enter_context(told(settings.data_dir, base))
    return Server(base, rooms, own, plane)


async def _media(settings: Settings) -> Plane:
    """The plane at its addresses, started."""
    try:
        hosts = settings.media_host or await addresses.of_host(settings.host)
        public = addresses.told(hosts, settings.media_public_host)
    except addresses.BadAddress as error:
        raise CannotServe(str(error)) from error
    port = settings.media_port or settings.port
    plane = Plane(hosts=hosts, port=port, public_hosts=public, limit=settings.media_limit)
    try:
        await plane.start()
    except OSError as error:
        raise CannotServe(
            f"the UDP port {plane.port} on {error.filename} cannot be used: {error.strerror}"
        ) from error
    return plane


def _opened(rooms: Rooms) -> Callable[[str], Room | None]:
    return lambda session: next((room for room in rooms.opened() if room.name == session), None)


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise CannotServe(
            f"the TLS certificate {settings.tls_cert} cannot be used: {error.strerror}"
        ) from error
    return context


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0") else host


async def convene(store: Log, own: Keys, clock: Clock, convocation: Convocation) -> Room:
    """Convene a session without a server; raises SessionExists, Refused."""
    rooms = Rooms(store, own.record, clock)
    try:
        return await rooms.convene(convocation)
    finally:
        await rooms.close()
