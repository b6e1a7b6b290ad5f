"""Whether one layer of a camera still comes, beside others that do. Pure: time in seconds is passed in."""

from __future__ import annotations

import math

PAUSE = 0.3
"""Seconds by which a layer may lag behind the others; a browser pauses the larger for want of bandwidth."""
BEATS = 3
"""The same in its own intervals: where pictures come slowly, those of one layer come late after another's.
Taken for a pause, each of them would cost two keyframes, and make them slower still."""
MOST = 1.0
RETURN, LONGEST = 2.0, 60.0
"""Seconds that a layer which paused must come without a break before it is used again: doubled each time,
begun anew once it has come for PROVEN. On a line that carries it at times each change costs a keyframe."""
PROVEN = 20.0


class Rhythm:
    """Of one layer. Asked some times a second."""

    __slots__ = ("_comes", "_heard", "_interval", "_paused_at", "_return")

    def __init__(self) -> None:
        self._heard = self._interval = 0.0
        self._comes = False
        self._paused_at = -math.inf
        self._return = RETURN

    def comes(self, heard: float, latest: float, now: float) -> bool:
        """`heard`: when its last packet came, 0 for none; `latest`: that of any layer of the camera."""
        if heard == 0:
            return False
        if heard > self._heard:
            interval = heard - self._heard if self._heard else 0.0
            self._interval = max(interval, 0.9 * self._interval)
            self._heard = heard
        if latest - heard > min(MOST, max(PAUSE, BEATS * self._interval)):
            if self._comes:
                proven = now - self._paused_at >= self._return + PROVEN
                self._return = RETURN if proven else min(2 * self._return, LONGEST)
            self._paused_at = now
        self._comes = now - self._paused_at >= self._return
        return self._comes
