"""The text on the table, as timelines: versions, brackets, agreement by unit and en bloc, and the wall."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tests.core.timeline import STATES, Timeline, company, echelon, kinds, text
from vcsession.core import view
from vcsession.core.audience import audience
from vcsession.core.matters.decisions import Adopt
from vcsession.core.matters.roll_call import LinkDrop
from vcsession.core.matters.sittings import SuspendSitting
from vcsession.core.matters.text import (
    AddUnit,
    AgreeAdReferendum,
    AgreePreliminarily,
    AgreeUnits,
    Bracket,
    Clear,
    CloseUnit,
    CloseUnits,
    ConfirmUnit,
    ConfirmUnitByDelegation,
    EnterTranslation,
    ReopenUnit,
    ReviseText,
    Unit,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.refusals import SENTENCES
from vcsession.core.slices import UnitRow

FIVE = STATES[:5]
U = "2.date"


def at_work(present: tuple[str, ...] = STATES, package: bool = True, **rules: object) -> Timeline:
    convocation = company(**rules)
    assert convocation.draft
    draft = replace(convocation.draft, package=package)
    return Timeline(replace(convocation, draft=draft)).sitting(present)


def unit(room: Timeline, path: str = U) -> Unit:
    return room.state.units[path]


def shown(room: Timeline, seat: str, path: str = U) -> UnitRow:
    slice_ = view.text(room.state, audience(room.state, room.actor(seat)))
    return next(cell for row in slice_.rows for cell in row.cells if cell.path == path)


# versions


def test_every_cell_of_the_draft_is_a_unit_from_the_first_commit_on() -> None:
    convocation = echelon()
    room = Timeline(convocation)
    assert convocation.draft
    cells = [cell for row in convocation.draft.rows for cell in row.cells]
    assert list(room.state.units) == [cell.path for cell in cells]
    first = unit(room, "8.responsible")
    assert (first.state, first.row, first.current.number) == ("open_text", "8", 1)
    assert first.current.hash == hashlib.sha256(cells[-1].text["ru"].encode()).hexdigest()
    assert first.translations == {"en": "checked"}


def test_what_is_typed_counts_on_save_as_the_next_version() -> None:
    room = at_work()
    room.say("secretary", ReviseText(U, {"ru": "27–29 июля 2020 г."}))
    revised = unit(room)
    assert [v.number for v in revised.versions] == [1, 2], "the former stays"
    assert revised.current.hash == hashlib.sha256("27–29 июля 2020 г.".encode()).hexdigest()
    assert revised.translations == {}, "the translation of another text is none"
    assert shown(room, "arm").version == 2


def test_nobody_saves_over_a_version_that_he_did_not_see() -> None:
    room = at_work()
    room.say("secretary", ReviseText(U, text("27–29 July"), base=1))
    assert room.refused("secretary", ReviseText(U, text("28 July"), base=1)) == "text_moved"
    room.say("secretary", ReviseText(U, text("28 July"), base=2))
    assert unit(room).current.number == 3


def test_the_text_moves_in_a_sitting_only() -> None:
    room = at_work()
    room.say("chair", SuspendSitting("1", "break"))
    assert room.refused("secretary", ReviseText(U, text("28 July"))) == "sitting_not_in_session"
    assert room.refused("secretary", Bracket(U, text("28 July"), ("KAZ",))) == "sitting_not_in_session"
    room.say("secretary", AddUnit("2.note", "paragraph", text("A note.")))
    assert room.refused("chair", AgreePreliminarily(U)) == "sitting_not_in_session"


def test_a_unit_is_added_to_its_row_or_beside_the_table() -> None:
    room = at_work()
    room.say("secretary", AddUnit("2.note", "paragraph", text("A note.")))
    room.say("secretary", AddUnit("9", "paragraph", text("A last paragraph.")))
    rows = view.text(room.state, "table").rows
    assert [row.path for row in rows] == ["2", "8", "9"]
    assert [cell.path for cell in rows[0].cells][-1] == "2.note"
    assert (unit(room, "2.note").row, unit(room, "9").row) == ("2", "")


@pytest.mark.parametrize(
    "wrong",
    [
        AddUnit(U, "date", text("twice")),
        AddUnit("a path", "date", text("words")),
        AddUnit("9", "date", {"en": "no authentic text"}),
    ],
)
def test_a_unit_needs_a_new_path_and_the_authentic_text(wrong: AddUnit) -> None:
    assert at_work().refused("secretary", wrong) == "bad_field"


def test_a_translation_never_changes_the_authentic_text() -> None:
    room = at_work()
    room.say("secretary", ReviseText(U, {"ru": "27–29 июля 2020 г."}))
    before = unit(room).current
    room.say("interpreter-en", EnterTranslation(U, "en", "27–29 July 2020"))
    after = unit(room)
    assert (after.current.number, after.current.hash) == (before.number, before.hash)
    assert after.current.text == {"ru": "27–29 июля 2020 г.", "en": "27–29 July 2020"}
    assert after.translations == {"en": "working"}
    room.say("secretary", EnterTranslation(U, "en", "27 to 29 July 2020", "checked"))
    assert unit(room).translations == {"en": "checked"}
    assert room.refused("secretary", EnterTranslation(U, "ru", "28 июля")) == "bad_field"
    assert room.refused("secretary", EnterTranslation(U, "kk", "28")) == "bad_field"
    assert room.refused("secretary", EnterTranslation(U, "en", "  ")) == "bad_field"


# brackets


def test_alternatives_stand_in_brackets_under_the_names_of_their_delegations() -> None:
    room = at_work()
    room.say("secretary", Bracket(U, text("28 July"), ("KAZ",)))
    room.say("chair", Bracket(U, text("29 July"), ("RUS", "ARM")))
    room.say("secretary", Bracket(U, text("28 July"), ("KGZ",)))
    assert unit(room).state == "bracketed_text"
    assert [(a.text["ru"], a.delegations) for a in unit(room).alternatives] == [
        ("28 July", ("KAZ", "KGZ")),
        ("29 July", ("ARM", "RUS")),
    ]
    assert view.text(room.state, "table").open_brackets == 1


def test_a_delegation_has_its_latest_alternative_only() -> None:
    room = at_work()
    room.say("secretary", Bracket(U, text("28 July"), ("KAZ",)))
    room.say("secretary", Bracket(U, text("29 July"), ("KAZ",)))
    assert [(a.text["ru"], a.delegations) for a in unit(room).alternatives] == [("29 July", ("KAZ",))]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Bracket(U, text("28 July"), ()), "bad_field"),
        (Bracket(U, text("28 July"), ("XYZ",)), "unknown"),
        (Bracket(U, text("28 July"), ("OBS",)), "unknown"),
        (Bracket(U, {}, ("KAZ",)), "bad_field"),
        (Bracket("9", text("28 July"), ("KAZ",)), "unknown"),
    ],
)
def test_brackets_stand_for_a_delegation_that_may_propose(wrong: Bracket, code: str) -> None:
    assert at_work().refused("secretary", wrong) == code


def test_a_bracketed_unit_keeps_its_brackets_until_cleared() -> None:
    room = at_work()
    room.say("secretary", Bracket(U, text("28 July"), ("KAZ",)))
    room.say("secretary", ReviseText(U, text("30 July")))
    assert unit(room).state == "bracketed_text"
    assert len(unit(room).alternatives) == 1
    assert room.refused("chair", AgreePreliminarily(U)) == "wrong_state", (
        "what stands in brackets is not agreed"
    )
    room.say("chair", Clear(U))
    assert (unit(room).state, unit(room).alternatives) == ("open_text", ())
    assert unit(room).current.text == text("30 July")
    assert view.text(room.state, "table").open_brackets == 0


def test_clearing_may_choose_an_alternative_which_becomes_the_next_version() -> None:
    room = at_work()
    room.say("secretary", Bracket(U, text("28 July"), ("KAZ",)))
    assert room.refused("chair", Clear(U, 2)) == "bad_field"
    assert room.refused("chair", Clear(U, 0)) == "bad_field"
    assert room.refused("secretary", Clear(U, 1)) == "not_presiding"
    room.say("chair", Clear(U, 1))
    assert (unit(room).current.number, unit(room).current.text) == (2, text("28 July"))


def test_brackets_end_what_was_agreed_preliminarily() -> None:
    room = at_work(FIVE)
    room.say("chair", AgreePreliminarily(U))
    room.say("chair", Bracket(U, text("28 July"), ("KAZ",)))
    assert (unit(room).state, unit(room).confirm_list) == ("bracketed_text", {})


# agreement


def test_a_unit_is_closed_at_once_where_everybody_is_here() -> None:
    room = at_work()
    room.say("chair", CloseUnit(U))
    assert unit(room).state == "closed_text"
    assert room.refused("secretary", ReviseText(U, text("28 July"))) == "wrong_state"


def test_an_absent_state_must_confirm_what_was_agreed_without_it() -> None:
    room = at_work(FIVE)
    assert room.refused("chair", CloseUnit(U)) == "absent_must_confirm"
    room.say("chair", AgreePreliminarily(U))
    assert (unit(room).state, unit(room).confirm_list) == ("agreed_prelim", {"TJK": None})
    assert room.refused("chair", ConfirmUnit(U)) == "absent_must_confirm"
    assert room.refused("kaz", ConfirmUnitByDelegation(U)) == "not_in_confirm_list"
    assert kinds(room.say("tjk", ConfirmUnitByDelegation(U))) == [
        "unit_confirmation_received",
        "unit_confirmed",
    ], "the last confirmation closes it"
    assert unit(room).state == "closed_text"


def test_a_policy_that_binds_the_absent_closes_without_them_and_one_that_blocks_does_not() -> None:
    binding = at_work(FIVE, consensus_absent_policy="bind")
    binding.say("chair", CloseUnit(U))
    assert unit(binding).state == "closed_text"
    blocking = at_work(FIVE, consensus_absent_policy="block")
    for command in (AgreePreliminarily(U), AgreeAdReferendum(U, ("KAZ",)), CloseUnit(U), AgreeUnits()):
        assert blocking.refused("chair", command) == "absent_blocks"
    assert at_work(consensus_absent_policy="block").say("chair", CloseUnit(U))


def test_ad_referendum_names_who_awaits_instructions() -> None:
    room = at_work()
    assert room.refused("chair", AgreeAdReferendum(U)) == "nobody_to_confirm"
    assert room.refused("chair", AgreeAdReferendum(U, ("OBS",))) == "unknown"
    room.say("chair", AgreeAdReferendum(U, ("KAZ", "ARM")))
    assert list(unit(room).confirm_list) == ["ARM", "KAZ"]
    room.say("secretary", ConfirmUnitByDelegation(U, "ARM", "No. 7 of 8 July"))
    assert room.refused("arm", ConfirmUnitByDelegation(U)) == "already_confirmed"
    assert room.refused("arm", ConfirmUnitByDelegation(U, "KAZ")) in (
        "already_confirmed",
        "not_your_delegation",
    )
    assert unit(room).state == "agreed_adref"
    room.say("kaz", ConfirmUnitByDelegation(U))
    assert unit(room).state == "closed_text"


def test_nobody_agrees_while_a_link_is_lost() -> None:
    room = at_work()
    room.say("link", LinkDrop("KAZ"))
    for command in (AgreePreliminarily(U), CloseUnit(U), AgreeUnits(), CloseUnits()):
        assert room.refused("chair", command) == "link_lost"


def test_what_was_agreed_preliminarily_with_all_present_is_confirmed_by_the_presiding_officer() -> None:
    room = at_work()
    room.say("chair", AgreePreliminarily(U))
    room.say("chair", ConfirmUnit(U))
    assert unit(room).state == "closed_text"


def test_units_are_put_en_bloc_with_named_exceptions() -> None:
    room = at_work()
    room.say("secretary", Bracket("2.venue", text("Moscow"), ("RUS",)))
    events = room.say("chair", AgreeUnits(excepting=(U,)))
    assert kinds(events) == ["unit_agreed"] * 3
    states = {path: u.state for path, u in room.state.units.items()}
    assert states == {
        "2.date": "open_text",
        "2.venue": "bracketed_text",
        "2.composition": "agreed_prelim",
        "2.responsible": "agreed_prelim",
        "8.responsible": "agreed_prelim",
    }
    assert room.refused("chair", AgreeUnits(excepting=(U,))) == "nothing_to_agree"
    assert room.refused("chair", AgreeUnits(("2.venue",))) == "wrong_state", "brackets are not agreed by name"
    assert room.refused("chair", AgreeUnits(("9",))) == "unknown"
    room.say("chair", CloseUnits(excepting=("8.responsible",)))
    assert [path for path, u in room.state.units.items() if u.state == "closed_text"] == [
        "2.date",
        "2.composition",
        "2.responsible",
    ]


def test_a_package_is_reopened_freely_until_the_whole_text_is_closed() -> None:
    room = at_work()
    room.say("chair", CloseUnit(U))
    (event,) = room.say("chair", ReopenUnit(U, "KAZ"))
    assert (event.type, getattr(event, "delegation", "")) == ("unit_reopened", "KAZ")
    room.say("chair", CloseUnits())
    assert room.refused("chair", ReopenUnit(U)) == "needs_procedural_decision"


def test_what_is_no_package_is_reopened_by_a_procedural_decision() -> None:
    room = at_work(package=False)
    before = room.put("procedural")
    room.agree(before, *STATES).say("chair", Adopt(before))
    room.at("10:30").say("chair", CloseUnit(U))
    assert room.refused("chair", ReopenUnit(U)) == "needs_procedural_decision", "one taken before is another"
    d = room.at("10:40").put("procedural")
    room.agree(d, *STATES).say("chair", Adopt(d))
    assert room.refused("chair", ReopenUnit(U, decision=before)) == "unknown"
    (event,) = room.say("chair", ReopenUnit(U, decision=d))
    assert getattr(event, "decision", "") == d
    assert (unit(room).state, unit(room).agreed_at) == ("open_text", None)


# the wall


def test_observers_see_the_text_but_not_for_whom_brackets_stand_nor_who_must_confirm() -> None:
    room = at_work(observers_see=("stage", "text"))
    room.say("secretary", Bracket(U, text("28 July"), ("KAZ",)))
    room.say("chair", AgreeAdReferendum("2.venue", ("KAZ",)))
    for seat in ("arm", "rus-2", "secr", "bord", "chair", "secretary", "interpreter-en"):
        assert shown(room, seat).alternatives[0].delegations == ("KAZ",), seat
        assert [row.delegation for row in shown(room, seat, "2.venue").confirm_list] == ["KAZ"], seat
    for seat in ("observer", "technician", "obs"):
        assert [(a.text, a.delegations) for a in shown(room, seat).alternatives] == [(text("28 July"), ())], (
            seat
        )
        assert shown(room, seat, "2.venue").confirm_list == (), seat
        assert view.text(room.state, audience(room.state, room.actor(seat))).proposals == (), seat
    assert len(view.text(room.state, "table").proposals) > 0


# the Record


def test_the_record_has_the_agreed_text_with_version_hash_and_brackets() -> None:
    room = at_work(FIVE)
    room.say("secretary", ReviseText(U, text("28 July")))
    room.say("chair", AgreePreliminarily(U))
    room.say("secretary", Bracket("2.venue", text("Moscow"), ("RUS",)))
    room.say("chair", AgreePreliminarily("8.responsible"), ReopenUnit("8.responsible", "KAZ"))
    units = {u.path: u for u in read(room.commits, Verification(1, 1, "", "", "")).units}
    assert (units[U].version, units[U].status, units[U].text) == (2, "agreed_prelim", text("28 July"))
    assert units[U].text_hash == hashlib.sha256(b"28 July").hexdigest()
    assert [c.delegation for c in units[U].confirm_list] == ["TJK"]
    assert [(a.text, a.delegations) for a in units["2.venue"].alternatives] == [(text("Moscow"), ("RUS",))]
    assert [(r.delegation, r.decision) for r in units["8.responsible"].reopened] == [("KAZ", "")]


def test_every_refusal_of_the_text_is_a_sentence() -> None:
    room = at_work()
    room.say("chair", CloseUnits())
    assert room.refusal("chair", ReopenUnit(U)).message.startswith(f"Unit {U} is reopened by")
    assert {"text_moved", "nothing_to_agree", "needs_procedural_decision"} <= set(SENTENCES)
