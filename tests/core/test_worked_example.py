"""The timed example of `domain.md` 3.7, line for line."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.timeline import MOSCOW, STATES, Timeline, echelon, kinds, moscow, text
from vcsession.core.catalogue import Event
from vcsession.core.matters.agenda import AdoptAgenda, OpenItem
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptPreliminarily,
    ConfirmByDelegation,
    PutToRoom,
    ReadOut,
    TableDecision,
)
from vcsession.core.matters.presiding import (
    AcknowledgeResume,
    ChairAsksToResume,
    ChairLinkDrop,
    DeputyAssumes,
)
from vcsession.core.matters.reservations import AnnounceReservation, RecordReservation, SubmitText
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    AnswerRollCall,
    ArriveLate,
    LinkDrop,
    LinkRestore,
    MarkAbsent,
    Return,
    StepOut,
    quorum,
)
from vcsession.core.matters.session import OpenSession
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    DeclareQuorum,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.vocabulary import Commit

UNSIGNED = Verification(1, 1, "", "", "")
GROUP = text("The preliminary membership of the executive group is agreed.")
D2 = "1.1"
AUGUST = date(2020, 8, 1)
RESERVED = "The membership is agreed on condition that its cost is borne by the sending state."


def counted(room: Timeline) -> int:
    return quorum(room.state).present


def presiding(room: Timeline) -> tuple[str, str | None, int]:
    holder = room.state.presiding
    return holder.state, holder.seat, holder.epoch


def sitting(room: Timeline) -> str:
    assert room.state.sitting is not None
    return room.state.sitting.state


def test_the_worked_example() -> None:
    room = Timeline(echelon())

    room.at("10:00").say("chair", CallToOrder("1"))
    assert (counted(room), sitting(room)) == (0, "called_to_order")
    room.say("chair", OpenSession())

    for clock, head in (("10:01", "arm"), ("10:02", "blr"), ("10:03", "kaz"), ("10:04", "rus")):
        room.at(clock).say(head, AnswerRollCall())
    room.say("secretary", MarkAbsent("KGZ"), MarkAbsent("TJK"))
    assert (counted(room), quorum(room.state).open_met) == (4, True)

    room.at("10:05").say("chair", DeclareQuorum("1"))
    assert (counted(room), sitting(room)) == (4, "in_session")

    room.at("10:20").say("chair", AdoptAgenda())
    assert room.state.agenda == "adopted_agenda"
    room.say("chair", OpenItem("1"))

    room.at("10:31").say("kgz", ArriveLate())
    assert counted(room) == 4, "asking to join is not joining"
    room.say("chair", AcknowledgeArrival("KGZ"))
    assert counted(room) == 5

    room.at("10:41").say("secretary", TableDecision("1", "composition", GROUP), ReadOut(D2))
    room.say("chair", PutToRoom(D2))
    assert (counted(room), room.decision(D2)) == (5, "put_to_room_state")

    assert kinds(room.at("10:41:10").say("link", LinkDrop("BLR"))) == ["presence_changed", "decision_held"]
    assert (counted(room), quorum(room.state).in_grace, room.decision(D2)) == (4, 1, "held")

    room.at("10:42:20").say("link", LinkRestore("BLR"))
    assert counted(room) == 5
    assert room.decision(D2) == "held", "it never resumes by itself"
    room.say("chair", PutToRoom(D2))
    assert room.decision(D2) == "put_to_room_state"

    room.at("10:43").say("chair", AdoptPreliminarily(D2, text("the strength of the contingents"), AUGUST))
    d2 = room.state.decisions[D2]
    assert (d2.state, d2.finality, dict(d2.confirm_list)) == (
        "adopted_preliminarily",
        "preliminary",
        {"TJK": None},
    )

    room.at("11:05").say("link", ChairLinkDrop())
    assert (counted(room), *presiding(room)) == (5, "chair_link_lost", "chair", 1)
    room.at("11:05:40").say("deputy", DeputyAssumes())
    assert (counted(room), *presiding(room)) == (5, "deputy_presiding", "deputy", 2)

    assert room.at("11:06").refused("chair", Adopt(D2)) == "not_presiding"
    assert counted(room) == 5

    room.at("11:10").say("rus", StepOut())
    assert (counted(room), quorum(room.state).decide_met) == (4, True)

    room.at("11:12").say("link", LinkDrop("KAZ"))
    assert quorum(room.state).open_met, "in grace a delegation keeps its place in the open quorum"
    assert not quorum(room.state).decide_met
    room.at("11:14")
    assert room.presence("KAZ") == "temporarily_absent", "the grace of 120 s is over, by the clock"
    assert (counted(room), quorum(room.state).open_met) == (3, False)

    room.say("deputy", SuspendSitting("1", "inquorate"))
    assert (counted(room), sitting(room)) == (3, "suspended")

    room.at("11:25").say("rus", Return())
    assert room.refused("link", LinkRestore("KAZ")) == "wrong_state", "after the grace somebody says so"
    room.say("kaz", Return())
    room.at("11:27").say("deputy", ResumeSitting("1"))
    assert (counted(room), sitting(room)) == (5, "in_session")

    room.at("11:30").say("chair", ChairAsksToResume())
    assert presiding(room) == ("deputy_presiding", "deputy", 2)
    room.say("deputy", AcknowledgeResume())
    assert (counted(room), *presiding(room)) == (5, "chair_presiding", "chair", 3)

    room.at("12:00").say("arm", AnnounceReservation("reservation", D2))
    assert (counted(room), room.decision(D2)) == (5, "adopted_preliminarily"), "it does not block"
    room.at("13:00").say("chair", AdjournSitting("1"))
    room.at("13:20").say("arm", SubmitText("ARM/R1", RESERVED))
    room.say("secretary", RecordReservation("ARM/R1"))
    assert (counted(room), room.state.reservations["ARM/R1"].state) == (5, "recorded")
    room.on(8).at("10:00").say("chair", CallToOrder("2"))
    for code in STATES:
        room.say(code.lower(), AnswerRollCall())
    assert counted(room) == 6
    assert room.decision(D2) == "adopted_preliminarily", "arrival does not confirm by itself"
    room.at("10:06").say("tjk", ConfirmByDelegation(D2))
    assert room.decision(D2) == "adopted"

    told(read(room.commits, UNSIGNED))
    for end in range(1, len(room.commits) + 1):
        prefix(room.commits[:end])


def told(record: Record) -> None:
    """Each line of the minutes that the example names."""
    first, second = record.sittings
    assert [(p.seat, p.since, p.until) for p in record.presiding] == [
        ("chair", moscow("10:00"), moscow("11:05:40")),
        ("deputy", moscow("11:05:40"), moscow("11:30")),
        ("chair", moscow("11:30"), moscow("13:00")),
        ("chair", moscow("10:00", 8), None),
    ]
    assert [p.because for p in record.presiding[:2]] == ["chair", "link"]
    assert first.called_to_order_at == moscow("10:00")
    assert (first.present, first.entitled, first.quorate) == (4, 6, True)
    answers = {a.delegation: a.presence for a in first.roll_call}
    assert answers == dict.fromkeys(("ARM", "BLR", "KAZ", "RUS"), "present") | dict.fromkeys(
        ("KGZ", "TJK"), "absent"
    )
    assert record.agenda_adopted_at == moscow("10:20")
    assert record.agenda == ("1", "2", "3", "4")
    assert [
        (c.at.astimezone(MOSCOW).time().isoformat(), c.delegation, c.what, c.present) for c in first.changes
    ] == [
        ("10:31:00", "KGZ", "arrived_late", 5),
        ("10:41:10", "BLR", "link_lost", 4),
        ("10:42:20", "BLR", "link_restored", 5),
        ("11:10:00", "RUS", "stepped_out", 4),
        ("11:12:00", "KAZ", "link_lost", 3),
        ("11:14:00", "KAZ", "grace_expired", 3),
        ("11:25:00", "RUS", "returned", 4),
        ("11:25:00", "KAZ", "returned", 5),
    ]
    assert [(s.since, s.until, s.reason) for s in first.suspensions] == [
        (moscow("11:14"), moscow("11:27"), "inquorate")
    ]
    assert (first.ended_at, first.outcome, second.outcome) == (moscow("13:00"), "adjourned", "in_progress")

    (d2,) = record.items[0].decisions
    assert d2.interruptions == (moscow("10:41:10"),)
    assert (d2.finality, d2.taken_at, d2.presiding) == ("preliminary", moscow("10:43"), "chair")
    assert d2.present == ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    assert d2.absent == ("TJK",)
    assert [(c.delegation, c.confirmed_at) for c in d2.confirm_list] == [("TJK", moscow("10:06", 8))]
    assert (d2.status, d2.confirmed_at) == ("adopted", moscow("10:06", 8))
    (reservation,) = record.reservations
    assert d2.reservations == (reservation,), "under the decision, and in the annex's list"
    assert (reservation.delegation, reservation.status) == ("ARM", "recorded")
    assert (reservation.announced_at, reservation.received_at) == (moscow("12:00"), moscow("13:20"))
    assert (reservation.text, reservation.language) == (RESERVED, "ru"), "verbatim"
    assert (d2.subject_to, d2.confirm_by) == (text("the strength of the contingents"), AUGUST)


def prefix(commits: list[Commit[Event]]) -> None:
    """The Record of any part of the log tells that part: the minutes can be drafted at any moment."""
    record = read(commits, UNSIGNED)
    last = commits[-1].at
    begun = [p.since for p in record.presiding]
    assert begun == sorted(begun)
    assert all(p.until is not None for p in record.presiding[:-1])
    for s in record.sittings:
        times = [s.called_to_order_at, s.quorum_declared_at, s.ended_at, *(c.at for c in s.changes)]
        assert all(at <= last for at in times if at is not None)
        assert (s.called_to_order_at is None) == (s.outcome == "scheduled")


def test_there_is_no_record_of_nothing() -> None:
    with pytest.raises(LookupError):
        read([], UNSIGNED)


def test_a_drafted_session_has_a_record() -> None:
    record = read(Timeline(echelon()).commits[:1], UNSIGNED)
    assert (record.status, record.opened_at, record.presiding) == ("draft", None, ())
    assert [s.outcome for s in record.sittings] == ["scheduled", "scheduled"]
