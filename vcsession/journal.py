"""What a room asks of its log: bytes in, bytes out, one chain for each (session, audience).

The log knows no procedure. The room makes an `Entry` (data, hash, signature); a log keeps it or says why not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit as stored. `data` is the exact canonical JSON, which itself holds `prev_hash`."""

    version: int
    """1, 2, 3 ... without a hole."""
    cause: str
    """The client's command id; unique in (session, audience)."""
    data: bytes
    hash: str
    """sha256(data), 64 hexadecimal digits."""
    prev_hash: str
    """The hash of version - 1; "" at version 1."""
    signature: bytes
    """Ed25519 over head_message(session, audience, version, hash)."""


def head_message(session: str, audience: str, version: int, hash: str) -> bytes:
    """The bytes that the owner signs for a head: `["vcsession-head","echelon-2020","plenary",17,"<hash>"]`.

    JSON in UTF-8 without spaces, so that no two heads share a message and a browser gets the same bytes from
    `JSON.stringify`.
    """
    head = ["vcsession-head", session, audience, version, hash]
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()


class Conflict(Exception):
    """The entry does not continue the log: a bug, or a second writer. Nothing was stored."""


class Fenced(Exception):
    """Somebody else owns the session now. Nothing was stored: stop at once."""


class StoreUnavailable(Exception):
    """The store did not do it.

    `unknown` is true where it may have been done nevertheless (the answer was lost, or too few replicas
    have it): ask `find` by cause, or append the same entry again, which never stores it twice.
    """

    def __init__(self, message: str, *, unknown: bool) -> None:
        super().__init__(message)
        self.unknown = unknown


class Log(Protocol):
    """An append-only log. Every method may raise StoreUnavailable."""

    async def claim(self, session: str) -> int:
        """Take the session: a new epoch, greater than all before, whose holders are fenced from now on.

        Creates the session in the store if it is new. Whatever `read` returns after it is as safe as an ack.
        """
        ...

    async def append(self, session: str, audience: str, entry: Entry, *, epoch: int) -> Entry:
        """Store the entry durably and return it; where its cause is known, return the earlier entry.

        Checked in this order: epoch (Fenced), cause, version and prev_hash (Conflict).
        """
        ...

    async def read(
        self, session: str, audience: str, *, after: int = 0, limit: int | None = None
    ) -> list[Entry]:
        """The entries with version > `after`, in order, at most `limit` of them."""
        ...

    async def find(self, session: str, audience: str, cause: str) -> Entry | None:
        """The entry of this cause, as safe as an ack; None if there is none."""
        ...

    async def sessions(self) -> list[str]:
        """Every session ever claimed, sorted."""
        ...

    async def close(self) -> None: ...
