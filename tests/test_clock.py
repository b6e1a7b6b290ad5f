"""Session time, and the demo's clock that skips the night."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.hall import BEGINS, Hall
from vcsession.clock import Clock
from vcsession.demo import BEFORE_A_SITTING, skip_the_night


def test_time_runs_on_from_where_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    clock = Clock.starting_at(BEGINS)
    begun = clock.now()
    assert abs(begun - BEGINS) < timedelta(seconds=1)
    monkeypatch.setattr(time, "monotonic", lambda: 107.5)
    assert clock.now() - begun == timedelta(seconds=7.5)


def test_time_does_not_turn_when_somebody_sets_the_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    before = clock.now()

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: object = None) -> SetBack:
            return cls(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("vcsession.clock.datetime", SetBack)
    assert clock.now() >= before


def test_time_jumps_forward_only() -> None:
    clock = Clock.starting_at(BEGINS)
    clock.advance_to(BEGINS + timedelta(hours=2))
    assert clock.now() >= BEGINS + timedelta(hours=2)
    clock.advance_to(BEGINS)
    assert clock.now() >= BEGINS + timedelta(hours=2)


async def test_the_demo_skips_the_night_between_two_sittings() -> None:
    hall = await Hall.convened()
    hall.room.on_commit = skip_the_night(hall.room, hall.time)
    chair = hall.seat("chair")
    await hall.in_session()
    assert hall.time.now() == BEGINS  # nothing is skipped while a sitting goes on
    await hall.do("chair", "suspend_item", item="1")
    await hall.do("chair", "adjourn_sitting", sitting="1")
    assert hall.time.now() == hall.room.state.sittings["2"].opens_at - BEFORE_A_SITTING
    assert chair.take("now")[-1]["now"] == "2020-07-08T06:50:00.000Z"
    await hall.rooms.close()
