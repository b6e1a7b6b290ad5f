"""State -> what the Record says of proposals and positions."""

from __future__ import annotations

from vcsession.core.record.proposals import PositionRecord, ProposalRecord
from vcsession.core.state import State


def proposals(state: State) -> tuple[ProposalRecord, ...]:
    number = {"": "", **{p.id: p.number for p in state.proposals.values()}}
    return tuple(
        ProposalRecord(
            p.number,
            p.delegation,
            p.kind,
            p.unit,
            p.text,
            p.rationale,
            p.author,
            p.cosponsors,
            p.received,
            p.submitted_at,
            p.state,
            p.item,
            p.wording,
            p.reason,
            p.maintained,
            number[p.into],
            number[p.by],
            number[p.after],
            p.disposed_at,
        )
        for p in state.proposals.values()
        if p.circulated
    )


def positions(state: State) -> tuple[PositionRecord, ...]:
    return tuple(
        PositionRecord(
            p.about, state.proposals[p.id].number if p.about == "proposal" else p.id, p.delegation, p.stand
        )
        for p in state.positions.values()
    )
