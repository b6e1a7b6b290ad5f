"""The evening pack: what the day changed, what it decided, what stands in brackets, what is for tomorrow."""

from __future__ import annotations

from datetime import datetime

from vcsession.core.record import Record, UnitRecord
from vcsession.core.vocabulary import Text
from vcsession.documents.chapters import text
from vcsession.documents.chapters.deciding import wording
from vcsession.documents.chapters.items import CONCLUDED
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, taken
from vcsession.documents.sections import Block, Column, Listing, Paragraph, Table


def changes(r: Reading, morning: Record | None) -> list[Block]:
    """Unit by unit, as it read in the morning and as it reads now; without `morning`, against the draft."""
    w, none = r.words, r.words.label("none")
    before = _before(r, morning)
    rows = [
        (text.name(r, u), w.text(before.get(u.path, {})) or none, w.text(u.text) or none, _standing(r, u))
        for u in r.record.units
        if before.get(u.path, {}) != u.text or _settled_today(r, u)
    ]
    if not rows:
        return [Paragraph(w.say("nothing_changed"))]
    shares = (("parameter", 5), ("in_the_morning", 7), ("now", 7), ("state", 4))
    return [Table("", tuple(Column(w.label(k), n) for k, n in shares), tuple(rows))]


def _before(r: Reading, morning: Record | None) -> dict[str, Text]:
    if morning is not None:
        return {u.path: u.text for u in morning.units}
    draft = r.convocation.draft
    return {cell.path: cell.text for row in (draft.rows if draft else ()) for cell in row.cells}


def _settled_today(r: Reading, unit: UnitRecord) -> bool:
    return _today(r, unit.agreed_at) or any(_today(r, again.at) for again in unit.reopened)


def _standing(r: Reading, unit: UnitRecord) -> str:
    return r.words.word("unit_status", unit.status)


def _today(r: Reading, moment: datetime | None) -> bool:
    return moment is not None and r.last is not None and r.day(moment) == r.day(r.last)


def decisions(r: Reading) -> list[Block]:
    w = r.words
    rows = [
        (one_line(d.number), wording(r, d) or w.say("no_text"), w.word("finality", d.finality))
        for d in r.decisions
        if taken(d) and _today(r, d.taken_at)
    ]
    if not rows:
        return [Paragraph(w.say("nothing_decided"))]
    shares = (("number", 2), ("text", 13), ("finality", 5))
    return [Table("", tuple(Column(w.label(k), n) for k, n in shares), tuple(rows))]


def brackets(r: Reading) -> list[Block]:
    lines = text.left_in_brackets(r)
    return (
        [Listing(tuple(("–", line) for line in lines))] if lines else [Paragraph(r.words.say("no_brackets"))]
    )


def tomorrow(r: Reading) -> list[Block]:
    """The next sitting that is planned, and the items that are not concluded."""
    w = r.words
    planned = [s for s in r.record.sittings if s.outcome == "scheduled"]
    blocks: list[Block] = []
    if planned:
        sitting = min(planned, key=lambda s: s.opens_at)
        title = r.sitting_title(sitting)
        blocks.append(Paragraph(w.say("next_sitting", title=title, time=r.time(sitting.opens_at))))
    else:
        blocks.append(Paragraph(w.say("no_next_sitting")))
    left = [
        (f"{one_line(item.number)}.", w.inline(item.title))
        for item in r.record.items
        if item.status not in CONCLUDED
    ]
    return [*blocks, Listing(tuple(left))] if left else [*blocks, Paragraph(w.say("nothing_left"))]
