"""What was agreed without some, or preliminarily: who confirms it, until when, and when it lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.test_decisions import AUGUST, FIVE, FOUR, prelim
from tests.core.timeline import STATES, Timeline, echelon, kinds, moscow
from vcsession.core.matters import confirming
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Confirm,
    ConfirmByDelegation,
    LapseDecision,
    PutToRoom,
)
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    ArriveLate,
    Return,
    StepOut,
)
from vcsession.core.matters.sittings import (
    AdjournSitting,
    DeclareQuorum,
)
from vcsession.core.rules import Quorum
from vcsession.core.session import fold
from vcsession.core.state import State

# the absent


def test_the_absent_confirm_ad_referendum() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR)
    assert room.refused("chair", Adopt(d)) == "absent_must_confirm"
    room.say("chair", AdoptAdReferendum(d))
    decision = room.state.decisions[d]
    assert (decision.state, decision.finality) == ("adopted_ad_referendum", "ad_referendum")
    assert list(decision.confirm_list) == ["KGZ", "TJK"]


def test_with_everybody_there_nobody_has_to_confirm() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES)
    assert room.refused("chair", AdoptAdReferendum(d)) == "nobody_to_confirm"
    room.say("chair", Adopt(d))
    assert room.state.decisions[d].finality == "final"


def test_one_that_awaits_instructions_confirms_although_present() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    assert room.refused("chair", AdoptAdReferendum(d, ("SECR",))) == "unknown"
    room.say("chair", AdoptAdReferendum(d, ("KAZ",)))
    assert list(room.state.decisions[d].confirm_list) == ["KAZ", "TJK"], "in protocol order"


def test_who_stepped_out_at_the_gavel_is_absent() -> None:
    """The snapshot is taken at the gavel, not when the text is put."""
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("rus", StepOut())
    assert room.refused("chair", Adopt(d)) == "absent_must_confirm"
    room.say("chair", AdoptAdReferendum(d))
    assert list(room.state.decisions[d].confirm_list) == ["RUS"]


def test_a_late_arrival_does_not_confirm_by_itself_but_its_head_does() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d))
    room.at("10:50").say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"))
    assert room.decision(d) == "adopted_ad_referendum"
    assert room.refused("arm", ConfirmByDelegation(d)) == "not_in_confirm_list"
    assert room.refused("arm", ConfirmByDelegation(d, "TJK")) in (
        "not_your_delegation",
        "not_in_confirm_list",
    )
    assert kinds(room.say("tjk", ConfirmByDelegation(d))) == ["confirmation_received", "decision_confirmed"]
    assert room.decision(d) == "adopted"
    assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"


def test_the_last_confirmation_confirms() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR).say("chair", AdoptAdReferendum(d))
    assert kinds(room.say("kgz", ConfirmByDelegation(d))) == ["confirmation_received"]
    assert room.refused("kgz", ConfirmByDelegation(d)) == "already_confirmed"
    assert room.refused("chair", Confirm(d)) == "absent_must_confirm"
    room.say("secretary", ConfirmByDelegation(d, "TJK", "letter 17 of 9 July 2020"))
    assert room.decision(d) == "adopted"


def test_a_letter_names_its_delegation() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", AdoptAdReferendum(d))
    assert room.refused("secretary", ConfirmByDelegation(d)) == "not_in_confirm_list"
    room.say("secretary", ConfirmByDelegation(d, "TJK"))
    assert room.decision(d) == "adopted"


def test_procedural_decisions_bind_the_absent_at_once() -> None:
    room = Timeline().sitting(FOUR)
    d = room.at("10:41").put("procedural")
    room.agree(d, *FOUR).say("chair", Adopt(d))
    assert (room.decision(d), dict(room.state.decisions[d].confirm_list)) == ("adopted", {})


def test_the_rule_bind_binds_the_absent() -> None:
    room = Timeline(echelon(consensus_absent_policy="bind")).sitting(FOUR)
    d = room.at("10:41").put()
    room.agree(d, *FOUR)
    assert room.refused("chair", AdoptAdReferendum(d)) == "nobody_to_confirm"
    room.say("chair", Adopt(d))
    assert dict(room.state.decisions[d].confirm_list) == {}


def test_the_rule_block_lets_nothing_be_put_while_a_state_is_absent() -> None:
    room = Timeline(echelon(consensus_absent_policy="block")).sitting(FIVE)
    d = room.at("10:41").read_out()
    assert room.refused("chair", PutToRoom(d)) == "absent_blocks"
    room.say("tjk", ArriveLate())
    room.say("chair", AcknowledgeArrival("TJK"), PutToRoom(d))
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_the_rule_block_holds_at_the_gavel_too() -> None:
    room = Timeline(echelon(consensus_absent_policy="block")).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("rus", StepOut())
    for gavel in (Adopt(d), prelim(d), AdoptAdReferendum(d)):
        assert room.refused("chair", gavel) == "absent_blocks"
    room.say("rus", Return())
    room.say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_the_quorum_may_be_everybody() -> None:
    room = Timeline(echelon(quorum_decide=Quorum(form="all"))).sitting()
    d = room.at("10:41").read_out()
    room.say("rus", StepOut())
    refusal = room.refusal("chair", PutToRoom(d))
    assert (refusal.code, dict(refusal.detail)) == (
        "no_quorum",
        {"present": "5", "entitled": "6", "needed": "6"},
    )
    room.say("rus", Return())
    room.say("chair", PutToRoom(d))


# preliminary


def test_a_preliminary_decision_says_what_is_open_and_until_when() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    assert room.refused("chair", AdoptPreliminarily(d, {}, AUGUST)) == "bad_field"
    assert room.refused("chair", AdoptPreliminarily(d, {"en": "strength"}, AUGUST)) == "bad_field"
    assert room.refused("chair", prelim(d, date(2020, 7, 6))) == "bad_field", "a day that has passed"
    assert room.refused("chair", prelim(d, date.max)) == "bad_field", "a day that never comes"
    room.say("chair", prelim(d, date(2020, 7, 7)))
    decision = room.state.decisions[d]
    assert (decision.finality, list(decision.confirm_list)) == ("preliminary", ["TJK"])


def test_a_preliminary_decision_never_becomes_final_by_itself() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d))
    assert room.decision(d) == "adopted_preliminarily"
    room.at("12:00")
    assert room.decision(d) == "adopted_preliminarily"
    assert room.refused("arm", Confirm(d)) == "not_presiding"
    room.say("chair", Confirm(d))
    assert (room.decision(d), room.state.decisions[d].confirmed_at) == ("adopted", moscow("12:00"))


def test_a_sitting_confirms_and_nobody_confirms_outside_one() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d), AdjournSitting("1"))
    assert room.refused("chair", Confirm(d)) == "sitting_not_in_session"
    room.on(8).at("10:00").roll_call(sitting="2")
    room.say("chair", DeclareQuorum("2"), Confirm(d))
    assert room.decision(d) == "adopted"


@pytest.mark.parametrize("gavel", ["preliminary", "ad_referendum"])
def test_what_is_not_confirmed_in_time_lapses(gavel: str) -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE)
    if gavel == "preliminary":
        room.say("chair", prelim(d, date(2020, 7, 8)))
        assert room.refused("clock", LapseDecision(d)) == "not_due"
        room.say("chair", AdjournSitting("1"))
        room.day = 8
        room.at("23:59:59.999")
        assert room.decision(d) == "adopted_preliminarily"
        room.day = 9
        room.at("00:00")
        assert room.decision(d) == "lapsed"
        assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"
    else:
        room.say("chair", AdoptAdReferendum(d))
        assert room.refused("clock", LapseDecision(d)) == "not_due", "no day was set"


def test_a_confirmation_after_the_day_is_too_late_even_before_the_clock_says_so() -> None:
    room = Timeline().sitting(FIVE)
    d = room.at("10:41").put()
    room.agree(d, *FIVE).say("chair", prelim(d, date(2020, 7, 8)), AdjournSitting("1"))
    room.now = moscow("00:00", 9)
    assert room.refused("tjk", ConfirmByDelegation(d)) == "wrong_state"
    room.now = moscow("23:59:59.999", 8)
    room.say("tjk", ConfirmByDelegation(d))
    assert room.decision(d) == "adopted"


def test_nor_does_a_sitting_confirm_after_the_day() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d, date(2020, 7, 7)))
    room.now = moscow("00:00", 8)
    assert room.refused("chair", Confirm(d)) == "wrong_state"
    room.now = moscow("23:59:59.999", 7)
    room.say("chair", Confirm(d))


def test_the_day_ends_at_midnight_where_the_session_is_held() -> None:
    """In July 2020 the day ended in Almaty three hours before it ended in Moscow, and six before UTC's."""
    room = Timeline(replace(echelon(), time_zone="Asia/Almaty")).sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", prelim(d, date(2020, 7, 7)))
    room.at("20:59:59.999")
    assert room.decision(d) == "adopted_preliminarily"
    room.at("21:00")
    assert room.decision(d) == "lapsed"


def test_today_is_todays_date_where_the_session_is_held() -> None:
    room = Timeline(replace(echelon(), time_zone="Asia/Almaty")).sitting()
    d = room.at("21:30").put()
    room.agree(d, *STATES)
    assert room.refused("chair", prelim(d, date(2020, 7, 7))) == "bad_field", "it is the eighth in Almaty"
    room.say("chair", prelim(d, date(2020, 7, 8)))


def test_a_log_is_read_without_a_table_of_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lapsed stays lapsed, whatever next year's tables say of that day."""
    room = Timeline().sitting()
    d = room.put()
    room.agree(d, *STATES).say("chair", prelim(d))
    room.pass_until(room.now + timedelta(days=60))
    assert room.decision(d) == "lapsed"

    def no_table(name: str) -> None:
        raise AssertionError(f"the table of {name} is asked")

    monkeypatch.setattr(confirming, "ZoneInfo", no_table)
    state = State()
    for commit in room.commits:
        state = fold(state, commit)
    assert state == room.state
    with pytest.raises(AssertionError, match="Europe/Moscow"):
        confirming.lapses_at(state, state.decisions[d])
