"""A demo house for a test: the server as a process, robots in some seats, persons in browsers."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from aiohttp import ClientSession, TCPConnector
from playwright.async_api import Browser, Page, expect

PATIENCE_MS = 60_000
"""Only a broken house takes this long, on however slow a machine."""

expect.set_options(timeout=PATIENCE_MS)


WITH_FILE = """from pathlib import Path
from vcsession import cli, demo
demo.EXAMPLE = Path({file!r})
cli.main()
"""


class House:
    """`python -m vcsession demo` on a data directory of its own."""

    def __init__(self, data_dir: Path, file: Path | None = None) -> None:
        """`file`: a session file to show instead of the demo's own."""
        self.data_dir = data_dir
        self.file = file
        self.port = 0
        self.url = ""
        self.session = ""
        self.seats: dict[str, dict[str, Any]] = {}
        self.server: asyncio.subprocess.Process | None = None
        self._robots: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await _end(self.server)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in (*self._robots, self.server):
            await _end(process)

    async def start(self) -> None:
        """Up, or up again after `kill`, on the same port."""
        self.server = await asyncio.create_subprocess_exec(
            *(sys.executable, *self._program(), "demo", "--no-robots", "--json"),
            *("--port", str(self.port), "--data-dir", str(self.data_dir)),
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.server.stdout is not None
        ready = json.loads(await asyncio.wait_for(self.server.stdout.readline(), 90))
        self.url, self.session = ready["url"], ready["session"]
        self.port = int(self.url.rpartition(":")[2])
        self.seats = {seat["seat"]: seat for seat in ready["seats"]}

    def _program(self) -> tuple[str, ...]:
        if self.file is None:
            return ("-m", "vcsession")
        return ("-c", WITH_FILE.format(file=str(self.file)))

    async def kill(self) -> None:
        """kill -9: no goodbye to anybody."""
        assert self.server is not None
        self.server.send_signal(signal.SIGKILL)
        await self.server.wait()

    async def robots(self, *seats: str) -> None:
        links = [self.seats[seat]["link"] for seat in seats]
        robot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "vcsession", "attend", "--asks-every", "0", "-"),
            stdin=asyncio.subprocess.PIPE,
        )
        assert robot.stdin is not None
        robot.stdin.write("\n".join(links).encode())
        robot.stdin.close()
        self._robots.append(robot)

    async def fetch(self, seat: str, path: str = "") -> bytes:
        """What this seat gets from a call below its session."""
        headers = {"Authorization": f"Bearer {self.seats[seat]['token']}"}
        async with (
            self._client(headers) as client,
            client.get(f"{self.url}/api/sessions/{self.session}{path}") as response,
        ):
            assert response.status == 200, await response.text()
            return await response.read()

    async def outside(self, path: str) -> bytes:
        """What anybody gets from the server."""
        async with self._client() as client, client.get(f"{self.url}/{path}") as response:
            assert response.status == 200
            return await response.read()

    async def give(self, who: str, /, **command: Any) -> dict[str, Any]:
        """A command of this seat over HTTP; it must be accepted."""
        headers = {"Authorization": f"Bearer {self.seats[who]['token']}"}
        url = f"{self.url}/api/sessions/{self.session}/commands"
        async with (
            self._client(headers) as client,
            client.post(url, json={**command, "cause": uuid4().hex}) as response,
        ):
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    async def check_link(self, delegation: str) -> str:
        """The link that the delegation's technical contact was sent."""
        listed = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "vcsession", "links", self.session, "--checks", "--json"),
            *("--data-dir", str(self.data_dir)),
            stdout=asyncio.subprocess.PIPE,
        )
        checks = json.loads((await listed.communicate())[0])["checks"]
        token = next(check["token"] for check in checks if check["delegation"] == delegation)
        return f"{self.url}/check#{token}"

    def _client(self, headers: dict[str, str] | None = None) -> ClientSession:
        """A client that takes a test's own certificate."""
        return ClientSession(headers=headers, connector=TCPConnector(ssl=False))

    async def view(self, seat: str) -> dict[str, Any]:
        slices: dict[str, Any] = json.loads(await self.fetch(seat))["slices"]
        return slices


async def _end(process: asyncio.subprocess.Process | None) -> None:
    if process is None or process.returncode is not None:
        return
    process.terminate()
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 10)
        return
    process.kill()
    await process.wait()


class Person:
    """Somebody in front of a browser, who only clicks and reads."""

    def __init__(self, page: Page, seat: str) -> None:
        self.page = page
        self.seat = seat

    @classmethod
    async def enter(cls, browser: Browser, house: House, seat: str, **context: Any) -> Self:
        """Open the seat's link in a window of its own, and go in."""
        window = await browser.new_context(
            locale="en", permissions=["camera", "microphone"], accept_downloads=True, **context
        )
        return await cls.enter_tab(await window.new_page(), house, seat)

    @classmethod
    async def enter_tab(cls, page: Page, house: House, seat: str) -> Self:
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(house.seats[seat]["link"])
        await page.get_by_test_id("join-enter").click()
        person = cls(page, seat)
        await person.until_connected()
        return person

    async def leaves(self) -> None:
        await self.page.get_by_test_id("leave").click()
        await self.page.get_by_test_id("leave-confirm").click()
        await expect(self.page.get_by_test_id("rejoin")).to_be_visible()

    async def comes_back(self) -> None:
        await self.page.get_by_test_id("rejoin").click()
        await self.page.get_by_test_id("join-enter").click()
        await self.until_connected()

    async def until_connected(self) -> None:
        await self.page.wait_for_function(
            "() => globalThis.__vcsession?.connection()?.connectionState === 'connected'"
        )

    async def does(
        self, act: str, fill: dict[str, str] | None = None, choose: str = "", **fields: str
    ) -> None:
        """Press the button of an act, once it may be pressed: fill its form, confirm what asks once."""
        about = "".join(f'[data-{name}="{value}"]' for name, value in fields.items())
        button = self.page.locator(f'button[data-act="{act}"]{about}:not([disabled])').first
        await button.wait_for(state="attached")
        if not await button.is_visible():
            # folded: the bar's further acts, or the rarer ones beside a thing
            await button.locator("xpath=ancestor::details[not(@open)]/summary").last.click()
        await button.click()
        if choose:
            await self.page.get_by_test_id(f"option-{choose}").click()
        if fill is not None:
            await self.page.get_by_test_id("form-submit").wait_for()
            for field, value in fill.items():
                await self._fill(field, value)
            await self.page.get_by_test_id("form-submit").click()
        ask = self.page.get_by_test_id("act-confirm")
        if await ask.count():
            await ask.first.click()

    async def _fill(self, field: str, value: str) -> None:
        choice = self.page.get_by_test_id(f"field-{field}-{value}")
        if await choice.count():
            await choice.click()
        else:
            control = self.page.get_by_test_id(f"field-{field}")
            listed = await control.evaluate("e => e.tagName === 'SELECT'")
            await (control.select_option(value) if listed else control.fill(value))

    async def sees(self, testid: str, words: str) -> None:
        await expect(self.page.get_by_test_id(testid).first).to_contain_text(words)

    async def heard(self, place: str = "floor") -> int:
        """Audio packets received in a place, by the receiver's own statistics."""
        return int(await self.page.evaluate(STATISTICS, [place, "audio", "packetsReceived"]) or 0)

    async def receives(self, place: str, kind: str, figure: str, more: int) -> None:
        """Wait until a figure of a place has grown by `more`, by the receiver's own statistics."""
        before = int(await self.page.evaluate(STATISTICS, [place, kind, figure]) or 0)
        least = before + more if figure != "frameWidth" else more
        await self._until(STATISTICS, [place, kind, figure], least)

    async def sends(self, more: int) -> None:
        """Wait until this seat's microphone has sent so many packets more."""
        before = int(await self.page.evaluate(SENT))
        await self._until(SENT, [], before + more)

    async def _until(self, figure: str, arguments: list[str], least: int) -> None:
        # wait_for_function takes the promise of an async predicate for true, so the page itself loops
        async with asyncio.timeout(PATIENCE_MS / 1000):
            await self.page.evaluate(f"(arguments) => ({UNTIL})({figure}, arguments, {least})", arguments)


STATISTICS = """async ([place, kind, figure]) => {
  const hall = globalThis.__vcsession;
  const mid = hall.places().find((p) => p.name === place && p.kind === kind)?.mid;
  const found = [...(await hall.connection().getStats()).values()];
  return found.find((s) => s.type === 'inbound-rtp' && s.kind === kind && s.mid === mid)?.[figure];
}"""

UNTIL = """async (figure, of, least) => {
  while (((await figure(of)) ?? 0) < least) await new Promise((next) => setTimeout(next, 50));
}"""

SENT = """async () => [...(await __vcsession.connection().getStats()).values()].find(
  (s) => s.type === 'outbound-rtp' && s.kind === 'audio')?.packetsSent ?? 0"""
