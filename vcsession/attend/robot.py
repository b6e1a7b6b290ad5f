"""One robot: enters as a person would, sends, and does what it is offered in its own time."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import aiohttp
from yarl import URL

from vcsession.attend import tone
from vcsession.attend.intentions import Intentions
from vcsession.attend.invitation import Invitation
from vcsession.attend.manners import Manners
from vcsession.attend.picture import Picture
from vcsession.attend.sending import Camera, Voice, send
from vcsession.core.slices import Act

logger = logging.getLogger(__name__)

REFUSED: Final = 4401
ELSEWHERE: Final = 4409
SILENCE_S: Final = 12.0
"""The server says something every five seconds; after this long without a word the socket is dead."""
SHORTEST_WAIT_S: Final = 0.3
LONGEST_WAIT_S: Final = 2.0


class Leaves(Exception):
    """The robot goes for good; the text says why."""


class LinkRefused(Leaves):
    """The server does not know the link, or no longer."""


class Robot:
    """`number` tells the robots of one process apart, and with the manners' seed gives this one its dice."""

    def __init__(
        self, http: aiohttp.ClientSession, invitation: Invitation, number: int, manners: Manners
    ) -> None:
        self._http = http
        self._invitation = invitation
        self._name = f"robot {number}"
        self._dice = random.Random(None if manners.seed is None else f"{manners.seed} {number}")
        later = asyncio.get_running_loop().call_later
        self._intentions = Intentions(manners, self._dice, self._do, later)
        self._slices: dict[str, Any] = {}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._errands: set[asyncio.Task[None]] = set()
        self._now: tuple[datetime, float] | None = None
        """The session's time, and the loop's time when it was told."""

    async def run(self) -> None:
        """Attend, and come back after any trouble, until a person takes the seat. Raises LinkRefused."""
        try:
            await self._again_and_again(self._visit, "the server")
        except LinkRefused as why:
            logger.warning("%s leaves: %s", self._name, why)
            raise
        except Leaves as why:
            logger.info("%s leaves: %s", self._name, why)

    async def _again_and_again(self, once: Callable[[], Awaitable[None]], whose: str) -> None:
        loop = asyncio.get_running_loop()
        wait = SHORTEST_WAIT_S
        while True:
            began = loop.time()
            try:
                await once()
            except Leaves:
                raise
            except Exception as trouble:  # aiohttp and aiortc raise many kinds; all of them mean: try again
                if wait == SHORTEST_WAIT_S:
                    # Never its repr: aiohttp's would show the token.
                    why = str(trouble) or type(trouble).__name__
                    logger.warning("%s has trouble with %s and tries again: %s", self._name, whose, why)
            if loop.time() - began > LONGEST_WAIT_S:
                wait = SHORTEST_WAIT_S
            await asyncio.sleep(wait * self._dice.uniform(0.5, 1.0))
            wait = min(2 * wait, LONGEST_WAIT_S)

    async def _visit(self) -> None:
        """Enter and stay for as long as the socket holds. Raises Leaves."""
        place, seat = await self._enter()
        media: asyncio.Task[None] | None = None
        timeout = aiohttp.ClientWSTimeout(ws_receive=SILENCE_S, ws_close=LONGEST_WAIT_S)
        url = (place / "socket").with_query(seat=seat, modest="1")
        try:
            async with self._http.ws_connect(
                url, headers=self._invitation.headers, timeout=timeout
            ) as self._socket:
                async for message in self._socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        continue
                    self._take(json.loads(message.data))
                    if media is None and "me" in self._slices and self._slices["me"]["may_publish"]:
                        media = asyncio.create_task(self._publish(place / "media"))
            if self._socket.close_code == ELSEWHERE:
                raise Leaves("a person has opened its seat")
            if self._socket.close_code == REFUSED:
                raise LinkRefused("its link is no longer valid")
        finally:
            self._intentions.forget()
            if media is not None:
                media.cancel()
                await asyncio.wait([media])

    async def _enter(self) -> tuple[URL, str]:
        """The session's address and this robot's seat. Raises LinkRefused."""
        url = self._invitation.origin / "api/enter"
        async with self._http.post(url, json={"token": self._invitation.token}) as response:
            if response.status in (401, 403, 404):
                raise LinkRefused("its link was refused")
            response.raise_for_status()
            entered = await response.json()
        self._name = f"robot {entered['seat']}"
        return self._invitation.origin / "api/sessions" / entered["session"], entered["seat"]

    def _take(self, frame: dict[str, Any]) -> None:
        if "now" in frame:
            self._now = datetime.fromisoformat(frame["now"]), asyncio.get_running_loop().time()
        match frame["frame"]:
            case "slices":
                self._slices.update(frame["slices"])
                self._intentions.see(self._slices["me"], len(self._slices["floor"]["queue"]))
            case "elsewhere":
                raise Leaves("a person has opened its seat")
            case "refused":
                logger.info("%s was refused: %s", self._name, frame["code"])

    def _do(self, act: Act) -> None:
        command = {"type": act.type, "cause": str(uuid4()), **act.fields}
        errand = asyncio.create_task(self._say(command))
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def _say(self, command: dict[str, str]) -> None:
        # Nothing is sent again: after a reconnection the offers tell what is still to be done.
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(command)

    async def _publish(self, place: URL) -> None:
        session, me = self._slices["session"], self._slices["me"]
        number = next(n for n, seat in enumerate(session["seats"]) if seat["id"] == me["seat"])
        shorts = {d["code"]: d["short"].get("en") or d["code"] for d in session["delegations"]}
        picture = Picture(shorts.get(me["delegation"], me["seat"]), number)
        packets = tone.encode(tone.pitch(number))
        zone = ZoneInfo(session["time_zone"])

        async def once() -> None:
            camera = Camera(picture, lambda: self._time(zone))
            await send(self._http, place, self._invitation.headers, Voice(packets), camera)

        await self._again_and_again(once, "its media")

    def _time(self, zone: ZoneInfo) -> str:
        if self._now is None:
            return ""
        told, at = self._now
        now = told + timedelta(seconds=asyncio.get_running_loop().time() - at)
        return now.astimezone(zone).strftime("%H:%M:%S")
