"""What a convocation makes by itself: its seats, and the numbers of its quorum."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from vcsession.core.convocation import (
    RIGHTS,
    Convocation,
    Delegation,
    DelegationKind,
    Interpreter,
    Languages,
    Member,
    Officers,
    PlannedItem,
    PlannedSitting,
    Post,
    Rights,
    Subject,
    seats,
)
from vcsession.core.rules import Quorum

WORDS = {"en": "words", "ru": "слова"}
DAY = date(2020, 7, 7)


def post(title: str) -> Post:
    return Post({"en": title, "ru": title})


def delegation(code: str, kind: DelegationKind = "member_state", *members: Member) -> Delegation:
    head = post(f"Head of {code}")
    rights = RIGHTS[kind]
    return Delegation(code, kind, WORDS, WORDS, WORDS, (WORDS,), head, "UTC", members, rights=rights)


OFFICERS = Officers(
    chair=post("Chair"),
    deputies=(post("First deputy"), post("Second deputy")),
    secretaries=(post("Secretary"),),
    interpreters=(Interpreter("ru", "en"), Interpreter("en", "ru"), Interpreter("ru", "hy")),
    observers=(post("Observer"),),
    technicians=(post("Technician"), post("Second technician")),
)

ROUND = Convocation(
    id="round",
    symbol="R",
    kind="consultations",
    ordinal=1,
    organisation=WORDS,
    subject=Subject("plan", WORDS, 2020, WORDS, WORDS, WORDS, "ARM"),
    title=WORDS,
    purpose=WORDS,
    date_from=DAY,
    date_to=DAY,
    time_zone="UTC",
    venue=WORDS,
    mode="remote",
    host_body=WORDS,
    languages=Languages(("ru", "en"), "ru", ("ru", "en")),
    legal_basis=(),
    overall_lead=post("Lead"),
    delegations=(
        delegation(
            "ARM", "member_state", Member(post("Alternate"), "alternate", True), Member(post("Expert"))
        ),
        delegation("BLR"),
        delegation("SEC", "organ"),
    ),
    officers=OFFICERS,
    sittings=(PlannedSitting("1", datetime(2020, 7, 7, 7, tzinfo=UTC)),),
    agenda=(PlannedItem("1", WORDS, WORDS, 60),),
)


def test_every_officer_and_every_member_of_a_delegation_has_a_seat_in_protocol_order() -> None:
    assert [(seat.id, seat.role) for seat in seats(ROUND)] == [
        ("chair", "chair"),
        ("deputy", "deputy"),
        ("deputy-2", "deputy"),
        ("secretary", "secretary"),
        ("arm", "head"),
        ("arm-1", "delegate"),
        ("arm-2", "delegate"),
        ("blr", "head"),
        ("sec", "head"),
        ("interpreter-ru", "interpreter"),
        ("interpreter-en", "interpreter"),
        ("interpreter-ru-2", "interpreter"),
        ("observer", "observer"),
        ("technician", "technician"),
        ("technician-2", "technician"),
    ]


def test_a_head_and_a_mandated_alternate_may_commit_their_delegation_and_nobody_else() -> None:
    assert [(seat.id, seat.delegation) for seat in seats(ROUND) if seat.mandate] == [
        ("arm", "ARM"),
        ("arm-1", "ARM"),
        ("blr", "BLR"),
        ("sec", "SEC"),
    ]


def test_a_plate_says_the_office_and_a_booth_its_language() -> None:
    plates = {seat.id: (seat.office["en"], seat.office["ru"], seat.language) for seat in seats(ROUND)}
    assert plates["deputy-2"] == ("Second deputy", "Second deputy", None)
    assert plates["arm"] == ("Head of ARM", "Head of ARM", None)
    assert plates["interpreter-en"] == ("Interpreter into English", "Переводчик на английский язык", "en")


def test_only_member_states_count_for_the_quorum() -> None:
    assert [d.code for d in ROUND.entitled()] == ["ARM", "BLR"]
    arm, blr, sec = ROUND.delegations
    outside = replace(blr, rights=Rights(counts_quorum=False))
    assert [d.code for d in replace(ROUND, delegations=(arm, outside, sec)).entitled()] == ["ARM"]


@pytest.mark.parametrize(
    ("quorum", "needed"),
    [
        (Quorum("number", number=4), 4),
        (Quorum("all"), 6),
        (Quorum("fraction", numerator=2, denominator=3), 4),
        (Quorum("fraction", numerator=4, denominator=5), 5),
        (Quorum("fraction", numerator=1, denominator=2), 3),
        (Quorum("fraction", numerator=1, denominator=1), 6),
    ],
)
def test_a_quorum_of_six_is_the_least_number_that_reaches_it(quorum: Quorum, needed: int) -> None:
    assert quorum.needed(6) == needed


def test_a_delegation_is_found_by_its_code() -> None:
    assert ROUND.delegation("BLR").head.title["en"] == "Head of BLR"
