"""Who may give a command, to what, and when: what is asked before the command's own matter is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from vcsession.core.catalogue import GUARDS, Command
from vcsession.core.machines import Machine, Transition, closing, following
from vcsession.core.matters import (
    caucus,
    conduct,
    credentials,
    languages,
    papers,
    seats,
    submitting,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

_ENTITIES: Final[dict[str, Callable[[State], Mapping[str, str]]]] = {
    "session": lambda state: {"": state.status} if state.convened else {},
    "sitting": lambda state: {n: s.state for n, s in state.sittings.items()},
    "agenda": lambda state: {"": state.agenda},
    "agenda_item": lambda state: {n: i.state for n, i in state.items.items()},
    "delegation_presence": lambda state: {code: p.state for code, p in state.presence.items()},
    "floor_request": lambda state: {r: state.requests[r].state for r in (*state.speakers, *state.queue)},
    "list_of_speakers": lambda state: {"": state.conduct.list} if state.convened else {},
    "granting": lambda state: {"": conduct.granting(state)} if state.convened else {},
    "point_of_order": lambda state: dict.fromkeys(state.conduct.points, "raised"),
    "appeal": lambda state: {r: a.state for r, a in state.appeals.items()},
    "record_entry": lambda state: {n: r.state for n, r in state.rectifications.items()},
    "decision": lambda state: {n: d.state for n, d in state.decisions.items()},
    "reservation": lambda state: {n: r.state for n, r in state.reservations.items()},
    "minutes": lambda state: {n: m.state for n, m in state.minutes.items()},
    "correction": lambda state: {n: c.state for n, c in state.corrections.items()},
    "presiding": lambda state: {"": state.presiding.state},
    "document": lambda state: {id: p.state for id, p in state.papers.items()},
    "credentials": lambda state: {c: credentials.credentials(state, c).state for c in state.delegations},
    "text_unit": lambda state: {path: u.state for path, u in state.units.items()},
    "draft_text": lambda state: {"": "on_the_table"} if state.units else {},
    "forwarding": lambda state: {id: f.state for id, f in state.forwardings.items()},
    "internal_approval": lambda state: {id: a.state for id, a in state.approvals.items()},
    "communique": lambda state: {"": state.communique.state} if state.convened else {},
    "round": lambda state: {"": "followed" if state.next_round else "last_round"} if state.convened else {},
    "proposal": lambda state: {id: p.state for id, p in state.proposals.items()},
    "position": lambda state: {f"{about} {id} {code}": "published" for about, id, code in state.positions},
    "seat": lambda state: {id: seats.link(state, id).state for id in state.seats},
    "incident": lambda state: {n: i.state for n, i in state.incidents.items()},
    "caucus_room": lambda state: {r.id: r.state for r in caucus.open_rooms(state)},
    "interpretation_channel": lambda state: {
        language: c.state for language, c in languages.channels(state).items()
    },
}


ENTITIES: Final = {machine: once(found) for machine, found in _ENTITIES.items()}
"""Machine -> the entities it has now and the state of each.

A request or a caucus room that is over is no longer listed.
"""


OWN: Final = frozenset({"head", "delegate"})
"""Roles that act for their own delegation only."""


OVER: Final = frozenset({"closed", "cancelled", "archived"})
"""States of a session after which nothing is done any more."""


AFTER_THE_END: Final = frozenset(
    {
        "confirm_by_delegation",
        "lapse_decision",
        "record_condition_met",
        "record_condition_not_met",
        "enter_translation",
        "enter_item_translation",
        "enter_decision_translation",
        "confirm_unit_by_delegation",
        "wait_in_lobby",
        "admit_seat",
        "revoke_seat",
        "reissue_link",
        *(row.command for row in following.FORWARDING.transitions),
        *(row.command for row in following.INTERNAL_APPROVAL.transitions),
        *(row.command for row in following.COMMUNIQUE.transitions),
        "link_next_round",
        "begin_head_term",
        "end_head_term",
        "upload_document",
        "register_document",
        "circulate_document",
        "supersede_document",
        "withdraw_document",
        "break_silence",
        "silence_expires",
        "submit_text",
        "record_reservation",
        "expire_reservation",
        "lift_reservation",
        "archive",
    }
) | {t.command for machine in (closing.MINUTES, closing.CORRECTION) for t in machine.transitions}
"""But what was left to be confirmed is confirmed, or lapses; silence runs on, texts come in until their
deadline, papers are filed, links open the room's record still, and what follows the session has only begun.
The minutes are corrected, signed and issued, and the session is archived.
"""


MANDATED: Final = frozenset({"answer_roll_call"})
"""Acts that commit a delegation: of delegates, only those with a mandate."""


def entity_of(machine: Machine, actor: Actor, command: Command) -> str:
    """The id that the command names; a delegation that is not named is one's own."""
    if not machine.named_by:
        return ""
    return getattr(command, machine.named_by, None) or actor.delegation or ""


def presides(state: State, actor: Actor) -> bool:
    holder = state.presiding
    return actor.seat == holder.seat and holder.state in ("chair_presiding", "deputy_presiding")


def permit(state: State, actor: Actor, transition: Transition) -> None:
    """Refuses whoever the row's `who` does not name, and whoever is not in the room."""
    seats.must_be_inside(state, actor)
    if actor.role in transition.who:
        return
    if "presiding" in transition.who:
        if presides(state, actor):
            return
        raise refuse("not_presiding")
    raise refuse("not_your_role")


def guard(
    state: State, actor: Actor, machine: Machine, transition: Transition, entity: str, now: datetime
) -> None:
    """Everything that can be said before the command's other fields are known."""
    if state.status in OVER and transition.command not in AFTER_THE_END:
        raise refuse("session_not_open")
    if transition.sources:
        status = ENTITIES[machine.name](state).get(entity)
        if machine.name == "proposal" and status is not None and submitting.hidden(state, actor, entity):
            status = None
        if status is None and machine.name == "delegation_presence" and entity in state.delegations:
            raise refuse("no_sitting")
        if status is None:
            raise refuse("unknown", what=machine.name, id=entity)
        if machine.name in ("delegation_presence", "credentials") and actor.role in OWN:
            for_own_delegation(state, actor, transition, entity)
        if machine.name == "document":
            papers.must_know(state, actor, entity)
        if status not in transition.sources:
            raise refuse("wrong_state", what=machine.name, id=entity, status=status)
    for check in GUARDS.get(transition.command, ()):
        check(state, actor, entity, now)


def for_own_delegation(state: State, actor: Actor, transition: Transition, entity: str) -> None:
    if entity != actor.delegation:
        raise refuse("not_your_delegation")
    seat = state.seats.get(actor.seat)
    if transition.command in MANDATED and seat is not None and not seat.mandate:
        raise refuse("no_mandate")


def under(state: State, actor: Actor, transition: Transition, epoch: int | None) -> None:
    """Refuses what a presiding officer gave under an earlier presiding, even if it presides again."""
    steers = "presiding" in transition.who and presides(state, actor)
    if epoch is not None and steers and epoch != state.presiding.epoch:
        raise refuse("stale_epoch")
