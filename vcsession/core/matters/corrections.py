"""Corrections to circulated minutes (`domain.md` 3.4, 6): of one's own statement, of a decision's text, of a
fact of time or presence. Here are the shapes and the words; `correcting` has the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.vocabulary import Text

if TYPE_CHECKING:
    from vcsession.core.state import State

Kind = Literal["own_statement", "decision_text", "fact"]
Against = Literal["log", "recording", "notes"]

KINDS: tuple[Kind, ...] = ("own_statement", "decision_text", "fact")


@dataclass(frozen=True, slots=True)
class Correction:
    """`number` is the id: "ARM/C1", or "C1" for the secretariat's own (`delegation` "").

    `target`: a request for the floor, a decision, or a sitting, by the kind. `old` is what stood when it was
    submitted; `old_hash` that of a decision's text, once it was corrected. `until`: objections are taken
    until then, once everybody was notified. `proposed`: other words, to which the submitter may agree.
    `against`: what it was checked against. `decided_in`: the version of the log.
    """

    number: str
    minutes: str
    delegation: str
    kind: Kind
    target: str
    old: Text
    new: Text
    reason: str
    submitted_at: datetime
    old_hash: str = ""
    state: str = "submitted_correction"
    notified_at: datetime | None = None
    until: datetime | None = None
    objections: Mapping[str, str] = field(default_factory=dict)
    proposed: Text = field(default_factory=dict)
    agreed: bool = False
    against: str = ""
    answer: str = ""
    decided_at: datetime | None = None
    decided_in: int = 0

    @property
    def open(self) -> bool:
        return self.state == "submitted_correction"

    @property
    def accepted(self) -> bool:
        return self.state in ("accepted_correction", "accepted_with_change")

    @property
    def wording(self) -> Text:
        """What is to stand in the end: the change proposed to it, or else what was submitted."""
        return self.proposed or self.new


def of(state: State, minutes: str) -> list[Correction]:
    """The corrections to these minutes, in the order submitted."""
    return [c for c in state.corrections.values() if c.minutes == minutes]


@dataclass(frozen=True, slots=True)
class SubmitCorrection:
    """`old` is asked for a fact only: of a statement or a decision it is known.

    The secretary submits for the delegation that he names, by its letter, or in the secretariat's own name.
    """

    kind: Kind
    target: str
    new: Text
    reason: str
    old: Text | None = None
    delegation: str | None = None
    type: Literal["submit_correction"] = "submit_correction"


@dataclass(frozen=True, slots=True)
class NotifyCorrection:
    """All delegations have been told: the time to object runs from now."""

    correction: str
    type: Literal["notify_correction"] = "notify_correction"


@dataclass(frozen=True, slots=True)
class ObjectToCorrection:
    correction: str
    reason: str = ""
    type: Literal["object_to_correction"] = "object_to_correction"


@dataclass(frozen=True, slots=True)
class ProposeChange:
    correction: str
    text: Text
    type: Literal["propose_change"] = "propose_change"


@dataclass(frozen=True, slots=True)
class AgreeToChange:
    correction: str
    type: Literal["agree_to_change"] = "agree_to_change"


@dataclass(frozen=True, slots=True)
class AcceptOwnStatement:
    correction: str
    against: Against
    type: Literal["accept_own_statement"] = "accept_own_statement"


@dataclass(frozen=True, slots=True)
class AcceptFact:
    """Against the log or the recording only."""

    correction: str
    against: Against
    type: Literal["accept_fact"] = "accept_fact"


@dataclass(frozen=True, slots=True)
class AcceptDecisionText:
    correction: str
    type: Literal["accept_decision_text"] = "accept_decision_text"


@dataclass(frozen=True, slots=True)
class AcceptChanged:
    correction: str
    type: Literal["accept_changed"] = "accept_changed"


@dataclass(frozen=True, slots=True)
class DeclineCorrection:
    correction: str
    reason: str
    type: Literal["decline_correction"] = "decline_correction"


@dataclass(frozen=True, slots=True)
class WithdrawCorrection:
    correction: str
    type: Literal["withdraw_correction"] = "withdraw_correction"


@dataclass(frozen=True, slots=True)
class CorrectionSubmitted:
    correction: str
    minutes: str
    delegation: str
    kind: Kind
    target: str
    old: Text
    new: Text
    reason: str
    type: Literal["correction_submitted"] = "correction_submitted"


@dataclass(frozen=True, slots=True)
class CorrectionNotified:
    correction: str
    until: datetime
    type: Literal["correction_notified"] = "correction_notified"


@dataclass(frozen=True, slots=True)
class CorrectionObjected:
    correction: str
    delegation: str
    reason: str
    type: Literal["correction_objected"] = "correction_objected"


@dataclass(frozen=True, slots=True)
class ChangeProposed:
    """Other words: who was notified of the former ones must be notified anew."""

    correction: str
    text: Text
    type: Literal["change_proposed"] = "change_proposed"


@dataclass(frozen=True, slots=True)
class ChangeAgreed:
    correction: str
    type: Literal["change_agreed"] = "change_agreed"


@dataclass(frozen=True, slots=True)
class CorrectionDecided:
    """`outcome`: accepted_correction, accepted_with_change, declined_correction, withdrawn_correction."""

    correction: str
    outcome: str
    against: str = ""
    reason: str = ""
    type: Literal["correction_decided"] = "correction_decided"


@dataclass(frozen=True, slots=True)
class DecisionTextCorrected:
    """A decision taken reads otherwise from now on. Both texts stand here with their hashes."""

    decision: str
    correction: str
    old: Text
    old_hash: str
    text: Text
    hash: str
    type: Literal["decision_text_corrected"] = "decision_text_corrected"


Command = (
    SubmitCorrection
    | NotifyCorrection
    | ObjectToCorrection
    | ProposeChange
    | AgreeToChange
    | AcceptOwnStatement
    | AcceptFact
    | AcceptDecisionText
    | AcceptChanged
    | DeclineCorrection
    | WithdrawCorrection
)
Event = (
    CorrectionSubmitted
    | CorrectionNotified
    | CorrectionObjected
    | ChangeProposed
    | ChangeAgreed
    | CorrectionDecided
    | DecisionTextCorrected
)
