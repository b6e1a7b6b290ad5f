"""What stands beside a decision: reservations, interpretative statements, statements for the record.

A reservation does not block; an objection does. It is announced aloud, so everybody knows of it at once.
Its text follows in writing, verbatim, and everybody sees it from the moment it is received: the
secretariat leaves it untouched (`domain.md` 3.4, 5), and if it were shown only once recorded, the
secretariat could hold it back. What was announced and never delivered is a fact of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from vcsession.core.changing import replace
from vcsession.core.convocation import INTO
from vcsession.core.matters import admission, roll_call
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.state import State

ReservationKind = Literal["reservation", "interpretative_statement", "statement_for_the_record"]

KINDS: tuple[ReservationKind, ...] = get_args(ReservationKind)
STATEMENT: tuple[ReservationKind, ...] = ("statement_for_the_record",)

READ = frozenset({"read_out_state", "put_to_room_state", "in_vote", "held", "under_silence"})
STANDING = READ | {"adopted", "adopted_preliminarily", "adopted_ad_referendum"}
"""Decisions that one may reserve on: known by their text, and not over."""
UNSETTLED = frozenset({"no_consensus", "no_consensus_soft", "silence_broken", "rejected"})
"""Nothing was decided that one could reserve on; one may still say where one stands."""


@dataclass(frozen=True, slots=True)
class Reservation:
    """`number` is the id: the delegation's code and its own ("ARM/R1"). `decision` None: to the protocol,
    or to the `unit` of the text, where there is one.

    `sitting` is the sitting of the announcement, or the last one before it: its end starts the time for the
    text. `text` is verbatim, in `language`.
    """

    number: str
    kind: ReservationKind
    delegation: str
    decision: str | None
    sitting: str
    announced_at: datetime
    state: str = "announced"
    text: str = ""
    language: Language = ""
    received_at: datetime | None = None
    recorded_at: datetime | None = None
    lifted_at: datetime | None = None
    letter: str = ""
    unit: str = ""
    round: str = ""
    """The symbol of the former round; "" for one of this session"""


@dataclass(frozen=True, slots=True)
class AnnounceReservation:
    """To a decision, to a unit of the text, or to the protocol as a whole where neither is named.

    The secretary notes down what a head says aloud.
    """

    kind: ReservationKind
    decision: str | None = None
    delegation: str | None = None
    unit: str | None = None
    type: Literal["announce_reservation"] = "announce_reservation"


@dataclass(frozen=True, slots=True)
class SubmitText:
    """`language`: the author's; by default the one that the delegation speaks in."""

    reservation: str
    text: str
    language: Language | None = None
    type: Literal["submit_text"] = "submit_text"


@dataclass(frozen=True, slots=True)
class RecordReservation:
    """It carries no text: what is recorded is what was received."""

    reservation: str
    type: Literal["record_reservation"] = "record_reservation"


@dataclass(frozen=True, slots=True)
class ExpireReservation:
    reservation: str
    type: Literal["expire_reservation"] = "expire_reservation"


@dataclass(frozen=True, slots=True)
class LiftReservation:
    """`letter`: number and date of the capital's letter, where there is one."""

    reservation: str
    letter: str = ""
    type: Literal["lift_reservation"] = "lift_reservation"


@dataclass(frozen=True, slots=True)
class ReservationAnnounced:
    reservation: str
    kind: ReservationKind
    delegation: str
    decision: str | None
    sitting: str
    unit: str = ""
    type: Literal["reservation_announced"] = "reservation_announced"


@dataclass(frozen=True, slots=True)
class ReservationTextReceived:
    reservation: str
    text: str
    language: Language
    type: Literal["reservation_text_received"] = "reservation_text_received"


@dataclass(frozen=True, slots=True)
class ReservationRecorded:
    reservation: str
    type: Literal["reservation_recorded"] = "reservation_recorded"


@dataclass(frozen=True, slots=True)
class ReservationExpired:
    reservation: str
    type: Literal["reservation_expired"] = "reservation_expired"


@dataclass(frozen=True, slots=True)
class ReservationLifted:
    reservation: str
    letter: str
    type: Literal["reservation_lifted"] = "reservation_lifted"


def deadline(state: State, reservation: Reservation) -> datetime | None:
    """Until when its text is received; None while the sitting of its announcement goes on.

    None too for one that stands from a former round.
    """
    sitting = state.sittings.get(reservation.sitting)
    if sitting is None or sitting.ended_at is None:
        return None
    begins = max(sitting.ended_at, reservation.announced_at)
    return begins + timedelta(seconds=state.convocation.rules.reservation_text_deadline_s)


def kinds_of(delegation: Delegation) -> tuple[ReservationKind, ...]:
    """Who takes no part in the consensus has nothing to reserve; who may speak may state."""
    if roll_call.counts(delegation):
        return KINDS
    return STATEMENT if delegation.rights.may_speak else ()


def kinds_on(state: State, decision: str | None) -> tuple[ReservationKind, ...]:
    """What may be attached to a decision, or (None) to the protocol, as it stands now."""
    if decision is None or state.decisions[decision].state in STANDING:
        return KINDS
    return STATEMENT if state.decisions[decision].state in UNSETTLED else ()


def last_sitting(state: State) -> str | None:
    """The sitting in progress, else the one held last."""
    held = [s for s in state.sittings.values() if s.called_to_order_at is not None]
    return state.sitting.number if state.sitting else held[-1].number if held else None


def may_announce(state: State) -> None:
    """Until the end of the session, in a sitting or after it."""
    if state.status not in ("open", "suspended"):
        raise refuse("session_not_open")
    if last_sitting(state) is None:
        raise refuse("no_sitting")


def session_runs(state: State, actor: Actor, _entity: str, _now: datetime) -> None:
    may_announce(state)
    if actor.role == "head" and not kinds_of(state.delegations[actor.delegation or ""]):
        raise refuse("may_not_reserve")


def own(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if state.reservations[entity].delegation != actor.delegation:
        raise refuse("not_your_delegation")


def in_time(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    """The deadline counts, not the moment at which the clock comes round to saying so."""
    until = deadline(state, state.reservations[entity])
    if until is not None and now >= until:
        raise refuse("deadline_passed")


def time_over(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = deadline(state, state.reservations[entity])
    if until is None or now < until:
        raise refuse("not_due", until=until)


def announce(
    state: State, actor: Actor, command: AnnounceReservation, _n: datetime
) -> Iterator[ReservationAnnounced]:
    code = roll_call.own(actor, command.delegation)
    if code not in state.delegations:
        raise refuse("unknown", what="delegation", id=code)
    if actor.role == "head" and code != actor.delegation:
        raise refuse("not_your_delegation")
    if command.kind not in kinds_of(state.delegations[code]):
        raise refuse("may_not_reserve")
    number = command.decision
    known = number is None or (
        number in state.decisions and admission.knows_decision(state, actor.delegation, number)
    )
    if not known:
        raise refuse("unknown", what="decision", id=number)
    if number is not None and command.kind not in kinds_on(state, number):
        raise refuse("wrong_state", what="decision", id=number, status=state.decisions[number].state)
    if number is not None and command.unit:
        raise refuse("bad_field", field="unit", problem="to a decision or to a unit of the text, not to both")
    if command.unit and command.unit not in state.units:
        raise refuse("unknown", what="text_unit", id=command.unit)
    yield announced(state, code, command.kind, decision=number, unit=command.unit or "")


def announced(
    state: State, code: str, kind: ReservationKind, *, decision: str | None, unit: str = ""
) -> ReservationAnnounced:
    """The delegation's next reservation, under its next number."""
    ordinal = 1 + sum(1 for r in state.reservations.values() if r.delegation == code and not r.round)
    sitting = last_sitting(state) or ""
    return ReservationAnnounced(f"{code}/R{ordinal}", kind, code, decision, sitting, unit)


def submit(state: State, _a: Actor, command: SubmitText, _n: datetime) -> Iterator[ReservationTextReceived]:
    if not command.text.strip():
        raise refuse("bad_field", field="text", problem="the text is missing")
    code = state.reservations[command.reservation].delegation
    language = command.language or state.delegations[code].speaks
    if language not in INTO:
        raise refuse("bad_field", field="language", problem=f"one of {', '.join(INTO)}")
    yield ReservationTextReceived(command.reservation, command.text, language)


def _with(state: State, number: str, /, **changes: object) -> State:
    reservation = replace(state.reservations[number], **changes)  # type: ignore[arg-type]
    return replace(state, reservations={**state.reservations, number: reservation})


def fold_announced(state: State, event: ReservationAnnounced, stamp: Stamp) -> State:
    reservation = Reservation(
        event.reservation,
        event.kind,
        event.delegation,
        event.decision,
        event.sitting,
        stamp.at,
        unit=event.unit,
    )
    return replace(state, reservations={**state.reservations, event.reservation: reservation})


def fold_received(state: State, event: ReservationTextReceived, stamp: Stamp) -> State:
    return _with(
        state,
        event.reservation,
        state="text_received",
        text=event.text,
        language=event.language,
        received_at=stamp.at,
    )


def fold_lifted(state: State, event: ReservationLifted, stamp: Stamp) -> State:
    return _with(state, event.reservation, state="lifted", lifted_at=stamp.at, letter=event.letter)


Command = AnnounceReservation | SubmitText | RecordReservation | ExpireReservation | LiftReservation
Event = (
    ReservationAnnounced
    | ReservationTextReceived
    | ReservationRecorded
    | ReservationExpired
    | ReservationLifted
)

GUARDS = {
    "announce_reservation": (session_runs,),
    "submit_text": (own, in_time),
    "expire_reservation": (time_over,),
    "lift_reservation": (own,),
}
DECIDE: dict[type, Decide] = {
    AnnounceReservation: announce,
    SubmitText: submit,
    RecordReservation: lambda _s, _a, command, _n: iter((ReservationRecorded(command.reservation),)),
    ExpireReservation: lambda _s, _a, command, _n: iter((ReservationExpired(command.reservation),)),
    LiftReservation: lambda _s, _a, command, _n: iter(
        (ReservationLifted(command.reservation, command.letter),)
    ),
}
FOLD: dict[type, Fold] = {
    ReservationAnnounced: fold_announced,
    ReservationTextReceived: fold_received,
    ReservationRecorded: lambda state, event, stamp: _with(
        state, event.reservation, state="recorded", recorded_at=stamp.at
    ),
    ReservationExpired: lambda state, event, _stamp: _with(state, event.reservation, state="not_received"),
    ReservationLifted: fold_lifted,
}
