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

from tests.documents.convened import ITEMS, STATES, at, convocation, t
from vcsession.core.record import (
    Confirmation,
    DecisionRecord,
    Interruption,
    ItemRecord,
    PaperRecord,
    PresenceChange,
    PresidingInterval,
    ProposalRecord,
    Record,
    RollCallAnswer,
    SittingRecord,
    Speech,
    Verification,
)
from vcsession.core.vocabulary import Text

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
        proposals=(
            ProposalRecord(
                "RUS/1",
                "RUS",
                "amendment",
                "1.date",
                t("19–22 August 2020", "19–22 августа 2020 г."),
                {},
                {},
                (),
                date(2020, 6, 26),
                None,
                "accepted",
                "1",
                {},
                {},
                False,
                "",
                "",
                "",
                None,
            ),
        ),
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
        papers=tuple(
            PaperRecord(
                d.symbol,
                d.title,
                "ru",
                "authentic",
                "",
                "all",
                None,
                "circulated_document",
                "",
                None,
                None,
                "",
            )
            for d in convocation().documents
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
