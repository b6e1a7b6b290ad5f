"""One media packet as all receivers share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vcsession.media.ingest import Layer


class Packet:
    """Parsed once. `index` is the sequence number, unwrapped."""

    __slots__ = (
        "at",
        "index",
        "keyframe",
        "layer",
        "mark",
        "padded",
        "payload",
        "picture",
        "picture_at",
        "picture_bits",
        "size",
        "stamp",
        "timestamp",
        "tl0",
        "tl0_at",
    )

    def __init__(
        self, layer: Layer, index: int, mark: int, padded: int, timestamp: int, payload: bytes, at: float
    ) -> None:
        self.layer = layer
        self.index = index
        self.mark = mark
        self.padded = padded
        self.timestamp = timestamp
        self.payload = payload
        self.size = len(payload)
        self.at = at
        # abs-send-time: 24 bits of 6.18 fixed-point seconds, stamped once for all receivers.
        self.stamp = int(at * 262144.0) & 0xFFFFFF
        self.keyframe = True
        self.picture_at = self.tl0_at = -1
        self.picture = self.picture_bits = self.tl0 = 0
