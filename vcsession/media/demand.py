"""Which layers of a camera anybody has a place for: the others need not leave the publisher at all.

Eleven of twelve cameras stand in tiles alone, and their two larger layers are nine tenths of what they send.
Judged by the size of the places, never by the lines of those who watch: a line that recovers finds the
larger layer there. The smallest layer is never stopped.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from vcsession.media.allocate import NEAR, Encoding, height
from vcsession.media.ingest import Publication

HOLD: Final = 5.0
"""Seconds for which a layer goes on unwatched: the floor passes to and fro."""


def needed(heights: Iterable[int], layers: Sequence[Encoding]) -> int:
    """How many of the layers, from the smallest on, places of these heights use; one at least.

    A layer of unknown height is enough for none.
    """
    most = 1
    for wanted in heights:
        enough = (n for n, layer in enumerate(layers, 1) if layer.lines >= wanted * NEAR)
        most = max(most, next(enough, len(layers)))
    return most


class Demand:
    """What one camera was last asked to send."""

    __slots__ = ("_asked", "_unwatched")

    def __init__(self) -> None:
        self._asked: frozenset[str] | None = None
        """None: nothing was said, and it sends them all."""
        self._unwatched: float | None = None

    def change(self, camera: Publication, now: float) -> frozenset[str] | None:
        """The layers to ask for from now on, by their rids; None where what was asked holds.

        More at once, fewer only after HOLD.
        """
        asked = self._asked if self._asked is not None else frozenset(camera.layers)
        layers = sorted(camera.layers.values(), key=lambda layer: layer.lines or math.inf)
        heights = [height(place.name, place.lines) for place in camera.places if not place.off]
        wanted = frozenset(layer.rid for layer in layers[: needed(heights, layers)])
        if wanted >= asked:
            self._unwatched = None
        elif self._unwatched is None:
            self._unwatched = now
        if wanted == asked or (wanted < asked and now - (self._unwatched or now) < HOLD):
            return None
        self._asked = wanted
        self._unwatched = None
        return wanted
