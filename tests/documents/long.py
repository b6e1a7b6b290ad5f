"""A long round, made by hand: many items, interventions, decisions and units of the text."""

from __future__ import annotations

from dataclasses import replace

from tests.core.timeline import echelon
from tests.documents.convened import at, t
from tests.documents.round import decision, record, speech
from vcsession.core.record import ItemRecord, PresenceChange, Record, UnitRecord

CODES = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
TEXT = t(
    "The parties agree on the order in which the contingents arrive, on their support on the march and on "
    "the "
    "exchange of information between the operational groups, and instruct the Joint Staff to prepare the "
    "plan.",
    "Стороны согласились с порядком прибытия контингентов, их обеспечения на марше и обмена информацией "
    "между "
    "оперативными группами и поручают Объединенному штабу подготовить план.",
)


def long_round(items: int = 60, decisions: int = 180, speeches: int = 600, units: int = 260) -> Record:
    """A round of this size; its times are of one day and need not follow each other."""
    made = []
    for n in range(1, items + 1):
        number = str(n)
        own = range(decisions // items)
        spoke = tuple(
            speech(CODES[k % 6], number, 7, f"10:{10 + k % 45}", 60 + k) for k in range(speeches // items)
        )
        taken = tuple(
            replace(decision("1.1", "final", at(7, "10:29")), number=f"{n}.{k}", item=number, text=TEXT)
            for k in own
        )
        made.append(
            ItemRecord(
                number,
                t(f"Comprehensive support, part {n}", f"Всестороннее обеспечение, часть {n}"),
                t("Training Directorate", "Управление подготовки"),
                ("JS/EC20/SN2/WD.1",),
                "concluded",
                "agreed",
                at(7, "10:16"),
                at(7, "11:16"),
                spoke,
                taken,
            )
        )
    full = record()
    first, second = full.sittings
    changes = tuple(
        PresenceChange(
            at(7, f"1{k % 8}:{10 + k % 49}"), CODES[k % 6], ("link_lost", "link_restored")[k % 2], 5
        )
        for k in range(200)
    )
    return replace(
        full,
        convocation=echelon(),
        items=tuple(made),
        agenda=tuple(item.number for item in made),
        speeches=tuple(s for item in made for s in item.speeches),
        sittings=(replace(first, changes=changes), second),
        units=tuple(
            UnitRecord(f"9.{n}", "paragraph", "", TEXT, 2, f"{n:064x}", "closed_text", None, (), (), ())
            for n in range(units)
        ),
    )
