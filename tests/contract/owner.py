"""A process of its own that owns a store, to be killed: `python owner.py DATA_DIR` prints the store's pid."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from vcsession.log.embedded import EmbeddedStore


async def own(data_dir: Path) -> None:
    async with EmbeddedStore(data_dir) as store:
        sys.stdout.write(f"{store.pid}\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(own(Path(sys.argv[1])))
