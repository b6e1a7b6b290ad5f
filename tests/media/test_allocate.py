"""Which layer for which place, and what a line carries: pure, time is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from vcsession.media.allocate import BREAK, COSTS, LONGEST, START, STEP, WAIT, Line, Wish, cost, share, wish

SOURCE, OTHER = 1, 2


@dataclass
class Encoding:
    lines: int
    bits: float
    live: bool = True


Q, H, F = Encoding(180, 150e3), Encoding(360, 500e3), Encoding(720, 1.5e6)
LAYERS = (Q, H, F)


def top(name: str, lines: int, current: Encoding | None = None) -> Encoding:
    return wish(name, lines, LAYERS, current).ladder[-1]


def test_a_place_gets_the_smallest_layer_that_fills_it() -> None:
    assert [top("tile-1", lines) for lines in (90, 180, 220, 300, 360, 450, 500, 2000)] == [
        *(Q, Q, Q, H, H, H, F, F),
    ]


def test_a_receiver_that_tells_no_sizes_gets_a_large_floor_and_small_tiles() -> None:
    assert (top("floor", 0), top("tile-1", 0)) == (F, Q)


def test_a_size_at_the_edge_does_not_make_the_picture_waver() -> None:
    assert top("floor", 440) is H
    assert top("floor", 440, current=F) is F
    assert top("floor", 360, current=F) is H
    assert top("floor", 440, current=H) is H


def test_a_layer_that_the_browser_has_paused_is_no_choice() -> None:
    paused = Encoding(720, 1e6, live=False)
    assert wish("floor", 720, (Q, H, paused), paused).ladder == (Q, H)
    assert wish("floor", 720, (paused,), paused).ladder == ()


def test_what_is_not_measured_yet_has_a_likely_cost() -> None:
    assert cost(Encoding(180, 0)) == COSTS


def rooms(tiles: int, floor: bool = True) -> list[Wish[Encoding]]:
    wishes = [wish(f"tile-{n}", 360, LAYERS, None) for n in range(1, tiles + 1)]
    return [wish("floor", 720, LAYERS, None), *wishes] if floor else wishes


def test_a_good_line_fills_every_place() -> None:
    assert share(20e6, rooms(12)) == [F] + [H] * 12


def test_a_small_line_shows_everybody_small_before_anybody_large() -> None:
    assert share(13 * 150e3, rooms(12)) == [Q] * 13
    assert share(13 * 150e3 + 350e3, rooms(12)) == [H] + [Q] * 12
    assert share(13 * 150e3 + 1.35e6 + 350e3, rooms(12)) == [F, H] + [Q] * 11


def test_a_narrow_line_keeps_the_floor_and_drops_the_last_tiles() -> None:
    assert share(500e3, rooms(12)) == [Q] * 3 + [None] * 10
    assert share(10e3, rooms(2)) == [Q, None, None]
    assert share(0.0, rooms(2, floor=False)) == [Q, None]
    assert share(1e6, []) == []


def test_the_floor_comes_first_wherever_it_stands() -> None:
    tile, floor = wish("tile-1", 360, LAYERS, None), wish("floor", 720, LAYERS, None)
    assert share(200e3, [tile, floor]) == [None, Q]


def test_a_line_without_complaint_is_asked_for_more_step_by_step_up_to_what_is_wished() -> None:
    line, budgets = Line(), []
    for n in range(20):
        line.judge(sent=line.budget, wished=8e6, now=n * 0.5)
        budgets.append(line.budget)
    assert budgets[0] == START * 1.5
    assert budgets[0] == budgets[1] < budgets[2] == budgets[3] < budgets[4], "a step a second"
    assert budgets[-1] == budgets[-5] >= 8e6
    assert budgets[-1] < 8e6 * 1.5


def test_a_line_that_reports_well_carries_all_within_a_second() -> None:
    line = Line()
    for n in range(3):
        line.judge(sent=line.budget, wished=8e6, now=n * 0.5)
        line.heard(n * 0.5 + 0.1)
        line.lost(SOURCE, n, 100, n * 0.5 + 0.1)
    assert line.budget >= 8e6


def test_no_leap_is_made_twice_on_the_same_report() -> None:
    line = Line()
    line.lost(SOURCE, 0, 100, 0.0)
    for n in range(1, 3):
        line.judge(sent=line.budget, wished=30e6, now=n * 0.5)
    assert line.budget == START * 2


def test_a_line_that_failed_once_is_asked_for_more_with_care() -> None:
    line = Line()
    line.lost(SOURCE, 50, 100, 1.0)
    line.judge(sent=2e6, wished=8e6, now=1.0)
    assert line.budget == 1e6
    for n in range(8):
        line.lost(SOURCE, 0, 100, 1.5 + n * 0.5)
        line.judge(sent=line.budget, wished=8e6, now=1.5 + n * 0.5)
    assert line.budget == 1e6 * 1.5**3, "two seconds of peace, then a step a second"


def test_losses_bring_a_line_down_to_what_arrived() -> None:
    line = Line()
    line.lost(SOURCE, 30, 80, 10.0)
    line.lost(SOURCE, 0, 20, 10.1)
    line.judge(sent=1e6, wished=4e6, now=10.2)
    assert line.budget == 0.7e6
    line.judge(sent=0.7e6, wished=4e6, now=10.7)
    assert line.budget == 0.7e6, "it was not lost at this rate"


def after(losses: int, of: int) -> float:
    """The budget after ten seconds with a report a second."""
    line = Line()
    for n in range(10):
        line.lost(SOURCE, losses, of, 10.0 + n)
        line.judge(sent=1e6, wished=4e6, now=10.0 + n)
    return line.budget


def test_a_line_that_loses_three_in_a_hundred_by_itself_is_asked_for_more_all_the_same() -> None:
    assert after(3, 100) >= 4e6


def test_a_little_more_loss_neither_raises_nor_lowers() -> None:
    assert after(8, 100) == START


def test_three_of_a_handful_are_chance() -> None:
    line = Line()
    line.lost(SOURCE, 3, 12, 10.0)
    line.judge(sent=1e6, wished=4e6, now=10.0)
    assert line.budget > START
    line.lost(SOURCE, 3, 18, 10.4)
    line.judge(sent=1e6, wished=4e6, now=10.5)
    assert line.budget < START, "and six of thirty are none"


def after_silence(seconds: float) -> Line:
    """A line whose receiver was silent for so long, and had lost most of what was sent meanwhile."""
    line = Line()
    for source in (SOURCE, OTHER):
        line.heard(10.0)
        line.lost(source, 0, 100, 10.0)
    back = 10.0 + seconds
    line.heard(back)
    line.lost(SOURCE, 450, 500, back)
    line.judge(sent=1e6, wished=1e6, now=back)
    line.heard(back + 1)
    line.lost(OTHER, 450, 500, back + 1)
    line.judge(sent=1e6, wished=1e6, now=back + 1)
    return line


def test_what_a_line_lost_while_it_was_cut_off_tells_nothing_of_what_it_carries() -> None:
    assert after_silence(BREAK + 3).budget == START
    assert after_silence(BREAK - 1).budget < START, "and one that still answered is full"


def test_losses_after_a_cut_count_again() -> None:
    line = after_silence(BREAK + 3)
    line.heard(17.0)
    line.lost(SOURCE, 50, 100, 17.0)
    line.judge(sent=1e6, wished=1e6, now=17.0)
    assert line.budget == 0.5e6


def test_an_estimate_that_is_low_after_a_cut_is_no_queue() -> None:
    line = Line()
    line.heard(1.0)
    line.told(1_000_000, 1.0)
    line.heard(20.0)
    line.told(300_000, 20.0)
    line.judge(sent=1e6, wished=1e6, now=20.1)
    assert line.budget == START


def test_an_estimate_that_falls_is_a_queue_and_one_that_lags_is_none() -> None:
    line = Line()
    line.told(400_000, 1.0)
    line.told(430_000, 2.0)
    line.judge(sent=2e6, wished=2e6, now=2.1)
    assert line.budget >= START, "the estimate of a receiver grows by 8 % a second only"
    line.told(300_000, 3.0)
    line.judge(sent=1e6, wished=2e6, now=3.1)
    assert line.budget == 0.5e6
    line.told(290_000, 4.2)
    line.judge(sent=0.4e6, wished=2e6, now=4.2)
    assert line.budget == 0.5e6


def attempts(capacity: float, seconds: int) -> list[float]:
    """When a line of that capacity was asked for more than it carries."""
    line, tries, over = Line(), [], False
    for n in range(seconds * 2):
        now = n * 0.5
        sent = min(line.budget, 4e6)
        if sent > capacity * 1.15:
            line.lost(SOURCE, round(1000 * (1 - capacity / sent)), 1000, now)
            if not over:
                tries.append(now)
        over = sent > capacity * 1.15
        line.judge(sent, 4e6, now)
    return tries


def test_a_line_that_failed_is_tried_again_later_and_later() -> None:
    tries = attempts(800e3, 600)
    pauses = [b - a for a, b in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= WAIT
    assert LONGEST <= pauses[-1] <= LONGEST + 5
    assert len(tries) < 20


def test_a_line_that_failed_is_known_under_the_next_connection() -> None:
    line = Line()
    assert line.again().budget == START
    line.lost(SOURCE, 50, 100, 1.0)
    line.judge(sent=2e6, wished=8e6, now=1.0)
    again = line.again()
    assert again.budget == 1e6
    again.lost(OTHER, 0, 100, 9.0)
    again.judge(sent=1e6, wished=8e6, now=9.0)
    assert again.budget == 1.5e6, "a step, no leap"


def test_a_line_that_got_better_is_used_again() -> None:
    line = Line()
    line.lost(SOURCE, 50, 100, 1.0)
    line.judge(2e6, 4e6, 1.0)
    assert line.budget < START
    for n in range(20):
        line.judge(line.budget, 4e6, 1.0 + WAIT + n * STEP)
    assert line.budget >= 4e6
