"""GET /api/openapi.json: the calls of the contract, with the commands' and the signals' own schemas."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import web

from vcsession import signals, wire
from vcsession.http.describing import CAUSE, STRING, Described, paths
from vcsession.http.outside_calls import outside_calls
from vcsession.http.session_calls import session_calls

_REF = "#/components/schemas/{model}"
_EPOCH: Described = {
    "type": "integer",
    "minimum": 0,
    "description": "The presiding epoch that the sender saw; an act of the presiding officer given under "
    "an earlier one is refused.",
}


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1; commands and signals are described by what checks them."""
    commands = wire.COMMAND.json_schema(ref_template=_REF)
    schemas = commands.pop("$defs")
    for schema in schemas.values():
        if "type" in schema.get("properties", {}):
            schema["properties"]["cause"] = CAUSE
            schema["properties"]["epoch"] = _EPOCH
            schema["required"] = sorted({*schema.get("required", []), "type", "cause"})
    said = signals.SIGNAL.json_schema(ref_template=_REF)
    signalled = said.pop("$defs")
    for schema in signalled.values():
        schema["required"] = sorted({*schema.get("required", []), "signal"})
    quiet = signals.QUIET.json_schema()
    session = "/api/sessions/{session}"
    calls = {session + path: methods for path, methods in session_calls(commands, said, quiet).items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "vcsession",
            "version": "1",
            "description": "Staff negotiations by video-conference.",
        },
        "paths": paths({**outside_calls(), **calls}),
        "components": {
            "schemas": {
                **schemas,
                **signalled,
                "Problem": {
                    "type": "object",
                    "properties": {"code": STRING, "message": STRING},
                    "required": ["code", "message"],
                },
            },
            "securitySchemes": {"seat": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


async def openapi(_request: web.Request) -> web.Response:
    return web.Response(body=wire.dump(description()), content_type="application/json")
