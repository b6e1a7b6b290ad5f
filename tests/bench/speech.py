"""Something like speech for a fake microphone: a voice that hums vowels in syllables, with pauses."""

from __future__ import annotations

import math
import random
import struct
import wave
from pathlib import Path

RATE = 16_000
VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240), (530, 1840, 2480))
"""The formants of five vowels in Hz (Peterson and Barney, 1952)."""
SYLLABLE = 0.18
PHRASE = 12
"""Syllables between two pauses for breath."""
BREATH = 0.5


def write(file: Path, seconds: float = 20.0, *, breath: float = BREATH, seed: int = 1) -> None:
    """A mono WAV file of that length, to be played over and over."""
    dice = random.Random(seed)
    samples: list[float] = []
    while len(samples) < seconds * RATE:
        for _ in range(PHRASE):
            samples += _syllable(dice)
        samples += [dice.gauss(0, 1e-4) for _ in range(int(breath * RATE))]
    peak = max(map(abs, samples))
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", int(s / peak * 20_000)) for s in samples))


def _syllable(dice: random.Random) -> list[float]:
    length = int(SYLLABLE * RATE * dice.uniform(0.8, 1.3))
    period, phase = RATE / dice.uniform(95, 150), 0.0
    source = []
    for n in range(length):
        phase += 1
        pulse = phase >= period
        phase -= period * pulse
        rise = math.sin(math.pi * n / length) ** 0.5
        source.append(rise * (pulse + dice.gauss(0, 0.01)))
    return [sum(each) for each in zip(*(_formant(source, f) for f in dice.choice(VOWELS)), strict=True)]


def _formant(source: list[float], frequency: float, width: float = 90.0) -> list[float]:
    r = math.exp(-math.pi * width / RATE)
    a, b = 2 * r * math.cos(2 * math.pi * frequency / RATE), -r * r
    one = two = 0.0
    out = []
    for sample in source:
        one, two = (1 - r) * sample + a * one + b * two, one
        out.append(one)
    return out
