"""Every command by every seat, over HTTP: who may give it follows from the table and from the token alone."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from tests.http.conftest import API, House, Visitor
from tests.http.test_calls import session_file
from vcsession.core import catalogue
from vcsession.core.convocation import Convocation
from vcsession.core.machines import RULES
from vcsession.core.vocabulary import Role

SEATS: Mapping[Role, str] = {
    "chair": "chair",
    "deputy": "deputy",
    "secretary": "secretary",
    "head": "arm",
    "interpreter": "interpreter-en",
    "observer": "observer",
    "technician": "technician",
}
NOT_YOURS = {"not_your_role", "not_presiding"}


def some(kind: Any) -> Any:
    """A value of this type, as JSON."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = get_args(kind)[0]
    if kind is Convocation:
        return session_file()
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is Mapping:
        return {"ru": "слова", "en": "words"}
    if isinstance(kind, type) and is_dataclass(kind):
        return command(kind)
    simple = {str: "1", int: 1, bool: True, date: "2020-07-08", datetime: "2020-07-09T07:00:00Z"}
    return simple.get(kind, [])


def command(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: some(hints[field.name]) for field in fields(kind)}


@pytest.mark.parametrize("in_session", [False, True], ids=["convened", "in session"])
async def test_every_cell_of_the_table_is_held(house: House, visitor: Visitor, in_session: bool) -> None:
    if in_session:
        await house.hall.before_the_room()
    given = 0
    for kind in get_args(catalogue.Command):
        body = command(kind)
        who = RULES[body["type"]][1].who
        for role, seat in SEATS.items():
            # The chair presides in both states; what a seat may do is tried elsewhere.
            if role in who or (role == "chair" and "presiding" in who):
                continue
            cause = f"{seat}-{body['type']}"
            answer = await visitor.post(
                f"{API}/commands", token=house.token(seat), json=body | {"cause": cause}
            )
            code = (await answer.json())["code"]
            assert (answer.status, code in NOT_YOURS) == (403, True), (seat, body, code)
            given += 1
    assert given > 350
    assert set(await house.hall.told()) & {"session_closed", "sitting_ended", "decision_taken"} == set()


@pytest.mark.parametrize(
    "claimed",
    [{"role": "chair"}, {"seat": "chair"}, {"actor": {"seat": "chair", "role": "chair"}}],
)
async def test_a_message_cannot_say_who_gives_it(
    house: House, visitor: Visitor, claimed: dict[str, Any]
) -> None:
    body = {"type": "call_to_order", "cause": "c", "sitting": "1"}
    answer = await visitor.post(f"{API}/commands", token=house.token("arm"), json=body | claimed)
    assert (answer.status, (await answer.json())["code"]) == (422, "bad_field")
    assert len(await house.hall.entries()) == 2


async def test_an_act_of_the_presiding_officer_carries_the_epoch_it_was_given_under(
    house: House, visitor: Visitor
) -> None:
    epoch = house.hall.room.state.presiding.epoch
    body = {"type": "call_to_order", "sitting": "1"}
    for sent, status, code in (
        (epoch + 1, 409, "stale_epoch"),
        ("1", 422, "bad_field"),
        (-1, 422, "bad_field"),
    ):
        answer = await visitor.post(
            f"{API}/commands", token=house.token("chair"), json={**body, "cause": f"c{sent}", "epoch": sent}
        )
        assert (answer.status, (await answer.json())["code"]) == (status, code)
    answer = await visitor.post(
        f"{API}/commands", token=house.token("chair"), json={**body, "cause": "c", "epoch": epoch}
    )
    assert answer.status == 200
