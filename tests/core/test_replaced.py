"""A decision that was taken is replaced by another, or revoked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.core.test_silence import AUGUST, silent, told
from tests.core.timeline import STATES, Timeline, moscow, text
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Confirm,
    ConfirmByDelegation,
    PutToRoom,
    ReadOut,
    TableDecision,
)
from vcsession.core.matters.roll_call import Depart
from vcsession.core.matters.silence import (
    AmendAndSupersede,
    Revoke,
)
from vcsession.core.matters.sittings import AdjournSitting
from vcsession.core.offers import offers
from vcsession.core.view import me

# replaced


def replacement(room: Timeline, of: str) -> str:
    """A new decision that refers to the old number, before the room and agreed to by all."""
    room.say("secretary", TableDecision("1", "text", text("Two stages."), supersedes=of))
    number = f"1.{len(room.state.decisions)}"
    room.say("secretary", ReadOut(number))
    room.say("chair", PutToRoom(number))
    room.agree(number, *STATES)
    return number


def test_a_decision_is_replaced_by_one_that_refers_to_its_number() -> None:
    room = Timeline().sitting()
    old = room.at("10:41").put()
    room.agree(old, *STATES).say("chair", Adopt(old))
    assert room.refused("chair", AmendAndSupersede(old)) == "not_replaced"
    new = replacement(room, old)
    assert room.refused("chair", AmendAndSupersede(old)) == "not_replaced", "not before the gavel"
    room.say("chair", Adopt(new))
    assert room.refused("arm", AmendAndSupersede(old)) == "not_presiding"
    room.at("10:50").say("chair", AmendAndSupersede(old))
    assert (room.decision(old), room.decision(new)) == ("superseded_decision", "adopted")
    assert (told(room, old).superseded_by, told(room, old).ended_at) == (new, moscow("10:50"))
    assert told(room, new).supersedes == old
    assert room.refused("chair", AmendAndSupersede(old)) == "wrong_state"


def test_what_is_final_does_not_give_way_to_what_may_lapse() -> None:
    room = Timeline().sitting()
    old = room.at("10:41").put()
    room.agree(old, *STATES).say("chair", Adopt(old))
    new = replacement(room, old)
    room.say("chair", AdoptAdReferendum(new, ("KAZ",)))
    assert room.refused("chair", AmendAndSupersede(old)) == "not_replaced"
    room.say("kaz", ConfirmByDelegation(new))
    room.say("chair", AmendAndSupersede(old))


def test_a_preliminary_decision_gives_way_to_another_preliminary_one() -> None:
    room = Timeline().sitting()
    old = room.at("10:41").put()
    room.agree(old, *STATES).say("chair", AdoptPreliminarily(old, text("strength"), AUGUST))
    new = replacement(room, old)
    room.say("chair", AdoptPreliminarily(new, text("strength"), AUGUST), AmendAndSupersede(old))
    assert room.decision(old) == "superseded_decision"
    room.pass_until(moscow("12:00", 31) + timedelta(days=2))
    assert (room.decision(old), room.decision(new)) == ("superseded_decision", "lapsed")


def test_what_was_confirmed_in_time_may_be_replaced_after_the_day() -> None:
    room = Timeline().sitting()
    old = room.at("10:41").put()
    room.agree(old, *STATES).say("chair", AdoptPreliminarily(old, text("strength"), date(2020, 7, 7)))
    room.say("chair", Confirm(old))
    room.pass_until(moscow("10:00", 9))
    new = replacement(room, old)
    room.say("chair", Adopt(new), AmendAndSupersede(old))


def test_only_a_decision_that_was_taken_is_replaced() -> None:
    room = Timeline().sitting()
    old = room.at("10:41").read_out()
    for former, code in ((old, "wrong_state"), ("9.9", "unknown")):
        table = TableDecision("1", "text", text("words"), supersedes=former)
        assert room.refused("secretary", table) == code


# revoked


def test_a_preliminary_decision_is_revoked_and_a_final_one_is_not() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", AdoptPreliminarily(d, text("strength"), AUGUST))
    final = room.put()
    room.agree(final, *STATES).say("chair", Adopt(final))
    assert room.refused("chair", Revoke(final)) == "wrong_state"
    assert room.refused("secretary", Revoke(d)) == "not_presiding"
    another = room.put()
    assert room.refused("chair", Revoke(d)) == "another_decision", "not beside a decision before the room"
    room.agree(another, *STATES).say("chair", Adopt(another))
    room.at("11:00").say("chair", Revoke(d))
    assert (room.decision(d), told(room, d).ended_at) == ("revoked_decision", moscow("11:00"))


def test_a_sitting_that_may_decide_revokes() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", AdoptPreliminarily(d, text("strength"), AUGUST))
    for code in ("arm", "blr", "kaz"):
        room.say(code, Depart())
    assert room.refused("chair", Revoke(d)) == "no_quorum"
    room.say("chair", AdjournSitting("1"))
    assert room.refused("chair", Revoke(d)) == "sitting_not_in_session"


# what is offered


@pytest.mark.parametrize("seat", ["chair", "kaz", "secretary"])
def test_rare_acts_are_no_steps(seat: str) -> None:
    room = silent()
    room.read_out()
    shown = me(room.state, room.actor(seat), room.now)
    rare = {"put_under_silence", "break_silence", "retable", "revoke", "amend_and_supersede"}
    assert not rare & {a.type for a in shown.steps}
    offered = {a.type for a in offers(room.state, room.actor(seat), room.now) if not a.blocked}
    assert rare & offered == {"put_under_silence" if seat == "chair" else "break_silence"}
