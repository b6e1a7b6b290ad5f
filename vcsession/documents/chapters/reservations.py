"""What stands beside a decision: silence, replacement, reservations; and their annex, word for word."""

from __future__ import annotations

from datetime import UTC

from vcsession.core.record import DecisionRecord, ReservationRecord, SilenceRecord
from vcsession.documents.chapters.deciding import circumstances
from vcsession.documents.chapters.text import name
from vcsession.documents.plain import one_line, printable
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Heading, Listing, Paragraph


def beside(r: Reading, decision: DecisionRecord) -> list[str]:
    """Sentences under a decision; the words of a reservation stand in the annex."""
    w = r.words
    said = [*circumstances(r, decision), *(_silence(r, silence) for silence in decision.silences)]
    if decision.supersedes:
        said.append(w.say("supersedes", number=one_line(decision.supersedes)))
    if decision.superseded_by:
        said.append(
            w.say("superseded_by", number=one_line(decision.superseded_by), at=r.at(decision.ended_at))
        )
    elif decision.ended_at is not None:
        said.append(w.say("revoked", at=r.at(decision.ended_at)))
    said += [standing(r, reservation) for reservation in decision.reservations]
    return said


def _silence(r: Reading, silence: SilenceRecord) -> str:
    w = r.words
    expires = r.at(silence.expires_at)
    utc = w.grammar.at(silence.expires_at.astimezone(UTC), r.day(silence.expires_at))
    said = w.say("silence_began", at=r.at(silence.began_at), expires=expires, utc=utc)
    if silence.broken_at is not None:
        said += " " + w.say(
            "silence_broken",
            of=r.of(silence.broken_by),
            at=r.at(silence.broken_at),
            as_amendment=silence.broken_as == "amendment",
            letter=one_line(silence.letter),
            text=printable(silence.text),
        )
    elif silence.expired:
        said += " " + w.say("silence_kept")
        if silence.announced_at is not None:
            said += " " + w.say("silence_announced", at=r.at(silence.announced_at))
        else:
            said += " " + w.say("silence_unannounced")
    return said


def standing(r: Reading, reservation: ReservationRecord) -> str:
    """Announced, and what became of it."""
    w = r.words
    said = w.say(
        "reservation",
        number=one_line(reservation.number),
        of=r.of(reservation.delegation),
        kind=w.word("announced_kind", reservation.kind),
        at=r.at(reservation.announced_at),
    )
    if _printed(reservation):
        said += " " + w.say("reservation_text", at=r.at(reservation.received_at))
    elif reservation.status == "not_received":
        said += " " + w.say("reservation_not_received")
    elif reservation.status == "announced":
        number = one_line(reservation.number)
        said += " " + w.say("reservation_awaited") + " " + r.gap(w.say("gap_reservation", number=number))
    if reservation.lifted_at is not None:
        letter = one_line(reservation.letter)
        said += " " + w.say(
            "reservation_lifted", kind=reservation.kind, at=r.at(reservation.lifted_at), letter=letter
        )
    return said


def _printed(reservation: ReservationRecord) -> bool:
    """What its author lifted before it was recorded is not printed; what was received is, recorded or not:
    the secretariat decides nothing here.
    """
    return bool(reservation.text) and (reservation.recorded_at is not None or reservation.lifted_at is None)


def statements(r: Reading) -> list[Block]:
    """A line for each statement for the record; its words stand in the annex."""
    lines = [standing(r, each) for each in r.record.reservations if each.kind == "statement_for_the_record"]
    return [Listing(tuple(("–", line) for line in lines))] if lines else []


def _unit(r: Reading, path: str) -> str:
    unit = next((unit for unit in r.record.units if unit.path == path), None)
    return name(r, unit) if unit else one_line(path)


def annex(r: Reading) -> list[Block]:
    """Every reservation and statement, its text as it came in its author's language."""
    w = r.words
    blocks: list[Block] = []
    for reservation in r.record.reservations:
        blocks.append(
            Heading(
                w.say(
                    "reservation_title",
                    number=one_line(reservation.number),
                    kind=w.word("reservation_kind", reservation.kind),
                    of=r.of(reservation.delegation),
                    decision=one_line(reservation.decision or ""),
                    unit=_unit(r, reservation.unit),
                )
            )
        )
        blocks.append(Paragraph(standing(r, reservation)))
        if _printed(reservation):
            language = w.known("in_language", reservation.language) or one_line(reservation.language)
            blocks.append(
                Paragraph(printable(reservation.text), lead=w.say("verbatim_in", language=language))
            )
    return blocks
