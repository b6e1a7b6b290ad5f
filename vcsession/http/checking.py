"""The line check, from the invitation onwards: for a capital's technical contact, who has no seat.

Its token opens these calls and nothing else, and no seat's token opens them. What the page found is kept for
the technician; the media of a check are alone in a session of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from multidict import CIMultiDict
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from vcsession import wire
from vcsession.core.permitting import OVER
from vcsession.core.refusals import refuse
from vcsession.core.state import State
from vcsession.http.access import CheckClaim, Denied, secure
from vcsession.http.api import body, full, offer_in
from vcsession.http.errors import SECURITY_HEADERS, problem
from vcsession.http.ports import OUTSIDE, Full

COOKIE: Final = "vcsession_check"
ECHOES: Final = 20
ECHO_BYTES: Final = 64
ECHO_FOR_S: Final = 15.0
EVENTS: Final = 3
EVENT_EVERY_S: Final = 0.2

MEASURED: Final = ("sent_kbits", "received_kbits", "lost_sent", "lost_received", "round_trip_ms")

Kbits = Annotated[int, Field(ge=0, le=1_000_000)]
Thousandths = Annotated[int, Field(ge=0, le=1000)]
Milliseconds = Annotated[int, Field(ge=0, le=60_000)]


@with_config(ConfigDict(strict=True, extra="forbid"))
@dataclass(frozen=True, slots=True)
class Result:
    """What one check found. `way`: of the page's frames; `path`: of sound and picture, "" where none came.

    `relay` and the devices may stay untried. Rates, losses in thousandths and the round trip are those of the
    test's ten seconds, seen from the place that was checked; the server puts its own in where it has them.
    """

    verdict: Literal["good", "small_pictures", "sound_only", "low_line", "unusable"]
    way: Literal["socket", "events", "none"]
    path: Literal["", "udp", "relay_udp", "relay_tcp", "relay_tls"]
    relay: Literal["works", "fails", "untried"]
    microphone: Literal["heard", "silent", "none", "untried"]
    camera: Literal["seen", "none", "untried"]
    speaker: Literal["heard", "silent", "untried"]
    sent_kbits: Kbits
    received_kbits: Kbits
    lost_sent: Thousandths
    lost_received: Thousandths
    round_trip_ms: Milliseconds | None
    connection: str = ""
    """The media connection of the test, while it stands"""


_RESULT: Final = TypeAdapter(Result)


def _cookie(request: web.Request) -> str:
    return f"__Host-{COOKIE}" if secure(request) else COOKIE


async def contact(request: web.Request) -> tuple[CheckClaim, State]:
    """Whose line is checked: by the bearer's token or the page's cookie. Raises Denied, UnknownSession."""
    outside = request.app[OUTSIDE]
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else request.cookies.get(_cookie(request), "")
    if not token:
        raise Denied("open this page by the link that you were sent")
    return await _known(request, outside.access.read_check(token))


async def _known(request: web.Request, claim: CheckClaim) -> tuple[CheckClaim, State]:
    state = (await request.app[OUTSIDE].rooms.get(claim.session)).state
    if state.status in OVER or claim.delegation not in state.delegations:
        raise Denied("this session is over; its lines are no longer checked")
    return claim, state


async def open_check(request: web.Request) -> web.Response:
    """POST /api/check {"token"}: for whom the line is checked, what the firewall must let out; the cookie."""
    token = (await body(request)).get("token")
    if not isinstance(token, str):
        raise refuse("bad_field", field="token", problem="the token of a check link")
    claim, state = await _known(request, request.app[OUTSIDE].access.read_check(token))
    response = _about(request, claim, state)
    response.set_cookie(
        _cookie(request), token, httponly=True, samesite="Strict", secure=secure(request), path="/"
    )
    return response


async def check(request: web.Request) -> web.Response:
    """GET /api/check: the same again, for a page that was reloaded."""
    return _about(request, *await contact(request))


def _about(request: web.Request, claim: CheckClaim, state: State) -> web.Response:
    c, delegation = state.convocation, state.delegations[claim.delegation]
    return web.Response(
        content_type="application/json",
        body=wire.dump(
            {
                "session": claim.session,
                "symbol": c.symbol,
                "title": c.title,
                "authentic_language": c.languages.authentic,
                "date_from": c.date_from,
                "date_to": c.date_to,
                "delegation": delegation.official,
                "sheet": sheet(request),
            }
        ),
    )


def sheet(request: web.Request) -> dict[str, Any]:
    """What a firewall must let out: {"page", "media", "relays"}, each as {"host", "port", "protocol"}."""
    outside = request.app[OUTSIDE]
    # As the page was opened: behind a proxy, too, that is the address that has to be reached.
    scheme = "https" if secure(request) else "http"
    page = urlsplit(f"{scheme}://{request.host}")
    hosts, port = outside.media.addresses()
    default = 443 if page.scheme == "https" else 80
    return {
        "page": {"host": page.hostname or "", "port": page.port or default, "protocol": page.scheme},
        "media": [{"host": host, "port": port, "protocol": "udp"} for host in hosts],
        "relays": [_relay(url) for url in outside.relays.urls],
    }


def _relay(url: str) -> dict[str, Any]:
    """Of `turns:relay.example:443?transport=tcp` (RFC 7065): what stands for it in a firewall."""
    scheme, _, rest = url.partition(":")
    address, _, query = rest.partition("?")
    at = urlsplit(f"//{address}")
    plain = "tcp" if query == "transport=tcp" else "udp"
    return {
        "host": at.hostname or "",
        "port": at.port or (5349 if scheme == "turns" else 3478),
        "protocol": "tls" if scheme == "turns" else plain,
    }


async def echo(request: web.Request) -> web.WebSocketResponse:
    """GET /api/check/socket: gives back what it is told, to see that a socket passes, and how fast."""
    await contact(request)
    ws = web.WebSocketResponse(max_msg_size=ECHO_BYTES, compress=False, timeout=2.0)
    await ws.prepare(request)
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(ECHO_FOR_S):
            for _ in range(ECHOES):
                message = await ws.receive()
                if message.type is not WSMsgType.TEXT:
                    break
                await ws.send_str(message.data)
    await ws.close()
    return ws


async def events(request: web.Request) -> web.StreamResponse:
    """GET /api/check/events: some server-sent events, to see that they come one by one."""
    await contact(request)
    response = web.StreamResponse(
        headers={
            **SECURITY_HEADERS,
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
    )
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for number in range(EVENTS):
            await response.write(b"data: %d\n\n" % number)
            await asyncio.sleep(EVENT_EVERY_S)
        await response.write_eof()
    return response


async def relays(request: web.Request) -> web.Response:
    """OPTIONS /api/check/media: the relays, with a password for this check."""
    headers = CIMultiDict({"Accept-Post": "application/sdp", "Allow": "POST, OPTIONS"})
    outside = request.app[OUTSIDE]
    if outside.relays.urls:
        with contextlib.suppress(Denied):
            claim, _state = await contact(request)
            for link in outside.relays.links(f"check-{claim.delegation}", time.time()):
                headers.add("Link", link)
    return web.Response(status=204, headers=headers)


async def offer(request: web.Request) -> web.Response:
    """POST /api/check/media: an offer; for a minute what is sent comes back in the places of the floor."""
    claim, _state = await contact(request)
    offered = await offer_in(request)
    if isinstance(offered, web.Response):
        return offered
    try:
        joined = await request.app[OUTSIDE].checking.check(claim.session, claim.delegation, offered)
    except ValueError as error:
        return problem(422, "bad_offer", str(error))
    except Full as error:
        return full(error)
    return web.Response(
        status=201,
        text=joined.answer,
        content_type="application/sdp",
        headers={"Location": f"/api/check/media/{joined.id}", "ETag": f'"{joined.etag}"'},
    )


async def end(request: web.Request) -> web.Response:
    """DELETE /api/check/media/{connection}: harmless when already gone."""
    claim, _state = await contact(request)
    checking = request.app[OUTSIDE].checking
    await checking.end_check(claim.session, claim.delegation, request.match_info["connection"])
    return web.Response(status=204)


async def result(request: web.Request) -> web.Response:
    """POST /api/check/result: what the check found, for the technician; the last one of each delegation.

    200 with the figures that count: the server's own where it measured.
    """
    claim, _state = await contact(request)
    raw = await body(request)
    try:
        found = _RESULT.validate_json(wire.dump(raw))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "body"
        raise refuse("bad_field", field=wire.printable(field), problem=first["msg"].lower()) from None
    outside = request.app[OUTSIDE]
    measured = outside.checking.checked(claim.session, claim.delegation, found.connection)
    if measured is not None:
        found = replace(
            found,
            sent_kbits=measured.sent_kbits,
            lost_sent=measured.lost_sent,
            lost_received=measured.lost_received,
            round_trip_ms=(
                measured.round_trip_ms if measured.round_trip_ms is not None else found.round_trip_ms
            ),
        )
    kept: Mapping[str, Any] = {**wire.mapping(found), "connection": ""}
    outside.checks.keep(claim.session, claim.delegation, kept)
    return web.json_response({name: kept[name] for name in MEASURED})
