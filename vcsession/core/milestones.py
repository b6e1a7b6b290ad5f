"""Record -> the course of the session, moment by moment, for the archive's page.

A milestone names what happened by a word of its own and carries numbers and codes; the client has the
sentences. It tells no more than the minutes do, which are made of the same Record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vcsession.core.record import DecisionRecord, ItemRecord, MinutesRecord, Record, SittingRecord


@dataclass(frozen=True, slots=True)
class Milestone:
    """`words`: numbers of sittings, items and decisions, codes of delegations, seats, reasons, figures."""

    at: datetime
    what: str
    words: Mapping[str, str] = field(default_factory=dict)


def milestones(record: Record) -> tuple[Milestone, ...]:
    """In the order of their times; of one moment, what contains comes before what it contains."""
    return tuple(sorted(_all(record), key=lambda milestone: milestone.at))


def _all(record: Record) -> Iterator[Milestone]:
    yield from _session(record)
    for sitting in record.sittings:
        yield from _sitting(sitting)
    yield from _presiding(record)
    for item in record.items:
        yield from _item(item)
    for reservation in record.reservations:
        words = {
            "number": reservation.number,
            "delegation": reservation.delegation,
            "kind": reservation.kind,
            "decision": reservation.decision or "",
        }
        yield from _at(reservation.announced_at, "reservation_announced", words)
        yield from _at(reservation.lifted_at, "reservation_lifted", words)
    for made in record.minutes:
        yield from _minutes(made)
    for forwarding in record.forwardings:
        for step in forwarding.steps:
            yield Milestone(step.at, "forwarding", {"forwarding": forwarding.id, "state": step.status})
    if record.communique is not None:
        yield from _at(record.communique.released_at, "communique_released")
    yield from _at(record.closed_at, "session_closed")


def _at(at: datetime | None, what: str, words: Mapping[str, str] | None = None) -> Iterator[Milestone]:
    if at is not None:
        yield Milestone(at, what, words or {})


def _session(record: Record) -> Iterator[Milestone]:
    yield from _at(record.opened_at, "session_opened")
    yield from _at(record.agenda_adopted_at, "agenda_adopted", {"items": str(len(record.agenda))})
    for pause in record.suspensions:
        yield Milestone(pause.since, "session_suspended", {"words": pause.reason})
        yield from _at(pause.until, "session_resumed")


def _sitting(sitting: SittingRecord) -> Iterator[Milestone]:
    number = {"sitting": sitting.number}
    yield from _at(sitting.called_to_order_at, "called_to_order", number)
    figures = {"present": str(sitting.present), "entitled": str(sitting.entitled)}
    yield from _at(sitting.quorum_declared_at, "quorum_declared", {**number, **figures})
    yield from _at(sitting.discussed_since, "discussion_only", number)
    for pause in sitting.suspensions:
        yield Milestone(pause.since, "sitting_suspended", {**number, "reason": pause.reason})
        yield from _at(pause.until, "sitting_resumed", number)
    for part in sitting.closed_parts:
        yield Milestone(part.since, "closed_part", number)
        yield from _at(part.until, "open_again", number)
    if sitting.outcome in ("adjourned", "closed"):
        yield from _at(sitting.ended_at, f"sitting_{sitting.outcome}", number)


def _presiding(record: Record) -> Iterator[Milestone]:
    """Each change of who presides; who presided first is told with the call to order."""
    for before, now in zip(record.presiding, record.presiding[1:], strict=False):
        if before.seat != now.seat:
            yield Milestone(now.since, "presiding", {"seat": now.seat, "because": now.because})


def _item(item: ItemRecord) -> Iterator[Milestone]:
    number = {"item": item.number}
    yield from _at(item.opened_at, "item_opened", number)
    for decision in item.decisions:
        yield from _decision(decision)
    if item.deferred_until:
        yield from _at(item.moved_at, "item_deferred", {**number, "until": item.deferred_until})
    yield from _at(item.concluded_at, "item_concluded", {**number, "outcome": item.outcome})


def _decision(decision: DecisionRecord) -> Iterator[Milestone]:
    number = {"decision": decision.number}
    if not decision.round:  # one of a former round was taken there
        yield from _at(decision.taken_at, "decision_taken", {**number, "finality": decision.finality})
    if decision.vote is not None and not decision.vote.carried:
        yield Milestone(decision.vote.declared_at, "vote_not_carried", number)
    for one in decision.confirm_list:
        yield from _at(one.confirmed_at, "confirmed_by", {**number, "delegation": one.delegation})
    yield from _at(decision.confirmed_at, "decision_confirmed", number)
    for silence in decision.silences:
        yield Milestone(silence.began_at, "silence_began", number)
        yield from _at(silence.broken_at, "silence_broken", {**number, "delegation": silence.broken_by})
        if silence.expired:
            yield Milestone(silence.expires_at, "silence_held", number)
    yield from _at(decision.ended_at, "decision_ended", {**number, "by": decision.superseded_by})


def _minutes(made: MinutesRecord) -> Iterator[Milestone]:
    number = {"minutes": made.number}
    yield from _at(made.circulated_at, "minutes_circulated", number)
    for correction in made.corrections:
        words = {"correction": correction.number, "state": correction.status}
        yield from _at(correction.decided_at, "correction_decided", words)
    yield from _at(made.adopted_at, "minutes_adopted", number)
    for signature in made.signatures:
        words = {"signer": signature.signer, "manner": signature.manner}
        yield Milestone(signature.at, "minutes_signed", words)
    yield from _at(made.issued_at, "minutes_issued", number)
    for one in made.corrigenda:
        yield Milestone(one.at, "corrigendum", {**number, "number": str(one.number)})
