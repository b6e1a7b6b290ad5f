"""Proposals and folder over HTTP and the socket: through the same doors, and past nobody's wall."""

from __future__ import annotations

import json
from typing import Any

from tests.http.conftest import API, House, Visitor

SECRET = "Тайный рубеж"
EVERYBODY_ELSE = ("chair", "deputy", "secretary", "kaz", "observer", "technician", "interpreter-en")


async def everything(house: House, visitor: Visitor, seat: str) -> str:
    """All that the seat is told by HTTP."""
    told = await (await visitor.get(API, token=house.token(seat))).text()
    return told + await (await visitor.get(f"{API}/commits", token=house.token(seat))).text()


async def test_a_draft_is_written_and_read_by_its_delegation_alone(house: House, visitor: Visitor) -> None:
    fields: dict[str, Any] = {"kind": "comment", "text": {"ru": SECRET}}
    answer = await visitor.do("rus", "draft_proposal_text", **fields)
    assert answer.status == 200
    told = await answer.json()
    assert [event["type"] for event in told["events"]] == ["draft_written"]
    assert SECRET in await everything(house, visitor, "rus")
    for seat in EVERYBODY_ELSE:
        assert SECRET not in await everything(house, visitor, seat), seat
    refused = await visitor.do("secretary", "draft_proposal_text", **fields)
    assert (refused.status, (await refused.json())["code"]) == (403, "not_your_role")


async def test_a_proposal_is_told_to_the_table_when_it_is_circulated(house: House, visitor: Visitor) -> None:
    fields = {"kind": "comment", "text": {"ru": SECRET}, "rationale": {"ru": "причина"}}
    assert (await visitor.do("rus", "submit_proposal", **fields)).status == 200
    known = [p.id for p in house.hall.room.state.proposals.values()][-1]
    for seat in ("kaz", "observer", "technician", "interpreter-en"):
        assert SECRET not in await everything(house, visitor, seat), seat
    for seat in ("rus", "secretary", "chair"):
        assert SECRET in await everything(house, visitor, seat), seat
    before = await (await visitor.get(f"{API}/commits", token=house.token("kaz"))).json()
    assert (before["commits"][-1]["actor"], before["commits"][-1]["events"]) == (None, [])
    await visitor.do("secretary", "register_proposal", proposal=known)
    await visitor.do("secretary", "circulate_proposal", proposal=known)
    assert SECRET in await everything(house, visitor, "kaz")
    for seat in ("observer", "technician"):
        assert SECRET not in await everything(house, visitor, seat), seat


async def test_a_hidden_proposal_is_refused_as_one_that_is_not_there(house: House, visitor: Visitor) -> None:
    fields = {"kind": "comment", "text": {"ru": SECRET}, "rationale": {"ru": "причина"}}
    await visitor.do("rus", "submit_proposal", **fields)
    known = [p.id for p in house.hall.room.state.proposals.values()][-1]
    hidden = await (await visitor.do("kaz", "withdraw_proposal", proposal=known)).json()
    missing = await (await visitor.do("kaz", "withdraw_proposal", proposal="p99")).json()
    assert json.dumps(hidden).replace(known, "p99") == json.dumps(missing)
