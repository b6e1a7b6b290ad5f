"""The log in memory: for tests and throw-away demos; it passes the same contract tests as the real one."""

from __future__ import annotations

from dataclasses import dataclass, field

from vcsession.journal import Conflict, Entry, Fenced


@dataclass(slots=True)
class _Chain:
    entries: list[Entry] = field(default_factory=list)
    causes: dict[str, Entry] = field(default_factory=dict)


class MemoryLog:
    def __init__(self) -> None:
        self._epochs: dict[str, int] = {}
        self._chains: dict[tuple[str, str], _Chain] = {}

    async def claim(self, session: str) -> int:
        self._epochs[session] = self._epochs.get(session, 0) + 1
        return self._epochs[session]

    async def append(self, session: str, audience: str, entry: Entry, *, epoch: int) -> Entry:
        if epoch != self._epochs.get(session):
            raise Fenced(f"{session} belongs to epoch {self._epochs.get(session, 0)}, not {epoch}")
        chain = self._chains.setdefault((session, audience), _Chain())
        if known := chain.causes.get(entry.cause):
            return known
        last = chain.entries[-1] if chain.entries else None
        version, head = (last.version, last.hash) if last else (0, "")
        if entry.version != version + 1 or entry.prev_hash != head:
            raise Conflict(
                f"{session}/{audience} is at version {version}: version {entry.version} does not follow"
            )
        chain.entries.append(entry)
        chain.causes[entry.cause] = entry
        return entry

    async def read(
        self, session: str, audience: str, *, after: int = 0, limit: int | None = None
    ) -> list[Entry]:
        entries = self._entries(session, audience)
        return entries[after:] if limit is None else entries[after : after + limit]

    async def find(self, session: str, audience: str, cause: str) -> Entry | None:
        chain = self._chains.get((session, audience))
        return chain.causes.get(cause) if chain else None

    async def sessions(self) -> list[str]:
        return sorted(self._epochs)

    async def close(self) -> None:
        pass

    def _entries(self, session: str, audience: str) -> list[Entry]:
        chain = self._chains.get((session, audience))
        return chain.entries if chain else []
