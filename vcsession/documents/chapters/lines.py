"""The annex of the lines: what was measured of each before the sittings."""

from __future__ import annotations

from vcsession.core.record import LineRecord, SittingRecord
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Heading, Paragraph, Table


def checked(r: Reading) -> bool:
    return any(sitting.lines for sitting in r.record.sittings)


def annex(r: Reading) -> list[Block]:
    """Sitting by sitting, the delegations in protocol order, then the officers."""
    blocks: list[Block] = [Paragraph(r.words.say("lines_measured"))]
    for sitting in r.record.sittings:
        if sitting.lines:
            blocks += [Heading(r.sitting_title(sitting)), _table(r, sitting)]
    return blocks


def _table(r: Reading, sitting: SittingRecord) -> Table:
    label = r.words.label
    columns = (
        Column(label("time"), 2),
        Column(label("speaker"), 7),
        Column(label("microphone"), 3),
        Column(label("camera"), 3),
        Column(label("line_rates"), 3),
        Column(label("line_losses"), 3),
        Column(label("round_trip"), 3),
    )
    order = [d.code for d in r.convocation.delegations]
    lines = sorted(sitting.lines, key=lambda one: _place(order, one))
    return Table("", columns, tuple(_row(r, one) for one in lines))


def _place(order: list[str], line: LineRecord) -> int:
    return order.index(line.delegation) if line.delegation in order else len(order)


def _row(r: Reading, line: LineRecord) -> tuple[str, ...]:
    w = r.words
    trip = line.round_trip_ms
    return (
        r.time(line.at),
        _whose(r, line),
        w.word("microphone", line.microphone),
        w.say("lines_of_picture", lines=line.lines) if line.lines else w.word("camera", line.camera),
        f"{line.sent_kbits} / {line.received_kbits}",
        f"{_percent(r, line.lost_sent)} / {_percent(r, line.lost_received)}",
        w.say("milliseconds", count=trip) if trip is not None else w.label("none"),
    )


def _whose(r: Reading, line: LineRecord) -> str:
    """The delegation; its other seats with their office."""
    name = r.speaker(line.delegation, line.seat)
    if line.delegation is None or r.heads(line.seat, line.delegation):
        return name
    return f"{name}, {r.office(line.seat)}"


def _percent(r: Reading, thousandths: int) -> str:
    return r.words.say("percent", whole=thousandths // 10, tenth=thousandths % 10)
