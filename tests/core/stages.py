"""The moments of a session at which a seat is offered something that it is not offered elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.core import closing
from tests.core.moves import filled
from tests.core.test_credentials import accredited, named
from tests.core.test_papers import filing, registering
from tests.core.timeline import STATES, Timeline, company, interpreted, text
from vcsession.core.catalogue import Command
from vcsession.core.matters.agenda import AdoptAgenda, ConcludeItem, ProposeItem, SuspendItem
from vcsession.core.matters.answers import AskBlockOrReserve
from vcsession.core.matters.appeals import AppealRuling
from vcsession.core.matters.attendance import ConfirmAttendance
from vcsession.core.matters.caucus import AcceptInvitation, OpenRoom, Recall
from vcsession.core.matters.conduct import (
    CloseList,
    DelegateGrants,
    OpenRoundOfTheTable,
    RuleOnPoint,
)
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    KeepOpen,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    TableDecision,
)
from vcsession.core.matters.floor import Accept, BeginSpeech, Grant, PauseSpeech, RequestFloor
from vcsession.core.matters.forwarding import (
    Acknowledge,
    Approve,
    Consider,
    DirectToStates,
    Dispatch,
    PrepareForwarding,
    RegisterComment,
    ResolveComment,
    ReturnWithComments,
    SendToState,
    SubmitForAdoption,
)
from vcsession.core.matters.incidents import CannotHear, NoiseMute
from vcsession.core.matters.languages import (
    BoothCheck,
    CannotInterpret,
    DeclareLanguage,
    GoLive,
    OfferHandover,
)
from vcsession.core.matters.late import AskReopening
from vcsession.core.matters.presiding import (
    ChairAsksToResume,
    ChairLinkDrop,
    DeputyAssumes,
    DeputyLinkDrop,
    HandOver,
)
from vcsession.core.matters.proposals import (
    BracketProposal,
    CirculateProposal,
    DeferProposal,
    RegisterProposal,
    RejectProposal,
    SubmitProposal,
    TakeUp,
    WithdrawProposal,
)
from vcsession.core.matters.publicity import (
    ClearCommunique,
    DraftCommunique,
    EmbargoCommunique,
    SetPublicity,
)
from vcsession.core.matters.rectifying import ConsentToRectify, EnterRectification
from vcsession.core.matters.reservations import AnnounceReservation, SubmitText
from vcsession.core.matters.roll_call import (
    ArriveLate,
    Depart,
    LinkDrop,
    MarkAbsent,
    MarkPresent,
    StepOut,
)
from vcsession.core.matters.seats import AdmitSeat, WaitInLobby
from vcsession.core.matters.session import CloseSession, OpenSession, Postpone, SuspendSession
from vcsession.core.matters.silence import PutUnderSilence
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    CancelSitting,
    CloseSitting,
    DeclareQuorum,
    SuspendSitting,
)
from vcsession.core.matters.text import AgreeUnits, Bracket
from vcsession.core.matters.voting import CastVote, OpenVote
from vcsession.core.offers import offers
from vcsession.core.session import decide
from vcsession.core.vocabulary import Refused

RECTIFY = "enter_rectification"
HERE = STATES[:5]


def answer(room: Timeline, seat: str, command: Command) -> str:
    """The code of the refusal that the command meets now; "" where it is accepted."""
    try:
        decide(room.state, room.actor(seat), command, room.now)
    except Refused as refused:
        return refused.code
    return ""


def attempt(room: Timeline, seat: str, command: Command) -> None:
    if answer(room, seat, command) == "":
        room.say(seat, command)


def stages(**rules: Any) -> Iterator[Timeline]:
    """The moments at which a seat is offered something that it is not offered elsewhere."""
    convocation = company(**rules)

    def sitting(*said: tuple[str, Command]) -> Timeline:
        room = Timeline(convocation).sitting(HERE)
        for seat, command in said:
            room.say(seat, command)
        return room

    yield Timeline(convocation)
    room = Timeline(convocation)
    room.say("chair", Postpone())
    yield room
    room = Timeline(convocation)
    room.say("kaz", ProposeItem(text("Transport"), text("Kazakhstan")))
    room.at("10:00").say("chair", CallToOrder("1"))
    yield room
    yield Timeline(convocation).at("10:00").roll_call(HERE)
    yield Timeline(convocation).at("10:00").roll_call(STATES[:2])
    yield sitting()
    yield sitting(("chair", SuspendItem("1")), ("chair", SuspendSitting("1", "break")))
    yield sitting(("chair", AdjournSitting("1")), ("chair", SuspendSession("overnight")))
    yield sitting(("rus", StepOut()), ("arm", Depart()), ("tjk", ArriveLate()), ("link", LinkDrop("BLR")))

    room = sitting(("arm", RequestFloor()), ("kaz", RequestFloor()), ("kaz", RequestFloor("point_of_order")))
    for r in room.state.queue:
        attempt(room, "chair", Accept(r))
    room.say("chair", Grant(room.state.queue[1]))
    yield room
    room.say("chair", DelegateGrants(), CloseList(), OpenRoundOfTheTable())
    yield room
    (speech,) = room.state.speakers
    room.say("media", BeginSpeech(speech))
    yield room
    by_name = accredited("RUS")
    by_name.say("rus", ConfirmAttendance("1", (named("Person One"),)))
    by_name.sitting(HERE).say("rus", RequestFloor())
    by_name.say("chair", Grant(by_name.state.queue[0]))
    by_name.say("secretary", RequestFloor(delegation="KAZ"))
    yield by_name
    ruled = sitting(("kaz", RequestFloor("point_of_order")))
    point = ruled.state.queue[0]
    ruled.say("chair", Grant(point), RuleOnPoint(point, "upheld"))
    yield ruled
    ruled.say("rus", AppealRuling(point))
    yield ruled
    room.say("chair", PauseSpeech(speech))
    yield room

    room = sitting()
    entered = next(a for a in offers(room.state, room.actor("secretary"), room.now) if a.type == RECTIFY)
    room.say("secretary", filled(room, entered, "secretary"))
    yield room

    room = sitting()
    d = room.read_out()
    yield room
    if room.state.convocation.rules.consensus_absent_policy != "block":
        room.say("chair", PutToRoom(d))
        yield room
        objecting = sitting()
        d = objecting.put()
        objecting.say("arm", RecordAnswer(d, "object"))
        yield objecting
        if convocation.rules.vote is not None:
            voting = sitting()
            voting.say("chair", OpenVote(voting.read_out()))
            yield voting
            for code in HERE:
                voting.say(code.lower(), CastVote("1.1", "for"))
            yield voting
        objecting.say("chair", AskBlockOrReserve(d))
        yield objecting
        room.agree(d, *HERE)
        yield room
        silence = Timeline(convocation).sitting(HERE)
        silence.say("chair", PutUnderSilence(silence.read_out(), silence.now + timedelta(hours=24)))
        silence.say("chair", ConcludeItem("1", "noted"), AdjournSitting("1"))
        silence.on(9).roll_call(HERE, "2").say("chair", DeclareQuorum("2"))
        yield silence
        after = Timeline(convocation).sitting(HERE)
        d = after.put()
        after.say("chair", KeepOpen(d))
        d = after.put()
        after.agree(d, *HERE).say("chair", AdoptPreliminarily(d, text("strength"), date(2020, 8, 1)))
        d = after.put()
        after.agree(d, *HERE).say("chair", AdoptAdReferendum(d, ("ARM",)))
        after.say("chair", PutToRoom(after.read_out("procedural")))
        after.agree("1.4", *HERE).say("chair", Adopt("1.4"))
        yield after
        after.say("tjk", AskReopening("1.4", "we were away"))
        yield after
        conditional = TableDecision(
            "1", "condition", text("x"), trigger=text("the host agrees"), fallback=text("elsewhere")
        )
        after.say("secretary", conditional, ReadOut("1.5"))
        after.say("chair", PutToRoom("1.5"))
        after.agree("1.5", *HERE).say("chair", AdoptAdReferendum("1.5", ("ARM",)))
        yield after
        after.say("arm", AnnounceReservation("reservation", d), AnnounceReservation("reservation"))
        after.say("arm", SubmitText("ARM/R1", "words"))
        after.say("bord", AnnounceReservation("statement_for_the_record"))
        silent = after.read_out()
        after.say("chair", PutUnderSilence(silent, after.now + timedelta(hours=24)))
        yield after
        after.say("secretary", TableDecision("1", "text", text("words"), supersedes="1.3"))
        after.say("secretary", ReadOut("1.7"))
        after.say("chair", PutToRoom("1.7"))
        after.agree("1.7", *HERE).say("chair", AdoptAdReferendum("1.7", ("ARM",)))
        yield after

    room = Timeline(replace(convocation, rules=replace(convocation.rules, lobby=True)))
    room.say("link", WaitInLobby("kaz"), WaitInLobby("chair"))
    room.say("secretary", AdmitSeat("chair"))
    yield room
    room = sitting()
    room.say("secretary", Bracket(next(iter(room.state.units)), text("or else"), ("ARM",)))
    yield room
    yield from proposed(sitting())
    yield sitting(("kaz", CannotHear()), ("secretary", NoiseMute("rus")))
    late = sitting()
    mistaken = EnterRectification("presence", "why", None, late.now, None, "KAZ", None, "departed")
    late.say("secretary", mistaken)
    yield late
    late = copy(late)
    late.say("chair", ConsentToRectify("rectification-1"))
    yield late
    yield sitting(
        ("rus", filing()),
        *(("secretary", filing()) for _ in range(3)),
        ("secretary", registering("doc-1", "R/WD.7")),
        ("secretary", registering("doc-2", "R/WD.7/Rev.1")),
    )
    room = sitting(("chair", HandOver()))
    yield room
    room.say("deputy", DeputyAssumes())
    room.say("chair", ChairAsksToResume())
    yield room
    room.say("link", DeputyLinkDrop())
    yield room
    room = sitting(("link", ChairLinkDrop()))
    yield room
    room.at("10:30")
    yield room

    room = sitting(("rus", OpenRoom("delegation")), ("arm", OpenRoom("bilateral", ("BLR",))))
    room.say("technician", OpenRoom("technical"))
    room.say("chair", OpenRoom("consultations", ("KAZ", "KGZ")))
    yield room
    room.say("blr", AcceptInvitation("room-2"))
    room.say("chair", Recall("room-2"), SuspendSitting("1", "consultations"), AcceptInvitation("room-4"))
    yield room

    yield from following(**rules)
    if not rules:  # which hardly touch the minutes
        yield from closing.stages()

    convocation = interpreted(**rules)
    room = sitting(("technician", BoothCheck("ru")), ("arm", DeclareLanguage("ru", True)))
    room.say("interpreter-ru", GoLive("ru"))
    yield room
    room.say("interpreter-ru", OfferHandover("ru"))
    yield room
    room.say("interpreter-ru", CannotInterpret("ru", "speed"))
    yield room


def following(**rules: Any) -> Iterator[Timeline]:
    """What is offered when the draft goes onward and the communique is written."""
    room = Timeline(company(**rules)).at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession(text("Welcome.")))
    room.say("secretary", *(MarkPresent(code) for code in STATES))
    room.say("secretary", *(MarkAbsent(c) for c in room.state.delegations if c not in STATES))
    yield room
    room.say("chair", DeclareQuorum("1"), AdoptAgenda(), AgreeUnits())
    room.say("arm", AnnounceReservation("statement_for_the_record"), SubmitText("ARM/R1", "words"))
    room.say("secretary", SetPublicity("ARM/R1", "full"), SetPublicity("opening", "full"))
    yield room
    room.say("secretary", DraftCommunique(text("News.")), CancelSitting("2"))
    room.say("chair", CloseSitting("1"), CloseSession())
    yield room
    room.say("chair", ClearCommunique())
    room.say("secretary", PrepareForwarding(text("the Council")))
    yield copy(room)
    room.say("secretary", Dispatch("F1", "No. 1"))
    yield room
    room.say("secretary", EmbargoCommunique(room.now + timedelta(hours=1)))
    room.say("secretary", Acknowledge("F1", "No. 2"))
    yield copy(room)
    room.say("secretary", Consider("F1", "No. 3"))
    yield room
    unit = next(iter(room.state.units))
    room.say("secretary", DirectToStates("F1", "No. 4", room.now.date() + timedelta(days=20)))
    yield copy(room)
    room.say("secretary", *(SendToState(f"F1.1/{code}", "No. 5") for code in STATES))
    room.say("arm", RegisterComment("F1", unit, text("words")))
    yield copy(room)
    back = copy(room)
    back.say("secretary", ReturnWithComments("F1", "No. 6"))
    yield back
    room.say("arm", ResolveComment("F1", room.state.forwardings["F1"].comments[0].number, "withdrawn"))
    room.say("secretary", *(Approve(f"F1.1/{code}", text("an office"), "No. 7") for code in STATES))
    yield room
    room.say("secretary", SubmitForAdoption("F1", text("the Council"), "No. 8"))
    yield room


def proposed(room: Timeline) -> Iterator[Timeline]:
    """A proposal in every state that it can be in."""
    because, unit = text("because"), next(iter(room.state.units))
    first = f"p{len(room.state.proposals) + 1}"
    room.say("rus", SubmitProposal("amendment", because, unit, text("wording")))
    yield room
    room.say("secretary", RegisterProposal(first))
    yield room
    room.say("secretary", CirculateProposal(first))
    yield room
    room.say("rus", SubmitProposal("amendment", because, unit, text("newer wording")))
    second = f"p{len(room.state.proposals)}"
    room.say("secretary", RegisterProposal(second), CirculateProposal(second))
    room.say("chair", TakeUp(first), TakeUp(second))
    yield room
    room.say("chair", BracketProposal(first))
    yield room
    room.say("chair", DeferProposal(first))
    yield room
    room.say("rus", WithdrawProposal(first))
    room.say("chair", RejectProposal(second, because, maintained=True))
    yield room
