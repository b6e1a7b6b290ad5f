"""State -> what this seat is and may do now, and what a seat in the lobby sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime

from vcsession.core import slices
from vcsession.core.changing import replace
from vcsession.core.convocation import Convocation, Post
from vcsession.core.matters import (
    aides,
    booths,
    caucus,
    conduct,
    credentials,
    in_camera,
    incidents,
    languages,
    late,
    line_checks,
)
from vcsession.core.matters.decisions import BEFORE_THE_ROOM, Late
from vcsession.core.offers import offers
from vcsession.core.routing import heard, may_publish, plenary
from vcsession.core.rules import Rules
from vcsession.core.state import State
from vcsession.core.steps import arrange
from vcsession.core.view import reach
from vcsession.core.view.everybody import APART, READ_BY, SHARED
from vcsession.core.view.minutes import minutes, readable
from vcsession.core.view.proposals import not_circulated
from vcsession.core.view.rectifying import last_facts
from vcsession.core.view.room import session
from vcsession.core.vocabulary import Actor


def _room(room: caucus.CaucusRoom) -> slices.CaucusRow:
    return slices.CaucusRow(
        room.id, room.kind, room.state, room.opened_at, room.closes_at, room.delegations, room.members
    )


def me(state: State, actor: Actor, now: datetime) -> slices.MeSlice:
    actor = credentials.seated(state, actor)
    steps, acts = arrange(state, actor, offers(state, actor, now))
    aided = tuple(aides.principals(state, actor))
    for principal in aided:
        more = arrange(state, principal, offers(state, principal, now))
        steps, acts = _added(steps, more[0]), _added(acts, more[1])
    holder = state.presiding.seat
    publishes = may_publish(actor.role)
    walled = in_camera.wall(state, actor.seat)
    open_now = frozenset[str]() if walled else heard(state)
    queued = [r for r in state.queue if state.requests[r].seat == actor.seat]
    put = next((d for d in state.decisions.values() if d.state in BEFORE_THE_ROOM), None)
    room = caucus.room_of(state, actor.seat)
    hall = plenary(state)
    steers = actor.seat == holder or actor.role == "secretary"
    return slices.MeSlice(
        seat=actor.seat,
        role=actor.role,
        delegation=actor.delegation,
        presiding=actor.seat == holder,
        steps=steps,
        acts=acts,
        microphone=(
            "not_published"
            if not publishes
            else "muted_for_noise"
            if actor.seat in incidents.muted(state)
            else "open"
            if actor.seat in open_now
            else "closed_by_procedure"
        ),
        microphone_of=hall.floor or next(iter(hall.voices), None) if open_now and room is None else None,
        queue_place=state.queue.index(queued[0]) + 1 if queued else None,
        answer=(put.votes or put.answers).get(actor.delegation or "", "") if put else "",
        may_publish=publishes,
        may_download_minutes=readable(state, actor) is not None,
        time_accounts=_time_accounts(state, actor),
        proposals=not_circulated(state, actor),
        caucus=_room(room) if room else None,
        invitations=tuple(
            _room(r)
            for r in caucus.open_rooms(state)
            if actor.seat in r.invited and r.state == "open_room_state"
        ),
        rooms=tuple(map(_room, caucus.open_rooms(state))) if steers else (),
        wall=walled,
        facts=last_facts(state) if actor.role == "secretary" else (),
        minutes=minutes(state, actor),
        presses_for=tuple(principal.seat for principal in aided),
        aide=state.aides.get(actor.seat),
        depends_on=state.depends_on.get(actor.delegation or "", ()),
        line_check=_line(line_checks.of_seat(state, actor.seat)),
        speaks=own.speaks if (own := state.delegations.get(actor.delegation or "")) else "",
        booth=booths.pair(state, actor.seat) if languages.interprets(state, actor.seat) else (),
        missed=tuple(_missed(state, actor.delegation)) if actor.delegation else (),
        quiet_lines=reach.quiet(state, actor),
        files_to=reach.files_to(actor),
        statements=reach.statements(state, actor),
        watches=actor.role in ("technician", "secretary"),
        steers=steers,
        has_desk=actor.role == "secretary",
    )


def _line(check: line_checks.LineCheck | None) -> slices.LineCheckRow | None:
    if check is None:
        return None
    return slices.LineCheckRow(
        check.sitting,
        check.at,
        check.line.microphone,
        check.line.camera,
        check.line.lines,
        check.line.sent_kbits,
        check.line.received_kbits,
        check.line.lost_sent,
        check.line.lost_received,
        check.line.round_trip_ms,
    )


def _missed(state: State, code: str) -> Iterator[slices.MissedRow]:
    reserved = {r.decision for r in state.reservations.values() if r.delegation == code}
    for d in late.missed(state, code):
        said = d.late.get(code, Late())
        yield slices.MissedRow(
            d.number,
            d.taken_at,
            d.confirm_list.get(code, d.taken_at) is None,
            said.associated_at,
            d.number in reserved,
            said.reopening,
        )


def _added(own: tuple[slices.Act, ...], more: tuple[slices.Act, ...]) -> tuple[slices.Act, ...]:
    """An aide's own acts first; those of its principal that it cannot do by itself after them."""
    known = {(act.type, frozenset(act.fields.items())) for act in own if not act.blocked}
    return (*own, *(act for act in more if (act.type, frozenset(act.fields.items())) not in known))


def _time_accounts(state: State, actor: Actor) -> tuple[slices.TimeAccount, ...]:
    steers = actor.seat == state.presiding.seat or actor.role in ("chair", "secretary")
    spoken = conduct.time_spoken(state)
    return tuple(
        slices.TimeAccount(code, round(seconds))
        for code, seconds in spoken.items()
        if steers or code == actor.delegation
    )


def lobby(state: State, actor: Actor) -> dict[str, slices.Slice]:
    """All slices for a seat that waits to be admitted: the title, its own plate, and nothing else.

    They are the slices of an empty session, so that no fact of this one can slip in.
    """
    c = state.convocation
    own = state.seats[actor.seat]
    empty = session(State(convened=replace(c, delegations=())))
    hidden: dict[str, object] = {
        f.name: {} for f in fields(empty) if isinstance(getattr(empty, f.name), Mapping)
    }
    plain = replace(empty, **hidden)  # type: ignore[arg-type]
    return {
        "session": replace(
            plain,
            symbol="",
            title=c.title,
            state="",
            mode="",
            ordinal=0,
            legal_basis=(),
            overall_lead=Post({}),
            seats=(slices.SeatPlate(own.id, own.role, own.office, own.delegation, own.language),),
        ),
        **{name: make(State(convened=_unknown(c))) for name, make in SHARED.items() if name != "session"},
        **{name: make_for(State(convened=_unknown(c)), "observers") for name, make_for in APART.items()},
        **{name: make(State(convened=_unknown(c)), actor) for name, make in READ_BY.items()},
        "me": slices.MeSlice(
            seat=actor.seat,
            role=actor.role,
            delegation=actor.delegation,
            presiding=False,
            waiting=True,
            steps=(),
            acts=(),
            microphone="closed_by_procedure" if may_publish(actor.role) else "not_published",
            microphone_of=None,
            queue_place=None,
            answer="",
            may_publish=may_publish(actor.role),
            may_download_minutes=False,
        ),
    }


def _unknown(c: Convocation) -> Convocation:
    """What the slices besides the session's say of a convocation, left out."""
    return replace(c, delegations=(), draft=None, proposals=(), documents=(), rules=Rules())
