"""What is measured of a line: losses and round trip by both ends' reports, rates and layers by counting."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.media.client import AUDIO_SSRC, Client, opus, until, vp8
from tests.media.conftest import Join
from vcsession.core.routing import Hall, Routes
from vcsession.media import rtcp
from vcsession.media.measure import LineFigures, Meter
from vcsession.media.plane import Plane

ROOM = Routes((Hall(frozenset({"a", "b"}), "a", (), ("a", "b")),))


def figures(plane: Plane, client: Client) -> LineFigures:
    found = plane.line(client.joined.id)
    assert found is not None
    return found


def note(plane: Plane, client: Client, now: float) -> None:
    """The look of one second, at a time of our own."""
    connection = plane._connections[client.joined.id]
    layers = [layer for p in connection.publications.values() for layer in p.layers.values()]
    connection.meter.note(layers, connection.places, now)


async def test_losses_and_rates_of_what_a_client_sends_are_counted_here(plane: Plane, join: Join) -> None:
    a = await join("a")
    connection = plane._connections[a.joined.id]
    connection.meter = Meter()
    a.send(opus(0, level=30))
    await until(lambda: plane.figures().audio_in == 1)
    note(plane, a, 0.0)
    a.send(*(opus(n, n * 960, level=30) for n in range(1, 101) if n % 10 or n == 100))
    await until(lambda: plane.figures().audio_in == 92)
    note(plane, a, 2.0)
    found = figures(plane, a)
    assert found.lost_sent == 90, "nine of a hundred"
    size = len(opus(0, level=30))
    assert found.sent_kbits == round(91 * size * 8 / 2 / 1000)
    assert (found.over_s, found.lost_received, found.round_trip_ms, found.jitter_ms) == (2.0, 0, None, None)


async def test_losses_of_what_it_receives_are_those_it_reports(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", ROOM)
    ssrc, _ = b.outlets["floor", "audio"]
    connection = plane._connections[b.joined.id]
    connection.meter = Meter()
    for highest, lost, at in ((30_000, 5, 0.0), (30_200, 11, 2.0)):
        before = plane.figures().rtcp_in
        b.send_rtcp(rtcp.receiver_report([rtcp.Reception(ssrc, 0, lost, highest, 0, 0)]))
        await until(lambda before=before: plane.figures().rtcp_in > before)  # type: ignore[misc]
        note(plane, b, at)
    assert figures(plane, b).lost_received == 30, "six of two hundred, whatever number they began with"
    a.send_rtcp(rtcp.receiver_report([rtcp.Reception(ssrc, 0, 9, 9, 0, 0)]))
    await until(lambda: plane.figures().rtcp_in > before + 1)
    assert figures(plane, b).lost_received == 30, "another's report of it counts nothing"


@pytest.mark.parametrize(
    ("named", "milliseconds"), [(0xABCD, 100), (0xABCE, None), (0, None)], ids=["ours", "older", "none"]
)
def test_the_round_trip_is_of_the_report_that_is_answered(named: int, milliseconds: int | None) -> None:
    meter = Meter()
    place: Any = SimpleNamespace(reported=(0xABCD, 7.0))
    meter.told(place, rtcp.Loss(1, 0.0, last_report=named, delay=32768), 7.6)
    assert (meter.round_trip and round(meter.round_trip * 1000)) == milliseconds


async def test_a_round_trip_is_measured_by_packets(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", ROOM)
    a.send(opus(0))
    await b.wait(lambda: len(b.packets) == 1)
    a.send_rtcp(rtcp.sender_report(AUDIO_SSRC, 1 << 40, 0, 1, 40, b"x"))
    ssrc, _ = b.outlets["floor", "audio"]

    def stamps() -> list[int]:
        """Of the sender reports of that place, as a receiver names them."""
        parts = (part for data in b.rtcp for part in rtcp.parse(data))
        reports = (part for part in parts if isinstance(part, rtcp.SenderReport) and part.ssrc == ssrc)
        return [(report.ntp >> 16) & 0xFFFFFFFF for report in reports]

    await b.wait(lambda: len(stamps()) == 1)
    b.send_rtcp(rtcp.receiver_report([rtcp.Reception(ssrc, 0, 0, 1, stamps()[0], 0)]))
    await until(lambda: figures(plane, b).round_trip_ms is not None)
    assert 0 <= (figures(plane, b).round_trip_ms or 0) < 30_000


async def test_microphone_camera_and_layers_as_they_arrive(plane: Plane, join: Join) -> None:
    a = await join("a", layers=("q", "f"))
    plane.want("s", ROOM)
    assert (figures(plane, a).microphone, figures(plane, a).camera) == ("none", "none")
    a.send(*(opus(n, n * 960, level=127) for n in range(3)))
    await until(lambda: figures(plane, a).microphone == "silent")
    a.send(*(opus(n, n * 960, level=20) for n in range(3, 30)))
    await until(lambda: figures(plane, a).microphone == "heard")
    for rid, ssrc, lines in (("q", 7, 180), ("f", 9, 720)):
        a.send(vp8(0, key=True, picture=0, ssrc=ssrc, mid="1", rid=rid, lines=lines))
    await until(lambda: figures(plane, a).camera == "seen")
    found = figures(plane, a)
    sent = {(one.rid, one.lines) for one in found.layers if one.source == "camera"}
    assert (found.lines, sent) == (720, {("q", 180), ("f", 720)})
    plane.tell_path(a.joined.id, "relay_tls")
    assert [line.path for line in plane.lines("s")] == ["relay_tls"]
