"""What stands beside a decision, printed: reservations word for word, silence to its minute, replacements."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import get_args

import pytest

from tests.core.timeline import MOSCOW, STATES, Timeline, text
from tests.documents.readers import read as read_document
from vcsession.core.matters.agenda import ConcludeItem
from vcsession.core.matters.decisions import Adopt, AdoptPreliminarily, PutToRoom, ReadOut, TableDecision
from vcsession.core.matters.reservations import (
    KINDS,
    AnnounceReservation,
    LiftReservation,
    RecordReservation,
    SubmitText,
)
from vcsession.core.matters.silence import AmendAndSupersede, BreakSilence, PutUnderSilence, Revoke
from vcsession.core.matters.sittings import AdjournSitting
from vcsession.core.reading import read
from vcsession.core.record import Record, Verification
from vcsession.documents import Form, Format, minutes, sections
from vcsession.documents.sections import Paragraph, Section, as_data

VERBATIM = "Վերապահում։ Կատարվում է, եթե ծախսերը հոգում է ուղարկող պետությունը։\nSecond line."
UNTIL = datetime(2020, 7, 9, 2, 0, tzinfo=MOSCOW)
AUGUST = date(2020, 8, 1)


def decided() -> Timeline:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", Adopt(d))
    return room


def told(room: Timeline) -> Record:
    return read(room.commits, Verification(1, len(room.commits), "ab" * 32, "", ""))


def reserved() -> Record:
    """One recorded, one that never came, one lifted, a statement to the protocol that is awaited."""
    room = decided()
    room.at("12:00").say("arm", AnnounceReservation("reservation", "1.1"))
    room.say("kaz", AnnounceReservation("interpretative_statement", "1.1"))
    room.say("rus", AnnounceReservation("reservation", "1.1"), SubmitText("RUS/R1", "never printed"))
    room.say("rus", LiftReservation("RUS/R1"))
    room.at("13:00").say("chair", AdjournSitting("1"))
    room.at("13:20").say("arm", SubmitText("ARM/R1", VERBATIM, "hy"))
    room.at("13:25").say("secretary", RecordReservation("ARM/R1"))
    room.at("15:00").say("tjk", AnnounceReservation("statement_for_the_record"))
    return told(room)


def annex(record: Record, language: str, form: Form = "full") -> Section:
    return next(s for s in sections(record, language, form).sections if s.key == "reservations")


def notes(record: Record, language: str, number: str = "1.1") -> str:
    decision = next(d for d in sections(record, language).decisions() if d.number == number)
    return "\n".join(decision.notes)


UNDER = {
    "en": (
        "ARM/R1: the delegation of the Republic of Armenia announced a reservation on 7 July 2020 at 12:00. "
        "Its text, received on 7 July 2020 at 13:20, is annexed word for word.",
        "KAZ/R1: the delegation of the Republic of Kazakhstan announced an interpretative statement "
        "on 7 July 2020 at 12:00. No text was received.",
        "RUS/R1: the delegation of the Russian Federation announced a reservation "
        "on 7 July 2020 at 12:00. Lifted on 7 July 2020 at 12:00.",
    ),
    "ru": (
        "ARM/R1: 7 июля 2020 г. в 12.00 делегация Республики Армения объявила об оговорке. "
        "Текст поступил 7 июля 2020 г. в 13.20 и приводится в приложении дословно.",
        "KAZ/R1: 7 июля 2020 г. в 12.00 делегация Республики Казахстан объявила о заявлении о толковании. "
        "Текст не поступил.",
        "Оговорка снята 7 июля 2020 г. в 12.00.",
    ),
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_reservation_stands_under_its_decision_and_says_what_became_of_it(language: str) -> None:
    printed = notes(reserved(), language)
    assert [said for said in UNDER[language] if said not in printed] == []
    assert VERBATIM not in printed, "its words stand in the annex"
    assert "TJK" not in printed, "what is said to the protocol belongs to no decision"


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_annex_holds_the_text_verbatim_with_its_language(language: str, form: Form) -> None:
    blocks = annex(reserved(), language, form).blocks
    lead = {"ru": "Текст, как поступил, на армянском языке:", "en": "As received, in Armenian:"}[language]
    assert Paragraph(VERBATIM, lead=lead) in blocks
    printed = str(blocks)
    assert "never printed" not in printed, "its author lifted it before it was recorded"
    title = {
        "ru": "TJK/R1. Заявление для протокола. Делегация Республики Таджикистан; протокол в целом",
        "en": "TJK/R1. Statement for the record. Delegation of the Republic of Tajikistan; the minutes as a "
        "whole",
    }[language]
    assert title in printed


@pytest.mark.parametrize("format", get_args(Format))
def test_every_format_prints_the_words_of_the_author(format: Format) -> None:
    words = read_document(format, minutes(reserved(), format=format, language="ru").data).words
    assert "Վերապահում։ Կատարվում է, եթե ծախսերը հոգում է ուղարկող պետությունը։" in words
    assert "Second line." in words


def test_programs_get_the_text_exactly_as_it_came() -> None:
    data = json.loads(minutes(reserved(), format="json", language="en").data)
    first = data["reservations"][0]
    assert (first["number"], first["text"], first["language"]) == ("ARM/R1", VERBATIM, "hy")
    assert data["decisions"][0]["reservations"] == ["ARM/R1", "KAZ/R1", "RUS/R1"]


def test_without_a_reservation_there_is_no_annex() -> None:
    assert "reservations" not in {s.key for s in sections(told(decided()), "en").sections}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_was_received_is_printed_before_the_secretary_records_it(language: str) -> None:
    room = decided()
    room.say("arm", AnnounceReservation("reservation", "1.1"), SubmitText("ARM/R1", VERBATIM))
    assert VERBATIM in {b.text for b in annex(told(room), language).blocks if isinstance(b, Paragraph)}


# silence


def silent() -> Timeline:
    room = Timeline().sitting()
    room.at("10:41").read_out()
    room.say("chair", PutUnderSilence("1.1", UNTIL))
    return room


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "to expire on 9 July 2020 at 02:00 (on 8 July 2020 at 23:00 UTC)."),
        ("ru", "срок истекает 9 июля 2020 г. в 02.00 (8 июля 2020 г. в 23.00 UTC)."),
    ],
)
def test_a_running_silence_gives_the_text_and_the_expiry_in_the_sessions_time_and_in_utc(
    language: str, said: str
) -> None:
    made = sections(told(silent()), language)
    printed = str(next(s.blocks for s in made.sections if s.key == "items"))
    assert said in printed
    assert "The stages of the training are agreed." in printed
    assert {"en": "7 July 2020", "ru": "7 июля 2020 г."}[language] in made.status, "it stands as of now"


def test_a_decision_adopted_by_silence_says_so_as_of_its_expiry() -> None:
    room = silent()
    room.pass_until(UNTIL)
    (decision,) = sections(told(room), "en").decisions()
    assert decision.finality == "final"
    assert decision.standing == (
        "Adopted under the silence procedure, which ended unbroken on 9 July 2020 at 02:00; "
        "the decision is final."
    )
    assert "The silence was not broken." in "\n".join(decision.notes)


def test_a_broken_silence_names_who_broke_it_and_with_which_words() -> None:
    room = silent()
    room.at("12:00").say("kaz", BreakSilence("1.1", "amendment", "Two stages."))
    printed = str(next(s.blocks for s in sections(told(room), "en").sections if s.key == "items"))
    assert (
        "The silence was broken on 7 July 2020 at 12:00 by the delegation of the Republic of Kazakhstan "
        "with an amendment: Two stages."
    ) in printed


# replaced, revoked


def test_old_and_new_decision_refer_to_each_other() -> None:
    room = decided()
    room.say("secretary", TableDecision("1", "text", text("Two stages."), supersedes="1.1"), ReadOut("1.2"))
    room.say("chair", PutToRoom("1.2"))
    room.agree("1.2", *STATES).say("chair", Adopt("1.2"), AmendAndSupersede("1.1"))
    record = told(room)
    assert "Replaced by decision 1.2 on 7 July 2020 at 10:41." in notes(record, "en")
    assert "It replaces decision 1.1." in notes(record, "en", "1.2")
    assert [d.finality for d in sections(record, "en").decisions()] == ["void", "final"]


def test_a_revoked_decision_says_when() -> None:
    room = Timeline().sitting()
    d = room.at("10:41").put()
    room.agree(d, *STATES).say("chair", AdoptPreliminarily(d, text("strength"), AUGUST))
    room.at("11:00").say("chair", Revoke(d), ConcludeItem("1", "noted"))
    assert "Отменено 7 июля 2020 г. в 11.00." in notes(told(room), "ru")


# the words are complete


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_word_is_missing_at_any_stage(language: str) -> None:
    room = silent()
    room.say("kaz", BreakSilence("1.1", "objection", "No."))
    room.put()
    room.agree("1.2", *STATES).say("chair", Adopt("1.2"))
    for kind in KINDS:
        room.say("arm", AnnounceReservation(kind, "1.2"), AnnounceReservation(kind))
    room.say("arm", SubmitText("ARM/R1", "text"), LiftReservation("ARM/R2", "No. 7"))
    room.say("secretary", RecordReservation("ARM/R1"))
    room.at("12:00").say("chair", AdjournSitting("1"))
    room.at("14:00")
    for until in range(1, len(room.commits) + 1):
        record = read(room.commits[:until], Verification(1, until, "ab" * 32, "", ""))
        printed = json.dumps(as_data(sections(record, language)), ensure_ascii=False)
        assert "⟦" not in printed
        assert "None" not in printed
