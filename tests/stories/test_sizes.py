"""A telephone of 390 px, and sixty delegations: nothing overlaps, and a changed slice is drawn quickly."""

from __future__ import annotations

import copy
import itertools
import statistics
import string
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect
from ruamel.yaml import YAML

from tests.e2e.house import House, Person
from tests.stories.pictures import overlapping, picture_folder
from tests.stories.test_stories import SMALL, with_booths
from vcsession.demo import EXAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TELEPHONE: ViewportSize = {"width": 390, "height": 844}
CROWD = 60

MEASURE = """(() => {
  const drawn = globalThis.__drawn = [];
  const plain = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    ...plain,
    set(heard) {
      plain.set.call(this, heard && (async (event) => {
        const slices = event.data.startsWith('{"frame":"slices"');
        const before = performance.now();
        heard(event);
        for (let n = 0; n < 8; n += 1) await Promise.resolve();
        document.body?.offsetHeight;
        if (slices) drawn.push(performance.now() - before);
      }));
    },
  });
})()"""
"""How long each frame of slices takes from its arrival to the page laid out anew, in milliseconds."""


def with_a_crowd(folder: Path) -> Path:
    """The demo's session with sixty delegations."""
    session: dict[str, Any] = YAML(typ="safe").load(EXAMPLE)
    former = session["delegations"]
    codes = ("".join(code) for code in itertools.product("XYZ", string.ascii_uppercase[:5], "ABCDEFGH"))
    for n, code in enumerate(itertools.islice(codes, CROWD - len(former))):
        delegation = copy.deepcopy(former[n % len(former)]) | {"code": code}
        for name in ("official", "short", "of"):
            delegation[name] = {key: f"{words} {code}" for key, words in delegation[name].items()}
        session["delegations"].append(delegation)
    file = folder / "crowd.yaml"
    YAML(typ="safe").dump(session, file)
    return file


async def window(browser: Browser, house: House, seat: str, size: ViewportSize, locale: str) -> Person:
    context = await browser.new_context(
        locale=locale, permissions=["camera", "microphone"], viewport=size, reduced_motion="reduce"
    )
    await context.add_init_script(SMALL)
    await context.add_init_script(MEASURE)
    return await Person.enter_tab(await context.new_page(), house, seat)


async def neat(page: Page, folder: Path, name: str) -> None:
    await page.screenshot(path=folder / f"{name}.png")
    assert await overlapping(page) == [], name


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_on_a_telephone(browser: Browser, tmp_path: Path, language: str) -> None:
    folder = picture_folder(tmp_path)
    async with House(tmp_path / "data", with_booths(tmp_path)) as house:
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        for code in ("arm", "blr", "kaz", "kgz", "rus", "tjk"):
            await house.give(code, type="answer_roll_call")
        await house.give("chair", type="declare_quorum", sitting="1")
        head = await window(browser, house, "blr", TELEPHONE, language)
        await neat(head.page, folder, f"{language}-telephone-head")
        await head.does("request_floor", kind="intervention")
        await expect(head.page.locator('.bar button[data-act="withdraw_request"]').first).to_be_visible()
        await neat(head.page, folder, f"{language}-telephone-waits")
        await house.give("rus", type="open_room", kind="bilateral", delegations=["BLR"])
        await expect(head.page.get_by_test_id("invitation")).to_be_visible()
        await neat(head.page, folder, f"{language}-telephone-invited")
        await head.page.get_by_test_id("quiet").click()
        await head.page.get_by_test_id("quiet-end-secretariat").click()
        await head.page.get_by_test_id("quiet-text").fill("1")
        await neat(head.page, folder, f"{language}-telephone-quiet")
        await head.page.context.close()
        booth = await window(browser, house, "interpreter-en", TELEPHONE, language)
        await booth.does("booth_check")
        await booth.does("go_live")
        await expect(booth.page.get_by_test_id("booth-state")).to_have_attribute("data-on", "true")
        await neat(booth.page, folder, f"{language}-telephone-booth")
        await booth.page.context.close()
        observer = await window(browser, house, "observer", TELEPHONE, language)
        await observer.page.get_by_test_id("listen").select_option("en")
        await neat(observer.page, folder, f"{language}-telephone-observer")
        await observer.page.context.close()


async def test_sixty_delegations(browser: Browser, tmp_path: Path) -> None:
    folder = picture_folder(tmp_path)
    async with House(tmp_path / "data", with_a_crowd(tmp_path)) as house:
        heads = [seat for seat, plate in house.seats.items() if plate["role"] == "head"]
        assert len(heads) == CROWD
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        chair = await window(browser, house, "chair", {"width": 1280, "height": 800}, "ru")
        for seat in heads:
            await house.give(seat, type="answer_roll_call")
        await expect(chair.page.get_by_test_id("quorum")).to_contain_text(f"{CROWD}/{CROWD}")
        await house.give("chair", type="declare_quorum", sitting="1")
        for seat in heads[:20]:
            await house.give(seat, type="request_floor")
        await expect(chair.page.get_by_test_id("queue-row")).to_have_count(20)
        await neat(chair.page, folder, "crowd-1280")
        drawn: list[float] = await chair.page.evaluate("() => globalThis.__drawn")
        assert len(drawn) > CROWD
        middle, most = statistics.median(drawn), statistics.quantiles(drawn, n=20)[-1]
        sys.stdout.write(
            f"\na changed slice, {CROWD} delegations: median {middle:.1f} ms, 95 % within {most:.1f} ms, "
            f"{len(drawn)} frames\n"
        )
        for width, height in ((2560, 1440), (390, 844)):
            await chair.page.set_viewport_size({"width": width, "height": height})
            await neat(chair.page, folder, f"crowd-{width}")
