"""What was on file, and who took part by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A registered document. `status`: authentic, translation; `audience` as in the slice.

    `circulated_at` is None also for what the session file names: it was known from the beginning.
    """

    symbol: str
    title: Text
    language: str
    status: str
    marking: str
    audience: str
    delegation: str | None
    state: str
    hash: str
    registered_at: datetime | None
    circulated_at: datetime | None
    superseded_by: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """`capacity`: head, alternate, member; `sittings` for which the attendance was confirmed in it."""

    name: Text
    rank: Text
    post: Text
    capacity: str
    sittings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headed:
    """A time in which the head of the session file was replaced. `kind`: replacement, acting."""

    kind: str
    seat: str
    person: PersonRecord | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class CredentialsRecord:
    """`people` are those confirmed for any sitting, in the order in which they were first named."""

    delegation: str
    state: str
    headed: tuple[Headed, ...]
    people: tuple[PersonRecord, ...]
