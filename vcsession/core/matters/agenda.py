"""The agenda and its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp, Text, TranslationStatus

if TYPE_CHECKING:
    from vcsession.core.state import State

Outcome = Literal[
    "noted",
    "reviewed_and_discussed",
    "agreed",
    "agreed_preliminarily",
    "agreed_ad_referendum",
    "partly_agreed",
    "no_agreement",
]


@dataclass(frozen=True, slots=True)
class Item:
    """`number` is the item's id, as the agenda prints it.

    `proposed_by` is a seat; "" for the session file.
    """

    number: str
    title: Text
    rapporteur: Text
    minutes: int
    documents: tuple[str, ...] = ()
    state: str = "provisional"
    outcome: str = ""
    opened_at: datetime | None = None
    concluded_at: datetime | None = None
    proposed_by: str = ""
    translations: Mapping[Language, TranslationStatus] = field(default_factory=dict)
    """The status of its title in every language but the authentic one."""


@dataclass(frozen=True, slots=True)
class ProposeItem:
    title: Text
    rapporteur: Text
    minutes: int = 30
    type: Literal["propose_item"] = "propose_item"


@dataclass(frozen=True, slots=True)
class AdmitItem:
    item: str
    type: Literal["admit_item"] = "admit_item"


@dataclass(frozen=True, slots=True)
class DeclineItem:
    item: str
    reason: str
    type: Literal["decline_item"] = "decline_item"


@dataclass(frozen=True, slots=True)
class AdoptAgenda:
    """Adopts every item admitted so far: a procedural decision, to which nobody objected."""

    type: Literal["adopt_agenda"] = "adopt_agenda"


@dataclass(frozen=True, slots=True)
class OpenItem:
    item: str
    type: Literal["open_item"] = "open_item"


@dataclass(frozen=True, slots=True)
class SuspendItem:
    item: str
    type: Literal["suspend_item"] = "suspend_item"


@dataclass(frozen=True, slots=True)
class ResumeItem:
    item: str
    type: Literal["resume_item"] = "resume_item"


@dataclass(frozen=True, slots=True)
class ConcludeItem:
    item: str
    outcome: Outcome
    type: Literal["conclude_item"] = "conclude_item"


@dataclass(frozen=True, slots=True)
class DeferItem:
    """`until`: the number of a sitting, or "next_round"."""

    item: str
    until: str
    type: Literal["defer_item"] = "defer_item"


@dataclass(frozen=True, slots=True)
class ReferItem:
    item: str
    body: Text
    type: Literal["refer_item"] = "refer_item"


@dataclass(frozen=True, slots=True)
class WithdrawItem:
    item: str
    type: Literal["withdraw_item"] = "withdraw_item"


@dataclass(frozen=True, slots=True)
class ReopenItem:
    item: str
    type: Literal["reopen_item"] = "reopen_item"


@dataclass(frozen=True, slots=True)
class ItemProposed:
    item: str
    title: Text
    rapporteur: Text
    minutes: int
    type: Literal["item_proposed"] = "item_proposed"


@dataclass(frozen=True, slots=True)
class AgendaAdopted:
    """`items` in the order adopted; `present` are the entitled delegations that were there."""

    items: tuple[str, ...]
    present: tuple[str, ...]
    type: Literal["agenda_adopted"] = "agenda_adopted"


@dataclass(frozen=True, slots=True)
class ItemOpened:
    item: str
    type: Literal["item_opened"] = "item_opened"


@dataclass(frozen=True, slots=True)
class ItemConcluded:
    item: str
    outcome: Outcome
    type: Literal["item_concluded"] = "item_concluded"


@dataclass(frozen=True, slots=True)
class ItemMoved:
    """A change that needs no more telling: admitted, declined, suspended, deferred, referred, withdrawn.

    `state` is the new one; `to` says until when, to whom or why, where that was given.
    """

    item: str
    state: str
    to: Text | str = ""
    type: Literal["item_moved"] = "item_moved"


PENDING = frozenset({"put_to_room_state", "in_vote", "held"})
"""States of a decision that the room has not done with."""


def in_session(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.sitting is None or state.sitting.state != "in_session":
        raise refuse("sitting_not_in_session")


def may_decide(state: State, actor: Actor, entity: str, now: datetime) -> None:
    """A decision of any kind may be taken now: in session, not for discussion only, and quorate."""
    in_session(state, actor, entity, now)
    if state.sitting is not None and state.sitting.discussion_only:
        raise refuse("discussion_only")
    roll_call.require(roll_call.quorum(state), to="decide")


def items_admitted(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(item.state == "provisional" for item in state.items.values()):
        raise refuse("not_due")


def no_other_item(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for item in state.items.values():
        if item.state == "under_consideration" and item.number != entity:
            raise refuse("item_open", id=item.number)


def floor_free(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.speakers:
        raise refuse("floor_taken")


def no_decision_pending(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for decision in state.decisions.values():
        if decision.item == entity and decision.state in PENDING:
            raise refuse("decision_pending", id=decision.number)


def proposer_or_presiding(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if actor.seat not in (state.presiding.seat, state.items[entity].proposed_by):
        raise refuse("not_your_role")


def may_propose(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    if actor.delegation is not None and not state.delegations[actor.delegation].rights.may_propose:
        raise refuse("not_your_role")


def check_text(state: State, text: Text, field: str) -> None:
    authentic = state.convocation.languages.authentic
    if not text.get(authentic, "").strip():
        raise refuse(
            "bad_field", field=field, problem=f"the text in the authentic language ({authentic}) is missing"
        )


def working(state: State, text: Text) -> dict[Language, TranslationStatus]:
    """A new authentic text leaves no translation checked; what was typed with it is a working one."""
    return {code: "working" for code in text if code != state.convocation.languages.authentic}


def propose(state: State, _a: Actor, command: ProposeItem, _n: datetime) -> Iterator[ItemProposed]:
    check_text(state, command.title, "title")
    check_text(state, command.rapporteur, "rapporteur")
    number = str(1 + max((int(n) for n in state.items if n.isdigit()), default=0))
    yield ItemProposed(number, command.title, command.rapporteur, command.minutes)


def adopt(state: State, _a: Actor, _c: AdoptAgenda, _n: datetime) -> Iterator[AgendaAdopted]:
    kept = ("provisional", "adopted", "under_consideration", "suspended_item", "concluded", "deferred")
    yield AgendaAdopted(
        tuple(n for n, item in state.items.items() if item.state in kept), roll_call.present(state)
    )


def _moved(new: str) -> Decide:
    def decide(_s: State, _a: Actor, command: object, _n: datetime) -> Iterator[ItemMoved]:
        to = getattr(command, "reason", getattr(command, "until", getattr(command, "body", "")))
        yield ItemMoved(command.item, new, to)  # type: ignore[attr-defined]

    return decide


def defer(state: State, _a: Actor, command: DeferItem, _n: datetime) -> Iterator[ItemMoved]:
    """To a sitting that is still to be held, or to the next round."""
    ahead = [s.number for s in state.sittings.values() if s.state in ("scheduled", "line_check")]
    if command.until not in (*ahead, "next_round"):
        problem = f"one of {', '.join((*ahead, 'next_round'))}"
        raise refuse("bad_field", field="until", problem=problem)
    yield ItemMoved(command.item, "deferred", command.until)


def _with(state: State, number: str, /, **changes: object) -> State:
    item = replace(state.items[number], **changes)  # type: ignore[arg-type]
    return replace(state, items={**state.items, number: item})


def fold_proposed(state: State, event: ItemProposed, stamp: Stamp) -> State:
    item = Item(
        event.item,
        event.title,
        event.rapporteur,
        event.minutes,
        state="proposed",
        proposed_by=stamp.actor.seat,
        translations=working(state, event.title),
    )
    return replace(state, items={**state.items, event.item: item})


def fold_adopted(state: State, event: AgendaAdopted, stamp: Stamp) -> State:
    items = {
        n: replace(item, state="adopted") if n in event.items and item.state == "provisional" else item
        for n, item in state.items.items()
    }
    at = state.agenda_adopted_at or stamp.at
    return replace(state, items=items, agenda="adopted_agenda", agenda_adopted_at=at)


def fold_opened(state: State, event: ItemOpened, stamp: Stamp) -> State:
    """Opened, resumed, or reopened: what was concluded before no longer stands."""
    opened_at = state.items[event.item].opened_at or stamp.at
    return _with(
        state, event.item, state="under_consideration", opened_at=opened_at, outcome="", concluded_at=None
    )


def fold_concluded(state: State, event: ItemConcluded, stamp: Stamp) -> State:
    return _with(state, event.item, state="concluded", outcome=event.outcome, concluded_at=stamp.at)


Command = (
    ProposeItem
    | AdmitItem
    | DeclineItem
    | AdoptAgenda
    | OpenItem
    | SuspendItem
    | ResumeItem
    | ConcludeItem
    | DeferItem
    | ReferItem
    | WithdrawItem
    | ReopenItem
)
Event = ItemProposed | AgendaAdopted | ItemOpened | ItemConcluded | ItemMoved

GUARDS = {
    "propose_item": (may_propose,),
    "adopt_agenda": (may_decide, items_admitted, roll_call.every_link_holds),
    "open_item": (in_session, no_other_item),
    "suspend_item": (in_session, floor_free, no_decision_pending),
    "resume_item": (in_session, no_other_item),
    "conclude_item": (in_session, floor_free, no_decision_pending),
    "defer_item": (floor_free, no_decision_pending),
    "refer_item": (floor_free, no_decision_pending),
    "withdraw_item": (proposer_or_presiding,),
    "reopen_item": (may_decide, no_other_item, roll_call.every_link_holds),
}
DECIDE: dict[type, Decide] = {
    ProposeItem: propose,
    AdmitItem: _moved("provisional"),
    DeclineItem: _moved("not_admitted"),
    AdoptAgenda: adopt,
    OpenItem: lambda _s, _a, command, _n: iter((ItemOpened(command.item),)),
    SuspendItem: _moved("suspended_item"),
    ResumeItem: lambda _s, _a, command, _n: iter((ItemOpened(command.item),)),
    ConcludeItem: lambda _s, _a, command, _n: iter((ItemConcluded(command.item, command.outcome),)),
    DeferItem: defer,
    ReferItem: _moved("referred"),
    WithdrawItem: _moved("withdrawn"),
    ReopenItem: lambda _s, _a, command, _n: iter((ItemOpened(command.item),)),
}
FOLD: dict[type, Fold] = {
    ItemProposed: fold_proposed,
    AgendaAdopted: fold_adopted,
    ItemOpened: fold_opened,
    ItemConcluded: fold_concluded,
    ItemMoved: lambda state, event, _stamp: _with(state, event.item, state=event.state),
}
