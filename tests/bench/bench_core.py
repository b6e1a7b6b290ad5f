"""What the law costs: `python -m tests.bench.bench_core [COMMITS] [SEATS]` from the project's root.

A session of many speeches and some decisions: deciding and folding each command, what all seats are then
shown, and the replay of the whole log after a restart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from tests.core.timeline import STATES, Timeline, echelon, text
from vcsession import wire
from vcsession.core import view
from vcsession.core.catalogue import Command
from vcsession.core.convocation import Convocation, Member, Post
from vcsession.core.matters.decisions import Adopt, PutToRoom, ReadOut, RecordAnswer, TableDecision
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor, YieldFloor
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.session import fold
from vcsession.core.state import State


def crowd(seats: int) -> Convocation:
    """ECHELON-2020 with delegates until there are so many seats."""
    convocation = echelon(link_grace_s=3600)
    missing = max(0, seats - len(Timeline(convocation).state.seats))
    member = Member(Post(text("an officer")))
    delegations = tuple(
        replace(d, members=(member,) * (missing // 6 + (n < missing % 6)))
        for n, d in enumerate(convocation.delegations)
    )
    return replace(convocation, delegations=delegations)


def day(room: Timeline) -> Iterator[tuple[str, Command]]:
    """Speech after speech, and a decision after every twelfth."""
    speakers = [s.id for s in room.state.seats.values() if s.delegation]
    turn = 0
    while True:
        seat = speakers[turn % len(speakers)]
        yield seat, RequestFloor()
        request = room.state.queue[0]
        yield "chair", Grant(request)
        yield "media", BeginSpeech(request)
        yield seat, YieldFloor(request)
        turn += 1
        if turn % 12 == 0:
            number = f"1.{len(room.state.decisions) + 1}"
            yield "secretary", TableDecision("1", "text", text("The stages of the training are agreed."))
            yield "secretary", ReadOut(number)
            yield "chair", PutToRoom(number)
            for code in STATES:
                yield code.lower(), RecordAnswer(number, "agree")
            yield "chair", Adopt(number)


def told(what: str, count: int, seconds: float) -> None:
    """CPU time: on a machine that others use too, the wall's clock tells of them."""
    print(f"{what:44} {count:7} in {seconds:6.2f} s  {seconds / count * 1e6:8.0f} us each")


def main(commits: int = 10_000, seats: int = 60) -> None:
    room = Timeline(crowd(seats)).sitting()
    script = day(room)
    begun = time.process_time()
    while len(room.commits) < commits:
        room.say(*next(script))
    told(f"decide and fold, {len(room.state.seats)} seats", len(room.commits), time.process_time() - begun)

    stored = [wire.dump_commit(commit) for commit in room.commits]
    begun = time.process_time()
    state = State()
    for data in stored:
        state = fold(state, wire.load_commit(data))
    told("replay: load and fold", len(stored), time.process_time() - begun)
    if state != room.state:
        raise SystemExit("the replay tells another state")

    begun = time.process_time()
    loaded = [wire.load_commit(data) for data in stored]
    told("of that, load alone", len(stored), time.process_time() - begun)

    begun = time.process_time()
    for _ in range(20):
        for make in view.SHARED.values():
            wire.dump_slice(make(state))
        for make_for in view.APART.values():
            wire.dump_slice(make_for(state, "table"))
    told("all slices of the table, encoded", 20, time.process_time() - begun)
    actors = [room.actor(seat) for seat in state.seats]
    begun = time.process_time()
    for actor in actors:
        wire.dump_slice(view.me(state, actor, room.now))
    told("one seat's own slice, encoded", len(actors), time.process_time() - begun)

    begun = time.process_time()
    read(loaded, Verification(1, len(loaded), "", "", ""))
    told("the Record, read from the commits", len(loaded), time.process_time() - begun)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
