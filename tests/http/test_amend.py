"""A convocation amended from outside: by the secretariat or the secretary, from its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.hall import echelon
from tests.http.conftest import API, House, Visitor
from vcsession import wire
from vcsession.convene import to_plain
from vcsession.core.matters.amending import AmendConvocation
from vcsession.http.access import SECRETARIAT


def file(**changes: Any) -> dict[str, Any]:
    return to_plain(replace(echelon(), **changes))


async def test_the_file_as_it_is_to_be_amends_the_session(house: House, visitor: Visitor) -> None:
    before = house.hall.room.state.convocation
    for n, token in enumerate((house.access.token(SECRETARIAT), house.token("secretary")), 1):
        amended = to_plain(replace(before, venue={"ru": f"Минск {n}", "en": f"Minsk {n}"}))
        answer = await visitor.post(f"{API}/amend", token=token, json=amended)
        assert (answer.status, await answer.json()) == (
            200,
            {"version": house.hall.room.state.version, "sequence": n},
        )
    assert house.hall.room.state.convocation.venue["en"] == "Minsk 2"


async def test_nobody_else_amends_and_a_wrong_file_is_named_by_its_field(
    house: House, visitor: Visitor
) -> None:
    before = house.hall.room.state.convocation
    amended = to_plain(replace(before, mode="hybrid"))
    for seat in ("chair", "arm", "observer"):
        assert (await visitor.post(f"{API}/amend", token=house.token(seat), json=amended)).status == 403
        blind = await visitor.post(f"{API}/amend", token=house.token(seat), json={"id": 7})
        assert (blind.status, (await blind.json())["code"]) == (403, "not_your_role")
    assert (await visitor.post(f"{API}/amend", json={"id": 7})).status == 401
    secretary = house.token("secretary")
    wrong = {**amended, "time_zone": "Europe/Moskau"}
    answer = await visitor.post(f"{API}/amend", token=secretary, json=wrong)
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_session_file")
    other = to_plain(replace(before, ordinal=7))
    answer = await visitor.post(f"{API}/amend", token=secretary, json=other)
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_field")
    assert house.hall.room.state.sequence == 0


async def test_the_command_itself_is_held_against_the_zones_too(house: House, visitor: Visitor) -> None:
    before = house.hall.room.state.convocation
    secretary = house.token("secretary")

    def command(**changes: Any) -> dict[str, Any]:
        given = wire.mapping(AmendConvocation(replace(before, mode="hybrid", **changes)))
        return {**given, "cause": f"amend-{len(changes)}"}

    lost = tuple(replace(d, time_zone="Nowhere/Land") for d in before.delegations)
    answer = await visitor.post(f"{API}/commands", token=secretary, json=command(delegations=lost))
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_field")
    assert (await visitor.post(f"{API}/commands", token=secretary, json=command())).status == 200
    assert before.date_from == date(2020, 7, 7)
