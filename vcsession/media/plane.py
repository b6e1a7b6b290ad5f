"""The plane: wanted routes against actual ones. Nothing else in the program gives media orders."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from vcsession.core.routing import SILENT, Hall, Routes
from vcsession.media.connection import Connection
from vcsession.media.figures import Figures
from vcsession.media.forward import PlaceState
from vcsession.media.ingest import Publication
from vcsession.media.mux import Mux
from vcsession.media.sdp import BadOffer, fragment_ufrag, parse
from vcsession.media.transport import Certificate

__all__ = ["BadOffer", "Joined", "PlaceState", "Plane", "Restarted", "StaleEtag", "UnknownConnection"]

CONNECTIONS = 8
"""Connections one seat may have; the oldest gives way."""
TICK = 0.05
"""Seconds between two looks at losses and deferred keyframe requests, while anybody is connected."""
REPORTS = 1.0
CONSENT = 30.0
"""Seconds without a valid ICE check after which a client has gone (RFC 7675 5.1)."""


class UnknownConnection(LookupError):
    """No such connection (any more)."""


class StaleEtag(ValueError):
    """The entity tag names an ICE session that has been replaced."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The answer to an offer; `etag` names its ICE session (without the quotes of HTTP)."""

    id: str
    answer: str
    etag: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The answer to a fragment; empty where that only told candidates, which ICE-lite does not need."""

    fragment: str
    etag: str


@dataclass(slots=True)
class _Session:
    routes: Routes = SILENT
    connections: list[Connection] = field(default_factory=list)
    listening: dict[str, str] = field(default_factory=dict)
    """Seat -> the language that it listens to; whoever hears the floor alone is not here."""
    unheard: set[str] = field(default_factory=set)
    """Seats that came into a floor and have not been heard since."""


def _ignore(*_: object) -> None:
    pass


class Plane:
    """All media of one process, on one UDP port. Not thread-safe: one event loop."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_host: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`host`, `port`: where to bind (0: any free port); `public_host`: the address told to clients."""
        self.host = host
        self.port = port
        self.public_host = public_host or host
        self.on_sound: Callable[[str, str], None] = _ignore
        self.on_places: Callable[[str, str, tuple[PlaceState, ...]], None] = _ignore
        self.on_left: Callable[[str, str], None] = _ignore
        self._clock = clock
        self._counters = Figures()
        self._mux = Mux(self._counters, clock)
        self._certificate = Certificate()
        self._sessions: dict[str, _Session] = {}
        self._connections: dict[str, Connection] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.TimerHandle | None = None
        self._reported_at = 0.0

    async def start(self) -> None:
        """Bind the port; `port` afterwards is the real one. Raises OSError where it is taken."""
        self.port = self._mux.open(self.host, self.port)

    async def close(self) -> None:
        """End every connection and close the port; no task is left."""
        await asyncio.gather(*(self.leave(identity) for identity in list(self._connections)))
        await asyncio.gather(*self._endings, return_exceptions=True)
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self._mux.close()

    async def offer(self, session: str, seat: str, sdp: str, *, may_publish: bool) -> Joined:
        """Answer a client's offer. Raises BadOffer with a plain sentence; nothing is left behind then."""
        offer = parse(sdp)
        connection = Connection(
            self,
            secrets.token_urlsafe(12),
            session,
            seat,
            offer,
            self._mux,
            self._certificate,
            may_publish=may_publish,
        )
        connection.etag = secrets.token_hex(8)
        self._connections[connection.identity] = connection
        connections = self._sessions.setdefault(session, _Session()).connections
        connections.append(connection)
        same_seat = [c for c in connections if c.seat == seat]
        if len(same_seat) > CONNECTIONS:
            self.went_down(same_seat[0])
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)
        return Joined(connection.identity, connection.answer(self.public_host, self.port), connection.etag)

    async def restart(self, connection: str, fragment: str, etag: str) -> Restarted:
        """Restart ICE by a trickle-ice-sdpfrag (RFC 9725 4.3); DTLS, places and publications stay.

        `etag` is the current one, or `*` as RFC 9725 wants it for a restart. Raises UnknownConnection,
        StaleEtag, BadOffer.
        """
        known = self._connections.get(connection)
        if known is None:
            raise UnknownConnection("There is no such media connection.")
        if etag not in ("*", known.etag):
            raise StaleEtag("The media connection has been restarted since.")
        ufrag = fragment_ufrag(fragment)
        if ufrag == known.remote_ufrag:
            return Restarted("", known.etag)
        known.etag = secrets.token_hex(8)
        return Restarted(known.restart(ufrag, self.public_host, self.port), known.etag)

    async def leave(self, connection: str) -> None:
        """End a connection; nothing happens where it has ended already."""
        known = self._connections.get(connection)
        if known is not None:
            await self._forget(known)

    def want(self, session: str, routes: Routes) -> None:
        """The whole gate of a session. Replaces what was wanted before; takes effect before it returns."""
        known = self._sessions.get(session)
        if routes == (known.routes if known is not None else SILENT):
            return
        if known is None:
            known = self._sessions[session] = _Session()
        floors = {hall.floor for hall in routes.halls if hall.floor is not None}
        before = {hall.floor for hall in known.routes.halls if hall.floor is not None}
        known.unheard = (known.unheard & floors) | (floors - before)
        known.routes = routes
        self._settle(session)

    def listen(self, session: str, seat: str, language: str) -> None:
        """The seat listens to this language's interpreter beside the floor; "" for the floor alone.

        A language that nobody interprets into now is heard once somebody does.
        """
        known = self._sessions.get(session)
        if known is None or not any(c.seat == seat for c in known.connections):
            return
        if language:
            known.listening[seat] = language
        else:
            known.listening.pop(seat, None)
        self._settle(session)

    def resize(self, session: str, seat: str, connection: str, lines: Mapping[str, int]) -> None:
        """How high, in pixels of its screen, the seat's browser shows its video places, by their names.

        Another seat's connection, or a place that it has not, is passed over.
        """
        known = self._connections.get(connection)
        if known is not None and (known.session, known.seat) == (session, seat):
            known.resize(lines)

    def figures(self) -> Figures:
        return replace(self._counters, connections=sum(c.up for c in self._connections.values()))

    def _settle(self, name: str) -> None:
        """Make the session's places show what its routes want, and tell what changed."""
        session = self._sessions[name]
        if not session.connections and not session.routes.halls:
            del self._sessions[name]
            return
        sources = self._sources(session)
        now = self._clock()
        halls = session.routes.halls
        for connection in session.connections:
            if not connection.up:
                continue
            hall = next((h for h in halls if connection.seat in h.hearers), None)
            language = session.listening.get(connection.seat, "")
            wanted = _wanted(hall, connection.seat, language) if hall is not None else {}
            for place in connection.places:
                place.show(sources.get((wanted.get((place.kind, place.name)), place.kind)), now)
            connection.allocate(now)
            self._tell(connection)
            for publication in connection.publications.values():
                current = sources.get((connection.seat, "audio")) is publication
                publication.announce = current and connection.seat in session.unheard

    def _sources(self, session: _Session) -> dict[tuple[str | None, str], Publication]:
        """The microphone and camera of each seat: those of its newest connection that publishes."""
        newest: dict[str, Connection] = {}
        for connection in session.connections:
            if connection.up and connection.publications:
                newest[connection.seat] = connection
        return {
            (seat, publication.kind): publication
            for seat, connection in newest.items()
            for name, publication in connection.publications.items()
            if name in ("microphone", "camera")
        }

    def _tell(self, connection: Connection) -> None:
        states = tuple(place.state() for place in connection.places)
        if states and states != connection.shown:
            connection.shown = states
            self._call(self.on_places, connection.session, connection.identity, states)

    def _call(self, callback: Callable[..., None], *arguments: object) -> None:
        # Later: a callback that wants other routes must not do so in the middle of these, nor of a packet.
        asyncio.get_running_loop().call_soon(callback, *arguments)

    def came_up(self, connection: Connection) -> None:
        self._settle(connection.session)

    def went_down(self, connection: Connection) -> None:
        if self._connections.get(connection.identity) is not connection:
            return
        ending = asyncio.get_running_loop().create_task(self._forget(connection))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
        self._call(self.on_left, connection.session, connection.identity)

    def heard(self, connection: Connection) -> None:
        self._sessions[connection.session].unheard.discard(connection.seat)
        self._call(self.on_sound, connection.session, connection.seat)

    async def _forget(self, connection: Connection) -> None:
        if self._connections.pop(connection.identity, None) is None:
            return
        session = self._sessions[connection.session]
        session.connections.remove(connection)
        if all(other.seat != connection.seat for other in session.connections):
            session.listening.pop(connection.seat, None)
        connection.detach()
        self._settle(connection.session)
        await connection.link.close()

    def _tick(self) -> None:
        self._ticker = None
        if not self._connections:
            return
        self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)
        now = self._clock()
        reports = now - self._reported_at >= REPORTS
        if reports:
            self._reported_at = now
        stirred = set()
        for connection in list(self._connections.values()):
            try:
                if connection.tick(now):
                    stirred.add(connection.session)
                if reports:
                    connection.report(now)
            except Exception:
                self._counters.faults += 1
            silent = now - connection.link.agent.heard
            if silent > CONSENT or (not connection.up and now - connection.since > CONSENT):
                self.went_down(connection)
        for name in stirred:
            self._settle(name)


def _wanted(hall: Hall, seat: str, language: str) -> dict[tuple[str, str], str]:
    """Whose source stands where for a receiver: (kind, name of the place) -> seat. Never one's own."""
    wanted: dict[tuple[str, str], str] = {}
    if hall.floor is not None and hall.floor != seat:
        wanted["audio", "floor"] = wanted["video", "floor"] = hall.floor
    voices = [voice for voice in hall.voices if voice not in (seat, hall.floor)]
    for number, voice in enumerate(voices, 1):
        wanted["audio", f"voice-{number}"] = voice
    interpreter = hall.interpretation.get(language)
    if interpreter is not None and interpreter != seat:
        wanted["audio", "interpretation"] = interpreter
    for number, picture in enumerate(hall.pictures, 1):
        if picture != seat:
            wanted["video", f"tile-{number}"] = picture
    return wanted
