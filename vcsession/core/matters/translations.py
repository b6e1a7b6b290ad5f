"""Translations of an item's title and of a decision's text, each with its status; units have their own.

A translation never changes the authentic text, nor its hash. A language without one has the authentic text
printed, marked: translation to follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.decisions import changed
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Language, Stamp, TranslationStatus

if TYPE_CHECKING:
    from vcsession.core.matters.agenda import Item
    from vcsession.core.matters.decisions import Decision
    from vcsession.core.state import State


@dataclass(frozen=True, slots=True)
class EnterItemTranslation:
    item: str
    language: Language
    words: str
    status: TranslationStatus = "working"
    type: Literal["enter_item_translation"] = "enter_item_translation"


@dataclass(frozen=True, slots=True)
class EnterDecisionTranslation:
    decision: str
    language: Language
    words: str
    status: TranslationStatus = "working"
    type: Literal["enter_decision_translation"] = "enter_decision_translation"


@dataclass(frozen=True, slots=True)
class ItemTranslationEntered:
    item: str
    language: Language
    words: str
    status: TranslationStatus
    type: Literal["item_translation_entered"] = "item_translation_entered"


@dataclass(frozen=True, slots=True)
class DecisionTranslationEntered:
    """`hash` is that of the authentic text that was translated."""

    decision: str
    language: Language
    words: str
    status: TranslationStatus
    hash: str
    type: Literal["decision_translation_entered"] = "decision_translation_entered"


def check(state: State, language: Language, words: str) -> None:
    languages = state.convocation.languages
    if language not in languages.working or language == languages.authentic:
        raise refuse("bad_field", field="language", problem="a working language besides the authentic one")
    if not words.strip():
        raise refuse("bad_field", field="words", problem="the translation is missing")


def unchecked(state: State, one: Item | Decision) -> Iterator[Language]:
    """The working languages whose translation is missing or not checked yet."""
    languages = state.convocation.languages
    for language in languages.working:
        if language != languages.authentic and one.translations.get(language) != "checked":
            yield language


def of_item(
    state: State, _a: Actor, command: EnterItemTranslation, _n: datetime
) -> Iterator[ItemTranslationEntered]:
    check(state, command.language, command.words)
    yield ItemTranslationEntered(command.item, command.language, command.words, command.status)


def of_decision(
    state: State, _a: Actor, command: EnterDecisionTranslation, _n: datetime
) -> Iterator[DecisionTranslationEntered]:
    check(state, command.language, command.words)
    current = state.decisions[command.decision].hash
    yield DecisionTranslationEntered(
        command.decision, command.language, command.words, command.status, current
    )


def fold_item(state: State, event: ItemTranslationEntered, _stamp: Stamp) -> State:
    item = state.items[event.item]
    item = replace(
        item,
        title={**item.title, event.language: event.words},
        translations={**item.translations, event.language: event.status},
    )
    return replace(state, items={**state.items, event.item: item})


def fold_decision(state: State, event: DecisionTranslationEntered, _stamp: Stamp) -> State:
    decision = state.decisions[event.decision]
    return changed(
        state,
        event.decision,
        text={**decision.text, event.language: event.words},
        translations={**decision.translations, event.language: event.status},
    )


Command = EnterItemTranslation | EnterDecisionTranslation
Event = ItemTranslationEntered | DecisionTranslationEntered

GUARDS: dict[str, tuple[()]] = {}
DECIDE: dict[type, Decide] = {EnterItemTranslation: of_item, EnterDecisionTranslation: of_decision}
FOLD: dict[type, Fold] = {ItemTranslationEntered: fold_item, DecisionTranslationEntered: fold_decision}
