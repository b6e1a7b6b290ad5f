"""Documents filed, registered, circulated and withdrawn; and, before all, who may know of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.timeline import Timeline, company, text
from vcsession import wire
from vcsession.core.matters.in_camera import ClosePart
from vcsession.core.matters.papers import (
    MOST_BYTES,
    MOST_UNREGISTERED,
    CirculateDocument,
    RegisterDocument,
    SupersedeDocument,
    UploadDocument,
    WithdrawDocument,
)
from vcsession.core.matters.session import Cancel
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.register import at_address, reads
from vcsession.core.view import the_papers

HASH = "ab" * 32
PDF = "application/pdf"
EVERY_SEAT = tuple(Timeline(company()).state.seats)
OFFICERS = {"chair", "deputy", "deputy-2", "secretary"}
RUSSIA = {"rus", "rus-1", "rus-2"}


def filing(audience: Any = "all", *, items: tuple[str, ...] = (), **changes: Any) -> UploadDocument:
    command = UploadDocument(text("Note"), "ru", audience, "note.pdf", PDF, 1000, HASH, items)
    return replace(command, **changes)


def registering(document: str, symbol: str = "R/WD.9", status: Any = "authentic") -> RegisterDocument:
    return RegisterDocument(document, symbol, status, "official_use")


def who_reads(room: Timeline, document: str) -> set[str]:
    """The seats to which the paper is shown; the view, its address and the guard say the same."""
    paper = room.state.papers[document]
    shown = {
        seat
        for seat in EVERY_SEAT
        if document in {row.id for row in the_papers(room.state, room.actor(seat)).papers}
    }
    by_rule = {seat for seat in EVERY_SEAT if reads(room.state, room.actor(seat), paper)}
    if paper.state != "withdrawn_document":
        at_door = {
            seat
            for seat in EVERY_SEAT
            if at_address(room.state, room.actor(seat), document, None) is not None
        }
        assert at_door == by_rule
    assert shown == by_rule
    return shown


# who may know


def test_a_delegations_own_paper_is_nobody_elses_business_not_even_the_secretariats() -> None:
    room = Timeline(company())
    room.say("rus-2", filing("delegation"))
    assert who_reads(room, "doc-RUS-1") == RUSSIA
    for command in (registering("doc-RUS-1"), WithdrawDocument("doc-RUS-1"), CirculateDocument("doc-RUS-1")):
        assert room.refused("secretary", command) == "unknown"
    assert room.refused("arm", WithdrawDocument("doc-RUS-1")) == "unknown"
    told = [
        act for act in offers(room.state, room.actor("secretary"), room.now) if "RUS-1" in str(act.fields)
    ]
    assert told == []
    room.say("rus", WithdrawDocument("doc-RUS-1"))
    assert room.refused("arm", WithdrawDocument("doc-RUS-1")) == "unknown", "nor what became of it"


def test_until_it_is_circulated_a_paper_for_all_is_with_its_author_and_the_officers() -> None:
    room = Timeline(company())
    room.say("rus", filing())
    assert who_reads(room, "doc-RUS-1") == RUSSIA | {"secretary"}
    room.say("secretary", registering("doc-RUS-1"))
    assert who_reads(room, "doc-RUS-1") == RUSSIA | OFFICERS
    room.say("secretary", CirculateDocument("doc-RUS-1"))
    assert who_reads(room, "doc-RUS-1") == set(EVERY_SEAT), "a released paper: observers too"


def test_what_is_for_the_secretariat_stays_there() -> None:
    room = Timeline(company())
    room.say("rus", filing("secretariat"))
    room.say("secretary", registering("doc-RUS-1"), CirculateDocument("doc-RUS-1"))
    assert who_reads(room, "doc-RUS-1") == RUSSIA | {"secretary"}


def test_a_paper_for_an_item_is_for_who_is_admitted_to_it() -> None:
    room = guests_of_item_1()
    room.say("secretary", filing("items", items=("1", "3")), registering("doc-1"), CirculateDocument("doc-1"))
    lookers_on = {"obs", "observer", "technician"}
    assert who_reads(room, "doc-1") == set(EVERY_SEAT) - lookers_on - {"bord"}, "its item is not open"
    room.sitting()
    assert who_reads(room, "doc-1") == set(EVERY_SEAT) - lookers_on
    room.say("secretary", filing("items", items=("2",)), registering("doc-2", "R/WD.2"))
    room.say("secretary", CirculateDocument("doc-2"))
    assert who_reads(room, "doc-2") == set(EVERY_SEAT) - lookers_on - {"bord"}


def guests_of_item_1() -> Timeline:
    """The invited body is admitted to item 1 only."""
    guests = company()
    admitted = tuple(replace(d, items=("1",)) if d.code == "BORD" else d for d in guests.delegations)
    return Timeline(replace(guests, delegations=admitted))


def test_a_guest_of_one_item_finds_the_released_papers_of_this_item_only() -> None:
    room = guests_of_item_1().sitting()
    room.say("secretary", filing(), registering("doc-1"), CirculateDocument("doc-1"))
    found = {row.symbol for row in the_papers(room.state, room.actor("bord")).papers}
    assert found == set(room.state.items["1"].documents)
    room.say("bord", filing("delegation"))
    assert "bord" in who_reads(room, "doc-BORD-1"), "its own it keeps"


@pytest.mark.parametrize(("shown", "seen"), [(("stage", "agenda", "papers"), True), (("stage",), False)])
def test_observers_see_released_papers_where_the_rule_says_so_and_none_in_a_closed_part(
    shown: Any, seen: bool
) -> None:
    room = Timeline(company(observers_see=shown)).sitting()
    room.say("secretary", filing(), registering("doc-1"), CirculateDocument("doc-1"))
    lookers_on = {"obs", "observer"}
    assert (lookers_on <= who_reads(room, "doc-1")) is seen
    room.say("chair", ClosePart("1"))
    assert lookers_on & who_reads(room, "doc-1") == set()
    assert "arm" in who_reads(room, "doc-1")


@pytest.mark.parametrize("audience", ["delegation", "secretariat", "all"])
def test_the_log_tells_of_a_paper_only_to_whom_the_view_does(audience: Any) -> None:
    room = Timeline(company())
    room.say("rus", filing(audience))
    commits = [room.commits[-1]]
    if audience != "delegation":
        room.say("secretary", registering("doc-RUS-1"), CirculateDocument("doc-RUS-1"))
        commits += room.commits[-2:]
    for seat in ("arm", "chair", "observer"):
        actor = room.actor(seat)
        uploaded = commits[0]
        assert wire.visible(uploaded, actor) == []
        assert wire.sender(uploaded, actor) is None, "who filed it would tell"
    assert len(wire.visible(commits[0], room.actor("rus-1"))) == 1
    assert len(wire.visible(commits[0], room.actor("secretary"))) == (audience != "delegation")
    if audience == "all":
        (released,) = wire.visible(commits[2], room.actor("observer"))
        assert (released["symbol"], released["hash"]) == ("R/WD.9", HASH)
    elif audience == "secretariat":
        assert wire.visible(commits[2], room.actor("chair")) == []


# filing


def test_a_delegate_without_a_mandate_files_for_its_own_delegation_only() -> None:
    room = Timeline(company())
    assert room.refused("rus-2", filing("all")) == "no_mandate"
    assert room.refused("rus-2", filing("secretariat")) == "no_mandate"
    room.say("rus-2", filing("delegation"))
    room.say("rus-1", filing("all"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": {"en": "only English"}}, "bad_field"),
        ({"title": text("  ")}, "bad_field"),
        ({"language": "xx"}, "bad_field"),
        ({"name": "../../etc/passwd"}, "bad_field"),
        ({"name": ""}, "bad_field"),
        ({"media_type": "text/html"}, "bad_field"),
        ({"hash": "../" * 20}, "bad_field"),
        ({"hash": HASH.upper()}, "bad_field"),
        ({"size": 0}, "bad_field"),
        ({"size": MOST_BYTES + 1}, "bad_field"),
        ({"audience": "delegation"}, "bad_field"),
        ({"audience": "items"}, "bad_field"),
        ({"items": ("1",)}, "bad_field"),
        ({"audience": "items", "items": ("9",)}, "unknown"),
    ],
)
def test_what_does_not_hold_together_is_not_filed(changes: dict[str, Any], code: str) -> None:
    assert Timeline(company()).refused("secretary", filing(**changes)) == code


def test_the_shelf_of_one_delegation_is_limited_and_withdrawing_makes_room() -> None:
    room = Timeline(company())
    for _ in range(MOST_UNREGISTERED):
        room.say("rus", filing("delegation"))
    assert room.refused("rus-1", filing("delegation")) == "too_many_documents"
    room.say("arm", filing("delegation"))
    room.say("rus", WithdrawDocument("doc-RUS-1"), filing("delegation"))
    assert f"doc-RUS-{MOST_UNREGISTERED + 1}" in room.state.papers, "no id is given twice"


# registering


def test_a_marking_above_the_ceiling_is_not_kept() -> None:
    room = Timeline(company())
    room.say("secretary", filing())
    command = registering("doc-1")
    assert room.refused("secretary", replace(command, marking="confidential")) == "marking_too_high"
    room.say("secretary", command)
    higher = Timeline(company(marking_ceiling="secret"))
    higher.say("secretary", filing(), replace(command, marking="secret"))


@pytest.mark.parametrize(
    ("symbol", "status", "code"),
    [
        ("../WD.1", "authentic", "bad_field"),
        ("doc-2", "authentic", "bad_field"),
        ("R/WD.1/Rev.0", "authentic", "bad_field"),
        ("R/WD.1/rev1", "authentic", None),
        ("R/WD.1/Rev", "authentic", "bad_field"),
        ("R/WD.7/Add.1", "authentic", "unknown"),
        ("R/WD.9", "authentic", "symbol_taken"),
        ("R/WD.9", "translation", "symbol_taken"),
        ("R/WD.7", "translation", "no_original"),
        ("R/WD.9/Corr.1", "authentic", None),
        ("R/WD.9/Rev.2", "authentic", None),
    ],
)
def test_a_symbol_is_given_once_and_says_what_it_belongs_to(
    symbol: str, status: Any, code: str | None
) -> None:
    room = Timeline(company())
    room.say("secretary", filing(), registering("doc-1"), filing())
    command = registering("doc-2", symbol, status)
    if code is None:
        room.say("secretary", command)
    else:
        assert room.refused("secretary", command) == code


def test_a_translation_stands_beside_its_original_under_one_title() -> None:
    room = Timeline(company())
    room.say("secretary", filing(), registering("doc-1"))
    room.say("secretary", filing(language="en", title=text("Another title")))
    room.say("secretary", registering("doc-2", status="translation"))
    assert room.state.papers["doc-2"].title == text("Note"), "a document has one registered title"
    secretary = room.actor("secretary")
    found = [at_address(room.state, secretary, "R/WD.9", language) for language in ("en", "ru", "kk", None)]
    assert [paper.id for paper in found if paper] == ["doc-2", "doc-1", "doc-1", "doc-1"]


def test_a_paper_of_the_session_file_is_known_from_the_beginning_and_its_file_may_follow() -> None:
    room = Timeline(company())
    symbol = "JS/EC20/SN2/WD.1"
    assert room.state.papers[symbol].state == "circulated_document"
    assert at_address(room.state, room.actor("arm"), symbol, None) is None, "nothing to download"
    room.say("secretary", filing(title=text("drifted")), registering("doc-1", symbol))
    assert room.state.papers["doc-1"].title == room.state.papers[symbol].title
    observed = {row.id: row.hash for row in the_papers(room.state, room.actor("observer")).papers}
    assert observed[symbol] == "", "what is known stays known until the file is released"
    room.say("secretary", CirculateDocument("doc-1"))
    rows = [row for row in the_papers(room.state, room.actor("observer")).papers if row.symbol == symbol]
    assert [(row.id, row.hash) for row in rows] == [("doc-1", HASH)]


# superseded and withdrawn


def test_only_a_later_revision_replaces_a_document() -> None:
    room = Timeline(company())
    room.say("secretary", filing(), registering("doc-1"), CirculateDocument("doc-1"))
    room.say("secretary", filing(), registering("doc-2", "R/WD.8/Rev.2"))
    assert room.refused("secretary", SupersedeDocument("doc-1", "doc-2")) == "not_newer"
    room.say("secretary", filing())
    assert room.refused("secretary", SupersedeDocument("doc-1", "doc-3")) == "not_newer"
    room.say("secretary", registering("doc-3", "R/WD.9/Rev.1"))
    assert room.refused("secretary", SupersedeDocument("doc-3", "doc-1")) == "not_newer"
    assert room.refused("secretary", SupersedeDocument("doc-1", "doc-9")) == "unknown"
    room.say("secretary", SupersedeDocument("doc-1", "doc-3"))
    former = room.state.papers["doc-1"]
    assert (former.state, former.superseded_by) == ("superseded_document", "doc-3")
    assert at_address(room.state, room.actor("arm"), "R/WD.9", None) == former, "versions stay readable"


def test_a_head_withdraws_its_own_before_registration_only() -> None:
    room = Timeline(company())
    room.say("rus", filing(), filing())
    room.say("secretary", registering("doc-RUS-1"), CirculateDocument("doc-RUS-1"))
    assert room.refused("rus", WithdrawDocument("doc-RUS-1")) == "document_registered"
    assert room.refused("arm", WithdrawDocument("doc-RUS-1")) == "not_your_document"
    room.say("rus", WithdrawDocument("doc-RUS-2"))
    room.say("secretary", WithdrawDocument("doc-RUS-1"))
    for seat in EVERY_SEAT:
        assert at_address(room.state, room.actor(seat), "doc-RUS-1", None) is None
    assert room.refused("secretary", CirculateDocument("doc-RUS-1")) == "wrong_state"


def test_papers_are_filed_after_the_end_too() -> None:
    room = Timeline(company())
    room.say("chair", Cancel())
    room.say("rus", filing())
    room.say("secretary", registering("doc-RUS-1"), CirculateDocument("doc-RUS-1"))


def test_the_record_lists_what_was_registered() -> None:
    room = Timeline(company())
    room.say("rus", filing("delegation"), filing(), filing())
    room.say("secretary", registering("doc-RUS-2"), CirculateDocument("doc-RUS-2"))
    room.say(
        "secretary", registering("doc-RUS-3", "R/WD.9/Rev.1"), SupersedeDocument("doc-RUS-2", "doc-RUS-3")
    )
    found = read(room.commits, Verification(1, 1, "", "", "")).papers
    filed = [(p.symbol, p.state, p.superseded_by) for p in found if p.hash]
    assert filed == [
        ("R/WD.9", "superseded_document", "R/WD.9/Rev.1"),
        ("R/WD.9/Rev.1", "registered_document", ""),
    ]
    assert len(found) == 2 + len(room.state.convocation.documents)
