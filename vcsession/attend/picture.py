"""The robot's picture: a calm colour, its name and a running clock, drawn without any font file."""

from __future__ import annotations

import math
from typing import Final

from av import VideoFrame

WIDTH: Final = 320
HEIGHT: Final = 180
PAPER: Final = 62
INK: Final = 218
"""Luma of the ground and of the letters."""
CALM: Final = 28
"""How far the colour is from grey, of 127."""
GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
"""Turning by it, any number of neighbours keep different hues."""

GLYPH_ROWS: Final = 7
GLYPH_WIDTH: Final = 6
"""Five dots and a gap."""
# Each letter is seven rows of five dots; each row is one digit of base 32, the left dot its highest bit.
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:- "
ROWS: Final = (
    "ehhvhhhuhhuhhuehgggheuhhhhhuvggsggvvggsgggehgnhhfhhhvhhhe44444e72222ichikokihggggggvhrllhhhhhpljhh"
    "ehhhhheuhhugggehhhliduhhukihfgge11uv444444hhhhhhehhhhha4hhhlllahha4ahhhha4444v1248gvehjlphe4c4444e"
    "eh1248vv2421he26aiv22vgu11he68guhhev124888ehhehheehhf12c0cc0cc0000e0000000000"
)
GLYPHS: Final = {c: ROWS[7 * n : 7 * n + 7] for n, c in enumerate(LETTERS)}


class Picture:
    """`name` stays, the second line changes. `number` is the robot's own: it chooses the colour."""

    def __init__(self, name: str, number: int) -> None:
        hue = number * GOLDEN_ANGLE
        chroma = WIDTH // 2 * (HEIGHT // 2)
        self._blue = bytes([128 + round(CALM * math.cos(hue))]) * chroma
        self._red = bytes([128 + round(CALM * math.sin(hue))]) * chroma
        self._ground = bytearray([PAPER]) * (WIDTH * HEIGHT)
        write(self._ground, name, 44, 6)

    def frame(self, line: str) -> VideoFrame:
        """The picture with `line` under the name."""
        luma = self._ground.copy()
        write(luma, line, 116, 4)
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane, content in zip(frame.planes, (bytes(luma), self._blue, self._red), strict=True):
            plane.update(content)
        return frame


def write(luma: bytearray, text: str, top: int, scale: int) -> None:
    """Write `text` in the middle, each dot `scale` pixels wide or as wide as fits.

    It knows A-Z, 0-9, colon and hyphen; anything else is a gap.
    """
    text = text.upper()[: WIDTH // GLYPH_WIDTH]
    scale = max(1, min(scale, (WIDTH - 16) // (GLYPH_WIDTH * max(1, len(text)))))
    left = (WIDTH - scale * GLYPH_WIDTH * len(text)) // 2
    dots = {"0": bytes([PAPER]) * scale, "1": bytes([INK]) * scale}
    for row in range(GLYPH_ROWS):
        bits = "".join(f"{int(GLYPHS.get(c, GLYPHS[' '])[row], 32):05b}0" for c in text)
        line = b"".join(dots[bit] for bit in bits)
        for y in range(top + row * scale, top + (row + 1) * scale):
            at = y * WIDTH + left
            luma[at : at + len(line)] = line
