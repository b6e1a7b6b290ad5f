"""What a commit costs: `python -m tests.bench.bench_log [SECONDS]` from the project's root.

Appends for each second and the time of one append, in memory and in the private store (each one on disk).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from tests.contract.chains import entry
from vcsession.journal import Log
from vcsession.log.embedded import EmbeddedStore
from vcsession.log.memory import MemoryLog
from vcsession.log.redis import RedisLog


async def write(log: Log, until: float, times: list[float]) -> None:
    session = uuid4().hex
    epoch = await log.claim(session)
    version, head = 0, ""
    while time.perf_counter() < until:
        version += 1
        fresh = entry(version, head, text="x" * 400)
        head = fresh.hash
        begun = time.perf_counter()
        await log.append(session, "plenary", fresh, epoch=epoch)
        times.append(time.perf_counter() - begun)


async def measure(name: str, log: Log, writers: int, seconds: float) -> None:
    times: list[float] = []
    begun = time.perf_counter()
    await asyncio.gather(*(write(log, begun + seconds, times) for _ in range(writers)))
    rate = len(times) / (time.perf_counter() - begun)
    times.sort()
    p50, p99 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
    print(f"{name:10} {writers:3} sessions  {rate:8.0f}/s  p50 {p50:6.3f} ms  p99 {p99:6.3f} ms")


async def main(seconds: float) -> None:
    await measure("memory", MemoryLog(), 1, seconds)
    with tempfile.TemporaryDirectory() as directory:
        begun = time.perf_counter()
        async with EmbeddedStore(Path(directory)) as store:
            print(f"the store answers after {(time.perf_counter() - begun) * 1000:.0f} ms")
            log = await RedisLog.connect(store.url)
            for writers in (1, 20):
                await measure("embedded", log, writers, seconds)
            session = (await log.sessions())[0]
            begun = time.perf_counter()
            count = len(await log.read(session, "plenary"))
            print(f"read of {count} entries in {(time.perf_counter() - begun) * 1000:.0f} ms")
            await log.close()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if sys.argv[1:] else 3.0))
