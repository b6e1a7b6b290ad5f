"""What is derived from a state is derived once: states never change, and many seats ask about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def once(make: Callable[[S], T]) -> Callable[[S], T]:
    """The same function, which keeps its answer for the state, or part of one, that it was asked about last.

    The state is kept with it, so the answer can never be another state's.
    """
    last: tuple[S, T] | None = None

    def made(state: S) -> T:
        nonlocal last
        if last is None or last[0] is not state:
            last = state, make(state)
        return last[1]

    return made
