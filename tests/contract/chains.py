"""Entries for the log's tests, chained as the room does it, signed or not."""

from __future__ import annotations

import hashlib
import json

from vcsession.journal import Entry, head_message
from vcsession.signing import Signer


def entry(version: int, prev_hash: str = "", *, cause: str | None = None, text: str = "") -> Entry:
    cause = cause or f"cause-{version}"
    said = {"cause": cause, "prev_hash": prev_hash, "text": text, "version": version}
    data = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Entry(version, cause, data, hashlib.sha256(data).hexdigest(), prev_hash, b"\x00unsigned\xff")


def chain(length: int, *, text: str = "") -> list[Entry]:
    entries: list[Entry] = []
    for version in range(1, length + 1):
        entries.append(entry(version, entries[-1].hash if entries else "", text=text))
    return entries


def signed(entries: list[Entry], signer: Signer, session: str, audience: str) -> list[Entry]:
    return [
        Entry(
            e.version,
            e.cause,
            e.data,
            e.hash,
            e.prev_hash,
            signer.sign(head_message(session, audience, e.version, e.hash)),
        )
        for e in entries
    ]
