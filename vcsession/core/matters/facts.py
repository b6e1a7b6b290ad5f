"""What the log tells of a sitting and may turn out to be mistaken (`domain.md` 3.4, 18): a small closed set.

Answers at the roll-call, changes of presence, suspensions, who spoke, who presided. Decisions, answers to
them and texts are not among these: they have their own ways of being put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, get_args

from vcsession.core.changing import replace
from vcsession.core.vocabulary import Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

FactKind = Literal["roll_call", "presence", "suspension", "speech", "presiding"]
KINDS: tuple[FactKind, ...] = get_args(FactKind)


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry. `id` is the version of its commit and its place there: "12.1".

    `what`: the presence at a roll-call, the change of presence, the reason of a suspension, the kind of a
    speech, why the chair changed hands. `seat`: who gave the answer, spoke, or presided. `until` is the end
    of a suspension. `request` is that of a speech.
    """

    id: str
    kind: FactKind
    sitting: str
    at: datetime
    until: datetime | None = None
    delegation: str | None = None
    seat: str = ""
    what: str = ""
    request: str = ""


def noted(
    state: State,
    stamp: Stamp,
    kind: FactKind,
    *,
    delegation: str | None = None,
    seat: str = "",
    what: str = "",
    request: str = "",
) -> State:
    """The state with a further fact of the sitting in progress; between sittings there is nothing to note."""
    if state.sitting is None:
        return state
    with_it = takewhile(lambda fact: fact.id.startswith(f"{stamp.version}."), reversed(state.facts))
    nth = 1 + sum(1 for _ in with_it)
    fact = Fact(
        f"{stamp.version}.{nth}", kind, state.sitting.number, stamp.at, None, delegation, seat, what, request
    )
    return replace(state, facts=(*state.facts, fact))


def suspension_over(state: State, at: datetime) -> State:
    """The last suspension, if it still runs, ends now."""
    for n in range(len(state.facts) - 1, -1, -1):
        fact = state.facts[n]
        if fact.kind == "suspension":
            if fact.until is not None:
                break
            return replace(state, facts=(*state.facts[:n], replace(fact, until=at), *state.facts[n + 1 :]))
    return state
