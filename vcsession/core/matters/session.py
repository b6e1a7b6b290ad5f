"""The session as a whole: drafted, convened, opened, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.convocation import Convocation, seats
from vcsession.core.matters.agenda import PENDING, Item
from vcsession.core.matters.minutes import must_be_hash
from vcsession.core.matters.papers import of_the_session_file
from vcsession.core.matters.proposals import received
from vcsession.core.matters.rounds import standing, to_confirm
from vcsession.core.matters.sittings import Sitting
from vcsession.core.matters.text import units_of
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class DraftSession:
    convocation: Convocation
    type: Literal["draft_session"] = "draft_session"


@dataclass(frozen=True, slots=True)
class Convene:
    type: Literal["convene"] = "convene"


@dataclass(frozen=True, slots=True)
class Postpone:
    type: Literal["postpone"] = "postpone"


@dataclass(frozen=True, slots=True)
class Reconvene:
    type: Literal["reconvene"] = "reconvene"


@dataclass(frozen=True, slots=True)
class Cancel:
    type: Literal["cancel"] = "cancel"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """`words` are the opening words, as they may be quoted."""

    words: Text | None = None
    type: Literal["open_session"] = "open_session"


@dataclass(frozen=True, slots=True)
class SuspendSession:
    reason: str
    type: Literal["suspend_session"] = "suspend_session"


@dataclass(frozen=True, slots=True)
class ResumeSession:
    type: Literal["resume_session"] = "resume_session"


@dataclass(frozen=True, slots=True)
class CloseSession:
    type: Literal["close_session"] = "close_session"


@dataclass(frozen=True, slots=True)
class Archive:
    """`bundle_hash`: SHA-256 (hex) of the bundle that was written."""

    bundle_hash: str
    type: Literal["archive"] = "archive"


@dataclass(frozen=True, slots=True)
class SessionDrafted:
    convocation: Convocation
    type: Literal["session_drafted"] = "session_drafted"


@dataclass(frozen=True, slots=True)
class SessionMoved:
    """The session came into a state that needs no more telling: convened, postponed, cancelled."""

    status: str
    type: Literal["session_moved"] = "session_moved"


@dataclass(frozen=True, slots=True)
class SessionOpened:
    presiding: str
    words: Text | None
    type: Literal["session_opened"] = "session_opened"


@dataclass(frozen=True, slots=True)
class SessionSuspended:
    reason: str
    type: Literal["session_suspended"] = "session_suspended"


@dataclass(frozen=True, slots=True)
class SessionResumed:
    type: Literal["session_resumed"] = "session_resumed"


@dataclass(frozen=True, slots=True)
class SessionClosed:
    presiding: str
    type: Literal["session_closed"] = "session_closed"


@dataclass(frozen=True, slots=True)
class SessionArchived:
    bundle_hash: str
    type: Literal["session_archived"] = "session_archived"


def not_drafted_yet(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """A second draft would put other seats and rules under a session that others already attend."""
    if state.convened is not None:
        raise refuse("wrong_state", what="session", id=state.convened.id, status=state.status)


def convocation_complete(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    convocation = state.convocation
    needed = (
        (convocation.officers.deputies, "no deputy is designated"),
        (convocation.entitled(), "no member state is invited"),
        (convocation.sittings, "no sitting is planned"),
        (convocation.languages.working, "no working language is set"),
        (convocation.legal_basis, "the legal basis is not given"),
        (convocation.agenda, "the provisional agenda is empty"),
    )
    for given, problem in needed:
        if not given:
            raise refuse("convocation_incomplete", problem=problem)


def called_to_order(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.sitting is None:
        raise refuse("no_sitting")


def no_sitting_at_work(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """No sitting is in progress, or it is itself suspended; so no decision is before the room."""
    if state.sitting is not None and state.sitting.state != "suspended":
        raise refuse("sitting_in_progress")


def no_sitting_in_progress(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.sitting is not None:
        raise refuse("sitting_in_progress")


def nothing_open(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    for item in state.items.values():
        if item.state == "under_consideration":
            raise refuse("item_open", id=item.number)
    for decision in state.decisions.values():
        if decision.state in PENDING:
            raise refuse("decision_pending", id=decision.number)


def minutes_issued(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(m.state == "issued" for m in state.minutes.values()):
        raise refuse("minutes_not_issued")


def nothing_awaited(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """Neither a silence nor the text of a reservation, which belong into the bundle."""
    for decision in state.decisions.values():
        if decision.state == "under_silence":
            raise refuse("still_awaited", id=decision.number)
    for reservation in state.reservations.values():
        if reservation.state == "announced":
            raise refuse("still_awaited", id=reservation.number)


def archive(_s: State, _a: Actor, command: Archive, _n: datetime) -> Iterator[SessionArchived]:
    must_be_hash(command.bundle_hash, "bundle_hash")
    yield SessionArchived(command.bundle_hash)


def _moved(status: str) -> Iterator[SessionMoved]:
    yield SessionMoved(status)


def opened(state: State, _actor: Actor, command: OpenSession, _now: datetime) -> Iterator[SessionOpened]:
    yield SessionOpened(state.presiding.seat or "", command.words)


def fold_drafted(state: State, event: SessionDrafted, stamp: Stamp) -> State:
    convocation = event.convocation
    return replace(
        state,
        convened=convocation,
        status="draft",
        seats={seat.id: seat for seat in seats(convocation)},
        delegations={d.code: d for d in convocation.delegations},
        sittings={s.number: Sitting(s.number, s.opens_at) for s in convocation.sittings},
        items={
            i.number: Item(
                i.number,
                i.title,
                i.rapporteur,
                i.minutes,
                i.documents,
                translations=dict.fromkeys(set(i.title) - {convocation.languages.authentic}, "checked"),
            )
            for i in convocation.agenda
        },
        units={unit.path: unit for unit in units_of(convocation, stamp.at)},
        decisions={d.number: d for d in to_confirm(convocation)},
        reservations={r.number: r for r in standing(convocation)},
        papers=of_the_session_file(convocation),
        proposals={proposal.id: proposal for proposal in received(convocation)},
    )


def fold_opened(state: State, event: SessionOpened, stamp: Stamp) -> State:
    return replace(
        state,
        status="open",
        opened_at=stamp.at,
        opening_words=event.words or {},
        opened_by=event.presiding,
    )


def fold_closed(state: State, _event: SessionClosed, stamp: Stamp) -> State:
    return replace(state, status="closed", closed_at=stamp.at)


Command = (
    DraftSession
    | Convene
    | Postpone
    | Reconvene
    | Cancel
    | OpenSession
    | SuspendSession
    | ResumeSession
    | CloseSession
    | Archive
)
Event = (
    SessionDrafted
    | SessionMoved
    | SessionOpened
    | SessionSuspended
    | SessionResumed
    | SessionClosed
    | SessionArchived
)

GUARDS = {
    "draft_session": (not_drafted_yet,),
    "convene": (convocation_complete,),
    "postpone": (no_sitting_in_progress,),
    "cancel": (no_sitting_in_progress,),
    "open_session": (called_to_order,),
    "suspend_session": (no_sitting_at_work,),
    "close_session": (no_sitting_in_progress, nothing_open),
    "archive": (minutes_issued, nothing_awaited),
}
DECIDE: dict[type, Decide] = {
    DraftSession: lambda _s, _a, command, _n: iter((SessionDrafted(command.convocation),)),
    Convene: lambda _s, _a, _c, _n: _moved("convened"),
    Postpone: lambda _s, _a, _c, _n: _moved("postponed"),
    Reconvene: lambda _s, _a, _c, _n: _moved("convened"),
    Cancel: lambda _s, _a, _c, _n: _moved("cancelled"),
    OpenSession: opened,
    SuspendSession: lambda _s, _a, command, _n: iter((SessionSuspended(command.reason),)),
    ResumeSession: lambda _s, _a, _c, _n: iter((SessionResumed(),)),
    Archive: archive,
    CloseSession: lambda state, _a, _c, _n: iter((SessionClosed(state.presiding.seat or ""),)),
}
FOLD: dict[type, Fold] = {
    SessionDrafted: fold_drafted,
    SessionMoved: lambda state, event, _stamp: replace(state, status=event.status),
    SessionOpened: fold_opened,
    SessionSuspended: lambda state, _event, _stamp: replace(state, status="suspended"),
    SessionResumed: lambda state, _event, _stamp: replace(state, status="open"),
    SessionClosed: fold_closed,
    SessionArchived: lambda state, event, _stamp: replace(
        state, status="archived", bundle_hash=event.bundle_hash
    ),
}
