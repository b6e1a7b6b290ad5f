"""The conduct of the debate: list opened and closed, round of the table, rulings, who gives the floor.

The requests themselves and their order stand in `matters.floor` and `matters.speakers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import appeals, incidents, side_rooms, speakers, speaking
from vcsession.core.matters.agenda import in_session
from vcsession.core.matters.floor import (
    FloorRequest,
    FloorRequested,
    RequestClosed,
    RequestQueued,
    SpeechEnded,
)
from vcsession.core.matters.roll_call import sitting_in_progress
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

Ruling = Literal["upheld", "dismissed"]
RULINGS: tuple[Ruling, ...] = ("upheld", "dismissed")


@dataclass(frozen=True, slots=True)
class Conduct:
    """`closed_for` is the item (None between items) for which the list is closed; it opens with the next one.

    `granting_epoch` is that of the presiding officer who let the secretary give the floor: another officer
    has not said so. `points` are the points of order that were heard and await a ruling; `ruled`
    the last one ruled upon, on the item `ruled_on`, until the floor is given to somebody else.
    """

    list: str = "list_open"
    closed_for: str | None = None
    granting_epoch: int | None = None
    points: tuple[str, ...] = ()
    ruled: str = ""
    ruled_on: str | None = None


@dataclass(frozen=True, slots=True)
class CloseList:
    type: Literal["close_list"] = "close_list"


@dataclass(frozen=True, slots=True)
class OpenList:
    type: Literal["open_list"] = "open_list"


@dataclass(frozen=True, slots=True)
class OpenRoundOfTheTable:
    type: Literal["open_round_of_the_table"] = "open_round_of_the_table"


@dataclass(frozen=True, slots=True)
class CloseRoundOfTheTable:
    type: Literal["close_round_of_the_table"] = "close_round_of_the_table"


@dataclass(frozen=True, slots=True)
class CallOn:
    delegation: str
    type: Literal["call_on"] = "call_on"


@dataclass(frozen=True, slots=True)
class DelegateGrants:
    type: Literal["delegate_grants"] = "delegate_grants"


@dataclass(frozen=True, slots=True)
class RecallGrants:
    type: Literal["recall_grants"] = "recall_grants"


@dataclass(frozen=True, slots=True)
class RuleOnPoint:
    """`words` are the ruling as it was given, where it was more than a yes or no."""

    request: str
    ruling: Ruling
    words: Text = field(default_factory=dict)
    type: Literal["rule_on_point"] = "rule_on_point"


@dataclass(frozen=True, slots=True)
class ListClosed:
    item: str | None
    type: Literal["list_closed"] = "list_closed"


@dataclass(frozen=True, slots=True)
class ListOpened:
    """By the presiding officer, or of itself when the item changes or the sitting ends."""

    type: Literal["list_opened"] = "list_opened"


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """The delegations that are given the floor in turn, in protocol order."""

    item: str | None
    delegations: tuple[str, ...]
    type: Literal["round_opened"] = "round_opened"


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """Ended by the presiding officer with turns still waiting; a round that everybody had ends unsaid."""

    type: Literal["round_closed"] = "round_closed"


@dataclass(frozen=True, slots=True)
class GrantsDelegated:
    """`epoch` is that of the presiding officer who said so."""

    epoch: int
    type: Literal["grants_delegated"] = "grants_delegated"


@dataclass(frozen=True, slots=True)
class GrantsRecalled:
    type: Literal["grants_recalled"] = "grants_recalled"


@dataclass(frozen=True, slots=True)
class PointRuled:
    request: str
    ruling: Ruling
    words: Text
    presiding: str
    type: Literal["point_ruled"] = "point_ruled"


@dataclass(frozen=True, slots=True)
class PointLeft:
    """The sitting ended before the presiding officer ruled."""

    request: str
    type: Literal["point_left"] = "point_left"


def turns(state: State) -> Iterator[FloorRequest]:
    """The turns of the round of the table that still wait or are being taken."""
    standing = (state.requests[r] for r in (*state.speakers, *state.queue))
    return (request for request in standing if request.kind == "turn")


def no_round(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if any(turns(state)):
        raise refuse("round_running")


def round_waits(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(turn.state == "queued" for turn in turns(state)):
        raise refuse("no_round")


def granting(state: State) -> str:
    """Who gives the floor: by_presiding, or by_secretary too while the officer who said so presides."""
    return "by_secretary" if state.conduct.granting_epoch == state.presiding.epoch else "by_presiding"


def may_grant(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    """The secretary where it was delegated to him, and then never a point of order."""
    if actor.seat == state.presiding.seat:
        return
    presided = state.presiding.state in ("chair_presiding", "deputy_presiding")
    delegated = presided and granting(state) == "by_secretary"
    if not delegated or state.requests[entity].kind == "point_of_order":
        raise refuse("grants_not_delegated")


def current_item(state: State) -> str | None:
    return next((i.number for i in state.items.values() if i.state == "under_consideration"), None)


def taking_turns(state: State) -> Iterator[str]:
    """Present delegations that may speak, in protocol order; guests are heard after the members, as ever."""
    for code, delegation in state.delegations.items():
        here = code in state.presence and state.presence[code].state == "present"
        guest = delegation.kind in ("observer", "invited_body")
        if here and delegation.rights.may_speak and not guest:
            yield code


def open_round(
    state: State, actor: Actor, _c: OpenRoundOfTheTable, now: datetime
) -> Iterator[RoundOpened | FloorRequested | RequestQueued]:
    item = current_item(state)
    codes = tuple(taking_turns(state))
    if not codes:
        raise refuse("nobody_to_speak")
    yield RoundOpened(item, codes)
    first: int | None = None
    for n, code in enumerate(codes):
        seat, _ = speakers.speaker_of(state, actor, code)
        id = f"request-{state.version + 1}-{n + 1}"
        turn = FloorRequest(id, seat, code, "turn", item, actor.seat, now)
        first = speakers.place_for(state, turn) if first is None else first
        yield FloorRequested(id, seat, code, "turn", item)
        yield RequestQueued(id, first + n)


def close_round(
    state: State, _a: Actor, _c: CloseRoundOfTheTable, _n: datetime
) -> Iterator[RoundClosed | RequestClosed]:
    yield RoundClosed()
    for turn in turns(state):
        if turn.state == "queued":
            yield RequestClosed(turn.id, "lapsed")


def somebody_to_call(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(presence.state == "present" for presence in state.presence.values()):
        raise refuse("delegation_not_present")


def call_on(
    state: State, actor: Actor, command: CallOn, now: datetime
) -> Iterator[FloorRequested | RequestQueued]:
    if command.delegation not in state.delegations:
        raise refuse("unknown", what="delegation", id=command.delegation)
    speakers.may_speak(state, command.delegation)
    seat, delegation = speakers.speaker_of(state, actor, command.delegation)
    if any(r.kind != "point_of_order" for r in speakers.standing_of(state, seat)):
        raise refuse("already_asked")
    id, item = f"request-{state.version + 1}", current_item(state)
    request = FloorRequest(id, seat, delegation, "intervention", item, actor.seat, now)
    yield FloorRequested(id, seat, delegation, "intervention", item)
    yield RequestQueued(id, speakers.place_for(state, request))


def rule(state: State, _a: Actor, command: RuleOnPoint, _n: datetime) -> Iterator[PointRuled | SpeechEnded]:
    yield PointRuled(command.request, command.ruling, command.words, state.presiding.seat or "")
    if command.request in state.speakers:
        yield SpeechEnded(command.request, "finished")


def consequences(state: State) -> Iterator[ListOpened | PointLeft]:
    """A list is closed for one item; a point of order is ruled upon in its sitting."""
    conduct = state.conduct
    if conduct.list == "list_closed" and (state.sitting is None or current_item(state) != conduct.closed_for):
        yield ListOpened()
    if state.sitting is None:
        yield from (PointLeft(r) for r in conduct.points)


def _with(state: State, /, **changes: object) -> State:
    return replace(state, conduct=replace(state.conduct, **changes))  # type: ignore[arg-type]


def fold_ruled(state: State, event: PointRuled, _stamp: Stamp) -> State:
    request = replace(state.requests[event.request], ruling=event.ruling)
    state = replace(state, requests={**state.requests, event.request: request})
    state = _with(state, ruled=event.request, ruled_on=current_item(state))
    return fold_settled(state, event, _stamp)


def fold_settled(state: State, event: PointRuled | PointLeft, _stamp: Stamp) -> State:
    return _with(state, points=tuple(r for r in state.conduct.points if r != event.request))


def time_spoken(state: State) -> dict[str, float]:
    """Seconds that each delegation has spoken in the session, up to the last pause or end of each speech."""
    seconds = dict.fromkeys(state.delegations, 0.0)
    for request in state.requests.values():
        if request.delegation is not None:
            seconds[request.delegation] += request.spoken_s
    return seconds


Command = (
    CloseList
    | OpenList
    | OpenRoundOfTheTable
    | CloseRoundOfTheTable
    | CallOn
    | DelegateGrants
    | RecallGrants
    | RuleOnPoint
)
Event = (
    ListClosed
    | ListOpened
    | RoundOpened
    | RoundClosed
    | GrantsDelegated
    | GrantsRecalled
    | PointRuled
    | PointLeft
)

GUARDS = {
    "close_list": (in_session,),
    "open_list": (in_session,),
    "open_round_of_the_table": (in_session, no_round),
    "close_round_of_the_table": (in_session, round_waits),
    "call_on": (sitting_in_progress, somebody_to_call),
    "delegate_grants": (sitting_in_progress,),
    "rule_on_point": (in_session, appeals.none_open),
    "grant": (
        may_grant,
        in_session,
        appeals.none_open,
        speakers.reply_is_due,
        side_rooms.in_the_plenary,
        speaking.floor_available,
        incidents.everybody_hears,
    ),
}
DECIDE: dict[type, Decide] = {
    CloseList: lambda state, _a, _c, _n: iter((ListClosed(current_item(state)),)),
    OpenList: lambda _s, _a, _c, _n: iter((ListOpened(),)),
    OpenRoundOfTheTable: open_round,
    CloseRoundOfTheTable: close_round,
    CallOn: call_on,
    DelegateGrants: lambda state, _a, _c, _n: iter((GrantsDelegated(state.presiding.epoch),)),
    RecallGrants: lambda _s, _a, _c, _n: iter((GrantsRecalled(),)),
    RuleOnPoint: rule,
}
FOLD: dict[type, Fold] = {
    ListClosed: lambda state, event, _s: _with(state, list="list_closed", closed_for=event.item),
    ListOpened: lambda state, _event, _s: _with(state, list="list_open", closed_for=None),
    RoundOpened: lambda state, _event, _s: state,
    RoundClosed: lambda state, _event, _s: state,
    GrantsDelegated: lambda state, event, _s: _with(state, granting_epoch=event.epoch),
    GrantsRecalled: lambda state, _event, _s: _with(state, granting_epoch=None),
    PointRuled: fold_ruled,
    PointLeft: fold_settled,
}
