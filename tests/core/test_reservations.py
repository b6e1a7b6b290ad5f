"""Reservations and statements: announced aloud, delivered in writing, recorded verbatim (3.4, 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core import view
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    Object,
    RecordNoConsensus,
    WithdrawDecision,
)
from vcsession.core.matters.reservations import (
    AnnounceReservation,
    ExpireReservation,
    LiftReservation,
    RecordReservation,
    ReservationKind,
    SubmitText,
)
from vcsession.core.matters.session import CloseSession, SuspendSession
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder, CancelSitting, CloseSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import ReservationRecord, Verification
from vcsession.core.view import me

VERBATIM = "  Հայաստանի Հանրապետությունը վերապահում է կատարում:\n\n   Second line, kept as it came. "
R1 = "ARM/R1"
FIVE = STATES[:5]


def decided(**rules: int) -> tuple[Timeline, str]:
    """All six present; decision 1.1 adopted at 10:41."""
    room = Timeline(echelon(**rules)).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", Adopt(d))
    return room, d


def record(room: Timeline) -> tuple[ReservationRecord, ...]:
    return read(room.commits, Verification(1, 1, "", "", "")).reservations


# announced


def test_a_reservation_does_not_block_and_an_objection_does() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("arm", AnnounceReservation("reservation", d))
    assert room.decision(d) == "put_to_room_state"
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.decision(d) == "adopted"
    other = room.put()
    room.say("arm", Object(other))
    assert room.refused("chair", Adopt(other)) == "wrong_state"


def test_the_announcement_is_known_at_once_and_the_text_from_its_receipt() -> None:
    """Recording is no gate: the secretariat cannot hold a text back from the others."""
    room, d = decided()
    room.at("12:00").say("arm", AnnounceReservation("reservation", d))
    (row,) = view.reservations(room.state).reservations
    assert (row.number, row.delegation, row.decision, row.state) == (R1, "ARM", d, "announced")
    assert (row.text, row.deadline) == ("", None)
    room.say("arm", SubmitText(R1, VERBATIM, "hy"))
    (row,) = view.reservations(room.state).reservations
    assert (row.state, row.text, row.language) == ("text_received", VERBATIM, "hy")
    assert row.recorded_at is None


def test_each_delegation_numbers_its_own() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d), AnnounceReservation("interpretative_statement", d))
    room.say("kaz", AnnounceReservation("statement_for_the_record"))
    assert [*room.state.reservations] == ["ARM/R1", "ARM/R2", "KAZ/R1"]


def test_the_secretary_notes_down_what_a_head_says_aloud() -> None:
    room, d = decided()
    assert room.refused("secretary", AnnounceReservation("reservation", d)) == "unknown", "for whom?"
    assert room.refused("kaz", AnnounceReservation("reservation", d, "ARM")) == "not_your_delegation"
    room.say("secretary", AnnounceReservation("reservation", d, "ARM"))
    assert room.state.reservations[R1].delegation == "ARM"
    assert room.refused("secretary", SubmitText(R1, "words")) == "not_your_role", "the text is the author's"


@pytest.mark.parametrize("kind", ["reservation", "interpretative_statement"])
def test_only_who_takes_part_in_the_consensus_reserves(kind: ReservationKind) -> None:
    room = Timeline(company()).sitting()
    d = room.put()
    for guest in ("secr", "bord", "obs"):
        assert room.refused(guest, AnnounceReservation(kind, d)) == "may_not_reserve"
    room.say("tjk", AnnounceReservation(kind, d))


def test_whoever_may_speak_may_state() -> None:
    room = Timeline(company()).sitting()
    room.say("secr", AnnounceReservation("statement_for_the_record"))
    room.say("bord", AnnounceReservation("statement_for_the_record"))
    assert room.refused("obs", AnnounceReservation("statement_for_the_record")) == "may_not_reserve"
    assert room.refused("observer", AnnounceReservation("statement_for_the_record")) == "not_your_role"


def test_one_reserves_on_a_text_that_was_read_out() -> None:
    room = Timeline().sitting()
    d = room.read_out()
    assert room.refused("arm", AnnounceReservation("reservation", "9.9")) == "unknown"
    room.say("arm", AnnounceReservation("reservation", d))
    room.say("secretary", WithdrawDecision(d))
    assert room.refused("arm", AnnounceReservation("reservation", d)) == "wrong_state"


def test_one_reserves_on_a_unit_of_the_text_too() -> None:
    room = Timeline().sitting()
    path = next(iter(room.state.units))
    room.say("arm", AnnounceReservation("reservation", unit=path))
    (row,) = view.reservations(room.state).reservations
    assert (row.unit, row.decision) == (path, None)
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert [r.unit for r in record.reservations] == [path]
    assert room.refused("arm", AnnounceReservation("reservation", unit="99.none")) == "unknown"
    d = room.read_out()
    both = AnnounceReservation("reservation", decision=d, unit=path)
    assert room.refusal("arm", both).detail["field"] == "unit"


def test_where_nothing_was_decided_one_may_still_state() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", RecordNoConsensus(d))
    assert room.refused("arm", AnnounceReservation("reservation", d)) == "wrong_state"
    room.say("arm", AnnounceReservation("statement_for_the_record", d))
    assert room.state.reservations[R1].decision == d


def test_a_late_delegation_may_reserve_until_the_end_of_the_session() -> None:
    room = Timeline().sitting(FIVE)
    d = room.put()
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d), AdjournSitting("1"), SuspendSession("overnight"))
    room.say("tjk", AnnounceReservation("reservation", d))
    assert room.state.reservations["TJK/R1"].sitting == "1"


def test_before_the_first_sitting_and_after_the_session_nothing_is_announced() -> None:
    room = Timeline()
    assert room.refused("arm", AnnounceReservation("statement_for_the_record")) == "session_not_open"
    room, _ = decided()
    closed(room)
    assert room.refused("arm", AnnounceReservation("statement_for_the_record")) == "session_not_open"


def closed(room: Timeline) -> None:
    room.say("chair", ConcludeItem("1", "agreed"))
    room.say("secretary", CancelSitting("2"))
    room.say("chair", CloseSitting("1"), CloseSession())


# the text


def test_the_time_for_the_text_runs_from_the_end_of_the_sitting() -> None:
    room, d = decided()
    room.at("12:00").say("arm", AnnounceReservation("reservation", d))
    room.at("13:00").say("chair", AdjournSitting("1"))
    (row,) = view.reservations(room.state).reservations
    assert row.deadline == moscow("15:00"), "two hours after the sitting, in UTC"
    room.at("14:59:59").say("arm", SubmitText(R1, VERBATIM))
    room.at("15:00")
    assert room.state.reservations[R1].state == "text_received"


def test_announced_between_sittings_it_runs_from_the_announcement() -> None:
    room, d = decided(reservation_text_deadline_s=600)
    room.at("13:00").say("chair", AdjournSitting("1"))
    room.at("14:00").say("arm", AnnounceReservation("reservation", d))
    (row,) = view.reservations(room.state).reservations
    assert row.deadline == moscow("14:10")


def test_a_text_that_never_comes_is_itself_recorded() -> None:
    room, d = decided()
    room.at("12:00").say("arm", AnnounceReservation("reservation", d))
    assert room.refused("clock", ExpireReservation(R1)) == "not_due", "the sitting goes on"
    room.at("13:00").say("chair", AdjournSitting("1"))
    assert room.refused("clock", ExpireReservation(R1)) == "not_due"
    room.at("15:00")
    assert room.state.reservations[R1].state == "not_received"
    assert room.refused("arm", SubmitText(R1, VERBATIM)) == "wrong_state"
    assert [(r.status, r.text) for r in record(room)] == [("not_received", "")]


def test_a_text_after_the_deadline_is_too_late_even_before_the_clock_says_so() -> None:
    room, d = decided()
    room.at("12:00").say("arm", AnnounceReservation("reservation", d))
    room.at("13:00").say("chair", AdjournSitting("1"))
    room.now = moscow("15:00")
    assert room.refused("arm", SubmitText(R1, VERBATIM)) == "deadline_passed"
    room.now -= timedelta(microseconds=1)
    room.say("arm", SubmitText(R1, VERBATIM))


def test_a_text_may_come_when_the_session_is_closed_already() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    room.say("kaz", AnnounceReservation("interpretative_statement", d))
    room.at("12:00")
    closed(room)
    room.at("13:20").say("arm", SubmitText(R1, VERBATIM))
    room.say("secretary", RecordReservation(R1))
    room.at("14:00")
    assert {n: r.state for n, r in room.state.reservations.items()} == {
        "ARM/R1": "recorded",
        "KAZ/R1": "not_received",
    }


def test_the_text_is_kept_as_it_came() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d), SubmitText(R1, VERBATIM, "hy"))
    room.say("secretary", RecordReservation(R1))
    (kept,) = record(room)
    assert (kept.text, kept.language, kept.status) == (VERBATIM, "hy", "recorded")
    assert kept.received_at == kept.recorded_at == room.now


def test_a_text_has_words_and_a_language() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    assert room.refused("arm", SubmitText(R1, " \n")) == "bad_field"
    assert room.refused("arm", SubmitText(R1, "words", "tlh")) == "bad_field"
    assert room.refused("kaz", SubmitText(R1, "words")) == "not_your_delegation"
    room.say("arm", SubmitText(R1, "words"))
    assert room.state.reservations[R1].language == room.state.delegations["ARM"].speaks
    assert room.refused("arm", SubmitText(R1, "other words")) == "wrong_state", "delivered is delivered"


def test_only_what_was_received_is_recorded() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    assert room.refused("secretary", RecordReservation(R1)) == "wrong_state"
    room.say("arm", SubmitText(R1, "words"))
    assert room.refused("arm", RecordReservation(R1)) == "not_your_role"
    room.say("secretary", RecordReservation(R1))


# lifted


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_its_author_lifts_it_at_any_stage(steps: int) -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    if steps > 0:
        room.say("arm", SubmitText(R1, "words"))
    if steps > 1:
        room.say("secretary", RecordReservation(R1))
    assert room.refused("kaz", LiftReservation(R1)) == "not_your_delegation"
    room.at("12:30").say("arm", LiftReservation(R1, "No. 7 of 7 July 2020"))
    (lifted,) = record(room)
    assert (lifted.status, lifted.lifted_at, lifted.letter) == (
        "lifted",
        moscow("12:30"),
        "No. 7 of 7 July 2020",
    )
    assert lifted.text == ("words" if steps else "")
    assert room.refused("arm", LiftReservation(R1)) == "wrong_state"


def test_what_was_lifted_does_not_expire() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d), LiftReservation(R1))
    room.at("12:00").say("chair", AdjournSitting("1"))
    room.at("15:00")
    assert room.state.reservations[R1].state == "lifted"


# what is offered


def test_a_head_is_asked_for_the_text_that_it_owes_and_nobody_else_is() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    steps = {a.type: a for a in me(room.state, room.actor("arm"), room.now).steps}
    assert steps["submit_text"].asks == ("text", "language")
    assert not any(a.type == "submit_text" for a in offers(room.state, room.actor("kaz"), room.now))
    room.say("arm", SubmitText(R1, "words"))
    steps = {a.type: a for a in me(room.state, room.actor("secretary"), room.now).steps}
    assert steps["record_reservation"].asks == ()


def test_announcing_is_offered_beside_each_decision_and_never_as_a_step() -> None:
    room = Timeline(company()).sitting()
    d = room.put()
    room.say("chair", RecordNoConsensus(d))
    second = room.put()
    found = {
        seat: [
            (dict(a.fields), a.asks)
            for a in offers(room.state, room.actor(seat), room.now)
            if a.type == "announce_reservation"
        ]
        for seat in ("arm", "secr", "obs", "secretary", "chair")
    }
    statement = {"kind": "statement_for_the_record"}
    assert found == {
        "arm": [
            ({"decision": d, **statement}, ()),
            ({"decision": second}, ("kind",)),
            ({}, ("kind", "unit")),
        ],
        "secr": [
            ({"decision": d, **statement}, ()),
            ({"decision": second, **statement}, ()),
            (statement, ("unit",)),
        ],
        "obs": [],
        "secretary": [
            ({"decision": d, **statement}, ("delegation",)),
            ({"decision": second}, ("delegation", "kind")),
            ({}, ("delegation", "kind", "unit")),
        ],
        "chair": [],
    }
    assert "announce_reservation" not in {a.type for a in me(room.state, room.actor("arm"), room.now).steps}


# the record


def test_the_record_has_it_under_its_decision_and_in_the_list() -> None:
    room, d = decided()
    room.say("arm", AnnounceReservation("reservation", d))
    room.say("kaz", AnnounceReservation("statement_for_the_record"))
    told = read(room.commits, Verification(1, 1, "", "", ""))
    assert [r.number for r in told.items[0].decisions[0].reservations] == ["ARM/R1"]
    assert [(r.number, r.decision) for r in told.reservations] == [("ARM/R1", d), ("KAZ/R1", None)]


def test_it_is_announced_in_one_event() -> None:
    room, d = decided()
    assert kinds(room.say("arm", AnnounceReservation("reservation", d))) == ["reservation_announced"]
    room.say("chair", AdjournSitting("1"))
    room.on(8).at("10:00").say("chair", CallToOrder("2"))
    room.say("arm", AnnounceReservation("reservation", d))
    assert room.state.reservations["ARM/R2"].sitting == "2"
