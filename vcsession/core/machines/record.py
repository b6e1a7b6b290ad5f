"""The log's entries and their rectification."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

RECORD_ENTRY: Final = Machine(
    "record_entry",
    named_by="entry",
    initial="entered",
    terminal=frozenset({"rectified", "dropped_entry"}),
    transitions=(
        # "with the presiding officer's consent": the request, the consent, and what becomes of it without
        row("enter_rectification", CREATES, "entered", "secretary"),
        row("consent_to_rectify", "entered", STAYS, "presiding"),
        row("drop_rectification", "entered", "dropped_entry", "presiding secretary"),
        row("rectify", "entered", "rectified", "secretary"),
        # the head's own act (domain.md 3.4, 3): it asks nobody
        row("correct_statement", CREATES, "rectified", "head"),
    ),
)
