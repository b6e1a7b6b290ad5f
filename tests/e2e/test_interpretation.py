"""Interpretation in real browsers: what each hears and how loud, a booth cut off, a caucus in mid-speech."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.e2e.house import House, Person
from tests.e2e.test_troubles import attends
from tests.stories.test_stories import with_booths

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SOUNDS = """async () => {
  const mids = new Map(__vcsession.places().filter((p) => p.kind === 'audio').map((p) => [p.mid, p.name]));
  const found = {};
  for (const s of (await __vcsession.connection().getStats()).values()) {
    if (s.type !== 'inbound-rtp' || s.kind !== 'audio' || !mids.has(s.mid)) continue;
    const name = mids.get(s.mid);
    const { volume, muted } = document.querySelector(`audio[data-place="${name}"]`);
    const loudness = muted ? 0 : Math.round(volume * 100);
    found[name] = { packets: s.packetsReceived, energy: s.totalAudioEnergy, loudness };
  }
  return found;
}"""
"""By place: packets received, energy of the sound in them, and how loud it is let out, in per cent."""

TONE = """const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async ({ audio, video }) => {
  const stream = video ? await ask({ video }) : new MediaStream();
  if (!audio) return stream;
  const context = new AudioContext();
  const [tone, microphone] = [context.createOscillator(), context.createMediaStreamDestination()];
  tone.connect(microphone);
  tone.start();
  stream.addTrack(microphone.stream.getAudioTracks()[0]);
  return stream;
};"""
"""The beep of the fake microphone is too short for a voice; an interpreter who speaks does not stop."""

TEXT = {"ru": "Сроки согласованы.", "en": "The dates are agreed."}


NOTHING = {"packets": 0, "energy": 0}
"""Of a place in which nothing has been received yet."""


async def sounds(person: Person) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = await person.page.evaluate(SOUNDS)
    return found


async def hears(person: Person, **percent: int) -> None:
    """Wait until sound comes out of these places, so loud, and out of no other. `voice` is voice-1."""
    loudness = {place.replace("voice", "voice-1"): loud for place, loud in percent.items()}
    await person.page.wait_for_function(LOUD, arg=loudness)
    before = await sounds(person)
    for place in loudness:
        await person.receives(place, "audio", "packetsReceived", 60)
    grown = {
        place: {figure: now[figure] - before.get(place, NOTHING)[figure] for figure in NOTHING}
        for place, now in (await sounds(person)).items()
    }
    assert {place for place, more in grown.items() if more["packets"] > 0} == loudness.keys(), grown
    assert all(grown[place]["energy"] > 0 for place in loudness), grown


LOUD = """(wanted) => Object.entries(wanted).every(([place, loudness]) => {
  const element = document.querySelector(`audio[data-place="${place}"]`);
  return !element.paused && !element.muted && Math.round(element.volume * 100) === loudness;
})"""


async def give(house: House, seat: str, *commands: dict[str, Any]) -> None:
    for command in commands:
        await house.give(seat, **command)


async def speaks(house: House, seat: str) -> str:
    version = (await house.give(seat, type="request_floor"))["version"]
    request = f"request-{version}"
    await house.give("chair", type="grant", request=request)
    return request


async def test_each_hears_his_language_and_a_booth_that_is_cut_holds_the_decision(
    browser: Browser, tmp_path: Path
) -> None:
    async with House(tmp_path / "data", with_booths(tmp_path)) as house:
        await attends(house)
        await house.give("arm", type="declare_language", language="en", depends=True)
        chair = await Person.enter(browser, house, "chair")
        armenia = await Person.enter(browser, house, "arm")
        kazakhstan = await Person.enter(browser, house, "kaz")
        window = await browser.new_context(locale="en", permissions=["camera", "microphone"])
        await window.add_init_script(TONE)
        booth = await Person.enter_tab(await window.new_page(), house, "interpreter-en")

        state = booth.page.get_by_test_id("booth-state")
        for now in ("checked", "live"):
            await booth.page.keyboard.press("q")
            await expect(state).to_have_attribute("data-state", now)
        await booth.page.get_by_test_id("spoken-ru").click()
        await armenia.page.get_by_test_id("listen").select_option("en")
        await armenia.page.get_by_test_id("floor-volume").fill("40")
        await chair.page.get_by_test_id("listen").select_option("ru")
        request = await speaks(house, "kaz")
        # The presiding officer is heard beside whoever has the floor.
        await hears(armenia, floor=40, voice=40, interpretation=100)
        await hears(chair, floor=100)

        # The booth turns with the floor: now Russian is what it puts out, and English is on the floor.
        await booth.page.get_by_test_id("spoken-en").click()
        await hears(chair, floor=15, interpretation=100)
        await hears(armenia, floor=100, voice=100)
        await booth.page.keyboard.press("s")
        await chair.sees("cue-slower", "The interpreters ask for less speed")
        # A presiding officer who speaks waits for nobody.
        await chair.page.get_by_test_id("mute").click()
        await house.give("chair", type="end_speech", request=request)
        await chair.sees("cue-still", "Still being interpreted into Russian")

        await house.give("chair", type="adopt_agenda")
        await house.give("chair", type="open_item", item="1")
        await house.give("secretary", type="table_decision", item="1", kind="dates", text=TEXT)
        await house.give("secretary", type="read_out", decision="1.1")
        await house.give("chair", type="put_to_room", decision="1.1")
        await booth.page.context.close()
        await chair.sees("cue-failed", "No interpretation, English: lost line")
        await chair.sees("question", "on hold: there is no interpretation")
        assert (await house.view("arm"))["decisions"]["decisions"][0]["held_because"] == "interpretation"

        # A caucus in mid-speech.
        await house.give("kaz", type="open_room", kind="bilateral", delegations=["ARM"])
        await speaks(house, "arm")
        await hears(chair, floor=100)
        await armenia.does("accept_invitation")
        await expect(armenia.page.get_by_test_id("caucus")).to_be_visible()
        # What was on its way when the gate closed may still arrive.
        await armenia.sends(10)
        before = await sounds(chair)
        await hears(kazakhstan, voice=100)
        await armenia.sends(50)
        plenary = await sounds(chair)
        assert {name: of["packets"] for name, of in plenary.items()} == {
            name: of["packets"] for name, of in before.items()
        }
