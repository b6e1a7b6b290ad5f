"""Who may give which command, held against a table that was written by hand (`permissions.txt`)."""

from __future__ import annotations

import sys
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import pytest

from tests.core.moves import CLASSES
from tests.core.timeline import Timeline, company
from vcsession.core.machines import RULES
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.permitting import permit
from vcsession.core.session import decide
from vcsession.core.state import State
from vcsession.core.vocabulary import CLOCK, LINK, MEDIA, Actor, Refused

BY_ROLE = ("not_your_role", "not_presiding")


def table() -> dict[str, frozenset[str]]:
    lines = (Path(__file__).parent / "permissions.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition("#")[0].split() for line in lines]
    return {command: frozenset(who) for command, *who in filter(None, rows)}


def seated() -> list[tuple[State, Actor, frozenset[str]]]:
    """Everybody who may try: the state, who acts in it, and the words of the table that fit."""
    chaired = Timeline(company()).sitting()
    deputised = Timeline(company()).sitting()
    deputised.say("chair", HandOver())
    deputised.say("deputy", DeputyAssumes())
    found = []
    for room, presiding in ((chaired, "chair"), (deputised, "deputy")):
        for seat, plate in room.state.seats.items():
            words = {plate.role, "P"} if seat == presiding else {plate.role}
            found.append((room.state, room.actor(seat), frozenset(words)))
        found += [(room.state, machine, frozenset({"system"})) for machine in (CLOCK, LINK, MEDIA)]
    return found


def empty(command: str) -> Any:
    """The command with nothing in it: who gives it is asked before what it says."""
    needed = (f.name for f in fields(CLASSES[command]) if f.default is MISSING)
    return CLASSES[command](**dict.fromkeys(needed, ""))


def test_the_table_names_every_command_once_and_nothing_else() -> None:
    lines = (Path(__file__).parent / "permissions.txt").read_text(encoding="utf-8").splitlines()
    commands = [line.split()[0] for line in lines if line and not line.startswith("#")]
    assert sorted(commands) == sorted(RULES)
    roles = {
        "P",
        "chair",
        "deputy",
        "secretary",
        "head",
        "delegate",
        "interpreter",
        "observer",
        "technician",
        "system",
    }
    assert frozenset().union(*table().values()) <= roles


def test_who_may_give_which_command() -> None:
    wrong = []
    pairs = set()
    for command, who in table().items():
        for state, actor, words in seated():
            pairs.add((command, actor.role, "P" in words))
            allowed = bool(who & words)
            try:
                permit(state, actor, RULES[command][1])
            except Refused as refused:
                if allowed or refused.code not in BY_ROLE:
                    wrong.append((command, actor.seat, refused.code))
            else:
                if not allowed:
                    wrong.append((command, actor.seat, "permitted"))
    assert wrong == []
    sys.stdout.write(f"{len(pairs)} pairs of command and role, {len(table())} commands\n")
    assert len(pairs) == len(table()) * 11, "nine roles, and chair and deputy both presiding and not"


def test_who_may_not_is_told_so_by_decide_whatever_the_command_says() -> None:
    for command, who in table().items():
        for state, actor, words in seated():
            if who & words:
                continue
            with pytest.raises(Refused) as refused:
                decide(state, actor, empty(command), state.at)
            assert refused.value.code in BY_ROLE, (command, actor.seat)
            assert refused.value.fault == "role"


def test_nobody_but_the_presiding_officer_has_the_gavel() -> None:
    gavel = ("put_to_room", "adopt", "adopt_preliminarily", "adopt_ad_referendum", "adopt_agenda")
    assert {command: set(table()[command]) for command in gavel} == {command: {"P"} for command in gavel}


def test_interpreters_and_technicians_have_no_procedural_power() -> None:
    given = {command for command, who in table().items() if who & {"interpreter", "technician"}}
    told = {"start_line_check", "cannot_hear", "clear_incident", "noise_mute", "enter_translation"}
    told |= {"enter_item_translation", "enter_decision_translation"}
    told |= {"open_room", "invite", "accept_invitation", "decline_invitation", "leave_room", "close_room"}
    told |= {"booth_check", "go_live", "offer_handover", "accept_handover", "cannot_interpret"}
    told |= {"close_channel", "set_floor_language"}
    assert given == told, "a translation is never the authentic text"
