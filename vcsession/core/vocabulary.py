"""The words that everything else uses: roles, languages, actors, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

Language = str
"""A BCP 47 language code: "ru", "en"."""

Text = Mapping[Language, str]
"""The same words in several languages; the session's authentic language is always there."""

TranslationStatus = Literal["working", "checked"]
"""Of a text in a language besides the authentic one; a language that is not named has none."""

Role = Literal[
    "chair", "deputy", "secretary", "head", "delegate", "interpreter", "observer", "technician", "system"
]
"""What a seat is. `presiding` is no role but a fact of the state: who holds the chair now."""

OFFICERS: frozenset[Role] = frozenset({"chair", "deputy", "secretary"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a seat with the role its signed token gives it, or a machine (`system`).

    `entered_by` is the aide's seat where an aide pressed the key: the act is `seat`'s all the same.
    """

    seat: str
    role: Role
    delegation: str | None = None
    entered_by: str | None = None


CLOCK = Actor("clock", "system")
LINK = Actor("link", "system")
MEDIA = Actor("media", "system")

Fault = Literal["role", "state", "input"]
"""Whose fault a refusal is: not yours to do (403), not now (409), not so (422)."""


class Refused(Exception):
    """A command that changed nothing.

    `code` is stable and meant for programs; `message` is one plain sentence in English, which a
    client may replace by its own words for `code` filled from `detail`. `until` is set where waiting is
    enough.
    """

    def __init__(
        self, code: str, message: str, fault: Fault, detail: Mapping[str, str], until: datetime | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fault: Fault = fault
        self.detail = detail
        self.until = until


def say(text: Text, language: Language, authentic: Language) -> str:
    """The text in the language asked for, or else the authentic one."""
    return text.get(language) or text.get(authentic) or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a commit gives to each of its events when they are folded."""

    version: int
    at: datetime
    actor: Actor


E = TypeVar("E", covariant=True)


@dataclass(frozen=True, slots=True)
class Commit(Generic[E]):
    """One command that was accepted: one entry of a log, one version. Times are aware UTC.

    `epoch` is that of the process that owns the session; `cause` the client's command id; `prev_hash`
    the SHA-256 of the entry before, as stored.
    """

    version: int
    at: datetime
    actor: Actor
    epoch: int
    cause: str
    events: tuple[E, ...]
    prev_hash: str


Decide = Callable[..., Iterator[Any]]
"""(state, actor, command, now) -> events. The command is of the class it is listed under."""

Fold = Callable[..., Any]
"""(state, event, stamp) -> state. The event is of the class it is listed under."""
