"""The words: complete in both languages, right in their forms, and honest where something is missing."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from tests.documents.convened import at, t
from tests.documents.readers import read
from tests.documents.round import record, unopened
from tests.documents.unusual import bare, everything
from vcsession.core.convocation import Member, Post
from vcsession.core.record import (
    Confirmation,
    Interruption,
    PresenceChange,
)
from vcsession.core.rules import Rules, SpeechKind
from vcsession.documents import Form, Format, minutes, sections
from vcsession.documents.grammar import English, Russian, offset
from vcsession.documents.sections import Facts, Paragraph, Table, as_data
from vcsession.documents.wording import LANGUAGES, Wording, modules


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("made", [record, unopened, everything, bare])
def test_no_word_is_missing(made: Any, form: Form, language: str) -> None:
    printed = json.dumps(as_data(sections(made(), language, form)), ensure_ascii=False)
    assert "⟦" not in printed
    assert "None" not in printed


def test_a_missing_word_shows_where_it_is_missing() -> None:
    """The good twin of the test above: a hole is seen."""
    full = record()
    suspensions = (Interruption(at(7, "11:00"), None, "weather"),)
    strange = replace(full, sittings=(replace(full.sittings[0], suspensions=suspensions),))
    assert "⟦reason.weather⟧" in json.dumps(as_data(sections(strange, "en")), ensure_ascii=False)
    words = Wording("en", "ru")
    assert words.say("quorum", at="at 10:00", present=4, quorate=True).startswith(
        "At 10:00 the presiding officer"
    )
    assert "⟦entitled⟧" in words.say("quorum", at="at 10:00", present=4, quorate=True)
    assert words.say("no_such_sentence") == "⟦no_such_sentence⟧"
    assert words.label("no_such_label") == "⟦no_such_label⟧"


def test_the_languages_have_the_same_sentences_with_the_same_facts() -> None:
    def macros(language: str) -> dict[str, tuple[str, ...]]:
        sentences, _ = modules(language)
        return {
            name: macro.arguments for name, macro in vars(sentences).items() if hasattr(macro, "arguments")
        }

    def tables(language: str) -> dict[str, set[str]]:
        sentences, terms = modules(language)
        groups = {group: set(words) for group, words in terms.words.items()}
        return groups | {"labels": set(terms.labels), "rounds": set(sentences.rounds)}

    assert len(macros("en")) > 40
    assert macros("ru") == macros("en")
    assert tables("ru") == tables("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_a_session_has_words(language: str) -> None:
    words = Wording(language, "ru")
    assert [f.name for f in fields(Rules) if not words.known("rule", f.name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_speech_but_the_plain_one_says_its_kind(language: str) -> None:
    words = Wording(language, "ru")
    assert [kind for kind in get_args(SpeechKind) if not words.known("speech", kind)] == ["intervention"]


def test_the_limits_of_speeches_are_printed_by_kind() -> None:
    c = record().convocation
    rules = replace(c.rules, speech_limits={"point_of_order": 120, "reply": 90})
    printed = str(sections(replace(record(), convocation=replace(c, rules=rules)), "en"))
    assert "point of order: 2 min; reply: 90 s" in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_that_has_not_begun_has_provisional_minutes(language: str) -> None:
    made = sections(unopened(), language)
    provisional, not_opened, not_adopted, none_taken = {
        "ru": (
            "Предварительный текст (запись 1)",
            "Переговоры не открыты.",
            "Повестка дня не утверждалась. Предварительная повестка дня:",
            "Решения не принимались.",
        ),
        "en": (
            "Provisional text (entry 1)",
            "The negotiations were not opened.",
            "The agenda was not adopted. Provisional agenda:",
            "No decisions were taken.",
        ),
    }[language]
    assert made.status.startswith(provisional)
    words = read("json", minutes(unopened(), format="json", language=language).data).words
    assert [said for said in (not_opened, not_adopted, none_taken) if said not in words] == []


@pytest.mark.parametrize("format", get_args(Format))
@pytest.mark.parametrize("made", [unopened, everything, bare])
def test_an_unusual_session_is_laid_out_in_every_format(made: Any, format: Format) -> None:
    words = read(format, minutes(made(), format=format, language="ru").data).words
    assert "ПРОТОКОЛ" in words


def test_a_text_runs_from_provisional_to_signature_to_issue() -> None:
    full = record()
    states = ("open", "closed", "archived")
    running, closed, archived = (sections(replace(full, status=s), "en").status for s in states)
    assert running == "Provisional text as it stood on 8 July 2020 at 11:00 (entry 231)"
    assert closed == running, "the session being closed makes no minutes final"
    assert archived == ""


def test_a_missing_translation_prints_the_authentic_text_and_says_so() -> None:
    full = record()
    items = tuple(
        replace(i, decisions=tuple(replace(d, text={"ru": "Только по-русски."}) for d in i.decisions))
        for i in full.items
    )
    english = sections(replace(full, items=items), "en")
    assert {d.text for d in english.decisions()} == {"Только по-русски. (translation to follow)"}
    assert english.notes == ("Translation. The Russian text is authentic.",)
    russian = sections(replace(full, items=items), "ru")
    assert {d.text for d in russian.decisions()} == {"Только по-русски."}
    assert russian.notes == ("Подлинный текст на русском языке.",)


def test_an_authentic_english_text_is_marked_in_russian() -> None:
    c = record().convocation
    english = replace(c, languages=replace(c.languages, authentic="en"), venue={"en": "Geneva"})
    printed = json.dumps(as_data(sections(replace(record(), convocation=english), "ru")), ensure_ascii=False)
    assert "Geneva (перевод последует)" in printed
    assert "Перевод. Аутентичным является текст на английском языке." in printed


def test_a_confirmed_decision_is_final_and_still_says_how_it_was_agreed() -> None:
    full = record()
    confirmed = replace(
        full.items[2].decisions[0],
        status="adopted",
        confirmed_at=at(14, "12:00"),
        confirm_list=(Confirmation("KAZ", at(14, "12:00")),),
    )
    items = (*full.items[:2], replace(full.items[2], decisions=(confirmed,)))
    *_, decision = sections(replace(full, items=items), "en").decisions()
    assert decision.finality == "final"
    assert decision.standing == (
        "Agreed ad referendum on 8 July 2020 at 10:40. "
        "The delegation of the Republic of Kazakhstan confirmed it on 14 July 2020 at 12:00. "
        "Confirmed on 14 July 2020 at 12:00; the decision is final."
    )


def test_a_brief_loss_of_link_stays_in_the_annex_unless_it_touched_a_decision() -> None:
    body, annex = "", ""
    for section in sections(record(), "en").sections:
        text = json.dumps([str(b) for b in section.blocks], ensure_ascii=False)
        body, annex = (body, annex + text) if section.annex else (body + text, annex)
    assert "connection with the delegation of the Republic of Belarus was lost" in body
    assert "connection with the delegation of the Republic of Kazakhstan was lost" in body
    assert "connection with the delegation of the Republic of Armenia was lost" not in body
    assert "11:00', 'Republic of Armenia', 'connection lost'" in annex


def test_a_long_list_of_members_goes_to_an_annex_and_the_body_counts_them() -> None:
    full = record()
    members = tuple(Member(Post(t(f"Officer {n}", f"Офицер {n}"))) for n in range(1, 6))
    delegations = tuple(replace(d, members=members) for d in full.convocation.delegations)
    many = replace(full, convocation=replace(full.convocation, delegations=delegations))
    made = sections(many, "ru")
    participants = next(str(s.blocks) for s in made.sections if s.key == "participants")
    assert "5 членов делегации (приложение 1)" in participants
    assert "Офицер 3" not in participants
    annex = next(s for s in made.sections if s.annex)
    assert annex.title == "Приложение 1. Состав делегаций"
    assert "Офицер 3" in str(annex.blocks)


def test_a_quorum_is_declared_or_gone_without_or_not_reached() -> None:
    full = record()
    sitting = full.sittings[0]

    def opening(**changes: Any) -> str:
        changed = replace(full, sittings=(replace(sitting, **changes),))
        return str(next(s.blocks for s in sections(changed, "ru").sections if s.key == "opening"))

    assert "объявил о наличии кворума: присутствовали 4 делегации из 6." in opening()
    assert (
        "Кворума не было: присутствовали 3 делегации из 6; заседание проводилось только для обсуждения."
        in (opening(quorum_declared_at=None, quorate=False, present=3))
    )
    assert "Наличие кворума не объявлялось." in (
        opening(quorum_declared_at=None, quorate=False, present=0, entitled=0)
    )


def test_the_text_is_printed_with_its_versions_brackets_and_hashes() -> None:
    made = sections(everything(), "en")
    (annex,) = (s for s in made.sections if s.key == "text")
    counts, table, _, hashes = annex.blocks
    assert counts == Paragraph(
        "Units agreed: 1; agreed preliminarily: 1; agreed ad referendum: 1; open: 1; in brackets: 1."
    )
    assert isinstance(table, Table)
    in_brackets = next(row for row in table.rows if "in brackets" in row[3])
    assert in_brackets[1].startswith("[19 August]\n[20 August] – ")
    prelim = next(row for row in table.rows if "(p)" in row[3])
    assert "to be confirmed by: Republic of Kazakhstan" in prelim[3]
    assert "at the request of the delegation: Republic of Kazakhstan (decision 1.1)" in prelim[3]
    assert isinstance(hashes, Facts)
    assert hashes.digits
    left = str(next(s.blocks for s in made.sections if s.key == "open"))
    assert "Text in brackets: " in left
    untouched = [s.key for s in sections(record(), "en").sections]
    assert "text" not in untouched, "nothing became of it"


def test_a_proposal_names_its_unit_its_author_and_its_reason() -> None:
    (proposal,) = record().proposals
    explained = replace(proposal, author=t("Logistics", "Тыл"), rationale=t("One day more.", "Ещё сутки."))
    made = sections(replace(record(), proposals=(explained,)), "ru")
    table = next(section.blocks[0] for section in made.sections if section.key == "proposals")
    assert isinstance(table, Table)
    assert table.rows == (
        (
            "RUS/1",
            "Российская Федерация\nТыл",
            "поправка",
            "1. Сроки",
            "26 июня 2020 г.",
            "19–22 августа 2020 г.\nОбоснование: Ещё сутки.",
            "принято",
        ),
    )


def test_a_sitting_past_midnight_dates_what_happened_after_it() -> None:
    full = record()
    late = PresenceChange(datetime(2020, 7, 7, 21, 30, tzinfo=UTC), "KGZ", "arrived_late", 5)
    sitting = replace(full.sittings[0], changes=(late,))
    printed = str(sections(replace(full, sittings=(sitting,)), "ru"))
    assert "8 июля 2020 г. в 00.30 к заседанию присоединилась делегация Кыргызской Республики" in printed


@pytest.mark.parametrize(
    ("first", "last", "ru", "en"),
    [
        ((2020, 7, 8), (2020, 7, 8), "8 июля 2020 г.", "8 July 2020"),
        ((2020, 7, 7), (2020, 7, 8), "7–8 июля 2020 года", "7–8 July 2020"),
        ((2020, 6, 30), (2020, 7, 2), "30 июня – 2 июля 2020 года", "30 June – 2 July 2020"),
        (
            (2020, 12, 30),
            (2021, 1, 2),
            "30 декабря 2020 года – 2 января 2021 года",
            "30 December 2020 – 2 January 2021",
        ),
    ],
)
def test_a_range_of_dates(first: tuple[int, int, int], last: tuple[int, int, int], ru: str, en: str) -> None:
    assert Russian().date_range(date(*first), date(*last)) == ru
    assert English().date_range(date(*first), date(*last)) == en


@pytest.mark.parametrize(
    ("counts", "form"),
    [
        ([1, 21, 101, 1001], "делегация"),
        ([2, 3, 4, 22, 104], "делегации"),
        ([0, 5, 11, 12, 14, 20, 111, 112], "делегаций"),
    ],
)
def test_russian_counts(counts: list[int], form: str) -> None:
    assert {Russian().plural(n, "делегация", "делегации", "делегаций") for n in counts} == {form}


def test_an_offset_from_utc_has_its_minutes_and_its_sign() -> None:
    assert offset(ZoneInfo("Europe/Moscow"), date(2020, 7, 7)) == "UTC+3"
    assert offset(ZoneInfo("Asia/Almaty"), date(2020, 7, 7)) == "UTC+6"
    assert offset(ZoneInfo("Asia/Almaty"), date(2024, 7, 7)) == "UTC+5"
    assert offset(timezone(timedelta(hours=-3, minutes=-30)), date(2020, 7, 7)) == "UTC-3:30"


@pytest.mark.parametrize(
    ("kind", "ordinal", "title", "ru"),
    [
        (
            "staff_negotiations",
            2,
            "Вторые штабные переговоры по плану",
            "вторых штабных переговоров по плану",
        ),
        ("consultations", 1, "Первые консультации по проекту", "первых консультаций по проекту"),
        ("working_group_meeting", 3, "Третье заседание рабочей группы", "третьего заседания рабочей группы"),
        ("staff_negotiations", 1, "Обмен мнениями", "первых штабных переговоров: Обмен мнениями"),
        ("staff_negotiations", 12, "", "12-х штабных переговоров"),
    ],
)
def test_the_title_goes_into_the_genitive(kind: str, ordinal: int, title: str, ru: str) -> None:
    assert Wording("ru", "ru").say("subtitle", kind=kind, ordinal=ordinal, title=title) == ru


@pytest.mark.parametrize(
    ("ordinal", "title", "en"),
    [
        (2, "Second staff negotiations on the plan", "of the second staff negotiations on the plan"),
        (21, "21st staff negotiations", "of the 21st staff negotiations"),
        (12, "An exchange", "of the 12th staff negotiations: An exchange"),
    ],
)
def test_the_english_title(ordinal: int, title: str, en: str) -> None:
    assert Wording("en", "en").say("subtitle", kind="staff_negotiations", ordinal=ordinal, title=title) == en
