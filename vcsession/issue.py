"""From the log to the minutes that are signed and issued: printed, kept by their hash, known by it later."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from importlib import metadata, resources
from typing import Any, cast
from zoneinfo import ZoneInfo

from vcsession import wire
from vcsession.core.convocation import Convocation
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents.life import as_known
from vcsession.documents.minutes import Document, Format, minutes
from vcsession.documents.papers import paper
from vcsession.documents.sections import Form
from vcsession.journal import Entry

SIGNED: Format = "pdf"
"""What is signed: PDF/A, whose bytes are the same for the same log."""

LIBRARIES = ("typst", "python-docx", "lxml", "jinja2", "segno")


class Incomplete(ValueError):
    """Something is missing in the text; `places` names each: (section, what it is)."""

    def __init__(self, places: tuple[tuple[str, str], ...]) -> None:
        section, what = places[0]
        super().__init__(f"Something is missing in the text, so it is not signed: {section}: {what}.")
        self.places = places


def record_of(entries: list[Entry], public_key: bytes, address: str = "") -> Record:
    """What the documents are made of, from a log; `address` is where their code leads."""
    last = entries[-1]
    verification = Verification(
        entries[0].version, last.version, last.hash, last.signature.hex(), public_key.hex(), address
    )
    return read((wire.load_commit(entry.data) for entry in entries), verification)


def record_to_print(
    entries: list[Entry], public_key: bytes, until: int | None = None, address: str = ""
) -> Record:
    """The minutes as of version `until`, with what is known of their own life since.

    Issued minutes are the signed text with its signatures, whoever prints them.
    """
    now = record_of(entries, public_key, address)
    latest = now.minutes[-1] if now.minutes else None
    if latest is not None and latest.issued_at is not None:
        until = latest.versions[-1].last
    if until is None or until >= entries[-1].version:
        return now
    then = record_of([entry for entry in entries if entry.version <= until], public_key, address)
    # What is being signed is the text as it was printed, byte for byte.
    return then if latest is not None and latest.status == "signing" else as_known(then, now)


def make_minutes(
    entries: list[Entry],
    public_key: bytes,
    format: str,
    language: str,
    form: str,
    until: int | None = None,
    address: str = "",
    template: bytes | None = None,
    copy: int | None = None,
) -> Document:
    """The minutes from a log; raises ValueError with a sentence for a wrong format, language or form."""
    record = record_to_print(entries, public_key, until, address)
    return minutes(
        record,
        format=cast(Format, format),
        language=language,
        form=cast(Form, form),
        template=template,
        copy=copy,
    )


def make_paper(
    entries: list[Entry],
    public_key: bytes,
    name: str,
    format: str,
    language: str,
    address: str = "",
    template: bytes | None = None,
    rounds: Sequence[list[Entry]] = (),
    invited: str = "",
) -> Document:
    """Another paper from a log; raises ValueError with a sentence for a wrong name, format or language.

    `rounds`: the logs of the former rounds, the first one first; `invited` as `paper` has it.
    """
    record = record_of(entries, public_key, address)
    morning = record_in_the_morning(entries, public_key) if name == "evening" else None
    return paper(
        record,
        name,
        format=format,
        language=language,
        morning=morning,
        earlier=tuple(record_of(each, public_key, address) for each in rounds),
        invited=invited,
        template=template,
    )


async def earlier_rounds(
    log: Callable[[str], Awaitable[list[Entry]]], convocation: Convocation
) -> list[list[Entry]]:
    """The logs of the rounds before this one, the first one first, as far as they are kept here."""
    found: list[list[Entry]] = []
    seen, former = {convocation.id}, convocation.previous
    while former and former not in seen and (entries := await log(former)):
        seen.add(former)
        found.insert(0, entries)
        former = record_of(entries, b"").convocation.previous
    return found


def record_in_the_morning(entries: list[Entry], public_key: bytes) -> Record | None:
    """As the day of the last entry began, by the session's own zone; None where it began with the log."""
    commits = [wire.load_commit(entry.data) for entry in entries]
    zone = ZoneInfo(record_of(entries, public_key).convocation.time_zone)
    today = commits[-1].at.astimezone(zone).date()
    before = [e for e, c in zip(entries, commits, strict=True) if c.at.astimezone(zone).date() < today]
    return record_of(before, public_key) if len(before) > 1 else None


@cache
def template_hash(own: bytes | None = None) -> str:
    """SHA-256 over the templates, their names and bytes in the order of the names; a secretariat's last."""
    found = hashlib.sha256()
    folder = resources.files("vcsession.documents") / "templates"
    parts: list[tuple[str, Any]] = [("", folder)]
    files: list[tuple[str, bytes]] = []
    while parts:
        path, part = parts.pop()
        if part.is_dir():
            parts += [(f"{path}/{each.name}", each) for each in part.iterdir()]
        else:
            files.append((path, part.read_bytes()))
    for name, data in sorted(files):
        found.update(f"{name} {len(data)}\n".encode() + data)
    if own is not None:
        found.update(f"own {len(own)}\n".encode() + own)
    return found.hexdigest()


@cache
def libraries() -> dict[str, str]:
    """The versions with which a file was made: with the same, it can be made again byte for byte."""
    return {name: metadata.version(name) for name in ("vcsession", *LIBRARIES)}
