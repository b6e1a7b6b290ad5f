"""What stands before the agenda: the general facts, who took part, how the sittings were opened."""

from __future__ import annotations

from vcsession.core.convocation import Delegation, LegalBasis
from vcsession.core.record import RollCallAnswer, SittingRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Facts, Heading, Paragraph, Table

KINDS = ("member_state", "organ", "invited_body", "observer")
NAMES_IN_THE_BODY = 10
"""Beyond about ten names the body gives the number and an annex the list: the Russian practice."""


def general(r: Reading) -> list[Block]:
    c, w = r.convocation, r.words
    known = w.known("zone", c.time_zone)
    rows = [
        (w.label("place"), w.inline(c.venue) or r.gap(w.label("place"))),
        (w.label("mode"), w.word("mode", c.mode)),
        (w.label("dates"), w.grammar.date_range(c.date_from, c.date_to)),
        (w.label("first_convened"), _first_convened(r)),
        (w.label("zone"), w.say("zone", name=one_line(c.time_zone), known=known, offset=r.zone_offset())),
        (w.label("host_body"), w.inline(c.host_body)),
        *((w.label("legal_basis"), _legal_basis(r, basis)) for basis in c.legal_basis),
        (w.label("purpose"), w.text(c.purpose)),
    ]
    if r.form == "full":
        rows += [
            (w.word("subject", c.subject.kind), w.inline(c.subject.name)),
            (w.word("subject_purpose", c.subject.kind), w.inline(c.subject.purpose)),
            (w.word("subject_location", c.subject.kind), w.inline(c.subject.location)),
        ]
    rows += [
        (w.label("overall_lead"), w.post(c.overall_lead)),
        (w.label("presiding"), w.post(c.officers.chair) or r.gap(w.label("presiding"))),
        *((w.label("deputies"), w.post(post)) for post in c.officers.deputies if r.form == "full"),
        *((w.label("secretary"), w.post(post)) for post in c.officers.secretaries),
    ]
    return [Facts(tuple((label, value) for label, value in rows if value))]


def _first_convened(r: Reading) -> str:
    first, w = r.record.first_convened, r.words
    if first is None:
        return ""
    return f"{w.grammar.date_range(first.date_from, first.date_to)}, {w.inline(first.venue)}"


def _legal_basis(r: Reading, basis: LegalBasis) -> str:
    """The act's registered text often names its body and date already; then they are not said twice."""
    act = r.words.inline(basis.approving_act)
    complete = str(basis.date.year) in act
    return r.words.say(
        "legal_basis",
        instrument=r.words.inline(basis.instrument),
        act=act,
        body="" if complete else r.words.inline(basis.approving_body),
        dated="" if complete else r.date(basis.date),
        reference=one_line(basis.reference),
    )


def participants(r: Reading, members_annex: int | None) -> list[Block]:
    """`members_annex`: the number of the annex that lists the members, where the body only counts them."""
    participation = r.participation()
    listed = [
        d for d in r.convocation.delegations if not participation or participation.get(d.code) == "present"
    ]
    groups = [(kind, [d for d in listed if d.kind == kind]) for kind in KINDS]
    groups = [(kind, group) for kind, group in groups if group]
    blocks: list[Block] = []
    if not participation:
        blocks.append(Paragraph(r.words.say("no_roll_call")))
    for kind, group in groups:
        blocks.append(_delegations(r, r.words.word("delegation_kind", kind), group, members_annex))
    for presence in ("absent", "excused", "not_participating", "expected"):
        codes = [code for code, found in participation.items() if found == presence]
        if codes:
            blocks.append(Paragraph(r.words.say("took_no_part", presence=presence, names=r.names(codes))))
    return blocks


def names_in_all(r: Reading) -> int:
    return sum(1 + len(d.members) for d in r.convocation.delegations)


def _delegations(r: Reading, caption: str, group: list[Delegation], members_annex: int | None) -> Table:
    w = r.words
    with_members = any(d.members for d in group)
    columns = [Column(w.label("delegation"), 5), Column(w.label("head"), 6)]
    if with_members:
        columns.append(Column(w.label("members"), 5))
    rows = []
    for delegation in group:
        row = ["\n".join((r.name(delegation.code), *map(w.inline, delegation.represents)))]
        row.append(w.post(delegation.head))
        if with_members and not delegation.members:
            row.append(w.label("none"))
        elif with_members and members_annex is not None:
            row.append(w.say("member_count", count=len(delegation.members), annex=members_annex))
        elif with_members:
            row.append("\n".join(members(r, delegation)))
        rows.append(tuple(row))
    return Table(caption, tuple(columns), tuple(rows))


def members(r: Reading, delegation: Delegation) -> list[str]:
    """The members besides the head, alternates so marked."""
    alternate = r.words.label("alternate")
    return [
        r.words.post(m.post) + (f" ({alternate})" if m.role == "alternate" else "")
        for m in delegation.members
    ]


def opening(r: Reading) -> list[Block]:
    c, w = r.convocation, r.words
    blocks: list[Block] = []
    if r.record.opened_at is None:
        blocks.append(Paragraph(w.say("session_not_opened", kind=c.kind)))
    else:
        blocks.append(Paragraph(w.say("session_opened", kind=c.kind, at=r.at(r.record.opened_at))))
    for sitting in r.record.sittings:
        blocks.append(Heading(r.sitting_title(sitting)))
        blocks.extend(Paragraph(text) for text in _sitting_opening(r, sitting))
    return blocks


def _sitting_opening(r: Reading, sitting: SittingRecord) -> list[str]:
    w = r.words
    if sitting.called_to_order_at is None:
        return [w.say("sitting_not_held", outcome=sitting.outcome)]
    day = r.sitting_day(sitting)
    presided = r.presided(sitting.called_to_order_at)
    lines = [
        w.say(
            "sitting_opened",
            at=r.at(sitting.called_to_order_at, day),
            presiding=r.office(presided.seat) if presided else "",
        )
    ]
    answered = [answer for answer in sitting.roll_call if answer.presence == "present"]
    if answered:
        answered.sort(key=lambda answer: (answer.at is None, answer.at))
        lines.append(w.say("roll_call", answers=[_answer(r, answer) for answer in answered]))
    for presence in ("absent", "excused", "not_participating", "expected"):
        codes = [answer.delegation for answer in sitting.roll_call if answer.presence == presence]
        if codes:
            lines.append(w.say("took_no_part", presence=presence, names=r.names(codes)))
    return [*lines, _quorum(r, sitting)]


def _quorum(r: Reading, sitting: SittingRecord) -> str:
    """Neither declared nor gone without for a discussion, a quorum has no figures."""
    if not sitting.entitled:
        return r.words.say("quorum_not_declared")
    said = r.words.say(
        "quorum",
        at=r.at(sitting.quorum_declared_at, r.sitting_day(sitting)),
        present=sitting.present,
        entitled=sitting.entitled,
        quorate=sitting.quorate,
    )
    if sitting.quorate and sitting.discussed_since is not None:
        said += " " + r.words.say("discussed_before", at=r.time(sitting.discussed_since))
    return said


def _answer(r: Reading, answer: RollCallAnswer) -> str:
    return r.words.say("answer", name=r.name(answer.delegation), time=r.time(answer.at))
