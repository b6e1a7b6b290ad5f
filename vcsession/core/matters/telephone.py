"""What a delegation asked by telephone: the secretary enters it, and the head confirms it once it is back.

It counts from its entry on; the confirmation holds nothing up, but until it comes everybody sees that the
request was entered for the delegation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.matters.floor import FloorRequest
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class ConfirmRequest:
    request: str
    type: Literal["confirm_request"] = "confirm_request"


@dataclass(frozen=True, slots=True)
class RequestConfirmed:
    request: str
    type: Literal["request_confirmed"] = "request_confirmed"


Command = ConfirmRequest
Event = RequestConfirmed


def to_confirm(state: State, request: FloorRequest) -> bool:
    """Whether the secretary asked for this delegation, and it has not said yet that it did."""
    asked_by = state.seats.get(request.requested_by)
    by_secretary = asked_by is not None and asked_by.role == "secretary"
    return by_secretary and request.delegation is not None and request.confirmed_at is None


def entered_for_it(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    request = state.requests[entity]
    if request.delegation != actor.delegation:
        raise refuse("not_your_delegation")
    if not to_confirm(state, request):
        raise refuse("nothing_to_confirm")


def confirm(_s: State, _a: Actor, command: ConfirmRequest, _n: datetime) -> Iterator[RequestConfirmed]:
    yield RequestConfirmed(command.request)


def fold_confirmed(state: State, event: RequestConfirmed, stamp: Stamp) -> State:
    confirmed = replace(state.requests[event.request], confirmed_at=stamp.at)
    return replace(state, requests={**state.requests, event.request: confirmed})


GUARDS = {"confirm_request": (entered_for_it,)}
DECIDE: dict[type, Decide] = {ConfirmRequest: confirm}
FOLD: dict[type, Fold] = {RequestConfirmed: fold_confirmed}
