"""Which layers of a camera come, by when their packets did: told on a clock of fiftieths of a second."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from vcsession.media.rhythm import MOST, PAUSE, RETURN, Rhythm

LOOK = 0.05


def looks(beats: Callable[[float], bool], every: float, seconds: float) -> list[tuple[float, bool]]:
    """(time, whether it comes) of a layer with a picture `every` so often while `beats`; another goes on."""
    rhythm, heard, latest, seen = Rhythm(), 0.0, 0.0, []
    for n in range(1, round(seconds / LOOK) + 1):
        now = n * LOOK
        if round(now / every, 6) % 1 < LOOK / every:
            latest = now
            if beats(now):
                heard = now
        seen.append((now, rhythm.comes(heard, latest, now)))
    return seen


def test_a_layer_comes_from_its_first_packet_on() -> None:
    seen = looks(lambda now: now > 2, 0.05, 4)
    assert not any(comes for now, comes in seen if now <= 2)
    assert all(comes for now, comes in seen if now > 2.1)


def test_a_layer_that_stops_is_missed_soon() -> None:
    seen = looks(lambda now: now < 2, 0.05, 4)
    last = max(now for now, comes in seen if comes)
    assert 2 + PAUSE - 0.1 <= last <= 2 + PAUSE + 0.1


def test_one_that_paused_is_used_again_once_it_has_come_for_a_while() -> None:
    seen = looks(lambda now: now < 2 or now > 4, 0.05, 8)
    back = min(now for now, comes in seen if comes and now > 3)
    assert 4 + RETURN <= back <= 4 + RETURN + 0.2
    assert all(comes for now, comes in seen if now > back)


def test_one_that_pauses_again_and_again_is_used_later_and_later() -> None:
    """A line that carries the largest layer for three seconds, and then for three seconds not."""
    seen = looks(lambda now: now % 6 < 3, 0.05, 120)
    uses = [now for (_, before), (now, comes) in pairwise(seen) if comes and not before]
    assert len(uses) <= 2, "not twenty"
    seen = looks(lambda now: now % 60 < 50, 0.05, 240)
    uses = [now for (_, before), (now, comes) in pairwise(seen) if comes and not before]
    assert len(uses) == 3, "what held for long is used again soon, each time"


def test_slow_pictures_that_follow_one_another_are_no_pause() -> None:
    """Four pictures a second, and the large layer's come 0.4 s after the small one's: a full line."""
    rhythm = Rhythm()
    for n in range(1, 200):
        now = n * LOOK
        heard = (now - 0.4) // 0.25 * 0.25 + 0.4 if now > 1 else 0.0
        latest = now // 0.25 * 0.25
        assert rhythm.comes(heard, latest, now) is (heard > 0)


def test_however_slow_it_was_it_is_given_up_after_a_second() -> None:
    seen = looks(lambda now: now < 6, 0.9, 12)
    assert 6 - 0.9 <= max(now for now, comes in seen if comes) <= 6 + 0.9 + MOST
