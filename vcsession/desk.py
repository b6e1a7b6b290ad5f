"""The logs beside the plenary's, live: a delegation's own papers, and the bureau's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from vcsession import wire
from vcsession.chain import Chain, Owner
from vcsession.core import bureau, folder
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Commit
from vcsession.journal import Entry


class Papers(Protocol):
    """What such a log folds into."""

    @property
    def version(self) -> int: ...
    @property
    def at(self) -> datetime: ...


P = TypeVar("P", bound=Papers)
C = TypeVar("C")
E = TypeVar("E")


class Desk(Generic[P, C, E]):
    """`kept` is what the log holds now; `changed` is told when there is something new in it."""

    def __init__(
        self,
        owner: Owner,
        audience: str,
        empty: P,
        decide: Callable[[P, State, Actor, C], tuple[E, ...]],
        fold: Callable[[P, Commit[E]], P],
        load: Callable[[bytes], Commit[E]],
        changed: Callable[[], None],
    ) -> None:
        self.kept = empty
        self._decide = decide
        self._fold = fold
        self._changed = changed
        self._epoch = owner.epoch
        self._chain = Chain(owner, audience, load, self._tail)

    def load(self, entries: Iterable[Entry]) -> None:
        for commit in self._chain.replay(entries):
            self.kept = self._fold(self.kept, commit)

    async def handle(
        self, state: Callable[[], State], actor: Actor, command: C, cause: str, now: Callable[[], datetime]
    ) -> Commit[E]:
        """As `Room.handle`; `state` is the plenary's, asked when the command is decided."""

        def decided(prev_hash: str) -> Commit[E]:
            kept = self.kept
            events = self._decide(kept, state(), actor, command)
            return Commit(kept.version + 1, max(now(), kept.at), actor, self._epoch, cause, events, prev_hash)

        return await self._chain.give(actor, cause, decided)

    def _tail(self, commit: Commit[E]) -> None:
        self.kept = self._fold(self.kept, commit)
        self._changed()


FolderDesk = Desk[folder.Folder, folder.Command, folder.Event]
BureauDesk = Desk[bureau.Bureau, bureau.Command, bureau.Event]


def audience_of(delegation: str) -> str:
    """The name of the delegation's log."""
    return f"delegation-{delegation}"


def folder_desk(owner: Owner, delegation: str, changed: Callable[[], None]) -> FolderDesk:
    log = audience_of(delegation)
    return Desk(owner, log, folder.Folder(), folder.decide, folder.fold, wire.load_folder, changed)


def bureau_desk(owner: Owner, changed: Callable[[], None]) -> BureauDesk:
    log = bureau.AUDIENCE
    return Desk(owner, log, bureau.Bureau(), bureau.decide, bureau.fold, wire.load_bureau, changed)
