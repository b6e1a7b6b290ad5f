"""What becomes of a proposal: accepted, rejected, in brackets, and what of it stands in the text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.test_proposals import SECRET, WHY, U, at_work, circulated, discussed, proposal, submit, unit
from tests.core.timeline import STATES, Timeline, kinds, text
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.proposals import (
    AcceptInPart,
    AcceptProposal,
    BracketProposal,
    ClearBracket,
    CosponsorProposal,
    DeferProposal,
    RejectProposal,
    TakeUp,
    WithdrawProposal,
)
from vcsession.core.matters.reservations import AnnounceReservation
from vcsession.core.matters.roll_call import LinkDrop, StepOut
from vcsession.core.matters.sittings import SuspendSitting
from vcsession.core.matters.text import Bracket, Clear, CloseUnit, ReviseText
from vcsession.core.view import me

# disposition


def test_an_accepted_amendment_is_the_next_version_of_its_unit_and_says_so() -> None:
    room = at_work()
    p = discussed(room)
    events = room.say("chair", AcceptProposal(p))
    assert kinds(events) == ["unit_revised", "proposal_accepted"]
    assert (unit(room).current.text, unit(room).current.number) == (text(SECRET), 2)
    assert unit(room).current.because == p
    assert (proposal(room, p).state, proposal(room, p).item) == ("accepted", "1")


def test_accepted_in_part_the_agreed_wording_counts_and_the_author_s_is_kept() -> None:
    room = at_work()
    p = discussed(room)
    room.say("chair", AcceptInPart(p, text("27 July")))
    assert unit(room).current.text == text("27 July")
    assert proposal(room, p).state == "accepted_in_part"
    assert (proposal(room, p).text, proposal(room, p).wording) == (text(SECRET), text("27 July"))


def test_a_comment_moves_no_text() -> None:
    room = at_work()
    p = discussed(room, kind="comment")
    assert kinds(room.say("chair", AcceptProposal(p))) == ["proposal_accepted"]
    assert unit(room).current.number == 1


def test_an_addition_makes_its_unit_in_its_row_and_a_deletion_leaves_an_empty_one() -> None:
    room = at_work()
    added, deleted = discussed(room, unit="2.note", kind="addition"), discussed(room, kind="deletion")
    room.say("chair", AcceptProposal(added), AcceptProposal(deleted))
    assert (unit(room, "2.note").row, unit(room, "2.note").current.because) == ("2", added)
    assert unit(room).current.text == {"ru": ""}
    assert unit(room).current.number == 2, "the former versions stay"


def test_two_additions_do_not_take_one_path() -> None:
    room = at_work()
    one, two = (discussed(room, unit="2.note", kind="addition") for _ in range(2))
    room.say("chair", AcceptProposal(one))
    assert room.refused("chair", AcceptProposal(two)) == "path_taken"
    assert room.refused("chair", BracketProposal(two)) == "path_taken"


def test_nothing_is_accepted_over_a_published_objection() -> None:
    room = at_work()
    p = discussed(room)
    room.say("kaz", PublishPosition("object", proposal=p))
    assert room.refused("chair", AcceptProposal(p)) == "objection_stands"
    assert room.refused("chair", AcceptInPart(p, text("words"))) == "objection_stands"
    room.say("kaz", PublishPosition("can_accept", proposal=p))
    room.say("chair", AcceptProposal(p))


def test_an_organ_objects_and_blocks_nothing() -> None:
    room = at_work()
    p = discussed(room)
    room.say("secr", PublishPosition("object", proposal=p))
    room.say("chair", AcceptProposal(p))


def test_nothing_is_accepted_while_it_could_not_be_objected_to() -> None:
    room = at_work()
    p = discussed(room)
    room.say("link", LinkDrop("ARM"))
    assert room.refused("chair", AcceptProposal(p)) == "link_lost"
    room = at_work(STATES[:4])
    p = discussed(room)
    room.say("kaz", StepOut())
    assert room.refused("chair", AcceptProposal(p)) == "no_quorum"
    room.say("chair", DeferProposal(p))


def test_proposals_are_disposed_of_in_a_sitting_only() -> None:
    room = at_work()
    p, q = circulated(room), discussed(room)
    room.say("chair", SuspendSitting("1", "break"))
    for command in (
        TakeUp(p),
        AcceptProposal(q),
        DeferProposal(q),
        RejectProposal(q, WHY),
        BracketProposal(q),
    ):
        assert room.refused("chair", command) == "sitting_not_in_session"
    assert submit(room), "but they may be submitted, registered and circulated meanwhile"


def test_a_unit_that_is_agreed_is_reopened_before_it_is_amended() -> None:
    room = at_work()
    p = discussed(room)
    room.say("chair", CloseUnit(U))
    assert room.refused("chair", AcceptProposal(p)) == "wrong_state"
    assert room.refused("chair", BracketProposal(p)) == "wrong_state"


def test_what_is_rejected_has_a_reason_and_its_author_was_asked() -> None:
    room = at_work()
    p = discussed(room)
    assert room.refused("chair", RejectProposal(p, {})) == "bad_field"
    room.say("rus", StepOut())
    assert room.refused("chair", RejectProposal(p, WHY)) == "delegation_not_present"


def test_who_maintains_a_rejected_proposal_is_offered_a_reservation() -> None:
    def steps(room: Timeline, seat: str) -> list[str]:
        return [act.type for act in me(room.state, room.actor(seat), room.now).steps]

    room = at_work()
    p, q = discussed(room), discussed(room, "kaz")
    room.say("chair", RejectProposal(q, WHY), RejectProposal(p, WHY, maintained=True))
    assert "announce_reservation" in steps(room, "rus")
    assert "announce_reservation" not in steps(room, "kaz"), "it does not maintain its own"
    room.at("10:30").say("rus", AnnounceReservation("reservation"))
    assert "announce_reservation" not in steps(room, "rus")


# brackets


def test_in_brackets_it_is_an_alternative_with_its_author_s_name() -> None:
    room = at_work()
    p = discussed(room)
    room.say("kaz", CosponsorProposal(p))
    room.say("chair", BracketProposal(p))
    (alternative,) = unit(room).alternatives
    assert (alternative.text, alternative.delegations) == (text(SECRET), ("KAZ", "RUS"))
    assert (alternative.proposal, unit(room).state) == (p, "bracketed_text")


def test_out_of_brackets_it_is_discussed_again_and_the_unit_is_open() -> None:
    room = at_work()
    p = discussed(room)
    room.say("secretary", BracketProposal(p))
    room.say("chair", ClearBracket(p))
    assert (proposal(room, p).state, unit(room).state) == ("under_discussion", "open_text")
    room.say("chair", AcceptProposal(p))


@pytest.mark.parametrize(("seat", "leave"), [("rus", WithdrawProposal), ("chair", DeferProposal)])
def test_what_leaves_the_table_leaves_the_brackets(seat: str, leave: Any) -> None:
    room = at_work()
    p = discussed(room)
    room.say("chair", BracketProposal(p))
    room.say("secretary", Bracket(U, text("another"), ("ARM",)))
    room.say(seat, leave(p))
    assert [a.delegations for a in unit(room).alternatives] == [("ARM",)]


def test_clearing_the_unit_accepts_the_proposal_whose_wording_was_chosen() -> None:
    room = at_work()
    p, q = discussed(room), discussed(room, "kaz", words="another")
    room.say("chair", BracketProposal(p), BracketProposal(q), Clear(U, 2))
    assert [proposal(room, id).state for id in (p, q)] == ["under_discussion", "accepted"]
    assert unit(room).current.because == q


def test_one_delegation_stands_for_one_alternative_its_latest() -> None:
    room = at_work()
    p, q = discussed(room), discussed(room, words="newer")
    room.say("chair", BracketProposal(p), BracketProposal(q))
    assert [proposal(room, id).state for id in (p, q)] == ["under_discussion", "bracketed"]


def test_one_wording_stands_in_brackets_once() -> None:
    room = at_work()
    p, q = discussed(room), discussed(room, "kaz")
    room.say("chair", BracketProposal(p))
    assert room.refused("chair", BracketProposal(q)) == "already_in_brackets"
    room.say("secretary", ReviseText(U, text("27 July")))
    assert proposal(room, p).state == "bracketed", "a unit keeps its brackets while it is typed"


def test_an_addition_in_brackets_stands_beside_nothing() -> None:
    room = at_work()
    p = discussed(room, unit="2.note", kind="addition")
    room.say("chair", BracketProposal(p))
    note = unit(room, "2.note")
    assert (note.current.text, note.alternatives[0].text) == ({"ru": ""}, text(SECRET))
    room.say("chair", Clear("2.note", 1))
    assert proposal(room, p).state == "accepted"
    assert unit(room, "2.note").current.text == text(SECRET)


def test_a_comment_has_no_wording_for_brackets() -> None:
    room = at_work()
    assert room.refused("chair", BracketProposal(discussed(room, kind="comment"))) == "no_wording"
