"""Recordings begun, looked after and put away: one for each session whose open part is to be recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from vcsession.media.ingest import Publication
from vcsession.media.recorder import Problem
from vcsession.media.recording import Archive, Recording
from vcsession.media.seating import Session, Source, wanted

AGAIN: Final = 60.0
"""Seconds after which a disk that did not take a recording is tried again."""


def _ignore(*_: object) -> None:
    pass


class Taping:
    """What a plane records, by the routes of its sessions."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.archive: Archive | None = None
        """Without one nothing is recorded, whatever is wanted."""
        self.on_recording: Callable[[str, Problem], None] = _ignore
        """The session's recording has stopped for that reason; "": the disk takes it again."""
        self._clock = clock
        self._closing = False
        self._endings: set[asyncio.Task[None]] = set()

    def settle(self, name: str, session: Session, sources: Mapping[Source, Publication]) -> None:
        """Begin, end or arrange the session's recording as its routes want it."""
        hall = next((hall for hall in session.routes.halls if hall.recorded), None)
        if session.recording is not None and (hall is None or hall.recorded != session.recording.sitting):
            self._stop(name, session)
        if hall is None and session.unrecorded:
            session.unrecorded, session.record_again = "", 0.0
            self._tell(name, "")
        if hall is None or self.archive is None or self._closing:
            return
        if session.recording is None:
            if self._clock() < session.record_again:
                return
            path = self.archive.begin(name, hall.recorded)
            session.recording = Recording(path, hall.recorded, self._clock)
        places = wanted(session, hall, session.recording, sources)
        session.recording.show({at: sources[source] for at, source in places.items() if source in sources})

    def look(self, name: str, session: Session, now: float) -> bool:
        """Stop a recording that the disk does not take, and say so. True where it is to be tried again."""
        recording = session.recording
        if recording is None:
            return session.unrecorded != "" and now >= session.record_again
        if recording.problem:
            session.record_again = now + AGAIN
            self._stop(name, session)
        else:
            recording.look()
        if recording.problem or recording.writes:
            if session.unrecorded != recording.problem:
                self._tell(name, recording.problem)
            session.unrecorded = recording.problem
        return False

    def end(self, sessions: Mapping[str, Session]) -> None:
        """End every recording; none begins any more."""
        self._closing = True
        for name, session in sessions.items():
            self._stop(name, session)

    async def ended(self) -> None:
        """Until all that have ended are put away."""
        await asyncio.gather(*self._endings, return_exceptions=True)

    def _stop(self, name: str, session: Session) -> None:
        recording, session.recording = session.recording, None
        if recording is not None:
            recording.leave()
            ending = asyncio.get_running_loop().create_task(self._put_away(name, recording))
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)

    async def _put_away(self, name: str, recording: Recording) -> None:
        recorded = await asyncio.to_thread(recording.close)
        if self.archive is not None:
            await self.archive.end(name, recording.sitting, recorded)

    def _tell(self, name: str, problem: Problem) -> None:
        # Later: whoever is told must not want other routes in the middle of these.
        asyncio.get_running_loop().call_soon(self.on_recording, name, problem)
