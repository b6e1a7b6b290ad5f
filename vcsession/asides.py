"""What is said beside the record: the quiet lines, and the booth's cue. It is no event: nothing keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from vcsession import wire
from vcsession.core.cues import slower
from vcsession.core.lines import ends
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Refused
from vcsession.showing import Showing
from vcsession.signals import Quiet

WHISPERS: Final = 5.0
"""On the quiet lines one seat says so many things at once, and then one every so many seconds."""
WHISPER_EVERY_S: Final = 2.0

SLOWER_EVERY_S: Final = 3.0


class Asides:
    """Of one room, which tells its state and time."""

    def __init__(self, state: Callable[[], State], now: Callable[[], datetime], showing: Showing) -> None:
        self._state = state
        self._now = now
        self._showing = showing
        self._whispers: dict[str, tuple[float, datetime]] = {}
        self._asked_slower: dict[str, datetime] = {}

    def ask_slower(self, actor: Actor) -> None:
        """The booth's quiet cue, to whoever speaks and to the presiding officer now. Raises Refused.

        Pressed again and again it is one cue: a speaker is asked, not nagged.
        """
        seats = slower(self._state(), actor)
        now = self._now()
        asked = self._asked_slower.get(actor.seat)
        if asked is None or (now - asked).total_seconds() >= SLOWER_EVERY_S:
            self._asked_slower[actor.seat] = now
            self._showing.pass_on(seats, wire.dump({"frame": "slower", "from": actor.seat}))

    def whisper(self, actor: Actor, quiet: Quiet) -> frozenset[str]:
        """To the ends of the line alone; the other seats that the words reached. Raises Refused."""
        seats = ends(self._state(), actor, quiet.line, quiet.seat)
        now = self._now()
        words, since = self._whispers.get(actor.seat, (WHISPERS, now))
        words = min(WHISPERS, words + (now - since).total_seconds() / WHISPER_EVERY_S)
        if words < 1:
            raise Refused("too_fast", "Too many messages at once; wait a moment.", "state", {})
        self._whispers[actor.seat] = words - 1, now
        said = {
            "line": quiet.line,
            "from": actor.seat,
            "to": sorted(seats - {actor.seat}),
            "text": quiet.text,
        }
        frame = wire.dump({"frame": "quiet", **said, "at": wire.stamp(now)})
        return self._showing.pass_on(seats, frame) - {actor.seat}
