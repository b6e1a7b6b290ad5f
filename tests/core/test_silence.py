"""The silence procedure to its exact end (3.4, 11)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.core.timeline import MOSCOW, STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core import view
from vcsession.core.catalogue import Event
from vcsession.core.deadlines import due
from vcsession.core.matters.agenda import ConcludeItem, SuspendItem
from vcsession.core.matters.decisions import (
    Adopt,
    PutToRoom,
    ReadOut,
    Retable,
)
from vcsession.core.matters.reservations import AnnounceReservation
from vcsession.core.matters.roll_call import Depart
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.silence import (
    AnnounceSilence,
    BreakSilence,
    PutUnderSilence,
    SilenceExpires,
)
from vcsession.core.matters.sittings import AdjournSitting, CancelSitting, CloseSitting, DeclareQuorum
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import DecisionRecord, Verification
from vcsession.core.session import fold
from vcsession.core.state import State
from vcsession.core.view import me
from vcsession.core.vocabulary import Commit

D = "1.1"
ALMATY = ZoneInfo("Asia/Almaty")
TEN_IN_MOSCOW = datetime(2020, 7, 9, 10, 0, tzinfo=MOSCOW)
AUGUST = date(2020, 8, 1)
NO = BreakSilence(D, "objection", "Not before the figures are known.")


def silent(until: datetime = TEN_IN_MOSCOW) -> Timeline:
    """Decision 1.1 under silence until 10:00 Moscow time of 9 July; the sitting goes on."""
    room = Timeline().sitting()
    room.at("10:41").read_out()
    room.say("chair", PutUnderSilence(D, until))
    return room


def told(room: Timeline, number: str = D) -> DecisionRecord:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    return next(d for item in record.items for d in item.decisions if d.number == number)


# the announcement


def expired() -> Timeline:
    room = silent()
    room.say("chair", ConcludeItem("1", "noted"), AdjournSitting("1"))
    room.pass_until(TEN_IN_MOSCOW + timedelta(minutes=1))
    assert room.decision(D) == "adopted"
    return room


def test_silence_that_expired_is_announced_at_the_next_sitting() -> None:
    room = expired()
    assert told(room).silences[0].announced_at is None
    assert room.refused("chair", AnnounceSilence(D)) == "sitting_not_in_session"
    room.day = 9
    room.at("11:00").roll_call(sitting="2")
    room.say("chair", DeclareQuorum("2"))
    steps = [act.type for act in me(room.state, room.actor("chair"), room.now).steps]
    assert steps[0] == "announce_silence"
    room.at("11:05").say("chair", AnnounceSilence(D))
    assert told(room).silences[0].announced_at == moscow("11:05", 9)
    assert told(room).taken_at == TEN_IN_MOSCOW, "adopted at its expiry, whenever it is announced"
    assert room.refused("chair", AnnounceSilence(D)) == "announced_already"
    types = [act.type for act in me(room.state, room.actor("chair"), room.now).steps]
    assert "announce_silence" not in types


def test_what_the_room_adopted_needs_no_announcement() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.refused("chair", AnnounceSilence(d)) == "not_by_silence"
    assert all(a.type != "announce_silence" for a in offers(room.state, room.actor("chair"), room.now))


# the expiry


def test_ten_in_moscow_was_one_in_almaty() -> None:
    """The zone data matter: in July 2020 Almaty was three hours ahead of Moscow, in 2024 it is two."""
    assert TEN_IN_MOSCOW.astimezone(ALMATY).time().isoformat() == "13:00:00"
    assert TEN_IN_MOSCOW.replace(year=2024).astimezone(ALMATY).time().isoformat() == "12:00:00"


def test_silence_broken_one_second_before_its_expiry_in_another_time_zone() -> None:
    room = silent()
    room.pass_until(datetime(2020, 7, 9, 12, 59, 59, tzinfo=ALMATY).astimezone(UTC))
    room.say("kaz", NO)
    assert room.decision(D) == "silence_broken"
    room.pass_until(room.now + timedelta(hours=1))
    assert room.decision(D) == "silence_broken", "it stays broken when the time comes"


def test_one_second_after_its_expiry_the_silence_cannot_be_broken() -> None:
    room = silent()
    room.pass_until(datetime(2020, 7, 9, 13, 0, 1, tzinfo=ALMATY).astimezone(UTC))
    assert room.refused("kaz", NO) == "wrong_state"
    decision = room.state.decisions[D]
    assert (decision.state, decision.finality) == ("adopted", "final")
    assert decision.taken_at == TEN_IN_MOSCOW, "as of the moment itself"


def test_the_expiry_counts_and_not_the_clock_that_comes_round_to_it() -> None:
    room = silent()
    room.now = TEN_IN_MOSCOW.astimezone(UTC)
    assert room.refused("kaz", NO) == "deadline_passed"
    room.now -= timedelta(microseconds=1)
    assert room.refused("clock", SilenceExpires(D)) == "not_due"
    room.say("kaz", NO)


def test_the_same_moment_in_any_zone_is_kept_as_utc() -> None:
    room = silent(TEN_IN_MOSCOW.astimezone(ALMATY))
    until = room.state.decisions[D].silence_until
    assert until == TEN_IN_MOSCOW
    assert until.utcoffset() == timedelta(0)
    (row,) = view.the_decisions(room.state).decisions
    assert row.silence_until == moscow("10:00", 9)


def test_the_rule_says_how_long_silence_runs_at_least() -> None:
    room = Timeline(echelon(silence_min_h=48)).sitting()
    room.at("10:41").read_out()
    two_days = room.now + timedelta(hours=48)
    far = room.now + timedelta(days=4000)
    naive = two_days.replace(tzinfo=None)
    for wrong in (two_days - timedelta(microseconds=1), room.now, far, naive):
        refusal = room.refusal("chair", PutUnderSilence(D, wrong))
        assert (refusal.code, refusal.detail["field"]) == ("bad_field", "expires_at")
    room.say("chair", PutUnderSilence(D, two_days))
    assert room.decision(D) == "under_silence"


def test_a_text_is_put_under_silence_by_a_quorate_sitting_that_is_at_its_item() -> None:
    room = Timeline().sitting(STATES[:4])
    room.at("10:41").read_out()
    put = PutUnderSilence(D, TEN_IN_MOSCOW)
    assert room.refused("secretary", put) == "not_presiding"
    room.say("arm", Depart())
    assert room.refused("chair", put) == "no_quorum"
    room = Timeline().sitting()
    room.at("10:41").read_out()
    room.say("chair", SuspendItem("1"))
    assert room.refused("chair", put) == "wrong_state"


def test_not_while_a_decision_is_before_the_room() -> None:
    room = Timeline().sitting()
    first = room.at("10:41").put()
    assert room.refused("chair", PutUnderSilence(first, TEN_IN_MOSCOW)) == "wrong_state"
    second = room.read_out()
    assert room.refused("chair", PutUnderSilence(second, TEN_IN_MOSCOW)) == "another_decision"
    room.agree(first, *STATES).say("chair", Adopt(first), PutUnderSilence(second, TEN_IN_MOSCOW))


def test_silence_runs_on_when_the_session_is_closed() -> None:
    room = silent()
    closed(room)
    room.pass_until(moscow("09:59", 9))
    assert (room.state.status, room.decision(D)) == ("closed", "under_silence")
    room.pass_until(moscow("10:00", 9))
    assert room.decision(D) == "adopted"


def test_silence_is_broken_after_the_close_too() -> None:
    room = silent()
    closed(room)
    room.pass_until(moscow("09:59:59", 9))
    room.say("kaz", NO)
    assert room.decision(D) == "silence_broken"
    assert room.refused("chair", Retable(D)) == "session_not_open"


def closed(room: Timeline) -> None:
    room.say("chair", ConcludeItem("1", "reviewed_and_discussed"))
    room.say("secretary", CancelSitting("2"))
    room.say("chair", CloseSitting("1"), CloseSession())


# broken


def test_silence_is_broken_in_writing_by_whoever_may_block() -> None:
    room = Timeline(company()).sitting()
    room.at("10:41").read_out()
    room.say("chair", PutUnderSilence(D, TEN_IN_MOSCOW))
    assert room.refused("secr", NO) == "may_not_block"
    assert room.refused("rus-1", NO) == "not_your_role"
    assert room.refused("kaz", BreakSilence(D, "amendment", "  ")) == "bad_field"
    assert room.refused("kaz", BreakSilence(D, "objection", "No.", "ARM")) == "not_your_delegation"
    room.say("kaz", BreakSilence(D, "amendment", "Two stages instead of three."))
    (row,) = view.the_decisions(room.state).decisions
    assert (row.state, row.broken_by, row.broken_with) == (
        "silence_broken",
        "KAZ",
        "Two stages instead of three.",
    )


def test_the_secretary_enters_a_capitals_letter() -> None:
    room = silent()
    assert room.refused("secretary", BreakSilence(D, "objection", "No.")) == "unknown"
    assert room.refused("secretary", BreakSilence(D, "objection", "No.", "KAZ")) == "bad_field", (
        "which letter?"
    )
    room.say("secretary", BreakSilence(D, "objection", "No.", "KAZ", "No. 17 of 8 July 2020"))
    (silence,) = told(room).silences
    assert (silence.broken_by, silence.broken_as, silence.letter) == (
        "KAZ",
        "objection",
        "No. 17 of 8 July 2020",
    )


def test_a_state_that_is_away_may_break_the_silence() -> None:
    room = Timeline().sitting(STATES[:5])
    room.at("10:41").read_out()
    room.say("chair", PutUnderSilence(D, TEN_IN_MOSCOW), AdjournSitting("1"))
    room.say("tjk", NO)
    assert room.decision(D) == "silence_broken"


def test_what_was_broken_is_tabled_again_and_may_be_decided() -> None:
    room = silent()
    room.say("kaz", NO)
    assert room.refused("chair", PutToRoom(D)) == "wrong_state"
    room.say("chair", Retable(D), ReadOut(D), PutToRoom(D))
    room.agree(D, *STATES).say("chair", Adopt(D))
    assert room.decision(D) == "adopted"
    room.pass_until(moscow("11:00", 9))
    decision = told(room)
    assert decision.taken_at == moscow("10:41")
    assert [(s.broken_by, s.expired) for s in decision.silences] == [("KAZ", False)]


def test_the_record_tells_when_it_began_and_ended() -> None:
    room = silent()
    (running,) = told(room).silences
    assert (running.began_at, running.expires_at, running.expired) == (
        moscow("10:41"),
        moscow("10:00", 9),
        False,
    )
    room.pass_until(moscow("10:00", 9))
    decision = told(room)
    assert decision.silences[0].expired
    assert (decision.status, decision.finality, decision.taken_at) == ("adopted", "final", moscow("10:00", 9))


# deadlines that passed while the server was down


def test_deadlines_that_passed_while_the_server_was_down_are_acted_on_at_once_and_in_order() -> None:
    room = silent()
    later = room.read_out()
    room.say("chair", PutUnderSilence(later, TEN_IN_MOSCOW - timedelta(hours=1)))
    room.say("arm", AnnounceReservation("reservation", D))
    room.at("13:00").say("chair", AdjournSitting("1"))

    state = State()
    for commit in room.commits:
        state = fold(state, commit)
    assert state == room.state, "a new process knows the same"
    room.now = moscow("12:00", 10)
    down = len(room.commits)
    while (deadline := due(room.state)) is not None and deadline[0] <= room.now:
        room.say("clock", deadline[1])
    acted = room.commits[down:]
    assert [kinds(commit.events) for commit in acted] == [
        ["reservation_expired"],
        ["silence_expired"],
        ["silence_expired"],
    ]
    assert [entity(commit) for commit in acted] == ["ARM/R1", later, D]
    assert {commit.at for commit in acted} == {moscow("12:00", 10)}, "the log says when it was noticed"
    assert room.state.decisions[D].taken_at == TEN_IN_MOSCOW, "and the decision since when it holds"


def entity(commit: Commit[Event]) -> str:
    (event,) = commit.events
    return str(getattr(event, "decision", None) or getattr(event, "reservation", None))
