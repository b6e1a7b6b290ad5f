"""The law as it was written by hand: the first edition, and where and why the code differs from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Row(NamedTuple):
    """Empty `sources` create the entity; `target` = stays."""

    machine: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]


def _rows(name: str) -> Iterator[tuple[str, Row | None]]:
    machine = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            machine = line[1 : line.index("]")]
        elif line and not line.startswith("#"):
            command, states, who, *reason = line.split(" | ")
            if states == "missing":
                yield command, None
                continue
            assert reason or name == "first_edition.txt", f"{command} differs without a reason"
            sources, target = states.split(" > ")
            yield command, Row(machine, frozenset(sources.split()) - {"-"}, target, frozenset(who.split()))


def first_edition() -> dict[str, Row]:
    return {command: row for command, row in _rows("first_edition.txt") if row is not None}


def differences() -> dict[str, Row | None]:
    """Command -> its row; None where the code has none."""
    return dict(_rows("differences.txt"))


def law() -> dict[str, Row]:
    """Every row that the code must have, and no other."""
    whole = {**first_edition(), **differences()}
    return {command: row for command, row in whole.items() if row is not None}
