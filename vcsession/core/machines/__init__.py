"""The procedure as tables: for every machine, command -> from-states, to-state, who.

The first thing `decide` does is to ask these tables; they also say what a browser offers. The
tables follow `design/statemachines.json` (`domain.md` 3.6); where a row here differs from that first
edition, its comment gives the reason. `presiding` is whoever presides now: the chair, or a deputy
while presiding.
"""

from __future__ import annotations

from typing import Final

from vcsession.core.machines import (
    agreeing,
    around,
    closing,
    following,
    proposing,
    record,
    registry,
    room,
    speaking,
)
from vcsession.core.machines.table import CREATES, STAYS, Machine, Transition, Who, row

MACHINES: Final = (
    room.SESSION,
    room.SITTING,
    room.AGENDA,
    room.AGENDA_ITEM,
    room.DELEGATION_PRESENCE,
    room.PRESIDING,
    speaking.FLOOR_REQUEST,
    speaking.LIST_OF_SPEAKERS,
    speaking.GRANTING,
    speaking.POINT_OF_ORDER,
    speaking.APPEAL,
    record.RECORD_ENTRY,
    agreeing.DECISION,
    agreeing.RESERVATION,
    closing.MINUTES,
    closing.CORRECTION,
    agreeing.TEXT_UNIT,
    agreeing.DRAFT_TEXT,
    following.FORWARDING,
    following.INTERNAL_APPROVAL,
    following.COMMUNIQUE,
    following.ROUND,
    registry.DOCUMENT,
    registry.CREDENTIALS,
    proposing.PROPOSAL,
    proposing.POSITION,
    around.INCIDENT,
    around.SEAT,
    around.CAUCUS_ROOM,
    around.INTERPRETATION_CHANNEL,
)

RULES: Final[dict[str, tuple[Machine, Transition]]] = {
    transition.command: (machine, transition) for machine in MACHINES for transition in machine.transitions
}
"""Command type -> its machine and row. Command names are unique over all machines."""

__all__ = ["CREATES", "MACHINES", "RULES", "STAYS", "Machine", "Transition", "Who", "row"]
