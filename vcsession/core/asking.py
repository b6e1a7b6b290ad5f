"""What the acts ask for, and which of them are not offered as buttons."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, Final, get_args

from vcsession.core import bureau, folder
from vcsession.core.catalogue import DECIDE
from vcsession.core.changing import replace
from vcsession.core.machines import RULES
from vcsession.core.slices import Act


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


SAID: Final = frozenset(
    {
        "request_floor.kind",
        "mark_present.place",
        "arrive_late.place",
        "sign.manner",
        "sign.delegation",
        "sign.with_reservation.words",
        "submit_correction.old",
        "submit_correction.own_statement.delegation",
        "adopt_ad_referendum.delegations",
        "publish_position.unit",
        "note_position.unit",
        "associate.letter",
        "break_silence.letter",
        "open_room.delegations",
        *(f"{command}.delegation" for command in ON_BEHALF),
    }
)
"""`command.field`, or `command.kind.field`, that a command may lack and a form wants said."""


def _may_lack(command: type) -> tuple[str, frozenset[str]]:
    tag = str(next(one.default for one in fields(command) if one.name == "type"))
    return tag, frozenset(one.name for one in fields(command) if _defaulted(one)) - {"type"}


def _defaulted(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


LEFT_OUT: Final[dict[str, frozenset[str]]] = dict(
    map(_may_lack, (*DECIDE, *get_args(folder.Command), *get_args(bureau.Command)))
)
"""Command type -> the fields that it may lack."""


def described(act: Act) -> Act:
    """The act with those of its questions named that may stay unanswered."""
    kind = act.fields.get("kind") or act.fields.get("manner")
    may = LEFT_OUT[act.type]
    optional = tuple(
        name
        for name in act.asks
        if name in may and SAID.isdisjoint((f"{act.type}.{name}", f"{act.type}.{kind}.{name}"))
    )
    return replace(act, optional=optional) if optional else act


QUIET: Final = frozenset(
    {
        "draft_session",
        "amend_convocation",
        "propose_item",
        "schedule_sitting",
        "object",
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
