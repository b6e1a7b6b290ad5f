"""What waits goes out together, each packet to its own receiver; one that is refused holds up none."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.media.client import vp8
from tests.media.conftest import Join
from vcsession.core.routing import Hall, Routes
from vcsession.media import batch
from vcsession.media.batch import MOST, Batch, Parcel
from vcsession.media.figures import Figures
from vcsession.media.plane import Plane

WAYS = ("one call", "one by one")


@pytest.fixture(params=WAYS, autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of sending must do the same."""
    if request.param == "one by one":
        monkeypatch.setattr(batch, "_sendmmsg", None)


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


def parcel(words: bytes, to: tuple[str, int]) -> Parcel:
    made = Parcel()
    made.to(to)
    made.box[: len(words)] = words
    return made


def test_all_that_waits_arrives_in_order_however_much(ends: tuple[socket.socket, socket.socket]) -> None:
    out, taking = ends
    counters = Figures()
    sending = Batch(out, counters)
    sent = [b"packet %d" % number for number in range(MOST + 3)]
    parcels = [parcel(words, taking.getsockname()) for words in sent]
    for each, words in zip(parcels, sent, strict=True):
        sending.add(each, len(words))
    assert [each.waiting for each in parcels] == [False] * MOST + [True] * 3
    sending.flush()
    assert [taking.recv(100) for _ in sent] == sent
    assert not any(each.waiting for each in parcels)
    assert counters.unsent == 0


def test_one_that_is_refused_is_counted_and_the_others_arrive(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    out, taking = ends
    counters = Figures()
    sending = Batch(out, counters)
    host, port = taking.getsockname()[:2]
    for words, to in ((b"a", port), (b"nowhere", 0), (b"b", port), (b"nowhere", 0)):
        sending.add(parcel(words, (host, to)), len(words))
    sending.flush()
    assert [taking.recv(100), taking.recv(100)] == [b"a", b"b"]
    assert counters.unsent == 2
    sending.flush()
    assert counters.unsent == 2, "what was tried is not tried again"


async def test_one_picture_in_two_places_of_one_receiver_arrives_in_both(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", Routes((Hall(frozenset("ab"), floor="a", pictures=("a",)),)))
    a.send(*(vp8(number, number * 3000, key=number == 0, picture=number) for number in range(5)))
    await b.wait(lambda: len(b.at("floor")) == len(b.at("tile-1")) == 5)
    assert [p.payload for p in b.at("floor")] != []
    assert plane.figures().unsent == plane.figures().srtp_errors == 0
