"""From the log to the minutes that are signed and issued: printed, kept by their hash, known by it later."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from vcsession import wire
from vcsession.core.matters.minutes import Minutes
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.session import Commit
from vcsession.core.state import State
from vcsession.documents.life import as_known
from vcsession.documents.minutes import Document, Format, gaps, minutes
from vcsession.documents.papers import paper
from vcsession.documents.sections import Form
from vcsession.documents.wording import LANGUAGES
from vcsession.http.ports import Signable
from vcsession.journal import Entry
from vcsession.log.issued import Issued, IssuedFiles
from vcsession.log.shelf import Shelf
from vcsession.room import PLENARY, Room

SIGNED: Format = "pdf"
"""What is signed: PDF/A, whose bytes are the same for the same log."""

TOLD = frozenset({"minutes_issued", "corrigendum_issued"})
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
) -> Document:
    """The minutes from a log; raises ValueError with a sentence for a wrong format, language or form."""
    record = record_to_print(entries, public_key, until, address)
    return minutes(record, format=cast(Format, format), language=language, form=cast(Form, form))


def make_paper(
    entries: list[Entry], public_key: bytes, name: str, format: str, language: str, address: str = ""
) -> Document:
    """Another paper from a log; raises ValueError with a sentence for a wrong name, format or language."""
    record = record_of(entries, public_key, address)
    morning = record_in_the_morning(entries, public_key) if name == "evening" else None
    return paper(record, name, format=format, language=language, morning=morning)


def record_in_the_morning(entries: list[Entry], public_key: bytes) -> Record | None:
    """As the day of the last entry began, by the session's own zone; None where it began with the log."""
    commits = [wire.load_commit(entry.data) for entry in entries]
    zone = ZoneInfo(record_of(entries, public_key).convocation.time_zone)
    today = commits[-1].at.astimezone(zone).date()
    before = [e for e, c in zip(entries, commits, strict=True) if c.at.astimezone(zone).date() < today]
    return record_of(before, public_key) if len(before) > 1 else None


@cache
def template_hash() -> str:
    """SHA-256 over the templates, their names and bytes in the order of the names."""
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
    return found.hexdigest()


@cache
def libraries() -> dict[str, str]:
    """The versions with which a file was made: with the same, it can be made again byte for byte."""
    return {name: metadata.version(name) for name in ("vcsession", *LIBRARIES)}


@dataclass(frozen=True, slots=True)
class _Made:
    what: Issued
    data: bytes


class Issuing:
    """Prints for the rooms of one server. `address`: its public address, asked when it is needed."""

    def __init__(
        self, shelf: Shelf, issued: IssuedFiles, public_key: bytes, address: Callable[[], str]
    ) -> None:
        self._shelf = shelf
        self._issued = issued
        self._public_key = public_key
        self._address = address
        self._tasks: set[asyncio.Task[None]] = set()

    async def minutes(self, room: Room, format: str, language: str, form: str, until: int) -> Document:
        entries = await room.log.read(room.name, PLENARY)
        if (latest := _issued(room.state)) is not None and not self._issued.of(room.name, latest.number):
            self._keep_soon(room)  # the process ended between the issue and its files
        return await asyncio.to_thread(
            make_minutes, entries, self._public_key, format, language, form, until, self._address()
        )

    async def paper(self, room: Room, name: str, format: str, language: str) -> Document:
        entries = await room.log.read(room.name, PLENARY)
        return await asyncio.to_thread(
            make_paper, entries, self._public_key, name, format, language, self._address()
        )

    async def signable(self, room: Room, number: str) -> Signable:
        """The authentic text, printed now and kept; raises Incomplete where a fact is missing in it."""
        made, until = room.state.minutes[number], room.state.version
        language, form = room.state.convocation.languages.authentic, made.form
        entries = await room.log.read(room.name, PLENARY)

        def printed() -> Document:
            then = [entry for entry in entries if entry.version <= until]
            record = record_of(then, self._public_key, self._address())
            if found := gaps(record, language=language, form=form):
                raise Incomplete(found)
            return minutes(record, format=SIGNED, language=language, form=form)

        document = await asyncio.to_thread(printed)
        return Signable(await self._shelf.keep(room.name, document.data), until)

    def told(self, room: Callable[[str], Room | None], session: str, commit: Commit) -> None:
        """A commit was made: what it issues is printed in every format and kept."""
        for event in commit.events:
            if event.type == "minutes_superseded":
                self._issued.supersede(session, event.minutes)
            elif event.type in TOLD and (found := room(session)) is not None:
                self._keep_soon(found)

    def _keep_soon(self, room: Room) -> None:
        task = asyncio.ensure_future(self.keep(room))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def keep(self, room: Room) -> None:
        """Print the issued minutes in every language and format; each file is kept by its hash."""
        latest = _issued(room.state)
        if latest is None:
            return
        entries = await room.log.read(room.name, PLENARY)
        made = await asyncio.to_thread(lambda: list(self._printed(entries, latest)))
        with contextlib.suppress(OSError):  # printed anew when they are asked for next
            for one in made:
                if one.data:
                    await self._shelf.keep(room.name, one.data)
                await asyncio.to_thread(self._issued.keep, one.what)

    def _printed(self, entries: list[Entry], latest: Minutes) -> list[_Made]:
        record = record_to_print(entries, self._public_key, None, self._address())
        v, form = record.verification, latest.form

        def issued(digest: str, file: str, format: str, language: str) -> Issued:
            return Issued(
                hash=digest,
                session=record.convocation.id,
                symbol=record.convocation.symbol,
                number=latest.number,
                format=format,
                language=language,
                first=v.first_version,
                last=v.last_version,
                head=v.head_hash,
                issued_at=wire.stamp(latest.issued_at) if latest.issued_at else "",
                corrigenda=sum(c.number is not None for c in latest.corrigenda),
                file=file,
                template=template_hash(),
                libraries=libraries(),
            )

        found = []
        for language in LANGUAGES:
            for format in get_args(Format):
                document = minutes(record, format=format, language=language, form=form)
                digest = hashlib.sha256(document.data).hexdigest()
                found.append(_Made(issued(digest, document.file_name, format, language), document.data))
        signed = issued(latest.hash, "", SIGNED, latest.language)
        return [*found, _Made(signed, b""), _Made(issued(v.head_hash, "", "", ""), b"")]

    async def close(self) -> None:
        """What is being kept is kept to its end."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _issued(state: State) -> Minutes | None:
    return next((m for m in reversed(tuple(state.minutes.values())) if m.state == "issued"), None)
