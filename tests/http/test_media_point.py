"""The media end point: RFC 9725's statuses and headers, and nobody touches another seat's connection."""

from __future__ import annotations

import hmac
import re
import time
from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
import structlog
from aiohttp import ClientResponse, web
from aiohttp.test_utils import make_mocked_request

from tests.http.conftest import API, House, Visitor
from vcsession.http.api import MAX_OFFER
from vcsession.http.errors import errors

MEDIA = f"{API}/media"
SDP = {"Content-Type": "application/sdp"}
FRAGMENT = {"Content-Type": "application/trickle-ice-sdpfrag"}


async def offer(house: House, visitor: Visitor, seat: str, sdp: str = "v=0\r\n") -> ClientResponse:
    return await visitor.post(MEDIA, token=house.token(seat), data=sdp, headers=SDP)


async def restart(
    house: House, visitor: Visitor, seat: str, connection: str, tag: str, fragment: str = "a=ice-ufrag:new"
) -> ClientResponse:
    headers = FRAGMENT | ({"If-Match": tag} if tag else {})
    path = f"{MEDIA}/{connection}"
    return await visitor.call("PATCH", path, token=house.token(seat), data=fragment, headers=headers)


async def test_an_offer_is_answered(house: House, visitor: Visitor) -> None:
    answer = await offer(house, visitor, "arm")
    assert (answer.status, answer.content_type) == (201, "application/sdp")
    assert (answer.headers["Location"], answer.headers["ETag"]) == (f"{MEDIA}/m1", '"e1"')
    assert (await answer.text()).startswith("v=0")
    assert house.media.offers == [("echelon-2020", "arm", "v=0\r\n", True)]


async def test_an_offer_names_the_device_that_it_comes_from(house: House, visitor: Visitor) -> None:
    for query in ("", "?device=laptop", "?device=" + "x" * 500):
        await visitor.post(MEDIA + query, token=house.token("arm"), data="v=0\r\n", headers=SDP)
    assert house.media.devices == {"m1": "", "m2": "laptop", "m3": "x" * 100}


async def test_a_seat_is_told_its_relays_and_a_stranger_none(house: House, visitor: Visitor) -> None:
    """RFC 9725, 4.6; the password is what coturn computes from the name and the shared secret."""
    answer = await visitor.call("OPTIONS", MEDIA, token=house.token("arm"))
    assert answer.status == 204
    links = answer.headers.getall("Link")
    assert [link.partition(";")[0] for link in links] == [
        "<turn:r.example:443?transport=tcp>",
        "<turns:r.example:443>",
    ]
    found = re.search(r'username="(\d+):arm"; credential="([^"]+)"', links[0])
    assert found is not None
    ends, password = found.groups()
    assert 23 * 3600 < int(ends) - time.time() <= 24 * 3600
    assert password == b64encode(hmac.digest(b"shared", f"{ends}:arm".encode(), "sha1")).decode()

    stranger = await visitor.call("OPTIONS", MEDIA)
    assert (stranger.status, stranger.headers.get("Link")) == (204, None)


async def test_who_may_be_heard_follows_from_the_seat_and_not_from_the_offer(
    house: House, visitor: Visitor
) -> None:
    for seat in ("chair", "arm", "observer", "technician", "interpreter-en"):
        await offer(house, visitor, seat)
    assert {seat: may for _, seat, _, may in house.media.offers} == {
        "chair": True,
        "arm": True,
        "observer": False,
        "technician": False,
        "interpreter-en": True,
    }


async def test_what_is_no_offer_is_refused(house: House, visitor: Visitor) -> None:
    token = house.token("arm")
    assert (
        await visitor.post(MEDIA, token=token, data="v=0", headers={"Content-Type": "text/plain"})
    ).status == 415
    assert (await visitor.post(MEDIA, token=token, json={})).status == 415
    bad = await offer(house, visitor, "arm", "hello")
    assert (bad.status, (await bad.json())["code"]) == (422, "bad_offer")
    odd = await visitor.post(MEDIA, token=token, data=b"v=0\xff", headers=SDP)
    assert (odd.status, (await odd.json())["code"]) == (422, "bad_offer")
    assert house.media.offers == []


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_offer_has_at_most_192_kilobytes(house: House, visitor: Visitor, chunked: bool) -> None:
    async def pieces(size: int) -> AsyncIterator[bytes]:
        yield b"v=0"
        yield b"x" * (size - 3)

    for size, status in ((MAX_OFFER, 201), (MAX_OFFER + 1, 413), (1_000_000, 413), (2_000_000, 413)):
        data = pieces(size) if chunked else b"v=0" + b"x" * (size - 3)
        answer = await visitor.post(MEDIA, token=house.token("arm"), data=data, headers=SDP)
        assert answer.status == status
        if status == 413:
            assert (await answer.json())["message"]
    assert len(house.media.offers) == 1


async def test_ice_is_restarted(house: House, visitor: Visitor) -> None:
    await offer(house, visitor, "arm")
    answer = await restart(house, visitor, "arm", "m1", '"e1"')
    assert (answer.status, answer.content_type) == (200, "application/trickle-ice-sdpfrag")
    assert (answer.headers["ETag"], await answer.text()) == ('"e2"', "a=ice-ufrag:ours")
    assert (await restart(house, visitor, "arm", "m1", "*")).status == 200


async def test_candidates_alone_need_no_answer(house: House, visitor: Visitor) -> None:
    await offer(house, visitor, "arm")
    answer = await restart(house, visitor, "arm", "m1", '"e1"', "a=ice-ufrag:same")
    assert (answer.status, answer.headers["ETag"], await answer.text()) == (204, '"e1"', "")


async def test_a_restart_says_which_ice_session_it_means(house: House, visitor: Visitor) -> None:
    await offer(house, visitor, "arm")
    assert (await restart(house, visitor, "arm", "m1", "")).status == 428
    assert (await restart(house, visitor, "arm", "m1", '"e0"')).status == 412
    wrong = await restart(house, visitor, "arm", "m1", '"e1"', "hello")
    assert (wrong.status, (await wrong.json())["code"]) == (422, "bad_fragment")
    path = f"{MEDIA}/m1"
    kind = await visitor.call(
        "PATCH", path, token=house.token("arm"), data="x", headers=SDP | {"If-Match": "*"}
    )
    assert kind.status == 415


async def test_a_connection_is_its_own_seats(house: House, visitor: Visitor) -> None:
    await offer(house, visitor, "arm")
    for seat in ("blr", "chair"):
        foreign = await restart(house, visitor, seat, "m1", "*")
        unknown = await restart(house, visitor, seat, "m9", "*")
        assert (foreign.status, unknown.status) == (404, 404)
        assert await foreign.json() == await unknown.json()  # not even told that it is there
        left = await visitor.call("DELETE", f"{MEDIA}/m1", token=house.token(seat))
        assert left.status == 204
        assert "m1" in house.media.owners
    assert (await visitor.call("DELETE", f"{MEDIA}/m1", token=house.token("arm"))).status == 204
    assert house.media.owners == {}
    assert (await visitor.call("DELETE", f"{MEDIA}/m1", token=house.token("arm"))).status == 204


async def test_an_encoder_learns_what_may_be_posted(visitor: Visitor) -> None:
    answer = await visitor.call("OPTIONS", MEDIA)
    assert (answer.status, answer.headers["Accept-Post"]) == (204, "application/sdp")


@pytest.mark.parametrize(
    ("failure", "status", "logged"),
    [(ConnectionResetError("gone"), 400, []), (OSError("a bug"), 500, ["error"])],
)
async def test_a_line_that_breaks_in_the_middle_of_a_call_is_no_failure_of_ours(
    failure: Exception, status: int, logged: list[str]
) -> None:
    async def fails(_: web.Request) -> web.StreamResponse:
        raise failure

    with structlog.testing.capture_logs() as logs:
        response = await errors(make_mocked_request("POST", MEDIA), fails)
    assert response.status == status
    assert [entry["log_level"] for entry in logs] == logged
