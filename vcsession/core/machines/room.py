"""Session, sittings, agenda, presence and who presides."""

from __future__ import annotations

from typing import Final

from vcsession.core.machines.table import CREATES, STAYS, Machine, row

SESSION: Final = Machine(
    "session",
    named_by="",
    initial="draft",
    terminal=frozenset({"archived", "cancelled"}),
    transitions=(
        row("draft_session", CREATES, "draft", "secretary"),
        row("convene", "draft", "convened", "secretary"),
        row("amend_convocation", "convened", "convened", "secretary"),
        row("postpone", "convened", "postponed", "presiding"),
        row("reconvene", "postponed", "convened", "secretary"),
        row("cancel", "draft convened postponed", "cancelled", "presiding"),
        row("open_session", "convened", "open", "presiding"),
        row("suspend_session", "open", "suspended", "presiding"),
        row("resume_session", "suspended", "open", "presiding"),
        row("close_session", "open", "closed", "presiding"),
        row("archive", "closed", "archived", "secretary"),
    ),
)


SITTING: Final = Machine(
    "sitting",
    named_by="sitting",
    initial="scheduled",
    terminal=frozenset({"adjourned", "closed", "cancelled"}),
    transitions=(
        row("schedule_sitting", CREATES, "scheduled", "secretary"),
        row("cancel_sitting", "scheduled line_check", "cancelled", "presiding secretary"),
        # a calendar's reply is an expectation (issue 6): it touches neither state nor presence
        row("record_reply", "scheduled line_check", STAYS, "head secretary"),
        row("start_line_check", "scheduled", "line_check", "technician"),
        # the first edition has the check's result in the annex, without the act that brings it there: the
        # media plane measures, at the wish of the seat
        row("report_line", "scheduled line_check called_to_order", STAYS, "system"),
        row("call_to_order", "scheduled line_check", "called_to_order", "presiding"),
        row("declare_quorum", "called_to_order", "in_session", "presiding"),
        row("open_for_discussion_only", "called_to_order", "in_session", "presiding"),
        # who came late may make the quorum that was missing when the sitting began to discuss
        row("declare_later_quorum", "in_session", STAYS, "presiding"),
        # the first edition has "open or closed (in camera)" as a field of the sitting, without its acts
        row("close_part", "in_session", STAYS, "presiding"),
        row("open_part", "in_session suspended", STAYS, "presiding"),
        row("suspend_sitting", "in_session", "suspended", "presiding system"),
        row("resume_sitting", "suspended", "in_session", "presiding"),
        # the secretary only when the chair has been vacant for long: a guard
        row("adjourn_sitting", "called_to_order in_session suspended", "adjourned", "presiding secretary"),
        row("close_sitting", "in_session", "closed", "presiding"),
    ),
)


AGENDA: Final = Machine(
    # The agenda is adopted as a whole, in one act, so it is an entity of its own beside its items.
    "agenda",
    named_by="",
    initial="provisional_agenda",
    terminal=frozenset(),
    transitions=(row("adopt_agenda", "provisional_agenda adopted_agenda", "adopted_agenda", "presiding"),),
)


AGENDA_ITEM: Final = Machine(
    "agenda_item",
    named_by="item",
    initial="proposed",
    terminal=frozenset({"referred", "withdrawn", "not_admitted"}),
    transitions=(
        row("propose_item", CREATES, "proposed", "secretary head"),
        row("admit_item", "proposed", "provisional", "secretary"),
        row("decline_item", "proposed", "not_admitted", "presiding"),
        row("open_item", "adopted deferred", "under_consideration", "presiding"),
        row("suspend_item", "under_consideration", "suspended_item", "presiding"),
        row("resume_item", "suspended_item", "under_consideration", "presiding"),
        row("conclude_item", "under_consideration", "concluded", "presiding"),
        row("defer_item", "adopted under_consideration suspended_item", "deferred", "presiding"),
        row("refer_item", "under_consideration", "referred", "presiding"),
        row("withdraw_item", "proposed provisional adopted", "withdrawn", "head presiding"),
        row("reopen_item", "concluded", "under_consideration", "presiding"),
        # as with a unit of the text: its title by language, with a status
        row(
            "enter_item_translation",
            "proposed provisional adopted under_consideration suspended_item deferred concluded",
            STAYS,
            "secretary interpreter",
        ),
    ),
)


DELEGATION_PRESENCE: Final = Machine(
    "delegation_presence",
    named_by="delegation",
    initial="expected",
    terminal=frozenset(),
    transitions=(
        row("answer_roll_call", "expected", "present", "head delegate"),
        row("mark_present", "expected", "present", "secretary"),
        row("mark_absent", "expected", "absent", "presiding secretary"),
        row("excuse", "expected absent", "excused", "secretary"),
        row("notify_non_participation", "expected", "not_participating", "secretary head"),
        row("arrive_late", "absent excused not_participating", STAYS, "secretary head"),
        row("acknowledge_arrival", "absent excused not_participating", "present", "presiding"),
        row("step_out", "present", "temporarily_absent", "head delegate"),
        row("return", "temporarily_absent", "present", "head delegate secretary"),
        row("link_drop", "present", "link_lost", "system"),
        row("link_restore", "link_lost", "present", "system"),
        row("grace_expire", "link_lost", "temporarily_absent", "system"),
        row("mark_temporarily_absent", "present link_lost", "temporarily_absent", "presiding"),
        row("depart", "present temporarily_absent link_lost", "departed", "head secretary"),
        row("rejoin", "departed", "present", "head secretary"),
    ),
)


PRESIDING: Final = Machine(
    "presiding",
    named_by="",
    initial="chair_presiding",
    terminal=frozenset(),
    transitions=(
        row("chair_link_drop", "chair_presiding", "chair_link_lost", "system"),
        row("chair_back", "chair_link_lost", "chair_presiding", "system"),
        # the chair's own act, so that a planned change needs no pulled cable
        row("hand_over", "chair_presiding", STAYS, "chair"),
        row("deputy_assumes", "chair_link_lost chair_presiding", "deputy_presiding", "deputy"),
        row("nobody_assumes", "chair_link_lost deputy_link_lost", "vacant", "system"),
        row("deputy_link_drop", "deputy_presiding", "deputy_link_lost", "system"),
        row("deputy_back", "deputy_link_lost", "deputy_presiding", "system"),
        row("next_deputy_assumes", "deputy_link_lost", "deputy_presiding", "deputy"),
        row("chair_resumes", "vacant deputy_link_lost", "chair_presiding", "chair"),
        row("deputy_from_vacant", "vacant", "deputy_presiding", "deputy"),
        row("chair_asks_to_resume", "deputy_presiding deputy_link_lost", STAYS, "chair"),
        row("acknowledge_resume", "deputy_presiding", "chair_presiding", "deputy"),
        # "chair and heads may name an aide" (3.4, 16): a head's stands with its credentials, and an officer
        # has none
        row(
            "name_officers_aide",
            "chair_presiding chair_link_lost deputy_presiding deputy_link_lost vacant",
            STAYS,
            "chair deputy",
        ),
    ),
)
