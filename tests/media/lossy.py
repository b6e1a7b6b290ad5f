"""A bad line: a UDP proxy that loses datagrams by a seed, delays them, breaks off, or changes its address."""

from __future__ import annotations

import asyncio
import random
import socket


class Line:
    """Between one client and the plane's port. Only media is lost (RFC 7983), no handshake."""

    def __init__(
        self, port: int, *, up: float = 0.0, down: float = 0.0, seed: int = 1, delay: float = 0.0
    ) -> None:
        """`up`, `down`: the share that is lost on the way to the plane and back; `delay` in seconds."""
        self.cut = False
        self.lost_up = 0
        """Datagrams lost on the way to the plane."""
        self._plane = ("127.0.0.1", port)
        self._shares = {True: up, False: down}
        self._delay = delay
        self._dice = random.Random(seed)
        self._client: tuple[str, int] | None = None
        self._near = self._open(True)
        self._far = self._open(False)
        self.port: int = self._near.getsockname()[1]

    def _open(self, up: bool) -> socket.socket:
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        opened.setblocking(False)
        opened.bind(("127.0.0.1", 0))
        asyncio.get_running_loop().add_reader(opened.fileno(), self._pass, opened, up)
        return opened

    def _pass(self, source: socket.socket, up: bool) -> None:
        while True:
            try:
                data, address = source.recvfrom(2048)
            except OSError:
                return
            if up:
                self._client = address
            media = 127 < data[0] < 192
            if self.cut or (media and self._dice.random() < self._shares[up]):
                self.lost_up += up
            elif self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._send, data, up)
            else:
                self._send(data, up)

    def _send(self, data: bytes, up: bool) -> None:
        if self._far.fileno() < 0:
            return
        if up:
            self._far.sendto(data, self._plane)
        elif self._client is not None:
            self._near.sendto(data, self._client)

    def change_address(self) -> None:
        """What the plane sees when a client changes from one network to another."""
        self._end(self._far)
        self._far = self._open(False)

    def _end(self, held: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(held.fileno())
        held.close()

    def close(self) -> None:
        self._end(self._near)
        self._end(self._far)
