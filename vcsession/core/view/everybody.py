"""Which slices there are, and who sees them alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vcsession.core import slices
from vcsession.core.audience import Audience
from vcsession.core.state import State
from vcsession.core.view.agreeing import reservations, text, the_decisions
from vcsession.core.view.following import following
from vcsession.core.view.rectifying import rectifying
from vcsession.core.view.registry import the_credentials, the_papers
from vcsession.core.view.room import agenda, presence, session, sitting, the_floor, the_languages
from vcsession.core.vocabulary import Actor

SHARED: Final[dict[str, Callable[[State], slices.Slice]]] = {
    "session": session,
    "languages": the_languages,
}
"""Slices that every seat sees alike: made and encoded once for all. `me` is each seat's own."""


APART: Final[dict[str, Callable[[State, Audience], slices.Slice]]] = {
    "sitting": sitting,
    "roll_call": presence,
    "agenda": agenda,
    "floor": the_floor,
    "rectifying": rectifying,
    "decisions": the_decisions,
    "reservations": reservations,
    "text": text,
    "following": following,
    "credentials": the_credentials,
}
"""Slices that say less outside: made and encoded once for each audience (`core.audience`)."""


READ_BY: Final[dict[str, Callable[[State, Actor], slices.Slice]]] = {
    "papers": the_papers,
}
"""Slices that say to each reader what it may read: made and encoded once for each (`papers.reader`)."""
