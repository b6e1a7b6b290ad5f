"""Proposals: what a delegation wants changed, from its submission to what became of it.

Until the secretary circulates a proposal, its author's delegation and the officers alone know of it
(`known_to`); then the whole table does, and observers never (`domain.md` 3.4, 20).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from vcsession.core.convocation import Convocation
from vcsession.core.vocabulary import Language, Text

ProposalKind = Literal["proposal", "comment", "amendment", "addition", "deletion"]

AMENDS: Final[tuple[ProposalKind, ...]] = ("amendment", "addition", "deletion")
"""What moves the text when it is accepted: another wording of a unit, a new unit, a unit taken out."""

Day = date  # a field named `date` hides the type of that name from whoever reads the annotations


@dataclass(frozen=True, slots=True)
class Proposal:
    """`number` ("RUS/12") is given at registration; `id` ("p1") is there from the first moment on.

    `unit`: of the text; for an addition the new path; "" for the text as a whole. `text` is the author's own
    words (of an amendment the new wording, of a deletion none), with the secretariat's translation beside
    them. `received` is the day a proposal of the session file came in; `submitted_at` is None for those.
    `draft` names the draft in the delegation's own log. `item` is the agenda item under which it was taken
    up last, `wording` what was agreed of one accepted in part, `into` the proposal it was merged into, `by`
    the one that superseded it, `after` the withdrawn one that it re-introduces.
    """

    id: str
    delegation: str
    kind: ProposalKind
    unit: str
    text: Text
    rationale: Text
    author: Text = field(default_factory=dict)
    state: str = "submitted"
    number: str = ""
    received: Day | None = None
    submitted_at: datetime | None = None
    draft: str = ""
    circulated: bool = False
    cosponsors: tuple[str, ...] = ()
    item: str = ""
    wording: Text = field(default_factory=dict)
    reason: Text = field(default_factory=dict)
    maintained: bool = False
    into: str = ""
    by: str = ""
    after: str = ""
    disposed_at: datetime | None = None


def received(convocation: Convocation) -> Iterator[Proposal]:
    """The proposals of the session file: circulated before the session began."""
    for n, p in enumerate(convocation.proposals, 1):
        yield Proposal(
            f"p{n}",
            p.delegation,
            p.kind,
            p.unit,
            p.text,
            p.rationale,
            p.author,
            "circulated",
            p.number,
            p.received,
            circulated=True,
        )


@dataclass(frozen=True, slots=True)
class SubmitProposal:
    """`text`: in one working language at least; a deletion has none. `author`: the department it comes from.

    `unit`: "" for the text as a whole (a proposal, a comment); for an addition the path that the new unit
    shall have. `draft`: the draft of the delegation's own that this was made from.
    """

    kind: ProposalKind
    rationale: Text
    unit: str = ""
    text: Text | None = None
    author: Text | None = None
    draft: str = ""
    type: Literal["submit_proposal"] = "submit_proposal"


@dataclass(frozen=True, slots=True)
class ReintroduceProposal:
    """What `proposal`'s author has withdrawn, word for word, in the name of another delegation."""

    proposal: str
    type: Literal["reintroduce_proposal"] = "reintroduce_proposal"


@dataclass(frozen=True, slots=True)
class RegisterProposal:
    """`translation`: the languages that the author did not write; its own words stay as they are."""

    proposal: str
    translation: Text | None = None
    type: Literal["register_proposal"] = "register_proposal"


@dataclass(frozen=True, slots=True)
class CirculateProposal:
    proposal: str
    type: Literal["circulate_proposal"] = "circulate_proposal"


@dataclass(frozen=True, slots=True)
class CosponsorProposal:
    proposal: str
    type: Literal["cosponsor_proposal"] = "cosponsor_proposal"


@dataclass(frozen=True, slots=True)
class TakeUp:
    proposal: str
    type: Literal["take_up"] = "take_up"


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    proposal: str
    type: Literal["accept_proposal"] = "accept_proposal"


@dataclass(frozen=True, slots=True)
class AcceptInPart:
    """`text` is the wording that was agreed."""

    proposal: str
    text: Text
    type: Literal["accept_in_part"] = "accept_in_part"


@dataclass(frozen=True, slots=True)
class RejectProposal:
    """`maintained`: what the author, asked, has answered."""

    proposal: str
    reason: Text
    maintained: bool = False
    type: Literal["reject_proposal"] = "reject_proposal"


@dataclass(frozen=True, slots=True)
class BracketProposal:
    proposal: str
    type: Literal["bracket_proposal"] = "bracket_proposal"


@dataclass(frozen=True, slots=True)
class ClearBracket:
    proposal: str
    type: Literal["clear_bracket"] = "clear_bracket"


@dataclass(frozen=True, slots=True)
class MergeProposals:
    """`proposal` is considered together with `into`. `agreed`: the delegations that said so, every author's
    among them.
    """

    proposal: str
    into: str
    agreed: tuple[str, ...]
    type: Literal["merge_proposals"] = "merge_proposals"


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    proposal: str
    type: Literal["withdraw_proposal"] = "withdraw_proposal"


@dataclass(frozen=True, slots=True)
class DeferProposal:
    proposal: str
    type: Literal["defer_proposal"] = "defer_proposal"


@dataclass(frozen=True, slots=True)
class SupersedeProposal:
    """`by`: the same author's newer text."""

    proposal: str
    by: str
    type: Literal["supersede_proposal"] = "supersede_proposal"


@dataclass(frozen=True, slots=True)
class ProposalSubmitted:
    """`known_to`, here and below: the delegations that may read this in the log, besides the officers."""

    proposal: str
    delegation: str
    kind: ProposalKind
    unit: str
    text: Text
    rationale: Text
    author: Text
    draft: str
    after: str
    known_to: tuple[str, ...]
    type: Literal["proposal_submitted"] = "proposal_submitted"


@dataclass(frozen=True, slots=True)
class ProposalRegistered:
    proposal: str
    number: str
    translation: Mapping[Language, str]
    known_to: tuple[str, ...]
    type: Literal["proposal_registered"] = "proposal_registered"


@dataclass(frozen=True, slots=True)
class ProposalCirculated:
    """All that the table learns at this moment."""

    proposal: str
    number: str
    delegation: str
    kind: ProposalKind
    unit: str
    text: Text
    type: Literal["proposal_circulated"] = "proposal_circulated"


@dataclass(frozen=True, slots=True)
class ProposalCosponsored:
    proposal: str
    delegation: str
    type: Literal["proposal_cosponsored"] = "proposal_cosponsored"


@dataclass(frozen=True, slots=True)
class ProposalTakenUp:
    """`item`: the agenda item under consideration; "" between items."""

    proposal: str
    item: str
    type: Literal["proposal_taken_up"] = "proposal_taken_up"


@dataclass(frozen=True, slots=True)
class ProposalAccepted:
    """`wording`: what was agreed of it; empty where it was accepted as it stood."""

    proposal: str
    wording: Text
    type: Literal["proposal_accepted"] = "proposal_accepted"


@dataclass(frozen=True, slots=True)
class ProposalRejected:
    proposal: str
    reason: Text
    maintained: bool
    type: Literal["proposal_rejected"] = "proposal_rejected"


@dataclass(frozen=True, slots=True)
class ProposalBracketed:
    proposal: str
    type: Literal["proposal_bracketed"] = "proposal_bracketed"


@dataclass(frozen=True, slots=True)
class ProposalUnbracketed:
    """Its alternative stands in the unit's brackets no more: it is discussed again."""

    proposal: str
    type: Literal["proposal_unbracketed"] = "proposal_unbracketed"


@dataclass(frozen=True, slots=True)
class ProposalMerged:
    proposal: str
    into: str
    agreed: tuple[str, ...]
    type: Literal["proposal_merged"] = "proposal_merged"


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    """`known_to` None: the table knew the proposal."""

    proposal: str
    known_to: tuple[str, ...] | None
    type: Literal["proposal_withdrawn"] = "proposal_withdrawn"


@dataclass(frozen=True, slots=True)
class ProposalDeferred:
    proposal: str
    type: Literal["proposal_deferred"] = "proposal_deferred"


@dataclass(frozen=True, slots=True)
class ProposalSuperseded:
    proposal: str
    by: str
    type: Literal["proposal_superseded"] = "proposal_superseded"


Command = (
    SubmitProposal
    | ReintroduceProposal
    | RegisterProposal
    | CirculateProposal
    | CosponsorProposal
    | TakeUp
    | AcceptProposal
    | AcceptInPart
    | RejectProposal
    | BracketProposal
    | ClearBracket
    | MergeProposals
    | WithdrawProposal
    | DeferProposal
    | SupersedeProposal
)
Event = (
    ProposalSubmitted
    | ProposalRegistered
    | ProposalCirculated
    | ProposalCosponsored
    | ProposalTakenUp
    | ProposalAccepted
    | ProposalRejected
    | ProposalBracketed
    | ProposalUnbracketed
    | ProposalMerged
    | ProposalWithdrawn
    | ProposalDeferred
    | ProposalSuperseded
)
