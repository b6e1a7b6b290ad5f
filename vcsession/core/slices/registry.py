"""What is on file, as one reader may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vcsession.core.vocabulary import Text


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`state`: uploaded, registered_document, circulated_document, superseded_document, withdrawn_document.

    `audience`: secretariat, delegation, all, items. `status`: authentic, translation, or "" before it is
    registered. `hash` is SHA-256 of the file, "" where there is none to download. `by` is the author's
    delegation; null is the secretariat.
    """

    id: str
    symbol: str
    title: Text
    language: str
    state: str
    audience: str
    items: tuple[str, ...]
    by: str | None
    status: str
    marking: str
    media_type: str
    size: int
    hash: str
    uploaded_at: datetime | None
    circulated_at: datetime | None
    superseded_by: str


@dataclass(frozen=True, slots=True)
class PapersSlice:
    """The register of documents, in the order of filing: only what this reader may read."""

    papers: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`capacity`: head, alternate, member. Names are as registered; `id` is that of the register."""

    id: str
    name: Text
    rank: Text
    post: Text
    capacity: str


@dataclass(frozen=True, slots=True)
class CredentialsRow:
    """`state`: no_credentials, submitted_credentials, accepted_credentials, provisional_credentials,
    withdrawn_credentials.

    `head_kind`: replacement, acting, or "" while the head of the session file heads the delegation; then
    `head_seat` is that head's. One who is to head it later is shown while nobody else does, `since` a time to
    come. `people` are those confirmed for the sitting in progress, or the next one.
    """

    delegation: str
    state: str
    head_seat: str
    head_kind: str
    head: PersonRow | None
    since: datetime | None
    until: datetime | None
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class CredentialsSlice:
    """In protocol order; for those at the table only."""

    rows: tuple[CredentialsRow, ...]
