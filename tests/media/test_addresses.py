"""Several addresses of one plane: IPv4 and IPv6 side by side, and what clients are told."""

from __future__ import annotations

import re
import socket

import pytest

from tests.media.client import Client, write_offer
from tests.media.test_gate import film, hall, speak
from vcsession.media import addresses
from vcsession.media.addresses import BadAddress
from vcsession.media.plane import Plane


def taken_at(host: str) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taken.bind((host, 0))
    return taken


async def test_a_client_over_ipv6_and_one_over_ipv4_hear_and_see_each_other() -> None:
    plane = Plane(hosts=("127.0.0.1", "::1"))
    await plane.start()
    six, four = await Client(plane, "s", "a", "::1").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a", voices=("b",)))
    await speak(plane, six, 0)
    await film(plane, six, 0)
    await speak(plane, four, 0)
    await four.wait(lambda: len(four.at("floor", "audio")) == 5 and len(four.at("floor")) == 5)
    await six.wait(lambda: len(six.at("voice-1", "audio")) == 5)
    for client in (six, four):
        await client.close()
    await plane.close()


async def test_one_client_may_change_from_one_address_of_ours_to_another() -> None:
    plane = Plane(hosts=("127.0.0.1", "127.0.0.2"))
    await plane.start()
    a, b = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a"))
    await speak(plane, a, 0)
    b.host = "127.0.0.2"
    await b.check()
    await speak(plane, a, 5)
    await b.wait(lambda: len(b.at("floor", "audio")) == 10)
    agent = plane._connections[b.joined.id].link.agent
    assert agent.send == plane._mux.doors[1].send
    for client in (a, b):
        await client.close()
    doors = list(plane._mux.doors)
    await plane.close()
    assert not any(door.holders for door in doors)


async def test_every_public_address_is_told_the_best_first() -> None:
    plane = Plane(hosts=("127.0.0.1", "::1"), public_hosts=("192.0.2.7", "2001:db8::7"))
    await plane.start()
    joined = await plane.offer("s", "a", write_offer(("send audio",)), may_publish=True)
    found = re.findall(rf"candidate:(\d) 1 udp (\d+) (\S+) {plane.port} typ host", joined.answer)
    assert [(number, host) for number, _, host in found] == [("1", "192.0.2.7"), ("2", "2001:db8::7")]
    assert int(found[0][1]) > int(found[1][1])
    restarted = await plane.restart(joined.id, "a=ice-ufrag:other\r\n", "*")
    assert "2001:db8::7" in restarted.fragment
    await plane.close()


async def test_an_address_that_is_not_ours_is_named() -> None:
    plane = Plane(hosts=("127.0.0.1", "192.0.2.7"))
    with pytest.raises(OSError, match="assign") as told:
        await plane.start()
    assert told.value.filename == "192.0.2.7"
    assert plane._mux.doors == []


async def test_all_addresses_share_one_port_or_none_is_bound() -> None:
    with taken_at("127.0.0.2") as taken:
        port = taken.getsockname()[1]
        plane = Plane(hosts=("127.0.0.1", "127.0.0.2"), port=port)
        with pytest.raises(OSError, match="in use"):
            await plane.start()
        alone = Plane(port=port)
        await alone.start()
        await alone.close()


def test_clients_are_told_what_listens_or_what_is_public() -> None:
    assert addresses.told(("127.0.0.1", "::1"), ()) == ("127.0.0.1", "::1")
    assert addresses.told(("0.0.0.0", "::"), ("2001:db8::7",)) == ("2001:db8::7",)
    with pytest.raises(BadAddress, match=r"told 2001:db8::7, but media listens at no IPv6 address\Z"):
        addresses.told(("0.0.0.0",), ("192.0.2.7", "2001:db8::7"))


def test_for_all_addresses_clients_are_told_the_one_outwards(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {"0.0.0.0": "192.0.2.7", "::": None}
    monkeypatch.setattr(addresses, "_outwards", ways.get)
    assert addresses.told(("0.0.0.0", "::", "127.0.0.1"), ()) == ("192.0.2.7", "127.0.0.1")
    with pytest.raises(BadAddress, match="name its public address"):
        addresses.told(("::",), ())


async def test_a_name_has_the_address_that_this_machine_knows() -> None:
    assert await addresses.of_host("127.0.0.1") == ("127.0.0.1",)
    assert await addresses.of_host("localhost") == ("127.0.0.1",)
    with pytest.raises(BadAddress, match=r"the name nowhere\.invalid has no address here"):
        await addresses.of_host("nowhere.invalid")
