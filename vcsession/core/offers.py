"""What a seat may do now: the tables and guards read as offers, and the procedure's next step.

A button exists because it stands here, so no client needs to know any procedure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, get_args

from vcsession.core.asking import (
    NOT_ONES_OWN,
    ON_BEHALF,
    OPTIONAL,
    QUIET,
    RECTIFIED,
    REQUIRED,
    ROOMS,
    described,
)
from vcsession.core.closing_offers import each_way
from vcsession.core.machines import RULES, Machine, Transition
from vcsession.core.matters import (
    admission,
    answers,
    appeals,
    attendance,
    conduct,
    consensus,
    decisions,
    late,
    line_checks,
    naming,
    rectifying,
    reservations,
    roll_call,
    seats,
    speakers,
    submitting,
    translations,
)
from vcsession.core.permitting import ENTITIES, guard, presides
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS, Actor, Refused, Role

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
        described(act)
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
    if command == "start_line_check" and (blocked or entity != line_checks.awaited(state)):
        return  # begun for the next sitting alone, and not while another is on
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
    if command == "name_speaker":
        # One button for each person in the room who is not speaking already.
        for person in naming.in_the_room(state, entity):
            if state.requests[entity].people[-1:] != (person,):
                yield Act(command, {**named, "person": person}, (), words, code, until)
        return
    if command == "confirm_attendance":
        if (sitting := attendance.sitting_to_attend(state)) is not None:
            yield Act(command, {**named, "sitting": sitting}, ("people",), words, code, until)
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
