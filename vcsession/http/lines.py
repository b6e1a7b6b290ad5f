"""The lines of a session: measured before a sitting for the record, and live for whoever looks after them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from aiohttp import web

from vcsession import wire
from vcsession.core.matters import line_checks
from vcsession.core.refusals import refuse
from vcsession.core.routing import may_publish
from vcsession.core.vocabulary import MEDIA, Refused
from vcsession.http.api import caller
from vcsession.http.ports import OUTSIDE

AGAIN = timedelta(seconds=5)
"""A seat is measured for the record no more often."""


async def report(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/line: this seat's line, as the server measured it, goes into the record.

    The body says nothing of it. 200 {"version", "line"}.
    """
    room, actor = await caller(request)
    if not may_publish(actor.role):
        raise refuse("not_your_role")
    sitting = line_checks.awaited(room.state)
    if sitting is None:
        raise refuse("no_line_check")
    last = line_checks.of_seat(room.state, actor.seat)
    if last is not None and room.now() - last.at < AGAIN:
        raise Refused("too_fast", "Your line was measured a moment ago.", "state", {})
    line = request.app[OUTSIDE].media.measured(room.name, actor.seat)
    if line is None:
        raise refuse("line_not_measured")
    command = line_checks.ReportLine(sitting, actor.seat, line)
    commit = await room.handle(MEDIA, command, f"line-{uuid4()}")
    return web.Response(
        body=wire.dump({"version": commit.version, "line": line}), content_type="application/json"
    )


async def connections(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/connections: {"connections", "checks", "reports"} now.

    Each media connection's figures, what the delegations' line checks found, and what is recorded before the
    sitting. For the technician and the secretary; every other seat reads of its own delegation alone.
    """
    room, actor = await caller(request)
    outside, state = request.app[OUTSIDE], room.state
    every = actor.role in ("technician", "secretary")

    def own(seat: str, delegation: str | None) -> bool:
        return every or seat == actor.seat or (delegation is not None and delegation == actor.delegation)

    seats = {seat.id: seat.delegation for seat in state.seats.values()}
    checks = outside.checks.of(room.name)
    sitting = line_checks.awaited(state) or (state.sitting.number if state.sitting else "")
    return web.Response(
        content_type="application/json",
        body=wire.dump(
            {
                "connections": [
                    figures
                    for figures in outside.media.lines(room.name)
                    if own(figures["seat"], seats.get(figures["seat"]))
                ],
                "checks": {code: found for code, found in checks.items() if own("", code)},
                "reports": [
                    one
                    for (number, seat), one in state.line_checks.items()
                    if number == sitting and own(seat, one.delegation)
                ],
            }
        ),
    )
