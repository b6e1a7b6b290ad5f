"""The minutes signed, issued, corrected by corrigendum, superseded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.closing import (
    ADOPTED,
    HASH,
    SCAN,
    circulated_in_room,
    issued,
    sign_all,
    signing,
    speech,
    status,
)
from tests.core.timeline import STATES, Timeline, text
from vcsession.core.matters.corrections import AcceptOwnStatement, SubmitCorrection
from vcsession.core.matters.minutes import GenerateMinutes
from vcsession.core.matters.presiding import DeputyAssumes, HandOver
from vcsession.core.matters.signatures import (
    AdoptMinutes,
    DraftCorrigendum,
    Issue,
    IssueCorrigendum,
    OpenSigning,
    RegisterScan,
    Sign,
    Supersede,
)
from vcsession.core.offers import offers
from vcsession.core.reading import read
from vcsession.core.record.whole import Verification
from vcsession.core.view import me

SEAL = "7c" * 64
KEY = "8d" * 32


def signatures_of(room: Timeline) -> dict[str, tuple[str, str]]:
    made = read(room.commits, Verification(1, 1, "", "", "")).minutes[-1]
    return {s.signer: (s.manner, s.words) for s in made.signatures}


def offered(room: Timeline, seat: str, command: str) -> list[dict[str, str]]:
    acts = offers(room.state, room.actor(seat), room.now)
    return [dict(a.fields) for a in acts if a.type == command and not a.blocked]


# opened


def test_signing_fixes_the_hash_and_the_range_that_was_printed() -> None:
    room = circulated_in_room().at("11:20")
    room.say("chair", AdoptMinutes("1"))
    final = room.state.minutes["1"].version
    for strange in ("", "5A" * 32, "5a" * 31, HASH + "\n"):
        assert room.refused("secretary", OpenSigning("1", strange)) == "bad_field"
    for strange_last in (final.last - 1, room.state.version + 1):
        assert room.refused("secretary", OpenSigning("1", HASH, strange_last)) == "bad_field"
    room.say("secretary", OpenSigning("1", HASH, room.state.version))
    made = room.state.minutes["1"]
    assert (made.hash, made.version.because) == (HASH, "signing")
    assert made.version.last == len(room.commits) - 1


def test_nobody_signs_another_text_than_that_of_the_hash() -> None:
    room = signing()
    assert room.refused("arm", Sign("1", SCAN)) == "hash_differs"
    room.say("arm", Sign("1", HASH))


# signed


def test_a_head_signs_once_or_says_that_it_does_not() -> None:
    room = signing()
    room.say("arm", Sign("1", HASH))
    assert room.refused("arm", Sign("1", HASH)) == "already_signed"
    assert room.refused("kaz", Sign("1", HASH, "with_reservation", " ")) == "bad_field"
    room.say("kaz", Sign("1", HASH, "with_reservation", "Subject to reservation KAZ/R1."))
    room.say("tjk", Sign("1", HASH, "refused"))
    assert room.refused("tjk", Sign("1", HASH)) == "already_signed"
    assert signatures_of(room) == {
        "ARM": ("signed", ""),
        "KAZ": ("with_reservation", "Subject to reservation KAZ/R1."),
        "TJK": ("refused", ""),
    }


def test_member_states_and_officers_sign_and_guests_do_not() -> None:
    room = signing()
    for guest in ("secr", "bord", "obs"):
        assert room.refused(guest, Sign("1", HASH)) == "may_not_sign"
    assert room.refused("deputy", Sign("1", HASH)) == "not_presiding"
    assert room.refused("rus-1", Sign("1", HASH)) == "not_presiding"
    assert room.refused("arm", Sign("1", HASH, delegation="KAZ")) == "not_your_delegation"
    sign_all(room)
    assert set(signatures_of(room)) == {*STATES, "presiding", "secretary"}


def test_the_deputy_signs_where_the_deputy_presides() -> None:
    room = signing()
    room.say("chair", HandOver())
    room.say("deputy", DeputyAssumes(), Sign("1", HASH))
    assert room.state.minutes["1"].signatures["presiding"].seat == "deputy"
    assert room.refused("chair", Sign("1", HASH)) == "not_presiding"


def test_the_secretary_enters_a_page_signed_by_hand_with_its_scan() -> None:
    room = signing()
    by_hand = Sign("1", HASH, delegation="ARM", scan=SCAN)
    assert room.refused("secretary", replace(by_hand, scan="")) == "bad_field"
    assert room.refused("secretary", replace(by_hand, scan="a photograph")) == "bad_field"
    assert room.refused("secretary", replace(by_hand, delegation="SECR")) == "may_not_sign"
    assert room.refused("secretary", replace(by_hand, delegation="XYZ")) == "unknown"
    room.say("secretary", by_hand)
    assert room.refused("arm", Sign("1", HASH)) == "already_signed"
    assert room.state.minutes["1"].signatures["ARM"].seat == "secretary"
    room.say("secretary", Sign("1", HASH, "refused", delegation="KAZ"))
    assert signatures_of(room)["KAZ"] == ("refused", "")


def test_a_scan_is_registered_beside_the_seal_once() -> None:
    room = signing()
    assert room.refused("arm", Sign("1", HASH, seal=SEAL)) == "bad_field"
    assert room.refused("arm", Sign("1", HASH, public_key=KEY)) == "bad_field"
    assert room.refused("arm", Sign("1", HASH, seal="seal", public_key=KEY)) == "bad_field"
    room.say("arm", Sign("1", HASH, seal=SEAL, public_key=KEY))
    assert room.refused("secretary", RegisterScan("1", "KAZ", SCAN)) == "unknown"
    assert room.refused("secretary", RegisterScan("1", "ARM", "scan")) == "bad_field"
    room.say("secretary", RegisterScan("1", "ARM", SCAN))
    assert room.refused("secretary", RegisterScan("1", "ARM", SCAN)) == "already_registered"
    room.say("kaz", Sign("1", HASH, "refused"))
    assert room.refused("secretary", RegisterScan("1", "KAZ", SCAN)) == "unknown", "nothing was signed"
    signature = room.state.minutes["1"].signatures["ARM"]
    assert (signature.scan, signature.seal, signature.public_key) == (SCAN, SEAL, KEY)


def test_a_scan_may_come_when_everybody_has_gone_home() -> None:
    room = issued()
    room.say("secretary", RegisterScan("1", "ARM", SCAN))
    assert offered(room, "secretary", "register_scan")[0] == {"minutes": "1", "signer": "BLR"}


# issued


def test_minutes_are_issued_when_all_have_answered_and_a_refusal_is_an_answer() -> None:
    room = signing()
    sign_all(room, "arm", "blr", "kaz", "kgz", "chair", "secretary")
    assert room.refusal("secretary", Issue("1")).detail["id"] == "RUS"
    room.say("rus", Sign("1", HASH, "refused", "no instructions"))
    assert room.refused("chair", Issue("1")) == "signatures_awaited"
    room.say("tjk", Sign("1", HASH))
    room.say("chair", Issue("1"))
    assert status(room) == "issued"


@pytest.mark.parametrize("missing", ["chair", "secretary"])
def test_the_officers_sign_too(missing: str) -> None:
    room = signing()
    sign_all(room, *(code.lower() for code in STATES), *({"chair", "secretary"} - {missing}))
    assert room.refused("secretary", Issue("1")) == "signatures_awaited"
    room.say(missing, Sign("1", HASH))
    room.say("secretary", Issue("1"))


def test_where_the_rules_allow_it_the_officers_signatures_are_enough() -> None:
    room = signing(signatures="officers")
    sign_all(room, "chair", "secretary").say("secretary", Issue("1"))
    assert set(signatures_of(room)) == {"presiding", "secretary"}


def test_a_state_that_was_absent_is_not_waited_for_but_may_sign() -> None:
    room = signing(present=STATES[:5])
    sign_all(room, *(code.lower() for code in STATES[:5]), "chair", "secretary")
    assert {"minutes": "1", "hash": HASH, "manner": "signed"} in offered(room, "tjk", "sign")
    room.say("secretary", Issue("1"))


# afterwards


def test_a_corrigendum_is_drafted_by_the_secretary_and_approved_by_the_chair() -> None:
    room = issued()
    assert room.refused("chair", IssueCorrigendum("1")) == "no_draft"
    assert room.refused("secretary", DraftCorrigendum("1", {"en": "x"})) == "bad_field"
    room.say("secretary", DraftCorrigendum("1", text("Page 2.")), DraftCorrigendum("1", text("Page 3.")))
    assert room.refused("secretary", IssueCorrigendum("1")) == "not_presiding"
    seen = me(room.state, room.actor("arm"), room.now).minutes[0].corrigenda
    assert seen == (), "a draft is the officers' own"
    room.say("chair", IssueCorrigendum("1"))
    room.say("secretary", DraftCorrigendum("1", text("Page 4.")))
    room.say("chair", IssueCorrigendum("1"))
    made = read(room.commits, Verification(1, 1, "", "", "")).minutes[0]
    assert [(c.number, c.text) for c in made.corrigenda] == [(1, text("Page 3.")), (2, text("Page 4."))]
    assert (made.status, made.hash) == ("issued", HASH), "the original is not touched"


def test_superseded_minutes_give_way_to_others_that_keep_the_wording() -> None:
    room = circulated_in_room()
    room.say("arm", SubmitCorrection("own_statement", speech(room), ADOPTED, "misheard"))
    room.say("secretary", AcceptOwnStatement("ARM/C1", "notes"))
    room.at("11:20").say("chair", AdoptMinutes("1"))
    room.say("secretary", OpenSigning("1", HASH))
    sign_all(room).say("secretary", Issue("1"))
    assert room.refused("secretary", Supersede("1", "the wrong annex")) == "not_presiding"
    assert room.refused("chair", Supersede("1", " ")) == "bad_field"
    room.say("chair", Supersede("1", "the wrong annex"))
    room.say("secretary", GenerateMinutes())
    assert [(n, m.state) for n, m in room.state.minutes.items()] == [
        ("1", "superseded_minutes"),
        ("2", "generated"),
    ]
    assert [s.wording for s in read(room.commits, Verification(1, 1, "", "", "")).speeches] == [ADOPTED]
    numbers = [m.number for m in me(room.state, room.actor("arm"), room.now).minutes]
    assert numbers == ["1"], "the new ones are not circulated yet"


# offered


def test_a_head_is_asked_to_sign_with_the_hash_filled_in() -> None:
    room = signing()
    steps = [a for a in me(room.state, room.actor("arm"), room.now).steps if a.type == "sign"]
    assert [(a.fields["manner"], a.asks) for a in steps] == [
        ("signed", ()),
        ("with_reservation", ("words",)),
        ("refused", ("words",)),
    ]
    assert {a.fields["hash"] for a in steps} == {HASH}
    room.say("arm", Sign("1", HASH))
    assert offered(room, "arm", "sign") == []
    assert offered(room, "secr", "sign") == []
