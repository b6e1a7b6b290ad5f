"""What each part of a packet's way costs alone: unprotect, rewrite, protect, send; and each SRTP profile.

CPU of the calling thread, in one process, everything warm: the floor under what `beside.py` measures, where
packets come one by one, between them the caches are somebody else's, and asyncio wakes for each.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import time
from collections.abc import Callable

from aiortc.rtcdtlstransport import SRTP_PROFILES
from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]

from tests.media.client import Client, vp8
from vcsession.core.routing import Hall, Routes
from vcsession.media.figures import Figures
from vcsession.media.plane import Plane
from vcsession.media.tray import Name, Tray

SIZE = 1100
RECEIVERS = 9
ROUNDS = 2000
TURNS = 5


def spent(work: Callable[[], object]) -> float:
    since = time.thread_time()
    work()
    return time.thread_time() - since


def srtp(profile: int, key: bytes) -> tuple[float, float]:
    """Microseconds to protect and to unprotect one packet."""
    sides = [
        Session(Policy(key=key, ssrc_type=kind, srtp_profile=profile))
        for kind in (Policy.SSRC_ANY_OUTBOUND, Policy.SSRC_ANY_INBOUND)
    ]
    box, length, costs = bytearray(2048), ffi.new("int *"), [0.0, 0.0]
    held = ffi.from_buffer(box)
    for number in range(ROUNDS):
        packet = vp8(number, size=SIZE)
        box[: len(packet)] = packet
        length[0] = len(packet)
        for side, call in enumerate((lib.srtp_protect, lib.srtp_unprotect)):
            session = sides[side]._srtp[0]
            costs[side] += spent(lambda call=call, session=session: call(session, held, length))  # type: ignore[misc]
    return costs[0] / ROUNDS * 1e6, costs[1] / ROUNDS * 1e6


def send(receivers: int) -> tuple[float, float]:
    """Microseconds to hand one packet to the kernel: one by one, and all receivers' together."""
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taking = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(receivers)]
    names = []
    for sock in taking:
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        names.append(Name())
        names[-1].to(sock.getsockname())
    tray, costs = Tray(out, Figures()), [0.0, 0.0]
    messages = tray.address(names)
    for number in range(receivers):
        tray.sizes[number][0] = SIZE

    def one_by_one() -> None:
        for number, name in enumerate(names):
            tray.send_one(number, name)

    def together() -> None:
        tray.send(messages, names, 0, receivers)

    for _ in range(ROUNDS):
        for way, work in enumerate((one_by_one, together)):
            costs[way] += spent(work)
            for sock in taking:
                sock.recv(2048)
    for sock in (out, *taking):
        sock.close()
    return costs[0] / ROUNDS / receivers * 1e6, costs[1] / ROUNDS / receivers * 1e6


async def forward(receivers: int) -> tuple[float, float, float]:
    """Microseconds: to take a packet in (unprotect, parse), to rewrite it for one receiver, and the whole way
    of it divided by its receivers."""
    plane = Plane()
    await plane.start()
    publisher = await Client(plane, "s", "p").join(("send audio", "send video"))
    seats = [f"r{number}" for number in range(receivers)]
    clients = [await Client(plane, "s", seat).join(("receive video",), may_publish=False) for seat in seats]
    link = plane._connections[publisher.joined.id].link
    intake, number = plane._mux.doors[0].intake, -1
    inbox = plane._mux.inbox = intake.boxes[0]
    plane._mux.start = intake.starts[0]

    def packets(rounds: int) -> float:
        nonlocal number
        cost = 0.0
        for _ in range(rounds):
            number += 1
            packet = vp8(number, number * 3000, key=number % 500 == 0, picture=number, size=SIZE)
            sealed = publisher.dtls._tx_srtp.protect(packet)
            inbox[: len(sealed)] = sealed
            cost += spent(lambda sealed=sealed: link.receive(len(sealed)))  # type: ignore[misc]
            for client in clients:
                while True:
                    try:
                        client._socket.recv(2048)
                    except BlockingIOError:
                        break
        return cost / rounds * 1e6

    taken = packets(ROUNDS)
    plane.want("s", Routes((Hall(frozenset(seats), floor="p"),)))
    packets(50)
    whole = packets(ROUNDS)
    for connection in plane._connections.values():
        # What is written out, and nothing protected or sent.
        connection.link.seal = lambda *_: 0
        connection.moved()
    plane._mux.doors[0].tray.send = lambda *_: None  # type: ignore[method-assign]
    rewritten = packets(ROUNDS)
    assert plane.figures().faults == plane.figures().malformed == 0
    for client in (publisher, *clients):
        await client.close()
    await plane.close()
    return taken, (rewritten - taken) / receivers, whole / receivers


def median(turns: list[tuple[float, ...]]) -> list[float]:
    return [statistics.median(column) for column in zip(*turns, strict=True)]


async def main() -> None:
    print(f"the parts, {SIZE} bytes, {RECEIVERS} receivers, us of CPU, median of {TURNS}:")
    for profile in SRTP_PROFILES:
        key = os.urandom(profile.key_length + profile.salt_length)
        out, back = median([srtp(profile.libsrtp_profile, key) for _ in range(TURNS)])
        print(f"  {profile.openssl_profile.decode()}: protect {out:.2f}, unprotect {back:.2f}")
    single, together = median([send(RECEIVERS) for _ in range(TURNS)])
    print(f"  send: {single:.2f} by sendto, {together:.2f} with all receivers' in one call")
    taken, rewritten, whole = median([await forward(RECEIVERS) for _ in range(TURNS)])
    print(f"  take in (unprotect, read): {taken:.2f}, for each receiver {taken / RECEIVERS:.2f}")
    print(f"  rewrite: {rewritten:.2f}; the whole way {whole:.2f} a forwarded packet")


if __name__ == "__main__":
    asyncio.run(main())
