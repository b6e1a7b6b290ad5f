"""The sittings for a calendar (RFC 5545). Times are UTC, so that every capital's calendar shows its own."""

from __future__ import annotations

from icalendar import Calendar, Event

from vcsession.core.record import SittingRecord
from vcsession.documents.plain import file_stem, one_line
from vcsession.documents.reading import Reading


def lay_out(r: Reading) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//vcsession//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for sitting in r.record.sittings:
        calendar.add_component(_event(r, sitting))
    return bytes(calendar.to_ical(sorted=True))


def _event(r: Reading, sitting: SittingRecord) -> Event:
    c, w = r.convocation, r.words
    number = one_line(sitting.number)
    event = Event()
    event.add("uid", f"{file_stem(c.id) or 'session'}-{file_stem(sitting.number) or 'sitting'}@vcsession")
    event.add("dtstamp", r.modified)
    # Amended, held, over: each revision of the event is one more (RFC 5545, 3.8.7.4).
    over = sitting.ended_at is not None or sitting.outcome == "cancelled"
    event.add("sequence", r.record.sequence + (sitting.called_to_order_at is not None) + over)
    event.add("dtstart", sitting.called_to_order_at or sitting.opens_at)
    if sitting.ended_at is not None:
        event.add("dtend", sitting.ended_at)
    event.add("status", "CANCELLED" if sitting.outcome == "cancelled" else "CONFIRMED")
    event.add("summary", w.say("sitting_summary", symbol=one_line(c.symbol), number=number))
    event.add("location", w.inline(c.venue))
    said = (w.inline(c.marking), w.inline(c.title), w.say("sitting_state", outcome=sitting.outcome))
    event.add("description", "\n".join(filter(None, said)))
    return event
