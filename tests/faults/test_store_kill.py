"""The store is killed in the middle of its work: what was acknowledged is there, and once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from tests.contract.chains import entry
from vcsession.journal import Entry, StoreUnavailable
from vcsession.log.embedded import EmbeddedStore
from vcsession.log.redis import RedisLog

KILLS = 10
SESSIONS = 10


class Load:
    """One writer for each session, which never gives up: what is not acknowledged is sent again."""

    def __init__(self, log: RedisLog) -> None:
        self.log = log
        self.acked: dict[str, list[Entry]] = {f"session-{n}": [] for n in range(SESSIONS)}
        self.unknown = 0
        self.stopped = False
        self._progress = asyncio.Condition()

    async def write(self, session: str) -> None:
        acked = self.acked[session]
        epoch = await self.log.claim(session)
        while not self.stopped:
            fresh = entry(len(acked) + 1, acked[-1].hash if acked else "", text="x" * 400)
            while True:
                try:
                    assert await self.log.append(session, "plenary", fresh, epoch=epoch) == fresh
                    break
                except StoreUnavailable as lost:
                    self.unknown += lost.unknown
                    await asyncio.sleep(0.02)
            acked.append(fresh)
            async with self._progress:
                self._progress.notify_all()

    async def more(self, entries: int) -> None:
        """Until so many more are acknowledged."""
        async with self._progress:
            enough = self.total + entries
            await self._progress.wait_for(lambda: self.total >= enough)

    @property
    def total(self) -> int:
        return sum(map(len, self.acked.values()))


@pytest.mark.fault
async def test_no_acknowledged_commit_is_lost_or_doubled_by_kill_9(tmp_path: Path) -> None:
    dice = random.Random(7)
    async with EmbeddedStore(tmp_path) as store:
        load = Load(await RedisLog.connect(store.url))
        async with asyncio.TaskGroup() as tasks:
            for session in load.acked:
                tasks.create_task(load.write(session))
            for kill in range(KILLS):
                await load.more(dice.randrange(100, 1500))
                if kill % 2:  # in the middle of a rewrite of its file, too
                    async with Redis.from_url(store.url) as client:
                        await client.bgrewriteaof()
                    await load.more(dice.randrange(1, 100))
                killed = store.pid
                assert killed
                os.kill(killed, signal.SIGKILL)
                await load.more(SESSIONS + 1)  # one more than may have been on the way
                assert store.pid != killed
            load.stopped = True
        for session, acked in load.acked.items():
            assert await load.log.read(session, "plenary") == acked
        await load.log.close()
    assert load.unknown > 0  # or no kill hit a commit on its way, and nothing was tried
