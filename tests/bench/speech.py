"""Something like speech for a fake microphone: consonants and gliding vowels, with pauses for breath.

Opus takes a steady hum for music, and music is coded without the redundancy that hides losses of speech.
"""

from __future__ import annotations

import math
import random
import struct
import wave
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

RATE = 16_000
VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240), (530, 1840, 2480))
"""The formants of five vowels in Hz (Peterson and Barney, 1952)."""
PHRASE = 12
"""Syllables between two pauses for breath."""
BREATH = 0.4


def write(file: Path, seconds: float = 20.0, *, breath: float = BREATH, seed: int = 1) -> None:
    """A mono WAV file of that length, to be played over and over; `breath`: the length of a pause."""
    dice = random.Random(seed)
    samples: list[float] = []
    while len(samples) < seconds * RATE:
        pitch = dice.uniform(130, 170)
        former = dice.choice(VOWELS)
        for _ in range(PHRASE):
            pitch *= 0.97
            vowel = dice.choice(VOWELS)
            samples += _consonant(dice)
            samples += _vowel(dice, former, vowel, pitch)
            former = vowel
        samples += [dice.gauss(0, 1e-4) for _ in range(int(breath * RATE))]
    peak = max(map(abs, samples))
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", int(s / peak * 20_000)) for s in samples))


def _consonant(dice: random.Random) -> list[float]:
    """A fricative, a plosive, or nothing."""
    match dice.randrange(3):
        case 0:
            length = int(dice.uniform(0.05, 0.11) * RATE)
            where = dice.uniform(2800, 5500)
            noise = (0.06 * math.sin(math.pi * n / length) * dice.gauss(0, 1) for n in range(length))
            return list(_resonator(noise, lambda _: where, 1200))
        case 1:
            gap = [0.0] * int(dice.uniform(0.03, 0.06) * RATE)
            return gap + [0.25 * dice.gauss(0, 1) * math.exp(-n / 60) for n in range(240)]
    return []


def _vowel(dice: random.Random, before: tuple[int, ...], after: tuple[int, ...], pitch: float) -> list[float]:
    length = int(dice.uniform(0.08, 0.2) * RATE)
    sounds = [0.0] * length
    source = list(_throat(dice, length, pitch))
    for number, (start, end, loud) in enumerate(zip(before, after, (1.0, 0.6, 0.3), strict=True)):

        def glide(n: int, start: int = start, end: int = end) -> float:
            return start + (end - start) * min(1.0, 2.5 * n / length)

        for n, sample in enumerate(_resonator(source, glide, 70 + 40 * number)):
            sounds[n] += loud * sample
    return sounds


def _throat(dice: random.Random, length: int, pitch: float) -> Iterator[float]:
    """Pulses that never come quite in time, and breath between them."""
    phase = flow = 0.0
    for n in range(length):
        phase += pitch * (1 + 0.15 * math.sin(3 * n / length)) * dice.gauss(1, 0.08) / RATE
        pulse = phase >= 1
        phase -= pulse
        flow = 0.85 * flow + (dice.uniform(0.7, 1.2) if pulse else 0.0)
        yield math.sin(math.pi * n / length) ** 0.4 * (flow + dice.gauss(0, 0.03))


def _resonator(source: Iterable[float], frequency: Callable[[int], float], width: float) -> Iterator[float]:
    r = math.exp(-math.pi * width / RATE)
    one = two = 0.0
    for n, sample in enumerate(source):
        turn = 2 * r * math.cos(2 * math.pi * frequency(n) / RATE)
        one, two = (1 - r) * sample + turn * one - r * r * two, one
        yield one
