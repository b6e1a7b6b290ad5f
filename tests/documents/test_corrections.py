"""Corrections, notes, signatures and corrigenda as they stand in print."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from tests.core.closing import ADOPTED, DECISION, HASH, close, decided, sign_all, signing, speech
from tests.core.timeline import Timeline, text
from tests.documents.readers import read as read_document
from vcsession.core.machines.closing import CORRECTION, MINUTES
from vcsession.core.matters.consensus import text_hash
from vcsession.core.matters.corrections import (
    KINDS,
    AcceptDecisionText,
    AcceptOwnStatement,
    Against,
    DeclineCorrection,
    NotifyCorrection,
    SubmitCorrection,
    WithdrawCorrection,
)
from vcsession.core.matters.minutes import (
    MANNERS,
    AnnexNote,
    Circulate,
    ClearForCirculation,
    GenerateMinutes,
    OverlayMinutes,
    Regenerate,
    Review,
)
from vcsession.core.matters.signatures import DraftCorrigendum, Issue, IssueCorrigendum, Sign
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents import Format, minutes, sections
from vcsession.documents.wording import LANGUAGES, Wording

PLAYED = text("Armenia asked for the second stage.")
OTHER = text("Armenia asked for the third stage.")
SLIP = text("The stages of the special training are agreed.")


def told(room: Timeline) -> Record:
    return read(room.commits, Verification(1, len(room.commits), "ab" * 32, "", ""))


def corrected() -> Timeline:
    """One of each kind: accepted, declined with a note, withdrawn, open; a decision's text corrected."""
    room = decided()
    room.say(
        "secretary", GenerateMinutes(), OverlayMinutes("1", "intervention", speech(room), PLAYED, "gist")
    )
    room.say("secretary", OverlayMinutes("1", "note", "1", text("A note to item 1."), "context"))
    room.say("secretary", Review("1"), Regenerate("1"), Review("1"))
    room.say("chair", ClearForCirculation("1"))
    close(room.at("12:00")).at("12:10").say("secretary", Circulate("1"))
    room.say("arm", SubmitCorrection("own_statement", speech(room), OTHER, "misheard"))
    room.say("kaz", SubmitCorrection("decision_text", DECISION, SLIP, "a word was left out"))
    room.say("blr", SubmitCorrection("fact", "1", text("10.07"), "our clock", text("10.05")))
    room.say("rus", SubmitCorrection("fact", "1", text("never printed"), "no matter", text("10.00")))
    room.say("tjk", SubmitCorrection("fact", "1", text("still open"), "no matter", text("10.00")))
    room.say("rus", WithdrawCorrection("RUS/C1"))
    room.say("secretary", AcceptOwnStatement("ARM/C1", "notes"), NotifyCorrection("KAZ/C1"))
    room.say("secretary", DeclineCorrection("BLR/C1", "the log says 10.05"))
    room.say("blr", AnnexNote("1", "BLR/C1", text("Our clock said 10.07.")))
    room.pass_until(room.now + timedelta(hours=48))
    room.say("chair", AcceptDecisionText("KAZ/C1"))
    return room


def printed(record: Record, language: str, *keys: str) -> str:
    found = [s.blocks for s in sections(record, language).sections if s.key in keys]
    return str(found)


ANNEXED = {
    "en": (
        "Version 2 of the minutes: provisional, circulated for corrections.",
        "Corrections are received until they close on 14 July 2020 at 12:10.",
        "ARM/C1. Correction of the delegation's own statement; delegation of the Republic of Armenia",
        "For “Armenia asked for the second stage.” read “Armenia asked for the third stage.”.",
        "Accepted on 7 July 2020 at 12:10. Checked against the secretary's notes.",
        "KAZ/C1. Correction of the text of decision 1.1; delegation of the Republic of Kazakhstan",
        "Declined on 7 July 2020 at 12:10. Reason: the log says 10.05",
        "Note of the delegation of the Republic of Belarus:",
        "Our clock said 10.07.",
    ),
    "ru": (
        "Редакция протокола № 2: предварительная, разослана для исправлений.",
        "Прием исправлений завершается 14 июля 2020 г. в 12.10.",
        "ARM/C1. Исправление собственного выступления; делегация Республики Армения",
        "Вместо «Armenia asked for the second stage.» читать «Armenia asked for the third stage.».",
        "Принято 7 июля 2020 г. в 12.10. Сверено с записями секретаря.",
        "KAZ/C1. Исправление текста решения 1.1; делегация Республики Казахстан",
        "Отклонено 7 июля 2020 г. в 12.10. Причина: the log says 10.05",
        "Примечание делегации Республики Беларусь:",
    ),
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_answers_stand_in_the_annex_with_reason_and_note(language: str) -> None:
    annex = printed(told(corrected()), language, "corrections")
    assert [said for said in ANNEXED[language] if said not in annex] == []
    for hidden in ("never printed", "still open", "RUS/C1", "TJK/C1"):
        assert hidden not in annex


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_decision_reads_as_corrected_and_its_former_text_stands_beside_it(language: str) -> None:
    record = told(corrected())
    (decision,) = sections(record, language).decisions()
    assert decision.text == "The stages of the special training are agreed."
    said = "\n".join(decision.notes)
    assert "The stages of the training are agreed." in said
    assert text_hash(ADOPTED, "ru") in said
    assert {"ru": "(исправление KAZ/C1)", "en": "(correction KAZ/C1)"}[language] in said


def test_the_wording_that_holds_and_the_notes_stand_under_their_item() -> None:
    items = printed(told(corrected()), "en", "items")
    assert "Republic of Armenia: Armenia asked for the third stage." in items
    assert "Armenia asked for the second stage." not in items
    assert "A note to item 1." in items


def test_a_draft_has_no_such_annex() -> None:
    room = decided()
    room.say("secretary", GenerateMinutes(), Review("1"))
    assert "corrections" not in {s.key for s in sections(told(room), "en").sections}


def test_a_corrigendum_and_who_signed_how_are_told() -> None:
    room = signing()
    room.say("kaz", Sign("1", HASH, "with_reservation", "Subject to reservation KAZ/R1."))
    room.say("tjk", Sign("1", HASH, "refused", "No instructions."))
    sign_all(room, "secretary", "rus", "kgz", "blr", "arm", "chair")
    room.say("secretary", Issue("1"), DraftCorrigendum("1", text("Page 2.")))
    assert "Page 2." not in printed(told(room), "en", "corrections"), "a draft"
    room.say("chair", IssueCorrigendum("1"))
    annex = printed(told(room), "en", "corrections")
    assert "Kazakhstan: signed with a reservation on 7 July 2020 at 11:20. Subject to reservation" in annex
    assert "did not sign; recorded on 7 July 2020 at 11:20. No instructions." in annex
    assert "The minutes were put to the room and adopted on 7 July 2020 at 11:20." in annex
    assert "Corr.1, issued on 7 July 2020 at 11:20" in annex
    states = [
        annex.index(of) for of in ("Republic of Armenia", "Republic of Belarus", "Republic of Tajikistan")
    ]
    assert states == sorted(states), "in protocol order, not in that of signing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_minutes_and_corrections_has_words(language: str) -> None:
    words = Wording(language, "ru")
    lacking = [
        (group, code)
        for group, codes in (
            ("minutes", MINUTES.states),
            ("correction", CORRECTION.states),
            ("correction_kind", KINDS),
            ("checked_against", get_args(Against)),
            ("manner", MANNERS),
        )
        for code in codes
        if not words.known(group, code)
    ]
    assert lacking == []


@pytest.mark.parametrize("format", get_args(Format))
def test_every_format_has_them(format: Format) -> None:
    data = minutes(told(corrected()), format=format, language="ru").data
    words = read_document(format, data).words
    assert "Сверено" in words
