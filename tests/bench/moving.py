"""A small moving picture for a fake camera: what is measured is the line, not this machine's encoder."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

FRAMES = 40
SMALL = 360
RATES = 20, 10
"""Pictures a second of up to so many lines, and of more: two cores encode no more for two browsers."""
SOFT = 8
"""Pixels over which the wall is softened: sharper, and 720 lines take twice what their layer may."""


def write(file: Path, lines: int = 360, seed: int = 1) -> None:
    """A Y4M file of some seconds, to be played over and over: a textured wall, and the camera pans."""
    dice = random.Random(seed)
    width = lines * 16 // 9
    sums = list(accumulate(dice.gauss(0, 40 * SOFT**0.5) for _ in range(width + SOFT)))
    tile = [(sums[n + SOFT] - sums[n]) / SOFT for n in range(width)]
    wall = [bytes(min(255, max(0, int(128 + a + shade))) for a in tile) for shade in range(-40, 40)]
    rows = [_turned(wall[abs(y % 158 - 79)], y % 97) for y in range(lines)]
    colours = bytes([110, 150])
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{lines} F{RATES[lines > SMALL]}:1 Ip A1:1 C420\n".encode())
        for frame in range(FRAMES):
            out.write(b"FRAME\n")
            pan = 4 * (frame if frame < FRAMES // 2 else FRAMES - frame)
            for row in rows:
                out.write(_turned(row, pan))
            for colour in colours:
                out.write(bytes([colour]) * (width * lines // 4))


def _turned(row: bytes, by: int) -> bytes:
    return row[by:] + row[:by]
