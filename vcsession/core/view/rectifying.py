"""State -> the facts that may be rectified, and the rectifications."""

from __future__ import annotations

from typing import Final

from vcsession.core import slices
from vcsession.core.audience import Audience, sight
from vcsession.core.matters import admission
from vcsession.core.matters.facts import Fact
from vcsession.core.state import State

SHOWN: Final = 30
"""Facts; an earlier one is named by its id, from the log."""


def _fact(fact: Fact) -> slices.FactRow:
    return slices.FactRow(
        fact.id, fact.kind, fact.sitting, fact.at, fact.until, fact.delegation, fact.seat, fact.what
    )


def last_facts(state: State) -> tuple[slices.FactRow, ...]:
    return tuple(map(_fact, reversed(state.facts[-SHOWN:])))


def rectifying(state: State, seen_by: Audience = "table") -> slices.RectifyingSlice:
    """They tell of every item, so whoever is admitted to some items only sees none."""
    if sight(state, seen_by) != "table" or admission.listed(state, seen_by):
        return slices.RectifyingSlice(())
    return slices.RectifyingSlice(
        rectifications=tuple(
            slices.RectificationRow(
                r.id,
                r.kind,
                r.state,
                _fact(r.former) if r.former else None,
                _fact(r.now) if r.now else None,
                r.reason,
                r.consented_by,
                r.words,
            )
            for r in state.rectifications.values()
        ),
    )
