"""Where the agreed draft goes after the talks: to a body, to each state for approval, to adoption.

Bodies and states answer by letter, so what is decided here are facts that the secretary records, each with
its letter's number and date; a head records its own state's reply. Most of it happens when the session is
closed. The rules are in `matters.onward`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.vocabulary import Text

if TYPE_CHECKING:
    from vcsession.core.matters.text import Unit

CommentKind = Literal["comment", "amendment"]


def version_hash(units: Iterable[Unit]) -> str:
    """The hash of a draft's version: SHA-256 over one line "path sha256" for each unit, in the text's order.

    The sha256 is that of the unit's authentic text as it stands, so a translation or a state changes
    nothing, and the same text has the same hash in the next round.
    """
    lines = "".join(f"{unit.path} {unit.current.hash}\n" for unit in units)
    return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """One state that a forwarding came into, and the letter that says so.

    `words` are a reason, an act by which something was done, or the reference of a list of brackets.
    """

    state: str
    at: datetime
    letter: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """`number` goes on from the delegation's proposals ("KAZ/7"): under it, the next round receives it.

    `resolved` says how it was settled; "" while it stands. `turn` is that of the version it speaks of.
    """

    number: str
    delegation: str
    unit: str
    kind: CommentKind
    text: Text
    at: datetime
    turn: int
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """`id` is F1, F2 ...; `body` is where it was sent, `adopting` the body it was submitted to at last.

    `versions` are the hashes sent, the latest last. `preliminary`, `ad_referendum`, `brackets`: the units of
    the text that stood so when it was sent, so that "preliminary" survives into the covering letter.
    """

    id: str
    body: Text
    prepared: str
    """The version hash at its preparation."""
    state: str = "prepared"
    steps: tuple[Step, ...] = ()
    versions: tuple[str, ...] = ()
    preliminary: tuple[str, ...] = ()
    ad_referendum: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()
    due: date | None = None
    adopting: Text = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    @property
    def turn(self) -> int:
        """How many versions were sent: a comment or an approval is of one of them."""
        return len(self.versions)

    def standing(self, delegation: str = "") -> tuple[Comment, ...]:
        """The comments on the last version that are not resolved; those of one delegation, or all."""
        return tuple(
            c
            for c in self.comments
            if c.turn == self.turn and not c.resolved and delegation in ("", c.delegation)
        )


@dataclass(frozen=True, slots=True)
class Approval:
    """One state's internal approval; `id` is the forwarding, the turn and the state ("F1.1/ARM").

    `office` signed for the state.
    """

    id: str
    forwarding: str
    delegation: str
    since: datetime
    state: str = "awaiting"
    letter: str = ""
    office: Text = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrepareForwarding:
    body: Text
    type: Literal["prepare_forwarding"] = "prepare_forwarding"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """`letter`: the covering letter, number and date. `bracket_list`: the list of brackets attached, by its
    symbol; asked for where the text has brackets.
    """

    forwarding: str
    letter: str
    bracket_list: str = ""
    type: Literal["dispatch"] = "dispatch"


@dataclass(frozen=True, slots=True)
class Acknowledge:
    forwarding: str
    letter: str
    type: Literal["acknowledge"] = "acknowledge"


@dataclass(frozen=True, slots=True)
class Consider:
    forwarding: str
    letter: str
    type: Literal["consider"] = "consider"


@dataclass(frozen=True, slots=True)
class DirectToStates:
    """`letter`: the body's decision on the further direction; `due`: the last day for the states' replies."""

    forwarding: str
    letter: str
    due: date
    type: Literal["direct_to_states"] = "direct_to_states"


@dataclass(frozen=True, slots=True)
class RegisterComment:
    """A comment of a state; or of the body, brought in by the organ's delegation that `delegation` names."""

    forwarding: str
    unit: str
    text: Text
    kind: CommentKind = "comment"
    delegation: str | None = None
    type: Literal["register_comment"] = "register_comment"


@dataclass(frozen=True, slots=True)
class ResolveComment:
    """`how`: taken into account, withdrawn by letter ..., in words."""

    forwarding: str
    comment: str
    how: str
    type: Literal["resolve_comment"] = "resolve_comment"


@dataclass(frozen=True, slots=True)
class ReturnWithComments:
    forwarding: str
    letter: str
    type: Literal["return_with_comments"] = "return_with_comments"


@dataclass(frozen=True, slots=True)
class Redispatch:
    """`version_hash`: that of the new version, as the next round made it; "" for this session's own text."""

    forwarding: str
    letter: str
    version_hash: str = ""
    type: Literal["redispatch"] = "redispatch"


@dataclass(frozen=True, slots=True)
class SubmitForAdoption:
    forwarding: str
    body: Text
    letter: str
    type: Literal["submit_for_adoption"] = "submit_for_adoption"


@dataclass(frozen=True, slots=True)
class AdoptByBody:
    """`adopted_by`: the act, its number and date; `letter`: the one that told of it."""

    forwarding: str
    adopted_by: str
    letter: str
    type: Literal["adopt_by_body"] = "adopt_by_body"


@dataclass(frozen=True, slots=True)
class NotApprove:
    forwarding: str
    reason: str
    letter: str
    type: Literal["not_approve"] = "not_approve"


@dataclass(frozen=True, slots=True)
class SendToState:
    approval: str
    letter: str
    type: Literal["send_to_state"] = "send_to_state"


@dataclass(frozen=True, slots=True)
class AckByState:
    approval: str
    type: Literal["ack_by_state"] = "ack_by_state"


@dataclass(frozen=True, slots=True)
class Approve:
    """`office`: which office signed the state's `letter`."""

    approval: str
    office: Text
    letter: str
    type: Literal["approve"] = "approve"


@dataclass(frozen=True, slots=True)
class ApproveWithComments:
    """The comments were registered before, one by one."""

    approval: str
    office: Text
    letter: str
    type: Literal["approve_with_comments"] = "approve_with_comments"


@dataclass(frozen=True, slots=True)
class Decline:
    approval: str
    reason: str
    letter: str = ""
    type: Literal["decline"] = "decline"


@dataclass(frozen=True, slots=True)
class DeadlinePasses:
    approval: str
    type: Literal["deadline_passes"] = "deadline_passes"


@dataclass(frozen=True, slots=True)
class ForwardingPrepared:
    forwarding: str
    body: Text
    version_hash: str
    type: Literal["forwarding_prepared"] = "forwarding_prepared"


@dataclass(frozen=True, slots=True)
class ForwardingDispatched:
    """A version went out, for the first time or again, with what was not final in it."""

    forwarding: str
    version_hash: str
    letter: str
    preliminary: tuple[str, ...]
    ad_referendum: tuple[str, ...]
    brackets: tuple[str, ...]
    bracket_list: str
    type: Literal["forwarding_dispatched"] = "forwarding_dispatched"


@dataclass(frozen=True, slots=True)
class ForwardingDirected:
    """To the states; each state's approval is awaited from the same commit on."""

    forwarding: str
    letter: str
    due: date
    type: Literal["forwarding_directed"] = "forwarding_directed"


@dataclass(frozen=True, slots=True)
class ForwardingMoved:
    """A step that needs no more telling than its letter.

    `body` where it was submitted for adoption; `words`: the adopting act, or the reason.
    """

    forwarding: str
    state: str
    letter: str = ""
    body: Text = field(default_factory=dict)
    words: str = ""
    type: Literal["forwarding_moved"] = "forwarding_moved"


@dataclass(frozen=True, slots=True)
class CommentRegistered:
    forwarding: str
    comment: str
    delegation: str
    unit: str
    kind: CommentKind
    text: Text
    type: Literal["comment_registered"] = "comment_registered"


@dataclass(frozen=True, slots=True)
class CommentResolved:
    forwarding: str
    comment: str
    how: str
    type: Literal["comment_resolved"] = "comment_resolved"


@dataclass(frozen=True, slots=True)
class ApprovalAwaited:
    approval: str
    forwarding: str
    delegation: str
    type: Literal["approval_awaited"] = "approval_awaited"


@dataclass(frozen=True, slots=True)
class ApprovalMoved:
    approval: str
    state: str
    letter: str = ""
    office: Text = field(default_factory=dict)
    reason: str = ""
    type: Literal["approval_moved"] = "approval_moved"


Command = (
    PrepareForwarding
    | Dispatch
    | Acknowledge
    | Consider
    | DirectToStates
    | RegisterComment
    | ResolveComment
    | ReturnWithComments
    | Redispatch
    | SubmitForAdoption
    | AdoptByBody
    | NotApprove
    | SendToState
    | AckByState
    | Approve
    | ApproveWithComments
    | Decline
    | DeadlinePasses
)
Event = (
    ForwardingPrepared
    | ForwardingDispatched
    | ForwardingDirected
    | ForwardingMoved
    | CommentRegistered
    | CommentResolved
    | ApprovalAwaited
    | ApprovalMoved
)
