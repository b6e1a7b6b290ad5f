"""One session as the plane knows it: its routes, its connections, and who stands where by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vcsession.core.routing import SILENT, Hall, Routes
from vcsession.media.connection import Connection
from vcsession.media.forward import Place
from vcsession.media.ingest import Publication
from vcsession.media.recorder import Problem
from vcsession.media.recording import Recording
from vcsession.media.speaker import Voice, loudest

VOICES = 3
"""How many are chosen where more may speak: no more are understood at once."""

Source = tuple[str, str]
"""(seat, what it publishes: microphone, camera or presentation)."""


class Receiver(Protocol):
    """Whoever has places: a seat's connection, or a recording."""

    @property
    def seat(self) -> str: ...
    @property
    def places(self) -> Sequence[Place]: ...


@dataclass(slots=True)
class Session:
    routes: Routes = SILENT
    connections: list[Connection] = field(default_factory=list)
    listening: dict[str, str] = field(default_factory=dict)
    """Seat -> the language that it listens to; whoever hears the floor alone is not here."""
    unheard: set[str] = field(default_factory=set)
    """Seats that came into a floor and have not been heard since."""
    chosen: tuple[str, ...] = ()
    """The loudest of each hall in which more may speak than there are places."""
    recording: Recording | None = None
    admitted: dict[str, bool] = field(default_factory=dict)
    """Seats that were let in, whether with pictures: they come back while others wait."""
    unrecorded: Problem = ""
    """Why the disk does not take the recording that is wanted."""
    record_again: float = 0.0
    """When it is tried again."""

    def hall_of(self, seat: str) -> Hall | None:
        return next((hall for hall in self.routes.halls if seat in hall.hearers), None)

    def sources(self) -> dict[Source, Publication]:
        """What each seat publishes: by its newest connection that publishes."""
        newest: dict[str, Connection] = {}
        for connection in self.connections:
            if connection.up and connection.publications:
                newest[connection.seat] = connection
        return {
            (seat, name): publication
            for seat, connection in newest.items()
            for name, publication in connection.publications.items()
        }

    def choose(self, voices: Mapping[str, Voice], now: float) -> bool:
        """Choose the loudest anew. True where others are to be heard than before."""
        chosen: list[str] = []
        for hall in self.routes.halls:
            order = [seat for seat in hall.voices if seat != hall.floor]
            if len(order) > VOICES:
                held = [seat for seat in self.chosen if seat in order]
                chosen += loudest(voices, order, held, VOICES, now)
        changed = self.chosen != tuple(chosen)
        self.chosen = tuple(chosen)
        return changed


def speaking(hall: Hall, voices: Mapping[str, Voice], now: float) -> tuple[str, ...]:
    """Who speaks now, of those whom the hall may hear: nobody else's voice is told of."""
    audible = {hall.floor, *hall.voices, *hall.interpretation.values()}
    return tuple(sorted(s for s in audible if s is not None and s in voices and voices[s].speaks(now)))


def mirrored(seat: str) -> dict[tuple[str, str], Source]:
    """What a line that is checked gets back: its own sound and picture."""
    return {("audio", "floor"): (seat, "microphone"), ("video", "floor"): (seat, "camera")}


def wanted(
    session: Session, hall: Hall, receiver: Receiver, sources: Mapping[Source, Publication]
) -> dict[tuple[str, str], Source]:
    """What stands where for a receiver: (kind, name of the place) -> source. Never one's own."""
    seat = receiver.seat
    found: dict[tuple[str, str], Source] = {}
    if hall.floor is not None and hall.floor != seat:
        found["audio", "floor"] = hall.floor, "microphone"
        found["video", "floor"] = hall.floor, "camera"
    for name, voice in _voices(session, hall, receiver).items():
        found["audio", name] = voice, "microphone"
    interpreter = hall.interpretation.get(session.listening.get(seat, ""))
    if interpreter is not None and interpreter != seat:
        found["audio", "interpretation"] = interpreter, "microphone"
    for number, picture in enumerate(hall.pictures, 1):
        if picture != seat:
            found["video", f"tile-{number}"] = picture, "camera"
    for presenter in hall.presenters:
        screen = sources.get((presenter, "presentation"))
        if screen is not None and screen.live:
            # Of two who present the first is shown, to the second as well.
            if presenter != seat:
                found["video", "presentation"] = presenter, "presentation"
            break
    return found


def _voices(session: Session, hall: Hall, receiver: Receiver) -> dict[str, str]:
    """The voices by their places. Whoever is heard already stays in the same place: no seam for nothing.

    A receiver with more places than are chosen hears the next ones too, with fewer the first of them.
    """
    places = [place for place in receiver.places if place.name.startswith("voice-")]
    able = [seat for seat in hall.voices if seat not in (receiver.seat, hall.floor)]
    able.sort(key=lambda seat: seat not in session.chosen)
    able = able[: len(places)]
    held = {
        place.name: place.publication.seat
        for place in places
        if place.publication is not None and place.publication.seat in able
    }
    new = iter(seat for seat in able if seat not in held.values())
    for place in places:
        if place.name not in held and (seat := next(new, None)) is not None:
            held[place.name] = seat
    return held
