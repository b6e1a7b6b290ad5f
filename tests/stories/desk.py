"""Scenes at the desk: a table imported, the papers, two note-takers, two devices, the minutes signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

from tests.e2e.house import Person
from tests.tables import PLAN, PROPOSALS, excel, word

if TYPE_CHECKING:
    from tests.stories.test_stories import Stories

STATES = ("arm", "blr", "kaz", "kgz", "rus", "tjk")
WIDE = {"viewport": {"width": 1600, "height": 1000}}
PRINTS = """() => new Promise((printed) => {
  const make = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const made = make(name, options);
    // Heard before the page's own listener: what that calls is noted, and no dialog opens.
    if (name === 'iframe') made.addEventListener('load', () => {
      made.contentWindow.print = () => printed(made.contentDocument.body.innerText);
    });
    return made;
  };
  document.querySelector('[data-testid="print-agenda"]').click();
})"""
"""What the page sends to the printer when its button is pressed."""


async def unfolds(person: Person, *testids: str) -> None:
    for testid in testids:
        await person.page.get_by_test_id(testid).first.click()


async def opens(person: Person, tab: str, *, wide: bool = False) -> None:
    await person.page.get_by_test_id(f"tab-{tab}").click()
    if wide:
        await person.page.get_by_test_id("table-wide").click()


async def imports(stories: Stories) -> None:
    """A draft plan out of Word and a head's proposals out of Excel: read, seen, and only then taken."""
    secretary = await stories.enters("secretary")
    await opens(secretary, "text")
    await chooses(secretary.page, "draft", "plan.docx", word(PLAN))
    await secretary.page.get_by_test_id("row-3").scroll_into_view_if_needed()
    await stories.take(secretary, "import-draft-preview")
    await secretary.page.get_by_test_id("table-wide").click()
    await secretary.page.get_by_test_id("import-draft").scroll_into_view_if_needed()
    await stories.take(secretary, "import-draft-wide")
    await secretary.page.get_by_test_id("import-send").click()
    await expect(secretary.page.get_by_test_id("row-3")).to_have_attribute("data-outcome", "taken")
    await secretary.page.get_by_test_id("import-state").scroll_into_view_if_needed()
    await stories.take(secretary, "import-draft-taken")
    await secretary.page.context.close()
    head = await stories.enters("kaz", viewport={"width": 390, "height": 844})
    await head.page.locator(".bar-sheets").get_by_role("button").nth(1).click()
    await opens(head, "text")
    await chooses(head.page, "proposals", "proposals.xlsx", excel((*PROPOSALS, ("мысль", "", "?", "", ""))))
    await head.page.get_by_test_id("row-4").scroll_into_view_if_needed()
    await stories.take(head, "import-proposals-telephone")
    await head.page.context.close()


async def chooses(page: Page, what: str, name: str, data: bytes) -> None:
    await page.get_by_test_id("import-open").click()
    await page.get_by_test_id(f"import-file-{what}").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    await page.get_by_test_id("row-3").wait_for()


async def papers(stories: Stories) -> None:
    """The register as the secretary keeps it and as a head reads it; the session's own papers printed."""
    secretary = await stories.enters("secretary")
    page = secretary.page
    await opens(secretary, "papers")
    await stories.take(secretary, "papers-secretary")
    await unfolds(secretary, "file-open")
    await page.get_by_test_id("file-title-ru").fill("План подготовки, редакция для обсуждения")
    await page.get_by_test_id("file-title-en").fill("Plan of preparation, a text for discussion")
    await page.get_by_test_id("file-file").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": "План подготовки.\n".encode()}
    )
    await stories.take(secretary, "papers-filing")
    await page.get_by_test_id("file-send").click()
    await page.get_by_test_id("paper-doc-1").wait_for()
    symbol = {"symbol": "JS/EC20/SN2/WD.9", "status": "authentic", "marking": "open"}
    await secretary.does("register_document", symbol, document="doc-1")
    await secretary.does("circulate_document", document="doc-1")
    await page.context.close()
    head = await stories.enters("blr")
    await opens(head, "papers")
    paper = head.page.get_by_test_id("paper-doc-1")
    async with head.page.context.expect_page() as opening:
        await paper.get_by_role("link").first.click()
    read = await opening.value
    await expect(read.locator("body")).to_contain_text("План подготовки.")
    await read.close()
    await head.page.get_by_test_id("papers-printed").click()
    await head.page.get_by_test_id("file-of-agenda").scroll_into_view_if_needed()
    assert len(await head.page.evaluate(PRINTS)) > 100, "the agenda itself, laid out in its frame"
    await stories.take(head, "papers-head")
    await head.page.context.close()


async def two_note_takers(stories: Stories) -> None:
    """Both secretaries write while Belarus speaks: each sees the other's line, and neither overwrites it."""
    house = stories.house
    belarus = await stories.enters("blr")
    asked = await house.give("blr", type="request_floor")
    request = asked["events"][0]["request"]
    await house.give("chair", type="grant", request=request)
    await belarus.sends(10)
    first = await stories.enters("secretary", **WIDE)
    second = await stories.enters("secretary-2", **WIDE)
    for one in (first, second):
        await opens(one, "minutes", wide=True)
        await unfolds(one, "drafting-open")
    await first.page.get_by_test_id("pad-line").type("Поддерживает сроки,")
    await second.page.get_by_test_id("pad-line").type("Спрашивает о месте проведения.")
    await second.page.get_by_test_id("pad-line").press("Enter")
    await first.page.get_by_test_id("note-n1").wait_for()
    assert await first.page.get_by_test_id("pad-line").input_value() == "Поддерживает сроки,"
    await first.page.get_by_test_id("pad-line").type(" просит уточнить транзит.")
    await first.page.get_by_test_id("pad-line").press("Enter")
    await expect(second.page.get_by_test_id(f"speech-{request}").get_by_test_id("note-n2")).to_be_visible()
    for one in (first, second):
        await one.page.get_by_test_id("note-change-n1").click()
        await one.page.get_by_test_id("note-text-n1").fill(f"Спрашивает о месте ({one.seat}).")
    await first.page.get_by_test_id("note-keep-n1").click()
    await expect(first.page.get_by_test_id("note-text-n1")).to_have_count(0)
    await second.page.get_by_test_id("note-keep-n1").click()
    await expect(second.page.get_by_test_id("note-n1").get_by_role("alert")).to_be_visible()
    await expect(second.page.get_by_test_id("note-meanwhile-n1")).to_contain_text("(secretary)")
    await stories.take(first, "note-pad-first")
    await stories.take(second, "note-pad-second")
    await second.page.get_by_test_id("note-keep-n1").click()
    await expect(first.page.get_by_test_id("note-n1")).to_contain_text("(secretary-2)")
    await house.give("blr", type="yield_floor", request=request)
    await belarus.page.context.close()
    await first.page.context.close()
    await second.page.context.close()


async def two_devices(stories: Stories) -> None:
    """Russia's laptop is heard; its telephone is told so, and takes the word only when it is pressed."""
    laptop = await stories.enters("rus")
    telephone = await stories.enters("rus", viewport={"width": 390, "height": 844})
    told = telephone.page.get_by_test_id("silent-device")
    await laptop.does("request_floor", kind="intervention")
    queue = (await stories.house.view("chair"))["floor"]["queue"]
    await stories.house.give("chair", type="grant", request=queue[0]["id"])
    await expect(laptop.page.get_by_test_id("microphone")).to_have_attribute("data-state", "open")
    await expect(told).to_be_visible()
    await stories.take(laptop, "two-devices-laptop")
    await stories.take(telephone, "two-devices-telephone")
    await telephone.page.get_by_test_id("sound-here").click()
    await expect(told).to_have_count(0)
    await expect(laptop.page.get_by_test_id("silent-device")).to_be_visible()
    await laptop.does("yield_floor")
    await laptop.page.context.close()
    await telephone.page.context.close()


async def signs(stories: Stories) -> None:
    """The minutes as a head signs them; then what the secretary hands out, and the record checked."""
    house = stories.house
    await house.give("secretary", type="generate_minutes")
    await house.give("secretary", type="review", minutes="1")
    await house.give("chair", type="clear_for_circulation", minutes="1")
    await house.give("secretary", type="circulate", minutes="1", in_minutes=10)
    head = await stories.enters("arm")
    await opens(head, "minutes")
    await head.page.get_by_test_id("minutes-deadline").wait_for()
    await stories.take(head, "minutes-corrections")
    await house.give("chair", type="conclude_item", item="1", outcome="agreed")
    await house.give("chair", type="adjourn_sitting", sitting="1")
    await expect(head.page.get_by_test_id("minutes-1")).to_have_attribute("data-state", "final_text")
    await house.give("chair", type="call_to_order", sitting="2")
    for seat in STATES:
        await house.give(seat, type="answer_roll_call", delegation=seat.upper())
    await house.give("chair", type="declare_quorum", sitting="2")
    await house.give("chair", type="adopt_minutes", minutes="1")
    secretary = await stories.enters("secretary")
    await opens(secretary, "minutes")
    await secretary.does("open_signing", minutes="1")
    await expect(head.page.get_by_test_id("seal-hint")).to_have_attribute("data-can", "true")
    await head.page.get_by_test_id("seal-hint").scroll_into_view_if_needed()
    await stories.take(head, "minutes-signing")
    await head.does("sign", minutes="1", manner="signed")
    await expect(head.page.get_by_test_id("signature-ARM")).to_have_attribute("data-manner", "signed")
    await head.page.context.close()
    (made,) = (await house.view("secretary"))["me"]["minutes"]
    for seat in (*STATES[1:], "chair", "secretary"):
        await house.give(seat, type="sign", minutes="1", hash=made["hash"], manner="signed")
    await house.give("secretary", type="issue", minutes="1")
    await expect(secretary.page.get_by_test_id("minutes-1")).to_have_attribute("data-state", "issued")
    await stories.take(secretary, "minutes-issued")
    await secretary.page.context.close()
