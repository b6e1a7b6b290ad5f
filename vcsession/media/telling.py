"""What a plane tells its owner: each thing once, and when the packet or the order at hand is done with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from vcsession.media.connection import Connection
from vcsession.media.forward import PlaceState
from vcsession.media.seating import Session, speaking
from vcsession.media.speaker import Voice


def _ignore(*_: object) -> None:
    pass


class Telling:
    """The calls that an owner may replace by its own; until it does, nobody is told."""

    def __init__(self) -> None:
        self.on_sound: Callable[[str, str], None] = _ignore
        self.on_places: Callable[[str, str, tuple[PlaceState, ...]], None] = _ignore
        self.on_speaking: Callable[[str, str, tuple[str, ...]], None] = _ignore
        self.on_layers: Callable[[str, str, frozenset[str]], None] = _ignore
        """(session, connection, rids): these layers of its camera are wanted, and no others."""
        self.on_sounds: Callable[[str, str, bool], None] = _ignore
        """(session, connection, whether it is the one of its seat that is heard); told when that changes."""
        self.on_hush: Callable[[str, str], None] = _ignore
        """(session, seat): packets of its microphone came, and come no more."""
        self.on_left: Callable[[str, str], None] = _ignore

    def tell(self, callback: Callable[..., None], *arguments: object) -> None:
        # Later: a callback that wants other routes must not do so in the middle of these, nor of a packet.
        asyncio.get_running_loop().call_soon(callback, *arguments)

    def tell_places(self, connection: Connection) -> None:
        states = tuple(place.state() for place in connection.places)
        if states and states != connection.shown:
            connection.shown = states
            self.tell(self.on_places, connection.session, connection.identity, states)

    def tell_sounds(self, session: Session, connection: Connection) -> None:
        if not connection.publications:
            return
        sounds = session.sounding[connection.seat].connection is connection
        if sounds is not connection.told_sounds:
            connection.told_sounds = sounds
            self.tell(self.on_sounds, connection.session, connection.identity, sounds)

    def tell_who_speaks(self, session: Session, voices: Mapping[str, Voice], now: float) -> None:
        heard = {id(hall): speaking(hall, voices, now) for hall in session.routes.halls}
        for connection in session.connections:
            seats = heard.get(id(session.hall_of(connection.seat)), ())
            if connection.up and seats != connection.told_speaking:
                connection.told_speaking = seats
                self.tell(self.on_speaking, connection.session, connection.identity, seats)

    def tell_hush(self, session: Session, connection: Connection) -> None:
        heard = session.sounding.get(connection.seat)
        if heard is not None and heard.connection is connection:
            self.tell(self.on_hush, connection.session, connection.seat)

    def ask_for_layers(self, session: Session, now: float) -> None:
        for connection in session.connections:
            camera = connection.publications.get("camera")
            if camera is not None and len(camera.layers) > 1 and connection.up:
                change = connection.demand.change(camera, now)
                if change is not None:
                    self.tell(self.on_layers, connection.session, connection.identity, change)
