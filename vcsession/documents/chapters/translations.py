"""What is said in the authentic language only, so that the other working languages print it untranslated."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.vocabulary import Text
from vcsession.documents.chapters import text
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, taken
from vcsession.documents.sections import Block, Column, Table


def missing(r: Reading) -> list[Block]:
    """One row for each text that lacks a working language; none where all are there."""
    w = r.words
    rows = []
    for what, said in _texts(r):
        lacking = [code for code in r.convocation.languages.working if not said.get(code, "").strip()]
        if lacking and any(said.values()):
            rows.append((what, ", ".join(w.known("language", code) or one_line(code) for code in lacking)))
    columns = (Column(w.label("text"), 9), Column(w.label("missing_in"), 6))
    return [Table("", columns, tuple(rows))] if rows else []


def _texts(r: Reading) -> Iterator[tuple[str, Text]]:
    w = r.words
    for item in r.record.items:
        yield w.say("untranslated_title", number=one_line(item.number)), item.title
    for decision in r.decisions:
        if taken(decision):
            yield w.say("decision", number=one_line(decision.number)), decision.text
    for unit in r.record.units:
        yield text.name(r, unit), unit.text
