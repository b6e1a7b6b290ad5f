"""The procedure as tables: for every machine, command -> from-states, to-state, who.

The first thing `decide` does is to ask these tables; they also say what a browser offers. The
tables follow `design/statemachines.json` (`domain.md` 3.6); where a row here differs from that first
edition, its comment gives the reason. `presiding` is whoever presides now: the chair, or a deputy
while presiding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Who = Literal[
    "presiding",
    "chair",
    "deputy",
    "secretary",
    "head",
    "delegate",
    "interpreter",
    "observer",
    "technician",
    "system",
]

STAYS: Final = "="
"""As a target: the state stays."""

CREATES: Final = ""
"""As a source: the command creates the entity."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `sources` empty means that the command creates the entity."""

    command: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]


@dataclass(frozen=True, slots=True)
class Machine:
    """`named_by` is the command's field that names the entity; "" where a session has just one."""

    name: str
    named_by: str
    initial: str
    terminal: frozenset[str]
    transitions: tuple[Transition, ...]

    @property
    def states(self) -> frozenset[str]:
        reached = {t.target for t in self.transitions if t.target != STAYS}
        return frozenset({self.initial} | reached | {s for t in self.transitions for s in t.sources})


INVITED: Final = "head delegate chair deputy secretary interpreter technician"
"""Everybody but an observer may be invited into a caucus room."""


def row(command: str, sources: str, target: str, who: str) -> Transition:
    return Transition(command, frozenset(sources.split()), target, frozenset(who.split()))


SESSION: Final = Machine(
    "session",
    named_by="",
    initial="draft",
    terminal=frozenset({"archived", "cancelled"}),
    transitions=(
        row("draft_session", CREATES, "draft", "secretary"),
        row("convene", "draft", "convened", "secretary"),
        row("postpone", "convened", "postponed", "presiding"),
        row("reconvene", "postponed", "convened", "secretary"),
        row("cancel", "draft convened postponed", "cancelled", "presiding"),
        row("open_session", "convened", "open", "presiding"),
        row("suspend_session", "open", "suspended", "presiding"),
        row("resume_session", "suspended", "open", "presiding"),
        row("close_session", "open", "closed", "presiding"),
    ),
)

SITTING: Final = Machine(
    "sitting",
    named_by="sitting",
    initial="scheduled",
    terminal=frozenset({"adjourned", "closed", "cancelled"}),
    transitions=(
        row("cancel_sitting", "scheduled line_check", "cancelled", "presiding secretary"),
        row("start_line_check", "scheduled", "line_check", "technician"),
        row("call_to_order", "scheduled line_check", "called_to_order", "presiding"),
        row("declare_quorum", "called_to_order", "in_session", "presiding"),
        row("open_for_discussion_only", "called_to_order", "in_session", "presiding"),
        row("suspend_sitting", "in_session", "suspended", "presiding system"),
        row("resume_sitting", "suspended", "in_session", "presiding"),
        # the secretary only when the chair has been vacant for long: a guard
        row("adjourn_sitting", "called_to_order in_session suspended", "adjourned", "presiding secretary"),
        row("close_sitting", "in_session", "closed", "presiding"),
    ),
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

FLOOR_REQUEST: Final = Machine(
    "floor_request",
    named_by="request",
    initial="pending",
    terminal=frozenset({"finished", "withdrawn", "refused", "lapsed", "revoked"}),
    transitions=(
        row("request_floor", CREATES, "pending", "head delegate secretary observer"),
        row("accept", "pending", "queued", "presiding secretary"),
        row("refuse", "pending queued", "refused", "presiding"),
        row("withdraw_request", "pending queued", "withdrawn", "delegate head secretary observer"),
        row("reorder", "queued", STAYS, "presiding secretary"),
        row("grant", "queued", "granted", "presiding"),
        row("begin_speech", "granted", "speaking", "system"),
        row("lapse_request", "granted", "lapsed", "system presiding"),
        row("pause_speech", "speaking", "paused", "presiding system"),
        row("resume_speech", "paused", "speaking", "presiding system"),
        # A speaker may give the floor back, and an officer may end the turn, before the first sound:
        # from `granted` too, or a silent microphone would hold the floor for good.
        row("yield_floor", "granted speaking paused", "finished", "delegate head observer"),
        row("end_speech", "granted speaking paused", "finished", "presiding secretary"),
        row("revoke_floor", "granted speaking paused", "revoked", "presiding"),
    ),
)

DECISION: Final = Machine(
    "decision",
    named_by="decision",
    initial="tabled",
    terminal=frozenset({"no_consensus", "withdrawn_decision", "lapsed"}),
    transitions=(
        row("table_decision", CREATES, "tabled", "presiding secretary"),
        row("revise_decision", "tabled read_out_state held", "tabled", "secretary"),
        row("read_out", "tabled", "read_out_state", "secretary presiding"),
        row("put_to_room", "read_out_state held", "put_to_room_state", "presiding"),
        row("record_answer", "put_to_room_state", STAYS, "head secretary"),
        row("object", "put_to_room_state", "read_out_state", "head"),
        row("hold", "put_to_room_state", "held", "system presiding"),
        row("adopt", "put_to_room_state", "adopted", "presiding"),
        row("adopt_preliminarily", "put_to_room_state", "adopted_preliminarily", "presiding"),
        row("adopt_ad_referendum", "put_to_room_state", "adopted_ad_referendum", "presiding"),
        row("record_no_consensus", "put_to_room_state read_out_state", "no_consensus", "presiding"),
        row("keep_open", "put_to_room_state read_out_state", "no_consensus_soft", "presiding"),
        row("retable", "no_consensus_soft", "tabled", "presiding"),
        row("withdraw_decision", "tabled read_out_state", "withdrawn_decision", "presiding secretary"),
        row("confirm", "adopted_preliminarily adopted_ad_referendum", "adopted", "presiding system"),
        row("confirm_by_delegation", "adopted_preliminarily adopted_ad_referendum", STAYS, "head secretary"),
        row("lapse_decision", "adopted_preliminarily adopted_ad_referendum held", "lapsed", "system"),
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
    ),
)

CAUCUS_ROOM: Final = Machine(
    # A room does not exist before it is opened, so nobody ever sees an idle one.
    "caucus_room",
    named_by="room",
    initial="open_room_state",
    terminal=frozenset({"closed_room"}),
    transitions=(
        row("open_room", CREATES, "open_room_state", "presiding head technician"),
        # a technician too, into the room that it opened
        row("invite", "open_room_state", "open_room_state", "head presiding technician"),
        # whoever may be invited may accept and decline: an interpreter, an officer in informal consultations
        row("accept_invitation", "open_room_state", "open_room_state", INVITED),
        row("decline_invitation", "open_room_state", "open_room_state", INVITED),
        # back to the plenary, without closing the room to those who stay
        row("leave_room", "open_room_state recalled", STAYS, INVITED),
        row("recall", "open_room_state", "recalled", "presiding"),
        # a technician what it opened
        row("close_room", "open_room_state recalled", "closed_room", "head presiding technician system"),
    ),
)

INTERPRETATION_CHANNEL: Final = Machine(
    "interpretation_channel",
    named_by="language",
    initial="off_air",
    terminal=frozenset(),
    transitions=(
        row("booth_check", "off_air", "checked", "interpreter technician"),
        row("go_live", "checked failed handover", "live", "interpreter technician"),
        row("offer_handover", "live", "handover", "interpreter"),
        row("accept_handover", "handover", "live", "interpreter"),
        # "accepts in 10 s, else stays": the clock ends it
        row("handover_lapses", "handover", "live", "system"),
        row("cannot_interpret", "live handover", "failed", "interpreter system"),
        row("close_channel", "checked live failed handover", "off_air", "technician interpreter"),
        row("set_floor_language", "live", "live", "interpreter technician"),
        # a channel's failure holds a decision only for who declared that it depends on it
        row("declare_language", "off_air checked live handover failed", STAYS, "head secretary"),
    ),
)

MACHINES: Final = (
    SESSION,
    SITTING,
    AGENDA,
    AGENDA_ITEM,
    DELEGATION_PRESENCE,
    FLOOR_REQUEST,
    DECISION,
    PRESIDING,
    CAUCUS_ROOM,
    INTERPRETATION_CHANNEL,
)

RULES: Final[dict[str, tuple[Machine, Transition]]] = {
    transition.command: (machine, transition) for machine in MACHINES for transition in machine.transitions
}
"""Command type -> its machine and row. Command names are unique over all machines."""
