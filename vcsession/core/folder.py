"""A delegation's own log: what it drafts, and where its departments stand. A small machine of its own.

Only the seats of the delegation ever see these; the plenary's state, log and slices know nothing of them
(`domain.md` 3.4, 3). `decide` may ask the plenary's state what there is to speak of; it changes nothing
there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from vcsession.core.changing import replace
from vcsession.core.machines.folder import FOLDER_RULES
from vcsession.core.matters import positions, seats, submitting
from vcsession.core.matters.positions import About, Stand
from vcsession.core.matters.proposals import ProposalKind
from vcsession.core.permitting import OVER, OWN
from vcsession.core.refusals import refuse
from vcsession.core.state import BEGINNING, State
from vcsession.core.vocabulary import Actor, Commit, Text

Whose = Literal["internal", "delegation"]

MOST_DRAFTS: Final = 200
"""Drafts and positions live in memory: a delegation has no more of either than this."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`by` is the seat that wrote it last. What it says is checked when it is submitted."""

    id: str
    kind: ProposalKind
    unit: str
    text: Text
    rationale: Text
    by: str
    at: datetime
    state: str = "draft_proposal"


@dataclass(frozen=True, slots=True)
class Note:
    """Where a department ("" at the level of the delegation) stands on a matter."""

    about: About
    id: str
    whose: Whose
    department: str
    stand: Stand
    remark: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Folder:
    """What a delegation's log folds into."""

    version: int = 0
    at: datetime = BEGINNING
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    notes: Mapping[tuple[About, str, str], Note] = field(default_factory=dict)
    """By what it is about, its id, and the department"""


@dataclass(frozen=True, slots=True)
class DraftProposalText:
    kind: ProposalKind
    text: Text
    unit: str = ""
    rationale: Text | None = None
    type: Literal["draft_proposal_text"] = "draft_proposal_text"


@dataclass(frozen=True, slots=True)
class ReviseDraft:
    draft: str
    text: Text
    rationale: Text | None = None
    type: Literal["revise_draft"] = "revise_draft"


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    draft: str
    type: Literal["discard_draft"] = "discard_draft"


@dataclass(frozen=True, slots=True)
class NotePosition:
    """On one of a unit, a decision and a proposal. `department` is named at the internal level only.

    At the level of the delegation it is what the head may then publish.
    """

    whose: Whose
    stand: Stand
    unit: str | None = None
    decision: str | None = None
    proposal: str | None = None
    department: str = ""
    remark: str = ""
    type: Literal["note_position"] = "note_position"


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """`rationale` and `text` as they stand from now on."""

    draft: str
    kind: ProposalKind
    unit: str
    text: Text
    rationale: Text
    type: Literal["draft_written"] = "draft_written"


@dataclass(frozen=True, slots=True)
class DraftDiscarded:
    draft: str
    type: Literal["draft_discarded"] = "draft_discarded"


@dataclass(frozen=True, slots=True)
class PositionNoted:
    about: About
    id: str
    whose: Whose
    department: str
    stand: Stand
    remark: str
    type: Literal["position_noted"] = "position_noted"


Command = DraftProposalText | ReviseDraft | DiscardDraft | NotePosition
Event = DraftWritten | DraftDiscarded | PositionNoted


def keeps(state: State, delegation: str | None) -> bool:
    """Whether the delegation has folder of its own: those that take part in making the text."""
    known = state.delegations.get(delegation or "")
    return known is not None and known.rights.may_propose


def reads(state: State, actor: Actor) -> bool:
    """Whether this seat sees its delegation's folder."""
    inside = not seats.outside(state, actor.seat) and not seats.revoked(state, actor.seat)
    return inside and actor.role in OWN and keeps(state, actor.delegation)


def decide(folder: Folder, state: State, actor: Actor, command: Command) -> tuple[Event, ...]:
    """The events that the command makes in the actor's own delegation's log.

    Raises Refused; then nothing has changed.
    """
    seats.must_be_inside(state, actor)
    _, transition = FOLDER_RULES[command.type]
    if actor.role not in transition.who:
        raise refuse("not_your_role")
    if not keeps(state, actor.delegation):
        raise refuse("may_not_propose")
    if state.status in OVER:
        raise refuse("session_not_open")
    match command:
        case DraftProposalText():
            return (_draft(folder, state, command),)
        case ReviseDraft():
            return (_revise(folder, state, command),)
        case DiscardDraft():
            _known(folder, command.draft)
            return (DraftDiscarded(command.draft),)
        case NotePosition():
            return (_note(folder, state, actor, command),)


def _draft(folder: Folder, state: State, command: DraftProposalText) -> DraftWritten:
    if len(folder.drafts) >= MOST_DRAFTS:
        raise refuse("too_many_drafts", most=MOST_DRAFTS)
    if command.kind != "deletion":
        submitting.check_language(state, command.text, "text")
    return DraftWritten(
        f"d{len(folder.drafts) + 1}", command.kind, command.unit, command.text, command.rationale or {}
    )


def _revise(folder: Folder, state: State, command: ReviseDraft) -> DraftWritten:
    draft = _known(folder, command.draft)
    if draft.kind != "deletion":
        submitting.check_language(state, command.text, "text")
    rationale = draft.rationale if command.rationale is None else command.rationale
    return DraftWritten(draft.id, draft.kind, draft.unit, command.text, rationale)


def _known(folder: Folder, id: str) -> Draft:
    if id not in folder.drafts:
        raise refuse("unknown", what="draft", id=id)
    draft = folder.drafts[id]
    if draft.state != "draft_proposal":
        raise refuse("wrong_state", what="draft", id=id, status=draft.state)
    return draft


def _note(folder: Folder, state: State, actor: Actor, command: NotePosition) -> PositionNoted:
    proposals = (id for id in state.proposals if not submitting.hidden(state, actor, id))
    about, id = positions.subject(state, command.unit, command.decision, command.proposal, proposals)
    department = command.department.strip()
    if command.whose == "internal" and not department:
        raise refuse("bad_field", field="department", problem="whose position it is")
    if command.whose == "delegation":
        if department:
            raise refuse("bad_field", field="department", problem="the delegation speaks with one voice")
        positions.may_propose(state, actor, "", state.at)
    if (about, id, department) not in folder.notes and len(folder.notes) >= MOST_DRAFTS:
        raise refuse("too_many_drafts", most=MOST_DRAFTS)
    return PositionNoted(about, id, command.whose, department, command.stand, command.remark)


def fold(folder: Folder, commit: Commit[Event]) -> Folder:
    """The folder after the commit."""
    for event in commit.events:
        folder = _apply(folder, event, commit)
    return replace(folder, version=commit.version, at=commit.at)


def _apply(folder: Folder, event: Event, commit: Commit[Event]) -> Folder:
    by, at = commit.actor.seat, commit.at
    match event:
        case DraftWritten():
            draft = Draft(event.draft, event.kind, event.unit, event.text, event.rationale, by, at)
            return replace(folder, drafts={**folder.drafts, draft.id: draft})
        case DraftDiscarded():
            gone = replace(folder.drafts[event.draft], state="discarded", text={}, rationale={})
            return replace(folder, drafts={**folder.drafts, event.draft: gone})
        case PositionNoted():
            note = Note(
                event.about, event.id, event.whose, event.department, event.stand, event.remark, by, at
            )
            return replace(folder, notes={**folder.notes, (event.about, event.id, event.department): note})


def submitted_as(state: State, delegation: str, draft: str) -> str:
    """The proposal that was made from the draft; "" where none was."""
    mine = (p for p in state.proposals.values() if p.delegation == delegation and p.draft == draft)
    return next((p.id for p in mine if not p.after), "")
