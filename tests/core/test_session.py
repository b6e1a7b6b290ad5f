"""The session as a whole, as timelines: from its draft to its close; each guard and its good twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.core.timeline import SECRETARIAT, STATES, Timeline, company, echelon, text
from vcsession.core.catalogue import Command
from vcsession.core.convocation import Convocation
from vcsession.core.matters.agenda import AdmitItem, ConcludeItem, DeferItem, ProposeItem
from vcsession.core.matters.decisions import (
    AdoptAdReferendum,
    ConfirmByDelegation,
    Hold,
    PutToRoom,
    ReviseDecision,
)
from vcsession.core.matters.floor import RequestFloor
from vcsession.core.matters.presiding import ChairLinkDrop
from vcsession.core.matters.roll_call import AnswerRollCall, LinkDrop, LinkRestore
from vcsession.core.matters.session import (
    Cancel,
    CloseSession,
    Convene,
    DraftSession,
    OpenSession,
    Postpone,
    Reconvene,
    ResumeSession,
    SuspendSession,
)
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    CancelSitting,
    CloseSitting,
    DeclareQuorum,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.session import decide
from vcsession.core.state import State
from vcsession.core.view import me
from vcsession.core.vocabulary import Actor, Refused

NOW = datetime(2020, 7, 6, tzinfo=UTC)


def code(state: State, actor: Actor, command: Command) -> str:
    with pytest.raises(Refused) as refused:
        decide(state, actor, command, NOW)
    return refused.value.code


def closed() -> Timeline:
    """One sitting, one decision that Tajikistan must confirm, the session closed at noon."""
    room = Timeline(echelon()).sitting(STATES[:5])
    d = room.at("10:41").put()
    room.agree(d, *STATES[:5]).say("chair", AdoptAdReferendum(d), ConcludeItem("1", "agreed_ad_referendum"))
    room.at("12:00").say("chair", CancelSitting("2"), CloseSitting("1"), CloseSession())
    return room


def test_nothing_is_before_the_session_file() -> None:
    for command in (Convene(), CallToOrder("1"), RequestFloor(), ChairLinkDrop()):
        assert code(State(), SECRETARIAT, command) == "unknown"
    assert [e.type for e in decide(State(), SECRETARIAT, DraftSession(echelon()), NOW)] == ["session_drafted"]
    assert code(State(), Actor("chair", "chair"), DraftSession(echelon())) == "not_your_role"


def test_a_session_is_drafted_once() -> None:
    """A second draft would put other seats, rules and states under a session that runs."""
    room = Timeline()
    assert room.refused("secretary", DraftSession(company())) == "wrong_state"
    room.sitting()
    assert room.refused("secretary", DraftSession(company())) == "wrong_state"


def without(what: str) -> Convocation:
    convocation = echelon()
    nothing: dict[str, Any] = {what: ()}
    match what:
        case "deputies":
            nothing = {"officers": replace(convocation.officers, deputies=())}
        case "languages":
            nothing = {"languages": replace(convocation.languages, working=())}
    return replace(convocation, **nothing)


@pytest.mark.parametrize(
    "what", ["deputies", "agenda", "legal_basis", "delegations", "languages", "sittings"]
)
def test_a_convocation_is_complete(what: str) -> None:
    with pytest.raises(Refused) as refused:
        Timeline(without(what))
    assert refused.value.code == "convocation_incomplete"


def test_postponed_and_convened_again() -> None:
    room = Timeline()
    assert room.refused("secretary", Postpone()) == "not_presiding"
    room.say("chair", Postpone())
    assert room.refused("chair", CallToOrder("1")) == "session_not_open"
    assert room.refused("chair", Reconvene()) == "not_your_role"
    room.say("secretary", Reconvene())
    room.say("chair", CallToOrder("1"))


def test_cancelled_for_good() -> None:
    room = Timeline()
    assert room.refused("secretary", Cancel()) == "not_presiding"
    room.say("chair", Cancel())
    for seat, command in (
        ("secretary", Reconvene()),
        ("secretary", Convene()),
        ("chair", CallToOrder("1")),
        ("secretary", ProposeItem(text("one more"), text("the secretariat"))),
    ):
        assert room.refused(seat, command) in ("wrong_state", "session_not_open")


@pytest.mark.parametrize("act", [Postpone(), Cancel()])
def test_a_sitting_in_progress_is_not_taken_away(act: Postpone | Cancel) -> None:
    room = Timeline()
    room.at("10:00").say("chair", CallToOrder("1"))
    assert room.refused("chair", act) == "sitting_in_progress"
    room.say("chair", AdjournSitting("1"), act)


def test_opened_at_the_first_sitting() -> None:
    room = Timeline()
    assert room.refused("chair", OpenSession()) == "no_sitting"
    room.at("10:00").say("chair", CallToOrder("1"))
    assert room.refused("deputy", OpenSession()) == "not_presiding"
    room.say("chair", OpenSession(text("The talks are open.")))
    assert room.state.status == "open"
    assert room.refused("chair", OpenSession()) == "wrong_state"


def test_no_quorum_is_declared_in_a_session_that_is_not_open() -> None:
    room = Timeline()
    room.at("10:00").say("chair", CallToOrder("1"))
    for state in STATES:
        room.say(state.lower(), AnswerRollCall())
    assert room.refused("chair", DeclareQuorum("1")) == "session_not_open"
    room.say("chair", OpenSession(), DeclareQuorum("1"))


def test_suspended_overnight_and_resumed() -> None:
    room = Timeline().sitting()
    assert room.refused("chair", SuspendSession("overnight")) == "sitting_in_progress"
    room.say("chair", AdjournSitting("1"), SuspendSession("overnight"))
    room.on(8)
    assert room.refused("chair", CallToOrder("2")) == "session_not_open"
    assert room.refused("chair", CloseSession()) == "wrong_state"
    assert room.refused("secretary", ResumeSession()) == "not_presiding"
    room.say("chair", ResumeSession(), CallToOrder("2"))


def test_suspended_for_capitals_while_the_sitting_waits() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", Hold(d), SuspendSitting("1", "consultations"), SuspendSession("capitals are asked"))
    assert room.refused("chair", ResumeSitting("1")) == "session_not_open"
    room.say("chair", ResumeSession(), ResumeSitting("1"), PutToRoom(d))


def test_the_next_step_of_a_suspended_session_is_to_resume_it() -> None:
    room = Timeline().sitting()
    room.say("chair", AdjournSitting("1"), SuspendSession("overnight"))
    assert me(room.state, room.actor("chair"), room.now).steps[0].type == "resume_session"


def test_closed_when_nothing_is_open() -> None:
    room = Timeline().sitting()
    assert room.refused("chair", CloseSession()) == "sitting_in_progress"
    room.say("chair", AdjournSitting("1"))
    assert room.refused("chair", CloseSession()) == "item_open"
    room.say("chair", DeferItem("1", "next_round"))
    assert room.refused("secretary", CloseSession()) == "not_presiding"
    room.say("chair", CloseSession())
    assert room.state.status == "closed"


def test_a_held_decision_keeps_a_session_open_until_it_is_taken_back() -> None:
    room = Timeline().sitting()
    d = room.put()
    room.say("chair", AdjournSitting("1"))
    assert room.decision(d) == "held"
    assert room.refused("chair", DeferItem("1", "next_round")) == "decision_pending"
    assert room.refused("chair", CloseSession()) == "item_open"
    room.say("secretary", ReviseDecision(d, text("to be negotiated again")))
    room.say("chair", DeferItem("1", "next_round"), CloseSession())


def test_a_closed_session_takes_confirmations_and_nothing_else() -> None:
    room = closed()
    everybody: tuple[tuple[str, Command], ...] = (
        ("chair", CloseSession()),
        ("chair", CallToOrder("1")),
        ("chair", CancelSitting("2")),
        ("secretary", ProposeItem(text("one more"), text("the secretariat"))),
        ("arm", ProposeItem(text("one more"), text("Armenia"))),
        ("secretary", AdmitItem("1")),
        ("chair", DeferItem("2", "next_round")),
        ("arm", RequestFloor()),
        ("link", ChairLinkDrop()),
        ("secretary", DraftSession(company())),
    )
    for seat, command in everybody:
        assert room.refused(seat, command) in ("session_not_open", "wrong_state"), command
    room.say("tjk", ConfirmByDelegation("1.1"))
    assert room.decision("1.1") == "adopted"


def test_joining_again_after_the_close_touches_no_attendance() -> None:
    room = Timeline().sitting()
    room.say("chair", ConcludeItem("1", "noted"), CancelSitting("2"))
    room.at("11:59:30").say("link", LinkDrop("ARM"))
    room.at("12:00").say("chair", CloseSitting("1"), CloseSession())
    before = room.state.presence
    for command in (LinkRestore("ARM"), LinkDrop("BLR")):
        assert room.refused("link", command) == "session_not_open"
    room.at("12:10")
    assert room.state.presence == before
