"""Documents filed with their files, and handed out to whom their audience names."""

from __future__ import annotations

import asyncio
import hashlib
import re
from typing import Any, Final

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import CIMultiDict

from vcsession import wire
from vcsession.core.matters.papers import MOST_BYTES, TYPES, Paper, UploadDocument
from vcsession.core.refusals import refuse
from vcsession.core.register import at_address
from vcsession.core.session import decide
from vcsession.core.vocabulary import Actor
from vcsession.http.api import caller
from vcsession.http.errors import problem
from vcsession.http.filetype import Unkept, media_type
from vcsession.http.ports import OUTSIDE
from vcsession.room import Room

PDF: Final = "application/pdf"
SHOWN: Final = frozenset({PDF, "image/png", "image/jpeg", "text/plain"})
"""Types that every browser shows by itself."""

MOST_ABOUT: Final = 16 * 1024
WITHIN_S: Final = 300.0
"""For one upload; a sender that is slower is cut."""

AT_ONCE: Final = web.AppKey("uploads_at_once", asyncio.Semaphore)
UPLOADS: Final = 4

_GIVEN: Final = frozenset({"title", "language", "audience", "items", "cause"})
_EMPTY: Final = hashlib.sha256(b"").hexdigest()


class TooLarge(Exception):
    """Longer than what is kept."""


async def upload(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/documents: multipart/form-data with `about` (JSON) and then `file`.

    201 {"version", "document", "hash"} once the file and the entry of the log are both on the disk.
    """
    room, actor = await caller(request)
    if not request.content_type.startswith("multipart/form-data"):
        return problem(415, "not_a_form", "Send multipart/form-data: about, then file.")
    semaphore = request.app[AT_ONCE]
    if semaphore.locked():
        return problem(503, "busy", "Other documents are being filed now; try again in a moment.")
    async with semaphore:
        try:
            async with asyncio.timeout(WITHIN_S):
                about, name, data = await _parts(request, room, actor)
        except TimeoutError:
            return problem(408, "too_slow", "The file took too long to arrive; nothing was filed.")
        except TooLarge:
            return problem(
                413, "too_large", f"A file has at most {MOST_BYTES // 2**20} MB; nothing was filed."
            )
        except (ValueError, EOFError, HttpProcessingError):
            return problem(422, "bad_field", "The form could not be read: about (JSON), then file.")
        room, actor = await caller(request)  # the seat may have been revoked while the bytes came in
        return await _file(request, room, actor, about, name, data)


async def _parts(request: web.Request, room: Room, actor: Actor) -> tuple[dict[str, Any], str, bytes]:
    """What is said of the file, its name and its bytes; who may not file it is told before they arrive."""
    reader = await request.multipart()
    first = await reader.next()
    if not isinstance(first, BodyPartReader) or first.name != "about":
        raise refuse("bad_field", field="about", problem="what is said of the file comes first, as JSON")
    about = wire.plain(await taken(first, MOST_ABOUT))
    if not isinstance(about, dict) or not about.keys() <= _GIVEN:
        raise refuse("bad_field", field="about", problem=f"an object of {', '.join(sorted(_GIVEN))}")
    second = await reader.next()
    if not isinstance(second, BodyPartReader) or second.name != "file":
        raise refuse("bad_field", field="file", problem="the file itself comes second")
    name = wire.printable(re.split(r"[/\\]", second.filename or "")[-1]) or "document"
    probe, _ = _command(about, name, "text/plain", 1, _EMPTY)
    decide(room.state, actor, probe, room.now())
    return about, name, await taken(second, MOST_BYTES)


async def taken(part: BodyPartReader, most: int) -> bytes:
    """The bytes of one part of a form; raises TooLarge."""
    found = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        found += chunk
        if len(found) > most:
            raise TooLarge
    return bytes(found)


def _command(
    about: dict[str, Any], name: str, kind: str, size: int, digest: str
) -> tuple[UploadDocument, str]:
    said = {"name": name, "media_type": kind, "size": size, "hash": digest}
    command, cause = wire.upload_from({**about, **said, "type": "upload_document"})
    return command, cause


async def _file(
    request: web.Request, room: Room, actor: Actor, about: dict[str, Any], name: str, data: bytes
) -> web.Response:
    shelf = request.app[OUTSIDE].shelf
    try:
        kind = await asyncio.to_thread(media_type, data)
    except Unkept as error:
        return problem(422, "unkept_type", str(error))
    digest = hashlib.sha256(data).hexdigest()
    command, cause = _command(about, name, kind, len(data), digest)
    decide(room.state, actor, command, room.now())
    try:
        await shelf.keep(room.name, data)
    except OSError as error:
        return problem(507, "not_kept", str(error))
    commit = await room.handle(actor, command, cause, with_file=True)
    filed = next(event for event in commit.events if event.type == "document_uploaded")
    answer = {"version": commit.version, "document": filed.document, "hash": filed.hash}
    return web.Response(body=wire.dump(answer), status=201, content_type="application/json")


async def download(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/documents/{symbol}?language=&show=: the file, for whoever may read it.

    `show=inline`: to be read in the browser, where its type is one that browsers show.
    """
    room, actor = await caller(request)
    language = request.query.get("language")
    paper = at_address(room.state, actor, request.match_info["symbol"], language)
    if paper is None:
        return problem(404, "unknown", "There is no file of this document for you.")
    try:
        data = await request.app[OUTSIDE].shelf.take(room.name, paper.hash)
    except OSError as error:
        return problem(503, "not_kept", str(error))
    shown = request.query.get("show") == "inline" and paper.media_type in SHOWN
    headers = CIMultiDict(
        {
            "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{file_name(paper)}"',
            "Content-Type": paper.media_type
            + ("; charset=utf-8" if paper.media_type == "text/plain" else ""),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            # Opened in the browser, it runs nothing and loads nothing. A sandbox would keep out the browser's
            # own reader of PDF, which runs what is in a file in no page's name.
            "Content-Security-Policy": "default-src 'none'; "
            + ("style-src 'unsafe-inline'" if shown and paper.media_type == PDF else "sandbox"),
        }
    )
    return web.Response(body=data, headers=headers)


def file_name(paper: Paper) -> str:
    """Made of the symbol, never of what the sender called it."""
    stem = re.sub(r"[^A-Za-z0-9.]+", "-", paper.symbol or paper.id).strip("-.")
    return f"{stem}-{paper.language}.{TYPES[paper.media_type]}"
