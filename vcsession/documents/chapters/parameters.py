"""What was agreed of the four kinds that a plan is made of: dates, venue, composition, who is responsible."""

from __future__ import annotations

from vcsession.core.record import DecisionRecord, ItemRecord, UnitRecord
from vcsession.documents.chapters import text
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, finality, taken
from vcsession.documents.sections import Block, Column, Paragraph, Table

KINDS = ("date", "venue", "composition", "responsible")
OF_DECISIONS = {
    "dates": "date",
    "venue": "venue",
    "composition": "composition",
    "responsible": "responsible",
    "assignment": "responsible",
}
"""The kind of a decision -> the parameter that it settles"""
AGREED = frozenset({"closed_text", "agreed_prelim", "agreed_adref"})


def parameters(r: Reading) -> list[Block]:
    rows = table(r)
    if not rows.rows:
        return [Paragraph(r.words.say("no_parameters"))]
    return [rows]


def table(r: Reading) -> Table:
    """Kind by kind: the decisions first, then the units of the text."""
    w = r.words
    shares = (("parameter", 5), ("concerning", 9), ("text", 11), ("finality", 6), ("source", 4))
    rows = [
        (w.word("cell", kind), *row)
        for kind in KINDS
        for row in (
            *(_decided(r, item, d) for item, d in _decisions(r) if OF_DECISIONS.get(d.kind) == kind),
            *(_written(r, unit) for unit in r.record.units if unit.kind == kind and unit.status in AGREED),
        )
    ]
    return Table("", tuple(Column(w.label(key), share) for key, share in shares), tuple(rows))


def _decisions(r: Reading) -> list[tuple[ItemRecord, DecisionRecord]]:
    return [
        (item, d) for item in r.record.items for d in item.decisions if taken(d) and finality(d) != "void"
    ]


def _decided(r: Reading, item: ItemRecord, decision: DecisionRecord) -> tuple[str, ...]:
    return (
        r.words.inline(item.title),
        r.words.text(decision.text) or r.words.say("no_text"),
        r.words.word("finality", finality(decision)),
        r.words.say("decision", number=one_line(decision.number)),
    )


def _written(r: Reading, unit: UnitRecord) -> tuple[str, ...]:
    return (
        text.row_title(r, unit),
        r.words.text(unit.text),
        r.words.word("unit_status", unit.status),
        r.words.say("of_unit", path=one_line(unit.row or unit.path)),
    )
