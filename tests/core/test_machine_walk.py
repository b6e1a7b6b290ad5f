"""Seated roles do what they like, sensible or not, and the law (`lawful`) holds at every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.core.lawful import Lawful
from tests.core.moves import filled, wild
from tests.core.timeline import MACHINES, STATES, Timeline, company
from vcsession.core.catalogue import Command
from vcsession.core.machines import RULES
from vcsession.core.matters.floor import BeginSpeech
from vcsession.core.matters.presiding import ChairBack, ChairLinkDrop, DeputyBack, DeputyLinkDrop
from vcsession.core.matters.roll_call import LinkDrop, LinkRestore
from vcsession.core.rules import Majority
from vcsession.core.state import State
from vcsession.core.view import me
from vcsession.core.vocabulary import Refused

SEATS = tuple(Timeline(company()).state.seats)
HEADS = tuple(code.lower() for code in STATES)

given: Counter[str] = Counter()
"""What became of the commands of a whole run: "guided accepted", "wild refused", ..."""

happened: Counter[str] = Counter()
"""The events of a whole run."""

CONVENED_RULES = st.fixed_dictionaries(
    {"vote": st.sampled_from([None, None, Majority(), Majority(2, 3, 0, "entitled", "delegations")])},
    optional={
        "mode": st.sampled_from(["open", "request", "chair_only"]),
        "consensus_absent_policy": st.sampled_from(["block", "ad_referendum_for_absent", "bind"]),
        "objection_window_s": st.sampled_from([0, 20]),
        "max_open_floors": st.sampled_from([1, 2]),
        "interpretation": st.booleans(),
        "observers_speak": st.sampled_from(["never", "on_invitation", "after_members"]),
        "point_of_order_order": st.sampled_from(["fifo", "lifo"]),
        "observers_see": st.sampled_from([("stage", "agenda", "papers", "text", "decisions"), ("agenda",)]),
    },
)


def parts(state: State) -> list[Any]:
    """What a careless command could change in place: every mapping of the state, copied."""
    mappings = [getattr(state, field.name) for field in fields(State)]
    inner = [mapping for d in state.decisions.values() for mapping in (d.answers, d.confirm_list)]
    return [dict(part) if isinstance(part, Mapping) else part for part in (*mappings, *inner)]


ENDING = {
    "adjourn_sitting",
    "cancel",
    "cancel_sitting",
    "close_session",
    "close_sitting",
    "conclude_item",
    "defer_item",
    "depart",
    "mark_absent",
    "notify_non_participation",
    "open_for_discussion_only",
    "postpone",
    "refer_item",
    "suspend_item",
    "suspend_session",
    "suspend_sitting",
    "withdraw_item",
}
SELDOM = ENDING | {"confirm_attendance"}
"""Attendance is offered to the secretary all day long, for each delegation: it would crowd out the rest."""


DISPOSING = (
    "accept_proposal",
    "accept_in_part",
    "reject_proposal",
    "bracket_proposal",
    "clear_bracket",
    "merge_proposals",
    "defer_proposal",
)


class Walk(Lawful):
    """What people do."""

    @initialize(
        rules=CONVENED_RULES,
        begun=st.sampled_from([True, True, True, False]),
        items=st.sampled_from([(), (), ("1",), ("2",)]),
    )
    def convene(self, rules: dict[str, Any], begun: bool, items: tuple[str, ...]) -> None:
        convocation = company(**rules)
        invited = (replace(d, items=items) if d.code == "BORD" else d for d in convocation.delegations)
        self.room = Timeline(replace(convocation, delegations=tuple(invited)))
        self.replayed = State()
        if begun:
            self.room.sitting(STATES[:5])

    def give(self, manner: str, seat: str, command: Command) -> None:
        state, count = self.room.state, len(self.room.commits)
        before = parts(state)
        try:
            self.room.say(seat, command)
        except Refused as refused:
            given[f"{manner} refused"] += 1
            wait = refused.until
        else:
            given[f"{manner} accepted"] += 1
            happened.update(e.type for e in self.room.commits[-1].events)
            wait = None
        assert parts(state) == before, "accepted or refused, it changes nothing of the state it was given to"
        assert wait is None or wait > self.room.now, "a wait has an end"
        if len(self.room.commits) > count:
            self.lawful(state, seat)
            self.as_the_table_says(state, seat, command)
        else:
            assert self.room.state is state

    def press(self, seat: str, choice: int, *wanted: str) -> None:
        """Take one of the seat's offers; what is in SELDOM is taken now and then only."""
        shown = me(self.room.state, self.room.actor(seat), self.room.now)
        acts = [a for a in (*shown.steps, *shown.acts) if not a.blocked]
        acts = [a for a in acts if (a.type in wanted if wanted else a.type not in SELDOM or choice > 34)]
        if acts:
            self.give("guided", seat, filled(self.room, acts[choice % len(acts)], seat))

    @property
    def holder(self) -> str:
        return self.room.state.presiding.seat or "deputy"

    @rule(seat=st.sampled_from(SEATS), choice=st.integers(0, 36))
    def do_as_offered(self, seat: str, choice: int) -> None:
        self.press(seat, choice)

    @rule(choices=st.lists(st.sampled_from([0, 0, 1, 2, 36]), min_size=1, max_size=3))
    def preside(self, choices: list[int]) -> None:
        for choice in choices:
            self.press(self.holder, choice)

    @rule(
        fresh=st.booleans(),
        answers=st.lists(st.sampled_from([*[0] * 20, 1, 2]), min_size=6, max_size=6),
        seconds=st.sampled_from([0, 0, 25]),
        gavel=st.sampled_from([0, 0, 1, 2, 3]),
    )
    def decide(self, fresh: bool, answers: list[int], seconds: int, gavel: int) -> None:
        """Whoever is away comes back; a text goes as far as it may, up to the gavel."""
        self.gather(fresh)
        self.press(self.holder, 0, "put_to_room")
        for head, choice in zip(HEADS, answers, strict=True):
            self.press(head, choice, "record_answer")
        self.wait(seconds)
        if gavel < 3:
            self.press(self.holder, gavel, "adopt", "adopt_preliminarily", "adopt_ad_referendum")

    def gather(self, fresh: bool) -> None:
        for head, code in zip(HEADS, STATES, strict=True):
            self.press(head, 0, "return", "rejoin", "answer_roll_call")
            if self.room.state.presence and self.room.presence(code) == "link_lost":
                self.give("fact", "link", LinkRestore(code))
        for step in ("resume_sitting", "declare_quorum", "adopt_agenda", "open_item", "resume_item"):
            self.press(self.holder, 0, step)
        self.press(self.holder, 0, "resume_sitting", "resume_item", "open_item")
        if fresh:
            self.press("secretary", 0, "table_decision")
        self.press(self.holder, 0, "read_out")

    @rule(choice=st.integers(0, 9), beside=st.integers(0, 11))
    def confirm(self, choice: int, beside: int) -> None:
        self.press(HEADS[choice % 6], choice, "confirm_by_delegation")
        self.press(self.holder, choice, "confirm", "adopt_agenda")
        self.stand_beside(beside, deliver=choice % 2 == 0)

    def stand_beside(self, choice: int, deliver: bool) -> None:
        """A reservation, its text and its record; now and then a day of silence."""
        head = HEADS[choice % 6]
        if choice < 6:
            self.press(head, choice, "submit_text" if deliver else "announce_reservation")
            self.press("secretary", choice, "record_reservation")
        elif choice == 6:
            self.press(self.holder, choice, "retable", "amend_and_supersede", "revoke")
        else:
            self.press(self.holder, 0, "read_out")
            self.press(self.holder, 0, "put_under_silence")
            self.wait(25 * 3600 if deliver else 1)
            self.press(head, choice, "break_silence", "lift_reservation")

    @rule(choices=st.lists(st.integers(0, 3), min_size=6, max_size=6), result=st.booleans())
    def vote(self, choices: list[int], result: bool) -> None:
        """A roll-call vote where the rules have one, or what is said to an objection or by who was away."""
        if result:
            self.gather(fresh=True)
        self.press(self.holder, 0, "open_vote")
        for head, choice in zip(HEADS, choices, strict=True):
            self.press(head, choice, "cast_vote", "reserve_instead", "maintain_objection")
            self.press(head, choice, "associate", "ask_reopening")
        self.press(self.holder, 0, "declare_carried", "declare_rejected")
        if result:
            self.press(
                self.holder, choices[0], "ask_block_or_reserve", "answer_reopening", "announce_silence"
            )
            self.press("secretary", choices[0], "record_condition_met", "record_condition_not_met")

    @rule(choice=st.integers(0, 11))
    def go_onward(self, choice: int) -> None:
        """The draft is agreed and goes its way; the communique is written, cleared, or falls."""
        self.press(self.holder, 0, "agree_units")
        onward = ("prepare_forwarding", "dispatch", "acknowledge", "consider", "direct_to_states")
        self.press("secretary", choice, *onward, "send_to_state", "redispatch", "submit_for_adoption")
        self.press("secretary", choice, "send_to_state", "set_publicity", "draft_communique")
        self.press(
            HEADS[choice % 6], choice, "approve", "register_comment", "clear_quote", "clear_communique"
        )
        self.press("chair", choice, "clear_communique", "clear_quote")
        if choice > 9:
            self.press("secretary", choice, "return_with_comments", "not_approve", "set_publicity")

    @rule(choice=st.integers(0, 9), steps=st.integers(1, 6))
    def minute(self, choice: int, steps: int) -> None:
        """The minutes, some steps further; corrections come in and are answered."""
        head = HEADS[choice % 6]
        for _ in range(steps):
            self.press("secretary", 0, "generate_minutes", "review", "circulate", "open_signing", "issue")
            self.press(self.holder, 0, "clear_for_circulation", "adopt_minutes", "sign")
            self.press(head, choice, "submit_correction", "object_to_correction", "sign")
        answers = ("notify_correction", "accept_own_statement", "accept_fact", "decline_correction")
        self.press("secretary", choice, *answers)
        self.press(self.holder, choice, "accept_decision_text", "propose_change", "decline_correction")
        self.press(head, choice, "agree_to_change", "withdraw_correction", "sign")
        self.wait(1300 if choice > 6 else 1)
        self.press("secretary", 0, "sign", "close_corrections", "register_scan")

    @rule(seat=st.sampled_from([*HEADS, "rus-1", "bord", "observer"]), choice=st.integers(0, 3))
    def ask_and_grant(self, seat: str, choice: int) -> None:
        self.press(seat, choice, "request_floor")
        self.press(self.holder, choice, "accept")
        self.press(self.holder, choice, "grant")
        if choice % 2:
            self.sound()

    @rule(choice=st.integers(0, 5), far=st.integers(1, 4))
    def propose(self, choice: int, far: int) -> None:
        """A proposal goes as far as it may: to the table, into discussion, to its end."""
        self.press(HEADS[choice], choice, "submit_proposal", "reintroduce_proposal")
        for step in ("register_proposal", "circulate_proposal")[:far]:
            self.press("secretary", choice, step)
        if far > 2:
            self.press(HEADS[-choice], choice, "cosponsor_proposal", "publish_position")
            self.press(self.holder, choice, "take_up")
            self.press(self.holder, choice, *DISPOSING)
        if far > 3:
            self.press(HEADS[choice], choice, "withdraw_proposal")

    @rule(choice=st.integers(0, 9))
    def come_and_go(self, choice: int) -> None:
        self.press(
            HEADS[choice % 6],
            choice,
            "step_out",
            "return",
            "depart",
            "rejoin",
            "arrive_late",
            "answer_roll_call",
        )
        self.press(self.holder, choice, "acknowledge_arrival", "resume_sitting", "open_item")

    @rule()
    def sound(self) -> None:
        for speech in self.room.state.speakers[-1:]:
            self.give("fact", "media", BeginSpeech(speech))

    @rule(
        fact=st.sampled_from(
            [
                *(kind(code) for kind in (LinkDrop, LinkRestore) for code in ("ARM", "RUS", "SECR")),
                ChairLinkDrop(),
                ChairBack(),
                DeputyLinkDrop(),
                DeputyBack(),
            ]
        )
    )
    def link(self, fact: Command) -> None:
        self.give("fact", "link", fact)

    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        """A few commands of any kind with any values, mostly from seats that might give them."""
        for command in data.draw(st.lists(wild(self.room), min_size=1, max_size=3)):
            who = RULES[command.type][1].who
            state = self.room.state
            fitting = [s.id for s in state.seats.values() if s.role in who]
            fitting += [state.presiding.seat] if "presiding" in who and state.presiding.seat else []
            anybody = st.sampled_from([*SEATS, *MACHINES])
            self.give("wild", data.draw(st.sampled_from(fitting) | anybody if fitting else anybody), command)

    @rule(seconds=st.sampled_from([0.01, 1, 19, 21, 40, 130]))
    def wait(self, seconds: float) -> None:
        """Time passes; what falls due on the way is accepted, in its order."""
        before = len(self.room.commits)
        self.room.pass_until(self.room.now + timedelta(seconds=seconds))
        assert len(self.room.commits) - before < 20


@pytest.mark.timeout(400)
def test_the_law_holds_whatever_people_do() -> None:
    given.clear()
    happened.clear()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=60,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    accepted = sum(n for what, n in given.items() if what.endswith("accepted"))
    assert accepted / given.total() > 0.25, given
    # How often depends on what else was imported (Hypothesis draws constants from it): these say "not never".
    assert happened["decision_taken"] > 5, happened
    beside = ("silence_began", "reservation_announced", "reservation_recorded")
    assert sum(happened[event] for event in beside) > 5, happened
    said = ("vote_cast", "block_or_reserve_asked", "reopening_asked", "condition_recorded")
    assert sum(happened[event] for event in said) > 5, happened
    assert happened["forwarding_dispatched"] + happened["communique_drafted"] > 5, happened
    ending = ("minutes_circulated", "correction_decided", "minutes_signed")
    assert sum(happened[event] for event in ending) > 5, happened
    ends = ("proposal_accepted", "proposal_rejected", "proposal_bracketed", "proposal_withdrawn")
    assert sum(happened[event] for event in ends) > 5, happened
    assert len(happened) > 20, "the walk went everywhere"
    assert given["guided refused"] / (given["guided accepted"] + given["guided refused"]) < 0.05, given
