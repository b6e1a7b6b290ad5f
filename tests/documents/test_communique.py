"""The communiqué of the demo round beside what the July text told about it (`domain.md` 1, rows marked E)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.documents import played
from tests.documents.convened import at, t
from tests.documents.readers import flat, read
from tests.documents.round import unopened
from tests.documents.test_hostile import HOSTILE, pieces, with_text
from vcsession.core.record import Record
from vcsession.core.record.following import CommuniqueRecord, StatementRecord
from vcsession.documents.communique import Levels, facts, sections
from vcsession.documents.papers import formats, paper

SECRET = played.MEMBERSHIP


def demo() -> Record:
    """ECHELON-2020 as it was played by commands: the July text told it so."""
    return played.demo()


def decision_(number: str, **changes: Any) -> Record:
    """The demo round with one decision changed."""
    items = tuple(
        replace(i, decisions=tuple(replace(d, **changes) if d.number == number else d for d in i.decisions))
        for i in demo().items
    )
    return replace(demo(), items=items)


def told(language: str, levels: Levels | None = None, made: Record | None = None) -> str:
    data = paper(made or demo(), "communique", format="md", language=language, levels=levels).data
    return read("md", data).words


JULY = {
    "1 the numbered round": ("Second staff negotiations", "Вторые штабные переговоры"),
    "3 its days": ("7–8 July 2020", "7–8 июля 2020 года"),
    "4 the exercise and its forces": (
        "the special training ECHELON-2020 with the forces and means of material and technical support of "
        "the "
        "CSTO Troops (Collective Forces)",
        "специального учения с силами и средствами материально-технического обеспечения Войск "
        "(Коллективных сил) "
        "ОДКБ «Эшелон-2020»",
    ),
    "5 the place": ("CSTO Crisis Response Centre", "Центр кризисного реагирования ОДКБ"),
    "5 the mode": ("by video-conference", "в режиме видео-конференц-связи"),
    "6 the place of the exercise": (
        "Kapustin Yar training area, Russian Federation",
        "полигон «Капустин Яр», Российская Федерация",
    ),
    "7 the date of publication": ("8 July 2020 Translation.", "8 июля 2020 г. "),
    "8 what follows": ("Subsequently, the military contingents", "В последующем воинские контингенты"),
    "9 the states in their order": (
        "Delegations of the Republic of Armenia, the Republic of Belarus, the Republic of Kazakhstan, the "
        "Kyrgyz "
        "Republic, the Russian Federation and the Republic of Tajikistan took part.",
        "Приняли участие делегации Республики Армения, Республики Беларусь, Республики Казахстан, Кыргызской "
        "Республики, Российской Федерации и Республики Таджикистан.",
    ),
    "10 the defence departments": (
        "Ministry of Defence of the Republic of Armenia;",
        "Министерство обороны Республики Армения;",
    ),
    "14 the general supervision, with rank": (
        "General supervision was exercised by the First Deputy Chief of the CSTO Joint Staff, Lieutenant "
        "General.",
        "Общее руководство – первый заместитель начальника Объединенного штаба ОДКБ, генерал-лейтенант.",
    ),
    "17 the bodies of the exercise": (
        "executive group of the training, the operational groups and the national contingents involved",
        "группы руководства учением, оперативных групп и привлекаемых национальных контингентов",
    ),
    "18 the supervision, assigned to an office": (
        "The following is assigned to the Deputy Commander of the troops of the Southern Military "
        "District of the "
        "Armed Forces of the Russian Federation for Acquisition, Technology and Logistics: supervision of "
        "the training",
        "Поручено следующему должностному лицу – заместитель командующего войсками Южного военного округа "
        "Вооруженных Сил Российской Федерации по материально-техническому обеспечению: руководство учением",
    ),
    "22 what was discussed": (
        "The parties reviewed and discussed the following: volume and essentials of the stages of the "
        "special "
        "training ECHELON-2020 and the areas of its conduct; organization of the comprehensive support",
        "Стороны рассмотрели и обсудили следующее: объем, основное содержание этапов и районы проведения "
        "специального учения «Эшелон-2020»; организация всестороннего обеспечения",
    ),
    "25 agreed preliminarily": (
        "The following was agreed preliminarily: composition (preliminary membership",
        "Предварительно согласовано: составы (предварительные составы",
    ),
    "26 the purpose": (
        "The purpose of the training is to practise the tasks of ensuring the actions of the CSTO "
        "Collective Rapid "
        "Reaction Force (CRRF).",
        "Цель учения – отработка задач по обеспечению действий Коллективных сил оперативного реагирования",
    ),
    "27 the legal basis": (
        "Regulation on the procedure for the preparation and conduct of joint trainings in the CSTO format "
        "(Decision of the CSTO Collective Security Council of 28 November 2019)",
        "Положение о порядке подготовки и проведения совместных учений в формате ОДКБ (Решение Совета "
        "коллективной "
        "безопасности ОДКБ от 28 ноября 2019 г.)",
    ),
    "28 sending on": (
        "The CSTO Joint Staff will send the agreed draft document to the CSTO Permanent Council",
        "Объединенный штаб ОДКБ направит согласованный проект документа в Постоянный совет при ОДКБ",
    ),
}


@pytest.mark.parametrize("fact", JULY)
def test_each_fact_of_the_july_text_is_told_in_both_languages(fact: str) -> None:
    for language, said in zip(("en", "ru"), JULY[fact], strict=True):
        assert said in told(language) or said in flat(" ".join(sections(demo(), language).notes)) + " "


def test_no_figures_no_positions_no_reservations_nobody_below_the_lead() -> None:
    for language in ("en", "ru"):
        words = told(language)
        assert SECRET[language] not in words
        assert "General Staff of the Armed Forces of the Republic of Armenia" not in words
        assert "генерал-майор" not in words
        assert demo().convocation.symbol not in words
        assert demo().convocation.marking[language] not in words
        assert len(words.split()) < 420


REMOVED = {
    "place": ("Crisis Response Centre", "Центр кризисного реагирования"),
    "mode": ("video-conference", "видео-конференц-связи"),
    "dates": ("7–8 July", "7–8 июля"),
    "participants": ("Republic of Tajikistan", "Республики Таджикистан"),
    "represents": ("Ministry of Defence", "Министерство обороны"),
    "lead": ("Lieutenant General", "генерал-лейтенант"),
    "item:1": ("essentials of the stages", "основное содержание этапов"),
    "item:2": ("comprehensive support", "всестороннего обеспечения"),
    "decision:3.1": ("operational groups", "оперативных групп"),
    "decision:4.1": ("Southern Military District", "Южного военного округа"),
    "purpose": ("Rapid Reaction Force", "оперативного реагирования"),
    "location": ("Kapustin Yar", "Капустин Яр"),
    "follow_on:1": ("Subsequently", "В последующем"),
    "legal_basis:1": ("Collective Security Council", "Совета коллективной безопасности"),
    "follow_up": ("Permanent Council", "Постоянный совет"),
}


def test_every_fact_has_a_test_of_its_removal() -> None:
    assert set(facts(demo())) == {*REMOVED, "decision:1.1"}


@pytest.mark.parametrize("format", ["html", "md", "docx", "pdf"])
def test_a_fact_marked_no_is_gone_from_every_language_and_format(format: str) -> None:
    chosen = REMOVED if format == "md" else {fact: REMOVED[fact] for fact in ("place", "decision:3.1")}
    for fact, traces in chosen.items():
        told_and_kept: tuple[Levels, Levels] = ({}, {fact: "no"})
        for language, trace in zip(("en", "ru"), traces, strict=True):
            there, gone = (
                paper(demo(), "communique", format=format, language=language, levels=levels).data
                for levels in told_and_kept
            )
            assert pieces(trace) in pieces(read(format, there).words), (fact, language)
            assert pieces(trace) not in pieces(read(format, gone).words), (fact, language)


@pytest.mark.parametrize(("language", "text"), SECRET.items())
def test_full_tells_the_text_and_category_only_its_kind(language: str, text: str) -> None:
    assert text not in told(language, {"decision:3.1": "category"})
    assert text in told(language, {"decision:3.1": "full"})
    kind = {"en": "agreed preliminarily: composition", "ru": "Предварительно согласовано: составы"}[language]
    assert kind in told(language, {"decision:3.1": "category"})


@pytest.mark.parametrize(
    ("finality", "en", "ru"),
    [
        ("final", "The following was agreed: composition", " Согласовано: составы"),
        ("preliminary", "agreed preliminarily: composition", "Предварительно согласовано: составы"),
        ("ad_referendum", "agreed ad referendum: composition", "Согласовано ad referendum: составы"),
    ],
)
def test_how_final_a_decision_is_survives(finality: str, en: str, ru: str) -> None:
    made = decision_("3.1", finality=finality, confirmed_at=None)
    both: tuple[Levels, Levels] = ({}, {"decision:3.1": "full"})
    for levels in both:
        assert en in told("en", levels, made)
        assert ru in told("ru", levels, made)


def test_what_no_longer_stands_or_was_never_taken_is_not_told() -> None:
    for changes in (
        {"status": "revoked_decision"},
        {"finality": "", "taken_at": None, "status": "no_consensus"},
    ):
        made = decision_("3.1", **changes)
        assert "decision:3.1" not in facts(made)
        assert "composition" not in told("en", made=made)


def test_a_procedural_decision_is_news_only_where_somebody_says_so() -> None:
    assert facts(demo())["decision:1.1"] == "no"
    order = played.words(1)["en"]
    assert order in told("en", {"decision:1.1": "full"})
    assert order not in told("en")


def test_an_absent_state_is_not_named() -> None:
    first, second = demo().sittings
    away = tuple(
        replace(a, presence="not_participating") if a.delegation == "ARM" else a for a in first.roll_call
    )
    gone = tuple(
        replace(a, presence="not_participating") if a.delegation == "ARM" else a for a in second.roll_call
    )
    sittings = (replace(first, roll_call=away), replace(second, roll_call=gone))
    assert "Armenia" not in told("en", made=replace(demo(), sittings=sittings))
    assert "Republic of Armenia" in told("en")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_before_the_talks_it_tells_of_what_is_to_come(language: str) -> None:
    words = told(language, made=unopened())
    assert {"en": "are to be held", "ru": "состоятся"}[language] in words
    assert {"en": "are to take part", "ru": "Примут участие"}[language] in words
    assert not re.search("⟦|None", words)


def test_hostile_texts_stay_text() -> None:
    together = with_text(" ".join(HOSTILE.values()))
    for format in formats("communique"):
        data = paper(together, "communique", format=format, language="en").data
        words = pieces(read(format, data).words).lower()
        assert [n for n, hostile in HOSTILE.items() if pieces(hostile).lower() not in words] == []


# what the Record says of publicity


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_levels_of_the_record_hold(language: str) -> None:
    trace = REMOVED["decision:3.1"][0 if language == "en" else 1]
    assert trace not in told(language, made=decision_("3.1", publicity="no"))
    assert SECRET[language] not in told(language, made=decision_("3.1", publicity="category"))
    assert SECRET[language] in told(language, made=decision_("3.1", publicity="full"))


def test_public_words_stand_for_the_text() -> None:
    words = t("Groups of officers.", "Группы офицеров.")
    made = decision_("3.1", publicity="full", public_text=words)
    for language in ("en", "ru"):
        assert words[language] in told(language, made=made)
        assert SECRET[language] not in told(language, made=made)
    assert words["en"] not in told("en", made=decision_("3.1", publicity="category", public_text=words))


def test_a_decision_of_a_former_round_is_told_once_it_is_confirmed_here() -> None:
    assert "decision:3.1" not in facts(decision_("3.1", round="JS/EC20/SN1"))
    confirmed = decision_("3.1", round="JS/EC20/SN1", confirmed_at=at(8, "10:50"))
    assert facts(confirmed)["decision:3.1"] == "category"


def quoted(id: str, delegation: str, **more: Any) -> Record:
    words = t("We go on with our work.", "Мы продолжаем работу.")
    seat = "" if delegation else "chair"
    made = StatementRecord(id, seat, delegation, words, at(7, "10:01"), publicity="full", **more)
    return replace(demo(), statements=(made,))


def test_a_quote_needs_its_authors_leave() -> None:
    opening = quoted("opening", "", quotable=True, cleared_by="chair")
    said = "Opening the event, the First Deputy Chief of the CSTO Joint Staff said: “We go on with our work.”"
    assert said in told("en", made=opening)
    assert "«Мы продолжаем работу.»" in told("ru", made=opening)
    stated = quoted("ARM/R1", "ARM", quotable=True, cleared_by="arm")
    assert "The delegation of the Republic of Armenia stated: “We go on" in told("en", made=stated)
    for kept in (quoted("opening", ""), quoted("ARM/R1", "ARM")):
        assert "We go on" not in told("en", made=kept)
        assert "We go on" not in told("en", {"quote:opening": "full", "quote:ARM/R1": "full"}, kept)
    assert "We go on" not in told("en", {"quote:opening": "no"}, opening)


@pytest.mark.parametrize(
    ("status", "en", "ru"),
    [
        ("drafted", "Draft; not cleared", "Проект; не согласовано"),
        ("cleared", "Cleared; not released", "Согласовано; не опубликовано"),
        ("embargoed", "Cleared; embargo: 9 July 2020, 12:00", "эмбарго: 9 июля 2020 г., 12.00"),
    ],
)
def test_the_secretarys_text_goes_before_ours_with_where_it_stands(status: str, en: str, ru: str) -> None:
    text = t("The parties met.\nThey agreed.", "Стороны встретились.\nДоговорились.")
    until = at(9, "12:00") if status == "embargoed" else None
    drafted = CommuniqueRecord(status, text, "ab" * 32, (), (), until, None, "")
    made = replace(demo(), communique=drafted)
    assert en in told("en", made=made)
    assert ru in told("ru", made=made)
    assert "The parties met. They agreed." in told("en", made=made)
    assert "reviewed and discussed" not in told("en", made=made)
    released = replace(drafted, status="released", released_at=at(9, "12:00"))
    words = told("en", made=replace(demo(), communique=released))
    assert "leared" not in words
    assert "9 July 2020" in words
    unwritten = replace(drafted, status="unwritten", text={})
    assert "reviewed and discussed" in told("en", made=replace(demo(), communique=unwritten))
