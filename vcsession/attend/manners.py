"""What a robot does of what its seat is offered, and when. Robots know no procedure: only offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from vcsession.core.slices import Act

Span = tuple[float, float]
"""Least and most seconds; the pause is drawn evenly between them."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""An act with its fields: the same act offered again has the same key."""

ACTS_OF: Final[Mapping[str, frozenset[str]]] = {
    "head": frozenset(
        {
            "answer_roll_call",
            "arrive_late",
            "confirm_by_delegation",
            "record_answer",
            "request_floor",
            "return",
            "yield_floor",
        }
    ),
    "secretary": frozenset({"read_out"}),
}
"""Role -> what its robot may do. The others only attend."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How robots behave; None means never. With a `seed`, pauses are the same in every run."""

    answers_roll_call_after_s: Span | None = (0.5, 4.0)
    agrees_after_s: Span | None = (1.0, 4.0)
    asks_every_s: float | None = 90.0
    asks_at_most: int = 2
    """While the list of speakers is this long, robots do not ask."""
    speaks_s: Span = (8.0, 20.0)
    returns_after_s: Span | None = (2.0, 5.0)
    arrives_late_after_s: float | None = None
    confirms_after_s: float | None = None
    reads_out_after_s: Span | None = (2.0, 4.0)
    seed: int | None = None


def key(act: Act) -> Key:
    return act.type, tuple(sorted(act.fields.items()))


def offered(me: Mapping[str, Any]) -> Iterator[Act]:
    """The acts in a `me` slice, as JSON holds it, that may be done now."""
    for raw in (*me["steps"], *me["acts"]):
        if not raw["blocked"]:
            yield Act(raw["type"], raw["fields"])


def wishes(me: Mapping[str, Any], queue: int, manners: Manners) -> Iterator[tuple[Act, Span]]:
    """What this robot would do if nothing changes, and after which pause. `queue`: requests in the list."""
    mine = ACTS_OF.get(me["role"], frozenset())
    for act in offered(me):
        if act.type in mine and (span := _pause(act, me, queue, manners)) is not None:
            yield act, span


def _pause(act: Act, me: Mapping[str, Any], queue: int, manners: Manners) -> Span | None:
    match act.type:
        case "answer_roll_call":
            return manners.answers_roll_call_after_s
        case "record_answer":
            # Answers stay on offer until the decision is taken, so that a person may change one.
            agrees = act.fields.get("answer") == "agree" and not me["answer"]
            return manners.agrees_after_s if agrees else None
        case "request_floor":
            # A robot speaks to the item; it raises no point of order.
            asks = queue < manners.asks_at_most and act.fields.get("kind") == "intervention"
            every = manners.asks_every_s if asks else None
            return (0.2 * every, 1.8 * every) if every is not None else None
        case "yield_floor":
            # A speech that was paused is not over: its time runs while the microphone is open.
            return manners.speaks_s if me["microphone"] == "open" else None
        case "return":
            return manners.returns_after_s
        case "arrive_late":
            return _exactly(manners.arrives_late_after_s)
        case "confirm_by_delegation":
            return _exactly(manners.confirms_after_s)
        case "read_out":
            return manners.reads_out_after_s
    return None


def _exactly(seconds: float | None) -> Span | None:
    return (seconds, seconds) if seconds is not None else None
