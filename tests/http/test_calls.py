"""The calls: what each answers, to whom, and how it says no."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse

from tests.hall import STATES, WORDS, echelon
from tests.http.conftest import API, House, Visitor, built
from vcsession import wire
from vcsession.http.access import SECRETARIAT


async def problem(answer: ClientResponse) -> tuple[int, str]:
    """Status and code; the body is JSON with a sentence, whatever went wrong."""
    assert answer.content_type == "application/json"
    body = await answer.json()
    assert isinstance(body["message"], str)
    assert body["message"][:1].strip()
    return answer.status, body["code"]


# commands


async def test_a_command_is_answered_with_its_version_and_events(visitor: Visitor) -> None:
    answer = await visitor.do("chair", "call_to_order", sitting="1")
    assert answer.status == 200
    body = await answer.json()
    assert body["version"] == 3
    assert [event["type"] for event in body["events"]] == ["sitting_called_to_order"]


async def test_a_command_given_again_gets_the_same_answer(house: House, visitor: Visitor) -> None:
    answers = [await visitor.do("chair", "call_to_order", sitting="1") for _ in range(2)]
    assert await answers[0].json() == await answers[1].json()
    assert len(await house.hall.entries()) == 3


async def test_refusals_say_whose_fault_it_is(visitor: Visitor) -> None:
    not_yours = await visitor.do("arm", "call_to_order", sitting="1")
    assert await problem(not_yours) == (403, "not_presiding")
    not_now = await visitor.do("chair", "declare_quorum", sitting="1")
    assert await problem(not_now) == (409, "wrong_state")
    not_so = await visitor.do("chair", "call_to_order", sitting=1)
    assert await problem(not_so) == (422, "bad_field")
    assert (await not_so.json())["detail"]["field"] == "sitting"
    unknown = await visitor.do("chair", "call_to_order", sitting="9")
    assert await problem(unknown) == (422, "unknown")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"type":"\xff"}', b'{"a":1,"a":2}', b"[" * 100_000, b'"x"', b"NaN"],
)
async def test_odd_bodies_are_refused(house: House, visitor: Visitor, body: bytes) -> None:
    calls = ((f"{API}/commands", house.token("chair")), ("/api/sessions", house.access.token(SECRETARIAT)))
    for path, token in (*calls, ("/api/enter", "")):
        for kind in (
            "application/json",
            "text/plain",
            "application/json; charset=none",
            "text/plain; charset=utf-16",
        ):
            answer = await visitor.post(path, token=token, data=body, headers={"Content-Type": kind})
            assert await problem(answer) == (422, "bad_field"), (path, kind)


async def test_a_body_over_a_megabyte_is_refused(house: House, visitor: Visitor) -> None:
    answer = await visitor.post(f"{API}/commands", token=house.token("chair"), data=b" " * (1 << 20) + b"{}")
    assert answer.status == 413
    assert (await problem(answer))[0] == 413


async def test_a_store_that_is_away_is_said_to_be(house: House, visitor: Visitor) -> None:
    house.hall.log.away = True
    assert await problem(await visitor.do("chair", "call_to_order", sitting="1")) == (
        503,
        "store_unavailable",
    )
    assert (await visitor.get(API, token=house.token("chair"))).status == 200
    house.hall.log.away = False
    house.hall.log.trouble = ["lost"]
    assert await problem(await visitor.do("chair", "call_to_order", sitting="1")) == (503, "unsaved")
    await house.hall.time.draw(2)
    assert (await visitor.do("chair", "call_to_order", sitting="1")).status == 200
    assert len(await house.hall.entries()) == 3


async def test_a_session_that_another_server_runs_is_said_to_have_moved(
    house: House, visitor: Visitor
) -> None:
    await house.hall.log.claim("echelon-2020")
    assert await problem(await visitor.do("chair", "call_to_order", sitting="1")) == (421, "moved")
    assert await problem(await visitor.get(API, token=house.token("chair"))) == (421, "moved")


async def test_an_altered_log_is_not_gone_on_with(house: House, visitor: Visitor) -> None:
    house.hall.rooms._rooms.clear()
    entries = house.hall.log._entries("echelon-2020", "plenary")
    entries[1] = replace(entries[1], data=entries[1].data.replace(b"convened", b"cancelled"))
    answer = await visitor.get(API, token=house.token("chair"))
    assert await problem(answer) == (500, "altered")
    socket = await house.socket("chair")
    await socket.receive()
    assert socket.close_code == 1011


async def test_a_call_brings_a_lost_link_back_before_it_is_acted_on(house: House, visitor: Visitor) -> None:
    await house.hall.in_session()
    house.hall.room.unsubscribe(house.hall.seat("arm"))
    await house.hall.time.draw(2)
    assert house.hall.room.state.presence["ARM"].state == "link_lost"
    assert (await visitor.do("arm", "step_out")).status == 200  # only who is present can step out


async def test_a_bug_is_answered_in_a_sentence_and_the_server_goes_on(
    house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(house.hall.room, "handle", fails)
    answer = await visitor.do("chair", "call_to_order", sitting="1")
    assert await problem(answer) == (500, "internal")
    assert "secret" not in await answer.text()
    monkeypatch.undo()
    assert (await visitor.do("chair", "call_to_order", sitting="1")).status == 200


# the log


async def test_the_log_is_for_officers_and_heads(house: House, visitor: Visitor) -> None:
    for seat in ("chair", "deputy", "secretary", "arm"):
        answer = await visitor.get(f"{API}/commits", token=house.token(seat))
        assert [one["version"] for one in (await answer.json())["commits"]] == [1, 2]
    for seat in ("observer", "interpreter-en", "technician"):
        assert await problem(await visitor.get(f"{API}/commits", token=house.token(seat))) == (
            403,
            "not_your_role",
        )


async def test_the_log_is_not_for_whoever_is_admitted_to_some_items_only(
    house: House, visitor: Visitor
) -> None:
    """It tells of all the others; the same head reads it where no items are listed."""
    answer = await visitor.get(f"{API}/commits", token=house.token("arm"))
    assert answer.status == 200
    state = house.hall.room.state
    bound = replace(state.delegations["ARM"], kind="invited_body", items=("2",))
    house.hall.room.state = replace(state, delegations={**state.delegations, "ARM": bound})
    answer = await visitor.get(f"{API}/commits", token=house.token("arm"))
    assert await problem(answer) == (403, "not_your_role")


async def test_the_log_can_be_read_on_from_a_version(house: House, visitor: Visitor) -> None:
    await house.hall.do("chair", "call_to_order", sitting="1")
    answer = await visitor.get(f"{API}/commits?after=2", token=house.token("arm"))
    (commit,) = (await answer.json())["commits"]
    (entry,) = (await house.hall.entries())[2:]
    assert (commit["hash"], commit["prev_hash"]) == (entry.hash, entry.prev_hash)
    assert bytes.fromhex(commit["signature"]) == entry.signature
    by = {"seat": "chair", "role": "chair", "delegation": None, "entered_by": None}
    assert commit["actor"] == by


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "²", "٣", "9" * 30, "1e3", " 1"])
async def test_a_version_is_a_number(house: House, visitor: Visitor, after: str) -> None:
    answer = await visitor.get(f"{API}/commits", params={"after": after}, token=house.token("chair"))
    assert await problem(answer) == (422, "bad_field")


async def test_nobody_can_find_out_who_asked_for_time(house: House, visitor: Visitor) -> None:
    """Neither from the events nor from the seat that gave the command."""
    await house.hall.before_the_room()
    before = house.hall.room.state.version
    await visitor.do("kaz", "record_answer", decision="1.1", answer="need_time")
    await visitor.do("blr", "record_answer", decision="1.1", answer="agree")
    for seat in ("chair", "secretary", "arm"):
        answer = await visitor.get(f"{API}/commits?after={before}", token=house.token(seat))
        asked, agreed = (await answer.json())["commits"]
        assert "kaz" not in json.dumps(asked).lower()
        assert (agreed["actor"]["seat"], agreed["events"][0]["delegation"]) == ("blr", "BLR")
    for seat in ("chair", "arm"):
        decisions = (await (await visitor.get(API, token=house.token(seat))).json())["slices"]["decisions"]
        assert decisions["decisions"][0]["answers"]["need_time"] == 1
    own = await visitor.get(f"{API}/commits?after={before}", token=house.token("kaz"))
    assert (await own.json())["commits"][0]["events"][0]["delegation"] == "KAZ"


async def test_what_a_vote_by_voice_tells_is_that_the_secretary_marked_it(
    house: House, visitor: Visitor
) -> None:
    await house.hall.before_the_room()
    before = house.hall.room.state.version
    await visitor.do("secretary", "record_answer", decision="1.1", answer="need_time", delegation="KAZ")
    answer = await visitor.get(f"{API}/commits?after={before}", token=house.token("arm"))
    (asked,) = (await answer.json())["commits"]
    assert (asked["actor"]["seat"], asked["events"][0]["delegation"]) == ("secretary", "")


# documents


async def test_minutes_are_for_officers(house: House, visitor: Visitor) -> None:
    for seat in ("chair", "deputy", "secretary"):
        answer = await visitor.get(
            f"{API}/minutes?format=pdf&language=en&form=short", token=house.token(seat)
        )
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert await answer.text() == "echelon-2020 en short"
    for seat in ("arm", "observer", "technician"):
        assert await problem(await visitor.get(f"{API}/minutes", token=house.token(seat))) == (
            403,
            "not_your_role",
        )


async def test_minutes_are_in_the_authentic_language_unless_another_is_asked_for(
    house: House, visitor: Visitor
) -> None:
    answer = await visitor.get(f"{API}/minutes", token=house.token("secretary"))
    assert (answer.content_type, await answer.text()) == ("text/html", "echelon-2020 ru full")
    wrong = await visitor.get(f"{API}/minutes?format=odt", token=house.token("secretary"))
    assert await problem(wrong) == (422, "bad_field")


async def test_papers_are_for_officers_but_the_agenda_and_the_calendar_for_every_seat(
    house: House, visitor: Visitor
) -> None:
    for name in ("decisions", "agenda"):
        answer = await visitor.get(
            f"{API}/papers/{name}?format=csv&language=en", token=house.token("secretary")
        )
        assert (answer.status, await answer.text()) == (200, f"{name} en")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    for seat in ("arm", "observer", "technician"):
        for name in ("agenda", "calendar"):
            assert (await visitor.get(f"{API}/papers/{name}", token=house.token(seat))).status == 200
        for path in ("papers/decisions", "papers/communique", "communique", "papers/none"):
            answer = await visitor.get(f"{API}/{path}", token=house.token(seat))
            assert await problem(answer) == (403, "not_your_role")
    wrong = await visitor.get(f"{API}/papers/none", token=house.token("chair"))
    assert await problem(wrong) == (422, "bad_field")


async def test_the_communique_has_an_address_of_its_own(house: House, visitor: Visitor) -> None:
    answer = await visitor.get(f"{API}/communique?format=md", token=house.token("chair"))
    assert (answer.status, await answer.text()) == (200, "communique ru")


# convening


def session_file(**changes: Any) -> dict[str, Any]:
    """ECHELON-2020 as JSON, as the secretariat's program would send it."""
    body = wire.mapping(replace(echelon(), id="by-http")) | changes
    for sitting in body["sittings"]:
        sitting["opens_at"] = sitting["opens_at"].replace("T07:00:00Z", " 10:00")
    return body


async def test_the_secretariat_convenes(house: House, visitor: Visitor) -> None:
    token = house.access.token(SECRETARIAT)
    answer = await visitor.post("/api/sessions", token=token, json=session_file())
    assert answer.status == 201, await answer.text()
    body = await answer.json()
    assert (body["session"], len(body["seats"])) == ("by-http", 13)
    chair = next(seat for seat in body["seats"] if seat["seat"] == "chair")
    assert (await visitor.get("/api/sessions/by-http", token=chair["token"])).status == 200
    again = await visitor.post("/api/sessions", token=token, json=session_file())
    assert await problem(again) == (409, "session_exists")


async def test_nobody_else_convenes(house: House, visitor: Visitor) -> None:
    for seat in ("chair", "secretary", "technician"):
        answer = await visitor.post("/api/sessions", token=house.token(seat), json=session_file())
        assert await problem(answer) == (403, "not_your_role")
    assert await house.hall.log.sessions() == ["echelon-2020"]


async def test_a_wrong_session_file_is_named_by_its_fields(house: House, visitor: Visitor) -> None:
    token = house.access.token(SECRETARIAT)
    wrong = session_file(agenda="none", colour="red")
    answer = await visitor.post("/api/sessions", token=token, json=wrong)
    assert await problem(answer) == (422, "bad_session_file")
    sentences = (await answer.json())["problems"]
    assert any("agenda" in sentence for sentence in sentences)
    assert any("colour" in sentence for sentence in sentences)
    assert await house.hall.log.sessions() == ["echelon-2020"]


# the rest


async def test_what_is_not_there_is_said_in_json(house: House, visitor: Visitor) -> None:
    assert (await problem(await visitor.get("/api/nothing")))[0] == 404
    assert (await problem(await visitor.get("/static/../../etc/passwd")))[0] == 404
    answer = await visitor.call("DELETE", API, token=house.token("chair"))
    assert (await problem(answer))[0] == 405
    assert answer.headers["Allow"] == "GET, HEAD"


async def test_files_outside_the_built_client_are_not_served(
    tmp_path: Path, house: House, visitor: Visitor
) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret")
    for path in ("/static/%2e%2e/secret.txt", "/static/..%2fsecret.txt", "/static/%00", "/static/assets"):
        answer = await visitor.get(path)
        assert answer.status in (403, 404), path
        assert "secret" not in await answer.text()


async def test_without_a_built_client_the_page_says_so(tmp_path: Path) -> None:
    async with built(tmp_path / "none") as house:
        visitor = await house.visitor()
        assert await problem(await visitor.get("/join")) == (503, "no_client")
        assert (await visitor.get(API, token=house.token("chair"))).status == 200


async def test_health_and_figures_are_open(visitor: Visitor) -> None:
    assert await (await visitor.get("/health")).json() == {"ready": True}
    figures = await visitor.get("/metrics")
    assert (figures.content_type, figures.status) == ("text/plain", 200)


async def test_a_plain_get_of_the_socket_is_refused_in_json(house: House, visitor: Visitor) -> None:
    answer = await visitor.get(f"{API}/socket", token=house.token("chair"))
    assert (await problem(answer))[0] == 400


async def test_a_round_can_be_played_by_calls_alone(house: House, visitor: Visitor) -> None:
    async def play(seat: str, type: str, **fields: Any) -> None:
        answer = await visitor.do(seat, type, **fields)
        assert answer.status == 200, await answer.text()

    await play("chair", "call_to_order", sitting="1")
    for state in STATES:
        await play(state, "answer_roll_call")
    await play("chair", "open_session")
    await play("chair", "declare_quorum", sitting="1")
    await play("chair", "adopt_agenda")
    await play("chair", "open_item", item="1")
    await play("secretary", "table_decision", item="1", kind="dates", text=WORDS)
    await play("secretary", "read_out", decision="1.1")
    await play("chair", "put_to_room", decision="1.1")
    for state in STATES:
        await play(state, "record_answer", decision="1.1", answer="agree")
    await play("chair", "adopt", decision="1.1")
    assert house.hall.room.state.decisions["1.1"].state == "adopted"
    told = Counter(await house.hall.told())
    assert (told["roll_call_answered"], told["answer_recorded"], told["decision_taken"]) == (6, 6, 1)
