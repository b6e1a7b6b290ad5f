"""The rules of the text on the table: guards, consequences and fold for `matters.text`.

A text changes while all watch, so its wording and its brackets move in a sitting only. Units are agreed
one by one or en bloc; with the package flag nothing is agreed until all is, and each may be reopened freely
until the whole text is closed (`domain.md` 3.4, 12 and 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.changing import replace
from vcsession.core.matters import positions, roll_call
from vcsession.core.matters.agenda import check_text, in_session, may_decide, working
from vcsession.core.matters.consensus import absent_do_not_block, text_hash
from vcsession.core.matters.text import (
    AddUnit,
    AgreeAdReferendum,
    Agreement,
    AgreePreliminarily,
    AgreeUnits,
    Alternative,
    AlternativeDropped,
    Bracket,
    BracketsCleared,
    Clear,
    CloseUnit,
    CloseUnits,
    Command,
    ConfirmUnit,
    ConfirmUnitByDelegation,
    EnterTranslation,
    Event,
    ReopenUnit,
    ReviseText,
    TranslationEntered,
    Unit,
    UnitAdded,
    UnitAgreed,
    UnitBracketed,
    UnitConfirmationReceived,
    UnitConfirmed,
    UnitReopened,
    UnitRevised,
    Version,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State

__all__ = ["DECIDE", "FOLD", "GUARDS", "Command", "Event"]

PATH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
AGREED: Final = ("agreed_prelim", "agreed_adref")


def open_brackets(state: State) -> int:
    """How many units stand in brackets."""
    return sum(unit.state == "bracketed_text" for unit in state.units.values())


def all_closed(state: State) -> bool:
    return all(unit.state == "closed_text" for unit in state.units.values())


def package(state: State) -> bool:
    """Nothing is agreed until everything is."""
    draft = state.convocation.draft
    return draft is None or draft.package


def must_confirm(state: State, path: str) -> tuple[str, ...]:
    """The absent states that the rule makes confirm what is agreed without them, and those that await
    instructions.
    """
    policy = state.convocation.rules.consensus_absent_policy
    absent = roll_call.absent(state) if policy == "ad_referendum_for_absent" else ()
    named = {*absent, *positions.awaiting(state, "unit", path)}
    return tuple(code for code in state.delegations if code in named)


def agreeable(state: State) -> Iterator[str]:
    """The units that `agree_units` may agree now."""
    for path, unit in state.units.items():
        if unit.state == "open_text" and not positions.objecting(state, "unit", path):
            yield path


def closable(state: State) -> Iterator[str]:
    """The units that `close_units` may close now."""
    able = frozenset(agreeable(state))
    for path, unit in state.units.items():
        open_now = path in able and not must_confirm(state, path)
        if open_now or (unit.state in AGREED and all(unit.confirm_list.values())):
            yield path


def reopens_freely(state: State) -> bool:
    return package(state) and not all_closed(state)


def to_reopen(state: State, unit: Unit) -> tuple[str, ...]:
    """The procedural decisions taken since the unit was agreed, the latest last."""
    return tuple(
        d.number
        for d in state.decisions.values()
        if d.kind == "procedural" and d.state == "adopted" and d.taken_at and unit.agreed_at
        if d.taken_at >= unit.agreed_at
    )


def nobody_objects(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if positions.objecting(state, "unit", entity):
        raise refuse("objection_stands")


def nobody_left_out(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for code in must_confirm(state, entity):
        raise refuse("absent_must_confirm", id=code)


def all_confirmed(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for code, at in state.units[entity].confirm_list.items():
        if at is None:
            raise refuse("absent_must_confirm", id=code)


def in_confirm_list(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    unit = state.units[entity]
    if actor.role == "head":
        listed(unit, actor.delegation or "")
    elif all(unit.confirm_list.values()):
        raise refuse("not_in_confirm_list")


def listed(unit: Unit, delegation: str) -> None:
    if delegation not in unit.confirm_list:
        raise refuse("not_in_confirm_list")
    if unit.confirm_list[delegation] is not None:
        raise refuse("already_confirmed")


def may_reopen(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not reopens_freely(state) and not to_reopen(state, state.units[entity]):
        raise refuse("needs_procedural_decision", id=entity)


def something_to_agree(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(agreeable(state)):
        raise refuse("nothing_to_agree")


def something_to_close(state: State, _actor: Actor, _entity: str, _now: datetime) -> None:
    if not any(closable(state)):
        raise refuse("nothing_to_agree")


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


def agreed(state: State, path: str, agreement: Agreement, confirming: tuple[str, ...]) -> UnitAgreed:
    return UnitAgreed(
        path,
        state.units[path].current.number,
        agreement,
        roll_call.present(state),
        roll_call.absent(state),
        confirming,
    )


def agree_preliminarily(
    state: State, _a: Actor, command: AgreePreliminarily, _n: datetime
) -> Iterator[UnitAgreed]:
    yield agreed(state, command.unit, "agreed_prelim", must_confirm(state, command.unit))


def agree_ad_referendum(
    state: State, _a: Actor, command: AgreeAdReferendum, _n: datetime
) -> Iterator[UnitAgreed]:
    for code in command.delegations:
        if code not in state.delegations or not roll_call.counts(state.delegations[code]):
            raise refuse("unknown", what="member state", id=code)
    named = {*must_confirm(state, command.unit), *command.delegations}
    confirming = tuple(code for code in state.delegations if code in named)
    if not confirming:
        raise refuse("nobody_to_confirm")
    yield agreed(state, command.unit, "agreed_adref", confirming)


def en_bloc(state: State, command: AgreeUnits | CloseUnits, able: Iterator[str]) -> tuple[str, ...]:
    """The units put together, in the order of the text."""
    for path in (*command.units, *command.excepting):
        if path not in state.units:
            raise refuse("unknown", what="text_unit", id=path)
    can = frozenset(able)
    wanted = [path for path in command.units or can if path not in command.excepting]
    for path in wanted:
        if path not in can:
            raise refuse("wrong_state", what="text_unit", id=path, status=state.units[path].state)
    if not wanted:
        raise refuse("nothing_to_agree")
    return tuple(path for path in state.units if path in wanted)


def agree_units(state: State, _a: Actor, command: AgreeUnits, _n: datetime) -> Iterator[UnitAgreed]:
    for path in en_bloc(state, command, agreeable(state)):
        yield agreed(state, path, "agreed_prelim", must_confirm(state, path))


def close_units(
    state: State, _a: Actor, command: CloseUnits, _n: datetime
) -> Iterator[UnitAgreed | UnitConfirmed]:
    for path in en_bloc(state, command, closable(state)):
        unit = state.units[path]
        if unit.state == "open_text":
            yield agreed(state, path, "closed_text", ())
        else:
            yield UnitConfirmed(path, unit.current.number)


def confirm(state: State, _a: Actor, command: ConfirmUnit, _n: datetime) -> Iterator[UnitConfirmed]:
    yield UnitConfirmed(command.unit, state.units[command.unit].current.number)


def confirm_by_delegation(
    state: State, actor: Actor, command: ConfirmUnitByDelegation, _n: datetime
) -> Iterator[UnitConfirmationReceived]:
    delegation = roll_call.own(actor, command.delegation)
    if actor.role == "head" and delegation != actor.delegation:
        raise refuse("not_your_delegation")
    listed(state.units[command.unit], delegation)
    yield UnitConfirmationReceived(command.unit, delegation, command.letter)


def reopen(state: State, _a: Actor, command: ReopenUnit, _n: datetime) -> Iterator[UnitReopened]:
    if command.delegation and command.delegation not in state.delegations:
        raise refuse("unknown", what="delegation", id=command.delegation)
    decisions = to_reopen(state, state.units[command.unit])
    if command.decision and command.decision not in decisions:
        raise refuse("unknown", what="procedural decision to reopen", id=command.decision)
    decision = command.decision or ("" if reopens_freely(state) else decisions[-1])
    yield UnitReopened(command.unit, command.delegation or "", decision)


def _with(state: State, path: str, /, **changes: object) -> State:
    unit = replace(state.units[path], **changes)  # type: ignore[arg-type]
    return replace(state, units={**state.units, path: unit})


def fold_added(state: State, event: UnitAdded, stamp: Stamp) -> State:
    first = Version(1, event.text, event.hash, stamp.at, event.because)
    unit = Unit(event.unit, event.kind, event.row, (first,), translations=working(state, event.text))
    return replace(state, units={**state.units, event.unit: unit})


def fold_revised(state: State, event: UnitRevised, stamp: Stamp) -> State:
    version = Version(event.version, event.text, event.hash, stamp.at, event.because)
    versions = (*state.units[event.unit].versions, version)
    return _with(state, event.unit, versions=versions, translations=working(state, event.text))


def fold_translated(state: State, event: TranslationEntered, _stamp: Stamp) -> State:
    unit = state.units[event.unit]
    current = replace(unit.current, text={**unit.current.text, event.language: event.words})
    return _with(
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
    return _with(
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
    return _with(state, event.unit, state=status, alternatives=kept)


def fold_agreed(state: State, event: UnitAgreed, stamp: Stamp) -> State:
    return _with(
        state,
        event.unit,
        state=event.agreement,
        agreed_at=stamp.at,
        confirm_list=dict.fromkeys(event.confirm_list),
    )


def fold_confirmation(state: State, event: UnitConfirmationReceived, stamp: Stamp) -> State:
    confirmed = {**state.units[event.unit].confirm_list, event.delegation: stamp.at}
    return _with(state, event.unit, confirm_list=confirmed)


@once
def confirmed(units: Mapping[str, Unit]) -> tuple[Unit, ...]:
    """Those whose whole list has confirmed."""
    agreed = (unit for unit in units.values() if unit.state in AGREED and unit.confirm_list)
    return tuple(unit for unit in agreed if all(unit.confirm_list.values()))


def consequences(state: State) -> Iterator[UnitConfirmed]:
    """A list of those who must confirm closes its unit when it is empty, as it makes a decision final."""
    for unit in confirmed(state.units):
        yield UnitConfirmed(unit.path, unit.current.number)


TO_AGREE: Final = (may_decide, roll_call.every_link_holds, absent_do_not_block)

GUARDS = {
    "revise_text": (in_session,),
    "bracket": (in_session,),
    "clear": (in_session,),
    "agree_preliminarily": (*TO_AGREE, nobody_objects),
    "agree_ad_referendum": (*TO_AGREE, nobody_objects),
    "close_unit": (*TO_AGREE, nobody_objects, nobody_left_out),
    "confirm_unit": (may_decide, all_confirmed),
    "confirm_unit_by_delegation": (in_confirm_list,),
    "reopen_unit": (may_decide, may_reopen),
    "agree_units": (*TO_AGREE, something_to_agree),
    "close_units": (*TO_AGREE, something_to_close),
}
DECIDE: dict[type, Decide] = {
    AddUnit: add,
    ReviseText: revise,
    EnterTranslation: translate,
    Bracket: bracket,
    Clear: clear,
    AgreePreliminarily: agree_preliminarily,
    AgreeAdReferendum: agree_ad_referendum,
    CloseUnit: lambda state, _a, command, _n: iter((agreed(state, command.unit, "closed_text", ()),)),
    ConfirmUnit: confirm,
    ConfirmUnitByDelegation: confirm_by_delegation,
    ReopenUnit: reopen,
    AgreeUnits: agree_units,
    CloseUnits: close_units,
}
FOLD: dict[type, Fold] = {
    UnitAdded: fold_added,
    UnitRevised: fold_revised,
    TranslationEntered: fold_translated,
    UnitBracketed: fold_bracketed,
    BracketsCleared: lambda state, event, _stamp: _with(
        state, event.unit, state="open_text", alternatives=()
    ),
    AlternativeDropped: fold_dropped,
    UnitAgreed: fold_agreed,
    UnitConfirmationReceived: fold_confirmation,
    UnitConfirmed: lambda state, event, _stamp: _with(state, event.unit, state="closed_text"),
    UnitReopened: lambda state, event, _stamp: _with(
        state, event.unit, state="open_text", confirm_list={}, agreed_at=None
    ),
}
