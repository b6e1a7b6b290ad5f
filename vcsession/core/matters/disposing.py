"""The rules of proposals: guards, consequences and fold for `matters.proposals`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.matters import positions, roll_call, submitting
from vcsession.core.matters.agenda import check_text, in_session, may_decide
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.drafting import next_version, row_of
from vcsession.core.matters.proposals import (
    AMENDS,
    AcceptInPart,
    AcceptProposal,
    BracketProposal,
    ClearBracket,
    Command,
    DeferProposal,
    Event,
    MergeProposals,
    Proposal,
    ProposalAccepted,
    ProposalBracketed,
    ProposalDeferred,
    ProposalMerged,
    ProposalRejected,
    ProposalSuperseded,
    ProposalTakenUp,
    ProposalUnbracketed,
    RejectProposal,
    SupersedeProposal,
    TakeUp,
)
from vcsession.core.matters.submitting import out_of_brackets, stands_for, with_proposal
from vcsession.core.matters.text import AlternativeDropped, UnitAdded, UnitBracketed, UnitRevised
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

__all__ = ["DECIDE", "FOLD", "GUARDS", "Command", "Event"]

OPEN_UNIT: Final = frozenset({"open_text", "bracketed_text"})
"""Units whose wording may move: what is agreed is reopened first."""

ON_THE_TABLE: Final = ("circulated", "under_discussion", "bracketed", "deferred_proposal")
"""States of a proposal that is circulated and not disposed of."""

Wording = UnitRevised | UnitAdded


def to_merge_into(state: State, id: str) -> tuple[str, ...]:
    proposals = state.proposals.values()
    return tuple(p.id for p in proposals if p.state in ON_THE_TABLE and p.id != id)


def newer(state: State, id: str) -> tuple[str, ...]:
    """Later texts of the same author on the table."""
    author, ids = state.proposals[id].delegation, list(state.proposals)
    return tuple(
        later
        for later in ids[ids.index(id) + 1 :]
        if state.proposals[later].delegation == author and state.proposals[later].state in ON_THE_TABLE
    )


def to_reserve(state: State, delegation: str) -> bool:
    """Whether a proposal that this delegation maintains was not accepted, and it has not reserved since."""
    own = (p for p in state.proposals.values() if p.delegation == delegation)
    times = (p.disposed_at for p in own if p.state == "rejected" and p.maintained)
    last = max(filter(None, times), default=None)
    mine = (r for r in state.reservations.values() if r.delegation == delegation)
    return last is not None and not any(r.announced_at >= last for r in mine)


# guards


def nobody_objects(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if positions.objecting(state, "proposal", entity):
        raise refuse("objection_stands")


def unit_takes_it(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """An amendment's unit is open; the path of an addition is free, or taken by its own brackets."""
    proposal = state.proposals[entity]
    if proposal.kind not in AMENDS:
        return
    unit = state.units.get(proposal.unit)
    if proposal.kind == "addition" and unit is not None and unit.versions[0].because != entity:
        raise refuse("path_taken", id=proposal.unit)
    if unit is not None and unit.state not in OPEN_UNIT:
        raise refuse("wrong_state", what="text_unit", id=unit.path, status=unit.state)


def gives_wording(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    proposal = state.proposals[entity]
    if proposal.kind not in AMENDS:
        raise refuse("no_wording")
    unit = state.units.get(proposal.unit)
    beside = unit.alternatives if unit is not None else ()
    if any(one.proposal and one.text == _text(state, proposal) for one in beside):
        raise refuse("already_in_brackets", id=proposal.unit)


def author_is_asked(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.proposals[entity].delegation not in roll_call.present(state):
        raise refuse("delegation_not_present")


def something_to_merge_into(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not to_merge_into(state, entity):
        raise refuse("no_other_proposal")


def something_newer(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not newer(state, entity):
        raise refuse("no_newer_text")


# commands


def take_up(state: State, _a: Actor, command: TakeUp, _n: datetime) -> Iterator[ProposalTakenUp]:
    current = (i.number for i in state.items.values() if i.state == "under_consideration")
    yield ProposalTakenUp(command.proposal, next(current, ""))


def _text(state: State, proposal: Proposal) -> Text:
    """The wording that it gives its unit; of what is taken out nothing stays but the unit's place."""
    return proposal.text or {state.convocation.languages.authentic: ""}


def _into_text(state: State, proposal: Proposal, text: Text) -> Iterator[Wording]:
    if proposal.unit in state.units:
        yield next_version(state, proposal.unit, text, proposal.id)
    else:
        yield _added(state, proposal, text)


def _added(state: State, proposal: Proposal, text: Text) -> UnitAdded:
    path, authentic = proposal.unit, state.convocation.languages.authentic
    digest = text_hash(text, authentic)
    return UnitAdded(path, "paragraph", row_of(state, path), text, digest, proposal.id)


def accept(
    state: State, _a: Actor, command: AcceptProposal, _n: datetime
) -> Iterator[Wording | ProposalAccepted]:
    proposal = state.proposals[command.proposal]
    if proposal.kind in AMENDS:
        yield from _into_text(state, proposal, _text(state, proposal))
    yield ProposalAccepted(proposal.id, {})


def accept_in_part(
    state: State, _a: Actor, command: AcceptInPart, _n: datetime
) -> Iterator[Wording | ProposalAccepted]:
    check_text(state, command.text, "text")
    proposal = state.proposals[command.proposal]
    if proposal.kind in AMENDS:
        yield from _into_text(state, proposal, command.text)
    yield ProposalAccepted(proposal.id, command.text)


def reject(state: State, _a: Actor, command: RejectProposal, _n: datetime) -> Iterator[ProposalRejected]:
    check_text(state, command.reason, "reason")
    yield ProposalRejected(command.proposal, command.reason, command.maintained)


def bracket(
    state: State, _a: Actor, command: BracketProposal, _n: datetime
) -> Iterator[UnitAdded | UnitBracketed | ProposalBracketed]:
    proposal = state.proposals[command.proposal]
    if proposal.unit not in state.units:  # what is added stands in brackets beside nothing
        yield _added(state, proposal, {state.convocation.languages.authentic: ""})
    delegations = tuple(code for code in state.delegations if code in stands_for(proposal))
    yield UnitBracketed(proposal.unit, _text(state, proposal), delegations, proposal.id)
    yield ProposalBracketed(proposal.id)


def merge(state: State, _a: Actor, command: MergeProposals, _n: datetime) -> Iterator[ProposalMerged]:
    if command.into not in to_merge_into(state, command.proposal):
        raise refuse("unknown", what="other proposal", id=command.into)
    authors = {state.proposals[id].delegation for id in (command.proposal, command.into)}
    for code in command.agreed:
        if code not in state.delegations:
            raise refuse("unknown", what="delegation", id=code)
    for code in (code for code in state.delegations if code in authors):
        if code not in command.agreed:
            raise refuse("author_must_agree", id=code)
    yield ProposalMerged(command.proposal, command.into, command.agreed)


def defer(
    state: State, _a: Actor, command: DeferProposal, _n: datetime
) -> Iterator[AlternativeDropped | ProposalDeferred]:
    yield from out_of_brackets(state, command.proposal)
    yield ProposalDeferred(command.proposal)


def supersede(
    state: State, _a: Actor, command: SupersedeProposal, _n: datetime
) -> Iterator[AlternativeDropped | ProposalSuperseded]:
    if command.by not in newer(state, command.proposal):
        raise refuse("unknown", what="newer proposal", id=command.by)
    yield from out_of_brackets(state, command.proposal)
    yield ProposalSuperseded(command.proposal, command.by)


@once
def bracketed(proposals: Mapping[str, Proposal]) -> tuple[Proposal, ...]:
    return tuple(proposal for proposal in proposals.values() if proposal.state == "bracketed")


def consequences(state: State) -> Iterator[ProposalAccepted | ProposalUnbracketed]:
    """Brackets are cleared unit by unit too: then the proposal that stood in them is accepted, or is
    discussed again.
    """
    for proposal in bracketed(state.proposals):
        unit = state.units[proposal.unit]
        if any(one.proposal == proposal.id for one in unit.alternatives):
            continue
        if unit.current.because == proposal.id and unit.current.number > 1:
            yield ProposalAccepted(proposal.id, {})
        else:
            yield ProposalUnbracketed(proposal.id)


# fold


def fold_accepted(state: State, event: ProposalAccepted, stamp: Stamp) -> State:
    status = "accepted_in_part" if event.wording else "accepted"
    return with_proposal(state, event.proposal, state=status, wording=event.wording, disposed_at=stamp.at)


def fold_rejected(state: State, event: ProposalRejected, stamp: Stamp) -> State:
    return with_proposal(
        state,
        event.proposal,
        state="rejected",
        reason=event.reason,
        maintained=event.maintained,
        disposed_at=stamp.at,
    )


def fold_merged(state: State, event: ProposalMerged, stamp: Stamp) -> State:
    """From now on the other one stands for both authors."""
    merged, into = state.proposals[event.proposal], state.proposals[event.into]
    joined = {*stands_for(merged), *into.cosponsors} - {into.delegation}
    cosponsors = tuple(code for code in state.delegations if code in joined)
    state = with_proposal(state, event.into, cosponsors=cosponsors)
    return with_proposal(state, event.proposal, state="merged", into=event.into, disposed_at=stamp.at)


GUARDS = {
    **submitting.GUARDS,
    "take_up": (in_session,),
    "accept_proposal": (may_decide, roll_call.every_link_holds, nobody_objects, unit_takes_it),
    "accept_in_part": (may_decide, roll_call.every_link_holds, nobody_objects, unit_takes_it),
    "reject_proposal": (in_session, author_is_asked),
    "bracket_proposal": (in_session, gives_wording, unit_takes_it),
    "clear_bracket": (in_session,),
    "merge_proposals": (in_session, something_to_merge_into),
    "defer_proposal": (in_session,),
    "supersede_proposal": (something_newer,),
}
DECIDE: dict[type, Decide] = {
    **submitting.DECIDE,
    TakeUp: take_up,
    AcceptProposal: accept,
    AcceptInPart: accept_in_part,
    RejectProposal: reject,
    BracketProposal: bracket,
    ClearBracket: lambda state, _a, command, _n: out_of_brackets(state, command.proposal),
    MergeProposals: merge,
    DeferProposal: defer,
    SupersedeProposal: supersede,
}
FOLD: dict[type, Fold] = {
    **submitting.FOLD,
    ProposalTakenUp: lambda state, event, _stamp: with_proposal(
        state, event.proposal, state="under_discussion", item=event.item
    ),
    ProposalAccepted: fold_accepted,
    ProposalRejected: fold_rejected,
    ProposalBracketed: lambda state, event, _stamp: with_proposal(state, event.proposal, state="bracketed"),
    ProposalUnbracketed: lambda state, event, _stamp: with_proposal(
        state, event.proposal, state="under_discussion"
    ),
    ProposalMerged: fold_merged,
    ProposalDeferred: lambda state, event, _stamp: with_proposal(
        state, event.proposal, state="deferred_proposal"
    ),
    ProposalSuperseded: lambda state, event, stamp: with_proposal(
        state, event.proposal, state="superseded", by=event.by, disposed_at=stamp.at
    ),
}
