"""The calls of a session, described: what a seat, its secretary or the secretariat may ask of it."""

from __future__ import annotations

from vcsession.http.describing import (
    CAUSE,
    OBJECT,
    SDP,
    STREAM,
    STRING,
    Described,
    answer,
    call,
    form,
    nothing,
    problem,
    public,
    query,
    taken,
    word,
)

FRAGMENT = "application/trickle-ice-sdpfrag"
LANGUAGE = query("language", "ru", "en")
TEXT_FORMATS = ("html", "pdf", "docx", "md")

UPLOAD_PROBLEMS = {"408": problem("too slow"), "413": problem("too large"), "415": problem("no form")}
DISK_FULL = {"507": problem("the disk is full")}

TABLE = form(
    {
        "what": {"enum": ["draft", "proposals"]},
        "language": STRING,
        "codes": {"type": "object", "additionalProperties": STRING},
    },
    "what",
)
PAPER = form(
    {
        "title": OBJECT,
        "language": STRING,
        "audience": {"enum": ["secretariat", "delegation", "all", "items"]},
        "items": {"type": "array", "items": STRING},
        "cause": CAUSE,
    },
    "title",
    "language",
    "audience",
    "cause",
)


def session_calls(commands: Described, signals: Described, quiet: Described) -> dict[str, Described]:
    """By what follows the session's own address; the schemas are those that check what comes."""
    return {
        "": {"get": call("The view of this seat: all slices", {"200": answer("slices")})},
        **_acting(commands, signals, quiet),
        **_media(),
        **_papers(),
        **_archive(),
        **_convening(),
    }


def _acting(commands: Described, signals: Described, quiet: Described) -> dict[str, Described]:
    resuming = (word("seat"), word("device"), query("after"))
    return {
        "/commands": {
            "post": call("Give a command", {"200": answer("its version and events")}, taken(commands))
        },
        "/socket": {
            "get": call(
                "A WebSocket: the view as it changes; commands and signals the other way",
                {"101": nothing("open"), "426": problem("no WebSocket was asked for")},
                parameters=resuming,
            )
        },
        "/events": {
            "get": call(
                "The socket's frames as server-sent events, where a network cuts WebSockets",
                {"200": answer("frames", STRING, STREAM)},
                parameters=resuming,
            )
        },
        "/signals": {"post": call("What is no event", {"204": nothing("taken")}, taken(signals))},
        "/lines": {
            "post": call(
                "Say something on a quiet line, beside the record",
                {"200": answer("the seats that it reached")},
                taken(quiet),
            )
        },
        "/commits": {
            "get": call("The plenary log", {"200": answer("commits")}, parameters=(query("after"),))
        },
    }


def _media() -> dict[str, Described]:
    sdp = taken(STRING, SDP)
    return {
        "/media": {
            "post": call(
                "Offer a media connection (WHIP, RFC 9725)",
                {"201": answer("the answer", STRING, SDP)},
                sdp,
                parameters=(word("device"),),
            ),
            "options": public(
                "What may be offered, and for a seat its relays as Link (RFC 9725, 4.6)",
                {"204": nothing("Accept-Post, Link")},
            ),
        },
        "/media/{connection}": {
            "patch": call(
                "Restart ICE (RFC 9725, 4.3)",
                {
                    "200": answer("the answer", STRING, FRAGMENT),
                    "204": nothing("nothing to answer"),
                    "412": problem("another ICE session"),
                    "428": problem("If-Match is missing"),
                },
                taken(STRING, FRAGMENT),
                parameters=(word("If-Match", "header"),),
            ),
            "delete": call("Leave", {"204": nothing("left")}),
        },
        "/line": {
            "post": call(
                "Have this seat's line measured for the record, before a sitting",
                {"200": answer("the version, and what was measured")},
            )
        },
        "/connections": {
            "get": call(
                "The figures of the media connections (for the technician and the secretary of all)",
                {"200": answer("connections, checks and reports")},
            )
        },
    }


def _papers() -> dict[str, Described]:
    document = {"200": nothing("a document")}
    return {
        "/minutes": {
            "get": call(
                "The minutes",
                document,
                parameters=(
                    query("format", *TEXT_FORMATS, "akn", "json"),
                    LANGUAGE,
                    query("form", "full", "short"),
                    query("copy"),
                ),
            )
        },
        "/minutes/{number}/versions": {
            "get": call(
                "The versions of the minutes, each with what it was made with (officers)",
                {"200": answer("the versions")},
            )
        },
        "/minutes/{number}/signing": {
            "post": call(
                "Open the minutes for signature with the hash of their own print (secretary)",
                {"200": answer("the version, the hash, the last entry printed"), **DISK_FULL},
            )
        },
        "/communique": {
            "get": call(
                "The draft communiqué",
                document,
                parameters=(query("format", *TEXT_FORMATS, "json"), LANGUAGE),
            )
        },
        "/papers": {
            "get": call(
                "The other papers that this seat may have, each with its formats",
                {"200": answer("formats by paper")},
            )
        },
        "/papers/{paper}": {
            "get": call(
                "Another paper: agenda, decisions, speakers ...",
                document,
                parameters=(
                    query("format", *TEXT_FORMATS, "json", "csv", "ics"),
                    LANGUAGE,
                    word("delegation"),
                    query("show", "inline"),
                ),
            )
        },
        "/documents": {
            "post": call(
                "File a document with its file",
                {
                    "201": answer("the version, the document's id and its hash"),
                    **UPLOAD_PROBLEMS,
                    **DISK_FULL,
                },
                PAPER,
            )
        },
        "/documents/{symbol}": {
            "get": call(
                "The file of a document, by its symbol or id",
                {"200": nothing("the file")},
                parameters=(word("language"), query("show", "inline")),
            )
        },
    }


def _archive() -> dict[str, Described]:
    return {
        "/course": {
            "get": call(
                "What happened when, as far as this seat reads the minutes", {"200": answer("milestones")}
            )
        },
        "/verification": {
            "get": call(
                "Whether the log, its signatures and the files are whole",
                {"200": answer("what was checked, and what was found")},
            )
        },
        "/bundle": {
            "get": call(
                "The archive as one ZIP (secretary; not while a sitting is held)",
                {"200": nothing("the bundle")},
            )
        },
        "/recordings": {
            "get": call(
                "The recordings of the open parts that have ended (secretary)",
                {"200": answer("who spoke on which item when, for each")},
            )
        },
        "/recordings/{file}": {
            "get": call(
                "A recording, whole or by ranges (secretary)",
                {"200": nothing("Matroska"), "206": nothing("a part of it")},
            )
        },
    }


def _convening() -> dict[str, Described]:
    return {
        "/file": {
            "get": call(
                "The session file as it stands (secretariat, secretary)",
                {"200": answer("as data and as YAML")},
            )
        },
        "/amend": {
            "post": call(
                "Amend the convocation before the session opens (secretariat, secretary)",
                {"200": answer("the version, and how often it was amended")},
                taken(OBJECT),
            )
        },
        "/import": {
            "post": call(
                "A draft or proposals out of a Word or Excel file, with the commands that each row would "
                "become; nothing is written (secretary, delegations)",
                {"200": answer("rows"), **UPLOAD_PROBLEMS},
                TABLE,
            )
        },
        "/links": {
            "get": call(
                "The join links with their QR codes (secretariat, secretary)",
                {"200": answer("seats, links, calendar files")},
            )
        },
        "/seats/{seat}/revoke": {
            "post": call("Revoke a seat (secretariat, secretary)", {"200": answer("the version")})
        },
        "/seats/{seat}/reissue": {
            "post": call(
                "Issue a seat's link anew (secretariat, secretary)",
                {"200": answer("the version, and the seat with its new link")},
            )
        },
        "/replies": {
            "get": call(
                "What each delegation replied to the invitations, and the sittings still open (officers)",
                {"200": answer("the replies")},
            ),
            "post": call(
                "Enter a calendar's reply to an invitation: an expectation (secretary, head)",
                {"200": answer("what was entered")},
                {"content": {"text/calendar": {"schema": STRING}}},
                parameters=(word("delegation"),),
            ),
        },
    }
