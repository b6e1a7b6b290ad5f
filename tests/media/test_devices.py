"""Several devices of one seat: one is heard, each listens for itself, none takes another's word."""

from __future__ import annotations

from tests.media.client import BROWSER, Client, Told, until
from tests.media.conftest import Clock, Join
from tests.media.test_gate import hall, speak
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane
from vcsession.media.seating import FRESH


async def heard_from(plane: Plane, device: Client, listener: Client, start: int) -> int:
    """How many of this device's five packets the listener gets."""
    listener.packets.clear()
    out = plane.figures().audio_out
    await speak(plane, device, start)
    sent = plane.figures().audio_out - out
    await listener.wait(lambda: len(listener.packets) >= sent)
    return len(listener.packets)


async def test_a_second_device_does_not_take_the_word_and_is_told_that_it_is_silent(
    plane: Plane, join: Join, told: Told
) -> None:
    listener = await join("b", BROWSER[2:])
    laptop = await join("a", device="laptop")
    plane.want("s", hall(floor="a"))
    assert await heard_from(plane, laptop, listener, 0) == 5
    telephone = await join("a", device="telephone")
    assert await heard_from(plane, telephone, listener, 100) == 0
    assert await heard_from(plane, laptop, listener, 5) == 5
    await until(lambda: told.here == {telephone.joined.id: False})

    plane.sound("s", "a", telephone.joined.id)
    assert await heard_from(plane, telephone, listener, 105) == 5
    assert await heard_from(plane, laptop, listener, 10) == 0
    await until(lambda: told.here == {telephone.joined.id: True, laptop.joined.id: False})
    await plane.leave(telephone.joined.id)
    assert await heard_from(plane, laptop, listener, 15) == 5
    await until(lambda: told.here[laptop.joined.id])


async def test_a_device_that_comes_back_takes_over_from_itself(plane: Plane, join: Join) -> None:
    listener = await join("b", BROWSER[2:])
    laptop, telephone = await join("a", device="laptop"), await join("a", device="telephone")
    plane.want("s", hall(floor="a"))
    await speak(plane, telephone, 100)
    await speak(plane, laptop, 0)
    again = await join("a", device="laptop")
    assert await heard_from(plane, again, listener, 0) == 5
    assert await heard_from(plane, telephone, listener, 105) == 0
    assert await heard_from(plane, laptop, listener, 5) == 0


async def test_a_device_that_fell_silent_gives_way_to_one_that_lives(
    plane: Plane, join: Join, told: Told, clock: Clock
) -> None:
    listener = await join("b", BROWSER[2:])
    laptop, telephone = await join("a", device="laptop"), await join("a", device="telephone")
    plane.want("s", hall(floor="a"))
    await speak(plane, telephone, 100)
    assert await heard_from(plane, laptop, listener, 0) == 5
    clock.ahead += FRESH + 1
    await speak(plane, telephone, 105, 1)
    await until(lambda: told.here == {telephone.joined.id: True, laptop.joined.id: False})
    assert await heard_from(plane, telephone, listener, 106) == 5


async def test_a_seat_cannot_choose_for_another_nor_a_device_that_publishes_nothing(
    plane: Plane, join: Join
) -> None:
    listener = await join("b", BROWSER[2:])
    laptop, viewer = await join("a", device="laptop"), await join("a", BROWSER[2:], device="screen")
    plane.want("s", hall(floor="a"))
    plane.sound("s", "b", laptop.joined.id)
    plane.sound("s", "a", viewer.joined.id)
    plane.sound("other", "a", laptop.joined.id)
    plane.sound("s", "a", "no such connection")
    assert await heard_from(plane, laptop, listener, 0) == 5


async def test_each_device_listens_to_its_own_language(plane: Plane, join: Join) -> None:
    booth = await join("booth")
    laptop, telephone = await join("a", device="laptop"), await join("a", device="telephone")
    everybody = frozenset({"a", "booth"})
    plane.want("s", Routes((Hall(everybody, interpretation={"en": "booth"}),)))
    plane.listen("s", "a", "en", laptop.joined.id)
    plane.listen("s", "a", "", telephone.joined.id)
    await speak(plane, booth, 0)
    await laptop.wait(lambda: len(laptop.at("interpretation", "audio")) == 5)
    plane.listen("s", "a", "en")
    await speak(plane, booth, 5)
    await telephone.wait(lambda: len(telephone.at("interpretation", "audio")) == 5)
    plane.listen("s", "b", "", laptop.joined.id)
    plane.listen("s", "a", "", laptop.joined.id)
    await speak(plane, booth, 10)
    await telephone.wait(lambda: len(telephone.packets) == 10)
    assert len(laptop.packets) == 10


async def test_a_microphone_that_lived_and_fell_silent_is_told_once(
    plane: Plane, join: Join, clock: Clock
) -> None:
    hushed: list[tuple[str, str]] = []
    plane.on_hush = lambda session, seat: hushed.append((session, seat))
    booth, silent = await join("booth"), await join("silent")
    await speak(plane, booth, 0)
    await until(lambda: plane.lives("s", "booth"))
    clock.ahead += 3
    await until(lambda: hushed == [("s", "booth")])
    assert not plane.lives("s", "booth")
    await speak(plane, booth, 5)
    await until(lambda: plane.lives("s", "booth"))
    await plane.leave(booth.joined.id)
    await until(lambda: hushed == [("s", "booth")] * 2)
    await plane.leave(silent.joined.id)
    await speak(plane, await join("another"), 0)
    assert hushed == [("s", "booth")] * 2, "what never sounded is missed by nobody"
