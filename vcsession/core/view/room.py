"""State -> the slices of the room: session, sitting, roll-call, agenda, floor, languages."""

from __future__ import annotations

from vcsession.core import slices
from vcsession.core.audience import Audience, shown, sight
from vcsession.core.matters import (
    admission,
    appeals,
    booths,
    conduct,
    languages,
    line_checks,
    roll_call,
    seats,
    telephone,
)
from vcsession.core.matters.floor import FloorRequest
from vcsession.core.permitting import OVER
from vcsession.core.recording import recorded
from vcsession.core.routing import may_publish
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS


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
            slices.SeatPlate(
                s.id, s.role, s.office, s.delegation, s.language, may_publish(s.role), s.role in OFFICERS
            )
            for s in seats.live(state)
        ),
        objection_window_s=c.rules.objection_window_s,
        speech_limit_s=c.rules.speech_limit_s,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        over=state.status in OVER,
    )


def sitting(state: State, seen_by: Audience = "table") -> slices.SittingSlice:
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
            if i.state == "open_incident" and shown(state, seen_by, "stage")
        ),
        closed_since=current.closed_since if current else None,
        recorded=recorded(state) != "",
        line_check=line_checks.awaited(state),
    )


def presence(state: State, seen_by: Audience = "table") -> slices.RollCallSlice:
    """Behind a wall a delegation sees its own row alone."""
    rows = []
    for code in state.delegations:
        if code != seen_by and not shown(state, seen_by, "stage"):
            continue
        p = state.presence.get(code)
        if p is None:
            rows.append(slices.PresenceRow(code, "expected", None, False, None))
        else:
            until = roll_call.grace_until(state, p)
            rows.append(slices.PresenceRow(code, p.state, p.since, p.asked_to_join, until, p.place))
    return slices.RollCallSlice(tuple(rows))


def agenda(state: State, seen_by: Audience = "table") -> slices.AgendaSlice:
    """Whose items are listed sees these alone, at all times: it must know when to come."""
    own = admission.listed(state, seen_by)
    rows = [i for i in state.items.values() if (i.number in own if own else shown(state, seen_by, "agenda"))]
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
                i.translations,
            )
            for i in rows
        ),
        current=next((i.number for i in rows if i.state == "under_consideration"), None),
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
        telephone.to_confirm(state, r),
        r.people[-1] if r.people else "",
    )


def _appeal(state: State) -> slices.AppealRow | None:
    if (appeal := appeals.open_now(state)) is None:
        return None
    return slices.AppealRow(
        appeal.request,
        appeal.delegation,
        state.requests[appeal.request].ruling,
        appeal.at,
        appeals.window_ends(state, appeal),
        tuple(code for code, verdict in appeal.answers.items() if verdict == "uphold"),
        tuple(code for code, verdict in appeal.answers.items() if verdict == "overrule"),
        appeals.awaited(state, appeal),
    )


def the_floor(state: State, seen_by: Audience = "table") -> slices.FloorSlice:
    """Who looks on sees who speaks, and nothing of who asked to."""
    table = sight(state, seen_by) == "table"
    stage = shown(state, seen_by, "stage")
    return slices.FloorSlice(
        mode=state.convocation.rules.mode,
        open=state.conduct.list == "list_open",
        by_secretary=table and conduct.granting(state) == "by_secretary",
        speakers=tuple(_request(state, state.requests[r]) for r in state.speakers if stage),
        queue=tuple(_request(state, state.requests[r]) for r in state.queue if table),
        points=tuple(_request(state, state.requests[r]) for r in state.conduct.points if table),
        appeal=_appeal(state) if table else None,
    )


def the_languages(state: State) -> slices.LanguagesSlice:
    rows = languages.channels(state).items()
    return slices.LanguagesSlice(
        tuple(
            slices.ChannelRow(
                code,
                c.state,
                c.seat,
                c.since,
                c.reason,
                languages.handover_ends(c),
                booths.output(state, c.seat) if c.state in languages.ON_AIR else "",
            )
            for code, c in rows
        ),
        state.floor_language,
        booths.on_offer(state),
    )
