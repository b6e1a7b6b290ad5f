"""One session as the plane knows it: its routes, its connections, and who stands where by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vcsession.core.routing import SILENT, Hall, Routes
from vcsession.media.allocate import Line
from vcsession.media.connection import Connection
from vcsession.media.forward import Place
from vcsession.media.ingest import Publication
from vcsession.media.recorder import Problem
from vcsession.media.recording import Recording
from vcsession.media.speaker import Voice, loudest

VOICES = 3
"""How many are chosen where more may speak: no more are understood at once."""

FRESH = 5.0
"""Seconds for which the microphone of a new connection is waited for."""

Source = tuple[str, str]
"""(seat, what it publishes: microphone, camera or presentation)."""


class Receiver(Protocol):
    """Whoever has places: a seat's connection, or a recording."""

    @property
    def seat(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def places(self) -> Sequence[Place]: ...


@dataclass(frozen=True, slots=True)
class Sounding:
    """Of several devices of one seat one is heard. `chosen`: by a person, who wants this one and no other."""

    connection: Connection
    chosen: bool = False


def sounding(publishing: Sequence[Connection], held: Sounding | None, now: float) -> Sounding:
    """Which of a seat's connections is heard now, of those that publish, the newest last; not empty.

    Whoever is heard stays, so that a second device does not take the word from the first. A device that comes
    back takes over from itself; one whose microphone fell silent gives way to one that lives.
    """
    newest = publishing[-1]
    if held is None:
        return Sounding(newest)
    same = [c for c in publishing if c.device == held.connection.device]
    others = [c for c in publishing if c.device != held.connection.device and lives(c)]
    if not same:
        return Sounding(others[-1] if others else newest)
    fresh = now - same[-1].since < FRESH
    stays = held.chosen or fresh or lives(same[-1]) or not others
    return Sounding(same[-1], held.chosen) if stays else Sounding(others[-1])


def lives(connection: Connection) -> bool:
    """Whether its microphone's packets arrive."""
    microphone = connection.publications.get("microphone")
    return microphone is not None and microphone.live


@dataclass(slots=True)
class Session:
    routes: Routes = SILENT
    connections: list[Connection] = field(default_factory=list)
    sounding: dict[str, Sounding] = field(default_factory=dict)
    """Seat -> the one of its connections that is heard and seen."""
    into: dict[str, str] = field(default_factory=dict)
    """Interpreter's seat in a side room -> the language in which alone it is heard there."""
    unheard: set[str] = field(default_factory=set)
    """Seats that came into a floor and have not been heard since."""
    chosen: tuple[str, ...] = ()
    """The loudest of each hall in which more may speak than there are places."""
    lines: dict[str, tuple[str, Line]] = field(default_factory=dict)
    """Seat -> the device that left last, and what its line carried."""
    recording: Recording | None = None
    admitted: dict[str, bool] = field(default_factory=dict)
    """Seats that were let in, whether with pictures: they come back while others wait."""
    unrecorded: Problem = ""
    """Why the disk does not take the recording that is wanted."""
    record_again: float = 0.0
    """When it is tried again."""

    def hall_of(self, seat: str) -> Hall | None:
        return next((hall for hall in self.routes.halls if seat in hall.hearers), None)

    def sources(self, now: float) -> dict[Source, Publication]:
        """What each seat publishes: by the one of its connections that is heard."""
        publishing: dict[str, list[Connection]] = {}
        for connection in self.connections:
            if connection.up and connection.publications:
                publishing.setdefault(connection.seat, []).append(connection)
        held = self.sounding
        self.sounding = {seat: sounding(able, held.get(seat), now) for seat, able in publishing.items()}
        return {
            (seat, name): publication
            for seat, heard in self.sounding.items()
            for name, publication in heard.connection.publications.items()
        }

    def interprets(self, hall: Hall, seat: str) -> bool:
        """Whether the seat is heard in one language alone of this side room."""
        return self.into.get(seat) in hall.booths.get(seat, ())

    def interpreter(self, hall: Hall, language: str) -> str | None:
        """Who is heard in this language."""
        here = (
            seat for seat in hall.booths if self.into.get(seat) == language and self.interprets(hall, seat)
        )
        return hall.interpretation.get(language) or next(here, None)

    def choose(self, voices: Mapping[str, Voice], now: float) -> bool:
        """Choose the loudest anew. True where others are to be heard than before."""
        chosen: list[str] = []
        for hall in self.routes.halls:
            order = [s for s in hall.voices if s != hall.floor and not self.interprets(hall, s)]
            if len(order) > VOICES:
                always = [seat for seat in order if seat == hall.presiding]
                order = [seat for seat in order if seat not in always]
                held = [seat for seat in self.chosen if seat in order]
                chosen += [*always, *loudest(voices, order, held, VOICES - len(always), now)]
        changed = self.chosen != tuple(chosen)
        self.chosen = tuple(chosen)
        return changed


def microphones(sources: Mapping[Source, Publication]) -> dict[str, Voice]:
    """How loud each seat is that has a microphone."""
    return {seat: p.voice for (seat, source), p in sources.items() if source == "microphone"}


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
    interpreter = session.interpreter(hall, receiver.language)
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
    able = [seat for seat in able if not session.interprets(hall, seat)]
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
