"""One UDP socket for the whole process and ICE-lite on it (RFC 8445 2.5, RFC 7983)."""

from __future__ import annotations

import asyncio
import secrets
import socket
import string
import struct
from collections.abc import Callable

from vcsession.media import stun
from vcsession.media.figures import Figures

Address = tuple[str, int]

BATCH = 64
"""Datagrams read for one wake-up: enough to amortise it, few enough to let the rest of the program run."""
PACKET = 2048
TRAILER = 256
"""Room for our longer header, the original number of a resend and the SRTP tag."""
SOCKET_BUFFER = 4 << 20
ADDRESSES = 8
"""Addresses one agent may hold: an authenticated client cannot fill the table from forged ones."""
GRIP = 5.0
"""Seconds without a check after which an agent's address may pass to another: a port is reused."""

_ALPHABET = string.ascii_letters + string.digits


def _token(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


class Agent:
    """The ICE-lite side of one participant: its credentials and the addresses that proved them.

    `receive(size)` is called for each datagram from such an address, with the bytes in `mux.inbox[:size]`,
    valid until it returns. `reached()` is called once, at the first valid check.
    """

    def __init__(self, mux: Mux, receive: Callable[[int], None], reached: Callable[[], None]) -> None:
        self.mux = mux
        self.receive = receive
        self.address: Address | None = None
        self.heard = mux.clock()
        self._reached = reached
        self._addresses: dict[Address, None] = {}
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

    def checked(self, check: stun.Check, address: Address, now: float) -> bool:
        """Take note of a check whose integrity held; False if its address is in another's hands."""
        if address not in self._addresses:
            holder = self.mux.holders.get(address)
            if holder is not None and now - holder.heard < GRIP:
                return False
            if holder is not None:
                holder._addresses.pop(address, None)
            if len(self._addresses) == ADDRESSES:
                self._release(next(a for a in self._addresses if a != self.address))
            self._addresses[address] = None
            self.mux.holders[address] = self
        self.heard = now
        if check.ufrag == self.ufrag and self._former is not None:
            self.mux.agents.pop(self._former, None)
            self._former = None
        first = self.address is None
        if first or check.nominated:
            self.address = address
        if first:
            self._reached()
        return True

    def _release(self, address: Address) -> None:
        self._addresses.pop(address, None)
        if self.mux.holders.get(address) is self:
            del self.mux.holders[address]

    def close(self) -> None:
        self.mux.agents.pop(self.ufrag, None)
        if self._former is not None:
            self.mux.agents.pop(self._former, None)
        for address in list(self._addresses):
            self._release(address)
        self.address = None


class Mux:
    """The socket. Datagrams go to the agent whose address they come from; STUN goes by the local ufrag."""

    def __init__(self, counters: Figures, clock: Callable[[], float]) -> None:
        self.counters = counters
        self.clock = clock
        self.inbox = bytearray(PACKET)
        self.outbox = bytearray(PACKET + TRAILER)
        self.agents: dict[str, tuple[Agent, str]] = {}
        self.holders: dict[Address, Agent] = {}
        self._socket: socket.socket | None = None

    def open(self, host: str, port: int) -> int:
        """Bind and start reading; returns the port. Raises OSError where the port is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
                sock.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
            sock.bind((host, port))
        except OSError:
            sock.close()
            raise
        self._socket = sock
        self.send: Callable[[bytes | memoryview, Address], int] = sock.sendto
        asyncio.get_running_loop().add_reader(sock.fileno(), self._readable)
        return int(sock.getsockname()[1])

    def close(self) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def _readable(self) -> None:
        assert self._socket is not None
        receive, inbox, holders, counters = (
            self._socket.recvfrom_into,
            self.inbox,
            self.holders,
            self.counters,
        )
        for _ in range(BATCH):
            try:
                size, address = receive(inbox)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                # An ICMP error of an earlier send; the socket is still good.
                continue
            # One participant's packet must never end the reader that all share (trap 10).
            try:
                holder = holders.get(address)
                if size == 0:
                    counters.malformed += 1
                elif inbox[0] < 4:
                    self._stun(size, address)
                elif holder is not None:
                    holder.receive(size)
                else:
                    counters.strangers += 1
                if self._socket is None:
                    return
            except (ValueError, IndexError, struct.error):
                counters.malformed += 1
            except Exception:
                counters.faults += 1

    def _stun(self, size: int, address: Address) -> None:
        self.counters.stun_in += 1
        check = stun.read_check(bytes(self.inbox[:size]), self._password)
        if check is None:
            self.counters.strangers += 1
            return
        agent, password = self.agents[check.ufrag]
        if agent.checked(check, address, self.clock()):
            try:
                self.send(stun.answer(check, (address[0], address[1]), password), address)
            except OSError:
                self.counters.unsent += 1

    def _password(self, ufrag: str) -> str | None:
        known = self.agents.get(ufrag)
        return None if known is None else known[1]
