"""Presiding, as timelines: a lease that the chair, a deputy or nobody holds; each guard and its good twin."""

from __future__ import annotations

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, moscow
from vcsession.core.catalogue import Command
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.decisions import Adopt, PutToRoom
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, YieldFloor
from vcsession.core.matters.incidents import CannotHear
from vcsession.core.matters.presiding import (
    AcknowledgeResume,
    ChairAsksToResume,
    ChairBack,
    ChairLinkDrop,
    ChairResumes,
    DeputyAssumes,
    DeputyBack,
    DeputyFromVacant,
    DeputyLinkDrop,
    HandOver,
    NextDeputyAssumes,
    NobodyAssumes,
)
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    CancelSitting,
    CloseSitting,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.session import decide
from vcsession.core.vocabulary import Refused


def held(room: Timeline) -> tuple[str, str | None, int]:
    holder = room.state.presiding
    return holder.state, holder.seat, holder.epoch


def deputising(room: Timeline | None = None) -> Timeline:
    """The chair lost the link at 11:00 and a deputy presides since 11:00:30."""
    room = (room or Timeline(company())).sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    room.at("11:00:30").say("deputy", DeputyAssumes())
    return room


def test_the_chair_comes_back_in_time() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    assert held(room) == ("chair_link_lost", "chair", 1)
    assert room.refused("chair", AdjournSitting("1")) == "not_presiding"
    early = room.at("11:00:29").refusal("deputy", DeputyAssumes())
    assert (early.code, early.until) == ("chair_grace", moscow("11:00:30"))
    room.say("link", ChairBack())
    assert held(room) == ("chair_presiding", "chair", 1)
    assert room.at("11:01").refused("deputy", DeputyAssumes()) == "not_next_deputy"


def test_a_deputy_assumes_after_the_grace() -> None:
    room = deputising()
    assert held(room) == ("deputy_presiding", "deputy", 2)
    assert room.refused("link", ChairBack()) == "wrong_state", "who comes back does not preside"
    assert room.refused("deputy-2", DeputyAssumes()) == "wrong_state"


def test_nobody_but_a_deputy_assumes() -> None:
    room = Timeline(company()).sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    room.at("11:01")
    for seat in ("chair", "secretary", "arm", "technician"):
        assert room.refused(seat, DeputyAssumes()) == "not_your_role"
    room.say("deputy-2", DeputyAssumes())
    assert held(room) == ("deputy_presiding", "deputy-2", 2)


def test_the_old_gavel_does_not_fall() -> None:
    room = Timeline().sitting()
    d = room.at("11:00").put()
    room.say("link", ChairLinkDrop())
    room.at("11:00:30").say("deputy", DeputyAssumes(), PutToRoom(d))
    room.agree(d, *STATES)
    assert room.refused("chair", Adopt(d)) == "not_presiding"
    room.say("deputy", Adopt(d))
    assert room.decision(d) == "adopted"


def test_the_speaker_keeps_the_floor_when_the_chair_changes() -> None:
    room = Timeline().sitting()
    room.say("arm", RequestFloor())
    request = room.request().id
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.at("11:00").say("link", ChairLinkDrop())
    assert room.speakers == {"arm": "speaking"}
    room.at("11:00:30").say("deputy", DeputyAssumes())
    assert room.speakers == {"arm": "speaking"}


def test_the_chair_hands_over_and_takes_back() -> None:
    room = Timeline(company()).sitting()
    assert room.refused("deputy", HandOver()) == "not_your_role"
    assert room.refused("deputy", DeputyAssumes()) == "not_next_deputy"
    room.at("11:00").say("chair", HandOver())
    assert held(room) == ("chair_presiding", "chair", 1), "until somebody takes it"
    assert room.refused("chair", HandOver()) == "wrong_state"
    room.say("deputy", DeputyAssumes())
    assert held(room) == ("deputy_presiding", "deputy", 2)
    assert room.refused("chair", HandOver()) == "wrong_state"
    assert room.refused("deputy", AcknowledgeResume()) == "no_request_to_resume"
    room.at("11:30").say("chair", ChairAsksToResume())
    assert room.refused("chair", ChairAsksToResume()) == "wrong_state"
    assert room.refused("deputy-2", AcknowledgeResume()) == "not_presiding"
    assert room.refused("chair", AcknowledgeResume()) == "not_your_role"
    room.say("deputy", AcknowledgeResume())
    assert held(room) == ("chair_presiding", "chair", 3)
    intervals = read(room.commits, Verification(1, 1, "", "", "")).presiding
    assert [(i.seat, i.since, i.because) for i in intervals] == [
        ("chair", moscow("10:00"), "chair"),
        ("deputy", moscow("11:00"), "hand_over"),
        ("chair", moscow("11:30"), "return"),
    ]


def test_the_chair_does_not_resume_inside_a_speech() -> None:
    room = deputising()
    room.say("arm", RequestFloor())
    request = room.request().id
    room.say("deputy", Grant(request))
    assert room.refused("chair", ChairAsksToResume()) == "in_speech_or_decision"
    room.say("arm", YieldFloor(request))
    room.say("chair", ChairAsksToResume())
    room.say("arm", RequestFloor())
    again = room.request().id
    room.say("deputy", Grant(again))
    assert room.refused("deputy", AcknowledgeResume()) == "in_speech_or_decision"
    room.say("arm", YieldFloor(again))
    room.say("deputy", AcknowledgeResume())


def test_the_chair_does_not_resume_inside_a_decision() -> None:
    room = deputising()
    d = room.put()
    assert room.refused("chair", ChairAsksToResume()) == "in_speech_or_decision"
    room.agree(d, *STATES).say("deputy", Adopt(d))
    room.say("chair", ChairAsksToResume())


def test_nobody_presides_and_the_sitting_is_suspended() -> None:
    room = Timeline(company()).sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    assert room.at("11:01:29").refused("clock", NobodyAssumes()) == "not_due"
    room.at("11:01:30")
    assert kinds(room.commits[-1].events) == ["presiding_changed", "sitting_suspended"]
    assert held(room) == ("vacant", None, 1)
    assert room.state.sittings["1"].reason == "technical"
    for seat in ("chair", "deputy", "secretary"):
        assert room.refused(seat, ResumeSitting("1")) == "not_presiding"
    room.say("deputy-2", DeputyFromVacant(), ResumeSitting("1"))
    assert held(room) == ("deputy_presiding", "deputy-2", 2)


def test_the_chair_resumes_a_vacant_chair_by_itself() -> None:
    room = Timeline().sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    assert room.refused("chair", ChairResumes()) == "wrong_state"
    room.at("11:05").say("chair", ChairResumes())
    assert held(room) == ("chair_presiding", "chair", 2)
    room.say("chair", ResumeSitting("1"))


def test_a_deputy_is_lost_and_comes_back() -> None:
    room = deputising()
    room.at("11:10").say("link", DeputyLinkDrop())
    assert held(room) == ("deputy_link_lost", "deputy", 2)
    room.at("11:10:20").say("link", DeputyBack())
    assert held(room) == ("deputy_presiding", "deputy", 2)


def test_the_next_deputy_follows_a_lost_one() -> None:
    room = deputising()
    room.at("11:10").say("link", DeputyLinkDrop())
    assert room.refused("deputy", NextDeputyAssumes()) == "not_next_deputy"
    room.say("deputy-2", NextDeputyAssumes())
    assert held(room) == ("deputy_presiding", "deputy-2", 3)


def test_the_chair_follows_a_lost_deputy() -> None:
    room = deputising()
    assert room.refused("chair", ChairResumes()) == "wrong_state"
    room.at("11:10").say("link", DeputyLinkDrop())
    room.say("chair", ChairResumes())
    assert held(room) == ("chair_presiding", "chair", 3)


def test_nobody_follows_a_lost_deputy() -> None:
    room = deputising()
    room.at("11:10").say("link", DeputyLinkDrop())
    room.at("11:11:30")
    assert held(room) == ("vacant", None, 2)
    assert room.state.sittings["1"].state == "suspended"


@pytest.mark.parametrize(
    "act", [ChairLinkDrop(), ChairBack(), DeputyLinkDrop(), DeputyBack(), NobodyAssumes()]
)
def test_no_person_gives_facts_of_the_chairs_link(act: ChairLinkDrop) -> None:
    room = Timeline(company()).sitting()
    for seat in ("chair", "deputy", "secretary", "technician", "arm"):
        assert room.refused(seat, act) == "not_your_role"


def test_a_deputy_opens_a_sitting_when_the_chair_does_not_come() -> None:
    room = Timeline(company()).sitting()
    room.at("13:00").say("chair", ConcludeItem("1", "noted"), AdjournSitting("1"))
    room.at("18:00").say("link", ChairLinkDrop())
    room.on(8)
    assert held(room) == ("chair_link_lost", "chair", 1), "at night nobody is asked to take the chair"
    assert room.refused("deputy", CallToOrder("2")) == "not_presiding"
    room.at("10:00").say("deputy", DeputyAssumes(), CallToOrder("2"))
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert [(i.seat, i.since, i.until) for i in record.presiding] == [
        ("chair", moscow("10:00"), moscow("13:00")),
        ("deputy", moscow("10:00", 8), None),
    ]


def test_the_chair_opens_a_sitting_when_yesterdays_deputy_does_not_come() -> None:
    room = deputising()
    room.say("deputy", ConcludeItem("1", "noted"), AdjournSitting("1"))
    room.at("18:00").say("link", DeputyLinkDrop())
    room.on(8).at("10:00").say("chair", ChairResumes(), CallToOrder("2"))
    assert held(room) == ("chair_presiding", "chair", 3)


def test_presiding_at_night_is_not_presiding_over_a_sitting() -> None:
    room = Timeline(company()).sitting()
    room.at("13:00").say("chair", AdjournSitting("1"), HandOver())
    room.at("18:00").say("deputy", DeputyAssumes())
    room.on(8).at("10:00").say("deputy", CallToOrder("2"))
    intervals = read(room.commits, Verification(1, 1, "", "", "")).presiding
    assert [(i.seat, i.since, i.until) for i in intervals] == [
        ("chair", moscow("10:00"), moscow("13:00")),
        ("deputy", moscow("10:00", 8), None),
    ]


def test_after_the_session_no_link_is_of_interest() -> None:
    room = Timeline().sitting()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"), CloseSession())
    assert room.refused("link", ChairLinkDrop()) == "session_not_open"


def test_the_rules_set_the_times() -> None:
    room = Timeline(echelon(chair_grace_s=0, succession_timeout_s=10)).sitting()
    room.at("11:00").say("link", ChairLinkDrop())
    room.say("deputy", DeputyAssumes())
    room.at("11:01").say("link", DeputyLinkDrop())
    room.at("11:01:10")
    assert held(room)[0] == "vacant"
    assert room.refused("deputy", SuspendSitting("1", "technical")) == "not_presiding"


# the epoch that a command was given under


def back_again() -> Timeline:
    """The chair presided (epoch 1), a deputy (2), and the chair presides again (3)."""
    room = Timeline().sitting()
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    room.say("chair", ChairAsksToResume())
    room.say("deputy", AcknowledgeResume())
    return room


def given(room: Timeline, seat: str, command: Command, epoch: int | None) -> str:
    try:
        decide(room.state, room.actor(seat), command, room.now, epoch)
    except Refused as refused:
        return refused.code
    return ""


def test_what_the_old_chairs_tab_still_sends_is_refused_even_if_the_same_seat_presides_again() -> None:
    room = back_again()
    epoch = room.state.presiding.epoch
    gavel = SuspendSitting("1", "break")
    assert given(room, "chair", gavel, epoch - 2) == "stale_epoch"
    assert given(room, "chair", gavel, epoch) == ""
    assert given(room, "chair", gavel, None) == "", "a client that says nothing is believed"
    assert given(room, "deputy", gavel, epoch - 1) == "not_presiding", "the deputy's too, as ever"


def test_an_epoch_holds_up_acts_of_the_presiding_officer_alone() -> None:
    room = back_again()
    stale = room.state.presiding.epoch - 2
    assert given(room, "chair", CannotHear(), stale) == ""
    assert given(room, "arm", RequestFloor(), stale) == ""
    assert given(room, "secretary", CancelSitting("2"), stale) == "", "by its own role"
