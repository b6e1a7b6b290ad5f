"""The media of line checks: one at a time for each delegation, and none for longer than a minute."""

from __future__ import annotations

import asyncio

from vcsession.core.matters.line_checks import Line
from vcsession.http.ports import Full
from vcsession.media.measure import WARM, LineFigures
from vcsession.media.plane import Full as PlaneFull
from vcsession.media.plane import Joined, Plane

CHECK_S = 60.0
"""How long the media of a check last at most."""


def line_of(figures: LineFigures | None) -> Line | None:
    """For the record; None where nothing can be said of it yet."""
    if figures is None or not figures.up or figures.over_s < WARM:
        return None
    return Line(
        microphone=figures.microphone,
        camera=figures.camera,
        lines=figures.lines,
        sent_kbits=figures.sent_kbits,
        received_kbits=figures.received_kbits,
        lost_sent=figures.lost_sent,
        lost_received=figures.lost_received,
        round_trip_ms=figures.round_trip_ms,
    )


class CheckDoor:
    """What the HTTP side asks of the plane for a line that is checked."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self._checks: dict[str, tuple[str, str, asyncio.TimerHandle]] = {}
        """Connection -> session, delegation, and when it runs out"""
        self._endings: set[asyncio.Task[None]] = set()

    async def check(self, session: str, delegation: str, sdp: str) -> Joined:
        """Ends the delegation's former one. Raises Full, and ValueError for a wrong offer."""
        former = [c for c, owner in self._checks.items() if owner[:2] == (session, delegation)]
        for connection in former:
            await self._end(connection)
        try:
            joined = await self._plane.check(sdp)
        except PlaneFull as error:
            raise Full(error.sound, str(error)) from error
        runs_out = asyncio.get_running_loop().call_later(CHECK_S, self._run_out, joined.id)
        self._checks[joined.id] = session, delegation, runs_out
        return joined

    async def end_check(self, session: str, delegation: str, connection: str) -> None:
        """Nothing happens where it is another's, or has ended."""
        if self._is(connection, session, delegation):
            await self._end(connection)

    def checked(self, session: str, delegation: str, connection: str) -> Line | None:
        """What was measured of it; None for another's, and where it is too early to say."""
        return line_of(self._plane.line(connection)) if self._is(connection, session, delegation) else None

    def _is(self, connection: str, session: str, delegation: str) -> bool:
        return self._checks.get(connection, ("", ""))[:2] == (session, delegation)

    async def _end(self, connection: str) -> None:
        _, _, runs_out = self._checks.pop(connection)
        runs_out.cancel()
        await self._plane.leave(connection)

    def _run_out(self, connection: str) -> None:
        # It may have gone by itself meanwhile: then the plane knows nothing of it, and that is well.
        task = asyncio.ensure_future(self._end(connection))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
