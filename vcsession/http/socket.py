"""The socket: slices out, commands in, signals both ways."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

import structlog
from aiohttp import WSMsgType, web

from vcsession import signals, wire
from vcsession.chain import SAVING_S, Unsaved
from vcsession.core.vocabulary import Actor, Commit, Refused
from vcsession.http.access import Denied
from vcsession.http.errors import refusal
from vcsession.http.outgoing import CUT_AFTER_S, Outgoing, enter, resumes, signals_of
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.room import Room
from vcsession.rooms import UnknownSession

log = structlog.get_logger(__name__)

MAX_MESSAGE: Final = 64 * 1024
CLOSED_AFTER_S: Final = 2.0
PING_EVERY_S: Final = 5.0
COMMANDS_PER_S: Final = 20.0
BURST: Final = 40.0


class SeatSocket(Outgoing):
    """One seat's socket, as the room sees it."""

    def __init__(
        self,
        actor: Actor,
        room: Room,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        signalled: Callable[[signals.Signal], None] = lambda _signal: None,
    ) -> None:
        """`signalled` is told what the browser says that is no event."""
        super().__init__(actor, room)
        self._socket = socket
        self._transport = transport
        self._signalled = signalled
        self._tokens = BURST
        self._asked = asyncio.get_running_loop().time()

    async def write(self) -> None:
        """Send what is queued until the socket ends; a receiver that takes nothing for ten seconds is cut."""
        try:
            while (frame := await self.next()) is not None:
                # Not wait_for: before Python 3.12 it may lose a cancellation.
                async with asyncio.timeout(CUT_AFTER_S):
                    await self._socket.send_frame(frame, WSMsgType.TEXT)
            async with asyncio.timeout(2 * CLOSED_AFTER_S):
                await self._socket.close(code=self.code or 1000)
        except (TimeoutError, ConnectionError):
            if self._transport is not None:
                self._transport.abort()  # close() would wait for the very buffer that is stuck

    async def read(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                await self._take(message.data)
            elif message.type is WSMsgType.BINARY:
                self.leave(1003)

    async def _take(self, data: str) -> None:
        if self.code is not None:
            return  # the seat is another window's by now
        cause = ""
        try:
            self._within_rate()
            if (signal := signals.signal(data)) is not None:
                self._signalled(signal)
                return
            command, cause, epoch = wire.parse_command(data)
            commit = await self._commit(command, cause, epoch)
        except Refused as refused:
            self._tell("refused", cause or _cause_of(data), **refusal(refused))
        except StoreUnavailable:
            sentence = "Saving is paused; this was not done. Try again when the store is back."
            self._tell("refused", cause, code="store_unavailable", message=sentence)
        except Unsaved:
            return  # the socket ended meanwhile; its seat asks again
        except Fenced:
            self.leave(4307)
        except Exception:
            log.exception("a command failed")
            sentence = "Something went wrong here; nothing was changed by this command."
            self._tell("refused", cause, code="internal", message=sentence)
        else:
            self._tell("done", cause, version=commit.version)

    async def _commit(self, command: wire.Command, cause: str, epoch: int | None) -> Commit[wire.Event]:
        """As the room does it; where it is not known whether the command counts, ask until it is."""
        told = False
        while True:
            try:
                return await self._room.take(self._actor, command, cause, epoch)
            except Unsaved as unsaved:
                if self._socket.closed:
                    raise
                if not told:
                    self._tell("unsaved", cause, code="unsaved", message=str(unsaved))
                told = True
            await asyncio.sleep(SAVING_S)

    def _tell(self, frame: str, cause: str, **more: Any) -> None:
        self.send(wire.dump({"frame": frame, "cause": cause, **more}))

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
        if isinstance(raw, dict):
            return wire.printable(raw.get("cause"))
    return ""


async def socket(request: web.Request) -> web.WebSocketResponse:
    """GET /api/sessions/{id}/socket?seat=..&after=.. (design: the frames are listed in the README)."""
    ws = web.WebSocketResponse(
        heartbeat=PING_EVERY_S, timeout=CLOSED_AFTER_S, max_msg_size=MAX_MESSAGE, compress=False
    )
    await ws.prepare(request)
    # A browser cannot read the status of a refused upgrade, but it can read a close code.
    try:
        room, actor = await enter(request)
    except (Denied, UnknownSession):
        await ws.close(code=4401)
    except Fenced:
        await ws.close(code=4307)
    except (Unsaved, StoreUnavailable):
        await ws.close(code=1013)
    except Exception:
        log.exception("a socket failed")
        await ws.close(code=1011)
    else:
        # A robot takes an empty seat only: a person who came first stays.
        if "modest" in request.query and actor.seat in room.connected:
            await ws.close(code=4409)
            return ws
        signalled = signals_of(request, room, actor)
        await _attend(SeatSocket(actor, room, ws, request.transport, signalled), room, *resumes(request))
    return ws


async def _attend(seat: SeatSocket, room: Room, seen: int | None, device: str) -> None:
    writer = asyncio.create_task(seat.write())
    room.subscribe(seat, seen, device)
    try:
        await seat.read()
    finally:
        room.unsubscribe(seat)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
