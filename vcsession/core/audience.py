"""Who sits at the table and who looks on: the wall between them (`domain.md` 3.4, 20).

A slice that says more at the table than outside is made once for each audience (`view.APART`).
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

Audience = Literal["table", "observers"]

AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)

LOOKERS_ON: Final = frozenset({"observer", "technician"})


def audience(state: State, actor: Actor) -> Audience:
    """`observers` are the observers' and technicians' seats, and every seat of an observer's delegation."""
    delegation = state.delegations.get(actor.delegation or "")
    if actor.role in LOOKERS_ON or (delegation is not None and delegation.kind == "observer"):
        return "observers"
    return "table"
