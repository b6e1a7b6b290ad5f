"""The loudest voices, by levels alone: no network, no clock."""

from __future__ import annotations

from vcsession.media.speaker import SPEAKS, Voice, loudest

NORMAL, CLOSE, QUIET = 30, 20, 90
"""Levels in -dBov as RFC 6464 tells them."""


def says(voice: Voice, level: int, start: float, seconds: float) -> float:
    """Packets of that level, 20 ms each; when it ended."""
    for n in range(round(seconds / 0.02)):
        voice.take(level | 0x80, start + n * 0.02)
    return start + seconds


def test_a_voice_speaks_within_a_tenth_of_a_second_and_a_breath_is_no_end() -> None:
    voice = Voice()
    says(voice, QUIET, 0.0, 1.0)
    assert not voice.speaks(1.0)
    end = says(voice, NORMAL, 1.0, 0.1)
    assert voice.speaks(end)
    assert voice.speaks(end + 0.5)
    assert not voice.speaks(end + SPEAKS)


def test_a_single_click_is_no_voice() -> None:
    voice = Voice()
    says(voice, QUIET, 0.0, 1.0)
    voice.take(NORMAL, 1.0)
    assert not voice.speaks(1.0)


def test_no_packets_are_silence() -> None:
    voice = Voice()
    says(voice, NORMAL, 0.0, 1.0)
    assert voice.loudness(1.0) > 90
    assert voice.loudness(30.0) == 0


SEATS = ("a", "b", "c", "d", "e")


def company() -> dict[str, Voice]:
    return {seat: Voice() for seat in SEATS}


def test_free_places_go_by_importance_and_whoever_speaks_comes_before() -> None:
    voices = company()
    assert loudest(voices, SEATS, (), 3, 0.0) == ("a", "b", "c")
    end = says(voices["e"], NORMAL, 0.0, 0.3)
    assert loudest(voices, SEATS, (), 3, end) == ("e", "a", "b")
    assert loudest({}, SEATS, (), 3, 0.0) == ("a", "b", "c")


def test_a_new_voice_takes_the_place_of_the_quietest_and_the_others_stay_where_they_are() -> None:
    voices = company()
    end = says(voices["a"], NORMAL, 0.0, 0.5)
    says(voices["c"], NORMAL, 0.0, 0.5)
    says(voices["e"], NORMAL, 0.0, 0.5)
    assert loudest(voices, SEATS, ("a", "b", "c"), 3, end) == ("a", "e", "c")


def test_a_voice_that_paused_holds_its_place_for_a_breath_and_not_for_ever() -> None:
    voices = company()
    for seat in ("a", "b", "c"):
        end = says(voices[seat], NORMAL, 0.0, 1.0)
    for n in range(200):
        now = end + n * 0.02
        voices["d"].take(NORMAL, now)
        for seat in ("b", "c"):
            voices[seat].take(NORMAL, now)
        chosen = loudest(voices, SEATS, ("a", "b", "c"), 3, now)
        if chosen != ("a", "b", "c"):
            break
    assert chosen == ("d", "b", "c")
    assert 0.4 < now - end < 1.5


def test_a_much_louder_voice_is_heard_at_once() -> None:
    voices = company()
    for seat in ("a", "b", "c"):
        end = says(voices[seat], NORMAL, 0.0, 1.0)
    says(voices["a"], NORMAL + 8, 1.0, 3.0)
    for seat in ("b", "c"):
        says(voices[seat], NORMAL, 1.0, 3.0)
    end = says(voices["d"], CLOSE, 1.0, 3.0)
    assert loudest(voices, SEATS, ("a", "b", "c"), 3, end) == ("d", "b", "c")


def test_who_may_no_longer_be_heard_gives_way_however_loud() -> None:
    voices = company()
    end = says(voices["e"], CLOSE, 0.0, 1.0)
    assert loudest(voices, ("a", "b", "c", "d"), ("e", "a", "b"), 3, end) == ("a", "b", "c")
