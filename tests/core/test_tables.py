"""The tables of the core: whole in themselves, carried out by classes, and faithful to their first edition.

`first_edition.txt` holds the rows of `design/statemachines.json`. Every row stands in the code as it stands
there, or in `differences.txt` with the reason why not.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.core.law import HERE, Row, differences, first_edition, law
from tests.core.moves import CLASSES, tag
from vcsession.core.catalogue import DECIDE, FOLD, GUARDS, MATTERS
from vcsession.core.machines import MACHINES, RULES, STAYS, Machine
from vcsession.core.machines.bureau import BUREAU
from vcsession.core.machines.folder import FOLDER
from vcsession.core.permitting import ENTITIES
from vcsession.core.state import State

WHOLES = {
    "agenda",
    "draft_text",
    "list_of_speakers",
    "granting",
    "point_of_order",
    "appeal",
    "communique",
    "round",
    "position",
}
"""Entities that the first edition has not: what is put to the room as a whole, beside its parts, or what it
speaks of only in a guard."""

BESIDES = {"dropped_entry", "rejected"}
"""States in which something ends that the first edition does not know: a request needs its refusal, and a
vote may be lost."""

UNREACHED: set[str] = set()
"""States in which something ends and that no row leads to yet: their rows are missing, see above."""

BY_ITSELF = {
    "communique": {"drafted": "cleared"},  # by the last clearance
    "forwarding": {"in_internal_approval": "approved_by_states"},  # all_states_approved
    "agenda_item": {"provisional": "adopted"},  # adopt_agenda, a row of the agenda
    "floor_request": {"pending": "queued"},  # auto_accept
}
"""Steps that a row of another machine, or no row at all, makes."""


def test_every_row_of_the_first_edition_is_there_or_its_absence_has_a_reason() -> None:
    first, differing = first_edition(), differences()
    assert len(first) == 196
    expected = law()
    assert set(RULES) == set(expected)
    for command, (machine, row) in RULES.items():
        assert Row(machine.name, row.sources, row.target, row.who) == expected[command], command
    idle = [command for command, row in differing.items() if row == first.get(command)]
    assert idle == [], "every difference is written down, and nothing that is none"


def test_command_names_are_unique() -> None:
    names = Counter(t.command for m in (*MACHINES, *FOLDER, *BUREAU) for t in m.transitions)
    assert [name for name, n in names.items() if n > 1] == []


def test_every_row_has_a_class_and_every_class_a_row() -> None:
    assert set(CLASSES) == set(RULES)
    assert len(CLASSES) == len(DECIDE), "no two classes have the same type"


def test_every_guard_belongs_to_a_row_and_every_event_is_folded() -> None:
    assert set(GUARDS) <= set(RULES)
    assert sum(len(m.GUARDS) for m in MATTERS) == len(GUARDS)
    assert sum(len(m.FOLD) for m in MATTERS) == len(FOLD)
    assert sum(len(m.DECIDE) for m in MATTERS) == len(DECIDE)
    tags = Counter(tag(event) for event in FOLD)
    assert max(tags.values()) == 1, "the wire tells events apart by their type"
    assert not set(tags) & set(RULES), "commands are imperative, events past"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_state_can_be_reached(machine: Machine) -> None:
    steps = [(s, t.target) for t in machine.transitions for s in t.sources if t.target != STAYS]
    steps += BY_ITSELF.get(machine.name, {}).items()
    reached = {machine.initial}
    while more := {to for source, to in steps if source in reached} - reached:
        reached |= more
    assert machine.states == reached
    assert machine.terminal - UNREACHED <= reached


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_nothing_leaves_a_state_in_which_something_ends(machine: Machine) -> None:
    leaving = {t.command for t in machine.transitions if t.sources & machine.terminal}
    assert leaving == set()


# A caucus room does not exist before it is opened: nobody ever sees an idle one; nor is a draft a proposal.
FROM_THE_FIRST_EDITION = [m for m in MACHINES if m.name not in WHOLES | {"caucus_room", "proposal"}]


@pytest.mark.parametrize("machine", FROM_THE_FIRST_EDITION, ids=lambda m: m.name)
def test_initial_and_terminal_states_are_those_of_the_first_edition(machine: Machine) -> None:
    lines = (HERE / "first_edition.txt").read_text(encoding="utf-8").splitlines()
    (heading,) = (line for line in lines if line.startswith(f"[{machine.name}]"))
    initial, terminal = heading.partition("] initial ")[2].split("; terminal ")
    assert machine.initial == initial
    assert machine.terminal - UNREACHED - BESIDES == set(terminal.split()) - {"-"} - UNREACHED


def test_everything_that_has_a_machine_can_be_asked_for_its_state() -> None:
    assert set(ENTITIES) == {m.name for m in MACHINES}
    assert all(not found(State()) or name in ("agenda", "presiding") for name, found in ENTITIES.items())
