"""One story for each role, in Russian and in English, in one house for each language.

The pictures and a contact sheet go to $VCSESSION_PICTURES, or into pytest's temporary folder.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, expect
from ruamel.yaml import YAML

from tests.e2e.house import House, Person
from tests.stories import panels
from tests.stories.pictures import Album, picture_folder
from vcsession.demo import EXAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TEXT = {
    "ru": "Всестороннее обеспечение организует принимающая сторона.",
    "en": "Comprehensive support is organised by the host state.",
}


def with_booths(folder: Path) -> Path:
    """The demo's session with its interpretation in use, and two interpreters into English."""
    session: dict[str, Any] = YAML(typ="safe").load(EXAMPLE)
    session["rules"]["interpretation"] = True
    session["officers"]["interpreters"].append({"into": "en", "out_of": "ru"})
    file = folder / "with-booths.yaml"
    YAML(typ="safe").dump(session, file)
    return file


SMALL = """if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = ({ audio, video }) =>
    ask({ audio, video: video && { width: 320, height: 180, frameRate: 5 } });
}"""
"""A camera that costs little: the stories are about what stands around the picture."""


class Stories:
    """The house, its persons, and what they are shown."""

    def __init__(self, browser: Browser, house: House, album: Album) -> None:
        self.browser = browser
        self.house = house
        self.album = album

    async def window(self, **context: Any) -> BrowserContext:
        usual = {"permissions": ["camera", "microphone"], "viewport": {"width": 1280, "height": 800}}
        window = await self.browser.new_context(locale=self.album.language, **usual | context)
        await window.add_init_script(SMALL)
        return window

    async def enters(self, seat: str, **context: Any) -> Person:
        window = await self.window(**context)
        return await Person.enter_tab(await window.new_page(), self.house, seat)

    async def take(self, person: Person, name: str) -> None:
        await self.album.take(person.page, name)

    async def act(self, seat: str, type: str) -> dict[str, str]:
        """The fields of an act that this seat is offered now."""
        me = (await self.house.view(seat))["me"]
        offered = [act["fields"] for act in (*me["steps"], *me["acts"]) if act["type"] == type]
        assert offered, type
        fields: dict[str, str] = offered[0]
        return fields

    async def chair(self) -> Person:
        """Calls to order, declares the quorum, and gives the floor."""
        chair = await self.enters("chair")
        await chair.does("call_to_order", sitting="1")
        await chair.does("open_session")
        for code in ("arm", "blr", "kaz", "kgz", "rus"):
            await self.house.give(code, type="answer_roll_call")
        await self.take(chair, "chair-roll-call")
        await chair.does("mark_absent", delegation="TJK")
        await chair.does("declare_quorum", sitting="1")
        await chair.does("adopt_agenda")
        await chair.does("open_item", item="1")
        await self.house.give("kaz", type="request_floor")
        await self.house.give("arm", type="request_floor", kind="point_of_order")
        await expect(chair.page.get_by_test_id("queue-row")).to_have_count(2)
        await self.take(chair, "chair-speakers")
        await self.house.give("arm", type="withdraw_request", **await self.act("arm", "withdraw_request"))
        await self.house.give("kaz", type="withdraw_request", **await self.act("kaz", "withdraw_request"))
        return chair

    async def head(self, chair: Person) -> Person:
        """Asks for the floor, has it, and writes to the chair on a quiet line."""
        head = await self.enters("blr")
        await head.does("request_floor", kind="intervention")
        await chair.does("grant")
        await expect(head.page.get_by_test_id("microphone")).to_have_attribute("data-state", "open")
        await self.take(head, "head-has-the-floor")
        await head.does("yield_floor")
        await head.page.get_by_test_id("quiet").click()
        await head.page.get_by_test_id("quiet-end-chair").click()
        await head.page.get_by_test_id("quiet-text").fill(TEXT[self.album.language])
        await head.page.get_by_test_id("quiet-send").click()
        await expect(head.page.get_by_test_id("quiet-said")).to_have_count(1)
        await expect(chair.page.get_by_test_id("quiet-unread")).to_contain_text("1")
        await chair.page.get_by_test_id("quiet").click()
        await expect(chair.page.get_by_test_id("quiet-said")).to_contain_text(TEXT[self.album.language])
        await expect(chair.page.get_by_test_id("quiet-unread")).to_have_count(0)
        await self.take(chair, "chair-quiet-line")
        await chair.page.get_by_test_id("quiet").click()
        await head.page.reload()
        await head.until_connected()
        await head.page.get_by_test_id("quiet").click()
        await expect(head.page.get_by_test_id("quiet-said")).to_have_count(0)
        await head.page.get_by_test_id("quiet").click()
        return head

    async def caucus(self, chair: Person, head: Person) -> None:
        """Is invited into a side room, goes in, and is called back."""
        await self.house.give("rus", type="open_room", kind="bilateral", delegations=["BLR"])
        await expect(head.page.get_by_test_id("invitation")).to_be_visible()
        await self.take(head, "head-invited")
        await head.does("accept_invitation")
        await expect(head.page.get_by_test_id("caucus")).to_be_visible()
        await chair.does("recall")
        await expect(head.page.get_by_test_id("recall-countdown")).to_be_visible()
        await self.take(head, "head-recalled")
        await head.does("leave_room")
        await expect(head.page.get_by_test_id("caucus")).to_have_count(0)

    async def interpreter(self, head: Person) -> Person:
        """Goes on air, is heard by who listens, hands over, and gets the microphone back."""
        booth = await self.enters("interpreter-en")
        state = booth.page.get_by_test_id("booth-state")
        await booth.does("booth_check")
        await booth.does("go_live")
        await expect(state).to_have_attribute("data-state", "live")
        await booth.page.get_by_test_id("spoken-ru").click()
        await expect(booth.page.get_by_test_id("spoken-ru")).to_have_attribute("aria-pressed", "true")
        await head.page.get_by_test_id("listen").select_option("en")
        await head.receives("interpretation", "audio", "packetsReceived", 20)
        await self.take(head, "head-listens")
        await self.take(booth, "interpreter-on-air")
        await booth.does("offer_handover")
        await expect(state).to_have_attribute("data-state", "handover")
        await self.take(booth, "interpreter-hands-over")
        await self.house.give("interpreter-en-2", type="accept_handover", language="en")
        await expect(state).to_have_attribute("data-on", "false")
        await self.house.give("interpreter-en-2", type="cannot_interpret", language="en", reason="sound")
        await expect(state).to_have_attribute("data-state", "failed")
        await self.take(booth, "interpreter-failed")
        await booth.does("go_live")
        await booth.does("cannot_interpret", choose="speed")
        await expect(state).to_have_attribute("data-state", "failed")
        return booth

    async def observer(self) -> None:
        """Watches, chooses a language, and is told why it is shut out."""
        observer = await self.enters("observer")
        await observer.page.get_by_test_id("listen").select_option("en")
        await observer.page.get_by_test_id("floor-volume").fill("40")
        await self.take(observer, "observer")
        await self.house.give("chair", type="close_part", sitting="1")
        await expect(observer.page.get_by_test_id("wall")).to_be_visible()
        await self.take(observer, "observer-shut-out")
        await self.house.give("chair", type="open_part", sitting="1")
        await expect(observer.page.get_by_test_id("wall")).to_have_count(0)
        await observer.page.reload()
        await expect(observer.page.get_by_test_id("listen")).to_have_value("en")
        await observer.page.context.close()

    async def technician(self) -> None:
        """Sees every connection, closes a noisy microphone, and opens it again."""
        technician = await self.enters("technician")
        page = technician.page
        await expect(page.get_by_test_id("connection-blr")).to_have_attribute("data-here", "true")
        await expect(page.get_by_test_id("connection-arm")).to_have_attribute("data-here", "false")
        await page.get_by_test_id("connection-blr").get_by_role("button").click()
        await expect(page.get_by_test_id("incident")).to_have_count(1)
        await expect(page.get_by_test_id("server-figures")).to_be_visible()
        await self.take(technician, "technician")
        await page.get_by_test_id("incident").get_by_role("button").click()
        await expect(page.get_by_test_id("incident")).to_have_count(0)
        await page.context.close()

    async def secretary(self) -> None:
        """Tables a decision, marks whoever comes late, and answers a quiet line."""
        secretary = await self.enters("secretary")
        page = secretary.page
        text = {f"text-{code}": words for code, words in TEXT.items()}
        await secretary.does("table_decision", {"kind": "text", **text}, item="1")
        await page.get_by_test_id("tab-decisions").click()
        await expect(page.locator("#table-body")).to_contain_text("1.1")
        await page.get_by_test_id("quiet").click()
        await page.get_by_test_id("quiet-choose-secretariat").select_option("blr")
        await page.get_by_test_id("quiet-text").fill(TEXT[self.album.language])
        await page.get_by_test_id("quiet-text").press("Enter")
        await expect(page.get_by_test_id("quiet-said")).to_have_count(1)
        await self.take(secretary, "secretary-quiet-line")
        await page.get_by_test_id("quiet").click()
        await self.take(secretary, "secretary-decision")
        await page.get_by_test_id("tab-roll_call").click()
        await self.take(secretary, "secretary-roll-call")
        await page.context.close()

    async def deputy(self, chair: Person) -> None:
        """Takes the chair over, and presides."""
        deputy = await self.enters("deputy")
        await self.take(deputy, "deputy")
        await chair.does("hand_over")
        await deputy.does("deputy_assumes")
        await expect(deputy.page.get_by_test_id("presiding")).to_have_attribute(
            "data-state", "deputy_presiding"
        )
        await self.take(deputy, "deputy-presides")
        await deputy.page.context.close()


async def play(browser: Browser, folder: Path, language: str) -> Path:
    """All stories in one language, one after another; gives the contact sheet."""
    folder.mkdir()
    album = Album(picture_folder(folder.parent), language)
    async with House(folder / "data", with_booths(folder)) as house:
        stories = Stories(browser, house, album)
        await panels.at_the_door(stories)
        chair = await stories.chair()
        await panels.reorders(stories, chair)
        head = await stories.head(chair)
        await stories.caucus(chair, head)
        booth = await stories.interpreter(head)
        await booth.page.context.close()
        await stories.observer()
        await stories.technician()
        await head.page.context.close()
        await panels.reserves_and_amends(stories)
        await panels.troubles(stories)
        await stories.secretary()
        await stories.deputy(chair)
        await chair.page.context.close()
        await panels.closed(stories)
    return await album.sheet(browser)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_role_has_its_story(browser: Browser, tmp_path: Path, language: str) -> None:
    sys.stdout.write(f"\n{await play(browser, tmp_path / language, language)}\n")
