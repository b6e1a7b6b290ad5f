"""A roll-call vote, where the rules allow one: who votes, what carries it, what interrupts it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon
from vcsession import wire
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.decisions import Adopt, Hold, PutToRoom, RecordAnswer
from vcsession.core.matters.incidents import CannotHear
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import AcknowledgeArrival, ArriveLate, LinkDrop, StepOut
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.voting import CastVote, DeclareCarried, DeclareRejected, OpenVote
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import DecisionRecord, Verification
from vcsession.core.rules import Majority
from vcsession.core.view import me, the_decisions

D = "1.1"
SIMPLE = Majority()
TWO_THIRDS = Majority(2, 3, 0)
FIVE = STATES[:5]


def opened(present: tuple[str, ...] = STATES, **rules: Any) -> Timeline:
    room = Timeline(echelon(**{"vote": SIMPLE, **rules})).sitting(present)
    room.at("10:41").say("chair", OpenVote(room.read_out()))
    return room


def vote(room: Timeline, **votes: str) -> Timeline:
    for code, given in votes.items():
        room.say(code, CastVote(D, given))  # type: ignore[arg-type]
    return room


def told(room: Timeline) -> DecisionRecord:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    return next(d for item in record.items for d in item.decisions)


def test_consensus_stays_the_default() -> None:
    room = Timeline().sitting()
    room.read_out()
    assert room.refused("chair", OpenVote(D)) == "no_votes"
    assert "open_vote" not in {a.type for a in offers(room.state, room.actor("chair"), room.now)}
    room.say("chair", PutToRoom(D))


@pytest.mark.parametrize(
    ("rule", "base", "needed"),
    [
        (SIMPLE, 6, 4),
        (SIMPLE, 5, 3),
        (SIMPLE, 1, 1),
        (TWO_THIRDS, 6, 4),
        (TWO_THIRDS, 5, 4),
        (TWO_THIRDS, 3, 2),
    ],
)
def test_a_majority_is_a_numerator_a_denominator_and_a_constant(
    rule: Majority, base: int, needed: int
) -> None:
    assert rule.needed(base) == needed


def test_carried_by_those_who_vote_for_and_against() -> None:
    room = opened()
    vote(room, arm="for", blr="for", kaz="for", kgz="against", rus="against", tjk="abstain")
    assert room.refused("chair", DeclareRejected(D)) == "majority_reached"
    room.say("chair", DeclareCarried(D))
    decision = told(room)
    assert (decision.status, decision.finality, decision.taken_at) == ("adopted", "final", room.now)
    assert decision.vote is not None
    assert (decision.vote.in_favour, decision.vote.against) == (("ARM", "BLR", "KAZ"), ("KGZ", "RUS"))
    assert (decision.vote.abstaining, decision.vote.needed, decision.vote.carried) == (("TJK",), 3, True)
    assert decision.present == STATES


def test_what_is_not_carried_is_rejected() -> None:
    room = opened()
    vote(room, arm="for", blr="for", kaz="against", kgz="against", rus="abstain", tjk="abstain")
    assert room.refused("chair", DeclareCarried(D)) == "no_majority"
    room.say("chair", DeclareRejected(D))
    decision = told(room)
    assert (decision.status, decision.finality) == ("rejected", "")
    assert decision.vote is not None
    assert decision.vote.carried is False
    assert room.refused("chair", OpenVote(D)) == "wrong_state", "it is over"


@pytest.mark.parametrize(
    ("of", "result"), [("voting", "adopted"), ("present", "rejected"), ("entitled", "rejected")]
)
def test_the_base_says_whether_abstentions_and_absences_count(of: Any, result: str) -> None:
    room = opened(FIVE, vote=Majority(of=of))
    vote(room, arm="for", blr="for", kaz="against", kgz="abstain", rus="abstain")
    room.say("chair", DeclareCarried(D) if result == "adopted" else DeclareRejected(D))
    assert room.decision(D) == result


def test_nobody_in_favour_carries_nothing() -> None:
    room = opened(vote=Majority(1, 2, 0))
    vote(room, **dict.fromkeys((c.lower() for c in STATES), "abstain"))
    assert room.refused("chair", DeclareCarried(D)) == "no_majority"


def test_the_snapshot_is_frozen_when_the_vote_is_opened() -> None:
    room = opened(FIVE)
    room.say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    assert room.decision(D) == "in_vote", "an arrival interrupts nothing"
    assert room.refused("tjk", CastVote(D, "against")) == "may_not_vote"
    assert room.refused("secretary", CastVote(D, "against", "TJK")) == "may_not_vote"
    assert "cast_vote" not in {a.type for a in offers(room.state, room.actor("tjk"), room.now)}
    vote(room, arm="for", blr="for", kaz="for", kgz="for", rus="for")
    room.say("chair", DeclareCarried(D))
    assert room.state.decisions[D].voters == FIVE


def test_who_leaves_before_voting_does_not_vote_and_is_not_waited_for() -> None:
    room = opened()
    vote(room, arm="for", blr="for", kaz="for", kgz="for")
    assert room.refusal("chair", DeclareCarried(D)).detail["id"] == "RUS"
    room.say("rus", StepOut())
    assert room.refused("rus", CastVote(D, "for")) == "delegation_not_present"
    assert room.refused("secretary", CastVote(D, "for", "RUS")) == "delegation_not_present"
    assert room.refusal("chair", DeclareCarried(D)).detail["id"] == "TJK"
    room.say("secretary", CastVote(D, "not_voting", "TJK"))
    room.say("chair", DeclareCarried(D))
    record = told(room).vote
    assert record is not None
    assert record.not_voting == ("TJK", "RUS")


def test_who_is_entitled_is_a_rule() -> None:
    company_votes = Timeline(company(vote=Majority(electorate="delegations"))).sitting(
        (*STATES, "SECR", "BORD", "OBS")
    )
    company_votes.say("chair", OpenVote(company_votes.read_out()))
    assert company_votes.state.decisions[D].voters == (*STATES, "SECR", "BORD"), "never an observer"
    states_vote = Timeline(company(vote=SIMPLE)).sitting((*STATES, "SECR", "BORD", "OBS"))
    states_vote.say("chair", OpenVote(states_vote.read_out()))
    assert states_vote.state.decisions[D].voters == STATES
    assert states_vote.refused("secr", CastVote(D, "for")) == "may_not_vote"


def test_a_head_votes_for_its_own_delegation_and_may_correct_itself() -> None:
    room = opened()
    assert room.refused("arm", CastVote(D, "for", "KAZ")) == "not_your_delegation"
    assert room.refused("chair", CastVote(D, "for")) == "not_your_role"
    room.say("arm", CastVote(D, "for"))
    room.say("arm", CastVote(D, "against"))
    row = the_decisions(room.state).decisions[0].vote
    assert row is not None
    assert (row.in_favour, row.against, row.awaited) == ((), ("ARM",), STATES[1:])
    assert me(room.state, room.actor("arm"), room.now).answer == "against"
    assert [a.fields["vote"] for a in me(room.state, room.actor("arm"), room.now).steps[:4]] == [
        "for",
        "against",
        "abstain",
        "not_voting",
    ]


def test_a_vote_needs_what_putting_to_the_room_needs() -> None:
    room = Timeline(echelon(vote=SIMPLE)).sitting(STATES[:4])
    room.read_out()
    room.say("arm", StepOut())
    assert room.refused("chair", OpenVote(D)) == "no_quorum"
    room = Timeline(echelon(vote=SIMPLE)).sitting()
    room.read_out()
    room.say("link", LinkDrop("ARM"))
    assert room.refused("chair", OpenVote(D)) == "link_lost"
    room = Timeline(echelon(vote=SIMPLE)).sitting()
    room.put()
    room.read_out()
    assert room.refused("chair", OpenVote("1.2")) == "another_decision"


def test_an_absent_state_does_not_keep_others_from_voting() -> None:
    """The policy for the absent is one of consensus."""
    room = opened(FIVE, consensus_absent_policy="block")
    assert room.decision(D) == "in_vote"


@pytest.mark.parametrize("cause", ["link", "quorum", "chair", "hearing", "hold"])
def test_an_interrupted_vote_is_void_in_the_same_commit(cause: str) -> None:
    room = opened(STATES[:4])
    vote(room, arm="against")
    match cause:
        case "link":
            room.say("link", LinkDrop("BLR"))
        case "quorum":
            room.say("blr", StepOut())
        case "chair":
            room.say("chair", HandOver())
            room.say("deputy", DeputyAssumes())
        case "hearing":
            room.say("kaz", CannotHear())
        case "hold":
            room.say("chair", Hold(D))
    decision = room.state.decisions[D]
    assert (decision.state, decision.votes, decision.voters) == ("held", {}, ())
    assert room.commits[-1].events[-1].type == "decision_held"


def test_after_an_interruption_everybody_votes_again_or_it_is_put_to_the_room() -> None:
    room = opened()
    vote(room, arm="against").say("chair", Hold(D), OpenVote(D))
    assert room.state.decisions[D].votes == {}
    room.say("chair", Hold(D), PutToRoom(D))
    room.agree(D, *STATES).say("chair", Adopt(D))
    assert told(room).vote is None, "adopted by consensus"


def test_one_decision_at_a_time_and_nothing_ends_over_a_vote() -> None:
    room = opened()
    room.read_out()
    assert room.refused("chair", PutToRoom("1.2")) == "another_decision"
    assert room.refused("chair", ConcludeItem("1", "noted")) == "decision_pending"
    assert room.refused("chair", CloseSession()) != ""
    assert room.refused("arm", RecordAnswer(D, "agree")) == "wrong_state"
    assert room.refused("chair", Adopt(D)) == "wrong_state"


def test_only_who_presides_opens_and_declares() -> None:
    room = opened()
    for seat in ("secretary", "deputy", "arm"):
        for command in (OpenVote(D), DeclareCarried(D), DeclareRejected(D)):
            assert room.refused(seat, command) == "not_presiding"


def test_a_body_admitted_to_other_items_has_no_vote_on_this_one() -> None:
    convocation = company(vote=Majority(electorate="delegations"))
    guests = tuple(replace(d, items=("2",)) if d.code == "BORD" else d for d in convocation.delegations)
    room = Timeline(replace(convocation, delegations=guests)).sitting((*STATES, "SECR", "BORD"))
    room.say("chair", OpenVote(room.read_out()))
    assert room.state.decisions[D].voters == (*STATES, "SECR")


def test_observers_are_told_the_result_and_not_who_voted_how() -> None:
    room = Timeline(company(vote=SIMPLE, observers_see=("stage", "decisions"))).sitting()
    room.say("chair", OpenVote(room.read_out()))
    vote(room, arm="for", blr="for", kaz="for", kgz="for", rus="for", tjk="against")
    assert the_decisions(room.state, "observers").decisions == (), "nothing of a vote that goes on"
    room.say("chair", DeclareCarried(D))
    (row,) = the_decisions(room.state, "observers").decisions
    assert (row.state, row.vote, row.late) == ("adopted", None, ())
    (row,) = the_decisions(room.state).decisions
    assert row.vote is not None


def test_a_roll_call_vote_is_public() -> None:
    """Each delegation says its vote aloud; the log of any seat shows it."""
    room = vote(opened(), arm="abstain")
    (event,) = wire.visible(room.commits[-1], room.actor("rus"))
    assert (event["delegation"], event["vote"]) == ("ARM", "abstain")
