"""The annexes: lists and logs that the body only sums up, and what ties the document to the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from itertools import groupby

from vcsession.core.convocation import Draft
from vcsession.core.record import PaperRecord, PersonRecord, RollCallAnswer, SittingRecord, Speech
from vcsession.core.rules import Majority, Quorum
from vcsession.documents.chapters.front import members
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, taken
from vcsession.documents.sections import Block, Code, Column, Facts, Heading, Listing, Paragraph, Table

CELLS = ("paragraph", "date", "venue", "composition", "responsible")
CODE_CAPACITY = 600
"""Characters of data that make a code which can still be read from a printed page."""


def composition(r: Reading) -> list[Block]:
    blocks: list[Block] = []
    for delegation in r.convocation.delegations:
        listed = (r.words.post(delegation.head), *members(r, delegation))
        blocks.append(Heading(r.name(delegation.code)))
        blocks.append(Listing(tuple((f"{n}.", line) for n, line in enumerate(listed, 1))))
    return blocks


def presence(r: Reading) -> list[Block]:
    blocks = [block for sitting in r.held() for block in _presence(r, sitting)]
    return blocks or [Paragraph(r.words.say("no_roll_call"))]


def _presence(r: Reading, sitting: SittingRecord) -> list[Block]:
    w = r.words
    blocks: list[Block] = [Heading(r.sitting_title(sitting))]
    columns = (
        Column(w.label("delegation"), 6),
        Column(w.label("answer"), 4),
        Column(w.label("time"), 2),
        Column(w.label("answered_by"), 7),
    )
    none = w.label("none")
    answers = tuple(
        (
            r.name(answer.delegation),
            w.word("presence", answer.presence),
            r.time(answer.at) or none,
            _answered_by(r, answer),
        )
        for answer in sitting.roll_call
    )
    if answers:
        blocks.append(Table(w.label("roll_call"), columns, answers))
    else:
        blocks.append(Paragraph(w.say("no_roll_call")))
    if sitting.changes:
        columns = (
            Column(w.label("time"), 2),
            Column(w.label("delegation"), 7),
            Column(w.label("event"), 8),
            Column(w.label("present"), 3),
        )
        changes = tuple(
            (
                r.time(change.at),
                r.name(change.delegation),
                w.word("change", change.what),
                f"{change.present} / {r.entitled(sitting)}",
            )
            for change in sitting.changes
        )
        blocks.append(Table(w.label("presence"), columns, changes))
    return blocks


def _answered_by(r: Reading, answer: RollCallAnswer) -> str:
    if not answer.answered_by:
        return r.words.label("none")
    heads = r.heads(answer.answered_by, answer.delegation)
    by = r.words.label("by_head") if heads else r.office(answer.answered_by)
    return r.words.say("entered_by", by=by, aide=r.office(answer.entered_by)) if answer.entered_by else by


def attendance(r: Reading) -> list[Block]:
    """Who took part by name, who headed a delegation in place of its head, and how its credentials stand."""
    w = r.words
    blocks: list[Block] = []
    for one in r.record.credentials:
        sentences = [
            w.say(
                "headed",
                of=r.of(one.delegation),
                name=_person(r, h.person) if h.person else r.office(h.seat),
                acting=h.kind == "acting",
                since=r.at(h.since),
                until=r.at(h.until),
            )
            for h in one.headed
        ]
        if one.state in ("provisional_credentials", "withdrawn_credentials"):
            sentences.append(w.say("credentials", state=one.state, of=r.of(one.delegation)))
        if one.people or sentences:
            blocks.append(Heading(r.name(one.delegation)))
        if one.people:
            blocks.append(Listing(tuple((f"{n}.", _attendant(r, p)) for n, p in enumerate(one.people, 1))))
        blocks += map(Paragraph, sentences)
    return blocks


def _attendant(r: Reading, person: PersonRecord) -> str:
    w = r.words
    return w.say(
        "attendant",
        name=_person(r, person),
        capacity=w.word("capacity", person.capacity),
        sittings=w.listing([one_line(number) for number in person.sittings]),
    )


def _person(r: Reading, person: PersonRecord) -> str:
    rank, name, post = (r.words.inline(text) for text in (person.rank, person.name, person.post))
    return ", ".join(filter(None, (" ".join(filter(None, (rank, name))), post)))


def speakers(r: Reading) -> list[Block]:
    w = r.words
    if not r.record.speeches:
        return [Paragraph(w.say("no_speeches"))]
    columns = (
        Column(w.label("time"), 2),
        Column(w.label("speaker"), 11),
        Column(w.label("item"), 2),
        Column(w.label("duration"), 2),
    )
    blocks: list[Block] = []
    for day, speeches in groupby(r.record.speeches, key=lambda speech: r.day(speech.began_at)):
        rows = tuple(
            (
                r.time(speech.began_at),
                _speaker(r, speech),
                one_line(speech.item) if speech.item else w.label("none"),
                _minutes(speech.seconds),
            )
            for speech in speeches
        )
        blocks.append(Table(r.date(day), columns, rows))
    return [*blocks, _totals(r)]


def _totals(r: Reading) -> Table:
    w = r.words
    totals: dict[str, list[int]] = {}
    for speech in r.record.speeches:
        totals.setdefault(r.speaker(speech.delegation, speech.seat), []).append(speech.seconds)
    columns = (Column(w.label("speaker"), 11), Column(w.label("speeches"), 3), Column(w.label("total"), 3))
    rows = tuple((name, str(len(seconds)), _minutes(sum(seconds))) for name, seconds in totals.items())
    return Table(w.label("totals"), columns, rows)


def _speaker(r: Reading, speech: Speech) -> str:
    kind = r.words.known("speech", speech.kind)
    said = r.speaker(speech.delegation, speech.seat) + (f", {kind}" if kind else "")
    if speech.people:
        said += ": " + "; ".join(_person(r, person) for person in speech.people)
    return f"{said} ({r.words.label('corrected_by_head')})" if speech.corrected else said


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def draft(r: Reading, plan: Draft) -> list[Block]:
    """The plan table as it was submitted: one column for each kind of cell that it has."""
    w = r.words
    kinds = [kind for kind in CELLS if any(cell.kind == kind for row in plan.rows for cell in row.cells)]
    columns = (
        Column(w.label("number"), 1),
        Column(w.label("row"), 4),
        *(Column(w.word("cell", kind), 4) for kind in kinds),
    )
    rows = tuple(
        (
            one_line(row.path),
            w.inline(row.title),
            *(
                "\n".join(w.text(cell.text) for cell in row.cells if cell.kind == kind) or w.label("none")
                for kind in kinds
            ),
        )
        for row in plan.rows
    )
    return [Paragraph(f"{one_line(plan.symbol)}. {w.inline(plan.title)}"), Table("", columns, rows)]


def documents(r: Reading) -> list[Block]:
    """What was before the table: what was only registered, or for the secretariat, is not told."""
    w = r.words
    columns = (
        Column(w.label("symbol"), 5),
        Column(w.label("title"), 9),
        Column(w.label("text_status"), 4),
        Column(w.label("circulated"), 3),
    )
    rows = tuple(
        (one_line(p.symbol), w.inline(p.title), _paper_status(r, p), r.at(p.circulated_at) or w.label("none"))
        for p in r.record.papers
        if p.audience in ("all", "items") and (p.circulated_at is not None or not p.hash)
    )
    return [Table("", columns, rows)]


def _paper_status(r: Reading, paper: PaperRecord) -> str:
    w = r.words
    language = w.known("language", paper.language) or one_line(paper.language)
    parts = [f"{w.word('paper_status', paper.status)} ({language})"]
    if paper.marking:
        parts.append(w.word("marking", paper.marking))
    if paper.state in ("superseded_document", "withdrawn_document"):
        parts.append(" ".join((w.word("paper_state", paper.state), one_line(paper.superseded_by))).strip())
    return "\n".join(parts)


def rules(r: Reading) -> list[Block]:
    w, given = r.words, r.convocation.rules
    columns = (Column(w.label("rule"), 4), Column(w.label("value"), 5))
    rows = tuple(
        (w.word("rule", field.name), _rule(r, field.name, getattr(given, field.name)))
        for field in fields(given)
    )
    return [Table("", columns, rows)]


def _rule(r: Reading, name: str, value: object) -> str:
    w = r.words
    match value:
        case Quorum(form, number, numerator, denominator):
            return w.say(
                "quorum_rule", form=form, number=number, numerator=numerator, denominator=denominator
            )
        case Majority():
            return w.say(
                "majority_rule",
                numerator=value.numerator,
                denominator=value.denominator,
                constant=value.constant,
                of=w.word("vote_of", value.of),
                electorate=w.word("electorate", value.electorate),
            )
        case None:
            return w.word("rule_value", "no")
        case bool():
            return w.word("rule_value", "yes" if value else "no")
        case str() if name == "marking_ceiling":
            return w.word("marking", value)
        case str():
            return w.word("rule_value", value)
        case bool():
            return w.word("rule_value", "yes" if value else "no")
        case int() if name.endswith("_s"):
            return _duration(r, value)
        case tuple():
            return "; ".join(w.word("observed", one) for one in value) or w.label("none")
        case Mapping():
            each = (f"{w.word('speech_rule', kind)}: {_duration(r, limit)}" for kind, limit in value.items())
            return "; ".join(each) or w.label("none")
        case int() if name.endswith("_h"):
            return w.say("hours", count=value)
        case int() if name.endswith("_days"):
            return w.say("days", count=value)
        case _:
            return str(value)


def _duration(r: Reading, seconds: int) -> str:
    """In the largest unit that leaves no rest."""
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds and seconds % length == 0:
            return r.words.say(unit, count=seconds // length)
    return r.words.say("seconds", count=seconds)


def verification(r: Reading) -> list[Block]:
    """What ties the minutes to the log; the hashes of the decisions' texts before the code."""
    w = r.words
    hashes = tuple(
        (one_line(d.number), one_line(d.text_hash)) for d in r.decisions if taken(d) and d.text_hash
    )
    listed: list[Block] = [Heading(w.label("text_hashes")), Facts(hashes, digits=True)] if hashes else []
    said, facts, *code = provenance(r)
    return [said, facts, *listed, *_seals(r), *code]


def _seals(r: Reading) -> list[Block]:
    """Of each signature that was sealed, the key and the seal: anybody checks them over the signed hash."""
    w, codes = r.words, {d.code for d in r.convocation.delegations}
    blocks: list[Block] = []
    for m in r.record.minutes[-1:]:
        for s in m.signatures:
            if s.seal:
                who = r.name(s.signer) if s.signer in codes else r.office(s.seat)
                rows = ((w.label("seal_key"), one_line(s.public_key)), (w.label("seal"), one_line(s.seal)))
                blocks += [Heading(who), Facts(rows, digits=True)]
        if blocks:
            blocks.insert(0, Paragraph(w.say("sealed", hash=one_line(m.hash))))
    return blocks


def provenance(r: Reading) -> list[Block]:
    """The same for any paper: how to check it, from which entries it was made, and the code."""
    w, v = r.words, r.record.verification
    session = one_line(r.convocation.id)
    range_ = {"first": v.first_version, "last": v.last_version}
    rows = (
        (w.label("versions"), w.say("version_range", **range_)),
        (w.label("head_hash"), one_line(v.head_hash)),
        (w.label("signature"), one_line(v.signature) or w.label("unsigned")),
        (w.label("public_key"), one_line(v.public_key) or w.label("none")),
    )
    blocks: list[Block] = [
        Paragraph(w.say("verification", session=session, **range_)),
        Facts(rows, digits=True),
    ]
    symbol = one_line(r.convocation.symbol)
    data = f"{symbol} {v.first_version}-{v.last_version} sha256:{one_line(v.head_hash)}"
    said = w.say("code_description", symbol=symbol, **range_)
    if v.address:
        data, said = f"{one_line(v.address)}/verify?hash={one_line(v.head_hash)}", w.say("code_verifies")
        # not "copy": in a page `&copy` is a sign of its own
        data += f"&number={r.copy}" if r.copy is not None else ""
    elif r.copy is not None:
        data, said = f"{data} copy:{r.copy}", f"{said}; {w.say('copy_no', number=r.copy)}"
    if len(data) <= CODE_CAPACITY:
        blocks.append(Code(data, said))
    return blocks
