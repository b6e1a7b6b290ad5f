"""The rules of a session as data: what its file says of quorum, floor, time, silence, minutes and votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AbsentPolicy = Literal["block", "ad_referendum_for_absent", "bind"]


FloorMode = Literal["request", "open", "chair_only"]


SpeechKind = Literal["point_of_order", "procedural_motion", "turn", "reply", "intervention"]


Observed = Literal["stage", "agenda", "papers", "text", "decisions", "reservations"]


Marking = Literal["open", "official_use", "confidential", "secret"]
"""How closely a paper is held, from the lowest on."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many entitled member states must be present."""

    form: Literal["number", "fraction", "all"] = "number"
    number: int = 4
    numerator: int = 2
    denominator: int = 3

    def needed(self, entitled: int) -> int:
        """The least number of delegations present, of `entitled`, that makes the quorum."""
        match self.form:
            case "number":
                return self.number
            case "fraction":
                return -(-entitled * self.numerator // self.denominator)
            case "all":
                return entitled


@dataclass(frozen=True, slots=True)
class Majority:
    """What carries a vote: votes in favour, at least `(base x numerator + constant) / denominator` of them.

    A simple majority is (base + 1) / 2, two thirds (2 x base + 0) / 3. The base (`of`) counts the votes for
    and against, those who may vote and were there when it was opened, or all who are entitled. `electorate`:
    the member states that count for the quorum, or every delegation but observers.
    """

    numerator: int = 1
    denominator: int = 2
    constant: int = 1
    of: Literal["voting", "present", "entitled"] = "voting"
    electorate: Literal["member_states", "delegations"] = "member_states"

    def needed(self, base: int) -> int:
        return -(-(base * self.numerator + self.constant) // self.denominator)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as data (`domain.md` 3.3); printed in the minutes' annex.

    Times are in seconds (`_s`), hours (`_h`) or days (`_days`; those of the minutes are working days).
    `speech_limits` are seconds for a kind of speech; a kind that it does not name has `speech_limit_s`.
    `observers_see`: the stage (picture, sound, who speaks), the agenda, the papers released to all, the draft
    text, decisions once adopted, reservations to these. Nothing else is ever shown to observers.
    """

    quorum_open: Quorum = Quorum()
    quorum_decide: Quorum = Quorum()
    consensus_absent_policy: AbsentPolicy = "ad_referendum_for_absent"
    objection_window_s: int = 20
    link_grace_s: int = 120
    chair_grace_s: int = 30
    succession_timeout_s: int = 90
    max_open_floors: int = 1
    mode: FloorMode = "open"
    speech_limit_s: int = 300
    speech_limits: Mapping[SpeechKind, int] = field(default_factory=dict)
    observers_speak: Literal["never", "on_invitation", "after_members"] = "never"
    observers_see: tuple[Observed, ...] = ("stage", "agenda", "papers")
    point_of_order_order: Literal["fifo", "lifo"] = "fifo"
    reply_when: Literal["immediately", "end_of_item", "end_of_sitting"] = "end_of_item"
    appeal_by: Literal["consensus", "majority"] = "consensus"
    reservation_text_deadline_s: int = 7200
    silence_min_h: int = 24
    minutes_circulation_days: int = 5
    correction_deadline_days: int = 7
    decision_text_correction_h: int = 48
    signatures: Literal["heads", "officers"] = "heads"
    communique_clearance: Literal["chair", "heads", "heads_named"] = "chair"
    marking_ceiling: Marking = "official_use"
    accreditation: bool = False
    devices: int = 1
    lobby: bool = False
    recall_s: int = 120
    interpretation: bool = False
    recording: Literal["none", "open_parts"] = "none"
    vote: Majority | None = None
    """None: nothing is put to the vote"""

    def limit_of(self, kind: SpeechKind) -> int:
        """How many seconds a speech of this kind may last."""
        return self.speech_limits.get(kind, self.speech_limit_s)
