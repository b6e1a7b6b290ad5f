"""What the line checks found, before anybody had a seat: of each delegation the last, in a file of JSON."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class Checks:
    """`folder/SESSION/DELEGATION.json`, for the server alone; the names are those of a valid session file."""

    def __init__(self, folder: Path, now: Callable[[], str]) -> None:
        """`now` is the time as it is printed on the wire."""
        self._folder = folder
        self._now = now

    def keep(self, session: str, delegation: str, found: Mapping[str, Any]) -> None:
        """In the place of what was found before; trouble is an OSError."""
        folder = self._folder / session
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = json.dumps({**found, "at": self._now()}, ensure_ascii=False).encode()
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(folder / f"{delegation}.json")

    def of(self, session: str) -> dict[str, Mapping[str, Any]]:
        """By delegation; a file that cannot be read is passed over."""
        found: dict[str, Mapping[str, Any]] = {}
        for file in sorted((self._folder / session).glob("*.json")):
            try:
                found[file.stem] = json.loads(file.read_bytes())
            except (OSError, ValueError):
                continue
        return found
