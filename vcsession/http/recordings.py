"""The recordings of a session's open parts, for its secretaries: statements are checked against them."""

from __future__ import annotations

import structlog
from aiohttp import web

from vcsession import wire
from vcsession.core.refusals import refuse
from vcsession.http.api import caller
from vcsession.http.errors import problem
from vcsession.http.ports import OUTSIDE

log = structlog.get_logger(__name__)


async def recordings(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/recordings: 200 {"recordings": [index]}, the earliest first.

    An index is {"file", "sitting", "began_at", "seconds", "bytes", "tracks", "lost", "problem", "marks":
    [{"second", "item", "speakers", "presiding"}]}. One that has not ended is not among them.
    """
    room, actor = await caller(request)
    if actor.role != "secretary":
        raise refuse("not_your_role")
    found = await request.app[OUTSIDE].recordings.ended(room.name)
    return web.Response(
        body=wire.dump({"recordings": found}),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


async def recording(request: web.Request) -> web.StreamResponse:
    """GET /api/sessions/{id}/recordings/{file}: the Matroska file, whole or by ranges (RFC 9110 14.2)."""
    room, actor = await caller(request)
    if actor.role != "secretary":
        raise refuse("not_your_role")
    shelf = request.app[OUTSIDE].recordings
    name = request.match_info["file"]
    if name not in {index["file"] for index in await shelf.ended(room.name)}:
        return problem(404, "unknown_recording", "There is no such recording.")
    log.info("a recording was taken", session=room.name, seat=actor.seat, file=name)
    headers = {
        "Content-Disposition": f'attachment; filename="{room.name}-{name}"',
        "Content-Type": "video/matroska",  # RFC 9559 27.1
        "Cache-Control": "no-store",
    }
    return web.FileResponse(shelf.file(room.name, name), headers=headers)
