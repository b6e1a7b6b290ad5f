"""Session time: wall time at start plus monotonic time since, so that it never runs backwards."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """`now()` in aware UTC. `offset` moves the whole clock: the demo's session runs in July 2020."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._start = datetime.now(UTC) + offset
        self._monotonic = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._monotonic)

    def advance_to(self, moment: datetime) -> None:
        """Jump forward to `moment`; a moment that has passed changes nothing."""
        ahead = moment - self.now()
        if ahead > timedelta():
            self._start += ahead

    @classmethod
    def starting_at(cls, moment: datetime) -> Clock:
        """A clock that shows `moment` now."""
        return cls(moment - datetime.now(UTC))
