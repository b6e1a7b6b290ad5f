"""A bad line: a UDP proxy that loses datagrams by a seed, delays them, breaks off, or changes its address."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Callable, Iterator
from functools import partial

Address = tuple[str, int]
CLIENTS = 32
"""Sockets that one line keeps, one for each client behind it; the oldest gives way."""


class Line:
    """Between the clients behind it and the plane's port; the plane sees each by an address of its own."""

    def __init__(
        self,
        port: int,
        *,
        up: float = 0.0,
        down: float = 0.0,
        seed: int = 1,
        delay: float = 0.0,
        spares: bool = True,
    ) -> None:
        """`up`, `down`: the share that is lost on the way to the plane and back; `delay`: seconds each way.

        `spares`: only media is lost (RFC 7983), no handshake and no ICE check.
        """
        self.cut = False
        self.up, self.down, self.delay = up, down, delay
        self.lost_up = 0
        """Datagrams lost on the way to the plane."""
        self._plane = ("127.0.0.1", port)
        self._spares = spares
        self._dice = random.Random(seed)
        self._far: dict[Address, socket.socket] = {}
        self._near = self._open(self._upwards)
        self.port: int = self._near.getsockname()[1]

    def _open(self, take: Callable[[socket.socket], None]) -> socket.socket:
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        opened.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            opened.setsockopt(socket.SOL_SOCKET, option, 1 << 20)
        opened.bind(("127.0.0.1", 0))
        asyncio.get_running_loop().add_reader(opened.fileno(), take, opened)
        return opened

    def _upwards(self, near: socket.socket) -> None:
        for data, client in _waiting(near):
            if client not in self._far:
                if len(self._far) == CLIENTS:
                    _end(self._far.pop(next(iter(self._far))))
                self._far[client] = self._open(partial(self._downwards, client))
            if self._passes(data, self.up):
                self._later(self._send_up, data, client)
            else:
                self.lost_up += 1

    def _downwards(self, client: Address, far: socket.socket) -> None:
        for data, _ in _waiting(far):
            if self._passes(data, self.down):
                self._later(self._send_down, data, client)

    def _passes(self, data: bytes, share: float) -> bool:
        exempt = self._spares and not 127 < data[0] < 192
        return not self.cut and (exempt or self._dice.random() >= share)

    def _later(self, send: Callable[[bytes, Address], None], data: bytes, client: Address) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, send, data, client)
        else:
            send(data, client)

    def _send_up(self, data: bytes, client: Address) -> None:
        if not self.cut and client in self._far:
            self._far[client].sendto(data, self._plane)

    def _send_down(self, data: bytes, client: Address) -> None:
        if not self.cut and self._near.fileno() >= 0:
            self._near.sendto(data, client)

    def change_address(self) -> None:
        """What the plane sees when clients change from one network to another."""
        for client, far in self._far.items():
            _end(far)
            self._far[client] = self._open(partial(self._downwards, client))

    def close(self) -> None:
        for held in (self._near, *self._far.values()):
            _end(held)
        self._far.clear()


def _waiting(source: socket.socket) -> Iterator[tuple[bytes, Address]]:
    while source.fileno() >= 0:
        try:
            yield source.recvfrom(2048)
        except OSError:
            return


def _end(held: socket.socket) -> None:
    asyncio.get_running_loop().remove_reader(held.fileno())
    held.close()
