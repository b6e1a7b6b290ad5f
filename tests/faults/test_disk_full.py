"""A full disk: what was acknowledged stays, and the work goes on when there is space again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.chains import entry
from vcsession.journal import Entry, StoreUnavailable
from vcsession.log.embedded import EmbeddedStore
from vcsession.log.redis import RedisLog

ROOT = Path(__file__).parents[2]


@pytest.mark.fault
def test_a_full_disk_loses_nothing_and_heals(tmp_path: Path) -> None:
    """On a file system of 12 MB of its own, which goes away with the process."""
    mount = f"mount -t tmpfs -o size=12m tmpfs {tmp_path}"
    work = f"exec {sys.executable} -m tests.faults.test_disk_full {tmp_path}"
    command = ["unshare", "-rm", "sh", "-c", f"{mount} && {work}"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def after(acked: list[Entry]) -> Entry:
    return entry(len(acked) + 1, acked[-1].hash if acked else "", text="x" * 20_000)


async def fill(log: RedisLog, acked: list[Entry], epoch: int) -> None:
    while True:
        acked.append(await log.append("s", "plenary", after(acked), epoch=epoch))


async def fill_and_heal(data_dir: Path) -> None:
    ballast = data_dir / "ballast"
    ballast.write_bytes(bytes(4_000_000))
    async with EmbeddedStore(data_dir) as store:
        log = await RedisLog.connect(store.url)
        epoch = await log.claim("s")
        acked: list[Entry] = []
        with pytest.raises(StoreUnavailable) as full:
            await fill(log, acked, epoch)
        assert full.value.unknown
        ballast.unlink()
        last = after(acked)
        while last not in acked:
            try:
                acked.append(await log.append("s", "plenary", last, epoch=epoch))
            except StoreUnavailable:
                await asyncio.sleep(0.05)
        assert await log.read("s", "plenary") == acked
        await log.close()


if __name__ == "__main__":
    asyncio.run(fill_and_heal(Path(sys.argv[1])))
