"""A small moving picture for a fake camera: what is measured is the line, not this machine's encoder."""

from __future__ import annotations

import random
from pathlib import Path

RATE, FRAMES = 20, 40


def write(file: Path, lines: int = 360, seed: int = 1) -> None:
    """A Y4M file of two seconds, to be played over and over: a textured wall, and the camera pans."""
    dice = random.Random(seed)
    width = lines * 16 // 9
    tile = bytes(min(255, max(0, int(dice.gauss(128, 40)))) for _ in range(width))
    rows = [bytes((a + 2 * y) & 0xFF for a in tile[y % 97 :] + tile[: y % 97]) for y in range(lines)]
    colours = bytes([110, 150])
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{lines} F{RATE}:1 Ip A1:1 C420\n".encode())
        for frame in range(FRAMES):
            out.write(b"FRAME\n")
            pan = 4 * (frame if frame < FRAMES // 2 else FRAMES - frame)
            for row in rows:
                out.write(row[pan:] + row[:pan])
            for colour in colours:
                out.write(bytes([colour]) * (width * lines // 4))
