"""The server's process is killed, or asked to end; `pytest tests/faults` kills it oftener."""

from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path

import aiohttp
import psutil
import pytest

from tests.crowd import API, Crowd, with_crowd
from tests.server import PATIENCE_S, Server, serving
from vcsession import wire
from vcsession.convene import read_session_file
from vcsession.core.convocation import seats
from vcsession.http.access import Claim
from vcsession.journal import Entry
from vcsession.log.embedded import open_store, socket_of
from vcsession.log.redis import RedisLog
from vcsession.room import PLENARY
from vcsession.serve import keys
from vcsession.signing import verify_chain

EXAMPLE = Path(__file__).parent.parent / "vcsession" / "examples" / "echelon-2020.yaml"
SESSION = "echelon-2020"


def tokens(data_dir: Path) -> dict[str, str]:
    access = keys(data_dir).access
    return {seat.id: access.token(Claim(SESSION, seat.id)) for seat in seats(read_session_file(EXAMPLE))}


async def entries(data_dir: Path) -> list[Entry]:
    async with open_store(data_dir) as url:
        log = await RedisLog.connect(url)
        try:
            return await log.read(SESSION, PLENARY)
        finally:
            await log.close()


async def hold_against_the_log(data_dir: Path, crowd: Crowd) -> list[Entry]:
    """Every acknowledged command is in the log as it was answered, none twice, and the chain is whole."""
    log = await entries(data_dir)
    found = {entry.cause: entry.version for entry in log}
    assert len(found) == len(log)
    assert {cause: found.get(cause) for cause in crowd.acked} == crowd.acked
    assert not crowd.refused.keys() & found.keys()
    verify_chain(log, keys(data_dir).record.public_key, SESSION, PLENARY)
    return log


async def kill_and_restart(
    data_dir: Path, kills: int, commands: tuple[int, int], dice: random.Random
) -> Crowd:
    """Kill the server so many times among its commands, and hold its log against what was acknowledged."""
    # The demo's server without robots: its session is convened by the process that will be killed.
    server = Server(data_dir, "demo", "--no-robots").start()

    async def work(crowd: Crowd) -> None:
        for _ in range(kills):
            await crowd.more(dice.randrange(*commands))
            await asyncio.sleep(dice.random() / 50)
            server.kill()
            await asyncio.to_thread(server.start)
        await crowd.more(20)

    try:
        crowd, listeners = await with_crowd(server.url, tokens(data_dir), work)
    finally:
        server.stop()
    log = await hold_against_the_log(data_dir, crowd)
    assert all(listener.connections > kills for listener in listeners)
    epochs = [wire.load_commit(entry.data).epoch for entry in log]
    assert epochs == sorted(epochs)
    assert len(set(epochs)) == kills + 1
    return crowd


async def test_no_acknowledged_command_is_lost_or_doubled_by_kill_9(tmp_path: Path) -> None:
    crowd = await kill_and_restart(tmp_path / "data", 2, (40, 120), random.Random(5))
    assert crowd.resent > 0  # or no kill came between a command and its answer, and nothing was tried


async def test_a_server_whose_store_is_killed_goes_on_with_every_command(tmp_path: Path) -> None:
    """The store is begun again; no browser loses its socket over it, and no command its answer."""
    data_dir = tmp_path / "data"
    with serving(data_dir, "demo", "--no-robots") as server:

        async def work(crowd: Crowd) -> None:
            for _ in range(3):
                await crowd.more(40)
                (store,) = server.children
                store.kill()
            await crowd.more(40)

        crowd, listeners = await with_crowd(server.url, tokens(data_dir), work)
    await hold_against_the_log(data_dir, crowd)
    assert [listener.connections for listener in listeners] == [1, 1, 1]
    assert crowd.resent > 0


async def test_the_server_ends_when_it_is_asked_to_and_leaves_nothing(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    server = Server(data_dir, "demo", "--no-robots").start()
    token = tokens(data_dir)["arm"]
    url = f"{server.url}{API}/socket"
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(url, headers={"Authorization": f"Bearer {token}"}) as socket,
    ):
        assert json.loads((await socket.receive()).data)["frame"] == "slices"
        children = server.children
        assert children  # the store
        goodbye = asyncio.create_task(_last_of(socket))
        began = time.monotonic()
        status = await asyncio.to_thread(server.stop)
        took = time.monotonic() - began
        assert await goodbye == 1001
    assert status == 0
    assert server.errors.read_text() == ""
    assert [child for child in children if child.is_running()] == []
    assert socket_of(data_dir) is None
    assert took < 30  # seconds: a service manager would kill it then


async def _last_of(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    async for _ in socket:
        pass
    return socket.close_code


@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_robots_and_store_end_with_the_demo(tmp_path: Path, how: str) -> None:
    """Killed at once: the robots have not even begun to look for their parent."""
    server = Server(tmp_path / "data", "demo").start()
    children = server.children
    assert sorted("attend" in child.cmdline() for child in children) == [False, True]
    await asyncio.to_thread(getattr(server, how))
    _, alive = await asyncio.to_thread(psutil.wait_procs, children, PATIENCE_S)
    assert alive == []
