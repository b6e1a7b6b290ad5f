"""State -> the slice of what follows the session."""

from __future__ import annotations

from vcsession.core import slices
from vcsession.core.audience import Audience
from vcsession.core.matters import approving, communique
from vcsession.core.matters.forwarding import Forwarding
from vcsession.core.matters.publicity import Communique
from vcsession.core.state import State


def _forwarding(state: State, f: Forwarding) -> slices.ForwardingRow:
    return slices.ForwardingRow(
        id=f.id,
        body=f.body,
        state=f.state,
        version=f.versions[-1] if f.versions else "",
        adopting=f.adopting,
        preliminary=f.preliminary,
        ad_referendum=f.ad_referendum,
        brackets=f.brackets,
        due=f.due,
        deadline=approving.deadline(f),
        reminders=approving.reminders(f),
        steps=tuple(slices.StepRow(s.state, s.at, s.letter, s.words) for s in f.steps),
        approvals=tuple(
            slices.ApprovalRow(a.id, a.delegation, a.state, a.since, a.letter, a.office, a.reason)
            for a in state.approvals.values()
            if a.forwarding == f.id
        ),
        comments=tuple(
            slices.CommentRow(c.number, c.delegation, c.unit, c.kind, c.text, c.resolved) for c in f.comments
        ),
    )


def _communique(state: State, c: Communique) -> slices.CommuniqueRow:
    return slices.CommuniqueRow(
        state=c.state,
        text=c.text,
        hash=c.hash,
        facts=c.facts,
        cleared=tuple(c.cleared),
        awaited=communique.awaited(state) if c.state == "drafted" else (),
        embargo_until=c.embargo_until,
        released_at=c.released_at,
        address=c.address,
    )


def following(state: State, seen_by: Audience) -> slices.FollowingSlice:
    """Of a released communique observers see what the public sees: not who cleared it, nor from what."""
    c = state.communique
    if seen_by != "table":
        public = Communique(c.state, c.text, c.hash, released_at=c.released_at, address=c.address)
        shown = public if c.state == "released" else Communique()
        return slices.FollowingSlice((), (), _communique(state, shown))
    return slices.FollowingSlice(
        forwardings=tuple(_forwarding(state, f) for f in state.forwardings.values()),
        facts=tuple(
            slices.PublicRow(id, fact.level, fact.text, fact.names, communique.may_be_told(state, id))
            for id, fact in communique.facts(state).items()
        ),
        communique=_communique(state, c),
        previous=state.convocation.previous or "",
        next_round=state.next_round,
    )
