"""A laptop goes from the office's network to a telephone's, then through a tunnel, on one connection.

The browser runs in a network namespace with two cables, each with an address of its own; the server is
reached over either. How long each return took is printed.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium, chromium_running
from tests.e2e.house import House, Person
from tests.faults.test_udp_blocked import certificate, run

SERVER = "198.18.10.1"
"""Of the range for tests of networks (RFC 2544), as are those of the cables."""
OFFICE, TELEPHONE = "198.18.8", "198.18.9"
TUNNEL = 60
"""Seconds without any network."""

pytestmark = [pytest.mark.fault, pytest.mark.browser, pytest.mark.timeout(300)]

WATCH = """() => {
  globalThis.first = __vcsession.connection();
  globalThis.rows = [];
  setInterval(async () => {
    const places = new Map(__vcsession.places().map(({ mid, name, kind }) => [mid, `${name} ${kind}`]));
    const row = { at: Date.now() / 1000 };
    for (const entry of (await __vcsession.connection().getStats()).values()) {
      if (entry.type !== "inbound-rtp") continue;
      const real = entry.totalSamplesReceived - entry.concealedSamples;
      row[places.get(entry.mid)] = entry.kind === "audio" ? Math.floor(real / 4800) : entry.framesDecoded;
    }
    rows.push(row);
  }, 100);
}"""


class Cables:
    """The two cables of a namespace; one is plugged in at a time, or none."""

    def __init__(self, name: str) -> None:
        self.name = name
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")
        run("ip", "addr", "add", f"{SERVER}/32", "dev", "lo")
        for link, net in (("office", OFFICE), ("phone", TELEPHONE)):
            run("ip", "link", "add", f"{link}-out", "type", "veth", "peer", "name", link, "netns", name)
            run("ip", "addr", "add", f"{net}.1/24", "dev", f"{link}-out")
            run("ip", "link", "set", f"{link}-out", "up")

    def plug(self, link: str, net: str) -> None:
        inside = ("ip", "-n", self.name)
        run(*inside, "addr", "add", f"{net}.9/24", "dev", link)
        run(*inside, "link", "set", link, "up")
        run(*inside, "route", "add", "default", "via", f"{net}.1")

    def pull(self, link: str) -> None:
        run("ip", "-n", self.name, "link", "set", link, "down")
        run("ip", "-n", self.name, "addr", "flush", "dev", link)

    def remove(self) -> None:
        for command in (("netns", "del", self.name), ("addr", "del", f"{SERVER}/32", "dev", "lo")):
            with suppress(Exception):
                run("ip", *command)


@pytest.fixture
def cables() -> Iterator[Cables]:
    missing = [tool for tool in ("ip", "openssl") if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        pytest.fail(f"needs root and {', '.join(missing) or 'nothing else'} (iproute2)")
    laid = Cables(f"laptop-{os.getpid()}")
    try:
        yield laid
    finally:
        laid.remove()


async def back_after(person: Person, place: str, moment: float) -> float:
    """Seconds from that moment to the next frame, or the next tenth of a second of real sound, of a place."""
    async with asyncio.timeout(60):
        while True:
            rows: list[dict[str, Any]] = await person.page.evaluate("rows")
            counts = [(row["at"], row.get(place, 0)) for row in rows]
            stood = max((count for at, count in counts if at <= moment), default=0)
            after = [at - moment for at, count in counts if at > moment and count > stood]
            if after:
                return float(after[0])
            await asyncio.sleep(0.2)  # the page's statistics are polled


async def test_a_changed_network_and_a_tunnel_keep_the_connection(
    cables: Cables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VCSESSION_HOST", SERVER)
    monkeypatch.setenv("VCSESSION_PUBLIC_URL", f"https://{SERVER}:8443")
    for name, file in certificate(tmp_path).items():
        monkeypatch.setenv(name, str(file))
    wrapper = tmp_path / "chromium-on-the-laptop"
    wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {cables.name} {chromium()} "$@"\n')
    wrapper.chmod(0o755)
    cables.plug("office", OFFICE)
    house = House(tmp_path / "data")
    house.port = 8443
    async with (
        house,
        chromium_running() as elsewhere,
        chromium_running(path=str(wrapper)) as laptop,
    ):
        russia = await Person.enter(elsewhere, house, "rus", ignore_https_errors=True)
        chair = await Person.enter(laptop, house, "chair", ignore_https_errors=True)
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"):
            await house.give("secretary", type="mark_present", delegation=code, place="hub")
        await house.give("chair", type="declare_quorum", sitting="1")
        asked = await house.give("rus", type="request_floor")
        await house.give("chair", type="grant", request=asked["events"][0]["request"])
        await chair.receives("floor", "video", "framesDecoded", 10)
        await russia.receives("voice-1", "audio", "packetsReceived", 50)
        for person in (chair, russia):
            await person.page.evaluate(WATCH)

        async def returns(what: str) -> None:
            moment = time.time()
            took = {
                "sound down": await back_after(chair, "floor audio", moment),
                "picture down": await back_after(chair, "floor video", moment),
                "sound up": await back_after(russia, "voice-1 audio", moment),
            }
            with capsys.disabled():
                each = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
                sys.stdout.write(f"\n{what}: {each}\n")
            assert await chair.page.evaluate("first === __vcsession.connection()"), "nothing was built anew"

        await asyncio.sleep(3)
        cables.pull("office")
        await asyncio.sleep(1)
        cables.plug("phone", TELEPHONE)
        await returns("from one network to another")
        await asyncio.sleep(5)
        cables.pull("phone")
        await asyncio.sleep(TUNNEL)
        cables.plug("phone", TELEPHONE)
        await returns(f"after {TUNNEL} s in a tunnel")
