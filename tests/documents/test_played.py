"""The minutes of a session that the core has played: from commands to the printed line (`domain.md` 3.7)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import get_args

import pytest

from tests.core.timeline import STATES, Timeline, echelon, text
from tests.documents.readers import read
from vcsession.core.catalogue import Event
from vcsession.core.matters.agenda import AdoptAgenda, OpenItem
from vcsession.core.matters.decisions import (
    AdoptPreliminarily,
    ConfirmByDelegation,
    PutToRoom,
    ReadOut,
    TableDecision,
)
from vcsession.core.matters.presiding import (
    AcknowledgeResume,
    ChairAsksToResume,
    ChairLinkDrop,
    DeputyAssumes,
)
from vcsession.core.matters.roll_call import (
    AcknowledgeArrival,
    AnswerRollCall,
    ArriveLate,
    LinkDrop,
    LinkRestore,
    MarkAbsent,
    Return,
)
from vcsession.core.matters.session import OpenSession
from vcsession.core.matters.sittings import (
    AdjournSitting,
    CallToOrder,
    DeclareQuorum,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read as read_log
from vcsession.core.record import Record, Verification
from vcsession.core.vocabulary import Commit
from vcsession.documents import Format, minutes

GROUP = text("The preliminary membership of the executive group is agreed.")
LINES = (
    "The sitting was called to order at 10:00. Presiding: First Deputy Chief of the CSTO Joint Staff.",
    "At 10:05 the presiding officer declared the quorum: 4 of 6 delegations were present.",
    "The agenda was adopted on 7 July 2020 at 10:20.",
    "At 10:31 the delegation of the Kyrgyz Republic joined the sitting; 5 of 6 were present.",
    "Its consideration was interrupted at 10:41.",
    "Agreed preliminarily on 7 July 2020 at 10:43. Subject to: the strength of the contingents. "
    "The delegation of the Republic of Tajikistan confirmed it on 8 July 2020 at 10:06. "
    "Confirmed on 8 July 2020 at 10:06; the decision is final.",
    "From 11:05 to 11:30 the sitting was presided over by the Chief of the Directorate for Joint Training",
    "owing to loss of connection with the presiding officer.",
    "The sitting was suspended from 11:14 to 11:27 for lack of a quorum.",
    "At 11:30 the First Deputy Chief of the CSTO Joint Staff resumed the chair.",
)


@cache
def log() -> list[Commit[Event]]:
    room = Timeline(echelon())
    room.at("10:00").say("chair", CallToOrder("1"), OpenSession())
    for clock, head in (("10:01", "arm"), ("10:02", "blr"), ("10:03", "kaz"), ("10:04", "rus")):
        room.at(clock).say(head, AnswerRollCall())
    room.say("secretary", MarkAbsent("KGZ"), MarkAbsent("TJK"))
    room.at("10:05").say("chair", DeclareQuorum("1"))
    room.at("10:20").say("chair", AdoptAgenda(), OpenItem("1"))
    room.at("10:31").say("kgz", ArriveLate())
    room.say("chair", AcknowledgeArrival("KGZ"))
    room.at("10:41").say("secretary", TableDecision("1", "composition", GROUP), ReadOut("1.1"))
    room.say("chair", PutToRoom("1.1"))
    room.at("10:41:10").say("link", LinkDrop("BLR"))
    room.at("10:42:20").say("link", LinkRestore("BLR"))
    room.say("chair", PutToRoom("1.1"))
    subject_to = text("the strength of the contingents")
    room.at("10:43").say("chair", AdoptPreliminarily("1.1", subject_to, date(2020, 8, 1)))
    room.at("11:05").say("link", ChairLinkDrop())
    room.at("11:05:40").say("deputy", DeputyAssumes())
    room.at("11:12").say("link", LinkDrop("KAZ"))
    room.at("11:14").say("deputy", SuspendSitting("1", "inquorate"))
    room.at("11:25").say("kaz", Return())
    room.at("11:27").say("deputy", ResumeSitting("1"))
    room.at("11:30").say("chair", ChairAsksToResume())
    room.say("deputy", AcknowledgeResume())
    room.at("13:00").say("chair", AdjournSitting("1"))
    room.on(8).at("10:00").say("chair", CallToOrder("2"))
    for code in STATES:
        room.say(code.lower(), AnswerRollCall())
    room.at("10:06").say("tjk", ConfirmByDelegation("1.1"))
    return room.commits


def played(until: int | None = None) -> Record:
    commits = log()[:until]
    return read_log(commits, Verification(1, len(commits), "ab" * 32, "", ""))


@pytest.mark.parametrize("format", get_args(Format))
def test_the_worked_example_prints_its_lines(format: Format) -> None:
    words = read(format, minutes(played(), format=format, language="en").data).words
    assert [line for line in LINES if line not in words] == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_minutes_can_be_drafted_after_any_commit(language: str) -> None:
    for until in range(1, len(log()) + 1):
        words = minutes(played(until), format="md", language=language).data.decode()
        assert "⟦" not in words
        assert "None" not in words
