"""How a call is described: the words of OpenAPI 3.1 that many calls share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Described = dict[str, Any]

OBJECT: Final[Described] = {"type": "object", "additionalProperties": True}
STRING: Final[Described] = {"type": "string"}
BYTES: Final[Described] = {"type": "string", "contentMediaType": "application/octet-stream"}
CAUSE: Final[Described] = {"type": "string", "minLength": 1, "maxLength": 100}
PROBLEM: Final[Described] = {"$ref": "#/components/schemas/Problem"}

JSON: Final = "application/json"
SDP: Final = "application/sdp"
STREAM: Final = "text/event-stream"

REFUSALS: Final[Mapping[str, str]] = {
    "401": "no valid token",
    "403": "not for this seat",
    "404": "not there",
    "409": "not now",
    "422": "not so",
    "503": "saving is paused",
}


def answer(description: str, schema: Described | None = OBJECT, kind: str = JSON) -> Described:
    """`schema` None: there is no body, or one of many kinds."""
    return {"description": description, **({"content": {kind: {"schema": schema}}} if schema else {})}


def nothing(description: str) -> Described:
    return answer(description, None)


def problem(description: str) -> Described:
    return answer(description, PROBLEM)


def call(
    summary: str,
    answers: Mapping[str, Described],
    body: Described | None = None,
    parameters: tuple[Described, ...] = (),
) -> Described:
    """One that needs a token, and may be refused in all the ways there are."""
    return {
        "summary": summary,
        "responses": {**answers, **{code: problem(text) for code, text in REFUSALS.items()}},
        "security": [{"seat": []}],
        **({"requestBody": body} if body else {}),
        **({"parameters": list(parameters)} if parameters else {}),
    }


def public(
    summary: str, answers: Mapping[str, Described], parameters: tuple[Described, ...] = ()
) -> Described:
    """One that anybody may make."""
    return {
        "summary": summary,
        "responses": dict(answers),
        **({"parameters": list(parameters)} if parameters else {}),
    }


def query(name: str, *values: str) -> Described:
    """One of the values; any number of versions or copies, where there are none."""
    schema = {"type": "string", "enum": list(values)} if values else {"type": "integer", "minimum": 0}
    return {"name": name, "in": "query", "schema": schema}


def word(name: str, where: str = "query") -> Described:
    return {"name": name, "in": where, "schema": STRING}


def taken(schema: Described, kind: str = JSON) -> Described:
    """The body of a request."""
    return {"required": True, "content": {kind: {"schema": schema}}}


def form(about: Described, *required: str) -> Described:
    """A file, with what there is to say about it."""
    described = {"type": "object", "properties": about, "required": list(required)}
    parts = {
        "type": "object",
        "properties": {"about": described, "file": BYTES},
        "required": ["about", "file"],
    }
    return taken(parts, "multipart/form-data")


def fields(properties: Described, *required: str) -> Described:
    return taken({"type": "object", "properties": properties, "required": list(required)})


def paths(calls: Mapping[str, Described]) -> dict[str, Described]:
    """The calls by address, each address with the parameters that it names."""
    found: dict[str, Described] = {}
    for path, methods in calls.items():
        named = [
            {"name": name, "in": "path", "required": True, "schema": STRING}
            for name in re.findall(r"{(\w+)}", path)
        ]
        found[path] = {**({"parameters": named} if named else {}), **methods}
    return found
