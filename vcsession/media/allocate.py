"""Which layer for which place: the size on the receiver's screen, and what its line carries. Pure.

Sound comes first and is never held back. Pictures get their lowest layers in the order of their importance,
then the larger ones while the line carries them. A line that failed is tried again later and later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

START = 3_000_000.0
"""bit/s we believe a line to carry before it has said anything: a speaker and a tile or two."""
LEAST = 100_000.0
MOST = 30_000_000.0
VOICE = 40_000.0
"""bit/s of one microphone with its headers."""
RISE = 1.5
"""What one step up asks of the line, a second after the last one."""
STEP = 1.0
LEAP = 2.0
"""What each look asks of a line that reports and has never failed: a newcomer waits for all pictures."""
LOSS = 0.1
"""A line that loses more than this is full; one that loses less than CLEAN may be asked for more.

Lines that lose three in a hundred by themselves are common; one that is overfilled by half loses a third.
"""
CLEAN = 0.05
WAIT, LONGEST = 2.0, 60.0
"""Seconds before a line that failed is tried again: doubled each time, begun anew once it has held PROVEN."""
PROVEN = 10.0
FRESH = 3.0
"""Seconds for which a report of losses counts."""
ENOUGH = 30
"""Packets that such reports must cover together: three of twenty are chance."""
BREAK = 2.0
"""Seconds without any report that are a line cut off: what it lost then tells nothing of what it carries."""
NEAR = 0.8
"""A picture is large enough for a place up to this share of its height: nobody sees the difference."""
GUESS = {"floor": 720, "presentation": 1080}
"""Heights for a receiver that tells no sizes; any other place is a tile."""
TILE = 180
COSTS = 300_000.0
"""bit/s reckoned for a layer that has not been measured yet."""


NEVER = -1e9


class Line:
    """What the line to one receiver carries, as far as is known."""

    __slots__ = (
        "_asked_at",
        "_back_at",
        "_failed_at",
        "_fell_at",
        "_heard_at",
        "_judged_at",
        "_losses",
        "_remb",
        "_reported",
        "_rise_at",
        "_wait",
        "budget",
    )

    def __init__(self) -> None:
        self.budget = START
        self._remb = 0.0
        self._losses: deque[tuple[float, int, int]] = deque()
        self._reported: dict[int, float] = {}
        self._heard_at = self._back_at = self._judged_at = NEVER
        self._fell_at = self._failed_at = self._asked_at = NEVER
        self._rise_at = 0.0
        self._wait = WAIT / 2

    def again(self) -> Line:
        """The same line under a connection made anew: what it failed at is not tried again at once."""
        line = Line()
        if self._failed_at != NEVER:
            line.budget, line._failed_at, line._wait = self.budget, self._failed_at, self._wait
        return line

    def heard(self, now: float) -> None:
        """Anything came from the receiver's reports."""
        if now - self._heard_at > BREAK:
            self._back_at = now
            self._remb = 0.0
        self._heard_at = now

    def told(self, bits: int, now: float) -> None:
        """REMB, the receiver's estimate. It grows by 8 % a second: only its fall says something."""
        if bits < 0.9 * self._remb:
            self._fell_at = now
        self._remb = float(bits)
        self._judged_at = now

    def lost(self, source: int, packets: int, of: int, now: float) -> None:
        """So many of so many packets of `source` were lost on this line since its last report."""
        before, self._reported[source] = self._reported.get(source, now), now
        if before >= self._back_at:
            self._losses.append((now, packets, of))
            self._judged_at = now

    def _loss(self, now: float) -> float:
        while self._losses and now - self._losses[0][0] >= FRESH:
            self._losses.popleft()
        of = sum(report[2] for report in self._losses)
        return sum(report[1] for report in self._losses) / of if of >= ENOUGH else 0.0

    def judge(self, sent: float, wished: float, now: float) -> None:
        """Set `budget` from the reports; `sent` and `wished` in bit/s, since the last time and for all."""
        loss = self._loss(now)
        queued = now - self._fell_at < STEP and self._remb < sent
        if loss > LOSS or queued:
            carried = max(self._remb, sent / 2) if queued else sent * (1 - loss)
            if now - self._failed_at > STEP:
                # Once for a failure, not once for each report of it.
                proven = now - self._failed_at > self._wait + PROVEN
                self._wait = WAIT if proven else min(self._wait * 2, LONGEST)
                self._failed_at = now
            self.budget = max(LEAST, min(self.budget, carried))
            # What was lost at the former rate says nothing of the new one.
            self._losses.clear()
            self._rise_at = now + self._wait
        elif loss < CLEAN and self.budget < wished:
            leaps = self._failed_at == NEVER and self._judged_at > self._asked_at
            if leaps or now >= self._rise_at:
                self.budget = min(MOST, self.budget * (LEAP if leaps else RISE))
                self._asked_at, self._rise_at = now, now + STEP


class Encoding(Protocol):
    """What of a layer counts here."""

    live: bool
    lines: int
    bits: float


E = TypeVar("E", bound=Encoding)


@dataclass(frozen=True, slots=True)
class Wish(Generic[E]):
    """A place's layers from the lowest to the one that fills it."""

    ladder: tuple[E, ...]
    first: bool
    """It is served before the tiles: the floor, a presentation."""


def height(name: str, lines: int) -> int:
    """How high place `name` is shown, in pixels; guessed where its receiver does not tell (0)."""
    return lines or GUESS.get(name, TILE)


def wish(name: str, lines: int, layers: Iterable[E], current: E | None) -> Wish[E]:
    """What place `name` would have, shown `lines` pixels high (0: not told)."""
    living = sorted((layer for layer in layers if layer.live), key=lambda layer: layer.lines)
    wanted = height(name, lines)
    enough = len(living)
    for number, layer in enumerate(living, 1):
        # Up at once where it is too small, down only to one that is surely enough: no wavering between.
        ratio = 1.0 if current is not None and current.live and layer.lines < current.lines else NEAR
        if layer.lines >= wanted * ratio:
            enough = number
            break
    return Wish(tuple(living[:enough]), name in GUESS)


def cost(layer: Encoding) -> float:
    return layer.bits or COSTS


def share(budget: float, wishes: Sequence[Wish[E]]) -> list[E | None]:
    """The layer of each place, None for one that the budget does not reach. Places in order of importance."""
    chosen: list[E | None] = [None] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda n: not wishes[n].first)
    left = budget
    for n in order:
        if wishes[n].ladder and (cost(wishes[n].ladder[0]) <= left or left == budget):
            chosen[n] = wishes[n].ladder[0]
            left -= cost(wishes[n].ladder[0])
    for n in order:
        for higher in wishes[n].ladder[1:]:
            held = chosen[n]
            if held is None or cost(higher) - cost(held) > left:
                break
            left -= cost(higher) - cost(held)
            chosen[n] = higher
    return chosen
