"""State -> proposals and positions: what the table sees, and what the officers and the author see before."""

from __future__ import annotations

from vcsession.core import slices
from vcsession.core.matters.proposals import Proposal
from vcsession.core.matters.submitting import hidden
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def _row(state: State, p: Proposal) -> slices.ProposalRow:
    into, by, after = (state.proposals[id].number if id else "" for id in (p.into, p.by, p.after))
    return slices.ProposalRow(
        id=p.id,
        number=p.number,
        delegation=p.delegation,
        kind=p.kind,
        unit=p.unit,
        received=p.received,
        submitted_at=p.submitted_at,
        text=p.text,
        rationale=p.rationale,
        author=p.author,
        cosponsors=p.cosponsors,
        state=p.state,
        item=p.item,
        wording=p.wording,
        reason=p.reason,
        maintained=p.maintained,
        into=into,
        by=by,
        after=after,
    )


def circulated(state: State) -> tuple[slices.ProposalRow, ...]:
    """For the table: in the order of their submission."""
    return tuple(_row(state, p) for p in state.proposals.values() if p.circulated)


def not_circulated(state: State, actor: Actor) -> tuple[slices.ProposalRow, ...]:
    """Those that this seat knows of before the table does."""
    unseen = (p for p in state.proposals.values() if not p.circulated and p.state != "withdrawn")
    return tuple(_row(state, p) for p in unseen if not hidden(state, actor, p.id))


def published(state: State) -> tuple[slices.PositionRow, ...]:
    """For the table: what each delegation has published last on a matter."""
    return tuple(
        slices.PositionRow(p.about, p.id, p.delegation, p.stand, p.at) for p in state.positions.values()
    )
