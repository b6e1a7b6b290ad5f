"""The calls of the contract: enter, view, commands, commits, minutes, media, convening."""

from __future__ import annotations

import contextlib
import time
from typing import Any
from uuid import uuid4

from aiohttp import web
from multidict import CIMultiDict

from vcsession import signals, wire
from vcsession.convene import BadSessionFile, from_json
from vcsession.core.audience import audience
from vcsession.core.catalogue import Command, Event
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.copies import own as own_copy
from vcsession.core.matters.seats import ReissueLink, RevokeSeat, must_be_inside
from vcsession.core.refusals import refuse
from vcsession.core.routing import may_publish
from vcsession.core.view.minutes import readable
from vcsession.core.vocabulary import OFFICERS, Actor, Commit, Refused
from vcsession.faults import in_russian
from vcsession.http.access import SECRETARIAT, Denied, actor_of, set_cookie
from vcsession.http.errors import problem
from vcsession.http.ports import OUTSIDE, Document, Full, StaleTag
from vcsession.room import PLENARY, Room
from vcsession.room import SECRETARIAT as room_secretariat

MAX_OFFER = 192 * 1024


async def caller(request: web.Request, *, waiting: bool = False) -> tuple[Room, Actor]:
    """The room that the path names and the seat that calls; raises Denied or UnknownSession.

    With `waiting`, a seat in the lobby may call too; everywhere else it is refused.
    """
    outside = request.app[OUTSIDE]
    claim = outside.access.claim(request)
    if claim.session != request.match_info["session"]:
        raise Denied("this link is for another session")
    room = await outside.rooms.get(claim.session)
    actor = actor_of(claim, room.state)
    await room.touch(actor)
    if not waiting:
        must_be_inside(room.state, actor)
    return room, actor


async def body(request: web.Request) -> dict[str, Any]:
    raw = wire.plain(await request.read())
    if not isinstance(raw, dict):
        raise refuse("bad_field", field="body", problem="not a JSON object")
    return raw


async def enter(request: web.Request) -> web.Response:
    """POST /api/enter {"token"}: who the token is, and the cookie for the calls after it."""
    outside = request.app[OUTSIDE]
    token = (await body(request)).get("token")
    if not isinstance(token, str):
        raise refuse("bad_field", field="token", problem="the token of a join link")
    claim = outside.access.read(token)
    if claim == SECRETARIAT:
        raise Denied("this token convenes sessions; it opens no seat")
    room = await outside.rooms.get(claim.session)
    actor = actor_of(claim, room.state)
    response = web.json_response(
        {"session": claim.session, "seat": actor.seat, "role": actor.role, "delegation": actor.delegation}
    )
    set_cookie(request, response, actor.seat, token)
    return response


async def view(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}: all slices of this seat's view."""
    room, actor = await caller(request, waiting=True)
    return web.Response(body=room.whole(actor), content_type="application/json")


async def commands(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/commands: 200 {"version", "events"}; 403, 409 or 422 with code and message."""
    room, actor = await caller(request)
    command, cause, epoch = wire.parse_command(await request.read())
    commit = await room.take(actor, command, cause, epoch)
    return _json({"version": commit.version, "events": wire.visible(commit, actor)})


async def commits(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/commits?after=N: the plenary log, for officers and heads at the table.

    It tells of every item, so whoever is admitted to some items only does not read it.
    """
    room, actor = await caller(request)
    if (actor.role not in OFFICERS and actor.role != "head") or audience(room.state, actor) != "table":
        raise refuse("not_your_role")
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdigit()) or len(after) > 15:
        raise refuse("bad_field", field="after", problem="a version: 0, 1, 2 ...")
    entries = await room.log.read(room.name, PLENARY, after=int(after), limit=1000)
    found = []
    for entry in entries:
        commit = wire.load_commit(entry.data)
        found.append(
            {
                "version": commit.version,
                "at": wire.stamp(commit.at),
                "actor": wire.sender(commit, actor),
                "epoch": commit.epoch,
                "events": wire.visible(commit, actor),
                "hash": entry.hash,
                "prev_hash": entry.prev_hash,
                "signature": entry.signature.hex(),
            }
        )
    return _json({"commits": found})


async def whisper(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/lines {"line", "text", "seat"?}: 200 {"reached"}: words beside the record.

    The socket's twin is {"signal": "quiet", "line", "text", "seat"?}.
    """
    room, actor = await caller(request)
    reached = room.asides.whisper(actor, signals.quiet(await body(request)))
    return _json({"reached": sorted(reached)})


async def minutes(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/minutes?format=&language=&form=: a document.

    For the officers as it stands; for the delegations the version circulated last; for all once issued, when
    a delegation gets the copy that is numbered for it. Officers print each numbered copy by `copy`.
    """
    room, actor = await caller(request)
    until = readable(room.state, actor)
    if until is None:
        raise refuse("not_your_role")
    query = request.query
    language = query.get("language", room.state.convocation.languages.authentic)
    try:
        document = await request.app[OUTSIDE].minutes(
            room,
            query.get("format", "html"),
            language,
            query.get("form", "full"),
            until,
            _copy(room, actor, query.get("copy")),
        )
    except ValueError as error:
        return problem(422, "bad_field", str(error))
    return _document(document, inline=query.get("show") == "inline")


def _copy(room: Room, actor: Actor, asked: str | None) -> int | None:
    """The number of the copy that this seat gets: its delegation's own, or what an officer asks for."""
    if asked is None:
        issued = [m for m in room.state.minutes.values() if m.state == "issued"]
        return own_copy(issued[-1], actor.delegation) if issued else None
    if actor.role not in OFFICERS:
        raise refuse("not_your_role")
    if not (asked.isascii() and asked.isdigit()) or len(asked) > 4:
        raise refuse("bad_field", field="copy", problem="the number of a copy: 1, 2 ...")
    return int(asked)


FOR_EVERYBODY = frozenset({"agenda", "calendar"})
"""Papers that hold nothing but what every seat sees in the room"""


async def paper(request: web.Request) -> web.Response:
    """GET /api/sessions/{id}/papers/{paper}?format=&language=&show=, and .../communique: for the officers.

    The agenda and the calendar are for every seat. `delegation` makes of the calendar's ICS the invitation of
    one: of its own for a delegation, of any for an officer.
    """
    room, actor = await caller(request)
    name = request.match_info.get("paper", "communique")
    if name not in FOR_EVERYBODY and actor.role not in OFFICERS:
        raise refuse("not_your_role")
    language = request.query.get("language", room.state.convocation.languages.authentic)
    try:
        document = await request.app[OUTSIDE].paper(
            room, name, request.query.get("format", "html"), language, _invited(room, actor, request)
        )
    except ValueError as error:
        return problem(422, "bad_field", str(error))
    return _document(document, inline=request.query.get("show") == "inline")


def _invited(room: Room, actor: Actor, request: web.Request) -> str:
    code = request.query.get("delegation", "")
    if code and code not in room.state.delegations:
        raise refuse("unknown", what="delegation", id=wire.printable(code))
    if code and actor.role not in OFFICERS and actor.delegation != code:
        raise refuse("not_your_delegation")
    return code


def _document(document: Document, *, inline: bool = False) -> web.Response:
    """`inline`: to be read and printed inside a page of ours, which may look at it; it runs nothing all the
    same.
    """
    headers = CIMultiDict(
        {
            "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{document.file_name}"',
            "Content-Type": document.content_type,
            "Cache-Control": "no-store",
            # The document brings its own style and runs nothing.
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
                + ("sandbox allow-same-origin allow-modals; frame-ancestors 'self'" if inline else "sandbox")
            ),
        }
    )
    return web.Response(body=document.data, headers=headers)


async def convene(request: web.Request) -> web.Response:
    """POST /api/sessions: convene from a session file as JSON; the secretariat's token."""
    outside = request.app[OUTSIDE]
    if outside.access.claim(request) != SECRETARIAT:
        raise refuse("not_your_role")
    try:
        convocation = from_json(await body(request))
    except BadSessionFile as error:
        return problem(422, "bad_session_file", str(error), problems=list(error.sentences))
    room = await outside.convene(convocation)
    return _json({"session": room.name, "seats": outside.seats(room)}, status=201)


async def amend(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/amend: the session file as it is to be, from secretariat or secretary."""
    room, actor = await _secretary(request)
    if actor.role != "secretary":  # of a file, nobody else learns even whether it is right
        raise refuse("not_your_role")
    try:
        convocation = from_json(await body(request))
    except BadSessionFile as error:
        return problem(422, "bad_session_file", str(error), problems=list(error.sentences))
    try:
        commit = await _give(room, actor, AmendConvocation(convocation))
    except Refused as refused:
        if refused.code != "bad_field":
            raise
        message = refused.detail["problem"]
        fault = {"field": refused.detail["field"], "message": message, "russian": in_russian(message)}
        return problem(422, refused.code, refused.message, problems=[{"line": None, **fault}])
    return _json({"version": commit.version, "sequence": room.state.sequence})


async def revoke_seat(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/seats/{seat}/revoke: its links, sockets and media end at once."""
    commit = await _give(*await _secretary(request), RevokeSeat(request.match_info["seat"]))
    return _json({"version": commit.version})


async def reissue_link(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/seats/{seat}/reissue: the former link is dead; the answer holds the new one."""
    room, actor = await _secretary(request)
    commit = await _give(room, actor, ReissueLink(request.match_info["seat"]))
    links = request.app[OUTSIDE].seats(room)
    return _json(
        {"version": commit.version, "seat": next(s for s in links if s["seat"] == request.match_info["seat"])}
    )


async def _secretary(request: web.Request) -> tuple[Room, Actor]:
    """By the secretariat's token, which acts as the secretary; else the seat that calls, whatever it is."""
    outside = request.app[OUTSIDE]
    if outside.access.claim(request) == SECRETARIAT:
        return await outside.rooms.get(request.match_info["session"]), room_secretariat
    return await caller(request)


async def _give(room: Room, actor: Actor, command: Command) -> Commit[Event]:
    return await room.handle(actor, command, f"{command.type}-{uuid4()}")


async def offer_in(request: web.Request) -> str | web.Response:
    """The SDP offer in the body, or the answer that refuses it: 415, 413, 422."""
    if request.content_type != "application/sdp":
        return problem(415, "not_sdp", "The offer must be application/sdp.")
    offer = await request.read()
    if len(offer) > MAX_OFFER:
        return problem(413, "offer_too_large", "The offer is larger than 192 kB.")
    try:
        return offer.decode()
    except UnicodeDecodeError:
        return problem(422, "bad_offer", "The offer is not UTF-8.")


async def join_media(request: web.Request) -> web.Response:
    """POST /api/sessions/{id}/media: SDP offer -> 201, the answer, Location and ETag (RFC 9725)."""
    room, actor = await caller(request)
    offer = await offer_in(request)
    if isinstance(offer, web.Response):
        return offer
    try:
        joined = await request.app[OUTSIDE].media.offer(
            room.name,
            actor.seat,
            offer,
            may_publish=may_publish(actor.role),
            device=wire.printable(request.query.get("device")),
        )
    except ValueError as error:
        return problem(422, "bad_offer", str(error))
    except Full as error:
        return full(error)
    try:  # the seat may have been revoked while the offer was answered
        actor_of(request.app[OUTSIDE].access.claim(request), room.state)
    except Denied:
        await request.app[OUTSIDE].media.leave(room.name, actor.seat, joined.id)
        raise
    return web.Response(
        status=201,
        text=joined.answer,
        content_type="application/sdp",
        headers={
            "Location": f"/api/sessions/{room.name}/media/{joined.id}",
            "ETag": f'"{joined.etag}"',
        },
    )


def full(error: Full) -> web.Response:
    """503 `pictures_full` where an offer of sound alone would be taken now, else `node_full`."""
    answer = problem(503, "pictures_full" if error.sound else "node_full", str(error))
    answer.headers["Retry-After"] = "0" if error.sound else "10"
    return answer


async def restart_media(request: web.Request) -> web.Response:
    """PATCH /api/sessions/{id}/media/{connection}: an ICE restart (RFC 9725, 4.3.2)."""
    room, actor = await caller(request)
    if request.content_type != "application/trickle-ice-sdpfrag":
        return problem(415, "not_sdp", "The fragment must be application/trickle-ice-sdpfrag.")
    etag = request.headers.get("If-Match", "").strip('"')
    if not etag:
        return problem(428, "if_match_missing", "Say which ICE session you mean, in If-Match.")
    fragment = (await request.read()).decode(errors="replace")
    try:
        restarted = await request.app[OUTSIDE].media.restart(
            room.name, actor.seat, request.match_info["connection"], fragment, etag
        )
    except LookupError:
        return problem(404, "unknown_connection", "This media connection is over; offer a new one.")
    except StaleTag as error:
        return problem(412, "stale_etag", str(error))
    except ValueError as error:
        return problem(422, "bad_fragment", str(error))
    headers = {"ETag": f'"{restarted.etag}"'}
    if not restarted.fragment:  # candidates only, which need no answer
        return web.Response(status=204, headers=headers)
    return web.Response(
        text=restarted.fragment, content_type="application/trickle-ice-sdpfrag", headers=headers
    )


async def leave_media(request: web.Request) -> web.Response:
    """DELETE /api/sessions/{id}/media/{connection}: leave; harmless when already gone."""
    room, actor = await caller(request)
    await request.app[OUTSIDE].media.leave(room.name, actor.seat, request.match_info["connection"])
    return web.Response(status=204)


async def media_options(request: web.Request) -> web.Response:
    """OPTIONS /api/sessions/{id}/media: what may be offered, and for a seat its relays (RFC 9725, 4.6)."""
    headers = CIMultiDict({"Accept-Post": "application/sdp", "Allow": "POST, OPTIONS"})
    relays = request.app[OUTSIDE].relays
    if relays.urls:
        with contextlib.suppress(Denied, Refused):
            _room, actor = await caller(request)
            for link in relays.links(actor.seat, time.time()):
                headers.add("Link", link)
    return web.Response(status=204, headers=headers)


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=wire.dump(value), status=status, content_type="application/json")
