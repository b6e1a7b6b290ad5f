"""The minutes until their text is final: versions, wording, clearance, circulation, the end of corrections.

The clock closes the corrections at the deadline when each has its answer by then; where one had not, the
secretary closes them, once it has. Nobody closes them before: the time was promised to the delegations.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import corrections
from vcsession.core.matters.agenda import check_text
from vcsession.core.matters.minutes import (
    AnnexNote,
    Because,
    Circulate,
    ClearForCirculation,
    CloseCorrections,
    GenerateMinutes,
    Minutes,
    MinutesCirculated,
    MinutesGenerated,
    MinutesMoved,
    MinutesWorded,
    Note,
    NoteAnnexed,
    Overlay,
    OverlayMinutes,
    Regenerate,
    Reissue,
    Review,
    Version,
    VersionMade,
    current,
)
from vcsession.core.matters.reservations import last_sitting
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

HEARD = frozenset({"speaking", "paused", "finished", "revoked"})
"""States of a request for the floor whose seat has spoken."""

MOST_MINUTES = 480
"""The longest time for corrections in the room: a working day."""


def sitting_held(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    """From the first commit of a sitting on there is something to tell."""
    if last_sitting(state) is None:
        raise refuse("no_sitting")


def none_yet(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if (former := current(state)) is not None:
        raise refuse("minutes_exist", id=former.number)


def up_to_date(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """What the presiding officer clears is a version that was there to be read."""
    minutes = state.minutes[entity]
    if any(overlay.made_in > minutes.version.last for overlay in minutes.overlays):
        raise refuse("version_outdated")


def corrected_since(state: State, minutes: Minutes) -> bool:
    """Whether a correction was accepted after the latest version was made."""
    last = minutes.version.last
    return any(c.accepted and c.decided_in > last for c in corrections.of(state, minutes.number))


def something_changed(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not corrected_since(state, state.minutes[entity]):
        raise refuse("nothing_changed")


def time_over(state: State, _actor: Actor, entity: str, now: datetime) -> None:
    until = state.minutes[entity].deadline
    if until is None or now < until:
        raise refuse("not_due", until=until)


def every_correction_answered(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for correction in corrections.of(state, entity):
        if correction.open:
            raise refuse("corrections_open", id=correction.number)


def declined_without_note(state: State, minutes: str, delegation: str | None) -> list[str]:
    """The corrections to which their author may still have a note annexed."""
    noted = {note.correction for note in state.minutes[minutes].notes}
    return [
        c.number
        for c in corrections.of(state, minutes)
        if c.state == "declined_correction" and c.delegation == delegation and c.number not in noted
    ]


def has_been_declined(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    if not declined_without_note(state, entity, actor.delegation):
        raise refuse("nothing_declined")


def closes_by_itself(state: State, minutes: Minutes) -> bool:
    """Whether the clock closes the corrections at the deadline: each had its answer by then."""
    until = minutes.deadline
    return until is not None and all(
        c.decided_at is not None and c.decided_at <= until for c in corrections.of(state, minutes.number)
    )


def due(state: State) -> Iterator[tuple[datetime, CloseCorrections]]:
    for minutes in state.minutes.values():
        if minutes.state == "circulated_minutes" and minutes.deadline and closes_by_itself(state, minutes):
            yield minutes.deadline, CloseCorrections(minutes.number)


def generate(
    state: State, _a: Actor, command: GenerateMinutes, _n: datetime
) -> Iterator[MinutesGenerated | VersionMade]:
    languages = state.convocation.languages
    language = command.language or languages.authentic
    if language not in (*languages.working, languages.authentic):
        raise refuse("bad_field", field="language", problem="a working language of the session")
    number = str(len(state.minutes) + 1)
    yield MinutesGenerated(number, command.form, language)
    yield VersionMade(number, 1, 1, state.version, "generated")


def version(state: State, minutes: Minutes, because: Because, last: int | None = None) -> VersionMade:
    """The next version: from the first commit to `last`, or to the latest."""
    return VersionMade(minutes.number, minutes.version.number + 1, 1, last or state.version, because)


def word(state: State, _a: Actor, command: OverlayMinutes, _n: datetime) -> Iterator[MinutesWorded]:
    target = command.target
    if command.kind == "intervention":
        if target not in state.requests or state.requests[target].state not in HEARD:
            raise refuse("unknown", what="intervention", id=target)
    elif target and target not in state.items:
        raise refuse("unknown", what="agenda item", id=target)
    if command.text:
        check_text(state, command.text, "text")
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="the reason is missing")
    yield MinutesWorded(command.minutes, command.kind, target, command.text, command.reason)


def regenerate(
    state: State, _a: Actor, command: Regenerate, _n: datetime
) -> Iterator[VersionMade | MinutesMoved]:
    yield version(state, state.minutes[command.minutes], "regenerated")
    yield MinutesMoved(command.minutes, "generated")


def circulate(state: State, _a: Actor, command: Circulate, now: datetime) -> Iterator[MinutesCirculated]:
    if command.in_minutes is None:
        days = state.convocation.rules.correction_deadline_days
        yield MinutesCirculated(command.minutes, now + timedelta(days=days), in_room=False)
        return
    if state.sitting is None:
        raise refuse("no_sitting")
    if not 1 <= command.in_minutes <= MOST_MINUTES:
        raise refuse("bad_field", field="in_minutes", problem=f"1 to {MOST_MINUTES}")
    yield MinutesCirculated(command.minutes, now + timedelta(minutes=command.in_minutes), in_room=True)


def reissue(state: State, _a: Actor, command: Reissue, _n: datetime) -> Iterator[VersionMade]:
    yield version(state, state.minutes[command.minutes], "reissued")


def annex(state: State, actor: Actor, command: AnnexNote, _n: datetime) -> Iterator[NoteAnnexed]:
    if command.correction not in declined_without_note(state, command.minutes, actor.delegation):
        raise refuse("unknown", what="declined correction", id=command.correction)
    check_text(state, command.text, "text")
    yield NoteAnnexed(command.minutes, command.correction, actor.delegation or "", command.text)


def close(
    state: State, _a: Actor, command: CloseCorrections, _n: datetime
) -> Iterator[VersionMade | MinutesMoved]:
    minutes = state.minutes[command.minutes]
    if corrected_since(state, minutes):
        yield version(state, minutes, "final")
    yield MinutesMoved(command.minutes, "final_text")


def with_minutes(state: State, number: str, /, **changes: object) -> State:
    minutes = replace(state.minutes[number], **changes)  # type: ignore[arg-type]
    return replace(state, minutes={**state.minutes, number: minutes})


def fold_generated(state: State, event: MinutesGenerated, _stamp: Stamp) -> State:
    """What the secretary worded in superseded minutes is kept."""
    former = list(state.minutes.values())[-1:]
    overlays = tuple(o for m in former for o in m.overlays)
    made = Minutes(event.minutes, event.form, event.language, overlays=overlays)
    return replace(state, minutes={**state.minutes, event.minutes: made})


def fold_version(state: State, event: VersionMade, stamp: Stamp) -> State:
    made = Version(event.number, event.first, event.last, stamp.at, event.because)
    return with_minutes(state, event.minutes, versions=(*state.minutes[event.minutes].versions, made))


def fold_moved(state: State, event: MinutesMoved, stamp: Stamp) -> State:
    if event.state == "final_text":
        return with_minutes(state, event.minutes, state=event.state, final_at=stamp.at)
    return with_minutes(state, event.minutes, state=event.state)


def fold_worded(state: State, event: MinutesWorded, stamp: Stamp) -> State:
    overlay = Overlay(
        event.kind, event.target, event.text, event.reason, stamp.at, stamp.version, event.correction
    )
    return with_minutes(state, event.minutes, overlays=(*state.minutes[event.minutes].overlays, overlay))


def fold_circulated(state: State, event: MinutesCirculated, stamp: Stamp) -> State:
    return with_minutes(
        state,
        event.minutes,
        state="circulated_minutes",
        circulated_at=stamp.at,
        deadline=event.deadline,
        in_room=event.in_room,
    )


def fold_annexed(state: State, event: NoteAnnexed, stamp: Stamp) -> State:
    note = Note(event.correction, event.delegation, event.text, stamp.at)
    return with_minutes(state, event.minutes, notes=(*state.minutes[event.minutes].notes, note))


def _moved(to: str) -> Decide:
    return lambda _s, _a, command, _n: iter((MinutesMoved(command.minutes, to),))


GUARDS = {
    "generate_minutes": (sitting_held, none_yet),
    "clear_for_circulation": (up_to_date,),
    "reissue": (something_changed,),
    "annex_note": (has_been_declined,),
    "close_corrections": (time_over, every_correction_answered),
}
DECIDE: dict[type, Decide] = {
    GenerateMinutes: generate,
    Review: _moved("in_review"),
    OverlayMinutes: word,
    Regenerate: regenerate,
    ClearForCirculation: _moved("cleared"),
    Circulate: circulate,
    Reissue: reissue,
    AnnexNote: annex,
    CloseCorrections: close,
}
FOLD: dict[type, Fold] = {
    MinutesGenerated: fold_generated,
    VersionMade: fold_version,
    MinutesMoved: fold_moved,
    MinutesWorded: fold_worded,
    MinutesCirculated: fold_circulated,
    NoteAnnexed: fold_annexed,
}
