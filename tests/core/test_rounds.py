"""The next round: made from this one, convened as it is, and what was preliminary is confirmed there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.timeline import STATES, Timeline, company, text
from vcsession.convene import parse_session, to_yaml
from vcsession.core import view
from vcsession.core.convocation import Convocation
from vcsession.core.matters.agenda import AdoptAgenda, ConcludeItem, DeferItem, OpenItem
from vcsession.core.matters.decisions import (
    AdoptAdReferendum,
    AdoptPreliminarily,
    Confirm,
    ConfirmByDelegation,
    LapseDecision,
    TableDecision,
)
from vcsession.core.matters.forwarding import (
    Acknowledge,
    Consider,
    Dispatch,
    PrepareForwarding,
    RegisterComment,
    ReturnWithComments,
)
from vcsession.core.matters.proposals import (
    CirculateProposal,
    DeferProposal,
    ProposalKind,
    RegisterProposal,
    RejectProposal,
    SubmitProposal,
    TakeUp,
    WithdrawProposal,
)
from vcsession.core.matters.reservations import AnnounceReservation, LiftReservation, SubmitText
from vcsession.core.matters.rounds import LinkNextRound
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.silence import Revoke
from vcsession.core.matters.sittings import CancelSitting, CloseSitting, DeclareQuorum
from vcsession.core.matters.text import AgreeUnits, Bracket, CloseUnits
from vcsession.core.reading import read
from vcsession.core.record import DecisionRecord, Verification
from vcsession.core.rounds import NothingLeft, next_round
from vcsession.core.view import me

SN2 = "JS/EC20/SN2"
FIRST = date(2020, 9, 15)
BY = date(2020, 10, 1)


def round_two(convocation: Convocation | None = None, *, end: bool = True) -> Timeline:
    """1.1 preliminary, 1.2 ad referendum of Armenia, which reserved on 1.1; item 2 deferred; units agreed."""
    room = Timeline(convocation or company()).sitting()
    d = room.put()
    room.agree(d, *STATES).say("chair", AdoptPreliminarily(d, text("strength"), BY))
    room.say("arm", AnnounceReservation("reservation", d), SubmitText("ARM/R1", "We reserve."))
    d = room.put("dates")
    room.agree(d, *STATES).say("chair", AdoptAdReferendum(d, ("ARM",)))
    units = [*room.state.units]
    room.say("secretary", Bracket(units[0], text("or else"), ("KAZ",)))
    room.say("chair", AgreeUnits(tuple(units[1:3])), CloseUnits(tuple(units[2:3])))
    return over(room) if end else room


def over(room: Timeline) -> Timeline:
    room.say("chair", ConcludeItem("1", "agreed_preliminarily"), OpenItem("2"), DeferItem("2", "next_round"))
    for item in ("3", "4"):
        room.say("chair", OpenItem(item), ConcludeItem(item, "noted"))
    room.say("secretary", CancelSitting("2"))
    room.say("chair", CloseSitting("1"), CloseSession())
    return room


def following(room: Timeline) -> Convocation:
    """The next round's file as `convene` reads it back."""
    shift = FIRST - room.state.convocation.date_from
    sittings = [replace(s, opens_at=s.opens_at + shift) for s in room.state.convocation.sittings]
    made = next_round(room.state, FIRST, sittings)
    assert parse_session(to_yaml(made, "the next\nround"), "next.yaml") == made
    return made


def round_three(former: Timeline | None = None) -> Timeline:
    """In session with all six, the first item open."""
    room = Timeline(following(former or round_two()))
    room.roll_call()
    room.say("chair", DeclareQuorum("1"), AdoptAgenda(), OpenItem("1"))
    return room


def decisions(room: Timeline) -> dict[str, DecisionRecord]:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    return {d.number: d for item in record.items for d in item.decisions}


# the file


def test_the_next_round_counts_on_and_names_the_one_before_it() -> None:
    made = following(round_two())
    assert (made.id, made.symbol, made.ordinal, made.previous) == (
        "echelon-2020-3",
        "JS/EC20/SN3",
        3,
        "echelon-2020",
    )
    assert made.title["en"].startswith("Third staff negotiations on")
    assert made.title["ru"].startswith("Третьи штабные переговоры")
    assert (made.date_from, made.date_to) == (FIRST, FIRST + timedelta(days=1))
    assert next_round(Timeline(made).state, BY, made.sittings).id == "echelon-2020-4"


def test_preliminary_decisions_stand_first_then_what_was_open() -> None:
    made = following(round_two())
    first, *rest = made.agenda
    assert (first.number, first.title["en"]) == ("1", "Confirmation of preliminary decisions")
    assert [i.title for i in rest] == [company().agenda[1].title], "what is concluded is not reopened"
    assert [(d.number, d.round, d.finality, d.confirm_list) for d in made.confirming] == [
        ("1.1", SN2, "preliminary", ()),
        ("1.2", SN2, "ad_referendum", ("ARM",)),
    ]
    assert made.confirming[0].text == text("The stages of the training are agreed.")
    assert (made.confirming[0].subject_to, made.confirming[0].confirm_by) == (text("strength"), BY)


def test_the_text_goes_on_as_far_as_it_was_agreed() -> None:
    room = round_two()
    units = [*room.state.units]
    after = Timeline(following(room)).state.units
    assert [*after] == units
    standing = [after[path].state for path in units]
    assert standing[:4] == ["bracketed_text", "agreed_prelim", "closed_text", "open_text"]
    assert after[units[0]].alternatives == room.state.units[units[0]].alternatives
    assert all(after[path].current.hash == room.state.units[path].current.hash for path in units)


def test_comments_that_were_returned_are_received_proposals() -> None:
    room = round_two(end=False)
    room.say("chair", AgreeUnits())
    over(room)
    room.say("secretary", PrepareForwarding(text("the Council")), Dispatch("F1", "No. 1", "WD.4"))
    room.say("secretary", Acknowledge("F1", "No. 2"), Consider("F1", "No. 3"))
    unit = next(iter(room.state.units))
    room.say("secretary", RegisterComment("F1", unit, {"ru": "слова"}, "comment", "SECR"))
    room.say("secretary", ReturnWithComments("F1", "No. 4"))
    made = following(room)
    assert [i.title["en"] for i in made.agenda][1] == "Comments received on the draft"
    proposal = made.proposals[0]
    assert (proposal.number, proposal.unit, proposal.kind, proposal.text) == (
        "SECR/1",
        unit,
        "comment",
        {"ru": "слова"},
    )


def test_what_the_table_has_not_disposed_of_is_received_there_by_its_number() -> None:
    room = round_two(end=False)
    bracketed, _, closed, unit, *_ = room.state.units
    for p in room.state.proposals.values():
        room.say(p.delegation.lower(), WithdrawProposal(p.id))
    why = text("because")

    def proposed(kind: ProposalKind, path: str, circulated: bool = True) -> str:
        id = f"p{len(room.state.proposals) + 1}"
        room.say("kaz", SubmitProposal(kind, why, path, text("other words")))
        room.say("secretary", RegisterProposal(id))
        if circulated:
            room.say("secretary", CirculateProposal(id))
        return id

    goes_on, deferred = proposed("amendment", unit), proposed("comment", bracketed)
    room.say("chair", TakeUp(deferred), DeferProposal(deferred))
    rejected = proposed("amendment", unit)
    room.say("chair", TakeUp(rejected), RejectProposal(rejected, why))
    proposed("comment", closed)
    proposed("addition", "9.new")
    proposed("amendment", unit, circulated=False)
    over(room)
    made = following(room)
    assert [(p.number, p.kind, p.unit, p.text, p.rationale) for p in made.proposals] == [
        (room.state.proposals[id].number, kind, path, text("other words"), why)
        for id, kind, path in ((goes_on, "amendment", unit), (deferred, "comment", bracketed))
    ]
    after = Timeline(made)
    assert [p.state for p in after.state.proposals.values()] == ["circulated", "circulated"]
    assert "Comments received on the draft" not in [i.title["en"] for i in made.agenda]


def test_whose_access_ended_with_its_item_is_not_let_in_to_all() -> None:
    convocation = company()
    scoped = [
        replace(d, items={"SECR": ("2",), "BORD": ("3",)}.get(d.code, ())) for d in convocation.delegations
    ]
    made = following(round_two(replace(convocation, delegations=tuple(scoped))))
    found = {d.code: d.items for d in made.delegations}
    assert found["SECR"] == ("2",), "by its new number"
    assert "BORD" not in found
    assert found["ARM"] == ()


def test_nothing_left_open_makes_no_round() -> None:
    room = Timeline(company()).sitting()
    room.say("chair", CloseUnits(), ConcludeItem("1", "agreed"))
    for item in ("2", "3", "4"):
        room.say("chair", OpenItem(item), ConcludeItem(item, "agreed"))
    with pytest.raises(NothingLeft):
        next_round(room.state, FIRST, room.state.convocation.sittings)


# confirmed there


def test_a_preliminary_decision_is_confirmed_by_the_next_round() -> None:
    room = round_three()
    first, second = f"{SN2}/1.1", f"{SN2}/1.2"
    assert [(d.number, d.state) for d in room.state.decisions.values()] == [
        (first, "adopted_preliminarily"),
        (second, "adopted_ad_referendum"),
    ]
    steps = me(room.state, room.actor("chair"), room.now).steps
    assert (steps[0].type, steps[0].fields) == ("confirm", {"decision": first})
    room.say("chair", Confirm(first))
    assert room.refused("chair", Confirm(second)) == "absent_must_confirm"
    room.say("arm", ConfirmByDelegation(second))
    confirmed = decisions(room)
    for number in (first, second):
        assert (confirmed[number].status, confirmed[number].round) == ("adopted", SN2)
        assert confirmed[number].confirmed_at == room.now
    assert confirmed[first].finality == "preliminary", "how it was agreed stays told"
    assert confirmed[first].taken_at == round_two().state.decisions["1.1"].taken_at


def test_or_it_is_revoked_or_lapses() -> None:
    room = round_three()
    room.say("chair", Revoke(f"{SN2}/1.1"))
    assert decisions(room)[f"{SN2}/1.1"].status == "revoked_decision"
    silent = Timeline(following(round_two()))
    silent.pass_until(silent.now + timedelta(days=120))
    assert silent.decision(f"{SN2}/1.1") == "lapsed"


def test_new_decisions_of_the_same_item_are_numbered_from_one() -> None:
    room = round_three()
    room.say("secretary", TableDecision("1", "text", text("words")))
    assert [*room.state.decisions][-1] == "1.1"


def test_what_is_not_confirmed_here_goes_on_to_the_round_after() -> None:
    room = round_three()
    room.say("chair", Confirm(f"{SN2}/1.1"), ConcludeItem("1", "partly_agreed"), OpenItem("2"))
    room.say("chair", ConcludeItem("2", "noted"))
    made = next_round(room.state, BY, room.state.convocation.sittings)
    assert [(d.number, d.round) for d in made.confirming] == [("1.2", SN2)]
    assert [i.title["en"] for i in made.agenda].count("Confirmation of preliminary decisions") == 1


def test_a_reservation_stands_until_its_author_lifts_it() -> None:
    room = round_three()
    (row,) = view.reservations(room.state).reservations
    assert (row.number, row.delegation, row.decision, row.text, row.state) == (
        f"{SN2}/ARM/R1",
        "ARM",
        f"{SN2}/1.1",
        "We reserve.",
        "recorded",
    )
    assert decisions(room)[f"{SN2}/1.1"].reservations[0].number == f"{SN2}/ARM/R1"
    room.say("arm", AnnounceReservation("statement_for_the_record"))
    assert "ARM/R1" in room.state.reservations, "its own numbers begin anew"
    assert room.refused("kaz", LiftReservation(f"{SN2}/ARM/R1")) == "not_your_delegation"
    room.say("arm", LiftReservation(f"{SN2}/ARM/R1"))


# linked


def test_the_former_session_learns_of_its_next_and_leaves_it_what_is_preliminary() -> None:
    room = round_two(end=False)
    link = LinkNextRound("echelon-2020-3")
    assert room.refused("secretary", link) == "session_not_closed"
    over(room)
    for wrong in ("", "Echelon", "a b", "echelon-2020", "x" * 65):
        assert room.refused("secretary", LinkNextRound(wrong)) == "bad_field", wrong
    assert room.refused("chair", link) == "not_your_role"
    room.say("secretary", link)
    assert room.refused("secretary", link) == "wrong_state"
    assert read(room.commits, Verification(1, 1, "", "", "")).next_round == "echelon-2020-3"
    assert room.decision("1.1") == room.decision("1.2") == "carried_over"
    assert room.refused("arm", ConfirmByDelegation("1.2")) == "wrong_state", "one log decides"
    assert room.refused("clock", LapseDecision("1.1")) == "wrong_state"
    room.pass_until(room.now + timedelta(days=200))
    assert room.decision("1.1") == "carried_over"
    assert len(following(room).confirming) == 2, "the file may be made after the link, too"


def test_without_the_link_a_preliminary_decision_lapses_where_it_was_taken() -> None:
    room = round_two()
    room.pass_until(room.now + timedelta(days=200))
    assert room.decision("1.1") == "lapsed"
    assert [d.number for d in following(room).confirming] == ["1.2"]
