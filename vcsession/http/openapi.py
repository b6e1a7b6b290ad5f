"""GET /api/openapi.json: the calls of the contract, with the commands' own schema."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiohttp import web

from vcsession import wire

_REF = "#/components/schemas/{model}"
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_FRAGMENT = "application/trickle-ice-sdpfrag"


def _answer(
    description: str, schema: dict[str, Any] | None = None, kind: str = "application/json"
) -> dict[str, Any]:
    return {"description": description, **({"content": {kind: {"schema": schema}}} if schema else {})}


def _operation(summary: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    refusals = {
        code: _answer(text, _PROBLEM)
        for code, text in (
            ("401", "no valid token"),
            ("403", "not for this seat"),
            ("404", "not there"),
            ("409", "not now"),
            ("422", "not so"),
            ("503", "saving is paused"),
        )
    }
    return {"summary": summary, "responses": {**answers, **refusals}, "security": [{"seat": []}], **more}


_PATH = {"name": "session", "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, *values: str) -> dict[str, Any]:
    schema: dict[str, Any] = (
        {"type": "string", "enum": list(values)} if values else {"type": "integer", "minimum": 0}
    )
    return {"name": name, "in": "query", "schema": schema}


def _body(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema}}}


_UPLOAD_PROBLEMS = {
    "408": _answer("too slow", _PROBLEM),
    "413": _answer("too large", _PROBLEM),
    "415": _answer("no form", _PROBLEM),
}
_TABLE = {
    "type": "object",
    "properties": {
        "about": {
            "type": "object",
            "properties": {
                "what": {"enum": ["draft", "proposals"]},
                "language": {"type": "string"},
                "codes": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            "required": ["what"],
        },
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
    },
    "required": ["about", "file"],
}


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1; the commands' schema is the one that checks them."""
    commands = wire.COMMAND.json_schema(ref_template=_REF)
    schemas = commands.pop("$defs")
    cause = {"type": "string", "minLength": 1, "maxLength": 100}
    epoch = {
        "type": "integer",
        "minimum": 0,
        "description": "The presiding epoch that the sender saw; an act of the presiding officer given under "
        "an earlier one is refused.",
    }
    for schema in schemas.values():
        if "type" in schema.get("properties", {}):
            schema["properties"]["cause"] = cause
            schema["properties"]["epoch"] = epoch
            schema["required"] = sorted({*schema.get("required", []), "type", "cause"})
    text = {"type": "object", "additionalProperties": True}
    session = "/api/sessions/{session}"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "vcsession",
            "version": "1",
            "description": "Staff negotiations by video-conference.",
        },
        "paths": {
            "/api/enter": {
                "post": _operation(
                    "Open a seat with its token",
                    {"200": _answer("the seat, and its cookie", text)},
                    requestBody=_body(
                        {"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}
                    ),
                )
            },
            "/api/secretariat": {
                "post": _operation(
                    "Be the secretariat in this browser, with its token",
                    {"204": {"description": "its cookie is set"}},
                    requestBody=_body(
                        {"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}
                    ),
                ),
                "delete": _operation("Be it no more", {"204": {"description": "its cookie is gone"}}),
            },
            "/api/session-file": {
                "get": _operation(
                    "The shape of a session file (secretariat, secretary)", {"200": _answer("a form", text)}
                ),
                "post": _operation(
                    "What is wrong with a session file; nothing is written (secretariat, secretary)",
                    {"200": _answer("problems by field, the file as data and as YAML", text)},
                    requestBody=_body(
                        {"type": "object", "properties": {"file": text, "yaml": {"type": "string"}}}
                    ),
                ),
            },
            "/api/session-file/import": {
                "post": _operation(
                    "A draft or proposals out of a Word or Excel file; nothing is written",
                    {"200": _answer("rows, each with what is wrong with it", text), **_UPLOAD_PROBLEMS},
                    requestBody=_body(_TABLE, "multipart/form-data"),
                )
            },
            "/api/sessions": {
                "get": _operation("Every session (secretariat)", {"200": _answer("sessions", text)}),
                "post": _operation(
                    "Convene a session (secretariat)",
                    {"201": _answer("the session and its links", text)},
                    requestBody=_body(text),
                ),
            },
            session: {
                "parameters": [_PATH],
                "get": _operation("The view of this seat: all slices", {"200": _answer("slices", text)}),
            },
            f"{session}/commands": {
                "parameters": [_PATH],
                "post": _operation(
                    "Give a command",
                    {"200": _answer("its version and events", text)},
                    requestBody=_body(commands),
                ),
            },
            f"{session}/commits": {
                "parameters": [_PATH],
                "get": _operation(
                    "The plenary log", {"200": _answer("commits", text)}, parameters=[_query("after")]
                ),
            },
            f"{session}/minutes": {
                "parameters": [_PATH],
                "get": _operation(
                    "The minutes",
                    {"200": {"description": "a document"}},
                    parameters=[
                        _query("format", "html", "pdf", "docx", "md", "akn", "json"),
                        _query("language", "ru", "en"),
                        _query("form", "full", "short"),
                        _query("copy"),
                    ],
                ),
            },
            f"{session}/minutes/{{number}}/versions": {
                "parameters": [_PATH, {**_PATH, "name": "number"}],
                "get": _operation(
                    "The versions of the minutes, each with what it was made with (officers)",
                    {"200": _answer("the versions", text)},
                ),
            },
            f"{session}/replies": {
                "parameters": [_PATH],
                "get": _operation(
                    "What each delegation replied to the invitations, and the sittings still open (officers)",
                    {"200": _answer("the replies", text)},
                ),
                "post": _operation(
                    "Enter a calendar's reply to an invitation: an expectation (secretary, head)",
                    {"200": _answer("what was entered", text)},
                    parameters=[_query("delegation")],
                    requestBody={"content": {"text/calendar": {"schema": {"type": "string"}}}},
                ),
            },
            f"{session}/minutes/{{number}}/signing": {
                "parameters": [_PATH, {**_PATH, "name": "number"}],
                "post": _operation(
                    "Open the minutes for signature with the hash of their own print (secretary)",
                    {
                        "200": _answer("the version, the hash, the last entry printed", text),
                        "507": _answer("the disk is full", _PROBLEM),
                    },
                ),
            },
            f"{session}/amend": {
                "parameters": [_PATH],
                "post": _operation(
                    "Amend the convocation before the session opens (secretariat, secretary)",
                    {"200": _answer("the version, and how often it was amended", text)},
                    requestBody=_body(text),
                ),
            },
            f"{session}/papers/{{paper}}": {
                "parameters": [_PATH, {**_PATH, "name": "paper"}],
                "get": _operation(
                    "Another paper: agenda, decisions, speakers ...",
                    {"200": {"description": "a document"}},
                    parameters=[
                        _query("format", "html", "pdf", "docx", "md", "json", "csv", "ics"),
                        _query("language", "ru", "en"),
                        _query("delegation"),
                    ],
                ),
            },
            f"{session}/file": {
                "parameters": [_PATH],
                "get": _operation(
                    "The session file as it stands (secretariat, secretary)",
                    {"200": _answer("as data and as YAML", text)},
                ),
            },
            f"{session}/import": {
                "parameters": [_PATH],
                "post": _operation(
                    "The same, with the commands that each row would become (secretary, delegations)",
                    {"200": _answer("rows", text), **_UPLOAD_PROBLEMS},
                    requestBody=_body(_TABLE, "multipart/form-data"),
                ),
            },
            f"{session}/links": {
                "parameters": [_PATH],
                "get": _operation(
                    "The join links with their QR codes (secretariat, secretary)",
                    {"200": _answer("seats, links, calendar files", text)},
                ),
            },
            f"{session}/papers": {
                "parameters": [_PATH],
                "get": _operation(
                    "The other papers that this seat may have, each with its formats",
                    {"200": _answer("formats by paper", text)},
                ),
            },
            f"{session}/course": {
                "parameters": [_PATH],
                "get": _operation(
                    "What happened when, as far as this seat reads the minutes",
                    {"200": _answer("milestones", text)},
                ),
            },
            f"{session}/verification": {
                "parameters": [_PATH],
                "get": _operation(
                    "Whether the log, its signatures and the files are whole",
                    {"200": _answer("what was checked, and what was found", text)},
                ),
            },
            f"{session}/bundle": {
                "parameters": [_PATH],
                "get": _operation(
                    "The archive as one ZIP (secretary; not while a sitting is held)",
                    {"200": {"description": "the bundle"}},
                ),
            },
            f"{session}/recordings": {
                "parameters": [_PATH],
                "get": _operation(
                    "The recordings of the open parts that have ended (secretary)",
                    {"200": _answer("who spoke on which item when, for each", text)},
                ),
            },
            f"{session}/recordings/{{file}}": {
                "parameters": [_PATH, {**_PATH, "name": "file"}],
                "get": _operation(
                    "A recording, whole or by ranges (secretary)",
                    {"200": {"description": "Matroska"}, "206": {"description": "a part of it"}},
                ),
            },
            f"{session}/communique": {
                "parameters": [_PATH],
                "get": _operation(
                    "The draft communiqué",
                    {"200": {"description": "a document"}},
                    parameters=[
                        _query("format", "html", "pdf", "docx", "md", "json"),
                        _query("language", "ru", "en"),
                    ],
                ),
            },
            f"{session}/lines": {
                "parameters": [_PATH],
                "post": _operation(
                    "Say something on a quiet line, beside the record",
                    {"200": _answer("the seats that it reached", text)},
                    requestBody=_body(
                        {
                            "type": "object",
                            "properties": {
                                "line": {"enum": ["chair", "delegation", "secretariat"]},
                                "text": {"type": "string", "minLength": 1, "maxLength": 1000},
                                "seat": {"type": "string"},
                            },
                            "required": ["line", "text"],
                        }
                    ),
                ),
            },
            f"{session}/events": {
                "parameters": [_PATH],
                "get": _operation(
                    "The socket's frames as server-sent events, where a network cuts WebSockets",
                    {"200": _answer("frames", {"type": "string"}, "text/event-stream")},
                    parameters=[
                        {"name": "seat", "in": "query", "schema": {"type": "string"}},
                        {"name": "device", "in": "query", "schema": {"type": "string"}},
                        _query("after"),
                    ],
                ),
            },
            f"{session}/signals": {
                "parameters": [_PATH],
                "post": _operation(
                    "What is no event: the sizes of the pictures, the language listened to, a quiet word",
                    {"204": {"description": "taken"}},
                    requestBody=_body(
                        {
                            "type": "object",
                            "properties": {"signal": {"enum": [*wire.SIGNALS, "quiet"]}},
                            "required": ["signal"],
                            "additionalProperties": True,
                        }
                    ),
                ),
            },
            f"{session}/documents": {
                "parameters": [_PATH],
                "post": _operation(
                    "File a document with its file",
                    {
                        "201": _answer("the version, the document's id and its hash", text),
                        "408": _answer("too slow", _PROBLEM),
                        "413": _answer("too large", _PROBLEM),
                        "415": _answer("no form", _PROBLEM),
                        "507": _answer("the disk is full", _PROBLEM),
                    },
                    requestBody=_body(
                        {
                            "type": "object",
                            "properties": {
                                "about": {
                                    "type": "object",
                                    "properties": {
                                        "title": text,
                                        "language": {"type": "string"},
                                        "audience": {"enum": ["secretariat", "delegation", "all", "items"]},
                                        "items": {"type": "array", "items": {"type": "string"}},
                                        "cause": cause,
                                    },
                                    "required": ["title", "language", "audience", "cause"],
                                },
                                "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                            },
                            "required": ["about", "file"],
                        },
                        "multipart/form-data",
                    ),
                ),
            },
            f"{session}/documents/{{symbol}}": {
                "parameters": [_PATH, {**_PATH, "name": "symbol"}],
                "get": _operation(
                    "The file of a document, by its symbol or id",
                    {"200": {"description": "the file"}},
                    parameters=[{"name": "language", "in": "query", "schema": {"type": "string"}}],
                ),
            },
            f"{session}/seats/{{seat}}/revoke": {
                "parameters": [_PATH, {**_PATH, "name": "seat"}],
                "post": _operation(
                    "Revoke a seat (secretariat, secretary)", {"200": _answer("the version", text)}
                ),
            },
            f"{session}/seats/{{seat}}/reissue": {
                "parameters": [_PATH, {**_PATH, "name": "seat"}],
                "post": _operation(
                    "Issue a seat's link anew (secretariat, secretary)",
                    {"200": _answer("the version, and the seat with its new link", text)},
                ),
            },
            f"{session}/media": {
                "parameters": [_PATH],
                "post": _operation(
                    "Offer a media connection (WHIP, RFC 9725)",
                    {"201": _answer("the answer", {"type": "string"}, "application/sdp")},
                    parameters=[{"name": "device", "in": "query", "schema": {"type": "string"}}],
                    requestBody=_body({"type": "string"}, "application/sdp"),
                ),
            },
            f"{session}/media/{{connection}}": {
                "parameters": [_PATH, {**_PATH, "name": "connection"}],
                "patch": _operation(
                    "Restart ICE (RFC 9725, 4.3)",
                    {
                        "200": _answer("the answer", {"type": "string"}, _FRAGMENT),
                        "204": {"description": "nothing to answer"},
                        "412": _answer("another ICE session", _PROBLEM),
                        "428": _answer("If-Match is missing", _PROBLEM),
                    },
                    parameters=[{"name": "If-Match", "in": "header", "schema": {"type": "string"}}],
                    requestBody=_body({"type": "string"}, _FRAGMENT),
                ),
                "delete": _operation("Leave", {"204": {"description": "left"}}),
            },
            f"{session}/line": {
                "parameters": [_PATH],
                "post": _operation(
                    "Have this seat's line measured for the record, before a sitting",
                    {"200": _answer("the version, and what was measured", text)},
                ),
            },
            f"{session}/connections": {
                "parameters": [_PATH],
                "get": _operation(
                    "The figures of the media connections (for the technician and the secretary of all)",
                    {"200": _answer("connections, checks and reports", text)},
                ),
            },
            **_check(text),
            "/verify": {
                "get": {
                    "summary": "Whether a printed hash is of an issued document (no seat)",
                    "responses": {"200": {"description": "a page in Russian and English"}},
                    "parameters": [
                        {"name": name, "in": "query", "schema": {"type": "string"}}
                        for name in ("hash", "number")
                    ],
                }
            },
            "/health": {"get": {"summary": "Readiness", "responses": {"200": {"description": "ready"}}}},
            "/metrics": {"get": {"summary": "Prometheus", "responses": {"200": {"description": "metrics"}}}},
        },
        "components": {
            "schemas": {
                **schemas,
                "Problem": {
                    "type": "object",
                    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                    "required": ["code", "message"],
                },
            },
            "securitySchemes": {"seat": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _check(text: dict[str, Any]) -> dict[str, Any]:
    """The line check, with a token of its own that opens nothing else."""
    sdp = _answer("the answer", {"type": "string"}, "application/sdp")
    return {
        "/api/check": {
            "get": _operation(
                "For whom the line is checked, and the sheet for its firewall",
                {"200": _answer("about", text)},
            ),
            "post": _operation(
                "Open the line check with its token",
                {"200": _answer("about, and the cookie", text)},
                requestBody=_body(
                    {"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]}
                ),
            ),
        },
        "/api/check/socket": {
            "get": _operation("A WebSocket that gives back what it is told", {"101": {"description": "open"}})
        },
        "/api/check/events": {
            "get": _operation(
                "Some server-sent events", {"200": _answer("events", {"type": "string"}, "text/event-stream")}
            )
        },
        "/api/check/media": {
            "post": _operation(
                "Offer a media connection that gives back what is sent, for a minute",
                {"201": sdp, "503": _answer("the node is full", _PROBLEM)},
                requestBody=_body({"type": "string"}, "application/sdp"),
            )
        },
        "/api/check/media/{connection}": {
            "parameters": [{**_PATH, "name": "connection"}],
            "delete": _operation("End it", {"204": {"description": "ended"}}),
        },
        "/api/check/result": {
            "post": _operation(
                "What the check found, for the technician",
                {"200": _answer("the figures that count", text)},
                requestBody=_body(text),
            )
        },
    }


async def openapi(_request: web.Request) -> web.Response:
    return web.Response(body=wire.dump(description()), content_type="application/json")
