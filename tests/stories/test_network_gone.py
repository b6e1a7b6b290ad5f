"""The network of two seats is gone for twenty seconds: calls, socket and datagrams alike, by the clock.

Each is told so in its language, nothing of what it asked for is lost, and it is back without a click.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bench.bad_line import AROUND, free_port
from tests.bench.cable import Cable
from tests.e2e.house import House, Person
from tests.media.lossy import Line
from tests.stories.pictures import Album, picture_folder
from tests.stories.test_stories import Stories

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

GONE_S = 20.0
SAYS = {"ru": "Ваше место сохраняется", "en": "Your seat is kept"}


async def test_the_network_is_gone_for_twenty_seconds(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "VCSESSION_MEDIA_PORT", str(media := free_port()))
    async with House(tmp_path / "data") as house, Cable(house.port, 0.0) as cable:
        line = Line(media, up=0.0, down=0.0, delay=0.0, spares=False)
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        for seat in ("arm", "blr", "kaz", "kgz", "rus", "tjk"):
            await house.give(seat, type="answer_roll_call")
        await house.give("chair", type="declare_quorum", sitting="1")
        chair = await Person.enter(browser, house, "chair")
        gone: list[tuple[Person, Album]] = []
        for seat, language in (("blr", "ru"), ("kaz", "en")):
            album = Album(picture_folder(tmp_path), language, "network")
            stories = Stories(browser, house, album)
            window = await stories.window()
            await window.add_init_script(f"({AROUND})({line.port})")
            link = house.seats[seat]["link"]
            house.seats[seat]["link"] = link.replace(f":{house.port}/", f":{cable.port}/")
            gone.append((await Person.enter_tab(await window.new_page(), house, seat), album))
            await gone[-1][0].does("request_floor", kind="intervention")
        await expect(chair.page.get_by_test_id("queue-row")).to_have_count(2)

        clock = asyncio.get_running_loop().time
        line.cut = cable.cut = True
        back_at = clock() + GONE_S
        for person, album in gone:
            told = person.page.get_by_test_id("reconnecting")
            await expect(told).to_contain_text(SAYS[album.language])
            await album.take(person.page, "network-gone")
        await expect(chair.page.get_by_test_id("plate-BLR")).to_have_attribute("data-link", "grace")
        await gone[0][1].take(chair.page, "network-gone-seen-by-the-chair")
        assert clock() < back_at, "all that was seen before the network was back"
        await asyncio.sleep(back_at - clock())
        for person, _ in gone:
            await expect(person.page.get_by_test_id("reconnecting")).to_be_visible()
        line.cut = cable.cut = False

        for person, album in gone:
            await expect(person.page.get_by_test_id("reconnecting")).to_be_hidden()
            await person.until_connected()
            await person.receives("voice-1", "audio", "packetsReceived", 20)
            await album.take(person.page, "network-back")
        queue = (await house.view("chair"))["floor"]["queue"]
        assert [row["seat"] for row in queue] == ["blr", "kaz"], "what was asked for before is kept"
        line.close()
