"""What a seat is shown, on its way out: over a socket, or as server-sent events.

One slow receiver never holds up another: its queue is bounded, and when it overflows it gets the
whole view once instead of the backlog.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import Final

from aiohttp import web

from vcsession import signals, wire
from vcsession.core.vocabulary import Actor
from vcsession.http.access import Denied, actor_of
from vcsession.http.ports import OUTSIDE, MediaPlane
from vcsession.room import Room

MAX_QUEUE: Final = 256
MAX_QUEUED_BYTES: Final = 1 << 20
CUT_AFTER_S: Final = 10.0
"""A receiver that takes nothing for so long is cut."""

ANSWERS: Final = (b'{"frame":"done"', b'{"frame":"refused"', b'{"frame":"quiet"')
"""What no later frame can stand for."""


class Outgoing:
    """One seat's line, as the room sees it."""

    def __init__(self, actor: Actor, room: Room) -> None:
        self._actor = actor
        self._room = room
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._more = asyncio.Event()
        self.code: int | None = None
        """The WebSocket close code with which the line is to end."""

    @property
    def actor(self) -> Actor:
        return self._actor

    def send(self, frame: bytes) -> None:
        self._queue.append(frame)
        self._queued += len(frame)
        if len(self._queue) > MAX_QUEUE or self._queued > MAX_QUEUED_BYTES:
            answers = [frame for frame in self._queue if frame.startswith(ANSWERS)]
            if len(answers) > MAX_QUEUE // 2:  # it gives commands and takes no answers
                answers.clear()
                self.leave(1013)
            self._queue = deque([*answers, self._room.whole(self._actor), *self._room.signals(self)])
            self._queued = sum(map(len, self._queue))
        self._more.set()

    def leave(self, code: int) -> None:
        self.code = code
        self._more.set()

    async def next(self) -> bytes | None:
        """The next frame; None when all are out and the line is to end with `code`."""
        while not self._queue:
            if self.code is not None:
                return None
            self._more.clear()
            await self._more.wait()
        frame = self._queue.popleft()
        self._queued -= len(frame)
        return frame


async def enter(request: web.Request) -> tuple[Room, Actor]:
    """Whose line this is; a seat in the lobby has one too. Raises Denied, UnknownSession, Fenced."""
    outside = request.app[OUTSIDE]
    claim = outside.access.claim(request)
    if claim.session != request.match_info["session"]:
        raise Denied("this link is for another session")
    room = await outside.rooms.get(claim.session)
    return room, actor_of(claim, room.state)


def resumes(request: web.Request) -> tuple[int | None, str]:
    """The last version that the browser saw, None for everything anew, and its device."""
    after = request.query.get("after", "")
    seen = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else None
    return seen, wire.printable(request.query.get("device"))


def signalled(media: MediaPlane, room: Room, actor: Actor, signal: signals.Signal) -> None:
    """Most of it is for the media plane. Raises Refused."""
    session, seat = room.name, actor.seat
    match signal:
        case signals.Listen(language, connection):
            media.listen(session, seat, language, connection)
        case signals.Interpret(language):
            media.interpret(session, seat, language)
        case signals.Sound(connection):
            media.sound(session, seat, connection)
        case signals.Sizes(connection, lines):
            media.resize(session, seat, connection, lines)
        case signals.Path(connection, path):
            media.tell_path(session, seat, connection, path)
        case signals.Slower():
            room.asides.ask_slower(actor)
        case signals.Quiet():
            room.asides.whisper(actor, signal)


def signals_of(request: web.Request, room: Room, actor: Actor) -> partial[None]:
    return partial(signalled, request.app[OUTSIDE].media, room, actor)
