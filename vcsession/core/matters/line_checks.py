"""The final check before a sitting: each seat's line as the server measured it, for the minutes' annex.

Only the media plane reports: a seat asks to be measured, and says nothing of its own line itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import sittings
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Microphone = Literal["heard", "silent", "none"]
"""`silent`: it sends, and nobody's voice was in it; `none`: nothing comes."""

Camera = Literal["seen", "none"]

CHECKED_IN: Final = ("scheduled", "line_check", "called_to_order")
"""States of a sitting before which, or at whose roll-call, lines are checked."""

WITHOUT_A_VOICE: Final = ("observer", "technician")


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured over some seconds, seen from the seat: `sent` goes out, `received` comes.

    `lines` is the height of the largest picture that arrives, 0 where it is not known. Rates in kbit/s,
    losses in thousandths. `round_trip_ms` is null where nothing was sent to the seat that it could answer.
    """

    microphone: Microphone
    camera: Camera
    lines: int
    sent_kbits: int
    received_kbits: int
    lost_sent: int
    lost_received: int
    round_trip_ms: int | None = None


MOST: Final = {
    "lines": 8192,
    "sent_kbits": 1_000_000,
    "received_kbits": 1_000_000,
    "lost_sent": 1000,
    "lost_received": 1000,
    "round_trip_ms": 60_000,
}


@dataclass(frozen=True, slots=True)
class LineCheck:
    """The last report of a seat before that sitting."""

    sitting: str
    seat: str
    delegation: str | None
    line: Line
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportLine:
    sitting: str
    seat: str
    line: Line
    type: Literal["report_line"] = "report_line"


@dataclass(frozen=True, slots=True)
class LineReported:
    sitting: str
    seat: str
    delegation: str | None
    line: Line
    type: Literal["line_reported"] = "line_reported"


Command = ReportLine
Event = LineReported


def awaited(state: State) -> str | None:
    """The sitting before which lines are checked now: the one at its roll-call, or the next."""
    if state.status not in ("convened", "open"):
        return None
    waiting = (s for s in state.sittings.values() if s.state in CHECKED_IN)
    current = state.sitting or next(waiting, None)
    return current.number if current is not None and current.state in CHECKED_IN else None


def of_seat(state: State, seat: str) -> LineCheck | None:
    """What was measured of this seat before the sitting for which lines are checked now."""
    return state.line_checks.get((awaited(state) or "", seat))


def checked_now(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.status not in ("convened", "open"):
        raise refuse("session_not_open")
    if (current := state.sitting) is not None and current.number != entity:
        raise refuse("another_sitting")


def report(state: State, _a: Actor, command: ReportLine, _n: datetime) -> Iterator[LineReported]:
    seat = state.seats.get(command.seat)
    if seat is None:
        raise refuse("unknown", what="seat", id=command.seat)
    if seat.role in WITHOUT_A_VOICE:
        raise refuse("bad_field", field="seat", problem="this seat has no microphone")
    for name, most in MOST.items():
        value = getattr(command.line, name)
        if value is not None and not 0 <= value <= most:
            raise refuse("bad_field", field=name, problem=f"between 0 and {most}")
    yield LineReported(command.sitting, seat.id, seat.delegation, command.line)


def fold_reported(state: State, event: LineReported, stamp: Stamp) -> State:
    check = LineCheck(event.sitting, event.seat, event.delegation, event.line, stamp.at)
    return replace(state, line_checks={**state.line_checks, (event.sitting, event.seat): check})


GUARDS = {"report_line": (checked_now, sittings.comes_next)}
DECIDE: dict[type, Decide] = {ReportLine: report}
FOLD: dict[type, Fold] = {LineReported: fold_reported}
