"""Incidents: "I cannot hear" from any seat, and one microphone closed for noise (`domain.md` 3.4, 17).

While a seat cannot hear, nobody speaks and nothing is put to the room: the speech waits and the decision
is held in the commit that says so, and the speech goes on in the commit that clears it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import in_camera
from vcsession.core.matters.roll_call import sitting_in_progress
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Kind = Literal["cannot_hear", "noise"]

MOST_SECONDS: Final = 60
"""A microphone is not closed for longer: it is noise that is stopped, not a speaker."""

AT_THE_TABLE: Final = ("expected", "present", "link_lost")
"""Delegations that must hear what is said: also those that have not answered the roll-call yet."""


@dataclass(frozen=True, slots=True)
class Incident:
    """`seat` cannot hear, or its microphone is closed; `until` is when the clock opens it again."""

    id: str
    kind: Kind
    seat: str
    delegation: str | None
    since: datetime
    until: datetime | None = None
    state: str = "open_incident"


@dataclass(frozen=True, slots=True)
class CannotHear:
    type: Literal["cannot_hear"] = "cannot_hear"


@dataclass(frozen=True, slots=True)
class ClearIncident:
    incident: str
    type: Literal["clear_incident"] = "clear_incident"


@dataclass(frozen=True, slots=True)
class NoiseMute:
    """Close the microphone of one seat for so many seconds, 60 at most."""

    seat: str
    seconds: int = MOST_SECONDS
    type: Literal["noise_mute"] = "noise_mute"


@dataclass(frozen=True, slots=True)
class HearingLost:
    incident: str
    seat: str
    delegation: str | None
    type: Literal["hearing_lost"] = "hearing_lost"


@dataclass(frozen=True, slots=True)
class MicrophoneMuted:
    incident: str
    seat: str
    delegation: str | None
    until: datetime
    type: Literal["microphone_muted"] = "microphone_muted"


@dataclass(frozen=True, slots=True)
class IncidentCleared:
    """`because`: cleared (by somebody), time (the muting is over), left (nobody is there who must hear)."""

    incident: str
    because: Literal["cleared", "time", "left"]
    type: Literal["incident_cleared"] = "incident_cleared"


Command = CannotHear | ClearIncident | NoiseMute
Event = HearingLost | MicrophoneMuted | IncidentCleared


def open_now(state: State, kind: Kind) -> Iterator[Incident]:
    return (i for i in state.incidents.values() if i.kind == kind and i.state == "open_incident")


def deaf(state: State) -> Incident | None:
    """The first that cannot hear now."""
    return next(open_now(state, "cannot_hear"), None)


def muted(state: State) -> frozenset[str]:
    """Seats whose microphone is closed for noise."""
    return frozenset(incident.seat for incident in open_now(state, "noise"))


def everybody_hears(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if (incident := deaf(state)) is not None:
        raise refuse("cannot_hear_open", id=incident.delegation or incident.seat)


def must_hear(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.delegation is not None and not _at_the_table(state, actor.delegation):
        raise refuse("delegation_not_present")
    if actor.seat in state.seats and (code := in_camera.wall(state, actor.seat)):
        raise refuse(code)


def not_yet_told(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """One for each delegation, and for each seat that belongs to none."""
    for incident in open_now(state, "cannot_hear"):
        if _whose(incident, actor):
            raise refuse("already_told")


def may_clear(state: State, actor: Actor, entity: str, now: datetime) -> None:
    incident = state.incidents[entity]
    if actor.role == "system":
        if incident.until is None or now < incident.until:
            raise refuse("not_due", until=incident.until)
        return
    if actor.seat == state.presiding.seat or actor.role == "technician":
        return
    if actor.role == "secretary" and incident.kind == "noise":
        return
    if incident.kind == "noise" or not _whose(incident, actor):
        raise refuse("not_your_incident")


def _whose(incident: Incident, actor: Actor) -> bool:
    return actor.seat == incident.seat or (
        actor.delegation is not None and actor.delegation == incident.delegation
    )


def _at_the_table(state: State, delegation: str) -> bool:
    presence = state.presence.get(delegation)
    return presence is not None and presence.state in AT_THE_TABLE


def tell(state: State, actor: Actor, _c: CannotHear, _n: datetime) -> Iterator[HearingLost]:
    yield HearingLost(f"incident-{state.version + 1}", actor.seat, actor.delegation)


def mute(state: State, _a: Actor, command: NoiseMute, now: datetime) -> Iterator[MicrophoneMuted]:
    seat = state.seats.get(command.seat)
    if seat is None:
        raise refuse("unknown", what="seat", id=command.seat)
    if seat.role in ("observer", "technician"):
        raise refuse("bad_field", field="seat", problem="this seat has no microphone")
    if not 1 <= command.seconds <= MOST_SECONDS:
        raise refuse("bad_field", field="seconds", problem=f"between 1 and {MOST_SECONDS}")
    if command.seat in muted(state):
        raise refuse("already_muted")
    until = now + timedelta(seconds=command.seconds)
    yield MicrophoneMuted(f"incident-{state.version + 1}", seat.id, seat.delegation, until)


def clear(_s: State, actor: Actor, command: ClearIncident, _n: datetime) -> Iterator[IncidentCleared]:
    yield IncidentCleared(command.incident, "time" if actor.role == "system" else "cleared")


def fold_lost(state: State, event: HearingLost, stamp: Stamp) -> State:
    incident = Incident(event.incident, "cannot_hear", event.seat, event.delegation, stamp.at)
    return replace(state, incidents={**state.incidents, event.incident: incident})


def fold_muted(state: State, event: MicrophoneMuted, stamp: Stamp) -> State:
    incident = Incident(event.incident, "noise", event.seat, event.delegation, stamp.at, event.until)
    return replace(state, incidents={**state.incidents, event.incident: incident})


def fold_cleared(state: State, event: IncidentCleared, _stamp: Stamp) -> State:
    incident = replace(state.incidents[event.incident], state="cleared_incident")
    return replace(state, incidents={**state.incidents, event.incident: incident})


def consequences(state: State) -> Iterator[IncidentCleared]:
    """Whoever has left, or is shut out, need not hear any more, and after the sitting nobody."""
    for incident in state.incidents.values():
        if incident.state != "open_incident":
            continue
        left = incident.kind == "cannot_hear" and incident.delegation is not None
        walled = incident.kind == "cannot_hear" and in_camera.shut_out(state, incident.seat)
        if state.sitting is None or walled or (left and not _at_the_table(state, incident.delegation or "")):
            yield IncidentCleared(incident.id, "left")


GUARDS = {
    "cannot_hear": (sitting_in_progress, must_hear, not_yet_told),
    "clear_incident": (may_clear,),
    "noise_mute": (sitting_in_progress,),
}
DECIDE: dict[type, Decide] = {CannotHear: tell, ClearIncident: clear, NoiseMute: mute}
FOLD: dict[type, Fold] = {
    HearingLost: fold_lost,
    MicrophoneMuted: fold_muted,
    IncidentCleared: fold_cleared,
}
