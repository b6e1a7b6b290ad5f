"""What follows a session: its draft goes to a body and to the states, and a communique is released."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

FORWARDING: Final = Machine(
    "forwarding",
    named_by="forwarding",
    initial="prepared",
    terminal=frozenset({"adopted_by_body", "not_approved"}),
    transitions=(
        row("prepare_forwarding", CREATES, "prepared", "secretary"),
        row("dispatch", "prepared", "dispatched", "secretary"),
        row("acknowledge", "dispatched", "received", "secretary"),
        row("consider", "received", "under_body_consideration", "secretary"),
        row("direct_to_states", "under_body_consideration", "in_internal_approval", "secretary"),
        # "comments become proposals": each is registered with its number, and resolved by its author
        row("register_comment", "under_body_consideration in_internal_approval", STAYS, "secretary head"),
        row("resolve_comment", "in_internal_approval", STAYS, "secretary head"),
        row("return_with_comments", "under_body_consideration in_internal_approval", "returned", "secretary"),
        row("redispatch", "returned", "dispatched", "secretary"),
        # approved_by_states is a consequence of the last state's reply
        row("submit_for_adoption", "approved_by_states", "submitted_for_adoption", "secretary"),
        row("adopt_by_body", "submitted_for_adoption", "adopted_by_body", "secretary"),
        row(
            "not_approve",
            "under_body_consideration in_internal_approval submitted_for_adoption",
            "not_approved",
            "secretary",
        ),
    ),
)


INTERNAL_APPROVAL: Final = Machine(
    "internal_approval",
    named_by="approval",
    initial="awaiting",
    terminal=frozenset({"approved", "approved_with_comments", "declined"}),
    transitions=(
        row("send_to_state", "awaiting", "sent", "secretary"),
        row("ack_by_state", "sent", "in_progress", "head secretary"),
        row("approve", "sent in_progress no_reply", "approved", "head secretary"),
        row("approve_with_comments", "sent in_progress no_reply", "approved_with_comments", "head secretary"),
        row("decline", "sent in_progress no_reply", "declined", "head secretary"),
        row("deadline_passes", "sent in_progress", "no_reply", "system"),
    ),
)


COMMUNIQUE: Final = Machine(
    # Not in the first edition: domain.md 3.2 says who drafts, clears and publishes it, 4.2 what may stand in
    # it. A session has one, so it is an entity of its own, as the agenda is.
    "communique",
    named_by="",
    initial="unwritten",
    terminal=frozenset({"released"}),
    transitions=(
        row("set_publicity", "unwritten drafted", STAYS, "secretary"),
        # "each head clears his quote"; opening words are of whoever presided then
        row("clear_quote", "unwritten drafted", STAYS, "chair deputy head"),
        row("draft_communique", "unwritten drafted cleared embargoed", "drafted", "secretary"),
        # with the last clearance that the rule asks for, it is cleared: a consequence
        row("clear_communique", "drafted", STAYS, "chair head presiding"),
        row("embargo_communique", "cleared embargoed", "embargoed", "secretary"),
        # the clock ends an embargo
        row("release_communique", "cleared embargoed", "released", "secretary system"),
    ),
)


ROUND: Final = Machine(
    # Not in the first edition, though "links both ways" is asked for: the former session learns of its next.
    # With the link, what was left preliminary is `carried_over`, where no row of `decision` begins: the next
    # round's log alone confirms it, and no clock of the former lets it lapse.
    "round",
    named_by="",
    initial="last_round",
    terminal=frozenset({"followed"}),
    transitions=(row("link_next_round", "last_round", "followed", "secretary"),),
)
