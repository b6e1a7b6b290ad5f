"""Commands made from offers, and commands made from nothing but their dataclasses."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from tests.core.timeline import Timeline, text
from vcsession.core.catalogue import DECIDE, Command
from vcsession.core.convocation import Convocation
from vcsession.core.matters import (
    agenda,
    amending,
    answers,
    appeals,
    caucus,
    circulating,
    communique,
    conditions,
    conduct,
    copies,
    correcting,
    corrections,
    credentials,
    decisions,
    disposing,
    filing,
    floor,
    forwarding,
    in_camera,
    incidents,
    languages,
    late,
    line_checks,
    minutes,
    naming,
    papers,
    persons,
    positions,
    presiding,
    proposals,
    publicity,
    rectifying,
    replies,
    reservations,
    roll_call,
    rounds,
    seats,
    session,
    side_rooms,
    signatures,
    signing,
    silence,
    sittings,
    telephone,
    translations,
    voting,
)
from vcsession.core.matters import text as drafts
from vcsession.core.slices import Act
from vcsession.core.vocabulary import Text

MODULES: Final = (
    session,
    amending,
    sittings,
    line_checks,
    replies,
    agenda,
    roll_call,
    floor,
    conduct,
    appeals,
    rectifying,
    in_camera,
    decisions,
    answers,
    voting,
    conditions,
    late,
    translations,
    silence,
    telephone,
    naming,
    reservations,
    minutes,
    signatures,
    copies,
    corrections,
    presiding,
    papers,
    credentials,
    drafts,
    forwarding,
    publicity,
    rounds,
    proposals,
    positions,
    incidents,
    seats,
    caucus,
    languages,
)


PEOPLE: Final = (
    persons.Named(text("Person One"), capacity="head"),
    persons.Named(text("Person Two")),
)


def tag(command: type) -> str:
    return str(next(f.default for f in fields(command) if f.name == "type"))


CLASSES: Final[Mapping[str, type]] = {tag(command): command for command in DECIDE}
"""Command type -> its dataclass."""


def filled(room: Timeline, act: Act, seat: str = "") -> Command:
    """The act as a command, what it asks for filled in as a sensible person would."""
    asks = ("hash",) if act.type == "open_signing" else act.asks
    asked = {field: _sensible(room, act, field, seat) for field in asks}
    made: Command = CLASSES[act.type](**{**act.fields, **asked})
    return made


def _sensible(room: Timeline, act: Act, field: str, seat: str) -> Any:
    state = room.state
    match field:
        case "delegation" if act.type == "submit_correction":
            return _heard(room)[0] if act.fields["kind"] == "own_statement" else None
        case "delegation" if act.type == "sign":
            return signing.unsigned(state, state.minutes[act.fields["minutes"]])[0]
        case "target" if act.type == "submit_correction":
            own = room.actor(seat).delegation or next(iter(_heard(room)), "")
            kind = next(kind for kind in corrections.KINDS if kind == act.fields["kind"])
            return correcting.targets(state, kind, own)[0]
        case "target" if act.fields.get("kind") == "intervention":
            return next(r.id for r in state.requests.values() if r.state in circulating.HEARD)
        case "target":
            return ""
        case "to":
            return "Permanent Council"
        case "answer" if act.type == "record_reply":
            return "accepted"
        case "new" | "old":
            return text(f"{field} words no. {len(room.commits)}")
        case "hash" | "scan" | "bundle_hash":
            return "5a" * 32
        case "manner":
            return "signed"
        case "against":
            return "log"
        case "form":
            return "short"
        case "in_minutes":
            return 20
        case "words" if act.type == "sign":
            return "subject to a reservation"
        case "delegation":
            here = roll_call.present(state)
            if act.type == "confirm_unit_by_delegation":
                waiting = state.units[act.fields["unit"]].confirm_list.items()
                return next((code for code, at in waiting if at is None), "")
            if act.type == "confirm_by_delegation":
                listed = state.decisions[act.fields["decision"]].confirm_list.items()
                return next((code for code, at in listed if at is None), "")
            if act.type == "cast_vote":
                return state.decisions[act.fields["decision"]].voters[0]
            if act.type == "associate":
                taken = state.decisions[act.fields["decision"]]
                away = (c for c in taken.absent if c not in taken.confirm_list and c not in taken.late)
                return next(away, next(iter(taken.absent), ""))
            if act.type in ("request_floor", "call_on"):
                standing = {state.requests[r].delegation for r in (*state.queue, *state.speakers)}
                return next((code for code in here if code not in standing), "ARM")
            return next(iter(here), "ARM")
        case "delegations" if act.type == "open_room":
            return (next(code for code in state.delegations if code.lower() != seat),)
        case "seat" if act.type == "invite":
            return next(side_rooms.guests(state, state.rooms[act.fields["room"]], room.actor(seat)))
        case "unit" if act.type == "register_comment":
            return next(iter(state.units))
        case "comment":
            own = room.actor(seat).delegation or "" if seat else ""
            comments = state.forwardings[act.fields["forwarding"]].standing(own)
            return next((c.number for c in comments), "")
        case "people":
            return PEOPLE
        case "person":
            return PEOPLE[0]
        case "topic" if act.type == "clear_quote":
            return next(iter(communique.own_quotes(state, room.actor(seat))), "")
        case "topic":
            return next(iter(communique.facts(state)), "")
        case "next":
            return "echelon-2020-3"
        case "level":
            return "full"
        case "names":
            return ()
        case "embargo_until":
            return room.now + timedelta(hours=1)
        case "version_hash":
            return f"{state.version:064x}"
        case "office":
            return text("an office")
        case "aide":
            same = room.actor(seat).delegation if seat else None
            others = (s.id for s in state.seats.values() if s.delegation == same and s.id != seat)
            return next(others, None) if act.type == "name_aide" else None
        case "seat" if act.type == "name_head":
            return next(s.id for s in state.seats.values() if s.delegation == act.fields["delegation"])
        case "kind" if act.type == "name_head":
            return "acting"
        case "since" if act.type == "name_head":
            return None
        case "until" if act.type == "name_head":
            return room.now + timedelta(hours=1)
        case "dated":
            return room.now.date()
        case "received":
            return "original"
        case "symbol":
            return f"R/WD.{len(state.papers)}"
        case "status" if act.type == "register_document":
            return "authentic"
        case "marking":
            return "official_use"
        case "by" if act.type == "supersede_document":
            paper = state.papers[act.fields["document"]]
            newer = (p for p in state.papers.values() if filing.replaces(p, paper))
            return next(newer, paper).id
        case "spoken":
            return "ru"
        case "depends":
            return True
        case "reason" if act.type == "cannot_interpret":
            return "sound"
        case "delegations":
            return roll_call.present(state)[:1]
        case "kind" if act.type == "break_silence":
            return "objection"
        case "kind" if act.type == "announce_reservation":
            return "statement_for_the_record"
        case "text" if act.type in ("break_silence", "submit_text"):
            return "words of somebody sensible"
        case "language":
            return "ru"
        case "expires_at":
            return room.now + timedelta(hours=state.convocation.rules.silence_min_h)
        case "stand":
            return "can_accept"
        case "unit" if act.type == "publish_position":
            return next(iter(state.units))
        case "kind" if act.type == "submit_proposal":
            return "addition"
        case "into":
            return next(iter(disposing.to_merge_into(state, act.fields["proposal"])), "")
        case "agreed":
            return tuple(state.delegations)
        case "by" if act.type == "supersede_proposal":
            return next(iter(disposing.newer(state, act.fields["proposal"])), "")
        case "rationale" | "author" | "translation":
            return text("words of somebody sensible")
        case "reason" if act.type == "reject_proposal":
            return text("because")
        case "maintained":
            return True
        case "supersedes":
            return None
        case "alternative":
            return 1
        case "unit" if act.type == "announce_reservation":
            return None
        case "unit":
            return f"9.{len(state.units)}"
        case "excepting":
            return ()
        case "kind":
            return {"table_decision": "text", "add_unit": "paragraph", "register_comment": "comment"}.get(
                act.type, "intervention"
            )
        case "confirm_by" | "due":
            return room.now.date() + timedelta(days=10)
        case "seat":
            return next(s.id for s in state.seats.values() if s.id not in incidents.muted(state))
        case _ if act.type == "enter_rectification":
            return _rectified(room, str(act.fields["kind"]), field)
        case "outcome":
            return "reviewed_and_discussed"
        case "reason" if act.type == "suspend_sitting":
            return "break"
        case "place":
            return 1 if act.type == "reorder" else "remote"
        case "words" if act.type.endswith("_translation"):
            return "a translation"
        case "status":
            return "checked"
        case "words":
            return text("ruled")
        case "text" | "subject_to" | "assignee" | "body" | "title" | "rapporteur" | "trigger" | "fallback":
            return text("words of somebody sensible")
        case "until":
            return "next_round"
    return "because"


def _rectified(room: Timeline, kind: str, field: str) -> Any:
    """The last fact of the kind was mistaken; where there is none, one is entered afterwards."""
    waiting = rectifying.pending(room.state)
    facts = [] if kind in ("roll_call", "presiding") else reversed(room.state.facts)
    last = next((fact for fact in facts if fact.kind == kind and fact.id not in waiting), None)
    held = (s.called_to_order_at for s in room.state.sittings.values() if s.called_to_order_at)
    began = max(held, default=room.now)
    match field:
        case "fact":
            return last.id if last else None
        case "at":
            return None if last else began
        case "until":
            return began if kind in ("suspension", "presiding") and last is None else None
        case "delegation":
            return None if last else "KAZ"
        case "what":
            return None if last else {"roll_call": "excused", "presence": "departed"}.get(kind, "break")
        case "seat":
            if kind == "presiding":
                return "deputy"
            return "arm" if last and last.seat == "kaz" else "kaz"
        case "struck":
            return last is not None
    return "because"


def _heard(room: Timeline) -> list[str]:
    """The delegations that have spoken."""
    requests = room.state.requests.values()
    return [r.delegation for r in requests if r.delegation and r.state in circulating.HEARD]


def wild(room: Timeline) -> st.SearchStrategy[Command]:
    """Any command at all: ids that exist, ids that do not, values that fit their type and little else."""
    return st.sampled_from(sorted(CLASSES)).flatmap(lambda tag: _anything(room, CLASSES[tag]))


def _anything(room: Timeline, command: type) -> st.SearchStrategy[Any]:
    types = _hints(command)
    given = {}
    for field in fields(command):
        if field.name == "type":
            continue
        value = _of(room, field.name, types[field.name])
        given[field.name] = value if field.default is MISSING else st.just(field.default) | value
    return st.builds(command, **given)


def _hints(command: type) -> dict[str, Any]:
    names = {name: getattr(module, name) for module in MODULES for name in dir(module)}
    own = vars(sys.modules[command.__module__])  # two matters may each have their `Kind`
    return get_type_hints(command, {**names, **own, "Text": Text, "date": date, "Convocation": Convocation})


def _of(room: Timeline, name: str, kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field: an id by the field's name, everything else by its type."""
    state = room.state
    known = {
        "sitting": [*state.sittings],
        "item": [*state.items],
        "delegation": [*state.delegations],
        "request": [*state.speakers, *state.queue, *list(state.requests)[-2:]],
        "decision": [*state.decisions],
        "supersedes": [*state.decisions],
        "document": [*state.papers][-4:],
        "by": [*state.papers][-4:] + [*state.proposals][-4:],
        "media_type": ["application/pdf"],
        "symbol": ["R/WD.1", "R/WD.1/Rev.1", "R/WD.2/Add.1"],
        "reservation": [*state.reservations],
        "entry": [*state.rectifications],
        "fact": [fact.id for fact in state.facts[-5:]],
        "forwarding": [*state.forwardings][-2:],
        "approval": [*state.approvals][-8:],
        "comment": [c.number for f in state.forwardings.values() for c in f.comments][-3:],
        "topic": [*communique.facts(state)][-4:],
        "minutes": [*state.minutes, "1"],
        "correction": [*state.corrections],
        "target": [*state.decisions, *list(state.requests)[-3:], *state.sittings],
        "hash": ["5a" * 32, "6b" * 32],
        "scan": ["6b" * 32],
        "bundle_hash": ["6b" * 32],
        "signer": [*state.delegations, "presiding"],
        "proposal": [*state.proposals],
        "into": [*state.proposals],
        "incident": [*state.incidents][-3:],
        "seat": [*state.seats],
        "room": [*list(state.rooms)[-3:], "room-1"],
        "spoken": ["ru", "en"],
        "aide": [*state.seats],
        "until": ["2", "next_round"],
        "unit": [*state.units],
        "language": ["ru", "en", "kk"],
    }
    if name == "people":
        return st.lists(st.sampled_from(PEOPLE), max_size=3).map(tuple)
    if name == "person":
        return st.sampled_from([None, *PEOPLE])
    if name == "media_type":  # the file itself is there, whatever is said of it
        return st.sampled_from(known[name])
    if kind is int and name == "size":
        return st.integers(1, 99)
    if name in known and kind is not Text:
        return st.sampled_from([*known[name], *known[name], "9", ""])
    if get_origin(kind) is UnionType:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if kind is Convocation:
        return st.just(state.convocation)
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(-1, 4)
    if kind is datetime:
        times = [
            datetime.min.replace(tzinfo=UTC),
            datetime.max.replace(tzinfo=UTC),
            *(room.now + timedelta(hours=n) for n in (-1, 0, 9, 99)),
        ]
        return st.sampled_from(times)
    if kind is date:
        return st.sampled_from(
            [date.min, date.max, *(room.now.date() + timedelta(days=n) for n in (-1, 0, 9))]
        )
    if kind is datetime:
        ahead = [room.now + timedelta(hours=n) for n in (-1, 0, 24, 100)]
        ends = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
        return st.sampled_from([*ahead, *ends, ahead[3].replace(tzinfo=None)])
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        if name == "items":
            return st.sampled_from([(), ("1",), ("9",)])
        if name in ("units", "excepting"):
            return st.lists(st.sampled_from([*state.units, "9"]), max_size=3).map(tuple)
        return st.lists(st.sampled_from([*state.delegations, "XYZ"]), max_size=3).map(tuple)
    if kind is str:
        return st.sampled_from(["", "because"])
    return st.sampled_from([{}, {"en": "words"}, text("words"), text(" ")])
