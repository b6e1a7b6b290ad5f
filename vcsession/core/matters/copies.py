"""Who has which copy of the issued minutes: each is numbered, and the number is never given twice.

The first is the original. With the issue each delegation that is no observer gets its own; the secretary
gives further ones, each to whom it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.matters.circulating import with_minutes
from vcsession.core.matters.minutes import Copy, Minutes
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

ORIGINAL: Final = ""
"""To whom copy no. 1 is given: it stays where the originals are kept."""
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class GiveCopy:
    """`to`: a delegation's code, or an office or body in words."""

    minutes: str
    to: str
    type: Literal["give_copy"] = "give_copy"


@dataclass(frozen=True, slots=True)
class CopiesGiven:
    """Numbered one after another, from the next free number on."""

    minutes: str
    to: tuple[str, ...]
    type: Literal["copies_given"] = "copies_given"


Command = GiveCopy
Event = CopiesGiven


def at_issue(state: State, number: str) -> CopiesGiven:
    """The original, and a copy for each delegation in protocol order."""
    codes = (d.code for d in state.convocation.delegations if d.kind != "observer")
    return CopiesGiven(number, (ORIGINAL, *codes))


def own(minutes: Minutes, delegation: str | None) -> int | None:
    """The number of the delegation's copy, the first where it has several."""
    return next((c.number for c in minutes.copies if delegation and c.to == delegation), None)


def give(state: State, _a: Actor, command: GiveCopy, _n: datetime) -> Iterator[CopiesGiven]:
    if not command.to.strip():
        raise refuse("bad_field", field="to", problem="who gets the copy is missing")
    if len(state.minutes[command.minutes].copies) >= MOST:
        raise refuse("bad_field", field="to", problem=f"there are {MOST} copies already")
    yield CopiesGiven(command.minutes, (command.to.strip(),))


def fold_given(state: State, event: CopiesGiven, stamp: Stamp) -> State:
    former = state.minutes[event.minutes].copies
    given = (Copy(n, to, stamp.at) for n, to in enumerate(event.to, len(former) + 1))
    return with_minutes(state, event.minutes, copies=(*former, *given))


GUARDS: dict[str, tuple[()]] = {}
DECIDE: dict[type, Decide] = {GiveCopy: give}
FOLD: dict[type, Fold] = {CopiesGiven: fold_given}
