"""Attendance by name: who of a delegation is in the room, sitting by sitting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.matters.credentials import changed, credentials
from vcsession.core.matters.persons import (
    Attendant,
    Named,
    PersonRegistered,
    check_people,
    registered,
)
from vcsession.core.matters.roll_call import own
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


OVER = frozenset({"adjourned", "closed", "cancelled"})


@dataclass(frozen=True, slots=True)
class ConfirmAttendance:
    """Everyone in the room, the head among them; a later list replaces the earlier."""

    sitting: str
    people: tuple[Named, ...]
    delegation: str | None = None
    type: Literal["confirm_attendance"] = "confirm_attendance"


@dataclass(frozen=True, slots=True)
class AttendanceConfirmed:
    delegation: str
    sitting: str
    people: tuple[Attendant, ...]
    type: Literal["attendance_confirmed"] = "attendance_confirmed"


Command = ConfirmAttendance
Event = AttendanceConfirmed


def sitting_to_attend(state: State) -> str | None:
    """Whose attendance is confirmed now: that of the sitting in progress, else of the next."""
    waiting = (s for s in state.sittings.values() if s.state in ("scheduled", "line_check"))
    sitting = state.sitting or next(waiting, None)
    return sitting.number if sitting else None


def confirm(
    state: State, actor: Actor, command: ConfirmAttendance, _n: datetime
) -> Iterator[PersonRegistered | AttendanceConfirmed]:
    if (sitting := state.sittings.get(command.sitting)) is None:
        raise refuse("unknown", what="sitting", id=command.sitting)
    if sitting.state in OVER:
        raise refuse("wrong_state", what="sitting", id=sitting.number, status=sitting.state)
    check_people(state, command.people)
    code = own(actor, command.delegation)
    known = dict(state.persons)
    found = []
    for named in command.people:
        person, new = registered(state, code, named, known)
        if new is not None:
            known[person] = new
            yield PersonRegistered(new)
        found.append(Attendant(person, named.capacity))
    if len({attendant.person for attendant in found}) < len(found):
        raise refuse("bad_field", field="people", problem="somebody is named twice")
    yield AttendanceConfirmed(code, sitting.number, tuple(found))


def fold_confirmed(state: State, event: AttendanceConfirmed, _stamp: Stamp) -> State:
    former = credentials(state, event.delegation).attendance
    return changed(state, event.delegation, attendance={**former, event.sitting: event.people})


GUARDS: dict[str, tuple[()]] = {}
DECIDE: dict[type, Decide] = {ConfirmAttendance: confirm}
FOLD: dict[type, Fold] = {AttendanceConfirmed: fold_confirmed}
