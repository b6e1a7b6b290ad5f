"""The bureau's own papers: the script that the secretary prepares for the chair, and the note pad.

They stand in a log of the bureau's own (`core.bureau`), so these tables are none of the plenary's.
"""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, Transition, row

SCRIPT: Final = Machine(
    "script",
    named_by="",
    initial="written",
    terminal=frozenset(),
    transitions=(row("write_script", CREATES, "written", "secretary"),),
)

PAD: Final = Machine(
    "pad_note",
    named_by="note",
    initial="taken_down",
    terminal=frozenset({"struck_out"}),
    transitions=(
        row("take_down", CREATES, "taken_down", "secretary"),
        row("change_note", "taken_down", STAYS, "secretary"),
        row("strike_note", "taken_down", "struck_out", "secretary"),
    ),
)

BUREAU: Final = (SCRIPT, PAD)

BUREAU_RULES: Final[dict[str, tuple[Machine, Transition]]] = {
    transition.command: (machine, transition) for machine in BUREAU for transition in machine.transitions
}
"""Command type -> its machine and row; no command of another log has one of these names."""
