"""A delegation's folder -> what its own seats are shown, and what they may do with them."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core import slices
from vcsession.core.asking import described
from vcsession.core.folder import Folder, submitted_as
from vcsession.core.matters import positions
from vcsession.core.offers import matters
from vcsession.core.permitting import OVER
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Refused


def folder(kept: Folder, state: State, actor: Actor) -> slices.FolderSlice:
    """For a seat that reads them (`core.folder.reads`)."""
    delegation = actor.delegation or ""
    return slices.FolderSlice(
        drafts=tuple(
            slices.FolderDraft(
                d.id, d.kind, d.unit, d.text, d.rationale, d.by, d.at, submitted_as(state, delegation, d.id)
            )
            for d in kept.drafts.values()
            if d.state == "draft_proposal"
        ),
        notes=tuple(
            slices.NoteRow(n.about, n.id, n.whose, n.department, n.stand, n.remark, n.by, n.at)
            for n in kept.notes.values()
        ),
        acts=() if state.status in OVER else tuple(map(described, _acts(kept, state, actor))),
    )


def behind_folder(state: State) -> tuple[object, ...]:
    """The parts of the plenary's state that `folder` reads: while they are the same, so is what it says."""
    return state.status, state.units, state.decisions, state.proposals, state.positions, state.seats


def _acts(kept: Folder, state: State, actor: Actor) -> Iterator[Act]:
    yield Act("draft_proposal_text", {}, ("kind", "unit", "text", "rationale"))
    commits = _commits_the_delegation(state, actor)
    for d in kept.drafts.values():
        if d.state != "draft_proposal":
            continue
        text = () if d.kind == "deletion" else ("text",)
        if commits and not submitted_as(state, actor.delegation or "", d.id):
            fields = {"draft": d.id, "kind": d.kind, "unit": d.unit}
            yield Act("submit_proposal", fields, (*text, "rationale", "author"), {"draft": d.id})
        yield Act("revise_draft", {"draft": d.id}, ("text", "rationale"), {"draft": d.id})
        yield Act("discard_draft", {"draft": d.id}, (), {"draft": d.id})
    for fields, asks, words in matters(state):
        yield Act("note_position", fields, (*asks, "whose", "department", "stand", "remark"), words)
    for note in kept.notes.values() if commits else ():
        key = (note.about, note.id, actor.delegation or "")
        said = state.positions.get(key)
        known = note.about != "proposal" or state.proposals[note.id].circulated
        if note.whose == "delegation" and known and (said is None or said.stand != note.stand):
            words = {note.about: note.id}
            yield Act("publish_position", {note.about: note.id, "stand": note.stand}, (), words)


def _commits_the_delegation(state: State, actor: Actor) -> bool:
    try:
        positions.may_propose(state, actor, "", state.at)
    except Refused:
        return False
    return True
