"""Decisions, reservations and the draft text."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

TAKEN: Final = "adopted adopted_preliminarily adopted_ad_referendum"

DECISION: Final = Machine(
    "decision",
    named_by="decision",
    initial="tabled",
    terminal=frozenset(
        {
            "no_consensus",
            "withdrawn_decision",
            "lapsed",
            "superseded_decision",
            "revoked_decision",
            "rejected",
        }
    ),
    transitions=(
        row("table_decision", CREATES, "tabled", "presiding secretary"),
        row("revise_decision", "tabled read_out_state held", "tabled", "secretary"),
        row("read_out", "tabled", "read_out_state", "secretary presiding"),
        row("put_to_room", "read_out_state held", "put_to_room_state", "presiding"),
        row("record_answer", "put_to_room_state", STAYS, "head secretary"),
        row("object", "put_to_room_state", "read_out_state", "head"),
        # careful point 5: a step of the presiding officer's, and the two answers to it; the secretary enters
        # the one that is given by voice, as with record_answer
        row("ask_block_or_reserve", "read_out_state", STAYS, "presiding"),
        row("maintain_objection", "read_out_state", STAYS, "head secretary"),
        row("reserve_instead", "read_out_state", STAYS, "head secretary"),
        # from a vote too: an interrupted vote is void
        row("hold", "put_to_room_state in_vote", "held", "system presiding"),
        # a vote is an option of the rules (domain.md 3.1, `procedure`; 3.4, 1: its snapshot)
        row("open_vote", "read_out_state held", "in_vote", "presiding"),
        row("cast_vote", "in_vote", STAYS, "head secretary"),
        row("declare_carried", "in_vote", "adopted", "presiding"),
        row("declare_rejected", "in_vote", "rejected", "presiding"),
        row("adopt", "put_to_room_state", "adopted", "presiding"),
        row("adopt_preliminarily", "put_to_room_state", "adopted_preliminarily", "presiding"),
        row("adopt_ad_referendum", "put_to_room_state", "adopted_ad_referendum", "presiding"),
        row("record_no_consensus", "put_to_room_state read_out_state", "no_consensus", "presiding"),
        row("keep_open", "put_to_room_state read_out_state", "no_consensus_soft", "presiding"),
        row("put_under_silence", "read_out_state", "under_silence", "presiding"),
        # the secretary enters a capital's letter (domain.md 3.2), as with a confirmation
        row("break_silence", "under_silence", "silence_broken", "head secretary"),
        row("silence_expires", "under_silence", "adopted", "system"),
        # the first edition says of silence_expires: announced at the next sitting, number given then
        row("announce_silence", "adopted", STAYS, "presiding"),
        row("retable", "silence_broken no_consensus_soft", "tabled", "presiding"),
        row("withdraw_decision", "tabled read_out_state", "withdrawn_decision", "presiding secretary"),
        row("confirm", "adopted_preliminarily adopted_ad_referendum", "adopted", "presiding system"),
        row("confirm_by_delegation", "adopted_preliminarily adopted_ad_referendum", STAYS, "head secretary"),
        row("lapse_decision", "adopted_preliminarily adopted_ad_referendum held", "lapsed", "system"),
        row(
            "amend_and_supersede",
            "adopted adopted_preliminarily adopted_ad_referendum",
            "superseded_decision",
            "presiding",
        ),
        row("revoke", "adopted_preliminarily", "revoked_decision", "presiding"),
        # whoever was away may associate itself or ask for reopening, and is answered (3.4, 1)
        row("associate", TAKEN, STAYS, "head secretary"),
        row("ask_reopening", TAKEN, STAYS, "head"),
        row("answer_reopening", TAKEN, STAYS, "presiding"),
        # a condition has a trigger and a fallback (3.1); one of the two comes true
        row("record_condition_met", TAKEN, STAYS, "presiding secretary"),
        row("record_condition_not_met", TAKEN, STAYS, "presiding secretary"),
        # as with a unit: text by language, with a status
        row(
            "enter_decision_translation",
            f"tabled read_out_state put_to_room_state in_vote held under_silence silence_broken {TAKEN}",
            STAYS,
            "secretary interpreter",
        ),
    ),
)


RESERVATION: Final = Machine(
    "reservation",
    named_by="reservation",
    initial="announced",
    terminal=frozenset({"not_received", "lifted"}),
    transitions=(
        # the secretary notes down what a head says aloud (domain.md 3.2)
        row("announce_reservation", CREATES, "announced", "head secretary"),
        row("submit_text", "announced", "text_received", "head"),
        row("record_reservation", "text_received", "recorded", "secretary"),
        row("expire_reservation", "announced", "not_received", "system"),
        row("lift_reservation", "announced text_received recorded", "lifted", "head"),
    ),
)


TEXT_UNIT: Final = Machine(
    "text_unit",
    named_by="unit",
    initial="open_text",
    terminal=frozenset(),
    transitions=(
        row("add_unit", CREATES, "open_text", "secretary"),
        # stays: a bracketed unit keeps its brackets while its text is revised
        row("revise_text", "open_text bracketed_text", STAYS, "secretary"),
        row(
            "enter_translation",
            "open_text bracketed_text agreed_prelim agreed_adref closed_text",
            STAYS,
            "secretary interpreter",
        ),
        # from brackets too: alternatives are given one after another, as delegations speak
        row("bracket", "open_text bracketed_text agreed_prelim", "bracketed_text", "presiding secretary"),
        row("clear", "bracketed_text", "open_text", "presiding"),
        # Not from brackets: what stands in them has no agreed wording, and nobody's alternative may fall by
        # a gavel meant for another. `clear` says first which text stands.
        row("agree_preliminarily", "open_text", "agreed_prelim", "presiding"),
        row("agree_ad_referendum", "open_text", "agreed_adref", "presiding"),
        row("close_unit", "open_text", "closed_text", "presiding"),
        row("confirm_unit", "agreed_prelim agreed_adref", "closed_text", "presiding"),
        # how the confirmations come in that confirm_unit waits for; the last one closes the unit
        row("confirm_unit_by_delegation", "agreed_prelim agreed_adref", STAYS, "head secretary"),
        row("reopen_unit", "agreed_prelim agreed_adref closed_text", "open_text", "presiding"),
    ),
)


DRAFT_TEXT: Final = Machine(
    # Units put en bloc with named exceptions (`domain.md` 3.4, 15) are one act on the text as a whole, so it
    # is an entity of its own beside its units, as the agenda is.
    "draft_text",
    named_by="",
    initial="on_the_table",
    terminal=frozenset(),
    transitions=(
        row("agree_units", "on_the_table", STAYS, "presiding"),
        row("close_units", "on_the_table", STAYS, "presiding"),
    ),
)
