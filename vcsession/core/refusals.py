"""Every refusal, by its stable code: one plain sentence each, in English. Clients may translate by code."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from vcsession.core.vocabulary import Fault, Refused

SENTENCES: Final[dict[str, tuple[Fault, str]]] = {
    "not_your_role": ("role", "This is not for your seat to do."),
    "not_presiding": ("role", "Only the officer who presides may do this."),
    "not_your_delegation": ("role", "You may act for your own delegation only."),
    "no_mandate": ("role", "Only the head, or a delegate with a mandate, may commit the delegation."),
    "not_your_request": (
        "role",
        "Only the seat that asked, its head or the secretary may withdraw this request.",
    ),
    "not_the_speaker": ("role", "Only the speaker may yield the floor."),
    "may_not_speak": ("role", "The rules of this session do not give your delegation the floor."),
    "not_next_deputy": ("role", "The presiding officer has not handed over, and another deputy comes first."),
    "not_your_incident": (
        "role",
        "Only who reported it, the presiding officer or the technician may clear this.",
    ),
    "seat_revoked": ("role", "This seat has been revoked."),
    "in_lobby": ("role", "Wait until the secretary admits you."),
    "unknown": ("input", "There is no {what} {id} in this session."),
    "wrong_state": ("state", "{what} {id} is {status}; this cannot be done now."),
    "bad_field": ("input", "{field}: {problem}"),
    "no_sitting": ("state", "No sitting is in progress."),
    "sitting_not_in_session": ("state", "The sitting is not in session."),
    "another_sitting": ("state", "Another sitting is still in progress."),
    "earlier_sitting": ("state", "Sitting {id} comes first; hold it, or cancel it."),
    "roll_call_open": ("state", "Some delegations have neither answered the roll-call nor been marked."),
    "no_quorum": ("state", "There is no quorum: {present} of {entitled} present, {needed} needed."),
    "part_closed": ("state", "This part of the sitting is closed."),
    "not_your_item": ("state", "You are admitted to other items than the one under consideration."),
    "stage_not_shown": ("state", "The rules of this session do not show the room to observers."),
    "part_open": ("state", "This part of the sitting is open."),
    "quorum_met": ("state", "There is a quorum; declare it."),
    "discussion_only": ("state", "This sitting is for discussion only; it decides nothing."),
    "decides_already": ("state", "This sitting may decide already."),
    "not_last_sitting": (
        "state",
        "Another sitting is still scheduled; adjourn this one, or cancel the other first.",
    ),
    "session_not_open": ("state", "The session is not open."),
    "sitting_in_progress": ("state", "A sitting is still in progress."),
    "item_open": ("state", "Item {id} is still under consideration."),
    "decision_pending": ("state", "Decision {id} is still before the room."),
    "floor_taken": ("state", "Somebody still has the floor."),
    "grants_not_delegated": (
        "role",
        "The presiding officer gives the floor; this was not left to the secretary.",
    ),
    "consent_awaited": ("state", "The presiding officer has not consented yet."),
    "rectification_pending": ("state", "A rectification of this entry is already waiting."),
    "nothing_to_correct": ("state", "No speech of your delegation stands on an item still open."),
    "chair_only": ("state", "The presiding officer says who speaks; a point of order may be raised."),
    "round_running": ("state", "A round of the table is still going on."),
    "no_round": ("state", "No turn of a round of the table is waiting."),
    "nobody_to_speak": ("state", "No delegation is present that may speak."),
    "already_asked": ("state", "Your delegation already stands in the list."),
    "delegation_not_present": ("state", "The delegation is not present."),
    "not_asked_to_join": ("state", "The delegation has not asked to join."),
    "another_decision": ("state", "Decision {id} is already before the room."),
    "link_lost": (
        "state",
        "The connection of {id} is lost; wait for it, or mark the delegation temporarily absent.",
    ),
    "absent_blocks": ("state", "The rules allow no decision while {id} is absent."),
    "absent_must_confirm": ("state", "{id} must confirm: agree ad referendum or preliminarily."),
    "nobody_to_confirm": ("state", "Nobody has to confirm; the decision can be final."),
    "not_in_confirm_list": ("state", "The delegation is not among those that must confirm."),
    "already_confirmed": ("state", "The delegation has already confirmed."),
    "answers_awaited": ("state", "Answers are awaited and the objection window is still open."),
    "objection_stands": ("state", "An objection stands."),
    "no_objection": ("state", "No objection to decision {id} stands."),
    "asked_already": ("state", "{id} has been asked; its answer is awaited."),
    "objection_maintained": ("state", "{id} insists: its objection stands."),
    "not_asked": ("state", "Your delegation was not asked this."),
    "time_requested": ("state", "A delegation has asked for time."),
    "may_not_block": ("role", "This delegation may not hold up a decision."),
    "may_not_reserve": (
        "role",
        "Only a delegation that takes part in the consensus may reserve; only one that may speak may state.",
    ),
    "deadline_passed": ("state", "The time for this has run out."),
    "not_by_silence": ("state", "Decision {id} was not adopted by silence."),
    "announced_already": ("state", "The end of the silence on decision {id} was announced already."),
    "not_replaced": ("state", "No decision as final as {id} has been taken to replace it."),
    "chair_grace": ("state", "The chair may still return; wait for the grace to end."),
    "no_request_to_resume": ("state", "The chair has not asked to resume."),
    "in_speech_or_decision": ("state", "Not while somebody speaks or a decision is before the room."),
    "cannot_hear_open": ("state", "{id} cannot hear; wait until this is cleared."),
    "already_told": ("state", "It is known already that you cannot hear."),
    "already_muted": ("state", "This microphone is already closed for noise."),
    "seat_needed": ("state", "A session needs its chair; issue the link anew instead."),
    "seat_presides": ("state", "This seat presides now; let somebody else take the chair first."),
    "last_secretary": ("state", "This is the only secretary; issue another seat first."),
    "in_caucus": ("state", "{id} is in a side room; wait, or recall the room."),
    "already_in_room": ("state", "You are in a side room; leave it first."),
    "room_open": ("state", "Your delegation has a side room open already; close it first."),
    "nobody_to_invite": ("state", "There is nobody left whom you may invite."),
    "presiding_stays": ("state", "Whoever presides stays while the sitting is at work; suspend it first."),
    "on_air": ("state", "You are on air; hand over or close the channel first."),
    "not_your_booth": ("role", "This is another booth's channel."),
    "not_on_air": ("role", "Your partner is on air."),
    "no_partner": ("state", "Nobody shares this booth with you."),
    "interpretation_down": (
        "state",
        "There is no interpretation into {language}, and a delegation depends on it.",
    ),
    "not_due": ("state", "It is not time for this yet."),
    "text_moved": (
        "state",
        "Unit {id} has moved on to version {version}; look at it before you save.",
    ),
    "nothing_to_agree": ("state", "No unit of the text can be agreed now."),
    "needs_procedural_decision": (
        "state",
        "Unit {id} is reopened by a procedural decision only, taken since it was agreed.",
    ),
    "convocation_incomplete": ("state", "The session cannot be convened: {problem}."),
}


def refuse(code: str, *, until: datetime | None = None, **detail: object) -> Refused:
    """The refusal for `code`, its sentence filled from `detail`; `until` where waiting is enough."""
    fault, sentence = SENTENCES[code]
    words = {key: str(value) for key, value in detail.items()}
    return Refused(code, sentence.format_map(words), fault, words, until)
