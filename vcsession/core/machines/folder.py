"""A delegation's own folder: drafts of proposals, and where its departments stand.

They stand in the delegation's own log (`core.folder`), so these tables are none of the plenary's.
"""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, Transition, row

DRAFT: Final = Machine(
    "draft",
    named_by="draft",
    initial="draft_proposal",
    terminal=frozenset({"discarded"}),
    transitions=(
        row("draft_proposal_text", CREATES, "draft_proposal", "head delegate"),
        row("revise_draft", "draft_proposal", STAYS, "head delegate"),
        row("discard_draft", "draft_proposal", "discarded", "head delegate"),
    ),
)


INTERNAL_POSITION: Final = Machine(
    "internal_position",
    named_by="",
    initial="noted",
    terminal=frozenset(),
    transitions=(row("note_position", CREATES, "noted", "head delegate"),),
)

FOLDER: Final = (DRAFT, INTERNAL_POSITION)

FOLDER_RULES: Final[dict[str, tuple[Machine, Transition]]] = {
    transition.command: (machine, transition) for machine in FOLDER for transition in machine.transitions
}
"""Command type -> its machine and row; no command of the plenary has one of these names."""
