"""Rounds: what this session takes over from the former one, and that it learns of its next.

With the link to the next round, that round alone confirms what was left preliminary here: one log decides,
and this session's clock lets nothing lapse that the next one may confirm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.decisions import STATE_OF, Decision
from vcsession.core.matters.reservations import Reservation
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.convocation import Convocation
    from vcsession.core.state import State

LEFT: Final = ("adopted_preliminarily", "adopted_ad_referendum")


@dataclass(frozen=True, slots=True)
class LinkNextRound:
    """`next`: the id of the session that was made from this one."""

    next: str
    type: Literal["link_next_round"] = "link_next_round"


@dataclass(frozen=True, slots=True)
class RoundLinked:
    """`carried`: the decisions that the next round confirms from now on."""

    next: str
    carried: tuple[str, ...]
    type: Literal["round_linked"] = "round_linked"


def to_confirm(convocation: Convocation) -> Iterator[Decision]:
    """The former round's preliminary decisions, as decisions of this session under their own numbers."""
    for d in convocation.confirming:
        yield Decision(
            d.id,
            d.item,
            d.kind,
            d.text,
            text_hash(d.text, convocation.languages.authentic),
            d.taken_at,
            state=STATE_OF[d.finality],
            assignee=d.assignee,
            due=d.due,
            finality=d.finality,
            taken_at=d.taken_at,
            confirm_list=dict.fromkeys(d.confirm_list),
            subject_to=d.subject_to,
            confirm_by=d.confirm_by,
            round=d.round,
        )


def standing(convocation: Convocation) -> Iterator[Reservation]:
    for r in convocation.reservations:
        yield Reservation(
            r.id,
            r.kind,
            r.delegation,
            r.decision or None,
            "",
            r.announced_at,
            state="recorded",
            text=r.text,
            language=r.language,
            received_at=r.announced_at,
            recorded_at=r.announced_at,
            round=r.round,
        )


def session_ended(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.status not in ("closed", "archived"):
        raise refuse("session_not_closed")


def link(state: State, _a: Actor, command: LinkNextRound, _n: datetime) -> Iterator[RoundLinked]:
    name = command.next
    if not name.isascii() or not name.replace("-", "").isalnum() or name != name.lower() or len(name) > 64:
        raise refuse("bad_field", field="next", problem='the id of a session, such as "echelon-2020-3"')
    if name == state.convocation.id:
        raise refuse("bad_field", field="next", problem="a session cannot follow itself")
    carried = tuple(number for number, d in state.decisions.items() if d.state in LEFT)
    yield RoundLinked(name, carried)


def fold_linked(state: State, event: RoundLinked, _stamp: Stamp) -> State:
    decisions = {
        number: replace(d, state="carried_over") if number in event.carried else d
        for number, d in state.decisions.items()
    }
    return replace(state, next_round=event.next, decisions=decisions)


Command = LinkNextRound
Event = RoundLinked

GUARDS = {"link_next_round": (session_ended,)}
DECIDE: dict[type, Decide] = {LinkNextRound: link}
FOLD: dict[type, Fold] = {RoundLinked: fold_linked}
