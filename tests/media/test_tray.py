"""What is forwarded goes out together, each packet to its own receiver; one that is refused holds up none."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.media.client import vp8
from tests.media.conftest import Join
from vcsession.core.routing import Hall, Routes
from vcsession.media import mmsg
from vcsession.media.figures import Figures
from vcsession.media.plane import Plane
from vcsession.media.tray import MOST, Name, Tray

WAYS = ("one call", "one by one")


@pytest.fixture(params=WAYS, autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of sending must do the same."""
    if request.param == "one by one":
        monkeypatch.setattr(mmsg, "sendmmsg", None)
        monkeypatch.setattr(mmsg, "recvmmsg", None)


@pytest.fixture(params=[socket.AF_INET, socket.AF_INET6], ids=["IPv4", "IPv6"])
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, socket.socket]]:
    host = "127.0.0.1" if request.param == socket.AF_INET else "::1"
    out, taking = (socket.socket(request.param, socket.SOCK_DGRAM) for _ in range(2))
    with out, taking:
        try:
            taking.bind((host, 0))
        except OSError:
            pytest.skip(f"this machine has no {host}")
        taking.setblocking(False)
        yield out, taking


def filled(tray: Tray, *sent: bytes) -> None:
    for number, words in enumerate(sent):
        tray.boxes[number][: len(words)] = words
        tray.sizes[number][0] = len(words)


def named(*addresses: tuple[str, int]) -> list[Name]:
    names = []
    for address in addresses:
        names.append(Name())
        names[-1].to(address)
    return names


def test_every_box_arrives_in_order_and_a_moved_name_is_followed(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    out, taking = ends
    tray = Tray(out, Figures())
    sent = [b"packet %d" % number for number in range(MOST)]
    names = named(*[taking.getsockname()] * MOST)
    messages = tray.address(names)
    filled(tray, *sent)
    tray.send(messages, names, 0, MOST)
    assert [taking.recv(100) for _ in sent] == sent
    tray.send(messages, names, 3, 5)
    assert [taking.recv(100) for _ in range(2)] == sent[3:5]
    with socket.socket(out.family, socket.SOCK_DGRAM) as elsewhere:
        elsewhere.bind((taking.getsockname()[0], 0))
        names[0].to(elsewhere.getsockname())
        tray.send(messages, names, 0, 1)
        assert elsewhere.recv(100) == sent[0]
    assert tray.counters.unsent == 0


def test_one_that_is_refused_is_counted_and_the_others_arrive(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    out, taking = ends
    tray = Tray(out, Figures())
    host, port = taking.getsockname()[:2]
    names = named((host, port), (host, 0), (host, port), (host, 0))
    filled(tray, b"a", b"nowhere", b"b", b"nowhere")
    tray.send(tray.address(names), names, 0, 4)
    assert [taking.recv(100), taking.recv(100)] == [b"a", b"b"]
    assert tray.counters.unsent == 2


async def test_one_picture_in_two_places_of_one_receiver_arrives_in_both(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", Routes((Hall(frozenset("ab"), floor="a", pictures=("a",)),)))
    a.send(*(vp8(number, number * 3000, key=number == 0, picture=number) for number in range(5)))
    await b.wait(lambda: len(b.at("floor")) == len(b.at("tile-1")) == 5)
    assert [p.payload for p in b.at("floor")] != []
    assert plane.figures().unsent == plane.figures().srtp_errors == 0
