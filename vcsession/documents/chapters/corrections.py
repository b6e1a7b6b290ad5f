"""What became of the minutes themselves: corrections with their answers, notes, signatures, corrigenda.

A correction that is still open, or was withdrawn, is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.record import CorrectionRecord, DecisionRecord, ItemRecord, MinutesRecord, SignatureRecord
from vcsession.documents.plain import one_line, printable
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Heading, Listing, Paragraph, Table

ANSWERED = ("accepted_correction", "accepted_with_change", "declined_correction")


def minutes_of(r: Reading) -> MinutesRecord | None:
    """The minutes at work or issued, once they were circulated."""
    last = r.record.minutes[-1] if r.record.minutes else None
    return last if last is not None and last.circulated_at is not None else None


def beside(r: Reading, decision: DecisionRecord) -> list[str]:
    """How a decision read before each correction of its text, the hash of that text beside it."""
    w = r.words
    return [
        w.say(
            "decision_corrected",
            at=r.at(former.until),
            number=one_line(former.correction),
            text=w.text(former.text),
            hash=former.text_hash,
        )
        for former in decision.former
    ]


def wording(r: Reading, item: ItemRecord) -> list[Block]:
    """What the secretary worded of the interventions on an item, and the notes to it."""
    w = r.words
    blocks: list[Block] = [
        Paragraph(w.say("worded", speaker=r.speaker(s.delegation, s.seat), text=w.text(s.wording)))
        for s in item.speeches
        if s.wording
    ]
    noted = r.record.minutes[-1].notes if r.record.minutes else ()
    blocks += [
        Paragraph(w.text(note.text), lead=w.label("note")) for note in noted if note.item == item.number
    ]
    return blocks


def annex(r: Reading, m: MinutesRecord) -> list[Block]:
    w = r.words
    blocks: list[Block] = [
        Paragraph(w.say("minutes_state", version=m.versions[-1].number, status=w.word("minutes", m.status))),
        _versions(r, m),
    ]
    if m.status == "circulated_minutes":
        blocks.append(Paragraph(w.say("corrections_until", at=r.at(m.deadline))))
    if m.adopted_at is not None:
        blocks.append(Paragraph(w.say("minutes_adopted", at=r.at(m.adopted_at))))
    blocks += [Paragraph(w.text(note.text), lead=w.label("note")) for note in m.notes if not note.item]
    for correction in m.corrections:
        if correction.status in ANSWERED:
            blocks += _correction(r, correction)
    if m.signatures:
        blocks.append(Heading(w.label("signatures")))
        blocks.append(Listing(tuple(("–", _signature(r, s)) for s in _in_order(r, m))))
    for corrigendum in m.corrigenda:
        blocks.append(Heading(w.say("corrigendum", number=corrigendum.number, at=r.at(corrigendum.at))))
        blocks.append(Paragraph(w.text(corrigendum.text)))
    return blocks


def _versions(r: Reading, m: MinutesRecord) -> Table:
    """Each version with what it was made from, and the corrections that changed it against the former."""
    w = r.words
    rows, since = [], None
    for version in m.versions:
        changed = [
            one_line(c.number)
            for c in m.corrections
            if c.status in ("accepted_correction", "accepted_with_change") and c.decided_at is not None
            and c.decided_at <= version.made_at and (since is None or c.decided_at > since)
        ]  # fmt: skip
        rows.append(
            (
                str(version.number),
                r.at(version.made_at),
                w.say("version_range", first=version.first, last=version.last),
                w.listing(changed) if changed else w.label("none"),
            )
        )
        since = version.made_at
    shares = (("version", 2), ("made_version", 5), ("versions", 3), ("changes_against", 7))
    return Table(w.label("minutes_versions"), tuple(Column(w.label(k), n) for k, n in shares), tuple(rows))


def _correction(r: Reading, c: CorrectionRecord) -> Iterator[Block]:
    w = r.words
    yield Heading(
        w.say(
            "correction_title",
            number=one_line(c.number),
            kind=w.word("correction_kind", c.kind),
            of=r.of(c.delegation) if c.delegation else "",
            decision=one_line(c.target) if c.kind == "decision_text" else "",
        )
    )
    yield Paragraph(w.say("correction_reads", old=w.text(c.old), new=w.text(c.wording)))
    said = w.say("correction_answered", status=w.word("correction", c.status), at=r.at(c.decided_at))
    if c.against:
        said += " " + w.say("correction_checked", against=w.word("checked_against", c.against))
    if c.objections:
        said += " " + w.say("correction_objected", names=r.names(c.objections))
    if c.answer:
        said += " " + w.say("correction_reason", reason=printable(c.answer))
    yield Paragraph(said)
    if c.note:
        yield Paragraph(w.text(c.note), lead=w.say("correction_note", of=r.of(c.delegation)))


def _in_order(r: Reading, m: MinutesRecord) -> list[SignatureRecord]:
    """The presiding officer, the heads in protocol order, the secretary."""
    order = ["presiding", *(d.code for d in r.convocation.delegations)]
    place = {signer: n for n, signer in enumerate(order)}
    return sorted(m.signatures, key=lambda s: place.get(s.signer, len(order)))


def _signature(r: Reading, s: SignatureRecord) -> str:
    w = r.words
    heads = s.signer in {d.code for d in r.convocation.delegations}
    who = w.say("head_of_delegation", of=r.of(s.signer)) if heads else r.office(s.seat)
    return w.say(
        "signed", who=who, manner=w.word("manner", s.manner), at=r.at(s.at), words=printable(s.words)
    )
