"""People come, go and come back: nobody else notices, and nothing that was acknowledged is lost."""

from __future__ import annotations

import asyncio

import psutil
import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

WATCH = """() => {
  globalThis.signalling = [];
  const connection = __vcsession.connection();
  connection.addEventListener('signalingstatechange', () => signalling.push(connection.signalingState));
  connection.addEventListener('negotiationneeded', () => signalling.push('negotiationneeded'));
  globalThis.watched = connection;
}"""


def held(house: House) -> tuple[int, int]:
    """(open sockets and files, threads) of the server."""
    assert house.server is not None
    process = psutil.Process(house.server.pid)
    return process.num_fds(), process.num_threads()


async def figures(house: House) -> dict[str, float]:
    text = (await house.outside("metrics")).decode()
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


async def settled(house: House, seats: int, tasks: float = float("inf")) -> None:
    """The server serves just these seats, with no more tasks than that takes."""
    async with asyncio.timeout(20):
        while True:
            now = await figures(house)
            there = now["vcsession_seats_connected"], now["vcsession_media_connections"]
            if there == (seats, seats) and now["vcsession_tasks"] <= tasks:
                return
            await asyncio.sleep(0.1)  # the figures are read by polling, as Prometheus does


async def test_twenty_visits_leave_no_trace(browser: Browser, house: House) -> None:
    first = await Person.enter(browser, house, "arm")
    await first.page.evaluate(WATCH)
    visitor = await Person.enter(browser, house, "blr")
    await visitor.leaves()
    await settled(house, 1)
    files, threads = held(house)
    tasks = (await figures(house))["vcsession_tasks"]

    for _ in range(20):
        await visitor.comes_back()
        await visitor.leaves()
    await settled(house, 1, tasks)

    assert await first.page.evaluate("signalling") == []
    assert (
        await first.page.evaluate("watched === __vcsession.connection() && watched.signalingState")
        == "stable"
    )
    assert held(house) <= (files, threads)


async def test_browsers_come_back_after_kill_9(browser: Browser, house: House) -> None:
    chair = await Person.enter(browser, house, "chair")
    belarus = await Person.enter(browser, house, "blr")
    russia = await Person.enter(browser, house, "rus")
    await chair.does("call_to_order", sitting="1")
    await chair.does("open_session")
    for code in ("ARM", "KAZ", "KGZ", "TJK"):
        await house.give("secretary", type="mark_present", delegation=code, place="hub")
    await belarus.does("answer_roll_call")
    await russia.does("answer_roll_call")
    await chair.does("declare_quorum", sitting="1")
    await russia.does("request_floor", kind="intervention")
    await belarus.does("request_floor", kind="intervention")
    await expect(chair.page.get_by_test_id("queue-row")).to_have_count(2)
    before = await house.view("chair")

    await house.kill()
    await expect(chair.page.get_by_test_id("reconnecting")).to_be_visible()
    await house.start()

    for person in (chair, belarus, russia):
        await expect(person.page.get_by_test_id("reconnecting")).to_be_hidden()
        await person.until_connected()
    after = await house.view("chair")
    assert [r["id"] for r in after["floor"]["queue"]] == [r["id"] for r in before["floor"]["queue"]]
    assert after["agenda"] == before["agenda"]
    assert (await house.view("blr"))["me"]["queue_place"] == 2
    await chair.does("grant")
    await belarus.receives("floor", "audio", "packetsReceived", 50)
