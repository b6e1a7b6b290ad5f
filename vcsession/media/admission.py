"""Who may connect while the node is full. Nobody who is connected is ever sent away for it."""

from __future__ import annotations

LIMIT = 64
"""Media connections with pictures that one process carries, where nothing else is set.

Sound and picture of a desktop with twelve tiles are some 600 packets a second to it and 320 from it, at 8
to 15 us each: 1.1 % of a core. The plane has one core; a third of it is left to handshakes, sockets and the
record.
"""
SOUND = 1.5
"""How many times as many may connect where the rest come with sound alone: a tenth of the packets."""
CHECKS = 0.75
"""Share of the limit up to which lines are checked: the sittings come first."""
CHECKED = 4
"""Lines that are checked at a time."""


class Full(Exception):
    """No room for this connection now; the text is a plain sentence.

    `sound`: it may come without pictures.
    """

    def __init__(self, sound: bool) -> None:
        self.sound = sound
        super().__init__(
            "This server carries as many pictures as it can; come with sound alone."
            if sound
            else "This server is full; wait a moment, it is tried again."
        )


class Admission:
    """Counts connections of one plane against its limit. Whoever was let in once comes back freely."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit

    def admit(self, admitted: dict[str, bool], seat: str, connections: int, *, pictures: bool) -> None:
        """Raises Full. `admitted`: the seats of the session that were let in, whether with pictures."""
        if admitted.get(seat) or (seat in admitted and not pictures):
            return
        sound = connections < self.limit * SOUND
        if connections >= self.limit and (pictures or not sound):
            raise Full(sound and pictures)
        admitted[seat] = pictures

    def check(self, connections: int, checked: int) -> None:
        """Raises Full where no line may be checked now."""
        if connections >= self.limit * CHECKS or checked >= CHECKED:
            raise Full(False)
