"""One press for a line that carries little: sound and stills, within 64 kbit/s each way."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person
from tests.e2e.test_troubles import attends

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CAMERA_FPS = 20

LIMIT = 64_000

RATES = """async (seconds) => {
  const counted = async () => {
    const of = { at: performance.now(), out: 0, in: 0 };
    for (const s of (await __vcsession.connection().getStats()).values()) {
      if (s.type !== 'candidate-pair' || !s.nominated) continue;
      of.out += s.bytesSent;
      of.in += s.bytesReceived;
    }
    return of;
  };
  const before = await counted();
  await new Promise((next) => setTimeout(next, seconds * 1000));
  const after = await counted();
  const rate = (way) => Math.round((8000 * (after[way] - before[way])) / (after.at - before.at));
  return { out: rate('out'), in: rate('in') };
}"""


async def test_a_low_line_keeps_within_64_kbit_each_way(browser: Browser, house: House) -> None:
    await attends(house)
    belarus = await Person.enter(browser, house, "blr")
    chair = await Person.enter(browser, house, "chair")
    await belarus.sends(20)
    await chair.sends(20)
    await belarus.receives("tile-1", "video", "framesDecoded", 20)

    low = belarus.page.get_by_test_id("lowline")
    await low.click()
    await expect(low).to_have_attribute("aria-pressed", "true")
    # The estimator of the browser probes for a moment after the change.
    await belarus.page.evaluate(RATES, 8)
    rates = await belarus.page.evaluate(RATES, 25)
    assert rates["out"] < LIMIT, rates
    assert rates["in"] < LIMIT, rates
    assert await belarus.heard("voice-1") > 0

    await low.click()
    await belarus.receives("tile-1", "video", "framesDecoded", 20)
