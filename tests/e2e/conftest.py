from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser import chromium_running
from tests.e2e.house import House


@pytest.fixture
async def browser(request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    """Its camera gives ten pictures a second, to spare the machine; a file may set `CAMERA_FPS`."""
    fps = getattr(request.module, "CAMERA_FPS", 10)
    async with chromium_running(f"--use-fake-device-for-media-stream=fps={fps}") as running:
        yield running


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path / "data") as opened:
        yield opened
