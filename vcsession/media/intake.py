"""Datagrams on their way in: one system call for all that have come."""

from __future__ import annotations

import socket
import struct
from typing import Any, Final

from vcsession.media import mmsg
from vcsession.media.mmsg import NAME, ffi

BATCH: Final = 64
"""Datagrams read for one wake-up: enough to amortise it, few enough to let the rest of the program run."""
PACKET: Final = 2048

Address = tuple[Any, ...]
"""(host, port), of IPv6 with flow and scope behind, as a socket gives it."""

_MESSAGE: Final[int] = ffi.sizeof("struct mmsghdr")
_LENGTH: Final[int] = ffi.offsetof("struct mmsghdr", "msg_len")
_NUMBER = struct.Struct("=I").unpack_from


def raw(address: Address) -> bytes:
    """The address as the kernel writes it: what its packets are known by, without reading it."""
    six = ":" in address[0]
    family = socket.AF_INET6 if six else socket.AF_INET
    head = struct.pack("=H", family) + struct.pack("!H", address[1])
    host = socket.inet_pton(family, address[0].partition("%")[0])
    if not six:
        return head + host + bytes(8)
    flow, scope = (*address[2:], 0, 0)[:2]
    return head + struct.pack("!L", flow) + host + struct.pack("=L", scope)


def read(name: bytes) -> Address:
    """The reverse of `raw`."""
    port = int.from_bytes(name[2:4], "big")
    if len(name) < NAME:
        return socket.inet_ntop(socket.AF_INET, name[4:8]), port
    flow, scope = int.from_bytes(name[4:8], "big"), _NUMBER(name, 24)[0]
    return socket.inet_ntop(socket.AF_INET6, name[8:24]), port, flow, scope


class Intake:
    """The boxes that one socket's datagrams are read into. They stand there until the next `take`."""

    def __init__(self, bound: socket.socket) -> None:
        self._socket = bound
        self._descriptor = bound.fileno()
        self._name = NAME if bound.family == socket.AF_INET6 else 16
        room = [bytearray(PACKET) for _ in range(BATCH)]
        self._held = [ffi.from_buffer(each) for each in room]
        self.boxes = [memoryview(each) for each in room]
        self.starts = [ffi.cast("char *", each) for each in self._held]
        self._heads, self._names = bytearray(BATCH * _MESSAGE), bytearray(BATCH * NAME)
        self._messages = ffi.from_buffer("struct mmsghdr[]", self._heads)
        self._iovs = ffi.new(f"struct iovec[{BATCH}]")
        held = self._held_names = ffi.from_buffer("char[]", self._names)
        for number in range(BATCH):
            iov, head = self._iovs[number], self._messages[number].msg_hdr
            iov.iov_base, iov.iov_len = self._held[number], PACKET
            head.msg_iov, head.msg_iovlen = self._iovs + number, 1
            head.msg_name, head.msg_namelen = held + number * NAME, self._name

    def take(self) -> list[tuple[int, bytes]]:
        """What has come, at most BATCH: the size of each, and its sender as `raw` has it.

        The bytes of the n-th stand in `boxes[n]`, the same at `starts[n]`.
        """
        if mmsg.recvmmsg is None:
            return self._one_by_one()
        # -1: nothing was there after all, or an ICMP error of an earlier send; the socket is still good.
        count = mmsg.recvmmsg(self._descriptor, self._messages, BATCH, socket.MSG_DONTWAIT, ffi.NULL)
        heads, names, name = self._heads, self._names, self._name
        return [
            (
                _NUMBER(heads, number * _MESSAGE + _LENGTH)[0],
                bytes(names[number * NAME : number * NAME + name]),
            )
            for number in range(count)
        ]

    def _one_by_one(self) -> list[tuple[int, bytes]]:
        came: list[tuple[int, bytes]] = []
        for _ in range(BATCH):
            try:
                size, address = self._socket.recvfrom_into(self.boxes[len(came)])
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                continue
            came.append((size, raw(address)))
        return came
