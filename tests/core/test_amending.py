"""A convocation amended before the session opens: what may change, what stays, and what stays told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, text
from vcsession.core import view
from vcsession.core.convocation import Member, PlannedSitting, Post
from vcsession.core.matters.agenda import ProposeItem
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.scheduling import ScheduleSitting
from vcsession.core.matters.session import Postpone, Reconvene
from vcsession.core.matters.sittings import CallToOrder, CancelSitting
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.core.rules import Rules
from vcsession.core.state import State

WEEK = timedelta(days=7)


def amended(room: Timeline, **changes: Any) -> AmendConvocation:
    return AmendConvocation(replace(room.state.convocation, **changes))


def later(state: State) -> dict[str, Any]:
    """A week later, sittings and all."""
    c = state.convocation
    sittings = tuple(PlannedSitting(s.number, s.opens_at + WEEK) for s in c.sittings)
    return {"date_from": c.date_from + WEEK, "date_to": c.date_to + WEEK, "sittings": sittings}


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def test_dates_move_with_their_sittings_and_the_first_ones_stay_told() -> None:
    room = Timeline(company())
    first = room.state.convocation
    room.say("secretary", amended(room, **later(room.state)))
    assert [s.opens_at for s in room.state.sittings.values()] == [s.opens_at + WEEK for s in first.sittings]
    assert view.session(room.state).date_from == first.date_from + WEEK
    told = record(room)
    assert told.sequence == 1
    assert told.first_convened is not None
    assert (told.first_convened.date_from, told.first_convened.venue) == (first.date_from, first.venue)
    room.say("secretary", amended(room, venue=text("Minsk")))
    told = record(room)
    assert told.sequence == 2
    assert told.first_convened is not None
    assert told.first_convened.date_from == first.date_from, "the first, not the one before"


def test_a_change_of_mode_has_its_number_and_no_word_in_the_minutes() -> None:
    room = Timeline(company())
    room.say("secretary", amended(room, mode="hybrid"))
    assert (record(room).sequence, record(room).first_convened) == (1, None)
    assert view.session(room.state).mode == "hybrid"


def test_what_goes_back_to_its_first_dates_was_convened_for_them() -> None:
    room = Timeline(company())
    c = room.state.convocation
    room.say("secretary", amended(room, **later(room.state)))
    room.say("secretary", AmendConvocation(c))
    assert (record(room).sequence, record(room).first_convened) == (2, None)


def test_nobody_but_the_secretary_and_only_while_it_is_convened() -> None:
    room = Timeline(company())
    change = amended(room, mode="hybrid")
    for seat in ("chair", "deputy", "rus", "observer", "technician"):
        assert room.refusal(seat, change).fault == "role"
    room.say("chair", Postpone())
    assert room.refused("secretary", change) == "wrong_state"
    room.say("secretary", Reconvene(), change)
    room.say("chair", CallToOrder("1"))
    assert room.refused("secretary", amended(room, mode="remote")) == "sitting_in_progress"


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "other"), ("symbol", "X/1"), ("rules", Rules(lobby=True)), ("agenda", ()), ("title", text("x"))],
)
def test_what_the_talks_are_about_stays(field: str, value: object) -> None:
    room = Timeline(company())
    refusal = room.refusal("secretary", amended(room, **{field: value}))
    assert (refusal.code, refusal.detail["field"]) == ("bad_field", field)


def test_what_changes_nothing_is_refused() -> None:
    room = Timeline(company())
    assert room.refused("secretary", amended(room)) == "nothing_to_amend"


def test_an_amended_convocation_holds_together_as_a_new_one_does() -> None:
    room = Timeline(company())
    c = room.state.convocation
    wrong: list[dict[str, Any]] = [
        {"sittings": ()},
        {"sittings": c.sittings[::-1]},
        {"sittings": (c.sittings[0], c.sittings[0])},
        {"sittings": (PlannedSitting("1", c.sittings[0].opens_at + WEEK),)},
        {"sittings": (PlannedSitting("1", c.sittings[0].opens_at.replace(tzinfo=None)),)},
        {"date_to": c.date_from - WEEK},
        {"venue": {}},
        {"delegations": ()},
        {"delegations": c.delegations[1:]},
        {"delegations": (*c.delegations, c.delegations[0])},
    ]
    for changes in wrong:
        assert room.refused("secretary", amended(room, **changes)) == "bad_field", changes
    assert room.state.sequence == 0


def test_a_delegation_grows_and_a_new_one_joins_but_nobody_is_dropped() -> None:
    room = Timeline(company())
    c = room.state.convocation
    officer = Member(Post(text("an officer")), "alternate", mandate=True)
    grown = [replace(d, members=(*d.members, officer)) if d.code == "KAZ" else d for d in c.delegations]
    joined = replace(c.delegations[-1], code="UNX")
    room.say("secretary", amended(room, delegations=(*grown, joined)))
    assert room.state.seats["kaz-1"].mandate
    assert room.state.seats["unx"].delegation == "UNX"
    assert list(room.state.delegations)[-1] == "UNX"
    assert room.refused("secretary", amended(room, delegations=tuple(grown))) == "bad_field"
    assert [s.id for s in record(room).issued] == []


def test_a_sitting_that_was_cancelled_stays_so_and_a_scheduled_one_stays() -> None:
    room = Timeline(company())
    c = room.state.convocation
    extra = c.sittings[-1].opens_at + timedelta(hours=3)
    room.say("secretary", ScheduleSitting("3", extra), CancelSitting("1"))
    assert room.refused("secretary", amended(room, **later(room.state))) == "bad_field", "3 is not moved"
    third = PlannedSitting("4", extra + timedelta(hours=2))
    room.say("secretary", amended(room, sittings=(*c.sittings, third)))
    assert [(n, s.state) for n, s in room.state.sittings.items()] == [
        ("1", "cancelled"),
        ("2", "scheduled"),
        ("3", "scheduled"),
        ("4", "scheduled"),
    ]


def test_what_was_proposed_meanwhile_is_kept() -> None:
    room = Timeline(company())
    room.say("kaz", ProposeItem(text("Transport"), text("Kazakhstan")))
    room.say("secretary", amended(room, mode="hybrid"))
    assert "5" in room.state.items
    room.at("10:00").roll_call(STATES)
    assert room.state.status == "open"
