"""decide(state, actor, command, now) -> events, or a refusal; fold(state, commit) -> state.

`decide` is the only place that says no. It asks the table first, then the guards, then the matter;
whatever follows of itself (a decision held because a link was lost) joins the same events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from vcsession.core.changing import replace
from vcsession.core.machines import RULES, Machine, Transition, closing, following
from vcsession.core.matters import (
    agenda,
    amending,
    answers,
    appeals,
    caucus,
    circulating,
    communique,
    conditions,
    conduct,
    confirming,
    consensus,
    copies,
    correcting,
    corrections,
    credentials,
    decisions,
    disposing,
    drafting,
    floor,
    forwarding,
    in_camera,
    incidents,
    languages,
    late,
    line_checks,
    minutes,
    naming,
    onward,
    papers,
    positions,
    presiding,
    publicity,
    rectifying,
    replies,
    reservations,
    roll_call,
    rounds,
    seats,
    session,
    side_rooms,
    signatures,
    signing,
    silence,
    sittings,
    speakers,
    submitting,
    telephone,
    translations,
    voting,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Commit, Decide, Fold, Refused, Stamp

Command = (
    session.Command
    | amending.Command
    | sittings.Command
    | line_checks.Command
    | replies.Command
    | agenda.Command
    | roll_call.Command
    | floor.Command
    | conduct.Command
    | telephone.Command
    | naming.Command
    | appeals.Command
    | rectifying.Command
    | in_camera.Command
    | decisions.Command
    | answers.Command
    | voting.Command
    | conditions.Command
    | late.Command
    | translations.Command
    | silence.Command
    | reservations.Command
    | minutes.Command
    | signatures.Command
    | copies.Command
    | corrections.Command
    | presiding.Command
    | papers.Command
    | credentials.Command
    | drafting.Command
    | forwarding.Command
    | publicity.Command
    | rounds.Command
    | disposing.Command
    | positions.Command
    | incidents.Command
    | seats.Command
    | caucus.Command
    | languages.Command
)
Event = (
    session.Event
    | amending.Event
    | sittings.Event
    | line_checks.Event
    | replies.Event
    | agenda.Event
    | roll_call.Event
    | floor.Event
    | conduct.Event
    | telephone.Event
    | naming.Event
    | appeals.Event
    | rectifying.Event
    | in_camera.Event
    | decisions.Event
    | answers.Event
    | voting.Event
    | conditions.Event
    | late.Event
    | translations.Event
    | silence.Event
    | reservations.Event
    | minutes.Event
    | signatures.Event
    | copies.Event
    | corrections.Event
    | presiding.Event
    | papers.Event
    | credentials.Event
    | drafting.Event
    | forwarding.Event
    | publicity.Event
    | rounds.Event
    | disposing.Event
    | positions.Event
    | incidents.Event
    | seats.Event
    | caucus.Event
    | languages.Event
)


MATTERS: Final = (
    session,
    amending,
    sittings,
    line_checks,
    replies,
    agenda,
    roll_call,
    speakers,
    telephone,
    naming,
    conduct,
    appeals,
    rectifying,
    in_camera,
    consensus,
    answers,
    confirming,
    voting,
    conditions,
    late,
    translations,
    silence,
    reservations,
    circulating,
    signing,
    copies,
    correcting,
    presiding,
    papers,
    credentials,
    drafting,
    onward,
    communique,
    rounds,
    disposing,
    positions,
    incidents,
    seats,
    side_rooms,
    languages,
)

Guard = Callable[[State, Actor, str, datetime], None]

GUARDS: Final[dict[str, tuple[Guard, ...]]] = {k: v for m in MATTERS for k, v in m.GUARDS.items()}
DECIDE: Final[dict[type, Decide]] = {k: v for m in MATTERS for k, v in m.DECIDE.items()}
FOLD: Final[dict[type, Fold]] = {k: v for m in MATTERS for k, v in m.FOLD.items()}

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


def press(
    state: State, actor: Actor, command: Command, now: datetime, epoch: int | None = None
) -> tuple[Actor, tuple[Event, ...]]:
    """Whose act it is that this seat gives, and its events: its own, else that of one whose aide it is.

    The role is the one that the seat has now. Raises Refused as `decide` does, with the seat's own refusal
    where nobody's keys fit.
    """
    actor = credentials.seated(state, actor)
    try:
        return actor, decide(state, actor, command, now, epoch)
    except Refused as refused:
        if refused.fault != "role":
            raise
        for principal in credentials.principals(state, actor):
            try:
                return principal, decide(state, principal, command, now, epoch)
            except Refused as other:
                if other.fault != "role":
                    raise
        raise


def decide(
    state: State, actor: Actor, command: Command, now: datetime, epoch: int | None = None
) -> tuple[Event, ...]:
    """The events that the command makes at `now` (aware UTC), consequences included.

    `epoch` is the presiding epoch that its sender saw, if it says so.
    Raises Refused; then nothing has changed.
    """
    machine, transition = RULES[command.type]
    if state.convened is None and transition.command != "draft_session":
        raise refuse("unknown", what="session", id="")
    permit(state, actor, transition)
    under(state, actor, transition, epoch)
    guard(state, actor, machine, transition, entity_of(machine, actor, command), now)
    events = list(DECIDE[type(command)](state, actor, command, now))
    stamp = Stamp(state.version + 1, now, actor)
    after = apply(state, events, stamp)
    while follow := next(consequences(after), None):
        events.append(follow)
        after = apply(after, (follow,), stamp)
    decided = tuple(events)
    _foreseen[:] = [Foreseen(state, decided, stamp, after)]
    return decided


class Foreseen(NamedTuple):
    """The state that a decision leads to: the one who decides folds the same events again a moment later."""

    before: State
    events: tuple[Event, ...]
    stamp: Stamp
    after: State


_foreseen: list[Foreseen] = []
"""The last one: what was decided on this very state, as this very tuple of events, is not folded twice."""


def consequences(state: State) -> Iterator[Event]:
    """What the state makes happen by itself, one event after another until nothing is left to do."""
    if state.convened is None:
        return
    yield from seats.consequences(state)
    yield from credentials.consequences(state)
    yield from incidents.consequences(state)
    yield from consensus.consequences(state)
    yield from speakers.consequences(state)
    yield from drafting.consequences(state)
    yield from onward.consequences(state)
    yield from communique.consequences(state)
    yield from disposing.consequences(state)
    yield from conduct.consequences(state)
    yield from appeals.consequences(state)
    yield from in_camera.consequences(state)
    yield from side_rooms.consequences(state)
    yield from languages.consequences(state)


def apply(state: State, events: Iterable[Event], stamp: Stamp) -> State:
    for event in events:
        state = FOLD[type(event)](state, event, stamp)
    return state


def fold(state: State, commit: Commit[Event]) -> State:
    """The state after the commit."""
    stamp = Stamp(commit.version, commit.at, commit.actor)
    for known in _foreseen:
        if known.before is state and known.events is commit.events and known.stamp == stamp:
            return replace(known.after, version=commit.version, at=commit.at)
    return replace(apply(state, commit.events, stamp), version=commit.version, at=commit.at)


def due(state: State) -> tuple[datetime, Command] | None:
    """The next deadline and the command that the clock then gives; None while nothing is due."""
    return min(_deadlines(state), key=lambda deadline: deadline[0], default=None)


def _deadlines(state: State) -> Iterator[tuple[datetime, Command]]:
    if state.convened is None:
        return
    if state.sitting is not None:
        for code, presence in state.presence.items():
            if until := roll_call.grace_until(state, presence):
                yield until, roll_call.GraceExpire(code)
        if state.presiding.state in ("chair_link_lost", "deputy_link_lost"):
            timeout = state.convocation.rules.succession_timeout_s
            if until := presiding.due_after(state, timeout):
                yield until, presiding.NobodyAssumes()
    for incident in incidents.open_now(state, "noise"):
        if incident.until is not None:
            yield incident.until, incidents.ClearIncident(incident.id)
    for decision in state.decisions.values():
        if decision.state in ("adopted_preliminarily", "adopted_ad_referendum") and (
            until := confirming.lapses_at(state, decision)
        ):
            yield until, decisions.LapseDecision(decision.number)
        if decision.state == "under_silence" and decision.silence_until:
            yield decision.silence_until, silence.SilenceExpires(decision.number)
    for reservation in state.reservations.values():
        if reservation.state == "announced" and (until := reservations.deadline(state, reservation)):
            yield until, reservations.ExpireReservation(reservation.number)
    yield from onward.deadlines(state)
    yield from communique.deadlines(state)
    yield from circulating.due(state)
    for code, one in state.credentials.items():
        if one.term is not None and one.term.until is not None:
            yield one.term.until, credentials.EndHeadTerm(code)
    for room in caucus.open_rooms(state):
        if room.closes_at is not None:
            yield room.closes_at, caucus.CloseRoom(room.id)
    yield from languages.to_pause(state)
    for language, channel in languages.channels(state).items():
        if ends := languages.handover_ends(channel):
            yield ends, languages.HandoverLapses(language)
