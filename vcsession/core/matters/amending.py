"""A convocation amended before the session opens: dates, venue, mode, sittings, delegations, officers.

Whoever was invited stays invited: a seat goes by being revoked, not by a new file. What the talks are about
(agenda, text, rules, subject) stays as convened. Each amendment has the next number (`SEQUENCE` of RFC 5545),
by which the invitees' calendars know the newer one; the first dates and venue stay told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.coherence import flaws
from vcsession.core.convocation import Convocation, seats
from vcsession.core.matters.papers import of_the_session_file
from vcsession.core.matters.sittings import Sitting
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

AMENDABLE: Final = frozenset({"date_from", "date_to", "venue", "mode", "sittings", "delegations", "officers"})
WAITING: Final = ("scheduled", "line_check")


@dataclass(frozen=True, slots=True)
class Original:
    """For when and where the session was first convened."""

    date_from: date
    date_to: date
    venue: Text


@dataclass(frozen=True, slots=True)
class AmendConvocation:
    """The whole convocation as it is to be; times aware. Only what `AMENDABLE` names may differ."""

    convocation: Convocation
    type: Literal["amend_convocation"] = "amend_convocation"


@dataclass(frozen=True, slots=True)
class ConvocationAmended:
    """`changed` are the names of the fields that differ from before."""

    convocation: Convocation
    sequence: int
    changed: tuple[str, ...]
    type: Literal["convocation_amended"] = "convocation_amended"


def no_sitting_begun(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.sitting is not None:
        raise refuse("sitting_in_progress")


def amend(state: State, _a: Actor, command: AmendConvocation, _n: datetime) -> Iterator[ConvocationAmended]:
    former, new = state.convocation, command.convocation
    names = (field.name for field in fields(Convocation))
    changed = tuple(name for name in names if getattr(former, name) != getattr(new, name))
    for name in changed:
        if name not in AMENDABLE:
            raise refuse("bad_field", field=name, problem="this stays as it was convened")
    if not changed:
        raise refuse("nothing_to_amend")
    _coherent(former, new)
    _sittings(state, new)
    _seats(state, new)
    yield ConvocationAmended(new, state.sequence + 1, changed)


def _coherent(former: Convocation, new: Convocation) -> None:
    """No flaw that it had not before. The file's reader has checked zones and the sittings' local times."""
    zones = {c.time_zone for c in (former, new)} | {d.time_zone for d in new.delegations}
    known = set(flaws(former, zones))
    for flaw in flaws(new, zones):
        of_time = flaw.where[0] == "sittings" and flaw.where[-1] == "opens_at"
        if flaw not in known and not of_time:
            raise refuse("bad_field", field=".".join(map(str, flaw.where)), problem=flaw.message)


def _sittings(state: State, new: Convocation) -> None:
    planned = {s.number for s in state.convocation.sittings}
    further = {n: s for n, s in state.sittings.items() if n not in planned}
    for sitting in new.sittings:
        if sitting.opens_at.utcoffset() is None:
            raise refuse("bad_field", field="sittings", problem="times with their offset from UTC")
        if sitting.number in further:
            problem = f"sitting {sitting.number} was scheduled beside the file"
            raise refuse("bad_field", field="sittings", problem=problem)
    times = [s.opens_at for s in new.sittings]
    if times != sorted(set(times)):
        raise refuse("bad_field", field="sittings", problem="a sitting opens after the one before it")
    day = timedelta(days=1)  # the session's zone may be a day off UTC
    opens = {sitting.number: sitting.opens_at for sitting in new.sittings}
    opens |= {number: sitting.opens_at for number, sitting in further.items()}
    for number, at in opens.items():
        if not new.date_from - day <= at.date() <= new.date_to + day:
            problem = f"sitting {number} is not within the session's days"
            raise refuse("bad_field", field="sittings", problem=problem)


def _seats(state: State, new: Convocation) -> None:
    kept = {seat.id: seat for seat in seats(new)}
    former = {seat.id: seat for seat in seats(state.convocation)}
    for id, seat in state.seats.items():
        now = kept.get(id)
        if id in former and (now is None or _place(now) != _place(seat)):
            problem = f"the seat {id} stays as it was issued; revoke it instead"
            raise refuse("bad_field", field="delegations", problem=problem)
        if id not in former and now is not None:
            raise refuse(
                "bad_field", field="delegations", problem=f"the seat {id} was issued beside the file"
            )


def _place(seat: object) -> tuple[object, ...]:
    return tuple(getattr(seat, name) for name in ("role", "delegation", "language"))


def fold_amended(state: State, event: ConvocationAmended, _stamp: Stamp) -> State:
    former, new = state.convocation, event.convocation
    moved = (former.date_from, former.date_to, former.venue) != (new.date_from, new.date_to, new.venue)
    first = Original(former.date_from, former.date_to, former.venue)
    issued = {id: seat for id, seat in state.seats.items() if id not in {s.id for s in seats(former)}}
    return replace(
        state,
        convened=new,
        sequence=event.sequence,
        original=state.original or (first if moved else None),
        delegations={d.code: d for d in new.delegations},
        seats={**{seat.id: seat for seat in seats(new)}, **issued},
        sittings=_folded(state, new),
        papers={**of_the_session_file(new), **{id: p for id, p in state.papers.items() if p.hash}},
    )


def _folded(state: State, new: Convocation) -> dict[str, Sitting]:
    """In the order of their times; one that was cancelled stays cancelled."""
    planned = {s.number: s.opens_at for s in new.sittings}
    dropped = {s.number for s in state.convocation.sittings} - set(planned)
    kept = {
        number: replace(s, opens_at=planned[number]) if number in planned and s.state in WAITING else s
        for number, s in state.sittings.items()
        if number not in dropped or s.state not in WAITING
    }
    added = {number: Sitting(number, at) for number, at in planned.items() if number not in kept}
    return dict(sorted({**kept, **added}.items(), key=lambda entry: entry[1].opens_at))


Command = AmendConvocation
Event = ConvocationAmended

GUARDS = {"amend_convocation": (no_sitting_begun,)}
DECIDE: dict[type, Decide] = {AmendConvocation: amend}
FOLD: dict[type, Fold] = {ConvocationAmended: fold_amended}
