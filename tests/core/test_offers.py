"""What a seat is offered is what it may do: offers never lie, and they lead a whole round to its end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from typing import Any

import pytest

from tests.core.moves import filled
from tests.core.stages import answer, attempt, stages
from tests.core.timeline import STATES, Timeline, company, echelon
from vcsession.core.asking import QUIET
from vcsession.core.changing import replace
from vcsession.core.deadlines import due
from vcsession.core.machines import RULES as RULES_OF
from vcsession.core.matters.conduct import (
    granting,
)
from vcsession.core.matters.floor import BeginSpeech
from vcsession.core.matters.presiding import (
    ChairBack,
    ChairLinkDrop,
    DeputyLinkDrop,
)
from vcsession.core.matters.roll_call import (
    LinkDrop,
    LinkRestore,
)
from vcsession.core.offers import offers
from vcsession.core.rules import Majority
from vcsession.core.slices import Act
from vcsession.core.view import me

GAVEL = {
    "put_to_room",
    "adopt",
    "adopt_preliminarily",
    "adopt_ad_referendum",
    "record_no_consensus",
    "keep_open",
    "adopt_agenda",
    "declare_quorum",
    "declare_later_quorum",
    "ask_block_or_reserve",
    "announce_silence",
    "open_vote",
    "declare_carried",
    "declare_rejected",
    "answer_reopening",
    "grant",
    "close_session",
}

RULES: tuple[dict[str, Any], ...] = (
    {},
    {"mode": "request", "consensus_absent_policy": "block", "objection_window_s": 0},
    {"consensus_absent_policy": "bind", "max_open_floors": 2, "observers_speak": "after_members"},
    {
        "vote": Majority(),
        "observers_speak": "on_invitation",
        "point_of_order_order": "lifo",
        "link_grace_s": 5,
    },
)


TAKEN = ("already_asked", "delegation_not_present")


def check(room: Timeline, seats: Iterable[str]) -> Counter[str]:
    """Every offer to these seats, held against what `decide` says."""
    seen: Counter[str] = Counter()
    for seat in seats:
        actor = room.actor(seat)
        presiding = room.state.presiding
        holds = seat == presiding.seat and presiding.state.endswith("_presiding")
        offered = offers(room.state, actor, room.now)
        shown = me(room.state, actor, room.now)
        assert {key(a) for a in (*shown.steps, *shown.acts)} <= {key(a) for a in offered}
        assert {key(a) for a in offered if not a.blocked} <= {key(a) for a in (*shown.steps, *shown.acts)}
        for act in offered:
            left_to_it = (act.type, seat, granting(room.state)) == ("grant", "secretary", "by_secretary")
            assert holds or act.type not in GAVEL or left_to_it, (seat, act)
            said = answer(room, seat, filled(room, act, seat))
            seen[act.type] += 1
            if act.blocked:
                assert said == act.blocked, (seat, act)
                seen["is blocked"] += 1
            elif not act.asks:
                assert said == "", (seat, act)
                seen["is open"] += 1
            else:
                # the secretary may have named a delegation that stands in the list, or is away
                named_another = act.type in ("request_floor", "call_on") and said in TAKEN
                # ... or nobody is left whom it could name
                named_another |= (act.type, said) == ("associate", "not_missed")
                assert said == "" or named_another, (seat, act, said)
                seen["asks"] += 1
                if act.optional and act.type not in DEPENDS and not seen[f"bare {act.type}"]:
                    needed = replace(act, asks=tuple(name for name in act.asks if name not in act.optional))
                    said = answer(room, seat, filled(room, needed, seat))
                    assert said == "" or named_another, (seat, act, said)
                    seen[f"bare {act.type}"] += 1
    return seen


DEPENDS = {"submit_proposal", "enter_rectification", "sign", "redispatch", "agree_ad_referendum"}
"""Which of their fields may stay empty depends on the others, or on who is away."""


def key(act: Act) -> tuple[str, tuple[tuple[str, str], ...]]:
    return act.type, tuple(sorted(act.fields.items()))


def test_offers_never_lie() -> None:
    """To all seats at every stage under the usual rules, to some under others and along walks from there."""
    seen: Counter[str] = Counter()
    dice = random.Random(7)

    def some(room: Timeline) -> set[str]:
        return {"chair", "deputy", "secretary", *dice.sample(sorted(room.state.seats), 4)}

    for rules in RULES:
        for room in map(copy, stages(**rules)):
            seen += check(room, some(room) if rules else room.state.seats)
            for _ in range(3):
                walk(room, dice)
                walk(room, dice)
                seen += check(room, some(room))
    given = {t.command for _, t in RULES_OF.values() if t.who - {"system"}} - QUIET
    assert given - set(seen) == {"convene"}, "what no seat is ever offered"
    assert min(seen[what] for what in ("is blocked", "is open", "asks")) > 1000, seen
    assert {"bare table_decision", "bare maintain_objection", "bare submit_text"} <= set(seen)


UNLIKELY = {
    "cancel",
    "postpone",
    "close_session",
    "cancel_sitting",
    "adjourn_sitting",
    "suspend_session",
    "depart",
}


def walk(room: Timeline, dice: random.Random) -> None:
    """One more step: time, a link, a first sound, or something that somebody is offered."""
    room.now += timedelta(seconds=dice.choice((0, 1, 7, 25)))
    if dice.random() < 0.1:
        facts = (LinkDrop, LinkRestore, LinkRestore)
        attempt(room, "link", dice.choice(facts)(dice.choice(STATES)))
        attempt(room, "link", dice.choice((ChairLinkDrop(), ChairBack(), DeputyLinkDrop())))
    if room.state.speakers and dice.random() < 0.5:
        attempt(room, "media", BeginSpeech(room.state.speakers[0]))
    if (deadline := due(room.state)) is not None and deadline[0] <= room.now:
        room.say("clock", deadline[1])
    holder = room.state.presiding.seat or "deputy"
    match dice.choice(("the others", "presiding", "presiding", "anybody", "anybody")):
        case "the others":
            others(room, staying_away=dice.choice(STATES))
            return
        case "presiding":
            seat, most = holder, 3
        case _:
            seat, most = dice.choice((*room.state.seats, holder, holder, "secretary", "deputy")), 100
    shown = me(room.state, room.actor(seat), room.now)
    acts = [a for a in (*shown.steps, *shown.acts) if not a.blocked][:most]
    acts = [a for a in acts if a.type not in UNLIKELY or dice.random() < 0.05]
    if acts:
        attempt(room, seat, filled(room, dice.choice(acts), seat))


# the next step


def press(room: Timeline, seat: str) -> bool:
    """The seat presses its first step that can be pressed, or waits for it; False if there is none."""
    shown = me(room.state, room.actor(seat), room.now)
    step = next((s for s in shown.steps if not s.blocked or s.from_time is not None), None)
    if step is None:
        return False
    if step.from_time is not None and step.blocked:
        room.now = step.from_time
    room.say(seat, filled(room, step))
    return True


def others(room: Timeline, staying_away: str) -> int:
    """Heads answer what they are asked and speak once; the secretary tables one decision for each item."""
    pressed = 0
    for code in STATES:
        shown = me(room.state, room.actor(code.lower()), room.now)
        step = next((s for s in shown.steps if not s.blocked), None)
        if code == staying_away or step is None:
            continue
        spoke = any(r.delegation == code for r in room.state.requests.values())
        answered = step.type == "record_answer" and shown.answer
        if not answered and not (step.type == "request_floor" and spoke):
            room.say(code.lower(), filled(room, step))
            pressed += 1
    tabled = {d.item for d in room.state.decisions.values()}
    for step in me(room.state, room.actor("secretary"), room.now).steps:
        if step.type == "table_decision" and step.fields["item"] not in tabled and not step.blocked:
            room.say("secretary", filled(room, step))
            pressed += 1
    return pressed


@pytest.mark.parametrize("staying_away", ["", "TJK"])
@pytest.mark.parametrize("chair_lost_after", [None, 0, 3, 12, 20, 30])
def test_the_next_step_leads_from_the_first_sitting_to_the_close(
    staying_away: str, chair_lost_after: int | None
) -> None:
    room = Timeline(echelon())
    room.at("10:00")
    for pressed in range(150):
        if pressed == chair_lost_after:
            room.say("link", ChairLinkDrop())
            assert press(room, "deputy"), "a deputy is offered the chair when the grace is over"
        if room.state.status == "closed":
            break
        others(room, staying_away)
        for r in room.state.speakers:
            attempt(room, "media", BeginSpeech(r))
        room.now += timedelta(seconds=1)
        assert press(room, room.state.presiding.seat or ""), me(
            room.state, room.actor("chair"), room.now
        ).steps
    assert room.state.status == "closed"
    assert {i.state for i in room.state.items.values()} == {"concluded"}
    finality = "ad_referendum" if staying_away else "final"
    assert [d.finality for d in room.state.decisions.values()] == [finality] * 4
    assert all(s.state in ("adjourned", "closed") for s in room.state.sittings.values())
    assert {r.state for r in room.state.requests.values()} == {"finished"}


def test_who_has_nothing_to_say_is_offered_nothing_of_the_procedure() -> None:
    room = Timeline(company()).sitting()
    keys = {"technician": ["noise_mute", "open_room"], "interpreter-ru": ["cannot_hear"], "observer": []}
    for seat, kept in keys.items():
        assert [a.type for a in offers(room.state, room.actor(seat), room.now)] == kept
        assert me(room.state, room.actor(seat), room.now).steps == ()


def test_an_observer_that_may_speak_asks_for_itself() -> None:
    room = Timeline(company(observers_speak="after_members")).sitting()
    acts = offers(room.state, room.actor("observer"), room.now)
    assert [(a.type, a.fields["kind"], a.asks) for a in acts] == [
        ("request_floor", "intervention", ()),
        ("request_floor", "reply", ()),
    ], "for itself, and not on the procedure"
    room.say("observer", filled(room, acts[0]))
    again = offers(room.state, room.actor("observer"), room.now)
    assert [(a.type, a.blocked) for a in again] == [
        ("request_floor", "already_asked"),
        ("withdraw_request", ""),
    ]


def test_the_secretary_must_say_for_whom() -> None:
    room = Timeline(company()).sitting()
    room.put()
    acts = {a.type: a for a in offers(room.state, room.actor("secretary"), room.now)}
    assert "delegation" in acts["request_floor"].asks
    assert "delegation" in acts["record_answer"].asks
