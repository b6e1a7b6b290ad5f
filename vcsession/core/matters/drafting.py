"""The rules of the text on the table: guards and fold for `matters.text`.

A text changes while all watch, so its wording and its brackets move in a sitting only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.changing import replace
from vcsession.core.matters.agenda import check_text, in_session, working
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.text import (
    AddUnit,
    Alternative,
    AlternativeDropped,
    Bracket,
    BracketsCleared,
    Clear,
    EnterTranslation,
    ReviseText,
    TranslationEntered,
    Unit,
    UnitAdded,
    UnitBracketed,
    UnitRevised,
    Version,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

PATH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")


def open_brackets(state: State) -> int:
    """How many units stand in brackets."""
    return sum(unit.state == "bracketed_text" for unit in state.units.values())


def speaks_for(state: State, codes: tuple[str, ...]) -> tuple[str, ...]:
    """These delegations in protocol order; each must be one that may propose."""
    for code in codes:
        if code not in state.delegations or not state.delegations[code].rights.may_propose:
            raise refuse("unknown", what="delegation that may propose", id=code)
    return tuple(code for code in state.delegations if code in codes)


def next_version(state: State, path: str, text: Text, because: str = "") -> UnitRevised:
    authentic = state.convocation.languages.authentic
    number = state.units[path].current.number + 1
    return UnitRevised(path, number, text, text_hash(text, authentic), because)


def add(state: State, _a: Actor, command: AddUnit, _n: datetime) -> Iterator[UnitAdded]:
    check_text(state, command.text, "text")
    if not PATH.fullmatch(command.unit):
        raise refuse("bad_field", field="unit", problem='a path, such as "4.note"')
    if command.unit in state.units:
        raise refuse("bad_field", field="unit", problem="there is such a unit already")
    authentic = state.convocation.languages.authentic
    yield UnitAdded(
        command.unit,
        command.kind,
        row_of(state, command.unit),
        command.text,
        text_hash(command.text, authentic),
    )


def row_of(state: State, path: str) -> str:
    """The row of the plan table that a path stands in; "" where there is none."""
    draft = state.convocation.draft
    rows = [row.path for row in draft.rows] if draft else []
    row = path.rpartition(".")[0]
    return row if row in rows else ""


def revise(state: State, _a: Actor, command: ReviseText, _n: datetime) -> Iterator[UnitRevised]:
    check_text(state, command.text, "text")
    current = state.units[command.unit].current.number
    if command.base is not None and command.base != current:
        raise refuse("text_moved", id=command.unit, version=current)
    yield next_version(state, command.unit, command.text)


def translate(
    state: State, _a: Actor, command: EnterTranslation, _n: datetime
) -> Iterator[TranslationEntered]:
    languages = state.convocation.languages
    if command.language not in languages.working or command.language == languages.authentic:
        raise refuse("bad_field", field="language", problem="a working language besides the authentic one")
    if not command.words.strip():
        raise refuse("bad_field", field="words", problem="the translation is missing")
    version = state.units[command.unit].current.number
    yield TranslationEntered(command.unit, version, command.language, command.words, command.status)


def bracket(state: State, _a: Actor, command: Bracket, _n: datetime) -> Iterator[UnitBracketed]:
    check_text(state, command.text, "text")
    delegations = speaks_for(state, command.delegations)
    if not delegations:
        raise refuse("bad_field", field="delegations", problem="brackets say for whom they stand")
    yield UnitBracketed(command.unit, command.text, delegations)


def clear(state: State, _a: Actor, command: Clear, _n: datetime) -> Iterator[UnitRevised | BracketsCleared]:
    unit = state.units[command.unit]
    if command.alternative is not None:
        if not 1 <= command.alternative <= len(unit.alternatives):
            raise refuse("bad_field", field="alternative", problem=f"1 to {len(unit.alternatives)}")
        chosen = unit.alternatives[command.alternative - 1]
        if chosen.text != unit.current.text:
            yield next_version(state, command.unit, chosen.text, chosen.proposal)
    yield BracketsCleared(command.unit)


def with_unit(state: State, path: str, /, **changes: object) -> State:
    unit = replace(state.units[path], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, path: unit})


def fold_added(state: State, event: UnitAdded, stamp: Stamp) -> State:
    first = Version(1, event.text, event.hash, stamp.at, event.because)
    unit = Unit(event.unit, event.kind, event.row, (first,), translations=working(state, event.text))
    return replace(state, units={**state.units, event.unit: unit})


def fold_revised(state: State, event: UnitRevised, stamp: Stamp) -> State:
    version = Version(event.version, event.text, event.hash, stamp.at, event.because)
    versions = (*state.units[event.unit].versions, version)
    return with_unit(state, event.unit, versions=versions, translations=working(state, event.text))


def fold_translated(state: State, event: TranslationEntered, _stamp: Stamp) -> State:
    unit = state.units[event.unit]
    current = replace(unit.current, text={**unit.current.text, event.language: event.words})
    return with_unit(
        state,
        event.unit,
        versions=(*unit.versions[:-1], current),
        translations={**unit.translations, event.language: event.status},
    )


def fold_bracketed(state: State, event: UnitBracketed, _stamp: Stamp) -> State:
    """Each delegation stands for one alternative, its latest; one that nobody stands for any more is gone."""
    kept = []
    joined = False
    for one in state.units[event.unit].alternatives:
        same = one.text == event.text
        joined = joined or same
        codes = {*one.delegations} - {*event.delegations}
        if same:
            codes |= {*event.delegations}
            one = replace(one, proposal=one.proposal or event.proposal)
        if codes:
            kept.append(replace(one, delegations=tuple(c for c in state.delegations if c in codes)))
    if not joined:
        kept.append(Alternative(event.text, event.delegations, event.proposal))
    return with_unit(
        state,
        event.unit,
        state="bracketed_text",
        alternatives=tuple(kept),
        confirm_list={},
        agreed_at=None,
    )


def fold_dropped(state: State, event: AlternativeDropped, _stamp: Stamp) -> State:
    kept = tuple(a for a in state.units[event.unit].alternatives if a.proposal != event.proposal)
    status = "bracketed_text" if kept else "open_text"
    return with_unit(state, event.unit, state=status, alternatives=kept)


GUARDS = {
    "revise_text": (in_session,),
    "bracket": (in_session,),
    "clear": (in_session,),
}
DECIDE: dict[type, Decide] = {
    AddUnit: add,
    ReviseText: revise,
    EnterTranslation: translate,
    Bracket: bracket,
    Clear: clear,
}
FOLD: dict[type, Fold] = {
    UnitAdded: fold_added,
    UnitRevised: fold_revised,
    TranslationEntered: fold_translated,
    UnitBracketed: fold_bracketed,
    BracketsCleared: lambda state, event, _stamp: with_unit(
        state, event.unit, state="open_text", alternatives=()
    ),
    AlternativeDropped: fold_dropped,
}
