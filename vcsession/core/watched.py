"""A state that remembers what was read of it.

A slice is a function of the state: while everything that it read stands as it stood, so does the slice. A
session has hundreds of decisions and one commit touches one of them, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from vcsession.core.state import State

T = TypeVar("T")

Read = dict[str, object]
"""Field or property of the state -> what stood there."""


class _Watched:
    __slots__ = ("_read", "_state")

    def __init__(self, state: State, read: Read) -> None:
        self._state = state
        self._read = read

    def __getattr__(self, name: str) -> Any:
        found = self._read[name] = getattr(self._state, name)
        return found


def watched(make: Callable[[State], T], state: State) -> tuple[T, Read]:
    """What `make` makes of the state, and all that it read for it."""
    read: Read = {}
    return make(cast("State", _Watched(state, read))), read


def stands(read: Read, state: State) -> bool:
    """Whether all of this is in the state still: the very same values, not only equal ones."""
    return all(getattr(state, name) is value for name, value in read.items())
