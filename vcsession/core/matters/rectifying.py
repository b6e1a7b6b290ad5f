"""Mistakes are rectified, not hidden (`domain.md` 3.4, 3 and 18).

The secretary enters a rectification: of a mistaken fact (`matters.facts`), or of what happened during an
outage, with its time and the reason. The presiding officer consents, and then it stands; or it is dropped.
The log keeps both, the live state is not touched (a quorum that was declared stays declared), and the Record
shows the corrected fact and, in an annex, the former one beside it. A head corrects by itself what was said
for its delegation, until the item is concluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.facts import Fact, FactKind
from vcsession.core.matters.sittings import Reason
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

WORDS: dict[FactKind, frozenset[str]] = {
    "roll_call": frozenset({*roll_call.ANSWERS.values(), "expected"}),
    "presence": frozenset(what for _, what in roll_call.CHANGES.values()),
    "suspension": frozenset(get_args(Reason)),
}
"""What may be entered of a kind; of speeches and of who presides it is a seat."""


@dataclass(frozen=True, slots=True)
class Rectification:
    """`former` None: entered afterwards; `now` None: it never happened. `words` of a head (`statement`)."""

    id: str
    kind: FactKind | Literal["statement"]
    former: Fact | None
    now: Fact | None
    reason: str
    entered_at: datetime
    entered_by: str
    state: str = "entered"
    consented_at: datetime | None = None
    consented_by: str = ""
    rectified_at: datetime | None = None
    words: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnterRectification:
    """Of `fact`; None where it is entered afterwards. What is not given stays as it was.

    `struck`: it never happened. `at` and `until` are aware.
    """

    kind: FactKind
    reason: str
    fact: str | None = None
    at: datetime | None = None
    until: datetime | None = None
    delegation: str | None = None
    seat: str | None = None
    what: str | None = None
    struck: bool = False
    type: Literal["enter_rectification"] = "enter_rectification"


@dataclass(frozen=True, slots=True)
class ConsentToRectify:
    entry: str
    type: Literal["consent_to_rectify"] = "consent_to_rectify"


@dataclass(frozen=True, slots=True)
class DropRectification:
    """By the presiding officer, who does not consent, or by the secretary, who was mistaken."""

    entry: str
    type: Literal["drop_rectification"] = "drop_rectification"


@dataclass(frozen=True, slots=True)
class Rectify:
    entry: str
    type: Literal["rectify"] = "rectify"


@dataclass(frozen=True, slots=True)
class CorrectStatement:
    """The head's own words take the place of what was said for the delegation in this speech."""

    request: str
    words: Text
    type: Literal["correct_statement"] = "correct_statement"


@dataclass(frozen=True, slots=True)
class RectificationEntered:
    entry: str
    kind: FactKind
    former: str | None
    now: Fact | None
    reason: str
    type: Literal["rectification_entered"] = "rectification_entered"


@dataclass(frozen=True, slots=True)
class RectificationConsented:
    entry: str
    presiding: str
    type: Literal["rectification_consented"] = "rectification_consented"


@dataclass(frozen=True, slots=True)
class RectificationDropped:
    entry: str
    type: Literal["rectification_dropped"] = "rectification_dropped"


@dataclass(frozen=True, slots=True)
class EntryRectified:
    entry: str
    type: Literal["entry_rectified"] = "entry_rectified"


@dataclass(frozen=True, slots=True)
class StatementCorrected:
    entry: str
    request: str
    delegation: str
    words: Text
    type: Literal["statement_corrected"] = "statement_corrected"


def held(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(s.called_to_order_at is not None for s in state.sittings.values()):
        raise refuse("no_sitting")


def consented(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.rectifications[entity].consented_at is None:
        raise refuse("consent_awaited")


def not_consented_yet(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.rectifications[entity].consented_at is not None:
        raise refuse("not_due")


def fact_of(state: State, id: str, kind: FactKind) -> Fact:
    found = next((fact for fact in state.facts if fact.id == id and fact.kind == kind), None)
    if found is None:
        raise refuse("unknown", what="fact", id=id)
    return found


def pending(state: State) -> frozenset[str]:
    """The facts of which a rectification waits."""
    waiting = (r.former for r in state.rectifications.values() if r.state == "entered")
    return frozenset(former.id for former in waiting if former is not None)


def moment(state: State, at: datetime | None, field: str, now: datetime) -> datetime | None:
    """Within one of the sittings held, and not in the future; in UTC."""
    if at is None:
        return None
    if at.tzinfo is None or not 1990 <= at.year <= 2100:
        raise refuse("bad_field", field=field, problem="a time of day with its offset from UTC")
    at = at.astimezone(UTC)
    if at > now or sitting_at(state, at) is None:
        raise refuse("bad_field", field=field, problem="within a sitting, and not in the future")
    return at


def sitting_at(state: State, at: datetime) -> str | None:
    for sitting in state.sittings.values():
        began = sitting.called_to_order_at
        if began is not None and began <= at and (sitting.ended_at is None or at <= sitting.ended_at):
            return sitting.number
    return None


def enter(
    state: State, _a: Actor, command: EnterRectification, now: datetime
) -> Iterator[RectificationEntered]:
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="say why")
    former = fact_of(state, command.fact, command.kind) if command.fact else None
    if former is not None and former.id in pending(state):
        raise refuse("rectification_pending")
    if former is None and (command.struck or command.kind == "speech"):
        raise refuse("bad_field", field="fact", problem="say which entry is mistaken")
    id = f"rectification-{len(state.rectifications) + 1}"
    entered = None if command.struck else _as_it_was(state, command, former, id, now)
    if entered == former:
        raise refuse("bad_field", field="what", problem="nothing would change")
    yield RectificationEntered(id, command.kind, former.id if former else None, entered, command.reason)


def _as_it_was(
    state: State, command: EnterRectification, former: Fact | None, id: str, now: datetime
) -> Fact:
    at = moment(state, command.at, "at", now)
    until = moment(state, command.until, "until", now)
    if former is None:
        if at is None:
            raise refuse("bad_field", field="at", problem="say when it happened")
        base = Fact(id, command.kind, sitting_at(state, at) or "", at)
    else:
        base = former
    fact = replace(
        base,
        at=at or base.at,
        until=until or base.until,
        delegation=command.delegation or base.delegation,
        seat=command.seat or base.seat,
        what=command.what or base.what,
    )
    if sitting_at(state, fact.at) != fact.sitting:
        raise refuse("bad_field", field="at", problem="within the same sitting")
    if fact.until is not None and fact.until < fact.at:
        raise refuse("bad_field", field="until", problem="not before its beginning")
    _holds(state, fact)
    return fact


def _holds(state: State, fact: Fact) -> None:
    """Everything that a fact of its kind says is there, and is known to the session."""
    if fact.kind in WORDS and fact.what not in WORDS[fact.kind]:
        raise refuse("bad_field", field="what", problem=f"one of {', '.join(sorted(WORDS[fact.kind]))}")
    if fact.kind in ("roll_call", "presence") and fact.delegation not in state.delegations:
        raise refuse("unknown", what="delegation", id=fact.delegation or "")
    if fact.kind == "suspension" and fact.until is None and fact.id.startswith("r"):
        raise refuse("bad_field", field="until", problem="say when it ended")
    if fact.kind == "presiding":
        seat = state.seats.get(fact.seat)
        if seat is None or seat.role not in ("chair", "deputy"):
            raise refuse("bad_field", field="seat", problem="the chair's or a deputy's")
    if fact.kind == "speech" and fact.seat not in state.seats:
        raise refuse("unknown", what="seat", id=fact.seat)


def own_speech(state: State, actor: Actor, entity: str) -> None:
    request = state.requests.get(entity)
    if request is None or not any(fact.request == entity for fact in state.facts):
        raise refuse("unknown", what="floor_request", id=entity)
    if request.delegation != actor.delegation:
        raise refuse("not_your_delegation")
    if request.item is not None and state.items[request.item].state == "concluded":
        raise refuse("wrong_state", what="agenda_item", id=request.item, status="concluded")


def may_correct(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """A speech of one's own delegation, on an item that is not concluded yet, and not in vain."""
    if not any(True for _ in corrigible(state, actor)):
        raise refuse("nothing_to_correct")


def corrigible(state: State, actor: Actor) -> Iterator[Fact]:
    """The speeches for one's delegation whose item is not concluded."""
    for fact in state.facts:
        request = state.requests.get(fact.request) if fact.kind == "speech" else None
        if request is None or request.delegation != actor.delegation or actor.delegation is None:
            continue
        if request.item is None or state.items[request.item].state != "concluded":
            yield fact


def correct(
    state: State, actor: Actor, command: CorrectStatement, _n: datetime
) -> Iterator[StatementCorrected]:
    own_speech(state, actor, command.request)
    language = state.delegations[actor.delegation or ""].speaks
    if not any(command.words.get(code, "").strip() for code in (language, *command.words)):
        check_text(state, command.words, "words")
    id = f"rectification-{len(state.rectifications) + 1}"
    yield StatementCorrected(id, command.request, actor.delegation or "", command.words)


def _with(state: State, id: str, /, **changes: object) -> State:
    changed = replace(state.rectifications[id], **changes)  # type: ignore[arg-type]
    return replace(state, rectifications={**state.rectifications, id: changed})


def fold_entered(state: State, event: RectificationEntered, stamp: Stamp) -> State:
    former = fact_of(state, event.former, event.kind) if event.former else None
    made = Rectification(event.entry, event.kind, former, event.now, event.reason, stamp.at, stamp.actor.seat)
    return replace(state, rectifications={**state.rectifications, event.entry: made})


def fold_corrected(state: State, event: StatementCorrected, stamp: Stamp) -> State:
    former = next(fact for fact in state.facts if fact.request == event.request)
    made = Rectification(
        event.entry,
        "statement",
        former,
        former,
        "",
        stamp.at,
        stamp.actor.seat,
        state="rectified",
        rectified_at=stamp.at,
        words=event.words,
    )
    return replace(state, rectifications={**state.rectifications, event.entry: made})


Command = EnterRectification | ConsentToRectify | DropRectification | Rectify | CorrectStatement
Event = (
    RectificationEntered | RectificationConsented | RectificationDropped | EntryRectified | StatementCorrected
)

GUARDS = {
    "enter_rectification": (held,),
    "consent_to_rectify": (not_consented_yet,),
    "rectify": (consented,),
    "correct_statement": (may_correct,),
}
DECIDE: dict[type, Decide] = {
    EnterRectification: enter,
    ConsentToRectify: lambda state, _a, command, _n: iter(
        (RectificationConsented(command.entry, state.presiding.seat or ""),)
    ),
    DropRectification: lambda _s, _a, command, _n: iter((RectificationDropped(command.entry),)),
    Rectify: lambda _s, _a, command, _n: iter((EntryRectified(command.entry),)),
    CorrectStatement: correct,
}
FOLD: dict[type, Fold] = {
    RectificationEntered: fold_entered,
    RectificationConsented: lambda state, event, stamp: _with(
        state, event.entry, consented_at=stamp.at, consented_by=event.presiding
    ),
    RectificationDropped: lambda state, event, _s: _with(state, event.entry, state="dropped_entry"),
    EntryRectified: lambda state, event, stamp: _with(
        state, event.entry, state="rectified", rectified_at=stamp.at
    ),
    StatementCorrected: fold_corrected,
}
