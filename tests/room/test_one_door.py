"""One door: every command becomes one commit, and whoever gave it learns of it like everybody else."""

from __future__ import annotations

import asyncio

import pytest

from tests.hall import SIGNER, Hall, settle
from vcsession import wire
from vcsession.core.vocabulary import Refused
from vcsession.room import PLENARY
from vcsession.signing import verify_chain

# one door


async def test_the_sender_learns_like_everybody_else(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    chair.take(), arm.take()
    commit = await hall.do("chair", "call_to_order", sitting="1")
    for seat in (chair, arm):
        (frame,) = seat.take()
        assert frame["version"] == commit.version
        assert frame["slices"]["sitting"]["state"] == "called_to_order"


async def test_a_refused_command_changes_nothing_and_is_told_to_nobody(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    chair.take(), arm.take()
    with pytest.raises(Refused, match="presides"):
        await hall.do("arm", "call_to_order", sitting="1")
    await settle()
    assert (chair.frames, arm.frames, len(await hall.entries())) == ([], [], 2)


async def test_the_same_cause_twice_is_one_commit(hall: Hall) -> None:
    first = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    again = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    assert again == first
    assert len(await hall.entries()) == 3


async def test_the_same_cause_at_the_same_moment_is_one_commit(hall: Hall) -> None:
    both = [hall.do("chair", "call_to_order", sitting="1", cause="click") for _ in range(2)]
    first, again = await asyncio.gather(*both)
    assert again == first
    assert len(await hall.entries()) == 3


async def test_the_same_cause_after_a_restart_is_one_commit(hall: Hall) -> None:
    first = await hall.do("chair", "call_to_order", sitting="1", cause="click")
    hall = await hall.again()
    assert await hall.do("chair", "call_to_order", sitting="1", cause="click") == first
    await hall.rooms.close()


async def test_nobody_gets_the_commit_of_another_by_its_cause(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1", cause="click")
    with pytest.raises(Refused) as refused:
        await hall.do("arm", "answer_roll_call", cause="click")
    assert refused.value.detail["field"] == "cause"


async def test_commands_given_at_once_make_one_chain(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    states = ("arm", "blr", "kaz", "kgz", "rus", "tjk")
    commits = await asyncio.gather(*(hall.do(state, "answer_roll_call") for state in states))
    assert [commit.version for commit in commits] == [4, 5, 6, 7, 8, 9]
    entries = await hall.entries()
    verify_chain(entries, SIGNER.public_key, "echelon-2020", PLENARY)
    assert [wire.load_commit(entry.data) for entry in entries[3:]] == commits


async def test_the_media_plane_is_told_what_is_wanted_after_every_commit(hall: Hall) -> None:
    wanted: list[str] = []
    hall.room.on_want = lambda session, _routes: wanted.append(session)
    await hall.do("chair", "call_to_order", sitting="1")
    await hall.do("arm", "answer_roll_call")
    assert wanted == ["echelon-2020", "echelon-2020"]


async def test_trouble_of_the_media_plane_is_none_of_the_procedure(hall: Hall) -> None:
    def want(_session: str, _routes: object) -> None:
        raise OSError("no more ports")

    hall.room.on_want = want
    arm = hall.seat("arm")
    arm.take()
    await hall.do("chair", "call_to_order", sitting="1")
    assert arm.slices()["sitting"]["state"] == "called_to_order"


async def test_the_first_sound_begins_the_speech_that_was_granted(hall: Hall) -> None:
    await hall.in_session()
    commit = await hall.do("arm", "request_floor")
    await hall.do("chair", "grant", request=f"request-{commit.version}")
    hall.room.sounded("blr")
    await settle()
    assert hall.room.state.requests[f"request-{commit.version}"].state == "granted"
    hall.room.sounded("arm")
    await settle()
    assert hall.room.state.requests[f"request-{commit.version}"].state == "speaking"
