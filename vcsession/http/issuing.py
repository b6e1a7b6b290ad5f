"""The minutes opened for signature with the hash of their own print, and the page that knows the issued."""

from __future__ import annotations

import contextlib
from html import escape
from typing import Final
from uuid import uuid4

from aiohttp import web

from vcsession import wire
from vcsession.core.matters.replies import RecordReply
from vcsession.core.matters.signatures import OpenSigning
from vcsession.core.refusals import refuse
from vcsession.core.session import decide
from vcsession.core.vocabulary import OFFICERS, Refused
from vcsession.http.api import caller
from vcsession.http.errors import problem
from vcsession.http.ports import OUTSIDE, Issued

MOST_BYTES: Final = 256 * 1024
"""Of a calendar's reply"""


async def open_signing(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/minutes/{number}/signing: 200 {"version", "hash", "last"}.

    The authentic text is printed from the log as it is now, kept by its hash, and that hash is what is
    signed: nobody types one. 409 `incomplete` names every place where a fact is missing.
    """
    room, actor = await caller(request)
    number = request.match_info["number"]
    probe = OpenSigning(number, "0" * 64, room.state.version)
    decide(room.state, actor, probe, room.now())
    try:
        text = await request.app[OUTSIDE].signable(room, number)
    except ValueError as error:
        places = [{"section": section, "missing": what} for section, what in getattr(error, "places", ())]
        return problem(409, "incomplete", str(error), places=places)
    except OSError as error:
        return problem(507, "not_kept", str(error))
    room, actor = await caller(request)  # the seat may have been revoked while it was printed
    command = OpenSigning(number, text.hash, text.last)
    commit = await room.handle(actor, command, f"open_signing-{uuid4()}", with_file=True)
    answer = {"version": commit.version, "hash": text.hash, "last": text.last}
    return web.Response(body=wire.dump(answer), content_type="application/json")


async def versions(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/minutes/{number}/versions, for the officers: {"versions": [...]}, each with its
    entries of the log, and the hash of the templates and the libraries that it was made with (null where
    that was not kept).
    """
    room, actor = await caller(request)
    number = request.match_info["number"]
    if actor.role not in OFFICERS:
        raise refuse("not_your_role")
    if number not in room.state.minutes:
        raise refuse("unknown", what="minutes", id=wire.printable(number))
    return web.json_response({"versions": request.app[OUTSIDE].versions(room, number)})


async def replied(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/replies, for the officers: 200 {"replies", "open"}.

    What each delegation replied last to the invitation to a sitting, {"sitting", "delegation", "answer",
    "at"}, and the sittings to which this seat may still enter a reply.
    """
    room, actor = await caller(request)
    if actor.role not in OFFICERS:
        raise refuse("not_your_role")
    state, now = room.state, room.now()
    known = [
        {"sitting": number, "delegation": code, "answer": reply.answer, "at": wire.stamp(reply.at)}
        for number, sitting in state.sittings.items()
        for code, reply in sitting.replies.items()
    ]
    taken = []
    for number in state.sittings:
        with contextlib.suppress(Refused):
            decide(state, actor, RecordReply(number, "accepted", next(iter(state.delegations))), now)
            taken.append(number)
    return web.json_response({"replies": known, "open": taken})


async def replies(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/replies?delegation=, the body a calendar's reply (RFC 5546): 200 {"recorded"}.

    It is entered as what to expect, and touches no presence. `delegation`: whose it is, where the file names
    an address that is not ours; a head's is its own. 422 `no_reply` where the file is none.
    """
    room, actor = await caller(request)
    data = await request.read()
    if len(data) > MOST_BYTES:
        return problem(413, "too_large", f"A reply has at most {MOST_BYTES // 1024} kB.")
    try:
        found = await request.app[OUTSIDE].replies(room, data)
    except ValueError as error:
        return problem(422, "no_reply", str(error))
    named = request.query.get("delegation")
    commands = [
        RecordReply(r.sitting, r.answer, named or r.delegation or actor.delegation, r.sequence) for r in found
    ]
    for command in commands:  # all of them or none
        decide(room.state, actor, command, room.now())
    for command in commands:
        await room.handle(actor, command, f"record_reply-{uuid4()}")
    told = [{"sitting": c.sitting, "delegation": c.delegation, "answer": c.answer} for c in commands]
    return web.json_response({"recorded": told})


async def verify(request: web.Request) -> web.Response:
    """GET /verify?hash=&number=: whether a printed hash is of an issued document of this server; for anybody.

    Whatever else the hash may be of, the answer is the same as for one that was never heard of.
    """
    digest = request.query.get("hash", "").strip().lower()
    found = request.app[OUTSIDE].issued(digest)
    copy = request.query.get("number", "")
    return web.Response(
        text=_page(_known(found) + _copy(found, copy) if found is not None else _unknown()),
        content_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        },
    )


def _known(found: Issued) -> str:
    symbol, at, number = escape(found.symbol), escape(found.issued_at), escape(found.number)
    entries = f"{found.first}–{found.last}"
    notes = ""
    if found.superseded:
        notes += _both(
            "Этот документ был выпущен, но заменен и больше не действует.",
            "This document was issued, but was superseded and no longer holds.",
        )
    if found.corrigenda:
        notes += _both(
            f"К нему выпущены поправки: {found.corrigenda}.", f"Corrigenda issued to it: {found.corrigenda}."
        )
    return notes + _both(
        f"Да: выпущенный документ этого сервера. Протокол {number}, {symbol}; записи журнала {entries}; "
        f"выпущен {at} (UTC).",
        f"Yes: an issued document of this server. Minutes {number}, {symbol}; entries of the log {entries}; "
        f"issued {at} (UTC).",
    )


def _copy(found: Issued, copy: str) -> str:
    """Whether a copy of this number was given out; to whom is not for everybody."""
    if not copy:
        return ""
    if copy.isascii() and copy.isdigit() and len(copy) < 5 and 1 <= int(copy) <= found.copies:
        return _both(f"Экземпляр № {int(copy)} выдан.", f"Copy no. {int(copy)} was given out.")
    return _both("Экземпляр с таким номером не выдавался.", "No copy of this number was given out.")


def _unknown() -> str:
    return _both(
        "Нет: такого выпущенного документа на этом сервере нет.",
        "No: there is no such issued document on this server.",
    )


def _both(russian: str, english: str) -> str:
    return f'<p lang="ru">{russian}</p><p lang="en">{english}</p>'


def _page(said: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Проверка / Verification</title>'
        "<style>body{font:1rem/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
        "input{font:inherit;width:100%;box-sizing:border-box}</style></head><body>"
        f"<h1>Проверка / Verification</h1>{said}"
        '<form action="/verify"><label>SHA-256 <input name="hash" maxlength="64"></label>'
        "<p><button>Проверить / Check</button></p></form></body></html>"
    )
