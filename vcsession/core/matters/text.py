"""The text on the table: units, their versions and translations, brackets, and how far each is agreed.

A unit is a paragraph or a cell of the plan table. What counts of it is its authentic text: every version
is numbered and has the SHA-256 of that text. A translation never makes a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vcsession.core.convocation import CellKind, Convocation
from vcsession.core.matters.consensus import text_hash
from vcsession.core.vocabulary import Language, Text, TranslationStatus

Agreement = Literal["agreed_prelim", "agreed_adref", "closed_text"]


@dataclass(frozen=True, slots=True)
class Version:
    """`number` counts from 1; `hash` is SHA-256 of the authentic text.

    `because` is the proposal that it was accepted from; "" for one typed while all watched.
    """

    number: int
    text: Text
    hash: str
    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What stands in a unit's brackets beside its text, and for whom. `proposal` is the one it came from."""

    text: Text
    delegations: tuple[str, ...]
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """`path` is the id. `row` is the row of the plan table it stands in; "" for one that was added beside it.

    `translations` has the status of every language but the authentic one. `confirm_list` are those who must
    still confirm an agreed unit, or have confirmed it, and when.
    """

    path: str
    kind: CellKind
    row: str
    versions: tuple[Version, ...]
    state: str = "open_text"
    translations: Mapping[Language, TranslationStatus] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()
    confirm_list: Mapping[str, datetime | None] = field(default_factory=dict)
    agreed_at: datetime | None = None

    @property
    def current(self) -> Version:
        return self.versions[-1]


def units_of(convocation: Convocation, at: datetime) -> Iterator[Unit]:
    """The units of the draft that a session is convened with; its translations were checked beforehand."""
    authentic = convocation.languages.authentic
    for row in convocation.draft.rows if convocation.draft else ():
        for cell in row.cells:
            first = Version(1, cell.text, text_hash(cell.text, authentic), at)
            checked: dict[Language, TranslationStatus] = {
                language: "checked" for language in cell.text if language != authentic
            }
            yield Unit(
                cell.path,
                cell.kind,
                row.path,
                (first,),
                state=cell.standing or ("bracketed_text" if cell.brackets else "open_text"),
                translations=checked,
                alternatives=tuple(Alternative(a.text, a.delegations) for a in cell.brackets),
                confirm_list=dict.fromkeys(cell.awaiting),
                agreed_at=at if cell.standing else None,
            )


@dataclass(frozen=True, slots=True)
class AddUnit:
    """`unit` is the new path; "4.note" stands in row 4 of the plan table, where there is one."""

    unit: str
    kind: CellKind
    text: Text
    type: Literal["add_unit"] = "add_unit"


@dataclass(frozen=True, slots=True)
class ReviseText:
    """`base` is the version that was on the screen of whoever typed: nobody overwrites what he did not
    see.
    """

    unit: str
    text: Text
    base: int | None = None
    type: Literal["revise_text"] = "revise_text"


@dataclass(frozen=True, slots=True)
class EnterTranslation:
    unit: str
    language: Language
    words: str
    status: TranslationStatus = "working"
    type: Literal["enter_translation"] = "enter_translation"


@dataclass(frozen=True, slots=True)
class Bracket:
    """One alternative and who stands for it: one after another, as delegations speak.

    The unit's own text as an alternative says who keeps to it. A delegation has one alternative in a unit:
    its latest.
    """

    unit: str
    text: Text
    delegations: tuple[str, ...]
    type: Literal["bracket"] = "bracket"


@dataclass(frozen=True, slots=True)
class Clear:
    """`alternative`: the one, counted from 1, that becomes the text; without it the unit's text stands."""

    unit: str
    alternative: int | None = None
    type: Literal["clear"] = "clear"


@dataclass(frozen=True, slots=True)
class AgreePreliminarily:
    unit: str
    type: Literal["agree_preliminarily"] = "agree_preliminarily"


@dataclass(frozen=True, slots=True)
class AgreeAdReferendum:
    """`delegations` await instructions; the absent states are added by the rule."""

    unit: str
    delegations: tuple[str, ...] = ()
    type: Literal["agree_ad_referendum"] = "agree_ad_referendum"


@dataclass(frozen=True, slots=True)
class CloseUnit:
    unit: str
    type: Literal["close_unit"] = "close_unit"


@dataclass(frozen=True, slots=True)
class ConfirmUnit:
    unit: str
    type: Literal["confirm_unit"] = "confirm_unit"


@dataclass(frozen=True, slots=True)
class ConfirmUnitByDelegation:
    """`letter`: number and date of the letter that the secretary enters."""

    unit: str
    delegation: str | None = None
    letter: str = ""
    type: Literal["confirm_unit_by_delegation"] = "confirm_unit_by_delegation"


@dataclass(frozen=True, slots=True)
class ReopenUnit:
    """`delegation`: at whose request. `decision`: the procedural decision to reopen, where one is needed."""

    unit: str
    delegation: str | None = None
    decision: str = ""
    type: Literal["reopen_unit"] = "reopen_unit"


@dataclass(frozen=True, slots=True)
class AgreeUnits:
    """Units put en bloc, agreed preliminarily: `units`, or every open one, but for those in `excepting`."""

    units: tuple[str, ...] = ()
    excepting: tuple[str, ...] = ()
    type: Literal["agree_units"] = "agree_units"


@dataclass(frozen=True, slots=True)
class CloseUnits:
    """The same for good: open units are closed, agreed ones confirmed."""

    units: tuple[str, ...] = ()
    excepting: tuple[str, ...] = ()
    type: Literal["close_units"] = "close_units"


@dataclass(frozen=True, slots=True)
class UnitAdded:
    """`because`: the proposal that asked for it; "" for one that the secretary added."""

    unit: str
    kind: CellKind
    row: str
    text: Text
    hash: str
    because: str = ""
    type: Literal["unit_added"] = "unit_added"


@dataclass(frozen=True, slots=True)
class UnitRevised:
    """The next version. `because`: the proposal that was accepted; "" for text typed on the screen."""

    unit: str
    version: int
    text: Text
    hash: str
    because: str = ""
    type: Literal["unit_revised"] = "unit_revised"


@dataclass(frozen=True, slots=True)
class TranslationEntered:
    unit: str
    version: int
    language: Language
    words: str
    status: TranslationStatus
    type: Literal["translation_entered"] = "translation_entered"


@dataclass(frozen=True, slots=True)
class UnitBracketed:
    unit: str
    text: Text
    delegations: tuple[str, ...]
    proposal: str = ""
    type: Literal["unit_bracketed"] = "unit_bracketed"


@dataclass(frozen=True, slots=True)
class BracketsCleared:
    unit: str
    type: Literal["brackets_cleared"] = "brackets_cleared"


@dataclass(frozen=True, slots=True)
class AlternativeDropped:
    """A proposal left the brackets; with its last alternative a unit is open again."""

    unit: str
    proposal: str
    type: Literal["alternative_dropped"] = "alternative_dropped"


@dataclass(frozen=True, slots=True)
class UnitAgreed:
    """Agreed preliminarily, ad referendum or for good, with who was there and who must confirm."""

    unit: str
    version: int
    agreement: Agreement
    present: tuple[str, ...]
    absent: tuple[str, ...]
    confirm_list: tuple[str, ...]
    type: Literal["unit_agreed"] = "unit_agreed"


@dataclass(frozen=True, slots=True)
class UnitConfirmationReceived:
    unit: str
    delegation: str
    letter: str
    type: Literal["unit_confirmation_received"] = "unit_confirmation_received"


@dataclass(frozen=True, slots=True)
class UnitConfirmed:
    unit: str
    version: int
    type: Literal["unit_confirmed"] = "unit_confirmed"


@dataclass(frozen=True, slots=True)
class UnitReopened:
    """`delegation`: at whose request, "" where nobody is named; `decision`: by which procedural decision."""

    unit: str
    delegation: str
    decision: str
    type: Literal["unit_reopened"] = "unit_reopened"


Command = (
    AddUnit
    | ReviseText
    | EnterTranslation
    | Bracket
    | Clear
    | AgreePreliminarily
    | AgreeAdReferendum
    | CloseUnit
    | ConfirmUnit
    | ConfirmUnitByDelegation
    | ReopenUnit
    | AgreeUnits
    | CloseUnits
)
Event = (
    UnitAdded
    | UnitRevised
    | TranslationEntered
    | UnitBracketed
    | BracketsCleared
    | AlternativeDropped
    | UnitAgreed
    | UnitConfirmationReceived
    | UnitConfirmed
    | UnitReopened
)
