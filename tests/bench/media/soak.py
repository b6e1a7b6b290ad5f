"""Half an hour of joins, leaves and changes of the floor: does the plane give everything back?

    python -m tests.bench.media.soak [--minutes 30]

Synthetic participants (real ICE, DTLS and SRTP over loopback) come and go; the plane stands in a process of
its own (`server.py`). Each second somebody leaves, properly or as when a cable is pulled, or comes, restarts
ICE, misses packets, and the floor passes on. Printed every minute, of the plane's process: memory, tasks,
sockets, file descriptors. At the end everybody leaves: exit 1 where memory grew by 1 MiB or more in ten
minutes after the warm-up, or where anything is left over.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import sys
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientSession
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters

from tests.bench.media.beside import ours
from tests.media.client import BROWSER, VP8, Client, Received, found, opus, vp8, write_check, write_offer
from vcsession.media import rtcp
from vcsession.media.plane import KEPT

SEATS = tuple(f"seat-{number}" for number in range(8))
WARM = 0.3
"""Share of the time that counts as warm-up: histories fill, the allocator finds its size."""
LIMIT = 1.0
"""MiB in ten minutes."""
TURN = 1.0
"""Seconds between two changes."""
PACE = 0.05
"""Seconds between two packets of each kind from one participant."""
SEED = 4
Look = dict[str, float]
"""What the plane's process holds, as `server.held` tells, and its figures."""
HELD = ("tasks", "sockets", "files", "sessions", "joined", "agents", "addresses")


class Server:
    """The plane's process, over HTTP."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def ask(self, method: str, path: str, body: str = "") -> tuple[str, str]:
        """(what it answered, its Location). Raises ClientResponseError."""
        async with self._http.request(method, self._url + path, data=body) as response:
            response.raise_for_status()
            return await response.text(), response.headers.get("Location", "")

    async def look(self) -> Look:
        async with self._http.get(self._url + "/look") as response:
            held: Look = await response.json()
            return held


class Visitor(Client):
    """A participant of a plane in another process: it sends all the time and keeps nothing."""

    def __init__(self, server: Server, seat: str) -> None:
        super().__init__(_Nowhere(), "bench", seat)  # type: ignore[arg-type]
        self._server = server
        self._sending: asyncio.Task[None] | None = None
        self._gone = False
        self.place = ""
        self.drop = self._note

    async def come(self) -> None:
        answer, self.place = await self._server.ask("POST", f"/join/{self.seat}", write_offer(BROWSER))
        self.port = int(found(answer, r"a=candidate:\S+ 1 udp \d+ \S+ (\d+)"))
        self._learn(answer)
        await self.check()
        self.dtls._set_role("client")
        fingerprint = found(answer, r"a=fingerprint:sha-256 (\S+)")
        await self.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", fingerprint)]))
        self._sending = asyncio.create_task(self._send())

    async def restart(self) -> None:
        again, _ = await self._server.ask("PATCH", self.place, f"a=ice-ufrag:{random.randbytes(4).hex()}\r\n")
        self._learn(again)
        await self.check()

    async def go(self, *, silently: bool) -> None:
        self._gone = True
        if self._sending is not None:
            await self._sending
        if silently:
            self.leave_silently()
            return
        await self._server.ask("DELETE", self.place)
        await self.close()

    def _learn(self, answer: str) -> None:
        self.ufrag = found(answer, r"a=ice-ufrag:(\S+)")
        self.password = found(answer, r"a=ice-pwd:(\S+)")

    async def _send(self) -> None:
        for number in itertools.count():
            if self._gone:
                return
            self.send(opus(number & 0xFFFF, number * 960 & 0xFFFFFFFF, level=30 if number & 64 else 100))
            picture = vp8(
                number & 0xFFFF,
                number * 4500 & 0xFFFFFFFF,
                key=number % 60 == 0,
                picture=number & 0x7FFF,
                size=1000,
            )
            self.send(picture)
            if number % 20 == 0:
                self.send_raw(write_check(f"{self.ufrag}:abcd", self.password))
            await asyncio.sleep(PACE)

    def _note(self, packet: Received) -> bool:
        self.rtcp.clear()
        if packet.payload_type == VP8 and packet.sequence % 50 == 0:
            self.send_rtcp(rtcp.nack(packet.ssrc, [packet.sequence]) + rtcp.picture_loss(packet.ssrc))
        return True


class _Nowhere:
    port = 0


def slope(looks: Sequence[tuple[float, float]]) -> float:
    """MiB in ten minutes by least squares, of (seconds, MiB) after the warm-up."""
    points = [(at / 600, memory) for at, memory in looks if at >= WARM * looks[-1][0]]
    if len(points) < 2:
        return 0.0
    mean_at = sum(at for at, _ in points) / len(points)
    mean = sum(memory for _, memory in points) / len(points)
    spread = sum((at - mean_at) ** 2 for at, _ in points)
    return sum((at - mean_at) * (memory - mean) for at, memory in points) / spread


async def turn(server: Server, present: dict[str, Visitor], chance: random.Random) -> str:
    """One change; what it was."""
    seat = chance.choice(SEATS)
    await server.ask("POST", f"/floor/{chance.choice(('-', *SEATS))}")
    if seat not in present:
        present[seat] = Visitor(server, seat)
        await present[seat].come()
        return "join"
    what = chance.choice(("leave", "pull", "restart"))
    if what == "restart":
        await present[seat].restart()
    else:
        await present.pop(seat).go(silently=what == "pull")
    return what


def line(at: float, held: Look) -> str:
    return f"{at / 60:5.1f} min  {held['memory']:7.2f} MiB  " + "  ".join(f"{n} {held[n]:.0f}" for n in HELD)


async def soak(minutes: float) -> bool:
    """True where nothing grew and nothing is left."""
    chance = random.Random(SEED)
    done: dict[str, int] = {}
    async with ours() as process, ClientSession() as http:
        server, present = Server(http, process.url), dict[str, Visitor]()
        before = await server.look()
        since, looks = time.monotonic(), list[tuple[float, float]]()
        print(line(0, before), flush=True)
        while (now := time.monotonic() - since) < minutes * 60:
            what = await turn(server, present, chance)
            done[what] = done.get(what, 0) + 1
            if not looks or now - looks[-1][0] >= 60:
                held = await server.look()
                looks.append((now, held["memory"]))
                print(line(now, held), done, flush=True)
            await asyncio.sleep(TURN)
        for visitor in present.values():
            await visitor.go(silently=False)
        # Those whose cable was pulled are given up.
        await asyncio.sleep(KEPT + 2)
        after = await server.look()
    grew = slope(looks)
    kept = {name: after[name] - before[name] for name in HELD if after[name] != before[name]}
    print(line(now, after))
    print(f"{sum(done.values())} changes {done}; {after['video_out']:.0f} pictures' packets out", end="; ")
    print(f"{after['faults']:.0f} faults; left over: {kept or 'nothing'}")
    print(f"memory {grew:+.2f} MiB in ten minutes after the warm-up")
    return grew < LIMIT and not kept and not after["faults"] and done.get("join", 0) > 0


def main() -> None:
    words: Any = argparse.ArgumentParser(prog="python -m tests.bench.media.soak")
    words.add_argument("--minutes", type=float, default=30.0)
    good = asyncio.run(soak(words.parse_args().minutes))
    print("good" if good else "NOT GOOD")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
