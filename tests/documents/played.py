"""Whole rounds of ECHELON-2020 from the roll-call to the close, played by commands, nothing by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from tests.core.timeline import STATES, Timeline, echelon, moscow
from vcsession.core.matters.agenda import AdoptAgenda, ConcludeItem, OpenItem
from vcsession.core.matters.decisions import (
    Adopt,
    AdoptAdReferendum,
    AdoptPreliminarily,
    Kind,
    PutToRoom,
    ReadOut,
    RecordAnswer,
    TableDecision,
)
from vcsession.core.matters.floor import Accept, BeginSpeech, EndSpeech, Grant, RequestFloor
from vcsession.core.matters.presiding import AcknowledgeResume, ChairAsksToResume, DeputyAssumes, HandOver
from vcsession.core.matters.reservations import AnnounceReservation, RecordReservation, SubmitText
from vcsession.core.matters.roll_call import AcknowledgeArrival, ArriveLate
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.silence import AnnounceSilence, PutUnderSilence
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CancelSitting,
    DeclareQuorum,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.vocabulary import Text

AUGUST = date(2020, 8, 1)


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, len(room.commits), "ab" * 32, "cd" * 64, "ef" * 32))


MEMBERSHIP: Text = {
    "en": "Each operational group has from three to five officers.",
    "ru": "В каждой оперативной группе от трех до пяти офицеров.",
}
SUPERVISOR: Text = {
    "en": "Deputy Commander of the troops of the Southern Military District of the Armed Forces of the "
    "Russian Federation for Acquisition, Technology and Logistics",
    "ru": "Заместитель командующего войсками Южного военного округа Вооруженных Сил Российской Федерации по "
    "материально-техническому обеспечению",
}


def words(n: int) -> Text:
    return {
        "ru": f"Стороны согласились с пунктом {n} плана.",
        "en": f"The parties agreed on point {n} of the plan.",
    }


def spoken(room: Timeline, seat: str, seconds: int) -> None:
    room.say(seat, RequestFloor())
    request = room.state.queue[-1]
    if room.state.requests[request].state == "pending":
        room.say("chair", Accept(request))
    room.say("chair", Grant(request))
    room.say("media", BeginSpeech(request))
    room.pass_until(room.now + timedelta(seconds=seconds))
    room.say("chair", EndSpeech(request))


def tabled(room: Timeline, item: str, kind: Kind, said: Text, assignee: Text | None = None) -> str:
    before = set(room.state.decisions)
    room.say("secretary", TableDecision(item, kind, said, assignee=assignee or {}))
    (number,) = set(room.state.decisions) - before
    room.say("secretary", ReadOut(number))
    return number


def put(
    room: Timeline,
    item: str,
    kind: Kind,
    said: Text,
    present: tuple[str, ...] = STATES,
    assignee: Text | None = None,
) -> str:
    number = tabled(room, item, kind, said, assignee)
    room.say(room.state.presiding.seat or "", PutToRoom(number))
    for code in present:
        room.say(code.lower(), RecordAnswer(number, "agree"))
    return number


def close(room: Timeline) -> Timeline:
    if room.state.sitting is not None:
        room.say("chair", AdjournSitting(room.state.sitting.number))
    later = [n for n, s in room.state.sittings.items() if s.state == "scheduled"]
    room.say("chair", *(CancelSitting(n) for n in later), CloseSession())
    return room


@cache
def demo() -> Record:
    """As the July text tells it: two sittings, two items discussed, one agreed preliminarily."""
    room = Timeline(echelon())
    room.at("10:00").roll_call(("ARM", "BLR", "KAZ", "RUS", "TJK"))
    room.at("10:05").say("chair", DeclareQuorum("1"), AdoptAgenda(), OpenItem("1"))
    room.at("10:12").say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"))
    for clock, seat in (("10:20", "rus"), ("10:31", "kaz"), ("10:44", "arm")):
        spoken(room.at(clock), seat, 190)
    first = put(room.at("11:02"), "1", "procedural", words(1))
    room.say("chair", Adopt(first), ConcludeItem("1", "reviewed_and_discussed"), OpenItem("2"))
    spoken(room.at("11:20"), "blr", 240)
    room.at("12:10").say("chair", ConcludeItem("2", "reviewed_and_discussed"), AdjournSitting("1"))
    room.on(8).at("10:00").roll_call(sitting="2")
    room.at("10:04").say("chair", DeclareQuorum("2"), OpenItem("3"))
    group = put(room.at("10:30"), "3", "composition", MEMBERSHIP)
    subject = {"ru": "сообщаемая численность", "en": "the figures notified"}
    room.at("10:43").say("chair", AdoptPreliminarily(group, subject, AUGUST))
    room.say("chair", ConcludeItem("3", "agreed_preliminarily"), OpenItem("4"))
    task = put(room.at("11:10"), "4", "assignment", words(3), assignee=SUPERVISOR)
    room.at("11:15").say("chair", Adopt(task), ConcludeItem("4", "agreed"))
    return record(close(room.at("12:00")))


@cache
def troubled() -> Record:
    """Reservations, silence kept over night, a change of chair, suspensions, one state that stays away."""
    here = ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    room = Timeline(echelon())
    room.at("10:00").roll_call(here)
    room.at("10:06").say("chair", DeclareQuorum("1"), AdoptAgenda(), OpenItem("1"))
    first = put(room.at("10:25"), "1", "text", words(11), here)
    room.at("10:27").say("chair", AdoptAdReferendum(first))
    room.at("10:29").say("arm", AnnounceReservation("reservation", first))
    room.say("kaz", AnnounceReservation("interpretative_statement", first))
    room.at("10:40").say("chair", SuspendSitting("1", "break"))
    room.at("10:55").say("chair", ResumeSitting("1"))
    room.at("11:00").say("chair", HandOver())
    room.say("deputy", DeputyAssumes())
    second = put(room.at("11:10"), "1", "procedural", words(12), here)
    room.at("11:12").say("deputy", Adopt(second))
    room.at("11:30").say("chair", ChairAsksToResume())
    room.say("deputy", AcknowledgeResume())
    third = tabled(room.at("11:40"), "1", "venue", words(13))
    room.say("chair", PutUnderSilence(third, moscow("18:00", 8)))
    room.at("11:50").say("arm", SubmitText("ARM/R1", "Subject to our law.", "en"))
    room.say("kaz", SubmitText("KAZ/R1", "We understand it so.", "en"))
    room.say("secretary", RecordReservation("ARM/R1"), RecordReservation("KAZ/R1"))
    room.at("12:00").say("chair", AdjournSitting("1"))
    room.on(9).at("10:00").roll_call(here, sitting="2")
    room.at("10:03").say("chair", DeclareQuorum("2"), AnnounceSilence(third))
    room.at("10:20").say("chair", SuspendSitting("2", "technical"))
    room.at("10:31").say("chair", ResumeSitting("2"), ConcludeItem("1", "partly_agreed"))
    return record(close(room.at("11:00")))


@cache
def crowded(speeches: int = 500, decisions: int = 80) -> Record:
    """As many interventions and decisions in one long sitting."""
    room = Timeline(echelon()).sitting()
    every = speeches // decisions
    done = 0
    for n in range(1, decisions + 1):
        while done < min(speeches, n * every) or (n == decisions and done < speeches):
            spoken(room, STATES[done % 6].lower(), 31 + done % 7)
            done += 1
        number = put(room, "1", "text", words(n))
        room.say("chair", Adopt(number))
    room.say("chair", ConcludeItem("1", "agreed"))
    return record(close(room))
