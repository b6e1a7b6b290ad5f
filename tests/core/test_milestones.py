"""The course of a session, as the archive's page tells it."""

from __future__ import annotations

from tests.core.timeline import Timeline
from tests.documents.played import demo, record, troubled
from vcsession.core.milestones import milestones
from vcsession.core.record import Record


def told(of: Record) -> list[str]:
    return [one.what for one in milestones(of)]


def test_before_the_first_sitting_there_is_nothing_to_tell() -> None:
    assert told(record(Timeline())) == []


def test_a_round_is_told_from_its_opening_to_its_close() -> None:
    course = milestones(demo())
    assert [one.at for one in course] == sorted(one.at for one in course)
    kinds = [one.what for one in course]
    assert kinds[0] == "session_opened"
    assert kinds[-1] == "session_closed"
    assert kinds.count("called_to_order") == kinds.count("quorum_declared") == 2
    taken = [(one.words["decision"], one.words["finality"]) for one in course if one.what == "decision_taken"]
    assert taken == [("1.1", "final"), ("3.1", "preliminary"), ("4.1", "final")]
    outcome = {one.words["item"]: one.words["outcome"] for one in course if one.what == "item_concluded"}
    assert outcome == {
        "1": "reviewed_and_discussed",
        "2": "reviewed_and_discussed",
        "3": "agreed_preliminarily",
        "4": "agreed",
    }


def test_suspensions_silence_reservations_and_a_change_of_chair_are_told() -> None:
    course = milestones(troubled())
    assert [one.words["reason"] for one in course if one.what == "sitting_suspended"] == [
        "break",
        "technical",
    ]
    assert [one.words["seat"] for one in course if one.what == "presiding"] == ["deputy", "chair"]
    kinds = [one.what for one in course]
    assert kinds.index("silence_began") < kinds.index("silence_held")
    announced = {one.words["number"] for one in course if one.what == "reservation_announced"}
    assert announced == {"ARM/R1", "KAZ/R1"}
