"""Quiet lines: words beside the record reach the ends of the line, and nobody and nothing else."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse

from tests.core.timeline import Timeline, company
from tests.http.conftest import API, House, Visitor, until
from vcsession.core.lines import ends
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.seats import RevokeSeat
from vcsession.core.vocabulary import Refused

SECRET = "we could live with the nineteenth"


async def say(visitor: Visitor, house: House, who: str, line: str, **more: Any) -> ClientResponse:
    body = {"line": line, "text": SECRET} | more
    return await visitor.post(f"{API}/lines", token=house.token(who), json=body)


async def whispers(socket: ClientWebSocketResponse, house: House, mark: str) -> list[dict[str, Any]]:
    """What the socket was told on quiet lines, up to the answer to a mark of its own."""
    await socket.send_json({"type": "call_to_order", "cause": mark, "sitting": "9"})
    found = []
    while True:
        frame = json.loads(await socket.receive_str())
        if frame["frame"] == "quiet":
            found.append(frame)
        elif frame.get("cause") == mark:
            return found


async def test_words_reach_the_ends_of_the_line_only(house: House, visitor: Visitor) -> None:
    names = ("chair", "arm", "blr", "secretary", "observer", "technician", "deputy")
    sockets = {name: await house.socket(name) for name in names}
    await until(lambda: house.hall.room.connected == set(names))
    version = house.hall.room.state.version
    answer = await say(visitor, house, "arm", "chair")
    assert (answer.status, await answer.json()) == (200, {"reached": ["chair"]})
    heard = {name: await whispers(socket, house, f"mark-{name}") for name, socket in sockets.items()}
    assert {name for name, frames in heard.items() if frames} == {"arm", "chair"}
    (frame,) = heard["chair"]
    assert (frame["from"], frame["line"], frame["to"], frame["text"]) == ("arm", "chair", ["chair"], SECRET)
    assert house.hall.room.state.version == version, "it is no event"
    assert SECRET not in str(await house.hall.entries())
    late = await house.socket("chair")
    assert await whispers(late, house, "late") == [], "nobody keeps it"


async def test_the_socket_takes_it_too(house: House) -> None:
    chair, head = await house.socket("chair"), await house.socket("arm")
    await until(lambda: len(house.hall.room.connected) == 2)
    await chair.send_json({"signal": "quiet", "line": "chair", "seat": "arm", "text": SECRET})
    assert len(await whispers(chair, house, "m-1")) == 1
    assert len(await whispers(head, house, "m-2")) == 1
    await chair.send_json({"signal": "quiet", "line": "chair", "text": SECRET})
    while (frame := json.loads(await chair.receive_str()))["frame"] != "refused":
        pass
    assert frame["code"] == "bad_field", "the chair says to whom"


async def test_nothing_of_it_is_written_down(
    house: House, visitor: Visitor, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        await say(visitor, house, "arm", "secretariat")
        await say(visitor, house, "observer", "chair")
    captured = capsys.readouterr()
    assert SECRET not in caplog.text + captured.out + captured.err


async def test_a_seat_says_so_much_and_then_waits(house: House, visitor: Visitor) -> None:
    answers = [(await say(visitor, house, "arm", "secretariat")).status for _ in range(6)]
    assert answers == [200] * 5 + [409]
    assert (await say(visitor, house, "blr", "secretariat")).status == 200, "each seat for itself"


@pytest.mark.parametrize(
    "body",
    [
        {"line": "everybody"},
        {"text": " "},
        {"text": "x" * 1001},
        {"text": "\x00"},
        {"text": 7},
        {"seat": 7},
        {"from": "chair"},
    ],
)
async def test_what_is_no_message_is_refused(house: House, visitor: Visitor, body: dict[str, Any]) -> None:
    answer = await say(visitor, house, "arm", **({"line": "secretariat"} | body))
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_field")


async def test_strangers_say_nothing(house: House, visitor: Visitor) -> None:
    assert (await visitor.post(f"{API}/lines", json={"line": "chair", "text": SECRET})).status == 401


# who is at the other end


def line(room: Timeline, seat: str, name: Any, to: str | None = None) -> set[str] | str:
    try:
        return set(ends(room.state, room.actor(seat), name, to))
    except Refused as refused:
        return refused.code


def test_the_ends_of_every_line() -> None:
    room = Timeline(company())
    assert line(room, "arm", "chair") == {"arm", "chair"}
    assert line(room, "secretary", "chair") == {"secretary", "chair"}
    assert line(room, "chair", "chair", "rus") == {"chair", "rus"}
    assert line(room, "chair", "chair", "rus-1") == "no_line"
    assert line(room, "chair", "chair", "nobody") == "unknown"
    for seat in ("rus-1", "observer", "technician", "interpreter-en", "obs", "deputy"):
        assert line(room, seat, "chair") == "no_line"
    assert line(room, "rus-2", "delegation") == {"rus", "rus-1", "rus-2"}
    assert line(room, "rus-2", "delegation", "arm") == {"rus", "rus-1", "rus-2"}, "no other is let in"
    assert line(room, "chair", "delegation") == "no_line"
    assert line(room, "technician", "secretariat") == {"technician", "secretary"}
    assert line(room, "secretary", "secretariat", "observer") == {"observer", "secretary"}
    assert line(room, "secretary", "secretariat") == "bad_field"


def test_the_line_to_the_chair_goes_to_who_presides() -> None:
    room = Timeline(company()).sitting()
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert line(room, "arm", "chair") == {"arm", "deputy"}
    assert line(room, "chair", "chair", "arm") == "no_line"


def test_a_revoked_seat_and_one_in_the_lobby_are_on_no_line() -> None:
    room = Timeline(company())
    room.say("secretary", RevokeSeat("rus-1"))
    assert line(room, "rus", "delegation") == {"rus", "rus-2"}
    assert line(room, "rus-1", "delegation") == "seat_revoked"
    waiting = Timeline(company(lobby=True))
    assert line(waiting, "arm", "secretariat") == "in_lobby"
    assert line(waiting, "secretary", "secretariat", "arm") == "unknown"
