from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.hall import Hall


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    hall = await Hall.convened()
    yield hall
    await hall.rooms.close()
