"""The facts of a sitting as they stand after rectification, for the Record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vcsession.core.changing import replace
from vcsession.core.matters import roll_call
from vcsession.core.matters.facts import Fact
from vcsession.core.matters.floor import FloorRequest
from vcsession.core.matters.rectifying import Rectification
from vcsession.core.record import (
    Interruption,
    PresenceChange,
    PresidingInterval,
    RectificationRecord,
    RollCallAnswer,
)
from vcsession.core.state import State
from vcsession.core.vocabulary import Text

PRESENCE_AFTER = {what: presence for presence, what in roll_call.CHANGES.values()}


def standing(state: State) -> list[Rectification]:
    """Those with consent that were carried out, in order."""
    return [r for r in state.rectifications.values() if r.state == "rectified" and r.kind != "statement"]


def touched(state: State, sitting: str, kinds: Iterable[str]) -> bool:
    """Whether a rectification changed a fact of these kinds in the sitting."""
    return any(
        fact is not None and fact.sitting == sitting and fact.kind in kinds
        for r in standing(state)
        for fact in (r.former, r.now)
    )


def told(state: State) -> Iterator[RectificationRecord]:
    for r in state.rectifications.values():
        if r.rectified_at is not None:
            yield RectificationRecord(
                r.kind,
                r.former,
                r.now,
                r.reason,
                r.entered_at,
                r.entered_by,
                r.consented_by,
                r.rectified_at,
                r.words,
            )


def speaker(state: State, request: FloorRequest) -> tuple[str | None, str]:
    """The delegation and the seat whose speech it was."""
    seat = request.seat
    for r in standing(state):
        if r.kind == "speech" and r.now is not None and r.now.request == request.id:
            seat = r.now.seat
    return (request.delegation, seat) if seat == request.seat else (state.seats[seat].delegation, seat)


def statement(state: State, request: str) -> Text:
    """The head's last words on it; {} where it was not corrected."""
    found: Text = {}
    for r in state.rectifications.values():
        if r.kind == "statement" and r.former is not None and r.former.request == request:
            found = r.words
    return found


def facts(state: State, sitting: str, kind: str) -> list[Fact]:
    """The facts of this kind as they stand, in the order of their times."""
    found: dict[str, Fact] = {f.id: f for f in state.facts if (f.sitting, f.kind) == (sitting, kind)}
    for r in standing(state):
        if r.kind != kind:
            continue
        if r.former is not None:
            if r.now is None:
                found.pop(r.former.id, None)
            elif r.former.id in found:
                found[r.former.id] = r.now
        elif r.now is not None and r.now.sitting == sitting:
            found[r.now.id] = r.now
    return sorted(found.values(), key=lambda fact: fact.at)


def answers(state: State, sitting: str, told: dict[str, RollCallAnswer]) -> dict[str, RollCallAnswer]:
    """A delegation's last answer stands."""
    if not touched(state, sitting, ("roll_call",)):
        return told
    fresh = {code: RollCallAnswer(code, "expected", None, "") for code in told}
    for fact in facts(state, sitting, "roll_call"):
        code = fact.delegation or ""
        fresh[code] = RollCallAnswer(code, fact.what, fact.at, fact.seat)
    # whoever takes no part in the session was not called, so there is no fact of it
    silent = {code for code, one in told.items() if one.at is None and fresh[code].at is None}
    return {code: told[code] if code in silent else one for code, one in fresh.items()}


def changes(
    state: State, sitting: str, told: list[PresenceChange], answered: dict[str, RollCallAnswer]
) -> list[PresenceChange]:
    """With the count of those present reckoned anew after each."""
    if not touched(state, sitting, ("roll_call", "presence")):
        return told
    entitled = set(roll_call.entitled(state))
    here = {code for code, one in answered.items() if one.presence == "present"} & entitled
    found = []
    for fact in facts(state, sitting, "presence"):
        code = fact.delegation or ""
        here = here | {code} if PRESENCE_AFTER[fact.what] == "present" else here - {code}
        here &= entitled
        found.append(PresenceChange(fact.at, code, fact.what, len(here)))
    return found


def suspensions(state: State, sitting: str, told: list[Interruption]) -> list[Interruption]:
    if not touched(state, sitting, ("suspension",)):
        return told
    return [Interruption(fact.at, fact.until, fact.what) for fact in facts(state, sitting, "suspension")]


def presiding(state: State, told: Iterable[PresidingInterval]) -> list[PresidingInterval]:
    """Rectified beginnings and seats; an interval that is entered afterwards stands within another."""
    intervals = list(told)
    for r in standing(state):
        if r.kind != "presiding":
            continue
        former = next((f for f in state.facts if r.former is not None and f.id == r.former.id), None)
        nth = next(
            (n for n, one in enumerate(intervals) if former is not None and one.since == former.at), None
        )
        if nth is not None:
            intervals = _moved(intervals, nth, r.now)
        elif r.now is not None and r.former is None:
            intervals = _between(intervals, r.now)
    return intervals


def _moved(intervals: list[PresidingInterval], nth: int, now: Fact | None) -> list[PresidingInterval]:
    """The interval begins at another time, with another seat, or never began."""
    one = intervals[nth]
    before = intervals[nth - 1] if nth and intervals[nth - 1].until == one.since else None
    if now is None:
        rest = intervals[:nth] + intervals[nth + 1 :]
        return [replace(i, until=one.until) if i is before else i for i in rest]
    moved = replace(one, since=now.at, seat=now.seat)
    return [moved if i is one else replace(i, until=now.at) if i is before else i for i in intervals]


def _between(intervals: list[PresidingInterval], now: Fact) -> list[PresidingInterval]:
    found: list[PresidingInterval] = []
    for one in intervals:
        if not (one.since <= now.at and (one.until is None or now.at < one.until)):
            found.append(one)
            continue
        entered = PresidingInterval(now.seat, now.at, now.until or one.until, "hand_over")
        found += [replace(one, until=now.at), entered]
        if now.until is not None and (one.until is None or now.until < one.until):
            found.append(replace(one, since=now.until, because="chair"))
    return found
