"""A full node: newcomers come with sound alone or wait, and nobody who is connected is sent away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.media.client import BROWSER, write_offer
from vcsession.media.plane import Full, Plane

SOUND = ("send audio", *["receive audio"] * 5)


@pytest.fixture
async def small() -> AsyncIterator[Plane]:
    """Room for two with pictures, and for a third with sound."""
    plane = Plane(limit=2)
    await plane.start()
    yield plane
    await plane.close()


async def enter(plane: Plane, seat: str, sections: tuple[str, ...] = BROWSER, session: str = "s") -> str:
    return (await plane.offer(session, seat, write_offer(sections), may_publish=True)).id


async def refused(plane: Plane, seat: str, sections: tuple[str, ...] = BROWSER, session: str = "s") -> Full:
    with pytest.raises(Full) as full:
        await enter(plane, seat, sections, session)
    assert str(full.value).endswith(".")
    return full.value


async def test_a_newcomer_to_a_full_node_comes_with_sound_alone_and_the_next_one_waits(small: Plane) -> None:
    first, second = await enter(small, "a"), await enter(small, "b", session="t")
    assert (await refused(small, "c")).sound
    sound = await enter(small, "c", SOUND)
    assert not (await refused(small, "d")).sound
    assert not (await refused(small, "d", SOUND)).sound
    assert [small.line(one) is not None for one in (first, second, sound)] == [True] * 3, (
        "nobody was sent off"
    )
    await small.leave(second)
    await small.leave(sound)
    await enter(small, "d")


async def test_who_was_in_comes_back_while_others_wait(small: Plane) -> None:
    first = await enter(small, "a")
    await enter(small, "b")
    await enter(small, "a"), "a second window"
    await small.leave(first)
    assert (await refused(small, "c")).sound
    await enter(small, "c", SOUND)
    await enter(small, "c", SOUND)
    assert not (await refused(small, "c")).sound, "with sound it was let in, and no further"
    assert not (await refused(small, "a", session="t")).sound, "in another session it is a stranger"


async def test_a_refused_offer_leaves_nothing_behind(small: Plane) -> None:
    await enter(small, "a")
    await enter(small, "b")
    await refused(small, "c", session="t")
    assert set(small._sessions) == {"s"}
    assert len(small._connections) == 2
    assert [line.seat for line in small.lines("s")] == ["a", "b"]
