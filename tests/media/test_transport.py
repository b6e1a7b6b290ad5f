"""ICE-lite, DTLS, consent, restart, and resends over a lossy path: the connection as a client lives it."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest
from aioice.stun import parse_message
from aiortc.rtcdtlstransport import RTCDtlsFingerprint, RTCDtlsParameters

from tests.media.client import (
    BROWSER,
    CERTIFICATE,
    Client,
    Told,
    opus,
    rtx,
    until,
    vp8,
    write_check,
    write_offer,
)
from tests.media.conftest import Join
from tests.media.test_gate import film, hall, speak
from vcsession.core.routing import SILENT
from vcsession.media import rtcp, stun, transport
from vcsession.media.connection import RESENDS
from vcsession.media.intake import raw
from vcsession.media.mux import ADDRESSES, GRIP, STALE
from vcsession.media.plane import CONSENT, KEPT, BadOffer, Plane, StaleEtag, UnknownConnection


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("owner", "name"), transport.PRIVATE, ids=[name for _, name in transport.PRIVATE])
def test_the_private_names_that_we_need_are_there(owner: object, name: str) -> None:
    assert hasattr(owner, name), (
        f"aiortc or pylibsrtp changed: {owner} has no {name}; see vcsession/media/transport.py"
    )


async def test_a_link_has_what_its_parent_sets_on_itself(plane: Plane, join: Join) -> None:
    link = plane._connections[(await join("a")).joined.id].link
    for name in ("_rx_srtp", "_tx_srtp", "_srtp_profiles", "_task", "_ssl"):
        assert getattr(link, name, None) is not None, f"aiortc changed: RTCDtlsTransport has no {name}"
    assert link._rx_srtp._srtp[0] is not None


async def test_the_cheapest_safe_profile_is_chosen(plane: Plane, join: Join) -> None:
    client = await join("a")
    assert client.dtls._ssl is not None
    assert client.dtls._ssl.get_selected_srtp_profile() == b"SRTP_AEAD_AES_128_GCM"


async def test_one_port_serves_all(plane: Plane, join: Join) -> None:
    clients = [await join(seat) for seat in "abc"]
    assert all(f" {plane.port} typ host" in client.joined.answer for client in clients)
    assert plane.figures().connections == 3


async def test_a_check_with_a_wrong_password_is_ignored(plane: Plane, join: Join) -> None:
    client = Client(plane, "s", "a")
    joined = await plane.offer("s", "a", write_offer(BROWSER), may_publish=True)
    agent = plane._connections[joined.id].link.agent
    client.send_raw(write_check(f"{agent.ufrag}:abcd", "wrong" * 5))
    client.send_raw(write_check("nobody:abcd", agent.password))
    check = bytearray(write_check(f"{agent.ufrag}:abcd", agent.password))
    check[25] ^= 1
    client.send_raw(bytes(check))
    await until(lambda: plane.figures().strangers == 3)
    assert agent.address is None
    client.ufrag, client.password = agent.ufrag, agent.password
    await client.check()
    assert agent.address is not None
    client.leave_silently()


async def test_dtls_from_an_address_that_ice_did_not_prove_is_ignored(plane: Plane, join: Join) -> None:
    await join("a")
    seen = plane.figures().dtls_in
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(b"\x16\xfe\xff" + bytes(60), ("127.0.0.1", plane.port))
        stranger.sendto(opus(1), ("127.0.0.1", plane.port))
        await until(lambda: plane.figures().strangers == 2)
    assert plane.figures().dtls_in == seen


async def test_an_address_stays_with_the_client_that_uses_it(plane: Plane, join: Join) -> None:
    """A participant who forges another's address cannot take the other's packets away."""
    victim, thief = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    ufrag, password = thief.ufrag, thief.password
    victim.send_raw(write_check(f"{ufrag}:abcd", password))
    await speak(plane, victim, 0)
    await thief.wait(lambda: len(thief.packets) == 5)


async def test_an_address_passes_on_when_its_holder_has_gone() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    gone, new = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    agents = [plane._connections[client.joined.id].link.agent for client in (gone, new)]
    address = agents[0].address
    clock.now += GRIP + 1
    gone.send_raw(write_check(f"{new.ufrag}:abcd", new.password))
    await until(lambda: agents[1].address == address)
    assert address is not None
    assert plane._mux.doors[0].holders[raw(address)] is agents[1]
    for client in (gone, new):
        client.leave_silently()
    (door,) = plane._mux.doors
    await plane.close()
    assert door.holders == {}


async def test_one_client_cannot_fill_the_table_of_addresses(plane: Plane, join: Join) -> None:
    a = await join("a")
    for _ in range(3 * ADDRESSES):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            checks = plane.figures().stun_in
            other.sendto(
                write_check(f"{a.ufrag}:abcd", a.password, nominate=False), ("127.0.0.1", plane.port)
            )
            await until(lambda checks=checks: plane.figures().stun_in > checks)  # type: ignore[misc]
    assert len(plane._mux.doors[0].holders) == ADDRESSES
    await a.check()


async def test_a_client_that_moves_is_followed(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    moved = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    moved.setblocking(False)
    moved.bind(("127.0.0.1", 0))
    asyncio.get_running_loop().remove_reader(b._socket.fileno())
    b._socket.close()
    b._socket = moved
    asyncio.get_running_loop().add_reader(moved.fileno(), b._readable)
    await b.check()
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 5)


async def test_a_path_after_a_dead_one_is_taken_at_its_first_check_nominated_or_not() -> None:
    """A browser nominates with its second check, a second later; the first says what works."""
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    client = await Client(plane, "s", "a").join()
    agent = plane._connections[client.joined.id].link.agent
    living = agent.address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))

        async def check(ufrag: str, password: str) -> None:
            seen = plane.figures().stun_in
            other.sendto(write_check(f"{ufrag}:abcd", password, nominate=False), ("127.0.0.1", plane.port))
            await until(lambda: plane.figures().stun_in > seen)

        await check(client.ufrag, client.password)
        assert agent.address == living, "a browser tries many paths, and the one that works stays"
        clock.now += STALE + 0.1
        await check(client.ufrag, client.password)
        assert agent.address == other.getsockname()
        await client.check()
        assert agent.address == living
        await plane.restart(client.joined.id, "a=ice-ufrag:other\r\n", "*")
        await check(client.ufrag, client.password)
        assert agent.address == living
        await check(agent.ufrag, agent.password)
        assert agent.address == other.getsockname()
    await client.close()
    await plane.close()


async def test_a_client_with_another_certificate_is_refused(plane: Plane, told: Told) -> None:
    client = Client(plane, "s", "a")
    fingerprint = next(f.value for f in CERTIFICATE.getFingerprints() if f.algorithm == "sha-256")
    text = write_offer(BROWSER).replace(fingerprint, ":".join(["AB"] * 32))
    joined = await plane.offer("s", "a", text, may_publish=True)
    client.joined = joined
    agent = plane._connections[joined.id].link.agent
    client.ufrag, client.password = agent.ufrag, agent.password
    await client.check()
    client.dtls._set_role("client")
    shaking = asyncio.create_task(client.dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", "x")])))
    await until(lambda: told.left == [("s", joined.id)])
    assert plane.figures().connections == 0
    shaking.cancel()
    client.leave_silently()
    await asyncio.gather(shaking, return_exceptions=True)


async def test_who_falls_silent_is_out_of_the_room_after_consent_and_has_left_after_two_minutes() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    told = Told.by(plane)
    quiet, alive = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a"))
    await until(lambda: told.places.get(alive.joined.id, {}).get(("floor", "audio")) == "a")
    quiet.leave_silently()
    clock.now += CONSENT - 1
    await alive.check()
    clock.now += 2
    await until(lambda: told.places[alive.joined.id]["floor", "audio"] is None)
    assert plane.figures().connections == 1
    assert told.left == []
    while clock.now < 1000 + KEPT:
        clock.now += CONSENT - 1
        await alive.check()
    await until(lambda: told.left == [("s", quiet.joined.id)])
    assert list(plane._connections) == [alive.joined.id]
    await alive.close()
    await plane.close()


async def test_a_line_that_was_cut_for_a_minute_goes_on_by_one_check() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    told = Told.by(plane)
    a, b = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a", voices=("b",)))
    await speak(plane, b, 0)
    await a.wait(lambda: len(a.at("voice-1", "audio")) == 5)
    for _ in range(3):
        clock.now += 20
        await b.check()
    await until(lambda: told.places[b.joined.id]["floor", "audio"] is None)
    sent = plane.figures().rtcp_out
    clock.now += 2
    await b.wait(lambda: len(b.rtcp) > 0 and plane.figures().rtcp_out > sent)
    silent = len(a.rtcp)
    await speak(plane, b, 5)
    assert (len(a.rtcp), len(a.at("voice-1", "audio"))) == (silent, 5), "nothing goes to who does not ask"
    await a.check()
    await until(lambda: told.places[b.joined.id]["floor", "audio"] == "a")
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.at("floor", "audio")) == 5)
    await speak(plane, b, 10)
    await a.wait(lambda: len(a.at("voice-1", "audio")) == 10)
    assert told.left == []
    for client in (a, b):
        await client.close()
    await plane.close()


async def test_a_device_that_comes_anew_ends_what_it_had_before_the_cut() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    told = Told.by(plane)
    before = await Client(plane, "s", "a").join(device="laptop")
    other = await Client(plane, "s", "a").join(device="telephone")
    clock.now += CONSENT + 1
    await until(lambda: plane.figures().connections == 0)
    after = await Client(plane, "s", "a").join(device="laptop")
    await until(lambda: told.left == [("s", before.joined.id)])
    assert list(plane._connections) == [other.joined.id, after.joined.id]
    for client in (before, other, after):
        await client.close()
    await plane.close()


async def test_consent_is_a_matter_of_checks_not_of_packets() -> None:
    """RFC 7675 5.1: whoever stopped asking for packets gets none, however much it sends itself."""
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    told = Told.by(plane)
    a, b = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a"))
    clock.now += CONSENT - 1
    await b.check()
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.at("floor", "audio")) == 5)
    clock.now += 2
    await until(lambda: plane.figures().connections == 1)
    clock.now += KEPT
    await until(lambda: ("s", a.joined.id) in told.left)
    with pytest.raises(UnknownConnection):
        await plane.restart(a.joined.id, "a=ice-ufrag:other\r\n", "*")
    for client in (a, b):
        await client.close()
    await plane.close()


async def test_an_offer_that_nobody_follows_up_is_forgotten() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    told = Told.by(plane)
    joined = await plane.offer("s", "a", write_offer(BROWSER), may_publish=True)
    clock.now += CONSENT + 1
    await until(lambda: told.left == [("s", joined.id)])
    assert plane._mux.agents == {}
    await plane.close()


async def test_who_says_goodbye_has_left_at_once(plane: Plane, join: Join, told: Told) -> None:
    a, b = await join("a"), await join("b")
    await a.close()
    await until(lambda: told.left == [("s", a.joined.id)])
    assert plane.figures().connections == 1
    await plane.leave(a.joined.id)
    await plane.leave(b.joined.id)
    await plane.leave(b.joined.id)
    assert told.left == [("s", a.joined.id)], "who is sent away did not leave by itself"
    assert plane.figures().connections == 0


FRAGMENT = "a=ice-ufrag:{}\r\na=ice-pwd:" + "q" * 24 + "\r\n"


async def test_ice_restarts_and_everything_else_stays(plane: Plane, join: Join, told: Told) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    await speak(plane, a, 0)
    restarted = await plane.restart(b.joined.id, FRAGMENT.format("newfrag"), b.joined.etag)
    assert restarted.etag != b.joined.etag
    assert "a=group:BUNDLE 0 1" in restarted.fragment
    # Until the client uses the new credentials, the old path stays good.
    await b.check()
    lines = dict(line[2:].partition(":")[::2] for line in restarted.fragment.splitlines())
    old = (b.ufrag, b.password)
    b.ufrag, b.password = lines["ice-ufrag"], lines["ice-pwd"]
    assert b.ufrag != old[0]
    await b.check()
    await speak(plane, a, 5)
    await b.wait(lambda: len(b.packets) == 10)
    assert told.left == []
    # Now they have no more use.
    before = plane.figures().strangers
    b.send_raw(write_check(f"{old[0]}:abcd", old[1]))
    await until(lambda: plane.figures().strangers == before + 1)


async def test_a_restart_needs_the_right_connection_and_tag(plane: Plane, join: Join) -> None:
    client = await join("a")
    identity, etag = client.joined.id, client.joined.etag
    with pytest.raises(UnknownConnection):
        await plane.restart("nobody", FRAGMENT.format("newfrag"), etag)
    with pytest.raises(StaleEtag):
        await plane.restart(identity, FRAGMENT.format("newfrag"), "stale")
    with pytest.raises(BadOffer):
        await plane.restart(identity, "a=nothing\r\n", etag)
    # Candidates alone (the same ufrag as in the offer) restart nothing.
    same = await plane.restart(identity, FRAGMENT.format("abcd"), etag)
    assert (same.fragment, same.etag) == ("", etag)
    first = await plane.restart(identity, FRAGMENT.format("newfrag"), etag)
    with pytest.raises(StaleEtag):
        await plane.restart(identity, FRAGMENT.format("newer"), etag)
    again = await plane.restart(identity, FRAGMENT.format("newest"), "*")
    assert len({etag, first.etag, again.etag}) == 3


async def test_a_receiver_gets_again_what_it_lost(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    b.drop = lambda packet: packet.payload_type == 96 and packet.sequence % 3 == 0
    await film(plane, a, 0, 9)
    await b.wait(lambda: len(b.at("floor")) == 6)
    ssrc, _ = b.outlets["floor", "video"]
    seen = {p.sequence for p in b.at("floor")}
    lost = [n for n in range(min(seen) - 1, max(seen) + 2) if n not in seen]
    b.send_rtcp(rtcp.nack(ssrc, lost))
    await b.wait(lambda: len(b.resent("floor")) == 3)
    numbers = {struct.unpack_from("!H", p.payload)[0] for p in b.resent("floor")}
    assert numbers <= set(lost)
    assert seen | numbers == set(range(min(seen | numbers), min(seen | numbers) + 9))
    assert plane.figures().resent == 3


async def test_a_receiver_may_ask_for_only_so_many(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0, 20)
    await b.wait(lambda: len(b.at("floor")) == 20)
    ssrc, _ = b.outlets["floor", "video"]
    numbers = [p.sequence for p in b.at("floor")]
    # Between two ticks, however long they take here.
    assert plane._ticker is not None
    plane._ticker.cancel()
    for _ in range(RESENDS):
        b.send_rtcp(rtcp.nack(ssrc, numbers))
    await until(lambda: plane.figures().rtcp_in == RESENDS)
    assert plane.figures().resent == RESENDS


async def test_the_publisher_is_asked_for_what_was_lost_and_it_is_forwarded(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    frames = [vp8(n, n * 3000, key=n == 0, picture=n) for n in range(6)]
    a.send(*frames[:2], *frames[4:])
    await a.wait(lambda: any(isinstance(part, rtcp.Nack) for packet in a.rtcp for part in rtcp.parse(packet)))
    a.send(rtx(1, frames[2]), rtx(2, frames[3]))
    await b.wait(lambda: len(b.at("floor")) == 6)
    first = b.at("floor")[0]
    assert sorted((p.sequence - first.sequence) % 65536 for p in b.at("floor")) == list(range(6))
    assert plane.figures().repaired == 2


async def test_a_keyframe_request_reaches_the_publisher(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 5)
    ssrc, _ = b.outlets["floor", "video"]
    b.send_rtcp(rtcp.picture_loss(ssrc))
    await a.wait(lambda: any(packet[:2] == b"\x81\xce" for packet in a.rtcp))
    # About a place that is empty or not its own there is nothing to ask.
    asked = plane.figures().keyframes_asked
    b.send_rtcp(rtcp.picture_loss(b.outlets["tile-1", "video"][0]))
    b.send_rtcp(rtcp.picture_loss(12345))
    plane.want("s", SILENT)
    heard = plane.figures().rtcp_in
    b.send_rtcp(rtcp.picture_loss(ssrc))
    await until(lambda: plane.figures().rtcp_in >= heard + 1)
    assert plane.figures().keyframes_asked == asked


async def test_the_publisher_is_told_what_arrived_and_its_bandwidth(plane: Plane, join: Join) -> None:
    a = await join("a")
    await film(plane, a, 0)
    await a.wait(lambda: any(packet[1] == 201 and b"REMB" in packet for packet in a.rtcp))


def sender_reports(client: Client) -> list[bytes]:
    """Without the plane's own reports, which come by the clock."""
    return [packet for packet in client.rtcp if packet[1] == rtcp.SENDER_REPORT]


async def test_reports_pass_from_publisher_to_receiver_on_one_clock(plane: Plane, join: Join) -> None:
    a, b = await join("a"), await join("b")
    plane.want("s", hall(floor="a"))
    await film(plane, a, 0)
    await speak(plane, a, 0)
    await b.wait(lambda: len(b.packets) == 10)
    ntp = 1 << 40
    a.send_rtcp(rtcp.sender_report(0x2222, ntp, 4 * 3000, 5, 1000, b"x"))
    a.send_rtcp(rtcp.sender_report(0x1111, ntp, 4 * 960, 5, 1000, b"x"))
    await b.wait(lambda: len(sender_reports(b)) == 2)
    (video,), (audio,) = (list(rtcp.parse(packet)) for packet in sender_reports(b))
    assert isinstance(video, rtcp.SenderReport)
    assert isinstance(audio, rtcp.SenderReport)
    assert (video.ssrc, audio.ssrc) == (b.outlets["floor", "video"][0], b.outlets["floor", "audio"][0])
    assert video.timestamp == b.at("floor")[-1].timestamp
    assert audio.timestamp == b.at("floor", "audio")[-1].timestamp
    # What happened at once for the publisher does so for the receiver, give or take the report's delay.
    assert abs(video.ntp - audio.ntp) < 1 << 32


async def test_a_late_report_does_not_shift_the_clock() -> None:
    clock = Clock()
    plane = Plane(clock=clock)
    await plane.start()
    a, b = await Client(plane, "s", "a").join(), await Client(plane, "s", "b").join()
    plane.want("s", hall(floor="a"))
    await speak(plane, a, 0)
    second = 1 << 32
    a.send_rtcp(rtcp.sender_report(0x1111, 100 * second, 0, 5, 1000, b"x"))
    await b.wait(lambda: len(sender_reports(b)) == 1)
    # Sent half a second after the first, but half a second late.
    clock.now += 1
    a.send_rtcp(rtcp.sender_report(0x1111, 100 * second + second // 2, 24000, 5, 1000, b"x"))
    await b.wait(lambda: len(sender_reports(b)) == 2)
    (first,), (later,) = (list(rtcp.parse(packet)) for packet in sender_reports(b))
    assert isinstance(first, rtcp.SenderReport)
    assert isinstance(later, rtcp.SenderReport)
    assert later.ntp - first.ntp == second // 2
    for client in (a, b):
        await client.close()
    await plane.close()


def test_a_check_is_read_and_answered() -> None:
    message = write_check("server:client", "secret")
    check = stun.read_check(message, {"server": "secret"}.get)
    assert check is not None
    assert (check.ufrag, check.nominated, check.transaction) == ("server", True, message[8:20])
    plain = stun.read_check(write_check("server:client", "secret", nominate=False), {"server": "secret"}.get)
    assert plain is not None
    assert not plain.nominated
    assert stun.read_check(message, {"server": "other"}.get) is None
    assert stun.read_check(message, lambda _: None) is None
    assert stun.read_check(message[:-4], {"server": "secret"}.get) is None


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 40000), ("2001:db8::1", 40000)])
def test_the_answer_to_a_check_is_what_others_understand(host: str, port: int) -> None:
    check = stun.Check(b"123456789012", "server", True)
    message = parse_message(stun.answer(check, (host, port), "secret"))
    assert message.attributes["XOR-MAPPED-ADDRESS"] == (host, port)
    assert message.check_message_integrity(b"secret")
