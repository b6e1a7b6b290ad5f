"""The sittings for a calendar (RFC 5545). Times are UTC, so that every capital's calendar shows its own.

For everybody they are published; for one delegation they are an invitation, to which a calendar replies
(RFC 5546, 3.2.2 and 3.2.3). We send no mail: whoever passes the file on writes addresses into it, or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from vcsession.core.record import Record, SittingRecord
from vcsession.documents.plain import file_stem, one_line
from vcsession.documents.reading import Reading

SAID: dict[str, Literal["accepted", "declined", "tentative"]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}


class NoReply(ValueError):
    """The file is no reply to one of our invitations; the text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What a calendar answered; `delegation` "" where its address is not the one we gave."""

    sitting: str
    delegation: str
    answer: Literal["accepted", "declined", "tentative"]
    sequence: int


def lay_out(r: Reading, invited: str = "") -> bytes:
    """`invited`: the code of the delegation whose invitation it is."""
    calendar = Calendar()
    calendar.add("prodid", "-//vcsession//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST" if invited else "PUBLISH")
    for sitting in r.record.sittings:
        event = _event(r, sitting)
        if invited:
            _address(event, r, invited)
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=True))


def replies(record: Record, data: bytes) -> tuple[Replied, ...]:
    """What a reply's file says of our sittings; raises NoReply."""
    try:
        calendar = Calendar.from_ical(data.decode("utf-8"))
        events = calendar.walk("VEVENT")
        method = str(calendar.get("method", "")).upper()
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise NoReply("This is no calendar file (.ics).") from error
    if method != "REPLY":
        raise NoReply("This calendar file is no reply: its METHOD is not REPLY.")
    sittings = {uid(record, sitting): sitting.number for sitting in record.sittings}
    found = []
    for event in events:
        number = sittings.get(str(event.get("uid", "")))
        if number is None:
            raise NoReply("This reply is to an invitation that is none of this session's.")
        attendee = event.get("attendee")
        if attendee is None or isinstance(attendee, list):
            raise NoReply("A reply names one attendee.")
        answer = SAID.get(str(attendee.params.get("PARTSTAT", "")).upper())
        if answer is None:
            raise NoReply("This reply says neither yes, no nor perhaps (its PARTSTAT).")
        sequence = event.get("sequence", 0)
        if not isinstance(sequence, int) or sequence < 0:
            raise NoReply("The SEQUENCE of this reply is no number.")
        found.append(Replied(number, _who(record, str(attendee)), answer, sequence))
    if not found:
        raise NoReply("This calendar file holds no reply to a sitting.")
    return tuple(found)


def uid(record: Record, sitting: SittingRecord) -> str:
    session = file_stem(record.convocation.id) or "session"
    return f"{session}-{file_stem(sitting.number) or 'sitting'}@vcsession"


def address(record: Record, code: str) -> str:
    """Where a reply is to name whose it is: an address that nobody writes to."""
    return f"urn:vcsession:{file_stem(record.convocation.id) or 'session'}:{code}"


def _who(record: Record, attendee: str) -> str:
    codes = (d.code for d in record.convocation.delegations)
    return next((code for code in codes if address(record, code) == attendee), "")


def _address(event: Event, r: Reading, code: str) -> None:
    organizer = vCalAddress(address(r.record, "secretariat"))
    organizer.params["CN"] = vText(r.words.inline(r.convocation.host_body) or r.words.label("secretary"))
    event.add("organizer", organizer)
    attendee = vCalAddress(address(r.record, code))
    attendee.params["CN"] = vText(r.name(code))
    for name, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")):
        attendee.params[name] = vText(value)
    event.add("attendee", attendee)


def _event(r: Reading, sitting: SittingRecord) -> Event:
    c, w = r.convocation, r.words
    number = one_line(sitting.number)
    event = Event()
    event.add("uid", uid(r.record, sitting))
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
