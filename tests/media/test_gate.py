"""Who hears and sees whom, read in packets at the receivers: real ICE, DTLS and SRTP over loopback."""

from __future__ import annotations

from tests.media.client import AUDIO_SSRC, BROWSER, VIDEO_SSRC, Client, Told, opus, until, vp8
from tests.media.conftest import Join
from vcsession.core.routing import SILENT, Hall, Routes
from vcsession.media.plane import Plane

SEATS = ("a", "b", "c")


def hall(floor: str | None = None, voices: tuple[str, ...] = (), pictures: tuple[str, ...] = ()) -> Routes:
    return Routes((Hall(frozenset(SEATS), floor, voices, pictures),))


async def speak(plane: Plane, client: Client, start: int, count: int = 5) -> None:
    """Sound from `client`, until the plane has dealt with all of it."""
    before = plane.figures().audio_in
    client.send(*(opus(start + n, (start + n) * 960) for n in range(count)))
    await until(lambda: plane.figures().audio_in == before + count)


async def film(plane: Plane, client: Client, start: int, count: int = 5, *, key: bool = True) -> None:
    before = plane.figures().video_in
    frames = (vp8(start + n, (start + n) * 3000, key=key and n == 0, picture=start + n) for n in range(count))
    client.send(*frames)
    await until(lambda: plane.figures().video_in == before + count)


async def test_a_microphone_is_heard_only_while_it_has_the_floor(
    plane: Plane, join: Join, told: Told
) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    plane.want("s", hall())
    await speak(plane, a, 0)
    assert plane.figures().blocked_audio == 5
    assert plane.figures().audio_out == 0
    assert told.sounds == []

    plane.want("s", hall(floor="a"))
    await speak(plane, a, 5)
    await b.wait(lambda: len(b.at("floor", "audio")) == 5)
    await c.wait(lambda: len(c.at("floor", "audio")) == 5)
    assert a.packets == [], "never one's own voice"
    assert told.sounds == [("s", "a")]

    plane.want("s", hall())
    await speak(plane, a, 10)
    # A packet with the floor again is the proof that nothing of the time without it was on its way.
    plane.want("s", hall(floor="a"))
    await speak(plane, a, 15, 1)
    await b.wait(lambda: len(b.at("floor", "audio")) == 6)
    assert [p.sequence for p in b.packets] == [(b.packets[0].sequence + n) % 65536 for n in range(6)]
    assert plane.figures().blocked_audio == 10
    assert told.sounds == [("s", "a"), ("s", "a")]


async def test_the_voices_are_those_of_the_hall_without_speaker_and_self(
    plane: Plane, join: Join, told: Told
) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    plane.want("s", hall(floor="a", voices=("c", "a", "b")))
    for number, client in enumerate((a, b, c)):
        await speak(plane, client, 100 * number)
    for client in (a, b, c):
        await client.wait(lambda client=client: len(client.packets) == 10)  # type: ignore[misc]
    assert [len(a.at(name, "audio")) for name in ("floor", "voice-1", "voice-2", "voice-3")] == [0, 5, 5, 0]
    assert [len(b.at(name, "audio")) for name in ("floor", "voice-1", "voice-2")] == [5, 5, 0]
    assert [len(c.at(name, "audio")) for name in ("floor", "voice-1", "voice-2")] == [5, 5, 0]
    places = told.places[a.joined.id]
    assert (places["voice-1", "audio"], places["voice-2", "audio"]) == ("c", "b")


async def test_pictures_stand_in_their_tiles_without_the_floor(plane: Plane, join: Join, told: Told) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    plane.want("s", hall(floor="b", pictures=("b", "a")))
    await film(plane, a, 0)
    await film(plane, b, 500)
    await c.wait(lambda: len(c.packets) == 15)
    assert [len(c.at(name)) for name in ("floor", "tile-1", "tile-2", "tile-3")] == [5, 5, 5, 0]
    await a.wait(lambda: len(a.packets) == 10)
    assert [len(a.at(name)) for name in ("floor", "tile-1", "tile-2")] == [5, 5, 0], "never one's own picture"
    assert told.places[c.joined.id]["tile-2", "video"] == "a"
    assert told.places[a.joined.id]["tile-2", "video"] is None
    assert b.packets == b.at("tile-2")


async def test_a_move_keeps_the_place_on_one_source_without_a_seam(plane: Plane, join: Join) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    for turn, (seat, speaker) in enumerate((("a", a), ("b", b), ("a", a), ("b", b))):
        plane.want("s", hall(floor=seat))
        await film(plane, speaker, 1000 * turn)
        await speak(plane, speaker, 1000 * turn)
    await c.wait(lambda: len(c.packets) == 40)
    for kind in ("audio", "video"):
        first = c.at("floor", kind)[0].sequence
        assert [p.sequence for p in c.at("floor", kind)] == [(first + n) % 65536 for n in range(20)]


async def test_a_picture_moved_waits_for_the_keyframe_it_asked_for(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    await film(plane, a, 0)
    plane.want("s", hall(floor="a"))
    await a.wait(lambda: any(packet[1] == 206 for packet in a.rtcp))
    await film(plane, a, 5, key=False)
    assert plane.figures().video_out == 0
    await film(plane, a, 10, 1)
    await b.wait(lambda: len(b.packets) == 1)
    assert b.packets[0].key


async def test_who_is_in_no_hall_receives_nothing(plane: Plane, join: Join) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    plane.want("s", Routes((Hall(frozenset({"a", "b"}), "a", (), ("a",)),)))
    await speak(plane, a, 0)
    await film(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 15)
    assert c.packets == []


async def test_two_halls_do_not_hear_each_other(plane: Plane, join: Join) -> None:
    a, b, c = [await join(seat) for seat in SEATS]
    d = await join("d")
    plane.want("s", Routes((Hall(frozenset("ab"), "a"), Hall(frozenset("cd"), "c"))))
    await speak(plane, a, 0, 3)
    await speak(plane, c, 0, 4)
    await b.wait(lambda: len(b.packets) == 3)
    await d.wait(lambda: len(d.packets) == 4)
    assert a.packets == c.packets == []


async def test_sessions_do_not_hear_each_other(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b", session="other")
    plane.want("s", hall(floor="a"))
    plane.want("other", hall(floor="a"))
    await speak(plane, a, 0)
    assert plane.figures().audio_out == 0
    assert b.packets == []


async def test_an_observer_cannot_publish(plane: Plane, join: Join) -> None:
    a, b = await join("a", may_publish=False), await join("b")
    assert a.joined.answer.count("a=inactive") == 2
    assert b.joined.answer.count("a=inactive") == 0
    plane.want("s", hall(floor="a", voices=("a",), pictures=("a",)))
    a.send(*(opus(n) for n in range(5)), *(vp8(n, key=True) for n in range(5)))
    await until(lambda: plane.figures().strangers >= 10)
    assert plane.figures().audio_out == plane.figures().video_out == 0
    # The good twin: the same seat hears.
    plane.want("s", hall(floor="b"))
    await speak(plane, b, 0)
    await a.wait(lambda: len(a.packets) == 5)


async def test_an_encoder_only_sends_and_a_viewer_only_receives(plane: Plane, join: Join) -> None:
    encoder = await join("a", BROWSER[:2])
    viewer = await join("b", ("receive video", "receive audio"), may_publish=False)
    plane.want("s", hall(floor="a"))
    await film(plane, encoder, 0)
    await speak(plane, encoder, 0)
    await viewer.wait(lambda: len(viewer.packets) == 10)
    assert len(viewer.at("floor")) == len(viewer.at("floor", "audio")) == 5


async def test_the_newest_connection_of_a_seat_publishes_and_all_receive(plane: Plane, join: Join) -> None:
    old, b, b_too = await join("a"), await join("b"), await join("b", BROWSER[2:])
    plane.want("s", hall(floor="a"))
    await speak(plane, old, 0)
    await b.wait(lambda: len(b.packets) == 5)
    await b_too.wait(lambda: len(b_too.packets) == 5)
    new = await join("a")
    await speak(plane, old, 5)
    await speak(plane, new, 0)
    await b.wait(lambda: len(b.packets) == 10)
    assert plane.figures().blocked_audio == 5
    await plane.leave(new.joined.id)
    await speak(plane, old, 10)
    await b.wait(lambda: len(b.packets) == 15)


async def test_the_floor_waits_for_a_seat_that_joins_later(plane: Plane, join: Join, told: Told) -> None:
    b = await join("b")
    plane.want("s", hall(floor="a"))
    a = await join("a")
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 5)
    assert told.sounds == [("s", "a")]
    assert told.places[b.joined.id]["floor", "audio"] == "a"


async def test_a_sound_is_told_once_for_each_time_at_the_floor(plane: Plane, join: Join, told: Told) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    plane.want("s", hall(floor="a", voices=("b",)))
    await speak(plane, a, 0)
    await speak(plane, b, 0)
    assert told.sounds == [("s", "a")], "a voice is not a speech"
    plane.want("s", hall(floor="a", voices=("c",)))
    await speak(plane, a, 5)
    assert told.sounds == [("s", "a")], "the same speech goes on"
    again = await join("a")
    await speak(plane, again, 0)
    assert told.sounds == [("s", "a")], "who reconnects goes on with the same speech"
    plane.want("s", hall(floor="b"))
    plane.want("s", hall(floor="a"))
    await speak(plane, b, 10)
    await speak(plane, again, 10)
    assert told.sounds == [("s", "a"), ("s", "a")]


async def test_a_microphone_that_was_replaced_begins_no_speech(plane: Plane, join: Join, told: Told) -> None:
    old, new = await join("a"), await join("a")
    plane.want("s", hall(floor="a"))
    await speak(plane, old, 0)
    assert told.sounds == []
    await speak(plane, new, 0)
    assert told.sounds == [("s", "a")]


async def test_places_are_told_when_they_change_and_only_then(plane: Plane, join: Join) -> None:
    told: list[tuple[str, ...]] = []
    plane.on_places = lambda session, connection, states: told.append((session, connection))
    b = await join("b")
    await until(lambda: len(told) == 1)
    routes = hall(floor="a", pictures=("a", "b"))
    plane.want("s", routes)
    plane.want("s", hall(floor="a", pictures=("a", "b")))
    await speak(plane, b, 0)
    assert told == [("s", b.joined.id)], "nobody is there yet"
    a = await join("a", BROWSER[:2])
    await until(lambda: len(told) == 2)
    await plane.leave(a.joined.id)
    await until(lambda: len(told) == 3)
    plane.want("s", SILENT)
    await speak(plane, b, 10)
    assert told == [("s", b.joined.id)] * 3


async def test_an_unannounced_source_is_known_by_its_mid(plane: Plane, join: Join) -> None:
    a, b = await join("a", announce=False), await join("b")
    plane.want("s", hall(floor="a"))
    a.send(vp8(0, key=True, ssrc=7, mid="1"), vp8(1, ssrc=7), opus(0, ssrc=8, mid="0"), opus(1, ssrc=8))
    await b.wait(lambda: len(b.packets) == 4)
    # A source that says it is a section that does not exist is nobody's.
    a.send(opus(0, ssrc=9, mid="77"))
    await until(lambda: plane.figures().strangers == 1)
    assert AUDIO_SSRC not in {7, 8, 9}
    assert VIDEO_SSRC not in {7, 8, 9}


async def test_the_second_picture_goes_nowhere_yet(plane: Plane, join: Join) -> None:
    a = await join("a", ("send audio", "send video", "send video"), announce=False)
    b = await join("b")
    plane.want("s", hall(floor="a", pictures=("a",)))
    a.send(vp8(0, key=True, ssrc=7, mid="2"))
    await until(lambda: plane.figures().blocked_video == 1)
    a.send(vp8(0, key=True, ssrc=8, mid="1"))
    await b.wait(lambda: len(b.packets) == 2)
