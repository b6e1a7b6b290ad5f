"""The minutes until their text is final: versions, wording, clearance, circulation, the deadline."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import timedelta
from typing import get_args

from tests.core.closing import (
    DECISION,
    HASH,
    SCAN,
    circulated,
    circulated_in_room,
    cleared,
    close,
    closed,
    decided,
    issued,
    sign_all,
    signing,
    speech,
    status,
)
from tests.core.timeline import SECRETARIAT, STATES, Timeline, kinds, moscow, text
from vcsession import wire
from vcsession.core import view
from vcsession.core.catalogue import Event
from vcsession.core.deadlines import due
from vcsession.core.matters import corrections, minutes, signatures
from vcsession.core.matters.corrections import (
    AcceptFact,
    AcceptOwnStatement,
    DeclineCorrection,
    SubmitCorrection,
)
from vcsession.core.matters.floor import RequestFloor
from vcsession.core.matters.incidents import CannotHear, ClearIncident
from vcsession.core.matters.minutes import (
    AnnexNote,
    Circulate,
    ClearForCirculation,
    CloseCorrections,
    GenerateMinutes,
    OverlayMinutes,
    Regenerate,
    Reissue,
    Review,
)
from vcsession.core.matters.reservations import AnnounceReservation, LiftReservation, SubmitText
from vcsession.core.matters.roll_call import LinkDrop, LinkRestore
from vcsession.core.matters.session import Archive, CloseSession
from vcsession.core.matters.signatures import AdoptMinutes, Issue, OpenSigning, Sign
from vcsession.core.matters.sittings import CallToOrder, ResumeSitting, SuspendSitting
from vcsession.core.reading import read
from vcsession.core.record import MinutesRecord, Verification
from vcsession.core.slices import MinutesRow
from vcsession.core.view import me
from vcsession.core.vocabulary import Actor, Commit

WORDS = text("The delegation spoke of the stages.")
OTHER = text("The delegation spoke of the second stage.")
FACT = SubmitCorrection("fact", "1", text("10.07"), "the log", text("10.05"))


def record(room: Timeline) -> MinutesRecord:
    return read(room.commits, Verification(1, 1, "", "", "")).minutes[-1]


def shown(room: Timeline, seat: str) -> tuple[MinutesRow, ...]:
    return me(room.state, room.actor(seat), room.now).minutes


# versions


def test_there_is_nothing_to_tell_before_a_sitting() -> None:
    room = Timeline()
    assert room.refused("secretary", GenerateMinutes()) == "no_sitting"
    room.at("10:00").say("chair", CallToOrder("1"))
    room.say("secretary", GenerateMinutes())
    (made,) = record(room).versions
    assert (made.number, made.first, made.last) == (1, 1, len(room.commits) - 1)


def test_a_session_has_one_set_of_minutes() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes("short", "en"))
    assert room.refused("secretary", GenerateMinutes()) == "minutes_exist"
    made = room.state.minutes["1"]
    assert (made.form, made.language) == ("short", "en")


def test_minutes_are_in_a_working_language() -> None:
    room = decided()
    assert room.refused("secretary", GenerateMinutes(language="hy")) == "bad_field"
    room.say("secretary", GenerateMinutes())
    assert room.state.minutes["1"].language == "ru", "the authentic one unless said otherwise"


def test_regenerating_keeps_the_secretarys_wording() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes(), OverlayMinutes("1", "intervention", speech(room), WORDS, "gist"))
    room.say("secretary", OverlayMinutes("1", "note", "1", OTHER, "context"), Review("1"), Regenerate("1"))
    assert status(room) == "generated"
    made = record(room)
    assert [v.because for v in made.versions] == ["generated", "regenerated"]
    assert made.versions[-1].last > made.versions[0].last
    assert [(note.item, note.text) for note in made.notes] == [("1", OTHER)]
    (said,) = read(room.commits, Verification(1, 1, "", "", "")).speeches
    assert said.wording == WORDS


def test_the_chair_clears_a_version_that_was_there_to_be_read() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes(), Review("1"))
    room.say("secretary", OverlayMinutes("1", "intervention", speech(room), WORDS, "gist"))
    assert room.refused("chair", ClearForCirculation("1")) == "version_outdated"
    room.at("10:51").say("secretary", Regenerate("1"), Review("1"))
    assert room.refused("deputy", ClearForCirculation("1")) == "not_presiding"
    room.say("chair", ClearForCirculation("1"))
    assert room.refused("secretary", OverlayMinutes("1", "note", "", WORDS, "late")) == "wrong_state"


def test_wording_is_of_something_that_was_said_and_has_a_reason() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes())
    request = speech(room)
    room.say("kaz", RequestFloor())
    assert room.refused("secretary", OverlayMinutes("1", "intervention", "x", WORDS, "gist")) == "unknown"
    waiting = room.state.queue[0]
    assert room.refused("secretary", OverlayMinutes("1", "intervention", waiting, WORDS, "gist")) == "unknown"
    assert room.refused("secretary", OverlayMinutes("1", "note", "77", WORDS, "gist")) == "unknown"
    assert room.refused("secretary", OverlayMinutes("1", "note", "", {"en": "x"}, "gist")) == "bad_field"
    assert room.refused("secretary", OverlayMinutes("1", "intervention", request, WORDS, " ")) == "bad_field"
    room.say("secretary", OverlayMinutes("1", "intervention", request, WORDS, "gist"))
    room.say("secretary", OverlayMinutes("1", "intervention", request, {}, "taken back"))
    assert record(room).versions, "the log keeps both"
    assert not room.state.minutes["1"].wording()


# circulation and the deadline


def test_the_rules_days_run_for_what_is_not_closed_in_the_room() -> None:
    room = circulated(correction_deadline_days=7)
    made = room.state.minutes["1"]
    assert (made.deadline, made.in_room) == (moscow("12:10", 14), False)


def test_in_the_room_the_deadline_is_minutes() -> None:
    room = circulated_in_room()
    made = room.state.minutes["1"]
    assert (made.deadline, made.in_room) == (moscow("11:20"), True)


def test_minutes_of_a_deadline_need_the_room() -> None:
    room = cleared(closed())
    assert room.refused("secretary", Circulate("1", 20)) == "no_sitting"
    room.say("secretary", Circulate("1"))
    room = cleared(decided())
    for strange in (0, -1, 481):
        assert room.refused("secretary", Circulate("1", strange)) == "bad_field"
    room.say("secretary", Circulate("1", 480))


def test_the_clock_closes_the_corrections_when_none_is_open() -> None:
    room = circulated()
    room.now = moscow("12:10", 14) - timedelta(microseconds=1)
    assert room.refused("secretary", CloseCorrections("1")) == "not_due", "the time was promised"
    room.pass_until(moscow("12:10", 14))
    assert status(room) == "final_text"
    assert record(room).final_at == moscow("12:10", 14)
    assert [v.because for v in record(room).versions] == ["generated"]


def test_where_a_correction_is_open_at_the_deadline_the_secretary_closes() -> None:
    room = circulated()
    room.say("kaz", FACT)
    room.pass_until(moscow("12:00", 15))
    assert status(room) == "circulated_minutes"
    assert room.refused("secretary", CloseCorrections("1")) == "corrections_open"
    room.say("secretary", DeclineCorrection("KAZ/C1", "the log says 10.05"))
    assert due(room.state) is None, "the clock's time is over"
    room.say("secretary", CloseCorrections("1"))
    assert status(room) == "final_text"


def test_the_final_text_holds_what_was_accepted_since_the_last_version() -> None:
    room = circulated()
    room.say("kaz", FACT)
    room.at("12:20").say("secretary", AcceptFact("KAZ/C1", "log"))
    accepted = len(room.commits)
    room.pass_until(moscow("12:10", 14))
    made = record(room).versions[-1]
    assert (made.because, made.last) == ("final", accepted)


def test_a_reissue_marks_changes_so_there_must_be_some() -> None:
    room = circulated()
    assert room.refused("secretary", Reissue("1")) == "nothing_changed"
    room.say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    room.at("12:20").say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    room.at("12:30").say("secretary", Reissue("1"))
    assert room.refused("secretary", Reissue("1")) == "nothing_changed"
    room.pass_until(moscow("12:10", 14))
    assert [v.because for v in record(room).versions] == ["generated", "reissued"]


def test_a_note_is_annexed_to_ones_own_declined_correction_once() -> None:
    room = circulated()
    room.say("kaz", FACT)
    assert room.refused("kaz", AnnexNote("1", "KAZ/C1", WORDS)) == "nothing_declined"
    room.say("secretary", DeclineCorrection("KAZ/C1", "the log says 10.05"))
    assert room.refused("arm", AnnexNote("1", "KAZ/C1", WORDS)) == "nothing_declined"
    assert room.refused("kaz", AnnexNote("1", "ARM/C1", WORDS)) == "unknown"
    room.say("kaz", AnnexNote("1", "KAZ/C1", WORDS))
    assert room.refused("kaz", AnnexNote("1", "KAZ/C1", WORDS)) == "nothing_declined"
    (declined,) = record(room).corrections
    assert (declined.answer, declined.note) == ("the log says 10.05", WORDS)


# the closing procedure, in the room


def test_the_protocol_is_put_to_the_room_before_it_is_signed_there() -> None:
    room = circulated_in_room().at("11:20")
    assert room.refused("secretary", OpenSigning("1", HASH)) == "minutes_not_adopted"
    assert room.refused("secretary", AdoptMinutes("1")) == "not_presiding"
    events = room.say("chair", AdoptMinutes("1"))
    assert kinds(events) == ["minutes_adopted"]
    assert room.refused("chair", AdoptMinutes("1")) == "already_adopted"
    room.say("secretary", OpenSigning("1", HASH))
    assert status(room) == "signing"


def test_putting_the_protocol_to_the_room_needs_what_every_decision_needs() -> None:
    room = circulated_in_room(STATES[:4]).at("11:20")
    room.say("link", LinkDrop("BLR"))
    assert room.refused("chair", AdoptMinutes("1")) == "no_quorum"
    room.say("link", LinkRestore("BLR"))
    room.say("kaz", CannotHear())
    assert room.refused("chair", AdoptMinutes("1")) == "cannot_hear_open"
    room.say("kaz", ClearIncident(next(iter(room.state.incidents))))
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", AdoptMinutes("1")) == "sitting_not_in_session"
    room.say("chair", ResumeSitting("1"), AdoptMinutes("1"))


def test_the_last_hour_is_walked_as_the_rules_of_procedure_have_it() -> None:
    """Suspended to finalise, corrected in minutes, put to the room, closed, signed (3.4, 19)."""
    room = decided()
    room.say("chair", SuspendSitting("1", "minutes"))
    cleared(room).at("11:00").say("secretary", Circulate("1", 10))
    room.say("chair", ResumeSitting("1"))
    room.at("11:04").say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    room.say("kaz", AnnounceReservation("reservation", DECISION), SubmitText("KAZ/R1", "words"))
    room.at("11:08").say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    room.at("11:10")
    assert status(room) == "final_text", "the clock closed the corrections"
    room.say("chair", AdoptMinutes("1"))
    close(room.at("11:15"))
    room.say("secretary", OpenSigning("1", HASH, room.state.version))
    sign_all(room).say("secretary", Issue("1"))
    made = record(room)
    assert (made.status, made.hash, len(made.signatures)) == ("issued", HASH, 8)
    assert [v.because for v in made.versions] == ["generated", "final", "signing"]
    assert made.adopted_at == moscow("11:10")


def test_after_the_session_there_is_no_room_to_ask() -> None:
    room = circulated()
    room.pass_until(moscow("12:10", 14))
    assert room.refused("chair", AdoptMinutes("1")) == "sitting_not_in_session"
    room.say("secretary", OpenSigning("1", HASH))


# the archive


def test_a_session_is_archived_when_its_minutes_are_issued() -> None:
    room = close(signing().at("11:30"))
    assert room.refused("secretary", Archive(SCAN)) == "minutes_not_issued"
    sign_all(room).say("secretary", Issue("1"))
    assert room.refused("chair", Archive(SCAN)) == "not_your_role"
    assert room.refused("secretary", Archive("bundle")) == "bad_field"
    room.say("secretary", Archive(SCAN))
    assert (room.state.status, room.state.bundle_hash) == ("archived", SCAN)
    assert room.refused("chair", CloseSession()) == "session_not_open"
    assert room.refused("secretary", Archive(SCAN)) == "wrong_state"


def test_an_open_session_is_not_archived() -> None:
    assert issued().refused("secretary", Archive(SCAN)) == "wrong_state"


def test_a_text_that_is_awaited_belongs_into_the_archive() -> None:
    room = issued()
    room.say("arm", AnnounceReservation("reservation", DECISION))
    close(room.at("11:40"))
    assert room.refused("secretary", Archive(SCAN)) == "still_awaited"
    room.say("arm", LiftReservation("ARM/R1"))
    room.say("secretary", Archive(SCAN))


# who sees what


OUTSIDE = ("obs", "observer", "technician", "interpreter-ru")


def test_before_circulation_the_minutes_are_the_officers_own() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes(), OverlayMinutes("1", "note", "", WORDS, "draft"), Review("1"))
    for seat in ("secretary", "chair", "deputy"):
        (row,) = shown(room, seat)
        assert [o.text for o in row.overlays] == [WORDS]
    for seat in ("arm", "rus-1", "secr", "bord", *OUTSIDE):
        assert shown(room, seat) == (), seat


def test_from_circulation_on_the_delegations_see_them_and_nobody_else() -> None:
    room = circulated()
    for seat in ("arm", "rus-1", "secr", "bord"):
        (row,) = shown(room, seat)
        assert (row.state, row.deadline) == ("circulated_minutes", moscow("12:10", 14))
        assert row.overlays == ()
    for seat in OUTSIDE:
        assert shown(room, seat) == (), seat


def test_once_issued_everybody_sees_them_but_not_how_they_came_about() -> None:
    room = circulated_in_room()
    room.say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    room.say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    room.at("11:20").say("chair", AdoptMinutes("1"))
    room.say("secretary", OpenSigning("1", HASH))
    room.say("tjk", Sign("1", HASH, "with_reservation", "subject to KAZ/R1"))
    for seat in OUTSIDE:
        assert shown(room, seat) == (), seat
    sign_all(room, "arm", "blr", "kaz", "kgz", "rus", "chair", "secretary").say("secretary", Issue("1"))
    for seat in OUTSIDE:
        (row,) = shown(room, seat)
        assert (row.state, row.hash, row.issued_at) == ("issued", HASH, room.now)
        assert (row.corrections, row.signatures, row.overlays, row.circulated_at) == ((), (), (), None)
    (row,) = shown(room, "kaz")
    assert len(row.signatures) == 8
    assert [c.number for c in row.corrections] == ["ARM/C1"]


def test_a_delegation_sees_its_own_corrections_and_those_that_are_everybodys_matter() -> None:
    room = circulated()
    room.say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    room.say("kaz", FACT, SubmitCorrection("decision_text", DECISION, text("The stages."), "a slip"))
    room.say("secretary", DeclineCorrection("KAZ/C1", "the log says 10.05"))

    def numbers(seat: str) -> list[str]:
        return [c.number for row in shown(room, seat) for c in row.corrections]

    assert numbers("secretary") == numbers("chair") == ["ARM/C1", "KAZ/C1", "KAZ/C2"]
    assert numbers("arm") == ["ARM/C1", "KAZ/C2"]
    assert numbers("kaz") == ["KAZ/C1", "KAZ/C2"]
    assert numbers("secr") == numbers("rus-2") == ["KAZ/C2"]
    assert [numbers(seat) for seat in OUTSIDE] == [[], [], [], []]
    room.at("12:20").say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    assert numbers("rus-2") == ["ARM/C1", "KAZ/C2"], "what is accepted changes everybody's minutes"


def test_a_delegation_reads_the_version_that_was_given_out_and_no_further() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes())
    assert view.readable(room.state, room.actor("arm")) is None
    assert view.readable(room.state, room.actor("secretary")) == len(room.commits)
    room = circulated()
    given_out = room.state.minutes["1"].version.last
    room.say("kaz", FACT)
    assert view.readable(room.state, room.actor("arm")) == given_out < len(room.commits)
    assert [view.readable(room.state, room.actor(seat)) for seat in OUTSIDE] == [None] * 4
    room = issued()
    made = room.state.minutes["1"].version.last
    assert [view.readable(room.state, room.actor(seat)) for seat in OUTSIDE] == [made] * 4


def test_the_log_tells_of_the_minutes_to_the_officers_and_to_who_gave_the_command() -> None:
    room = circulated()
    room.say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    commit = room.commits[-1]
    for seat in ("arm", "secretary", "chair"):
        assert [e["type"] for e in wire.visible(commit, room.actor(seat))] == ["correction_submitted"]
        assert wire.sender(commit, room.actor(seat)) == room.actor("arm")
    for seat in ("kaz", "obs", "observer"):
        assert wire.visible(commit, room.actor(seat)) == []
        assert wire.sender(commit, room.actor(seat)) is None


def test_no_event_of_the_minutes_is_told_to_an_observer_but_a_decisions_new_text() -> None:
    events = (*get_args(minutes.Event), *get_args(signatures.Event), *get_args(corrections.Event))
    told = [e.__name__ for e in events if wire.visible(commit_of(e), Actor("observer", "observer"))]
    assert told == ["DecisionTextCorrected"]
    assert wire.visible(commit_of(minutes.MinutesMoved), SECRETARIAT)


def commit_of(event: type) -> Commit[Event]:
    """A commit of somebody else's with one event that says nothing."""
    made = event(**{f.name: "" for f in fields(event) if f.default is MISSING})
    return Commit(9, moscow("12:00"), Actor("arm", "head", "ARM"), 1, "", (made,), "")
