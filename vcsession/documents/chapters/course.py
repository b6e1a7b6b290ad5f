"""What happened in the sittings besides the business: who came and went, who presided, when it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vcsession.core.record import PresenceChange, PresidingInterval, SittingRecord
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Heading, Listing, Paragraph

ALWAYS = frozenset({"arrived_late", "grace_expired", "departed", "rejoined", "marked_temporarily_absent"})
AWAY = frozenset({"link_lost", "stepped_out"})


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One line of the course: when it began, what it says, and what kind of thing it was."""

    at: datetime
    line: str
    kind: Literal[
        "presence", "suspension", "hearing", "presiding", "point_of_order", "closed", "round", "end"
    ]


def course(r: Reading) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            r.words.say(
                "session_suspended",
                since=r.at(pause.since),
                until=r.at(pause.until),
                reason=one_line(pause.reason),
            )
        )
        for pause in r.record.suspensions
    ]
    for sitting in r.held():
        lines = tuple(("–", event.line) for event in events(r, sitting))
        blocks.append(Heading(r.sitting_title(sitting)))
        blocks.append(Listing(lines) if lines else Paragraph(r.words.say("sitting_uneventful")))
    return blocks or [Paragraph(r.words.say("sitting_not_held", outcome="scheduled"))]


def events(r: Reading, sitting: SittingRecord) -> list[Event]:
    return sorted(
        [
            *(Event(at, line, "presence") for at, line in _presence(r, sitting)),
            *(Event(at, line, "suspension") for at, line in _suspensions(r, sitting)),
            *(Event(at, line, "hearing") for at, line in _hearing(r, sitting)),
            *(Event(at, line, "presiding") for at, line in _presiding(r, sitting)),
            *(Event(at, line, "point_of_order") for at, line in _points(r, sitting)),
            *(Event(at, line, "closed") for at, line in _closed_parts(r, sitting)),
            *(Event(at, line, "round") for at, line in _rounds(r, sitting)),
            *(Event(at, line, "end") for at, line in _end(r, sitting)),
        ]
    )


def notable(changes: tuple[PresenceChange, ...], decisive: list[datetime]) -> list[PresenceChange]:
    """Those that belong in the body: a brief loss of link or absence only if it touched a decision."""
    shown: dict[int, PresenceChange] = {}
    for i, change in enumerate(changes):
        same = [j for j, other in enumerate(changes) if other.delegation == change.delegation]
        before = [j for j in same if j < i]
        after = [changes[j] for j in same if j > i]
        if change.what in ALWAYS:
            show = True
        elif change.what in AWAY:
            touched = any(change.at <= m and (not after or m <= after[0].at) for m in decisive)
            show = touched or bool(after and after[0].what in ALWAYS - {"departed"})
        else:
            show = bool(before) and before[-1] in shown
        if show:
            shown[i] = change
    return list(shown.values())


def _presence(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    decisive = [m for d in r.decisions for m in (*d.interruptions, d.taken_at) if m is not None]
    for change in notable(sitting.changes, decisive):
        yield (
            change.at,
            r.words.say(
                "presence_change",
                what=change.what,
                at=r.at(change.at, r.sitting_day(sitting)),
                of=r.of(change.delegation),
                present=change.present,
                entitled=r.entitled(sitting),
            ),
        )


def _suspensions(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    day = r.sitting_day(sitting)
    for pause in sitting.suspensions:
        reason = r.words.word("reason", pause.reason)
        if pause.until is None:
            yield pause.since, r.words.say("suspended_still", at=r.at(pause.since, day), reason=reason)
        else:
            yield (
                pause.since,
                r.words.say("suspended", span=r.span(pause.since, pause.until, day), reason=reason),
            )


def _hearing(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    day = r.sitting_day(sitting)
    for told in sitting.could_not_hear:
        yield (
            told.since,
            r.words.say(
                "could_not_hear",
                when=r.span(told.since, told.until, day) if told.until else r.at(told.since, day),
                of=r.of(told.delegation) if told.delegation else "",
                office="" if told.delegation else r.office(told.seat),
            ),
        )


def _presiding(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    """Changes within the sitting; who presided at its opening is said there."""
    called, ended = sitting.called_to_order_at, sitting.ended_at
    presiding = r.record.presiding
    day = r.sitting_day(sitting)
    for before, now in zip((None, *presiding), presiding, strict=False):
        if (
            called is None
            or before is None
            or now.since <= called
            or (ended is not None and now.since > ended)
        ):
            continue
        at, office = r.at(now.since, day), r.office(now.seat)
        if now.seat == "chair":
            presided_before = any(
                p.seat == "chair" and (p.until or called) > called for p in presiding if p is not now
            )
            if presided_before:
                yield now.since, r.words.say("resumed_chair", at=at, office=office)
            else:
                yield now.since, r.words.say("presided_from", at=at, office=office, because="")
        elif now.until is not None and (ended is None or now.until <= ended):
            span = r.span(now.since, now.until, day)
            yield (
                now.since,
                r.words.say("presided_instead", span=span, office=office, because=_because(before, now)),
            )
        else:
            yield now.since, r.words.say("presided_from", at=at, office=office, because=_because(before, now))


def _because(before: PresidingInterval, now: PresidingInterval) -> str:
    """Why a deputy presides: told by the interval that began, or by the one that ended."""
    return next((each.because for each in (now, before) if each.because in {"link", "hand_over"}), "")


def _points(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    """Points of order with their rulings."""
    day = r.sitting_day(sitting)
    for point in sitting.points:
        yield (
            point.at,
            r.words.say(
                "point_of_order",
                at=r.at(point.at, day),
                of=r.of(point.delegation),
                ruling=point.ruling,
                words=r.words.inline(point.words),
                reason=one_line(point.reason),
            )
            + (
                " " + r.words.say("appeal", of=r.of(point.appealed_by), outcome=point.appeal)
                if point.appealed_by
                else ""
            ),
        )


def _closed_parts(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    day = r.sitting_day(sitting)
    for part in sitting.closed_parts:
        if part.until is None:
            yield part.since, r.words.say("closed_part_still", at=r.at(part.since, day))
        else:
            yield part.since, r.words.say("closed_part", span=r.span(part.since, part.until, day))


def _rounds(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    day = r.sitting_day(sitting)
    for moment in sitting.rounds:
        yield moment, r.words.say("round_of_the_table", at=r.at(moment, day))


def _end(r: Reading, sitting: SittingRecord) -> Iterator[tuple[datetime, str]]:
    if sitting.ended_at is not None:
        at = r.at(sitting.ended_at, r.sitting_day(sitting))
        yield sitting.ended_at, r.words.say("sitting_ended", outcome=sitting.outcome, at=at)
