"""What stands beside a decision: how it was voted on, its condition, and who came to it late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class VoteRecord:
    """A roll-call vote whose result was declared; delegations in protocol order.

    `not_voting`: marked so, or gone before they voted. `needed`: how many votes in favour would carry it.
    """

    declared_at: datetime
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]
    not_voting: tuple[str, ...]
    needed: int
    carried: bool


@dataclass(frozen=True, slots=True)
class ConditionRecord:
    """`met` None: still open. `ground`: the letter or the fact by which it is known."""

    trigger: Text
    fallback: Text
    met: bool | None
    ground: str
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class LateRecord:
    """What a delegation that was away said afterwards. `reopening`: "", asked, granted, declined."""

    delegation: str
    associated_at: datetime | None
    reopening: str
    reason: str
    asked_at: datetime | None
