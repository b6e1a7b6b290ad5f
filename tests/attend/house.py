"""A server that speaks the wire protocol and knows no procedure: the test says what each seat is offered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from aiohttp import WSCloseCode, web
from aiohttp.test_utils import TestServer
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from vcsession.attend.sending import reach_loopback
from vcsession.core.slices import Act, MeSlice
from vcsession.core.vocabulary import Role

SESSION = "echelon-2020"
SEATS: Mapping[str, tuple[Role, str | None]] = {
    "chair": ("chair", None),
    "secretary": ("secretary", None),
    "arm-head": ("head", "ARM"),
    "blr-head": ("head", "BLR"),
    "observer": ("observer", None),
}
NOW = "2020-07-07T06:50:00Z"


def me(
    seat: str = "arm-head", *, steps: tuple[Act, ...] = (), acts: tuple[Act, ...] = (), **facts: Any
) -> dict[str, Any]:
    """The `me` slice of a seat, as JSON holds it."""
    role, delegation = SEATS[seat]
    publishes = role != "observer"
    shown = MeSlice(
        seat=seat,
        role=role,
        delegation=delegation,
        presiding=False,
        steps=steps,
        acts=acts,
        microphone="closed_by_procedure" if publishes else "not_published",
        microphone_of=None,
        queue_place=None,
        answer="",
        may_publish=publishes,
        may_download_minutes=False,
    )
    plain: dict[str, Any] = json.loads(json.dumps(asdict(shown)))
    return {**plain, **facts}


class House:
    """Its queues fill with what robots did: `entered`, `commands`, `tracks`, `left_media`."""

    def __init__(self) -> None:
        self.tokens = {f"token-of-{seat}": seat for seat in SEATS}
        self.entered: asyncio.Queue[str] = asyncio.Queue()
        self.opened: asyncio.Queue[str] = asyncio.Queue()
        """Seats whose socket was opened."""
        self.commands: asyncio.Queue[tuple[str, dict[str, str]]] = asyncio.Queue()
        self.tracks: asyncio.Queue[MediaStreamTrack] = asyncio.Queue()
        self.left_media: asyncio.Queue[str] = asyncio.Queue()
        self.offers: list[str] = []
        self.failures = 0
        """How many calls to `enter` still fail."""
        self.sockets: dict[str, web.WebSocketResponse] = {}
        self.media: list[RTCPeerConnection] = []
        app = web.Application()
        app.router.add_post("/api/enter", self._enter)
        app.router.add_get(f"/api/sessions/{SESSION}/socket", self._socket)
        app.router.add_post(f"/api/sessions/{SESSION}/media", self._join_media)
        app.router.add_delete(f"/api/sessions/{SESSION}/media/{{connection}}", self._leave_media)
        self._server = TestServer(app)

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        for connection in self.media:
            await connection.close()
        await self._server.close()

    def link(self, seat: str) -> str:
        return str(self._server.make_url("/join").with_fragment(f"token-of-{seat}"))

    async def offer(self, *acts: Act, seat: str = "arm-head", queue: int = 0, **facts: Any) -> None:
        """Show the seat that it may do these acts now, and that many requests in the list."""
        shown = me(seat, acts=acts, **facts)
        await self._tell(seat, {"me": shown, "floor": {"queue": [{}] * queue}})

    async def send(self, frame: Mapping[str, Any], seat: str = "arm-head") -> None:
        await self.sockets[seat].send_json(frame)

    async def close_socket(self, code: int = WSCloseCode.SERVICE_RESTART, seat: str = "arm-head") -> None:
        await self.sockets[seat].close(code=code)

    async def _tell(self, seat: str, slices: Mapping[str, Any]) -> None:
        await self.send({"frame": "slices", "version": 1, "now": NOW, "slices": slices}, seat)

    def _seat(self, request: web.Request) -> str:
        seat = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if seat is None:
            raise web.HTTPUnauthorized
        return seat

    async def _enter(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            raise web.HTTPServiceUnavailable
        seat = self.tokens.get((await request.json())["token"])
        if seat is None:
            return web.json_response({"code": "denied", "message": "this link is not valid"}, status=401)
        self.entered.put_nowait(seat)
        role, delegation = SEATS[seat]
        return web.json_response({"session": SESSION, "seat": seat, "role": role, "delegation": delegation})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        seat = self._seat(request)
        assert request.query["seat"] == seat
        socket = self.sockets[seat] = web.WebSocketResponse()
        await socket.prepare(request)
        session = {
            "seats": [{"id": seat} for seat in SEATS],
            "delegations": [{"code": "ARM", "short": {"ru": "Армения", "en": "Armenia"}}],
            "time_zone": "Europe/Moscow",
        }
        await self._tell(seat, {"session": session, "floor": {"queue": []}, "me": me(seat)})
        self.opened.put_nowait(seat)
        async for message in socket:
            self.commands.put_nowait((seat, message.json()))
        return socket

    async def _join_media(self, request: web.Request) -> web.Response:
        self._seat(request)
        assert request.content_type == "application/sdp"
        self.offers.append(await request.text())
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.media.append(connection)
        connection.on("track", self.tracks.put_nowait)
        await connection.setRemoteDescription(RTCSessionDescription(self.offers[-1], "offer"))
        reach_loopback(connection)
        await connection.setLocalDescription(await connection.createAnswer())
        location = {"Location": f"/api/sessions/{SESSION}/media/{len(self.media)}", "ETag": '"1"'}
        answer = connection.localDescription.sdp
        return web.Response(status=201, text=answer, content_type="application/sdp", headers=location)

    async def _leave_media(self, request: web.Request) -> web.Response:
        self.left_media.put_nowait(self._seat(request))
        return web.Response()
