"""The hot path: one packet to every place that its layer flows in, rewritten, sealed, sent in one call."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vcsession.media.tray import Name, Tray

if TYPE_CHECKING:
    from vcsession.media.forward import Place
    from vcsession.media.ingest import Layer, Packet

_NUMBER = struct.Struct("!H").pack_into


@lru_cache(maxsize=2048)
def _writer(stamped: bool, size: int) -> Callable[..., None]:
    """Writes header and payload of `size` bytes: first byte, second byte, number, timestamp, the bytes that
    never change (SSRC, and with a send time the head of its extension), the send time, the payload."""
    return struct.Struct(f"!BBHL8sL{size}s" if stamped else f"!BBHL4s{size}s").pack_into


class _Group:
    """Receivers whose packets leave together: by one tray, with one shape of header."""

    __slots__ = ("flows", "head", "messages", "names", "stamped", "tray")

    def __init__(self, tray: Tray, stamped: bool, places: list[Place]) -> None:
        self.tray = tray
        self.stamped = stamped
        self.head = 20 if stamped else 12
        self.names: list[Name] = [place.link.name for place in places]
        self.messages = tray.address(self.names)
        self.flows: list[tuple[Any, ...]] = [
            (number, place, tray.boxes[number], tray.starts[number], tray.sizes[number], *place.flow())
            for number, place in enumerate(places)
        ]


class Fan:
    """The places of one layer, laid out for its packets. Made anew when one enters, leaves or moves.

    What is the same for every packet stands in a tuple for each place: nothing is looked up, and nothing is
    called that can be written out, for a call costs as much as five of these lines.
    """

    __slots__ = ("_groups", "_waiting")

    def __init__(self, layer: Layer) -> None:
        flowing = [place for place in layer.places if place.layer is layer]
        self._waiting = [place for place in layer.places if place.layer is not layer]
        together: dict[tuple[Tray, bool], list[Place]] = {}
        for place in flowing:
            together.setdefault((place.link.tray, place.stamped), []).append(place)
        self._groups = [
            _Group(tray, stamped, places[at : at + tray.most])
            for (tray, stamped), places in together.items()
            for at in range(0, len(places), tray.most)
        ]

    def forward(self, packet: Packet) -> int:
        """Send the packet to every place; the number of those that it went to."""
        if not self._waiting:
            return self._send(packet)
        layer = packet.layer
        if not packet.keyframe:
            layer.publication.want_keyframe(layer, packet.at)
            return self._send(packet)
        for place in self._waiting:
            place.switch(packet)
        return layer.fan_out()._send(packet)

    def _send(self, packet: Packet) -> int:
        # fmt: off
        index, timestamp, mark, payload = packet.index, packet.timestamp, packet.mark, packet.payload
        size, picture, tl0, at = packet.size, packet.picture, packet.tl0, packet.stamp
        long, short, tl0_at = packet.picture_bits == 15, packet.picture_bits == 7, packet.tl0_at
        sent = 0
        for group in self._groups:
            flows, tray, stamped, head = group.flows, group.tray, group.stamped, group.head
            write = _writer(stamped, size)
            end, picture_at, begun = head + size, head + packet.picture_at, 0
            first_byte = (0x90 if stamped else 0x80) | packet.padded
            for (
                number, place, box, start, length, seal, key,
                first, shift, time_shift, picture_shift, tl0_shift, kind, fixed, stamp,
            ) in flows:
                # The fault of one place must not take the packet from the receivers after it.
                try:
                    if index >= first:
                        second = mark | kind if index > first else mark | kind | place.opening
                        if stamped:
                            write(
                                box, 0, first_byte, second, (index + shift) & 0xFFFF,
                                (timestamp + time_shift) & 0xFFFFFFFF, fixed, stamp | at, payload,
                            )
                        else:
                            write(
                                box, 0, first_byte, second, (index + shift) & 0xFFFF,
                                (timestamp + time_shift) & 0xFFFFFFFF, fixed, payload,
                            )
                        if long:
                            _NUMBER(box, picture_at, 0x8000 | (picture + picture_shift) & 0x7FFF)
                        elif short:
                            box[picture_at] = (picture + picture_shift) & 0x7F
                        if tl0_at >= 0:
                            box[head + tl0_at] = (tl0 + tl0_shift) & 0xFF
                        length[0] = end
                        if seal(key, start, length) == 0:
                            continue
                        tray.counters.srtp_errors += 1
                    else:
                        # Older than the switch: its number belongs to what stood here before.
                        place.held_back(size)
                except Exception:
                    tray.counters.faults += 1
                tray.send(group.messages, group.names, begun, number)
                sent += number - begun
                begun = number + 1
            tray.send(group.messages, group.names, begun, len(flows))
            sent += len(flows) - begun
        # fmt: on
        return sent
