"""The minutes opened for signature with the hash of their own print, and the page that knows the issued."""

from __future__ import annotations

from html import escape
from uuid import uuid4

from aiohttp import web

from vcsession import wire
from vcsession.core.matters.signatures import OpenSigning
from vcsession.core.session import decide
from vcsession.http.api import caller
from vcsession.http.errors import problem
from vcsession.http.ports import OUTSIDE, Issued


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


async def verify(request: web.Request) -> web.Response:
    """GET /verify?hash=: whether a printed hash is of an issued document of this server; for anybody.

    Whatever else the hash may be of, the answer is the same as for one that was never heard of.
    """
    digest = request.query.get("hash", "").strip().lower()
    found = request.app[OUTSIDE].issued(digest)
    return web.Response(
        text=_page(_known(found) if found is not None else _unknown()),
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
