"""Guests who are admitted to listed items only: they see, hear and speak while one of these is open.

An item that is suspended, deferred or concluded is closed to them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcsession.core.state import State


def listed(state: State, delegation: str | None) -> tuple[str, ...]:
    """The only items that the delegation is admitted to; () means all of them. A member takes part in all."""
    plate = state.delegations.get(delegation or "")
    return () if plate is None or plate.kind == "member_state" else plate.items


def admitted_to(state: State, delegation: str | None, item: str | None) -> bool:
    items = listed(state, delegation)
    return not items or item in items


def outside_its_items(state: State, delegation: str | None) -> bool:
    items = listed(state, delegation)
    return bool(items) and not any(
        item in state.items and state.items[item].state == "under_consideration" for item in items
    )


def knows_decision(state: State, delegation: str | None, number: str) -> bool:
    """Whether the delegation has been told of the decision: observers only once it was taken."""
    plate = state.delegations.get(delegation or "")
    decision = state.decisions[number]
    untold = plate is not None and plate.kind == "observer" and decision.taken_at is None
    return not untold and admitted_to(state, delegation, decision.item)
