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
        row("schedule_sitting", CREATES, "scheduled", "secretary"),
        row("cancel_sitting", "scheduled line_check", "cancelled", "presiding secretary"),
        row("start_line_check", "scheduled", "line_check", "technician"),
        row("call_to_order", "scheduled line_check", "called_to_order", "presiding"),
        row("declare_quorum", "called_to_order", "in_session", "presiding"),
        row("open_for_discussion_only", "called_to_order", "in_session", "presiding"),
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
        row("open_round_of_the_table", CREATES, "queued", "presiding"),
        # where the presiding officer alone says who speaks, and for guests: nobody else could ask
        row("call_on", CREATES, "queued", "presiding"),
        row("accept", "pending", "queued", "presiding secretary"),
        row("refuse", "pending queued", "refused", "presiding"),
        row("withdraw_request", "pending queued", "withdrawn", "delegate head secretary observer"),
        row("reorder", "queued", STAYS, "presiding secretary"),
        row("grant", "queued", "granted", "presiding secretary"),
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

LIST_OF_SPEAKERS: Final = Machine(
    # The first edition speaks of an open and a closed list, but has no act for either: an entity of its own,
    # as the agenda is. The round is a part of it; it ends by itself when every turn was taken.
    "list_of_speakers",
    named_by="",
    initial="list_open",
    terminal=frozenset(),
    transitions=(
        row("close_list", "list_open", "list_closed", "presiding"),
        row("open_list", "list_closed", "list_open", "presiding"),
        row("close_round_of_the_table", "list_open list_closed", STAYS, "presiding"),
    ),
)

GRANTING: Final = Machine(
    # "secretary only if the chair has delegated it" (`grant`): the act that delegates, and its end.
    "granting",
    named_by="",
    initial="by_presiding",
    terminal=frozenset(),
    transitions=(
        row("delegate_grants", "by_presiding", "by_secretary", "presiding"),
        row("recall_grants", "by_secretary", "by_presiding", "presiding"),
    ),
)

POINT_OF_ORDER: Final = Machine(
    # A request that was heard out is over, but a point of order still awaits its ruling then.
    "point_of_order",
    named_by="request",
    initial="raised",
    terminal=frozenset({"ruled"}),
    transitions=(row("rule_on_point", "raised", "ruled", "presiding"),),
)

DECISION: Final = Machine(
    "decision",
    named_by="decision",
    initial="tabled",
    terminal=frozenset(
        {"no_consensus", "withdrawn_decision", "lapsed", "superseded_decision", "revoked_decision"}
    ),
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
        row("put_under_silence", "read_out_state", "under_silence", "presiding"),
        # the secretary enters a capital's letter (domain.md 3.2), as with a confirmation
        row("break_silence", "under_silence", "silence_broken", "head secretary"),
        row("silence_expires", "under_silence", "adopted", "system"),
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

INCIDENT: Final = Machine(
    "incident",
    named_by="incident",
    initial="open_incident",
    terminal=frozenset({"cleared_incident"}),
    transitions=(
        # a deputy too, who may have to take the chair at any moment
        row("cannot_hear", CREATES, "open_incident", "head delegate interpreter chair deputy"),
        row("noise_mute", CREATES, "open_incident", "technician secretary presiding"),
        # besides: the secretary what was muted, chair and deputy what they told themselves; the clock
        # opens a muted microphone again
        row(
            "clear_incident",
            "open_incident",
            "cleared_incident",
            "head delegate presiding technician interpreter secretary chair deputy system",
        ),
    ),
)

SEAT: Final = Machine(
    "seat",
    named_by="seat",
    initial="issued_link",
    terminal=frozenset({"revoked_seat"}),
    transitions=(
        row("issue_seat", CREATES, "issued_link", "secretary"),
        # whoever was admitted comes back freely, until the link is issued anew
        row("wait_in_lobby", "issued_link", "waiting_in_lobby", "system"),
        # only from the lobby: without the rule nobody is admitted, and the log is spared an entry for each
        row("admit_seat", "waiting_in_lobby", "admitted", "secretary"),
        row("revoke_seat", "issued_link waiting_in_lobby admitted", "revoked_seat", "secretary"),
        # also for a stranger who waits with somebody's link
        row("reissue_link", "issued_link waiting_in_lobby admitted", "issued_link", "secretary"),
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
    LIST_OF_SPEAKERS,
    GRANTING,
    POINT_OF_ORDER,
    DECISION,
    RESERVATION,
    PRESIDING,
    TEXT_UNIT,
    DRAFT_TEXT,
    INCIDENT,
    SEAT,
    CAUCUS_ROOM,
    INTERPRETATION_CHANNEL,
)

RULES: Final[dict[str, tuple[Machine, Transition]]] = {
    transition.command: (machine, transition) for machine in MACHINES for transition in machine.transitions
}
"""Command type -> its machine and row. Command names are unique over all machines."""
