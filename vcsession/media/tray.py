"""Boxes for packets on their way out, and one system call that sends them all."""

from __future__ import annotations

import socket
import sys
from typing import Any, Final

from vcsession.media import mmsg
from vcsession.media.figures import Figures
from vcsession.media.intake import Address, raw
from vcsession.media.mmsg import NAME, ffi

MOST: Final = 64
"""Packets that one call sends at most."""
ROOM: Final = 2304
"""Bytes of a box: a datagram as it came in, our longer header, the original number, the SRTP tag."""


class Name:
    """A receiver's address as the kernel reads it. It may change while messages point to it."""

    __slots__ = ("address", "raw")

    def __init__(self) -> None:
        self.address: Address | None = None
        self.raw = ffi.new(f"char[{NAME}]")

    def to(self, address: Address) -> None:
        self.address = address
        name = raw(address)
        ffi.memmove(self.raw, name, len(name))


class Tray:
    """Boxes that packets are written into, each for another receiver, and the socket by which they leave.

    Whoever writes into them sends before anybody else writes: nothing waits in a box.
    """

    def __init__(self, bound: socket.socket | None, counters: Figures, most: int = MOST) -> None:
        """Without a socket: the packets are taken out of the boxes where they are sealed (`Way.seal`)."""
        self.most = most
        self.counters = counters
        self._socket = bound
        self._descriptor = -1 if bound is None else bound.fileno()
        self._iovs = ffi.new(f"struct iovec[{most}]")
        room = [bytearray(ROOM) for _ in range(most)]
        held = [ffi.from_buffer(each) for each in room]
        # Of the bytes, not of the view: the collector may clear a view that C still points into.
        self._held = held
        self.boxes = [memoryview(each) for each in room]
        self.starts = [ffi.cast("char *", each) for each in held]
        low = 0 if sys.byteorder == "little" else 4
        self.sizes: list[Any] = []
        """Bytes of each packet, as `int *`: libsrtp writes what it has become where the kernel reads it."""
        for number in range(most):
            iov = self._iovs[number]
            iov.iov_base = held[number]
            length = ffi.cast("char *", ffi.addressof(iov, "iov_len"))
            self.sizes.append(ffi.cast("int *", length + low))

    def address(self, names: list[Name]) -> Any:
        """Messages that carry the first boxes to these receivers, for `send`; good as long as the names."""
        if self._socket is None:
            return None
        size = NAME if self._socket.family == socket.AF_INET6 else 16
        messages = ffi.new(f"struct mmsghdr[{len(names)}]")
        for number, name in enumerate(names):
            head = messages[number].msg_hdr
            head.msg_name, head.msg_namelen = name.raw, size
            head.msg_iov, head.msg_iovlen = self._iovs + number, 1
        return messages

    def send(self, messages: Any, names: list[Name], start: int, end: int) -> None:
        """Send the boxes from `start` to `end`; what the kernel refuses is counted and dropped."""
        if self._socket is None:
            return
        if mmsg.sendmmsg is None:
            for number in range(start, end):
                self.send_one(number, names[number])
            return
        while start < end:
            sent = mmsg.sendmmsg(self._descriptor, messages + start, end - start, 0)
            if sent < 1:
                # The first of them was refused; those behind it may still go.
                self.counters.unsent += 1
                sent = 1
            start += sent

    def send_one(self, number: int, name: Name) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendto(self.boxes[number][: self.sizes[number][0]], name.address or ())
        except (OSError, TypeError):
            self.counters.unsent += 1
