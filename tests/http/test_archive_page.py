"""The archive's page over HTTP: who reads the course, what the check says, who takes the bundle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.hall import SIGNER
from tests.http.conftest import API, House, Visitor, built
from vcsession import archive
from vcsession.documents import Document
from vcsession.room import PLENARY


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "index.html").write_text("<!doctype html>")
    async with built(tmp_path, printing=True) as house:
        yield house


@pytest.fixture
async def visitor(house: House) -> Visitor:
    return await house.visitor()


async def test_the_course_stands_behind_the_same_wall_as_the_minutes(house: House, visitor: Visitor) -> None:
    hall = house.hall
    await hall.in_session()
    answer = await visitor.get(f"{API}/course", token=house.token("deputy"))
    course = await answer.json()
    assert {one["what"] for one in course["milestones"]} >= {
        "session_opened",
        "called_to_order",
        "item_opened",
    }
    for seat in ("blr", "observer"):
        assert (await visitor.get(f"{API}/course", token=house.token(seat))).status == 403
    await hall.do("secretary", "generate_minutes")
    await hall.do("secretary", "review", minutes="1")
    await hall.do("chair", "clear_for_circulation", minutes="1")
    await hall.do("secretary", "circulate", minutes="1", in_minutes=30)
    await hall.do("chair", "conclude_item", item="1", outcome="noted")
    read = await (await visitor.get(f"{API}/course", token=house.token("blr"))).json()
    assert read["milestones"] == course["milestones"], "as far as the minutes that it was given"
    assert (await visitor.get(f"{API}/course", token=house.token("observer"))).status == 403


async def test_the_check_finds_a_whole_log_and_names_what_was_altered(house: House, visitor: Visitor) -> None:
    await house.hall.in_session()
    filed = await visitor.do("arm", "draft_proposal_text", kind="comment", text={"ru": "Да", "en": "Yes"})
    assert filed.status == 200
    found = await (await visitor.get(f"{API}/verification", token=house.token("secretary"))).json()
    assert (found["altered"], found["commits"], found["own_commits"]) == (
        "",
        house.hall.room.state.version,
        1,
    )
    assert found["head"] == house.hall.room.head_hash
    assert found["key"] == SIGNER.public_key.public_bytes_raw().hex()
    seen = await (await visitor.get(f"{API}/verification", token=house.token("observer"))).json()
    assert (seen["commits"], seen["own_commits"]) == (found["commits"], 0), "no word of the delegations' own"

    entries = house.hall.log._chains[house.hall.room.name, PLENARY].entries
    entries[4] = replace(entries[4], data=entries[4].data + b" ")
    await house.hall.do("chair", "conclude_item", item="1", outcome="noted")  # a new version: checked anew
    for seat in ("secretary", "observer"):
        found = await (await visitor.get(f"{API}/verification", token=house.token(seat))).json()
        assert found["altered"] == "version 5: the data does not have this hash"


async def test_each_seat_is_told_the_papers_it_may_have(house: House, visitor: Visitor) -> None:
    for seat, expected in (
        ("secretary", {"agenda", "calendar", "decisions"}),
        ("blr", {"agenda", "calendar"}),
    ):
        told = (await (await visitor.get(f"{API}/papers", token=house.token(seat))).json())["papers"]
        assert set(told) == expected
        for name in ("agenda", "decisions"):
            answer = await visitor.get(f"{API}/papers/{name}?format=html", token=house.token(seat))
            assert (answer.status == 200) == (name in told)


async def test_a_secretary_takes_the_bundle_between_sittings(
    house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Document(b"<p>minutes</p>", "text/html", "minutes-ru.html")  # all of them take long to print
    monkeypatch.setattr(archive, "documents", lambda *_: iter((made,)))
    path = f"{API}/bundle"
    for seat in ("chair", "blr", "observer"):
        assert (await visitor.get(path, token=house.token(seat))).status == 403
    await house.hall.in_session()
    refused = await visitor.get(path, token=house.token("secretary"))
    assert (refused.status, (await refused.json())["code"]) == (409, "sitting_in_progress")
    await house.hall.do("chair", "conclude_item", item="1", outcome="noted")
    await house.hall.do("chair", "adjourn_sitting", sitting="1")
    answer = await visitor.get(path, token=house.token("secretary"))
    assert (answer.status, answer.content_type) == (200, "application/zip")
    whole = archive.verify(await answer.read(), SIGNER.public_key)
    assert (whole.session, whole.version) == ("echelon-2020", house.hall.room.state.version)
