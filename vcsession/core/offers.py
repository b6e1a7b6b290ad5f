"""What a seat may do now: the tables and guards read as offers, and the procedure's next step.

A button exists because it stands here, so no client needs to know any procedure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Final, get_args

from vcsession.core.closing_offers import each_way, presiding_next, secretary_next
from vcsession.core.machines import RULES, Machine, Transition
from vcsession.core.matters import (
    admission,
    answers,
    appeals,
    caucus,
    conduct,
    consensus,
    decisions,
    disposing,
    incidents,
    late,
    rectifying,
    reservations,
    roll_call,
    seats,
    side_rooms,
    silence,
    speakers,
    submitting,
    translations,
)
from vcsession.core.session import DECIDE, ENTITIES, guard, presides
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS, Actor, Refused, Role


def _asks(command: type) -> tuple[str, tuple[str, ...]]:
    names = {f.name: f.default is MISSING for f in fields(command)}
    tag = str(next(f.default for f in fields(command) if f.name == "type"))
    named_by = RULES[tag][0].named_by if RULES[tag][1].sources else ""
    return tag, tuple(name for name, required in names.items() if required and name != named_by)


REQUIRED: Final[dict[str, tuple[str, ...]]] = dict(_asks(command) for command in DECIDE)
"""Command type -> the fields besides the entity's id that it cannot do without."""

OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "table_decision": ("assignee", "due", "trigger", "fallback"),
    "request_floor": ("kind",),
    "mark_present": ("place",),
    "arrive_late": ("place",),
    "object": ("reason", "insists"),
    "maintain_objection": ("reason",),
    "announce_reservation": ("unit",),
    "clear": ("alternative",),
    "reject_proposal": ("maintained",),
    "agree_ad_referendum": ("delegations",),
    "reopen_unit": ("delegation",),
    "agree_units": ("excepting",),
    "close_units": ("excepting",),
    "submit_text": ("language",),
    "dispatch": ("bracket_list",),
    "redispatch": ("version_hash",),
    "register_comment": ("kind",),
    "decline": ("letter",),
    "set_publicity": ("text", "names"),
    "release_communique": ("address",),
    "lift_reservation": ("letter",),
    "generate_minutes": ("form",),
    "object_to_correction": ("reason",),
    "enter_item_translation": ("status",),
    "enter_decision_translation": ("status",),
    "declare_language": ("depends",),
    "name_aide": ("aide",),
    "name_officers_aide": ("aide",),
    "name_head": ("until",),
}
"""Fields that a form offers although they may stay empty."""

ROOMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "head": {"delegation": (), "bilateral": ("delegations",)},
    "technician": {"technical": ()},
}
"""Role -> the kinds of caucus room it may open, and what each asks; the presiding officer's stands apart."""

RECTIFIED: Final[dict[str, tuple[str, ...]]] = {
    "presence": ("fact", "at", "delegation", "what", "struck"),
    "roll_call": ("fact", "at", "delegation", "what"),
    "suspension": ("fact", "at", "until", "what", "struck"),
    "speech": ("fact", "seat"),
    "presiding": ("fact", "at", "until", "seat", "struck"),
}
"""Kind of entry -> what a rectification of it may say; the reason besides."""

ON_BEHALF: Final = frozenset(
    {
        "request_floor",
        "record_answer",
        "cast_vote",
        "associate",
        "answer_appeal",
        "confirm_by_delegation",
        "confirm_unit_by_delegation",
        "break_silence",
        "announce_reservation",
        "register_comment",
        "declare_language",
    }
)
"""Commands that an officer gives for a delegation that must be named."""

QUIET: Final = frozenset(
    {
        "draft_session",
        "amend_convocation",
        "propose_item",
        "schedule_sitting",
        "object",
        "start_line_check",
        "issue_seat",
        "revoke_seat",
        "reissue_link",
        "upload_document",
        "confirm_attendance",
        "enter_translation",
    }
)
"""Commands with a better way in (`object` is an answer), or with a page of their own."""

NEVER_ASKED: Final = (
    "no_objection",
    "asked_already",
    "objection_maintained",
    "not_asked",
    "not_by_silence",
    "announced_already",
    "decides_already",
    "no_votes",
    "not_missed",
    "associated_already",
    "reopening_asked",
    "no_reopening_asked",
    "no_condition",
    "condition_recorded",
)

NOT_ONES_OWN: Final = frozenset(
    {
        "not_in_confirm_list",
        "already_confirmed",
        "document_registered",
        "not_newer",
        "unknown",
        "nothing_to_confirm",
        "wrong_kind",
        "own_correction",
        "nothing_proposed",
        "nothing_declined",
        *NEVER_ASKED,
    }
)
"""Refusals that say that this was never asked of the seat, is none of its own, or is done."""


ROWS: Final = {
    (role, presiding): tuple(
        (machine, transition)
        for machine, transition in RULES.values()
        if transition.command not in QUIET
        and (role in transition.who or (presiding and "presiding" in transition.who))
    )
    for role in get_args(Role)
    for presiding in (True, False)
}
"""(role, whether it presides now) -> the rows that a button may be made from."""


def offers(state: State, actor: Actor, now: datetime) -> list[Act]:
    """Every act whose row in the tables fits the state and the actor; what a guard holds back says why."""
    try:
        seats.must_be_inside(state, actor)
    except Refused:
        return []
    return [
        act
        for machine, transition in ROWS[actor.role, presides(state, actor)]
        for act in _offered(state, actor, machine, transition, now)
    ]


def _offered(
    state: State, actor: Actor, machine: Machine, transition: Transition, now: datetime
) -> Iterator[Act]:
    entities = ENTITIES[machine.name](state) if transition.sources else {"": ""}
    for entity, status in entities.items():
        if transition.sources and status not in transition.sources:
            continue
        blocked: Refused | None = None
        try:
            guard(state, actor, machine, transition, entity, now)
        except Refused as refusal:
            if refusal.fault == "role" or refusal.code in NOT_ONES_OWN:
                continue
            blocked = refusal
        yield from _acts(state, actor, machine, transition, entity, blocked)


def _acts(
    state: State, actor: Actor, machine: Machine, transition: Transition, entity: str, blocked: Refused | None
) -> Iterator[Act]:
    command = transition.command
    named = {machine.named_by: entity} if transition.sources and machine.named_by else {}
    asks = REQUIRED[command] + OPTIONAL.get(command, ())
    if command in ON_BEHALF and actor.role in OFFICERS:
        asks = ("delegation", *asks)
        if command in ("confirm_by_delegation", "confirm_unit_by_delegation", "break_silence", "associate"):
            asks = (*asks, "letter")
    if command == "arrive_late" and actor.role not in OFFICERS:
        asks = ()  # only who marks another says that it is at the hub
    if command == "adopt_ad_referendum" and not consensus.must_confirm(state, state.decisions[entity]):
        asks = ("delegations",)
    if command == "table_decision":
        current = next((i.number for i in state.items.values() if i.state == "under_consideration"), None)
        if current is None:
            return
        named = {"item": current}
        asks = tuple(name for name in asks if name != "item")
        if any(d.state in decisions.STATE_OF.values() for d in state.decisions.values()):
            asks = (*asks, "supersedes")
    code, until = (blocked.code, blocked.until) if blocked else ("", None)
    words = _words(state, machine, entity)
    if blocked:
        words = {**blocked.detail, **words}
    if command == "request_floor" and actor.role not in OFFICERS:
        # One button for each kind that the list still takes from this seat; the common one keeps its place.
        taken = set(speakers.kinds_open(state, actor.seat))
        for kind in speakers.KINDS:
            if kind in taken:
                yield Act(command, {"kind": kind}, (), words, code, until)
            elif kind == speakers.KINDS[0]:
                obstacle = code or speakers.obstacle(state, actor.seat, kind)
                yield Act(command, {"kind": kind}, (), words, obstacle, until)
        return
    if command == "request_floor" and speakers.chair_only(state):
        named, asks = {"kind": "point_of_order"}, ("delegation",)
    if command == "rule_on_point":
        for ruling in conduct.RULINGS:
            yield Act(command, {**named, "ruling": ruling}, ("words",), words, code, until)
        return
    if command == "appeal_ruling":
        if (ruled := appeals.fresh(state)) is not None:
            about: dict[str, str | int] = {"delegation": state.requests[ruled].delegation or ""}
            yield Act(command, {"request": ruled}, (), about, code, until)
        return
    if command == "answer_appeal":
        # One button for each answer.
        asks = tuple(name for name in asks if name != "verdict")
        for verdict in appeals.VERDICTS:
            yield Act(command, {**named, "verdict": verdict}, asks, words, code, until)
        return
    if command == "enter_rectification":
        # One button for each kind of entry; of a speech only where there was one.
        waiting = rectifying.pending(state)
        for fact_kind, names in RECTIFIED.items():
            if fact_kind != "speech" or any(f.kind == "speech" and f.id not in waiting for f in state.facts):
                yield Act(command, {"kind": fact_kind}, (*names, "reason"), words, code, until)
        return
    if command == "correct_statement":
        for fact in rectifying.corrigible(state, actor):
            said = {"seat": fact.seat, "kind": fact.what}
            yield Act(command, {"request": fact.request}, ("words",), said, code, until)
        return
    if command in ("enter_item_translation", "enter_decision_translation"):
        one = state.items[entity] if command == "enter_item_translation" else state.decisions[entity]
        for language in translations.unchecked(state, one):
            rest = tuple(name for name in asks if name != "language")
            yield Act(command, {**named, "language": language}, rest, words, code, until)
        return
    if command == "cast_vote":
        for vote in get_args(decisions.Vote):
            rest = tuple(name for name in asks if name != "vote")
            yield Act(command, {**named, "vote": vote}, rest, words, code, until)
        return
    if command == "answer_reopening":
        for asking in late.asking(state.decisions[entity]):
            for reply in get_args(decisions.Reopening):
                fields = {**named, "delegation": asking, "answer": reply}
                yield Act(command, fields, (), {**words, "delegation": asking}, code, until)
        return
    if command == "submit_proposal":
        asks = ("kind", "unit", "text", "rationale", "author")
    if command == "register_proposal" and submitting.needs_translation(state, state.proposals[entity]):
        asks = ("translation",)
    if command == "reintroduce_proposal":
        for again in submitting.withdrawn(state):
            yield Act(command, {"proposal": again}, (), {"proposal": state.proposals[again].number}, code)
        return
    if command == "publish_position":
        for on, asked, called in matters(state):
            yield Act(command, on, (*asked, "stand"), called, code)
        return
    if command == "announce_reservation":
        yield from _announcements(state, actor, asks, code)
        return
    if machine.name in ("minutes", "correction"):
        yield from each_way(state, actor, Act(command, named, asks, words, code, until))
        return
    if command == "open_room":
        # One button for each kind of room that is this seat's to open.
        kinds = ROOMS.get(actor.role, {"consultations": ("delegations",)})
        for room_kind, names in kinds.items():
            yield Act(command, {"kind": room_kind}, names, words, code, until)
        return
    if command != "record_answer":
        yield Act(command, named, asks, words, code, until)
        return
    # One button for each answer.
    asks = tuple(name for name in asks if name != "answer")
    own = state.delegations.get(actor.delegation or "")
    for answer in answers.answers_of(own) if own else decisions.ANSWERS:
        yield Act(command, {**named, "answer": answer}, asks, words, code, until)


def _announcements(state: State, actor: Actor, asks: tuple[str, ...], code: str) -> Iterator[Act]:
    """One button for each decision that may be reserved on, and one for the protocol."""
    delegation = state.delegations.get(actor.delegation or "")
    may = reservations.kinds_of(delegation) if delegation else reservations.KINDS
    known = (n for n in state.decisions if admission.knows_decision(state, actor.delegation, n))
    for number in (*known, None):
        kinds = [kind for kind in reservations.kinds_on(state, number) if kind in may]
        fields = {} if number is None else {"decision": number}
        wanted = asks if number is None else tuple(name for name in asks if name != "unit")
        words: dict[str, str | int] = {} if number is None else {"decision": number}
        if len(kinds) == 1:
            rest = tuple(name for name in wanted if name != "kind")
            yield Act("announce_reservation", {**fields, "kind": kinds[0]}, rest, words, code)
        elif kinds:
            yield Act("announce_reservation", fields, wanted, words, code)


def matters(state: State) -> Iterator[tuple[dict[str, str], tuple[str, ...], dict[str, str | int]]]:
    """What a position may be on: the units (asked for), and each decision and proposal that is discussed.

    As the fields of an act, what it asks, and its words.
    """
    if state.units:
        yield {}, ("unit",), {}
    for d in state.decisions.values():
        if d.state in DISCUSSED:
            yield {"decision": d.number}, (), {"decision": d.number}
    for p in state.proposals.values():
        if p.state in ("under_discussion", "bracketed"):
            yield {"proposal": p.id}, (), {"proposal": p.number}


DISCUSSED: Final = frozenset({"tabled", "read_out_state", "put_to_room_state", "held", "under_silence"})
"""Decisions on which a position may still tell the table something."""


def _words(state: State, machine: Machine, entity: str) -> dict[str, str | int]:
    match machine.name:
        case "sitting":
            figures = roll_call.quorum(state)
            return {"sitting": entity, "present": figures.present, "entitled": figures.entitled}
        case "agenda_item":
            return {"item": entity}
        case "delegation_presence" | "credentials":
            return {"delegation": entity}
        case "decision":
            return {"decision": entity}
        case "forwarding":
            return {"forwarding": entity}
        case "internal_approval" if entity in state.approvals:
            return {"approval": entity, "delegation": state.approvals[entity].delegation}
        case "interpretation_channel":
            return {"language": entity}
        case "document" if entity in state.papers:
            return {"document": state.papers[entity].symbol or entity}
        case "text_unit":
            return {"unit": entity}
        case "seat" if entity in state.seats:
            return {"delegation": state.seats[entity].delegation or "", "seat": entity}
        case "incident" if entity in state.incidents:
            incident = state.incidents[entity]
            return {"delegation": incident.delegation or "", "seat": incident.seat, "kind": incident.kind}
        case "record_entry" if entity in state.rectifications:
            entered = state.rectifications[entity]
            fact = entered.now or entered.former
            return {"kind": entered.kind, "delegation": (fact.delegation or "") if fact else ""}
        case "minutes":
            return {"minutes": entity}
        case "correction" if entity in state.corrections:
            correction = state.corrections[entity]
            return {"correction": entity, "delegation": correction.delegation, "kind": correction.kind}
        case "proposal" if entity in state.proposals:
            proposal = state.proposals[entity]
            return {"proposal": proposal.number or entity, "delegation": proposal.delegation}
        case "reservation" if entity in state.reservations:
            return {"reservation": entity, "delegation": state.reservations[entity].delegation}
        case "floor_request" | "point_of_order" | "appeal" if entity in state.requests:
            request = state.requests[entity]
            return {"delegation": request.delegation or "", "seat": request.seat, "kind": request.kind}
    return {}


def arrange(state: State, actor: Actor, offered: list[Act]) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """The offers as (steps, acts): the next step first, its alternatives, then everything else possible."""
    by_key: dict[tuple[str, str], list[Act]] = {}
    for act in offered:
        by_key.setdefault((act.type, next(iter(act.fields.values()), "")), []).append(act)
    steps: list[Act] = []
    for key in _next(state, actor):
        steps.extend(act for act in by_key.pop(key, ()) if act not in steps)
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
    yield from (("consent_to_rectify", n) for n, r in state.rectifications.items() if r.state == "entered")
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
