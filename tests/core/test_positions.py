"""Published positions: one for each delegation, shown to the table, and what follows from them."""

from __future__ import annotations

import pytest

from tests.core.test_proposals import U, at_work
from tests.core.timeline import STATES, Timeline, company, text
from vcsession.core import view
from vcsession.core.audience import audience
from vcsession.core.matters.decisions import Adopt, AdoptAdReferendum, AdoptPreliminarily
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.text import AgreePreliminarily, AgreeUnits, CloseUnit, CloseUnits
from vcsession.core.slices import PositionRow


def shown(room: Timeline, seat: str) -> tuple[PositionRow, ...]:
    return view.text(room.state, audience(room.state, room.actor(seat))).positions


def test_a_position_is_shown_to_the_table_and_never_to_observers() -> None:
    room = at_work()
    room.say("kaz", PublishPosition("studying", unit=U))
    for seat in ("arm", "chair", "secretary", "bord", "interpreter-ru"):
        assert [(p.delegation, p.id, p.stand) for p in shown(room, seat)] == [("KAZ", U, "studying")], seat
    for seat in ("observer", "obs", "technician"):
        assert shown(room, seat) == (), seat


def test_one_delegation_has_one_position_its_latest() -> None:
    room = at_work()
    room.say("rus", PublishPosition("object", unit=U))
    room.say("rus-1", PublishPosition("support", unit=U))
    assert [(p.delegation, p.stand) for p in shown(room, "arm")] == [("RUS", "support")]
    assert room.refused("rus-2", PublishPosition("object", unit=U)) == "no_mandate"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (PublishPosition("support"), "bad_field"),
        (PublishPosition("support", unit=U, decision="1.1"), "bad_field"),
        (PublishPosition("support", unit="9.none"), "unknown"),
        (PublishPosition("support", decision="1.9"), "unknown"),
        (PublishPosition("support", proposal="p99"), "unknown"),
    ],
)
def test_a_position_is_on_one_matter_that_the_table_knows(wrong: PublishPosition, code: str) -> None:
    room = at_work()
    room.put()
    assert room.refused("arm", wrong) == code
    room.say("arm", PublishPosition("support", decision="1.1"), PublishPosition("support", unit=U))


def test_while_a_state_awaits_instructions_a_decision_is_not_final_for_it() -> None:
    room = at_work()
    d = room.put()
    room.say("kaz", PublishPosition("awaiting_instructions", decision=d))
    room.agree(d, *STATES)
    assert room.refusal("chair", Adopt(d)).detail == {"id": "KAZ"}
    room.say("chair", AdoptAdReferendum(d))
    assert room.decision(d) == "adopted_ad_referendum"
    assert [*room.state.decisions[d].confirm_list] == ["KAZ"]


@pytest.mark.parametrize("policy", ["bind", "ad_referendum_for_absent"])
def test_so_too_of_a_preliminary_decision_under_every_rule_for_the_absent(policy: str) -> None:
    room = at_work(STATES[:5], consensus_absent_policy=policy)
    d = room.put()
    room.say("arm", PublishPosition("awaiting_instructions", decision=d))
    room.agree(d, *STATES[:5])
    room.say("chair", AdoptPreliminarily(d, text("strength"), room.now.date().replace(day=20)))
    listed = ["ARM"] if policy == "bind" else ["ARM", "TJK"]
    assert [*room.state.decisions[d].confirm_list] == listed


def test_when_the_instructions_have_come_the_decision_is_final() -> None:
    room = at_work()
    d = room.put()
    room.say("kaz", PublishPosition("awaiting_instructions", decision=d))
    room.say("kaz", PublishPosition("support", decision=d))
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.decision(d) == "adopted"


def test_who_takes_no_part_in_the_consensus_keeps_nothing_open() -> None:
    room = at_work()
    d = room.put()
    room.say("secr", PublishPosition("awaiting_instructions", decision=d))
    room.agree(d, *STATES).say("chair", Adopt(d))


def test_a_procedural_decision_waits_for_no_instructions() -> None:
    room = at_work()
    d = room.put("procedural")
    room.say("kaz", PublishPosition("awaiting_instructions", decision=d))
    room.agree(d, *STATES).say("chair", Adopt(d))


def test_a_unit_waits_for_instructions_and_for_objections_as_a_decision_does() -> None:
    room = at_work()
    room.say("kaz", PublishPosition("object", unit=U))
    assert room.refused("chair", AgreePreliminarily(U)) == "objection_stands"
    assert room.refused("chair", CloseUnit(U)) == "objection_stands"
    room.say("kaz", PublishPosition("awaiting_instructions", unit=U))
    assert room.refused("chair", CloseUnit(U)) == "absent_must_confirm"
    room.say("chair", AgreePreliminarily(U))
    assert [*room.state.units[U].confirm_list] == ["KAZ"]


def test_en_bloc_a_unit_with_an_objection_is_left_out() -> None:
    room = Timeline(company()).sitting()
    room.say("kaz", PublishPosition("object", unit=U))
    room.say("chair", AgreeUnits())
    assert room.state.units[U].state == "open_text"
    room.say("chair", CloseUnits())
    assert {u.state for path, u in room.state.units.items() if path != U} == {"closed_text"}
