"""What the acts ask for, and which of them are not offered as buttons."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Final

from vcsession.core.catalogue import DECIDE
from vcsession.core.machines import RULES


def _asks(command: type) -> tuple[str, tuple[str, ...]]:
    names = {f.name: f.default is MISSING for f in fields(command)}
    tag = str(next(f.default for f in fields(command) if f.name == "type"))
    named_by = RULES[tag][0].named_by if RULES[tag][1].sources else ""
    return tag, tuple(name for name, required in names.items() if required and name != named_by)


REQUIRED: Final[dict[str, tuple[str, ...]]] = dict(_asks(command) for command in DECIDE)
"""Command type -> the fields besides the entity's id that it cannot do without."""


OPTIONAL: Final[dict[str, tuple[str, ...]]] = {
    "table_decision": ("assignee", "due", "trigger", "fallback"),
    "request_floor": ("kind",),
    "mark_present": ("place",),
    "arrive_late": ("place",),
    "object": ("reason", "insists"),
    "maintain_objection": ("reason",),
    "announce_reservation": ("unit",),
    "clear": ("alternative",),
    "reject_proposal": ("maintained",),
    "agree_ad_referendum": ("delegations",),
    "reopen_unit": ("delegation",),
    "agree_units": ("excepting",),
    "close_units": ("excepting",),
    "submit_text": ("language",),
    "dispatch": ("bracket_list",),
    "redispatch": ("version_hash",),
    "register_comment": ("kind",),
    "decline": ("letter",),
    "set_publicity": ("text", "names"),
    "release_communique": ("address",),
    "lift_reservation": ("letter",),
    "generate_minutes": ("form",),
    "object_to_correction": ("reason",),
    "enter_item_translation": ("status",),
    "enter_decision_translation": ("status",),
    "declare_language": ("depends",),
    "name_aide": ("aide",),
    "name_officers_aide": ("aide",),
    "name_head": ("person", "since", "until"),
}
"""Fields that a form offers although they may stay empty."""


ROOMS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "head": {"delegation": (), "bilateral": ("delegations",)},
    "technician": {"technical": ()},
}
"""Role -> the kinds of caucus room it may open, and what each asks; the presiding officer's stands apart."""


RECTIFIED: Final[dict[str, tuple[str, ...]]] = {
    "presence": ("fact", "at", "delegation", "what", "struck"),
    "roll_call": ("fact", "at", "delegation", "what"),
    "suspension": ("fact", "at", "until", "what", "struck"),
    "speech": ("fact", "seat"),
    "presiding": ("fact", "at", "until", "seat", "struck"),
}
"""Kind of entry -> what a rectification of it may say; the reason besides."""


ON_BEHALF: Final = frozenset(
    {
        "request_floor",
        "record_answer",
        "cast_vote",
        "associate",
        "answer_appeal",
        "confirm_by_delegation",
        "confirm_unit_by_delegation",
        "break_silence",
        "announce_reservation",
        "register_comment",
        "declare_language",
    }
)
"""Commands that an officer gives for a delegation that must be named."""


QUIET: Final = frozenset(
    {
        "draft_session",
        "amend_convocation",
        "propose_item",
        "schedule_sitting",
        "object",
        "start_line_check",
        "record_reply",
        "issue_seat",
        "revoke_seat",
        "reissue_link",
        "upload_document",
        "enter_translation",
    }
)
"""Commands with a better way in (`object` is an answer), or with a page of their own."""


NEVER_ASKED: Final = (
    "no_objection",
    "asked_already",
    "objection_maintained",
    "not_asked",
    "not_by_silence",
    "announced_already",
    "decides_already",
    "no_votes",
    "not_missed",
    "associated_already",
    "reopening_asked",
    "no_reopening_asked",
    "no_condition",
    "condition_recorded",
)


NOT_ONES_OWN: Final = frozenset(
    {
        "not_in_confirm_list",
        "already_confirmed",
        "document_registered",
        "not_newer",
        "unknown",
        "nothing_to_confirm",
        "wrong_kind",
        "own_correction",
        "nothing_proposed",
        "nothing_declined",
        *NEVER_ASKED,
    }
)
"""Refusals that say that this was never asked of the seat, is none of its own, or is done."""
