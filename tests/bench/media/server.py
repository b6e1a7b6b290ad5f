"""The plane alone in a process, everybody to everybody; what `python -m tests.bench.media` measures.

`POST /join/SEAT` with an offer as the body gives 201, the answer and a Location; `DELETE` of that ends it,
`PATCH` with a fragment restarts ICE. Whoever joins is heard and seen by all others at once: no procedure
stands before the gate here. `POST /floor/SEAT` gives the floor (`-`: to nobody); `GET /look` tells what the
process holds.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from dataclasses import asdict

import psutil
import uvloop
from aiohttp import web

from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import BadOffer, Plane

SESSION = "bench"


class Room:
    """Who is there, in the order of joining; each change gives the plane the whole gate anew."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._seats: dict[str, str] = {}
        """Connection -> seat."""
        self._floor: str | None = None
        plane.on_left = lambda _, connection: self.leave(connection)

    async def join(self, seat: str, offer: str) -> tuple[str, str]:
        """(connection, answer). Raises BadOffer."""
        joined = await self._plane.offer(SESSION, seat, offer, may_publish=True)
        self._seats[joined.id] = seat
        self._settle()
        return joined.id, joined.answer

    def leave(self, connection: str) -> None:
        self._seats.pop(connection, None)
        self._settle()

    def give(self, seat: str | None) -> None:
        self._floor = seat
        self._settle()

    def _settle(self) -> None:
        seats = tuple(dict.fromkeys(self._seats.values()))
        floor = self._floor if self._floor in seats else None
        hall = Hall(frozenset(seats), floor, voices=seats, pictures=seats)
        self._plane.want(SESSION, Routes((hall,) if seats else ()))


def held(plane: Plane) -> dict[str, float]:
    """What the process holds. Memory after a collection: what only waits to be freed is no leak."""
    gc.collect()
    process = psutil.Process()
    return {
        "memory": process.memory_info().rss / 2**20,
        "tasks": len(asyncio.all_tasks()),
        "sockets": len(process.net_connections("all")),
        "files": process.num_fds(),
        "sessions": len(plane._sessions),
        "joined": len(plane._connections),
        "agents": len(plane._mux.agents),
        "addresses": sum(len(door.holders) for door in plane._mux.doors),
    }


def application(plane: Plane) -> web.Application:
    room = Room(plane)

    async def join(request: web.Request) -> web.Response:
        try:
            connection, answer = await room.join(request.match_info["seat"], await request.text())
        except BadOffer as problem:
            return web.Response(status=400, text=str(problem))
        headers = {"Location": f"/connections/{connection}"}
        return web.Response(status=201, text=answer, content_type="application/sdp", headers=headers)

    async def leave(request: web.Request) -> web.Response:
        connection = request.match_info["connection"]
        room.leave(connection)
        await plane.leave(connection)
        return web.Response(status=204)

    async def restart(request: web.Request) -> web.Response:
        again = await plane.restart(request.match_info["connection"], await request.text(), "*")
        return web.Response(text=again.fragment, content_type="application/trickle-ice-sdpfrag")

    async def give(request: web.Request) -> web.Response:
        seat = request.match_info["seat"]
        room.give(None if seat == "-" else seat)
        return web.Response(status=204)

    async def look(_: web.Request) -> web.Response:
        return web.json_response({**asdict(plane.figures()), **held(plane)})

    app = web.Application()
    app.router.add_post("/join/{seat}", join)
    app.router.add_delete("/connections/{connection}", leave)
    app.router.add_patch("/connections/{connection}", restart)
    app.router.add_post("/floor/{seat}", give)
    app.router.add_get("/look", look)
    return app


async def serve(port: int) -> None:
    """Until the standard input ends: whoever started it has gone."""
    plane = Plane()
    await plane.start()
    runner = web.AppRunner(application(plane), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()
    await plane.close()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
