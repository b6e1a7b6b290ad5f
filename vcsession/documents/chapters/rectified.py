"""The rectifications: what the log had first, what stands, why, and with whose consent."""

from __future__ import annotations

from vcsession.core.matters.facts import Fact
from vcsession.core.record import RectificationRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Paragraph, Table

GROUPS = {"roll_call": "presence", "presence": "change", "suspension": "reason"}


def annex(r: Reading) -> list[Block]:
    w = r.words
    shares = (("time", 2), ("former_entry", 6), ("standing_entry", 6), ("reason", 6), ("consent", 4))
    columns = tuple(Column(w.label(key), share) for key, share in shares)
    rows = tuple(_row(r, one) for one in r.record.rectifications)
    return [Paragraph(w.say("rectified")), Table("", columns, rows)]


def _row(r: Reading, one: RectificationRecord) -> tuple[str, ...]:
    w = r.words
    if one.kind == "statement":
        now = w.say("statement_corrected", words=w.inline(one.words))
    else:
        now = _fact(r, one.now) if one.now else w.say("struck_out")
    return (
        r.time(one.rectified_at),
        _fact(r, one.former) if one.former else w.say("entered_afterwards"),
        now,
        one_line(one.reason) or w.label("none"),
        r.office(one.consented_by) if one.consented_by else w.label("none"),
    )


def _fact(r: Reading, fact: Fact) -> str:
    """Date and time, whom it is about, and what it says."""
    w = r.words
    when = [r.date(r.day(fact.at)), r.time(fact.at) + (f"–{r.time(fact.until)}" if fact.until else "")]
    who = [r.name(fact.delegation)] if fact.delegation else [r.office(fact.seat)] if fact.seat else []
    if fact.kind == "speech":
        who = [r.speaker(fact.delegation, fact.seat), r.office(fact.seat)] if fact.delegation else who
    what = [w.word(GROUPS[fact.kind], fact.what)] if fact.kind in GROUPS else []
    return ", ".join((*when, w.word("entry", fact.kind), *who, *what))
