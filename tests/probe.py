"""A recording as ffprobe reads it, where the machine has it (Debian's package ffmpeg)."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Probed:
    """`streams` are (codec, packets) by the track's name."""

    seconds: float
    streams: dict[str, tuple[str, int]]


def probe(path: Path) -> Probed | None:
    """None where there is no ffprobe; asserts that it has nothing to complain of."""
    if shutil.which("ffprobe") is None:
        return None
    command = ["ffprobe", "-v", "warning", "-count_packets", "-show_streams", "-show_format", "-of", "json"]
    done = subprocess.run([*command, str(path)], check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    streams = {s["tags"]["title"]: (s["codec_name"], int(s["nb_read_packets"])) for s in told["streams"]}
    return Probed(float(told["format"]["duration"]), streams)
