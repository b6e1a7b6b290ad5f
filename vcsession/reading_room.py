"""What the archive's page is made of: the course of a session, a check of its log, and its bundle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Final

from vcsession import archive, wire
from vcsession.core.bureau import AUDIENCE
from vcsession.core.milestones import Milestone, milestones
from vcsession.core.refusals import refuse
from vcsession.core.session import fold
from vcsession.core.state import State
from vcsession.core.vocabulary import Text
from vcsession.desk import audience_of
from vcsession.issue import record_of
from vcsession.journal import Entry
from vcsession.log.shelf import Shelf
from vcsession.room import PLENARY, Room
from vcsession.rooms import Rooms
from vcsession.signing import Broken, Signer, seal_holds, verify_chain

FRESH: Final = timedelta(seconds=30)
"""A check is given out so long before the log is read and checked anew."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a session's logs and files found; times are the machine's own, UTC.

    `altered` names the first bad entry in words, "" where there is none; `whose` the delegation in whose
    own log it stands, "bureau", or "" for the plenary's. `files` were to be on the disk, `missing` of them
    are not, or are not what was filed. `begins`, `ends`: of the plenary's log, None where it was altered.
    `key`: the server's public key, hex. `seals`: of the signatures under minutes, `sound` of them fit their
    key and the text.
    """

    at: datetime
    altered: str
    whose: str
    commits: int
    own_commits: int
    head: str
    begins: datetime | None
    ends: datetime | None
    files: int
    missing: int
    key: str
    seals: int
    sound: int


class ReadingRoom:
    """For the rooms of one server; one check and one bundle of a session at a time.

    `address` and `template` as for `Issuing`: the archive's documents are as they were given out.
    """

    def __init__(
        self,
        signer: Signer,
        shelf: Shelf,
        address: Callable[[], str] = lambda: "",
        template: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self._signer = signer
        self._shelf = shelf
        self._address = address
        self._template = template
        self._checked: dict[str, tuple[int, Checked]] = {}
        self._at_work = asyncio.Lock()

    async def course(self, room: Room, until: int) -> tuple[Milestone, ...]:
        """The milestones that the log's first `until` commits tell of."""
        entries = [entry for entry in await room.log.read(room.name, PLENARY) if entry.version <= until]
        key = self._signer.public_key.public_bytes_raw()
        return await asyncio.to_thread(lambda: milestones(record_of(entries, key)))

    async def check(self, room: Room) -> Checked:
        """Hash chain and signature of every entry, and every file's hash; kept for half a minute."""
        async with self._at_work:
            known = self._checked.get(room.name)
            now = datetime.now(UTC)
            if known is not None and known[0] == room.state.version and now - known[1].at < FRESH:
                return known[1]
            version = room.state.version
            found = await self._check(room, now)
            self._checked[room.name] = version, found
            return found

    async def _check(self, room: Room, now: datetime) -> Checked:
        state, head = room.state, (room.state.version, room.head_hash)
        key = self._signer.public_key
        entries = await room.log.read(room.name, PLENARY)
        altered = await asyncio.to_thread(
            _broken, partial(verify_chain, entries, key, room.name, PLENARY, head=head)
        )
        whose, own = "", 0
        for whose_own, log in (
            *((code, audience_of(code)) for code in state.delegations),
            (AUDIENCE, AUDIENCE),
        ):
            kept = await room.log.read(room.name, log)
            own += len(kept)
            said = await asyncio.to_thread(_broken, partial(verify_chain, kept, key, room.name, log))
            if said and not altered:
                altered, whose = said, whose_own
        files = archive.files(state)
        missing = 0
        for digest in files:
            try:
                await self._shelf.take(room.name, digest)
            except OSError:
                missing += 1
        # what was altered may be no commit at all
        times = (
            [wire.load_commit(entries[n].data).at for n in (0, -1)] if entries and not altered else [None] * 2
        )
        sealed = [(s, m.hash) for m in state.minutes.values() for s in m.signatures.values() if s.seal]
        return Checked(
            at=now,
            altered=altered,
            whose=whose,
            commits=len(entries),
            own_commits=own,
            head=head[1],
            begins=times[0],
            ends=times[1],
            files=len(files),
            missing=missing,
            key=key.public_bytes_raw().hex(),
            seals=len(sealed),
            sound=sum(seal_holds(s.seal, s.public_key, digest) for s, digest in sealed),
        )

    async def bundle(self, room: Room) -> bytes:
        """The archive as `vcsession export` writes it; refused while a sitting is held: it is a lot of work.

        Raises Broken where the log was altered: nothing is made of that.
        """
        if room.state.sitting is not None:
            raise refuse("sitting_in_progress")
        async with self._at_work:
            entries = await room.log.read(room.name, PLENARY)
            # what is missing the bundle's own check does not tell; the page's does
            filed, _absent = await archive.gathered(self._shelf, room.name, room.state)
            return await asyncio.to_thread(self._bundle, room.name, entries, filed)

    def _bundle(self, session: str, entries: list[Entry], filed: dict[str, bytes]) -> bytes:
        verify_chain(entries, self._signer.public_key, session, PLENARY)
        public_key = self._signer.public_key.public_bytes_raw()
        made = archive.documents(entries, public_key, self._address(), self._template())
        return archive.bundle(session, entries, self._signer, made, filed)


def _broken(check: partial[None]) -> str:
    """The first bad entry in words; "" where all are good."""
    try:
        check()
    except Broken as broken:
        return str(broken)
    return ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A session in the secretariat's list; `sequence` counts its amendments."""

    session: str
    symbol: str
    title: Text
    state: str
    date_from: date
    date_to: date
    sequence: int


async def sessions(rooms: Rooms) -> list[Listed]:
    """Every session that was convened, the latest first; what nobody has open is read from its log."""
    opened = {room.name: room.state for room in rooms.opened()}
    found = []
    for name in await rooms.store.sessions():
        state = opened.get(name)
        if state is None:
            entries = await rooms.store.read(name, PLENARY)
            state = await asyncio.to_thread(_folded, entries)
        if state.convened is not None:
            c = state.convened
            dates = (c.date_from, c.date_to)
            found.append(Listed(name, c.symbol, c.title, state.status, *dates, state.sequence))
    return sorted(found, key=lambda one: (one.date_from, one.session), reverse=True)


def _folded(entries: list[Entry]) -> State:
    state = State()
    for entry in entries:
        state = fold(state, wire.load_commit(entry.data))
    return state
