"""What a delegation replied to the invitation: an expectation; presence is found by the roll-call alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

Answer = Literal["accepted", "declined", "tentative"]


@dataclass(frozen=True, slots=True)
class Reply:
    """`sequence`: of the invitation that was answered (RFC 5545, 3.8.7.4)."""

    answer: Answer
    sequence: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordReply:
    """A head for its own delegation; the secretary names the one whose reply it enters."""

    sitting: str
    answer: Answer
    delegation: str | None = None
    sequence: int | None = None
    type: Literal["record_reply"] = "record_reply"


@dataclass(frozen=True, slots=True)
class ReplyRecorded:
    sitting: str
    delegation: str
    answer: Answer
    sequence: int
    known_to: tuple[str, ...]
    type: Literal["reply_recorded"] = "reply_recorded"


Command = RecordReply
Event = ReplyRecorded


def record(state: State, actor: Actor, command: RecordReply, _n: datetime) -> Iterator[ReplyRecorded]:
    if command.delegation is not None and actor.delegation not in (None, command.delegation):
        raise refuse("not_your_delegation")
    code = command.delegation or actor.delegation
    if code is None:
        raise refuse("bad_field", field="delegation", problem="whose reply it is")
    if code not in state.delegations:
        raise refuse("unknown", what="delegation", id=code)
    sequence = state.sequence if command.sequence is None else command.sequence
    if sequence > state.sequence:
        raise refuse("bad_field", field="sequence", problem=f"at most {state.sequence}")
    if sequence < state.sequence:
        raise refuse("reply_outdated")
    yield ReplyRecorded(command.sitting, code, command.answer, sequence, (code,))


def fold_recorded(state: State, event: ReplyRecorded, stamp: Stamp) -> State:
    sitting = state.sittings[event.sitting]
    reply = Reply(event.answer, event.sequence, stamp.at)
    replied = replace(sitting, replies={**sitting.replies, event.delegation: reply})
    return replace(state, sittings={**state.sittings, event.sitting: replied})


GUARDS: dict[str, tuple[()]] = {}
DECIDE: dict[type, Decide] = {RecordReply: record}
FOLD: dict[type, Fold] = {ReplyRecorded: fold_recorded}
