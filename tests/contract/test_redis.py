"""The log in Redis, where its server is lost, slow, or made of several."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.crc import key_slot

from tests.contract.chains import chain
from vcsession.journal import StoreUnavailable
from vcsession.log.embedded import EmbeddedStore
from vcsession.log.redis import LIBRARY, RedisLog
from vcsession.log.server import find_server


@pytest.fixture
async def log(store_url: str) -> AsyncIterator[RedisLog]:
    log = await RedisLog.connect(store_url)
    yield log
    await log.close()


@pytest.fixture
async def client(store_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(store_url, protocol=2, decode_responses=True) as client:
        yield client


async def loads(client: Redis) -> int:
    found = await client.info("commandstats")
    return int(found.get("cmdstat_function|load", {}).get("calls", 0))


async def test_a_lost_library_is_loaded_again_in_passing(log: RedisLog, client: Redis, session: str) -> None:
    first, second = chain(2)
    epoch = await log.claim(session)
    await log.append(session, "plenary", first, epoch=epoch)
    await client.function_flush()
    assert await log.append(session, "plenary", second, epoch=epoch) == second
    assert await log.read(session, "plenary") == [first, second]


async def test_the_library_is_loaded_only_where_it_differs(
    log: RedisLog, client: Redis, store_url: str, session: str
) -> None:
    before = await loads(client)
    await (await RedisLog.connect(store_url)).close()
    assert await loads(client) == before
    older = (
        f"#!lua name={LIBRARY}\nredis.register_function('vcsession_append', function() return {{'old'}} end)"
    )
    await client.function_load(older, replace=True)
    fresh = await RedisLog.connect(store_url)
    (first,) = chain(1)
    epoch = await fresh.claim(session)
    assert await fresh.append(session, "plenary", first, epoch=epoch) == first
    assert await fresh.read(session, "plenary") == [first]
    await fresh.close()


async def test_a_session_lives_in_one_slot_of_a_cluster(log: RedisLog, client: Redis, session: str) -> None:
    epoch = await log.claim(session)
    await log.append(session, "plenary", chain(1)[0], epoch=epoch)
    await log.append(session, "delegation:kaz", chain(1)[0], epoch=epoch)
    keys = [str(key) for key in await client.keys(f"*{session}*")]
    assert sorted(keys) == sorted(
        [f"vcs:{{{session}}}:epoch"]
        + [
            f"vcs:{{{session}}}:{audience}:{name}"
            for audience in ("plenary", "delegation:kaz")
            for name in ("log", "causes", "head")
        ]
    )
    assert len({key_slot(key.encode()) for key in keys}) == 1


@pytest.mark.parametrize("session", ["", "a}b", "{a}"])
async def test_a_name_that_would_leave_its_slot_is_no_session(log: RedisLog, session: str) -> None:
    with pytest.raises(ValueError, match="cannot name a session"):
        await log.claim(session)
    assert session not in await log.sessions()


async def test_an_absent_server_is_certain_to_have_stored_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached") as refusal:
        await RedisLog.connect(f"unix://{tmp_path}/nobody")
    assert not refusal.value.unknown


async def test_a_password_shows_in_no_message(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as refusal:
        await RedisLog.connect(f"redis://user:s3cret@127.0.0.1:{free_port()}")
    assert "s3cret" not in str(refusal.value)


async def test_a_server_that_hangs_may_have_stored_it_and_asking_again_tells(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        log = await RedisLog.connect(store.url, timeout=0.5)
        first, second = chain(2)
        epoch = await log.claim("s")
        await log.append("s", "plenary", first, epoch=epoch)
        assert store.pid
        os.kill(store.pid, signal.SIGSTOP)
        try:
            with pytest.raises(StoreUnavailable) as refusal:
                await log.append("s", "plenary", second, epoch=epoch)
            assert refusal.value.unknown
        finally:
            os.kill(store.pid, signal.SIGCONT)
        # This time it was stored: the command had reached the server.
        assert await log.find("s", "plenary", second.cause) == second
        assert await log.append("s", "plenary", second, epoch=epoch) == second
        assert await log.read("s", "plenary") == [first, second]
        await log.close()


async def test_a_log_outlives_its_server(tmp_path: Path) -> None:
    first, second = chain(2)
    async with EmbeddedStore(tmp_path) as store:
        log = await RedisLog.connect(store.url)
        epoch = await log.claim("s")
        await log.append("s", "plenary", first, epoch=epoch)
    with pytest.raises(StoreUnavailable):
        await log.append("s", "plenary", second, epoch=epoch)
    async with EmbeddedStore(tmp_path):
        assert await log.append("s", "plenary", second, epoch=epoch) == second
        assert await log.read("s", "plenary") == [first, second]
    await log.close()


async def test_a_server_that_takes_no_writes_is_certain_too(tmp_path: Path) -> None:
    first, second = chain(2)
    async with EmbeddedStore(tmp_path) as store, Redis.from_url(store.url) as client:
        log = await RedisLog.connect(store.url)
        epoch = await log.claim("s")
        await log.append("s", "plenary", first, epoch=epoch)
        await client.config_set("maxmemory", 1)
        with pytest.raises(StoreUnavailable, match="the store refused: command not allowed") as refusal:
            await log.append("s", "plenary", second, epoch=epoch)
        assert not refusal.value.unknown
        assert await log.read("s", "plenary") == [first]
        await client.config_set("maxmemory", 0)
        assert await log.append("s", "plenary", second, epoch=epoch) == second
        await log.close()


async def test_an_asker_who_leaves_takes_no_answer_of_another(log: RedisLog, session: str) -> None:
    """More of them than there are connections: each gives its own back, and clean."""
    entries = chain(3, text="x" * 10_000)
    epoch = await log.claim(session)
    for entry in entries:
        await log.append(session, "plenary", entry, epoch=epoch)
    for pause in range(100):
        asker = asyncio.create_task(log.read(session, "plenary"))
        for _ in range(pause % 10):
            await asyncio.sleep(0)
        asker.cancel()
        await asyncio.gather(asker, return_exceptions=True)
    found = await asyncio.gather(*(log.find(session, "plenary", e.cause) for e in entries * 20))
    assert found == entries * 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def server(directory: Path, *options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    directory.mkdir()
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        find_server(),
        *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(directory), "--save", "", *options),
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process, port
    finally:
        process.kill()
        await process.wait()


async def until(client: Redis, field: str, value: object) -> None:
    for _ in range(1000):
        try:
            if (await client.info("replication")).get(field) == value:
                return
        except (ConnectionError, OSError):
            pass
        await asyncio.sleep(0.02)
    raise AssertionError(f"{field} did not become {value}")


@asynccontextmanager
async def fresh(port: int) -> AsyncIterator[RedisLog]:
    log = await RedisLog.connect(f"redis://127.0.0.1:{port}", wait=1, timeout=0.8)
    yield log
    await log.close()


async def test_a_commit_counts_when_the_replicas_have_it(tmp_path: Path) -> None:
    first, second, third = chain(3)
    async with server(tmp_path / "primary", "--repl-diskless-sync-delay", "0") as (_, port):
        follow = ("--replicaof", f"127.0.0.1 {port}")
        async with (
            server(tmp_path / "replica", *follow) as (replica, replica_port),
            Redis(port=replica_port) as replica_client,
        ):
            await until(replica_client, "master_link_status", "up")
            log = await RedisLog.connect(f"redis://127.0.0.1:{port}", wait=1, timeout=0.8)
            epoch = await log.claim("s")
            await log.append("s", "plenary", first, epoch=epoch)
            async with Redis(port=replica_port) as client:
                assert await client.xlen("vcs:{s}:plenary:log") == 1

            replica.send_signal(signal.SIGSTOP)
            with pytest.raises(StoreUnavailable, match="0 of 1 replicas") as refusal:
                await log.append("s", "plenary", second, epoch=epoch)
            assert refusal.value.unknown
            # Asked again, on connections that wrote nothing, it is no more certain than before.
            async with fresh(port) as other:
                with pytest.raises(StoreUnavailable, match="0 of 1 replicas"):
                    await other.append("s", "plenary", second, epoch=epoch)
            async with fresh(port) as other:
                with pytest.raises(StoreUnavailable, match="0 of 1 replicas"):
                    await other.find("s", "plenary", second.cause)
            with pytest.raises(StoreUnavailable, match="0 of 1 replicas"):
                await log.claim("s")

            replica.send_signal(signal.SIGCONT)
            epoch = await log.claim("s")
            assert await log.find("s", "plenary", second.cause) == second
            assert await log.append("s", "plenary", second, epoch=epoch) == second
            assert await log.append("s", "plenary", third, epoch=epoch) == third
            assert await log.read("s", "plenary") == [first, second, third]
            await log.close()
