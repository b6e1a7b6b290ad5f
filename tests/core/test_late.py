"""What was decided while a delegation was away: its digest, and what it may still say to that (3.4, 1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.core.timeline import STATES, Timeline, echelon, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.decisions import Adopt, AdoptAdReferendum, AdoptPreliminarily, ConfirmByDelegation
from vcsession.core.matters.late import AnswerReopening, AskReopening, Associate
from vcsession.core.matters.reservations import AnnounceReservation
from vcsession.core.matters.roll_call import AcknowledgeArrival, ArriveLate, Return, StepOut
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import AdjournSitting, CancelSitting, CloseSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import DecisionRecord, Verification
from vcsession.core.slices import MissedRow
from vcsession.core.view import me

D = "1.1"
FIVE = STATES[:5]


def decided(**rules: Any) -> Timeline:
    """Decision 1.1 binds Tajikistan, which was away and came at 11:00."""
    room = Timeline(echelon(**{"consensus_absent_policy": "bind", **rules})).sitting(FIVE)
    room.at("10:41").put()
    room.agree(D, *FIVE).say("chair", Adopt(D))
    return arrives(room)


def arrives(room: Timeline) -> Timeline:
    room.at("11:00").say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    return room


def digest(room: Timeline, seat: str = "tjk") -> tuple[MissedRow, ...]:
    return me(room.state, room.actor(seat), room.now).missed


def told(room: Timeline) -> DecisionRecord:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    return next(d for item in record.items for d in item.decisions)


def test_a_late_delegation_is_shown_what_was_decided_without_it() -> None:
    room = decided()
    (row,) = digest(room)
    assert (row.decision, row.must_confirm, row.reopening) == (D, False, "")
    assert digest(room, "rus") == (), "who was there missed nothing"
    assert digest(room, "chair") == ()


def test_and_so_is_one_that_had_stepped_out() -> None:
    room = Timeline(echelon(consensus_absent_policy="bind")).sitting()
    room.say("kaz", StepOut())
    room.put()
    room.agree(D, *(c for c in STATES if c != "KAZ")).say("chair", Adopt(D))
    room.say("kaz", Return())
    second = room.put()
    room.agree(second, *STATES).say("chair", Adopt(second))
    assert [row.decision for row in digest(room, "kaz")] == [D], "not what was decided when it was back"


def test_it_associates_itself_once() -> None:
    room = decided()
    room.at("11:05").say("tjk", Associate(D))
    assert digest(room)[0].associated_at == room.now
    assert room.refused("tjk", Associate(D)) == "associated_already"
    (late,) = told(room).late
    assert (late.delegation, late.associated_at) == ("TJK", room.now)


def test_whoever_was_there_or_must_confirm_does_not_associate() -> None:
    room = decided()
    assert room.refused("rus", Associate(D)) == "not_missed"
    assert not {"associate", "ask_reopening"} & {
        a.type for a in offers(room.state, room.actor("rus"), room.now)
    }
    room = Timeline().sitting(FIVE)
    room.at("10:41").put()
    room.agree(D, *FIVE).say("chair", AdoptAdReferendum(D))
    arrives(room)
    assert digest(room)[0].must_confirm
    assert room.refused("tjk", Associate(D)) == "not_missed", "it confirms instead"
    room.say("tjk", ConfirmByDelegation(D))
    assert not digest(room)[0].must_confirm


def test_the_secretary_enters_a_letter() -> None:
    room = decided()
    assert room.refusal("secretary", Associate(D, "TJK")).detail["field"] == "letter"
    assert room.refused("secretary", Associate(D, "RUS", "no. 5")) == "not_missed"
    room.say("secretary", Associate(D, "TJK", "no. 5 of 8 July"))
    assert room.refused("tjk", Associate(D)) == "associated_already"
    assert room.refused("rus", Associate(D, "TJK")) == "not_missed"


def test_it_reserves_as_any_delegation() -> None:
    room = decided()
    room.say("tjk", AnnounceReservation("reservation", D))
    assert digest(room)[0].reserved


def test_it_asks_for_reopening_and_is_answered() -> None:
    room = decided()
    assert room.refusal("tjk", AskReopening(D, " ")).detail["field"] == "reason"
    room.say("tjk", AskReopening(D, "the dates do not suit us"))
    assert room.refused("tjk", AskReopening(D, "again")) == "reopening_asked"
    steps = me(room.state, room.actor("chair"), room.now).steps
    answers = [(s.fields["delegation"], s.fields["answer"]) for s in steps if s.type == "answer_reopening"]
    assert answers == [("TJK", "granted"), ("TJK", "declined")]
    assert room.refused("chair", AnswerReopening(D, "RUS", "granted")) == "no_reopening_asked"
    assert room.refused("secretary", AnswerReopening(D, "TJK", "granted")) == "not_presiding"
    room.say("chair", AnswerReopening(D, "TJK", "granted"))
    assert digest(room)[0].reopening == "granted"
    assert room.decision(D) == "adopted", "it stands until another replaces it"
    (late,) = told(room).late
    assert (late.reopening, late.reason) == ("granted", "the dates do not suit us")
    assert room.refused("chair", AnswerReopening(D, "TJK", "declined")) == "no_reopening_asked"


def test_a_reopening_is_granted_by_a_sitting_that_may_decide() -> None:
    room = decided()
    room.say("tjk", AskReopening(D, "the dates"))
    for code in ("arm", "blr", "kaz"):
        room.say(code, StepOut())
    assert room.refused("chair", AnswerReopening(D, "TJK", "granted")) == "no_quorum"
    room.say("arm", Return())
    room.say("chair", AnswerReopening(D, "TJK", "declined"))


def test_until_the_end_of_the_session_and_no_longer() -> None:
    room = decided()
    room.say("chair", ConcludeItem("1", "noted"), AdjournSitting("1"))
    room.say("tjk", AskReopening(D, "between sittings too"))
    room = decided()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"), CloseSession())
    assert room.refused("tjk", Associate(D)) == "session_not_open"
    assert room.refused("tjk", AskReopening(D, "too late")) == "session_not_open"


def test_what_no_longer_stands_is_no_longer_in_the_digest() -> None:
    room = Timeline(echelon(consensus_absent_policy="bind")).sitting(FIVE)
    room.at("10:41").put()
    room.agree(D, *FIVE).say("chair", AdoptPreliminarily(D, text("strength"), date(2020, 7, 7)))
    arrives(room)
    assert len(digest(room)) == 1
    room.on(8)
    assert room.decision(D) == "lapsed"
    assert digest(room) == ()


def test_procedural_decisions_bind_at_once_and_may_be_joined_too() -> None:
    room = Timeline().sitting(FIVE)
    room.at("10:41").put("procedural")
    room.agree(D, *FIVE).say("chair", Adopt(D))
    arrives(room).say("tjk", Associate(D))
