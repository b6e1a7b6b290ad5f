"""Timelines of the last hour: decision 1.1 taken, Armenia has spoken, and the minutes on their way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.core.timeline import STATES, Timeline, company, text
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.corrections import (
    AcceptChanged,
    AcceptOwnStatement,
    AgreeToChange,
    DeclineCorrection,
    NotifyCorrection,
    ObjectToCorrection,
    ProposeChange,
    SubmitCorrection,
)
from vcsession.core.matters.decisions import Adopt
from vcsession.core.matters.floor import Accept, BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.minutes import (
    Circulate,
    ClearForCirculation,
    GenerateMinutes,
    Review,
)
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.signatures import (
    AdoptMinutes,
    DraftCorrigendum,
    Issue,
    OpenSigning,
    Sign,
)
from vcsession.core.matters.sittings import AdjournSitting, CancelSitting

HASH = "5a" * 32
SCAN = "6b" * 32
DECISION = "1.1"
ADOPTED = text("The stages of the training are agreed.")


def decided(present: tuple[str, ...] = STATES, **rules: Any) -> Timeline:
    """In session, 10:50: decision 1.1 was adopted and Armenia has spoken."""
    room = Timeline(company(**rules)).sitting(present)
    d = room.at("10:41").put("procedural")
    room.agree(d, *(code for code in present if code in STATES)).say("chair", Adopt(d))
    spoken(room, "arm")
    room.at("10:50")
    return room


def spoken(room: Timeline, seat: str) -> str:
    """The seat speaks; the request's id."""
    room.say(seat, RequestFloor())
    request = room.state.queue[-1]
    if room.state.requests[request].state == "pending":
        room.say("chair", Accept(request))
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.say("chair", EndSpeech(request))
    return request


def speech(room: Timeline, delegation: str = "ARM") -> str:
    return next(r.id for r in room.state.requests.values() if r.delegation == delegation)


def close(room: Timeline) -> Timeline:
    """Item 1 concluded, the sittings over, the session closed."""
    room.say("chair", ConcludeItem("1", "agreed"), AdjournSitting("1"))
    later = [n for n, s in room.state.sittings.items() if s.state == "scheduled"]
    room.say("chair", *(CancelSitting(n) for n in later), CloseSession())
    return room


def closed(**rules: Any) -> Timeline:
    return close(decided(**rules).at("12:00"))


def cleared(room: Timeline) -> Timeline:
    room.say("secretary", GenerateMinutes(), Review("1"))
    room.say("chair", ClearForCirculation("1"))
    return room


def circulated(**rules: Any) -> Timeline:
    """The session closed at 12:00, corrections taken until 14 July, 12:10."""
    room = cleared(closed(**rules)).at("12:10")
    room.say("secretary", Circulate("1"))
    return room


def circulated_in_room(present: tuple[str, ...] = STATES, **rules: Any) -> Timeline:
    """In session at 11:00, corrections taken until 11:20."""
    room = cleared(decided(present, **rules)).at("11:00")
    room.say("secretary", Circulate("1", 20))
    return room


def signing(present: tuple[str, ...] = STATES, **rules: Any) -> Timeline:
    """The text was final at 11:20, the room took it, and it is open for signature."""
    room = circulated_in_room(present, **rules).at("11:20")
    room.say("chair", AdoptMinutes("1"))
    room.say("secretary", OpenSigning("1", HASH))
    return room


def sign_all(room: Timeline, *seats: str) -> Timeline:
    for seat in seats or (*(code.lower() for code in STATES), "chair", "secretary"):
        room.say(seat, Sign("1", HASH))
    return room


def issued(**rules: Any) -> Timeline:
    room = sign_all(signing(**rules))
    room.say("secretary", Issue("1"))
    return room


def stages(**rules: Any) -> Iterator[Timeline]:
    """The moments at which a seat is offered something with the minutes; each room goes on to the next."""
    room = decided(**rules)
    yield room
    room.say("secretary", GenerateMinutes())
    yield room
    room.say("secretary", Review("1"))
    yield room
    room.say("chair", ClearForCirculation("1"))
    yield room
    room.at("11:00").say("secretary", Circulate("1", 20))
    room.say("arm", SubmitCorrection("own_statement", speech(room), ADOPTED, "misheard"))
    room.say("kaz", SubmitCorrection("decision_text", DECISION, text("The stages."), "a slip"))
    room.say("blr", SubmitCorrection("fact", "1", text("10.07"), "the log", text("10.05")))
    yield room
    room.say("secretary", NotifyCorrection("KAZ/C1"), ProposeChange("ARM/C1", text("Other words.")))
    yield room
    room.say("arm", AgreeToChange("ARM/C1"))
    room.say("rus", ObjectToCorrection("KAZ/C1"))
    room.say("secretary", DeclineCorrection("BLR/C1", "the log says 10.05"), AcceptChanged("ARM/C1"))
    yield room
    room.say("chair", DeclineCorrection("KAZ/C1", "Russia objects"))
    room.at("11:20")
    yield room
    room.say("chair", AdoptMinutes("1"))
    yield room
    room.say("secretary", OpenSigning("1", HASH))
    yield room
    sign_all(room, *(code.lower() for code in STATES), "chair", "secretary")
    yield room
    room.say("secretary", Issue("1"), DraftCorrigendum("1", text("Page 2.")))
    yield room
    yield close(room.at("11:40"))


def status(room: Timeline, number: str = "1") -> str:
    return room.state.minutes[number].state


def corrected_own(room: Timeline) -> Timeline:
    """Armenia's own statement is corrected ("other words") before the deadline."""
    room.say("arm", SubmitCorrection("own_statement", speech(room), text("other words"), "misheard"))
    room.say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    return room
