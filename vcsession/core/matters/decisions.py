"""Decisions by consensus: tabled, read out, put to the room, answered, and the gavel.

Finality (final, preliminary, ad referendum) and the list of those who must confirm are two facts
(`domain.md` 3.4, 1 and 4). Whoever is present at the gavel could have objected: the snapshot is
taken there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.vocabulary import Language, Text, TranslationStatus

if TYPE_CHECKING:
    from vcsession.core.state import State

Kind = Literal[
    "procedural",
    "text",
    "dates",
    "venue",
    "composition",
    "responsible",
    "assignment",
    "request",
    "forwarding",
    "condition",
]
Finality = Literal["final", "preliminary", "ad_referendum"]
Answer = Literal["agree", "object", "need_time"]
Vote = Literal["for", "against", "abstain", "not_voting"]
Reopening = Literal["granted", "declined"]
SilenceBreak = Literal["objection", "amendment"]

ANSWERS: tuple[Answer, ...] = ("agree", "object", "need_time")

BEFORE_THE_ROOM = frozenset({"put_to_room_state", "in_vote"})
"""Before the room now: one decision at a time."""

MOST_DAYS = timedelta(days=3653)
"""Nothing is left to be confirmed for longer than ten years."""

STATE_OF: dict[Finality, str] = {
    "final": "adopted",
    "preliminary": "adopted_preliminarily",
    "ad_referendum": "adopted_ad_referendum",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """The decision holds once the trigger is met; where it is not, the fallback holds.

    `met` is None until it is recorded; `ground` is the letter or the fact by which it is known.
    """

    trigger: Text
    fallback: Text
    met: bool | None = None
    ground: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """What a delegation that was away said to it afterwards. `reopening`: "", asked, granted, declined."""

    associated_at: datetime | None = None
    reopening: str = ""
    reason: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`number` is the id: the item's number and its own.

    `hash` is SHA-256 of the authentic text; of a conditional one with its trigger and its fallback after it,
    each behind an empty line.
    """

    number: str
    item: str
    kind: Kind
    text: Text
    hash: str
    tabled_at: datetime
    state: str = "tabled"
    assignee: Text = field(default_factory=dict)
    due: date | None = None
    put_at: datetime | None = None
    epoch: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    held_because: str = ""
    finality: Finality | None = None
    taken_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirm_list: Mapping[str, datetime | None] = field(default_factory=dict)
    subject_to: Text = field(default_factory=dict)
    confirm_by: date | None = None
    silence_until: datetime | None = None
    broken_by: str = ""
    broken_with: str = ""
    supersedes: str | None = None
    superseded_by: str = ""
    round: str = ""
    """The symbol of the former round that took it; "" for one of this session"""
    announced_at: datetime | None = None
    """When a sitting was told that the silence on it expired unbroken."""
    asked: str = ""
    """The delegation that is asked whether it blocks or reserves."""
    maintained: bool = False
    """It insists: its objection stands."""
    voters: tuple[str, ...] = ()
    """Who may vote, frozen when the vote was opened; empty where there is none."""
    votes: Mapping[str, Vote] = field(default_factory=dict)
    condition: Condition | None = None
    absent: tuple[str, ...] = ()
    """Who was away when it was taken."""
    late: Mapping[str, Late] = field(default_factory=dict)
    translations: Mapping[Language, TranslationStatus] = field(default_factory=dict)


def changed(state: State, number: str, /, **changes: object) -> State:
    """The state with these fields of one decision changed."""
    decision = replace(state.decisions[number], **changes)  # type: ignore[arg-type]
    return replace(state, decisions={**state.decisions, number: decision})


@dataclass(frozen=True, slots=True)
class TableDecision:
    """`supersedes`: the number of the decision taken that this one is to replace.

    A conditional decision has a `trigger` and a `fallback`, both or neither.
    """

    item: str
    kind: Kind
    text: Text
    assignee: Text | None = None
    due: date | None = None
    supersedes: str | None = None
    trigger: Text | None = None
    fallback: Text | None = None
    type: Literal["table_decision"] = "table_decision"


@dataclass(frozen=True, slots=True)
class ReviseDecision:
    """`trigger` and `fallback` of a conditional decision stay as they were where they are not given."""

    decision: str
    text: Text
    trigger: Text | None = None
    fallback: Text | None = None
    type: Literal["revise_decision"] = "revise_decision"


@dataclass(frozen=True, slots=True)
class ReadOut:
    decision: str
    type: Literal["read_out"] = "read_out"


@dataclass(frozen=True, slots=True)
class PutToRoom:
    decision: str
    type: Literal["put_to_room"] = "put_to_room"


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """By button, or by voice marked by the secretary, who then names the delegation."""

    decision: str
    answer: Answer
    delegation: str | None = None
    type: Literal["record_answer"] = "record_answer"


@dataclass(frozen=True, slots=True)
class Object:
    """`insists`: the delegation asks that its objection be recorded under its name."""

    decision: str
    reason: str = ""
    insists: bool = False
    type: Literal["object"] = "object"


@dataclass(frozen=True, slots=True)
class Hold:
    decision: str
    type: Literal["hold"] = "hold"


@dataclass(frozen=True, slots=True)
class Adopt:
    decision: str
    type: Literal["adopt"] = "adopt"


@dataclass(frozen=True, slots=True)
class AdoptPreliminarily:
    decision: str
    subject_to: Text
    confirm_by: date
    type: Literal["adopt_preliminarily"] = "adopt_preliminarily"


@dataclass(frozen=True, slots=True)
class AdoptAdReferendum:
    """`delegations`: present ones that await instructions; the absent states are added by the rule."""

    decision: str
    delegations: tuple[str, ...] = ()
    type: Literal["adopt_ad_referendum"] = "adopt_ad_referendum"


@dataclass(frozen=True, slots=True)
class RecordNoConsensus:
    decision: str
    type: Literal["record_no_consensus"] = "record_no_consensus"


@dataclass(frozen=True, slots=True)
class KeepOpen:
    decision: str
    type: Literal["keep_open"] = "keep_open"


@dataclass(frozen=True, slots=True)
class Retable:
    decision: str
    type: Literal["retable"] = "retable"


@dataclass(frozen=True, slots=True)
class WithdrawDecision:
    decision: str
    type: Literal["withdraw_decision"] = "withdraw_decision"


@dataclass(frozen=True, slots=True)
class Confirm:
    decision: str
    type: Literal["confirm"] = "confirm"


@dataclass(frozen=True, slots=True)
class ConfirmByDelegation:
    """`letter`: number and date of the letter that the secretary enters."""

    decision: str
    delegation: str | None = None
    letter: str = ""
    type: Literal["confirm_by_delegation"] = "confirm_by_delegation"


@dataclass(frozen=True, slots=True)
class LapseDecision:
    decision: str
    type: Literal["lapse_decision"] = "lapse_decision"


@dataclass(frozen=True, slots=True)
class DecisionTabled:
    decision: str
    item: str
    kind: Kind
    text: Text
    hash: str
    assignee: Text
    due: date | None
    supersedes: str | None = None
    condition: Condition | None = None
    type: Literal["decision_tabled"] = "decision_tabled"


@dataclass(frozen=True, slots=True)
class DecisionRevised:
    decision: str
    text: Text
    hash: str
    condition: Condition | None = None
    type: Literal["decision_revised"] = "decision_revised"


@dataclass(frozen=True, slots=True)
class DecisionMoved:
    """A change that needs no more telling.

    Read out, no consensus, kept open, tabled again, withdrawn, lapsed.
    """

    decision: str
    state: str
    type: Literal["decision_moved"] = "decision_moved"


@dataclass(frozen=True, slots=True)
class DecisionPut:
    decision: str
    epoch: int
    type: Literal["decision_put"] = "decision_put"


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    decision: str
    delegation: str
    answer: Answer
    type: Literal["answer_recorded"] = "answer_recorded"


@dataclass(frozen=True, slots=True)
class DecisionObjected:
    decision: str
    delegation: str
    reason: str
    insists: bool
    type: Literal["decision_objected"] = "decision_objected"


@dataclass(frozen=True, slots=True)
class DecisionHeld:
    """`because`: quorum, link, presiding, suspended, incident, caucus, interpretation, or chair (an act of
    the presiding officer).
    """

    decision: str
    because: str
    type: Literal["decision_held"] = "decision_held"


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """The gavel, with the snapshot of who was there and who must still confirm."""

    decision: str
    finality: Finality
    presiding: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    confirm_list: tuple[str, ...]
    subject_to: Text = field(default_factory=dict)
    confirm_by: date | None = None
    type: Literal["decision_taken"] = "decision_taken"


@dataclass(frozen=True, slots=True)
class ConfirmationReceived:
    decision: str
    delegation: str
    letter: str
    type: Literal["confirmation_received"] = "confirmation_received"


@dataclass(frozen=True, slots=True)
class DecisionConfirmed:
    decision: str
    type: Literal["decision_confirmed"] = "decision_confirmed"


Command = (
    TableDecision
    | ReviseDecision
    | ReadOut
    | PutToRoom
    | RecordAnswer
    | Object
    | Hold
    | Adopt
    | AdoptPreliminarily
    | AdoptAdReferendum
    | RecordNoConsensus
    | KeepOpen
    | Retable
    | WithdrawDecision
    | Confirm
    | ConfirmByDelegation
    | LapseDecision
)
Event = (
    DecisionTabled
    | DecisionRevised
    | DecisionMoved
    | DecisionPut
    | AnswerRecorded
    | DecisionObjected
    | DecisionHeld
    | DecisionTaken
    | ConfirmationReceived
    | DecisionConfirmed
)
