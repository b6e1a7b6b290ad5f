"""The delegations' own logs, live: seen by nobody else by any way, and as safe as the plenary's."""

from __future__ import annotations

import json

import pytest

from tests.hall import SIGNER, Hall, settle
from vcsession import wire
from vcsession.chain import Unsaved
from vcsession.core.vocabulary import Commit, Refused
from vcsession.desk import audience_of
from vcsession.journal import Fenced, StoreUnavailable
from vcsession.log.memory import MemoryLog
from vcsession.room import PLENARY
from vcsession.rooms import Rooms
from vcsession.signing import Broken, verify_chain

SECRET = "Тайный рубеж"
SESSION = "echelon-2020"


async def draft(hall: Hall, seat: str = "rus", cause: str = "d-1", words: str = SECRET) -> Commit[wire.Event]:
    command, cause, _epoch = wire.command_from(
        {"type": "draft_proposal_text", "cause": cause, "kind": "comment", "text": {"ru": words}}
    )
    return await hall.room.take(hall.actor(seat), command, cause)


def drafts(hall: Hall, seat: str) -> list[str]:
    """The texts of the drafts that a newcomer of this seat is shown."""
    whole = json.loads(hall.room.whole(hall.actor(seat)))["slices"]
    return [row["text"]["ru"] for row in whole.get("folder", {"drafts": []})["drafts"]]


# who sees it


async def test_only_the_delegations_own_seats_are_shown_a_draft(hall: Hall) -> None:
    seats = {name: hall.seat(name) for name in hall.room.state.seats}
    await draft(hall)
    told = [name for name, seat in seats.items() if any(SECRET in f.decode() for f in seat.frames)]
    assert told == [name for name in seats if hall.actor(name).delegation == "RUS"]
    whole = [name for name in seats if SECRET in hall.room.whole(hall.actor(name)).decode()]
    assert whole == told
    again = [name for name in seats if SECRET in b"".join(hall.seat(name, after=0).frames).decode()]
    assert again == told


async def test_others_are_not_even_sent_a_frame(hall: Hall) -> None:
    kaz, chair = hall.seat("kaz"), hall.seat("chair")
    kaz.take(), chair.take()
    await draft(hall)
    assert (kaz.frames, chair.frames) == ([], [])


async def test_nothing_of_it_is_in_the_plenary_log_or_moves_its_version(hall: Hall) -> None:
    before = hall.room.state
    await draft(hall)
    assert hall.room.state is before
    assert [e for e in await hall.entries() if SECRET.encode() in e.data] == []
    (kept,) = await hall.log.read(SESSION, audience_of("RUS"))
    assert SECRET.encode() in kept.data
    assert await hall.log.read(SESSION, audience_of("KAZ")) == []


@pytest.mark.parametrize("seat", ["chair", "secretary", "technician", "observer"])
async def test_an_officer_writes_nothing_there(hall: Hall, seat: str) -> None:
    with pytest.raises(Refused) as refused:
        await draft(hall, seat)
    assert refused.value.code == "not_your_role"


async def test_the_answer_to_a_command_shows_its_events_to_the_delegation_alone(hall: Hall) -> None:
    commit = await draft(hall)
    assert [event["type"] for event in wire.visible(commit, hall.actor("rus"))] == ["draft_written"]
    for other in ("kaz", "chair", "secretary"):
        assert wire.visible(commit, hall.actor(other)) == []


# as safe as the plenary's


async def test_the_same_cause_counts_once_and_is_its_senders(hall: Hall) -> None:
    first = await draft(hall)
    assert await draft(hall, words="another") == first
    assert drafts(hall, "rus") == [SECRET]
    await draft(hall, "kaz")  # the same cause in another log is another command


async def test_it_is_there_after_a_restart(hall: Hall) -> None:
    await draft(hall)
    await draft(hall, cause="d-2", words="a second")
    again = await hall.again()
    assert drafts(again, "rus") == [SECRET, "a second"]
    assert drafts(again, "kaz") == []
    assert (await draft(again)).version == 1, "a known cause is the same commit still"
    await draft(again, cause="d-3", words="a third")
    kept = await again.log.read(SESSION, audience_of("RUS"))
    verify_chain(kept, SIGNER.public_key, SESSION, audience_of("RUS"))
    assert [entry.version for entry in kept] == [1, 2, 3]
    await again.rooms.close()


async def test_one_log_cannot_be_passed_off_as_anothers(hall: Hall) -> None:
    await draft(hall)
    kept = await hall.log.read(SESSION, audience_of("RUS"))
    for audience in (audience_of("KAZ"), PLENARY):
        with pytest.raises(Broken):
            verify_chain(kept, SIGNER.public_key, SESSION, audience)


async def test_an_altered_log_is_not_built_upon(hall: Hall) -> None:
    await draft(hall)
    (kept,) = hall.log._chains[SESSION, audience_of("RUS")].entries
    object.__setattr__(kept, "data", kept.data.replace(b"comment", b"Comment"))
    await hall.rooms.close()
    with pytest.raises(Broken):
        await Rooms(hall.log, SIGNER, hall.time, hall.time.sleep).get(SESSION)


async def test_what_was_not_stored_does_not_count(hall: Hall) -> None:
    hall.log.trouble = ["refused"]
    with pytest.raises(StoreUnavailable):
        await draft(hall)
    assert drafts(hall, "rus") == []
    await draft(hall)


@pytest.mark.parametrize("trouble", ["lost", "stored"])
async def test_what_is_unknown_is_asked_again_and_holds_up_nobody_else(hall: Hall, trouble: str) -> None:
    hall.log.trouble = [trouble]
    with pytest.raises(Unsaved):
        await draft(hall)
    assert drafts(hall, "rus") == [], "it is not known yet"
    with pytest.raises(StoreUnavailable):
        await draft(hall, cause="d-2", words="later")
    await hall.do("chair", "call_to_order", sitting="1")  # the plenary goes on
    await draft(hall, "kaz", words="theirs")
    await hall.time.draw(1.0)
    await settle()
    assert drafts(hall, "rus") == [SECRET]
    await draft(hall, cause="d-2", words="later")
    assert drafts(hall, "rus") == [SECRET, "later"]


async def test_whoever_lost_the_session_writes_nothing_more(hall: Hall) -> None:
    await hall.log.claim(SESSION)
    with pytest.raises(Fenced):
        await draft(hall)
    assert hall.room.moved
    assert await MemoryLog.read(hall.log, SESSION, audience_of("RUS")) == []


async def test_a_seat_that_comes_back_is_shown_what_it_missed(hall: Hall) -> None:
    seat = hall.seat("rus")
    hall.room.unsubscribe(seat)
    await draft(hall)
    back = hall.seat("rus", after=hall.room.state.version)
    assert [row["text"]["ru"] for row in back.slices()["folder"]["drafts"]] == [SECRET]


async def test_folder_are_sent_when_they_changed_and_not_with_every_commit(hall: Hall) -> None:
    seat = hall.seat("rus")
    seat.take()
    await hall.do("chair", "call_to_order", sitting="1")
    assert "folder" not in seat.slices()
    await draft(hall)
    assert set(seat.slices()) == {"folder"}
