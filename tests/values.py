"""Any value of a type of ours: Hypothesis' strategies from the annotations of frozen dataclasses."""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

# What the wire lets through: no control character but line break and tab, no half of a surrogate pair.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(CHARACTERS, max_size=20)
NAMES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
MOMENTS = st.datetimes(timezones=st.just(UTC))

SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: MOMENTS,
    type(None): st.none(),
}


@functools.cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Every value that the annotation `kind` allows."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is Literal:
            return st.sampled_from(arguments)
        case origin if origin is Union or origin is types.UnionType:
            return st.one_of([values(one) for one in arguments])
        case origin if origin is tuple and arguments[1:] == (...,):
            return st.lists(values(arguments[0]), max_size=2).map(tuple)
        case origin if origin is Mapping:
            keys = NAMES if arguments[0] is str else values(arguments[0])
            return st.dictionaries(keys, values(arguments[1]), max_size=2)
    raise TypeError(f"no values of {kind} are known")
