"""One round of staff negotiations, played in real browsers from the roll-call to the downloaded minutes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pypdf
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

AD_REFERENDUM = {
    "ru": "Объём и сущность этапов тренировки согласованы.",
    "en": "The volume and the essentials of the stages of the training are agreed.",
}
FINAL = {
    "ru": "Всестороннее обеспечение организует принимающая сторона.",
    "en": "Comprehensive support is organised by the host state.",
}
PRELIMINARY = {
    "ru": "Предварительный состав руководящей группы согласован.",
    "en": "The preliminary membership of the executive group is agreed.",
}
SUBJECT_TO = {
    "ru": "уточнение численности национальных контингентов",
    "en": "the strength of the contingents",
}


COUNT = """addEventListener('click', (event) => {
  if (event.isTrusted) globalThis.clicks = (globalThis.clicks ?? 0) + 1;
}, true)"""
OUTSIDE = 2
"""Clicks that no page sees: on the link, and on the browser's question whether to allow the microphone."""
SIX = 6


async def newcomer(browser: Browser, house: House, seat: str) -> Person:
    """Somebody who was never here: the browser has allowed nothing yet, and every click is counted."""
    window = await browser.new_context(locale="en")
    await window.add_init_script(COUNT)
    page = await window.new_page()
    await page.goto(house.seats[seat]["link"])
    await page.get_by_test_id("join-check").click()
    await expect(page.get_by_test_id("level")).to_be_visible()
    await page.get_by_test_id("join-enter").click()
    person = Person(page, seat)
    await person.until_connected()
    return person


async def standing_still(listener: Person, sender: Person) -> None:
    """While the sender's microphone sends fifty packets, the listener's floor place gets none."""
    # what was on its way when the gate closed may still arrive
    await sender.sends(10)
    heard = await listener.heard()
    await sender.sends(50)
    assert await listener.heard() == heard


async def decide(
    chair: Person,
    heads: list[Person],
    number: str,
    text: dict[str, str],
    gavel: Callable[[], Awaitable[None]],
) -> None:
    """Table, read out, put to the room; persons agree by button, robots by themselves; then the gavel."""
    await chair.does(
        "table_decision", {"kind": "text", "text-ru": text["ru"], "text-en": text["en"]}, item=number[0]
    )
    await chair.does("read_out", decision=number)
    await chair.does("put_to_room", decision=number)
    for head in heads:
        await head.does("record_answer", decision=number, answer="agree")
    await gavel()


async def test_a_round_from_roll_call_to_minutes(browser: Browser, house: House, tmp_path: Path) -> None:
    await house.robots("deputy", "arm", "kaz", "kgz", "observer", "technician", "interpreter-ru")
    chair = await Person.enter(browser, house, "chair")
    secretary = await Person.enter_tab(await chair.page.context.new_page(), house, "secretary")
    belarus = await newcomer(browser, house, "blr")
    russia = await Person.enter(browser, house, "rus")
    persons = [belarus, russia]

    await chair.does("call_to_order", sitting="1")
    await chair.does("open_session")
    for head in persons:
        await head.does("answer_roll_call")
    for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS"):
        await chair.sees(f"plate-{code}", "present")
    await chair.does("mark_absent", delegation="TJK")
    await chair.sees("plate-TJK", "absent")
    await chair.does("declare_quorum", sitting="1")
    await chair.sees("quorum", "5")
    await chair.does("adopt_agenda")
    await chair.does("open_item", item="1")

    # The floor: Belarus's microphone is open in the browser all the time; the server's gate decides.
    await standing_still(russia, belarus)
    await belarus.does("request_floor", kind="intervention")
    await chair.does("grant")
    await russia.receives("floor", "audio", "packetsReceived", 50)
    clicks = int(await belarus.page.evaluate("clicks"))
    assert clicks + OUTSIDE <= SIX, "from the join link to a microphone that is heard"
    await expect(russia.page.get_by_test_id("stage")).to_contain_text("Belarus")
    await russia.receives("floor", "video", "frameWidth", 1)
    await russia.receives("floor", "video", "framesDecoded", 10)
    await belarus.does("yield_floor")
    await expect(russia.page.get_by_test_id("stage")).not_to_contain_text("Belarus")
    await standing_still(russia, belarus)

    await decide(
        chair, persons, "1.1", AD_REFERENDUM, lambda: chair.does("adopt_ad_referendum", decision="1.1")
    )
    await chair.does("conclude_item", choose="agreed_ad_referendum", item="1")

    # Tajikistan arrives late: present from that moment, and its confirmation is still its own act.
    tajikistan = await Person.enter(browser, house, "tjk")
    await tajikistan.does("arrive_late")
    await chair.does("acknowledge_arrival", delegation="TJK")
    await chair.sees("quorum", "6")
    persons.append(tajikistan)

    await chair.does("open_item", item="2")
    await decide(chair, persons, "2.1", FINAL, lambda: chair.does("adopt", decision="2.1"))
    await chair.does("conclude_item", choose="agreed", item="2")
    await chair.does("open_item", item="3")
    until_when = {
        "subject_to-ru": SUBJECT_TO["ru"],
        "subject_to-en": SUBJECT_TO["en"],
        "confirm_by": "2020-08-01",
    }
    await decide(
        chair,
        persons,
        "3.1",
        PRELIMINARY,
        lambda: chair.does("adopt_preliminarily", until_when, decision="3.1"),
    )
    await chair.does("conclude_item", choose="agreed_preliminarily", item="3")
    # The acts are laid out anew when it is concluded; a form opened before would stand in the former place.
    await expect(chair.page.locator('button[data-act="conclude_item"][data-item="3"]')).to_have_count(0)
    await chair.does("defer_item", {"until": "2"}, item="4")
    await chair.does("cancel_sitting", sitting="2")
    await chair.does("close_sitting", sitting="1")
    await chair.does("close_session")

    times = await roll_call_times(house)
    assert len(times) == 7
    seats = (await house.view("secretary"))["session"]["seats"]
    presided = next(seat["office"] for seat in seats if seat["id"] == "chair")
    await secretary.page.get_by_test_id("tab-minutes").click()
    for language in ("ru", "en"):
        for format in ("html", "pdf", "docx"):
            data = await download(secretary, f"minutes-download-{format}-{language}")
            check_minutes(words_of(data, format), language, presided[language], times)


async def download(person: Person, testid: str) -> bytes:
    async with person.page.expect_download() as coming:
        await person.page.get_by_test_id(testid).click()
    path = await (await coming.value).path()
    return Path(path).read_bytes()


def words_of(data: bytes, format: str) -> str:
    match format:
        case "html":
            text = re.sub(r"<style.*?</style>", " ", data.decode(), flags=re.DOTALL)
            text = re.sub(r"<[^>]+>", " ", text)
        case "pdf":
            text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
        case _:
            document = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    return " ".join(text.replace("\u00ad", "").split())


async def roll_call_times(house: House) -> list[datetime]:
    """When each state answered, was marked or was acknowledged, by the log, in the session's zone."""
    commits = json.loads(await house.fetch("secretary", "/commits"))["commits"]
    roll_call = ("roll_call_answered", "presence_changed")
    moments = (c["at"] for c in commits if any(e["type"] in roll_call for e in c["events"]))
    return [datetime.fromisoformat(at).astimezone(ZoneInfo("Europe/Moscow")) for at in moments]


FINALITY = {
    "ru": ("ad referendum", "предварительно", "является окончательным"),
    "en": ("ad referendum", "preliminarily", "final"),
}
MUST_CONFIRM = {"ru": "Республика Таджикистан", "en": "Republic of Tajikistan"}
CLOCK = {"ru": "%H.%M", "en": "%H:%M"}


def check_minutes(text: str, language: str, office: str, times: list[datetime]) -> None:
    for decision in (AD_REFERENDUM, FINAL, PRELIMINARY, SUBJECT_TO):
        assert decision[language] in text
    for word in (*FINALITY[language], MUST_CONFIRM[language], office):
        assert word.lower() in text.lower()
    for moment in times:
        assert moment.strftime(CLOCK[language]) in text
