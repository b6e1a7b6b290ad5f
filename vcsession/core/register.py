"""The register of documents as one reader finds it: by a paper's audience, and by the walls of the room."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.audience import audience
from vcsession.core.audience import shown as seen_by
from vcsession.core.matters import admission
from vcsession.core.matters.papers import EVERYBODY, Paper, may_read, readers
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Language


def walled(state: State, actor: Actor) -> bool:
    """Whether released papers are out of this reader's sight now (`audience`, `observers_see`)."""
    return not seen_by(state, audience(state, actor), "papers")


def reads(state: State, actor: Actor, paper: Paper) -> bool:
    """A delegation keeps its own papers behind every wall."""
    if actor.delegation is not None and actor.delegation == paper.delegation:
        return True
    if (items := admission.listed(state, actor.delegation)) and paper.audience == "all":
        of_own = (state.items[n].documents for n in items if n in state.items)
        if not any(paper.symbol in symbols for symbols in of_own):
            return False
    if EVERYBODY in readers(state, paper) or actor.delegation is not None:
        return may_read(state, actor, paper) and not walled(state, actor)
    return may_read(state, actor, paper)


def shown(state: State, actor: Actor) -> Iterator[Paper]:
    """The papers that the actor may read, in the order of their filing.

    A paper of the session file gives way to the one that was filed under its symbol.
    """
    seen = [paper for paper in state.papers.values() if reads(state, actor, paper)]
    filed = {paper.symbol for paper in seen if paper.hash and paper.state != "withdrawn_document"}
    return (paper for paper in seen if paper.hash or paper.symbol not in filed)


def at_address(state: State, actor: Actor, address: str, language: Language | None) -> Paper | None:
    """The paper with bytes that a symbol or an id names, in this language, else the authentic one.

    What the actor may not read, and what was withdrawn, is not there.
    """
    found = [
        paper
        for paper in shown(state, actor)
        if paper.hash and address in (paper.id, paper.symbol) and paper.state != "withdrawn_document"
    ]
    ranked = sorted(found, key=lambda p: (p.language != language, p.status != "authentic"))
    return ranked[0] if ranked else None
