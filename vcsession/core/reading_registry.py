"""What the Record says of the documents on file, and of the credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vcsession.core.changing import replace
from vcsession.core.matters import credentials
from vcsession.core.record import CredentialsRecord, Headed, PaperRecord, PersonRecord
from vcsession.core.state import State
from vcsession.core.vocabulary import Stamp


@dataclass(slots=True)
class Terms:
    """Who headed a delegation in place of its head, gathered while the commits are read."""

    found: dict[str, list[tuple[credentials.HeadNamed, Stamp, Stamp | None]]] = field(default_factory=dict)

    def take(self, event: object, stamp: Stamp) -> None:
        if isinstance(event, credentials.HeadTermEnded) and event.coming:
            return  # it never began
        if isinstance(event, credentials.HeadNamed | credentials.HeadTermEnded):
            terms = self.found.setdefault(event.delegation, [])
            if terms and terms[-1][2] is None:
                terms[-1] = (*terms[-1][:2], stamp)
            if isinstance(event, credentials.HeadNamed):
                terms.append((event, stamp, None))

    def records(self, state: State) -> Iterator[CredentialsRecord]:
        for code in state.delegations:
            if code not in state.credentials:
                continue
            one = credentials.credentials(state, code)
            headed = (
                Headed(
                    named.kind,
                    named.seat,
                    person(state, named.person) if named.person else None,
                    since.at,
                    until.at if until else None,
                )
                for named, since, until in self.found.get(code, ())
            )
            yield CredentialsRecord(code, one.state, tuple(headed), tuple(_people(state, one)))


def _people(state: State, one: credentials.Credentials) -> Iterator[PersonRecord]:
    sittings: dict[str, list[str]] = {}
    capacity: dict[str, str] = {}
    for number, people in one.attendance.items():
        for attendant in people:
            sittings.setdefault(attendant.person, []).append(number)
            capacity[attendant.person] = attendant.capacity
    for id, numbers in sittings.items():
        yield replace(person(state, id), capacity=capacity[id], sittings=tuple(numbers))


def person(state: State, id: str) -> PersonRecord:
    person = state.persons[id]
    return PersonRecord(person.name, person.rank, person.post, "head", ())


def papers(state: State) -> Iterator[PaperRecord]:
    """What was registered; a paper that the session file names, unless its file was filed."""
    filed = {p.symbol for p in state.papers.values() if p.hash and p.symbol}
    for p in state.papers.values():
        if p.symbol and (p.hash or p.symbol not in filed):
            newer = state.papers.get(p.superseded_by)
            yield PaperRecord(
                p.symbol,
                p.title,
                p.language,
                p.status,
                p.marking,
                p.audience,
                p.delegation,
                p.state,
                p.hash,
                p.registered_at,
                p.circulated_at,
                newer.symbol if newer else "",
            )
