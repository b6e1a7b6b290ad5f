"""State -> what is this seat's business beside its acts: quiet lines, filing, the speeches it may word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vcsession.core import lines, slices
from vcsession.core.machines import RULES
from vcsession.core.matters.circulating import HEARD
from vcsession.core.minuted import wording
from vcsession.core.rectified import statement
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor

MOST_STATEMENTS: Final = 60
"""A list to choose from, not the record: the newest are what somebody corrects."""

OF_A_DELEGATION: Final = ("secretariat", "delegation", "all", "items")
OF_THE_SECRETARIAT: Final = ("all", "items", "secretariat")


def quiet(state: State, actor: Actor) -> tuple[slices.QuietLineRow, ...]:
    return tuple(slices.QuietLineRow(line, seats) for line, seats in lines.reach(state, actor))


def files_to(actor: Actor) -> tuple[str, ...]:
    if actor.role not in RULES["upload_document"][1].who:
        return ()
    return OF_THE_SECRETARIAT if actor.delegation is None else OF_A_DELEGATION


def statements(state: State, actor: Actor) -> tuple[slices.StatementRow, ...]:
    """The newest first; nobody is shown how another delegation's speech is worded before it is circulated."""
    found = sorted(_statements(state, actor), key=lambda row: row.at, reverse=True)
    return tuple(found[:MOST_STATEMENTS])


def _statements(state: State, actor: Actor) -> Iterator[slices.StatementRow]:
    mine = actor.role == "head"
    if not mine and actor.role != "secretary":
        return
    for request in state.requests.values():
        if request.state not in HEARD or (mine and request.delegation != actor.delegation):
            continue
        corrected = statement(state, request.id)
        worded = corrected if mine else wording(state, request.id) or corrected
        at = request.began_at or request.granted_at or request.asked_at
        yield slices.StatementRow(
            request.id, request.seat, request.delegation, request.kind, request.item, at, worded
        )
