"""The procedure's next step: of all that a seat may do now, what stands first and what beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from vcsession.core.closing_offers import presiding_next, secretary_next
from vcsession.core.matters import (
    caucus,
    consensus,
    disposing,
    incidents,
    late,
    roll_call,
    side_rooms,
    silence,
    speakers,
)
from vcsession.core.permitting import OVER
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def arrange(state: State, actor: Actor, offered: list[Act]) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """The offers as (steps, acts): the next step first, its alternatives, then everything else possible."""
    by_key: dict[tuple[str, str], list[Act]] = {}
    for act in offered:
        by_key.setdefault((act.type, next(iter(act.fields.values()), "")), []).append(act)
    steps: list[Act] = []
    for key in _next(state, actor):
        steps.extend(act for act in by_key.pop(key, ()) if act not in steps)
    # Once it is closed, waiting for it to open is no step.
    steps = [act for act in steps if act.blocked != "session_not_open" or state.status not in OVER]
    # What can be done comes before what is held back, unless waiting is the right thing to do: a hurried
    # hand must not find "mark absent" where "declare the quorum" will stand.
    steps.sort(key=lambda act: bool(act.blocked) and act.from_time is None and act.blocked not in PATIENCE)
    rest = (act for acts in by_key.values() for act in acts if not act.blocked)
    return tuple(steps), tuple(rest)


PATIENCE: Final = frozenset(
    {
        "already_asked",
        "roll_call_open",
        "link_lost",
        "cannot_hear_open",
        "time_requested",
        "in_caucus",
        "interpretation_down",
        "signatures_awaited",
    }
)
"""What holds an act back for a while only, by the doing of others."""


Key = tuple[str, str]


def _next(state: State, actor: Actor) -> Iterator[Key]:
    if actor.seat == state.presiding.seat:
        yield from _presiding(state)
    elif actor.role in ("chair", "deputy"):
        yield from ((c, "") for c in SUCCESSION)
    elif actor.role in ("head", "delegate"):
        yield from _delegation(state, actor.delegation or "")
    elif actor.role == "secretary":
        yield from _secretary(state)
    elif actor.role == "interpreter":
        yield from ((command, language) for language in state.channels for command in BOOTH)
    else:
        yield from _incidents(state)


ASKED: Final = ("reserve_instead", "maintain_objection")


BOOTH: Final = ("accept_handover", "go_live", "offer_handover")


SUCCESSION: Final = (
    "chair_resumes",
    "deputy_assumes",
    "next_deputy_assumes",
    "deputy_from_vacant",
    "acknowledge_resume",
    "chair_asks_to_resume",
)


def _presiding(state: State) -> Iterator[Key]:
    """What a presiding officer does next, most urgent first."""
    sitting = state.sitting
    yield "resume_session", ""
    if sitting is None:
        waiting = (n for n, s in state.sittings.items() if s.state in ("scheduled", "line_check"))
        yield from (("call_to_order", number) for number in itertools.islice(waiting, 1))
        yield from presiding_next(state)
        yield "close_session", ""
        return
    yield "open_session", ""
    if sitting.state == "suspended":
        yield from presiding_next(state)
        yield "resume_sitting", sitting.number
        yield "adjourn_sitting", sitting.number
        return
    yield from (("acknowledge_arrival", code) for code, p in state.presence.items() if p.asked_to_join)
    if sitting.state == "called_to_order":
        yield "declare_quorum", sitting.number
        yield from (("mark_absent", code) for code in state.delegations)
        yield "open_for_discussion_only", sitting.number
        return
    yield "acknowledge_resume", ""
    yield from _incidents(state)
    yield "declare_later_quorum", sitting.number
    yield from _decisions(state)
    yield from (("settle_appeal", r) for r, a in state.appeals.items() if a.state == "open_appeal")
    yield from (("rule_on_point", r) for r in state.conduct.points)
    if state.queue and state.requests[state.queue[0]].kind == "point_of_order":
        yield "grant", state.queue[0]
    yield from (("end_speech", r) for r in state.speakers)
    yield from (("pause_speech", r) for r in state.speakers)
    yield from (("resume_speech", r) for r in state.speakers)
    if any(item.state == "provisional" for item in state.items.values()):
        yield "adopt_agenda", ""
    yield from (("answer_reopening", d.number) for d in state.decisions.values() if late.asking(d))
    yield from (("announce_silence", d.number) for d in state.decisions.values() if silence.unannounced(d))
    yield from (("grant", r) for r in state.queue[:1])
    yield from (("mark_temporarily_absent", code) for code in roll_call.in_state(state, "link_lost"))
    if any(True for _ in side_rooms.heads_away(state)):
        yield from (("recall", room.id) for room in caucus.open_rooms(state))
    if (
        item := next((i for i in state.items.values() if i.state == "under_consideration"), None)
    ) is not None:
        yield from _to_confirm(state, item.number)
        yield "conclude_item", item.number
        yield "table_decision", item.number
    else:
        yield from _items(state)
    yield from (("consent_to_rectify", n) for n, r in state.rectifications.items() if r.state == "entered")
    yield from presiding_next(state)
    if not any(item.state in ("adopted", "under_consideration") for item in state.items.values()):
        yield "close_sitting", sitting.number
        yield "adjourn_sitting", sitting.number
    yield "suspend_sitting", sitting.number


def _to_confirm(state: State, item: str) -> Iterator[Key]:
    """What a former round left to this item, once nobody else must confirm it."""
    for d in state.decisions.values():
        if d.round and d.item == item and all(d.confirm_list.values()):
            yield "confirm", d.number


def _items(state: State) -> Iterator[Key]:
    ready = (i for i in state.items.values() if i.state in ("adopted", "suspended_item"))
    if (item := next(ready, None)) is not None:
        yield ("open_item" if item.state == "adopted" else "resume_item"), item.number


def _decisions(state: State) -> Iterator[Key]:
    for d in state.decisions.values():
        if d.state == "in_vote":
            yield from ((command, d.number) for command in ("declare_carried", "declare_rejected"))
        if d.state != "put_to_room_state":
            continue
        by_consensus = ["adopt", "adopt_preliminarily", "adopt_ad_referendum"]
        if consensus.must_confirm(state, d):
            by_consensus = ["adopt_ad_referendum", "adopt_preliminarily"]
        yield from ((command, d.number) for command in (*by_consensus, "keep_open", "record_no_consensus"))
    for d in state.decisions.values():
        if d.state in ("held", "read_out_state"):
            yield "ask_block_or_reserve", d.number
            if d.maintained:
                yield "keep_open", d.number
                yield "record_no_consensus", d.number
            yield "put_to_room", d.number
            yield "open_vote", d.number
        elif d.state == "tabled":
            yield "read_out", d.number


def _delegation(state: State, delegation: str) -> Iterator[Key]:
    for command in ("answer_roll_call", "arrive_late", "return", "rejoin"):
        yield command, delegation
    yield from _incidents(state)
    yield from (("answer_appeal", r) for r, a in state.appeals.items() if a.state == "open_appeal")
    if delegation in roll_call.present(state):
        yield from (("record_answer", d.number) for d in state.decisions.values())
        yield from (("cast_vote", d.number) for d in state.decisions.values() if d.state == "in_vote")
    yield from ((act, d.number) for d in state.decisions.values() if d.asked for act in ASKED)
    yield from (("confirm_by_delegation", d.number) for d in state.decisions.values())
    yield from (("yield_floor", r) for r in state.speakers)
    yield from (("request_floor", kind) for kind in speakers.KINDS)
    yield from (("confirm_request", r) for r in (*state.speakers, *state.queue))
    yield from (("withdraw_request", r) for r in state.queue)
    yield from (("submit_text", r) for r in state.reservations)
    yield "clear_communique", ""
    yield from ((command, a) for a in state.approvals for command in ("approve", "approve_with_comments"))
    yield from (("sign", number) for number in state.minutes)
    yield from (("agree_to_change", number) for number in state.corrections)
    if disposing.to_reserve(state, delegation):
        yield "announce_reservation", ""
    for room in caucus.open_rooms(state):
        yield "leave_room", room.id
        yield "accept_invitation", room.id
        yield "decline_invitation", room.id


def _incidents(state: State) -> Iterator[Key]:
    yield from (("clear_incident", i.id) for i in incidents.open_now(state, "cannot_hear"))


def _secretary(state: State) -> Iterator[Key]:
    yield from (("admit_seat", seat) for seat, one in state.links.items() if one.state == "waiting_in_lobby")
    yield from (("mark_present", code) for code in state.delegations)
    yield from (("read_out", d.number) for d in state.decisions.values())
    yield from (("table_decision", number) for number in state.items)
    yield from (("record_reservation", r) for r in state.reservations)
    yield from (("rectify", n) for n, r in state.rectifications.items() if r.state == "entered")
    yield from secretary_next(state)
    yield from ((act, d.number) for d in state.decisions.values() if d.asked for act in ASKED)
    for proposal in state.proposals:
        yield "register_proposal", proposal
        yield "circulate_proposal", proposal
