"""The secretariat's desk over HTTP: its way in, the session file as a form, the links that it hands out."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.hall import echelon
from tests.http.conftest import API, House, Visitor
from vcsession.convene import parse_session, to_plain
from vcsession.http.access import SECRETARIAT, Claim

FILE = "/api/session-file"


def file(**changes: Any) -> dict[str, Any]:
    return {**to_plain(echelon()), **changes}


async def at_the_desk(house: House, visitor: Visitor) -> None:
    answer = await visitor.post("/api/secretariat", json={"token": house.access.token(SECRETARIAT)})
    assert answer.status == 204


async def test_only_the_secretariats_token_opens_its_desk(house: House, visitor: Visitor) -> None:
    for token in (house.token("secretary"), house.token("secretariat"), "nonsense"):
        assert (await visitor.post("/api/secretariat", json={"token": token})).status == 401
    assert (await visitor.get("/api/sessions", seat="secretariat")).status == 401
    await at_the_desk(house, visitor)
    listed = (await (await visitor.get("/api/sessions", seat="secretariat")).json())["sessions"]
    assert [(one["session"], one["state"]) for one in listed] == [("echelon-2020", "convened")]
    for seat in ("secretary", "chair"):
        assert (await visitor.get("/api/sessions", token=house.token(seat))).status == 403
    assert (await visitor.call("DELETE", "/api/secretariat", seat="secretariat")).status == 204
    assert (await visitor.get("/api/sessions", seat="secretariat")).status == 401


async def test_a_seat_that_is_called_as_the_secretariat_is_not_it(house: House, visitor: Visitor) -> None:
    forged = house.access.token(Claim("echelon-2020", "secretariat"))
    for path in ("/api/sessions", f"{API}/file", f"{API}/links"):
        assert (await visitor.get(path, token=forged)).status in (401, 403)


@pytest.mark.parametrize("seat", ["chair", "deputy", "blr", "observer", "technician"])
async def test_nobody_else_sees_file_form_or_links(house: House, visitor: Visitor, seat: str) -> None:
    for path in (FILE, f"{API}/file", f"{API}/links"):
        assert (await visitor.get(path, token=house.token(seat))).status == 403
    assert (await visitor.post(FILE, token=house.token(seat), json={"file": file()})).status == 403


async def test_a_file_is_checked_as_the_commands_check_it_and_nothing_is_written(
    house: House, visitor: Visitor
) -> None:
    await at_the_desk(house, visitor)
    good = await (await visitor.post(FILE, seat="secretariat", json={"file": file(id="other")})).json()
    assert good["problems"] == []
    assert parse_session(good["yaml"], "").id == "other"
    wrong = file(time_zone="Europe/Moskow", sittings=[])
    told = await (await visitor.post(FILE, seat="secretariat", json={"file": wrong})).json()
    fields = {problem["field"]: problem for problem in told["problems"]}
    assert fields.keys() == {"time_zone", "sittings"}
    assert "did you mean" in fields["time_zone"]["message"]
    assert fields["sittings"]["russian"] == "сессии нужно хотя бы одно заседание."
    assert (told["file"], told["yaml"]) == (wrong, None), "nothing is lost"
    listed = await (await visitor.get("/api/sessions", seat="secretariat")).json()
    assert len(listed["sessions"]) == 1


async def test_a_file_is_read_into_the_form_even_where_it_is_wrong(house: House, visitor: Visitor) -> None:
    token = house.token("secretary")
    told = await (await visitor.post(FILE, token=token, json={"yaml": "id: x\nordinal: two\n"})).json()
    assert told["file"] == {"id": "x", "ordinal": "two"}
    assert {"field": "ordinal", "line": 2}.items() <= next(
        p for p in told["problems"] if p["field"] == "ordinal"
    ).items()
    none = await (await visitor.post(FILE, token=token, json={"yaml": "{"})).json()
    assert none["file"] is None
    assert none["problems"][0]["message"].startswith("this is not YAML")
    assert (await visitor.post(FILE, token=token, json={"yaml": 7})).status == 422


async def test_a_session_is_convened_and_amended_from_the_same_data(house: House, visitor: Visitor) -> None:
    await at_the_desk(house, visitor)
    answer = await visitor.post("/api/sessions", seat="secretariat", json=file(id="second-round"))
    assert answer.status == 201
    path = "/api/sessions/second-round"
    kept = await (await visitor.get(f"{path}/file", seat="secretariat")).json()
    assert kept["sequence"] == 0
    assert "venue" in kept["amendable"]
    changed = copy.deepcopy(kept["file"])
    changed["venue"] = {"ru": "Зал 2", "en": "Hall 2"}
    amended = await visitor.post(f"{path}/amend", seat="secretariat", json=changed)
    assert (amended.status, (await amended.json())["sequence"]) == (200, 1)
    own = house.access.token(Claim("second-round", "secretary"))
    changed["venue"]["en"] = "Hall 3"
    assert (await visitor.post(f"{path}/amend", token=own, json=changed)).status == 200
    other = house.token("secretary")
    assert (await visitor.get(f"{path}/file", token=other)).status == 401, "another session's secretary"


async def test_a_secretary_sees_every_link_but_those_that_steer(house: House, visitor: Visitor) -> None:
    told = await (await visitor.get(f"{API}/links", token=house.token("secretary"))).json()
    links = {seat["seat"]: seat["link"] for seat in told["seats"]}
    assert links["blr"].startswith("https://talks.example/join#")
    assert links["chair"] == links["deputy"] == ""
    assert told["seats"][0]["qr"] == ""
    assert next(s for s in told["seats"] if s["seat"] == "blr")["qr"].startswith("data:image/svg+xml")
    assert set(told["calendars"]) == {"ru", "en"}
    await at_the_desk(house, visitor)
    whole = await (await visitor.get(f"{API}/links", seat="secretariat")).json()
    assert all(seat["link"] for seat in whole["seats"])
