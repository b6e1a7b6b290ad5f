"""What follows the business: the next steps, the closing, the signatures."""

from __future__ import annotations

from vcsession.documents.chapters import onward
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, finality, taken
from vcsession.documents.sections import Block, Listing, Paragraph, Signature, Signatures


def follow_up(r: Reading) -> list[Block]:
    c, w = r.convocation, r.words
    texts = [w.text(c.follow_up), *(w.text(text) for text in c.subject.follow_on)]
    blocks: list[Block] = [Paragraph(text) for text in texts if text]
    assigned = [
        w.say(
            "follow_up_assigned",
            number=one_line(decision.number),
            assignee=w.inline(decision.assignee),
            due=r.date(decision.due),
        )
        for decision in r.decisions
        if taken(decision) and finality(decision) != "void" and (decision.assignee or decision.due)
    ]
    if assigned:
        blocks.append(Listing(tuple(("–", line) for line in assigned)))
    blocks += onward.onward(r)
    return blocks or [Paragraph(w.say("no_follow_up"))]


def closing(r: Reading) -> list[Block]:
    c, w = r.convocation, r.words
    closed = r.record.closed_at
    if r.record.opened_at is None:
        return [Paragraph(w.say("session_not_opened", kind=c.kind))]
    if closed is None:
        return [Paragraph(w.say("session_not_closed", kind=c.kind, at=r.at(r.last)))]
    blocks: list[Block] = [Paragraph(w.say("session_closed", kind=c.kind, at=r.at(closed)))]
    language = w.known("in_language", c.languages.authentic) or one_line(c.languages.authentic)
    place = w.inline(c.venue)
    done = w.say("testimonium", date=r.date(r.day(closed)), language=language, place=place)
    body = w.inline(c.host_body)
    if body:
        done += " " + w.say("kept_by", body=body)
    return [*blocks, Paragraph(done)]


def signatures(r: Reading) -> list[Block]:
    """Of the presiding officer, the heads of the member states that took part, the secretary."""
    c, w = r.convocation, r.words
    participation = r.participation()
    lines = [Signature(w.label("presiding"), w.post(r.post(r.last_presiding())))]
    lines += [
        Signature(w.say("head_of_delegation", of=r.of(d.code)), w.post(d.head))
        for d in c.delegations
        if d.kind == "member_state" and participation.get(d.code, "present") == "present"
    ]
    lines += [Signature(w.label("secretary"), w.post(post)) for post in c.officers.secretaries]
    return [Signatures(tuple(lines))]
