"""CPU for a forwarded packet: one publisher, N receivers, one process, loopback; clients do not count.

    python -m tests.bench.bench_media [receivers] [packets]

Measured around the plane's own packet path: SRTP in, the forwarding, N times SRTP out and `sendto`. First one
layer, then three layers as a browser sends them (with their rids, transport-wide numbers and feedback, the
plane's looks at layers and lines included), each receiver with the large one in the floor place and the small
one in a tile. The receivers' sockets are emptied between the batches, outside the measurement. Loopback's
`sendto` contains the local delivery. Last, what each SRTP profile costs for one packet.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterator

from aiortc.rtcdtlstransport import SRTP_PROFILES
from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]

from tests.media.client import BROWSER, Client, vp8
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

SIZE = 1100
LAYERS = (("q", 0x5001, 180, 2), ("h", 0x5002, 360, 5), ("f", 0x5003, 720, 13))
"""rid, SSRC, height, packets in a batch: 150, 500 and 1,300 kbit/s are in this proportion."""


def one_layer(start: int) -> Iterator[bytes]:
    for n in range(start, start + 20):
        yield vp8(n, n * 3000, key=n == 0, picture=n, size=SIZE)


def three_layers(start: int) -> Iterator[bytes]:
    batch, number = start // 20, start
    for rid, ssrc, lines, share in LAYERS:
        for n in range(batch * share, (batch + 1) * share):
            key, told = n % 1000 == 0, rid if batch < 20 else None
            mid = "1" if told else None
            yield vp8(
                n,
                n * 3000,
                key=key,
                picture=n,
                ssrc=ssrc,
                mid=mid,
                rid=told,
                transport=number,
                lines=lines,
                size=SIZE,
            )
            number += 1


async def forward(receivers: int, packets: int, *, layers: bool) -> float:
    """Microseconds of CPU for one forwarded packet."""
    plane = Plane()
    await plane.start()
    rids = tuple(layer[0] for layer in LAYERS) if layers else ()
    publisher = await Client(plane, "s", "p").join(
        ("send audio", "send video"), layers=rids, transport=layers
    )
    seats = [f"r{i}" for i in range(receivers)]
    clients = [await Client(plane, "s", seat).join(BROWSER[2:], may_publish=False) for seat in seats]
    pictures = ("p",) if layers else ()
    plane.want("s", Routes((Hall(frozenset(seats), floor="p", pictures=pictures),)))
    if plane._ticker is not None:
        plane._ticker.cancel()
    link = plane._connections[publisher.joined.id].link
    inbox, spent, began, ticked = plane._mux.inbox, 0.0, 0, time.monotonic()
    for start in range(0, packets, 20):
        sealed = [publisher.dtls._tx_srtp.protect(p) for p in (three_layers if layers else one_layer)(start)]
        if start == packets // 10:
            spent, began = 0.0, plane.figures().video_out
        since = time.process_time()
        for packet in sealed:
            inbox[: len(packet)] = packet
            link.receive(len(packet))
        if layers and time.monotonic() - ticked > 0.05:
            ticked = time.monotonic()
            plane._tick()
        spent += time.process_time() - since
        for client in (publisher, *clients):
            _empty(client)
    figures = plane.figures()
    assert figures.faults == figures.malformed == 0
    for client in (publisher, *clients):
        await client.close()
    await plane.close()
    return spent / (figures.video_out - began) * 1e6


def _empty(client: Client) -> None:
    while True:
        try:
            client._socket.recv(2048)
        except BlockingIOError:
            return


def srtp(profile: int, key: bytes, rounds: int = 20_000) -> tuple[float, float]:
    """Microseconds to protect and to unprotect one packet."""
    sides = [
        Session(Policy(key=key, ssrc_type=kind, srtp_profile=profile))
        for kind in (Policy.SSRC_ANY_OUTBOUND, Policy.SSRC_ANY_INBOUND)
    ]
    box, length, costs = bytearray(2048), ffi.new("int *"), [0.0, 0.0]
    held = ffi.from_buffer(box)
    for n in range(rounds):
        packet = vp8(n, size=SIZE)
        box[: len(packet)] = packet
        length[0] = len(packet)
        for side, call in enumerate((lib.srtp_protect, lib.srtp_unprotect)):
            since = time.thread_time()
            assert call(sides[side]._srtp[0], held, length) == 0
            costs[side] += time.thread_time() - since
    return costs[0] / rounds * 1e6, costs[1] / rounds * 1e6


async def main(receivers: int = 10, packets: int = 20_000) -> None:
    for name, layers in (("one layer", False), ("three layers", True)):
        costs = sorted([await forward(receivers, packets, layers=layers) for _ in range(3)])
        print(f"{name}: CPU {costs[1]:.2f} us a forwarded packet to {receivers} receivers (median of three)")
    for profile in SRTP_PROFILES:
        key = os.urandom(profile.key_length + profile.salt_length)
        runs = [srtp(profile.libsrtp_profile, key) for _ in range(3)]
        out, back = (sorted(run[side] for run in runs)[1] for side in (0, 1))
        name = profile.openssl_profile.decode()
        print(f"{name}: {out:.2f} us to protect a packet, {back:.2f} us to unprotect it")


if __name__ == "__main__":
    asyncio.run(main(*(int(a) for a in sys.argv[1:])))
