"""What the Record says of the lines, as they were before a sitting."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core.record import LineRecord
from vcsession.core.state import State


def lines(state: State, sitting: str) -> Iterator[LineRecord]:
    for check in state.line_checks.values():
        if check.sitting == sitting:
            line = check.line
            yield LineRecord(
                check.at,
                check.seat,
                check.delegation,
                line.microphone,
                line.camera,
                line.lines,
                line.sent_kbits,
                line.received_kbits,
                line.lost_sent,
                line.lost_received,
                line.round_trip_ms,
            )
