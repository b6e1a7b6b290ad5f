"""The next deadline of a session, and the command that the clock gives when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from vcsession.core.catalogue import Command
from vcsession.core.matters import (
    approving,
    caucus,
    circulating,
    communique,
    confirming,
    credentials,
    decisions,
    incidents,
    languages,
    presiding,
    reservations,
    roll_call,
    silence,
)
from vcsession.core.state import State


def due(state: State) -> tuple[datetime, Command] | None:
    """The next deadline and the command that the clock then gives; None while nothing is due."""
    return min(_deadlines(state), key=lambda deadline: deadline[0], default=None)


def _deadlines(state: State) -> Iterator[tuple[datetime, Command]]:
    if state.convened is None:
        return
    if state.sitting is not None:
        for code, presence in state.presence.items():
            if until := roll_call.grace_until(state, presence):
                yield until, roll_call.GraceExpire(code)
        if state.presiding.state in ("chair_link_lost", "deputy_link_lost"):
            timeout = state.convocation.rules.succession_timeout_s
            if until := presiding.due_after(state, timeout):
                yield until, presiding.NobodyAssumes()
    for incident in incidents.open_now(state, "noise"):
        if incident.until is not None:
            yield incident.until, incidents.ClearIncident(incident.id)
    for decision in state.decisions.values():
        if decision.state in ("adopted_preliminarily", "adopted_ad_referendum") and (
            until := confirming.lapses_at(state, decision)
        ):
            yield until, decisions.LapseDecision(decision.number)
        if decision.state == "under_silence" and decision.silence_until:
            yield decision.silence_until, silence.SilenceExpires(decision.number)
    for reservation in state.reservations.values():
        if reservation.state == "announced" and (until := reservations.deadline(state, reservation)):
            yield until, reservations.ExpireReservation(reservation.number)
    yield from approving.deadlines(state)
    yield from communique.deadlines(state)
    yield from circulating.due(state)
    for code, one in state.credentials.items():
        if one.term is not None and one.term.until is not None:
            yield one.term.until, credentials.EndHeadTerm(code)
        if one.coming is not None:
            yield one.coming.since, credentials.BeginHeadTerm(code)
    for room in caucus.open_rooms(state):
        if room.closes_at is not None:
            yield room.closes_at, caucus.CloseRoom(room.id)
    yield from languages.to_pause(state)
    for language, channel in languages.channels(state).items():
        if ends := languages.handover_ends(channel):
            yield ends, languages.HandoverLapses(language)
