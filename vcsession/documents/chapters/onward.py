"""Where the draft went after the talks: each step with its letter, the states' replies, what comes back."""

from __future__ import annotations

from vcsession.core.record import ApprovalRecord, ForwardingRecord, StepRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Listing, Paragraph


def onward(r: Reading) -> list[Block]:
    blocks = [block for forwarding in r.record.forwardings for block in _forwarding(r, forwarding)]
    communique = r.record.communique
    if communique is not None and communique.released_at is not None:
        at, address = r.at(communique.released_at), one_line(communique.address)
        blocks.append(Paragraph(r.words.say("communique_released", at=at, address=address)))
    return blocks


def _forwarding(r: Reading, f: ForwardingRecord) -> list[Block]:
    w = r.words
    steps = [step(r, f, each) for each in f.steps]
    replies = [_reply(r, approval) for approval in f.approvals]
    comments = [one_line(c.number) for c in f.comments if not c.resolved]
    lines = [
        *steps,
        standing(r, f),
        w.say("onward_approvals", due=r.date(f.due), replies=replies) if replies else "",
        w.say("onward_comments", numbers=comments) if comments else "",
    ]
    head = w.say("onward", number=one_line(f.id), body=w.inline(f.body), version=one_line(f.version))
    return [Paragraph(head), Listing(tuple(("–", line) for line in lines if line))]


def step(r: Reading, f: ForwardingRecord, step: StepRecord, *, bare: bool = False) -> str:
    """`bare`: its letter and its words stand elsewhere."""
    return r.words.say(
        "onward_step",
        status=step.status,
        body=r.words.inline(f.adopting),
        at=r.at(step.at),
        letter="" if bare else one_line(step.letter),
        words="" if bare else one_line(step.words),
    )


def standing(r: Reading, f: ForwardingRecord) -> str:
    """What of the version sent is not final yet."""
    return r.words.say(
        "onward_standing",
        preliminary=list(map(one_line, f.preliminary)),
        ad_referendum=list(map(one_line, f.ad_referendum)),
        brackets=list(map(one_line, f.brackets)),
    )


def _reply(r: Reading, approval: ApprovalRecord) -> str:
    w = r.words
    return w.say(
        "onward_reply",
        name=r.name(approval.delegation),
        standing=w.word("approval", approval.status),
        letter=one_line(approval.letter),
        office=w.inline(approval.office),
        reason=one_line(approval.reason),
    )
