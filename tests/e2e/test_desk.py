"""The secretary's desk, played in real browsers: papers, names, minutes and their signing."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person
from tests.e2e.test_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

STATES = ("arm", "blr", "kaz", "kgz", "rus", "tjk")
PLAN = b"The plan, as it was printed for the table.\n"
DECISION = {"ru": "Обеспечение организует принимающая сторона.", "en": "The host organises support."}


async def quorum(house: House, sitting: str) -> None:
    for seat in STATES:
        await house.give(seat, type="answer_roll_call", delegation=seat.upper())
    await house.give("chair", type="declare_quorum", sitting=sitting)


async def sitting_with_a_decision(house: House) -> None:
    """Sitting 1 has a quorum, item 1 is open and decision 1.1 was adopted; nobody needed a browser for it."""
    await house.give("chair", type="call_to_order", sitting="1")
    await house.give("chair", type="open_session")
    await quorum(house, "1")
    await house.give("chair", type="adopt_agenda")
    await house.give("chair", type="open_item", item="1")
    await house.give("chair", type="table_decision", kind="text", item="1", text=DECISION)
    await house.give("chair", type="read_out", decision="1.1")
    await house.give("chair", type="put_to_room", decision="1.1")
    for seat in STATES:
        await house.give(seat, type="record_answer", decision="1.1", answer="agree")
    await house.give("chair", type="adopt", decision="1.1")


async def opens(person: Person, tab: str) -> None:
    await person.page.get_by_test_id(f"tab-{tab}").click()


async def files(secretary: Person, name: str, data: bytes) -> None:
    page = secretary.page
    await page.get_by_test_id("file-title-ru").fill("План подготовки")
    await page.get_by_test_id("file-title-en").fill("Plan of preparation")
    await page.get_by_test_id("file-file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    await page.get_by_test_id("file-send").click()


async def test_the_secretary_registers_and_circulates_what_was_filed(browser: Browser, house: House) -> None:
    secretary = await Person.enter(browser, house, "secretary")
    belarus = await Person.enter(browser, house, "blr")
    await opens(secretary, "papers")
    await opens(belarus, "papers")

    await secretary.page.get_by_test_id("file-open").click()
    await files(secretary, "plan.exe", b"MZ\x90\x00" + bytes(range(256)))
    await secretary.sees("file-trouble", "Files of this type are not kept here: nothing was filed.")
    await files(secretary, "plan.txt", PLAN)
    await secretary.sees("file-done", "register it, then circulate it")
    await secretary.sees("paper-doc-1", "filed, not registered")
    await secretary.does(
        "register_document",
        {"symbol": "JS/EC20/SN2/WD.9", "status": "authentic", "marking": "open"},
        document="doc-1",
    )
    await secretary.does("circulate_document", document="doc-1")
    await belarus.sees("paper-doc-1", "JS/EC20/SN2/WD.9")
    async with belarus.page.expect_download() as coming:
        await belarus.page.get_by_test_id("paper-doc-1").get_by_role("link", name="Download").click()
    assert (await (await coming.value).path()).read_bytes() == PLAN

    await belarus.does(
        "submit_proposal",
        {
            "kind": "comment",
            "text-ru": "Просим уточнить сроки.",
            "text-en": "Please check the dates.",
            "rationale-ru": "Транзит.",
            "rationale-en": "Transit.",
        },
    )
    await secretary.does("register_proposal")
    await secretary.does("circulate_proposal")
    await opens(belarus, "text")
    await expect(belarus.page.get_by_text("Please check the dates.")).to_be_visible()
    await belarus.sees("proposal-BLR/1", "circulated")


async def test_attendance_is_confirmed_by_name(browser: Browser, house: House) -> None:
    secretary = await Person.enter(browser, house, "secretary")
    belarus = await Person.enter(browser, house, "blr")
    await opens(secretary, "roll_call")
    await opens(belarus, "roll_call")
    await belarus.does(
        "submit_credentials",
        {"letter": "No. 12", "dated": "2020-07-01", "received": "copy"},
        delegation="BLR",
    )
    await secretary.sees("credentials-BLR", "letter received, not yet accepted")
    await secretary.does("accept_credentials", delegation="BLR")
    await belarus.sees("credentials-BLR", "credentials accepted")

    page = belarus.page
    assert await page.get_by_test_id("attendance-KAZ").count() == 0, "a head confirms its own delegation only"
    await page.get_by_test_id("attendance-BLR").click()
    await page.get_by_test_id("person-0-name-ru").fill("Участник Первый")
    await page.get_by_test_id("attendance-send").click()
    await belarus.sees("attendance-trouble", "spell every name in each of the languages")
    await page.get_by_test_id("person-0-name-en").fill("Participant One")
    await page.get_by_test_id("person-add").click()
    await page.get_by_test_id("person-1-name-ru").fill("Участник Второй")
    await page.get_by_test_id("person-1-name-en").fill("Participant Two")
    await page.get_by_test_id("person-1-rank-ru").fill("полковник")
    await page.get_by_test_id("person-1-rank-en").fill("Colonel")
    await page.get_by_test_id("attendance-send").click()
    await secretary.sees("people-BLR", "Participant One")
    await secretary.sees("people-BLR", "Colonel Participant Two")
    view = await house.view("observer")
    assert view["credentials"]["rows"] == [], "who looks on is told no names"


async def presses(person: Person, act: str, words: str, **fields: str) -> None:
    """The same as `does`, with the mouse unplugged: for an act that asks for one thing."""
    about = "".join(f'[data-{name}="{value}"]' for name, value in fields.items())
    button = person.page.locator(f'button[data-act="{act}"]{about}:not([disabled])').first
    await button.wait_for(state="attached")
    if not await button.is_visible():
        await button.locator("xpath=ancestor::details[not(@open)]/summary").last.press("Enter")
    await button.press("Enter")
    await expect(person.page.locator("form:has([data-testid=form-submit]) :focus")).to_be_visible()
    await person.page.keyboard.type(words)
    await person.page.keyboard.press("Tab")
    await expect(person.page.get_by_test_id("form-submit")).to_be_focused()
    await person.page.keyboard.press("Enter")
    await expect(person.page.get_by_test_id("form-submit")).to_be_hidden()


async def test_minutes_from_the_first_version_to_the_signatures(browser: Browser, house: House) -> None:
    await sitting_with_a_decision(house)
    secretary = await Person.enter(browser, house, "secretary")
    belarus = await Person.enter(browser, house, "blr")
    await opens(secretary, "minutes")
    await opens(belarus, "minutes")
    await secretary.does("generate_minutes", choose="full")
    await secretary.does("review", minutes="1")
    await house.give("chair", type="clear_for_circulation", minutes="1")
    await secretary.does("circulate", {"in_minutes": "10"}, minutes="1")

    await belarus.sees("minutes-deadline", "left for corrections")
    await belarus.does(
        "submit_correction",
        {
            "target": "1",
            "old-ru": "9.50",
            "old-en": "9.50",
            "new-ru": "10.00",
            "new-en": "10.00",
            "reason": "By our clock",
        },
        kind="fact",
    )
    await secretary.sees("correction-BLR/C1", "By our clock")
    await secretary.does("accept_fact", choose="log", correction="BLR/C1")
    await belarus.sees("correction-state-BLR/C1", "accepted")
    stood, other = {"ru": "9.50", "en": "9.50"}, {"ru": "10.10", "en": "10.10"}
    await house.give(
        "blr", type="submit_correction", kind="fact", target="1", old=stood, new=other, reason="Ours"
    )
    await presses(secretary, "decline_correction", "The log says 9.50", correction="BLR/C2")
    await belarus.sees("correction-state-BLR/C2", "declined")
    await belarus.sees("correction-BLR/C2", "The log says 9.50")

    # the demo's clock jumps to the next day, and the time for corrections is over
    await house.give("chair", type="conclude_item", item="1", outcome="agreed")
    await house.give("chair", type="adjourn_sitting", sitting="1")
    await secretary.sees("minutes-state-1", "final text")
    await house.give("chair", type="call_to_order", sitting="2")
    await quorum(house, "2")
    await house.give("chair", type="adopt_minutes", minutes="1")
    await secretary.does("open_signing", minutes="1")

    await secretary.sees("signature-BLR", "awaited")
    await belarus.does("sign", {"words": "Subject to our law."}, minutes="1", manner="with_reservation")
    signed = secretary.page.get_by_test_id("signature-BLR")
    await expect(signed).to_have_attribute("data-manner", "with_reservation")
    await expect(signed).to_contain_text("with an electronic seal")
    found = json.loads(await house.fetch("secretary", "/verification"))
    assert (found["seals"], found["sound"]) == (1, 1), "made by the key of the head's own browser"
    tajikistan = await Person.enter(browser, house, "tjk")
    await opens(tajikistan, "minutes")
    await presses(tajikistan, "sign", "No instructions yet.", minutes="1", manner="refused")
    await secretary.sees("signature-TJK", "No instructions yet.")
    (made,) = (await house.view("secretary"))["me"]["minutes"]
    digest = made["hash"]
    for seat in ("arm", "kaz", "kgz", "rus", "chair"):
        await house.give(seat, type="sign", minutes="1", hash=digest, manner="signed")
    await secretary.does("sign", minutes="1", manner="signed")
    await secretary.does("issue", minutes="1")
    await belarus.sees("minutes-state-1", "issued")
    await secretary.does("draft_corrigendum", {"text-ru": "Страница 2.", "text-en": "Page 2."}, minutes="1")
    await house.give("chair", type="issue_corrigendum", minutes="1")
    await belarus.sees("minutes-1", "Corrigendum 1")

    document = (await house.fetch("blr", "/minutes?format=md&language=en")).decode()
    told = (
        "Checked against the log",
        "Reason: The log says 9.50",
        "signed with a reservation",
        "Subject to our law.",
        "did not sign",
        "No instructions yet.",
        "Corr.1",
        "Page 2.",
    )
    assert [
        words for words in told if words.replace(".", "") not in document.replace("\\", "").replace(".", "")
    ] == []


async def papers_of_every_kind(house: House) -> None:
    """Names, credentials, minutes with corrections, a rectification, a communique, a proposal, an appeal."""
    await house.give("blr", type="submit_credentials", letter="No. 12", dated="2020-07-01", received="copy")
    name = {"ru": "Участник Первый", "en": "Participant One"}
    await house.give(
        "blr", type="confirm_attendance", sitting="1", people=[{"name": name, "capacity": "head"}]
    )
    await sitting_with_a_decision(house)
    await house.give(
        "arm",
        type="submit_proposal",
        kind="comment",
        text=DECISION,
        rationale={"ru": "Транзит.", "en": "Transit."},
    )
    facts = (await house.view("secretary"))["me"]["facts"]
    said = next(fact["id"] for fact in facts if fact["kind"] == "roll_call")
    await house.give(
        "secretary",
        type="enter_rectification",
        kind="roll_call",
        fact=said,
        what="excused",
        reason="Misheard",
    )
    await house.give("secretary", type="draft_communique", text=DECISION, facts=[])
    await house.give("secretary", type="generate_minutes")
    await house.give("secretary", type="review", minutes="1")
    await house.give("chair", type="clear_for_circulation", minutes="1")
    await house.give("secretary", type="circulate", minutes="1", in_minutes=30)
    new = {"ru": "Обеспечение организуется.", "en": "Support is organised."}
    await house.give(
        "blr", type="submit_correction", kind="decision_text", target="1.1", new=new, reason="A slip"
    )
    await house.give("secretary", type="notify_correction", correction="BLR/C1")
    await house.give("arm", type="request_floor", kind="point_of_order")
    point = (await house.view("chair"))["floor"]["queue"][0]["id"]
    await house.give("chair", type="grant", request=point)
    await house.give("chair", type="rule_on_point", request=point, ruling="dismissed")
    await house.give("arm", type="appeal_ruling", request=point)


@pytest.mark.parametrize(("theme", "locale", "width"), [("light", "ru", 1280), ("dark", "en", 390)])
async def test_the_desk_is_accessible(
    browser: Browser, house: House, theme: str, locale: str, width: int
) -> None:
    await papers_of_every_kind(house)
    for seat, opened in (("secretary", ("attendance-BLR", "file-open")), ("blr", ("attendance-BLR",))):
        window = await browser.new_context(
            locale=locale,
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )
        person = await Person.enter_tab(await window.new_page(), house, seat)
        assert await violations(person.page) == []
        for tab in ("papers", "roll_call", "minutes", "text"):
            await opens(person, tab)
            for testid in opened:
                if await person.page.get_by_test_id(testid).count():
                    await person.page.get_by_test_id(testid).click()
            await person.page.evaluate(UNFOLD)
            assert await violations(person.page) == [], (seat, tab)
            assert await person.page.evaluate(TOO_WIDE) == [], (seat, tab)


UNFOLD = "() => document.querySelectorAll('.table details').forEach((fold) => { fold.open = true; })"

TOO_WIDE = """() => {
  const right = document.querySelector('#table-body').getBoundingClientRect().right + 1;
  const all = [...document.querySelectorAll('#table-body *:not(.unseen):not(.unseen *)')];
  return all.filter((e) => e.getBoundingClientRect().right > right).map((e) => e.outerHTML.slice(0, 120));
}"""
"""What stands out of the panel at its right."""
