"""A delegation's own folder: who may write them, what they say, and that the plenary knows none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.test_proposals import WHY, U, at_work, submit
from tests.core.timeline import Timeline, company, text
from vcsession import wire
from vcsession.core.folder import (
    MOST_DRAFTS,
    Command,
    DiscardDraft,
    DraftProposalText,
    Event,
    Folder,
    NotePosition,
    ReviseDraft,
    decide,
    fold,
    reads,
)
from vcsession.core.machines.folder import FOLDER_RULES
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.proposals import SubmitProposal
from vcsession.core.matters.seats import RevokeSeat
from vcsession.core.slices import Act
from vcsession.core.view import folder as shown
from vcsession.core.vocabulary import Commit, Refused

DRAFT = DraftProposalText("amendment", text("27 July"), U, WHY)


class Desk:
    """The folder of one delegation beside a session: what a desk of the room does, without the store."""

    def __init__(self, room: Timeline) -> None:
        self.room = room
        self.folder = Folder()
        self.commits: list[Commit[Event]] = []

    def say(self, seat: str, *commands: Command) -> tuple[Event, ...]:
        for command in commands:
            actor = self.room.actor(seat)
            events = decide(self.folder, self.room.state, actor, command)
            version = self.folder.version + 1
            commit = Commit(version, self.room.now, actor, 1, f"c-{version}", events, "")
            self.folder = fold(self.folder, commit)
            self.commits.append(commit)
        return self.commits[-1].events

    def refused(self, seat: str, command: Command) -> str:
        with pytest.raises(Refused) as refused:
            decide(self.folder, self.room.state, self.room.actor(seat), command)
        return refused.value.code

    def acts(self, seat: str) -> list[Act]:
        return list(shown(self.folder, self.room.state, self.room.actor(seat)).acts)


@pytest.fixture
def desk() -> Desk:
    return Desk(at_work())


# who


def test_only_the_seats_of_a_delegation_that_may_propose_read_folder() -> None:
    room = at_work()
    reading = [seat for seat in room.state.seats if reads(room.state, room.actor(seat))]
    assert reading == ["arm", "blr", "kaz", "kgz", "rus", "rus-1", "rus-2", "tjk", "secr"]


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        ("chair", "not_your_role"),
        ("deputy", "not_your_role"),
        ("secretary", "not_your_role"),
        ("technician", "not_your_role"),
        ("interpreter-ru", "not_your_role"),
        ("observer", "not_your_role"),
        ("obs", "may_not_propose"),
        ("bord", "may_not_propose"),
    ],
)
def test_nobody_else_has_folder(desk: Desk, seat: str, code: str) -> None:
    assert desk.refused(seat, DRAFT) == code
    assert desk.refused(seat, NotePosition("internal", "object", unit=U, department="Logistics")) == code
    desk.say("rus", DRAFT)


def test_everybody_of_the_delegation_writes_mandate_or_not(desk: Desk) -> None:
    desk.say("rus-2", DRAFT)
    desk.say("rus", ReviseDraft("d1", text("28 July")))
    assert (desk.folder.drafts["d1"].by, desk.folder.drafts["d1"].text) == ("rus", text("28 July"))
    note = NotePosition("internal", "studying", unit=U, department="Logistics")
    desk.say("rus-2", note)
    ours = replace(note, whose="delegation", department="")
    assert desk.refused("rus-2", ours) == "no_mandate"
    desk.say("rus-1", ours)


def test_a_seat_that_waits_or_was_revoked_reads_and_writes_nothing() -> None:
    waiting = Timeline(company(lobby=True))
    assert not reads(waiting.state, waiting.actor("rus"))
    assert Desk(waiting).refused("rus", DRAFT) == "in_lobby"
    room = at_work()
    room.say("secretary", RevokeSeat("rus-2"))
    assert not reads(room.state, room.actor("rus-2"))
    assert Desk(room).refused("rus-2", DRAFT) == "seat_revoked"


def test_the_delegation_of_a_proposal_alone_notes_a_position_on_it_before_it_is_circulated() -> None:
    room = at_work()
    p = submit(room)
    note = NotePosition("internal", "support", proposal=p, department="Logistics")
    Desk(room).say("rus", note)
    assert Desk(room).refused("kaz", note) == Desk(room).refused("kaz", replace(note, proposal="p99"))


# what


def test_drafts_are_written_revised_and_discarded(desk: Desk) -> None:
    desk.say("rus", DRAFT, DraftProposalText("deletion", {}, U))
    desk.say("rus", ReviseDraft("d1", text("29 July")), DiscardDraft("d2"))
    rows = shown(desk.folder, desk.room.state, desk.room.actor("rus")).drafts
    assert [(row.id, row.text, row.rationale) for row in rows] == [("d1", text("29 July"), WHY)]
    assert desk.refused("rus", ReviseDraft("d2", text("x"))) == "wrong_state"
    assert desk.refused("rus", DiscardDraft("d9")) == "unknown"
    assert desk.refused("rus", DraftProposalText("comment", {"ru": " "})) == "bad_field"
    desk.say("rus", DRAFT)
    assert [*desk.folder.drafts] == ["d1", "d2", "d3"], "an id is given once"


def test_departments_may_differ_and_the_delegation_has_one_position(desk: Desk) -> None:
    for department, stand in (("Logistics", "object"), ("Operations", "support"), ("Logistics", "reserve")):
        desk.say("rus", NotePosition("internal", stand, unit=U, department=department, remark="for now"))  # type: ignore[arg-type]
    desk.say("rus", NotePosition("delegation", "studying", unit=U))
    desk.say("rus-1", NotePosition("delegation", "can_accept", unit=U))
    rows = shown(desk.folder, desk.room.state, desk.room.actor("rus-2")).notes
    assert [(row.department, row.stand) for row in rows] == [
        ("Logistics", "reserve"),
        ("Operations", "support"),
        ("", "can_accept"),
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (NotePosition("internal", "object", unit=U), "bad_field"),
        (NotePosition("delegation", "object", unit=U, department="Logistics"), "bad_field"),
        (NotePosition("delegation", "object"), "bad_field"),
        (NotePosition("delegation", "object", unit="9.none"), "unknown"),
        (NotePosition("delegation", "object", decision="1.9"), "unknown"),
    ],
)
def test_a_note_says_whose_position_it_is_and_on_what(desk: Desk, wrong: NotePosition, code: str) -> None:
    assert desk.refused("rus", wrong) == code


def test_a_delegation_has_so_many_folder_and_no_more(desk: Desk) -> None:
    desk.say("rus", *(DRAFT for _ in range(MOST_DRAFTS)))
    assert desk.refused("rus", DRAFT) == "too_many_drafts"
    desk.say("rus", ReviseDraft("d1", text("but these may be revised")))


# what follows


def test_a_draft_is_submitted_with_its_text_and_told_from_those_that_were_not(desk: Desk) -> None:
    desk.say("rus-2", DRAFT)
    types = [act.type for act in desk.acts("rus-2")]
    assert "submit_proposal" not in types, "without a mandate it stays internal"
    (act,) = [act for act in desk.acts("rus") if act.type == "submit_proposal"]
    assert dict(act.fields) == {"draft": "d1", "kind": "amendment", "unit": U}
    desk.room.say("rus", SubmitProposal("amendment", WHY, U, text("27 July"), draft="d1"))
    row = shown(desk.folder, desk.room.state, desk.room.actor("rus")).drafts[0]
    assert row.proposal == list(desk.room.state.proposals)[-1]
    assert "submit_proposal" not in [act.type for act in desk.acts("rus")]


def test_what_the_delegation_agreed_on_is_one_press_from_being_published(desk: Desk) -> None:
    desk.say("rus", NotePosition("delegation", "awaiting_instructions", unit=U))
    assert "publish_position" not in [act.type for act in desk.acts("rus-2")]
    (act,) = [act for act in desk.acts("rus-1") if act.type == "publish_position"]
    fields: dict[str, Any] = dict(act.fields)
    command = PublishPosition(**fields)
    desk.room.say("rus-1", command)
    assert "publish_position" not in [act.type for act in desk.acts("rus-1")]


def test_nothing_of_it_stands_in_the_plenary(desk: Desk) -> None:
    """Neither in its state nor in its log: the tables themselves are apart."""
    before = desk.room.state
    desk.say("rus", DRAFT, NotePosition("internal", "object", unit=U, department="Logistics"))
    assert desk.room.state is before
    assert {command.type for command in (DRAFT, DiscardDraft("d1"))} <= set(FOLDER_RULES)
    with pytest.raises(KeyError):
        desk.room.say("rus", DRAFT)  # type: ignore[arg-type]


COMMANDS = st.lists(
    st.sampled_from(
        [
            DRAFT,
            DraftProposalText("deletion", {}),
            DraftProposalText("comment", {}),
            *(ReviseDraft(d, text("again")) for d in ("d1", "d2", "d9")),
            *(DiscardDraft(d) for d in ("d1", "d2", "d9")),
            NotePosition("internal", "object", unit=U, department="Logistics"),
            NotePosition("delegation", "support", unit=U),
            NotePosition("delegation", "support", decision="1.1"),
        ]
    ),
    max_size=12,
)


TAKES_NO_DRAFT = ("draft_proposal_text", "note_position", "publish_position")


@given(
    commands=COMMANDS,
    seats=st.lists(st.sampled_from(["rus", "rus-1", "rus-2"]), min_size=12, max_size=12),
)
@settings(max_examples=60, deadline=None)
def test_the_log_tells_all_of_it_and_a_refusal_changes_nothing(
    commands: list[Command], seats: list[str]
) -> None:
    desk = Desk(ROOM)
    for command, seat in zip(commands, seats, strict=False):
        before = desk.folder
        desk.room.now += timedelta(seconds=1)
        try:
            desk.say(seat, command)
        except Refused:
            assert desk.folder is before
        offered = [act for act in desk.acts(seat) if act.type not in TAKES_NO_DRAFT]
        assert all(desk.folder.drafts[act.fields["draft"]].state != "discarded" for act in offered)
    again = Folder()
    for commit in desk.commits:
        again = fold(again, wire.load_folder(wire.canonical(commit)))
    assert again == desk.folder


ROOM = at_work()
