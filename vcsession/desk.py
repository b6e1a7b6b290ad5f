"""Logs beside the plenary's, live: a delegation's folder, the bureau's papers; read for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from vcsession import wire
from vcsession.chain import Chain, Owner
from vcsession.core import bureau, folder
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor
from vcsession.journal import Entry


def audience_of(delegation: str) -> str:
    """The name of the delegation's log."""
    return f"delegation-{delegation}"


class Desk:
    """`changed` is told when there is something new for the delegation's seats."""

    def __init__(self, owner: Owner, delegation: str, changed: Callable[[], None]) -> None:
        self.folder = folder.Folder()
        self._changed = changed
        self._epoch = owner.epoch
        self._chain = Chain(owner, audience_of(delegation), wire.load_folder, self._tail)

    def load(self, entries: Iterable[Entry]) -> None:
        for commit in self._chain.replay(entries):
            self.folder = folder.fold(self.folder, commit)

    async def handle(
        self,
        state: Callable[[], State],
        actor: Actor,
        command: folder.Command,
        cause: str,
        now: Callable[[], datetime],
    ) -> folder.Commit:
        """As `Room.handle`; `state` is the plenary's, asked when the command is decided."""

        def decided(prev_hash: str) -> folder.Commit:
            kept = self.folder
            events = folder.decide(kept, state(), actor, command)
            at = max(now(), kept.at)
            return folder.Commit(kept.version + 1, at, actor, self._epoch, cause, events, prev_hash)

        return await self._chain.give(actor, cause, decided)

    def _tail(self, commit: folder.Commit) -> None:
        self.folder = folder.fold(self.folder, commit)
        self._changed()


class BureauDesk:
    """The bureau's papers; `changed` is told when there is something new for its seats."""

    def __init__(self, owner: Owner, changed: Callable[[], None]) -> None:
        self.bureau = bureau.Bureau()
        self._changed = changed
        self._epoch = owner.epoch
        self._chain = Chain(owner, bureau.AUDIENCE, wire.load_bureau, self._tail)

    def load(self, entries: Iterable[Entry]) -> None:
        for commit in self._chain.replay(entries):
            self.bureau = bureau.fold(self.bureau, commit)

    async def handle(
        self,
        state: Callable[[], State],
        actor: Actor,
        command: bureau.Command,
        cause: str,
        now: Callable[[], datetime],
    ) -> bureau.Commit:
        """As `Desk.handle`."""

        def decided(prev_hash: str) -> bureau.Commit:
            kept = self.bureau
            events = bureau.decide(kept, state(), actor, command)
            at = max(now(), kept.at)
            return bureau.Commit(kept.version + 1, at, actor, self._epoch, cause, events, prev_hash)

        return await self._chain.give(actor, cause, decided)

    def _tail(self, commit: bureau.Commit) -> None:
        self.bureau = bureau.fold(self.bureau, commit)
        self._changed()
