"""Further scenes: coming in, the list in another order, reservations, an amendment, troubles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.e2e.house import Person
from tests.e2e.test_troubles import NO_MICROPHONE, REFUSED, UNPLUG

if TYPE_CHECKING:
    from tests.stories.test_stories import Stories

RESERVED = "Республика Казахстан исходит из того, что перевозку оплачивает направляющая сторона."


async def at_the_door(stories: Stories) -> None:
    """Who I am, what I shall be seen and heard by; and what is said where the camera was refused."""
    link = stories.house.seats["kgz"]["link"]
    troubles = (("trouble-camera-refused", REFUSED), ("trouble-no-microphone", NO_MICROPHONE))
    for name, spell in (("join", ""), *troubles):
        window = await stories.window(permissions=["camera", "microphone"] if not spell else [])
        page = await window.new_page()
        if spell:
            await page.add_init_script(spell)
        await page.goto(link)
        if spell:
            await page.get_by_test_id("join-check").click()
            await expect(page.get_by_test_id("device-problem")).to_be_visible()
        else:
            await expect(page.get_by_test_id("level")).to_be_visible()
        await stories.album.take(page, name)
        await window.close()
    page = await (await stories.window()).new_page()
    await page.goto(f"{stories.house.url}/join#nothing")
    await expect(page.locator("main.notice h1")).to_be_visible()
    await stories.album.take(page, "trouble-link")
    await page.context.close()


async def reorders(stories: Stories, chair: Person) -> None:
    """Three ask for the floor; the chair drags the last to the front, and moves another by a key."""
    house, page = stories.house, chair.page
    asked = {}
    for seat in ("arm", "kaz", "rus"):
        answer = await house.give(seat, type="request_floor")
        asked[seat] = answer["events"][0]["request"]
    rows = page.get_by_test_id("queue-row")
    await expect(rows).to_have_count(3)
    handle = page.get_by_test_id(f"reorder-{asked['rus']}")
    await handle.scroll_into_view_if_needed()
    grip, first = await handle.bounding_box(), await rows.first.bounding_box()
    assert grip is not None
    assert first is not None
    await page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(grip["x"] + 10, first["y"] + 4, steps=6)
    await stories.take(chair, "chair-drags-a-speaker")
    await page.mouse.up()
    await expect(rows.first).to_have_attribute("data-delegation", "RUS")
    await page.get_by_test_id(f"reorder-{asked['kaz']}").press("ArrowUp")
    await expect(rows.nth(1)).to_have_attribute("data-delegation", "KAZ")
    assert [row["seat"] for row in (await house.view("chair"))["floor"]["queue"]] == ["rus", "kaz", "arm"]
    await page.keyboard.press("Escape")
    await page.get_by_test_id("all-acts").click()
    await page.get_by_test_id("seek-act").fill("")
    await stories.take(chair, "chair-all-acts")
    await page.keyboard.press("Escape")
    for seat, request in asked.items():
        await house.give(seat, type="withdraw_request", request=request)
    await expect(rows).to_have_count(0)


async def reserves_and_amends(stories: Stories) -> None:
    """A head announces a reservation and delivers its text; it amends a unit, seeing first what changes."""
    house = stories.house
    head = await stories.enters("kaz")
    page = head.page
    await page.get_by_test_id("tab-decisions").click()
    await page.get_by_test_id("announce").click()
    await page.get_by_test_id("announce-statement_for_the_record").click()
    await stories.take(head, "head-announces")
    await page.get_by_test_id("announce-send").click()
    row = page.get_by_test_id("reservation-KAZ/R1")
    await expect(row).to_have_attribute("data-state", "announced")
    await house.give("kaz", type="submit_text", reservation="KAZ/R1", text=RESERVED, language="ru")
    await expect(row).to_have_attribute("data-state", "text_received")
    await row.scroll_into_view_if_needed()
    await stories.take(head, "head-reservation")
    await page.get_by_test_id("tab-text").click()
    await page.get_by_test_id("table-wide").click()
    await page.get_by_test_id("amend-2.date").click()
    words = page.get_by_test_id("amend-text-ru")
    await words.fill((await words.input_value()).replace("июля", "августа"))
    await expect(page.get_by_test_id("amend-diff-ru").locator("ins")).to_be_visible()
    await stories.take(head, "head-amends")
    await page.get_by_test_id("amend-rationale-ru").fill("Июль занят.")
    await page.get_by_test_id("amend-send").click()
    await expect(page.get_by_test_id("amendment")).to_have_count(0)
    await expect(page.get_by_test_id("not-circulated")).to_be_visible()
    await page.context.close()


async def troubles(stories: Stories) -> None:
    """A speaker's device is pulled out, the seat is opened elsewhere, one leaves, the server is killed and
    comes back, and a link is revoked.
    """
    take, house = stories.album.take, stories.house
    first = await stories.enters("kgz")
    await house.give("kgz", type="request_floor")
    asked = (await stories.act("chair", "grant"))["request"]
    await house.give("chair", type="grant", request=asked)
    await first.sends(10)
    await first.page.evaluate(UNPLUG)
    await expect(first.page.get_by_test_id("device-lost")).to_be_visible()
    await take(first.page, "trouble-device-lost")
    await first.page.get_by_test_id("device-lost").get_by_role("button").click()
    await expect(first.page.get_by_test_id("device-lost")).to_be_hidden()
    await house.give("kgz", type="yield_floor", request=asked)
    second = await Person.enter_tab(await first.page.context.new_page(), stories.house, "kgz")
    await expect(first.page.get_by_test_id("use-here")).to_be_visible()
    await take(first.page, "trouble-elsewhere")
    await second.leaves()
    await take(second.page, "left")
    await first.page.get_by_test_id("use-here").click()
    await first.until_connected()
    await house.kill()
    await expect(first.page.get_by_test_id("reconnecting")).to_be_visible()
    await take(first.page, "trouble-server-gone")
    await house.start()
    await expect(first.page.get_by_test_id("reconnecting")).to_be_hidden()
    await first.until_connected()
    await first.receives("voice-1", "audio", "packetsReceived", 10)
    await take(first.page, "trouble-server-back")
    await first.page.context.close()
    revoked = await stories.enters("tjk")
    await house.give("secretary", type="revoke_seat", seat="tjk")
    await expect(revoked.page.locator("main.notice h1")).to_be_visible()
    await take(revoked.page, "trouble-revoked")
    await revoked.page.context.close()


async def closed(stories: Stories) -> None:
    """The session is over; what was agreed can still be read."""
    give = stories.house.give
    await give("deputy", type="withdraw_decision", decision="1.1")
    await give("deputy", type="conclude_item", item="1", outcome="reviewed_and_discussed")
    await give("deputy", type="cancel_sitting", sitting="2")
    await give("deputy", type="close_sitting", sitting="1")
    await give("deputy", type="close_session")
    head = await stories.enters("arm")
    await expect(head.page.get_by_test_id("session-over")).to_be_visible()
    await head.page.get_by_test_id("tab-minutes").click()
    await stories.take(head, "session-closed")
    await head.page.context.close()
