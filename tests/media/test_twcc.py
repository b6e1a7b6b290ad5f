"""Transport-wide feedback: a reader of our own finds in it what arrived, and when."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from vcsession.media.twcc import MOST, Arrivals


def read(report: bytes | None) -> dict[int, float | None]:
    """Number -> arrival in seconds, None for a packet told lost; read by the draft's chapter 3."""
    assert report is not None
    first, kind, words, _, _, base, count = struct.unpack_from("!BBHLLHH", report)
    assert (first & 0x1F, kind, 4 * (words + 1)) == (15, 205, len(report))
    reference = struct.unpack_from("!L", report, 16)[0] >> 8
    symbols: list[int] = []
    at = 20
    while len(symbols) < count:
        (chunk,) = struct.unpack_from("!H", report, at)
        at += 2
        if not chunk >> 15:
            symbols += [chunk >> 13] * (chunk & 0x1FFF)
        else:
            assert chunk >> 14 == 3
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
    time = reference * 0.064
    found: dict[int, float | None] = {}
    for n, symbol in enumerate(symbols[:count]):
        number = (base + n) & 0xFFFF
        if symbol == 0:
            found[number] = None
            continue
        step = report[at] if symbol == 1 else struct.unpack_from("!h", report, at)[0]
        at += symbol
        time += step * 250e-6
        found[number] = time
    padding = report[-1] if first & 0x20 else 0
    assert at + padding == len(report)
    return found


def test_nothing_came_nothing_is_told() -> None:
    arrivals = Arrivals()
    assert arrivals.report(9) is None
    arrivals.note(3, 1.0)
    assert set(read(arrivals.report(9))) == {3}
    assert arrivals.report(9) is None


@settings(deadline=None)
@given(
    st.integers(0, 0xFFFF),
    st.lists(st.tuples(st.integers(1, 9), st.floats(0, 0.2)), min_size=1, max_size=60),
    st.integers(1, 20),
)
def test_every_packet_is_told_with_its_time_and_every_gap_as_lost(
    start: int, steps: list[tuple[int, float]], each: int
) -> None:
    arrivals, now, number = Arrivals(), 100.0, start
    sent: dict[int, float] = {}
    told: dict[int, float | None] = {}
    for n, (ahead, pause) in enumerate(steps):
        now += pause
        arrivals.note(number, now)
        sent[number] = now
        if n % each == 0 and (report := arrivals.report(9)):
            told |= read(report)
        number = (number + ahead) & 0xFFFF
    if report := arrivals.report(9):
        told |= read(report)
    assert {n for n, at in told.items() if at is not None} == set(sent)
    for n, at in sent.items():
        assert abs((told[n] or 0) - at) < 0.001
    assert len(told) == (list(sent)[-1] - start) % 65536 + 1


def test_a_packet_that_came_late_is_told_after_all() -> None:
    arrivals = Arrivals()
    for n in (1, 2, 4):
        arrivals.note(n, 1.0)
    assert read(arrivals.report(9))[3] is None
    arrivals.note(3, 1.1)
    arrivals.note(5, 1.1)
    late = read(arrivals.report(9))
    assert late[3] is not None
    assert late[5] is not None


def test_a_jump_begins_anew_and_a_flood_stays_bounded() -> None:
    arrivals = Arrivals()
    arrivals.note(0, 1.0)
    assert set(read(arrivals.report(9))) == {0}
    arrivals.note(20_000, 1.1)
    assert set(read(arrivals.report(9))) == {20_000}
    for n in range(20_001, 60_000):
        arrivals.note(n & 0xFFFF, 1.2)
    report = arrivals.report(9)
    assert len(read(report)) == MOST


def test_the_reports_are_counted() -> None:
    arrivals = Arrivals()
    counts = []
    for n in range(300):
        arrivals.note(n, n / 10)
        report = arrivals.report(9)
        assert report is not None
        counts.append(report[19])
    assert counts == [n % 256 for n in range(300)]
