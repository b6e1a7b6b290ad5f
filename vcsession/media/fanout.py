"""The hot path: one packet to every place that its layer flows in, rewritten, sealed, sent in one call."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vcsession.media.tray import Name, Tray

if TYPE_CHECKING:
    from vcsession.media.forward import Place
    from vcsession.media.ingest import Layer
    from vcsession.media.packet import Packet

_STAMP = struct.Struct("!L").pack


@lru_cache(maxsize=4096)
def _writer(fixed: int, size: int) -> Callable[..., None]:
    """Writes first and second byte, number, timestamp, `fixed` bytes that never change and `size` others."""
    return struct.Struct(f"!BBHL{fixed}s{size}s").pack_into


@lru_cache(maxsize=4096)
def _picture_writer(fixed: int, before: int, after: int) -> Callable[..., None]:
    """The same with a picture id of two bytes among those others."""
    return struct.Struct(f"!BBHL{fixed}s{before}sH{after}s").pack_into


class _Group:
    """Receivers whose packets leave together: by one tray, with the same extension for the send time."""

    __slots__ = ("fixed", "flows", "messages", "names", "stamp", "tray")

    def __init__(self, tray: Tray, stamp: int, places: list[Place]) -> None:
        self.tray = tray
        self.stamp = stamp
        self.fixed = 8 if stamp else 4
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

    __slots__ = ("_groups", "waiting")

    def __init__(self, layer: Layer) -> None:
        self.waiting = [place for place in layer.places if place.layer is not layer]
        """Those that begin with its next keyframe."""
        together: dict[tuple[Tray, int], list[Place]] = {}
        for place in layer.places:
            if place.layer is layer:
                together.setdefault((place.link.tray, place.stamp), []).append(place)
        self._groups = [
            _Group(tray, stamp, places[at : at + tray.most])
            for (tray, stamp), places in together.items()
            for at in range(0, len(places), tray.most)
        ]

    def send(self, packet: Packet) -> int:
        """Send the packet to every place that the layer flows in; the number of those that it went to."""
        # fmt: off
        index, timestamp, mark = packet.index, packet.timestamp, packet.mark
        picture, tl0, tl0_at = packet.picture, packet.tl0, packet.tl0_at
        long, short = packet.picture_bits == 15, packet.picture_bits == 7
        sent = 0
        for group in self._groups:
            flows, tray, rest = group.flows, group.tray, packet.payload
            first_byte, head = 0x80 | packet.padded, 12
            if group.stamp:
                rest = _STAMP(group.stamp | packet.stamp) + rest
                first_byte, head = first_byte | 0x10, 20
            end, picture_at, begun = head + packet.size, head + packet.picture_at, 0
            if long:
                cut = len(rest) - packet.size + packet.picture_at
                before, after = rest[:cut], rest[cut + 2 :]
                write = _picture_writer(group.fixed, cut, len(after))
            else:
                write = _writer(group.fixed, len(rest))
            for (
                number, place, box, start, length, seal, key,
                first, shift, time_shift, picture_shift, tl0_shift, kind, fixed,
            ) in flows:
                # The fault of one place must not take the packet from the receivers after it.
                try:
                    if index >= first:
                        second = mark | kind if index > first else mark | kind | place.opening
                        number_out, at = (index + shift) & 0xFFFF, (timestamp + time_shift) & 0xFFFFFFFF
                        if long:
                            told = 0x8000 | (picture + picture_shift) & 0x7FFF
                            write(box, 0, first_byte, second, number_out, at, fixed, before, told, after)
                        else:
                            write(box, 0, first_byte, second, number_out, at, fixed, rest)
                            if short:
                                box[picture_at] = (picture + picture_shift) & 0x7F
                        if tl0_at >= 0:
                            box[head + tl0_at] = (tl0 + tl0_shift) & 0xFF
                        length[0] = end
                        if seal(key, start, length) == 0:
                            continue
                        tray.counters.srtp_errors += 1
                    else:
                        # Older than the switch: its number belongs to what stood here before.
                        place.held_back(packet.size)
                except Exception:
                    tray.counters.faults += 1
                tray.send(group.messages, group.names, begun, number)
                sent += number - begun
                begun = number + 1
            tray.send(group.messages, group.names, begun, len(flows))
            sent += len(flows) - begun
        # fmt: on
        return sent
