"""The secretary's drafting in real browsers: script, notes, wording beside the preview; a table imported."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person
from tests.e2e.test_desk import opens, sitting_with_a_decision
from tests.e2e.test_pages import violations
from tests.tables import PROPOSALS, excel

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SCRIPT = "Thank the rapporteur, then Belarus."
NOTE = "Supports the dates, asks about the venue."


async def own_texts(house: House) -> list[str]:
    """Of the proposals of Belarus that are not circulated yet."""
    return [row["text"]["ru"] for row in (await house.view("blr"))["me"]["proposals"]]


async def test_script_notes_and_wording_beside_the_preview(browser: Browser, house: House) -> None:
    await sitting_with_a_decision(house)
    secretary = await Person.enter(browser, house, "secretary")
    chair = await Person.enter(browser, house, "chair")
    belarus = await Person.enter(browser, house, "blr")

    await opens(secretary, "agenda")
    await secretary.does("write_script", {"text-ru": "Спасибо.", "text-en": SCRIPT}, item="1")
    await chair.sees("script-now", SCRIPT)
    assert SCRIPT.encode() not in await house.fetch("blr"), "private: it reaches nobody else"

    await house.give("blr", type="request_floor", kind="intervention")
    (request,) = [row["id"] for row in (await house.view("chair"))["floor"]["queue"]]
    await house.give("chair", type="grant", request=request)
    page = secretary.page
    await opens(secretary, "minutes")
    await page.get_by_test_id("drafting-open").click()
    await secretary.sees("pad-speech", "Republic of Belarus")
    await page.get_by_test_id("pad-line").fill(NOTE)
    await page.get_by_test_id("pad-line").press("Enter")
    await page.get_by_test_id(f"speech-{request}").get_by_test_id("note-n1").wait_for()
    assert NOTE.encode() not in await house.fetch("chair")
    await house.give("chair", type="end_speech", request=request)

    await house.give("secretary", type="generate_minutes")
    await page.get_by_test_id(f"word-{request}").click()
    await page.get_by_test_id(f"use-{request}").click()
    await page.get_by_test_id(f"wording-{request}-en").fill("Belarus supported the dates.")
    await page.get_by_test_id(f"put-{request}").click()
    preview = page.get_by_test_id("preview").content_frame
    await expect(preview.get_by_text("Belarus supported the dates.")).to_be_visible()
    await house.give("secretary", type="review", minutes="1")
    await house.give("secretary", type="regenerate", minutes="1")
    await expect(preview.get_by_text("Belarus supported the dates.")).to_be_visible()
    assert await violations(page) == []

    await opens(belarus, "text")
    await belarus.page.get_by_test_id("import-open").click()
    await belarus.page.get_by_test_id("import-file-proposals").set_input_files(
        {"name": "table.xlsx", "mimeType": "application/octet-stream", "buffer": excel(PROPOSALS)}
    )
    await belarus.page.get_by_test_id("row-3").wait_for()
    assert not [
        p for p in (await house.view("blr"))["me"]["proposals"] if p["text"].get("ru") == "=5 сентября"
    ]
    await belarus.page.get_by_test_id("import-send").click()
    await belarus.sees("import-state", "2 rows were taken.")
    assert await own_texts(house) == ["Уточнить сроки.", "=5 сентября"]
    assert await violations(belarus.page) == []
