"""What a camera is asked to send: what anybody has a place for, more at once and less after a while."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.media.client import until
from tests.media.conftest import Join
from tests.media.test_gate import hall
from tests.media.test_layers import RIDS, Camera, camera
from vcsession.core.routing import Hall, Routes
from vcsession.media.demand import HOLD, Demand, needed
from vcsession.media.ingest import Publication
from vcsession.media.plane import Plane
from vcsession.media.recorder import Recorded


@dataclass
class Size:
    lines: int
    live: bool = True
    bits: float = 0.0


@pytest.mark.parametrize(
    ("heights", "layers", "count"),
    [
        ([], [180, 360, 720], 1),
        ([90], [180, 360, 720], 1),
        ([180, 90], [180, 360, 720], 1),
        ([220], [180, 360, 720], 1),
        ([230], [180, 360, 720], 2),
        ([720, 90], [180, 360, 720], 3),
        ([4000], [180, 360, 720], 3),
        ([90], [180, 0, 0], 1),
        ([400], [180, 360, 0], 2),
        ([500], [180, 360, 0], 3),
        ([90], [0, 0, 0], 3),
        ([], [0, 0, 0], 1),
    ],
)
def test_as_many_layers_as_the_largest_place_uses(heights: list[int], layers: list[int], count: int) -> None:
    assert needed(heights, [Size(lines) for lines in layers]) == count


def of(plane: Plane, source: Camera) -> Publication:
    return plane._connections[source.client.joined.id].publications["camera"]


async def test_fewer_after_a_while_and_more_at_once(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    await a.film()
    plane.want("s", hall(pictures=("a",)))
    plane.resize("s", "b", b.joined.id, {"tile-1": 180})
    publication, demand = of(plane, a), Demand()
    assert demand.change(publication, 100.0) is None
    assert demand.change(publication, 99.9 + HOLD) is None
    assert demand.change(publication, 100.0 + HOLD) == frozenset({"q"})
    assert demand.change(publication, 200.0) is None
    plane.resize("s", "b", b.joined.id, {"tile-1": 360})
    assert demand.change(publication, 200.0) == frozenset({"q", "h"})
    plane.want("s", hall(floor="a", pictures=("a",)))
    assert demand.change(publication, 200.1) == frozenset(RIDS)
    plane.want("s", hall(pictures=("a",)))
    assert demand.change(publication, 201.0) is None
    plane.want("s", hall(floor="a", pictures=("a",)))
    assert demand.change(publication, 201.0 + HOLD) is None, "the floor came back before it was stopped"
    plane.want("s", hall())
    assert demand.change(publication, 300.0) is None
    assert demand.change(publication, 300.0 + HOLD) == frozenset({"q"}), "never none"


async def test_a_browser_is_told_when_its_picture_is_wanted_larger_and_nobody_else(
    plane: Plane, join: Join
) -> None:
    told: list[tuple[str, str, frozenset[str]]] = []
    plane.on_layers = lambda *said: told.append(said)
    a, b = await camera(plane, join), await join("b")
    await a.film()
    plane.want("s", hall(pictures=("a",)))
    demand = plane._connections[a.client.joined.id].demand
    demand._asked = frozenset({"q"})
    plane.resize("s", "b", b.joined.id, {"tile-1": 180})
    plane.want("s", hall(floor="a", pictures=("a",)))
    await until(lambda: bool(told))
    assert told == [("s", a.client.joined.id, frozenset(RIDS))]


async def test_a_recording_keeps_the_speakers_largest_picture_coming(
    plane: Plane, join: Join, tmp_path: Path
) -> None:
    class Shelf:
        def begin(self, session: str, sitting: str) -> Path:
            return tmp_path / "part.mkv"

        async def end(self, session: str, sitting: str, recorded: Recorded) -> None:
            pass

    plane.taping.archive = Shelf()
    a, b = await camera(plane, join), await join("b")
    await a.film()
    seats = frozenset({"a", "b"})
    plane.want("s", Routes((Hall(seats, "a", (), ("a",), recorded="1"),)))
    plane.resize("s", "b", b.joined.id, {"floor": 90, "tile-1": 90})
    demand = Demand()
    for moment in (100.0, 100.0 + HOLD):
        assert demand.change(of(plane, a), moment) is None
    plane.want("s", Routes((Hall(seats, "a", (), ("a",)),)))
    assert demand.change(of(plane, a), 200.0) is None
    assert demand.change(of(plane, a), 200.0 + HOLD) == frozenset({"q"})
