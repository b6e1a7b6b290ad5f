"""Recordings in the data directory: a file for each open part, and beside it who spoke on which item when.

`recordings/SESSION/SITTING-TIME.mkv` and `.json`, both for their owner alone (0600). The index is read from
the log, so it says of no second more than the record does. It stands there from the beginning, and is
completed at the end of the part; where the server was killed before, at the server's next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from vcsession import wire
from vcsession.clock import Clock
from vcsession.core.recording import recorded
from vcsession.core.routing import speakers
from vcsession.core.session import fold
from vcsession.core.state import State
from vcsession.journal import Entry, Log, StoreUnavailable
from vcsession.media.matroska import NotWhole, mend
from vcsession.media.recorder import Recorded
from vcsession.room import PLENARY

log = structlog.get_logger(__name__)

KILLED = "the server ended while it was being written"


@dataclass(frozen=True, slots=True)
class Mark:
    """From `second` of the recording on: the item under consideration, who has the floor, who presides."""

    second: float
    item: str
    speakers: tuple[str, ...]
    presiding: str


class Recordings:
    """What the media plane asks of the disk and of the log."""

    def __init__(self, folder: Path, store: Log, clock: Clock) -> None:
        self._folder = folder
        self._store = store
        self._clock = clock
        self._began: dict[Path, datetime] = {}

    def begin(self, session: str, sitting: str) -> Path:
        now = self._clock.now()
        stem = f"{sitting}-{now:%Y%m%dT%H%M%S}Z"
        path = self._folder / session / f"{stem}.mkv"
        n = 2
        while path in self._began or path.exists():
            path = path.with_name(f"{stem}-{n}.mkv")
            n += 1
        self._began[path] = now
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _private(path, b"")
            _private(path.with_suffix(".json"), wire.dump(_index(session, sitting, path, now)))
        except OSError as error:  # the recorder finds the same, and says so
            log.error("a recording could not begin", session=session, reason=error.strerror)
        return path

    async def end(self, session: str, sitting: str, written: Recorded) -> None:
        began = self._began.pop(written.path)
        if written.problem or written.lost:
            log.error("a recording is incomplete", session=session, why=written.why, lost=written.lost)
        if written.problem and not written.frames:
            await asyncio.to_thread(_forget, written.path)
            return
        index = _index(session, sitting, written.path, began) | {
            "seconds": round(written.seconds, 3),
            "tracks": written.tracks,
            "lost": written.lost,
            "problem": written.why,
        }
        await self._complete(session, written.path, began, math.inf, index)

    async def ended(self, session: str) -> list[dict[str, Any]]:
        """The indexes of a session's recordings that have ended, with the bytes of each; never raises."""
        return await asyncio.to_thread(_ended, self._folder / session)

    def file(self, session: str, name: str) -> Path:
        """Where the recording of an index lies."""
        return self._folder / session / name

    async def mend(self) -> None:
        """Complete what a server that was killed left behind. Never raises."""
        for path in await asyncio.to_thread(_unfinished, self._folder):
            video = path.with_suffix(".mkv")
            if video in self._began:
                continue
            try:
                index = json.loads(path.read_bytes())
                session, began = str(index["session"]), datetime.fromisoformat(index["began_at"])
                seconds, tracks = await asyncio.to_thread(mend, video)
            except NotWhole:
                seconds, tracks = 0.0, ()
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.error("a recording cannot be mended", file=path.name, why=str(error))
                continue
            index |= {"seconds": seconds, "tracks": tracks, "problem": KILLED}
            await self._complete(session, video, began, seconds, index)
            log.warning("a recording was mended", session=session, file=video.name, seconds=seconds)

    async def _complete(
        self, session: str, path: Path, began: datetime, until: float, index: dict[str, Any]
    ) -> None:
        try:
            entries = await self._store.read(session, PLENARY)
            index["marks"] = [mark for mark in marks(entries, began) if mark.second <= until]
            await asyncio.to_thread(_private, path.with_suffix(".json"), wire.dump(index))
        except (OSError, StoreUnavailable) as error:
            log.error("a recording has no index", session=session, file=path.name, why=str(error))


def _index(session: str, sitting: str, path: Path, began: datetime) -> dict[str, Any]:
    """What is known at the beginning: `seconds` null says that the recording has not ended."""
    return {
        "session": session,
        "sitting": sitting,
        "file": path.name,
        "began_at": wire.stamp(began),
        "seconds": None,
        "tracks": [],
        "lost": 0,
        "problem": "",
        "marks": [],
    }


def _unfinished(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.glob("*/*.json")):
        try:
            if json.loads(path.read_bytes())["seconds"] is None:
                found.append(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("a recording has an index that cannot be read", file=path.name, why=str(error))
    return found


def _ended(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            index = json.loads(path.read_bytes())
            if index["seconds"] is not None:
                found.append(index | {"bytes": path.with_suffix(".mkv").stat().st_size})
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("a recording has an index that cannot be read", file=path.name, why=str(error))
    return sorted(found, key=lambda index: str(index["began_at"]))


def _forget(path: Path) -> None:
    for each in (path, path.with_suffix(".json")):
        with contextlib.suppress(OSError):
            each.unlink()


def marks(entries: list[Entry], began: datetime) -> Iterator[Mark]:
    """Every change of item, speaker or presiding officer from then on, while the sitting is written."""
    state, last = State(), None
    for entry in entries:
        commit = wire.load_commit(entry.data)
        if last is None and commit.at > began:
            last = _mark(state, 0.0)
            yield last
        state = fold(state, commit)
        if last is None:
            continue
        if not recorded(state):
            return
        mark = _mark(state, round((commit.at - began).total_seconds(), 3))
        if (mark.item, mark.speakers, mark.presiding) != (last.item, last.speakers, last.presiding):
            last = mark
            yield last
    if last is None:
        yield _mark(state, 0.0)


def _mark(state: State, second: float) -> Mark:
    item = next((i.number for i in state.items.values() if i.state == "under_consideration"), "")
    return Mark(second, item, speakers(state), state.presiding.seat or "")


def _private(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
