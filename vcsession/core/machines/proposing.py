"""Proposals, and the positions that delegations publish."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

PROPOSAL: Final = Machine(
    "proposal",
    named_by="proposal",
    # the first edition's draft_proposal stands in the delegation's own log (core/folder), in no plenary state
    initial="submitted",
    terminal=frozenset({"accepted", "accepted_in_part", "rejected", "withdrawn", "merged", "superseded"}),
    transitions=(
        row("submit_proposal", CREATES, "submitted", "head delegate"),
        # how "any delegation may re-introduce" what its author has withdrawn
        row("reintroduce_proposal", CREATES, "submitted", "head delegate"),
        row("register_proposal", "submitted", "registered", "secretary"),
        row("circulate_proposal", "registered", "circulated", "secretary"),
        # co-sponsors are a field in domain.md 3.1 without an act: nobody becomes one but by its own
        row("cosponsor_proposal", "circulated under_discussion deferred_proposal", STAYS, "head"),
        row("take_up", "circulated deferred_proposal", "under_discussion", "presiding"),
        row("accept_proposal", "under_discussion", "accepted", "presiding"),
        row("accept_in_part", "under_discussion", "accepted_in_part", "presiding"),
        row("reject_proposal", "under_discussion", "rejected", "presiding"),
        row("bracket_proposal", "under_discussion", "bracketed", "presiding secretary"),
        row("clear_bracket", "bracketed", "under_discussion", "presiding"),
        row("merge_proposals", "circulated under_discussion", "merged", "secretary presiding"),
        row(
            "withdraw_proposal",
            "submitted registered circulated under_discussion bracketed deferred_proposal",
            "withdrawn",
            "head",
        ),
        row("defer_proposal", "under_discussion bracketed", "deferred_proposal", "presiding"),
        row("supersede_proposal", "circulated under_discussion bracketed", "superseded", "secretary"),
    ),
)


POSITION: Final = Machine(
    # `domain.md` 3.2 and 3.4, 3 name the act; the first edition has no machine for it. A newer position of
    # the same delegation on the same matter takes the place of the former.
    "position",
    named_by="",
    initial="published",
    terminal=frozenset(),
    transitions=(row("publish_position", CREATES, "published", "head delegate"),),
)
