"""Bad lines, either way: what is lost comes again, and a line that comes back goes on where it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from tests.media.client import Client, rtx, until, vp8
from tests.media.conftest import Join
from tests.media.lossy import Line
from tests.media.test_gate import film, hall
from vcsession.media import rtcp
from vcsession.media.plane import Plane

FRAMES = 400
LOSS = 0.05


@pytest.fixture
async def line(plane: Plane) -> AsyncIterator[Callable[..., Line]]:
    lines: list[Line] = []

    def lay(**how: float) -> Line:
        lines.append(Line(plane.port, **how))  # type: ignore[arg-type]
        return lines[-1]

    yield lay
    for each in lines:
        each.close()


class Repairing:
    """A publisher that sends again what it is asked for, as a browser does."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.sent: dict[int, bytes] = {}
        self._seen = self._again = 0

    def film(self, frame: int) -> None:
        packet = vp8(frame, frame * 3000, key=frame == 0, picture=frame)
        self.sent[frame & 0xFFFF] = packet
        self.client.send(packet)

    def repair(self) -> None:
        asked, self._seen = self.client.rtcp[self._seen :], len(self.client.rtcp)
        for part in (part for packet in asked for part in rtcp.parse(packet)):
            for sequence in part.sequences if isinstance(part, rtcp.Nack) else ():
                self._again += 1
                self.client.send(rtx(self._again, self.sent[sequence]))


def numbers(client: Client) -> set[int]:
    """Which frames arrived in the floor place, by their outgoing numbers from the first on."""
    ssrc, again = client.outlets["floor", "video"]
    seen = [p.sequence for p in client.packets if p.ssrc == ssrc]
    seen += [p.payload[0] << 8 | p.payload[1] for p in client.packets if p.ssrc == again]
    return {(sequence - client.at("floor")[0].sequence) & 0xFFFF for sequence in seen}


async def test_what_a_publishers_line_loses_comes_again(
    plane: Plane, join: Join, line: Callable[..., Line]
) -> None:
    bad = line(up=LOSS, down=LOSS)
    a, b = await join("a", port=bad.port), await join("b")
    plane.want("s", hall(floor="a"))
    camera = Repairing(a)
    for frame in range(FRAMES):
        camera.film(frame)
        await asyncio.sleep(0.001)  # the pace of a camera, faster
        camera.repair()
    async with asyncio.timeout(20):
        while len(numbers(b)) < FRAMES - 3:
            camera.film(len(camera.sent))
            await asyncio.sleep(0.01)
            camera.repair()
    assert bad.lost_up > FRAMES * LOSS / 2
    assert plane.figures().repaired > FRAMES * LOSS / 2
    missing = set(range(FRAMES - 10)) - numbers(b)
    assert len(missing) <= 1, "six tries at five per cent"


async def test_what_a_receivers_line_loses_comes_again(
    plane: Plane, join: Join, line: Callable[..., Line]
) -> None:
    bad = line(up=LOSS, down=LOSS)
    a, b = await join("a"), await join("b", port=bad.port)
    plane.want("s", hall(floor="a"))
    camera = Repairing(a)
    ssrc, _ = b.outlets["floor", "video"]
    for frame in range(FRAMES):
        camera.film(frame)
        await asyncio.sleep(0.0005)
    async with asyncio.timeout(20):
        while missing := sorted(set(range(max(numbers(b)) + 1)) - numbers(b)):
            first = b.at("floor")[0].sequence
            b.send_rtcp(rtcp.nack(ssrc, [(first + n) & 0xFFFF for n in missing]))
            await asyncio.sleep(0.06)
    assert max(numbers(b)) >= FRAMES - 5
    assert plane.figures().resent > FRAMES * LOSS / 2


async def test_a_line_that_breaks_off_and_comes_back_goes_on_with_the_next_keyframe(
    plane: Plane, join: Join, line: Callable[..., Line]
) -> None:
    bad = line()
    a, b = await join("a", port=bad.port), await join("b")
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0)
    bad.cut = True
    for n in range(5, 300):
        a.send(vp8(n, n * 3000, picture=n))
        await until(lambda n=n: bad.lost_up >= n - 4)  # type: ignore[misc]
    bad.cut = False
    await film(plane, a, 300, key=False)
    await a.wait(lambda: any(packet[1] == 206 and packet[0] & 31 == 1 for packet in a.rtcp))
    await film(plane, a, 305)
    await b.wait(lambda: len(b.at("floor")) == 10)
    first = b.at("floor")[0].sequence
    assert [(p.sequence - first) & 0xFFFF for p in b.at("floor")] == list(range(10)), "nothing to wait for"


async def test_a_client_that_changes_its_address_goes_on_after_one_check(
    plane: Plane, join: Join, line: Callable[..., Line]
) -> None:
    bad = line()
    a, b = await join("a"), await join("b", port=bad.port)
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0)
    await b.wait(lambda: len(b.at("floor")) == 5)
    bad.change_address()
    await film(plane, a, 5, key=False)
    await b.check()
    await film(plane, a, 10, key=False)
    await b.wait(lambda: len(b.at("floor")) >= 10)
    assert numbers(b) >= {10, 11, 12, 13, 14}
    assert plane.figures().connections == 2
