"""The archive's page: what happened when, whether the log is whole, which papers there are, the bundle."""

from __future__ import annotations

from aiohttp import web

from vcsession import wire
from vcsession.core.refusals import refuse
from vcsession.core.view.minutes import readable
from vcsession.core.vocabulary import OFFICERS, Actor
from vcsession.http.api import FOR_EVERYBODY, caller
from vcsession.http.ports import OUTSIDE


async def course(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/course: 200 {"until", "milestones": [{"at", "what", "words"}]}.

    It is made of what the minutes are made of, and stands behind the same wall.
    """
    room, actor = await caller(request)
    until = readable(room.state, actor)
    if until is None:
        raise refuse("not_your_role")
    found = await request.app[OUTSIDE].course(room, until)
    return _json({"until": until, "milestones": found})


async def verification(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/verification: what a check of the log, the signatures and the files found now.

    For every seat: it tells figures and hashes, and nothing of what was said.
    """
    room, actor = await caller(request)
    found = wire.mapping(await request.app[OUTSIDE].check(room))
    if actor.role not in OFFICERS:  # whose own log there is, and how much is in it, is nobody else's matter
        found = {**found, "own_commits": 0, "whose": ""}
    return _json(found)


async def papers(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/papers: 200 {"papers": {name: [format]}}: those that this seat may have."""
    _room, actor = await caller(request)
    offered = request.app[OUTSIDE].papers
    return _json({"papers": {name: offered[name] for name in offered if may_have(actor, name)}})


def may_have(actor: Actor, paper: str) -> bool:
    return paper in FOR_EVERYBODY or actor.role in OFFICERS


async def bundle(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/bundle: the ZIP of `vcsession export`, for the session's secretaries."""
    room, actor = await caller(request)
    if actor.role != "secretary":
        raise refuse("not_your_role")
    data = await request.app[OUTSIDE].bundle(room)
    headers = {
        "Content-Disposition": f'attachment; filename="{room.name}.zip"',
        "Content-Type": "application/zip",
        "Cache-Control": "no-store",
    }
    return web.Response(body=data, headers=headers)


def _json(value: object) -> web.Response:
    return web.Response(
        body=wire.dump(value), content_type="application/json", headers={"Cache-Control": "no-store"}
    )
