"""Many may speak: the loudest three are heard, who speaks is told, and only to whoever may hear it."""

from __future__ import annotations

from tests.media.client import Client, Told, opus, until
from tests.media.conftest import Clock, Join
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

SEATS = ("a", "b", "c", "d", "e")
LOUD, NORMAL, QUIET = 10, 30, 100
ROOM = Routes((Hall(frozenset((*SEATS, "listener")), voices=SEATS),))


class Microphone:
    """One publisher that tells its levels."""

    def __init__(self, plane: Plane, client: Client) -> None:
        self.plane, self.client, self.turn = plane, client, 0

    async def sound(self, level: int | None, packets: int = 15) -> None:
        before = self.plane.figures().audio_in
        for _ in range(packets):
            self.client.send(opus(self.turn, self.turn * 960, level=level))
            self.turn += 1
        await until(lambda: self.plane.figures().audio_in == before + packets)


async def company(plane: Plane, join: Join) -> dict[str, Microphone]:
    return {seat: Microphone(plane, await join(seat)) for seat in SEATS}


def voices(told: Told, client: Client) -> list[str | None]:
    places = told.places[client.joined.id]
    return [places[f"voice-{n}", "audio"] for n in (1, 2, 3)]


async def test_the_loudest_three_are_heard_and_the_others_keep_their_places(
    plane: Plane, join: Join, told: Told
) -> None:
    all_of_them = await company(plane, join)
    listener = await join("listener")
    plane.want("s", ROOM)
    await until(lambda: voices(told, listener) == ["a", "b", "c"])
    for seat in ("a", "c"):
        await all_of_them[seat].sound(NORMAL)
    await all_of_them["e"].sound(NORMAL)
    await until(lambda: voices(told, listener) == ["a", "e", "c"])
    await all_of_them["e"].sound(NORMAL, 5)
    await listener.wait(lambda: len(listener.at("voice-2", "audio")) == 5)
    await all_of_them["b"].sound(QUIET, 5)
    assert plane.figures().blocked_audio >= 5
    # Whoever is among the three hears the next one in his own place.
    assert "e" not in voices(told, all_of_them["e"].client)
    assert set(voices(told, all_of_them["e"].client)) >= {"a", "c"}


async def test_a_client_with_more_places_hears_more_and_one_with_fewer_the_first(
    plane: Plane, join: Join, told: Told
) -> None:
    all_of_them = await company(plane, join)
    wide = await join("listener", ("receive audio",) * 7)
    narrow = await join("listener", ("receive audio",) * 3)
    plane.want("s", ROOM)
    for seat in SEATS:
        await all_of_them[seat].sound(NORMAL)
    await wide.wait(lambda: all(wide.at(f"voice-{n}", "audio") for n in (1, 2, 3, 4, 5)))
    assert len(set(told.places[wide.joined.id].values()) - {None}) == len(SEATS)
    assert {seat for seat in told.places[narrow.joined.id].values() if seat} < set(SEATS), "one of them"
    assert told.places[narrow.joined.id]["voice-1", "audio"] is not None


async def test_few_enough_are_all_heard_however_loud(plane: Plane, join: Join, told: Told) -> None:
    all_of_them = await company(plane, join)
    plane.want("s", Routes((Hall(frozenset(SEATS), "e", ("d", "a", "b")),)))
    await all_of_them["c"].sound(NORMAL)
    await all_of_them["d"].sound(QUIET)
    await until(lambda: voices(told, all_of_them["c"].client) == ["d", "a", "b"])


async def test_who_speaks_is_told_to_those_who_may_hear_it_and_to_nobody_else(
    plane: Plane, join: Join, told: Told
) -> None:
    all_of_them = await company(plane, join)
    plane.want(
        "s",
        Routes((Hall(frozenset("ab"), "a"), Hall(frozenset("cd"), voices=("c", "d")))),
    )
    for seat in ("a", "b", "c", "e"):
        await all_of_them[seat].sound(NORMAL)
    ids = {seat: all_of_them[seat].client.joined.id for seat in SEATS}
    await until(lambda: told.speaking.get(ids["b"]) == ("a",) and told.speaking.get(ids["d"]) == ("c",))
    assert told.speaking[ids["a"]] == ("a",), "one's own voice is heard by the others: the mark says so"
    assert ids["e"] not in told.speaking, "who is in no hall is told of nobody"
    # A closed gate is silence at once, and an open microphone that pauses is told to have ended.
    plane.want("s", Routes((Hall(frozenset("ab")), Hall(frozenset("cd"), voices=("c", "d")))))
    await until(lambda: told.speaking[ids["b"]] == ())
    await until(lambda: told.speaking[ids["d"]] == ())


async def test_a_microphone_that_tells_no_levels_is_heard_where_there_is_room(
    plane: Plane, join: Join, told: Told
) -> None:
    all_of_them = await company(plane, join)
    listener = await join("listener")
    plane.want("s", ROOM)
    for seat in SEATS:
        await all_of_them[seat].sound(None, 3)
    await listener.wait(lambda: len(listener.packets) == 9)
    assert told.speaking == {}


async def test_the_presiding_officer_is_heard_however_loud_the_others_are(
    plane: Plane, join: Join, told: Told
) -> None:
    all_of_them = await company(plane, join)
    listener = await join("listener")
    everybody = frozenset((*SEATS, "listener"))
    plane.want("s", Routes((Hall(everybody, voices=SEATS, presiding="a"),)))
    await until(lambda: voices(told, listener) == ["a", "b", "c"])
    for seat in ("b", "c", "d", "e"):
        await all_of_them[seat].sound(LOUD)
        await all_of_them[seat].sound(LOUD)
    await until(lambda: told.speaking.get(listener.joined.id) == ("b", "c", "d", "e"))
    await all_of_them["a"].sound(QUIET, 5)
    await listener.wait(lambda: len(listener.at("voice-1", "audio")) == 5)
    assert voices(told, listener)[0] == "a"


async def test_whoever_pauses_for_a_breath_keeps_the_place_and_loses_it_after(
    plane: Plane, join: Join, told: Told, clock: Clock
) -> None:
    all_of_them = await company(plane, join)
    listener = await join("listener")
    plane.want("s", ROOM)
    for seat in ("a", "b", "c"):
        await all_of_them[seat].sound(NORMAL)
    await until(lambda: voices(told, listener) == ["a", "b", "c"])
    await all_of_them["d"].sound(NORMAL)
    assert voices(told, listener) == ["a", "b", "c"], "as loud, but not louder"
    clock.ahead += 1.5
    for seat in ("b", "c", "d"):
        await all_of_them[seat].sound(NORMAL)
    await until(lambda: voices(told, listener) == ["d", "b", "c"])
    await all_of_them["d"].sound(NORMAL, 3)
    await listener.wait(lambda: len(listener.at("voice-1", "audio")) >= 18)
