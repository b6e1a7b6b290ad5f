"""The line check's link opens the check and nothing else; no seat's token opens it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from tests.http.conftest import API, SESSION, House, Visitor
from vcsession.core.matters.line_checks import Line
from vcsession.http.access import CheckClaim, Claim
from vcsession.http.ports import Full

CHECK = "/api/check"
FOUND: dict[str, Any] = {
    "verdict": "good",
    "way": "socket",
    "path": "udp",
    "relay": "works",
    "microphone": "heard",
    "camera": "seen",
    "speaker": "heard",
    "sent_kbits": 2300,
    "received_kbits": 1900,
    "lost_sent": 1,
    "lost_received": 0,
    "round_trip_ms": 31,
    "connection": "",
}


def token(house: House, delegation: str = "KAZ", session: str = SESSION) -> str:
    return house.access.check_token(CheckClaim(session, delegation))


async def test_the_link_opens_the_check_and_its_sheet(house: House, visitor: Visitor) -> None:
    page = await visitor.get("/check")
    assert page.status == 200
    assert (await visitor.get(CHECK)).status == 401, "not before the link was opened"
    there = {"Host": "talks.example"}
    opened = await visitor.post(CHECK, json={"token": token(house)}, headers=there)
    assert opened.cookies["__Host-vcsession_check"]["secure"]
    about = await opened.json()
    assert about["symbol"]
    assert about["delegation"]["en"] == "Republic of Kazakhstan"
    assert about["sheet"] == {
        "page": {"host": "talks.example", "port": 443, "protocol": "https"},
        "media": [{"host": "192.0.2.7", "port": 8443, "protocol": "udp"}],
        "relays": [
            {"host": "r.example", "port": 443, "protocol": "tcp"},
            {"host": "r.example", "port": 443, "protocol": "tls"},
        ],
    }
    await visitor.post(CHECK, json={"token": token(house)})
    again = await (await visitor.get(CHECK)).json()
    assert (again["symbol"], again["sheet"]["media"]) == (about["symbol"], about["sheet"]["media"])
    assert again["sheet"]["page"]["protocol"] == "http", "as it was opened"
    links = (await visitor.call("OPTIONS", f"{CHECK}/media")).headers.getall("Link")
    assert all("check-KAZ" in link for link in links)
    assert len(links) == 2


async def test_what_is_sent_to_the_socket_and_asked_of_the_events_comes_back(
    house: House, visitor: Visitor
) -> None:
    await visitor.post(CHECK, json={"token": token(house)})
    async with visitor.session.ws_connect(house.server.make_url(f"{CHECK}/socket")) as ws:
        await ws.send_str("1")
        assert await ws.receive_str() == "1"
        await ws.send_str("x" * 65)
        assert (await ws.receive()).type is WSMsgType.CLOSE
    events = await visitor.get(f"{CHECK}/events")
    assert events.content_type == "text/event-stream"
    assert await events.text() == "data: 0\n\ndata: 1\n\ndata: 2\n\n"


async def test_the_media_of_a_check_are_its_own_and_a_full_node_says_so(
    house: House, visitor: Visitor
) -> None:
    sdp = {"headers": {"Content-Type": "application/sdp"}}
    kaz, arm = token(house), token(house, "ARM")
    answer = await visitor.post(f"{CHECK}/media", token=kaz, data="v=0", **sdp)
    assert answer.status == 201
    connection = answer.headers["Location"]
    assert house.media.offers[-1][0] == f"check {SESSION}", "it is in no session"
    assert (await visitor.call("DELETE", connection, token=arm)).status == 204
    assert len(house.media.owners) == 1, "another delegation's check ends nothing"
    assert (await visitor.call("DELETE", connection, token=kaz)).status == 204
    assert house.media.owners == {}
    assert (await visitor.post(f"{CHECK}/media", token=kaz, data="x=0", **sdp)).status == 422
    assert (await visitor.post(f"{CHECK}/media", token=kaz, data="v=0")).status == 415
    house.media.full = Full(False, "This server is full.")
    refused = await visitor.post(f"{CHECK}/media", token=kaz, data="v=0", **sdp)
    assert (refused.status, (await refused.json())["code"]) == (503, "node_full")


async def test_the_link_opens_nothing_else(house: House, visitor: Visitor) -> None:
    await visitor.post(CHECK, json={"token": token(house)})
    known = token(house)
    refused = {}
    for route in house.server.app.router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if not path.startswith("/api/") or path.startswith(CHECK) or route.method in ("HEAD", "OPTIONS"):
            continue
        path = path.replace("{session}", SESSION).replace("{seat}", "kaz").replace("{connection}", "m1")
        path = (
            path.replace("{file}", "x")
            .replace("{symbol}", "x")
            .replace("{paper}", "agenda")
            .replace("{number}", "1")
        )
        for how in ({"token": known}, {"headers": {"X-Seat": "kaz"}}, {"headers": {"X-Seat": "check"}}):
            body = {"json": {"token": known}} if route.method == "POST" else {}
            answer = await visitor.call(route.method, path, **how, **body)  # type: ignore[arg-type]
            refused[route.method, path] = answer.status
            if (route.method, path) == ("DELETE", "/api/secretariat"):  # it only lets go of a cookie
                assert answer.status == 204
            elif path not in ("/api/openapi.json", f"{API}/socket"):
                assert answer.status == 401, (route.method, path)
    assert len(refused) > 20
    socket = await house.socket("kaz", token=known)
    assert (await socket.receive()).data == 4401
    no_relays = await visitor.call("OPTIONS", f"{API}/media", token=known)
    assert "Link" not in no_relays.headers
    for open_page in ("/health", "/metrics", "/api/openapi.json"):
        assert (await visitor.get(open_page)).status == 200


async def test_no_other_token_opens_the_check(house: House, visitor: Visitor) -> None:
    strangers = (
        house.token("kaz"),
        house.access.token(Claim("", "secretariat")),
        token(house, "XYZ"),
        token(house)[:-2],
        "",
    )
    for wrong in strangers:
        assert (await visitor.post(CHECK, json={"token": wrong})).status == 401
        assert (await visitor.get(CHECK, token=wrong)).status == 401
        with pytest.raises(WSServerHandshakeError):
            await visitor.session.ws_connect(
                house.server.make_url(f"{CHECK}/socket"), headers={"Authorization": f"Bearer {wrong}"}
            )
    assert (await visitor.get(CHECK, token=token(house, session="another"))).status == 404
    assert (await visitor.post(CHECK, json={"token": 7})).status == 422
    await visitor.enter("kaz")
    assert (await visitor.get(CHECK, seat="kaz")).status == 401, "nor does a seat's cookie"
    assert (await visitor.get(CHECK, token=token(house))).status == 200


async def test_a_check_ends_with_its_session(house: House, visitor: Visitor) -> None:
    await house.hall.do("chair", "cancel")
    assert (await visitor.post(CHECK, json={"token": token(house)})).status == 401


async def test_what_was_found_is_kept_for_the_technician(house: House, visitor: Visitor) -> None:
    assert (await visitor.post(f"{CHECK}/result", token=token(house), json=FOUND)).status == 200
    again = {**FOUND, "verdict": "low_line"}
    assert (await visitor.post(f"{CHECK}/result", token=token(house), json=again)).status == 200
    seen = await (await visitor.get(f"{API}/connections", token=house.token("technician"))).json()
    assert {code: (one["verdict"], one["at"]) for code, one in seen["checks"].items()} == {
        "KAZ": ("low_line", "2020-07-01T09:00:00.000Z")
    }
    own = await (await visitor.get(f"{API}/connections", token=house.token("kaz"))).json()
    other = await (await visitor.get(f"{API}/connections", token=house.token("arm"))).json()
    assert (list(own["checks"]), list(other["checks"])) == (["KAZ"], [])


async def test_where_the_server_measured_it_believes_itself(house: House, visitor: Visitor) -> None:
    sdp = {"headers": {"Content-Type": "application/sdp"}}
    answer = await visitor.post(f"{CHECK}/media", token=token(house), data="v=0", **sdp)
    connection = answer.headers["Location"].split("/")[-1]
    house.media.line = Line("heard", "seen", 720, 400, 900, 120, 30, 250)
    told = {**FOUND, "connection": connection}
    answered = await visitor.post(f"{CHECK}/result", token=token(house), json=told)
    assert (await answered.json())["lost_sent"] == 120
    await visitor.post(f"{CHECK}/result", token=token(house, "ARM"), json=told)
    seen = await (await visitor.get(f"{API}/connections", token=house.token("secretary"))).json()
    figures = ("sent_kbits", "received_kbits", "lost_sent", "lost_received", "round_trip_ms")
    assert [seen["checks"]["KAZ"][name] for name in figures] == [400, 1900, 120, 30, 250]
    assert [seen["checks"]["ARM"][name] for name in figures] == [2300, 1900, 1, 0, 31], "not another's line"


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "splendid"},
        {"sent_kbits": -1},
        {"sent_kbits": 1_000_001},
        {"lost_sent": 1001},
        {"lost_sent": 0.5},
        {"round_trip_ms": "31"},
        {"seat": "kaz"},
        {"path": "carrier_pigeon"},
    ],
    ids=json.dumps,
)
async def test_a_result_is_held_to_its_fields(house: House, visitor: Visitor, wrong: dict[str, Any]) -> None:
    answer = await visitor.post(f"{CHECK}/result", token=token(house), json={**FOUND, **wrong})
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_field")
    seen = await (await visitor.get(f"{API}/connections", token=house.token("technician"))).json()
    assert seen["checks"] == {}
