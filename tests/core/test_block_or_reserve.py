"""Do you block or reserve? What is asked of a delegation that objects, and what it may answer (3.4, 5)."""

from __future__ import annotations

from tests.core.timeline import STATES, Timeline, kinds, text
from vcsession import wire
from vcsession.core.matters.answers import AskBlockOrReserve, MaintainObjection, ReserveInstead
from vcsession.core.matters.decisions import (
    Adopt,
    KeepOpen,
    Object,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    RecordNoConsensus,
    Retable,
    ReviseDecision,
)
from vcsession.core.matters.roll_call import Return, StepOut
from vcsession.core.matters.sittings import SuspendSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import DecisionRecord, Verification
from vcsession.core.view import me, the_decisions

D = "1.1"


def objected() -> Timeline:
    room = Timeline().sitting()
    room.at("10:41").put()
    room.at("10:41:05").say("arm", RecordAnswer(D, "object"))
    return room


def asked() -> Timeline:
    room = objected()
    room.say("chair", AskBlockOrReserve(D))
    return room


def told(room: Timeline) -> DecisionRecord:
    record = read(room.commits, Verification(1, 1, "", "", ""))
    return next(d for item in record.items for d in item.decisions)


def steps(room: Timeline, seat: str) -> list[str]:
    return [act.type for act in me(room.state, room.actor(seat), room.now).steps]


def test_the_presiding_officer_asks_and_the_delegation_reserves() -> None:
    room = objected()
    assert steps(room, "chair")[0] == "ask_block_or_reserve"
    room.say("chair", AskBlockOrReserve(D))
    assert the_decisions(room.state).decisions[0].asked == "ARM"
    assert steps(room, "arm")[:2] == ["reserve_instead", "maintain_objection"]
    events = room.say("arm", ReserveInstead(D))
    assert kinds(events) == ["objection_withdrawn", "reservation_announced"], "in one commit"
    (reservation,) = room.state.reservations.values()
    assert (reservation.delegation, reservation.decision, reservation.kind) == ("ARM", D, "reservation")
    room.say("chair", PutToRoom(D))
    room.agree(D, *STATES).say("chair", Adopt(D))
    assert told(room).objections == ()
    assert [r.number for r in told(room).reservations] == ["ARM/R1"], "it stands beside the decision"


def test_or_it_insists_and_its_objection_stands_under_its_name() -> None:
    room = asked()
    room.say("arm", MaintainObjection(D, "the dates"))
    row = the_decisions(room.state).decisions[0]
    assert (row.state, row.asked, row.maintained, row.answers.object) == (
        "read_out_state",
        "",
        True,
        ("ARM",),
    )
    assert steps(room, "chair")[:2] == ["keep_open", "record_no_consensus"]
    room.say("chair", RecordNoConsensus(D))
    assert told(room).objections == ("ARM",)
    assert room.state.reservations == {}


def test_an_objection_that_was_withdrawn_stands_under_nobodys_name() -> None:
    room = Timeline().sitting()
    room.at("10:41").put()
    room.say("arm", Object(D, "the dates", insists=True))
    assert told(room).objections == ("ARM",)
    room.say("chair", AskBlockOrReserve(D))
    room.say("arm", ReserveInstead(D))
    assert told(room).objections == ()


def test_who_has_left_is_neither_asked_nor_answers() -> None:
    room = objected()
    room.say("arm", StepOut())
    assert room.refused("chair", AskBlockOrReserve(D)) == "delegation_not_present"
    room.say("arm", Return())
    room.say("chair", AskBlockOrReserve(D))
    room.say("arm", StepOut())
    for seat in ("arm", "secretary"):
        assert room.refused(seat, ReserveInstead(D)) == "delegation_not_present"
        assert room.refused(seat, MaintainObjection(D)) == "delegation_not_present"
    room.say("arm", Return(), MaintainObjection(D))


def test_a_question_that_was_not_answered_ends_with_the_consideration() -> None:
    room = asked()
    room.say("chair", KeepOpen(D))
    assert the_decisions(room.state).decisions[0].asked == ""


def test_only_an_objection_that_stands_is_asked_about_and_once() -> None:
    room = Timeline().sitting()
    room.at("10:41").read_out()
    assert room.refused("chair", AskBlockOrReserve(D)) == "no_objection"
    assert "ask_block_or_reserve" not in {a.type for a in offers(room.state, room.actor("chair"), room.now)}
    room = asked()
    assert room.refused("chair", AskBlockOrReserve(D)) == "asked_already"
    room.say("arm", MaintainObjection(D))
    assert room.refused("chair", AskBlockOrReserve(D)) == "objection_maintained"


def test_nobody_else_asks_or_answers() -> None:
    room = objected()
    for seat in ("secretary", "arm", "deputy"):
        assert room.refused(seat, AskBlockOrReserve(D)) == "not_presiding"
    assert room.refused("arm", ReserveInstead(D)) == "not_asked", "it waits until it is asked"
    room.say("chair", AskBlockOrReserve(D))
    for seat in ("blr", "rus"):
        assert room.refused(seat, ReserveInstead(D)) == "not_asked"
        assert room.refused(seat, MaintainObjection(D)) == "not_asked"
        assert not {"reserve_instead", "maintain_objection"} & {
            a.type for a in offers(room.state, room.actor(seat), room.now)
        }
    assert room.refused("chair", ReserveInstead(D)) == "not_your_role"


def test_the_secretary_enters_what_is_answered_aloud() -> None:
    room = asked()
    room.say("secretary", ReserveInstead(D))
    (reservation,) = room.state.reservations.values()
    assert reservation.delegation == "ARM"
    room = asked()
    room.say("secretary", MaintainObjection(D))
    assert told(room).objections == ("ARM",)


def test_the_question_goes_with_the_wording_it_was_about() -> None:
    room = asked()
    room.say("secretary", ReviseDecision(D, text("other words")), ReadOut(D))
    assert room.refused("arm", ReserveInstead(D)) == "not_asked"
    assert room.refused("chair", AskBlockOrReserve(D)) == "no_objection"
    room = asked()
    room.say("arm", MaintainObjection(D))
    room.say("chair", KeepOpen(D), Retable(D))
    room.say("secretary", ReadOut(D))
    assert room.refused("chair", AskBlockOrReserve(D)) == "no_objection", "tabled again, it is asked anew"


def test_put_again_without_an_answer_the_question_is_over() -> None:
    room = asked()
    room.say("chair", PutToRoom(D))
    assert room.state.decisions[D].asked == ""
    assert room.refused("arm", ReserveInstead(D)) == "wrong_state"


def test_it_is_asked_and_answered_in_session() -> None:
    room = objected()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", AskBlockOrReserve(D)) == "sitting_not_in_session"
    room = asked()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("arm", ReserveInstead(D)) == "sitting_not_in_session"


def test_everybody_sees_the_question_as_it_is_asked_aloud() -> None:
    room = asked()
    (event,) = wire.visible(room.commits[-1], room.actor("rus"))
    assert (event["type"], event["delegation"]) == ("block_or_reserve_asked", "ARM")
