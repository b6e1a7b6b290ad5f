"""The UDP sockets of the process, one for each address, and ICE-lite on them (RFC 8445 2.5, RFC 7983)."""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
import string
import struct
from collections.abc import Callable, Sequence
from functools import partial

from vcsession.media import stun
from vcsession.media.figures import Figures
from vcsession.media.intake import Address, Intake, raw, read
from vcsession.media.tray import Name, Tray

Send = Callable[[bytes | memoryview, Address], int]

SOCKET_BUFFER = 4 << 20
ADDRESSES = 8
"""Addresses one agent may hold: an authenticated client cannot fill the table from forged ones."""
STALE = 3.0
"""Seconds without a check after which a path is dead: browsers check a living one every 2.5 s. After that,
and after a restart, the first check tells the new path, nominated or not: they nominate a second later."""
GRIP = 5.0
"""Seconds without a check after which an agent's address may pass to another: a port is reused."""

RATE, BURST = 3000, 1500
"""Datagrams a second that one participant may send, and at once: five times what three layers, a screen and
their resends take. What is more is dropped unread, before it costs a key or a receiver anything."""
ATTEMPTS = 8
"""Ports tried for one that is free at all addresses, where any will do."""

_ALPHABET = string.ascii_letters + string.digits


def _token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


class Door:
    """One address of ours: its socket, and whose the addresses are that come in by it."""

    __slots__ = ("holders", "host", "intake", "send", "socket", "tray")

    def __init__(self, bound: socket.socket, host: str, counters: Figures) -> None:
        self.socket = bound
        self.host = host
        self.send: Send = bound.sendto
        self.intake = Intake(bound)
        self.tray = Tray(bound, counters)
        self.holders: dict[bytes, Agent] = {}
        """By the address as the kernel writes it (`intake.raw`)."""


class Agent:
    """The ICE-lite side of one participant: its credentials and the addresses that proved them.

    `receive(size)` is called for each datagram from such an address, with the bytes in `mux.inbox[:size]`
    and at `mux.start`, valid until it returns. `reached()` is called once, at the first good check; `moved()`
    when it was reached by another door since.
    """

    def __init__(
        self,
        mux: Mux,
        receive: Callable[[int], None],
        reached: Callable[[], None],
        moved: Callable[[], None],
    ) -> None:
        self.mux = mux
        self.receive = receive
        self.address: Address | None = None
        self.send: Send = _nowhere
        """By the door at which `address` was proved."""
        self.name = Name()
        self.tray: Tray
        """Of that door; its packets go with those of others."""
        self.heard = mux.clock()
        self.allowance = BURST
        self._refilled = self.heard
        self._reached = reached
        self._moved = moved
        self._addresses: dict[tuple[Door, bytes], None] = {}
        self._former: str | None = None
        self.ufrag = self.password = ""
        self._renew()

    def _renew(self) -> None:
        self.ufrag, self.password = _token(8), _token(24)
        self.mux.agents[self.ufrag] = (self, self.password)

    def restart(self) -> None:
        """New credentials. The old ones and the address stay good until a check with the new ones arrives."""
        if self._former is not None:
            self.mux.agents.pop(self._former, None)
        self._former = self.ufrag
        self._renew()

    def refill(self, now: float) -> None:
        """Allow it the datagrams of the time that has passed; some times a second."""
        self.allowance = min(BURST, max(0, self.allowance) + int((now - self._refilled) * RATE))
        self._refilled = now

    def checked(self, check: stun.Check, door: Door, address: Address, now: float) -> bool:
        """Take note of a check whose integrity held; False if its address is in another's hands."""
        name = raw(address)
        if (door, name) not in self._addresses:
            holder = door.holders.get(name)
            if holder is not None and now - holder.heard < GRIP:
                return False
            if holder is not None:
                holder._addresses.pop((door, name), None)
            if len(self._addresses) == ADDRESSES:
                in_use = raw(self.address) if self.address is not None else b""
                self._release(*next(held for held in self._addresses if held[1] != in_use))
            self._addresses[door, name] = None
            door.holders[name] = self
        dead, self.heard = now - self.heard > STALE, now
        former = self._former if check.ufrag == self.ufrag else None
        if former is not None:
            self.mux.agents.pop(former, None)
            self._former = None
        first = self.address is None
        if first or dead or former is not None or check.nominated:
            moved = not first and self.tray is not door.tray
            self.address, self.send, self.tray = address, door.send, door.tray
            self.name.to(address)
            if moved:
                self._moved()
        if first:
            self._reached()
        return True

    def _release(self, door: Door, name: bytes) -> None:
        self._addresses.pop((door, name), None)
        if door.holders.get(name) is self:
            del door.holders[name]

    def close(self) -> None:
        self.mux.agents.pop(self.ufrag, None)
        if self._former is not None:
            self.mux.agents.pop(self._former, None)
        for door, name in list(self._addresses):
            self._release(door, name)
        self.address = None


def _nowhere(data: bytes | memoryview, address: Address) -> int:
    raise ConnectionError("no address was proved yet")


class Mux:
    """The sockets. Datagrams go to the agent whose address they come from; STUN goes by the local ufrag."""

    def __init__(self, counters: Figures, clock: Callable[[], float]) -> None:
        self.counters = counters
        self.clock = clock
        self.inbox = memoryview(bytearray())
        """The datagram that is being received, in its box."""
        self.start: object = None
        """The same as `char *`."""
        self.agents: dict[str, tuple[Agent, str]] = {}
        self.doors: list[Door] = []

    def open(self, hosts: Sequence[str], port: int) -> int:
        """Bind the addresses, all on one port, and start reading; returns the port.

        Raises OSError, its `filename` the address that cannot be had.
        """
        for attempt in range(ATTEMPTS):
            try:
                return self._open(hosts, port)
            except OSError as error:
                self.close()
                # The port that the system chose for the first address may be taken at another one.
                if port or error.errno != errno.EADDRINUSE or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError

    def _open(self, hosts: Sequence[str], port: int) -> int:
        for host in hosts:
            self.doors.append(Door(_bind(host, port), host, self.counters))
            port = int(self.doors[-1].socket.getsockname()[1])
        for door in self.doors:
            asyncio.get_running_loop().add_reader(door.socket.fileno(), partial(self._readable, door))
        return port

    def close(self) -> None:
        for door in self.doors:
            asyncio.get_running_loop().remove_reader(door.socket.fileno())
            door.socket.close()
        self.doors.clear()

    def _readable(self, door: Door) -> None:
        holders, counters, intake = door.holders, self.counters, door.intake
        boxes, starts = intake.boxes, intake.starts
        for number, (size, name) in enumerate(intake.take()):
            # One participant's packet must never end the reader that all share (trap 10).
            try:
                holder = holders.get(name)
                if holder is not None:
                    holder.allowance -= 1
                    if holder.allowance < 0:
                        counters.flooded += 1
                        continue
                self.inbox = inbox = boxes[number]
                self.start = starts[number]
                if size == 0:
                    counters.malformed += 1
                elif inbox[0] < 4:
                    self._stun(size, door, read(name))
                elif holder is not None:
                    holder.receive(size)
                else:
                    counters.strangers += 1
                if not self.doors:
                    return
            except (ValueError, IndexError, struct.error):
                counters.malformed += 1
            except Exception:
                counters.faults += 1

    def _stun(self, size: int, door: Door, address: Address) -> None:
        self.counters.stun_in += 1
        check = stun.read_check(bytes(self.inbox[:size]), self._password)
        if check is None:
            self.counters.strangers += 1
            return
        agent, password = self.agents[check.ufrag]
        if agent.checked(check, door, address, self.clock()):
            try:
                door.send(stun.answer(check, (address[0], address[1]), password), address)
            except OSError:
                self.counters.unsent += 1

    def _password(self, ufrag: str) -> str | None:
        known = self.agents.get(ufrag)
        return None if known is None else known[1]


def _bind(host: str, port: int) -> socket.socket:
    six = ":" in host
    bound = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        bound.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            bound.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
        if six:
            # `::` beside `0.0.0.0`: each socket has one family, and addresses look as the client's own do.
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise OSError(error.errno, error.strerror, host) from error
    return bound
