"""Hostile packets, from strangers and from participants: dropped and counted; the others never notice."""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Callable

import pytest

from tests.media.client import BROWSER, Client, opus, until, vp8, write_check
from tests.media.conftest import Join
from tests.media.test_gate import film, hall, speak
from vcsession.core.routing import Hall, Routes
from vcsession.media import stun
from vcsession.media.connection import SOURCES
from vcsession.media.mux import BURST, Mux
from vcsession.media.plane import Plane
from vcsession.media.rtp import HEADER

ROUNDS = 400
Make = Callable[[random.Random, Client], bytes]


def noise(dice: random.Random, _: Client) -> bytes:
    return dice.randbytes(dice.choice([1, 2, 11, 12, 13, 20, 60, 1200, 1500]))


def broken_stun(dice: random.Random, client: Client) -> bytes:
    body = b""
    for _ in range(dice.randint(0, 5)):
        length = dice.choice([0, 1, 4, 8, 20, 200])
        kinds = [
            stun.USERNAME,
            stun.MESSAGE_INTEGRITY,
            stun.USE_CANDIDATE,
            stun.FINGERPRINT,
            dice.getrandbits(16),
        ]
        value = dice.choice([dice.randbytes(length), f"{client.ufrag}:x".encode()])
        body += struct.pack("!HH", dice.choice(kinds), dice.choice([len(value), length])) + value
    length = dice.choice([len(body), len(body) + 4, 0, 65532])
    return (
        struct.pack("!HHL", dice.choice([1, 0x101, 0x111, 3]), length, stun.COOKIE)
        + dice.randbytes(12)
        + body
    )


def bent_check(dice: random.Random, client: Client) -> bytes:
    check = bytearray(write_check(f"{client.ufrag}:abcd", client.password))
    check[dice.randrange(len(check))] ^= 1 << dice.randrange(8)
    return bytes(check)


def broken_dtls(dice: random.Random, _: Client) -> bytes:
    kind = dice.choice([20, 21, 22, 23, 24, 63])
    body = dice.choice([b"\x01\x00", b"\x02\x28", dice.randbytes(dice.choice([0, 10, 60, 300]))])
    return (
        bytes([kind, 0xFE, 0xFD])
        + bytes([0, dice.randint(0, 1)])
        + bytes(6)
        + struct.pack("!H", len(body))
        + body
    )


def unsealed_media(dice: random.Random, _: Client) -> bytes:
    kind = dice.choice([96, 111, 72, 127, 200, 201, 205, 206, 255])
    return bytes([0x80 | dice.getrandbits(6), kind]) + dice.randbytes(dice.choice([0, 2, 10, 50, 1400, 2046]))


@pytest.mark.parametrize("make", [noise, broken_stun, bent_check, broken_dtls, unsealed_media])
@pytest.mark.parametrize("inside", [True, False], ids=["from a participant's address", "from a stranger's"])
async def test_garbage_disturbs_nobody(plane: Plane, join: Join, make: Make, inside: bool) -> None:
    a, b, villain = await join("a"), await join("b"), await join("c")
    plane.want("s", hall(floor="a", pictures=("a",)))
    sender = villain if inside else Client(plane, "s", "x")
    dice = random.Random(7)
    for turn in range(ROUNDS):
        packet = make(dice, villain)
        if packet:
            sender.send_raw(packet)
        if turn % 50 == 0:
            await speak(plane, a, turn, 1)
    await speak(plane, a, ROUNDS, 5)
    await film(plane, a, 0, 5)
    await b.wait(lambda: len(b.at("floor", "audio")) == ROUNDS // 50 + 5 and len(b.at("tile-1")) == 5)
    assert plane.figures().faults == 0
    assert plane.figures().connections == 3
    sender.leave_silently()


def sealed(dice: random.Random, *, number: int) -> bytes:
    """Authentic RTP with a broken inside."""
    first = 0x80 | dice.choice([0, 0x10, 0x20, 0x30, 0x0F])
    kind = dice.choice([96, 97, 111, 35])
    ssrc = dice.choice([0x1111, 0x2222, 0x3333, dice.getrandbits(32)])
    body = dice.choice([b"", b"\x90", b"\x90\x80", b"\xff" * 4, dice.randbytes(dice.randint(0, 40))])
    if first & 0x10:
        # libsrtp refuses a header that is longer than its packet by itself; inside the block all is possible.
        words = dice.randint(0, 3)
        body = (
            struct.pack("!HH", dice.choice([0xBEDE, 0x1000, 0x1234]), words)
            + dice.randbytes(4 * words)
            + body
        )
    head = HEADER.pack(first, kind | dice.choice([0, 0x80]), number & 0xFFFF, dice.getrandbits(32), ssrc)
    return head + bytes(4 * (first & 15)) + body


async def test_authentic_packets_with_a_broken_inside_disturb_nobody(plane: Plane, join: Join) -> None:
    a, b, villain = await join("a"), await join("b"), await join("c", announce=False)
    plane.want("s", hall(floor="c", voices=("a",), pictures=("a", "c")))
    dice = random.Random(11)
    for number in range(ROUNDS):
        villain.send(sealed(dice, number=number))
    for _ in range(ROUNDS):
        kind = dice.choice([200, 201, 202, 203, 204, 205, 206, 207])
        words = dice.randint(0, 8)
        body = dice.randbytes(4 * dice.randint(1, 8))
        villain.send_rtcp(struct.pack("!BBH", 0x80 | dice.getrandbits(6), kind, words) + body)
    await until(lambda: plane.figures().rtcp_in == ROUNDS)
    await speak(plane, a, 0)
    await film(plane, a, 0)
    await b.wait(lambda: len(b.at("voice-1", "audio")) == 5 and len(b.at("tile-1")) == 5)
    assert plane.figures().malformed > 50
    assert plane.figures().faults == 0


async def test_one_participants_flood_never_touches_another(plane: Plane, join: Join) -> None:
    a, b, villain = await join("a"), await join("b"), await join("c")
    plane.want("s", hall(floor="a", voices=("c",)))
    flood = bytes([0x80, 111]) + os.urandom(30)
    for turn in range(60):
        for _ in range(50):
            villain.send_raw(flood)
        await speak(plane, a, turn, 1)
    await b.wait(lambda: len(b.at("floor", "audio")) == 60)
    figures = plane.figures()
    assert figures.flooded > 0
    assert figures.srtp_errors + figures.strangers >= BURST, "what it may send is looked at"
    # It is a matter of time, not of guilt: whoever stops is heard again.
    await until(lambda: plane._connections[villain.joined.id].link.agent.allowance > 10)
    await speak(plane, villain, 0)
    await b.wait(lambda: len(b.at("voice-1", "audio")) == 5)


async def test_a_client_gets_only_so_many_sources(plane: Plane, join: Join) -> None:
    a = await join("a", announce=False)
    for ssrc in range(1000, 1000 + 3 * SOURCES):
        a.send(opus(0, ssrc=ssrc, mid="77"))
    await until(lambda: plane.figures().strangers == 3 * SOURCES)
    connection = plane._connections[a.joined.id]
    assert len(connection._unknown) == SOURCES


async def test_a_packet_replayed_or_bent_is_dropped(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    packet = a.dtls._tx_srtp.protect(opus(0))
    bent = bytearray(packet)
    bent[-1] ^= 1
    a.send_raw(bytes(bent))
    for _ in range(3):
        a.send_raw(packet)
    a.send(opus(1))
    await b.wait(lambda: len(b.packets) == 2)
    assert plane.figures().srtp_errors == 3


async def test_a_fault_at_one_receiver_spares_the_others(plane: Plane, join: Join) -> None:
    clients = {seat: await join(seat) for seat in "abcd"}
    a, c = clients["a"], clients["c"]

    def broken(*_: object) -> int:
        raise RuntimeError("on purpose")

    # In the middle: those before it and those behind it leave in calls of their own.
    plane._connections[c.joined.id].link.seal = broken
    plane.want("s", Routes((Hall(frozenset("abcd"), floor="a"),)))
    await speak(plane, a, 0)
    for seat in "bd":
        await clients[seat].wait(lambda seat=seat: len(clients[seat].packets) == 5)  # type: ignore[misc]
    assert plane.figures().faults == 5
    assert c.packets == []
    plane._counters.faults = 0


async def test_a_fault_in_the_reader_is_counted_and_the_reader_goes_on(
    plane: Plane, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = await join("a"), await join("b")

    def broken(self: Mux, size: int, *rest: object) -> None:
        raise RuntimeError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(Mux, "_stun", broken)
        a.send_raw(b"\x00" + os.urandom(30))
        await until(lambda: plane.figures().faults == 1)
    plane.want("s", hall(floor="a"))
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 5)
    plane._counters.faults = 0


async def test_the_largest_datagram_passes_or_is_dropped_but_never_a_fault(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b", BROWSER)
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0, 1)
    a.send(vp8(1, size=1300))
    a.send_raw(bytes([0x80, 96]) + os.urandom(3000))
    a.send_raw(b"")
    a.send(vp8(2))
    await b.wait(lambda: len(b.packets) == 3)
    assert plane.figures().faults == 0
