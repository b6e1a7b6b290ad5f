"""Every (command, role, state): what the law answers, held against rows that were written by hand.

`permissions.txt` says who, `first_edition.txt` from which state, `differences.txt` where and why the tables
differ from that first edition. Guards and walls are put aside here: each has its own tests.
"""

from __future__ import annotations

import itertools
import runpy
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.core.law import law
from tests.core.test_permissions import seated, table
from vcsession.core import permitting
from vcsession.core.machines import RULES
from vcsession.core.matters import papers, submitting
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor, Refused

ROOT = Path(__file__).parents[2]

ANSWERS = {"not_your_role": "not yours", "not_presiding": "not yours", "wrong_state": "not now"}


def mandated(one: tuple[State, Actor, frozenset[str]]) -> bool:
    """A delegate's mandate is a guard, which the presence table asks before its states."""
    state, actor, _ = one
    return actor.role != "delegate" or state.seats[actor.seat].mandate


def test_who_may_is_told_twice_and_the_same() -> None:
    """`permissions.txt` tells it by command, the rows by machine."""
    for command, row in law().items():
        who = {"P" if role == "presiding" else role for role in row.who}
        assert who == table()[command], command


def test_the_page_of_permissions_is_fresh() -> None:
    made = runpy.run_path(str(ROOT / "deploy/permissions_page.py"))
    written = made["TARGET"].read_text(encoding="utf-8")
    assert written == made["source"](), "the tables changed: run `python deploy/permissions_page.py`"


def test_every_command_role_and_state(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [one for one in seated() if mandated(one)]
    entities: dict[str, Any] = {}
    monkeypatch.setattr(permitting, "ENTITIES", entities)
    monkeypatch.setattr(permitting, "GUARDS", {})
    monkeypatch.setattr(papers, "must_know", lambda *_: None)
    monkeypatch.setattr(submitting, "hidden", lambda *_: False)
    who_may, rows = table(), law()
    found: Counter[str] = Counter()
    wrong = []
    for command, (machine, transition) in RULES.items():
        sources = rows[command].sources
        states = {
            s for row in rows.values() if row.machine == machine.name for s in (*row.sources, row.target)
        }
        for (state, actor, words), status in itertools.product(everybody, sorted(states - {"="})):
            entity = actor.delegation or "x"
            entities[machine.name] = lambda _state, entity=entity, status=status: {entity: status}
            expected = "allowed" if not sources or status in sources else "not now"
            if not who_may[command] & words:
                expected = "not yours"
            got = "allowed"
            try:
                permitting.permit(state, actor, transition)
                permitting.guard(state, actor, machine, transition, entity, state.at)
            except Refused as refused:
                got = ANSWERS.get(refused.code, refused.code)
            found[expected] += 1
            if got != expected:
                wrong.append((command, actor.seat, status, got, expected))
    assert wrong == []
    sys.stdout.write(f"{sum(found.values())} triples of command, role and state: {dict(found)}\n")
    assert min(found["allowed"], found["not now"], found["not yours"]) > 500
