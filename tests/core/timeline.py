"""A session drawn as a timeline: who says what at which time (Moscow, July 2020), as in `domain.md` 3.7.

    room = Timeline(echelon())
    room.at("10:00").say("chair", CallToOrder("1"))
    assert room.at("10:01").refused("arm", Adopt("1.1")) == "not_presiding"

Time passes as in a real room: a deadline that falls due on the way acts first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import vcsession
from vcsession.convene import read_session_file
from vcsession.core.catalogue import Command, Event
from vcsession.core.convocation import RIGHTS, Convocation, Delegation, Draft, Interpreter, Member, Post
from vcsession.core.deadlines import due
from vcsession.core.matters.agenda import AdoptAgenda, OpenItem
from vcsession.core.matters.decisions import Kind, PutToRoom, ReadOut, RecordAnswer, TableDecision
from vcsession.core.matters.floor import FloorRequest
from vcsession.core.matters.roll_call import AnswerRollCall, MarkAbsent, MarkPresent
from vcsession.core.matters.session import Convene, DraftSession, OpenSession
from vcsession.core.matters.sittings import CallToOrder, DeclareQuorum
from vcsession.core.session import fold, press
from vcsession.core.state import State
from vcsession.core.vocabulary import CLOCK, LINK, MEDIA, Actor, Commit, Refused, Text

MOSCOW = timezone(timedelta(hours=3))
SECRETARIAT = Actor("secretariat", "secretary")
STATES = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
MACHINES = {actor.seat: actor for actor in (CLOCK, LINK, MEDIA)}


def text(words: str) -> Text:
    return {"ru": words, "en": words}


def moscow(clock: str, day: int = 7) -> datetime:
    """`clock` as 10:31, 10:41:10 or 10:41:10.500 of a day of July 2020."""
    hour, minute, second = (*clock.split(":"), "0")[:3]
    local = datetime(2020, 7, day, int(hour), int(minute), tzinfo=MOSCOW)
    return (local + timedelta(seconds=float(second))).astimezone(UTC)


@cache
def _example() -> Convocation:
    return read_session_file(Path(vcsession.__file__).parent / "examples" / "echelon-2020.yaml")


def echelon(**rules: Any) -> Convocation:
    """ECHELON-2020 (six states, 4 for a quorum, ad referendum for the absent) with these rules changed."""
    convocation = _example()
    return replace(convocation, rules=replace(convocation.rules, **rules))


def company(**rules: Any) -> Convocation:
    """ECHELON-2020 with an organ (SECR), an invited body (BORD), an observer state (OBS) and a second deputy.

    Russia has two members besides its head: rus-1 has a mandate, rus-2 has none.
    """
    convocation = echelon(**rules)
    delegations = list(convocation.delegations)
    russia = STATES.index("RUS")
    post = Post(text("an officer"))
    members = (Member(post, "alternate", mandate=True), Member(post))
    delegations[russia] = replace(delegations[russia], members=members)
    like = delegations[0]
    guests = (("SECR", "organ"), ("BORD", "invited_body"), ("OBS", "observer"))
    delegations += [_guest(like, code, kind) for code, kind in guests]
    officers = replace(convocation.officers, deputies=(*convocation.officers.deputies, post))
    draft = _shorter(convocation)
    left = {cell.path for row in draft.rows for cell in row.cells} if draft else set()
    proposals = tuple(p for p in convocation.proposals if p.unit in left)
    return replace(
        convocation,
        delegations=tuple(delegations),
        officers=officers,
        draft=draft,
        proposals=proposals,
    )


def _shorter(convocation: Convocation) -> Draft | None:
    """Two rows of the plan table are enough for whoever tries everything with each unit."""
    draft = convocation.draft
    return draft and replace(draft, rows=tuple(row for row in draft.rows if row.path in ("2", "8")))


def interpreted(**rules: Any) -> Convocation:
    """The company with interpretation; the booth into Russian has two interpreters, into English one."""
    convocation = company(**{"interpretation": True, **rules})
    officers = convocation.officers
    second = Interpreter("ru", "en")
    return replace(convocation, officers=replace(officers, interpreters=(*officers.interpreters, second)))


def _guest(like: Delegation, code: str, kind: Any) -> Delegation:
    return replace(like, code=code, kind=kind, rights=RIGHTS[kind])


class Timeline:
    """One session from its convocation on; `commits` is its log, `state` what they fold into."""

    def __init__(self, convocation: Convocation | None = None) -> None:
        self.state = State()
        self.commits: list[Commit[Event]] = []
        self.day = 7
        self.now = moscow("09:50")
        self.give(SECRETARIAT, DraftSession(convocation or echelon()))
        self.give(SECRETARIAT, Convene())

    def at(self, clock: str) -> Timeline:
        """Go on to a time of the same day."""
        self.pass_until(moscow(clock, self.day))
        return self

    def on(self, day: int) -> Timeline:
        """Go on to the morning of another day."""
        self.day = day
        return self.at("09:30")

    def say(self, seat: str, *commands: Command) -> tuple[Event, ...]:
        """The seat gives the commands, and they are accepted; the events of the last one."""
        for command in commands:
            self.give(self.actor(seat), command)
        return self.commits[-1].events

    def refused(self, seat: str, command: Command) -> str:
        """The seat gives a command that is refused; the code of the refusal."""
        return self.refusal(seat, command).code

    def refusal(self, seat: str, command: Command) -> Refused:
        try:
            _, events = press(self.state, self.actor(seat), command, self.now)
        except Refused as refusal:
            return refusal
        raise AssertionError(f"{seat} was not refused: {[e.type for e in events]}")

    def give(self, actor: Actor, command: Command) -> Commit[Event]:
        actor, events = press(self.state, actor, command, self.now)
        version = self.state.version + 1
        commit = Commit(version, self.now, actor, 1, f"cause-{version}", events, "")
        self.state = fold(self.state, commit)
        self.commits.append(commit)
        return commit

    def actor(self, seat: str) -> Actor:
        if seat in MACHINES:
            return MACHINES[seat]
        plate = self.state.seats[seat]
        return Actor(plate.id, plate.role, plate.delegation)

    def pass_until(self, until: datetime) -> None:
        assert until >= self.now, "time runs one way"
        while (deadline := due(self.state)) is not None and deadline[0] <= until:
            self.now = max(self.now, deadline[0])
            self.give(CLOCK, deadline[1])
        self.now = until

    # short ways to what many timelines begin with

    def roll_call(self, present: Iterable[str] = STATES, sitting: str = "1") -> Timeline:
        """Called to order; those present answer, everybody else is marked absent."""
        self.say("chair", CallToOrder(sitting))
        if self.state.status == "convened":
            self.say("chair", OpenSession())
        here = tuple(present)
        for code in here:
            self.say(code.lower(), AnswerRollCall())
        for code in self.state.delegations:
            if code not in here and self.presence(code) == "expected":
                self.say("secretary", MarkAbsent(code))
        return self

    def sitting(self, present: Iterable[str] = STATES) -> Timeline:
        """In session by 10:05, the agenda adopted, item 1 open."""
        self.at("10:00").roll_call(present)
        self.at("10:05").say("chair", DeclareQuorum("1"), AdoptAgenda(), OpenItem("1"))
        return self

    def put(self, kind: Kind = "text") -> str:
        """A new decision on item 1, read out and put to the room; its number."""
        number = self.read_out(kind)
        self.say(self.state.presiding.seat or "", PutToRoom(number))
        return number

    def read_out(self, kind: Kind = "text") -> str:
        """A new decision on item 1, read out; its number."""
        self.say("secretary", TableDecision("1", kind, text("The stages of the training are agreed.")))
        number = f"1.{len(self.state.decisions)}"
        self.say("secretary", ReadOut(number))
        return number

    def agree(self, number: str, *codes: str) -> Timeline:
        for code in codes:
            self.say(code.lower(), RecordAnswer(number, "agree"))
        return self

    def mark_present(self, *codes: str) -> Timeline:
        self.say("secretary", *(MarkPresent(code) for code in codes))
        return self

    # what the state holds

    def presence(self, code: str) -> str:
        return self.state.presence[code].state

    def decision(self, number: str) -> str:
        return self.state.decisions[number].state

    def request(self, place: int = 1) -> FloorRequest:
        """The request at a place of the list, counted from 1."""
        return self.state.requests[self.state.queue[place - 1]]

    @property
    def queue(self) -> list[str]:
        """The seats in the list, in order."""
        return [self.state.requests[r].seat for r in self.state.queue]

    @property
    def speakers(self) -> dict[str, str]:
        """Seats that have the floor -> granted, speaking or paused."""
        return {self.state.requests[r].seat: self.state.requests[r].state for r in self.state.speakers}


def kinds(events: Iterable[Event]) -> list[str]:
    return [event.type for event in events]
