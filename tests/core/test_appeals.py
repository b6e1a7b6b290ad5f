"""Appeals against a ruling on a point of order, and when a right of reply is used."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, kinds, text
from vcsession.core import view
from vcsession.core.matters.agenda import ConcludeItem, OpenItem, SuspendItem
from vcsession.core.matters.appeals import AnswerAppeal, AppealRuling, SettleAppeal, WithdrawAppeal
from vcsession.core.matters.conduct import RuleOnPoint
from vcsession.core.matters.decisions import PutToRoom
from vcsession.core.matters.floor import BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.roll_call import StepOut
from vcsession.core.matters.sittings import AdjournSitting
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import PointOfOrder, Verification
from vcsession.documents.minutes import sections

EVERYBODY = (*STATES, "SECR", "BORD", "OBS")


def ruled(**rules: Any) -> tuple[Timeline, str, str]:
    """Kazakhstan spoke, Russia raised a point of order, the chair dismissed it: the speech goes on."""
    room = Timeline(company(**rules)).sitting(EVERYBODY)
    room.at("10:10").say("kaz", RequestFloor())
    speech = room.state.queue[0]
    room.say("chair", Grant(speech))
    room.say("media", BeginSpeech(speech))
    room.say("rus", RequestFloor("point_of_order"))
    point = room.state.queue[0]
    room.say("chair", Grant(point))
    room.say("media", BeginSpeech(point))
    room.say("chair", RuleOnPoint(point, "dismissed", text("It is not.")))
    return room, point, speech


def answers(room: Timeline, point: str, **verdicts: Any) -> None:
    for seat, verdict in verdicts.items():
        room.say(seat, AnswerAppeal(point, verdict))


def told(room: Timeline) -> PointOfOrder:
    (point,) = read(room.commits, Verification(1, 1, "", "", "")).sittings[0].points
    return point


def test_the_ruling_stands_unless_all_who_are_present_overrule_it() -> None:
    room, point, _ = ruled()
    room.say("rus", AppealRuling(point))
    answers(room, point, rus="overrule", arm="overrule", blr="overrule", kaz="overrule", kgz="overrule")
    assert room.refused("chair", SettleAppeal(point)) == "answers_awaited"
    room.say("tjk", AnswerAppeal(point, "uphold"))
    room.say("chair", SettleAppeal(point))
    assert room.state.requests[point].ruling == "dismissed"
    assert (told(room).appealed_by, told(room).appeal, told(room).ruling) == ("RUS", "stands", "dismissed")


def test_by_consensus_of_those_present_it_is_overruled() -> None:
    room, point, _ = ruled()
    room.say("tjk", StepOut())
    room.say("arm", AppealRuling(point))
    answers(room, point, **{code.lower(): "overrule" for code in STATES[:5]})
    room.say("chair", SettleAppeal(point))
    assert room.state.requests[point].ruling == "upheld"
    assert told(room).appeal == "overruled"
    for language, words in (("en", "overruled"), ("ru", "решение отменено")):
        record = read(room.commits, Verification(1, 1, "", "", ""))
        assert words in str(sections(record, language))


@pytest.mark.parametrize(("against", "outcome"), [(4, "overruled"), (3, "stands")])
def test_by_the_other_rule_a_majority_of_the_answers_decides(against: int, outcome: str) -> None:
    room, point, _ = ruled(appeal_by="majority")
    room.say("rus", AppealRuling(point))
    for n, code in enumerate(STATES):
        room.say(code.lower(), AnswerAppeal(point, "overrule" if n < against else "uphold"))
    room.say("chair", SettleAppeal(point))
    assert told(room).appeal == outcome


def test_who_does_not_answer_in_the_window_does_not_overrule() -> None:
    room, point, _ = ruled()
    room.say("rus", AppealRuling(point), AnswerAppeal(point, "overrule"))
    waiting = room.refusal("chair", SettleAppeal(point))
    assert (waiting.code, waiting.until is not None) == ("answers_awaited", True)
    room.at("10:11").say("chair", SettleAppeal(point))
    assert told(room).appeal == "stands"


def test_it_comes_at_once_the_speech_waits_and_goes_on_after_it() -> None:
    room, point, speech = ruled()
    assert room.state.requests[speech].state == "speaking"
    tabled = room.read_out()
    room.say("arm", RequestFloor())
    room.say("rus", AppealRuling(point))
    assert room.state.requests[speech].state == "paused"
    assert room.refused("chair", Grant(room.state.queue[0])) == "appeal_open"
    assert room.refused("chair", PutToRoom(tabled)) == "appeal_open"
    assert "speech_resumed" in kinds(room.say("rus", WithdrawAppeal(point)))
    assert told(room).appeal == "withdrawn"
    room.say("chair", EndSpeech(speech), Grant(room.state.queue[0]))


def test_only_a_member_that_is_present_appeals_and_once() -> None:
    room, point, _ = ruled()
    for seat, code in (("chair", "not_your_role"), ("rus-1", "not_your_role"), ("bord", "may_not_block")):
        assert room.refused(seat, AppealRuling(point)) == code
    room.say("tjk", StepOut())
    assert room.refused("tjk", AppealRuling(point)) == "delegation_not_present"
    room.say("rus", AppealRuling(point))
    assert room.refused("arm", AppealRuling(point)) == "no_fresh_ruling"
    assert room.refused("arm", WithdrawAppeal(point)) == "not_your_delegation"
    room.say("rus", WithdrawAppeal(point))
    assert room.refused("arm", AppealRuling(point)) == "no_fresh_ruling"


def test_an_appeal_is_made_while_the_ruling_is_fresh() -> None:
    room, point, speech = ruled()
    room.say("arm", RequestFloor())
    room.say("chair", EndSpeech(speech), Grant(room.state.queue[0]))
    assert room.refused("rus", AppealRuling(point)) == "no_fresh_ruling"
    other, point, speech = ruled()
    other.say("chair", EndSpeech(speech), SuspendItem("1"), OpenItem("2"))
    assert other.refused("rus", AppealRuling(point)) == "no_fresh_ruling"
    fresh, point, _ = ruled()
    assert fresh.refused("rus", AppealRuling("request-999")) == "no_fresh_ruling"
    fresh.say("rus", AppealRuling(point))


def test_the_secretary_notes_an_answer_and_a_guest_has_none() -> None:
    room, point, _ = ruled()
    room.say("rus", AppealRuling(point))
    room.say("secretary", AnswerAppeal(point, "overrule", "ARM"))
    assert room.state.appeals[point].answers == {"ARM": "overrule"}
    assert room.refused("secretary", AnswerAppeal(point, "overrule", "BORD")) == "may_not_block"
    assert room.refused("arm", AnswerAppeal(point, "overrule", "BLR")) == "not_your_delegation"
    assert room.refused("bord", AnswerAppeal(point, "overrule")) == "may_not_block"


def test_an_appeal_left_open_at_the_end_of_the_sitting_leaves_the_ruling() -> None:
    room, point, _ = ruled()
    room.say("rus", AppealRuling(point))
    assert "appeal_ended" in kinds(room.say("chair", AdjournSitting("1")))
    assert (told(room).appeal, told(room).ruling) == ("left", "dismissed")


def test_everybody_at_the_table_sees_it_and_nobody_else() -> None:
    room, point, _ = ruled()
    room.say("rus", AppealRuling(point), AnswerAppeal(point, "overrule"))
    shown = view.the_floor(room.state).appeal
    assert shown is not None
    assert (shown.delegation, shown.overrule, len(shown.awaited)) == ("RUS", ("RUS",), 5)
    for seen_by in ("observers", "technicians"):
        assert view.the_floor(room.state, seen_by).appeal is None
    acts = [a for a in offers(room.state, room.actor("arm"), room.now) if a.type == "answer_appeal"]
    assert [a.fields["verdict"] for a in acts] == ["uphold", "overrule"]


# rights of reply


def waiting(**rules: Any) -> Timeline:
    room = Timeline(company(**rules)).sitting()
    room.say("arm", RequestFloor("reply"))
    room.say("kaz", RequestFloor())
    return room


def test_a_reply_at_once_goes_before_the_statements() -> None:
    room = waiting(reply_when="immediately")
    assert room.queue == ["arm", "kaz"]
    room.say("chair", Grant(room.request().id))


def test_a_reply_at_the_end_of_the_item_waits_for_the_statements_on_it() -> None:
    room = waiting(reply_when="end_of_item")
    assert room.queue == ["kaz", "arm"]
    reply = room.request(2).id
    assert room.refused("chair", Grant(reply)) == "reply_waits"
    speech = room.request().id
    room.say("chair", Grant(speech), EndSpeech(speech), Grant(reply))


def test_a_reply_at_the_end_of_the_sitting_waits_for_the_item_too() -> None:
    room = waiting(reply_when="end_of_sitting")
    speech, reply = room.request().id, room.request(2).id
    room.say("chair", Grant(speech), EndSpeech(speech))
    assert room.refused("chair", Grant(reply)) == "item_open"
    room.say("chair", ConcludeItem("1", "noted"), Grant(reply))
