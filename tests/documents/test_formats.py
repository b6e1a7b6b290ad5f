"""Every format opens, and holds the same decisions, roll-call and presiding officers, in both languages."""

from __future__ import annotations

from functools import cache
from typing import get_args

import pytest

from tests.documents.readers import Held, flat, read
from tests.documents.round import DECISIONS, record
from vcsession.documents import Document, Format, UnknownFormat, UnknownLanguage, minutes, sections

FORMATS: tuple[Format, ...] = get_args(Format)
LANGUAGES = ("ru", "en")


@cache
def document(format: Format, language: str) -> Document:
    return minutes(record(), format=format, language=language)


@cache
def held(format: Format, language: str) -> Held:
    return read(format, document(format, language).data)


STANDING = {
    "ru": {
        "1.1": "Принято консенсусом 7 июля 2020 г. в 10.29; решение является окончательным.",
        "2.1": "Согласовано предварительно 7 июля 2020 г. в 10.43. "
        "Условие: численность, сообщаемая оборонными ведомствами. Срок подтверждения: до 24 июля 2020 г. "
        "Должна подтвердить делегация Кыргызской Республики. "
        "Делегация Республики Таджикистан подтвердила решение 8 июля 2020 г. в 10.10.",
        "3.1": "Согласовано ad referendum 8 июля 2020 г. в 10.40. Срок подтверждения: до 15 июля 2020 г. "
        "Должна подтвердить делегация Республики Казахстан.",
    },
    "en": {
        "1.1": "Adopted by consensus on 7 July 2020 at 10:29; the decision is final.",
        "2.1": "Agreed preliminarily on 7 July 2020 at 10:43. "
        "Subject to: the figures notified by the defence departments. To be confirmed by 24 July 2020. "
        "Confirmation awaited from the delegation of the Kyrgyz Republic. "
        "The delegation of the Republic of Tajikistan confirmed it on 8 July 2020 at 10:10.",
        "3.1": "Agreed ad referendum on 8 July 2020 at 10:40. To be confirmed by 15 July 2020. "
        "Confirmation awaited from the delegation of the Republic of Kazakhstan.",
    },
}

SAID = {
    "ru": (
        "вторых штабных переговоров по вопросам проведения специального учения «Эшелон-2020»",
        "7–8 июля 2020 года",
        "Часовой пояс",
        "Республика Армения (10.01), Республика Беларусь (10.02), Республика Казахстан (10.03), "
        "Российская Федерация (10.05).",
        "Отсутствовала с уведомлением: Кыргызская Республика.",
        "Отсутствовала: Республика Таджикистан.",
        "В 10.08 председательствующий объявил о наличии кворума: присутствовали 4 делегации из 6.",
        "Заседание открыто в 10.00. Председательствовал: Первый заместитель начальника Объединенного штаба.",
        "В 10.31 к заседанию присоединилась делегация Кыргызской Республики; присутствовали 5 из 6.",
        "С 11.05 до 11.30 председательствовал: Начальник управления подготовки, "
        "в связи с потерей связи с председательствующим.",
        "С 11.14 до 11.27 заседание прерывалось; причина: отсутствие кворума.",
        "Рассмотрение прерывалось: в 10.41.",
        "Исполнитель: Объединенный штаб. Срок исполнения: 20 июля 2020 г.",
        "Решение 2.1 подлежит подтверждению (Кыргызская Республика) до 24 июля 2020 г.",
        "Совершено 8 июля 2020 г. в одном подлинном экземпляре на русском языке.",
        "Глава делегации Республики Таджикистан",
    ),
    "en": (
        "of the second staff negotiations on the organization and conduct of the special training",
        "7–8 July 2020",
        "Moscow time (UTC+3)",
        "Republic of Armenia (10:01), Republic of Belarus (10:02), Republic of Kazakhstan (10:03), "
        "Russian Federation (10:05).",
        "Absent with notice: Kyrgyz Republic.",
        "Absent: Republic of Tajikistan.",
        "At 10:08 the presiding officer declared the quorum: 4 of 6 delegations were present.",
        "The sitting was called to order at 10:00. Presiding: First Deputy Chief of the Joint Staff.",
        "At 10:31 the delegation of the Kyrgyz Republic joined the sitting; 5 of 6 were present.",
        "From 11:05 to 11:30 the sitting was presided over by the Chief of the Training Directorate, "
        "owing to loss of connection with the presiding officer.",
        "The sitting was suspended from 11:14 to 11:27 for lack of a quorum.",
        "Its consideration was interrupted at 10:41.",
        "Assigned to: Joint Staff. Due by 20 July 2020.",
        "Decision 2.1 is to be confirmed (Kyrgyz Republic) by 24 July 2020",
        "Done on 8 July 2020 in one original in the Russian language.",
        "Head of the delegation of the Republic of Tajikistan",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_format_holds_each_decision_word_for_word_with_its_finality(format: Format, language: str) -> None:
    expected = tuple((n, flat(text[language]), STANDING[language][n]) for n, text in DECISIONS.items())
    assert held(format, language).decisions == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_formats_cannot_drift_apart(language: str) -> None:
    decisions = {format: held(format, language).decisions for format in FORMATS}
    assert len(set(decisions.values())) == 1, decisions


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_format_says_who_was_there_who_presided_and_what_happened_when(
    format: Format, language: str
) -> None:
    words = held(format, language).words
    assert [said for said in SAID[language] if said not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_the_short_form_keeps_the_decisions_and_leaves_out_the_speakers(
    format: Format, language: str
) -> None:
    short = read(format, minutes(record(), format=format, language=language, form="short").data)
    assert short.decisions == held(format, language).decisions
    took_the_floor = {"ru": "ВЫСТУПИЛИ:", "en": "TOOK THE FLOOR:"}[language]
    assert took_the_floor not in short.words
    assert took_the_floor in held(format, language).words


@pytest.mark.parametrize("format", FORMATS)
def test_a_document_has_its_type_and_a_plain_file_name(format: Format) -> None:
    made = document(format, "ru")
    assert made.file_name == f"JS-EC20-SN2-minutes-ru.{format}"
    assert (
        made.content_type.split(";")[0]
        == {
            "html": "text/html",
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "md": "text/markdown",
            "akn": "application/akn+xml",
            "json": "application/json",
        }[format]
    )


def test_the_short_form_has_a_file_name_of_its_own() -> None:
    made = minutes(record(), format="md", language="en", form="short")
    assert made.file_name == "JS-EC20-SN2-minutes-short-en.md"


def test_what_is_not_offered_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownFormat, match=r"^There is no format “odt”; choose one of html, pdf, .*\.$"):
        minutes(record(), format="odt", language="ru")  # type: ignore[arg-type]
    with pytest.raises(UnknownFormat, match=r"^There is no form “long”; choose one of full, short\.$"):
        minutes(record(), format="md", language="ru", form="long")  # type: ignore[arg-type]
    with pytest.raises(UnknownLanguage, match=r"^There is no wording in “fr”; choose one of en, ru\.$"):
        sections(record(), "fr")
    assert issubclass(UnknownFormat, ValueError)
    assert issubclass(UnknownLanguage, ValueError)
