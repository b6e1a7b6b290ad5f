"""Seats revoked, links renewed and the lobby, from outside: tokens, cookies, sockets and media."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.hall import echelon
from tests.http.conftest import API, SESSION, House, Visitor, built
from vcsession.http.access import SECRETARIAT, Claim

MEDIA = {"data": "v=0\r\n", "headers": {"Content-Type": "application/sdp"}}


def seats(act: str, seat: str = "arm") -> str:
    return f"{API}/seats/{seat}/{act}"


async def closing(socket: ClientWebSocketResponse) -> int | None:
    async for message in socket:
        assert message.type is WSMsgType.TEXT
    return socket.close_code


async def frame(socket: ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    while True:
        got: dict[str, Any] = json.loads(await socket.receive_str())
        if got["frame"] == kind:
            return got


@pytest.mark.parametrize("caller", ["secretariat", "secretary"])
async def test_a_revoked_seat_is_out_at_once(house: House, visitor: Visitor, caller: str) -> None:
    assert (await visitor.enter("arm")).status == 200
    socket, other = await house.socket("arm"), await house.socket("blr")
    token = house.access.token(SECRETARIAT) if caller == "secretariat" else house.token(caller)
    answer = await visitor.post(seats("revoke"), token=token)
    assert (answer.status, await answer.json()) == (200, {"version": house.hall.room.state.version})
    assert await closing(socket) == 4401
    assert (await visitor.get(API, token=house.token("arm"))).status == 401
    assert (await visitor.get(API, seat="arm")).status == 401, "its cookie is dead too"
    assert (await visitor.enter("arm")).status == 401
    assert await closing(await house.socket("arm")) == 4401
    assert (await visitor.post(f"{API}/media", token=house.token("arm"), **MEDIA)).status == 401
    assert not other.closed
    assert (await visitor.get(API, token=house.token("blr"))).status == 200
    assert (await visitor.post(seats("revoke"), token=token)).status == 409


async def test_a_renewed_link_opens_the_seat_and_the_former_one_is_dead(
    house: House, visitor: Visitor
) -> None:
    socket = await house.socket("arm")
    former = house.token("arm")
    answer = await visitor.post(seats("reissue"), token=house.access.token(SECRETARIAT))
    new = (await answer.json())["seat"]["token"]
    assert await closing(socket) == 4401
    assert house.access.read(new) == Claim(SESSION, "arm", 2)
    assert (await visitor.get(API, token=former)).status == 401
    assert (await visitor.get(API, token=new)).status == 200
    again = await visitor.post(seats("reissue"), token=house.token("secretary"))
    newer = (await again.json())["seat"]["token"]
    assert (await visitor.get(API, token=new)).status == 401
    assert (await visitor.get(API, token=newer)).status == 200


async def test_nobody_else_revokes_or_renews(house: House, visitor: Visitor) -> None:
    for act in ("revoke", "reissue"):
        for seat in ("chair", "arm", "technician", "observer"):
            assert (await visitor.post(seats(act), token=house.token(seat))).status == 403
        assert (await visitor.post(seats(act))).status == 401
        elsewhere = house.token("secretary", "another")
        assert (await visitor.post(seats(act), token=elsewhere)).status == 401
        assert (await visitor.post(seats(act, "nobody"), token=house.token("secretary"))).status == 422
    assert (await visitor.get(API, token=house.token("arm"))).status == 200


async def test_media_of_a_revoked_seat_end_and_the_room_tells_the_plane(
    house: House, visitor: Visitor
) -> None:
    ended: list[tuple[str, str]] = []
    house.hall.room.on_expelled = lambda session, seat: ended.append((session, seat))
    await visitor.post(seats("reissue", "blr"), token=house.token("secretary"))
    await visitor.post(seats("revoke"), token=house.token("secretary"))
    assert ended == [(SESSION, "blr"), (SESSION, "arm")]


# the lobby


@pytest.fixture
async def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house whose session has the rule `lobby`."""
    rules = replace(echelon().rules, lobby=True)
    convocation = replace(echelon(), rules=rules)
    monkeypatch.setattr("tests.hall.echelon", lambda: convocation)
    async with built(tmp_path) as house:
        yield house


async def test_a_seat_waits_until_the_secretary_admits_it(guarded: House) -> None:
    visitor = await guarded.visitor()
    secretary, waiting = await guarded.socket("secretary"), await guarded.socket("arm")
    first = await frame(waiting, "slices")
    assert first["slices"]["me"]["waiting"] is True
    assert first["slices"]["session"]["delegations"] == []
    while not any(s["type"] == "admit_seat" for s in (await me(secretary))["steps"]):
        pass
    for path in ("commits", "minutes"):
        answer = await visitor.get(f"{API}/{path}", token=guarded.token("arm"))
        assert (answer.status, (await answer.json())["code"]) == (403, "in_lobby")
    answer = await visitor.post(f"{API}/media", token=guarded.token("arm"), **MEDIA)
    assert answer.status == 403
    assert (await visitor.do("arm", "cannot_hear")).status == 403
    seen = (await (await visitor.get(API, token=guarded.token("arm"))).json())["slices"]
    assert (seen["me"]["waiting"], seen["agenda"]["items"]) == (True, [])

    assert (await admitted(guarded, visitor, "arm")) == 200
    shown: dict[str, Any] = {}
    told = []
    while shown.get("me", {"waiting": True})["waiting"]:
        got = json.loads(await waiting.receive_str())
        told.append(got["frame"])
        shown |= got.get("slices", {})
    assert "links" not in told, "who is connected is told to the room only"
    assert len(shown["agenda"]["items"]) == 4, "everything is shown anew"
    assert (await visitor.get(f"{API}/commits", token=guarded.token("arm"))).status == 200


async def admitted(house: House, visitor: Visitor, seat: str) -> int:
    command = {"type": "admit_seat", "cause": f"admit-{seat}", "seat": seat}
    token = house.token("secretary")
    return (await visitor.post(f"{API}/commands", token=token, json=command)).status


async def me(socket: ClientWebSocketResponse) -> dict[str, Any]:
    while True:
        slices = (await frame(socket, "slices"))["slices"]
        if "me" in slices:
            found: dict[str, Any] = slices["me"]
            return found


async def test_without_the_rule_nobody_waits(house: House) -> None:
    first = await frame(await house.socket("arm"), "slices")
    assert first["slices"]["me"]["waiting"] is False
    assert len(first["slices"]["agenda"]["items"]) == 4
