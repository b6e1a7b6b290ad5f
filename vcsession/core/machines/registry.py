"""What is on file: documents, and the credentials of the delegations."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

DOCUMENT: Final = Machine(
    "document",
    named_by="document",
    initial="uploaded",
    terminal=frozenset({"withdrawn_document"}),
    transitions=(
        row("upload_document", CREATES, "uploaded", "secretary head delegate"),
        row("register_document", "uploaded", "registered_document", "secretary"),
        row("circulate_document", "registered_document", "circulated_document", "secretary"),
        row(
            "supersede_document",
            "registered_document circulated_document",
            "superseded_document",
            "secretary",
        ),
        row(
            "withdraw_document",
            "uploaded registered_document circulated_document",
            "withdrawn_document",
            "secretary head",
        ),
    ),
)


_KNOWN = "accepted_credentials provisional_credentials submitted_credentials"

CREDENTIALS: Final = Machine(
    "credentials",
    named_by="delegation",
    initial="no_credentials",
    terminal=frozenset(),
    transitions=(
        row(
            "submit_credentials",
            "no_credentials withdrawn_credentials",
            "submitted_credentials",
            "secretary head",
        ),
        row(
            "accept_credentials",
            "submitted_credentials provisional_credentials",
            "accepted_credentials",
            "secretary",
        ),
        row(
            "accept_provisionally",
            "submitted_credentials no_credentials",
            "provisional_credentials",
            "secretary presiding",
        ),
        row("withdraw_credentials", _KNOWN, "withdrawn_credentials", "secretary"),
        row("name_head", _KNOWN, STAYS, "secretary"),
        # "from when to when": the clock's beginning of it, the clock's and the secretary's end
        row("begin_head_term", _KNOWN, STAYS, "system"),
        row("end_head_term", _KNOWN, STAYS, "secretary system"),
        row("confirm_attendance", _KNOWN, STAYS, "head secretary"),
        row("name_aide", "accepted_credentials provisional_credentials", STAYS, "head"),
    ),
)
