"""Tables over HTTP: shown before anything is written, and then given as the usual commands."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientResponse, FormData

from tests.http.conftest import API, House, Visitor
from tests.tables import PLAN, PROPOSALS, excel, word


async def sent(
    visitor: Visitor, token: str, data: bytes, what: str, path: str = f"{API}/import"
) -> ClientResponse:
    form = FormData()
    form.add_field("about", json.dumps({"what": what, "language": "ru", "codes": {}}))
    form.add_field("file", data, filename="table.xlsx", content_type="application/octet-stream")
    return await visitor.post(path, token=token, data=form)


async def test_a_delegation_sees_what_its_rows_would_do_and_then_does_it(
    house: House, visitor: Visitor
) -> None:
    await house.hall.in_session()
    before = house.hall.room.state.version
    answer = await sent(visitor, house.token("blr"), excel(PROPOSALS), "proposals")
    assert answer.status == 200, await answer.text()
    comment, amendment = (await answer.json())["entries"]
    assert house.hall.room.state.version == before, "nothing is written before it is confirmed"
    assert comment["refusal"] is amendment["refusal"] is None
    (command,) = amendment["commands"]
    assert (command["unit"], command["text"], command["rationale"]) == (
        "2.date",
        {"ru": "=5 сентября"},
        {"ru": "-удобнее"},
    )
    for entry in (comment, amendment):
        for command in entry["commands"]:
            fields: dict[str, Any] = {name: value for name, value in command.items() if name != "type"}
            assert (await visitor.do("blr", command["type"], **fields)).status == 200
    made = list(house.hall.room.state.proposals.values())[-2:]
    assert [(p.delegation, p.kind, p.unit) for p in made] == [
        ("BLR", "comment", ""),
        ("BLR", "amendment", "2.date"),
    ]


async def test_a_row_that_would_be_refused_says_why(house: House, visitor: Visitor) -> None:
    await house.hall.in_session()
    rows = [PROPOSALS[0], ("поправка", "99.date", "Слова", "", "Так"), ("замечание", "", "Слова", "", "")]
    answer = await sent(visitor, house.token("blr"), word(rows), "proposals")
    unknown, bare = (await answer.json())["entries"]
    assert unknown["refusal"]["code"] == "unknown"
    assert (bare["refusal"]["code"], bare["refusal"]["detail"]["field"]) == ("bad_field", "rationale")


async def test_the_secretary_brings_new_units_and_new_words_and_no_row_twice(
    house: House, visitor: Visitor
) -> None:
    await house.hall.in_session()
    unit = next(iter(house.hall.room.state.units.values()))
    rows = [("№", "Текст"), (unit.path, "Новые слова"), ("77", "Новый пункт"), (unit.path, "Еще раз")]
    answer = await sent(visitor, house.token("secretary"), excel(rows), "draft")
    changed, added, twice = (await answer.json())["entries"]
    assert [c["type"] for e in (changed, added) for c in e["commands"]] == ["revise_text", "add_unit"]
    assert changed["commands"][0]["base"] == unit.current.number
    assert changed["refusal"] is added["refusal"] is None
    assert [fault["code"] for fault in twice["faults"]] == ["twice"]


async def test_only_whoever_gives_the_commands_may_ask(house: House, visitor: Visitor) -> None:
    for seat, what, status in (
        ("secretary", "draft", 200),
        ("secretary", "proposals", 403),
        ("blr", "draft", 403),
        ("chair", "draft", 403),
        ("observer", "proposals", 403),
    ):
        data = excel(PLAN if what == "draft" else PROPOSALS)
        assert (await sent(visitor, house.token(seat), data, what)).status == status, (seat, what)
    path = "/api/session-file/import"
    assert (await sent(visitor, house.token("blr"), excel(PLAN), "draft", path)).status == 403
    found = await (await sent(visitor, house.token("secretary"), excel(PLAN), "draft", path)).json()
    assert [entry["data"]["path"] for entry in found["entries"]] == ["11", "12"]


async def test_a_bad_file_is_told_in_a_sentence(house: House, visitor: Visitor) -> None:
    answer = await sent(visitor, house.token("secretary"), b"PK\x03\x04 broken", "draft")
    assert (answer.status, (await answer.json())["code"]) == (422, "unreadable_table")
    answer = await sent(visitor, house.token("secretary"), b"x" * (6 * 2**20), "draft")
    assert answer.status == 413
