"""The bureau's papers -> what its own seats are shown, and what they may do with them."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core import slices
from vcsession.core.asking import described
from vcsession.core.bureau import Bureau
from vcsession.core.slices import Act
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor


def bureau(kept: Bureau, state: State, actor: Actor) -> slices.BureauSlice:
    """For a seat that reads them (`core.bureau.reads`)."""
    scripts = tuple(slices.ScriptRow(one.item, one.text, one.at) for one in kept.scripts.values())
    if actor.role != "secretary":
        return slices.BureauSlice(scripts)
    over = state.status in ("archived", "cancelled")
    return slices.BureauSlice(
        scripts=scripts,
        notes=tuple(
            slices.PadNote(n.id, n.speech, n.seat, n.item, n.text, n.by, n.at, n.revision)
            for n in kept.notes.values()
            if n.state == "taken_down"
        ),
        speeches=tuple(
            slices.SpokenRow(r.id, r.seat, r.item or "", r.began_at)
            for r in state.requests.values()
            if r.began_at is not None
        ),
        acts=() if over else tuple(_acts(kept, state)),
    )


def behind_bureau(state: State) -> tuple[object, ...]:
    """The parts of the plenary's state that `bureau` reads: while they are the same, so is what it says."""
    return state.status, state.items, state.requests


def _acts(kept: Bureau, state: State) -> Iterator[Act]:
    for item in ("", *state.items):
        act = Act("write_script", {"item": item}, ("text",), {"item": item})
        # Only what stands there can be taken away, by a text without words.
        yield described(act) if item in kept.scripts else act
    yield Act("take_down", {}, ("text",))
