from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from vcsession.log.embedded import EmbeddedStore


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One private store for all tests; each keeps to its own session names."""
    # In this thread: the store dies with the thread that began it.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        store = runner.run(EmbeddedStore(tmp_path_factory.mktemp("data")).start())
        yield store.url
        runner.run(store.stop())


@pytest.fixture
def session() -> str:
    return f"s-{uuid4().hex[:12]}"
