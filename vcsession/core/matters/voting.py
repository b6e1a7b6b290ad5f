"""A vote by roll-call, where the session's rules allow one; consensus stays the default.

Who votes is settled when the vote is opened: whoever arrives later does not vote. A vote that is interrupted
(a link, the quorum, the chair) is void, and the decision is held as one by consensus would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.matters import admission, roll_call
from vcsession.core.matters.consensus import TO_THE_ROOM
from vcsession.core.matters.decisions import Decision, Vote, changed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.rules import Majority
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class Tally:
    """Delegations by their vote, in protocol order; `awaited` have not voted yet.

    `needed` votes in favour carry the decision as the votes stand now.
    """

    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]
    not_voting: tuple[str, ...]
    awaited: tuple[str, ...]
    needed: int

    @property
    def carried(self) -> bool:
        return bool(self.in_favour) and len(self.in_favour) >= self.needed


@dataclass(frozen=True, slots=True)
class OpenVote:
    decision: str
    type: Literal["open_vote"] = "open_vote"


@dataclass(frozen=True, slots=True)
class CastVote:
    """By button, or by voice marked by the secretary; it may be changed until the result is declared."""

    decision: str
    vote: Vote
    delegation: str | None = None
    type: Literal["cast_vote"] = "cast_vote"


@dataclass(frozen=True, slots=True)
class DeclareCarried:
    decision: str
    type: Literal["declare_carried"] = "declare_carried"


@dataclass(frozen=True, slots=True)
class DeclareRejected:
    decision: str
    type: Literal["declare_rejected"] = "declare_rejected"


@dataclass(frozen=True, slots=True)
class VoteOpened:
    """`voters` are the delegations that may vote, frozen."""

    decision: str
    epoch: int
    voters: tuple[str, ...]
    type: Literal["vote_opened"] = "vote_opened"


@dataclass(frozen=True, slots=True)
class VoteCast:
    decision: str
    delegation: str
    vote: Vote
    type: Literal["vote_cast"] = "vote_cast"


@dataclass(frozen=True, slots=True)
class VoteDeclared:
    """The result, with who was there; `needed` votes in favour were needed."""

    decision: str
    carried: bool
    needed: int
    presiding: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    type: Literal["vote_declared"] = "vote_declared"


def elects(rule: Majority, delegation: Delegation) -> bool:
    if rule.electorate == "member_states":
        return roll_call.counts(delegation)
    return delegation.kind != "observer"


def entitled(state: State, rule: Majority) -> tuple[str, ...]:
    return tuple(code for code, one in state.delegations.items() if elects(rule, one))


def the_rule(state: State) -> Majority:
    if state.convocation.rules.vote is None:
        raise refuse("no_votes")
    return state.convocation.rules.vote


def tally(state: State, decision: Decision) -> Tally:
    """How the vote stands; only for a decision that was voted on."""
    rule = the_rule(state)

    def those(vote: Vote) -> tuple[str, ...]:
        return tuple(code for code in decision.voters if decision.votes.get(code) == vote)

    in_favour, against = those("for"), those("against")
    base = {
        "voting": len(in_favour) + len(against),
        "present": len(decision.voters),
        "entitled": len(entitled(state, rule)),
    }[rule.of]
    awaited = tuple(code for code in decision.voters if code not in decision.votes)
    return Tally(in_favour, against, those("abstain"), those("not_voting"), awaited, rule.needed(base))


def votes_allowed(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    the_rule(state)


def somebody_votes(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not voters(state, entity):
        raise refuse("delegation_not_present")


def voters(state: State, number: str) -> tuple[str, ...]:
    """Who may vote on a decision in a vote that is opened now: who is here and admitted to its item."""
    here = {code for code, presence in state.presence.items() if presence.state == "present"}
    item = state.decisions[number].item
    return tuple(
        code
        for code in entitled(state, the_rule(state))
        if code in here and admission.admitted_to(state, code, item)
    )


def head_votes(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.role == "head":
        may_vote(state, entity, actor.delegation or "")


def may_vote(state: State, entity: str, code: str) -> None:
    if code not in state.decisions[entity].voters:
        raise refuse("may_not_vote")
    if state.presence[code].state != "present":
        raise refuse("delegation_not_present")


def everybody_voted(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """Whoever left after the opening is not waited for; whoever is here votes, or is marked as not voting."""
    for code in tally(state, state.decisions[entity]).awaited:
        if state.presence[code].state == "present":
            raise refuse("votes_awaited", id=code)


def has_majority(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not tally(state, state.decisions[entity]).carried:
        raise refuse("no_majority")


def has_no_majority(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if tally(state, state.decisions[entity]).carried:
        raise refuse("majority_reached")


def open_vote(state: State, _a: Actor, command: OpenVote, _n: datetime) -> Iterator[VoteOpened]:
    yield VoteOpened(command.decision, state.presiding.epoch, voters(state, command.decision))


def cast(state: State, actor: Actor, command: CastVote, _n: datetime) -> Iterator[VoteCast]:
    code = roll_call.own(actor, command.delegation)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    may_vote(state, command.decision, code)
    yield VoteCast(command.decision, code, command.vote)


def declare(
    state: State, _a: Actor, command: DeclareCarried | DeclareRejected, _n: datetime
) -> Iterator[VoteDeclared]:
    yield VoteDeclared(
        command.decision,
        isinstance(command, DeclareCarried),
        tally(state, state.decisions[command.decision]).needed,
        state.presiding.seat or "",
        roll_call.present(state),
        roll_call.absent(state),
    )


def fold_opened(state: State, event: VoteOpened, stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        state="in_vote",
        put_at=stamp.at,
        epoch=event.epoch,
        voters=event.voters,
        votes={},
        answers={},
        asked="",
        maintained=False,
        held_because="",
    )


def fold_cast(state: State, event: VoteCast, _stamp: Stamp) -> State:
    votes = {**state.decisions[event.decision].votes, event.delegation: event.vote}
    return changed(state, event.decision, votes=votes)


def fold_declared(state: State, event: VoteDeclared, stamp: Stamp) -> State:
    if not event.carried:
        return changed(state, event.decision, state="rejected")
    return changed(
        state, event.decision, state="adopted", finality="final", taken_at=stamp.at, absent=event.absent
    )


Command = OpenVote | CastVote | DeclareCarried | DeclareRejected
Event = VoteOpened | VoteCast | VoteDeclared

GUARDS = {
    "open_vote": (votes_allowed, *TO_THE_ROOM, somebody_votes),
    "cast_vote": (head_votes,),
    "declare_carried": (everybody_voted, has_majority),
    "declare_rejected": (everybody_voted, has_no_majority),
}
DECIDE: dict[type, Decide] = {
    OpenVote: open_vote,
    CastVote: cast,
    DeclareCarried: declare,
    DeclareRejected: declare,
}
FOLD: dict[type, Fold] = {
    VoteOpened: fold_opened,
    VoteCast: fold_cast,
    VoteDeclared: fold_declared,
}
