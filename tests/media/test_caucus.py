"""Caucus rooms and interpretation in packets: what the core wants is what the receivers get."""

from __future__ import annotations

import random

from tests.core.moves import filled
from tests.core.test_booths import booths
from tests.core.timeline import STATES, Timeline, company, interpreted
from tests.media.client import Client, until
from tests.media.conftest import Join
from tests.media.test_gate import film, speak
from vcsession.core.catalogue import Command
from vcsession.core.machines.around import CAUCUS_ROOM
from vcsession.core.matters.caucus import AcceptInvitation, Invite, LeaveRoom, OpenRoom
from vcsession.core.matters.floor import Grant, RequestFloor
from vcsession.core.matters.languages import BoothCheck, CannotInterpret, GoLive, SetFloorLanguage
from vcsession.core.routing import routes
from vcsession.core.view import me
from vcsession.media.plane import Plane

HEADS = ("arm", "kaz", "rus")


class House:
    """A room's state, its seats' clients, and what each of them has received since it was last asked."""

    def __init__(self, plane: Plane, room: Timeline, clients: dict[str, Client]) -> None:
        self.plane, self.room, self.clients = plane, room, clients
        self.sequence = 0
        self.want()

    def want(self) -> None:
        self.plane.want("s", routes(self.room.state))

    def say(self, seat: str, *commands: Command) -> None:
        for command in commands:
            self.room.say(seat, command)
            self.want()

    async def sound(self, seat: str) -> set[str]:
        """The seats that receive a packet of this one's microphone or camera, and nothing is on its way."""
        self.sequence += 10
        for client in self.clients.values():
            client.packets.clear()
        before = self.plane.figures()
        await speak(self.plane, self.clients[seat], self.sequence, 2)
        await film(self.plane, self.clients[seat], self.sequence, 2)
        after = self.plane.figures()
        sent = after.audio_out - before.audio_out + after.video_out - before.video_out
        # Everything that the plane sent has arrived: what nobody has got by now, nobody gets.
        await until(lambda: sum(len(c.packets) for c in self.clients.values()) >= sent)
        return {name for name, client in self.clients.items() if client.packets}


async def house(plane: Plane, join: Join, room: Timeline, *seats: str) -> House:
    return House(plane, room, {seat: await join(seat) for seat in seats})


async def test_a_caucus_and_the_plenary_do_not_hear_each_other(plane: Plane, join: Join) -> None:
    home = await house(plane, join, Timeline(company()).sitting(STATES), "chair", *HEADS)
    home.say("rus", RequestFloor())
    home.say("chair", Grant(home.room.state.queue[0]))
    assert await home.sound("rus") == {"chair", "arm", "kaz"}
    home.say("arm", OpenRoom("bilateral", ("RUS",)))
    home.say("rus", AcceptInvitation("room-1"))
    assert await home.sound("rus") == {"arm"}, "from the moment of entry not a packet into the plenary"
    assert await home.sound("arm") == {"rus"}
    assert await home.sound("chair") == {"kaz"}, "and the reverse"
    home.say("rus", LeaveRoom("room-1"))
    home.say("arm", LeaveRoom("room-1"))
    assert await home.sound("chair") == {"arm", "kaz", "rus"}


async def test_wherever_people_go_they_are_heard_there_and_nowhere_else(plane: Plane, join: Join) -> None:
    """A random walk through rooms; after each step a seat sounds, and only its own hall may get that."""
    dice = random.Random(11)
    room = Timeline(company()).sitting(STATES)
    home = await house(plane, join, room, "chair", "rus-1", *HEADS)
    acts = {t.command for t in CAUCUS_ROOM.transitions} - {"recall", "decline_invitation"}
    apart = 0
    for _ in range(40):
        seat = dice.choice(sorted(home.clients))
        shown = me(room.state, room.actor(seat), room.now)
        offered = [a for a in (*shown.steps, *shown.acts) if a.type in acts and not a.blocked]
        if offered:
            home.say(seat, filled(room, dice.choice(offered), seat))
        sounding = dice.choice(sorted(home.clients))
        (hall,) = (h for h in routes(room.state).halls if sounding in h.hearers)
        in_the_hall = set(home.clients) & hall.hearers
        heard_by = await home.sound(sounding)
        if hall.floor is None and "chair" not in hall.hearers:
            assert heard_by == in_the_hall - {sounding}
            apart += len(heard_by) > 0
        else:
            assert heard_by <= in_the_hall - {sounding}
    assert apart > 5, "people met in rooms"


async def test_an_interpreter_is_heard_by_who_listens_to_that_language(plane: Plane, join: Join) -> None:
    room = Timeline(interpreted()).sitting(STATES)
    home = await house(plane, join, room, "chair", "interpreter-en", *HEADS)
    home.say("interpreter-en", BoothCheck("en"), GoLive("en"))
    plane.listen("s", "arm", "en")
    plane.listen("s", "kaz", "ru")
    await speak(plane, home.clients["interpreter-en"], 0)
    arm = home.clients["arm"]
    await arm.wait(lambda: len(arm.at("interpretation", "audio")) == 5)
    assert arm.packets == arm.at("interpretation", "audio")
    await speak(plane, home.clients["chair"], 0)
    await arm.wait(lambda: len(arm.packets) == 10)
    booth = home.clients["interpreter-en"]
    await booth.wait(lambda: len(booth.packets) == 5)
    assert len(home.clients["kaz"].packets) == len(home.clients["rus"].packets) == 5, "the original only"

    plane.listen("s", "kaz", "en")
    plane.listen("s", "arm", "")
    await speak(plane, booth, 10)
    kaz = home.clients["kaz"]
    await kaz.wait(lambda: len(kaz.at("interpretation", "audio")) == 5)
    assert len(arm.packets) == 10

    home.say("arm", OpenRoom("bilateral", ("KAZ",)))
    home.say("kaz", AcceptInvitation("room-1"))
    blocked = plane.figures().blocked_audio
    await speak(plane, booth, 20)
    assert plane.figures().blocked_audio == blocked + 5, "nobody listens in the plenary now"
    home.say("kaz", LeaveRoom("room-1"))
    await speak(plane, booth, 30)
    await kaz.wait(lambda: len(kaz.at("interpretation", "audio")) == 10)
    home.say("interpreter-en", CannotInterpret("en", "sound"))
    await speak(plane, booth, 40)
    assert plane.figures().blocked_audio == blocked + 10


async def test_interpretation_in_a_side_room_is_its_own_and_no_voice_among_others(
    plane: Plane, join: Join
) -> None:
    room = Timeline(interpreted()).sitting(STATES)
    home = await house(plane, join, room, "chair", "interpreter-en", *HEADS)
    plane.interpret("s", "interpreter-en", "en")
    home.say("arm", OpenRoom("bilateral", ("KAZ",)), Invite("room-1", "interpreter-en"))
    home.say("kaz", AcceptInvitation("room-1"))
    home.say("interpreter-en", AcceptInvitation("room-1"))
    plane.listen("s", "kaz", "en")

    async def heard_at(place: str) -> set[str]:
        await home.sound("interpreter-en")
        return {seat for seat, client in home.clients.items() if client.at(place, "audio")}

    # What was said before in the plenary counts for nothing here: first a voice like any other.
    assert await heard_at("voice-1") | await heard_at("voice-2") == {"arm", "kaz"}
    plane.interpret("s", "interpreter-en", "en")
    assert await heard_at("interpretation") == {"kaz"}
    assert await heard_at("voice-1") | await heard_at("voice-2") == set(), "who did not ask for it hears none"
    assert await home.sound("arm") == {"kaz", "interpreter-en"}
    plane.interpret("s", "interpreter-en", "ru")
    assert await heard_at("interpretation") == set(), "it turned: Armenia must listen to Russian to hear it"
    plane.listen("s", "arm", "ru")
    assert await heard_at("interpretation") == {"arm"}
    plane.interpret("s", "interpreter-en", "hy")
    assert await heard_at("interpretation") == set(), "no language of this booth"
    assert await heard_at("voice-1") | await heard_at("voice-2") == {"arm", "kaz"}
    plane.interpret("s", "arm", "en")
    assert await home.sound("arm") == {"kaz", "interpreter-en"}, "nobody else leaves the voices"

    plane.interpret("s", "interpreter-en", "en")
    home.say("interpreter-en", LeaveRoom("room-1"))
    assert await home.sound("interpreter-en") == set(), "off air in the plenary"
    home.say("interpreter-en", AcceptInvitation("room-1"))
    assert await heard_at("voice-1") | await heard_at("voice-2") == {"arm", "kaz"}, "each time anew"


async def test_an_interpreter_works_from_the_output_of_another_booth(plane: Plane, join: Join) -> None:
    convocation = booths(("en", "ru"), ("hy", "ru"))
    home = await house(
        plane, join, Timeline(convocation).sitting(STATES), "interpreter-en", "interpreter-hy", "kaz"
    )
    for language in ("en", "hy"):
        home.say(f"interpreter-{language}", BoothCheck(language), GoLive(language))
    plane.listen("s", "interpreter-en", "ru")
    plane.listen("s", "kaz", "en")
    home.say("interpreter-hy", SetFloorLanguage("hy", "ru"))
    assert await home.sound("interpreter-hy") == set(), "Russian is on the floor: no relay is needed"
    home.say("interpreter-hy", SetFloorLanguage("hy", "hy"))
    assert await home.sound("interpreter-hy") == {"interpreter-en"}
    assert await home.sound("interpreter-en") == {"kaz"}
