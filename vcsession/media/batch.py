"""Packets on their way out, handed to the kernel together: one system call for all receivers of a packet.

`sendmmsg(2)` is called in the C library through cffi, which pylibsrtp brings; Python's own socket has no such
call. Where the system has none, each packet goes by `sendto`.
"""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, Final

from cffi import FFI

from vcsession.media.figures import Figures

MOST: Final = 64
"""Packets that wait at most."""
ROOM: Final = 2304
"""Bytes of a parcel: a datagram as it came in, our longer header, the original number, the SRTP tag."""

_ffi = FFI()
_ffi.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr {
    void *msg_name; unsigned int msg_namelen;
    struct iovec *msg_iov; size_t msg_iovlen;
    void *msg_control; size_t msg_controllen;
    int msg_flags;
};
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
""")


def _from_library() -> Callable[..., int] | None:
    """Linux alone: the structures are laid out as there."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        found: Callable[..., int] = _ffi.dlopen(None).sendmmsg
    except (OSError, AttributeError):
        return None
    return found


_sendmmsg = _from_library()


class Parcel:
    """A buffer that a packet is written into, and its receiver. While it waits nobody writes into it."""

    __slots__ = ("address", "box", "held", "iov", "name", "size", "waiting")

    def __init__(self) -> None:
        room = bytearray(ROOM)
        self.box = memoryview(room)
        # Of the bytes, not of the view: the collector may clear a view that C still points into.
        self.held = _ffi.from_buffer(room)
        self.size = 0
        self.waiting = False
        self.address: Any = None
        self.iov = _ffi.new("struct iovec *", {"iov_base": self.held})
        self.name: Any = _ffi.NULL

    def to(self, address: tuple[Any, ...]) -> None:
        """Address it: (host, port), of IPv6 with flow and scope behind, as a socket gives it."""
        six = ":" in address[0]
        family = socket.AF_INET6 if six else socket.AF_INET
        raw = socket.inet_pton(family, address[0].partition("%")[0])
        head = struct.pack("=H", family) + struct.pack("!H", address[1])
        if six:
            flow, scope = (*address[2:], 0, 0)[:2]
            name = head + struct.pack("!L", flow) + raw + struct.pack("=L", scope)
        else:
            name = head + raw + bytes(8)
        self.address, self.name = address, _ffi.new("char[]", name)


class Batch:
    """What waits to be sent from one socket. Whoever adds to it flushes it before the loop goes on."""

    def __init__(self, bound: socket.socket, counters: Figures) -> None:
        self._socket = bound
        self._descriptor = bound.fileno()
        self._counters = counters
        self._waiting: list[Parcel] = []
        self._messages = _ffi.new(f"struct mmsghdr[{MOST}]")
        self._heads = [self._messages[number].msg_hdr for number in range(MOST)]
        for head in self._heads:
            head.msg_namelen = 28 if bound.family == socket.AF_INET6 else 16
            head.msg_iovlen = 1

    def add(self, parcel: Parcel, size: int) -> None:
        """Send `parcel.box[:size]` with the next flush. The parcel must not wait already."""
        waiting = self._waiting
        head = self._heads[len(waiting)]
        head.msg_name = parcel.name
        head.msg_iov = iov = parcel.iov
        iov.iov_len = parcel.size = size
        parcel.waiting = True
        waiting.append(parcel)
        if len(waiting) == MOST:
            self.flush()

    def flush(self) -> None:
        """Send all that waits; what the kernel refuses is counted and dropped."""
        waiting = self._waiting
        if not waiting:
            return
        if _sendmmsg is None:
            self._send_each()
        else:
            left, at = len(waiting), 0
            while left:
                sent = _sendmmsg(self._descriptor, self._messages + at, left, 0)
                if sent < 1:
                    # The first of them was refused; those behind it may still go.
                    self._counters.unsent += 1
                    sent = 1
                at += sent
                left -= sent
        for parcel in waiting:
            parcel.waiting = False
        waiting.clear()

    def _send_each(self) -> None:
        for parcel in self._waiting:
            try:
                self._socket.sendto(parcel.box[: parcel.size], parcel.address)
            except OSError:
                self._counters.unsent += 1
