"""The minutes and their corrections: what goes on when everything has been said."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

MINUTES: Final = Machine(
    "minutes",
    named_by="minutes",
    initial="generated",
    terminal=frozenset({"superseded_minutes"}),
    transitions=(
        # the secretary alone: a preview follows the log by itself, and a version is an act of somebody
        row("generate_minutes", CREATES, "generated", "secretary"),
        row("review", "generated", "in_review", "secretary"),
        # the secretary's wording is an act of its own, so that it outlives every version (3.2: edit draft)
        row("overlay_minutes", "generated in_review", STAYS, "secretary"),
        row("regenerate", "in_review", "generated", "secretary"),
        row("clear_for_circulation", "in_review", "cleared", "presiding"),
        row("circulate", "cleared", "circulated_minutes", "secretary"),
        row("reissue", "circulated_minutes", STAYS, "secretary"),
        # "submitter may have a note annexed" (decline_correction)
        row("annex_note", "circulated_minutes final_text", STAYS, "head"),
        row("close_corrections", "circulated_minutes", "final_text", "system secretary"),
        # "protocol put to the room" (3.4, 19). One act, as the agenda is adopted, and no decision: a decision
        # belongs to an item of the agenda, and here each head answers by signing or by refusing to.
        row("adopt_minutes", "final_text", STAYS, "presiding"),
        row("open_signing", "final_text", "signing", "secretary"),
        row("sign", "signing", STAYS, "head presiding secretary"),
        # "the scan registered against the hash" (3.4, 19), also when everybody has gone home
        row("register_scan", "signing issued", STAYS, "secretary"),
        # not from the final text: the officers sign too, so what is issued has its hash
        row("issue", "signing", "issued", "presiding secretary"),
        # the secretary drafts and the presiding officer approves (3.2): two acts
        row("draft_corrigendum", "issued", STAYS, "secretary"),
        row("issue_corrigendum", "issued", STAYS, "presiding"),
        # "copy no." (4.1, 1): who has which copy of what was issued is a fact of the log
        row("give_copy", "issued", STAYS, "secretary"),
        row("supersede", "issued", "superseded_minutes", "presiding"),
    ),
)


CORRECTION: Final = Machine(
    "correction",
    named_by="correction",
    initial="submitted_correction",
    terminal=frozenset(
        {"accepted_correction", "accepted_with_change", "declined_correction", "withdrawn_correction"}
    ),
    transitions=(
        row("submit_correction", CREATES, "submitted_correction", "head secretary"),
        # "all delegations notified, no objection in 48 h": the time runs from an act, and so is objecting one
        row("notify_correction", "submitted_correction", STAYS, "secretary"),
        row("object_to_correction", "submitted_correction", STAYS, "head"),
        # "submitter agrees": to words that somebody proposed
        row("propose_change", "submitted_correction", STAYS, "secretary presiding"),
        row("agree_to_change", "submitted_correction", STAYS, "head"),
        row("accept_own_statement", "submitted_correction", "accepted_correction", "secretary"),
        # 3.4, 6 has three kinds, and the first edition accepts two
        row("accept_fact", "submitted_correction", "accepted_correction", "secretary"),
        row("accept_decision_text", "submitted_correction", "accepted_correction", "presiding"),
        row("accept_changed", "submitted_correction", "accepted_with_change", "secretary presiding"),
        row("decline_correction", "submitted_correction", "declined_correction", "presiding secretary"),
        row("withdraw_correction", "submitted_correction", "withdrawn_correction", "head"),
    ),
)
