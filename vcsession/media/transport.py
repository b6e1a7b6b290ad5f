"""DTLS and SRTP of one participant: aiortc's handshake, pylibsrtp's sessions, our packet path.

The only file that touches private names of aiortc and pylibsrtp; PRIVATE lists them for the test that fails
loudly when one is gone.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from aiortc import rtcdtlstransport
from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from OpenSSL import SSL
from pylibsrtp import Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]

from vcsession.media.mux import Agent, Mux
from vcsession.media.tray import Tray

PRIVATE: tuple[tuple[object, str], ...] = (
    (rtcdtlstransport, "SRTP_PROFILES"),
    (rtcdtlstransport, "SRTP_AEAD_AES_128_GCM"),
    (RTCDtlsTransport, "_set_role"),
    (RTCDtlsTransport, "_setup_srtp"),
    (RTCDtlsTransport, "_recv_next"),
    (RTCDtlsTransport, "_write_ssl"),
    (lib, "srtp_protect"),
    (lib, "srtp_unprotect"),
    (ffi, "from_buffer"),
)

_unprotect, _unprotect_rtcp = lib.srtp_unprotect, lib.srtp_unprotect_rtcp

HANDSHAKE_BACKLOG = 32
"""DTLS datagrams that may wait for the handshake task; more are dropped, DTLS repeats them."""


class Certificate:
    """The plane's certificate: one for all connections of the process."""

    def __init__(self) -> None:
        self.inner = RTCCertificate.generateCertificate()
        self.fingerprint = next(f.value for f in self.inner.getFingerprints() if f.algorithm == "sha-256")


class Sink(Protocol):
    """Who takes a link's packets. The bytes stand in `mux.inbox[:size]`, still protected."""

    def on_rtp(self, size: int) -> None: ...
    def on_rtcp(self, size: int) -> None: ...
    def connected(self) -> None: ...
    def moved(self) -> None: ...
    def ended(self) -> None: ...


class _Datagrams:
    """What RTCDtlsTransport needs of an ICE transport: DTLS records in and out."""

    role = "controlled"

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def _recv(self) -> bytes:
        data = await self.waiting.get()
        if data is None:
            raise ConnectionError
        return data

    async def _send(self, data: bytes) -> None:
        if self._agent.address is None:
            raise ConnectionError
        try:
            self._agent.send(data, self._agent.address)
        except OSError:
            self._agent.mux.counters.unsent += 1


class Link(RTCDtlsTransport):
    """One participant's secured path: RTP and RTCP go around aiortc's task, straight from the socket.

    What goes out is sealed around Session.protect, which copies twice and takes at most 1356 bytes (trap 4).
    """

    seal = staticmethod(lib.srtp_protect)

    def __init__(self, mux: Mux, certificate: Certificate, sink: Sink, *, active: bool) -> None:
        self.agent = Agent(mux, self.receive, self._reached, sink.moved)
        self._datagrams = _Datagrams(self.agent)
        super().__init__(self._datagrams, [certificate.inner])  # type: ignore[arg-type]
        self._set_role("client" if active else "server")
        # GCM-128 first: as safe here as GCM-256, the browsers' default, and the cheapest for N receivers.
        first = rtcdtlstransport.SRTP_AEAD_AES_128_GCM
        self._srtp_profiles = sorted(rtcdtlstransport.SRTP_PROFILES, key=lambda profile: profile is not first)
        self.name = self.agent.name
        self.live = False
        self._sink = sink
        self.mux = mux
        self._counters = mux.counters
        self._fingerprint: RTCDtlsFingerprint | None = None
        self._handshake: asyncio.Task[None] | None = None
        self._length = ffi.new("int *")
        self._rx = self.key = ffi.NULL

    def expect(self, algorithm: str, fingerprint: str) -> None:
        """The certificate the client announced; the handshake starts at its first valid ICE check."""
        self._fingerprint = RTCDtlsFingerprint(algorithm=algorithm, value=fingerprint)

    def _reached(self) -> None:
        self._handshake = asyncio.get_running_loop().create_task(self._shake_hands())

    async def _shake_hands(self) -> None:
        assert self._fingerprint is not None
        try:
            await self.start(RTCDtlsParameters([self._fingerprint]))
        except SSL.Error:
            # OpenSSL gave up after its last timer; aiortc lets that through.
            pass
        except Exception:
            self._counters.faults += 1
        if self.state != "connected":
            self._sink.ended()
            return
        self._rx, self.key = _session(self._rx_srtp), _session(self._tx_srtp)
        self.live = True
        self.on("statechange", self._changed)
        self._sink.connected()

    def _changed(self) -> None:
        if self.state in ("closed", "failed"):
            self.live = False
            self._sink.ended()

    def receive(self, size: int) -> None:
        """One datagram from an address that ICE validated (RFC 7983 7)."""
        inbox = self.mux.inbox
        first = inbox[0]
        if 127 < first < 192:
            if size < 12:
                self._counters.malformed += 1
            elif not self.live:
                self._counters.strangers += 1
            elif 192 <= inbox[1] <= 223:
                self._sink.on_rtcp(size)
            else:
                self._sink.on_rtp(size)
        elif 19 < first < 64:
            self._counters.dtls_in += 1
            if self._datagrams.waiting.qsize() < HANDSHAKE_BACKLOG:
                self._datagrams.waiting.put_nowait(bytes(inbox[:size]))
        else:
            self._counters.malformed += 1

    def unprotect(self, size: int) -> int:
        """Check and decrypt the RTP packet in the inbox, in place; its new size, 0 if it is not authentic."""
        self._length[0] = size
        if _unprotect(self._rx, self.mux.start, self._length):
            self._counters.srtp_errors += 1
            return 0
        return int(self._length[0])

    def unprotect_rtcp(self, size: int) -> int:
        self._length[0] = size
        if _unprotect_rtcp(self._rx, self.mux.start, self._length):
            self._counters.srtp_errors += 1
            return 0
        return int(self._length[0])

    @property
    def tray(self) -> Tray:
        """Of the address at which the client is reached."""
        return self.agent.tray

    def send_rtcp(self, packet: bytes) -> None:
        if not self.live or self.agent.address is None:
            return
        self._counters.rtcp_out += 1
        try:
            self.agent.send(self._tx_srtp.protect_rtcp(packet), self.agent.address)
        except OSError:
            self._counters.unsent += 1

    async def close(self) -> None:
        """Say goodbye and let go of everything; the sink hears nothing more."""
        self.remove_all_listeners()
        self.live = False
        if self._handshake is not None and self._handshake is not asyncio.current_task():
            self._handshake.cancel()
            await asyncio.gather(self._handshake, return_exceptions=True)
        pump = self._task
        await self.stop()
        self._datagrams.waiting.put_nowait(None)
        self.agent.close()
        if pump is not None and pump is not asyncio.current_task():
            await asyncio.gather(pump, return_exceptions=True)


def _session(session: Session) -> object:
    return session._srtp[0]
