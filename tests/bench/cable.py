"""The same bad line for TCP: pages, calls and the socket. Delayed each way, and dead while it is cut."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self

CHUNK = 1 << 16
WAITING = 256
"""Chunks in flight one way; whoever sends more waits."""


class Cable:
    """A TCP proxy on loopback. What is in flight at a cut arrives after it; what is dialled in it, never."""

    def __init__(self, port: int, delay: float) -> None:
        """`port`: the server's; `delay`: seconds each way."""
        self.port = 0
        self._server_port = port
        self._delay = delay
        self._whole = asyncio.Event()
        self._whole.set()
        self._server: asyncio.Server | None = None
        self._calls: set[asyncio.Task[None]] = set()

    @property
    def cut(self) -> bool:
        return not self._whole.is_set()

    @cut.setter
    def cut(self, cut: bool) -> None:
        if cut:
            self._whole.clear()
        else:
            self._whole.set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._call, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _call(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._calls.add(task)
        try:
            if self.cut:
                # The SYN is lost: nothing of this call ever gets through.
                await near.read()
                return
            await asyncio.sleep(2 * self._delay)
            far, on = await asyncio.open_connection("127.0.0.1", self._server_port)
            with suppress(OSError):
                await asyncio.gather(self._carry(near, on), self._carry(far, back))
            on.close()
        except asyncio.CancelledError:
            pass
        finally:
            back.close()
            self._calls.discard(task)

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING)

        async def arrive() -> None:
            while True:
                at, data = await way.get()
                await asyncio.sleep(at - clock())
                await self._whole.wait()
                if not data:
                    to.close()
                    return
                to.write(data)
                await to.drain()

        arriving = asyncio.create_task(arrive())
        try:
            while data := await source.read(CHUNK):
                await way.put((clock() + self._delay, data))
            await way.put((clock() + self._delay, b""))
            await arriving
        finally:
            arriving.cancel()
