"""Buffers for packets on their way out, and one system call that sends them all.

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
"""Packets that one call sends at most."""
ROOM: Final = 2304
"""Bytes of a box: a datagram as it came in, our longer header, the original number, the SRTP tag."""

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


class Name:
    """A receiver's address as the kernel reads it. It may change while messages point to it."""

    __slots__ = ("address", "raw")

    def __init__(self) -> None:
        self.address: tuple[Any, ...] | None = None
        self.raw = _ffi.new("char[28]")

    def to(self, address: tuple[Any, ...]) -> None:
        """(host, port), of IPv6 with flow and scope behind, as a socket gives it."""
        six = ":" in address[0]
        family = socket.AF_INET6 if six else socket.AF_INET
        raw = socket.inet_pton(family, address[0].partition("%")[0])
        name = struct.pack("=H", family) + struct.pack("!H", address[1])
        if six:
            flow, scope = (*address[2:], 0, 0)[:2]
            name += struct.pack("!L", flow) + raw + struct.pack("=L", scope)
        else:
            name += raw
        self.address = address
        _ffi.memmove(self.raw, name, len(name))


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
        self._iovs = _ffi.new(f"struct iovec[{most}]")
        room = [bytearray(ROOM) for _ in range(most)]
        held = [_ffi.from_buffer(each) for each in room]
        # Of the bytes, not of the view: the collector may clear a view that C still points into.
        self._held = held
        self.boxes = [memoryview(each) for each in room]
        self.starts = [_ffi.cast("char *", each) for each in held]
        low = 0 if sys.byteorder == "little" else 4
        self.sizes: list[Any] = []
        """Bytes of each packet, as `int *`: libsrtp writes what it has become where the kernel reads it."""
        for number in range(most):
            iov = self._iovs[number]
            iov.iov_base = held[number]
            length = _ffi.cast("char *", _ffi.addressof(iov, "iov_len"))
            self.sizes.append(_ffi.cast("int *", length + low))

    def address(self, names: list[Name]) -> Any:
        """Messages that carry the first boxes to these receivers, for `send`; good as long as the names."""
        if self._socket is None:
            return None
        size = 28 if self._socket.family == socket.AF_INET6 else 16
        messages = _ffi.new(f"struct mmsghdr[{len(names)}]")
        for number, name in enumerate(names):
            head = messages[number].msg_hdr
            head.msg_name, head.msg_namelen = name.raw, size
            head.msg_iov, head.msg_iovlen = self._iovs + number, 1
        return messages

    def send(self, messages: Any, names: list[Name], start: int, end: int) -> None:
        """Send the boxes from `start` to `end`; what the kernel refuses is counted and dropped."""
        if self._socket is None:
            return
        if _sendmmsg is None:
            for number in range(start, end):
                self.send_one(number, names[number])
            return
        while start < end:
            sent = _sendmmsg(self._descriptor, messages + start, end - start, 0)
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
