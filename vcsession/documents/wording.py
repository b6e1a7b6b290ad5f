"""The words of one language: `templates/wording/<language>/`, its sentences and its terms, in plain text.

One file for each language rather than a catalogue of phrases: a sentence with its plural forms, its cases and
its conditions is read and corrected in one place by somebody who knows the language.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import PackageLoader, Undefined
from jinja2.sandbox import SandboxedEnvironment

from vcsession.core.convocation import Post
from vcsession.core.vocabulary import Language, Text
from vcsession.documents.grammar import GRAMMARS
from vcsession.documents.plain import one_line, printable

LANGUAGES: tuple[Language, ...] = tuple(sorted(GRAMMARS))


class Hole(Undefined):
    """A word that is missing: visible on the page, and a failure of the tests."""

    def __str__(self) -> str:
        return hole(self._undefined_name or "?")

    def __getattr__(self, name: str) -> Hole:
        if name.startswith("__"):
            raise AttributeError(name)
        return Hole(name=f"{self._undefined_name}.{name}")

    __getitem__ = __getattr__  # type: ignore[assignment]


def hole(name: object) -> str:
    return f"⟦{name}⟧"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_down(text: str) -> str:
    """In the middle of a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@cache
def modules(language: Language) -> tuple[Any, Any]:
    """The language's sentences (macros) and terms (tables); compiled once."""
    return _module(f"{language}/sentences.j2", language), _module(f"{language}/terms.j2", language)


def _module(name: str, language: Language) -> Any:
    grammar = GRAMMARS[language]
    environment = SandboxedEnvironment(
        loader=PackageLoader("vcsession.documents", "templates/wording"),
        undefined=Hole,
        autoescape=False,  # plain text: each layout escapes for its own format
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plural"] = grammar.plural
    environment.filters["listing"] = grammar.listing
    environment.filters["first_up"] = _first_up
    environment.filters["first_down"] = _first_down
    return environment.get_template(name).module


PARTS = ("papers", "communique")
"""Files of sentences and labels besides those of the minutes"""


@cache
def further(language: Language) -> tuple[Any, ...]:
    """The sentences (macros) and `labels` of the other papers; compiled once."""
    return tuple(_module(f"{language}/{part}.j2", language) for part in PARTS)


class Wording:
    """Says things in one language; a text that lacks it is said in the authentic one and marked."""

    def __init__(self, language: Language, authentic: Language) -> None:
        self.language = language
        self.authentic = authentic
        self.grammar = GRAMMARS[language]
        self._sentences, self._terms = modules(language)
        self._further = further(language)

    def say(self, sentence: str, **facts: object) -> str:
        parts = (self._sentences, *self._further)
        macro = next(filter(None, (getattr(part, sentence, None) for part in parts)), None)
        return hole(sentence) if macro is None else str(macro(**facts)).strip()

    def label(self, key: str) -> str:
        parts = (self._terms, *self._further)
        return str(next((part.labels[key] for part in parts if key in part.labels), hole(key)))

    def word(self, group: str, code: str) -> str:
        """The word for one of the Record's codes."""
        return self.known(group, code) or hole(f"{group}.{code}")

    def known(self, group: str, code: str) -> str:
        """The same for codes that need no word: "" where there is none."""
        return str(self._terms.words[group].get(code, ""))

    def text(self, text: Text) -> str:
        """What the Record says in this language, its line ends kept; "" where it says nothing."""
        own = printable(text.get(self.language, ""))
        if own:
            return own
        authentic = printable(text.get(self.authentic, "") or next(filter(None, text.values()), ""))
        return f"{authentic} {self.label('untranslated')}" if authentic else ""

    def inline(self, text: Text) -> str:
        return one_line(self.text(text))

    def post(self, post: Post) -> str:
        return self.say("post", title=self.inline(post.title), rank=self.inline(post.rank))

    def listing(self, words: Sequence[str]) -> str:
        return self.grammar.listing(words)
