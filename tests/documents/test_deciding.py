"""The minutes of a vote, a conditional decision, a late delegation and silence announced: the sentences."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.core.timeline import STATES, Timeline, echelon, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.conditions import RecordConditionNotMet
from vcsession.core.matters.decisions import ReadOut, TableDecision
from vcsession.core.matters.late import AnswerReopening, AskReopening, Associate
from vcsession.core.matters.reservations import AnnounceReservation
from vcsession.core.matters.roll_call import AcknowledgeArrival, ArriveLate
from vcsession.core.matters.silence import AnnounceSilence, PutUnderSilence
from vcsession.core.matters.sittings import (
    AdjournSitting,
    DeclareLaterQuorum,
    DeclareQuorum,
    OpenForDiscussionOnly,
)
from vcsession.core.matters.text import ReviseText
from vcsession.core.matters.voting import CastVote, DeclareCarried, DeclareRejected, OpenVote
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.rules import Majority
from vcsession.documents import sections
from vcsession.documents.sections import as_data

D = "1.1"
FIVE = STATES[:5]


def printed(room: Timeline, language: str = "en") -> str:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    words = json.dumps(as_data(sections(record, language)), ensure_ascii=False)
    assert "⟦" not in words
    return words


def voted(in_favour: int) -> Timeline:
    room = Timeline(echelon(vote=Majority())).sitting(FIVE)
    conditional = TableDecision(
        "1", "venue", text("At the first range."), trigger=text("it is free"), fallback=text("at the second")
    )
    room.at("10:41").say("secretary", conditional, ReadOut(D))
    room.say("chair", OpenVote(D))
    for n, code in enumerate(FIVE):
        room.say(code.lower(), CastVote(D, "for" if n < in_favour else "against" if n < 4 else "abstain"))
    room.say("chair", DeclareCarried(D) if in_favour > 2 else DeclareRejected(D))
    return room


def test_a_vote_is_printed_with_every_name() -> None:
    words = printed(voted(3))
    assert "Adopted by a roll-call vote on 7 July 2020 at 10:41; the decision is final." in words
    assert "In favour (3): Republic of Armenia, Republic of Belarus, Republic of Kazakhstan. " in words
    assert "Against (1): Kyrgyz Republic. Abstaining (1): Russian Federation. " in words
    assert "Votes in favour needed: 3." in words
    assert "by consensus" not in words
    assert "Принято поименным голосованием" in printed(voted(3), "ru")


def test_what_was_rejected_is_printed_with_its_vote() -> None:
    words = printed(voted(1))
    assert "Draft decision 1.1: rejected by vote." in words
    assert "In favour (1): Republic of Armenia." in words
    assert "Проект решения 1.1: отклонен голосованием." in printed(voted(1), "ru")


def test_the_rule_is_printed_in_the_annex() -> None:
    rule = "carried by 1/2 of the votes for and against, 1/2 more than that"
    assert rule in printed(voted(3))
    assert rule not in printed(Timeline().sitting())


def test_a_condition_stands_in_the_text_and_what_became_of_it_under_it() -> None:
    room = voted(3)
    words = printed(room)
    assert "At the first range.\\nCondition: it is free. If it is not met: at the second." in words
    assert "Whether the condition is met is not recorded yet." in words
    room.at("11:00").say("secretary", RecordConditionNotMet(D, "letter no. 7"))
    words = printed(room)
    assert (
        "The condition was not met, recorded on 7 July 2020 at 11:00 (letter no. 7); the fallback holds."
        in words
    )
    assert "Условие не выполнено" in printed(room, "ru")


def test_who_was_away_and_what_it_said() -> None:
    room = voted(3)
    assert "absent when it was taken" not in printed(room)
    room.at("11:00").say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    room.say("tjk", Associate(D), AskReopening(D, "the dates"))
    assert "This was not answered." in printed(room)
    room.say("chair", AnswerReopening(D, "TJK", "declined"))
    words = printed(room)
    assert "associated itself with the decision on 7 July 2020 at 11:00." in words
    assert "for its reopening: the dates. This was declined." in words
    assert "присоединилась к нему" in printed(room, "ru")


def test_silence_is_numbered_at_the_sitting_that_hears_of_it() -> None:
    room = Timeline().sitting()
    room.at("10:41").read_out()
    room.say("chair", PutUnderSilence(D, room.now + timedelta(hours=24)), ConcludeItem("1", "noted"))
    room.say("chair", AdjournSitting("1"))
    room.on(9)
    words = printed(room)
    assert "Decision without a number as yet (draft 1.1)" in words
    assert "It is to be announced, and numbered, at the next sitting." in words
    room.at("10:00").roll_call(sitting="2").say("chair", DeclareQuorum("2"), AnnounceSilence(D))
    words = printed(room)
    assert "Decision without a number" not in words
    assert "The expiry was announced on 9 July 2020 at 10:00." in words
    assert "ended unbroken on 8 July 2020 at 10:41" in words, "adopted at its expiry"


@pytest.mark.parametrize(("language", "title"), [("en", "the text, 2. "), ("ru", "текст, 2. ")])
def test_a_reservation_on_a_unit_names_it(language: str, title: str) -> None:
    room = Timeline().sitting()
    path = next(path for path in room.state.units if path.startswith("2."))
    room.say("arm", AnnounceReservation("reservation", unit=path))
    assert title in printed(room, language)
    room.say("secretary", ReviseText(path, text("changed")))
    assert printed(room, language).count("ARM/R1") == 4, "in the annex with what is missing, beside the unit"


def test_a_quorum_that_came_late_is_told_with_the_discussion_before_it() -> None:
    room = Timeline(echelon()).at("10:00").roll_call(STATES[:3])
    room.at("10:05").say("chair", OpenForDiscussionOnly("1"))
    room.at("10:40").say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"), DeclareLaterQuorum("1"))
    words = printed(room)
    assert "From 10:05 until then there had been no quorum" in words
    assert "discussion only" not in printed(Timeline().sitting())
