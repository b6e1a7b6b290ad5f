"""The session file of the round, by hand; every text is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from vcsession.core.convocation import (
    Cell,
    Convocation,
    Delegation,
    DocumentRef,
    Draft,
    Languages,
    LegalBasis,
    Member,
    Officers,
    PlannedItem,
    PlannedSitting,
    Post,
    ReceivedProposal,
    Row,
    Subject,
)
from vcsession.core.vocabulary import Text

STATES = {
    "ARM": ("Republic of Armenia", "Республика Армения", "the Republic of Armenia", "Республики Армения"),
    "BLR": ("Republic of Belarus", "Республика Беларусь", "the Republic of Belarus", "Республики Беларусь"),
    "KAZ": (
        "Republic of Kazakhstan", "Республика Казахстан",
        "the Republic of Kazakhstan", "Республики Казахстан",
    ),
    "KGZ": ("Kyrgyz Republic", "Кыргызская Республика", "the Kyrgyz Republic", "Кыргызской Республики"),
    "RUS": ("Russian Federation", "Российская Федерация", "the Russian Federation", "Российской Федерации"),
    "TJK": (
        "Republic of Tajikistan", "Республика Таджикистан",
        "the Republic of Tajikistan", "Республики Таджикистан",
    ),
}  # fmt: skip

CHAIR: Text = {
    "en": "First Deputy Chief of the Joint Staff",
    "ru": "Первый заместитель начальника Объединенного штаба",
}
DEPUTY: Text = {"en": "Chief of the Training Directorate", "ru": "Начальник управления подготовки"}


def t(en: str, ru: str) -> Text:
    return {"en": en, "ru": ru}


def at(day: int, clock: str) -> datetime:
    """Moscow time of a day of July 2020, as the Record keeps it."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2020, 7, day, hour - 3, minute, tzinfo=UTC)


def delegation(code: str) -> Delegation:
    official, official_ru, of, of_ru = STATES[code]
    members: tuple[Member, ...] = ()
    if code == "RUS":
        members = (
            Member(
                Post(t("Officer for logistics", "Офицер по материальному обеспечению")), "alternate", True
            ),
            Member(Post(t("Officer for transport", "Офицер по перевозкам"))),
        )
    return Delegation(
        code=code,
        kind="member_state",
        official=t(official, official_ru),
        short=t(official, official_ru),
        of=t(of, of_ru),
        represents=(t(f"Ministry of Defence of {of}", f"Министерство обороны {of_ru}"),),
        head=Post(
            t(
                f"Deputy Chief of the General Staff of {of}",
                f"Заместитель начальника Генерального штаба {of_ru}",
            ),
            t("Major General", "генерал-майор"),
        ),
        time_zone="Europe/Moscow",
        members=members,
    )


def convocation() -> Convocation:
    return Convocation(
        id="echelon-2020",
        symbol="JS/EC20/SN2",
        kind="staff_negotiations",
        ordinal=2,
        organisation=t(
            "Collective Security Treaty Organization", "Организация Договора о коллективной безопасности"
        ),
        subject=Subject(
            kind="exercise",
            name=t("special training ECHELON-2020", "специальное учение «Эшелон-2020»"),
            year=2020,
            forces=t("forces of material support", "силы материального обеспечения"),
            purpose=t("to practise support on the march", "отработка обеспечения на марше"),
            location=t("Kapustin Yar training area", "полигон «Капустин Яр»"),
            host_state="RUS",
            follow_on=(t("A joint operation will follow.", "В последующем состоится совместная операция."),),
        ),
        title=t(
            "Second staff negotiations on the organization and conduct of the special training ECHELON-2020",
            "Вторые штабные переговоры по вопросам проведения специального учения «Эшелон-2020»",
        ),
        purpose=t("To agree on the preliminary membership.", "Согласовать предварительные составы."),
        date_from=date(2020, 7, 7),
        date_to=date(2020, 7, 8),
        time_zone="Europe/Moscow",
        venue=t("Crisis Response Centre, Moscow", "Центр кризисного реагирования, г. Москва"),
        mode="remote",
        host_body=t("Joint Staff", "Объединенный штаб"),
        languages=Languages(working=("ru", "en"), authentic="ru"),
        legal_basis=(
            LegalBasis(
                instrument=t("Regulation on joint trainings", "Положение о совместных учениях"),
                approving_act=t("Decision", "Решение"),
                approving_body=t("Collective Security Council", "Совет коллективной безопасности"),
                date=date(2019, 11, 28),
            ),
        ),
        overall_lead=Post(CHAIR, t("Lieutenant General", "генерал-лейтенант")),
        delegations=tuple(map(delegation, STATES)),
        officers=Officers(
            chair=Post(CHAIR, t("Lieutenant General", "генерал-лейтенант")),
            deputies=(Post(DEPUTY, t("Major General", "генерал-майор")),),
            secretaries=(Post(t("Secretary of the negotiations", "Секретарь переговоров")),),
        ),
        sittings=(PlannedSitting("1", at(7, "10:00")), PlannedSitting("2", at(8, "10:00"))),
        agenda=tuple(
            PlannedItem(n, title, rapporteur, 60, ("JS/EC20/SN2/WD.1",)) for n, title, rapporteur in ITEMS
        ),
        documents=(DocumentRef("JS/EC20/SN2/WD.1", t("Explanatory note", "Пояснительная записка")),),
        draft=Draft(
            "JS/EC20/SN2/WD.3",
            t("Draft plan", "Проект плана"),
            (
                Row(
                    "1",
                    t("Stage one: arrival", "Первый этап: прибытие"),
                    (
                        Cell("1.date", "date", t("17–18 August 2020", "17–18 августа 2020 г.")),
                        Cell("1.venue", "venue", t("Kapustin Yar", "Капустин Яр")),
                        Cell("1.composition", "composition", t("Operational groups", "Оперативные группы")),
                        Cell("1.responsible", "responsible", t("Joint Staff", "Объединенный штаб")),
                    ),
                ),
            ),
        ),
        proposals=(
            ReceivedProposal(
                "RUS/1",
                "RUS",
                "amendment",
                "1.date",
                date(2020, 6, 26),
                t("19–22 August 2020", "19–22 августа 2020 г."),
            ),
        ),
        marking=t("For official use", "Для служебного пользования"),
        follow_up=t(
            "The Joint Staff will send the agreed draft to the Permanent Council.",
            "Объединенный штаб направит согласованный проект в Постоянный совет.",
        ),
    )


ITEMS: tuple[tuple[str, Text, Text], ...] = (
    (
        "1",
        t("Volume and stages of the training", "Объем и этапы учения"),
        t("Training Directorate", "Управление подготовки"),
    ),
    (
        "2",
        t("Preliminary membership", "Предварительные составы"),
        t("Training Directorate", "Управление подготовки"),
    ),
    ("3", t("Supervision of the training", "Руководство учением"), t("Joint Staff", "Объединенный штаб")),
)
