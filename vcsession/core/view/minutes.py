"""State -> the minutes as one seat may know them (`domain.md` 3.4, 6 and 20).

The officers see everything. The delegations see the provisional minutes from circulation on, their own
corrections, and those that are everybody's matter: of a decision's text, and whatever was accepted.
Everybody else, observers among them, sees nothing before the minutes are issued.
"""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core import slices
from vcsession.core.audience import audience
from vcsession.core.matters import corrections, signing
from vcsession.core.matters.corrections import Correction
from vcsession.core.matters.minutes import Minutes
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS, Actor


def minutes(state: State, actor: Actor) -> tuple[slices.MinutesRow, ...]:
    return tuple(_row(state, actor, m) for m in state.minutes.values() if _known(state, actor, m))


def readable(state: State, actor: Actor) -> int | None:
    """Up to which version of the log this seat may read the minutes as a document; None: not at all.

    An officer reads them as they stand, everybody else the latest version that was given out.
    """
    if actor.role in OFFICERS:
        return state.version
    known = [m.version.last for m in state.minutes.values() if _known(state, actor, m)]
    return known[-1] if known else None


def _known(state: State, actor: Actor, m: Minutes) -> bool:
    if actor.role in OFFICERS:
        return True
    if _at_the_table(state, actor):
        return m.circulated_at is not None
    return m.issued_at is not None


def _at_the_table(state: State, actor: Actor) -> bool:
    return actor.delegation is not None and audience(state, actor) == "table"


def _row(state: State, actor: Actor, m: Minutes) -> slices.MinutesRow:
    officer = actor.role in OFFICERS
    inside = officer or _at_the_table(state, actor)
    return slices.MinutesRow(
        number=m.number,
        state=m.state,
        form=m.form,
        language=m.language,
        versions=tuple(slices.VersionRow(v.number, v.last, v.made_at, v.because) for v in m.versions),
        overlays=tuple(
            slices.OverlayRow(o.kind, o.target, o.text, o.reason, o.made_at)
            for o in m.wording().values()
            if officer
        ),
        circulated_at=m.circulated_at if inside else None,
        deadline=m.deadline if inside else None,
        corrections=tuple(_correction(c) for c in _corrections(state, actor, m)) if inside else (),
        adopted_at=m.adopted_at,
        hash=m.hash,
        signatures=tuple(
            slices.SignatureRow(s.signer, s.manner, s.words, s.at, bool(s.scan), bool(s.seal))
            for s in m.signatures.values()
            if inside
        ),
        awaited=signing.awaited(state, m) if inside and m.state == "signing" else (),
        issued_at=m.issued_at,
        corrigenda=tuple(
            slices.CorrigendumRow(c.number, c.text, c.at)
            for c in m.corrigenda
            if officer or c.number is not None
        ),
        copies=tuple(
            slices.CopyRow(c.number, c.to, c.at)
            for c in m.copies
            if officer or (c.to and c.to == actor.delegation)
        ),
    )


def _corrections(state: State, actor: Actor, m: Minutes) -> Iterator[Correction]:
    for c in corrections.of(state, m.number):
        own = actor.delegation == c.delegation
        if actor.role in OFFICERS or own or c.accepted or (c.open and c.kind == "decision_text"):
            yield c


def _correction(c: Correction) -> slices.CorrectionRow:
    return slices.CorrectionRow(
        c.number,
        c.delegation,
        c.kind,
        c.target,
        c.old,
        c.new,
        c.reason,
        c.state,
        c.submitted_at,
        c.notified_at,
        c.until,
        tuple(c.objections),
        c.proposed,
        c.agreed,
        c.answer,
        c.decided_at,
    )
