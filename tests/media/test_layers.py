"""Three layers through a plane: learnt by their rids, chosen by size and line, switched without a seam."""

from __future__ import annotations

import itertools
import struct
from itertools import pairwise

from tests.media.client import Client, h264, rtx, until, vp8
from tests.media.conftest import Join
from tests.media.test_gate import hall, speak
from tests.media.test_twcc import read
from vcsession.media import rtcp
from vcsession.media.allocate import COSTS, START, VOICE
from vcsession.media.plane import Plane

RIDS = ("q", "h", "f")
LINES = {"q": 180, "h": 360, "f": 720}
SSRC = {"q": 0x5001, "h": 0x5002, "f": 0x5003}
CAMERA_MID = "1"


class Camera:
    """A publisher of three layers: `film` sends one frame of each, a keyframe wherever one was asked for."""

    def __init__(self, plane: Plane, client: Client) -> None:
        self.plane, self.client = plane, client
        self.turn = 0
        self.transport = 0
        self._answered = 0

    def asked(self) -> list[int]:
        """SSRCs of all keyframe requests, in order."""
        parts = (part for packet in self.client.rtcp for part in rtcp.parse(packet))
        return [part.ssrc for part in parts if isinstance(part, rtcp.KeyframeRequest)]

    async def film(self, rids: tuple[str, ...] = RIDS, *, told: bool = True) -> None:
        asked = self.asked()
        key = self.turn == 0 or len(asked) > self._answered
        self._answered = len(asked)
        before = self.plane.figures().video_in
        for rid in rids:
            self.transport += 1
            self.client.send(
                vp8(
                    self.turn,
                    self.turn * 3000,
                    key=key,
                    picture=self.turn,
                    tl0=self.turn & 0xFF,
                    ssrc=SSRC[rid],
                    mid=CAMERA_MID if told else None,
                    rid=rid if told else None,
                    transport=self.transport,
                    lines=LINES[rid],
                    size={"q": 100, "h": 200, "f": 300}[rid],
                )
            )
        self.turn += 1
        await until(lambda: self.plane.figures().video_in == before + len(rids))


async def camera(plane: Plane, join: Join, seat: str = "a") -> Camera:
    return Camera(plane, await join(seat, layers=RIDS, transport=True))


def layer_at(client: Client, name: str) -> str:
    """Which layer the last frame in a place was of, by its size."""
    return {100: "q", 200: "h", 300: "f"}[len(client.at(name)[-1].payload) - 5]


async def settle(plane: Plane, source: Camera, receiver: Client, name: str, rid: str) -> None:
    """Film until the place shows that layer."""
    while not receiver.at(name) or layer_at(receiver, name) != rid:
        await source.film()
        await until(lambda: source.turn >= 0)


async def test_layers_are_learnt_from_rids_that_later_packets_omit(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(floor="a", pictures=("a",)))
    await a.film()
    publication = plane._connections[a.client.joined.id].publications["camera"]
    assert {rid: (layer.ssrc, layer.lines) for rid, layer in publication.layers.items()} == {
        rid: (SSRC[rid], LINES[rid]) for rid in RIDS
    }
    for _ in range(3):
        await a.film(told=False)
    assert plane.figures().strangers == 0
    await settle(plane, a, b, "floor", "f")
    await settle(plane, a, b, "tile-1", "q")


async def test_the_first_frame_comes_without_waiting_for_a_choice(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(floor="a"))
    await settle(plane, a, b, "floor", "f")
    assert b.at("floor")[0].key


async def test_a_larger_place_gets_a_larger_layer_and_nobody_sees_a_seam(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(pictures=("a",)))
    plane.resize("s", "b", b.joined.id, {"tile-1": 90})
    await settle(plane, a, b, "tile-1", "q")
    for lines, rid in ((360, "h"), (1080, "f"), (90, "q"), (720, "f"), (300, "h")):
        plane.resize("s", "b", b.joined.id, {"tile-1": lines})
        await settle(plane, a, b, "tile-1", rid)
    seen = b.at("tile-1")
    assert {(two.sequence - one.sequence) % 65536 for one, two in pairwise(seen)} == {1}
    assert {(two.picture - one.picture) % 32768 for one, two in pairwise(seen)} == {1}
    assert {(two.payload[4] - one.payload[4]) % 256 for one, two in pairwise(seen)} == {1}
    assert all(0 < (two.timestamp - one.timestamp) % (1 << 32) < 90000 * 5 for one, two in pairwise(seen))


async def test_the_former_layer_flows_until_the_keyframe_of_the_next_one_is_here(
    plane: Plane, join: Join
) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(pictures=("a",)))
    await settle(plane, a, b, "tile-1", "q")
    plane.resize("s", "b", b.joined.id, {"tile-1": 720})
    await until(lambda: SSRC["f"] in a.asked())
    a._answered = len(a.asked())
    for _ in range(5):
        await a.film()
    before = len(b.at("tile-1"))
    assert layer_at(b, "tile-1") == "q"
    a._answered -= 1
    await a.film()
    await b.wait(lambda: len(b.at("tile-1")) > before and layer_at(b, "tile-1") == "f")
    assert b.at("tile-1")[-1].key


async def test_each_receiver_has_its_own_layer(plane: Plane, join: Join) -> None:
    a, b, c = await camera(plane, join), await join("b"), await join("c")
    plane.want("s", hall(pictures=("a",)))
    plane.resize("s", "b", b.joined.id, {"tile-1": 720})
    await settle(plane, a, b, "tile-1", "f")
    await settle(plane, a, c, "tile-1", "q")
    assert layer_at(b, "tile-1") == "f"


async def test_a_layer_that_the_browser_pauses_gives_way_to_a_smaller_one(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(floor="a"))
    await settle(plane, a, b, "floor", "f")
    while layer_at(b, "floor") == "f":
        await a.film(("q", "h"))
        await until(lambda: True)
    assert layer_at(b, "floor") == "h"
    await settle(plane, a, b, "floor", "f")


async def test_a_line_that_loses_gets_less_and_its_neighbour_does_not(plane: Plane, join: Join) -> None:
    a, b, c = await camera(plane, join), await join("b"), await join("c")
    plane.want("s", hall(floor="a"))
    await settle(plane, a, b, "floor", "f")
    await settle(plane, a, c, "floor", "f")
    source = plane._connections[a.client.joined.id].publications["camera"]
    ssrc, _ = b.outlets["floor", "video"]
    for report in itertools.count():
        if layer_at(b, "floor") == "q":
            break
        for rid, bits in (("q", 150e3), ("h", 500e3), ("f", 1.5e6)):
            source.layers[rid].bits = bits
        b.send_rtcp(rtcp.receiver_report([rtcp.Reception(ssrc, 200, 30 * report, 50 * report, 0, 0)]))
        await a.film()
    await settle(plane, a, c, "floor", "f")
    assert layer_at(b, "floor") == "q"


async def test_a_good_line_grows_until_picture_and_sound_both_fit(plane: Plane, join: Join) -> None:
    a, b = await join("a", layers=RIDS, transport=True), await join("b")
    camera = Camera(plane, a)
    plane.want("s", hall(floor="a"))
    await camera.film()
    connection = plane._connections[b.joined.id]
    for layer in plane._connections[a.joined.id].publications["camera"].layers.values():
        layer.live, layer.bits = True, COSTS
    # Enough for the largest picture alone, not for the voice beside it.
    connection.line.budget = COSTS
    now = connection._looked_at
    for _ in range(8):
        now += 1.0
        connection.allocate(now)
    assert connection.line.budget >= COSTS + VOICE


async def test_a_device_that_comes_back_has_the_line_that_it_had(plane: Plane, join: Join) -> None:
    await join("a")
    before = await join("b", device="laptop")
    line = plane._connections[before.joined.id].line
    line.lost(1, 50, 100, 1.0)
    line.judge(2e6, 4e6, 1.0)
    await before.close()
    await until(lambda: before.joined.id not in plane._connections)
    same, other = await join("b", device="laptop"), await join("b", device="telephone")
    lines = [plane._connections[client.joined.id].line for client in (same, other)]
    assert [one.budget for one in lines] == [1e6, START]


async def test_a_place_of_no_height_gets_no_picture_until_it_has_one_again(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a", pictures=("a",)))

    async def film(start: int) -> None:
        before = plane.figures().video_in
        a.send(*(vp8(n, n * 3000, key=n == start, picture=n) for n in range(start, start + 5)))
        await until(lambda: plane.figures().video_in == before + 5)

    await film(0)
    await b.wait(lambda: len(b.at("floor")) == len(b.at("tile-1")) == 5)
    camera = plane._connections[a.joined.id].publications["camera"]
    await until(lambda: camera.live)
    plane.resize("s", "b", b.joined.id, {"floor": 0, "tile-1": 0})
    await film(5)
    plane.resize("s", "b", b.joined.id, {"floor": 90, "tile-1": 0})
    await film(10)
    await b.wait(lambda: len(b.at("floor")) == 10)
    assert len(b.at("tile-1")) == 5
    plane.resize("s", "b", b.joined.id, {"floor": 90})
    await film(15)
    await b.wait(lambda: len(b.at("tile-1")) == 10)


async def test_only_ones_own_connection_is_resized(plane: Plane, join: Join) -> None:
    a, b, c = await camera(plane, join), await join("b"), await join("c")
    plane.want("s", hall(pictures=("a",)))
    plane.resize("s", "c", b.joined.id, {"tile-1": 720})
    plane.resize("s", "c", "nobody", {"tile-1": 720})
    plane.resize("other", "c", c.joined.id, {"tile-1": 720})
    places = [p for client in (b, c) for p in plane._connections[client.joined.id].places]
    assert {place.lines for place in places} == {0}
    plane.resize("s", "b", b.joined.id, {"tile-1": 720, "no such place": 1})
    assert [p.lines for p in plane._connections[b.joined.id].places if p.lines] == [720]
    await a.film()


async def test_what_a_layer_sends_again_comes_in_its_place(plane: Plane, join: Join) -> None:
    a, b = await camera(plane, join), await join("b")
    plane.want("s", hall(floor="a"))
    await settle(plane, a, b, "floor", "f")
    lost = vp8(a.turn, a.turn * 3000, picture=a.turn, ssrc=SSRC["f"], size=300)
    a.turn += 1
    before = len(b.at("floor"))
    await a.film()
    await until(lambda: plane.figures().losses_asked > 0)
    # The layer of a resend is told by its repaired rid, the first time; from then on by its SSRC.
    a.client.send(rtx(1, lost, ssrc=0x6003, repaired="f"))
    await until(lambda: plane.figures().repaired == 1)
    await b.wait(lambda: len(b.at("floor")) == before + 2)
    assert sorted(p.sequence for p in b.at("floor")[-2:])[0] == b.at("floor")[-1].sequence


async def test_a_publisher_is_told_when_its_packets_arrived(plane: Plane, join: Join) -> None:
    a = await camera(plane, join)
    for _ in range(4):
        await a.film()
    arrived: dict[int, float | None] = {}

    def told() -> bool:
        for packet in a.client.rtcp:
            if packet[:2] == b"\x8f\xcd" or packet[:2] == b"\xaf\xcd":
                arrived.update(read(packet))
        return len(arrived) == 12

    await a.client.wait(told)
    assert set(arrived) == set(range(1, 13))
    assert None not in arrived.values()
    assert not any(packet[1] == 206 and b"REMB" in packet for packet in a.client.rtcp)


async def test_a_robot_without_transport_wide_feedback_is_told_a_bandwidth(plane: Plane, join: Join) -> None:
    a = await join("a")
    a.send(vp8(1, key=True))
    await a.wait(lambda: any(b"REMB" in packet for packet in a.rtcp))


async def test_a_studio_encoder_that_sends_h264_alone_is_seen(plane: Plane, join: Join) -> None:
    a = await join("a", ("send audio", "send video"), codecs=("H264",))
    b = await join("b", codecs=("VP8", "H264"))
    old = await join("c", codecs=("VP8",))
    plane.want("s", hall(floor="a"))
    a.send(h264(1, 0), h264(2, 3000, key=True), h264(3, 6000))
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.at("floor")) == 2 and len(b.at("floor", "audio")) == 5)
    assert [p.payload_type for p in b.at("floor")] == [102, 102]
    assert b.at("floor")[0].payload == h264(2, 3000, key=True)[12:]
    await old.wait(lambda: len(old.at("floor", "audio")) == 5)
    assert old.at("floor") == [], "who takes no H264 hears, and is told that nobody stands there"


async def test_a_place_passes_from_one_codec_to_the_other_and_back(plane: Plane, join: Join) -> None:
    a, b = await join("a", ("send audio", "send video"), codecs=("H264",)), await join("b")
    c = await join("c", codecs=("VP8", "H264"))
    for turn in range(3):
        plane.want("s", hall(floor="a"))
        a.send(h264(10 * turn, 0, key=True), h264(10 * turn + 1, 3000))
        await c.wait(lambda turn=turn: len(c.at("floor")) == 4 * turn + 2)  # type: ignore[misc]
        plane.want("s", hall(floor="b"))
        b.send(vp8(10 * turn, key=True, picture=20 * turn), vp8(10 * turn + 1, 3000, picture=20 * turn + 1))
        await c.wait(lambda turn=turn: len(c.at("floor")) == 4 * turn + 4)  # type: ignore[misc]
    seen = c.at("floor")
    assert [p.payload_type for p in seen] == [102, 102, 96, 96] * 3
    assert {(two.sequence - one.sequence) % 65536 for one, two in pairwise(seen)} == {1}
    # A resend of the former codec still says so.
    first = seen[-4]
    c.send_rtcp(rtcp.nack(c.outlets["floor", "video"][0], [first.sequence]))
    await c.wait(lambda: len(c.resent("floor")) == 1)
    assert c.resent("floor")[0].payload == struct.pack("!H", first.sequence) + first.payload
    assert c.resent("floor")[0].payload_type == 103
