"""`replace` for the core's frozen dataclasses, without what the standard one asks of each field.

A commit folds into a chain of such copies, and a replay makes a hundred thousand: they were most of its time.
mypy reads the standard one, so that a wrong field is found before it is written.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414  (exported)
else:
    _new = object.__new__
    _put = object.__setattr__

    def replace(value: Any, /, **changes: Any) -> Any:
        """The same value with other fields. It runs no __init__, which frozen values do not need."""
        made = _new(type(value))
        if (held := getattr(value, "__dict__", None)) is not None:
            made.__dict__.update(held, **changes)
            return made
        for name in _names(type(value)):
            _put(made, name, changes[name] if name in changes else getattr(value, name))
        return made

    @cache
    def _names(kind: type) -> tuple[str, ...]:
        return tuple(field.name for field in fields(kind))
