"""Two real browsers, the chair's behind a bad line: freezes, concealed sound, and how soon each break mends.

    python -m tests.bench.bad_line [--loss PER_CENT] [--delay MS] [--seconds N] [--lines N] [--cuts S ...]

`--delay` each way; `--seconds` that are measured; `--lines` of the cameras, and of the places that show them.

The whole line is bad: media, handshakes and ICE checks lose datagrams both ways, and pages, calls and the
socket share the delay and the cuts (their losses are TCP's own affair). The chair presides, so it is heard
and seen by BLR, which has the floor and is heard and seen by the chair: four streams, two each way. Figures
are the receivers' own (getStats), summed over rebuilt connections.

Sound is given twice: all that was concealed, and without what was concealed in silence, where a pause of the
speaker (DTX) sounds as comfort noise and is not a loss.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench import moving, speech
from tests.bench.cable import Cable
from tests.browser import chromium_running
from tests.e2e.house import House, Person
from tests.media.lossy import Line

CUTS = (5.0, 60.0)
DATAGRAMS = 15.0
SETTLING = 15.0
"""Seconds in which the browsers find out what the line carries."""
PATIENCE = 30.0
"""Seconds after which a stream that has not come back is given up."""
HEARD = 4800
"""Samples that were not concealed, at 48 kHz, after which sound is back: a tenth of a second."""

AROUND = """(port) => {
  // This browser's datagrams go by the bad line: the server's candidate gets the line's port.
  const take = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    const sdp = description.sdp?.replace(/(a=candidate:.* )\\d+( typ host)/g, `$1${port}$2`);
    return take.call(this, { type: description.type, sdp });
  };
}"""

STEPS = """() => {
  // What this browser does to come back, step by step: calls with their outcome, and what ICE and DTLS say.
  globalThis.steps = [];
  const note = (what) => steps.push([Date.now() / 1000, what]);
  const call = globalThis.fetch;
  globalThis.fetch = async (...all) => {
    const to = new URL(all[0], location.href).pathname.split("/").slice(-2).join("/");
    const path = `${all[1]?.method ?? "GET"} ${to}`;
    try {
      const answer = await call(...all);
      note(`${path} ${answer.status}`);
      return answer;
    } catch (error) {
      note(`${path} given up`);
      throw error;
    }
  };
  const made = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = function (...all) {
    const peer = new made(...all);
    note("new peer");
    for (const of of ["iceConnectionState", "connectionState"]) {
      peer.addEventListener(of.toLowerCase() + "change", () => note(`${of} ${peer[of]}`));
    }
    return peer;
  };
  globalThis.RTCPeerConnection.prototype = made.prototype;
}"""

NOTE = """(() => {
  globalThis.noted = [];
  const names = new Map(), sums = {};
  let held, last = {};
  const figures = ["framesDecoded", "totalFreezesDuration", "freezeCount", "concealedSamples",
    "silentConcealedSamples", "totalSamplesReceived", "fecPacketsReceived", "packetsReceived", "packetsLost",
    "retransmittedPacketsReceived", "bytesReceived"];
  setInterval(async () => {
    const hall = globalThis.__vcsession, peer = hall?.connection();
    if (!peer) return;
    for (const { mid, name, kind } of hall.places()) names.set(mid, `${name} ${kind}`);
    const found = await peer.getStats();
    if (peer !== held) last = {};
    held = peer;
    found.forEach((entry) => {
      const name = entry.type === "inbound-rtp" && names.get(entry.mid);
      if (!name) return;
      const sum = (sums[name] ??= {}), before = (last[name] ??= {});
      sum.frameHeight = entry.frameHeight ?? 0;
      for (const figure of figures) {
        const now = entry[figure] ?? 0;
        sum[figure] = (sum[figure] ?? 0) + now - (before[figure] ?? 0);
        before[figure] = now;
      }
    });
    noted.push([Date.now() / 1000, structuredClone(sums), peer.connectionState]);
    if (noted.length > 3000) noted.shift();
  }, 100);
})()"""

SPEAKER = ".stage-picture:not([hidden])"
SHOW = """([place, lines]) => {
  const picture = document.querySelector(place);
  picture.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9; min-width: 0;'
    + `width: ${lines * 16 / 9}px; height: ${lines}px`;
}"""

Row = tuple[float, dict[str, dict[str, float]], str]


@dataclass
class Stream:
    """One stream as its receiver counts it."""

    who: str
    place: str
    rows: list[Row]

    @property
    def sound(self) -> bool:
        return self.place.endswith("audio")

    def at(self, moment: float) -> dict[str, float]:
        row = next((r for r in reversed(self.rows) if r[0] <= moment), self.rows[0])
        return row[1].get(self.place, {})

    def grown(self, since: float, until: float) -> dict[str, float]:
        before, after = self.at(since), self.at(until)
        return {name: value - before.get(name, 0) for name, value in after.items()}

    def flows(self, since: float, until: float) -> bool:
        more = self.grown(since, until)
        if self.sound:
            return more.get("totalSamplesReceived", 0) - more.get("concealedSamples", 0) >= HEARD
        return more.get("framesDecoded", 0) > 0

    def back_after(self, moment: float) -> float:
        """Seconds from that moment to the next frame decoded, or the next tenth of a second of real sound."""
        for at, _, _ in self.rows:
            if at > moment and self.flows(moment, at):
                return at - moment
        return float("inf")


class Talk:
    """The two persons, and the line between one of them and the server."""

    def __init__(self, chair: Person, belarus: Person, line: Line, cable: Cable) -> None:
        self.chair, self.belarus, self.line, self.cable = chair, belarus, line, cable
        self.tile = ""

    async def streams(self) -> list[Stream]:
        near = await self.chair.page.evaluate("noted")
        far = await self.belarus.page.evaluate("noted")
        return [
            Stream("down", "floor audio", near),
            Stream("down", "floor video", near),
            Stream("up", "voice-1 audio", far),
            Stream("up", f"{self.tile} video", far),
        ]

    async def until_all_flow(self) -> None:
        async with asyncio.timeout(60):
            while True:
                await asyncio.sleep(1)
                now = time.time()
                if all(stream.flows(now - 1, now) for stream in await self.streams()):
                    return


async def measured(talk: Talk, seconds: float) -> None:
    began = time.time()
    lags = sorted([lag async for lag in lateness(seconds)])
    p99 = lags[len(lags) * 99 // 100] * 1000
    print(f"  (this machine meanwhile: timers p99 {p99:.0f} ms late; from 50 ms on it measures itself)")
    for stream in await talk.streams():
        grown = stream.grown(began, began + seconds)
        name = f"  {stream.who:4} {stream.place:13}"
        if stream.sound:
            total = grown["totalSamplesReceived"]
            concealed, silent = grown["concealedSamples"], grown["silentConcealedSamples"]
            print(
                f"{name} concealed {concealed / total:.2%}, of it in silence {silent / total:.2%}; "
                f"{grown['packetsReceived']:.0f} packets, {grown['packetsLost']:.0f} lost for good, "
                f"{grown['fecPacketsReceived']:.0f} carried the one before (FEC), "
                f"{grown['bytesReceived'] * 8 / seconds / 1000:.1f} kbit/s"
            )
        else:
            print(
                f"{name} frozen {grown['totalFreezesDuration']:.2f} s in {grown['freezeCount']:.0f} freezes, "
                f"{grown['framesDecoded'] / seconds:.1f} frames/s, "
                f"{grown['bytesReceived'] * 8 / seconds / 1000:.0f} kbit/s, "
                f"{stream.at(time.time())['frameHeight']:.0f} lines"
            )


async def lateness(seconds: float) -> AsyncIterator[float]:
    """By how much a timer of 20 ms is late: the line is only as true as its machine is idle."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (due := loop.time() + 0.02) < end:
        await asyncio.sleep(0.02)
        yield loop.time() - due


async def broken(talk: Talk, name: str, breaks: Callable[[], Awaitable[None]]) -> None:
    await talk.until_all_flow()
    await breaks()
    returned = time.time()
    took = [float("inf")]
    while max(took) == float("inf") and time.time() - returned < PATIENCE:
        await asyncio.sleep(0.5)
        took = [stream.back_after(returned) for stream in await talk.streams()]
    each = ", ".join(
        f"{stream.who} {'sound' if stream.sound else 'picture'} {seconds:.1f} s"
        for stream, seconds in zip(await talk.streams(), took, strict=True)
    )
    print(f"{name}: {each}", flush=True)
    steps = [(at - returned, what) for at, what in await talk.chair.page.evaluate("steps")]
    print("  " + "; ".join(f"{at:.2f} {what}" for at, what in steps if at > 0), flush=True)


async def cut(talk: Talk, seconds: float, *, calls: bool = True) -> None:
    talk.line.cut, talk.cable.cut = True, calls
    await asyncio.sleep(seconds)
    talk.line.cut = talk.cable.cut = False


async def move(talk: Talk) -> None:
    talk.line.change_address()


async def main(loss: float, delay: float, seconds: float, lines: int, cuts: Sequence[float]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        voice, camera = Path(folder) / "voice.wav", Path(folder) / "camera.y4m"
        speech.write(voice)
        moving.write(camera, lines)
        os.environ["VCSESSION_MEDIA_PORT"] = str(media := free_port())
        async with (
            House(Path(folder) / "data") as house,
            Cable(house.port, delay / 1000) as cable,
            chromium_running(
                f"--use-file-for-fake-audio-capture={voice}", f"--use-file-for-fake-video-capture={camera}"
            ) as browser,
        ):
            line = Line(media, up=loss / 100, down=loss / 100, delay=delay / 1000, spares=False)
            talk = await meet(browser, house, line, cable, lines)
            print(f"{loss:g} % lost and {delay:g} ms, each way, for {seconds:g} s, {lines} lines", flush=True)
            await asyncio.sleep(SETTLING)
            await measured(talk, seconds)
            for long in cuts:
                await broken(talk, f"cut for {long:g} s, then back after", partial(cut, talk, long))
            only = partial(cut, talk, DATAGRAMS, calls=False)
            await broken(talk, f"datagrams alone cut for {DATAGRAMS:g} s, then back after", only)
            await broken(talk, "another address of the client, then back after", partial(move, talk))
            line.close()


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def meet(browser: Any, house: House, line: Line, cable: Cable, lines: int) -> Talk:
    belarus = await Person.enter(browser, house, "blr")
    chair_link = house.seats["chair"]["link"].replace(f":{house.port}/", f":{cable.port}/")
    window = await browser.new_context(locale="en", permissions=["camera", "microphone"])
    await window.add_init_script(f"({AROUND})({line.port})")
    await window.add_init_script(f"({STEPS})()")
    house.seats["chair"]["link"] = chair_link
    chair = await Person.enter_tab(await window.new_page(), house, "chair")
    await house.give("chair", type="call_to_order", sitting="1")
    await house.give("chair", type="open_session")
    for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"):
        await house.give("secretary", type="mark_present", delegation=code, place="hub")
    await house.give("chair", type="declare_quorum", sitting="1")
    asked = await house.give("blr", type="request_floor")
    await house.give("chair", type="grant", request=asked["events"][0]["request"])
    for person in (chair, belarus):
        await person.page.evaluate(NOTE)
    await belarus.page.get_by_test_id("plate-chair").wait_for(state="attached")
    talk = Talk(chair, belarus, line, cable)
    talk.tile = await belarus.page.evaluate(TILE)
    for person, place in ((belarus, '[data-testid="plate-chair"] .plate-picture'), (chair, SPEAKER)):
        await person.page.locator(place).first.wait_for(state="attached")
        await person.page.evaluate(SHOW, [place, lines])
    await talk.until_all_flow()
    return talk


TILE = """async () => {
  for (;;) {
    const place = __vcsession.places().find((p) => p.kind === "video" && p.seat === "chair");
    if (place) return place.name;
    await new Promise((next) => setTimeout(next, 100));
  }
}"""


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m tests.bench.bad_line")
    words.add_argument("--loss", type=float, default=3.0)
    words.add_argument("--delay", type=float, default=80.0)
    words.add_argument("--seconds", type=float, default=60.0)
    words.add_argument("--lines", type=int, default=360)
    words.add_argument("--cuts", type=float, nargs="*", default=CUTS)
    asyncio.run(main(**vars(words.parse_args())))
