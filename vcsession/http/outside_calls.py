"""The calls outside any session, described: the doors, the secretariat's desk, the line check, the server."""

from __future__ import annotations

from vcsession.http.describing import (
    OBJECT,
    SDP,
    STREAM,
    STRING,
    Described,
    answer,
    call,
    fields,
    nothing,
    problem,
    public,
    taken,
    word,
)
from vcsession.http.session_calls import TABLE, UPLOAD_PROBLEMS

TOKEN = fields({"token": STRING}, "token")


def outside_calls() -> dict[str, Described]:
    return {
        "/api/enter": {
            "post": call("Open a seat with its token", {"200": answer("the seat, and its cookie")}, TOKEN)
        },
        **_secretariat(),
        **_check(),
        "/verify": {
            "get": public(
                "Whether a printed hash is of an issued document (no seat)",
                {"200": nothing("a page in Russian and English")},
                parameters=(word("hash"), word("number")),
            )
        },
        "/health": {"get": public("Readiness", {"200": nothing("ready")})},
        "/metrics": {"get": public("Prometheus", {"200": nothing("metrics")})},
        "/api/openapi.json": {"get": public("This description", {"200": answer("OpenAPI 3.1")})},
    }


def _secretariat() -> dict[str, Described]:
    return {
        "/api/secretariat": {
            "post": call(
                "Be the secretariat in this browser, with its token",
                {"204": nothing("its cookie is set")},
                TOKEN,
            ),
            "delete": call("Be it no more", {"204": nothing("its cookie is gone")}),
        },
        "/api/sessions": {
            "get": call("Every session (secretariat)", {"200": answer("sessions")}),
            "post": call(
                "Convene a session (secretariat)", {"201": answer("the session and its links")}, taken(OBJECT)
            ),
        },
        "/api/session-file": {
            "get": call("The shape of a session file (secretariat, secretary)", {"200": answer("a form")}),
            "post": call(
                "What is wrong with a session file; nothing is written (secretariat, secretary)",
                {"200": answer("problems by field, the file as data and as YAML")},
                fields({"file": OBJECT, "yaml": STRING}),
            ),
        },
        "/api/session-file/import": {
            "post": call(
                "A draft or proposals out of a Word or Excel file; nothing is written",
                {"200": answer("rows, each with what is wrong with it"), **UPLOAD_PROBLEMS},
                TABLE,
            )
        },
    }


def _check() -> dict[str, Described]:
    """The line check, with a token of its own that opens nothing else."""
    return {
        "/api/check": {
            "get": call(
                "For whom the line is checked, and the sheet for its firewall", {"200": answer("about")}
            ),
            "post": call(
                "Open the line check with its token", {"200": answer("about, and the cookie")}, TOKEN
            ),
        },
        "/api/check/socket": {
            "get": call("A WebSocket that gives back what it is told", {"101": nothing("open")})
        },
        "/api/check/events": {
            "get": call("Some server-sent events", {"200": answer("events", STRING, STREAM)})
        },
        "/api/check/media": {
            "post": call(
                "Offer a media connection that gives back what is sent, for a minute",
                {"201": answer("the answer", STRING, SDP), "503": problem("the node is full")},
                taken(STRING, SDP),
            ),
            "options": public(
                "What may be offered, and for a check its relays as Link",
                {"204": nothing("Accept-Post, Link")},
            ),
        },
        "/api/check/media/{connection}": {"delete": call("End it", {"204": nothing("ended")})},
        "/api/check/result": {
            "post": call(
                "What the check found, for the technician",
                {"200": answer("the figures that count")},
                taken(OBJECT),
            )
        },
    }
