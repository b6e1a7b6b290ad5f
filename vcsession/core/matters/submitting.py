"""How a proposal comes to the table and may leave it again: submission, number, circulation, withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import positions
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.drafting import PATH
from vcsession.core.matters.proposals import (
    AMENDS,
    CirculateProposal,
    CosponsorProposal,
    Proposal,
    ProposalCirculated,
    ProposalCosponsored,
    ProposalRegistered,
    ProposalSubmitted,
    ProposalWithdrawn,
    RegisterProposal,
    ReintroduceProposal,
    SubmitProposal,
    WithdrawProposal,
)
from vcsession.core.matters.text import AlternativeDropped
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import OFFICERS, Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State


def hidden(state: State, actor: Actor, id: str) -> bool:
    """Whether this seat may not know that there is such a proposal."""
    proposal = state.proposals[id]
    return not (proposal.circulated or actor.role in OFFICERS or proposal.delegation == actor.delegation)


def stands_for(proposal: Proposal) -> tuple[str, ...]:
    return (proposal.delegation, *proposal.cosponsors)


def withdrawn(state: State) -> tuple[str, ...]:
    """The proposals that any delegation may re-introduce."""
    return tuple(p.id for p in state.proposals.values() if p.state == "withdrawn" and p.circulated)


def own(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if state.proposals[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")


def may_cosponsor(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.delegation in stands_for(state.proposals[entity]):
        raise refuse("stands_for_it")


def check_language(state: State, text: Text, field: str) -> None:
    """Words in one working language at least, and in no other."""
    working = state.convocation.languages.working
    if not any(words.strip() for words in text.values()):
        raise refuse("bad_field", field=field, problem="the words are missing")
    if not set(text) <= set(working):
        raise refuse("bad_field", field=field, problem=f"in the working languages ({', '.join(working)})")


def check_unit(state: State, command: SubmitProposal) -> None:
    unit = command.unit
    if command.kind == "addition":
        if not PATH.fullmatch(unit):
            raise refuse("bad_field", field="unit", problem='a path, such as "4.note"')
        if unit in state.units:
            raise refuse("path_taken", id=unit)
    elif unit not in state.units and (unit or command.kind in AMENDS):
        raise refuse("unknown", what="text_unit", id=unit)


def submit(state: State, actor: Actor, command: SubmitProposal, _n: datetime) -> Iterator[ProposalSubmitted]:
    text = command.text or {}
    check_language(state, command.rationale, "rationale")
    if command.kind != "deletion":
        check_language(state, text, "text")
    elif text:
        raise refuse("bad_field", field="text", problem="a deletion has no text of its own")
    check_unit(state, command)
    yield _submitted(state, actor, command)


def _submitted(state: State, actor: Actor, command: SubmitProposal, after: str = "") -> ProposalSubmitted:
    delegation = actor.delegation or ""
    return ProposalSubmitted(
        f"p{len(state.proposals) + 1}",
        delegation,
        command.kind,
        command.unit,
        command.text or {},
        command.rationale,
        command.author or {},
        command.draft,
        after,
        (delegation,),
    )


def reintroduce(
    state: State, actor: Actor, command: ReintroduceProposal, _n: datetime
) -> Iterator[ProposalSubmitted]:
    if command.proposal not in withdrawn(state):
        raise refuse("unknown", what="withdrawn proposal", id=command.proposal)
    former = state.proposals[command.proposal]
    again = SubmitProposal(former.kind, former.rationale, former.unit, former.text)
    yield _submitted(state, actor, again, former.id)


def needs_translation(state: State, proposal: Proposal) -> bool:
    authentic = state.convocation.languages.authentic
    return proposal.kind != "deletion" and not proposal.text.get(authentic, "").strip()


def register(
    state: State, _a: Actor, command: RegisterProposal, _n: datetime
) -> Iterator[ProposalRegistered]:
    proposal = state.proposals[command.proposal]
    written = {language for language, words in proposal.text.items() if words.strip()}
    translation = command.translation or {}
    if translation:
        check_language(state, translation, "translation")
    added = {code: words for code, words in translation.items() if code not in written and words.strip()}
    if proposal.kind != "deletion":
        check_text(state, {**proposal.text, **added}, "translation")
    theirs = [p.number for p in state.proposals.values() if p.delegation == proposal.delegation and p.number]
    theirs += [
        c.number
        for f in state.forwardings.values()
        for c in f.comments
        if c.delegation == proposal.delegation
    ]
    ordinal = 1 + max((int(number.rpartition("/")[2]) for number in theirs), default=0)
    number = f"{proposal.delegation}/{ordinal}"
    yield ProposalRegistered(proposal.id, number, added, (proposal.delegation,))


def circulate(
    state: State, _a: Actor, command: CirculateProposal, _n: datetime
) -> Iterator[ProposalCirculated]:
    p = state.proposals[command.proposal]
    yield ProposalCirculated(p.id, p.number, p.delegation, p.kind, p.unit, p.text)


def out_of_brackets(state: State, id: str) -> Iterator[AlternativeDropped]:
    proposal = state.proposals[id]
    if proposal.state == "bracketed":
        yield AlternativeDropped(proposal.unit, id)


def withdraw(
    state: State, _a: Actor, command: WithdrawProposal, _n: datetime
) -> Iterator[AlternativeDropped | ProposalWithdrawn]:
    yield from out_of_brackets(state, command.proposal)
    proposal = state.proposals[command.proposal]
    yield ProposalWithdrawn(proposal.id, None if proposal.circulated else (proposal.delegation,))


def with_proposal(state: State, id: str, /, **changes: object) -> State:
    proposal = replace(state.proposals[id], **changes)  # type: ignore[arg-type]
    return replace(state, proposals={**state.proposals, id: proposal})


def fold_submitted(state: State, event: ProposalSubmitted, stamp: Stamp) -> State:
    proposal = Proposal(
        event.proposal,
        event.delegation,
        event.kind,
        event.unit,
        event.text,
        event.rationale,
        event.author,
        submitted_at=stamp.at,
        draft=event.draft,
        after=event.after,
    )
    return replace(state, proposals={**state.proposals, event.proposal: proposal})


def fold_registered(state: State, event: ProposalRegistered, _stamp: Stamp) -> State:
    text = {**state.proposals[event.proposal].text, **event.translation}
    return with_proposal(state, event.proposal, state="registered", number=event.number, text=text)


def fold_cosponsored(state: State, event: ProposalCosponsored, _stamp: Stamp) -> State:
    cosponsors = (*state.proposals[event.proposal].cosponsors, event.delegation)
    return with_proposal(state, event.proposal, cosponsors=cosponsors)


GUARDS = {
    "submit_proposal": (positions.may_propose,),
    "reintroduce_proposal": (positions.may_propose,),
    "cosponsor_proposal": (positions.may_propose, may_cosponsor),
    "withdraw_proposal": (own,),
}
DECIDE: dict[type, Decide] = {
    SubmitProposal: submit,
    ReintroduceProposal: reintroduce,
    RegisterProposal: register,
    CirculateProposal: circulate,
    CosponsorProposal: lambda _s, actor, command, _n: iter(
        (ProposalCosponsored(command.proposal, actor.delegation or ""),)
    ),
    WithdrawProposal: withdraw,
}
FOLD: dict[type, Fold] = {
    ProposalSubmitted: fold_submitted,
    ProposalRegistered: fold_registered,
    ProposalCirculated: lambda state, event, _stamp: with_proposal(
        state, event.proposal, state="circulated", circulated=True
    ),
    ProposalCosponsored: fold_cosponsored,
    ProposalWithdrawn: lambda state, event, stamp: with_proposal(
        state, event.proposal, state="withdrawn", disposed_at=stamp.at
    ),
}
