"""What of a session may be told in public, and the communique: drafted, cleared, embargoed, released.

A communique tells that things were agreed, often not what: each fact has its level (`domain.md` 1.5, 3).
A draft holds no fact of level `no`, and where a fact of a draft is no longer public the draft falls.
The rules are in `matters.communique`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vcsession.core.convocation import Publicity
from vcsession.core.vocabulary import Text

OPENING = "opening"
"""The id of the opening words among the facts; a decision's is its number, a statement's its own number."""


@dataclass(frozen=True, slots=True)
class PublicFact:
    """How far a fact is public. `text` are its public words, {} where its own are meant.

    `names`: the delegations whose states it names. `cleared_by`: the seat that cleared a quote, or "".
    """

    level: Publicity
    text: Text = field(default_factory=dict)
    names: tuple[str, ...] = ()
    cleared_by: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    seat: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Communique:
    """`cleared`: by "chair" or a delegation's code. `hash` is SHA-256 of the authentic text."""

    state: str = "unwritten"
    text: Text = field(default_factory=dict)
    hash: str = ""
    facts: tuple[str, ...] = ()
    drafted_at: datetime | None = None
    cleared: Mapping[str, Clearance] = field(default_factory=dict)
    embargo_until: datetime | None = None
    released_at: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class SetPublicity:
    """`topic`: a decision's number, "opening", or the number of a statement for the record."""

    topic: str
    level: Publicity
    text: Text = field(default_factory=dict)
    names: tuple[str, ...] = ()
    type: Literal["set_publicity"] = "set_publicity"


@dataclass(frozen=True, slots=True)
class ClearQuote:
    topic: str
    type: Literal["clear_quote"] = "clear_quote"


@dataclass(frozen=True, slots=True)
class DraftCommunique:
    """`facts` that the text tells; () for all that are public. A new draft must be cleared anew."""

    text: Text
    facts: tuple[str, ...] = ()
    type: Literal["draft_communique"] = "draft_communique"


@dataclass(frozen=True, slots=True)
class ClearCommunique:
    type: Literal["clear_communique"] = "clear_communique"


@dataclass(frozen=True, slots=True)
class EmbargoCommunique:
    """`embargo_until` is an aware time; it is released then by itself."""

    embargo_until: datetime
    type: Literal["embargo_communique"] = "embargo_communique"


@dataclass(frozen=True, slots=True)
class ReleaseCommunique:
    """`address`: where it stands, once it is published."""

    address: str = ""
    type: Literal["release_communique"] = "release_communique"


@dataclass(frozen=True, slots=True)
class PublicitySet:
    topic: str
    level: Publicity
    text: Text
    names: tuple[str, ...]
    type: Literal["publicity_set"] = "publicity_set"


@dataclass(frozen=True, slots=True)
class QuoteCleared:
    topic: str
    type: Literal["quote_cleared"] = "quote_cleared"


@dataclass(frozen=True, slots=True)
class CommuniqueDrafted:
    text: Text
    hash: str
    facts: tuple[str, ...]
    type: Literal["communique_drafted"] = "communique_drafted"


@dataclass(frozen=True, slots=True)
class ClearanceGiven:
    """`by`: "chair", or a delegation's code."""

    by: str
    type: Literal["clearance_given"] = "clearance_given"


@dataclass(frozen=True, slots=True)
class CommuniqueCleared:
    type: Literal["communique_cleared"] = "communique_cleared"


@dataclass(frozen=True, slots=True)
class CommuniqueFell:
    """`topic`: what the draft tells and is public no more."""

    topic: str
    type: Literal["communique_fell"] = "communique_fell"


@dataclass(frozen=True, slots=True)
class CommuniqueEmbargoed:
    """`until` is UTC."""

    until: datetime
    type: Literal["communique_embargoed"] = "communique_embargoed"


@dataclass(frozen=True, slots=True)
class CommuniqueReleased:
    address: str
    type: Literal["communique_released"] = "communique_released"


Command = (
    SetPublicity | ClearQuote | DraftCommunique | ClearCommunique | EmbargoCommunique | ReleaseCommunique
)
Event = (
    PublicitySet
    | QuoteCleared
    | CommuniqueDrafted
    | ClearanceGiven
    | CommuniqueCleared
    | CommuniqueFell
    | CommuniqueEmbargoed
    | CommuniqueReleased
)
