"""State -> the register of documents as one reader may see it, and the credentials."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core import slices
from vcsession.core.audience import Audience
from vcsession.core.matters import attendance, credentials
from vcsession.core.register import shown
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def the_papers(state: State, actor: Actor) -> slices.PapersSlice:
    return slices.PapersSlice(
        tuple(
            slices.PaperRow(
                p.id,
                p.symbol,
                p.title,
                p.language,
                p.state,
                p.audience,
                p.items,
                p.delegation,
                p.status,
                p.marking,
                p.media_type,
                p.size,
                p.hash if p.state != "withdrawn_document" else "",
                p.uploaded_at,
                p.circulated_at,
                p.superseded_by,
            )
            for p in shown(state, actor)
        )
    )


def the_credentials(state: State, seen_by: Audience) -> slices.CredentialsSlice:
    """Names are for the table: whoever looks on learns offices only. No letter is told to anybody."""
    return slices.CredentialsSlice(tuple(_rows(state)) if seen_by == "table" else ())


def _rows(state: State) -> Iterator[slices.CredentialsRow]:
    sitting = attendance.sitting_to_attend(state)
    for code in state.delegations:
        one = credentials.credentials(state, code)
        term = one.term or one.coming
        heads = (s.id for s in state.seats.values() if s.delegation == code and s.role == "head")
        people = one.attendance.get(sitting, ()) if sitting else ()
        yield slices.CredentialsRow(
            code,
            one.state,
            term.seat if term else next(heads, ""),
            term.kind if term else "",
            _person(state, term.person, "head") if term and term.person else None,
            term.since if term else None,
            term.until if term else None,
            tuple(_person(state, a.person, a.capacity) for a in people),
        )


def _person(state: State, id: str, capacity: str) -> slices.PersonRow:
    person = state.persons[id]
    return slices.PersonRow(id, person.name, person.rank, person.post, capacity)
