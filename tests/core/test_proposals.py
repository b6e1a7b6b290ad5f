"""Proposals as timelines: who may know of one, its number, what becomes of it, and what the text becomes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.core.timeline import STATES, Timeline, company, text
from vcsession import wire
from vcsession.core import view
from vcsession.core.audience import audience
from vcsession.core.matters.floor import BeginSpeech, Grant, RequestFloor
from vcsession.core.matters.positions import PublishPosition
from vcsession.core.matters.proposals import (
    AcceptProposal,
    BracketProposal,
    CirculateProposal,
    CosponsorProposal,
    MergeProposals,
    Proposal,
    RegisterProposal,
    ReintroduceProposal,
    SubmitProposal,
    SupersedeProposal,
    TakeUp,
    WithdrawProposal,
)
from vcsession.core.matters.text import Unit
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.refusals import SENTENCES
from vcsession.core.slices import ProposalRow
from vcsession.core.view import me

U = "2.date"
SECRET = "Ракетный дивизион"
"""Words that stand in no slice, event or answer of those who may not know them."""

WHY = text("because")


def at_work(present: tuple[str, ...] = STATES, **rules: Any) -> Timeline:
    return Timeline(company(**rules)).sitting(present)


def submit(
    room: Timeline, seat: str = "rus", unit: str = U, words: str = SECRET, kind: Any = "amendment"
) -> str:
    """Submitted by the seat; its id."""
    given = None if kind == "deletion" else text(words)
    room.say(seat, SubmitProposal(kind, WHY, unit, given))
    return list(room.state.proposals)[-1]


def circulated(room: Timeline, seat: str = "rus", **what: Any) -> str:
    p = submit(room, seat, **what)
    room.say("secretary", RegisterProposal(p), CirculateProposal(p))
    return p


def discussed(room: Timeline, seat: str = "rus", **what: Any) -> str:
    p = circulated(room, seat, **what)
    room.say("chair", TakeUp(p))
    return p


def proposal(room: Timeline, id: str) -> Proposal:
    return room.state.proposals[id]


def unit(room: Timeline, path: str = U) -> Unit:
    return room.state.units[path]


def everything(room: Timeline, seat: str) -> str:
    """All that a seat is shown: its slices, and the log as it may read it."""
    actor = room.actor(seat)
    seen_by = audience(room.state, actor)
    slices: list[Any] = [make(room.state) for make in view.SHARED.values()]
    slices += [make(room.state, seen_by) for make in view.APART.values()]
    slices.append(me(room.state, actor, room.now))
    log = [(wire.visible(c, actor), wire.sender(c, actor)) for c in room.commits[1:]]
    return "".join(wire.dump_slice(one).decode() for one in slices) + wire.dump(log).decode()


def shown(room: Timeline, seat: str) -> list[ProposalRow]:
    own = me(room.state, room.actor(seat), room.now).proposals
    return [*own, *view.text(room.state, audience(room.state, room.actor(seat))).proposals]


# who may know


OTHERS = ("kaz", "secr", "bord", "obs", "observer", "technician", "interpreter-ru")
KNOW = ("rus", "rus-1", "rus-2", "chair", "deputy", "deputy-2", "secretary")


def test_before_it_is_circulated_its_authors_and_the_officers_alone_know_of_a_proposal() -> None:
    room = at_work()
    p = submit(room)
    for registered in (False, True):
        if registered:
            room.say("secretary", RegisterProposal(p))
        assert [seat for seat in room.state.seats if SECRET in everything(room, seat)] == [
            seat for seat in room.state.seats if seat in KNOW
        ]
        assert [seat for seat in OTHERS if f'"{p}"' in everything(room, seat)] == []
    number = proposal(room, p).number
    assert [seat for seat in OTHERS if f'"{number}"' in everything(room, seat)] == []


def test_nobody_else_learns_who_submitted_or_withdrew_what_was_not_circulated() -> None:
    room = at_work()
    submitted = room.commits[-1].version
    p = submit(room)
    room.say("rus", WithdrawProposal(p))
    for commit in room.commits[submitted:]:
        for seat in ("kaz", "arm", "secr"):
            assert wire.visible(commit, room.actor(seat)) == []
            assert wire.sender(commit, room.actor(seat)) is None
        assert wire.visible(commit, room.actor("secretary")) != []
        assert wire.sender(commit, room.actor("rus-2")) == room.actor("rus")
    assert SECRET not in everything(room, "kaz")
    assert shown(room, "rus")[0].id != p, "what was withdrawn so early is over for everybody"


def test_a_proposal_that_one_may_not_know_is_refused_as_one_that_is_not_there() -> None:
    room = at_work()
    p = submit(room)
    for command in (WithdrawProposal, CosponsorProposal):
        hidden, missing = room.refusal("kaz", command(p)), room.refusal("kaz", command("p99"))
        assert (hidden.code, hidden.message) == (missing.code, missing.message.replace("p99", p))
    room.say("rus", WithdrawProposal(p))
    assert room.refused("kaz", ReintroduceProposal(p)) == "unknown", "it was never circulated"
    assert room.refused("kaz", WithdrawProposal(p)) == "unknown"
    assert room.refused("rus", WithdrawProposal(p)) == "wrong_state", "its author is told how it stands"
    assert room.refused("kaz", PublishPosition("object", proposal=p)) == "unknown"


def test_circulated_it_is_seen_by_the_table_and_never_by_observers() -> None:
    room = at_work()
    p = circulated(room)
    for seat in ("kaz", "secr", "bord", "interpreter-ru", "chair"):
        assert p in [row.id for row in shown(room, seat)], seat
    for seat in ("observer", "obs", "technician"):
        assert shown(room, seat) == [], seat
        assert SECRET not in "".join(
            wire.dump_slice(make(room.state, audience(room.state, room.actor(seat)))).decode()
            for make in view.APART.values()
        )


def test_a_seat_in_the_lobby_sees_no_proposal() -> None:
    room = at_work()
    circulated(room)
    submit(room)
    made = view.lobby(room.state, room.actor("rus"))
    assert SECRET not in json.dumps([wire.mapping(one) for one in made.values()], ensure_ascii=False)


def test_what_was_not_circulated_stands_in_no_document() -> None:
    room = at_work()
    p = submit(room)
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert SECRET not in repr(record.proposals)
    room.say("secretary", RegisterProposal(p), CirculateProposal(p))
    assert read(room.commits, Verification(1, 1, "", "", "")).proposals[-1].text == text(SECRET)


# submission and number


def test_a_delegate_submits_with_a_mandate_only() -> None:
    room = at_work()
    assert room.refused("rus-2", SubmitProposal("amendment", WHY, U, text("words"))) == "no_mandate"
    room.say("rus-1", SubmitProposal("amendment", WHY, U, text("words")))


@pytest.mark.parametrize("seat", ["bord", "obs"])
def test_who_has_no_right_to_propose_submits_nothing(seat: str) -> None:
    room = at_work()
    assert room.refused(seat, SubmitProposal("comment", WHY, U, text("words"))) == "may_not_propose"
    assert room.refused(seat, PublishPosition("support", unit=U)) == "may_not_propose"
    room.say("secr", SubmitProposal("comment", WHY, U, text("an organ may")))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (SubmitProposal("amendment", WHY, "9.none", text("words")), "unknown"),
        (SubmitProposal("amendment", WHY, "", text("words")), "unknown"),
        (SubmitProposal("amendment", WHY, U), "bad_field"),
        (SubmitProposal("amendment", WHY, U, {"ru": " "}), "bad_field"),
        (SubmitProposal("amendment", WHY, U, {"kk": "сөз"}), "bad_field"),
        (SubmitProposal("amendment", {}, U, text("words")), "bad_field"),
        (SubmitProposal("deletion", WHY, U, text("words")), "bad_field"),
        (SubmitProposal("addition", WHY, U, text("words")), "path_taken"),
        (SubmitProposal("addition", WHY, "a path", text("words")), "bad_field"),
    ],
)
def test_a_proposal_says_what_it_wants_where_and_why(wrong: SubmitProposal, code: str) -> None:
    assert at_work().refused("rus", wrong) == code


@pytest.mark.parametrize(
    "right",
    [
        SubmitProposal("amendment", WHY, U, text("words")),
        SubmitProposal("amendment", WHY, U, {"en": "words"}),
        SubmitProposal("deletion", WHY, U),
        SubmitProposal("addition", WHY, "2.note", text("words")),
        SubmitProposal("comment", WHY, "", text("on the whole")),
        SubmitProposal("proposal", WHY, U, text("words")),
    ],
)
def test_the_good_twins(right: SubmitProposal) -> None:
    at_work().say("rus", right)


def test_numbers_are_given_by_delegation_in_the_order_of_registration() -> None:
    room = Timeline()  # the session file has RUS/1, KAZ/1 and KAZ/2
    first, second, kaz = submit(room, unit="4.date"), submit(room, unit="4.date"), submit(room, "kaz")
    room.say("secretary", RegisterProposal(second), RegisterProposal(kaz), RegisterProposal(first))
    numbers = [proposal(room, p).number for p in (first, second, kaz)]
    assert numbers == ["RUS/3", "RUS/2", "KAZ/3"]


def test_without_the_authentic_language_nothing_is_registered() -> None:
    room = at_work()
    room.say("rus", SubmitProposal("amendment", WHY, U, {"en": "27 July"}))
    p = list(room.state.proposals)[-1]
    assert room.refused("secretary", RegisterProposal(p)) == "bad_field"
    room.say("secretary", RegisterProposal(p, {"ru": "27 июля", "en": "not the author's words"}))
    assert proposal(room, p).text == {"en": "27 July", "ru": "27 июля"}, "the author's own words stay"


def test_what_was_received_before_the_session_is_circulated_from_the_first_moment_on() -> None:
    room = Timeline()
    rows = view.text(room.state, "table").proposals
    assert [(row.id, row.number, row.state) for row in rows[:2]] == [
        ("p1", "RUS/1", "circulated"),
        ("p2", "KAZ/1", "circulated"),
    ]


# withdrawn, merged, superseded


def test_its_own_head_withdraws_a_proposal_at_any_moment_before_the_decision() -> None:
    room = at_work()
    p = discussed(room)
    assert room.refused("kaz", WithdrawProposal(p)) == "not_your_delegation"
    room.say("rus", WithdrawProposal(p))
    assert proposal(room, p).state == "withdrawn"
    accepted = discussed(room)
    room.say("chair", AcceptProposal(accepted))
    assert room.refused("rus", WithdrawProposal(accepted)) == "wrong_state"


def test_another_delegation_re_introduces_what_was_withdrawn_word_for_word() -> None:
    room = at_work()
    p = discussed(room)
    assert room.refused("kaz", ReintroduceProposal(p)) == "unknown"
    room.say("rus", WithdrawProposal(p))
    room.say("kaz", ReintroduceProposal(p))
    again = list(room.state.proposals.values())[-1]
    assert (again.delegation, again.text, again.unit, again.after) == ("KAZ", text(SECRET), U, p)
    room.say("secretary", RegisterProposal(again.id))
    assert proposal(room, again.id).number == "KAZ/1"


def test_proposals_are_considered_together_when_their_authors_agree() -> None:
    room = at_work()
    p, q = discussed(room), discussed(room, "kaz", words="another")
    assert room.refusal("chair", MergeProposals(p, q, ("RUS",))).detail == {"id": "KAZ"}
    assert room.refused("chair", MergeProposals(p, q, ("KAZ", "ARM"))) == "author_must_agree"
    assert room.refused("chair", MergeProposals(p, p, ("RUS",))) == "unknown"
    room.say("secretary", MergeProposals(p, q, ("KAZ", "RUS")))
    assert (proposal(room, p).state, proposal(room, p).into) == ("merged", q)
    assert proposal(room, q).cosponsors == ("RUS",)


def test_a_newer_text_of_the_same_author_supersedes() -> None:
    room = at_work()
    p, other = discussed(room), discussed(room, "kaz")
    assert room.refused("secretary", SupersedeProposal(p, other)) == "no_newer_text"
    newer = circulated(room, words="newer")
    assert room.refused("secretary", SupersedeProposal(p, other)) == "unknown"
    assert room.refused("secretary", SupersedeProposal(newer, p)) == "no_newer_text"
    room.say("chair", BracketProposal(p))
    room.say("secretary", SupersedeProposal(p, newer))
    assert (proposal(room, p).state, unit(room).alternatives) == ("superseded", ())


def test_nobody_is_a_co_sponsor_but_by_its_own_act() -> None:
    room = at_work()
    p = circulated(room)
    assert room.refused("rus", CosponsorProposal(p)) == "stands_for_it"
    room.say("kaz", CosponsorProposal(p))
    assert room.refused("kaz", CosponsorProposal(p)) == "stands_for_it"
    assert proposal(room, p).cosponsors == ("KAZ",)


def test_the_secretary_alone_gives_numbers_and_circulates() -> None:
    room = at_work()
    p = submit(room)
    assert room.refused("chair", RegisterProposal(p)) == "not_your_role"
    assert room.refused("rus", CirculateProposal(p)) == "not_your_role"
    assert room.refused("secretary", CirculateProposal(p)) == "wrong_state"
    assert room.refused("secretary", TakeUp(p)) == "not_presiding"


def test_speeches_go_on_beside() -> None:
    """A proposal is nothing of the floor: it may come while somebody speaks."""
    room = at_work()
    room.say("arm", RequestFloor())
    room.say("chair", Grant(room.state.queue[0]))
    room.say("media", BeginSpeech(room.state.speakers[0]))
    assert submit(room)
    assert room.speakers == {"arm": "speaking"}


@pytest.mark.parametrize(
    "code",
    [
        "may_not_propose",
        "stands_for_it",
        "path_taken",
        "no_wording",
        "already_in_brackets",
        "author_must_agree",
        "no_other_proposal",
        "no_newer_text",
    ],
)
def test_every_refusal_is_one_plain_sentence(code: str) -> None:
    assert SENTENCES[code][1].endswith(".")


def test_with_no_other_proposal_there_is_nothing_to_merge() -> None:
    room = at_work()
    p = discussed(room)
    others = [id for id in room.state.proposals if id != p]
    for id in others:
        code = proposal(room, id).delegation.lower()
        room.say(code, WithdrawProposal(id))
    assert room.refused("chair", MergeProposals(p, p, ("RUS",))) == "no_other_proposal"
