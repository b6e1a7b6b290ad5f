"""Who has which numbered copy of the issued minutes."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.record import CopyRecord, MinutesRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Paragraph, Table


def copies(r: Reading) -> list[Block]:
    """A sheet for each issue of the minutes, the one that holds last."""
    w = r.words
    blocks: list[Block] = []
    for minutes in r.record.minutes:
        if minutes.copies:
            issued = w.say("copies_of", number=one_line(minutes.number), at=r.at(minutes.issued_at))
            blocks += [Paragraph(issued), Table("", _columns(r), tuple(_rows(r, minutes)))]
    return blocks or [Paragraph(w.say("no_copies"))]


def table(r: Reading) -> Table:
    """All sheets as one list."""
    rows = (row for minutes in r.record.minutes for row in _rows(r, minutes))
    return Table("", _columns(r), tuple(rows))


def _columns(r: Reading) -> tuple[Column, ...]:
    shares = (("copy_number", 2), ("to_whom", 11), ("given", 5))
    return tuple(Column(r.words.label(key), share) for key, share in shares)


def _rows(r: Reading, minutes: MinutesRecord) -> Iterator[tuple[str, ...]]:
    for copy in minutes.copies:
        yield str(copy.number), _holder(r, copy), r.at(copy.at)


def _holder(r: Reading, copy: CopyRecord) -> str:
    if not copy.to:
        return r.words.say("the_original", body=r.words.inline(r.convocation.host_body))
    known = any(d.code == copy.to for d in r.convocation.delegations)
    return r.name(copy.to) if known else one_line(copy.to)
