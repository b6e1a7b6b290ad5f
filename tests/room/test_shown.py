"""What the seats are shown: slices that changed, to each its own, and signals beside."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.hall import Hall
from vcsession import wire
from vcsession.core import view
from vcsession.core.audience import AUDIENCES
from vcsession.core.slices import Slice
from vcsession.core.vocabulary import Actor, Refused

# slices


async def test_a_newcomer_is_shown_everything(hall: Hall) -> None:
    (frame,) = hall.seat("arm").take()
    assert set(frame["slices"]) == {*view.SHARED, *view.APART, *view.READ_BY, "me", "folder"}
    assert frame["version"] == 2


async def test_only_what_changed_is_sent(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    observer = hall.seat("observer")
    observer.take()
    await hall.do("arm", "answer_roll_call")
    assert set(observer.slices()) == {"roll_call", "sitting"}  # the quorum stands in the sitting


async def test_a_slice_is_encoded_once_for_all_who_share_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    seats = [hall.seat(name) for name in ("chair", "secretary", "arm", "blr", "kaz", "observer")]
    for seat in seats:
        seat.take()
    encoded: Counter[str] = Counter()
    original = wire.dump_slice

    def dump(value: Slice) -> bytes:
        encoded[type(value).__name__] += 1
        return original(value)

    monkeypatch.setattr(wire, "dump_slice", dump)
    await hall.do("chair", "call_to_order", sitting="1")
    own = encoded.pop("MeSlice")
    assert own == len(seats)
    assert max(encoded.values()) <= len(AUDIENCES), "once for all, or once for each audience"
    assert set(encoded) >= {"RollCallSlice", "SittingSlice"}
    assert not set(encoded) & {"SessionSlice", "LanguagesSlice"}, "and what did not change, not at all"
    rows = {json.dumps(seat.slices()["roll_call"]) for seat in seats}
    assert len(rows) == 1


async def test_a_slice_says_the_same_bytes_to_all(hall: Hall) -> None:
    chair, arm = hall.seat("chair"), hall.seat("arm")
    shared = [
        frame.partition(b',"me":')[0].partition(b'"slices":')[2] for frame in (chair.frames[0], arm.frames[0])
    ]
    assert shared[0] == shared[1] != b""


async def test_the_wall_between_the_table_and_who_looks_on_holds_on_the_wire(hall: Hall) -> None:
    """By every way in: the newcomer's frame, the one that comes back, and the whole view."""
    for name in ("arm", "secretary"):
        assert hall.seat(name).slices()["text"]["proposals"] != []
    for name in ("observer", "technician"):
        assert hall.seat(name).slices()["text"]["proposals"] == []
        assert hall.seat(name, after=0).slices()["text"]["proposals"] == []
        plate = hall.room.state.seats[name]
        whole = json.loads(hall.room.whole(Actor(plate.id, plate.role, plate.delegation)))
        assert whole["slices"]["text"]["proposals"] == []


async def test_when_a_wall_goes_up_and_comes_down_each_seat_is_told_at_once(hall: Hall) -> None:
    """An observer that missed a closed part is shown where the room stands, though it saw none of it."""
    await hall.before_the_room()
    observer, arm = hall.seat("observer"), hall.seat("arm")
    observer.take(), arm.take()
    await hall.do("chair", "close_part", sitting="1")
    closed = observer.slices()
    assert (closed["agenda"]["items"], closed["me"]["wall"]) == ([], "part_closed")
    assert "agenda" not in arm.slices()
    await hall.do("kaz", "request_floor")
    await hall.do("chair", "hold", decision="1.1")
    assert observer.take("slices") == []
    assert arm.take("slices") != []
    await hall.do("chair", "open_part", sitting="1")
    opened = observer.slices()
    assert (opened["agenda"]["current"], opened["me"]["wall"]) == ("1", "")
    whole = json.loads(hall.room.whole(hall.actor("observer")))["slices"]
    assert {name: whole[name] for name in opened} == opened


async def test_me_is_each_seats_own(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    chair, arm = hall.seat("chair").slices()["me"], hall.seat("arm").slices()["me"]
    assert (chair["seat"], arm["seat"]) == ("chair", "arm")
    assert (chair["presiding"], arm["presiding"]) == (True, False)
    assert "answer_roll_call" in [act["type"] for act in arm["steps"]]
    assert "answer_roll_call" not in [act["type"] for act in chair["steps"] + chair["acts"]]


async def test_a_seat_that_comes_back_gets_what_it_missed_and_no_more(hall: Hall) -> None:
    await hall.do("chair", "call_to_order", sitting="1")
    seen = hall.room.state.version
    await hall.do("arm", "answer_roll_call")
    (frame,) = hall.seat("observer", after=seen).take()
    assert set(frame["slices"]) - {"me"} == {"roll_call", "sitting"}


async def test_a_seat_that_missed_nothing_gets_the_time_alone(hall: Hall) -> None:
    observer = hall.seat("observer", after=hall.room.state.version)
    assert observer.take("slices") == []
    assert hall.seat("technician", after=hall.room.state.version).take("now") != []


@pytest.mark.parametrize("after", [None, -1, 0, 999])
async def test_a_seat_whose_version_means_nothing_here_gets_everything(hall: Hall, after: int | None) -> None:
    everything = {*view.SHARED, *view.APART, *view.READ_BY, "me"}
    assert set(hall.seat("interpreter-ru", after=after).slices()) == everything
    assert set(hall.seat("chair", after=after).slices()) == everything | {"bureau"}


async def test_resuming_at_any_version_ends_in_the_same_picture(hall: Hall) -> None:
    """What was seen at a version, with what is sent after it, is what a newcomer is shown."""
    pictures: dict[int, dict[str, Any]] = {}

    def seen(_session: str, _state: object, commit: Any) -> None:
        pictures[commit.version] = json.loads(hall.room.whole(hall.actor("arm")))["slices"]

    hall.room.on_commit = seen
    await hall.before_the_room()
    await hall.do("arm", "record_answer", decision="1.1", answer="agree")
    final = json.loads(hall.room.whole(hall.actor("arm")))["slices"]
    assert len(pictures) > 10
    for version, picture in pictures.items():
        assert picture | hall.seat("arm", after=version).slices() == final


async def test_looking_by_http_takes_nothing_from_the_socket(hall: Hall) -> None:
    arm = hall.seat("arm")
    arm.take()
    await hall.do("chair", "call_to_order", sitting="1")
    hall.room.whole(hall.actor("arm"))
    await hall.do("arm", "answer_roll_call")
    hall.room.whole(hall.actor("arm"))
    assert arm.slices()["me"] == json.loads(hall.room.whole(hall.actor("arm")))["slices"]["me"]


# seats


async def test_everybody_is_told_who_is_connected(hall: Hall) -> None:
    chair = hall.seat("chair")
    arm = hall.seat("arm")
    assert [frame["connected"] for frame in chair.take("links")] == [["chair"], ["arm", "chair"]]
    hall.room.unsubscribe(arm)
    assert [frame["connected"] for frame in chair.take("links")] == [["chair"]]


async def test_a_seat_opened_again_makes_the_first_window_passive(hall: Hall) -> None:
    first = hall.seat("arm")
    second = hall.seat("arm")
    assert (first.take("elsewhere"), first.codes) == ([{"frame": "elsewhere"}], [4409])
    assert (second.take("elsewhere"), second.codes) == ([], [])
    hall.room.unsubscribe(first)  # its socket ends only now: the second one's place is not touched
    assert hall.room.connected == {"arm"}
    second.take()
    await hall.do("chair", "call_to_order", sitting="1")
    assert "sitting" in second.slices()


async def test_a_signal_is_kept_for_a_seat_that_comes_back(hall: Hall) -> None:
    hall.room.signal("arm", "m1", b'{"frame":"places","media":"m1","places":[]}')
    hall.room.signal("arm", "m2", b'{"frame":"places","media":"m2","places":[]}')
    hall.room.end_signal("arm", "m1")
    assert [frame["media"] for frame in hall.seat("arm").take("places")] == ["m2"]
    assert hall.seat("blr").take("places") == []


async def test_slower_is_a_quiet_cue_for_the_speaker_and_the_chair_and_is_in_no_log() -> None:
    hall = await Hall.convened(interpretation=True)
    await hall.in_session()
    for command in ("booth_check", "go_live"):
        await hall.do("interpreter-en", command, language="en")
    commit = await hall.do("kaz", "request_floor")
    commit = await hall.do("chair", "grant", request=f"request-{commit.version}")
    seats = {name: hall.seat(name) for name in ("kaz", "chair", "arm", "interpreter-en", "interpreter-ru")}

    def told() -> set[str]:
        return {name for name, seat in seats.items() if seat.take("slower")}

    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == {"kaz", "chair", "interpreter-en"}
    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == set(), "pressed twice it is one cue"
    await hall.time.draw(3)
    hall.room.asides.ask_slower(hall.actor("interpreter-en"))
    assert told() == {"kaz", "chair", "interpreter-en"}
    with pytest.raises(Refused):
        hall.room.asides.ask_slower(hall.actor("interpreter-ru"))
    assert hall.room.state.version == commit.version
    assert hall.seat("kaz").take("slower") == [], "nor is it kept for anybody"
    await hall.rooms.close()


async def test_every_five_seconds_there_is_a_sign_of_life(hall: Hall) -> None:
    arm = hall.seat("arm")
    arm.take()
    await hall.time.draw(11)
    assert [frame["now"] for frame in arm.take("now")] == [
        "2020-07-07T06:50:05.000Z",
        "2020-07-07T06:50:10.000Z",
    ]
