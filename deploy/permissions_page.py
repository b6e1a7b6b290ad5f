"""Write vcsession/core/machines/PERMISSIONS.md from the tables: who may do what, and in which state.

python deploy/permissions_page.py            # writes the page
python deploy/permissions_page.py --print    # prints it
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

from vcsession.core.machines import MACHINES, STAYS, Machine, Transition, Who

TARGET = Path(__file__).parents[1] / "vcsession/core/machines/PERMISSIONS.md"
HEAD = """# Who may do what

Written by `deploy/permissions_page.py` from the tables beside this page; do not edit. The same tables decide
(`core/session.py`), are offered to the browser (`core/offers.py`) and are tested against rows that were
written by hand (`tests/core/permissions.txt`, `first_edition.txt`, `differences.txt`).

*Presiding* is whoever presides now: the chair, or a deputy while presiding; *chair* and *deputy* mean the
office itself. *System* is the clock, the links and the media. A guard may ask more than the table: a mandate,
an open list, a quorum. — under *from* means that the command creates the entity, = under *to* that the state
stays.
"""
COLUMNS: tuple[str, ...] = get_args(Who)


def line(transition: Transition) -> str:
    sources = ", ".join(sorted(transition.sources)) or "—"
    target = "=" if transition.target == STAYS else transition.target
    marks = " | ".join("●" if who in transition.who else "" for who in COLUMNS)
    return f"| `{transition.command}` | {sources} | {target} | {marks} |"


def section(machine: Machine) -> str:
    ends = f"; ends in {', '.join(sorted(machine.terminal))}" if machine.terminal else ""
    return "\n".join(
        (
            f"\n## {machine.name}\n",
            f"Begins as {machine.initial}{ends}.\n",
            f"| command | from | to | {' | '.join(COLUMNS)} |",
            f"|---|---|---|{':-:|' * len(COLUMNS)}",
            *map(line, machine.transitions),
            "",
        )
    )


def source() -> str:
    """The whole page."""
    rows = sum(len(machine.transitions) for machine in MACHINES)
    count = f"\n{len(MACHINES)} machines, {rows} transitions.\n"
    return HEAD + count + "".join(map(section, MACHINES))


if __name__ == "__main__":
    if "--print" in sys.argv:
        print(source(), end="")
    else:
        TARGET.write_text(source(), encoding="utf-8")
