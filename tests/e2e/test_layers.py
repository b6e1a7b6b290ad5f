"""A picture is as large as it is shown: three layers from one browser, the fitting one in the other."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.house import House, Person

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


async def shows(page: Page, height: int, width: int) -> None:
    """Show the tile so high, until its frames are so wide."""
    await page.evaluate(SHOW, height)
    async with asyncio.timeout(20):
        await page.evaluate(UNTIL, width)


async def test_a_tile_that_grows_gets_a_larger_layer_and_one_that_shrinks_a_smaller(
    browser: Browser, house: House
) -> None:
    publisher = await Person.enter(browser, house, "blr")
    viewer = await Person.enter(browser, house, "chair")
    page = viewer.page
    await page.get_by_test_id("camera").click()
    await page.locator('[data-testid="plate-BLR"] video').wait_for(state="attached")
    for each in (publisher.page, page):
        await each.evaluate(STALLS)
    await page.evaluate(WATCH)

    await shows(page, 180, 320)
    await shows(page, 720, 1280)
    await shows(page, 360, 640)
    await shows(page, 720, 1280)
    await shows(page, 90, 320)

    # A machine that stood still itself is no fault of the switch.
    stalls = [await each.evaluate("stall") for each in (publisher.page, page)]
    longest = await page.evaluate(LONGEST)
    assert longest < 1000 + sum(stalls), f"the picture stood still for {longest:.0f} ms"


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
