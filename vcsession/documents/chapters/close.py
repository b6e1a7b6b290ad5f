"""What follows the business: the next steps, the closing, the signatures."""

from __future__ import annotations

from vcsession.core.record import DecisionRecord, SignatureRecord
from vcsession.documents.chapters import onward
from vcsession.documents.plain import one_line, printable
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
            assignee=w.inline(decision.assignee) or _nobody(r, decision),
            due=r.date(decision.due),
        )
        for decision in r.decisions
        if taken(decision) and finality(decision) != "void" and (decision.assignee or decision.due)
    ]
    if assigned:
        blocks.append(Listing(tuple(("–", line) for line in assigned)))
    blocks += onward.onward(r)
    return blocks or [Paragraph(w.say("no_follow_up"))]


def _nobody(r: Reading, decision: DecisionRecord) -> str:
    return r.gap(r.words.say("gap_assignee", number=one_line(decision.number)))


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
    """Of the presiding officer, the heads of the member states that took part, the secretary: lines to sign
    on, and once the minutes are signed how each did.
    """
    c, w = r.convocation, r.words
    participation = r.participation()
    latest = r.record.minutes[-1] if r.record.minutes else None
    given = {s.signer: s for s in latest.signatures} if latest else {}
    issued = latest is not None and latest.issued_at is not None
    presiding = w.post(r.post(r.last_presiding()))
    lines = [Signature(w.label("presiding"), _signed(r, presiding, given.get("presiding"), issued))]
    lines += [
        Signature(
            w.say("head_of_delegation", of=r.of(d.code)),
            _signed(r, w.post(d.head), given.get(d.code), issued),
        )
        for d in c.delegations
        if d.kind == "member_state" and participation.get(d.code, "present") == "present"
    ]
    secretaries = [s for s in given.values() if r.role(s.seat) == "secretary" and s.signer == s.seat]
    for n, post in enumerate(c.officers.secretaries):
        own = next((s for s in secretaries if r.office(s.seat) == w.inline(post.title)), None)
        if own is None and len(c.officers.secretaries) == 1 and n == 0:
            own = next(iter(secretaries), None)
        lines.append(Signature(w.label("secretary"), _signed(r, w.post(post), own, issued)))
    return [Signatures(tuple(lines))]


def _signed(r: Reading, post: str, given: SignatureRecord | None, issued: bool) -> str:
    """The post, and under it what its holder did; who was not waited for did not sign."""
    w = r.words
    if given is None:
        return f"{post}\n{w.say('not_signed')}" if issued else post
    said = w.say(
        "signed_so", manner=w.word("manner", given.manner), at=r.at(given.at), words=printable(given.words)
    )
    return f"{post}\n{said}"
