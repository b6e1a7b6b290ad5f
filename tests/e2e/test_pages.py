"""Every page in both themes and languages: WCAG 2.2 AA holds, and nothing that the page itself forbids."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.house import House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

EMPTY = {"ru": "Пока ничего не произошло", "en": "Nothing has happened yet"}

CHECK = """async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']});
  return found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '));
}"""


async def violations(page: Page) -> list[str]:
    # by evaluate, which the page's own policy for scripts does not forbid
    await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(CHECK)
    return found


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_join_page_and_room(browser: Browser, house: House, theme: str, locale: str) -> None:
    window = await browser.new_context(
        locale=locale,
        color_scheme="dark" if theme == "dark" else "light",
        permissions=["camera", "microphone"],
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )
    page = await window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    await page.goto(house.seats["chair"]["link"])
    await page.get_by_test_id("join-enter").wait_for()
    assert "#" not in page.url, "the token leaves the address bar"
    assert await violations(page) == []
    await page.get_by_test_id("join-enter").click()
    await page.get_by_test_id("step").wait_for()
    assert await violations(page) == []
    for tab in ("text", "decisions", "roll_call", "papers", "minutes", "agenda"):
        await page.get_by_test_id(f"tab-{tab}").click()
        assert await violations(page) == [], tab
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await violations(page) == []
    await page.goto(f"{house.url}/archive/{house.session}/chair")
    for shown in ("verdict", "course"):
        await page.get_by_test_id(shown).or_(page.get_by_text(EMPTY[locale])).first.wait_for()
    assert await violations(page) == [], "the archive's page"
    assert said == [], "nothing was refused by the page's own policy"


async def test_the_line_check_finds_a_line_and_the_technician_reads_it(
    browser: Browser, house: House
) -> None:
    window = await browser.new_context(locale="ru", reduced_motion="reduce")
    page = await window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    await page.goto(await house.check_link("KAZ"))
    await page.get_by_test_id("sheet").wait_for()
    assert "#" not in page.url, "the token leaves the address bar"
    assert await violations(page) == []
    verdict = page.get_by_test_id("verdict")
    await expect(verdict).to_have_attribute("data-running", "false")
    assert await violations(page) == []
    assert await verdict.get_attribute("data-verdict") != "unusable"
    found = json.loads(await house.fetch("technician", "/connections"))
    assert found["checks"]["KAZ"]["verdict"] == await verdict.get_attribute("data-verdict")
    assert (found["checks"]["KAZ"]["way"], found["checks"]["KAZ"]["path"]) == ("socket", "udp")
    assert found["connections"] == [], "a check is no connection of the session"
    assert said == []
