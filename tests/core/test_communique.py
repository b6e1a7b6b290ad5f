"""What is told in public: levels of facts, quotes, and a communique drafted, cleared and released."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.core.test_forwarding import closed
from tests.core.timeline import STATES, Timeline, company, kinds, text
from vcsession.core import view
from vcsession.core.matters import communique
from vcsession.core.matters.decisions import Adopt, AdoptPreliminarily
from vcsession.core.matters.publicity import (
    ClearCommunique,
    ClearQuote,
    DraftCommunique,
    EmbargoCommunique,
    ReleaseCommunique,
    SetPublicity,
)
from vcsession.core.matters.reservations import AnnounceReservation, SubmitText
from vcsession.core.matters.session import OpenSession
from vcsession.core.matters.silence import Revoke
from vcsession.core.matters.sittings import CallToOrder
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification

WORDS = text("Negotiations were held.")


def decided(**rules: str) -> Timeline:
    """Decision 1.1 adopted; Armenia stated for the record (ARM/R1); the session goes on."""
    room = Timeline(company(**rules)).sitting()
    d = room.put()
    room.agree(d, *STATES).say("chair", Adopt(d))
    room.say("arm", AnnounceReservation("statement_for_the_record"), SubmitText("ARM/R1", "We state."))
    return room


def drafted(**rules: str) -> Timeline:
    room = decided(**rules)
    room.say("secretary", DraftCommunique(WORDS))
    return room


def levels(room: Timeline) -> dict[str, str]:
    return {id: fact.level for id, fact in communique.facts(room.state).items()}


def record(room: Timeline) -> Record:
    return read(room.commits, Verification(1, 1, "", "", ""))


def status(room: Timeline) -> str:
    return room.state.communique.state


# levels


def test_a_decision_is_told_by_its_category_and_a_position_not_at_all() -> None:
    room = decided()
    assert levels(room) == {"1.1": "category", "ARM/R1": "no"}
    (decision,) = record(room).items[0].decisions
    (statement,) = record(room).statements
    assert (decision.publicity, decision.public_text) == ("category", {})
    assert (statement.publicity, statement.quotable) == ("no", False)


def test_the_secretary_sets_the_level_and_the_public_words() -> None:
    room = decided()
    room.say("secretary", SetPublicity("1.1", "full", text("The dates were agreed.")))
    (decision,) = record(room).items[0].decisions
    assert (decision.publicity, decision.public_text) == ("full", text("The dates were agreed."))
    assert room.refused("secretary", SetPublicity("9.9", "full")) == "unknown"
    assert room.refused("secretary", SetPublicity("1.1", "full", {"en": "words"})) == "bad_field"
    assert room.refused("secretary", SetPublicity("1.1", "full", {}, ("XYZ",))) == "unknown"
    assert room.refused("chair", SetPublicity("1.1", "no")) == "not_your_role"


def test_what_was_not_taken_is_no_fact() -> None:
    room = Timeline(company()).sitting()
    assert room.refused("secretary", SetPublicity("1.1", "no")) == "nothing_to_tell"
    d = room.put()
    assert levels(room) == {}
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert levels(room) == {d: "category"}


# quotes


def test_a_quote_is_told_in_full_by_leave_of_its_author_or_not_at_all() -> None:
    room = decided()
    assert room.refused("secretary", SetPublicity("ARM/R1", "category")) == "bad_field"
    assert room.refused("arm", ClearQuote("ARM/R1")) == "not_your_quote", "nobody wants to quote it yet"
    room.say("secretary", SetPublicity("ARM/R1", "full"))
    assert room.refused("secretary", DraftCommunique(WORDS, ("ARM/R1",))) == "fact_not_public"
    assert room.refused("kaz", ClearQuote("ARM/R1")) == "not_your_quote"
    assert room.refused("chair", ClearQuote("ARM/R1")) == "not_your_quote"
    room.say("arm", ClearQuote("ARM/R1"))
    (statement,) = record(room).statements
    assert (statement.quotable, statement.cleared_by) == (True, "arm")
    room.say("secretary", DraftCommunique(WORDS, ("ARM/R1",)))
    assert room.state.communique.facts == ("ARM/R1",)


def test_other_public_words_need_the_authors_leave_anew() -> None:
    room = decided()
    room.say("secretary", SetPublicity("ARM/R1", "full"))
    room.say("arm", ClearQuote("ARM/R1"))
    room.say("secretary", SetPublicity("ARM/R1", "full", text("Armenia stated.")))
    assert not communique.may_be_told(room.state, "ARM/R1")


def test_the_opening_words_are_cleared_by_whoever_said_them() -> None:
    room = Timeline(company()).at("10:00")
    room.say("chair", CallToOrder("1"), OpenSession(text("Welcome.")))
    assert levels(room) == {"opening": "no"}
    room.say("secretary", SetPublicity("opening", "full"))
    assert room.refused("deputy", ClearQuote("opening")) == "not_your_quote"
    room.say("chair", ClearQuote("opening"))
    (statement,) = record(room).statements
    assert (statement.id, statement.seat, statement.text, statement.quotable) == (
        "opening",
        "chair",
        text("Welcome."),
        True,
    )


# drafted


def test_no_draft_holds_a_fact_that_is_not_public() -> None:
    room = decided()
    room.say("secretary", SetPublicity("1.1", "no"))
    assert room.refused("secretary", DraftCommunique(WORDS, ("1.1",))) == "fact_not_public"
    assert room.refused("secretary", DraftCommunique(WORDS, ("9.9",))) == "unknown"
    room.say("secretary", DraftCommunique(WORDS))
    assert not room.state.communique.facts
    room.say("secretary", SetPublicity("1.1", "category"), DraftCommunique(WORDS))
    assert room.state.communique.facts == ("1.1",)


def test_a_draft_falls_with_a_fact_that_is_public_no_more() -> None:
    room = drafted()
    room.say("secretary", SetPublicity("ARM/R1", "full"))
    assert status(room) == "drafted", "it does not tell that one"
    events = room.say("secretary", SetPublicity("1.1", "no"))
    assert kinds(events) == ["publicity_set", "communique_fell"]
    assert (status(room), room.state.communique.facts) == ("unwritten", ())


def test_a_cleared_text_falls_with_a_decision_that_is_revoked() -> None:
    room = Timeline(company()).sitting()
    d = room.put()
    room.agree(d, *STATES).say("chair", AdoptPreliminarily(d, text("strength"), date(2020, 8, 1)))
    room.say("secretary", DraftCommunique(WORDS))
    room.say("chair", ClearCommunique())
    assert status(room) == "cleared"
    room.say("chair", Revoke(d))
    assert status(room) == "unwritten"


# cleared


def test_by_the_first_rule_the_chair_alone_clears() -> None:
    room = drafted()
    assert room.refused("arm", ClearCommunique()) == "not_yours_to_clear"
    assert room.refused("deputy", ClearCommunique()) == "not_presiding"
    assert room.refused("secretary", ClearCommunique()) == "not_presiding"
    assert kinds(room.say("chair", ClearCommunique())) == ["clearance_given", "communique_cleared"]


def test_by_the_rule_of_heads_every_state_clears() -> None:
    room = drafted(communique_clearance="heads")
    room.say("chair", ClearCommunique())
    assert room.refused("chair", ClearCommunique()) == "already_cleared"
    assert room.refused("secr", ClearCommunique()) == "not_yours_to_clear", "an organ"
    for code in STATES:
        assert status(room) == "drafted"
        room.say(code.lower(), ClearCommunique())
    assert status(room) == "cleared"
    by = record(room).communique
    assert by is not None
    assert [c.by for c in by.cleared] == ["chair", *STATES]


def test_by_the_rule_of_heads_named_those_whom_a_fact_names() -> None:
    room = decided(communique_clearance="heads_named")
    room.say("secretary", SetPublicity("1.1", "full", {}, ("RUS",)), SetPublicity("ARM/R1", "full"))
    room.say("arm", ClearQuote("ARM/R1"))
    room.say("secretary", DraftCommunique(WORDS))
    assert communique.awaited(room.state) == ("chair", "ARM", "RUS")
    room.say("rus", ClearCommunique())
    assert room.refused("kaz", ClearCommunique()) == "not_yours_to_clear"
    room.say("arm", ClearCommunique())
    room.say("chair", ClearCommunique())
    assert status(room) == "cleared"


def test_a_new_draft_must_be_cleared_anew() -> None:
    room = drafted()
    room.say("chair", ClearCommunique())
    room.say("secretary", DraftCommunique(text("Other words.")))
    assert (status(room), room.state.communique.cleared) == ("drafted", {})


# released


@pytest.mark.parametrize("how", ["at once", "after an embargo"])
def test_it_is_released_when_the_session_is_closed(how: str) -> None:
    room = drafted()
    room.say("chair", ClearCommunique())
    until = room.now + timedelta(hours=9)
    assert room.refused("secretary", ReleaseCommunique()) == "session_not_closed"
    assert room.refused("secretary", EmbargoCommunique(until)) == "session_not_closed"
    closed(room)
    if how == "at once":
        room.say("secretary", ReleaseCommunique("en.example.org/news/1"))
        assert room.state.communique.address == "en.example.org/news/1"
        return
    assert room.refused("secretary", EmbargoCommunique(room.now)) == "bad_field"
    assert room.refused("secretary", EmbargoCommunique(until.replace(tzinfo=None))) == "bad_field"
    room.say("secretary", EmbargoCommunique(until))
    refusal = room.refusal("secretary", ReleaseCommunique())
    assert (refusal.code, refusal.until) == ("not_due", until)
    room.pass_until(until)
    assert (status(room), room.state.communique.released_at) == ("released", until)
    assert room.refused("secretary", DraftCommunique(WORDS)) == "wrong_state"


def test_nothing_is_released_that_was_not_cleared() -> None:
    room = closed(drafted())
    assert room.refused("secretary", ReleaseCommunique()) == "wrong_state"
    room.say("chair", ClearCommunique())
    room.say("secretary", ReleaseCommunique())
    assert status(room) == "released"


def test_observers_see_it_from_its_release_on_and_never_what_it_was_made_from() -> None:
    room = closed(drafted())
    room.say("chair", ClearCommunique())
    assert view.following(room.state, "table").communique.text == WORDS
    before = view.following(room.state, "observers")
    assert (before.communique.state, before.communique.text, before.facts) == ("unwritten", {}, ())
    room.say("secretary", ReleaseCommunique())
    after = view.following(room.state, "observers")
    assert (after.communique.text, after.communique.facts, after.communique.cleared) == (WORDS, (), ())
    assert after.facts == ()
