"""Seats that never stop giving commands, over HTTP and over sockets, whatever happens to the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

API = "/api/sessions/echelon-2020"
RETRY_S = 0.05


@dataclass
class Crowd:
    """What all of them did; `more` waits until so many more commands are acknowledged."""

    url: str
    acked: dict[str, int] = field(default_factory=dict)
    """Cause -> the version that it was told to be."""
    refused: dict[str, str] = field(default_factory=dict)
    resent: int = 0
    stopped: bool = False
    _progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def more(self, commands: int) -> None:
        async with self._progress:
            enough = len(self.acked) + commands
            await self._progress.wait_for(lambda: len(self.acked) >= enough)

    async def ack(self, cause: str, version: int) -> None:
        async with self._progress:
            assert self.acked.setdefault(cause, version) == version, (
                "a command was answered with two versions"
            )
            self._progress.notify_all()


class Seat:
    """Asks for the floor and withdraws, again and again; a command without an answer is given again."""

    def __init__(self, crowd: Crowd, http: aiohttp.ClientSession, token: str) -> None:
        self.crowd = crowd
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"}

    async def live(self) -> None:
        while not self.crowd.stopped:
            version = await self.do("request_floor")
            if version is not None:
                await self.do("withdraw_request", request=f"request-{version}")

    async def do(self, type: str, **fields: str) -> int | None:
        """The version that the command became; None where it was refused."""
        command = {"type": type, "cause": str(uuid4()), **fields}
        attempts = 0
        while True:
            attempts += 1
            answer = await self.give(command)
            if answer is not None and answer.get("code") != "store_unavailable":
                break
            await asyncio.sleep(RETRY_S)
        self.crowd.resent += attempts > 1
        if "version" not in answer:
            self.crowd.refused[command["cause"]] = answer["code"]
            return None
        await self.crowd.ack(command["cause"], answer["version"])
        return int(answer["version"])

    async def give(self, command: dict[str, str]) -> dict[str, Any] | None:
        """One attempt; None where no answer came."""
        raise NotImplementedError

    async def call(self, path: str, command: dict[str, str] | None = None) -> dict[str, Any] | None:
        try:
            method = "POST" if command else "GET"
            url = f"{self.crowd.url}{API}{path}"
            async with self.http.request(method, url, headers=self.headers, json=command) as answer:
                found: dict[str, Any] = await answer.json()
                return None if answer.status in (421, 503) else found
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None


class Caller(Seat):
    """Over HTTP."""

    async def give(self, command: dict[str, str]) -> dict[str, Any] | None:
        return await self.call("/commands", command)


class Listener(Seat):
    """Over a socket, which resumes from the last version seen; `picture` is what it has been shown."""

    def __init__(self, crowd: Crowd, http: aiohttp.ClientSession, token: str) -> None:
        super().__init__(crowd, http, token)
        self.picture: dict[str, Any] = {}
        self.version: int | None = None
        self.connections = 0
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._answers: dict[str, asyncio.Future[dict[str, Any] | None]] = {}

    async def is_shown_the_truth(self) -> None:
        """What it gathered from slices, over all its connections, is what a newcomer in its seat sees.

        To be asked while nobody does anything.
        """
        async with asyncio.timeout(30):
            while True:
                seen, picture = self.version, dict(self.picture)
                view = await self.call("")
                if view is not None and view["version"] == seen == self.version:
                    break
                await asyncio.sleep(RETRY_S)
        for name in view["slices"].keys() - {"me"}:
            assert picture[name] == view["slices"][name], name

    async def give(self, command: dict[str, str]) -> dict[str, Any] | None:
        if self._socket is None:
            return None
        future = self._answers[command["cause"]] = asyncio.get_running_loop().create_future()
        try:
            await self._socket.send_str(json.dumps(command))
            answer: dict[str, Any] | None = await future
            return answer
        except (aiohttp.ClientError, OSError):
            return None

    async def listen(self) -> None:
        while True:
            query = "" if self.version is None else f"?after={self.version}"
            url = f"{self.crowd.url}{API}/socket{query}"
            try:
                async with self.http.ws_connect(url, headers=self.headers) as self._socket:
                    await self._hear(self._socket)
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            self._socket = None
            for future in self._answers.values():
                if not future.done():
                    future.set_result(None)
            self._answers.clear()
            await asyncio.sleep(RETRY_S)

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.connections += 1
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                return
            frame = json.loads(message.data)
            if frame["frame"] == "slices":
                assert self.version is None or frame["version"] >= self.version, "time ran backwards"
                self.version = frame["version"]
                self.picture |= frame["slices"]
            elif frame["frame"] in ("done", "refused") and (
                future := self._answers.pop(frame["cause"], None)
            ):
                future.set_result(frame)


async def with_crowd(
    url: str, tokens: dict[str, str], work: Callable[[Crowd], Awaitable[None]]
) -> tuple[Crowd, list[Listener]]:
    """Six states at once, every second one over a socket, until `work` is done."""
    crowd = Crowd(url)
    heads = [seat for seat in tokens if len(seat) == 3]
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        await _sit_down(crowd, http, tokens["chair"], [tokens[seat] for seat in heads])
        callers = [Caller(crowd, http, tokens[seat]) for seat in heads[::2]]
        listeners = [Listener(crowd, http, tokens[seat]) for seat in heads[1::2]]
        listening = [asyncio.create_task(listener.listen()) for listener in listeners]
        async with asyncio.TaskGroup() as tasks:
            for seat in (*callers, *listeners):
                tasks.create_task(seat.live())
            await work(crowd)
            crowd.stopped = True
        for listener in listeners:
            await listener.is_shown_the_truth()
        for task in listening:
            assert not task.done(), task
            task.cancel()
        await asyncio.wait(listening)
    return crowd, listeners


async def _sit_down(crowd: Crowd, http: aiohttp.ClientSession, chair: str, heads: list[str]) -> None:
    """Sitting 1 called to order, everybody present."""
    assert await Caller(crowd, http, chair).do("call_to_order", sitting="1")
    for token in heads:
        assert await Caller(crowd, http, token).do("answer_roll_call")
