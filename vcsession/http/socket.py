"""The socket: slices out, commands in, signals both ways.

One slow receiver never holds up another: its queue is bounded, and when it overflows it gets the
whole view once instead of the backlog.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Final

from aiohttp import WSMsgType, web

from vcsession import wire
from vcsession.core.vocabulary import Actor, Refused
from vcsession.http.access import Denied, actor_of
from vcsession.http.errors import refusal
from vcsession.http.ports import OUTSIDE
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.room import Room, UnknownSession, Unsaved

MAX_MESSAGE: Final = 64 * 1024
MAX_QUEUE: Final = 256
MAX_QUEUED_BYTES: Final = 1 << 20
CUT_AFTER_S: Final = 10.0
COMMANDS_PER_S: Final = 20.0
BURST: Final = 40.0


class SeatSocket:
    """One seat's socket, as the room sees it."""

    def __init__(self, actor: Actor, room: Room, socket: web.WebSocketResponse) -> None:
        self._actor = actor
        self._room = room
        self._socket = socket
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._more = asyncio.Event()
        self._code: int | None = None
        self._tokens = BURST
        self._asked = asyncio.get_running_loop().time()

    @property
    def actor(self) -> Actor:
        return self._actor

    def send(self, frame: bytes) -> None:
        self._queue.append(frame)
        self._queued += len(frame)
        if len(self._queue) > MAX_QUEUE or self._queued > MAX_QUEUED_BYTES:
            self._queue.clear()
            self._queue.append(self._room.slices(self._actor))
            self._queued = len(self._queue[0])
        self._more.set()

    def leave(self, code: int) -> None:
        self._code = code
        self._more.set()

    async def write(self) -> None:
        """Send what is queued until the socket ends; a receiver that takes nothing for ten seconds is cut."""
        while not self._socket.closed:
            await self._more.wait()
            self._more.clear()
            while self._queue:
                frame = self._queue.popleft()
                self._queued -= len(frame)
                try:
                    await asyncio.wait_for(self._socket.send_str(frame.decode()), CUT_AFTER_S)
                except (TimeoutError, ConnectionError):
                    self._code = 1011
                    break
            if self._code is not None:
                await self._socket.close(code=self._code)
                return

    async def read(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                await self._command(message.data)
            elif message.type is WSMsgType.BINARY:
                await self._socket.close(code=1003)

    async def _command(self, data: str) -> None:
        cause = ""
        try:
            self._within_rate()
            command, cause = wire.parse_command(data)
            commit = await self._room.handle(self._actor, command, cause)
        except Refused as refused:
            self.send(wire.dump({"frame": "refused", "cause": cause or _cause_of(data), **refusal(refused)}))
        except (Unsaved, StoreUnavailable):
            sentence = "Saving is paused; your action has not been recorded yet. It will be checked."
            self.send(wire.dump({"frame": "unsaved", "cause": cause, "code": "unsaved", "message": sentence}))
        except Fenced:
            self.leave(4307)
        else:
            self.send(wire.dump({"frame": "done", "cause": cause, "version": commit.version}))

    def _within_rate(self) -> None:
        now = asyncio.get_running_loop().time()
        self._tokens = min(BURST, self._tokens + (now - self._asked) * COMMANDS_PER_S)
        self._asked = now
        if self._tokens < 1:
            raise Refused("too_fast", "Too many commands at once; wait a moment.", "state", {})
        self._tokens -= 1


def _cause_of(data: str) -> str:
    """The cause of a command that could not be read, so that its sender can tell which it was."""
    with contextlib.suppress(Refused):
        raw = wire.plain(data)
        if isinstance(raw, dict) and isinstance(cause := raw.get("cause"), str):
            return cause[:100]
    return ""


async def socket(request: web.Request) -> web.WebSocketResponse:
    """GET /api/sessions/{id}/socket?seat=..&after=.. (design: the frames are listed in the README)."""
    outside = request.app[OUTSIDE]
    ws = web.WebSocketResponse(heartbeat=10.0, max_msg_size=MAX_MESSAGE, compress=False)
    await ws.prepare(request)
    try:
        claim = outside.access.claim(request)
        room = await outside.rooms.get(request.match_info["session"])
        actor = actor_of(claim, room.state)
    except (Denied, UnknownSession):
        # A browser cannot read the status of a refused upgrade, but it can read a close code.
        await ws.close(code=4401)
        return ws
    after = request.query.get("after", "")
    seat = SeatSocket(actor, room, ws)
    writer = asyncio.create_task(seat.write())
    room.subscribe(seat, int(after) if after.isdigit() and len(after) < 16 else None)
    try:
        await seat.read()
    finally:
        room.unsubscribe(seat)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
    return ws
