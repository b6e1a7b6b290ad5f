"""What a server prints for its rooms: made from their logs, kept by its hash, known by it later."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from vcsession import wire
from vcsession.core.catalogue import Event
from vcsession.core.matters.minutes import Minutes
from vcsession.core.state import State
from vcsession.core.vocabulary import Commit
from vcsession.documents.layouts import ics
from vcsession.documents.layouts.ics import Replied
from vcsession.documents.minutes import Document, Format, UnknownFormat, gaps, minutes
from vcsession.documents.wording import LANGUAGES
from vcsession.http.ports import Signable
from vcsession.issue import (
    SIGNED,
    Incomplete,
    earlier_rounds,
    libraries,
    make_minutes,
    make_paper,
    record_of,
    record_to_print,
    template_hash,
)
from vcsession.journal import Entry
from vcsession.log.issued import Issued, IssuedFiles, MadeWith
from vcsession.log.shelf import Shelf
from vcsession.room import PLENARY, Room

TOLD = frozenset({"minutes_issued", "corrigendum_issued", "copies_given"})
"""Events after which what is known of the issued minutes is told anew"""


@dataclass(frozen=True, slots=True)
class _Printed:
    what: Issued
    data: bytes


class Issuing:
    """Prints for the rooms of one server. `address`: its public address, asked when it is needed; so is
    `template`, the secretariat's own for DOCX.
    """

    def __init__(
        self,
        shelf: Shelf,
        issued: IssuedFiles,
        public_key: bytes,
        address: Callable[[], str],
        template: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self._shelf = shelf
        self._issued = issued
        self._public_key = public_key
        self._address = address
        self._template = template
        self._tasks: set[asyncio.Task[None]] = set()

    async def minutes(
        self, room: Room, format: str, language: str, form: str, until: int, copy: int | None = None
    ) -> Document:
        """`copy`: the number of a copy that was given out; raises ValueError where there is none of it."""
        entries = await room.log.read(room.name, PLENARY)
        latest = issued_minutes(room.state)
        if latest is not None and not self._issued.of(room.name, latest.number):
            self._keep_soon(room)  # the process ended between the issue and its files
        if copy is not None:
            if latest is None or not any(c.number == copy for c in latest.copies):
                raise UnknownFormat(f"Copy no. {copy} has not been given out.")
            form = latest.form

        def printed() -> Document:
            return make_minutes(
                entries,
                self._public_key,
                format,
                language,
                form,
                until,
                self._address(),
                self._template(),
                copy,
            )

        document = await asyncio.to_thread(printed)
        if copy is not None and latest is not None:
            await self._keep_copy(room, entries, latest, document, format, language, copy)
            return document
        return await self._as_signed(room, document, format, language, form)

    async def _as_signed(
        self, room: Room, document: Document, format: str, language: str, form: str
    ) -> Document:
        """While it is being signed, the very bytes that were kept: a newer program might print others."""
        signing = next((m for m in room.state.minutes.values() if m.state == "signing"), None)
        if signing is None or (format, language, form) != (SIGNED, signing.language, signing.form):
            return document
        with contextlib.suppress(OSError):
            kept = await self._shelf.take(room.name, signing.hash)
            return Document(kept, document.content_type, document.file_name)
        return document

    async def paper(self, room: Room, name: str, format: str, language: str, invited: str = "") -> Document:
        """`invited`: the delegation whose invitation the calendar is."""
        entries = await room.log.read(room.name, PLENARY)
        rounds: list[list[Entry]] = []
        if name == "register":

            async def log(session: str) -> list[Entry]:
                return await room.log.read(session, PLENARY)

            rounds = await earlier_rounds(log, room.state.convocation)
        return await asyncio.to_thread(
            make_paper,
            entries,
            self._public_key,
            name,
            format,
            language,
            self._address(),
            self._template(),
            rounds,
            invited,
        )

    async def replies(self, room: Room, data: bytes) -> tuple[Replied, ...]:
        """What a calendar's reply says of the room's sittings; raises NoReply."""
        entries = await room.log.read(room.name, PLENARY)
        return await asyncio.to_thread(lambda: ics.replies(record_of(entries, self._public_key), data))

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

    def versions(self, room: Room, number: str) -> list[dict[str, Any]]:
        """As `versions_of`."""
        return versions_of(room.name, room.state.minutes[number], self._issued)

    def told(self, room: Callable[[str], Room | None], session: str, commit: Commit[Event]) -> None:
        """A commit was made: what it issues is printed in every format and kept."""
        for event in commit.events:
            if event.type == "minutes_superseded":
                self._issued.supersede(session, event.minutes)
            elif event.type == "version_made":
                self._note(session, event.minutes, event.number, event.first, event.last)
        issues = any(event.type in TOLD for event in commit.events)
        if issues and (found := room(session)) is not None:
            self._keep_soon(found)

    def _note(self, session: str, number: str, version: int, first: int, last: int) -> None:
        with contextlib.suppress(OSError, ValueError):  # then it says that it was not kept
            made_with = template_hash(self._template()), libraries()
            self._issued.note(MadeWith(session, number, version, first, last, *made_with))

    def _keep_soon(self, room: Room) -> None:
        task = asyncio.ensure_future(self.keep(room))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def keep(self, room: Room) -> None:
        """Print the issued minutes in every language and format; each file is kept by its hash."""
        latest = issued_minutes(room.state)
        if latest is None:
            return
        entries = await room.log.read(room.name, PLENARY)
        made = await asyncio.to_thread(lambda: list(self._printed(entries, latest)))
        with contextlib.suppress(OSError):  # printed anew when they are asked for next
            for one in made:
                await self._keep(room, one)

    async def _keep(self, room: Room, one: _Printed) -> None:
        if one.data:
            await self._shelf.keep(room.name, one.data)
        await asyncio.to_thread(self._issued.keep, one.what)

    async def _keep_copy(
        self,
        room: Room,
        entries: list[Entry],
        latest: Minutes,
        document: Document,
        format: str,
        language: str,
        copy: int,
    ) -> None:
        issued = self._teller(entries, latest)
        digest = hashlib.sha256(document.data).hexdigest()
        what = issued(digest, document.file_name, format, language, copy)
        with contextlib.suppress(OSError):
            await self._keep(room, _Printed(what, document.data))

    def _printed(self, entries: list[Entry], latest: Minutes) -> Iterator[_Printed]:
        record = record_to_print(entries, self._public_key, None, self._address())
        issued = self._teller(entries, latest)
        for language in LANGUAGES:
            for format in get_args(Format):
                document = minutes(
                    record,
                    format=format,
                    language=language,
                    form=latest.form,
                    template=self._template(),
                )
                digest = hashlib.sha256(document.data).hexdigest()
                yield _Printed(issued(digest, document.file_name, format, language), document.data)
        yield _Printed(issued(latest.hash, "", SIGNED, latest.language), b"")
        yield _Printed(issued(record.verification.head_hash, "", "", ""), b"")

    def _teller(self, entries: list[Entry], latest: Minutes) -> Callable[..., Issued]:
        """What is told of a file of the issued minutes: (hash, file, format, language, copy=0)."""
        record = record_to_print(entries, self._public_key, None, self._address())
        v, c = record.verification, record.convocation
        made_with = template_hash(self._template()), libraries()

        def issued(digest: str, file: str, format: str, language: str, copy: int = 0) -> Issued:
            return Issued(
                hash=digest,
                session=c.id,
                symbol=c.symbol,
                number=latest.number,
                format=format,
                language=language,
                first=v.first_version,
                last=v.last_version,
                head=v.head_hash,
                issued_at=wire.stamp(latest.issued_at) if latest.issued_at else "",
                corrigenda=sum(one.number is not None for one in latest.corrigenda),
                file=file,
                template=made_with[0],
                libraries=made_with[1],
                copies=len(latest.copies),
                copy=copy,
            )

        return issued

    async def close(self) -> None:
        """What is being kept is kept to its end."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


def issued_minutes(state: State) -> Minutes | None:
    return next((m for m in reversed(tuple(state.minutes.values())) if m.state == "issued"), None)


def versions_of(session: str, minutes: Minutes, issued: IssuedFiles) -> list[dict[str, Any]]:
    """Each version of the minutes, with what a document of it was made with when it was made.

    `template` and `libraries` are None where that was not kept.
    """
    kept = {made.version: made for made in issued.made(session, minutes.number)}
    found = []
    for version in minutes.versions:
        made = kept.get(version.number)
        found.append(
            {
                "minutes": minutes.number,
                "version": version.number,
                "because": version.because,
                "first": version.first,
                "last": version.last,
                "made_at": wire.stamp(version.made_at),
                "template": made.template if made else None,
                "libraries": dict(made.libraries) if made else None,
            }
        )
    return found
