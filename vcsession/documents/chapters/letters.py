"""What goes out with the draft: the covering letter, the forwarding sheet, how the approvals stand."""

from __future__ import annotations

from vcsession.core.record import ForwardingRecord
from vcsession.documents.chapters import onward
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import (
    Block,
    Column,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Signature,
    Signatures,
    Table,
)


def letter(r: Reading) -> list[Block]:
    """To the body that the draft goes to; the post that signs is the overall leader's."""
    c, w = r.convocation, r.words
    if not r.record.forwardings:
        return [Paragraph(w.say("nothing_forwarded"))]
    blocks: list[Block] = []
    for f in r.record.forwardings:
        draft = c.draft
        blocks += [
            Facts(((w.label("addressee"), w.inline(f.body)),)),
            Paragraph(
                w.say(
                    "letter_sends",
                    draft=w.inline(draft.title) if draft else w.inline(c.subject.name),
                    symbol=one_line(draft.symbol) if draft else "",
                    session=w.say("subtitle", kind=c.kind, ordinal=c.ordinal, title=w.inline(c.title)),
                    dates=w.grammar.date_range(c.date_from, c.date_to),
                )
            ),
        ]
        standing = onward.standing(r, f)
        if standing:
            blocks.append(Paragraph(standing))
        if f.due is not None:
            blocks.append(Paragraph(w.say("letter_replies", due=r.date(f.due))))
        enclosed = [w.say("enclosed_draft", hash=one_line(f.version))] if f.version else []
        enclosed.append(w.say("enclosed_minutes", symbol=one_line(c.symbol)))
        numbered = tuple((f"{n}.", line) for n, line in enumerate(enclosed, 1))
        blocks += [Paragraph("", lead=w.label("enclosures")), Listing(numbered)]
    return [*blocks, Signatures((Signature(w.label("overall_lead"), w.post(c.overall_lead)),))]


def sheet(r: Reading) -> list[Block]:
    """Every step of each draft, with its letter."""
    w, none = r.words, r.words.label("none")
    if not r.record.forwardings:
        return [Paragraph(w.say("nothing_forwarded"))]
    blocks: list[Block] = []
    for f in r.record.forwardings:
        rows = tuple(
            (
                str(n),
                r.at(step.at),
                onward.step(r, f, step, bare=True),
                one_line(step.letter) or none,
                one_line(step.words) or none,
            )
            for n, step in enumerate(f.steps, 1)
        )
        shares = (("number", 1), ("date", 5), ("step", 8), ("letter", 3), ("remarks", 6))
        blocks.append(Heading(_head(r, f)))
        blocks.append(Table("", tuple(Column(w.label(k), n) for k, n in shares), rows))
    return blocks


def approvals(r: Reading) -> list[Block]:
    """Each state's internal approval: how it stands, by which letter, until when a reply is expected."""
    w, none = r.words, r.words.label("none")
    asked = [f for f in r.record.forwardings if f.approvals]
    if not asked:
        return [Paragraph(w.say("no_approvals"))]
    blocks: list[Block] = []
    for f in asked:
        rows = tuple(
            (
                r.name(a.delegation),
                w.inline(a.office) or none,
                w.word("approval", a.status),
                r.at(a.at),
                one_line(a.letter) or none,
                one_line(a.reason) or none,
            )
            for a in f.approvals
        )
        shares = (("delegation", 5), ("office", 5), ("state", 4), ("date", 4), ("letter", 3), ("remarks", 5))
        blocks.append(Heading(_head(r, f)))
        if f.due is not None:
            blocks.append(Paragraph(w.say("letter_replies", due=r.date(f.due))))
        blocks.append(Table("", tuple(Column(w.label(k), n) for k, n in shares), rows))
        open_ = [one_line(c.number) for c in f.comments if not c.resolved]
        if open_:
            blocks.append(Paragraph(w.say("onward_comments", numbers=open_)))
    return blocks


def _head(r: Reading, f: ForwardingRecord) -> str:
    return r.words.say("onward", number=one_line(f.id), body=r.words.inline(f.body), version="")
