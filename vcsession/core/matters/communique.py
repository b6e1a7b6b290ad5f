"""The rules of `matters.publicity`: which facts there are, who clears, guards, consequences and fold.

The chair clears the whole; by the rule `heads` every state's head clears it too, by `heads_named` those whose
states a fact of it names; each author clears its own quote before (`domain.md` 4.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.decisions import MOST_DAYS, STATE_OF
from vcsession.core.matters.publicity import (
    OPENING,
    Clearance,
    ClearanceGiven,
    ClearCommunique,
    ClearQuote,
    Command,
    Communique,
    CommuniqueCleared,
    CommuniqueDrafted,
    CommuniqueEmbargoed,
    CommuniqueFell,
    CommuniqueReleased,
    DraftCommunique,
    EmbargoCommunique,
    Event,
    PublicFact,
    PublicitySet,
    QuoteCleared,
    ReleaseCommunique,
    SetPublicity,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

__all__ = ["DECIDE", "FOLD", "GUARDS", "Command", "Event"]

TAKEN: Final = frozenset({*STATE_OF.values(), "carried_over"})
ENDED: Final = frozenset({"closed", "archived"})


@once
def facts(state: State) -> dict[str, PublicFact]:
    """Everything that a communique could tell: decisions taken (`category` until said otherwise), the opening
    words and the statements for the record (`no`), since these are positions.
    """
    found = {
        number: PublicFact("category")
        for number, d in state.decisions.items()
        if d.state in TAKEN and (not d.round or d.confirmed_at)
    }
    found |= {id: PublicFact("no") for id in _quotes(state)}
    return {id: state.publicity.get(id, fact) for id, fact in found.items()}


def _quotes(state: State) -> Iterator[str]:
    if state.opening_words:
        yield OPENING
    for number, statement in state.reservations.items():
        if statement.kind == "statement_for_the_record" and statement.text and statement.state != "lifted":
            yield number


def is_quote(state: State, id: str) -> bool:
    return id == OPENING or id in state.reservations


def may_be_told(state: State, id: str) -> bool:
    """A quote is told in full and by leave of its author, or not at all."""
    fact = facts(state).get(id)
    if fact is None or fact.level == "no":
        return False
    return not is_quote(state, id) or (fact.level == "full" and bool(fact.cleared_by))


def own_quotes(state: State, actor: Actor) -> tuple[str, ...]:
    """What this seat said, may be quoted by the secretary's will, and awaits its leave."""
    waiting = (id for id, fact in facts(state).items() if fact.level == "full" and not fact.cleared_by)
    return tuple(id for id in waiting if is_quote(state, id) and _author(state, actor, id))


def _author(state: State, actor: Actor, id: str) -> bool:
    if id == OPENING:
        return actor.seat == state.opened_by
    return actor.role == "head" and state.reservations[id].delegation == actor.delegation


def clearing(state: State) -> tuple[str, ...]:
    """Whose clearance the rule asks for: "chair" and delegations' codes."""
    states = [code for code, d in state.delegations.items() if roll_call.counts(d)]
    match state.convocation.rules.communique_clearance:
        case "heads":
            away = {code for code, p in state.presence.items() if p.state == "not_participating"}
            return ("chair", *(code for code in states if code not in away))
        case "heads_named":
            named = {code for id in state.communique.facts for code in _named(state, id)}
            return ("chair", *(code for code in states if code in named))
        case _:
            return ("chair",)


def _named(state: State, id: str) -> tuple[str, ...]:
    author = (state.reservations[id].delegation,) if id in state.reservations else ()
    fact = state.publicity.get(id)
    return (*author, *(fact.names if fact else ()))


def awaited(state: State) -> tuple[str, ...]:
    return tuple(by for by in clearing(state) if by not in state.communique.cleared)


def _speaks_as(actor: Actor) -> str:
    return (actor.delegation or "") if actor.role == "head" else "chair"


def session_was_opened(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.opened_at is None:
        raise refuse("session_not_open")


def session_ended(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status not in ENDED:
        raise refuse("session_not_closed")


def something_to_tell(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not facts(state):
        raise refuse("nothing_to_tell")


def has_a_quote(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if not own_quotes(state, actor):
        raise refuse("not_your_quote")


def asked_to_clear(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    by = _speaks_as(actor)
    if by not in clearing(state):
        raise refuse("not_yours_to_clear")
    if by in state.communique.cleared:
        raise refuse("already_cleared")


def embargo_over(state: State, _actor: Actor, _entity: str, now: datetime) -> None:
    until = state.communique.embargo_until
    if state.communique.state == "embargoed" and until is not None and now < until:
        raise refuse("not_due", until=until)


def set_publicity(state: State, _a: Actor, command: SetPublicity, _n: datetime) -> Iterator[PublicitySet]:
    if command.topic not in facts(state):
        raise refuse("unknown", what="fact", id=command.topic)
    for code in command.names:
        if code not in state.delegations:
            raise refuse("unknown", what="delegation", id=code)
    if command.text:
        check_text(state, command.text, "text")
    if is_quote(state, command.topic) and command.level == "category":
        raise refuse("bad_field", field="level", problem="a quote is told in full or not at all")
    yield PublicitySet(command.topic, command.level, command.text, command.names)


def clear_quote(state: State, actor: Actor, command: ClearQuote, _n: datetime) -> Iterator[QuoteCleared]:
    if command.topic not in own_quotes(state, actor):
        raise refuse("unknown", what="quote of yours", id=command.topic)
    yield QuoteCleared(command.topic)


def draft(state: State, _a: Actor, command: DraftCommunique, _n: datetime) -> Iterator[CommuniqueDrafted]:
    check_text(state, command.text, "text")
    known = facts(state)
    for id in command.facts:
        if id not in known:
            raise refuse("unknown", what="fact", id=id)
        if not may_be_told(state, id):
            raise refuse("fact_not_public", id=id)
    told = tuple(id for id in known if may_be_told(state, id) and (id in command.facts or not command.facts))
    yield CommuniqueDrafted(
        command.text, text_hash(command.text, state.convocation.languages.authentic), told
    )


def embargo(_s: State, _a: Actor, command: EmbargoCommunique, now: datetime) -> Iterator[CommuniqueEmbargoed]:
    until = command.embargo_until
    if until.utcoffset() is None or not now < until <= now + MOST_DAYS:
        raise refuse("bad_field", field="embargo_until", problem="a time to come, with its offset from UTC")
    yield CommuniqueEmbargoed(until.astimezone(UTC))


def consequences(state: State) -> Iterator[CommuniqueCleared | CommuniqueFell]:
    communique = state.communique
    if communique.state not in ("drafted", "cleared", "embargoed"):
        return
    for id in communique.facts:
        if not may_be_told(state, id):
            yield CommuniqueFell(id)
            return
    if communique.state == "drafted" and not awaited(state):
        yield CommuniqueCleared()


def deadlines(state: State) -> Iterator[tuple[datetime, ReleaseCommunique]]:
    if state.communique.state == "embargoed" and state.communique.embargo_until:
        yield state.communique.embargo_until, ReleaseCommunique()


def _fact(state: State, id: str, fact: PublicFact) -> State:
    return replace(state, publicity={**state.publicity, id: fact})


def _with(state: State, /, **changes: object) -> State:
    return replace(state, communique=replace(state.communique, **changes))  # type: ignore[arg-type]


def fold_drafted(state: State, event: CommuniqueDrafted, stamp: Stamp) -> State:
    written = Communique("drafted", event.text, event.hash, event.facts, stamp.at)
    return replace(state, communique=written)


def fold_clearance(state: State, event: ClearanceGiven, stamp: Stamp) -> State:
    given = Clearance(stamp.actor.seat, stamp.at)
    return _with(state, cleared={**state.communique.cleared, event.by: given})


GUARDS = {
    "set_publicity": (session_was_opened, something_to_tell),
    "clear_quote": (has_a_quote,),
    "draft_communique": (session_was_opened,),
    "clear_communique": (asked_to_clear,),
    "embargo_communique": (session_ended,),
    "release_communique": (session_ended, embargo_over),
}
DECIDE: dict[type, Decide] = {
    SetPublicity: set_publicity,
    ClearQuote: clear_quote,
    DraftCommunique: draft,
    ClearCommunique: lambda _s, actor, _c, _n: iter((ClearanceGiven(_speaks_as(actor)),)),
    EmbargoCommunique: embargo,
    ReleaseCommunique: lambda _s, _a, command, _n: iter((CommuniqueReleased(command.address),)),
}
FOLD: dict[type, Fold] = {
    PublicitySet: lambda state, event, _stamp: _fact(
        state, event.topic, PublicFact(event.level, event.text, event.names)
    ),
    QuoteCleared: lambda state, event, stamp: _fact(
        state, event.topic, replace(state.publicity[event.topic], cleared_by=stamp.actor.seat)
    ),
    CommuniqueDrafted: fold_drafted,
    ClearanceGiven: fold_clearance,
    CommuniqueCleared: lambda state, _event, _stamp: _with(state, state="cleared"),
    CommuniqueFell: lambda state, _event, _stamp: _with(
        state, state="unwritten", facts=(), cleared={}, embargo_until=None
    ),
    CommuniqueEmbargoed: lambda state, event, _stamp: _with(
        state, state="embargoed", embargo_until=event.until
    ),
    CommuniqueReleased: lambda state, event, stamp: _with(
        state, state="released", released_at=stamp.at, address=event.address
    ),
}
