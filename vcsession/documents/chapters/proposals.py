"""Proposals and comments: each with what became of it, and the instructions that are still awaited."""

from __future__ import annotations

from vcsession.core.record import ItemRecord, ProposalRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Table

OPEN = frozenset({"circulated", "under_discussion", "bracketed", "deferred_proposal"})


def annex(r: Reading) -> list[Block]:
    return [table(r)]


def table(r: Reading) -> Table:
    w = r.words
    shares = (
        ("number", 3), ("delegation", 6), ("kind", 4), ("unit", 4), ("received", 4), ("text", 10),
        ("disposition", 7),
    )  # fmt: skip
    columns = tuple(Column(w.label(key), share) for key, share in shares)
    rows = tuple(
        (
            one_line(p.number),
            "\n".join(filter(None, (*r.names((p.delegation, *p.cosponsors)), w.inline(p.author)))),
            w.word("proposal", p.kind),
            unit(r, p.unit),
            r.date(p.received or (r.day(p.submitted_at) if p.submitted_at else None)),
            _proposed(r, p),
            disposition(r, p),
        )
        for p in r.record.proposals
    )
    return Table("", columns, rows)


def unit(r: Reading, path: str) -> str:
    """The draft's row and, of its cells, which: "4. Dates" for the path "4.date"."""
    for row in r.convocation.draft.rows if r.convocation.draft else ():
        for cell in row.cells:
            if cell.path == path:
                return f"{one_line(row.path)}. {r.words.word('cell', cell.kind)}"
    return one_line(path) or r.words.label("none")


def _proposed(r: Reading, p: ProposalRecord) -> str:
    rationale = r.words.inline(p.rationale)
    reason = r.words.say("rationale", text=rationale) if rationale else ""
    after = r.words.say("proposal_after", number=one_line(p.after)) if p.after else ""
    return "\n".join(filter(None, (r.words.text(p.text), reason, after)))


def disposition(r: Reading, p: ProposalRecord) -> str:
    """What became of it, in a few words."""
    w = r.words
    if p.status == "accepted_in_part":
        return w.say("accepted_as", text=w.text(p.wording))
    if p.status == "rejected":
        return w.say("not_accepted", reason=w.inline(p.reason), maintained=p.maintained)
    if p.status == "merged":
        return w.say("considered_with", number=one_line(p.into))
    if p.status == "superseded":
        return w.say("replaced_by", number=one_line(p.by))
    return w.word("disposition", p.status)


def under(r: Reading, item: ItemRecord) -> list[str]:
    """A line for each proposal that was taken up under the item."""
    return [
        r.words.say(
            "proposal_considered",
            number=one_line(p.number),
            kind=r.words.word("proposal", p.kind),
            unit=unit(r, p.unit) if p.unit else "",
            standing=disposition(r, p),
        )
        for p in r.record.proposals
        if p.item == item.number
    ]


def left_open(r: Reading) -> list[str]:
    """Proposals that nothing became of yet, and who still awaits instructions on what."""
    w = r.words
    lines = [
        w.say("open_proposal", number=one_line(p.number), standing=w.word("disposition", p.status))
        for p in r.record.proposals
        if p.status in OPEN
    ]
    lines += [
        w.say("awaits_instructions", name=r.name(p.delegation), about=p.about, id=one_line(p.id))
        for p in r.record.positions
        if p.stand == "awaiting_instructions"
    ]
    return lines
