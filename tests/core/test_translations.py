"""Items and decisions hold their text by language, each with a status, as units do."""

from __future__ import annotations

from tests.core.timeline import STATES, Timeline, text
from vcsession.core.matters.agenda import ConcludeItem, ProposeItem
from vcsession.core.matters.decisions import Adopt, PutToRoom, ReadOut, ReviseDecision, TableDecision
from vcsession.core.matters.session import CloseSession
from vcsession.core.matters.sittings import CancelSitting, CloseSitting
from vcsession.core.matters.translations import EnterDecisionTranslation, EnterItemTranslation
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.view import agenda, the_decisions

D = "1.1"


def tabled() -> Timeline:
    room = Timeline().sitting()
    room.say("secretary", TableDecision("1", "text", {"ru": "Согласовать сроки."}))
    return room


def test_a_translation_has_a_status_and_never_changes_the_authentic_text() -> None:
    room = tabled()
    before = room.state.decisions[D]
    assert before.translations == {}, "none"
    room.say("secretary", EnterDecisionTranslation(D, "en", "To agree on the dates."))
    (row,) = the_decisions(room.state).decisions
    assert (row.text["en"], row.translations) == ("To agree on the dates.", {"en": "working"})
    assert (row.text["ru"], row.hash, row.state) == (before.text["ru"], before.hash, "tabled")
    room.say("interpreter-ru", EnterDecisionTranslation(D, "en", "Agree on the dates.", "checked"))
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.items[0].decisions[0].translations == {"en": "checked"}


def test_a_new_authentic_text_leaves_no_translation_checked() -> None:
    room = tabled()
    room.say("secretary", EnterDecisionTranslation(D, "en", "Agree on the dates.", "checked"))
    room.say("secretary", ReviseDecision(D, {"ru": "Согласовать место."}))
    decision = room.state.decisions[D]
    assert (decision.text, decision.translations) == ({"ru": "Согласовать место."}, {})
    room.say("secretary", ReviseDecision(D, text("The place.")))
    assert room.state.decisions[D].translations == {"en": "working"}


def test_it_comes_while_the_room_decides_and_after_the_close() -> None:
    """It interrupts nothing: what was read out is the authentic text."""
    room = tabled()
    room.say("secretary", ReadOut(D))
    room.say("chair", PutToRoom(D))
    room.agree(D, *STATES).say("secretary", EnterDecisionTranslation(D, "en", "Agree."))
    room.say("chair", Adopt(D), ConcludeItem("1", "noted"), CancelSitting("2"), CloseSitting("1"))
    room.say("chair", CloseSession())
    room.say("secretary", EnterDecisionTranslation(D, "en", "Agree.", "checked"))
    room.say("secretary", EnterItemTranslation("1", "en", "Dates", "checked"))


def test_only_into_a_working_language_and_with_words() -> None:
    room = tabled()
    for language, words, field in (("ru", "x", "language"), ("fr", "x", "language"), ("en", " ", "words")):
        assert (
            room.refusal("secretary", EnterDecisionTranslation(D, language, words)).detail["field"] == field
        )
        assert room.refusal("secretary", EnterItemTranslation("1", language, words)).detail["field"] == field


def test_it_is_offered_until_it_is_checked() -> None:
    room = tabled()

    def offered(seat: str) -> list[tuple[str, str]]:
        found = (a for a in offers(room.state, room.actor(seat), room.now) if "translation" in a.type)
        return [(a.fields.get("decision", ""), a.fields["language"]) for a in found]

    for words, status in (("", ""), ("Agree on the dates.", "working"), ("Agree on dates.", "checked")):
        if status:
            room.say("secretary", EnterDecisionTranslation(D, "en", words, status))  # type: ignore[arg-type]
        expected = [] if status == "checked" else [(D, "en")]
        assert [offered(seat) for seat in ("secretary", "interpreter-ru", "arm")] == [expected, expected, []]


def test_who_translates() -> None:
    room = tabled()
    for seat in ("chair", "arm", "technician"):
        assert room.refused(seat, EnterDecisionTranslation(D, "en", "x")) == "not_your_role"
        assert room.refused(seat, EnterItemTranslation("1", "en", "x")) == "not_your_role"


def test_the_titles_of_the_session_file_were_checked_and_what_a_head_proposes_was_not() -> None:
    room = Timeline()
    room.say("kaz", ProposeItem(text("Transport"), text("Kazakhstan")))
    rows = agenda(room.state).items
    assert rows[0].translations == {"en": "checked"}
    assert rows[-1].translations == {"en": "working"}
    room.say("secretary", EnterItemTranslation(rows[-1].number, "en", "Transport by rail", "checked"))
    last = agenda(room.state).items[-1]
    assert (last.title["en"], last.title["ru"], last.translations) == (
        "Transport by rail",
        "Transport",
        {"en": "checked"},
    )
    record = read(room.commits, Verification(1, 1, "", "", ""))
    assert record.items[-1].translations == {"en": "checked"}
