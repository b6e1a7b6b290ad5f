"""The desk, the pages beside the room and the lobby, as pictures in both languages; as `test_stories`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from ruamel.yaml import YAML

from tests.e2e.house import House, Person
from tests.e2e.test_desk import sitting_with_a_decision
from tests.stories import desk
from tests.stories.pictures import Album, picture_folder
from tests.stories.test_stories import Stories
from tests.tables import PLAN, word
from vcsession.demo import EXAMPLE
from vcsession.http.access import SECRETARIAT
from vcsession.serve import keys

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def changed(folder: Path, name: str, **rules: Any) -> Path:
    """The demo's session with two secretaries, and these rules besides its own."""
    session: dict[str, Any] = YAML(typ="safe").load(EXAMPLE)
    session["rules"] |= rules
    title = {
        "en": "Officer of the CSTO Joint Staff, note-taker",
        "ru": "Офицер Объединенного штаба ОДКБ, стенограф",
    }
    session["officers"]["secretaries"].append({"title": title})
    file = folder / f"{name}.yaml"
    YAML(typ="safe").dump(session, file)
    return file


async def replies(stories: Stories) -> None:
    """What came back to the invitations, entered before the sitting; nothing is issued yet."""
    house = stories.house
    await house.give("arm", type="record_reply", sitting="1", answer="accepted")
    await house.give("tjk", type="record_reply", sitting="1", answer="declined")
    page = await desk_page(stories, "secretary", "issue")
    await page.get_by_test_id("reply-KAZ-1").wait_for()
    await page.get_by_test_id("reply-whose").select_option("KAZ")
    await page.get_by_test_id("reply-answer-tentative").click()
    await page.get_by_test_id("reply-send").click()
    await expect(page.get_by_test_id("reply-KAZ-1")).to_have_attribute("data-answer", "tentative")
    await page.get_by_test_id("reply-file").set_input_files(
        {"name": "reply.ics", "mimeType": "text/calendar", "buffer": b"no calendar"}
    )
    await expect(page.get_by_test_id("reply-state")).not_to_be_empty()
    await stories.album.take(page, "issue-replies", whole=True)
    await page.context.close()


async def copies(stories: Stories) -> None:
    """Who has which copy; a further one is given."""
    page = await desk_page(stories, "secretary", "issue")
    await page.get_by_test_id("copy-to").fill("Постоянный совет ОДКБ")
    await page.get_by_test_id("copy-give").click()
    await page.get_by_role("listitem").get_by_text("Постоянный совет ОДКБ").wait_for()
    await page.get_by_test_id("version-1-1").locator("summary").click()
    await stories.album.take(page, "issue-copies", whole=True)
    await page.set_viewport_size({"width": 390, "height": 844})
    await stories.album.take(page, "issue-telephone", whole=True)
    await page.context.close()


async def desk_page(stories: Stories, seat: str, path: str) -> Page:
    """A page beside the room, as its seat opens it once its link was opened in this browser."""
    house = stories.house
    page = await (await stories.window()).new_page()
    await page.goto(house.seats[seat]["link"])
    await page.get_by_test_id("join-enter").wait_for()
    await page.goto(f"{house.url}/{path}/{house.session}/{seat}")
    return page


async def pages(stories: Stories) -> None:
    """Archive, links, session file, the secretariat's list, the line check: each as it is first seen."""
    house, take = stories.house, partial(stories.album.take, whole=True)
    for seat, path, there in (
        ("secretary", "archive", "verdict"),
        ("observer", "archive", "verdict"),
        ("secretary", "links", "sheet-officers"),
        ("secretary", "file", "file-send"),
    ):
        page = await desk_page(stories, seat, path)
        await page.get_by_test_id(there).or_(page.get_by_test_id("section-send")).first.wait_for()
        await take(page, f"{path}-{seat}")
        await page.context.close()
    page = await (await stories.window()).new_page()
    await page.goto(f"{house.url}/secretariat#{keys(house.data_dir).access.token(SECRETARIAT)}")
    await page.get_by_test_id(f"session-{house.session}").wait_for()
    await take(page, "secretariat")
    await page.get_by_test_id("new-session").click()
    await page.get_by_test_id("id").wait_for()
    await take(page, "secretariat-form")
    for section in ("when", "delegations", "officers", "rules"):
        await page.get_by_test_id(f"section-{section}").click()
        await take(page, f"form-{section}")
    await page.get_by_test_id("section-draft").click()
    await page.get_by_test_id("from-file-draft").click()
    await page.get_by_test_id("import-file-draft").set_input_files(
        {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": word(PLAN)}
    )
    await page.get_by_test_id("row-3").wait_for()
    await take(page, "form-draft-imported")
    await page.context.close()
    page = await (await stories.window()).new_page()
    await page.goto(await house.check_link("KAZ"))
    await page.get_by_test_id("sheet").wait_for()
    await expect(page.get_by_test_id("verdict")).to_have_attribute("data-running", "false")
    await take(page, "line-check")
    await page.context.close()
    page = await (await stories.window()).new_page()
    (made,) = (await house.view("secretary"))["me"]["minutes"]
    for name, digest in (("known", made["hash"]), ("unknown", "0" * 64)):
        await page.goto(f"{house.url}/verify?hash={digest}")
        await take(page, f"verify-{name}")
    await page.context.close()


async def play(browser: Browser, folder: Path, language: str) -> Path:
    folder.mkdir()
    album = Album(picture_folder(folder.parent), language, "desk")
    async with House(folder / "data", changed(folder, "two-secretaries", devices=2)) as house:
        stories = Stories(browser, house, album)
        await replies(stories)
        await desk.imports(stories)
        await desk.papers(stories)
        await sitting_with_a_decision(house)
        await desk.two_note_takers(stories)
        await desk.two_devices(stories)
        await desk.signs(stories)
        await copies(stories)
        await pages(stories)
    return await album.sheet(browser)


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_desk_and_the_pages_beside_the_room(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    sys.stdout.write(f"\n{await play(browser, tmp_path / language, language)}\n")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_lobby(browser: Browser, tmp_path: Path, language: str) -> None:
    """Who comes waits outside, and is told so; the secretary sees who it is and lets in whom she chooses."""
    album = Album(picture_folder(tmp_path), language, "lobby")
    async with House(tmp_path / "data", changed(tmp_path, "with-a-lobby", lobby=True)) as house:
        stories = Stories(browser, house, album)
        secretary = await stories.enters("secretary")
        waiting = []
        for seat in ("blr", "observer"):
            page = await (await stories.window()).new_page()
            await page.goto(house.seats[seat]["link"])
            await page.get_by_test_id("join-enter").click()
            await expect(page.get_by_test_id("waiting")).to_be_visible()
            waiting.append(page)
        await album.take(waiting[0], "lobby-waits")
        await expect(secretary.page.get_by_test_id("lobby").locator("li")).to_have_count(2)
        await album.take(secretary.page, "lobby-secretary")
        await secretary.does("admit_seat", seat="blr")
        await Person(waiting[0], "blr").until_connected()
        await expect(waiting[1].get_by_test_id("waiting")).to_be_visible()
        await album.take(waiting[0], "lobby-admitted")
        sys.stdout.write(f"\n{await album.sheet(browser)}\n")
