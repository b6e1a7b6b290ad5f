"""Minutes made of the log up to one of their versions, with what is known of them by now.

A version is given out after it was made: its own entries tell neither the deadline nor the signatures.
"""

from __future__ import annotations

from dataclasses import replace

from vcsession.core.record import MinutesRecord, Record


def as_known(record: Record, now: Record) -> Record:
    """`record` was read up to a version, `now` from the whole log. Once issued, all of the minutes' own life
    is told; before, no more than how far they are and until when corrections are taken.
    """
    if not now.minutes:
        return record
    last = now.minutes[-1]
    if last.issued_at is not None:
        return replace(record, minutes=now.minutes)
    known = record.minutes[-1] if record.minutes and record.minutes[-1].number == last.number else None
    return replace(record, minutes=(*_former(record, last), _dated(record, known, last)))


def _former(record: Record, last: MinutesRecord) -> tuple[MinutesRecord, ...]:
    return tuple(m for m in record.minutes if m.number != last.number)


def _dated(record: Record, known: MinutesRecord | None, last: MinutesRecord) -> MinutesRecord:
    until = record.verification.last_version
    return replace(
        last,
        versions=tuple(v for v in last.versions if v.last <= until),
        notes=known.notes if known else (),
        corrections=known.corrections if known else (),
        signatures=(),
        corrigenda=(),
    )
