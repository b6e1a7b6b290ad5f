"""What was rectified: the fact as the log had it first, and as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.matters.facts import Fact
from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class RectificationRecord:
    """`kind`: roll_call, presence, suspension, speech, presiding, statement.

    `former` None: entered afterwards; `now` None: struck out. Of a statement, `former` is the speech and
    `words` are what the head says instead; nobody consents to it.
    """

    kind: str
    former: Fact | None
    now: Fact | None
    reason: str
    entered_at: datetime
    entered_by: str
    consented_by: str
    rectified_at: datetime
    words: Text
