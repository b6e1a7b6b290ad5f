"""The gate in the middle of a sentence: a command, its commit, and what real receivers get of a real stream.

A microphone sends every 20 ms, as a speaker does, through a room, its routes, the plane and SRTP on loopback.
What is asserted of the moment in which the gate closes (the commit, and the routes that it wants):

- of what the microphone sends after it not one packet reaches anybody who is shut out;
- of what it sent before, nothing leaves the plane any more either: what the shut out receive in all is what
  had left by then. Such a packet may still be on its way, and arrive after the commit.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest

from tests.hall import WORDS, Hall
from tests.media.client import BROWSER, Client, opus
from tests.media.conftest import Clock
from vcsession.core.routing import Routes, may_publish, routes
from vcsession.media.plane import Plane
from vcsession.serve import MediaDoor

SESSION = "echelon-2020"
SPOKEN = 25
"""Packets: half a second of speech is enough on either side of a gate."""


@dataclass(frozen=True)
class Edge:
    """When the routes of a commit had been taken: the last packet sent, and how many had been forwarded."""

    sent: int
    forwarded: int


class Sentence:
    """A microphone in use: packet n carries n."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.sent = 0

    async def go_on(self) -> None:
        while True:
            self.sent += 1
            self.client.send(opus(self.sent, self.sent * 960, tag=self.sent, level=30))
            await asyncio.sleep(0.02)


class House:
    """A room on its log, a plane, and the seats' clients."""

    def __init__(self, hall: Hall, plane: Plane) -> None:
        self.hall, self.plane = hall, plane
        self.clients: dict[str, Client] = {}
        self.sentence: Sentence | None = None
        self.edge = Edge(0, 0)
        MediaDoor(plane, hall.rooms)
        hall.room.on_want = self._want
        self._want(SESSION, routes(hall.room.state))

    def _want(self, session: str, wanted: Routes) -> None:
        self.plane.want(session, wanted)
        # In one go with the fold of the commit: nothing can have been sent or forwarded in between.
        self.edge = Edge(self.sentence.sent if self.sentence else 0, self.plane.figures().audio_out)

    async def enter(self, *seats: str, **how: str) -> None:
        for seat in seats:
            client = self.clients[seat] = Client(self.plane, SESSION, seat)
            role = self.hall.room.state.seats[seat].role
            await client.join(BROWSER, may_publish=may_publish(role), **how)

    async def floor(self, seat: str) -> None:
        commit = await self.hall.do(seat, "request_floor")
        await self.hall.do("chair", "grant", request=f"request-{commit.version}")

    @contextlib.asynccontextmanager
    async def speaking(self, seat: str) -> AsyncIterator[Sentence]:
        self.sentence = Sentence(self.clients[seat])
        talking = asyncio.create_task(self.sentence.go_on())
        try:
            yield self.sentence
        finally:
            talking.cancel()

    def tags(self, seat: str, place: str = "floor") -> list[int]:
        return [packet.tag for packet in self.clients[seat].at(place, "audio")]

    def all_tags(self, seat: str) -> list[int]:
        return [packet.tag for packet in self.clients[seat].packets]

    async def hears(self, seat: str, more: int = SPOKEN) -> None:
        """Until the seat has received so many packets that were sent from now on."""
        client, since = self.clients[seat], self.sentence.sent if self.sentence else 0
        await client.wait(lambda: sum(tag > since for tag in self.all_tags(seat)) >= more)

    async def goes_on(self, packets: int = SPOKEN) -> None:
        """Until the microphone has sent so many more, and the plane has dealt with them."""
        assert self.sentence is not None
        until = self.sentence.sent + packets
        while self.sentence.sent < until:  # noqa: ASYNC110 - it is the test's own clock
            await asyncio.sleep(0.02)


@pytest.fixture
def clock() -> Clock:
    return Clock()


Open = Callable[..., Awaitable[House]]


@pytest.fixture
async def house(clock: Clock) -> AsyncIterator[Open]:
    """`await house(rule=...)`: in session, nobody connected yet."""
    opened: list[House] = []

    async def open_house(**rules: object) -> House:
        plane = Plane(clock=clock)
        await plane.start()
        hall = await Hall.convened(**rules)
        await hall.in_session()
        opened.append(House(hall, plane))
        return opened[-1]

    yield open_house
    for one in opened:
        assert one.plane.figures().faults == 0
        for client in one.clients.values():
            await client.close()
        await one.hall.rooms.close()
        await one.plane.close()


async def test_who_enters_a_caucus_in_mid_sentence_is_heard_there_and_not_in_the_plenary(house: Open) -> None:
    home = await house()
    await home.enter("chair", "kaz", "arm", "rus")
    await home.floor("rus")
    await home.hall.do("arm", "open_room", kind="bilateral", delegations=["RUS"])
    async with home.speaking("rus") as sentence:
        for seat in ("chair", "kaz"):
            await home.hears(seat)
        assert home.hall.room.state.requests[home.hall.room.state.speakers[0]].state == "speaking"
        await home.hall.do("rus", "accept_invitation", room="room-1")
        edge = home.edge
        await home.hears("arm", 2 * SPOKEN)

        for seat in ("chair", "kaz"):
            assert max(home.all_tags(seat)) <= edge.sent, "nothing that was said after the entry"
        plenary = len(home.all_tags("chair")) + len(home.all_tags("kaz"))
        assert plenary == edge.forwarded, "and nothing that had not left the plane at that moment"
        assert min(home.all_tags("arm")) == max(home.all_tags("chair")) + 1, "the caucus misses not a packet"

        await home.hall.do("rus", "leave_room", room="room-1")
        edge = home.edge
        await home.goes_on()
        assert max(home.all_tags("arm")) <= edge.sent
        plenary = len(home.all_tags("chair")) + len(home.all_tags("kaz"))
        assert plenary + len(home.all_tags("arm")) == edge.forwarded, "back in the plenary, without the floor"
        assert sentence.sent > edge.sent


async def test_an_observer_gets_nothing_from_the_moment_in_which_a_part_is_closed(house: Open) -> None:
    home = await house()
    await home.enter("kaz", "observer", "rus")
    await home.floor("rus")
    async with home.speaking("rus"):
        for seat in ("kaz", "observer"):
            await home.hears(seat)
        await home.hall.do("chair", "close_part", sitting="1")
        edge = home.edge
        await home.hears("kaz", 2 * SPOKEN)
        assert max(home.all_tags("observer")) <= edge.sent
        assert 2 * len(home.all_tags("observer")) == edge.forwarded, "as much as the table had got by then"
        heard = home.all_tags("kaz")
        assert heard == list(range(heard[0], heard[-1] + 1)), "the table misses not a packet"

        await home.hall.do("chair", "open_part", sitting="1")
        reopened = home.edge
        await home.hears("observer")
    later = [tag for tag in home.all_tags("observer") if tag > edge.sent]
    assert min(later) >= reopened.sent, "and gets nothing of the closed part when it is over"


@pytest.mark.parametrize("seat", ["observer", "technician"])
async def test_who_may_not_publish_and_sends_all_the_same_is_forwarded_to_nobody(
    house: Open, seat: str
) -> None:
    home = await house()
    await home.enter("chair", "kaz", seat)
    assert home.clients[seat].joined.answer.count("a=inactive") == 2
    async with home.speaking(seat) as sentence:
        await home.goes_on()
        # A side room for everybody, where every member is heard: it is none for him.
        await home.hall.do("chair", "open_room", kind="consultations", delegations=["KAZ"])
        await home.hall.do("kaz", "accept_invitation", room="room-1")
        await home.goes_on()
    assert home.plane.figures().strangers >= sentence.sent - 1, "they arrived"
    assert home.plane.figures().audio_out == 0
    assert all(client.packets == [] for client in home.clients.values())
    # The good twin: whoever may publish is heard by the same receivers.
    async with home.speaking("chair"):
        await home.hears(seat)


async def booth(home: House, *more: str) -> None:
    """The English booth on air, and a delegation that depends on it."""
    await home.enter("interpreter-en", *more)
    await home.hall.do("interpreter-en", "booth_check", language="en")
    await home.hall.do("interpreter-en", "go_live", language="en")
    await home.hall.do("kaz", "declare_language", language="en", depends=True)


async def test_a_listener_hears_his_own_language_whichever_way_the_booth_works(house: Open) -> None:
    home = await house(interpretation=True)
    await booth(home, "kaz", "tjk", "rus")
    home.plane.listen(SESSION, "kaz", "en")
    home.plane.listen(SESSION, "tjk", "ru")
    await home.hall.do("interpreter-en", "set_floor_language", language="en", spoken="ru")
    async with home.speaking("interpreter-en"):
        await home.hears("kaz")
        assert home.all_tags("kaz") == home.tags("kaz", "interpretation")
        assert home.all_tags("tjk") == home.all_tags("rus") == [], "the floor alone"
        await home.hall.do("interpreter-en", "set_floor_language", language="en", spoken="en")
        edge = home.edge
        await home.hears("tjk")
        assert max(home.all_tags("kaz")) <= edge.sent, "English is on the floor now"
        assert home.all_tags("tjk") == home.tags("tjk", "interpretation")
        assert home.all_tags("rus") == []


async def test_a_booth_whose_line_is_cut_puts_the_decision_before_the_room_on_hold(
    house: Open, clock: Clock
) -> None:
    home = await house(interpretation=True)
    await booth(home, "kaz")
    await home.hall.do("secretary", "table_decision", item="1", kind="dates", text=WORDS)
    await home.hall.do("secretary", "read_out", decision="1.1")
    await home.hall.do("chair", "put_to_room", decision="1.1")
    home.plane.listen(SESSION, "kaz", "en")
    async with home.speaking("interpreter-en"):
        await home.hears("kaz")
        clock.ahead += 1
        await home.hall.time.draw(5)
        assert home.hall.room.state.decisions["1.1"].state == "put_to_room_state", "it lives"
    clock.ahead += 2
    async with asyncio.timeout(10):
        while home.plane.lives(SESSION, "interpreter-en"):  # noqa: ASYNC110 - the plane tells the room, not us
            await asyncio.sleep(0.01)
    await home.hall.time.draw(2)
    decision, channel = home.hall.room.state.decisions["1.1"], home.hall.room.state.channels["en"]
    assert (decision.state, decision.held_because) == ("held", "interpretation")
    assert (channel.state, channel.reason) == ("failed", "link")
