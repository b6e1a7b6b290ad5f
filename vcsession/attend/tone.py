"""The robot's voice: a soft tone that swells and fades, encoded once and sent in a loop."""

from __future__ import annotations

import math
from array import array
from fractions import Fraction
from typing import Final

from av import AudioCodecContext, AudioFrame, CodecContext

RATE: Final = 48000
PACKET_S: Final = 0.06
"""Opus can put 60 ms into one packet (RFC 6716 2.1.4): a third of a browser's packets."""
SAMPLES: Final = 2880
LOOP: Final = 20
"""Packets in the loop. The tone is silent at its ends, so the seam cannot be heard."""
LOUDNESS: Final = 0.1
"""The peak, of full scale."""
LOWEST_HZ: Final = 220.0
PITCHES: Final = 24
"""Two octaves of semitones."""


def pitch(number: int) -> float:
    """The robot's own pitch in Hz; neighbours are a fifth apart."""
    return LOWEST_HZ * math.exp2(number * 7 % PITCHES / 12)


def encode(hertz: float) -> tuple[bytes, ...]:
    """The loop: LOOP Opus packets of PACKET_S each."""
    codec = CodecContext.create("libopus", "w")
    assert isinstance(codec, AudioCodecContext)
    codec.bit_rate = 24000
    codec.format = "s16"
    codec.layout = "mono"
    codec.sample_rate = RATE
    codec.time_base = Fraction(1, RATE)
    codec.options = {"frame_duration": "60"}
    frames = [_sound(hertz, number) for number in range(LOOP)]
    packets: list[bytes] = []
    # Twice round: the first round brings the encoder to where it will be at each return to the start.
    for number in range(2 * LOOP):
        frame = frames[number % LOOP]
        frame.pts = number * SAMPLES
        packets += [bytes(packet) for packet in codec.encode(frame)]
    return tuple(packets[-LOOP:])


def _sound(hertz: float, number: int) -> AudioFrame:
    wave = array("h")
    for n in range(number * SAMPLES, (number + 1) * SAMPLES):
        swell = math.sin(math.pi * n / (LOOP * SAMPLES)) ** 2
        wave.append(round(32767 * LOUDNESS * swell * math.sin(2 * math.pi * hertz * n / RATE)))
    frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
    frame.planes[0].update(wave.tobytes())
    frame.sample_rate = RATE
    frame.time_base = Fraction(1, RATE)
    return frame
