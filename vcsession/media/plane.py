"""The plane: wanted routes against actual ones. Nothing else in the program gives media orders."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from vcsession.core.routing import SILENT, Routes
from vcsession.media.admission import LIMIT, Admission, Full
from vcsession.media.connection import Connection
from vcsession.media.figures import Figures
from vcsession.media.forward import PlaceState
from vcsession.media.measure import LineFigures, Path
from vcsession.media.mux import Mux
from vcsession.media.sdp import BadOffer, Offer, fragment_ufrag, parse
from vcsession.media.seating import Session, Sounding, lives, microphones, mirrored, wanted
from vcsession.media.taping import Taping
from vcsession.media.telling import Telling
from vcsession.media.transport import Certificate

__all__ = [
    "BadOffer",
    "Full",
    "Joined",
    "LineFigures",
    "PlaceState",
    "Plane",
    "Restarted",
    "StaleEtag",
    "UnknownConnection",
]

CONNECTIONS = 8
"""Connections one seat may have; the oldest gives way."""
CHECK = "check"
"""Stands for session and seat of a line that is checked: with a space after it, no session is named so."""
TICK = 0.05
"""Seconds between two looks at losses and deferred keyframe requests, while anybody is connected."""
REPORTS = 1.0
CONSENT = 30.0
"""Seconds without a valid ICE check after which nothing is sent to a client any more (RFC 7675 5.1)."""
KEPT = 120.0
"""Seconds after which it has gone. Until then its keys and places are held: a line that was cut for a minute
goes on by one check, without a new offer."""


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


class Plane(Telling):
    """All media of one process, on one UDP port. Not thread-safe: one event loop."""

    def __init__(
        self,
        *,
        hosts: Sequence[str] = ("127.0.0.1",),
        port: int = 0,
        public_hosts: Sequence[str] = (),
        limit: int = LIMIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`hosts`, `port`: where to bind (0: any free port); `public_hosts`: what clients are told.

        They are IP addresses, the best first; IPv4 and IPv6 may stand side by side. `limit`: connections with
        pictures (see `admission`).
        """
        self.hosts = tuple(hosts)
        self.port = port
        self.public_hosts = tuple(public_hosts) or self.hosts
        super().__init__()
        self.taping = Taping(clock)
        self._clock = clock
        self._admission = Admission(limit)
        self._counters = Figures()
        self._mux = Mux(self._counters, clock)
        self._certificate = Certificate()
        self._sessions: dict[str, Session] = {}
        self._connections: dict[str, Connection] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.TimerHandle | None = None
        self._reported_at = 0.0

    async def start(self) -> None:
        """Bind the port; `port` afterwards is the real one.

        Raises OSError, its `filename` the address that cannot be had.
        """
        self.port = self._mux.open(self.hosts, self.port)

    async def close(self) -> None:
        """End every connection and close the port; no task is left."""
        self.taping.end(self._sessions)
        await asyncio.gather(*(self.leave(identity) for identity in list(self._connections)))
        await asyncio.gather(*self._endings, return_exceptions=True)
        await self.taping.ended()
        if self._ticker is not None:
            self._ticker.cancel()
            self._ticker = None
        self._mux.close()

    async def offer(
        self, session: str, seat: str, sdp: str, *, may_publish: bool, device: str = ""
    ) -> Joined:
        """Answer a client's offer. Raises BadOffer or Full with a plain sentence; nothing is left behind.

        Of several connections of a seat one is heard: the newest of the `device` that was heard first.
        """
        offer = parse(sdp)
        known = self._sessions.get(session) or Session()
        pictures = any(s.kind == "video" and s.direction in ("send", "receive") for s in offer.sections)
        self._admission.admit(known.admitted, seat, self._carried(), pictures=pictures)
        self._sessions[session] = known
        return self._answer(session, seat, offer, may_publish=may_publish, device=device)

    async def check(self, sdp: str) -> Joined:
        """Answer the offer of a line that is checked: alone in a session that nobody else can enter.

        It gets back what it sends, in the places of the floor. Raises BadOffer, Full.
        """
        offer = parse(sdp)
        checked = sum(connection.mirrored for connection in self._connections.values())
        self._admission.check(self._carried(), checked)
        return self._answer(f"{CHECK} {secrets.token_hex(8)}", CHECK, offer, may_publish=True, mirror=True)

    def _carried(self) -> int:
        return sum(not connection.rests for connection in self._connections.values())

    def _answer(
        self,
        session: str,
        seat: str,
        offer: Offer,
        *,
        may_publish: bool,
        device: str = "",
        mirror: bool = False,
    ) -> Joined:
        ours = secrets.token_urlsafe(12), session, seat, offer, self._mux, self._certificate
        connection = Connection(self, *ours, may_publish=may_publish, mirrored=mirror, device=device)
        connection.etag = secrets.token_hex(8)
        self._connections[connection.identity] = connection
        known = self._sessions.setdefault(session, Session())
        left = known.lines.get(seat)
        if left is not None and left[0] == device:
            connection.line = left[1].again()
        connections = known.connections
        connections.append(connection)
        same_seat = [c for c in connections if c.seat == seat]
        if len(same_seat) > CONNECTIONS:
            self.went_down(same_seat[0])
        for former in same_seat:
            if former.rests and former.device == device:
                # This device comes anew: it will not come back by what it had.
                self.went_down(former)
        if self._ticker is None:
            self._ticker = asyncio.get_running_loop().call_later(TICK, self._tick)
        return Joined(connection.identity, connection.answer(self.public_hosts, self.port), connection.etag)

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
        return Restarted(known.restart(ufrag, self.public_hosts, self.port), known.etag)

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
            known = self._sessions[session] = Session()
        floors = {hall.floor for hall in routes.halls if hall.floor is not None}
        before = {hall.floor for hall in known.routes.halls if hall.floor is not None}
        known.unheard = (known.unheard & floors) | (floors - before)
        known.routes = routes
        # Whoever leaves a side room comes into the next one as a voice among others.
        inside = {seat for hall in routes.halls for seat in hall.booths}
        known.into = {seat: language for seat, language in known.into.items() if seat in inside}
        self._settle(session)

    def listen(self, session: str, seat: str, language: str, connection: str = "") -> None:
        """The seat listens to this language's interpreter beside the floor; "" for the floor alone.

        On this one of its connections, or on all that it has now. A language that nobody interprets into now
        is heard once somebody does.
        """
        known = self._sessions.get(session)
        listening = [
            c
            for c in (known.connections if known is not None else ())
            if c.seat == seat and connection in ("", c.identity)
        ]
        for one in listening:
            one.language = language
        if listening:
            self._settle(session)

    def interpret(self, session: str, seat: str, language: str) -> None:
        """In a side room the interpreter is heard in this language alone; "": as a voice like any other.

        Nothing happens where the routes give the seat no booth.
        """
        known = self._sessions.get(session)
        if known is not None and any(seat in hall.booths for hall in known.routes.halls):
            known.into[seat] = language
            self._settle(session)

    def sound(self, session: str, seat: str, connection: str) -> None:
        """Of all connections of the seat this one is heard from now on; one that publishes nothing is not."""
        known = self._connections.get(connection)
        if known is not None and (known.session, known.seat) == (session, seat) and known.publications:
            self._sessions[session].sounding[seat] = Sounding(known, chosen=True)
            self._settle(session)

    def lives(self, session: str, seat: str) -> bool:
        """Whether packets of the seat's microphone arrive, by the connection that is heard."""
        known = self._sessions.get(session)
        heard = known.sounding.get(seat) if known is not None else None
        return heard is not None and lives(heard.connection)

    def resize(self, session: str, seat: str, connection: str, lines: Mapping[str, int]) -> None:
        """How high, in pixels of its screen, the seat's browser shows its video places, by their names.

        0: no picture there, until it is named with another height or not named.
        Another seat's connection, or a place that it has not, is passed over.
        """
        known = self._connections.get(connection)
        if known is not None and (known.session, known.seat) == (session, seat):
            known.resize(lines)
            self.ask_for_layers(self._sessions[session], self._clock())

    def tell_path(self, connection: str, path: Path) -> None:
        """By which way a client reaches us, as its browser says."""
        if (known := self._connections.get(connection)) is not None:
            known.meter.path = path

    def lines(self, session: str) -> tuple[LineFigures, ...]:
        """The figures of the session's connections, the oldest first."""
        known, now = self._sessions.get(session), self._clock()
        return tuple(c.meter.figures(c, now) for c in known.connections) if known is not None else ()

    def line(self, connection: str) -> LineFigures | None:
        """The figures of one connection; None where there is none."""
        known = self._connections.get(connection)
        return known.meter.figures(known, self._clock()) if known is not None else None

    def figures(self) -> Figures:
        return replace(self._counters, connections=sum(c.up for c in self._connections.values()))

    def _settle(self, name: str) -> None:
        """Make the session's places show what its routes want, and tell what changed."""
        session = self._sessions[name]
        now = self._clock()
        sources = session.sources(now)
        session.choose(microphones(sources), now)
        self.taping.settle(name, session, sources)
        if not session.connections and not session.routes.halls:
            del self._sessions[name]
            return
        for connection in session.connections:
            if not connection.up:
                continue
            hall = session.hall_of(connection.seat)
            places = wanted(session, hall, connection, sources) if hall is not None else {}
            if connection.mirrored:
                places = mirrored(connection.seat)
            for place in connection.places:
                source = places.get((place.kind, place.name))
                place.show(sources.get(source) if source is not None else None, now)
            connection.allocate(now)
            self.tell_places(connection)
            self.tell_sounds(session, connection)
            for publication in connection.publications.values():
                current = sources.get((connection.seat, "microphone")) is publication
                publication.announce = current and connection.seat in session.unheard
        self.ask_for_layers(session, now)

    def came_up(self, connection: Connection) -> None:
        self._settle(connection.session)

    def went_down(self, connection: Connection) -> None:
        if self._connections.get(connection.identity) is not connection:
            return
        ending = asyncio.get_running_loop().create_task(self._forget(connection))
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
        self.tell(self.on_left, connection.session, connection.identity)

    def heard(self, connection: Connection) -> None:
        self._sessions[connection.session].unheard.discard(connection.seat)
        self.tell(self.on_sound, connection.session, connection.seat)

    async def _forget(self, connection: Connection) -> None:
        if self._connections.pop(connection.identity, None) is None:
            return
        session = self._sessions[connection.session]
        session.connections.remove(connection)
        heard = session.sounding.get(connection.seat)
        connection.detach()
        session.lines[connection.seat] = connection.device, connection.line
        self._settle(connection.session)
        if heard is not None and heard.connection is connection and lives(connection):
            self.tell(self.on_hush, connection.session, connection.seat)
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
                lived = lives(connection)
                if connection.tick(now):
                    stirred.add(connection.session)
                if lived and not lives(connection):
                    self.tell_hush(self._sessions[connection.session], connection)
                if reports:
                    connection.report(now)
                self._heed(connection, now)
            except Exception:
                self._counters.faults += 1
        for name, session in list(self._sessions.items()):
            try:
                again = self.taping.look(name, session, now)
                voices = microphones(session.sources(now))
                self.tell_who_speaks(session, voices, now)
                if session.choose(voices, now) or again or name in stirred:
                    self._settle(name)
                elif reports:
                    self.ask_for_layers(session, now)
            except Exception:
                self._counters.faults += 1

    def _heed(self, connection: Connection, now: float) -> None:
        """Let a client rest that has fallen silent, wake it when it is back, give it up after long."""
        silent = now - connection.link.agent.heard
        if connection.rests:
            if silent <= CONSENT:
                connection.connected()
            elif silent > KEPT:
                self.went_down(connection)
        elif connection.up and silent > CONSENT and not connection.mirrored:
            connection.rest()
            self._settle(connection.session)
        elif silent > CONSENT or (not connection.up and now - connection.since > CONSENT):
            self.went_down(connection)
