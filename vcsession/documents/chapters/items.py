"""The agenda, each item as it was considered, and the decisions."""

from __future__ import annotations

from itertools import groupby

from vcsession.core.record import DecisionRecord, ItemRecord
from vcsession.documents.chapters import corrections, proposals, text
from vcsession.documents.chapters.deciding import wording
from vcsession.documents.chapters.reservations import beside
from vcsession.documents.plain import one_line
from vcsession.documents.reading import OVER, Reading, awaited, by_silence, finality, taken
from vcsession.documents.sections import Block, Column, Decision, Heading, Listing, Paragraph, Table

CONCLUDED = frozenset({"concluded", "withdrawn", "not_admitted", "referred"})


def agenda(r: Reading) -> list[Block]:
    w = r.words
    if r.record.agenda_adopted_at is None:
        planned = [(i.number, i.title, i.rapporteur) for i in r.convocation.agenda]
        blocks: list[Block] = [Paragraph(w.say("agenda_not_adopted"))]
    else:
        by_number = {item.number: item for item in r.record.items}
        adopted = [by_number[number] for number in r.record.agenda if number in by_number]
        planned = [(i.number, i.title, i.rapporteur) for i in adopted]
        blocks = [Paragraph(w.say("agenda_adopted", at=r.at(r.record.agenda_adopted_at)))]
    entries = tuple(
        (
            f"{one_line(number)}.",
            w.say("agenda_entry", title=w.inline(title), rapporteur=w.inline(rapporteur)),
        )
        for number, title, rapporteur in planned
    )
    return [*blocks, Listing(entries)] if entries else blocks


def items(r: Reading) -> list[Block]:
    considered = [
        item for item in r.record.items if item.opened_at is not None or item.decisions or item.moved_at
    ]
    if not considered:
        return [Paragraph(r.words.say("no_items"))]
    return [block for item in considered for block in _item(r, item)]


def _item(r: Reading, item: ItemRecord) -> list[Block]:
    w = r.words
    blocks: list[Block] = [Heading(w.say("item", number=one_line(item.number), title=w.inline(item.title)))]
    if item.moved_at is not None and item.opened_at is None and not item.decisions:
        return [*blocks, Paragraph(_moved(r, item))]
    if r.form == "full":
        blocks += _heard_and_spoke(r, item)
    if considered := proposals.under(r, item):
        blocks.append(Paragraph("\n".join(considered), lead=w.label("proposals_considered")))
    decisions = [decision for decision in item.decisions if taken(decision)]
    for lead, group in groupby(decisions, key=lambda d: "decided" if d.finality == "final" else "agreed"):
        blocks.append(Paragraph("", lead=w.label(lead)))
        blocks.extend(_decision(r, decision) for decision in group)
    if not decisions:
        blocks.append(Paragraph(w.say("no_decision"), lead=w.label("decided")))
    for decision in item.decisions:
        if not taken(decision) and (decision.status == "no_consensus" or decision.silences or decision.vote):
            blocks.append(Paragraph(_not_agreed(r, decision)))
    if item.moved_at is not None:
        blocks.append(Paragraph(_moved(r, item)))
    if item.outcome:
        blocks.append(Paragraph(w.word("outcome", item.outcome), lead=w.label("outcome")))
    return blocks


def _moved(r: Reading, item: ItemRecord) -> str:
    w, at = r.words, r.at(item.moved_at)
    if item.referred_to:
        return w.say("item_referred", at=at, body=w.inline(item.referred_to))
    planned = next((s for s in r.record.sittings if s.number == item.deferred_until), None)
    sitting = one_line(planned.number) if planned else ""
    return w.say(
        "item_deferred", at=at, sitting=sitting, date=r.date(r.sitting_day(planned)) if planned else ""
    )


def _heard_and_spoke(r: Reading, item: ItemRecord) -> list[Block]:
    w = r.words
    report = w.say(
        "report",
        number=one_line(item.number),
        rapporteur=w.inline(item.rapporteur),
        documents=[one_line(symbol) for symbol in item.documents],
    )
    blocks: list[Block] = [Paragraph(report, lead=w.label("heard"))]
    if item.opened_at is not None:
        opened, concluded = r.at(item.opened_at), item.concluded_at
        day = r.day(item.opened_at)
        blocks.append(
            Paragraph(w.say("considered", opened=opened, concluded=r.at(concluded, day) if concluded else ""))
        )
    speakers = dict.fromkeys(
        w.say("delegation_of", of=r.of(speech.delegation)) if speech.delegation else r.office(speech.seat)
        for speech in item.speeches
    )
    blocks.append(Paragraph(w.say("spoke", speakers=list(speakers)), lead=w.label("spoke")))
    blocks += corrections.wording(r, item)
    for speech in item.speeches:
        if speech.ended == "revoked":
            speaker = r.speaker(speech.delegation, speech.seat)
            at = r.at(speech.ended_at or speech.began_at)
            blocks.append(Paragraph(w.say("floor_revoked", speaker=speaker, at=at)))
    return blocks


def _not_agreed(r: Reading, decision: DecisionRecord) -> str:
    w = r.words
    said = w.say(
        "not_agreed",
        number=one_line(decision.number),
        standing=w.word("pending", decision.status),
        text=wording(r, decision),
    )
    if decision.objections:
        said += "\n" + w.say("objected", names=r.names(decision.objections))
    return "\n".join((said, *beside(r, decision)))


def _decision(r: Reading, decision: DecisionRecord) -> Decision:
    w = r.words
    notes = [
        w.say("decision_present", present=r.names(decision.present), absent=r.names(decision.absent))
        if not decision.round and (decision.present or decision.absent)  # silence has nobody present
        else "",
        w.say("decision_presided", office=r.office(decision.presiding)) if decision.presiding else "",
        w.say("decision_interrupted", moments=_interruptions(r, decision)) if decision.interruptions else "",
        w.say("decision_assigned", assignee=w.inline(decision.assignee), due=r.date(decision.due)),
        w.say("objected", names=r.names(decision.objections)) if decision.objections else "",
        *corrections.beside(r, decision),
        *beside(r, decision),
    ]
    return Decision(
        number=one_line(decision.number),
        label=w.say(_label(decision), number=one_line(decision.number)),
        text=wording(r, decision) or r.gap(w.say("gap_decision", number=one_line(decision.number))),
        finality=finality(decision),
        standing=r.standing(decision),
        notes=tuple(filter(None, notes)),
    )


def _label(decision: DecisionRecord) -> str:
    """What silence adopted has its number from the sitting at which that is announced."""
    unannounced = by_silence(decision) and decision.silences[-1].announced_at is None
    return "decision_unnumbered" if unannounced else "decision"


def _interruptions(r: Reading, decision: DecisionRecord) -> list[str]:
    day = r.day(decision.taken_at) if decision.taken_at else None
    return [r.at(moment, day) for moment in decision.interruptions]


def table_of_decisions(r: Reading) -> list[Block]:
    """The register, without the columns in which nothing stands."""
    register = decision_table(r)
    if not register.rows:
        return [Paragraph(r.words.say("no_decisions"))]
    none = r.words.label("none")
    used = [n for n, cells in enumerate(zip(*register.rows, strict=True)) if set(cells) != {none}]
    columns = tuple(register.columns[n] for n in used)
    return [Table("", columns, tuple(tuple(row[n] for n in used) for row in register.rows))]


def decision_table(r: Reading) -> Table:
    w = r.words
    decisions = [decision for decision in r.decisions if taken(decision)]
    shares = (
        ("number", 3), ("text", 10), ("finality", 8), ("assignee", 7), ("due", 4), ("subject_to", 6),
        ("confirmation", 7),
    )  # fmt: skip
    columns = tuple(Column(w.label(key), share) for key, share in shares)
    none = w.label("none")
    return Table("", columns, tuple(tuple(cell or none for cell in _row(r, d)) for d in decisions))


def standing(r: Reading, decision: DecisionRecord) -> str:
    """How it was agreed and what became of it, in a few words."""
    w = r.words
    said = w.word("finality", decision.finality)
    if finality(decision) == "void":
        said += f"; {w.word('no_longer', decision.status)}"
    elif decision.confirmed_at is not None:
        said += "; " + w.say("confirmed_short", date=r.date(r.day(decision.confirmed_at)))
    return said


def _row(r: Reading, decision: DecisionRecord) -> tuple[str, ...]:
    w = r.words
    subject_to = w.say(
        "subject_to_short", subject_to=w.inline(decision.subject_to), confirm_by=r.date(decision.confirm_by)
    )
    confirmations = (
        w.say(
            "confirmation_short",
            name=r.name(entry.delegation),
            date=r.date(r.day(entry.confirmed_at)) if entry.confirmed_at else "",
        )
        for entry in decision.confirm_list
    )
    return (
        one_line(decision.number),
        wording(r, decision) or w.say("no_text"),
        standing(r, decision),
        w.inline(decision.assignee),
        r.date(decision.due),
        subject_to,
        "\n".join(confirmations),
    )


def left_open(r: Reading) -> list[Block]:
    w = r.words
    lines = []
    for decision in r.decisions:
        number = one_line(decision.number)
        if taken(decision) and finality(decision) in ("preliminary", "ad_referendum"):
            waiting = r.names(awaited(decision))
            by = r.date(decision.confirm_by)
            lines.append(w.say("awaits_confirmation", number=number, awaited=waiting, confirm_by=by))
        elif not taken(decision) and decision.status not in OVER:
            lines.append(w.say("open_decision", number=number, standing=w.word("pending", decision.status)))
    for item in r.record.items:
        if item.status not in CONCLUDED:
            standing = w.word("item_status", item.status)
            number = one_line(item.number)
            lines.append(w.say("open_item", number=number, title=w.inline(item.title), standing=standing))
    lines += text.left_in_brackets(r)
    lines += proposals.left_open(r)
    if not lines:
        return [Paragraph(w.say("nothing_open"))]
    return [Listing(tuple(("–", line) for line in lines))]
