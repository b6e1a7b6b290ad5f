"""The secretariat's desk: its own way in, the session file as a form needs it, the join links to hand out."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import available_timezones

import segno
import structlog
from aiohttp import web

from vcsession import wire
from vcsession.convene import BadSessionFile, Problem, from_json, parse_session, plain_tree, to_plain, to_yaml
from vcsession.core.convocation import INTO, Convocation, seats
from vcsession.core.matters.amending import AMENDABLE
from vcsession.core.refusals import refuse
from vcsession.faults import in_russian
from vcsession.http.access import SECRETARIAT, Denied, actor_of, cookie_name, set_cookie
from vcsession.http.api import body
from vcsession.http.ports import OUTSIDE
from vcsession.room import Room
from vcsession.shape import shape

log = structlog.get_logger(__name__)

STEERING: Final = frozenset({"chair", "deputy"})
"""Whose links a session's secretary is not shown: the secretariat, which issued them, hands those out."""


async def enter(request: web.Request) -> web.Response:
    """POST /api/secretariat {"token"}: 204, and the cookie with which a browser is the secretariat."""
    token = (await body(request)).get("token")
    if not isinstance(token, str) or request.app[OUTSIDE].access.read(token) != SECRETARIAT:
        raise Denied("this is not the secretariat's token; `vcsession token secretariat` prints it")
    response = web.Response(status=204)
    set_cookie(request, response, SECRETARIAT.seat, token)
    return response


async def leave(request: web.Request) -> web.Response:
    """DELETE /api/secretariat: this browser is the secretariat no more."""
    response = web.Response(status=204)
    response.del_cookie(cookie_name(request, SECRETARIAT.seat), path="/")
    return response


async def sessions(request: web.Request) -> web.Response:
    """GET /api/sessions: 200 {"sessions": [...]}, for the secretariat alone."""
    if request.app[OUTSIDE].access.claim(request) != SECRETARIAT:
        raise refuse("not_your_role")
    return _json({"sessions": await request.app[OUTSIDE].sessions()})


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at it: the secretariat, or a session's own secretary."""

    room: Room | None
    whole: bool


async def desk(request: web.Request) -> Desk:
    """The secretariat for every session, a secretary for the one that the token names; else refused."""
    outside = request.app[OUTSIDE]
    claim, named = outside.access.claim(request), request.match_info.get("session")
    if claim == SECRETARIAT:
        return Desk(await outside.rooms.get(named) if named is not None else None, whole=True)
    if named is not None and claim.session != named:
        raise Denied("this link is for another session")
    room = await outside.rooms.get(claim.session)
    if actor_of(claim, room.state).role != "secretary":
        raise refuse("not_your_role")
    return Desk(room, whole=False)


async def form(request: web.Request) -> web.Response:
    """GET /api/session-file: the shape of a session file, and what its choices are."""
    await desk(request)
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    return _json({"shape": shape(), "zones": zones, "languages": sorted(INTO)})


async def check(request: web.Request) -> web.Response:
    """POST /api/session-file {"file"} or {"yaml"}: what is wrong with it; nothing is written.

    200 {"problems": [{"line", "field", "message", "russian"}], "file", "yaml", "seats"}: the file as plain
    data, also where it is wrong but can be read, and as YAML where it is right.
    """
    await desk(request)
    given = await body(request)
    found = await asyncio.to_thread(_checked, given)
    return _json(found)


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    plain: object = given.get("file")
    try:
        if "yaml" in given:
            if not isinstance(given["yaml"], str):
                raise refuse("bad_field", field="yaml", problem="the text of a session file")
            plain = plain_tree(given["yaml"])
            convocation = parse_session(given["yaml"], "")
        else:
            convocation = from_json(copy.deepcopy(plain))  # which fills in what a kind of delegation may do
        text = to_yaml(convocation)
    except BadSessionFile as wrong:
        kept = plain if isinstance(plain, dict) else None
        return {"problems": [_told(p) for p in wrong.problems], "file": kept, "yaml": None, "seats": 0}
    told = to_plain(convocation)
    return {"problems": [], "file": told, "yaml": text, "seats": sum(1 for _ in seats(convocation))}


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
        "russian": in_russian(problem.message),
    }


async def file(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/file: the session file as it stands, and what of it may still be amended."""
    room = (await desk(request)).room
    if room is None:
        raise refuse("not_your_role")
    convocation: Convocation = room.state.convocation
    return _json(
        {
            "file": to_plain(convocation),
            "yaml": to_yaml(convocation),
            "sequence": room.state.sequence,
            "amendable": sorted(AMENDABLE) if room.state.status == "convened" else [],
        }
    )


async def links(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/links: the seats with their join links, each as a QR code too, and the calendar.

    The link of who may steer the session is shown to the secretariat alone: {"link": "", "qr": ""}.
    """
    at = await desk(request)
    if at.room is None:
        raise refuse("not_your_role")
    outside, room = request.app[OUTSIDE], at.room
    found = []
    for seat in outside.seats(room):
        plate = room.state.seats[seat["seat"]]
        shown = at.whole or plate.role not in STEERING
        link = seat["link"] if shown else ""
        found.append(
            {
                "seat": plate.id,
                "role": plate.role,
                "delegation": plate.delegation,
                "office": plate.office,
                "link": link,
                "qr": _qr(link) if link else "",
            }
        )
    languages = room.state.convocation.languages.working
    calendars = {
        code: (await outside.paper(room, "calendar", "ics", code, "")).data.decode()
        for code in languages
        if code in ("ru", "en")
    }
    log.warning("join links were shown", session=room.name, whole=at.whole)
    c = room.state.convocation
    return _json(
        {
            "session": {
                "id": c.id,
                "symbol": c.symbol,
                "title": c.title,
                "authentic": c.languages.authentic,
                "venue": c.venue,
                "date_from": c.date_from,
                "date_to": c.date_to,
                "time_zone": c.time_zone,
                "sittings": [{"number": s.number, "opens_at": s.opens_at} for s in c.sittings],
            },
            "delegations": [
                {"code": d.code, "official": d.official, "time_zone": d.time_zone} for d in c.delegations
            ],
            "seats": found,
            "calendars": calendars,
        }
    )


def _qr(link: str) -> str:
    """An SVG as a data address, which the page's own policy allows for pictures."""
    return str(segno.make(link, error="m", micro=False).svg_data_uri(border=2, scale=3))


def _json(value: object) -> web.Response:
    return web.Response(
        body=wire.dump(value), content_type="application/json", headers={"Cache-Control": "no-store"}
    )
