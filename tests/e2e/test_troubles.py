"""What can go wrong in front of a screen: each trouble has its own sentence and a way on."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.e2e.house import House, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

REFUSED = """navigator.mediaDevices.getUserMedia = () =>
  Promise.reject(new DOMException('', 'NotAllowedError'));"""
NO_MICROPHONE = """const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wish) =>
  wish.audio ? Promise.reject(new DOMException('', 'NotFoundError')) : real(wish);"""
UNPLUG = """() => {
  const sender = __vcsession.connection().getSenders().find((one) => one.track?.kind === 'audio');
  sender.track.stop();
  sender.track.dispatchEvent(new Event('ended'));
}"""


async def attends(house: House) -> None:
    """A sitting in which Belarus may speak."""
    await house.give("chair", type="call_to_order", sitting="1")
    await house.give("chair", type="open_session")
    for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS"):
        await house.give("secretary", type="mark_present", delegation=code, place="hub")
    await house.give("chair", type="mark_absent", delegation="TJK")
    await house.give("chair", type="declare_quorum", sitting="1")


@pytest.mark.parametrize(
    ("spell", "sentence"),
    [(REFUSED, "was not allowed to use the camera"), (NO_MICROPHONE, "No microphone was found")],
    ids=["camera refused", "no microphone"],
)
async def test_without_devices_one_may_still_come_in_and_act(
    browser: Browser, house: House, spell: str, sentence: str
) -> None:
    window = await browser.new_context(locale="en")
    page = await window.new_page()
    await page.add_init_script(spell)
    await page.goto(house.seats["blr"]["link"])
    await page.get_by_test_id("join-check").click()
    await expect(page.get_by_test_id("device-problem")).to_contain_text(sentence)
    await page.get_by_test_id("join-enter").click()
    belarus = Person(page, "blr")
    await belarus.until_connected()
    await expect(page.get_by_test_id("microphone")).to_have_attribute("data-state", "none")
    await house.give("chair", type="call_to_order", sitting="1")
    await belarus.does("answer_roll_call")
    await belarus.sees("plate-BLR", "present")


async def test_a_microphone_pulled_out_while_speaking(browser: Browser, house: House) -> None:
    await attends(house)
    belarus = await Person.enter(browser, house, "blr")
    await belarus.does("request_floor", kind="intervention")
    await expect(belarus.page.get_by_test_id("queue-row")).to_have_count(1)
    floor = (await house.view("chair"))["floor"]["queue"][0]["id"]
    await house.give("chair", type="grant", request=floor)
    await belarus.sends(20)

    await belarus.page.evaluate(UNPLUG)

    lost = belarus.page.get_by_test_id("device-lost")
    await expect(lost).to_contain_text("microphone")
    await lost.get_by_role("button").click()
    await expect(lost).to_be_hidden()
    await belarus.sends(20)


async def test_the_network_goes_and_comes_back(browser: Browser, house: House) -> None:
    await attends(house)
    belarus = await Person.enter(browser, house, "blr")
    await belarus.page.context.set_offline(True)
    await house.kill()
    await belarus.sees("reconnecting", "Reconnecting")
    await house.start()
    await belarus.page.context.set_offline(False)
    await expect(belarus.page.get_by_test_id("reconnecting")).to_be_hidden()
    await belarus.does("request_floor", kind="intervention")


async def test_where_sockets_are_cut_one_takes_part_all_the_same(browser: Browser, house: House) -> None:
    window = await browser.new_context(locale="en", permissions=["camera", "microphone"])
    page = await window.new_page()
    cut = asyncio.Event()

    async def cuts(socket: WebSocketRoute) -> None:
        cut.set()
        await socket.close(code=1011)

    await page.route_web_socket("**/socket?**", cuts)
    belarus = await Person.enter_tab(page, house, "blr")
    assert cut.is_set()
    await attends(house)
    await belarus.sees("plate-ARM", "present")
    await expect(page.get_by_test_id("reconnecting")).to_be_hidden()
    await belarus.does("request_floor", kind="intervention")
    assert (await house.view("chair"))["floor"]["queue"][0]["seat"] == "blr"


async def test_a_revoked_link_says_so_and_whom_to_ask(browser: Browser, house: House) -> None:
    armenia = await Person.enter(browser, house, "arm")
    await house.give("secretary", type="revoke_seat", seat="arm")
    notice = armenia.page.locator("main.notice")
    await expect(notice).to_contain_text("no longer opens the room")
    await expect(notice).to_contain_text("Ask the secretary for a new link")
    await armenia.page.goto(house.seats["arm"]["link"])
    await expect(notice).to_contain_text("no longer opens the room")


async def test_a_second_tab_takes_the_seat_and_gives_it_back(browser: Browser, house: House) -> None:
    first = await Person.enter(browser, house, "kaz")
    second = await Person.enter_tab(await first.page.context.new_page(), house, "kaz")
    use_here = first.page.get_by_test_id("use-here")
    await use_here.click()
    await first.until_connected()
    await expect(second.page.get_by_test_id("use-here")).to_be_visible()


async def test_a_closed_session_can_still_be_read(browser: Browser, house: House) -> None:
    await attends(house)
    russia = await Person.enter(browser, house, "rus")
    await house.give("chair", type="adopt_agenda")
    await house.give("chair", type="cancel_sitting", sitting="2")
    await house.give("chair", type="close_sitting", sitting="1")
    await house.give("chair", type="close_session")
    await expect(russia.page.get_by_test_id("session-over")).to_contain_text("The session is closed")
    await russia.page.get_by_test_id("tab-decisions").click()
    await russia.leaves()
    await russia.comes_back()
    await russia.sees("session-over", "The session is closed")
