"""The secretariat's own pages in a real browser: a session convened by form, its draft kept, its links."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import PATIENCE_MS, House
from tests.e2e.test_pages import violations
from vcsession.convene import parse_session
from vcsession.http.access import SECRETARIAT
from vcsession.serve import keys

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


async def test_a_session_is_convened_by_form(browser: Browser, house: House) -> None:
    token = keys(house.data_dir).access.token(SECRETARIAT)
    window = await browser.new_context(locale="en", accept_downloads=True, reduced_motion="reduce")
    page = await window.new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(f"{house.url}/secretariat#{token}")
    await page.get_by_test_id(f"session-{house.session}").get_by_role("button").click()
    assert token not in page.url, "the token leaves the address bar"

    await page.get_by_test_id("id").fill("Not an id")
    await page.get_by_test_id("symbol").fill("JS/EC20/SN9")
    await page.get_by_test_id("section-when").click()
    await page.get_by_test_id("time_zone").fill("Europe/Moskow")
    await page.get_by_test_id("section-send").click()
    await expect(page.get_by_test_id("file-problems")).to_be_visible()
    await page.get_by_test_id("section-when").click()
    await expect(page.get_by_test_id("wrong-time_zone")).to_contain_text('did you mean "Europe/Moscow"?')
    assert await violations(page) == []

    await page.reload()
    await page.get_by_test_id("new-session").click()
    await expect(page.get_by_test_id("id")).to_have_value("Not an id")
    await page.get_by_test_id("id").fill("round-nine")
    await page.get_by_test_id("section-when").click()
    await page.get_by_test_id("time_zone").fill("Europe/Moscow")
    await page.get_by_test_id("section-send").click()
    async with page.expect_download() as coming:
        await page.get_by_test_id("file-yaml").click()
    text = Path(await (await coming.value).path()).read_text(encoding="utf-8")
    assert parse_session(text, "").id == "round-nine"
    await page.get_by_test_id("file-send").click()
    await page.get_by_test_id("file-confirm").click()

    await page.get_by_test_id("sheet-ARM").wait_for()
    assert await page.locator("[data-testid^=sheet-]").count() == 7
    link = await page.get_by_test_id("link-arm").get_by_role("link").inner_text()
    assert await violations(page) == []
    await page.goto(link)
    await page.get_by_test_id("join-enter").wait_for()
    assert await page.title() == "JS/EC20/SN9"
