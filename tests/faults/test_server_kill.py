"""The server is killed twenty times in the middle of its work: what was acknowledged is there, and once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.test_kill import kill_and_restart

KILLS = 20


@pytest.mark.fault
@pytest.mark.timeout(900)
async def test_no_acknowledged_command_is_lost_or_doubled_by_many_kills(tmp_path: Path) -> None:
    crowd = await kill_and_restart(tmp_path / "data", KILLS, (10, 400), random.Random(11))
    assert crowd.resent >= KILLS / 2
