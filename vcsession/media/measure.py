"""One connection's figures: counters that are kept anyway, looked at once a second over the last ten.

Nothing here runs for a packet. Rates in kbit/s, losses in thousandths; `sent` and `received` are seen from
the client, as it would say it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from vcsession.media import rtcp
from vcsession.media.forward import Place
from vcsession.media.ingest import Layer

if TYPE_CHECKING:
    from vcsession.media.connection import Connection

WINDOW = 10
"""Seconds that are looked back."""
WARM = 4.0
"""Seconds after which the figures of a connection say something of its line."""
Path = Literal["", "udp", "relay_udp", "relay_tcp", "relay_tls"]
"""By which way the client reaches us, as it tells: a relay's packets look like any other here."""


class Sample(NamedTuple):
    """Totals of a connection at one moment: octets and packets, `expected` and `lost` of them, each way."""

    at: float
    octets_in: int
    octets_out: int
    expected_in: int
    received_in: int
    expected_out: int
    lost_out: int


@dataclass(frozen=True, slots=True)
class LayerFigures:
    """One layer that the client sends of its microphone, camera or presentation; `rid` "" where it is one."""

    source: str
    rid: str
    lines: int
    kbits: int
    live: bool


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What flows in one place to the client: from whom, and which of its layers."""

    name: str
    kind: Literal["audio", "video"]
    seat: str
    rid: str
    lines: int


@dataclass(frozen=True, slots=True)
class LineFigures:
    """A connection now. `over_s`: seconds that the rates and losses are of; `silent_s`: since its last sign.

    `budget_kbits` is what we believe the line to carry to the client. `jitter_ms` and `round_trip_ms` are as
    its own receiver reports tell: null before there was anything to report of.
    """

    connection: str
    seat: str
    up: bool
    path: Path
    age_s: float
    silent_s: float
    over_s: float
    round_trip_ms: int | None
    jitter_ms: int | None
    sent_kbits: int
    received_kbits: int
    lost_sent: int
    lost_received: int
    budget_kbits: int
    microphone: Literal["heard", "silent", "none"]
    camera: Literal["seen", "none"]
    lines: int
    layers: tuple[LayerFigures, ...]
    places: tuple[PlaceFigures, ...]


class Meter:
    """What is remembered of one connection for its figures."""

    __slots__ = ("_heard", "_samples", "path", "round_trip")

    def __init__(self) -> None:
        self.path: Path = ""
        self.round_trip: float | None = None
        self._samples: deque[Sample] = deque(maxlen=WINDOW + 1)
        self._heard: dict[int, tuple[rtcp.Loss, rtcp.Loss]] = {}
        """The first and the last report block of each of our sources: their numbers begin anywhere"""

    def told(self, place: Place, block: rtcp.Loss, now: float) -> None:
        """The client reports what it received in a place (RFC 3550 6.4.1)."""
        first, _ = self._heard.get(block.ssrc, (block, block))
        self._heard[block.ssrc] = first, block
        known = place.reported
        if known is not None and block.last_report == known[0] and block.last_report:
            self.round_trip = max(0.0, now - known[1] - block.delay / 65536)

    def note(self, layers: Iterable[Layer], places: Iterable[Place], now: float) -> None:
        """Once a second."""
        layers = tuple(layers)
        expected, received = zip(*(layer.counted for layer in layers), strict=True) if layers else ((), ())
        reported = self._heard.values()
        self._samples.append(
            Sample(
                now,
                sum(layer.octets for layer in layers),
                sum(place.octets for place in places),
                sum(expected),
                sum(received),
                sum(last.highest - first.highest for first, last in reported),
                sum(last.total - first.total for first, last in reported),
            )
        )

    def figures(self, connection: Connection, now: float) -> LineFigures:
        zero = Sample(now, *[0] * 6)
        first, last = (self._samples[0], self._samples[-1]) if self._samples else (zero, zero)
        over = last.at - first.at
        expected = last.expected_in - first.expected_in
        lost = expected - (last.received_in - first.received_in)
        clocks = {place.outlet.ssrc: 48 if place.kind == "audio" else 90 for place in connection.places}
        jitters = [last.jitter / clocks[ssrc] for ssrc, (_, last) in self._heard.items()]
        layers = tuple(_layers(connection))
        camera = [one for one in layers if one.source == "camera" and one.live]
        return LineFigures(
            connection=connection.identity,
            seat=connection.seat,
            up=connection.up,
            path=self.path,
            age_s=round(now - connection.since, 1),
            silent_s=round(now - connection.link.agent.heard, 1),
            over_s=round(over, 1),
            round_trip_ms=None if self.round_trip is None else round(self.round_trip * 1000),
            jitter_ms=round(max(jitters)) if jitters else None,
            sent_kbits=_rate(last.octets_in - first.octets_in, over),
            received_kbits=_rate(last.octets_out - first.octets_out, over),
            lost_sent=_thousandths(lost, expected),
            lost_received=_thousandths(
                last.lost_out - first.lost_out, last.expected_out - first.expected_out
            ),
            budget_kbits=round(connection.line.budget / 1000),
            microphone=_microphone(connection, now),
            camera="seen" if camera else "none",
            lines=max((one.lines for one in camera), default=0),
            layers=layers,
            places=tuple(_places(connection)),
        )


def _rate(octets: int, over: float) -> int:
    return max(0, round(octets * 8 / over / 1000)) if over > 0 else 0


def _thousandths(lost: int, expected: int) -> int:
    return min(1000, max(0, round(1000 * lost / expected))) if expected > 0 else 0


def _microphone(connection: Connection, now: float) -> Literal["heard", "silent", "none"]:
    publication = connection.publications.get("microphone")
    if publication is None or not publication.live:
        return "none"
    tells = publication.section.extensions.level > 0
    return "heard" if not tells or now - publication.voice.loud_at < WINDOW else "silent"


def _layers(connection: Connection) -> Iterator[LayerFigures]:
    for source, publication in connection.publications.items():
        for rid, layer in publication.layers.items():
            yield LayerFigures(source, rid, layer.lines, round(layer.bits / 1000), layer.live)


def _places(connection: Connection) -> Iterator[PlaceFigures]:
    for place in connection.places:
        if place.publication is not None and place.layer is not None:
            layer = place.layer
            yield PlaceFigures(place.name, place.kind, place.publication.seat, layer.rid, layer.lines)
