"""State -> what of the Record follows a session."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.matters import communique
from vcsession.core.matters.publicity import OPENING, PublicFact
from vcsession.core.record.following import (
    ApprovalRecord,
    ClearanceRecord,
    CommentRecord,
    CommuniqueRecord,
    FirstConvened,
    ForwardingRecord,
    StatementRecord,
    StepRecord,
)
from vcsession.core.state import State
from vcsession.core.vocabulary import Text


def first_convened(state: State) -> FirstConvened | None:
    first, c = state.original, state.convocation
    if first is None or (first.date_from, first.date_to, first.venue) == (c.date_from, c.date_to, c.venue):
        return None
    return FirstConvened(first.date_from, first.date_to, first.venue)


def the_communique(state: State) -> CommuniqueRecord:
    c = state.communique
    return CommuniqueRecord(
        c.state,
        c.text,
        c.hash,
        c.facts,
        tuple(ClearanceRecord(by, given.seat, given.at) for by, given in c.cleared.items()),
        c.embargo_until,
        c.released_at,
        c.address,
    )


def statements(state: State) -> Iterator[StatementRecord]:
    for id, fact in communique.facts(state).items():
        if not communique.is_quote(state, id):
            continue
        if id == OPENING:
            said = (state.opened_by, "", state.opening_words, state.opened_at)
        else:
            s = state.reservations[id]
            said = ("", s.delegation, {s.language: s.text}, s.received_at)
        told = communique.may_be_told(state, id)
        yield StatementRecord(id, *said, fact.level, fact.text, told, fact.cleared_by)


def publicity(state: State, decision: str) -> tuple[str, Text]:
    """Level and public words of a decision, taken or not."""
    fact = communique.facts(state).get(decision, state.publicity.get(decision, PublicFact("category")))
    return fact.level, fact.text


def forwardings(state: State) -> Iterator[ForwardingRecord]:
    for f in state.forwardings.values():
        yield ForwardingRecord(
            f.id,
            f.body,
            f.state,
            f.versions[-1] if f.versions else "",
            f.adopting,
            f.due,
            f.preliminary,
            f.ad_referendum,
            f.brackets,
            tuple(StepRecord(s.state, s.at, s.letter, s.words) for s in f.steps),
            tuple(
                ApprovalRecord(a.delegation, a.state, a.since, a.letter, a.office, a.reason)
                for a in state.approvals.values()
                if a.forwarding == f.id
            ),
            tuple(
                CommentRecord(c.number, c.delegation, c.unit, c.kind, c.text, c.at, c.resolved)
                for c in f.comments
            ),
        )
