"""Where the draft goes after the talks: letters, the states' approvals, comments for the next round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.timeline import STATES, Timeline, company, kinds, moscow, text
from vcsession.core import view
from vcsession.core.catalogue import Command
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.forwarding import (
    AckByState,
    Acknowledge,
    AdoptByBody,
    Approve,
    ApproveWithComments,
    Consider,
    DeadlinePasses,
    Decline,
    DirectToStates,
    Dispatch,
    NotApprove,
    PrepareForwarding,
    Redispatch,
    RegisterComment,
    ResolveComment,
    ReturnWithComments,
    SendToState,
    SubmitForAdoption,
    version_hash,
)
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import CancelSitting, CloseSitting
from vcsession.core.matters.text import AgreeUnits, Bracket, ConfirmUnit, EnterTranslation, ReviseText
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import ForwardingRecord, Verification
from vcsession.core.vocabulary import Text

BODY: Text = {"ru": "Постоянный совет", "en": "Permanent Council"}
OFFICE: Text = {"ru": "Министерство обороны", "en": "Ministry of Defence"}
DUE = date(2020, 9, 1)


def agreed(*, end: bool = True) -> Timeline:
    """Every unit of the text agreed preliminarily; the session closed."""
    room = Timeline(company()).sitting()
    room.say("chair", AgreeUnits())
    return closed(room) if end else room


def closed(room: Timeline) -> Timeline:
    room.say("chair", ConcludeItem("1", "agreed"))
    room.say("secretary", CancelSitting("2"))
    room.say("chair", CloseSitting("1"), CloseSession())
    return room


def considered(room: Timeline | None = None) -> Timeline:
    """The body considers it."""
    room = room or agreed()
    room.say("secretary", PrepareForwarding(BODY), Dispatch("F1", "No. 1 of 8 July 2020"))
    room.say("secretary", Acknowledge("F1", "No. 2"), Consider("F1", "No. 3"))
    return room


def directed() -> Timeline:
    room = considered()
    room.say("secretary", DirectToStates("F1", "Decision No. 4", DUE))
    return room


def sent(*codes: str) -> Timeline:
    room = directed()
    room.say("secretary", *(SendToState(f"F1.1/{code}", "No. 5") for code in codes or STATES))
    return room


def status(room: Timeline, code: str = "") -> str:
    return room.state.approvals[f"F1.1/{code}"].state if code else room.state.forwardings["F1"].state


def record(room: Timeline) -> ForwardingRecord:
    (forwarding,) = read(room.commits, Verification(1, 1, "", "", "")).forwardings
    return forwarding


# the version


def test_the_version_hash_is_of_the_authentic_text_alone() -> None:
    room = Timeline(company()).sitting()
    before = version_hash(room.state.units.values())
    path = next(iter(room.state.units))
    room.say("chair", AgreeUnits((path,)))
    room.say("secretary", EnterTranslation(path, "en", "another translation"))
    assert version_hash(room.state.units.values()) == before
    other = [*room.state.units][1]
    room.say("secretary", ReviseText(other, text("other words")))
    assert version_hash(room.state.units.values()) != before
    assert version_hash(reversed([*room.state.units.values()])) != version_hash(room.state.units.values())


# sent


def test_an_open_unit_holds_the_draft_back() -> None:
    room = Timeline(company()).sitting()
    assert room.refused("secretary", PrepareForwarding(BODY)) == "draft_not_agreed"
    room.say("chair", AgreeUnits())
    room.say("secretary", PrepareForwarding(BODY))
    assert status(room) == "prepared"


def test_nothing_is_sent_of_a_session_that_was_never_opened() -> None:
    room = Timeline(company())
    assert room.refused("secretary", PrepareForwarding(BODY)) == "session_not_open"


def test_a_text_in_brackets_goes_with_its_list_of_brackets() -> None:
    room = agreed(end=False)
    path = next(iter(room.state.units))
    room.say("secretary", Bracket(path, text("or else"), ("ARM",)), PrepareForwarding(BODY))
    refusal = room.refusal("secretary", Dispatch("F1", "No. 1"))
    assert (refusal.code, refusal.detail["field"]) == ("bad_field", "bracket_list")
    room.say("secretary", Dispatch("F1", "No. 1", "JS/EC20/SN2/WD.3/Add.1"))
    assert room.state.forwardings["F1"].brackets == (path,)


def test_a_text_that_is_all_in_brackets_is_no_agreed_draft() -> None:
    room = Timeline(company()).sitting()
    room.say("secretary", *(Bracket(path, text("or else"), ("ARM",)) for path in room.state.units))
    assert room.refused("secretary", PrepareForwarding(BODY)) == "nothing_agreed"


def test_the_word_preliminary_goes_with_the_draft() -> None:
    room = agreed(end=False)
    final = next(iter(room.state.units))
    room.say("chair", ConfirmUnit(final))
    considered(room)
    assert room.state.forwardings["F1"].preliminary == tuple(p for p in room.state.units if p != final)


@pytest.mark.parametrize("letter", ["", "  "])
def test_every_step_has_a_letter(letter: str) -> None:
    room = agreed()
    room.say("secretary", PrepareForwarding(BODY))
    for good in (Dispatch("F1", "No. 1"), Acknowledge("F1", "No. 2"), Consider("F1", "No. 3")):
        refusal = room.refusal("secretary", replace(good, letter=letter))
        assert (refusal.code, refusal.detail["field"]) == ("bad_field", "letter")
        room.say("secretary", good)
    assert [(s.status, s.letter) for s in record(room).steps] == [
        ("prepared", ""),
        ("dispatched", "No. 1"),
        ("received", "No. 2"),
        ("under_body_consideration", "No. 3"),
    ]


# directed to the states


def test_each_state_is_awaited_from_the_commit_that_directs_the_draft_on() -> None:
    room = considered()
    events = room.say("secretary", DirectToStates("F1", "Decision No. 4", DUE))
    assert kinds(events) == ["forwarding_directed", *["approval_awaited"] * 6]
    assert [a.delegation for a in room.state.approvals.values()] == [*STATES], "no organ, no guest"


def test_the_deadline_lies_ahead() -> None:
    room = considered()
    for due in (date(2020, 7, 6), date.max):
        assert room.refused("secretary", DirectToStates("F1", "No. 4", due)) == "bad_field"
    room.say("secretary", DirectToStates("F1", "No. 4", date(2020, 7, 7)))


def test_reminders_are_derived_from_the_deadline() -> None:
    (row,) = view.following(directed().state, "table").forwardings
    end = moscow("03:00") - moscow("00:00")
    assert row.deadline is not None
    assert row.deadline.isoformat() == "2020-09-02T00:00:00+00:00"
    assert [str(row.deadline - at) for at in row.reminders] == ["7 days, 0:00:00", "1 day, 0:00:00"]
    assert end == timedelta(hours=3)


def test_a_head_records_its_own_states_reply_only() -> None:
    room = sent()
    assert room.refused("arm", AckByState("F1.1/BLR")) == "not_your_delegation"
    assert room.refused("arm", Approve("F1.1/BLR", OFFICE, "No. 6")) == "not_your_delegation"
    room.say("arm", AckByState("F1.1/ARM"), Approve("F1.1/ARM", OFFICE, "No. 6"))
    assert status(room, "ARM") == "approved"
    room.say("secretary", Approve("F1.1/BLR", OFFICE, "No. 7"))
    assert status(room, "BLR") == "approved"


def test_an_approval_names_the_office_that_signed() -> None:
    room = sent()
    assert room.refused("arm", Approve("F1.1/ARM", {}, "No. 6")) == "bad_field"
    assert room.refused("arm", Approve("F1.1/ARM", OFFICE, "")) == "bad_field"
    assert room.refused("arm", Decline("F1.1/ARM", " ")) == "bad_field"
    room.say("arm", Decline("F1.1/ARM", "the dates"))
    approval = next(a for a in record(room).approvals if a.delegation == "ARM")
    assert (approval.status, approval.reason) == ("declined", "the dates")


def test_when_the_last_state_approves_the_states_have_approved() -> None:
    room = sent()
    for code in STATES[:5]:
        room.say(code.lower(), Approve(f"F1.1/{code}", OFFICE, "No. 6"))
    assert status(room) == "in_internal_approval"
    events = room.say("tjk", Approve("F1.1/TJK", OFFICE, "No. 9"))
    assert kinds(events) == ["approval_moved", "forwarding_moved"]
    assert status(room) == "approved_by_states"


def test_approved_with_comments_counts_when_the_comments_are_resolved() -> None:
    room = sent()
    unit = next(iter(room.state.units))
    for code in STATES[:5]:
        room.say(code.lower(), Approve(f"F1.1/{code}", OFFICE, "No. 6"))
    answer = ApproveWithComments("F1.1/TJK", OFFICE, "No. 9")
    assert room.refused("tjk", answer) == "no_comments"
    room.say("tjk", RegisterComment("F1", unit, text("one day later")), answer)
    assert status(room) == "in_internal_approval"
    number = room.state.forwardings["F1"].comments[0].number
    assert room.refused("arm", ResolveComment("F1", number, "no")) == "not_your_delegation"
    assert room.refused("tjk", ResolveComment("F1", number, "")) == "bad_field"
    room.say("tjk", ResolveComment("F1", number, "withdrawn by letter No. 10"))
    assert status(room) == "approved_by_states"


def test_a_declined_or_silent_state_is_not_an_approval() -> None:
    room = sent()
    for code in STATES[:4]:
        room.say(code.lower(), Approve(f"F1.1/{code}", OFFICE, "No. 6"))
    room.say("rus", Decline("F1.1/RUS", "the venue"))
    room.pass_until(moscow("12:00", 7) + timedelta(days=90))
    assert status(room, "TJK") == "no_reply"
    assert status(room) == "in_internal_approval"
    room.say("tjk", Approve("F1.1/TJK", OFFICE, "No. 9"))
    assert status(room, "TJK") == "approved", "a late reply is a reply"
    assert status(room) == "in_internal_approval"
    room.say("secretary", NotApprove("F1", "a state declined", "No. 11"))
    assert status(room) == "not_approved"


def test_the_clock_ends_the_time_at_the_end_of_the_last_day_and_not_before() -> None:
    room = sent("ARM", "BLR")
    room.say("arm", AckByState("F1.1/ARM"))
    end = moscow("03:00", 7) + timedelta(days=57)
    assert end.date() == date(2020, 9, 2)
    room.pass_until(end - timedelta(seconds=1))
    assert room.refused("clock", DeadlinePasses("F1.1/ARM")) == "not_due"
    assert status(room, "ARM") == "in_progress"
    room.pass_until(end)
    assert (status(room, "ARM"), status(room, "BLR")) == ("no_reply", "no_reply")
    assert status(room, "KAZ") == "awaiting", "nothing was sent to it"


# comments, and the next version


def test_comments_go_on_with_the_delegations_numbers() -> None:
    room = sent()
    unit = next(iter(room.state.units))
    received = [p.number for p in room.state.convocation.proposals if p.delegation == "RUS"]
    room.say("rus", RegisterComment("F1", unit, text("a")), RegisterComment("F1", unit, text("b")))
    last = max((int(n.partition("/")[2]) for n in received), default=0)
    numbers = [c.number for c in room.state.forwardings["F1"].comments]
    assert numbers == [f"RUS/{last + 1}", f"RUS/{last + 2}"]


def test_who_may_comment() -> None:
    room = considered()
    unit = next(iter(room.state.units))
    comment = RegisterComment("F1", unit, text("words"))
    assert room.refused("arm", comment) == "not_your_delegation", "the states are not asked yet"
    assert room.refused("secretary", comment) == "unknown", "whose?"
    room.say("secretary", replace(comment, delegation="SECR"))
    assert room.refused("secretary", replace(comment, delegation="OBS")) == "unknown"
    assert (
        room.refused("secretary", RegisterComment("F1", "99", text("words"), "comment", "SECR")) == "unknown"
    )
    room.say("secretary", DirectToStates("F1", "No. 4", DUE))
    room.say("arm", comment)
    assert room.refused("arm", replace(comment, delegation="BLR")) == "not_your_delegation"
    assert room.refused("secr", comment) == "not_your_delegation", "an organ approves nothing"


def test_a_draft_is_returned_with_its_comments_and_goes_out_again_in_a_new_version() -> None:
    room = sent()
    unit = next(iter(room.state.units))
    back = ReturnWithComments("F1", "No. 8")
    assert room.refused("secretary", back) == "no_comments"
    room.say("arm", RegisterComment("F1", unit, text("one day later")))
    room.say("secretary", back)
    assert status(room) == "returned"
    assert room.refused("blr", Approve("F1.1/BLR", OFFICE, "No. 6")) == "wrong_state", "nobody is asked now"
    assert room.refused("secretary", Redispatch("F1", "No. 9")) == "same_version"
    assert room.refused("secretary", Redispatch("F1", "No. 9", "abc")) == "bad_field"
    room.say("secretary", Redispatch("F1", "No. 9", "ab" * 32))
    assert room.state.forwardings["F1"].versions[-1] == "ab" * 32
    room.say("secretary", Acknowledge("F1", "No. 10"), Consider("F1", "No. 11"))
    assert room.refused("secretary", back) == "no_comments", "those were on the former version"
    room.say("secretary", DirectToStates("F1", "No. 12", DUE))
    assert status(room, "ARM") == "sent", "the former turn stays as it was"
    assert [a.state for id, a in room.state.approvals.items() if id.startswith("F1.2/")] == ["awaiting"] * 6
    room.pass_until(room.now + timedelta(days=90))
    assert status(room, "ARM") == "sent", "of a turn that is over no deadline passes"


# to the end


def test_from_the_states_to_the_adopting_body() -> None:
    room = sent()
    for code in STATES:
        room.say(code.lower(), Approve(f"F1.1/{code}", OFFICE, "No. 6"))
    room.say("secretary", SubmitForAdoption("F1", {"ru": "Совет министров обороны"}, "No. 12"))
    assert room.refused("secretary", AdoptByBody("F1", "", "No. 13")) == "bad_field"
    room.say("secretary", AdoptByBody("F1", "Decision No. 5 of 25 November 2020", "No. 13"))
    last = record(room).steps[-1]
    assert (last.status, last.words, last.letter) == (
        "adopted_by_body",
        "Decision No. 5 of 25 November 2020",
        "No. 13",
    )
    assert record(room).adopting == {"ru": "Совет министров обороны"}


def test_two_drafts_of_one_session_go_their_own_ways() -> None:
    room = sent()
    room.say("secretary", PrepareForwarding({"ru": "Секретариат"}))
    assert [f.state for f in room.state.forwardings.values()] == ["in_internal_approval", "prepared"]


# who sees it


def test_the_status_is_for_the_table_and_not_for_observers() -> None:
    room = sent()
    assert view.following(room.state, "table").forwardings[0].approvals[0].state == "sent"
    assert view.following(room.state, "observers").forwardings == ()
    assert view.lobby(room.state, room.actor("observer"))["following"] == view.following(
        Timeline(company()).state, "observers"
    )


def test_a_head_is_offered_its_own_states_reply_and_no_other() -> None:
    room = sent()
    acts = offers(room.state, room.actor("arm"), room.now)
    assert {a.fields["approval"] for a in acts if "approval" in a.fields} == {"F1.1/ARM"}
    for seat in ("observer", "obs", "bord", "technician", "chair", "rus-1"):
        given: list[Command] = [Approve("F1.1/ARM", OFFICE, "No. 6"), SendToState("F1.1/ARM", "No. 1")]
        assert all(room.refusal(seat, command).fault == "role" for command in given), seat
