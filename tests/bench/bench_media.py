"""CPU for a forwarded packet: one publisher, N receivers, one process, loopback; clients do not count.

    python -m tests.bench.bench_media [receivers] [packets]

Measured around the plane's own packet path: SRTP in, the forwarding, N times SRTP out and `sendto`. The
receivers' sockets are emptied between the batches, outside the measurement. Loopback's `sendto` contains the
local delivery.
"""

from __future__ import annotations

import asyncio
import sys
import time

from tests.media.client import BROWSER, Client, vp8
from vcsession.core.routing import Hall, Routes
from vcsession.media.plane import Plane

BATCH = 20
SIZE = 1100


async def main(receivers: int = 10, packets: int = 20_000) -> None:
    plane = Plane()
    await plane.start()
    publisher = await Client(plane, "s", "p").join(("send video",))
    seats = [f"r{i}" for i in range(receivers)]
    clients = [await Client(plane, "s", seat).join(BROWSER[2:], may_publish=False) for seat in seats]
    plane.want("s", Routes((Hall(frozenset(seats), floor="p"),)))
    connection = plane._connections[publisher.joined.id]
    inbox = plane._mux.inbox
    wall = cpu = 0.0
    for start in range(0, packets, BATCH):
        sealed = [
            publisher.dtls._tx_srtp.protect(vp8(n, n * 3000, key=n == 0, picture=n, size=SIZE))
            for n in range(start, start + BATCH)
        ]
        began, spent = time.perf_counter(), time.process_time()
        for packet in sealed:
            inbox[: len(packet)] = packet
            connection.link.receive(len(packet))
        cpu += time.process_time() - spent
        wall += time.perf_counter() - began
        for client in clients:
            while True:
                try:
                    client._socket.recv(2048)
                except BlockingIOError:
                    break
    figures = plane.figures()
    print(f"{figures.video_out} packets forwarded to {receivers} receivers, {figures.unsent} unsent")
    print(f"CPU {cpu / figures.video_out * 1e6:.2f} us a forwarded packet")
    print(f"wall {wall / figures.video_out * 1e6:.2f} us")
    print(f"{figures.video_out / cpu:.0f} packets a second and core")
    for client in (publisher, *clients):
        await client.close()
    await plane.close()


if __name__ == "__main__":
    asyncio.run(main(*(int(a) for a in sys.argv[1:])))
