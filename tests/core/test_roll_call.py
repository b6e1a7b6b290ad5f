"""Roll-call, presence and quorum, as timelines; each guard and its good twin."""

from __future__ import annotations

from copy import copy

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core.catalogue import Command
from vcsession.core.matters.agenda import AdoptAgenda, OpenItem
from vcsession.core.matters.decisions import AdoptAdReferendum
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    AnswerRollCall,
    ArriveLate,
    Depart,
    Excuse,
    GraceExpire,
    LinkDrop,
    LinkRestore,
    MarkAbsent,
    MarkPresent,
    MarkTemporarilyAbsent,
    NotifyNonParticipation,
    Rejoin,
    Return,
    StepOut,
    quorum,
)
from vcsession.core.matters.session import OpenSession
from vcsession.core.matters.sittings import AdjournSitting, CallToOrder, DeclareQuorum
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.rules import Quorum


def called() -> Timeline:
    """Called to order at 10:00, nobody has answered."""
    room = Timeline(company()).at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession())
    return room


def test_nobody_answers_before_the_sitting() -> None:
    room = Timeline()
    for seat, command in (("arm", AnswerRollCall()), ("secretary", MarkPresent("ARM")), ("arm", StepOut())):
        assert room.refused(seat, command) == "no_sitting"
    assert room.refused("secretary", MarkPresent("XYZ")) == "unknown"
    room.say("chair", CallToOrder("1"))
    room.say("arm", AnswerRollCall())


def test_a_head_answers_for_its_delegation_once() -> None:
    room = called()
    assert room.refused("arm", AnswerRollCall("BLR")) == "not_your_delegation"
    room.say("arm", AnswerRollCall())
    assert room.refused("arm", AnswerRollCall()) == "wrong_state"
    room.say("blr", AnswerRollCall("BLR"))
    assert (room.presence("ARM"), room.presence("BLR")) == ("present", "present")


def test_a_delegate_answers_with_a_mandate_only() -> None:
    room = called()
    assert room.refused("rus-2", AnswerRollCall()) == "no_mandate"
    assert room.presence("RUS") == "expected"
    room.say("rus-1", AnswerRollCall())
    assert room.presence("RUS") == "present"


def test_who_marks() -> None:
    room = called()
    for seat in ("chair", "arm", "observer", "technician"):
        assert room.refused(seat, MarkPresent("KGZ")) == "not_your_role"
    assert room.refused("arm", MarkAbsent("KGZ")) == "not_presiding"
    assert room.refused("chair", Excuse("KGZ")) == "not_your_role"
    room.say("secretary", MarkPresent("KGZ"), MarkAbsent("TJK"))
    room.say("chair", MarkAbsent("BORD"))
    room.say("secretary", Excuse("KAZ"), Excuse("TJK"))
    assert [room.presence(c) for c in ("KGZ", "TJK", "BORD", "KAZ")] == [
        "present",
        "excused",
        "absent",
        "excused",
    ]
    assert room.refused("secretary", Excuse("KGZ")) == "wrong_state"


def test_absent_excused_and_not_participating_are_three_things() -> None:
    room = called()
    room.say("tjk", NotifyNonParticipation())
    assert room.refused("arm", NotifyNonParticipation("KGZ")) == "not_your_delegation"
    room.say("secretary", NotifyNonParticipation("KGZ"), MarkAbsent("KAZ"), Excuse("BLR"))
    assert {c: room.presence(c) for c in ("TJK", "KGZ", "KAZ", "BLR")} == {
        "TJK": "not_participating",
        "KGZ": "not_participating",
        "KAZ": "absent",
        "BLR": "excused",
    }


def test_who_takes_no_part_is_not_called_again_and_stands_in_each_roll_call() -> None:
    room = Timeline().at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession())
    room.say("tjk", NotifyNonParticipation())
    room.say("chair", AdjournSitting("1"), CallToOrder("2"))
    assert (room.presence("TJK"), room.presence("ARM")) == ("not_participating", "expected")
    second = read(room.commits, Verification(1, 1, "", "", "")).sittings[1]
    assert [(a.delegation, a.presence) for a in second.roll_call] == [
        *((code, "expected") for code in STATES[:5]),
        ("TJK", "not_participating"),
    ]


def test_who_takes_no_part_is_not_asked_to_confirm() -> None:
    room = Timeline().at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession())
    room.say("tjk", NotifyNonParticipation())
    for code in STATES[:4]:
        room.say(code.lower(), AnswerRollCall())
    room.say("secretary", MarkAbsent("RUS"))
    room.say("chair", DeclareQuorum("1"), AdoptAgenda(), OpenItem("1"))
    d = room.put()
    room.agree(d, *STATES[:4]).say("chair", AdoptAdReferendum(d))
    assert list(room.state.decisions[d].confirm_list) == ["RUS"]


def test_organs_and_guests_never_count() -> None:
    room = called()
    for seat in ("secr", "bord", "obs", "arm"):
        room.say(seat, AnswerRollCall())
    figures = quorum(room.state)
    assert (figures.present, figures.entitled) == (1, 6)


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (Quorum("number", 3), 3),
        (Quorum("fraction", numerator=2, denominator=3), 4),
        (Quorum("fraction", numerator=1, denominator=2), 3),
        (Quorum("all"), 6),
    ],
)
def test_the_quorum_follows_the_rule(rule: Quorum, needed: int) -> None:
    room = Timeline(echelon(quorum_open=rule)).at("10:00").roll_call(STATES[: needed - 1])
    assert room.refused("chair", DeclareQuorum("1")) == "no_quorum"
    good = Timeline(echelon(quorum_open=rule)).at("10:00").roll_call(STATES[:needed])
    good.say("chair", DeclareQuorum("1"))


# late


def test_a_late_delegation_asks_and_is_acknowledged() -> None:
    room = Timeline().sitting(STATES[:4])
    assert room.refused("chair", AcknowledgeArrival("TJK")) == "not_asked_to_join"
    assert room.refused("arm", ArriveLate("TJK")) == "not_your_delegation"
    assert room.refused("arm", ArriveLate()) == "wrong_state"
    room.at("10:31").say("tjk", ArriveLate())
    assert room.refused("tjk", ArriveLate()) == "not_due"
    assert room.presence("TJK") == "absent"
    assert room.refused("secretary", AcknowledgeArrival("TJK")) == "not_presiding"
    assert kinds(room.at("10:32").say("chair", AcknowledgeArrival("TJK"))) == ["presence_changed"]
    assert (room.presence("TJK"), quorum(room.state).present) == ("present", 5)


def test_the_secretary_announces_who_comes_late() -> None:
    room = Timeline().sitting(STATES[:4])
    room.say("secretary", ArriveLate("RUS"))
    room.say("chair", AcknowledgeArrival("RUS"))
    assert room.presence("RUS") == "present"


def test_a_late_arrival_cures_nothing_that_was_done_before() -> None:
    room = Timeline().sitting(STATES[:4])
    d = room.at("10:20").put()
    room.agree(d, *STATES[:4]).say("chair", AdoptAdReferendum(d))
    before = room.state.decisions[d]
    room.at("10:31").say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    assert room.state.decisions[d] == before
    taken = read(room.commits, Verification(1, 1, "", "", "")).items[0].decisions[0]
    assert taken.absent == ("RUS", "TJK")


# coming and going


def test_out_and_back_and_away() -> None:
    room = Timeline(company()).sitting()
    assert room.refused("arm", Return()) == "wrong_state"
    room.say("rus-2", StepOut())
    assert room.presence("RUS") == "temporarily_absent"
    assert room.refused("rus", StepOut()) == "wrong_state"
    room.say("secretary", Return("RUS"))
    assert room.refused("rus-1", Depart()) == "not_your_role"
    room.say("rus", Depart())
    assert room.presence("RUS") == "departed"
    assert room.refused("rus", Return()) == "wrong_state"
    assert room.refused("rus-1", Rejoin()) == "not_your_role"
    room.say("rus", Rejoin())
    assert room.presence("RUS") == "present"


def test_what_changed_stands_in_the_record_with_the_count_after_it() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("rus", Depart())
    room.at("11:10").say("rus", Rejoin())
    (sitting, _) = read(room.commits, Verification(1, 1, "", "", "")).sittings
    assert [(c.at, c.what, c.present) for c in sitting.changes] == [
        (moscow("11:00"), "departed", 5),
        (moscow("11:10"), "rejoined", 6),
    ]


# the link


def test_link_is_not_presence() -> None:
    room = Timeline().sitting(STATES[:4])
    room.at("11:00").say("link", LinkDrop("ARM"))
    figures = quorum(room.state)
    assert (figures.present, figures.in_grace, figures.open_met, figures.decide_met) == (3, 1, True, False)
    room.at("11:01:59").say("link", LinkRestore("ARM"))
    assert quorum(room.state).decide_met


def test_grace_has_an_end() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", LinkDrop("ARM"))
    early = room.at("11:01:59").refusal("clock", GraceExpire("ARM"))
    assert (early.code, early.until) == ("not_due", moscow("11:02"))
    room.at("11:02")
    assert room.presence("ARM") == "temporarily_absent"
    room.say("arm", Return())


def test_a_link_that_returns_after_the_grace_does_not_beat_a_slow_clock() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", LinkDrop("ARM"))
    room.now = moscow("11:02")
    assert room.refused("link", LinkRestore("ARM")) == "not_due"
    room.now = moscow("11:01:59.999")
    room.say("link", LinkRestore("ARM"))
    assert room.presence("ARM") == "present"


def test_no_person_gives_facts_of_the_link() -> None:
    room = Timeline().sitting()
    commands: tuple[Command, ...] = (LinkDrop("ARM"), LinkRestore("ARM"), GraceExpire("ARM"))
    for command in commands:
        for seat in ("chair", "secretary", "arm", "technician"):
            assert room.refused(seat, command) == "not_your_role"


def test_a_delegation_in_the_hub_has_no_link_to_lose() -> None:
    room = Timeline().at("10:00")
    room.say("chair", CallToOrder("1"))
    room.say("secretary", MarkPresent("ARM", "hub"), MarkPresent("BLR"))
    assert room.refused("link", LinkDrop("ARM")) == "not_due"
    room.say("link", LinkDrop("BLR"))
    room.say("arm", StepOut(), Return())
    assert room.refused("link", LinkDrop("ARM")) == "not_due", "it is still in the room"


ACTS: tuple[tuple[str, str, Command], ...] = (
    ("expected", "arm", AnswerRollCall()),
    ("expected", "secretary", MarkPresent("ARM")),
    ("expected", "secretary", MarkAbsent("ARM")),
    ("expected", "secretary", Excuse("ARM")),
    ("expected", "arm", NotifyNonParticipation()),
    ("present", "arm", StepOut()),
    ("present", "chair", MarkTemporarilyAbsent("ARM")),
    ("present", "arm", Depart()),
    ("temporarily_absent", "arm", Return()),
    ("departed", "arm", Rejoin()),
    ("absent", "arm", ArriveLate()),
    ("absent, asking", "chair", AcknowledgeArrival("ARM")),
)


@pytest.mark.parametrize(("presence", "seat", "act"), ACTS, ids=lambda value: getattr(value, "type", None))
def test_attendance_is_taken_at_sittings(presence: str, seat: str, act: Command) -> None:
    """Each act of the roll-call is refused once the sitting is over, and its twin before that is accepted."""
    room = Timeline()
    room.say("chair", CallToOrder("1"))
    if presence.startswith("absent"):
        room.say("secretary", MarkAbsent("ARM"))
    elif presence != "expected":
        room.say("arm", AnswerRollCall())
    if presence == "temporarily_absent":
        room.say("arm", StepOut())
    elif presence == "departed":
        room.say("arm", Depart())
    elif presence == "absent, asking":
        room.say("arm", ArriveLate())
    over = copy(room)
    over.say("chair", AdjournSitting("1"))
    assert over.refused(seat, act) == "no_sitting"
    room.say(seat, act)


def test_after_the_sitting_a_link_changes_nobodys_presence() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", LinkDrop("ARM"))
    room.say("chair", AdjournSitting("1"))
    before = room.state.presence
    assert room.refused("link", LinkRestore("ARM")) == "no_sitting"
    assert room.refused("link", LinkDrop("BLR")) == "no_sitting"
    assert room.at("11:10").refused("clock", GraceExpire("ARM")) == "no_sitting"
    assert room.state.presence == before


def test_the_presiding_officer_marks_and_nobody_else() -> None:
    room = Timeline().sitting()
    assert room.refused("secretary", MarkTemporarilyAbsent("ARM")) == "not_presiding"
    room.say("chair", MarkTemporarilyAbsent("ARM"))
    assert room.presence("ARM") == "temporarily_absent"
    room.say("link", LinkDrop("BLR"))
    room.say("chair", MarkTemporarilyAbsent("BLR"))
    assert room.refused("chair", MarkTemporarilyAbsent("BLR")) == "wrong_state"


# at the hub, without a device


def test_a_delegation_that_comes_late_to_the_hub_has_no_link_to_lose() -> None:
    room = Timeline(company()).sitting(STATES[:5])
    assert room.refused("tjk", ArriveLate(place="hub")) == "bad_field", "the secretary sees who is there"
    room.say("secretary", ArriveLate("TJK", place="hub"))
    room.say("chair", AcknowledgeArrival("TJK"))
    assert room.presence("TJK") == "present"
    assert room.refused("link", LinkDrop("TJK")) == "not_due"
    other = Timeline(company()).sitting(STATES[:5])
    other.say("tjk", ArriveLate())
    other.say("chair", AcknowledgeArrival("TJK"))
    other.say("link", LinkDrop("TJK"))
    assert other.presence("TJK") == "link_lost"
