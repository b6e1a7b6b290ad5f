"""What a robot is about to do: one timer for each wish, dropped when the wish is gone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from vcsession.attend.manners import Key, Manners, key, offered, wishes
from vcsession.core.slices import Act


class Timer(Protocol):
    def cancel(self) -> None: ...


class Later(Protocol):
    """The loop's `call_later`."""

    def __call__(self, delay: float, callback: Callable[[Key, Act], None], /, *args: Any) -> Timer: ...


class Intentions:
    """Calls `do` with each act in its time, once for each time that it is offered."""

    def __init__(
        self, manners: Manners, dice: random.Random, do: Callable[[Act], None], later: Later
    ) -> None:
        self._manners = manners
        self._dice = dice
        self._do = do
        self._later = later
        self._timers: dict[Key, Timer] = {}
        self._done: set[Key] = set()
        """Acts done and still on offer."""

    def see(self, me: Mapping[str, Any], queue: int) -> None:
        """Look at what is offered now; `queue` is how many requests are in the list of speakers."""
        self._done &= {key(act) for act in offered(me)}
        wished = {key(act): (act, span) for act, span in wishes(me, queue, self._manners)}
        for gone in self._timers.keys() - wished.keys():
            self._timers.pop(gone).cancel()
        for name, (act, span) in wished.items():
            if name not in self._timers and name not in self._done:
                self._timers[name] = self._later(self._dice.uniform(*span), self._act, name, act)

    def forget(self) -> None:
        """Drop everything, done or not: the next look starts afresh."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._done.clear()

    def _act(self, name: Key, act: Act) -> None:
        del self._timers[name]
        self._done.add(name)
        self._do(act)
