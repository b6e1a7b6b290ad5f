"""The door between the calls of a line check and the plane, the links of it, and what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.hall import Hall
from tests.http.conftest import until
from tests.test_serve import FakePlane, hall  # noqa: F401
from vcsession import line_checks
from vcsession.http.access import CheckClaim, Denied
from vcsession.http.ports import Full
from vcsession.line_checks import CheckDoor
from vcsession.log.checks import Checks
from vcsession.media.measure import LineFigures
from vcsession.media.plane import Full as PlaneFull
from vcsession.media.plane import Joined, Plane
from vcsession.serve import MediaDoor, check_links, keys


def figures(seat: str, over_s: float = 10.0, up: bool = True) -> LineFigures:
    return LineFigures(
        connection=f"of {seat}",
        seat=seat,
        up=up,
        path="udp",
        age_s=20.0,
        silent_s=0.1,
        over_s=over_s,
        round_trip_ms=38,
        jitter_ms=2,
        sent_kbits=2100,
        received_kbits=3400,
        lost_sent=2,
        lost_received=0,
        budget_kbits=4000,
        microphone="heard",
        camera="seen",
        lines=720,
        layers=(),
        places=(),
    )


class CheckingPlane(FakePlane):
    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.measured: list[LineFigures] = []

    async def check(self, _sdp: str) -> Joined:
        if self.full:
            raise PlaneFull(False)
        self.offers += 1
        return Joined(f"c{self.offers}", "answer", "e1")

    def line(self, connection: str) -> LineFigures | None:
        return next((one for one in self.measured if one.connection == connection), None)

    def lines(self, _session: str) -> tuple[LineFigures, ...]:
        return tuple(self.measured)


@pytest.fixture
def plane() -> CheckingPlane:
    return CheckingPlane()


@pytest.fixture
def door(plane: CheckingPlane) -> CheckDoor:
    return CheckDoor(cast(Plane, plane))


async def test_a_delegation_checks_one_line_at_a_time(door: CheckDoor, plane: CheckingPlane) -> None:
    first = await door.check("s", "KAZ", "v=0")
    other = await door.check("s", "ARM", "v=0")
    assert plane.left == []
    second = await door.check("s", "KAZ", "v=0")
    assert plane.left == [first.id]
    await door.end_check("s", "ARM", second.id)
    await door.end_check("t", "KAZ", second.id)
    assert plane.left == [first.id], "another's check is not for it to end"
    await door.end_check("s", "KAZ", second.id)
    await door.end_check("s", "ARM", other.id)
    assert plane.left == [first.id, second.id, other.id]
    plane.full = True
    with pytest.raises(Full):
        await door.check("s", "KAZ", "v=0")


async def test_a_check_runs_out(
    door: CheckDoor, plane: CheckingPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_checks, "CHECK_S", 0.0)
    check = await door.check("s", "KAZ", "v=0")
    await until(lambda: plane.left)
    assert plane.left == [check.id]
    assert door.checked("s", "KAZ", check.id) is None


async def test_a_line_is_measured_once_it_has_stood(hall: Hall, plane: CheckingPlane) -> None:  # noqa: F811
    door = MediaDoor(cast(Plane, plane), hall.rooms)
    plane.measured = [figures("kaz", over_s=3.0), figures("arm", up=False)]
    assert door.measured("s", "kaz") is None
    assert door.measured("s", "arm") is None
    plane.measured = [figures("kaz"), figures("kaz", over_s=1.0)]
    line = door.measured("s", "kaz")
    assert line is not None
    assert (line.microphone, line.lines, line.round_trip_ms) == ("heard", 720, 38)
    assert door.lines("s")[0]["seat"] == "kaz"


async def test_each_delegation_has_a_link_of_the_check_that_is_no_seats(
    tmp_path: Path,
    hall: Hall,  # noqa: F811
) -> None:
    own = keys(tmp_path)
    found = check_links(hall.room.state, own.access, "https://talks.example")
    assert [one["delegation"] for one in found] == list(hall.room.state.delegations)
    for one in found:
        assert one["link"] == f"https://talks.example/check#{one['token']}"
        assert own.access.read_check(one["token"]) == CheckClaim("echelon-2020", one["delegation"])
        with pytest.raises(Denied):
            own.access.read(one["token"])


def test_what_was_found_is_kept_by_session_and_delegation(tmp_path: Path) -> None:
    kept = Checks(tmp_path / "checks", lambda: "now")
    assert kept.of("s") == {}
    kept.keep("s", "KAZ", {"verdict": "good"})
    kept.keep("s", "KAZ", {"verdict": "low_line"})
    kept.keep("t", "KAZ", {"verdict": "good"})
    (tmp_path / "checks" / "s" / "ARM.json").write_text("{")
    assert kept.of("s") == {"KAZ": {"verdict": "low_line", "at": "now"}}
    assert (tmp_path / "checks" / "s" / "KAZ.json").stat().st_mode & 0o777 == 0o600
