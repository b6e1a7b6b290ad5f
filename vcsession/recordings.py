"""Recordings in the data directory: a file for each open part, and beside it who spoke on which item when.

`recordings/SESSION/SITTING-TIME.mkv` and `.json`, both for their owner alone (0600). The index is read from
the log, so it says of no second more than the record does.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from vcsession import wire
from vcsession.clock import Clock
from vcsession.core.recording import recorded
from vcsession.core.routing import speakers
from vcsession.core.session import fold
from vcsession.core.state import State
from vcsession.journal import Entry, Log, StoreUnavailable
from vcsession.media.recorder import Recorded
from vcsession.media.recording import TRACKS
from vcsession.room import PLENARY

log = structlog.get_logger(__name__)


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
        except OSError as error:  # the recorder finds the same, and says so at its end
            log.error("a recording could not begin", session=session, reason=error.strerror)
        return path

    async def end(self, session: str, sitting: str, written: Recorded) -> None:
        began = self._began.pop(written.path)
        if written.problem or written.lost:
            log.error("a recording is incomplete", session=session, why=written.problem, lost=written.lost)
        try:
            entries = await self._store.read(session, PLENARY)
            index = {
                "session": session,
                "sitting": sitting,
                "file": written.path.name,
                "began_at": wire.stamp(began),
                "seconds": round(written.seconds, 3),
                "tracks": list(TRACKS),
                "lost": written.lost,
                "problem": written.problem,
                "marks": list(marks(entries, began)),
            }
            await asyncio.to_thread(_private, written.path.with_suffix(".json"), wire.dump(index))
        except (OSError, StoreUnavailable) as error:
            log.error("a recording has no index", session=session, file=written.path.name, why=str(error))


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
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
