"""A Record of one round by hand: six states, two sittings, three decisions; every text is made up.

The timeline (Moscow time, UTC+3), after `domain.md` 3.7:
7 July 10:00 called to order by the chair; four answer, KGZ is absent with notice, TJK absent; 4 of 6.
10:15 agenda adopted. Item 1: decision 1.1 (final). 10:31 KGZ joins. 10:41 BLR loses its link, back at 10:42.
Item 2: decision 2.1 (preliminary; TJK and KGZ must confirm). 11:05-11:30 the deputy presides.
11:14-11:27 suspended, inquorate. 8 July: sitting 2, TJK answers and confirms 2.1;
item 3: decision 3.1 (ad referendum, KAZ must confirm).
"""

from __future__ import annotations

from dataclasses import replace
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
from vcsession.core.record import (
    Confirmation,
    DecisionRecord,
    Interruption,
    ItemRecord,
    PresenceChange,
    PresidingInterval,
    Record,
    RollCallAnswer,
    SittingRecord,
    Speech,
    Verification,
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

DECISIONS: dict[str, Text] = {
    "1.1": {
        "en": "The volume of the training and the essentials of its two stages are agreed.",
        "ru": "Объем и основное содержание двух этапов учения согласованы.",
    },
    "2.1": {
        "en": "The executive group consists of a supervisor, two deputies and eight officers.\n"
        "Each operational group has from three to five officers.",
        "ru": "Группа руководства учением состоит из руководителя, двух заместителей и восьми офицеров.\n"
        "В каждой оперативной группе от трех до пяти офицеров.",
    },
    "3.1": {
        "en": "The supervision of the training is assigned to the Deputy Commander of the district.",
        "ru": "Руководство учением возлагается на заместителя командующего войсками округа.",
    },
}

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

FIVE = ("ARM", "BLR", "KAZ", "KGZ", "RUS")


def decision(number: str, finality: str, taken: datetime, **more: object) -> DecisionRecord:
    status = {
        "final": "adopted",
        "preliminary": "adopted_preliminarily",
        "ad_referendum": "adopted_ad_referendum",
    }
    made = DecisionRecord(
        number=number,
        item=number.split(".", maxsplit=1)[0],
        kind="text",
        text=DECISIONS[number],
        text_hash=f"{number[0]}f" * 32,
        status=status[finality],
        finality=finality,
        taken_at=taken,
        presiding="chair",
        present=FIVE,
        absent=("TJK",),
        confirm_list=(),
        confirmed_at=None,
        subject_to={},
        confirm_by=None,
        assignee={},
        due=None,
        objections=(),
        interruptions=(),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def speech(
    code: str | None, item: str, day: int, clock: str, seconds: int, kind: str = "intervention"
) -> Speech:
    began = at(day, clock)
    ended = datetime.fromtimestamp(began.timestamp() + seconds, UTC)
    return Speech(
        code, code.lower() if code else "chair", kind, item, began, began, ended, "finished", seconds
    )


def answers(day: int, present: tuple[str, ...], **others: str) -> tuple[RollCallAnswer, ...]:
    found = []
    for n, code in enumerate(STATES, 1):
        if code in present:
            found.append(RollCallAnswer(code, "present", at(day, f"10:0{n}"), code.lower()))
        else:
            found.append(RollCallAnswer(code, others[code], at(day, f"10:0{n}"), "secretary"))
    return tuple(found)


def record() -> Record:
    speeches = (
        speech("RUS", "1", 7, "10:18", 370),
        speech("KAZ", "1", 7, "10:25", 95),
        speech("BLR", "2", 7, "10:35", 200),
        speech("RUS", "2", 7, "10:39", 61, "point_of_order"),
        speech("TJK", "3", 8, "10:20", 240),
    )
    decisions = {
        "1": decision(
            "1.1", "final", at(7, "10:29"), present=("ARM", "BLR", "KAZ", "RUS"), absent=("KGZ", "TJK")
        ),
        "2": decision(
            "2.1",
            "preliminary",
            at(7, "10:43"),
            subject_to=t(
                "the figures notified by the defence departments",
                "численность, сообщаемая оборонными ведомствами",
            ),
            confirm_by=date(2020, 7, 24),
            confirm_list=(Confirmation("TJK", at(8, "10:10")), Confirmation("KGZ", None)),
            assignee=t("Joint Staff", "Объединенный штаб"),
            due=date(2020, 7, 20),
            interruptions=(at(7, "10:41"),),
        ),
        "3": decision(
            "3.1",
            "ad_referendum",
            at(8, "10:40"),
            present=tuple(STATES),
            absent=(),
            confirm_list=(Confirmation("KAZ", None),),
            confirm_by=date(2020, 7, 15),
        ),
    }
    times = {"1": (7, "10:16", "10:30"), "2": (7, "10:32", "11:50"), "3": (8, "10:15", "10:45")}
    outcomes = {"1": "agreed", "2": "agreed_preliminarily", "3": "agreed_ad_referendum"}
    items = tuple(
        ItemRecord(
            number=n,
            title=title,
            rapporteur=rapporteur,
            documents=("JS/EC20/SN2/WD.1",),
            status="concluded",
            outcome=outcomes[n],
            opened_at=at(times[n][0], times[n][1]),
            concluded_at=at(times[n][0], times[n][2]),
            speeches=tuple(s for s in speeches if s.item == n),
            decisions=(decisions[n],),
        )
        for n, title, rapporteur in ITEMS
    )
    return Record(
        convocation=convocation(),
        status="closed",
        opened_at=at(7, "10:00"),
        closed_at=at(8, "11:00"),
        agenda_adopted_at=at(7, "10:15"),
        agenda=("1", "2", "3"),
        items=items,
        sittings=(
            SittingRecord(
                number="1",
                opens_at=at(7, "10:00"),
                called_to_order_at=at(7, "10:00"),
                roll_call=answers(7, ("ARM", "BLR", "KAZ", "RUS"), KGZ="excused", TJK="absent"),
                quorum_declared_at=at(7, "10:08"),
                present=4,
                entitled=6,
                quorate=True,
                changes=(
                    PresenceChange(at(7, "10:31"), "KGZ", "arrived_late", 5),
                    PresenceChange(at(7, "10:41"), "BLR", "link_lost", 4),
                    PresenceChange(at(7, "10:42"), "BLR", "link_restored", 5),
                    PresenceChange(at(7, "11:00"), "ARM", "link_lost", 4),
                    PresenceChange(at(7, "11:01"), "ARM", "link_restored", 5),
                    PresenceChange(at(7, "11:10"), "RUS", "stepped_out", 4),
                    PresenceChange(at(7, "11:12"), "KAZ", "link_lost", 3),
                    PresenceChange(at(7, "11:14"), "KAZ", "grace_expired", 3),
                    PresenceChange(at(7, "11:25"), "RUS", "returned", 4),
                    PresenceChange(at(7, "11:26"), "KAZ", "returned", 5),
                ),
                suspensions=(Interruption(at(7, "11:14"), at(7, "11:27"), "inquorate"),),
                ended_at=at(7, "12:00"),
                outcome="adjourned",
            ),
            SittingRecord(
                number="2",
                opens_at=at(8, "10:00"),
                called_to_order_at=at(8, "10:00"),
                roll_call=answers(8, tuple(STATES)),
                quorum_declared_at=at(8, "10:09"),
                present=6,
                entitled=6,
                quorate=True,
                changes=(),
                suspensions=(),
                ended_at=at(8, "11:00"),
                outcome="closed",
            ),
        ),
        presiding=(
            PresidingInterval("chair", at(7, "10:00"), at(7, "11:05"), "chair"),
            PresidingInterval("deputy", at(7, "11:05"), at(7, "11:30"), "link"),
            PresidingInterval("chair", at(7, "11:30"), None, "chair"),
        ),
        speeches=speeches,
        verification=Verification(1, 231, "c0ffee42" * 8, "5eed" * 32, "ab" * 32),
    )


def unopened() -> Record:
    """The session is convened and nothing has happened."""
    full = record()
    return replace(
        full,
        status="convened",
        opened_at=None,
        closed_at=None,
        agenda_adopted_at=None,
        agenda=(),
        items=tuple(
            replace(
                i,
                status="provisional",
                outcome="",
                opened_at=None,
                concluded_at=None,
                speeches=(),
                decisions=(),
            )
            for i in full.items
        ),
        sittings=tuple(
            replace(
                s,
                called_to_order_at=None,
                roll_call=(),
                quorum_declared_at=None,
                present=0,
                quorate=False,
                changes=(),
                suspensions=(),
                ended_at=None,
                outcome="scheduled",
            )
            for s in full.sittings
        ),
        presiding=(),
        speeches=(),
        verification=Verification(1, 1, "aa" * 32, "", ""),
    )
