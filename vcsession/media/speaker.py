"""Who is speaking, by the levels that each packet of sound tells (RFC 6464); nothing is decoded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LOUD = 77.0
"""From here on it is a voice: -50 dBov. All loudness here is in decibels above silence, 0 to 127."""
WINDOW = 0.2
"""Share of one packet in the mean: its window is a tenth of a second at 20 ms a packet."""
FALL = 10.0
"""Decibels a second by which the loudness of a voice that paused falls: it holds its place for a breath."""
SPEAKS = 0.8
"""Seconds for which somebody who paused still counts as speaking."""
MARGIN = 6.0
"""Decibels by which one voice must be louder to take the place of another."""


class Voice:
    """One microphone's loudness. Pure: `now` in seconds is passed in."""

    __slots__ = ("_heard", "_mean", "_peak", "loud_at")

    def __init__(self) -> None:
        self._mean = self._peak = 0.0
        self._heard = 0.0
        self.loud_at = -1e9

    def take(self, level: int, now: float) -> None:
        """One packet: its level in -dBov, the voice-activity bit above it. For each packet of sound."""
        mean = self._mean + WINDOW * (127 - (level & 0x7F) - self._mean)
        peak = self._peak - FALL * (now - self._heard)
        self._mean = mean
        self._peak = mean if mean > peak else peak
        self._heard = now
        if mean >= LOUD:
            self.loud_at = now

    def loudness(self, now: float) -> float:
        """The mean of the last tenth of a second, held: it falls slowly, also where no packet comes."""
        return max(0.0, self._peak - FALL * (now - self._heard))

    def speaks(self, now: float) -> bool:
        return now - self.loud_at < SPEAKS


SILENT = Voice()
"""Stands for a seat whose microphone tells no levels."""


def loudest(
    voices: Mapping[str, Voice], order: Sequence[str], before: Sequence[str], places: int, now: float
) -> tuple[str, ...]:
    """The seats that are heard where more may speak than there are places.

    Whoever was heard before stays, in the same order, until somebody else speaks who is louder by MARGIN.
    Free places go by `order`, the most important first.
    """
    kept = [seat for seat in before if seat in order][:places]
    speaking = [seat for seat in order if seat not in kept and voices.get(seat, SILENT).speaks(now)]
    speaking.sort(key=lambda seat: -voices[seat].loudness(now))
    idle = [seat for seat in order if seat not in kept and seat not in speaking]
    while len(kept) < places and (speaking or idle):
        kept.append((speaking or idle).pop(0))
    for seat in speaking:
        quietest = min(kept, key=lambda held: voices.get(held, SILENT).loudness(now), default=seat)
        if voices[seat].loudness(now) > voices.get(quietest, SILENT).loudness(now) + MARGIN:
            kept[kept.index(quietest)] = seat
    return tuple(kept)
