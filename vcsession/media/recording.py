"""A recording stands in the hall like any receiver: its places' packets go into a file, not onto a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from vcsession.media import sdp
from vcsession.media.allocate import wish
from vcsession.media.figures import Figures
from vcsession.media.forward import Place
from vcsession.media.ingest import Publication
from vcsession.media.matroska import Codec
from vcsession.media.recorder import Problem, Recorded, Recorder
from vcsession.media.tray import Name, Tray

Kind = Literal["audio", "video"]

TRACKS: Final[Mapping[str, tuple[Kind, str]]] = {
    "floor": ("audio", "floor"),
    "voice-1": ("audio", "voice-1"),
    "voice-2": ("audio", "voice-2"),
    "voice-3": ("audio", "voice-3"),
    "picture": ("video", "floor"),
    "presentation": ("video", "presentation"),
}
"""The tracks of a file, each with the place that it holds. The presiding officer is one of the voices.

A picture has a track for each codec that it came in: a player shows one of them at a time.
"""

NUMBERS: Final[Mapping[int, Codec]] = {111: "opus", 96: "VP8", 102: "H264"}
"""The payload types that its places write, and the codecs that they are."""


class Archive(Protocol):
    """Where recordings are kept. Neither call raises."""

    def begin(self, session: str, sitting: str) -> Path:
        """The file of a new part."""

    async def end(self, session: str, sitting: str, recorded: Recorded) -> None:
        """The part has ended, and its file is closed."""


class Tape:
    """What a place sends goes onto one track."""

    name = Name()
    key = None

    def __init__(self, recorder: Recorder, track: str, clock: Callable[[], float]) -> None:
        self.tray = Tray(None, Figures(), most=1)
        self._recorder = recorder
        self._track = track
        self._clock = clock

    def seal(self, key: None, start: Any, size: Any) -> int:
        box = self.tray.boxes[0]
        codec = NUMBERS[box[1] & 0x7F]
        self._recorder.take(self._track, codec, bytes(box[: size[0]]), self._clock())
        return 0

    def send_rtcp(self, packet: bytes) -> None:
        """Nobody listens."""


class Recording:
    """One part of one sitting. It is nobody's seat, so nothing is its own and kept from it."""

    seat = ""
    language = ""

    def __init__(self, path: Path, sitting: str, clock: Callable[[], float]) -> None:
        self.sitting = sitting
        self._clock = clock
        self._recorder = Recorder(path, clock())
        self._place_of = {
            track: Place(Tape(self._recorder, track, clock), _section(kind, track), name)
            for track, (kind, name) in TRACKS.items()
        }
        self.places = list(self._place_of.values())

    @property
    def problem(self) -> Problem:
        """Why nothing is written any more; "" while it is."""
        return self._recorder.problem

    @property
    def writes(self) -> bool:
        """Whether the disk has taken something of it."""
        return self._recorder.writes

    def show(self, publications: Mapping[tuple[str, str], Publication]) -> None:
        """What stands where from now on, by (kind, name of the place)."""
        now = self._clock()
        for place in self.places:
            place.show(publications.get((place.kind, place.name)), now)
            if place.publication is not None and len(place.publication.layers) > 1:
                ladder = wish(place.name, 0, place.publication.layers.values(), place.target).ladder
                if ladder:
                    place.aim(ladder[-1], now)

    def look(self) -> None:
        """Ask for a keyframe where a loss has broken a picture."""
        for track, place in self._place_of.items():
            layer = place.layer
            if layer is not None and self._recorder.waits(track, layer.codec):
                layer.publication.want_keyframe(layer, self._clock())

    def leave(self) -> None:
        """Leave every place: not a packet comes after this."""
        self.show({})

    def close(self) -> Recorded:
        """Blocks for the disk."""
        return self._recorder.stop()


def _section(kind: Kind, mid: str) -> sdp.Section:
    codecs = [
        sdp.Codec(name, number) for number, name in NUMBERS.items() if (name == "opus") == (kind == "audio")
    ]
    return sdp.Section(kind, mid, "receive", "", "", tuple(codecs))
