"""What `reading` gathers beside a decision: the vote on it, its condition, who came to it late."""

from __future__ import annotations

from datetime import datetime

from vcsession.core.matters import decisions, voting
from vcsession.core.record import ConditionRecord, LateRecord, VoteRecord
from vcsession.core.state import State


def vote(state: State, declared: voting.VoteDeclared, at: datetime) -> VoteRecord:
    tally = voting.tally(state, state.decisions[declared.decision])
    return VoteRecord(
        at,
        tally.in_favour,
        tally.against,
        tally.abstaining,
        (*tally.not_voting, *tally.awaited),
        declared.needed,
        declared.carried,
    )


def condition(decision: decisions.Decision) -> ConditionRecord | None:
    if (c := decision.condition) is None:
        return None
    return ConditionRecord(c.trigger, c.fallback, c.met, c.ground, c.recorded_at)


def late(decision: decisions.Decision) -> tuple[LateRecord, ...]:
    return tuple(
        LateRecord(code, said.associated_at, said.reopening, said.reason, said.asked_at)
        for code, said in decision.late.items()
    )
