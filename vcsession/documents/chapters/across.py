"""The register of decisions across rounds: each once, as it stands after the last round that spoke of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day

from vcsession.core.record import DecisionRecord
from vcsession.documents.chapters import items
from vcsession.documents.chapters.deciding import wording
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, finality, taken
from vcsession.documents.sections import Block, Column, Heading, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Registered:
    """A decision: the symbol of the round that took it, its number there, and how it reads and stands now."""

    round: str
    number: str
    decision: DecisionRecord
    told_by: Reading


def decisions(rounds: Sequence[Reading]) -> list[Registered]:
    """`rounds`: the earliest first. What a later round confirmed, replaced or let lapse stands as it says."""
    found: dict[tuple[str, str], Registered] = {}
    for r in rounds:
        for d in r.decisions:
            symbol = d.round or r.convocation.symbol
            number = d.number.removeprefix(f"{d.round}/") if d.round else d.number
            if taken(d):
                found[symbol, number] = Registered(symbol, number, d, r)
    return list(found.values())


def register(rounds: Sequence[Reading]) -> list[Block]:
    w = rounds[-1].words
    symbols = [one_line(r.convocation.symbol) for r in rounds]
    made = table(rounds)
    said: list[Block] = [Paragraph(w.say("rounds_told", symbols=symbols))]
    return [*said, made if made.rows else Paragraph(w.say("no_decisions"))]


def table(rounds: Sequence[Reading]) -> Table:
    shares = (
        ("round", 4), ("number", 2), ("text", 10), ("standing", 5), ("assignee", 9), ("due", 4), ("taken", 4),
    )  # fmt: skip
    return Table("", _columns(rounds[-1], shares), tuple(map(_row, decisions(rounds))))


def _row(one: Registered) -> tuple[str, ...]:
    r, d = one.told_by, one.decision
    none = r.words.label("none")
    return (
        one_line(one.round),
        one_line(one.number),
        wording(r, d) or r.words.say("no_text"),
        items.standing(r, d),
        r.words.inline(d.assignee) or none,
        r.date(d.due) or none,
        f"{r.local(d.taken_at):%Y-%m-%d %H:%M}" if d.taken_at else none,
    )


def due(rounds: Sequence[Reading]) -> list[Block]:
    """What each office has to do, the earliest first; what no longer binds is left out."""
    w = rounds[-1].words
    open_ = [
        one
        for one in decisions(rounds)
        if finality(one.decision) != "void" and (one.decision.assignee or one.decision.due)
    ]
    if not open_:
        return [Paragraph(w.say("nothing_due"))]
    shares = (("due", 4), ("round", 4), ("number", 2), ("text", 11), ("standing", 6))
    columns = _columns(rounds[-1], shares)
    blocks: list[Block] = []
    for office in sorted({_office(one) for one in open_}):
        own = sorted(
            (one for one in open_ if _office(one) == office),
            key=lambda one: (one.decision.due or Day.max, one.round, one.number),
        )
        blocks.append(Heading(office or w.say("nobody_named")))
        blocks.append(Table("", columns, tuple(_due(own))))
    return blocks


def _office(one: Registered) -> str:
    return one.told_by.words.inline(one.decision.assignee)


def _due(own: Sequence[Registered]) -> Iterator[tuple[str, ...]]:
    for one in own:
        _round, number, text, standing, _assignee, date, _taken = _row(one)
        yield date, one_line(one.round), number, text, standing


def _columns(r: Reading, shares: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(r.words.label(key), share) for key, share in shares)
