"""Whom a session is shown, and what: each slice of the view is encoded once for all who share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from vcsession import wire
from vcsession.core import view
from vcsession.core.audience import Audience, audience, audiences
from vcsession.core.folder import Folder, reads
from vcsession.core.matters import seats
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

EXPELLED: Final = 4401
"""WebSocket close code: the seat was revoked, or its link issued anew."""

ELSEWHERE: Final = 4409
"""WebSocket close code: the seat was opened in another window."""


NO_FOLDER: Final = Folder()


class Subscriber(Protocol):
    """Somebody who is shown the session: a socket, as a rule."""

    @property
    def actor(self) -> Actor: ...

    def send(self, frame: bytes) -> None:
        """Take one frame; never waits."""
        ...

    def leave(self, code: int) -> None:
        """The seat was taken elsewhere, or the room closes: go, with this WebSocket close code."""
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """A slice as it was last sent, and the version that changed it."""

    version: int
    data: bytes


class Showing:
    """The subscribers of one session, one for each seat, and the slices they have."""

    def __init__(self) -> None:
        self._subscribers: dict[str, Subscriber] = {}
        self._shared: dict[str, Encoded] = {}
        self._apart: dict[Audience, dict[str, Encoded]] = {}
        self._own: dict[str, Encoded] = {}
        self._folder: dict[str, tuple[object, ...]] = {}
        """What the folder that a seat has were made of"""
        self.folder: Mapping[str, Folder] = {}
        """Each delegation's own, for its seats alone"""
        self._signals: dict[str, dict[str, bytes]] = {}
        self._outside: frozenset[str] = frozenset()

    # slices

    def encode(self, state: State) -> None:
        """Take into the shared slices what the last commit changed."""
        if state.convened is None:
            return
        self._outside = frozenset(id for id in state.seats if seats.outside(state, id))
        for name, make in view.SHARED.items():
            _take(self._shared, name, state.version, wire.dump_slice(make(state)))
        for seen_by in audiences(state):
            slices = self._apart.setdefault(seen_by, {})
            for name, make_for in view.APART.items():
                _take(slices, name, state.version, wire.dump_slice(make_for(state, seen_by)))

    def show(self, state: State, now: datetime) -> None:
        """Send everybody what the last commit changed for them."""
        for subscriber in tuple(self._subscribers.values()):
            if frame := self._changed(state, subscriber.actor, now, state.version - 1):
                subscriber.send(frame)

    def whole(self, state: State, actor: Actor, now: datetime) -> bytes:
        """One frame with all slices; of a seat that waits to be admitted, with what it may know."""
        if actor.seat in self._outside:
            made = view.lobby(state, actor)
            return _frame(state, now, {name: wire.dump_slice(one) for name, one in made.items()})
        me = wire.dump_slice(view.me(state, actor, now))
        slices = {**self._shared, **self._apart[audience(state, actor)]}
        shown = {name: one.data for name, one in slices.items()}
        return _frame(state, now, {**shown, "me": me, **self._of_delegation(state, actor)})

    def _of_delegation(self, state: State, actor: Actor) -> dict[str, bytes]:
        """The folder of the seat's own delegation; nothing for whoever does not read them."""
        if not reads(state, actor):
            return {}
        kept = self._folder_of(actor)
        return {"folder": wire.dump_slice(view.folder(kept, state, actor))}

    def _folder_of(self, actor: Actor) -> Folder:
        return self.folder.get(actor.delegation or "", NO_FOLDER)

    def _new_folder(self, state: State, actor: Actor) -> dict[str, bytes]:
        """The same, where it is not what the seat was last sent: folder have no version of the plenary's."""
        made_of = (self._folder_of(actor), *view.behind_folder(state))
        known = self._folder.get(actor.seat)
        if known is not None and all(one is other for one, other in zip(known, made_of, strict=True)):
            return {}
        if shown := self._of_delegation(state, actor):
            self._folder[actor.seat] = made_of
        return shown

    def show_folder(self, state: State, delegation: str, now: datetime) -> None:
        """Send the delegation's seats what its last commit changed."""
        for subscriber in tuple(self._subscribers.values()):
            if subscriber.actor.delegation != delegation:
                continue
            if frame := _frame(state, now, self._new_folder(state, subscriber.actor)):
                subscriber.send(frame)

    def _changed(self, state: State, actor: Actor, now: datetime, after: int) -> bytes:
        """One frame with the slices that changed for this seat after version `after`; b"" if none did."""
        changed = seats.link(state, actor.seat).version
        if actor.seat in self._outside:
            return self.whole(state, actor, now) if after < changed else b""
        if after < changed:  # it may have been in the lobby then
            after = -1
        data = wire.dump_slice(view.me(state, actor, now))
        me = self._own.get(actor.seat)
        if me is None or me.data != data:
            me = self._own[actor.seat] = Encoded(state.version, data)
        slices = {**self._shared, **self._apart[audience(state, actor)], "me": me}
        shown = {name: one.data for name, one in slices.items() if one.version > after}
        return _frame(state, now, {**shown, **self._new_folder(state, actor)})

    # subscribers

    def join(self, subscriber: Subscriber, state: State, now: datetime, after: int | None) -> None:
        """From now on this seat is shown the session: what changed since version `after`, or everything."""
        seat = subscriber.actor.seat
        former = self._subscribers.get(seat)
        self._subscribers[seat] = subscriber
        self._folder.pop(seat, None)
        if former is not None:
            former.send(b'{"frame":"elsewhere"}')
            former.leave(ELSEWHERE)
        seen = after if after is not None and after <= state.version else -1
        subscriber.send(self._changed(state, subscriber.actor, now, seen) or tick(now))
        for frame in self._signals.get(seat, {}).values():
            subscriber.send(frame)
        self._tell_links()

    def part(self, subscriber: Subscriber) -> bool:
        """Whether the seat is empty now: another socket may have it."""
        seat = subscriber.actor.seat
        if self._subscribers.get(seat) is not subscriber:
            return False
        del self._subscribers[seat]
        self._own.pop(seat, None)
        self._folder.pop(seat, None)
        self._tell_links()
        return True

    def holds(self, subscriber: Subscriber) -> bool:
        """Whether this one has its seat now."""
        return self._subscribers.get(subscriber.actor.seat) is subscriber

    @property
    def connected(self) -> frozenset[str]:
        """The seats that are shown the session."""
        return frozenset(self._subscribers)

    @property
    def delegations(self) -> frozenset[str | None]:
        """The delegations of which at least one seat is connected."""
        inside = (s.actor for s in self._subscribers.values() if s.actor.seat not in self._outside)
        return frozenset(actor.delegation for actor in inside)

    def broadcast(self, frame: bytes) -> None:
        for subscriber in tuple(self._subscribers.values()):
            subscriber.send(frame)

    def _tell_links(self) -> None:
        """Who is connected, to everybody who is in the room."""
        frame = self._links()
        for subscriber in tuple(self._subscribers.values()):
            if subscriber.actor.seat not in self._outside:
                subscriber.send(frame)

    def expel(self, seat: str) -> None:
        """The seat's socket is told to go, and takes no more commands."""
        if (subscriber := self._subscribers.get(seat)) is not None:
            subscriber.leave(EXPELLED)

    def dismiss(self, code: int) -> None:
        """Everybody is told to go, with this WebSocket close code."""
        for subscriber in tuple(self._subscribers.values()):
            subscriber.leave(code)

    # signals

    def signal(self, seat: str, key: str, frame: bytes) -> None:
        """Something that is no event (who stands in which place) to one seat; kept for when it comes back."""
        self._signals.setdefault(seat, {})[key] = frame
        if (subscriber := self._subscribers.get(seat)) is not None:
            subscriber.send(frame)

    def end_signal(self, seat: str, key: str) -> None:
        self._signals.get(seat, {}).pop(key, None)

    def signals(self, seat: str) -> list[bytes]:
        """All signals that hold for this seat now, who is connected among them."""
        if seat in self._outside:
            return []
        return [self._links(), *self._signals.get(seat, {}).values()]

    def _links(self) -> bytes:
        return b'{"frame":"links","connected":%s}' % wire.dump(sorted(self._subscribers))


def _take(slices: dict[str, Encoded], name: str, version: int, data: bytes) -> None:
    known = slices.get(name)
    if known is None or known.data != data:
        slices[name] = Encoded(version, data)


def tick(now: datetime) -> bytes:
    """The session's time, and a sign of life."""
    return b'{"frame":"now","now":"%s"}' % _stamp(now)


def _frame(state: State, now: datetime, slices: dict[str, bytes]) -> bytes:
    if not slices:
        return b""
    head = b'{"frame":"slices","version":%d,"now":"%s","slices":{' % (state.version, _stamp(now))
    return head + b",".join(b'"%s":%s' % (name.encode(), data) for name, data in slices.items()) + b"}}"


def _stamp(moment: datetime) -> bytes:
    return wire.stamp(moment).encode()
