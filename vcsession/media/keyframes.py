"""Keyframe requests to one layer: joined, at most one in 500 ms, deferred and not dropped.

One that is not answered is made again, later and later: on a full line a keyframe takes its time, and each
further one makes it longer.
"""

from __future__ import annotations

import math

INTERVAL, LONGEST = 0.5, 2.0
"""Seconds between two requests, doubled while none is answered; a keyframe costs ten times a delta frame."""
JOINED = 0.2
"""Seconds for which a request just sent also serves another place that is moved to the same layer."""


class KeyframeRequests:
    """When to ask one layer for a keyframe. Pure: `now` in seconds is passed in, the caller sends.

    The first request after a move goes out at once (a switch that fell into the throttle took 0.7 to 1.3 s),
    unless one is on its way whose keyframe will serve this place as well.
    """

    __slots__ = ("_deferred", "_interval", "_sent", "_unanswered")

    def __init__(self) -> None:
        self._sent = -math.inf
        self._interval = INTERVAL
        self._deferred = False
        self._unanswered = False

    def moved(self, now: float) -> bool:
        """A place was moved to this layer. True: ask now."""
        if self._unanswered and now - self._sent < JOINED:
            return False
        return self._ask(now)

    def wanted(self, now: float) -> bool:
        """A receiver lost the picture, or a place still waits. True: ask now; else it is due later."""
        if now - self._sent >= self._interval:
            return self._ask(now)
        self._deferred = True
        return False

    def due(self, now: float) -> bool:
        """True once, when a deferred request may go out."""
        return self._deferred and now - self._sent >= self._interval and self._ask(now)

    def arrived(self) -> None:
        """A keyframe came: what was asked before it is answered."""
        self._unanswered = self._deferred = False
        self._interval = INTERVAL

    def _ask(self, now: float) -> bool:
        if self._unanswered:
            self._interval = min(2 * self._interval, LONGEST)
        self._sent = now
        self._deferred = False
        self._unanswered = True
        return True
