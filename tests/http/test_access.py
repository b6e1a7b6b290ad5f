"""Who calls: tokens, cookies and origins; and what never shows in an address or a log."""

from __future__ import annotations

import base64
import json
import logging
import time
from dataclasses import replace
from typing import Any

import pytest
import structlog
from aiohttp import WSServerHandshakeError
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from tests.hall import echelon
from tests.http.conftest import API, SESSION, House, Visitor, pem
from vcsession.http.access import ALGORITHM, SECRETARIAT, Access, Claim


async def test_entering_sets_a_cookie_that_opens_the_seat(house: House, visitor: Visitor) -> None:
    entered = await visitor.enter("arm")
    assert entered.status == 200
    assert await entered.json() == {"session": SESSION, "seat": "arm", "role": "head", "delegation": "ARM"}
    cookie = entered.cookies["vcsession-arm"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    view = await visitor.get(API, seat="arm")
    assert (view.status, (await view.json())["slices"]["me"]["seat"]) == (200, "arm")


async def test_over_https_the_cookie_goes_nowhere_else(house: House, visitor: Visitor) -> None:
    """The public address is https://talks.example; its proxy speaks plain HTTP to us and keeps the name."""
    proxied = {"Host": "talks.example"}
    entered = await visitor.post("/api/enter", json={"token": house.token("arm")}, headers=proxied)
    cookie = entered.cookies["__Host-vcsession-arm"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    proxied |= {"Cookie": f"__Host-vcsession-arm={house.token('arm')}"}
    assert (await visitor.get(API, seat="arm", headers=proxied)).status == 200
    plain = {"Host": "talks.example", "Cookie": f"vcsession-arm={house.token('arm')}"}
    assert (await visitor.get(API, seat="arm", headers=plain)).status == 401


async def test_two_seats_live_in_one_browser(visitor: Visitor) -> None:
    await visitor.enter("chair")
    await visitor.enter("secretary")
    for seat in ("chair", "secretary"):
        view = await visitor.get(API, seat=seat)
        assert (await view.json())["slices"]["me"]["seat"] == seat
    by_query = await visitor.get(f"{API}?seat=secretary")
    assert (await by_query.json())["slices"]["me"]["seat"] == "secretary"
    assert (await visitor.get(API)).status == 401  # it must say which


async def test_a_bearer_needs_no_cookie(house: House, visitor: Visitor) -> None:
    view = await visitor.get(API, token=house.token("arm"))
    assert (await view.json())["slices"]["me"]["seat"] == "arm"


async def test_a_cookie_of_one_seat_opens_no_other(house: House, visitor: Visitor) -> None:
    url = house.server.make_url("/")
    visitor.session.cookie_jar.update_cookies({"vcsession-chair": house.token("arm")}, url)
    assert (await visitor.get(API, seat="chair")).status == 401
    visitor.session.cookie_jar.update_cookies({"vcsession-arm": house.token("arm")}, url)
    assert (await visitor.get(API, seat="arm")).status == 200


def unsigned(claims: dict[str, Any]) -> str:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{body}."


@pytest.fixture
def wrong(house: House) -> dict[str, str]:
    """Tokens that must open nothing, by what is wrong with them."""
    good = house.token("chair")
    head, body, signature = good.split(".")
    own = house.access._key
    claims = {"session": SESSION, "seat": "chair"}
    other = Access(pem())

    def signed(**more: Any) -> str:
        return jwt.encode({"alg": ALGORITHM}, claims | more, own, algorithms=[ALGORITHM])

    public = OctKey.import_key(json.dumps(OKPKey.import_key(own.as_dict(private=False)).as_dict()))
    return {
        "not a token": "abc",
        "empty parts": "..",
        "cut": good[:-4],
        "another signature": f"{head}.{body}.{signature[:-6]}AAAAAA",
        "another key": other.token(Claim(SESSION, "chair")),
        "another session": house.token("chair", "other-session"),
        "an unknown seat": house.token("president"),
        "no seat": jwt.encode({"alg": ALGORITHM}, {"session": SESSION}, own, algorithms=[ALGORITHM]),
        "a seat that is no text": signed(seat=["chair"]),
        "unsigned": unsigned(claims),
        "signed with the public key": jwt.encode({"alg": "HS256"}, claims, public, algorithms=["HS256"]),
        "expired": signed(exp=int(time.time()) - 60),
        "not valid yet": signed(nbf=int(time.time()) + 3600),
        "the secretariat's": house.access.token(SECRETARIAT),
        "control characters": "a\x00b.c.d",
        "long": good + "A" * 5000,
    }


async def test_the_good_twin_of_the_wrong_tokens(house: House, visitor: Visitor) -> None:
    assert (await visitor.get(API, token=house.token("chair"))).status == 200
    claims = {"session": SESSION, "seat": "chair", "exp": int(time.time()) + 60}
    dated = jwt.encode({"alg": ALGORITHM}, claims, house.access._key, algorithms=[ALGORITHM])
    assert (await visitor.get(API, token=dated)).status == 200


async def test_wrong_tokens_open_nothing(house: House, visitor: Visitor, wrong: dict[str, str]) -> None:
    calls = (("GET", API), ("POST", f"{API}/commands"), ("GET", f"{API}/commits"), ("GET", f"{API}/minutes"))
    for what, token in wrong.items():
        if "\x00" not in token:  # no client sends such a header
            for method, path in (*calls, ("POST", f"{API}/media"), ("DELETE", f"{API}/media/m1")):
                answer = await visitor.call(method, path, token=token)
                assert (answer.status, (await answer.json())["code"]) == (401, "denied"), (what, path)
            socket = await house.socket("chair", token=token)
            await socket.receive()
            assert socket.close_code == 4401, what
        entered = await visitor.post("/api/enter", json={"token": token})
        # A session that is not here (any more) is named as such to whoever holds a signed token for it.
        assert entered.status == (404 if what == "another session" else 401), what
        assert "Set-Cookie" not in entered.headers, what


async def test_no_token_opens_nothing(house: House, visitor: Visitor) -> None:
    for path in ("", "/commits", "/minutes"):
        assert (await visitor.get(f"{API}{path}")).status == 401
    assert (await visitor.post("/api/sessions", json={})).status == 401
    entered = await visitor.post("/api/enter", json={})
    assert (entered.status, (await entered.json())["detail"]["field"]) == (422, "token")


async def test_a_seat_sees_no_other_session(house: House, visitor: Visitor) -> None:
    await house.hall.rooms.convene(replace(echelon(), id="other-session"))
    mine, theirs = house.token("chair"), house.token("chair", "other-session")
    paths = ("", "/commits", "/minutes")
    for path in paths:
        assert (await visitor.get(f"/api/sessions/other-session{path}", token=theirs)).status == 200
        assert (await visitor.get(f"/api/sessions/other-session{path}", token=mine)).status == 401
    socket = await house.socket("chair", token=mine, session="other-session")
    await socket.receive()
    assert socket.close_code == 4401


async def test_a_page_of_another_site_cannot_act(house: House, visitor: Visitor) -> None:
    await visitor.enter("chair")
    own = f"http://{house.server.host}:{house.server.port}"
    command = {"type": "call_to_order", "sitting": "1"}

    async def act(cause: str, **headers: str) -> int:
        body = command | {"cause": cause}
        return (await visitor.post(f"{API}/commands", seat="chair", json=body, headers=headers)).status

    foreign = ("https://evil.example", "null", f"{own}0", f"{own}.evil.example", "http://localhost")
    for number, origin in enumerate(foreign):
        assert await act(f"f{number}", Origin=origin) == 403, origin
    assert len(await house.hall.entries()) == 2
    assert await act("own", Origin=own) == 200
    assert await act("own", Origin="https://talks.example") == 200  # behind a proxy of that name
    assert await act("own") == 200  # no browser: a browser always says where it comes from


async def test_a_page_of_another_site_opens_no_socket(house: House) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.socket("chair", Origin="https://evil.example")
    assert refused.value.status == 403
    socket = await house.socket("chair", Origin=f"http://{house.server.host}:{house.server.port}")
    assert (await socket.receive_json())["frame"] == "slices"


async def test_every_answer_has_the_security_headers(house: House, visitor: Visitor) -> None:
    for path, status in (
        ("/join", 200),
        ("/room/echelon-2020/chair", 200),
        ("/static/assets/app-1a2b.js", 200),
        ("/health", 200),
        ("/api/openapi.json", 200),
        (API, 401),
        ("/nowhere", 404),
    ):
        answer = await visitor.get(path)
        assert answer.status == status
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_built_files_may_be_kept_and_the_page_may_not(visitor: Visitor) -> None:
    assert "immutable" in (await visitor.get("/static/assets/app-1a2b.js")).headers["Cache-Control"]
    assert (await visitor.get("/join")).headers["Cache-Control"] == "no-cache"
    assert "Cache-Control" not in (await visitor.get("/static/assets/none.js")).headers


async def test_a_token_is_in_no_log_and_no_address(
    house: House, visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call that carries a token, a failing one among them, with all logs at their most talkative."""
    caplog.set_level(logging.DEBUG)
    tokens = [house.token(seat) for seat in ("chair", "secretary")]
    with structlog.testing.capture_logs() as logs:
        for seat, token in zip(("chair", "secretary"), tokens, strict=True):
            await visitor.enter(seat)
            await visitor.get(API, seat=seat)
            await visitor.get(f"{API}/minutes?seat={seat}")
            await visitor.get(f"{API}/nothing", token=token)
            await visitor.post("/api/enter", json={"token": token[:-3]})
            await visitor.post("/api/enter", data=token)
            socket = await house.socket(seat)
            await socket.receive()
            await socket.send_str(f'{{"type":"nothing","cause":"{token[:100]}"}}')
            await socket.close()

        def fails(*_: object) -> None:
            raise RuntimeError("a bug")

        monkeypatch.setattr(house.hall.room, "whole", fails)
        assert (await visitor.get(API, token=tokens[0])).status == 500
    said = caplog.text + json.dumps(logs, default=str)
    assert "a call failed" in said  # something is logged at all
    assert "/minutes?seat=chair" in said  # and the addresses are
    for token in tokens:
        _, body, signature = token.split(".")
        assert token not in said
        assert signature[:20] not in said
        assert body not in said
