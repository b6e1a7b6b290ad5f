"""Views as the server sends them, at the moments of a round, for each role: the client's tests show them.

python -m tests.recorded     # prints {"moment/seat": the first frame on that seat's socket}
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.core import closing
from tests.core.test_bureau import Pad
from tests.core.test_folder import Desk
from tests.core.test_papers import filing, registering
from tests.core.timeline import STATES, Timeline, interpreted, text
from vcsession.core.bureau import TakeDown, WriteScript
from vcsession.core.folder import DraftProposalText, NotePosition
from vcsession.core.matters.appeals import AppealRuling
from vcsession.core.matters.attendance import ConfirmAttendance
from vcsession.core.matters.caucus import OpenRoom
from vcsession.core.matters.conduct import RuleOnPoint
from vcsession.core.matters.credentials import AcceptCredentials, SubmitCredentials
from vcsession.core.matters.decisions import AdoptPreliminarily, RecordAnswer
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor
from vcsession.core.matters.languages import BoothCheck, CannotInterpret, GoLive
from vcsession.core.matters.persons import Named
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.proposals import CirculateProposal, RegisterProposal, SubmitProposal
from vcsession.core.matters.publicity import DraftCommunique
from vcsession.core.matters.rectifying import EnterRectification
from vcsession.core.matters.reservations import AnnounceReservation, SubmitText
from vcsession.core.matters.roll_call import LinkDrop, StepOut
from vcsession.core.matters.text import Bracket
from vcsession.core.matters.voting import OpenVote
from vcsession.core.rules import Majority
from vcsession.showing import Showing

WHO = ("chair", "deputy", "secretary", "kaz", "rus-1", "interpreter-en", "observer", "technician")
"""One seat of each role, and a delegate."""


def moments() -> Iterator[tuple[str, Timeline]]:
    """Each moment with its name; a room goes on from one to the next."""
    convocation = interpreted(vote=Majority())
    room = Timeline(convocation)
    yield "convened", room
    room.at("10:00").roll_call(STATES[:5])
    yield "roll call", room

    room = Timeline(convocation).sitting(STATES[:5])
    room.say("arm", RequestFloor())
    room.say("kaz", RequestFloor())
    room.say("rus", RequestFloor("point_of_order"))
    room.say("chair", Grant(room.state.queue[1]))
    room.say("media", BeginSpeech(next(iter(room.state.speakers))))
    room.say("interpreter-en", BoothCheck("en"), GoLive("en"))
    room.say("blr", OpenRoom("bilateral", ("KAZ",)))
    room.say(
        "secretary", SubmitCredentials("7/1", date(2020, 7, 1), "original", "KAZ"), AcceptCredentials("KAZ")
    )
    room.say("kaz", ConfirmAttendance("1", (Named(text("Person One"), capacity="head"),)))
    room.say("secretary", filing(), registering("doc-1", "R/WD.7"))
    yield "speaking", room

    room = Timeline(convocation).sitting(STATES[:5])
    room.put()
    room.say("blr", RecordAnswer("1.1", "agree"))
    room.say("arm", RecordAnswer("1.1", "need_time"))
    yield "before the room", room
    room.agree("1.1", *STATES[:5])
    room.say("chair", AdoptPreliminarily("1.1", text("the strength"), date(2020, 8, 1)))
    room.say("kaz", AnnounceReservation("reservation", "1.1"), SubmitText("KAZ/R1", "words"))
    room.say("chair", OpenVote(room.read_out()))
    unit = next(iter(room.state.units))
    room.say("secretary", Bracket(unit, text("or else"), ("ARM",)))
    room.say("kaz", PublishPosition("can_accept", unit=unit))
    room.say("kaz", SubmitProposal("amendment", text("because"), unit, text("a day later")))
    proposal = list(room.state.proposals)[-1]
    room.say("secretary", RegisterProposal(proposal), CirculateProposal(proposal))
    room.say("rus", StepOut())
    room.say("link", LinkDrop("BLR"))
    late = EnterRectification("presence", "the log", None, room.now, None, "KAZ", None, "departed")
    room.say("secretary", late)
    yield "voting", room

    room = Timeline(convocation).sitting(STATES[:5])
    room.say("kaz", RequestFloor("point_of_order"))
    point = room.state.queue[0]
    room.say("chair", Grant(point), RuleOnPoint(point, "dismissed"))
    room.say("rus", AppealRuling(point))
    room.say("interpreter-en", BoothCheck("en"), GoLive("en"), CannotInterpret("en", "sound"))
    yield "appeal", room

    for n, room in enumerate(closing.stages()):  # one room, which goes on
        if name := {5: "corrections", 9: "signing"}.get(n):
            yield name, room
    room.say("secretary", DraftCommunique(text("The talks were held.")))
    yield "closed", room


def beside(room: Timeline) -> tuple[Pad, Desk]:
    """What the bureau and a delegation keep to themselves, once there is something to keep."""
    pad, desk = Pad(room), Desk(room)
    if room.state.sitting is not None:
        pad.say("secretary", WriteScript("1", text("Thank the rapporteur.")))
        pad.say("secretary", TakeDown("For the dates.", next(iter(room.state.speakers), "")))
        unit = next(iter(room.state.units))
        desk.say("kaz", DraftProposalText("amendment", text("a week later"), unit, text("because")))
        desk.say("kaz", NotePosition("delegation", "studying", unit=unit, remark="for now"))
    return pad, desk


def frames() -> dict[str, Any]:
    found = {}
    for name, room in moments():
        showing = Showing()
        pad, desk = beside(room)
        showing.bureau, showing.folders = pad.kept, {"KAZ": desk.folder}
        showing.encode(room.state)
        for seat in WHO:
            if seat in room.state.seats:
                found[f"{name}/{seat}"] = json.loads(showing.whole(room.state, room.actor(seat), room.now))
    return found


if __name__ == "__main__":
    json.dump(frames(), sys.stdout, ensure_ascii=False)
