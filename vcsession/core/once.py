"""What is derived from a state is derived once: states never change, and many seats ask about one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from vcsession.core.state import State

T = TypeVar("T")


def once(make: Callable[[State], T]) -> Callable[[State], T]:
    """The same function, which keeps its answer for the state that it was asked about last.

    The state is kept with it, so the answer can never be another state's.
    """
    last: tuple[State, T] | None = None

    def made(state: State) -> T:
        nonlocal last
        if last is None or last[0] is not state:
            last = state, make(state)
        return last[1]

    return made
