"""Who should hear and see whom: the gate. The only source of who is heard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hall:
    """One room of a session: the plenary now, a caucus later. A seat hears one hall only.

    `floor` is whose voice and picture stand in the floor place: the speaker, or the presiding officer while nobody has
    the floor. `voices` are further seats that may be heard, most important first (the presiding
    officer while another speaks). `pictures` are the seats whose camera may be shown, in protocol
    order: tile i of every receiver shows pictures[i]. `hearers` are the seats that receive. A
    microphone that stands in neither `floor` nor `voices` is forwarded to nobody.
    """

    hearers: frozenset[str]
    floor: str | None = None
    voices: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routes:
    halls: tuple[Hall, ...] = ()


SILENT = Routes()
