"""State -> the slices a browser shows, and what this seat may do now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Final

from vcsession.core import slices
from vcsession.core.audience import Audience
from vcsession.core.convocation import Convocation, Post, Rules
from vcsession.core.matters import (
    caucus,
    conduct,
    consensus,
    drafting,
    incidents,
    languages,
    roll_call,
    seats,
)
from vcsession.core.matters import reservations as reserving
from vcsession.core.matters.decisions import Decision
from vcsession.core.matters.floor import FloorRequest
from vcsession.core.matters.text import Unit
from vcsession.core.offers import arrange, offers
from vcsession.core.routing import heard, may_publish, plenary
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS, Actor


def session(state: State) -> slices.SessionSlice:
    c = state.convocation
    return slices.SessionSlice(
        id=c.id,
        symbol=c.symbol,
        state=state.status,
        organisation=c.organisation,
        title=c.title,
        subject=c.subject.name,
        purpose=c.purpose,
        marking=c.marking,
        venue=c.venue,
        mode=c.mode,
        ordinal=c.ordinal,
        date_from=c.date_from,
        date_to=c.date_to,
        time_zone=c.time_zone,
        working_languages=c.languages.working,
        authentic_language=c.languages.authentic,
        legal_basis=tuple(basis.instrument for basis in c.legal_basis),
        overall_lead=c.overall_lead,
        delegations=tuple(
            slices.DelegationPlate(
                code=d.code,
                kind=d.kind,
                official=d.official,
                short=d.short,
                of=d.of,
                represents=d.represents,
                time_zone=d.time_zone,
                head=d.head.title,
                seats=tuple(s.id for s in seats.live(state) if s.delegation == d.code),
                counts=roll_call.counts(d),
            )
            for d in state.delegations.values()
        ),
        seats=tuple(
            slices.SeatPlate(s.id, s.role, s.office, s.delegation, s.language) for s in seats.live(state)
        ),
        objection_window_s=c.rules.objection_window_s,
        speech_limit_s=c.rules.speech_limit_s,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
    )


def sitting(state: State) -> slices.SittingSlice:
    waiting = (s for s in state.sittings.values() if s.state in ("scheduled", "line_check"))
    current = state.sitting or next(waiting, None)
    figures = roll_call.quorum(state)
    holder = state.presiding
    return slices.SittingSlice(
        current=current.number if current else None,
        state=current.state if current else "",
        reason=current.reason if current else "",
        sittings=tuple(
            slices.SittingPlate(s.number, s.state, s.opens_at, s.called_to_order_at, s.ended_at)
            for s in state.sittings.values()
        ),
        presiding=slices.PresidingPlate(holder.state, holder.seat, holder.epoch, holder.since),
        quorum=slices.QuorumFigures(
            figures.present,
            figures.in_grace,
            figures.entitled,
            figures.needed_to_open,
            figures.needed_to_decide,
            figures.open_met,
            figures.decide_met,
        ),
        quorum_declared_at=current.quorum_declared_at if current else None,
        incidents=tuple(
            slices.IncidentRow(i.id, i.kind, i.seat, i.delegation, i.since, i.until)
            for i in state.incidents.values()
            if i.state == "open_incident"
        ),
        closed_since=current.closed_since if current else None,
    )


def presence(state: State) -> slices.RollCallSlice:
    rows = []
    for code in state.delegations:
        p = state.presence.get(code)
        if p is None:
            rows.append(slices.PresenceRow(code, "expected", None, False, None))
        else:
            until = roll_call.grace_until(state, p)
            rows.append(slices.PresenceRow(code, p.state, p.since, p.asked_to_join, until))
    return slices.RollCallSlice(tuple(rows))


def agenda(state: State) -> slices.AgendaSlice:
    return slices.AgendaSlice(
        items=tuple(
            slices.ItemRow(
                i.number,
                i.title,
                i.rapporteur,
                i.minutes,
                i.documents,
                i.state,
                i.outcome,
                i.opened_at,
                i.concluded_at,
            )
            for i in state.items.values()
        ),
        current=next((i.number for i in state.items.values() if i.state == "under_consideration"), None),
        adopted_at=state.agenda_adopted_at,
    )


def _request(state: State, r: FloorRequest) -> slices.RequestRow:
    return slices.RequestRow(
        r.id,
        r.seat,
        r.delegation,
        r.kind,
        r.state,
        r.asked_at,
        r.granted_at,
        r.began_at,
        round(r.spoken_s),
        state.convocation.rules.limit_of(r.kind),
    )


def the_floor(state: State) -> slices.FloorSlice:
    return slices.FloorSlice(
        mode=state.convocation.rules.mode,
        open=state.conduct.list == "list_open",
        by_secretary=conduct.granting(state) == "by_secretary",
        speakers=tuple(_request(state, state.requests[r]) for r in state.speakers),
        queue=tuple(_request(state, state.requests[r]) for r in state.queue),
        points=tuple(_request(state, state.requests[r]) for r in state.conduct.points),
    )


def _answers(state: State, d: Decision) -> slices.Answers:
    by = d.answers.items()
    before_the_room = d.state == "put_to_room_state"
    return slices.Answers(
        agree=tuple(code for code, a in by if a == "agree"),
        object=tuple(code for code, a in by if a == "object"),
        need_time=sum(1 for _, a in by if a == "need_time"),
        # Whoever asks for time is still awaited, so nobody can tell it from this list.
        awaited=consensus.awaited(state, d) if before_the_room else (),
    )


def _decision(state: State, d: Decision) -> slices.DecisionRow:
    return slices.DecisionRow(
        number=d.number,
        item=d.item,
        kind=d.kind,
        text=d.text,
        hash=d.hash,
        state=d.state,
        finality=d.finality or "",
        put_at=d.put_at,
        window_ends_at=consensus.window_ends(state, d) if d.state == "put_to_room_state" else None,
        answers=_answers(state, d),
        held_because=d.held_because,
        taken_at=d.taken_at,
        confirmed_at=d.confirmed_at,
        confirm_list=tuple(slices.ConfirmRow(code, at) for code, at in d.confirm_list.items()),
        subject_to=d.subject_to,
        confirm_by=d.confirm_by,
        assignee=d.assignee,
        due=d.due,
        silence_until=d.silence_until if d.state in ("under_silence", "silence_broken") else None,
        broken_by=d.broken_by,
        broken_with=d.broken_with,
        supersedes=d.supersedes,
        superseded_by=d.superseded_by,
    )


ON_THE_TABLE = ("put_to_room_state", "held", "read_out_state")


def the_decisions(state: State) -> slices.DecisionsSlice:
    ranked = sorted(
        (d for d in state.decisions.values() if d.state in ON_THE_TABLE),
        key=lambda d: ON_THE_TABLE.index(d.state),
    )
    return slices.DecisionsSlice(
        decisions=tuple(_decision(state, d) for d in state.decisions.values()),
        current=ranked[0].number if ranked else None,
    )


def reservations(state: State) -> slices.ReservationsSlice:
    """Everybody sees a text from its receipt on: recording it is no gate that the secretariat could close."""
    return slices.ReservationsSlice(
        tuple(
            slices.ReservationRow(
                r.number,
                r.kind,
                r.delegation,
                r.decision,
                r.state,
                r.announced_at,
                reserving.deadline(state, r),
                r.text,
                r.language,
                r.received_at,
                r.recorded_at,
                r.lifted_at,
            )
            for r in state.reservations.values()
        )
    )


def _unit(unit: Unit, seen_by: Audience) -> slices.UnitRow:
    table = seen_by == "table"
    return slices.UnitRow(
        path=unit.path,
        kind=unit.kind,
        text=unit.current.text,
        version=unit.current.number,
        hash=unit.current.hash,
        state=unit.state,
        translations=unit.translations,
        alternatives=tuple(
            slices.AlternativeRow(a.text, a.delegations if table else ()) for a in unit.alternatives
        ),
        confirm_list=tuple(slices.ConfirmRow(code, at) for code, at in unit.confirm_list.items() if table),
    )


def _rows(state: State, seen_by: Audience) -> Iterator[slices.DraftRow]:
    draft = state.convocation.draft
    for row in draft.rows if draft else ():
        here = (unit for unit in state.units.values() if unit.row == row.path)
        yield slices.DraftRow(row.path, row.title, tuple(_unit(unit, seen_by) for unit in here))
    for unit in state.units.values():
        if not unit.row:
            yield slices.DraftRow(unit.path, {}, (_unit(unit, seen_by),))


def text(state: State, seen_by: Audience) -> slices.TextSlice:
    c = state.convocation
    return slices.TextSlice(
        symbol=c.draft.symbol if c.draft else "",
        title=c.draft.title if c.draft else {},
        rows=tuple(_rows(state, seen_by)),
        open_brackets=drafting.open_brackets(state),
        package=drafting.package(state),
        proposals=tuple(
            slices.ProposalRow(p.number, p.delegation, p.kind, p.unit, p.received, p.text)
            for p in c.proposals
            if seen_by == "table"
        ),
        documents={d.symbol: d.title for d in c.documents},
    )


def the_languages(state: State) -> slices.LanguagesSlice:
    rows = languages.channels(state).items()
    return slices.LanguagesSlice(
        tuple(slices.ChannelRow(code, c.state, c.seat, c.since, c.reason) for code, c in rows),
        state.floor_language,
    )


def _room(room: caucus.CaucusRoom) -> slices.CaucusRow:
    return slices.CaucusRow(
        room.id, room.kind, room.state, room.opened_at, room.closes_at, room.delegations, room.members
    )


def me(state: State, actor: Actor, now: datetime) -> slices.MeSlice:
    steps, acts = arrange(state, actor, offers(state, actor, now))
    holder = state.presiding.seat
    publishes = may_publish(actor.role)
    open_now = heard(state)
    queued = [r for r in state.queue if state.requests[r].seat == actor.seat]
    put = next((d for d in state.decisions.values() if d.state == "put_to_room_state"), None)
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
        answer=put.answers.get(actor.delegation or "", "") if put else "",
        may_publish=publishes,
        may_download_minutes=actor.role in OFFICERS,
        time_accounts=_time_accounts(state, actor),
        caucus=_room(room) if room else None,
        invitations=tuple(
            _room(r)
            for r in caucus.open_rooms(state)
            if actor.seat in r.invited and r.state == "open_room_state"
        ),
        rooms=tuple(map(_room, caucus.open_rooms(state))) if steers else (),
        depends_on=state.depends_on.get(actor.delegation or "", ()),
    )


def _time_accounts(state: State, actor: Actor) -> tuple[slices.TimeAccount, ...]:
    if actor.seat != state.presiding.seat and actor.role not in ("chair", "secretary"):
        return ()
    spoken = conduct.time_spoken(state)
    return tuple(slices.TimeAccount(code, round(seconds)) for code, seconds in spoken.items())


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
        **{name: make(State(convened=_unknown(c)), "observers") for name, make in APART.items()},
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


SHARED: Final[dict[str, Callable[[State], slices.Slice]]] = {
    "session": session,
    "sitting": sitting,
    "roll_call": presence,
    "agenda": agenda,
    "floor": the_floor,
    "decisions": the_decisions,
    "reservations": reservations,
    "languages": the_languages,
}
"""Slices that every seat sees alike: made and encoded once for all. `me` is each seat's own."""

APART: Final[dict[str, Callable[[State, Audience], slices.Slice]]] = {
    "text": text,
}
"""Slices that say less to observers: made and encoded once for each audience."""
