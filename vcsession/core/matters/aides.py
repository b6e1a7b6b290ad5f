"""Aides: one presses the keys of one principal. The act is the principal's; the log says who entered it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import seats
from vcsession.core.matters.credentials import credentials
from vcsession.core.matters.roll_call import ACCREDITED
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class NameAide:
    """`aide` is a seat of the same delegation; None: nobody any more."""

    aide: str | None = None
    delegation: str | None = None
    type: Literal["name_aide"] = "name_aide"


@dataclass(frozen=True, slots=True)
class NameOfficersAide:
    """For the chair or a deputy: the seat of a deputy or a secretary. It presses for who presides, too."""

    aide: str | None = None
    type: Literal["name_officers_aide"] = "name_officers_aide"


@dataclass(frozen=True, slots=True)
class AideNamed:
    """`principal` is the seat whose keys are pressed."""

    principal: str
    aide: str | None
    type: Literal["aide_named"] = "aide_named"


Command = NameAide | NameOfficersAide
Event = AideNamed


def principals(state: State, actor: Actor) -> Iterator[Actor]:
    """Whose keys this seat may press besides its own."""
    if actor.entered_by is not None:
        return
    for principal, aide in state.aides.items():
        seat = state.seats[principal]
        # a head who hands the delegation over lends nobody its keys meanwhile
        if aide == actor.seat and seat.role in ("head", "chair", "deputy"):
            yield Actor(seat.id, seat.role, seat.delegation, entered_by=actor.seat)


def in_person(_state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    """An aide names no further aide."""
    if actor.entered_by is not None:
        raise refuse("not_your_role")


def name_aide(state: State, actor: Actor, command: NameAide, _n: datetime) -> Iterator[AideNamed]:
    if command.aide is not None:
        seat = state.seats.get(command.aide)
        if seat is None or seat.delegation != actor.delegation or command.aide == actor.seat:
            raise refuse("bad_field", field="aide", problem="another seat of your delegation")
        if seats.revoked(state, command.aide):
            raise refuse("bad_field", field="aide", problem="this seat has been revoked")
    yield AideNamed(actor.seat, command.aide)


def name_officers_aide(
    state: State, actor: Actor, command: NameOfficersAide, _n: datetime
) -> Iterator[AideNamed]:
    if command.aide is not None:
        seat = state.seats.get(command.aide)
        if seat is None or seat.role not in ("deputy", "secretary") or command.aide == actor.seat:
            raise refuse("bad_field", field="aide", problem="the seat of a deputy or a secretary")
        if seats.revoked(state, command.aide):
            raise refuse("bad_field", field="aide", problem="this seat has been revoked")
    yield AideNamed(actor.seat, command.aide)


def fold_aide(state: State, event: AideNamed, _stamp: Stamp) -> State:
    others = {principal: aide for principal, aide in state.aides.items() if principal != event.principal}
    return replace(state, aides={**others, event.principal: event.aide} if event.aide else others)


def consequences(state: State) -> Iterator[AideNamed]:
    """Nobody presses from a revoked seat, nor for a delegation whose credentials were withdrawn."""
    for principal, aide in state.aides.items():
        code = state.seats[principal].delegation
        if seats.revoked(state, aide) or (code and credentials(state, code).state not in ACCREDITED):
            yield AideNamed(principal, None)


GUARDS = {
    "name_aide": (in_person,),
    "name_officers_aide": (in_person,),
}
DECIDE: dict[type, Decide] = {
    NameAide: name_aide,
    NameOfficersAide: name_officers_aide,
}
FOLD: dict[type, Fold] = {AideNamed: fold_aide}
