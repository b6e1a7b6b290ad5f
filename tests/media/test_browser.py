"""Three real Chromium pages in one hall: pictures, sound and the floor move, and nobody ever renegotiates."""

from __future__ import annotations

import pytest
from aiohttp import web
from playwright.async_api import Page

from tests.browser import chromium_running
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
  window.resource = reply.headers.get('Location');
  window.etag = reply.headers.get('ETag');
  await pc.setRemoteDescription({type: 'answer', sdp: await reply.text()});
};
window.restart = async () => {
  const line = (sdp, name) => sdp.match(new RegExp('a=' + name + ':(.*)'))[0];
  await pc.setLocalDescription(await pc.createOffer({iceRestart: true}));
  const offered = pc.localDescription.sdp;
  const reply = await fetch(resource, {method: 'PATCH', headers: {'If-Match': etag},
    body: line(offered, 'ice-ufrag') + '\\n' + line(offered, 'ice-pwd') + '\\n'});
  const fragment = await reply.text();
  const answer = pc.remoteDescription.sdp
    .replace(/a=ice-ufrag:.*/g, line(fragment, 'ice-ufrag').trim())
    .replace(/a=ice-pwd:.*/g, line(fragment, 'ice-pwd').trim());
  await pc.setRemoteDescription({type: 'answer', sdp: answer});
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
window.flows = async (mid, more) => {
  const count = async () => {
    const now = (await received())[mid];
    return !now ? 0 : now.kind === 'audio' ? now.packets : now.width > 0 ? now.frames : 0;
  };
  const before = await count();
  for (let turn = 0; turn < 400; turn++) {
    if (await count() >= before + more) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('nothing flows in ' + mid + ': ' + JSON.stringify(await received()));
};
</script><body></body>"""


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
        app.router.add_patch("/media/{id}", self._restart)
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
        headers = {"Location": f"/media/{joined.id}", "ETag": joined.etag}
        return web.Response(text=joined.answer, status=201, content_type="application/sdp", headers=headers)

    async def _restart(self, request: web.Request) -> web.Response:
        etag = request.headers["If-Match"]
        restarted = await self.plane.restart(request.match_info["id"], await request.text(), etag)
        return web.Response(text=restarted.fragment)

    def floor_to(self, seat: str) -> None:
        self.plane.want("round", Routes((Hall(frozenset(SEATS), seat, ("chair",), SEATS),)))

    def mid(self, seat: str, name: str, kind: str) -> str:
        return next(p.mid for p in self.places[seat] if (p.name, p.kind) == (name, kind))


async def flows(page: Page, mid: str) -> None:
    """Wait until five more packets of sound, or decoded frames, stand in a place than at the first look."""
    await page.evaluate("mid => flows(mid, 5)", mid)


SEATS = ("chair", "head-a", "head-b")


@pytest.mark.browser
async def test_three_browsers_see_and_hear_each_other_without_renegotiating() -> None:
    room = Room()
    await room.start()
    try:
        async with chromium_running() as browser:
            pages = {seat: await browser.new_page() for seat in SEATS}
            await meet(room, pages)
            await restart(room, pages["head-b"])
    finally:
        await room.close()


async def meet(room: Room, pages: dict[str, Page]) -> None:
    room.floor_to("chair")
    for seat, page in pages.items():
        await page.goto(room.url)
        await page.evaluate("seat => join(seat, 12)", seat)
        await page.wait_for_function("() => pc.connectionState === 'connected'", timeout=20_000)

    # Everybody sees the two others in their tiles, and the chair in the floor place, with sound.
    for seat, page in pages.items():
        for number, other in enumerate(SEATS, 1):
            if other != seat:
                await flows(page, room.mid(seat, f"tile-{number}", "video"))
    await flows(pages["head-b"], room.mid("head-b", "floor", "video"))
    await flows(pages["head-b"], room.mid("head-b", "floor", "audio"))

    # The floor passes on: the same place shows the next speaker, the chair moves to a voice.
    for speaker, other in (("head-a", "head-b"), ("head-b", "head-a"), ("head-a", "head-b")):
        room.floor_to(speaker)
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


async def restart(room: Room, page: Page) -> None:
    """The network changed: new ICE credentials, the same DTLS, the same places."""
    seen = room.plane.figures().dtls_in
    await page.evaluate("restart()")
    await flows(page, room.mid("head-b", "floor", "video"))
    await flows(page, room.mid("head-b", "tile-1", "video"))
    assert await page.evaluate("pc.connectionState") == "connected"
    assert room.plane.figures().dtls_in == seen
