"""Roll-call, presence and quorum: who is here, and whether they are enough (`domain.md` 3.4, 1 and 2).

The quorum is derived from presence and never stored. Link is not presence: a delegation whose
link is lost keeps its place in the open quorum for the time of grace, but blocks the gavel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.facts import noted
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.convocation import Delegation
    from vcsession.core.state import State

Place = Literal["remote", "hub"]


@dataclass(frozen=True, slots=True)
class Presence:
    """`place` hub: present in the room itself, with no link to lose."""

    state: str
    since: datetime
    asked_to_join: bool = False
    place: Place = "remote"


@dataclass(frozen=True, slots=True)
class QuorumFigures:
    """`present` counts entitled delegations that are here; `in_grace` those whose lost link may return."""

    present: int
    in_grace: int
    entitled: int
    needed_to_open: int
    needed_to_decide: int

    @property
    def open_met(self) -> bool:
        return self.present + self.in_grace >= self.needed_to_open

    @property
    def decide_met(self) -> bool:
        return self.present >= self.needed_to_decide


def counts(delegation: Delegation) -> bool:
    """Organs, invited bodies and observers never count for quorum or consensus."""
    return delegation.kind == "member_state" and delegation.rights.counts_quorum


def entitled(state: State) -> Iterator[str]:
    return (code for code, delegation in state.delegations.items() if counts(delegation))


def in_state(state: State, *wanted: str) -> Iterator[str]:
    """The entitled delegations whose presence is one of `wanted`, in protocol order."""
    presence = state.presence
    return (code for code in entitled(state) if code in presence and presence[code].state in wanted)


def present(state: State) -> tuple[str, ...]:
    return tuple(in_state(state, "present"))


def absent(state: State) -> tuple[str, ...]:
    """Entitled delegations that take part in the session but are not here now."""
    here = {"present", "link_lost", "not_participating"}
    presence = state.presence
    return tuple(code for code in entitled(state) if code not in presence or presence[code].state not in here)


def quorum(state: State) -> QuorumFigures:
    base = sum(1 for _ in entitled(state))
    rules = state.convocation.rules
    return QuorumFigures(
        present=sum(1 for _ in in_state(state, "present")),
        in_grace=sum(1 for _ in in_state(state, "link_lost")),
        entitled=base,
        needed_to_open=rules.quorum_open.needed(base),
        needed_to_decide=rules.quorum_decide.needed(base),
    )


def require(figures: QuorumFigures, *, to: Literal["open", "decide"]) -> None:
    met, needed = (
        (figures.open_met, figures.needed_to_open)
        if to == "open"
        else (figures.decide_met, figures.needed_to_decide)
    )
    if not met:
        raise refuse("no_quorum", present=figures.present, entitled=figures.entitled, needed=needed)


def every_link_holds(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """Nobody whose link is lost could object: the gavel waits."""
    for code in in_state(state, "link_lost"):
        raise refuse("link_lost", id=code)


def grace_until(state: State, presence: Presence) -> datetime | None:
    if presence.state != "link_lost":
        return None
    return presence.since + timedelta(seconds=state.convocation.rules.link_grace_s)


@dataclass(frozen=True, slots=True)
class AnswerRollCall:
    """`delegation` defaults to one's own, here and below."""

    delegation: str | None = None
    type: Literal["answer_roll_call"] = "answer_roll_call"


@dataclass(frozen=True, slots=True)
class MarkPresent:
    """By voice or letter. `place` hub where the delegation sits in the room itself, without a device."""

    delegation: str
    place: Place = "remote"
    type: Literal["mark_present"] = "mark_present"


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    delegation: str
    type: Literal["mark_absent"] = "mark_absent"


@dataclass(frozen=True, slots=True)
class Excuse:
    delegation: str
    type: Literal["excuse"] = "excuse"


@dataclass(frozen=True, slots=True)
class NotifyNonParticipation:
    delegation: str | None = None
    type: Literal["notify_non_participation"] = "notify_non_participation"


@dataclass(frozen=True, slots=True)
class ArriveLate:
    """`place` hub: in the room itself, without a device, as the secretary sees it."""

    delegation: str | None = None
    place: Place = "remote"
    type: Literal["arrive_late"] = "arrive_late"


@dataclass(frozen=True, slots=True)
class AcknowledgeArrival:
    delegation: str
    type: Literal["acknowledge_arrival"] = "acknowledge_arrival"


@dataclass(frozen=True, slots=True)
class StepOut:
    delegation: str | None = None
    type: Literal["step_out"] = "step_out"


@dataclass(frozen=True, slots=True)
class Return:
    delegation: str | None = None
    type: Literal["return"] = "return"


@dataclass(frozen=True, slots=True)
class LinkDrop:
    delegation: str
    type: Literal["link_drop"] = "link_drop"


@dataclass(frozen=True, slots=True)
class LinkRestore:
    delegation: str
    type: Literal["link_restore"] = "link_restore"


@dataclass(frozen=True, slots=True)
class GraceExpire:
    delegation: str
    type: Literal["grace_expire"] = "grace_expire"


@dataclass(frozen=True, slots=True)
class MarkTemporarilyAbsent:
    """A spoken act of the presiding officer, so that a flapping line cannot block the round."""

    delegation: str
    type: Literal["mark_temporarily_absent"] = "mark_temporarily_absent"


@dataclass(frozen=True, slots=True)
class Depart:
    delegation: str | None = None
    type: Literal["depart"] = "depart"


@dataclass(frozen=True, slots=True)
class Rejoin:
    delegation: str | None = None
    type: Literal["rejoin"] = "rejoin"


@dataclass(frozen=True, slots=True)
class RollCallAnswered:
    """A delegation answered, or was marked, at the roll-call: present, absent, excused, not_participating."""

    delegation: str
    presence: str
    place: Place = "remote"
    type: Literal["roll_call_answered"] = "roll_call_answered"


@dataclass(frozen=True, slots=True)
class ArrivalAsked:
    delegation: str
    place: Place = "remote"
    type: Literal["arrival_asked"] = "arrival_asked"


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """After the roll-call. `what` as in `record.PresenceChange`; `present` counts the entitled after it."""

    delegation: str
    presence: str
    what: str
    present: int
    type: Literal["presence_changed"] = "presence_changed"


def sitting_in_progress(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if state.sitting is None:
        raise refuse("no_sitting")


def not_yet_asked(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.presence[entity].asked_to_join:
        raise refuse("not_due")


def asked(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not state.presence[entity].asked_to_join:
        raise refuse("not_asked_to_join")


def has_link(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.presence[entity].place == "hub":
        raise refuse("not_due")


ACCREDITED = frozenset({"accepted_credentials", "provisional_credentials"})


def accredited(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """Where the rules ask it, a delegation takes part once its credentials are accepted or provisional."""
    if not state.convocation.rules.accreditation or entity not in state.delegations:
        return
    one = state.credentials.get(entity)
    if one is None or one.state not in ACCREDITED:
        raise refuse("not_accredited", id=entity)


def within_grace(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    """The grace counts, not the moment at which the clock comes round to ending it."""
    until = grace_until(state, state.presence[entity])
    if until is not None and now >= until:
        raise refuse("not_due")


def grace_over(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = grace_until(state, state.presence[entity])
    if until is not None and now < until:
        raise refuse("not_due", until=until)


Answer = AnswerRollCall | MarkPresent | MarkAbsent | Excuse | NotifyNonParticipation
Change = (
    AcknowledgeArrival
    | StepOut
    | Return
    | LinkDrop
    | LinkRestore
    | GraceExpire
    | MarkTemporarilyAbsent
    | Depart
    | Rejoin
)

ANSWERS: dict[type[Answer], str] = {
    AnswerRollCall: "present",
    MarkPresent: "present",
    MarkAbsent: "absent",
    Excuse: "excused",
    NotifyNonParticipation: "not_participating",
}
CHANGES: dict[type[Change], tuple[str, str]] = {
    AcknowledgeArrival: ("present", "arrived_late"),
    StepOut: ("temporarily_absent", "stepped_out"),
    Return: ("present", "returned"),
    LinkDrop: ("link_lost", "link_lost"),
    LinkRestore: ("present", "link_restored"),
    GraceExpire: ("temporarily_absent", "grace_expired"),
    MarkTemporarilyAbsent: ("temporarily_absent", "marked_temporarily_absent"),
    Depart: ("departed", "departed"),
    Rejoin: ("present", "rejoined"),
}


def own(actor: Actor, delegation: str | None) -> str:
    return delegation or actor.delegation or ""


def answer(_s: State, actor: Actor, command: Answer, _n: datetime) -> Iterator[RollCallAnswered]:
    place: Place = command.place if isinstance(command, MarkPresent) else "remote"
    yield RollCallAnswered(own(actor, command.delegation), ANSWERS[type(command)], place)


def change(state: State, actor: Actor, command: Change, now: datetime) -> Iterator[PresenceChanged]:
    delegation = own(actor, command.delegation)
    presence, what = CHANGES[type(command)]
    after = {**state.presence, delegation: Presence(presence, now)}
    yield PresenceChanged(delegation, presence, what, len(present(replace(state, presence=after))))


def ask(_s: State, actor: Actor, command: ArriveLate, _n: datetime) -> Iterator[ArrivalAsked]:
    if command.place == "hub" and actor.role != "secretary":
        raise refuse("bad_field", field="place", problem="the secretary enters who sits in the room itself")
    yield ArrivalAsked(own(actor, command.delegation), command.place)


def fold_answer(state: State, event: RollCallAnswered, stamp: Stamp) -> State:
    presence = Presence(event.presence, stamp.at, place=event.place)
    state = replace(state, presence={**state.presence, event.delegation: presence})
    code, seat = event.delegation, stamp.actor.seat
    return noted(state, stamp, "roll_call", delegation=code, seat=seat, what=event.presence)


def fold_asked(state: State, event: ArrivalAsked, _stamp: Stamp) -> State:
    presence = replace(state.presence[event.delegation], asked_to_join=True, place=event.place)
    return replace(state, presence={**state.presence, event.delegation: presence})


def fold_change(state: State, event: PresenceChanged, stamp: Stamp) -> State:
    place = state.presence[event.delegation].place
    presence = Presence(event.presence, stamp.at, place=place)
    state = replace(state, presence={**state.presence, event.delegation: presence})
    return noted(state, stamp, "presence", delegation=event.delegation, what=event.what)


Command = Answer | ArriveLate | Change
Event = RollCallAnswered | ArrivalAsked | PresenceChanged

GUARDS = {
    **dict.fromkeys(("answer_roll_call", "mark_present"), (sitting_in_progress, accredited)),
    **dict.fromkeys(
        (
            "mark_absent",
            "excuse",
            "notify_non_participation",
            "step_out",
            "return",
            "mark_temporarily_absent",
            "depart",
            "rejoin",
        ),
        (sitting_in_progress,),
    ),
    "arrive_late": (sitting_in_progress, not_yet_asked),
    "acknowledge_arrival": (sitting_in_progress, asked, accredited),
    "link_drop": (sitting_in_progress, has_link),
    "link_restore": (sitting_in_progress, within_grace),
    "grace_expire": (sitting_in_progress, grace_over),
}
DECIDE: dict[type, Decide] = {
    **dict.fromkeys(ANSWERS, answer),
    **dict.fromkeys(CHANGES, change),
    ArriveLate: ask,
}
FOLD: dict[type, Fold] = {
    RollCallAnswered: fold_answer,
    ArrivalAsked: fold_asked,
    PresenceChanged: fold_change,
}
