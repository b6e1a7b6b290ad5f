"""The silence procedure, and what becomes of a decision afterwards: replaced by another, or revoked.

A text put under silence is adopted at its expiry unless a state breaks the silence before. The expiry
is one moment, kept in UTC; each capital reads it in its own time (`domain.md` 3.4, 11). It is that moment
that counts, whenever the clock comes round to it: also where the server was down, or the session closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import in_session, may_decide
from vcsession.core.matters.confirming import not_lapsed
from vcsession.core.matters.consensus import alone_before_the_room, under_consideration
from vcsession.core.matters.decisions import MOST_DAYS, Decision, SilenceBreak, changed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class PutUnderSilence:
    """`expires_at` is an aware time, in any zone."""

    decision: str
    expires_at: datetime
    type: Literal["put_under_silence"] = "put_under_silence"


@dataclass(frozen=True, slots=True)
class BreakSilence:
    """In writing: the words of the objection, or the text of the amendment.

    The secretary enters a capital's `letter`, by its number and date, for the delegation that he names.
    """

    decision: str
    kind: SilenceBreak
    text: str
    delegation: str | None = None
    letter: str = ""
    type: Literal["break_silence"] = "break_silence"


@dataclass(frozen=True, slots=True)
class SilenceExpires:
    decision: str
    type: Literal["silence_expires"] = "silence_expires"


@dataclass(frozen=True, slots=True)
class AnnounceSilence:
    """At the next sitting: nobody broke the silence; the number of the draft becomes the decision's."""

    decision: str
    type: Literal["announce_silence"] = "announce_silence"


@dataclass(frozen=True, slots=True)
class AmendAndSupersede:
    """The decision that replaces this one was tabled with its number (`TableDecision.supersedes`)."""

    decision: str
    type: Literal["amend_and_supersede"] = "amend_and_supersede"


@dataclass(frozen=True, slots=True)
class Revoke:
    decision: str
    type: Literal["revoke"] = "revoke"


@dataclass(frozen=True, slots=True)
class SilenceBegan:
    """`expires_at` is UTC."""

    decision: str
    expires_at: datetime
    presiding: str
    type: Literal["silence_began"] = "silence_began"


@dataclass(frozen=True, slots=True)
class SilenceBroken:
    decision: str
    delegation: str
    kind: SilenceBreak
    text: str
    letter: str
    type: Literal["silence_broken"] = "silence_broken"


@dataclass(frozen=True, slots=True)
class SilenceExpired:
    """Nobody broke it: adopted, final, as of `expired_at`, whenever this was noticed."""

    decision: str
    expired_at: datetime
    type: Literal["silence_expired"] = "silence_expired"


@dataclass(frozen=True, slots=True)
class SilenceAnnounced:
    decision: str
    sitting: str
    presiding: str
    type: Literal["silence_announced"] = "silence_announced"


@dataclass(frozen=True, slots=True)
class DecisionSuperseded:
    decision: str
    by: str
    type: Literal["decision_superseded"] = "decision_superseded"


@dataclass(frozen=True, slots=True)
class DecisionRevoked:
    decision: str
    presiding: str
    type: Literal["decision_revoked"] = "decision_revoked"


def may_break(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.role == "head":
        blocks(state, actor.delegation or "")


def blocks(state: State, code: str) -> None:
    if not state.delegations[code].rights.may_block:
        raise refuse("may_not_block")


def still_silent(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = state.decisions[entity].silence_until
    if until is not None and now >= until:
        raise refuse("deadline_passed")


def silence_over(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = state.decisions[entity].silence_until
    if until is None or now < until:
        raise refuse("not_due", until=until)


def to_announce(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    decision = state.decisions[entity]
    if not by_silence(decision):
        raise refuse("not_by_silence", id=entity)
    if decision.announced_at is not None:
        raise refuse("announced_already", id=entity)


def by_silence(decision: Decision) -> bool:
    return decision.silence_until is not None and decision.taken_at == decision.silence_until


def unannounced(decision: Decision) -> bool:
    """Nobody broke the silence on it, and no sitting has heard of that yet."""
    return decision.state == "adopted" and by_silence(decision) and decision.announced_at is None


def successor(state: State, entity: str) -> Decision | None:
    """The decision that was taken to replace this one: nothing final gives way to what may lapse."""
    enough = {"adopted"}
    if state.decisions[entity].state != "adopted":
        enough |= {"adopted_preliminarily", "adopted_ad_referendum"}
    found = (d for d in state.decisions.values() if d.supersedes == entity and d.state in enough)
    return next(found, None)


def not_lapsed_meanwhile(state: State, actor: Actor, entity: str, now: datetime) -> None:
    """What was confirmed in its time does not lapse when the day passes."""
    if state.decisions[entity].state != "adopted":
        not_lapsed(state, actor, entity, now)


def replaced(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if successor(state, entity) is None:
        raise refuse("not_replaced", id=entity)


def put_under_silence(
    state: State, _a: Actor, command: PutUnderSilence, now: datetime
) -> Iterator[SilenceBegan]:
    hours = state.convocation.rules.silence_min_h
    until = command.expires_at
    if until.utcoffset() is None:
        raise refuse("bad_field", field="expires_at", problem="a time with its offset from UTC")
    if not timedelta(hours=hours) <= until - now <= MOST_DAYS:
        problem = f"at least {hours} hours from now, at most {MOST_DAYS.days} days"
        raise refuse("bad_field", field="expires_at", problem=problem)
    yield SilenceBegan(command.decision, until.astimezone(UTC), state.presiding.seat or "")


def break_silence(state: State, actor: Actor, command: BreakSilence, _n: datetime) -> Iterator[SilenceBroken]:
    code = roll_call.own(actor, command.delegation)
    if code not in state.delegations:
        raise refuse("unknown", what="delegation", id=code)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    blocks(state, code)
    if not command.text.strip():
        raise refuse("bad_field", field="text", problem="the text is missing")
    if actor.role == "secretary" and not command.letter.strip():
        raise refuse("bad_field", field="letter", problem="number and date of the capital's letter")
    yield SilenceBroken(command.decision, code, command.kind, command.text, command.letter)


def expire(state: State, _a: Actor, command: SilenceExpires, now: datetime) -> Iterator[SilenceExpired]:
    yield SilenceExpired(command.decision, state.decisions[command.decision].silence_until or now)


def announce(state: State, _a: Actor, command: AnnounceSilence, _n: datetime) -> Iterator[SilenceAnnounced]:
    sitting = state.sitting.number if state.sitting else ""
    yield SilenceAnnounced(command.decision, sitting, state.presiding.seat or "")


def supersede(
    state: State, _a: Actor, command: AmendAndSupersede, _n: datetime
) -> Iterator[DecisionSuperseded]:
    by = successor(state, command.decision)
    yield DecisionSuperseded(command.decision, by.number if by else "")


def fold_began(state: State, event: SilenceBegan, _stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        state="under_silence",
        silence_until=event.expires_at,
        broken_by="",
        broken_with="",
        asked="",
        maintained=False,
    )


def fold_broken(state: State, event: SilenceBroken, _stamp: Stamp) -> State:
    return changed(
        state,
        event.decision,
        state="silence_broken",
        broken_by=event.delegation,
        broken_with=event.text,
    )


def fold_expired(state: State, event: SilenceExpired, _stamp: Stamp) -> State:
    return changed(state, event.decision, state="adopted", finality="final", taken_at=event.expired_at)


def fold_superseded(state: State, event: DecisionSuperseded, _stamp: Stamp) -> State:
    return changed(state, event.decision, state="superseded_decision", superseded_by=event.by)


Command = PutUnderSilence | BreakSilence | SilenceExpires | AnnounceSilence | AmendAndSupersede | Revoke
Event = (
    SilenceBegan | SilenceBroken | SilenceExpired | SilenceAnnounced | DecisionSuperseded | DecisionRevoked
)

GUARDS = {
    "put_under_silence": (may_decide, under_consideration, alone_before_the_room),
    "break_silence": (may_break, still_silent),
    "silence_expires": (silence_over,),
    "announce_silence": (to_announce, in_session),
    "amend_and_supersede": (in_session, not_lapsed_meanwhile, replaced),
    "revoke": (may_decide, alone_before_the_room, not_lapsed),
}
DECIDE: dict[type, Decide] = {
    PutUnderSilence: put_under_silence,
    BreakSilence: break_silence,
    SilenceExpires: expire,
    AnnounceSilence: announce,
    AmendAndSupersede: supersede,
    Revoke: lambda state, _a, command, _n: iter(
        (DecisionRevoked(command.decision, state.presiding.seat or ""),)
    ),
}
FOLD: dict[type, Fold] = {
    SilenceBegan: fold_began,
    SilenceBroken: fold_broken,
    SilenceExpired: fold_expired,
    SilenceAnnounced: lambda state, event, stamp: changed(state, event.decision, announced_at=stamp.at),
    DecisionSuperseded: fold_superseded,
    DecisionRevoked: lambda state, event, _stamp: changed(state, event.decision, state="revoked_decision"),
}
