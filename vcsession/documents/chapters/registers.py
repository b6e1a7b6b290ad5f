"""What only the papers beside the minutes have: registers, and each list as one flat table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day

from vcsession.core.convocation import Post
from vcsession.core.vocabulary import Text
from vcsession.documents.chapters import items
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, finality, taken
from vcsession.documents.sections import Block, Column, Facts, Paragraph, Table

FAR = Day.max
"""Sorts what has no date after what has one."""


def agenda(r: Reading) -> list[Block]:
    """The agenda with its rapporteurs, documents and planned times."""
    w = r.words
    none = w.label("none")
    planned = {item.number: item.minutes for item in r.convocation.agenda}
    rows = [
        (
            one_line(number),
            w.inline(title),
            w.inline(rapporteur) or none,
            "\n".join(map(one_line, documents)) or none,
            str(planned.get(number) or none),
        )
        for number, title, rapporteur, documents in _on_agenda(r)
    ]
    said, *_ = items.agenda(r)
    shares = (("number", 1), ("title", 9), ("rapporteur", 6), ("documents", 5), ("planned", 3))
    return [said, _table(r, shares, rows)]


def _on_agenda(r: Reading) -> Iterator[tuple[str, Text, Text, tuple[str, ...]]]:
    if r.record.agenda_adopted_at is None:
        for planned in r.convocation.agenda:
            yield planned.number, planned.title, planned.rapporteur, planned.documents
        return
    by_number = {item.number: item for item in r.record.items}
    for number in r.record.agenda:
        if (item := by_number.get(number)) is not None:
            yield item.number, item.title, item.rapporteur, item.documents


def officers(r: Reading) -> list[Block]:
    rows = [(r.words.label(role), r.words.post(post)) for role, post in _officers(r)]
    return [Facts(tuple(rows))]


def _officers(r: Reading) -> Iterator[tuple[str, Post]]:
    c = r.convocation
    yield "overall_lead", c.overall_lead
    yield "presiding", c.officers.chair
    for role, posts in (
        ("deputies", c.officers.deputies),
        ("secretary", c.officers.secretaries),
        ("observers", c.officers.observers),
        ("technicians", c.officers.technicians),
    ):
        for post in posts:
            yield role, post
    for seat in r.seats("interpreter"):
        yield "interpreters", Post(seat.office)


def participants(r: Reading) -> Table:
    """One row for each post: the officers, then each delegation with its head first."""
    w = r.words
    participation = r.participation()
    none = w.label("none")
    rows = [("", none, w.label(role), w.inline(p.title), w.inline(p.rank), "") for role, p in _officers(r)]
    for delegation in r.convocation.delegations:
        kind = w.word("delegation_kind", delegation.kind)
        took_part = participation.get(delegation.code)
        said = w.word("presence", took_part) if took_part else ""
        posts = [("head", delegation.head)]
        posts += [("alternate" if m.role == "alternate" else "member", m.post) for m in delegation.members]
        rows += [
            (kind, r.name(delegation.code), w.label(role), w.inline(p.title), w.inline(p.rank), said)
            for role, p in posts
        ]
    shares = tuple((key, 1) for key in ("kind", "delegation", "role", "post", "rank", "answer"))
    return _table(r, shares, rows)


def speakers(r: Reading) -> Table:
    """One row for each speech, its length in minutes and seconds."""
    w = r.words
    rows = [
        (
            r.day(speech.began_at).isoformat(),
            r.time(speech.began_at),
            r.speaker(speech.delegation, speech.seat),
            w.known("speech", speech.kind),
            one_line(speech.item or ""),
            f"{speech.seconds // 60}:{speech.seconds % 60:02}",
        )
        for speech in r.record.speeches
    ]
    return _table(r, tuple((k, 1) for k in ("date", "time", "speaker", "kind", "item", "duration")), rows)


def presence(r: Reading) -> Table:
    """One row for each answer and each change, in order; how many were present after a change."""
    w = r.words
    rows = []
    for sitting in r.held():
        number, day = one_line(sitting.number), r.sitting_day(sitting).isoformat()
        rows += [
            (number, day, r.time(a.at), r.name(a.delegation), w.word("presence", a.presence), "")
            for a in sitting.roll_call
        ]
        rows += [
            (
                number,
                r.day(change.at).isoformat(),
                r.time(change.at),
                r.name(change.delegation),
                w.word("change", change.what),
                str(change.present),
            )
            for change in sitting.changes
        ]
    keys = ("sitting", "date", "time", "delegation", "event", "present")
    return _table(r, tuple((key, 1) for key in keys), rows)


def replies(r: Reading) -> Table:
    """What each delegation replied to the invitation as it is now: one to a former one says nothing of it."""
    w = r.words
    rows = [
        (one_line(s.number), r.name(reply.delegation), w.word("reply", reply.answer), r.at(reply.at))
        for s in r.record.sittings
        for reply in s.replies
        if reply.sequence == r.record.sequence
    ]
    return _table(r, (("sitting", 2), ("delegation", 7), ("reply", 6), ("given", 5)), rows)


def decisions(r: Reading) -> Table:
    """The register: each decision with when it was taken and all that became of it."""
    register = items.decision_table(r)
    found = (d for d in r.decisions if taken(d))
    rows = tuple(
        (*row, f"{r.local(d.taken_at):%Y-%m-%d %H:%M}" if d.taken_at else "")
        for row, d in zip(register.rows, found, strict=True)
    )
    return Table("", (*register.columns, Column(r.words.label("taken"), 4)), rows)


def due(r: Reading) -> list[Block]:
    """What each office has to do, the earliest first."""
    w = r.words
    none = w.label("none")
    assigned = [d for d in r.decisions if taken(d) and finality(d) != "void" and (d.assignee or d.due)]
    assigned.sort(key=lambda d: (d.due or FAR, w.inline(d.assignee), d.number))
    if not assigned:
        return [Paragraph(w.say("nothing_due"))]
    rows = [
        (
            w.inline(d.assignee) or none,
            r.date(d.due) or none,
            one_line(d.number),
            w.text(d.text) or w.say("no_text"),
        )
        for d in assigned
    ]
    return [_table(r, (("assignee", 6), ("due", 4), ("decision", 3), ("text", 11)), rows)]


def calendar(r: Reading) -> list[Block]:
    w = r.words
    rows = [
        (
            one_line(sitting.number),
            *(
                f"{r.date(r.day(moment))}, {r.time(moment)}" if moment else w.label("none")
                for moment in (sitting.opens_at, sitting.called_to_order_at, sitting.ended_at)
            ),
            w.say("sitting_state", outcome=sitting.outcome),
        )
        for sitting in r.record.sittings
    ]
    shares = (("sitting", 2), ("begins", 5), ("opened", 5), ("ended", 5), ("state", 3))
    return [_table(r, shares, rows)]


def _table(r: Reading, shares: Sequence[tuple[str, int]], rows: Sequence[tuple[str, ...]]) -> Table:
    return Table("", tuple(Column(r.words.label(key), share) for key, share in shares), tuple(rows))
