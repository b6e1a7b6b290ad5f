"""What a row of a table and a machine are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Who = Literal[
    "presiding",
    "chair",
    "deputy",
    "secretary",
    "head",
    "delegate",
    "interpreter",
    "observer",
    "technician",
    "system",
]


STAYS: Final = "="
"""As a target: the state stays."""


CREATES: Final = ""
"""As a source: the command creates the entity."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `sources` empty means that the command creates the entity."""

    command: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]


@dataclass(frozen=True, slots=True)
class Machine:
    """`named_by` is the command's field that names the entity; "" where a session has just one."""

    name: str
    named_by: str
    initial: str
    terminal: frozenset[str]
    transitions: tuple[Transition, ...]

    @property
    def states(self) -> frozenset[str]:
        reached = {t.target for t in self.transitions if t.target != STAYS}
        return frozenset({self.initial} | reached | {s for t in self.transitions for s in t.sources})


def row(command: str, sources: str, target: str, who: str) -> Transition:
    return Transition(command, frozenset(sources.split()), target, frozenset(who.split()))
