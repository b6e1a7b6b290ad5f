"""20,000 malformed datagrams and 2,000 malformed offers, bent from real ones: nobody else loses a packet."""

from __future__ import annotations

import asyncio
import logging
import random
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.media.client import Client, opus, until, write_check, write_offer
from tests.media.conftest import Join
from tests.media.test_gate import hall
from vcsession.media import rtcp
from vcsession.media.plane import BadOffer, Plane
from vcsession.media.sdp import parse

DATAGRAMS = 20_000
OFFERS = 2_000
BATCH = 40
"""Datagrams between two of the speaker's: few enough for the socket's buffer, so that each one is read."""


RECORDED = Path(__file__).parent / "recorded"
"""Offers as Chromium and Firefox ESR made them, and a Chromium's datagrams: decrypted where it has keys."""
CHROMIUM, FIREFOX = ((RECORDED / f"{name}.sdp").read_bytes().decode() for name in ("chromium", "firefox"))
BOMBS = (
    "a=ssrc:{n} cname:x",
    "a=rtpmap:{m} opus/48000/2",
    "a=fmtp:{m} apt={m}",
    "a=extmap:{m} x",
    "a=rtcp-fb:{m} nack",
    "a=rid:{n} send",
    "a=ssrc-group:FID {n} {n}",
    "m=audio 9 UDP/TLS/RTP/SAVPF {m}",
    "a=x{n}:{n}",
)


def recorded() -> dict[str, list[bytes]]:
    """The datagrams by their kind: stun, dtls, rtp, rtcp."""
    found: dict[str, list[bytes]] = {}
    for line in (RECORDED / "chromium-datagrams.txt").read_text(encoding="ascii").splitlines():
        kind, data = line.split()
        found.setdefault(kind, []).append(bytes.fromhex(data))
    return found


def samples(client: Client, password: str) -> list[bytes]:
    """Real datagrams of each kind that a participant sends, and an ICE check with that password."""
    sealed, real = client.dtls._tx_srtp, recorded()
    reports = [*real["rtcp"], rtcp.nack(1, [3, 5]), rtcp.picture_loss(1), rtcp.bandwidth(1 << 20, [1, 2])]
    return [
        write_check(f"{client.ufrag}:abcd", password),
        *real["stun"],
        *real["dtls"],
        *(sealed.protect(packet) for packet in real["rtp"]),
        *(sealed.protect_rtcp(report) for report in reports),
    ]


def bend(dice: random.Random, datagram: bytes) -> bytes:
    """A few bits turned, a piece cut out, doubled, filled with noise, or the end cut off."""
    data = bytearray(datagram)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(data))
        end = min(len(data), at + dice.randint(1, 12))
        match dice.randrange(5):
            case 0:
                data[at] ^= 1 << dice.randrange(8)
            case 1 if len(data) > end - at:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end]
            case 3:
                data[at:end] = dice.randbytes(end - at)
            case _ if at:
                del data[at:]
    return bytes(data[:1500])


def bent_inside(dice: random.Random, client: Client, real: dict[str, list[bytes]], number: int) -> bytes:
    """An authentic packet whose inside is bent: what a participant can do that a stranger cannot."""
    while True:
        kind = dice.choice(["rtp", "rtp", "rtcp"])
        packet = dice.choice(real[kind])
        if kind == "rtp":
            packet = packet[:2] + struct.pack("!H", number & 0xFFFF) + packet[4:]
        inside = packet[:12] + bend(dice, packet[12:] or bytes(4))
        seal = client.dtls._tx_srtp.protect if kind == "rtp" else client.dtls._tx_srtp.protect_rtcp
        try:
            return seal(inside[:1300])
        except Exception:  # libsrtp does not seal what it cannot parse itself
            number += 1


async def test_malformed_datagrams_cost_nobody_else_a_packet(
    plane: Plane, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    a, b, villain = await join("a"), await join("b"), await join("c", offer=CHROMIUM)
    stranger = Client(plane, "s", "x")
    plane.want("s", hall(floor="a", voices=("c",), pictures=("a", "c")))
    dice = random.Random(3)
    # Bent behind its integrity a check still holds, and moves the address: whoever has the password may.
    real = {villain: samples(villain, villain.password), stranger: samples(villain, "guessed")}
    plain = recorded()
    with caplog.at_level(logging.WARNING):
        for turn in range(DATAGRAMS // BATCH):
            for n in range(BATCH):
                if n % 8 == 0:
                    villain.send_raw(bent_inside(dice, villain, plain, turn * BATCH + n))
                else:
                    sender = stranger if n % 2 else villain
                    sender.send_raw(bend(dice, dice.choice(real[sender])) or b"\0")
            before = plane.figures().audio_in
            a.send(opus(turn, turn * 960))
            await until(lambda before=before: plane.figures().audio_in > before)  # type: ignore[misc]
        await b.wait(lambda: len(b.at("floor", "audio")) == DATAGRAMS // BATCH)
    figures = plane.figures()
    taken = figures.malformed + figures.strangers + figures.srtp_errors
    assert taken > DATAGRAMS // 2
    assert figures.faults == 0
    assert figures.connections == 3
    assert [record for record in caplog.records if record.exc_info] == []
    stranger.leave_silently()


def stir(dice: random.Random, offer: str) -> str:
    lines = offer.split("\r\n")
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(lines))
        match dice.randrange(6):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(dice.randrange(len(lines)), lines[at])
            case 2:
                lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at] += dice.choice([" ", "\0", "1" * 40, ";;", "=", "\u0440", ",~,", "\x85", "-1"])
            case 4:
                words = lines[at].split(" ")
                dice.shuffle(words)
                lines[at] = " ".join(words)
            case _:
                lines[at] = lines[at].replace(dice.choice("0123456789:=/"), dice.choice("0:9 -/\t"))
    return "\r\n".join(lines)


async def test_malformed_offers_are_answered_in_a_sentence_and_disturb_nobody(
    plane: Plane, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    dice, refused, taken = random.Random(5), 0, 0
    sentences: set[str] = set()
    real = [CHROMIUM, FIREFOX, write_offer(("send audio", "send video"), codecs=("H264",))]
    with caplog.at_level(logging.WARNING):
        for turn in range(OFFERS):
            try:
                joined = await plane.offer("s", "c", stir(dice, dice.choice(real)), may_publish=True)
            except BadOffer as error:
                sentences.add(str(error))
                refused += 1
            else:
                taken += 1
                await plane.leave(joined.id)
            if turn % 20 == 0:
                a.send(opus(turn // 20, turn * 48))
                await asyncio.sleep(0)
        await b.wait(lambda: len(b.at("floor", "audio")) == OFFERS // 20)
    assert all(sentence[0].isupper() and sentence[-1] == "." for sentence in sentences)
    assert refused > OFFERS // 10
    assert taken > OFFERS // 10
    assert plane.figures().connections == 2
    assert [record for record in caplog.records if record.exc_info] == []


def steps(text: str) -> int:
    """How many lines of the program it takes to read an offer, whatever comes of it: time without a clock."""
    count = 0

    def note(*_: object) -> Any:
        nonlocal count
        count += 1
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        with suppress(BadOffer):
            parse(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("line", BOMBS)
def test_an_offer_takes_no_more_time_than_its_length_explains(line: str) -> None:
    head = CHROMIUM[: CHROMIUM.index("m=video")]

    def bomb(lines: int) -> str:
        return head + "".join(line.format(n=n, m=96 + n % 30) + "\r\n" for n in range(lines))

    assert steps(bomb(6000)) < 2.5 * steps(bomb(3000)) + 1000
    for real in (CHROMIUM, FIREFOX):
        assert steps(real) < 2 * len(real)
