"""The application: routes, middlewares, pages."""

from __future__ import annotations

import asyncio

from aiohttp import web

from vcsession.http import (
    api,
    archive,
    checking,
    events,
    importing,
    issuing,
    lines,
    papers,
    recordings,
    secretariat,
)
from vcsession.http.access import SECURE_HOST
from vcsession.http.errors import ALLOWED_HOSTS, errors, problem, same_origin
from vcsession.http.openapi import openapi
from vcsession.http.ports import OUTSIDE, Outside
from vcsession.http.socket import socket

MAX_BODY = 1 << 20


async def page(request: web.Request) -> web.StreamResponse:
    """The single page; the token stays in the fragment and never reaches the server."""
    index = request.app[OUTSIDE].static / "index.html"
    if not index.exists():
        return problem(503, "no_client", "The browser client is not built: run python3 deploy/dev.py setup.")
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})


async def health(_request: web.Request) -> web.Response:
    return web.json_response({"ready": True})


async def metrics(request: web.Request) -> web.Response:
    return web.Response(
        body=request.app[OUTSIDE].metrics(),
        headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )


async def keep_assets(request: web.Request, response: web.StreamResponse) -> None:
    """Built assets carry a hash in their names: they never change.

    Before this moment a file's response does not know whether there is such a file.
    """
    if request.path.startswith("/static/assets/") and response.status in (200, 206, 304):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"


async def say_goodbye(app: web.Application) -> None:
    """Sockets never end by themselves: without this word the server would wait for them to its limit."""
    for room in app[OUTSIDE].rooms.opened():
        room.dismiss(1001)


def application(outside: Outside) -> web.Application:
    app = web.Application(middlewares=[errors, same_origin], client_max_size=MAX_BODY)
    app[OUTSIDE] = outside
    app[papers.AT_ONCE] = asyncio.Semaphore(papers.UPLOADS)
    app.on_shutdown.append(say_goodbye)
    app.on_response_prepare.append(keep_assets)
    scheme, _, public = outside.public_url.partition("://")
    app[SECURE_HOST] = public if scheme == "https" else ""
    app[ALLOWED_HOSTS] = lambda request: {request.host, public}
    session = "/api/sessions/{session}"
    app.add_routes(
        [
            web.get("/", page),
            web.get("/join", page),
            web.get("/check", page),
            web.get("/room/{session}/{seat}", page),
            web.get("/archive/{session}/{seat}", page),
            web.get("/file/{session}/{seat}", page),
            web.get("/links/{session}/{seat}", page),
            web.get("/issue/{session}/{seat}", page),
            web.get("/secretariat", page),
            web.post("/api/enter", api.enter),
            web.post("/api/secretariat", secretariat.enter),
            web.delete("/api/secretariat", secretariat.leave),
            web.get("/api/session-file", secretariat.form),
            web.post("/api/session-file", secretariat.check),
            web.post("/api/session-file/import", importing.into_file),
            web.get("/api/sessions", secretariat.sessions),
            web.post("/api/sessions", api.convene),
            web.get(session, api.view),
            web.post(f"{session}/commands", api.commands),
            web.get(f"{session}/commits", api.commits),
            web.get(f"{session}/minutes", api.minutes),
            web.post(f"{session}/minutes/{{number}}/signing", issuing.open_signing),
            web.get(f"{session}/minutes/{{number}}/versions", issuing.versions),
            web.get(f"{session}/replies", issuing.replied),
            web.post(f"{session}/replies", issuing.replies),
            web.post(f"{session}/amend", api.amend),
            web.get(f"{session}/file", secretariat.file),
            web.get(f"{session}/links", secretariat.links),
            web.post(f"{session}/import", importing.into_session),
            web.get(f"{session}/papers", archive.papers),
            web.get(f"{session}/papers/{{paper}}", api.paper),
            web.get(f"{session}/course", archive.course),
            web.get(f"{session}/verification", archive.verification),
            web.get(f"{session}/bundle", archive.bundle),
            web.get(f"{session}/recordings", recordings.recordings),
            web.get(f"{session}/recordings/{{file}}", recordings.recording),
            web.get(f"{session}/communique", api.paper),
            web.post(f"{session}/lines", api.whisper),
            web.post(f"{session}/documents", papers.upload),
            web.get(f"{session}/documents/{{symbol:.+}}", papers.download),
            web.post(f"{session}/seats/{{seat}}/revoke", api.revoke_seat),
            web.post(f"{session}/seats/{{seat}}/reissue", api.reissue_link),
            web.get(f"{session}/socket", socket),
            web.get(f"{session}/events", events.events),
            web.post(f"{session}/signals", events.signals),
            web.post(f"{session}/media", api.join_media),
            web.options(f"{session}/media", api.media_options),
            web.patch(f"{session}/media/{{connection}}", api.restart_media),
            web.delete(f"{session}/media/{{connection}}", api.leave_media),
            web.post(f"{session}/line", lines.report),
            web.get(f"{session}/connections", lines.connections),
            web.post("/api/check", checking.open_check),
            web.get("/api/check", checking.check),
            web.get("/api/check/socket", checking.echo),
            web.get("/api/check/events", checking.events),
            web.post("/api/check/media", checking.offer),
            web.options("/api/check/media", checking.relays),
            web.delete("/api/check/media/{connection}", checking.end),
            web.post("/api/check/result", checking.result),
            web.get("/verify", issuing.verify),
            web.get("/health", health),
            web.get("/metrics", metrics),
            web.get("/api/openapi.json", openapi),
        ]
    )
    if outside.static.is_dir():
        app.router.add_static("/static/", outside.static)
    return app
