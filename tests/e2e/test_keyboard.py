"""With the mouse unplugged: the chair runs the whole round of `test_round` by keys alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.e2e.house import House, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STATES = ("ARM", "BLR", "KAZ", "KGZ", "RUS")
TEXT = {
    "ru": "Объём и сущность этапов тренировки согласованы.",
    "en": "The volume and the essentials of the stages of the training are agreed.",
}
FAR = 60
"""Whoever presses Tab so often has lost patience."""


class Typist(Person):
    """Only ever touches the keyboard; `tabs` counts how often Tab was pressed."""

    tabs = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def walks_to(self, there: Locator) -> None:
        """Tab until the focus is on it, which must be seen."""
        for _ in range(FAR):
            if await there.count() and await there.first.evaluate("(one) => one === document.activeElement"):
                await expect(there.first).to_be_visible()
                return
            await self.press("Tab")
            self.tabs += 1
        raise AssertionError(f"{FAR} times Tab did not lead to {there}")

    async def fills(self, field: str, value: str) -> None:
        choice = self.page.get_by_test_id(f"field-{field}-{value}").get_by_role("radio")
        if not await choice.count():
            await self.walks_to(self.page.get_by_test_id(f"field-{field}"))
            await self.page.keyboard.type(value)
            return
        # One stop for the whole group, as browsers have it; arrows go on within.
        group = self.page.locator("fieldset").filter(has=choice)
        await self.walks_to(group.locator("input:focus"))
        while not await choice.is_checked():
            await self.press("ArrowRight")

    async def does(
        self, act: str, fill: dict[str, str] | None = None, choose: str = "", **fields: str
    ) -> None:
        about = "".join(f'[data-{name}="{value}"]' for name, value in fields.items())
        button = self.page.locator(f'button[data-act="{act}"]{about}:not([disabled])').first
        await button.wait_for(state="attached")
        await self.press("Escape", "n")
        if not await button.is_visible():
            await self.walks_to(self.page.get_by_test_id("more"))
            await self.press("Enter")
        await self.walks_to(button)
        await self.press("Enter")
        if choose:
            await self.walks_to(self.page.get_by_test_id(f"option-{choose}"))
            await self.press("Enter")
        if fill is not None:
            for field, value in fill.items():
                await self.fills(field, value)
            await self.walks_to(self.page.get_by_test_id("form-submit"))
            await self.press("Enter")
        ask = self.page.get_by_test_id("act-confirm")
        if await ask.count():
            await self.walks_to(ask.first)
            await self.press("Enter")


async def before_the_room(house: House, chair: Typist, number: str, heads: Sequence[str]) -> None:
    """Tabled, read out and put to the room by keys; the heads agree."""
    text = {"kind": "text", "text-ru": TEXT["ru"], "text-en": TEXT["en"]}
    await chair.does("table_decision", text, item=number[0])
    await chair.does("read_out", decision=number)
    await chair.does("put_to_room", decision=number)
    for code in heads:
        await house.give(code.lower(), type="record_answer", decision=number, answer="agree")


async def test_the_chair_runs_the_round_without_a_mouse(browser: Browser, house: House) -> None:
    window = await browser.new_context(locale="en", permissions=["camera", "microphone"])
    chair = Typist(await window.new_page(), "chair")
    await chair.page.goto(house.seats["chair"]["link"])
    enter = chair.page.get_by_test_id("join-enter")
    await enter.wait_for()
    await chair.walks_to(enter)
    await chair.press("Enter")
    await chair.until_connected()

    await chair.does("call_to_order", sitting="1")
    await chair.does("open_session")
    for code in STATES:
        await house.give("secretary", type="mark_present", delegation=code, place="hub")
    await chair.does("mark_absent", delegation="TJK")
    await chair.does("declare_quorum", sitting="1")
    await chair.does("adopt_agenda")
    await chair.does("open_item", item="1")

    other = await house.give("rus", type="request_floor")
    request = await house.give("blr", type="request_floor")
    asked = request["events"][0]["request"]
    await chair.walks_to(chair.page.get_by_test_id(f"reorder-{asked}"))
    await chair.press("ArrowUp")
    await expect(chair.page.get_by_test_id("queue-row").first).to_have_attribute("data-delegation", "BLR")
    await chair.does("grant")
    await house.give("blr", type="yield_floor", request=asked)
    await house.give("rus", type="withdraw_request", request=other["events"][0]["request"])

    await before_the_room(house, chair, "1.1", STATES)
    await chair.does("adopt_ad_referendum", decision="1.1")
    await chair.does("conclude_item", choose="agreed_ad_referendum", item="1")
    await house.give("tjk", type="arrive_late", delegation="TJK")
    await chair.does("acknowledge_arrival", delegation="TJK")
    everybody = (*STATES, "TJK")
    await chair.does("open_item", item="2")
    await before_the_room(house, chair, "2.1", everybody)
    await chair.does("adopt", decision="2.1")
    await chair.does("conclude_item", choose="agreed", item="2")
    await chair.does("open_item", item="3")
    await before_the_room(house, chair, "3.1", everybody)
    until_when = {"subject_to-ru": "уточнение сроков", "subject_to-en": "the dates", "confirm_by": "08012020"}
    await chair.does("adopt_preliminarily", until_when, decision="3.1")
    await chair.does("conclude_item", choose="agreed_preliminarily", item="3")
    await chair.does("open_item", item="4")
    await chair.does("conclude_item", choose="reviewed_and_discussed", item="4")
    await chair.does("cancel_sitting", sitting="2")
    await chair.does("close_sitting", sitting="1")
    await chair.does("close_session")
    await expect(chair.page.get_by_role("contentinfo")).to_contain_text("Nothing is asked of you now")
    assert (await house.view("chair"))["session"]["state"] == "closed"
    assert chair.tabs < 700, "the next step is never far away"
