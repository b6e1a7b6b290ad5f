"""The log in Redis or Valkey: one server-side function call for each commit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, Self

from redis.asyncio.connection import AbstractConnection, BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError, ResponseError

from vcsession.journal import Conflict, Entry, Fenced, StoreUnavailable

LIBRARY = "vcsession_journal"
PAGE = 500
"""Entries in one reply, so that a long log is no reply of many megabytes."""

Argument = str | int | bytes
Reply = Any
"""What the server answers, in RESP2: bytes, int, None, or a list of these."""


class RedisLog:
    """Made by `await RedisLog.connect(url)`.

    `wait` is how many replicas must have a commit before it counts as stored; `timeout` is in seconds, for
    connecting and for each answer.
    """

    def __init__(self, url: str, *, wait: int = 0, timeout: float = 2.0) -> None:
        self._wait = wait
        self._timeout = timeout
        self._library = files("vcsession.log").joinpath("lua/journal.lua").read_text("utf-8")
        # No retries: whether to repeat is decided by whoever knows the cause (redis-py repeats by default).
        self._pool = BlockingConnectionPool.from_url(
            url,
            max_connections=32,
            timeout=timeout,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )

    @classmethod
    async def connect(cls, url: str, *, wait: int = 0, timeout: float = 2.0) -> Self:
        log = cls(url, wait=wait, timeout=timeout)
        try:
            await log._load()
        except BaseException:
            await log.close()
            raise
        return log

    async def claim(self, session: str) -> int:
        key = _key(session, "epoch")
        async with self._connection() as connection:
            # The registry first: a log that nobody lists would be lost to every command.
            await _call(connection, "SADD", "vcs:sessions", session)
            epoch = await _call(connection, "INCR", key)
            await self._replicated(connection)
        return int(epoch)

    async def append(self, session: str, audience: str, entry: Entry, *, epoch: int) -> Entry:
        names = ("epoch", f"{audience}:log", f"{audience}:causes", f"{audience}:head")
        keys = [_key(session, name) for name in names]
        fields = (entry.cause, entry.data, entry.hash, entry.prev_hash, entry.signature)
        command: list[Argument] = [
            "FCALL",
            "vcsession_append",
            len(keys),
            *keys,
            epoch,
            entry.version,
            *fields,
        ]
        async with self._connection() as connection:
            try:
                outcome, *rest = await _call(connection, *command)
            except ResponseError as error:
                if "Function not found" not in str(error):
                    raise
                await self._load_on(connection)  # the server came back without its functions
                outcome, *rest = await _call(connection, *command)
            match outcome:
                case b"fenced":
                    raise Fenced(f"{session} belongs to epoch {int(rest[0])}, not {epoch}")
                case b"conflict":
                    raise Conflict(
                        f"{session}/{audience} is at version {int(rest[0])}: "
                        f"version {entry.version} does not follow"
                    )
            await self._replicated(connection)
        return _entry(rest[0]) if outcome == b"known" else entry

    async def read(
        self, session: str, audience: str, *, after: int = 0, limit: int | None = None
    ) -> list[Entry]:
        key = _key(session, f"{audience}:log")
        entries: list[Entry] = []
        async with self._connection() as connection:
            while limit is None or len(entries) < limit:
                count = PAGE if limit is None else min(PAGE, limit - len(entries))
                start = after + len(entries) + 1
                page = await _call(connection, "XRANGE", key, f"{start}-0", "+", "COUNT", count)
                entries += map(_entry, page)
                if len(page) < count:
                    break
        return entries

    async def find(self, session: str, audience: str, cause: str) -> Entry | None:
        causes = _key(session, f"{audience}:causes")
        async with self._connection() as connection:
            stored = await _call(connection, "HGET", causes, cause)
            if stored is None:
                return None
            if self._wait:
                # The same value again: WAIT counts replicas only after a write of this connection.
                await _call(connection, "HSET", causes, cause, stored)
                await self._replicated(connection)
            page = await _call(connection, "XRANGE", _key(session, f"{audience}:log"), stored, stored)
        return _entry(page[0])

    async def sessions(self) -> list[str]:
        async with self._connection() as connection:
            members = await _call(connection, "SMEMBERS", "vcs:sessions")
        return sorted(member.decode() for member in members)

    async def close(self) -> None:
        await self._pool.aclose()

    async def _load(self) -> None:
        async with self._connection() as connection:
            await self._load_on(connection)

    async def _load_on(self, connection: AbstractConnection) -> None:
        found = await _call(connection, "FUNCTION", "LIST", "LIBRARYNAME", LIBRARY, "WITHCODE")
        if not (found and self._library.encode() in found[0]):
            await _call(connection, "FUNCTION", "LOAD", "REPLACE", self._library)

    async def _replicated(self, connection: AbstractConnection) -> None:
        """WAIT speaks of the writes of its own connection: it must be the one that wrote."""
        if not self._wait:
            return
        try:
            have = await _call(connection, "WAIT", self._wait, round(self._timeout * 500))
        except ResponseError as error:  # made a replica meanwhile: what was written here may be dropped
            raise StoreUnavailable(f"the store lost its place: {error}", unknown=True) from error
        if have < self._wait:
            raise StoreUnavailable(f"{have} of {self._wait} replicas have the commit", unknown=True)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AbstractConnection]:
        """One connection, held; what goes wrong on it becomes StoreUnavailable."""
        try:
            connection = await self._pool.get_connection()  # type: ignore[no-untyped-call]
        except (RedisError, OSError) as error:
            raise StoreUnavailable(f"the store cannot be reached: {error}", unknown=False) from error
        try:
            yield connection
        except (BusyLoadingError, ResponseError) as error:
            raise StoreUnavailable(f"the store refused: {error}", unknown=False) from error
        except (RedisError, OSError) as error:
            raise StoreUnavailable(f"the store did not answer: {error}", unknown=True) from error
        finally:
            # Given back even when the task is cancelled, or the pool would run dry.
            await asyncio.shield(self._pool.release(connection))


async def _call(connection: AbstractConnection, *command: Argument) -> Reply:
    await connection.send_command(*command)
    return await connection.read_response()


def _key(session: str, name: str) -> str:
    """All keys of a session share a hash tag, so that a cluster keeps them on one node."""
    if not session or "{" in session or "}" in session:
        raise ValueError(f"{session!r} cannot name a session")
    return f"vcs:{{{session}}}:{name}"


def _entry(stored: Reply) -> Entry:
    stream_id, flat = stored
    fields = dict(zip(flat[::2], flat[1::2], strict=True))
    return Entry(
        version=int(stream_id.partition(b"-")[0]),
        cause=fields[b"cause"].decode(),
        data=fields[b"data"],
        hash=fields[b"hash"].decode(),
        prev_hash=fields[b"prev_hash"].decode(),
        signature=fields[b"signature"],
    )
