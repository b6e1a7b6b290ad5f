"""The bureau's own log: the chair's script, item by item, and what the note-takers take down.

The presiding officers read the script, the secretaries both; nobody else ever sees either. The plenary's
state, log and slices know nothing of them, no document is made of them, and no bundle holds them. `decide`
may ask the plenary's state who is speaking on what; it changes nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from vcsession.core.changing import replace
from vcsession.core.machines.bureau import BUREAU_RULES
from vcsession.core.matters import seats
from vcsession.core.refusals import refuse
from vcsession.core.state import BEGINNING, State
from vcsession.core.vocabulary import OFFICERS, Actor, Commit, Text

AUDIENCE: Final = "bureau"
"""The name of its log"""

MOST_NOTES: Final = 2000
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Script:
    """What the chair has before him on an item; "" is for the whole. `by` is the seat that wrote it last."""

    item: str
    text: Text
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the pad. `speech`: the request for the floor that it is of, "" for none; `seat` spoke then.

    `revision` counts its changes, so that nobody overwrites what he did not see.
    """

    id: str
    speech: str
    seat: str
    item: str
    text: str
    by: str
    at: datetime
    revision: int = 1
    state: str = "taken_down"


@dataclass(frozen=True, slots=True)
class Bureau:
    """What the bureau's log folds into."""

    version: int = 0
    at: datetime = BEGINNING
    scripts: Mapping[str, Script] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WriteScript:
    """`item` "" for the whole; a text without words takes the script of the item away."""

    item: str
    text: Text = field(default_factory=dict)
    type: Literal["write_script"] = "write_script"


@dataclass(frozen=True, slots=True)
class TakeDown:
    """`speech` is the one that was running when the line was begun; it may be over by now."""

    text: str
    speech: str = ""
    type: Literal["take_down"] = "take_down"


@dataclass(frozen=True, slots=True)
class ChangeNote:
    note: str
    text: str
    base: int
    type: Literal["change_note"] = "change_note"


@dataclass(frozen=True, slots=True)
class StrikeNote:
    note: str
    type: Literal["strike_note"] = "strike_note"


@dataclass(frozen=True, slots=True)
class ScriptWritten:
    item: str
    text: Text
    type: Literal["script_written"] = "script_written"


@dataclass(frozen=True, slots=True)
class NoteTaken:
    note: str
    speech: str
    seat: str
    item: str
    text: str
    type: Literal["note_taken"] = "note_taken"


@dataclass(frozen=True, slots=True)
class NoteChanged:
    note: str
    text: str
    revision: int
    type: Literal["note_changed"] = "note_changed"


@dataclass(frozen=True, slots=True)
class NoteStruck:
    note: str
    type: Literal["note_struck"] = "note_struck"


Command = WriteScript | TakeDown | ChangeNote | StrikeNote
Event = ScriptWritten | NoteTaken | NoteChanged | NoteStruck


def reads(state: State, actor: Actor) -> bool:
    """Whether this seat sees anything of the bureau's."""
    inside = not seats.outside(state, actor.seat) and not seats.revoked(state, actor.seat)
    return inside and actor.role in OFFICERS


def decide(bureau: Bureau, state: State, actor: Actor, command: Command) -> tuple[Event, ...]:
    """The events that the command makes in the bureau's log; raises Refused, and then nothing has changed."""
    seats.must_be_inside(state, actor)
    _, transition = BUREAU_RULES[command.type]
    if actor.role not in transition.who:
        raise refuse("not_your_role")
    if state.status in ("archived", "cancelled"):
        raise refuse("session_not_open")
    match command:
        case WriteScript():
            if command.item and command.item not in state.items:
                raise refuse("unknown", what="agenda_item", id=command.item)
            written = {code: words.strip() for code, words in command.text.items() if words.strip()}
            if not set(written) <= set(state.convocation.languages.working):
                raise refuse("bad_field", field="text", problem="in the working languages")
            return (ScriptWritten(command.item, written),)
        case TakeDown():
            return (_taken(bureau, state, command),)
        case ChangeNote():
            note = _known(bureau, command.note)
            if command.base != note.revision:
                raise refuse("stale_note", id=note.id)
            return (NoteChanged(note.id, _words(command.text), note.revision + 1),)
        case StrikeNote():
            return (NoteStruck(_known(bureau, command.note).id),)


def _taken(bureau: Bureau, state: State, command: TakeDown) -> NoteTaken:
    if len(bureau.notes) >= MOST_NOTES:
        raise refuse("bad_field", field="text", problem=f"the pad has at most {MOST_NOTES} lines")
    seat = ""
    if command.speech:
        if command.speech not in state.requests:
            raise refuse("unknown", what="floor_request", id=command.speech)
        seat = state.requests[command.speech].seat
    open_items = [number for number, item in state.items.items() if item.state == "under_consideration"]
    item = state.requests[command.speech].item if command.speech else None
    here = item or (open_items[0] if open_items else "")
    return NoteTaken(f"n{len(bureau.notes) + 1}", command.speech, seat, here, _words(command.text))


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise refuse("bad_field", field="text", problem=f"1 to {LONGEST} characters")
    return words


def _known(bureau: Bureau, id: str) -> Note:
    if id not in bureau.notes:
        raise refuse("unknown", what="note", id=id)
    note = bureau.notes[id]
    if note.state != "taken_down":
        raise refuse("wrong_state", what="note", id=id, status=note.state)
    return note


def fold(bureau: Bureau, commit: Commit[Event]) -> Bureau:
    """The bureau's papers after the commit."""
    for event in commit.events:
        bureau = _apply(bureau, event, commit)
    return replace(bureau, version=commit.version, at=commit.at)


def _apply(bureau: Bureau, event: Event, commit: Commit[Event]) -> Bureau:
    by, at = commit.actor.seat, commit.at
    match event:
        case ScriptWritten():
            others = {item: one for item, one in bureau.scripts.items() if item != event.item}
            written = {event.item: Script(event.item, event.text, by, at)} if event.text else {}
            return replace(bureau, scripts={**others, **written})
        case NoteTaken():
            note = Note(event.note, event.speech, event.seat, event.item, event.text, by, at)
        case NoteChanged():
            note = replace(bureau.notes[event.note], text=event.text, revision=event.revision)
        case NoteStruck():
            note = replace(bureau.notes[event.note], text="", state="struck_out")
    return replace(bureau, notes={**bureau.notes, note.id: note})
