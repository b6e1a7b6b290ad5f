"""Where a network cuts WebSockets: the same frames as server-sent events, signals by POST.

Commands have their own end point (`api.commands`). The last event of a stream that the server ends is
`event: close`, its data the close code that a socket would have had.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Final

from aiohttp import web

from vcsession.core.refusals import refuse
from vcsession.http.api import caller
from vcsession.http.errors import SECURITY_HEADERS, problem
from vcsession.http.outgoing import CUT_AFTER_S, Outgoing, enter, resumes, signals_of
from vcsession.signals import SIGNALS, signal

HEADERS: Final = {
    **SECURITY_HEADERS,
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    # nginx would keep the events back until its buffer is full.
    "X-Accel-Buffering": "no",
}


async def events(request: web.Request) -> web.StreamResponse:
    """GET /api/sessions/{id}/events?seat=..&after=..: the frames of the socket, one for each event."""
    room, actor = await enter(request)
    if "modest" in request.query and actor.seat in room.connected:
        return problem(409, "seat_taken", "Somebody sits here already.")
    response = web.StreamResponse(headers=HEADERS)
    await response.prepare(request)
    _notice_silence(request.transport)
    seat = Outgoing(actor, room)
    room.subscribe(seat, *resumes(request))
    try:
        while (frame := await seat.next()) is not None:
            async with asyncio.timeout(CUT_AFTER_S):
                await response.write(b"data: " + frame + b"\n\n")
        async with asyncio.timeout(CUT_AFTER_S):
            await response.write(b"event: close\ndata: %d\n\n" % (seat.code or 1000))
            await response.write_eof()
    except (TimeoutError, ConnectionError):
        if request.transport is not None:
            request.transport.abort()
    finally:
        room.unsubscribe(seat)
    return response


def _notice_silence(transport: asyncio.Transport | None) -> None:
    """A browser that vanished acknowledges nothing: then the next sign of life from us ends the line."""
    if transport is not None and (line := transport.get_extra_info("socket")) is not None:
        with contextlib.suppress(OSError):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(CUT_AFTER_S * 1000))


async def signals(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/signals {"signal": "sizes" | "listen" | ..}: what is no event."""
    room, actor = await caller(request)
    data = (await request.read()).decode(errors="replace")
    if (said := signal(data)) is None:
        raise refuse("bad_field", field="signal", problem=f"one of {', '.join(SIGNALS)}")
    signals_of(request, room, actor)(said)
    return web.Response(status=204)
