"""Whom a session is shown, and what: each slice of the view is encoded once for all who share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from vcsession import wire
from vcsession.core import bureau as own_bureau
from vcsession.core import view
from vcsession.core.audience import Audience, audience, audiences, shown
from vcsession.core.convocation import Delegation
from vcsession.core.folder import Folder, reads
from vcsession.core.matters import seats
from vcsession.core.matters.papers import Paper, reader
from vcsession.core.slices import Slice
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor
from vcsession.core.watched import Read, stands, watched

EXPELLED: Final = 4401
"""WebSocket close code: the seat was revoked, or its link issued anew."""

ELSEWHERE: Final = 4409
"""WebSocket close code: the seat was opened in another window, or on one device more than the rules allow."""


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


Known = tuple[Mapping[str, Paper], Mapping[str, Delegation]]
"""What the slices of a reader are made of."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A slice as it was last sent, and the version that changed it."""

    version: int
    data: bytes


class Showing:
    """The subscribers of one session, by seat and device, and the slices they have."""

    def __init__(self) -> None:
        self._subscribers: dict[tuple[str, str], Subscriber] = {}
        self._shared: dict[str, Encoded] = {}
        self._apart: dict[Audience, dict[str, Encoded]] = {}
        self._made_of: dict[tuple[str, Audience], Read] = {}
        self._own: dict[str, Encoded] = {}
        self._read_by: dict[tuple[str, str | None], tuple[int, dict[str, Encoded]]] = {}
        self._folders: dict[str, tuple[tuple[object, ...], Encoded]] = {}
        """Seat -> what its folder was made of, and the slice"""
        self.folders: Mapping[str, Folder] = {}
        """Each delegation's own, for its seats alone"""
        self._bureaus: dict[str, tuple[tuple[object, ...], Encoded]] = {}
        """Seat -> what its bureau's papers were made of, and the slice"""
        self.bureau = own_bureau.Bureau()
        """The bureau's own papers, for its seats alone"""
        self._signals: dict[str, dict[str, tuple[str | None, bytes]]] = {}
        """Seat -> key -> the device that it is for (None: all of them), and the frame"""
        self._outside: frozenset[str] = frozenset()
        self._known: Known = ({}, {})
        self._known_at = 0
        self._walls: dict[Audience, tuple[bool, int]] = {}
        """Whether an audience sees released papers, and since which version."""

    # slices

    def encode(self, state: State) -> None:
        """Take into the shared slices what the last commit changed."""
        if state.convened is None:
            return
        self._outside = frozenset(id for id in state.seats if seats.outside(state, id))
        known = (state.papers, state.delegations)
        if any(was is not now for was, now in zip(self._known, known, strict=True)):
            self._known, self._known_at = known, state.version
        for seen_by in audiences(state):
            seen = shown(state, seen_by, "papers")
            if self._walls.get(seen_by, (not seen, 0))[0] != seen:
                self._walls[seen_by] = seen, state.version
        for name, make in view.SHARED.items():
            self._make(self._shared, (name, ""), make, state)
        for seen_by in audiences(state):
            slices = self._apart.setdefault(seen_by, {})
            for name, make_for in view.APART.items():
                self._make(slices, (name, seen_by), _to(seen_by, make_for), state)

    def _make(
        self,
        slices: dict[str, Encoded],
        key: tuple[str, Audience],
        make: Callable[[State], Slice],
        state: State,
    ) -> None:
        """Anew only where something changed that the slice was made of."""
        read = self._made_of.get(key)
        if read is None or not stands(read, state):
            made, self._made_of[key] = watched(make, state)
            _take(slices, key[0], state.version, wire.dump_slice(made))

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
        held = {name: one.data for name, one in self._slices(state, actor).items()}
        own = {**self._folder(state, actor, -1), **self._bureau(state, actor, -1)}
        return _frame(state, now, {**held, "me": me, **own})

    def _folder(self, state: State, actor: Actor, after: int) -> dict[str, bytes]:
        """The folder of the seat's own delegation where it changed after version `after`.

        It has no version of the plenary's, and comes whole with every entrance.
        """
        if not reads(state, actor):
            return {}
        kept = self.folders.get(actor.delegation or "", NO_FOLDER)
        made_of = (kept, *view.behind_folder(state))
        known = self._folders.get(actor.seat)
        if known is None or any(one is not other for one, other in zip(known[0], made_of, strict=True)):
            made = Encoded(state.version, wire.dump_slice(view.folder(kept, state, actor)))
            known = self._folders[actor.seat] = made_of, made
        return {"folder": known[1].data} if known[1].version > after else {}

    def _bureau(self, state: State, actor: Actor, after: int) -> dict[str, bytes]:
        """The same of the bureau's papers, for the seats that read them."""
        if not own_bureau.reads(state, actor):
            return {}
        made_of = (self.bureau, *view.behind_bureau(state))
        known = self._bureaus.get(actor.seat)
        if known is None or any(one is not other for one, other in zip(known[0], made_of, strict=True)):
            made = Encoded(state.version, wire.dump_slice(view.bureau(self.bureau, state, actor)))
            known = self._bureaus[actor.seat] = made_of, made
        return {"bureau": known[1].data} if known[1].version > after else {}

    def show_bureau(self, state: State, now: datetime) -> None:
        """Send the bureau's seats what its last commit changed."""
        for subscriber in tuple(self._subscribers.values()):
            if frame := _frame(state, now, self._bureau(state, subscriber.actor, -1)):
                subscriber.send(frame)

    def show_folder(self, state: State, delegation: str, now: datetime) -> None:
        """Send the delegation's seats what its last commit changed."""
        for subscriber in tuple(self._subscribers.values()):
            if subscriber.actor.delegation != delegation:
                continue
            if frame := _frame(state, now, self._folder(state, subscriber.actor, -1)):
                subscriber.send(frame)

    def _slices(self, state: State, actor: Actor) -> dict[str, Encoded]:
        return {**self._shared, **self._apart[audience(state, actor)], **self._for_reader(state, actor)}

    def _for_reader(self, state: State, actor: Actor) -> dict[str, Encoded]:
        """Made anew only after something changed that they are made of."""
        at = max(self._known_at, self._walls[audience(state, actor)][1])
        made, slices = self._read_by.get(reader(actor), (-1, {}))
        if made != at:
            for name, make in view.READ_BY.items():
                _take(slices, name, at, wire.dump_slice(make(state, actor)))
            self._read_by[reader(actor)] = at, slices
        return slices

    def _changed(
        self, state: State, actor: Actor, now: datetime, after: int, *, entering: bool = False
    ) -> bytes:
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
        slices = {**self._slices(state, actor), "me": me}
        shown = {name: one.data for name, one in slices.items() if one.version > after}
        own = -1 if entering else after
        mine = {**self._folder(state, actor, own), **self._bureau(state, actor, own)}
        return _frame(state, now, {**shown, **mine})

    # subscribers

    def join(
        self, subscriber: Subscriber, state: State, now: datetime, after: int | None, device: str = ""
    ) -> None:
        """From now on this seat is shown the session: what changed since version `after`, or everything.

        A device takes over from itself (a second window); beyond the rule's number the oldest gives way.
        """
        seat = subscriber.actor.seat
        former = [key for key in self._subscribers if key[0] == seat]
        most = state.convocation.rules.devices if state.convened else 1
        leaving = [(seat, device)] if (seat, device) in former else former[: max(0, len(former) + 1 - most)]
        for key in leaving:
            gone = self._subscribers.pop(key)
            gone.send(b'{"frame":"elsewhere"}')
            gone.leave(ELSEWHERE)
        self._subscribers[seat, device] = subscriber
        seen = after if after is not None and after <= state.version else -1
        subscriber.send(self._changed(state, subscriber.actor, now, seen, entering=True) or tick(now))
        for frame in self._kept(seat, device):
            subscriber.send(frame)
        self._tell_links()

    def part(self, subscriber: Subscriber) -> bool:
        """Whether the seat is empty now: another socket may have it."""
        seat = subscriber.actor.seat
        key = next((key for key, one in self._subscribers.items() if one is subscriber), None)
        if key is None:
            return False
        del self._subscribers[key]
        self._tell_links()
        if seat in self.connected:
            return False
        self._own.pop(seat, None)
        self._folders.pop(seat, None)
        self._bureaus.pop(seat, None)
        return True

    def holds(self, subscriber: Subscriber) -> bool:
        """Whether this one has its seat now."""
        return any(one is subscriber for one in self._subscribers.values())

    @property
    def connected(self) -> frozenset[str]:
        """The seats that are shown the session."""
        return frozenset(seat for seat, _device in self._subscribers)

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
        for subscriber in self._of(seat):
            subscriber.leave(EXPELLED)

    def _of(self, seat: str) -> list[Subscriber]:
        return [one for (taken, _device), one in self._subscribers.items() if taken == seat]

    def dismiss(self, code: int) -> None:
        """Everybody is told to go, with this WebSocket close code."""
        for subscriber in tuple(self._subscribers.values()):
            subscriber.leave(code)

    # signals

    def signal(self, seat: str, key: str, frame: bytes, device: str | None = None) -> None:
        """Something that is no event (who stands in which place) to a seat, or to one device of it.

        Kept for when it comes back. The seat's other devices have media connections of their own.
        """
        self._signals.setdefault(seat, {})[key] = device, frame
        for (taken, by), subscriber in tuple(self._subscribers.items()):
            if taken == seat and device in (None, by):
                subscriber.send(frame)

    def _kept(self, seat: str, device: str) -> list[bytes]:
        return [frame for meant, frame in self._signals.get(seat, {}).values() if meant in (None, device)]

    def pass_on(self, seats: frozenset[str], frame: bytes) -> frozenset[str]:
        """To those of these seats that are connected now, and to nobody later; the seats it reached."""
        reached = [one for (seat, _device), one in self._subscribers.items() if seat in seats]
        for subscriber in reached:
            subscriber.send(frame)
        return frozenset(subscriber.actor.seat for subscriber in reached)

    def end_signal(self, seat: str, key: str) -> None:
        self._signals.get(seat, {}).pop(key, None)

    def signals(self, subscriber: Subscriber) -> list[bytes]:
        """All signals that hold for this one now, who is connected among them."""
        seat = subscriber.actor.seat
        if seat in self._outside:
            return []
        own = (device for (_, device), one in self._subscribers.items() if one is subscriber)
        return [self._links(), *(frame for device in own for frame in self._kept(seat, device))]

    def _links(self) -> bytes:
        several = Counter(seat for seat, _device in self._subscribers)
        devices = {seat: n for seat, n in several.items() if n > 1}
        more = b',"devices":%s' % wire.dump(devices) if devices else b""
        return b'{"frame":"links","connected":%s%s}' % (wire.dump(sorted(several)), more)


def _to(seen_by: Audience, make: Callable[[State, Audience], Slice]) -> Callable[[State], Slice]:
    return lambda state: make(state, seen_by)


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
