"""What a browser must fetch before anybody sees the room, on whatever line; pages beside it come apart."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BUILD: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[1] / "web/hatch_build.py"))
MOST = 120_000


def test_the_client_stays_small() -> None:
    assert (BUILD["STATIC"] / "index.html").exists(), "python web/hatch_build.py builds it"
    assert 50_000 < BUILD["size"]() < MOST
