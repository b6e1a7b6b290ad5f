"""Who sits at the table, who looks on, who is admitted to some items only: the walls (`domain.md` 3.4, 20).

A slice that says more at the table than outside is made once for each audience (`view.APART`). An audience
is never changed by what happens: what a wall hides is missing from that audience's edition, so that every
change of it is a change of a slice.
"""

from __future__ import annotations

from typing import Final, Literal

from vcsession.core.matters import admission, in_camera
from vcsession.core.rules import Observed
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

Audience = str
"""table, observers, technicians, or the code of a delegation that is admitted to listed items only.

Whoever compares with "table" alone shows such a delegation no more than an observer.
"""

AUDIENCES: Final[tuple[Audience, ...]] = ("table", "observers", "technicians")
"""Those that every session has."""

Sight = Literal["table", "observers", "nothing"]


def audiences(state: State) -> tuple[Audience, ...]:
    return (*AUDIENCES, *(code for code in state.delegations if admission.listed(state, code)))


def audience(state: State, actor: Actor) -> Audience:
    """`observers` are the observers' seats, and every seat of an observer's delegation."""
    if actor.role == "technician":
        return "technicians"
    if admission.listed(state, actor.delegation):
        return actor.delegation or ""
    delegation = state.delegations.get(actor.delegation or "")
    if actor.role == "observer" or (delegation is not None and delegation.kind == "observer"):
        return "observers"
    return "table"


def sight(state: State, seen_by: Audience) -> Sight:
    """What this audience sees now: as at the table, as observers do, or nothing but its own plate."""
    if seen_by in ("table", "technicians"):
        return "table" if seen_by == "table" else "observers"
    delegation = None if seen_by == "observers" else seen_by
    observes = delegation is None or state.delegations[delegation].kind == "observer"
    # A stage that observers are not shown hides none of the papers that they are.
    if in_camera.wall_before(state, delegation, observes=observes) not in ("", "stage_not_shown"):
        return "nothing"
    return "observers" if observes else "table"


def shown(state: State, seen_by: Audience, what: Observed) -> bool:
    """Whether this audience is shown anything of this kind now. A technician is always shown the stage."""
    seen = sight(state, seen_by)
    if seen == "observers":
        stage = seen_by == "technicians" and what == "stage"
        return stage or what in state.convocation.rules.observers_see
    return seen == "table"


def admitted_to(state: State, seen_by: Audience, item: str | None) -> bool:
    """Whether matters of this item are for this audience: all of them but for whose items are listed."""
    return admission.admitted_to(state, seen_by, item)
