"""One audience's log of a session, as the session's owner keeps it.

Every commit is durable before it counts, each cause counts once, and what the store left unknown is asked
again before anything else is decided for this audience.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from vcsession import wire
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Commit
from vcsession.journal import Entry, Fenced, Log, StoreUnavailable, head_message
from vcsession.signing import Signer, verify_chain

SAVING_S: Final = 0.5
"""Between two questions to a store that did not answer."""


class Unsaved(Exception):
    """The store did not answer: it is not known yet whether the command counts. Give it again, same cause."""


E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a session's owner keeps all its logs with."""

    session: str
    log: Log
    signer: Signer
    epoch: int
    sleep: Callable[[float], Awaitable[None]]
    spawn: Callable[[Callable[[], Awaitable[None]]], None]
    moved: Callable[[], None]


class Chain(Generic[E]):
    """`load` reads a commit from its bytes; `tail` is told of each new one, once it counts."""

    def __init__(
        self,
        owner: Owner,
        audience: str,
        load: Callable[[bytes], Commit[E]],
        tail: Callable[[Commit[E]], None],
    ) -> None:
        self.audience = audience
        self.head_hash = ""
        self.head_signature = b""
        self._owner = owner
        self._load = load
        self._told = tail
        self._door = asyncio.Lock()
        self._causes: dict[str, int] = {}
        self._unsure: tuple[Entry, Commit[E]] | None = None

    def replay(self, entries: Iterable[Entry]) -> Iterator[Commit[E]]:
        """What the log holds; raises Broken where it was altered: nothing is built on that."""
        kept = list(entries)
        verify_chain(kept, self._owner.signer.public_key, self._owner.session, self.audience)
        for entry in kept:
            self._known_now(entry)
            yield self._load(entry.data)

    async def give(self, actor: Actor, cause: str, make: Callable[[str], Commit[E]]) -> Commit[E]:
        """The commit that `make` decides (it is told the previous hash), stored; the earlier one where the
        cause is known.

        Raises Refused (nothing changed), Unsaved (it may have counted), StoreUnavailable (it does not
        count) or Fenced (another process owns the session).
        """
        async with self._door:
            if self._unsure is not None:
                # Nothing may be decided on a state that is perhaps not the last one.
                if self._unsure[0].cause == cause:
                    raise Unsaved("saving is paused; your last action is being checked")
                raise StoreUnavailable("an earlier commit is still being checked", unknown=False)
            if cause in self._causes:
                return await self._earlier(actor, cause)
            commit = make(self.head_hash)
            await self._append(self._entry(commit), commit)
            return commit

    def _entry(self, commit: Commit[E]) -> Entry:
        data = wire.dump_commit(commit)
        digest = wire.digest(data)
        message = head_message(self._owner.session, self.audience, commit.version, digest)
        return Entry(
            commit.version, commit.cause, data, digest, commit.prev_hash, self._owner.signer.sign(message)
        )

    async def _store(self, entry: Entry) -> None:
        owner = self._owner
        await owner.log.append(owner.session, self.audience, entry, epoch=owner.epoch)

    async def _append(self, entry: Entry, commit: Commit[E]) -> None:
        try:
            await self._store(entry)
        except StoreUnavailable as error:
            if not error.unknown:
                raise
            self._doubt(entry, commit)
            raise Unsaved("saving is paused; your last action is being checked") from error
        except asyncio.CancelledError:
            self._doubt(entry, commit)
            raise
        except Fenced:
            self._owner.moved()
            raise
        self._tail(entry, commit)

    def _doubt(self, entry: Entry, commit: Commit[E]) -> None:
        """A timeout is "unknown", not "failed": the same entry is offered again before anything else."""
        self._unsure = (entry, commit)
        self._owner.spawn(lambda: self._check(entry, commit))

    async def _check(self, entry: Entry, commit: Commit[E]) -> None:
        while True:
            await self._owner.sleep(SAVING_S)
            with contextlib.suppress(StoreUnavailable):
                await self._store(entry)
                break
        self._unsure = None
        self._tail(entry, commit)

    async def _earlier(self, actor: Actor, cause: str) -> Commit[E]:
        owner = self._owner
        try:
            after = self._causes[cause] - 1
            entries = await owner.log.read(owner.session, self.audience, after=after, limit=1)
        except StoreUnavailable as error:
            raise Unsaved("saving is paused; your last action is being checked") from error
        commit = self._load(entries[0].data)
        if (commit.actor.entered_by or commit.actor.seat) != actor.seat:
            raise refuse("bad_field", field="cause", problem="this id belongs to another command")
        return commit

    def _tail(self, entry: Entry, commit: Commit[E]) -> None:
        self._known_now(entry)
        self._told(commit)

    def _known_now(self, entry: Entry) -> None:
        self._causes[entry.cause] = entry.version
        self.head_hash, self.head_signature = entry.hash, entry.signature
