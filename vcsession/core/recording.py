"""What is recorded: a sitting while it works, in its open parts, where the session's rules want it."""

from __future__ import annotations

from vcsession.core.state import State


def recorded(state: State) -> str:
    """The number of the sitting that is recorded now; "" where nothing is.

    A suspension interrupts the recording, a closed part too; a caucus is never part of it.
    """
    sitting = state.sitting
    if sitting is None or state.convocation.rules.recording == "none" or state.status != "open":
        return ""
    return sitting.number if sitting.state == "in_session" and sitting.closed_since is None else ""
