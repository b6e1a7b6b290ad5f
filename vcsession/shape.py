"""The shape of a session file, for a form: which fields it has, of which kind, which may be left out.

Read from the dataclasses that a session file becomes, so that the form and the file's reader cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from vcsession.core.convocation import Convocation
from vcsession.core.vocabulary import Text

LONG = frozenset({"text", "purpose", "forces", "title", "rationale", "follow_on", "follow_up", "trigger"})
"""Words that want more than a line"""
ZONES = frozenset({"time_zone"})
LANGUAGES = frozenset({"working", "authentic", "interpreted", "speaks", "into", "out_of", "language"})
LOCAL = frozenset({"opens_at"})
"""Times that a session file gives in the session's own zone; the others come with their offset"""


def shape() -> dict[str, Any]:
    """`{"as": "group", "fields": [{"name", "optional", "absent", "usual", "shape"}]}`, and so on inwards.

    Kinds: line, texts (words by language), day, clock (a local time), number, yes, zone, language, choice
    (`options`), group (`fields`), list (`of`), figures (numbers by a kind of `options`). `usual` is what
    holds where the field is left out, null where nothing in particular does; `absent`: then there is none.
    """
    return _group(Convocation)


def _group(of: type) -> dict[str, Any]:
    hints = get_type_hints(of)
    return {"as": "group", "fields": [_field(one, hints[one.name]) for one in fields(of)]}


def _field(one: Field[Any], hint: Any) -> dict[str, Any]:
    optional = one.default is not MISSING or one.default_factory is not MISSING
    usual = one.default if isinstance(one.default, (str, int, bool)) and one.default != "" else None
    return {
        "name": one.name,
        "optional": optional,
        "absent": NoneType in get_args(hint),
        "usual": usual,
        "shape": _shape(one.name, hint),
    }


def _shape(name: str, hint: Any) -> dict[str, Any]:
    if hint == Text:
        return {"as": "texts", "long": name in LONG}
    options = [inner for inner in get_args(hint) if inner is not NoneType]
    if NoneType in get_args(hint):
        return _shape(name, options[0])
    origin = get_origin(hint)
    if origin is Literal:
        return {"as": "choice", "options": options}
    if origin is tuple:
        return {"as": "list", "of": _shape(name, options[0])}
    if origin is not None and issubclass(origin, Mapping):
        return {"as": "figures", "options": list(get_args(options[0]))}
    if is_dataclass(hint) and isinstance(hint, type):
        return _group(hint)
    if name in ZONES:
        return {"as": "zone"}
    if name in LANGUAGES:
        return {"as": "language"}
    if hint is datetime and name not in LOCAL:
        return {"as": "line"}
    kinds = {bool: "yes", int: "number", datetime: "clock", date: "day", str: "line"}
    return {"as": kinds[hint]}
