"""How a decision was voted on, what it waits for, and what who was away said to it afterwards."""

from __future__ import annotations

from vcsession.core.record import DecisionRecord, LateRecord
from vcsession.documents.plain import one_line, printable
from vcsession.documents.reading import Reading


def wording(r: Reading, decision: DecisionRecord) -> str:
    """The text of a decision; of a conditional one with its condition, which is part of what was agreed."""
    w = r.words
    text = w.text(decision.text)
    if (condition := decision.condition) is None:
        return text
    said = w.say("condition", trigger=w.text(condition.trigger), fallback=w.text(condition.fallback))
    return f"{text}\n{said}"


def circumstances(r: Reading, decision: DecisionRecord) -> list[str]:
    """Sentences under a decision."""
    w = r.words
    said = []
    if (vote := decision.vote) is not None:
        said.append(
            w.say(
                "vote",
                at=r.at(vote.declared_at),
                in_favour=r.names(vote.in_favour),
                against=r.names(vote.against),
                abstaining=r.names(vote.abstaining),
                not_voting=r.names(vote.not_voting),
                needed=vote.needed,
            )
        )
    if decision.condition is not None and decision.finality:
        if decision.condition.met is None:
            said.append(w.say("condition_open"))
        else:
            said.append(
                w.say(
                    "condition_recorded",
                    met=decision.condition.met,
                    at=r.at(decision.condition.recorded_at),
                    ground=one_line(decision.condition.ground),
                )
            )
    for late in decision.late:
        said += _late(r, late)
    return said


def _late(r: Reading, late: LateRecord) -> list[str]:
    said = []
    of = r.of(late.delegation)
    if late.associated_at is not None:
        said.append(r.words.say("associated", of=of, at=r.at(late.associated_at)))
    if late.reopening:
        reason = printable(late.reason)
        at = r.at(late.asked_at)
        said.append(r.words.say("reopening", of=of, at=at, reason=reason, answer=late.reopening))
    return said
