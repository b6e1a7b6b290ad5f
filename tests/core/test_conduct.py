"""The conduct of the debate: rounds of the table, the list open and closed, rulings, limits and accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.timeline import Timeline, company, echelon, kinds, text
from vcsession.core.convocation import Rights
from vcsession.core.matters.agenda import ConcludeItem, OpenItem
from vcsession.core.matters.conduct import (
    CallOn,
    CloseList,
    CloseRoundOfTheTable,
    DelegateGrants,
    OpenList,
    OpenRoundOfTheTable,
    RecallGrants,
    RuleOnPoint,
)
from vcsession.core.matters.floor import (
    Accept,
    BeginSpeech,
    EndSpeech,
    Grant,
    LapseRequest,
    PauseSpeech,
    Refuse,
    RequestFloor,
    ResumeSpeech,
    RevokeFloor,
    WithdrawRequest,
    YieldFloor,
)
from vcsession.core.matters.presiding import ChairLinkDrop, DeputyAssumes, HandOver
from vcsession.core.matters.roll_call import Depart, StepOut
from vcsession.core.matters.sittings import AdjournSitting, SuspendSitting
from vcsession.core.reading import read
from vcsession.core.record import PointOfOrder, SittingRecord, Verification
from vcsession.core.view import me, the_floor
from vcsession.documents.minutes import sections

ORDER = RequestFloor("point_of_order")
ROUND = ["arm", "blr", "kaz", "kgz", "rus", "tjk"]


def asked(room: Timeline, seat: str, what: RequestFloor | None = None) -> str:
    events = room.say(seat, what or RequestFloor())
    return next(e.request for e in events if e.type == "floor_requested")


def speaks(room: Timeline, seat: str, what: RequestFloor | None = None) -> str:
    request = asked(room, seat, what)
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    return request


def offered(room: Timeline, seat: str) -> set[str]:
    shown = me(room.state, room.actor(seat), room.now)
    return {act.type for act in (*shown.steps, *shown.acts) if not act.blocked}


def recorded(room: Timeline) -> SittingRecord:
    return read(room.commits, Verification(1, 1, "", "", "")).sittings[0]


def minutes(room: Timeline, language: str) -> str:
    return str(sections(read(room.commits, Verification(1, 1, "", "", "")), language))


# the round of the table


def test_a_round_gives_each_present_delegation_one_turn_in_protocol_order() -> None:
    room = Timeline(company()).sitting(("ARM", "KAZ", "RUS", "TJK", "SECR", "BORD"))
    room.say("chair", OpenRoundOfTheTable())
    assert room.queue == ["arm", "kaz", "rus", "tjk", "secr"], "guests are heard after the members, as ever"
    assert {room.request(n).kind for n in range(1, 6)} == {"turn"}
    room.say("chair", Grant(room.state.queue[0]))
    assert room.speakers == {"arm": "granted"}


def test_who_may_not_speak_gets_no_turn() -> None:
    convocation = echelon()
    silent = replace(convocation.delegations[1], rights=Rights(may_speak=False))
    delegations = (convocation.delegations[0], silent, *convocation.delegations[2:])
    room = Timeline(replace(convocation, delegations=delegations)).sitting()
    room.say("chair", OpenRoundOfTheTable())
    assert room.queue == ["arm", "kaz", "kgz", "rus", "tjk"]


def test_a_round_goes_before_statements_and_behind_what_is_on_the_procedure() -> None:
    room = Timeline().sitting()
    room.say("tjk", RequestFloor())
    room.say("blr", RequestFloor("procedural_motion"))
    room.say("chair", OpenRoundOfTheTable())
    room.say("kaz", ORDER)
    assert room.queue == ["kaz", "blr", *ROUND, "tjk"]
    assert room.refused("arm", RequestFloor()) == "already_asked"
    room.say("tjk", ORDER)
    assert room.queue[:2] == ["kaz", "tjk"], "a point of order always passes"


def test_a_round_ends_when_every_turn_was_taken_or_passed() -> None:
    room = Timeline().sitting(("ARM", "BLR", "KAZ", "RUS"))
    room.say("chair", OpenRoundOfTheTable())
    arm, blr, kaz, rus = room.state.queue
    assert room.refused("chair", OpenRoundOfTheTable()) == "round_running"
    room.say("chair", Grant(arm))
    room.say("arm", YieldFloor(arm))
    room.say("blr", WithdrawRequest(blr))
    room.say("chair", Grant(kaz), LapseRequest(kaz), Grant(rus))
    assert room.refused("chair", OpenRoundOfTheTable()) == "round_running", "the last turn is being taken"
    assert room.refused("chair", CloseRoundOfTheTable()) == "no_round", "and no further one waits"
    room.say("chair", EndSpeech(rus))
    room.say("chair", OpenRoundOfTheTable())
    assert room.queue == ["arm", "blr", "kaz", "rus"]


def test_the_presiding_officer_ends_a_round_before_its_end() -> None:
    room = Timeline().sitting()
    assert room.refused("chair", CloseRoundOfTheTable()) == "no_round"
    room.say("kgz", RequestFloor())
    room.say("chair", OpenRoundOfTheTable())
    room.say("chair", Grant(room.state.queue[0]))
    assert room.refused("secretary", CloseRoundOfTheTable()) == "not_presiding"
    room.say("chair", CloseRoundOfTheTable())
    assert room.queue == ["kgz"], "what was asked for stands"
    assert room.speakers == {"arm": "granted"}, "who speaks is heard out"


def test_a_turn_ends_with_the_delegation_that_leaves_but_waits_for_one_that_steps_out() -> None:
    room = Timeline().sitting()
    room.say("chair", OpenRoundOfTheTable())
    room.say("kaz", StepOut("KAZ"))
    room.say("kgz", Depart("KGZ"))
    assert room.queue == ["arm", "blr", "kaz", "rus", "tjk"]
    room.say("chair", Refuse(room.state.queue[2], "not there when called"))
    assert room.queue == ["arm", "blr", "rus", "tjk"]


def test_a_round_needs_a_sitting_in_session_and_somebody_to_speak() -> None:
    room = Timeline().roll_call()
    assert room.refused("chair", OpenRoundOfTheTable()) == "sitting_not_in_session"
    room = Timeline().sitting()
    for code in ROUND:
        room.say(code, StepOut(code.upper()))
    assert room.refused("chair", OpenRoundOfTheTable()) == "nobody_to_speak"


# the list open and closed


def test_a_closed_list_takes_a_request_only_when_it_is_accepted() -> None:
    room = Timeline().sitting()
    arm = asked(room, "arm")
    room.say("chair", CloseList())
    assert the_floor(room.state).open is False
    blr, order = asked(room, "blr"), asked(room, "kaz", ORDER)
    states = {room.state.requests[r].state for r in (arm, order)}
    assert (states, room.state.requests[blr].state) == ({"queued"}, "pending")
    assert room.refused("chair", Grant(blr)) == "wrong_state"
    room.say("secretary", Accept(blr))
    assert room.queue == ["kaz", "arm", "blr"]


def test_a_list_that_opens_again_takes_what_waits() -> None:
    room = Timeline().sitting()
    assert room.refused("chair", OpenList()) == "wrong_state"
    room.say("chair", CloseList())
    assert room.refused("chair", CloseList()) == "wrong_state"
    assert room.refused("secretary", OpenList()) == "not_presiding"
    request = asked(room, "arm")
    room.say("chair", OpenList())
    assert room.state.requests[request].state == "queued"


def test_a_list_is_closed_for_one_item() -> None:
    room = Timeline().sitting()
    room.say("chair", CloseList())
    assert "list_opened" in kinds(room.say("chair", ConcludeItem("1", "noted")))
    room.say("chair", CloseList(), OpenItem("2"))
    assert the_floor(room.state).open is True


def test_a_list_opens_when_the_sitting_ends() -> None:
    room = Timeline().sitting()
    room.say("chair", CloseList())
    assert "list_opened" in kinds(room.say("chair", AdjournSitting("1")))


# modes


def test_where_the_chair_alone_says_who_speaks() -> None:
    room = Timeline(company(mode="chair_only")).sitting()
    assert room.refused("arm", RequestFloor()) == "chair_only"
    assert room.refused("secretary", RequestFloor(delegation="ARM")) == "chair_only"
    assert room.refused("bord", RequestFloor()) in ("chair_only", "delegation_not_present")
    order = asked(room, "arm", ORDER)
    assert room.refused("arm", ORDER) == "already_asked"
    assert room.refused("secretary", CallOn("KAZ")) == "not_presiding"
    room.say("chair", CallOn("KAZ"))
    assert room.queue == ["arm", "kaz"]
    assert room.refused("chair", CallOn("KAZ")) == "already_asked"
    assert room.refused("chair", CallOn("OBS")) == "may_not_speak"
    assert room.refused("chair", CallOn("ZZZ")) == "unknown"
    room.say("chair", Grant(order), EndSpeech(order))
    room.say("chair", Grant(room.state.queue[0]))


def test_who_is_called_on_must_be_there() -> None:
    room = Timeline().sitting(("ARM", "BLR", "KAZ", "RUS"))
    assert room.refused("chair", CallOn("TJK")) == "delegation_not_present"
    room.say("chair", CallOn("RUS"))
    assert room.queue == ["rus"]


# the secretary gives the floor


def test_the_secretary_gives_the_floor_where_it_was_left_to_him() -> None:
    room = Timeline().sitting()
    arm, blr = asked(room, "arm"), asked(room, "blr")
    assert room.refused("secretary", Grant(arm)) == "grants_not_delegated"
    assert "grant" not in offered(room, "secretary")
    assert room.refused("secretary", DelegateGrants()) == "not_presiding"
    room.say("chair", DelegateGrants())
    assert "grant" in offered(room, "secretary")
    room.say("secretary", Grant(arm), EndSpeech(arm))
    order = asked(room, "kaz", ORDER)
    assert room.refused("secretary", Grant(order)) == "grants_not_delegated", "never a point of order"
    room.say("chair", Grant(order), EndSpeech(order), RecallGrants())
    assert room.refused("secretary", Grant(blr)) == "grants_not_delegated"


def test_another_presiding_officer_has_not_left_it_to_him() -> None:
    room = Timeline().sitting()
    arm = asked(room, "arm")
    room.say("chair", DelegateGrants(), HandOver())
    room.say("deputy", DeputyAssumes())
    assert room.refused("secretary", Grant(arm)) == "grants_not_delegated"
    room.say("deputy", DelegateGrants())
    room.say("secretary", Grant(arm))


def test_nobody_gives_the_floor_while_nobody_presides() -> None:
    room = Timeline().sitting()
    arm = asked(room, "arm")
    room.say("chair", DelegateGrants())
    room.say("link", ChairLinkDrop())
    assert room.refused("secretary", Grant(arm)) == "grants_not_delegated"


# points of order


@pytest.mark.parametrize("ruling", ["upheld", "dismissed"])
def test_a_ruling_ends_the_point_and_the_speaker_goes_on(ruling: str) -> None:
    room = Timeline().sitting()
    speech = speaks(room, "arm")
    point = speaks(room, "kaz", ORDER)
    assert room.speakers == {"arm": "paused", "kaz": "speaking"}
    assert room.refused("secretary", RuleOnPoint(point, "upheld")) == "not_presiding"
    room.say("chair", RuleOnPoint(point, ruling, text("The speaker keeps to the item")))  # type: ignore[arg-type]
    assert room.speakers == {"arm": "speaking"}
    assert room.refused("chair", RuleOnPoint(point, "upheld")) == "unknown", "it was ruled upon"
    assert room.state.requests[speech].spoken_s == 0
    (recorded_point,) = recorded(room).points
    assert (recorded_point.delegation, recorded_point.ruling) == ("KAZ", ruling)


def test_a_point_that_was_heard_out_awaits_its_ruling_and_so_does_the_speaker() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    point = speaks(room, "kaz", ORDER)
    room.say("kaz", YieldFloor(point))
    assert room.speakers == {"arm": "paused"}
    assert [row.delegation for row in the_floor(room.state).points] == ["KAZ"]
    steps = me(room.state, room.actor("chair"), room.now).steps
    assert [a.fields["ruling"] for a in steps if a.type == "rule_on_point"] == ["upheld", "dismissed"]
    room.say("chair", RuleOnPoint(point, "dismissed"))
    assert room.speakers == {"arm": "speaking"}
    assert the_floor(room.state).points == ()


def test_the_speaker_waits_for_every_point() -> None:
    room = Timeline().sitting()
    speaks(room, "arm")
    first, second = speaks(room, "kaz", ORDER), asked(room, "blr", ORDER)
    room.say("chair", RuleOnPoint(first, "dismissed"))
    assert room.speakers == {"arm": "paused"}
    room.say("chair", Refuse(second, "on the same matter"))
    assert room.speakers == {"arm": "speaking"}


def test_the_presiding_officer_may_let_the_speaker_go_on_before_ruling() -> None:
    room = Timeline().sitting()
    speech, point = speaks(room, "arm"), speaks(room, "kaz", ORDER)
    room.say("chair", EndSpeech(point), ResumeSpeech(speech))
    assert room.speakers == {"arm": "speaking"}
    room.say("chair", RuleOnPoint(point, "upheld"))


def test_a_speech_that_the_presiding_officer_paused_does_not_go_on_by_itself() -> None:
    room = Timeline().sitting()
    speech = speaks(room, "arm")
    room.say("chair", PauseSpeech(speech))
    point = speaks(room, "kaz", ORDER)
    room.say("chair", RuleOnPoint(point, "upheld"))
    assert room.speakers == {"arm": "paused"}


def test_only_a_point_of_order_is_ruled_upon_and_only_when_heard() -> None:
    room = Timeline().sitting()
    speech, waits = speaks(room, "arm"), asked(room, "kaz", ORDER)
    assert room.refused("chair", RuleOnPoint(speech, "upheld")) == "unknown"
    assert room.refused("chair", RuleOnPoint(waits, "upheld")) == "unknown"
    room.say("chair", Grant(waits))
    room.say("chair", RuleOnPoint(waits, "upheld"))
    assert room.state.requests[waits].state == "finished", "heard in the hall, without a microphone"


def test_a_point_that_was_not_heard_out_awaits_nothing() -> None:
    room = Timeline().sitting()
    for take_away in (LapseRequest, RevokeFloor):
        point = asked(room, "kaz", ORDER)
        room.say("chair", Grant(point), take_away(point))
        assert room.state.conduct.points == ()


def test_no_ruling_waits_beyond_its_sitting_or_is_given_outside_it() -> None:
    room = Timeline().sitting()
    point = speaks(room, "kaz", ORDER)
    room.say("kaz", YieldFloor(point))
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("chair", RuleOnPoint(point, "upheld")) == "sitting_not_in_session"
    assert "point_left" in kinds(room.say("chair", AdjournSitting("1")))
    assert room.state.conduct.points == ()
    assert [p.ruling for p in recorded(room).points] == [""]


def test_the_minutes_tell_points_of_order_rulings_and_rounds() -> None:
    room = Timeline().sitting()
    room.at("10:10").say("chair", OpenRoundOfTheTable(), CloseRoundOfTheTable())
    upheld = speaks(room.at("10:20"), "kaz", ORDER)
    room.say("chair", RuleOnPoint(upheld, "upheld", text("The statement keeps to item 1.")))
    refused = asked(room.at("10:30"), "blr", ORDER)
    room.say("chair", Refuse(refused, "a vote is being taken"))
    left = speaks(room.at("10:40"), "arm", ORDER)
    room.say("chair", EndSpeech(left))
    assert [(p.delegation, p.ruling) for p in recorded(room).points] == [
        ("KAZ", "upheld"),
        ("BLR", "refused"),
        ("ARM", ""),
    ]
    assert all(isinstance(p, PointOfOrder) for p in recorded(room).points)
    english, russian = minutes(room, "en"), minutes(room, "ru")
    for line in (
        "At 10:10 the presiding officer gave the floor to the delegations in turn.",
        "At 10:20 the delegation of the Republic of Kazakhstan raised a point of order; the presiding "
        "officer upheld it: The statement keeps to item 1.",
        "At 10:30 the delegation of the Republic of Belarus asked to raise a point of order; the presiding "
        "officer did not admit it: a vote is being taken.",
        "At 10:40 the delegation of the Republic of Armenia raised a point of order; no ruling was given.",
    ):
        assert line in english
    assert "председательствующий поочередно предоставил слово делегациям." in russian
    assert "председательствующий признал замечание обоснованным: The statement keeps to item 1." in russian


# limits and accounts


def test_each_kind_of_speech_has_its_limit_or_the_common_one() -> None:
    room = Timeline(echelon(speech_limits={"point_of_order": 60, "turn": 120})).sitting()
    room.say("arm", ORDER)
    room.say("blr", RequestFloor())
    room.say("chair", OpenRoundOfTheTable())
    limits = {row.kind: row.limit_s for row in the_floor(room.state).queue}
    assert limits == {"point_of_order": 60, "turn": 120, "intervention": 300}


def test_the_chair_and_the_secretary_see_how_long_each_delegation_spoke() -> None:
    room = Timeline().sitting()
    first = speaks(room.at("10:10"), "arm")
    room.at("10:12").say("chair", EndSpeech(first))
    second = speaks(room.at("10:20"), "arm", RequestFloor("reply"))
    room.at("10:20:30").say("chair", PauseSpeech(second))
    third = speaks(room.at("10:30"), "kaz")
    room.at("10:31").say("chair", EndSpeech(third))
    for seat in ("chair", "secretary"):
        accounts = me(room.state, room.actor(seat), room.now).time_accounts
        spoken = {account.delegation: account.seconds for account in accounts}
        assert spoken == {"ARM": 150, "BLR": 0, "KAZ": 60, "KGZ": 0, "RUS": 0, "TJK": 0}
    (own,) = me(room.state, room.actor("arm"), room.now).time_accounts
    assert (own.delegation, own.seconds) == ("ARM", 150), "of the others a delegation learns nothing"
    for seat in ("deputy", "technician"):
        assert me(room.state, room.actor(seat), room.now).time_accounts == ()


def test_a_deputy_who_presides_sees_the_accounts() -> None:
    room = Timeline().sitting()
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    assert me(room.state, room.actor("deputy"), room.now).time_accounts
