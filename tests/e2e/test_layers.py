"""A picture is as large as it is shown: three layers from one browser, the fitting one in the other."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.house import PATIENCE_MS, House, Person

EXAMPLE = Path(__file__).parents[2] / "vcsession" / "examples" / "echelon-2020.yaml"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

CAMERA_FPS = 20

WATCH = """() => {
  const video = document.querySelector('[data-testid="plate-BLR"] video');
  globalThis.frames = [];
  const note = (now) => {
    frames.push([now, video.videoWidth]);
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
}"""

SHOW = """(height) => {
  const picture = document.querySelector('[data-testid="plate-BLR"] .plate-picture');
  const size = `width: ${height * 16 / 9}px; height: ${height}px`;
  picture.style.cssText = `position: fixed; inset: 0 auto auto 0; z-index: 9; min-width: 0; ${size}`;
}"""

UNTIL = """async (width) => {
  while (frames.at(-1)?.[1] !== width) await new Promise((next) => setTimeout(next, 50));
  return performance.now();
}"""

LONGEST = """() => Math.max(...frames.slice(1).map(([at], n) => at - frames[n][0]))"""

STALLS = """() => {
  let last = performance.now();
  globalThis.stall = 0;
  setInterval(() => {
    const now = performance.now();
    stall = Math.max(stall, now - last);
    last = now;
  }, 20);
}"""


RENEGOTIATIONS = """() => {
  globalThis.first = __vcsession.connection();
  globalThis.renegotiations = 0;
  first.addEventListener('negotiationneeded', () => renegotiations++);
}"""

ONE_CONNECTION = """() => __vcsession.connection() === first && first.connectionState === 'connected' &&
  first.signalingState === 'stable' && renegotiations === 0"""

SENDS = """async (wanted) => {
  const camera = __vcsession.connection().getSenders().find((s) => s.getParameters().encodings.length === 3);
  const active = () => camera.getParameters().encodings.filter((e) => e.active).map((e) => e.rid).join('');
  while (active() !== wanted) await new Promise((next) => setTimeout(next, 50));
}"""

DARK = """async (patience) => {
  const places = () => __vcsession.places().filter((p) => p.name.startsWith('tile-') && p.seat !== null);
  const decoded = async () => new Map([...(await __vcsession.connection().getStats()).values()]
    .filter((s) => s.type === 'inbound-rtp').map((s) => [s.mid, s.framesDecoded ?? 0]));
  const before = await decoded();
  for (const since = performance.now(); ; await new Promise((next) => setTimeout(next, 100))) {
    const now = await decoded();
    const dark = places().filter(({ mid }) => (now.get(mid) ?? 0) < (before.get(mid) ?? 0) + 3);
    const missing = 11 - places().length;
    const late = performance.now() - since > patience;
    if (late || (!missing && !dark.length)) return [missing, dark.map((place) => place.seat)];
  }
}"""
"""How many seats of eleven stand in no tile and which tiles decode nothing, once there are none of either."""

ROBOTS = ("kaz", "kgz", "rus", "tjk", "arm", "deputy", "secretary", "js", "cs", "cc")


ORGAN = """
  - code: {code}
    kind: organ
    official: {{en: Organ {code}, ru: Орган {code}}}
    short: {{en: Organ {code}, ru: Орган {code}}}
    of: {{en: Organ {code}, ru: Органа {code}}}
    represents: [{{en: Organ {code}, ru: Орган {code}}}]
    head: {{title: {{en: Head of {code}, ru: Глава {code}}}}}
    time_zone: Europe/Moscow
    speaks: ru
"""


def with_twelve_cameras(folder: Path) -> Path:
    """The example's session with three organs more: twelve seats whose camera is shown."""
    before, rest = EXAMPLE.read_text().split("\ndelegations:\n")
    states, name, after = re.split(r"\n(?=[a-z])([a-z_]+:)", rest, maxsplit=1)
    organs = "".join(ORGAN.format(code=code) for code in ("JS", "CS", "CC"))
    path = folder / "twelve.yaml"
    path.write_text(f"{before}\ndelegations:\n{states}{organs}\n{name}{after}")
    return path


async def shows(page: Page, height: int, width: int) -> None:
    """Show the tile so high, until its frames are so wide."""
    await page.evaluate(SHOW, height)
    async with asyncio.timeout(20):
        await page.evaluate(UNTIL, width)


async def sends(page: Page, rids: str) -> None:
    """Until the camera sends these layers and no others."""
    async with asyncio.timeout(20):
        await page.evaluate(SENDS, rids)


async def test_twelve_see_each_other_over_one_connection_each_and_a_tile_is_sent_as_large_as_it_is_shown(
    browser: Browser, tmp_path: Path
) -> None:
    async with House(tmp_path / "data", with_twelve_cameras(tmp_path)) as house:
        publisher = await Person.enter(browser, house, "blr")
        viewer = await Person.enter(browser, house, "chair")
        page = viewer.page
        for each in (publisher.page, page):
            await each.evaluate(RENEGOTIATIONS)
        await page.get_by_test_id("camera").click()  # off: a small machine encodes for one
        await page.locator('[data-testid="plate-BLR"] video').wait_for(state="attached")
        for each in (publisher.page, page):
            await each.evaluate(STALLS)
        await page.evaluate(WATCH)

        await shows(page, 180, 320)
        await shows(page, 720, 1280)
        await shows(page, 360, 640)
        await shows(page, 720, 1280)
        await shows(page, 90, 320)
        # Nobody has a place for the larger ones now; they come again when somebody has.
        await sends(publisher.page, "q")
        await shows(page, 720, 1280)
        await sends(publisher.page, "qhf")
        await shows(page, 90, 320)

        # A machine that stood still itself is no fault of the switch.
        stalls = [await each.evaluate("stall") for each in (publisher.page, page)]
        longest = await page.evaluate(LONGEST)
        assert longest < 1000 + sum(stalls), f"the picture stood still for {longest:.0f} ms"

        await page.get_by_test_id("camera").click()
        await house.robots(*ROBOTS)
        for person in (publisher, viewer):
            assert await person.page.evaluate(DARK, PATIENCE_MS) == [0, []]
        assert b"vcsession_media_connections 12.0" in await house.outside("metrics")
        for person in (publisher, viewer):
            assert await person.page.evaluate(ONE_CONNECTION)


async def test_the_presiding_officer_speaks_and_shows_a_screen(browser: Browser, house: House) -> None:
    chair = await Person.enter(browser, house, "chair")
    viewer = await Person.enter(browser, house, "blr")
    await chair.does("call_to_order", sitting="1")
    # The fake microphone beeps: whose voice sounds is marked for those who hear it.
    await expect(viewer.page.get_by_test_id("plate-chair")).to_have_attribute("data-speaking", "true")
    await chair.page.get_by_test_id("screen").click()
    await expect(viewer.page.get_by_test_id("presentation")).to_be_visible()
    await viewer.receives("presentation", "video", "framesDecoded", 5)
    await expect(viewer.page.get_by_test_id("screen")).to_have_count(0)
    await chair.page.get_by_test_id("screen").click()
    await expect(viewer.page.get_by_test_id("presentation")).to_be_hidden()
    assert await viewer.page.evaluate("__vcsession.connection().signalingState") == "stable"
