"""Real Firefox with fake devices, over WebDriver BiDi: Playwright drives a Firefox of its own only."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

PATIENCE_S = 60.0
"""Only a broken browser takes this long, on however slow a machine."""
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "intl.locale.requested": "en",
}

UNTIL = """async (look, given) => {
  for (;; await new Promise((next) => setTimeout(next, 50))) {
    const found = await look(...given);
    if (found) return found;
  }
}"""

CLICK = """(testid) => {
  const found = document.querySelector(`[data-testid=${testid}]:not([disabled])`);
  found?.click();
  return found !== null;
}"""


def firefox() -> str:
    """The browser to drive; left out only where `VCSESSION_E2E=skip` says so."""
    if os.environ.get("VCSESSION_E2E") == "skip" and not os.environ.get("CI"):
        pytest.skip("VCSESSION_E2E=skip")
    names = (os.environ.get("VCSESSION_FIREFOX"), "firefox-esr", "firefox")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    assert found, "no Firefox: apt-get install firefox-esr, or set VCSESSION_FIREFOX"
    return found


def own_address() -> str:
    """An address of this machine that is not the loopback's, which Firefox's ICE passes over."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; TEST-NET (RFC 5737)
        return str(probe.getsockname()[0])


class Tab:
    """One page."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self._browser = browser
        self._context = context

    async def goto(self, url: str) -> None:
        await self._browser.do("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def evaluate(self, function: str, *arguments: Any) -> Any:
        """What an (async) function gives for these arguments; both as JSON."""
        given = ", ".join(json.dumps(argument) for argument in arguments)
        answer = await self._browser.do(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({function})({given})))()",
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    async def until(self, function: str, *arguments: Any) -> Any:
        """The first true value of it."""
        async with asyncio.timeout(PATIENCE_S):
            return await self.evaluate(f"(given) => ({UNTIL})({function}, given)", arguments)

    async def click(self, testid: str) -> None:
        """Click it once it is there and may be clicked."""
        await self.until(CLICK, testid)


class Firefox:
    """A browser with a profile of its own."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def do(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of WebDriver BiDi and its result; asserts that it succeeded."""
        number = next(self._numbers)
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(future, PATIENCE_S)
        assert answer["type"] == "success", answer
        result: dict[str, Any] = answer["result"]
        return result

    async def tab(self) -> Tab:
        made = await self.do("browsingContext.create", type="tab")
        return Tab(self, made["context"])

    async def hear(self) -> None:
        async for message in self._socket:
            answer = message.json()
            future = self._answers.pop(answer.get("id") or 0, None)
            if future is not None and not future.done():
                future.set_result(answer)


@asynccontextmanager
async def firefox_running(profile: Path) -> AsyncIterator[Firefox]:
    """A headless one; `profile` is a folder to be made."""
    path = firefox()
    profile.mkdir()
    lines = (f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines))
    process = await asyncio.create_subprocess_exec(
        *(path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"),
        env={**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        address = await asyncio.wait_for(_address(process.stderr), PATIENCE_S)
        drain = asyncio.create_task(process.stderr.read())
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"{address}/session", max_msg_size=0) as socket,
        ):
            browser = Firefox(socket)
            hearing = asyncio.create_task(browser.hear())
            await browser.do("session.new", capabilities={})
            yield browser
            hearing.cancel()
        drain.cancel()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _address(errors: asyncio.StreamReader) -> str:
    while line := await errors.readline():
        if found := LISTENING.search(line):
            return found[1].decode()
    raise AssertionError("Firefox ended before it could be driven")
