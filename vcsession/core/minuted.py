"""State -> what the Record says of the minutes: the state keeps every version and answer."""

from __future__ import annotations

from collections.abc import Collection

from vcsession.core.matters import corrections
from vcsession.core.matters.corrections import Correction
from vcsession.core.matters.minutes import Minutes
from vcsession.core.record import (
    CopyRecord,
    CorrectionRecord,
    CorrigendumRecord,
    FormerText,
    MinutesRecord,
    NoteRecord,
    SignatureRecord,
    VersionRecord,
)
from vcsession.core.state import State
from vcsession.core.vocabulary import Text


def minutes(state: State, heard: Collection[str]) -> tuple[MinutesRecord, ...]:
    """`heard`: the requests whose speeches the Record tells; of others no correction is told either."""
    return tuple(_minutes(state, m, heard) for m in state.minutes.values())


def wording(state: State, request: str) -> Text:
    """How the secretary worded an intervention; {} where nobody did."""
    for minutes in list(state.minutes.values())[-1:]:
        if overlay := minutes.wording().get(("intervention", request)):
            return overlay.text
    return {}


def former_texts(state: State, decision: str) -> tuple[FormerText, ...]:
    """How a decision read before each correction of its text, the oldest first."""
    found = [
        c
        for c in state.corrections.values()
        if c.kind == "decision_text" and c.target == decision and c.accepted and c.decided_at
    ]
    found.sort(key=lambda c: c.decided_at or c.submitted_at)
    return tuple(FormerText(c.old, c.old_hash, c.number, c.decided_at or c.submitted_at) for c in found)


def _minutes(state: State, m: Minutes, heard: Collection[str]) -> MinutesRecord:
    return MinutesRecord(
        number=m.number,
        form=m.form,
        language=m.language,
        status=m.state,
        versions=tuple(VersionRecord(v.number, v.first, v.last, v.made_at, v.because) for v in m.versions),
        notes=tuple(NoteRecord(o.target, o.text) for o in m.wording().values() if o.kind == "note"),
        circulated_at=m.circulated_at,
        deadline=m.deadline,
        in_room=m.in_room,
        corrections=tuple(
            _correction(m, c)
            for c in corrections.of(state, m.number)
            if c.kind != "own_statement" or c.target in heard
        ),
        final_at=m.final_at,
        adopted_at=m.adopted_at,
        hash=m.hash,
        signatures=tuple(
            SignatureRecord(s.signer, s.seat, s.manner, s.words, s.scan, s.seal, s.public_key, s.at)
            for s in m.signatures.values()
        ),
        issued_at=m.issued_at,
        corrigenda=tuple(
            CorrigendumRecord(c.number, c.text, c.at) for c in m.corrigenda if c.number is not None
        ),
        superseded_because=m.superseded_because,
        copies=tuple(CopyRecord(c.number, c.to, c.at) for c in m.copies),
    )


def _correction(m: Minutes, c: Correction) -> CorrectionRecord:
    return CorrectionRecord(
        c.number,
        c.delegation,
        c.kind,
        c.target,
        c.old,
        c.wording,
        c.reason,
        c.submitted_at,
        c.state,
        c.notified_at,
        tuple(c.objections),
        c.against,
        c.answer,
        c.decided_at,
        next((note.text for note in m.notes if note.correction == c.number), {}),
    )
