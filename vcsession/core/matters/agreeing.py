"""The rules by which units are agreed, confirmed and reopened: guards and fold for `matters.text`.

They are agreed one by one or en bloc; with the package flag nothing is agreed until all is, and each may be
reopened freely until the whole text is closed (`domain.md` 3.4, 12 and 14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from vcsession.core.matters import positions, roll_call
from vcsession.core.matters.agenda import may_decide
from vcsession.core.matters.consensus import absent_do_not_block
from vcsession.core.matters.drafting import with_unit
from vcsession.core.matters.text import (
    AgreeAdReferendum,
    Agreement,
    AgreePreliminarily,
    AgreeUnits,
    CloseUnit,
    CloseUnits,
    ConfirmUnit,
    ConfirmUnitByDelegation,
    ReopenUnit,
    Unit,
    UnitAgreed,
    UnitConfirmationReceived,
    UnitConfirmed,
    UnitReopened,
)
from vcsession.core.once import once
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

AGREED: Final = ("agreed_prelim", "agreed_adref")


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


def fold_agreed(state: State, event: UnitAgreed, stamp: Stamp) -> State:
    return with_unit(
        state,
        event.unit,
        state=event.agreement,
        agreed_at=stamp.at,
        confirm_list=dict.fromkeys(event.confirm_list),
    )


def fold_confirmation(state: State, event: UnitConfirmationReceived, stamp: Stamp) -> State:
    confirmed = {**state.units[event.unit].confirm_list, event.delegation: stamp.at}
    return with_unit(state, event.unit, confirm_list=confirmed)


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
    UnitAgreed: fold_agreed,
    UnitConfirmationReceived: fold_confirmation,
    UnitConfirmed: lambda state, event, _stamp: with_unit(state, event.unit, state="closed_text"),
    UnitReopened: lambda state, event, _stamp: with_unit(
        state, event.unit, state="open_text", confirm_list={}, agreed_at=None
    ),
}
