"""A ministry's network: TCP 443 and nothing else gets out. A browser there hears, sees and is heard.

The browser runs in a network namespace of its own whose firewall drops whatever is not TCP to port 443; the
server and coturn stand outside, on the two addresses of the other end of its only cable.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import chromium, chromium_running
from tests.e2e.house import House, Person

SERVER, RELAY, INSIDE = "198.18.7.1", "198.18.7.2", "198.18.7.9"
"""Of the range for tests of networks (RFC 2544); they exist on the cable only."""

SECRET = "told-to-the-relay-and-the-server"

pytestmark = [pytest.mark.fault, pytest.mark.browser, pytest.mark.timeout(240)]


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=20)


@pytest.fixture
def ministry() -> Iterator[str]:
    """The name of the namespace; it goes away with all that is in it."""
    missing = [tool for tool in ("ip", "nft", "nsenter", "turnserver") if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        pytest.fail(f"needs root and {', '.join(missing) or 'nothing else'} (coturn, iproute2, nftables)")
    name = f"ministry-{os.getpid()}"
    run("ip", "netns", "add", name)
    try:
        run("ip", "link", "add", "cable-out", "type", "veth", "peer", "name", "cable-in", "netns", name)
        for address in (SERVER, RELAY):
            run("ip", "addr", "add", f"{address}/24", "dev", "cable-out")
        run("ip", "link", "set", "cable-out", "up")
        inside = ("ip", "-n", name)
        run(*inside, "addr", "add", f"{INSIDE}/24", "dev", "cable-in")
        run(*inside, "link", "set", "lo", "up")
        run(*inside, "link", "set", "cable-in", "up")
        run(*inside, "route", "add", "default", "via", SERVER)
        rules = (
            "add table inet wall",
            "add chain inet wall out { type filter hook output priority 0; policy drop; }",
            "add rule inet wall out oif lo accept",
            "add rule inet wall out tcp dport 443 accept",
        )
        for rule in rules:
            run("ip", "netns", "exec", name, "nft", rule)
        yield name
    finally:
        run("ip", "netns", "del", name)


def certificate(folder: Path) -> dict[str, Path]:
    """One of our own, as settings: without https a browser gives no camera."""
    files = {"VCSESSION_TLS_CERT": folder / "cert.pem", "VCSESSION_TLS_KEY": folder / "key.pem"}
    cert, key = map(str, files.values())
    subject = ("-subj", f"/CN={SERVER}", "-addext", f"subjectAltName=IP:{SERVER}")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, *subject)
    return files


@asynccontextmanager
async def relay(folder: Path) -> AsyncIterator[None]:
    """coturn on TCP 443 of the relay's address; it may pass on to the server alone."""
    options = (
        *("-n", "--no-cli", "--no-tls", "--no-dtls", "--no-udp", "--fingerprint", "--use-auth-secret"),
        *(f"--static-auth-secret={SECRET}", "--realm=vcsession", f"--listening-ip={RELAY}"),
        *("--listening-port=443", f"--relay-ip={RELAY}", f"--allowed-peer-ip={SERVER}"),
        *("--denied-peer-ip=0.0.0.0-255.255.255.255", "--min-port=50000", "--max-port=50050"),
        *(f"--userdb={folder}/turn.db", f"--pidfile={folder}/turn.pid", "--log-file=stdout"),
    )
    process = await asyncio.create_subprocess_exec(
        "turnserver", *options, stdout=(folder / "turn.log").open("wb")
    )
    try:
        async with asyncio.timeout(15):
            while True:
                try:
                    _, writer = await asyncio.open_connection(RELAY, 443)
                except ConnectionError:
                    await asyncio.sleep(0.1)
                else:
                    writer.close()
                    break
        yield
    finally:
        process.terminate()
        await process.wait()


async def test_a_browser_behind_a_wall_hears_sees_and_is_heard(
    ministry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VCSESSION_HOST", SERVER)
    monkeypatch.setenv("VCSESSION_PUBLIC_URL", f"https://{SERVER}:443")
    for name, file in certificate(tmp_path).items():
        monkeypatch.setenv(name, str(file))
    monkeypatch.setenv("VCSESSION_TURN_URLS", f"turn:{RELAY}:443?transport=tcp")
    monkeypatch.setenv("VCSESSION_TURN_SECRET", SECRET)
    wrapper = tmp_path / "chromium-in-the-ministry"
    wrapper.write_text(f'#!/bin/sh\nexec ip netns exec {ministry} {chromium()} "$@"\n')
    wrapper.chmod(0o755)
    house = House(tmp_path / "data")
    house.port = 443
    async with (
        relay(tmp_path),
        house,
        chromium_running() as outside,
        chromium_running(path=str(wrapper)) as inside,
    ):
        russia = await Person.enter(outside, house, "rus", ignore_https_errors=True)
        belarus = await Person.enter(inside, house, "blr", ignore_https_errors=True)
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS"):
            await house.give("secretary", type="mark_present", delegation=code, place="hub")
        await house.give("chair", type="mark_absent", delegation="TJK")
        await house.give("chair", type="declare_quorum", sitting="1")

        await belarus.does("request_floor", kind="intervention")
        (request,) = (await house.view("chair"))["floor"]["queue"]
        await house.give("chair", type="grant", request=request["id"])
        await russia.receives("floor", "audio", "packetsReceived", 50)
        await russia.receives("floor", "video", "framesDecoded", 10)
        await belarus.does("yield_floor")

        request = await house.give("rus", type="request_floor")
        await house.give("chair", type="grant", request=request["events"][0]["request"])
        await belarus.receives("floor", "audio", "packetsReceived", 50)
        await belarus.receives("floor", "video", "framesDecoded", 10)
        assert await belarus.page.evaluate(CHOSEN) == ["relay", "tcp"]
        assert (await russia.page.evaluate(CHOSEN))[0] != "relay", "who has UDP goes straight"

        contact = await (await inside.new_context(locale="en", ignore_https_errors=True)).new_page()
        await contact.goto(await house.check_link("BLR"))
        verdict = contact.get_by_test_id("verdict")
        await expect(verdict).to_have_attribute("data-running", "false")
        await expect(verdict).to_contain_text("UDP is blocked")
        await expect(verdict).not_to_have_attribute("data-verdict", "unusable")
        await expect(contact.get_by_test_id("step-media")).to_contain_text("relay over TCP")
        sheet = contact.get_by_test_id("sheet")
        for address in (SERVER, RELAY):
            await expect(sheet).to_contain_text(address)


CHOSEN = """async () => {
  const found = [...(await __vcsession.connection().getStats()).values()];
  const transport = found.find((s) => s.type === 'transport');
  const pair = found.find((s) => s.id === transport.selectedCandidatePairId);
  const local = found.find((s) => s.id === pair.localCandidateId);
  return [local.candidateType, local.relayProtocol ?? local.protocol];
}"""
