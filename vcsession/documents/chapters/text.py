"""The text on the table as it stands: what is agreed, what stands in brackets, with versions and hashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vcsession.core.record import UnitRecord
from vcsession.documents.chapters.annexes import CELLS
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Column, Facts, Heading, Paragraph, Table

STANDINGS = ("closed_text", "agreed_prelim", "agreed_adref", "open_text", "bracketed_text")


def touched(r: Reading) -> bool:
    """Whether anything became of the text beside its being submitted."""
    return any(
        unit.version > 1 or unit.status != "open_text" or unit.reopened or _added(r, unit)
        for unit in r.record.units
    )


def _added(r: Reading, unit: UnitRecord) -> bool:
    draft = r.convocation.draft
    return all(cell.path != unit.path for row in (draft.rows if draft else ()) for cell in row.cells)


def text(r: Reading) -> list[Block]:
    w = r.words
    units = r.record.units
    counts = {status: sum(unit.status == status for unit in units) for status in STANDINGS}
    columns = (
        Column(w.label("unit"), 4),
        Column(w.label("text"), 12),
        Column(w.label("version"), 2),
        Column(w.label("finality"), 6),
    )
    rows = tuple((name(r, unit), _wording(r, unit), str(unit.version), _standing(r, unit)) for unit in units)
    hashes = tuple((one_line(unit.path), one_line(unit.text_hash)) for unit in units)
    return [
        Paragraph(
            w.say(
                "text_counts",
                closed=counts["closed_text"],
                preliminary=counts["agreed_prelim"],
                ad_referendum=counts["agreed_adref"],
                open=counts["open_text"],
                brackets=counts["bracketed_text"],
            )
        ),
        Table("", columns, rows),
        Heading(w.label("unit_hashes")),
        Facts(hashes, digits=True),
    ]


def left_in_brackets(r: Reading) -> list[str]:
    """A line for each unit in brackets, with those for whom its alternatives stand."""
    return [
        r.words.say("open_brackets", unit=name(r, unit), names=_names(r, _standing_for(unit)))
        for unit in r.record.units
        if unit.status == "bracketed_text"
    ]


def name(r: Reading, unit: UnitRecord) -> str:
    """The row and, of its cells, which: "4. Dates"; the path of a unit beside the table."""
    path = one_line(unit.row or unit.path)
    return f"{path}. {r.words.word('cell', unit.kind)}"


def _standing_for(unit: UnitRecord) -> list[str]:
    return [code for alternative in unit.alternatives for code in alternative.delegations]


def _wording(r: Reading, unit: UnitRecord) -> str:
    """A unit in brackets: its text, then each alternative with those for whom it stands."""
    words = r.words.text(unit.text) or r.words.label("none")
    if unit.status != "bracketed_text":
        return words
    others = (
        r.words.say(
            "alternative", text=r.words.text(a.text) or r.words.label("none"), names=_names(r, a.delegations)
        )
        for a in unit.alternatives
    )
    return "\n".join((f"[{words}]", *others))


def _standing(r: Reading, unit: UnitRecord) -> str:
    w = r.words
    awaited = [c.delegation for c in unit.confirm_list if c.confirmed_at is None]
    lines = [w.word("unit_status", unit.status)]
    if awaited and unit.status in ("agreed_prelim", "agreed_adref"):
        lines.append(w.say("unit_awaits", names=_names(r, awaited)))
    for reservation in r.record.reservations:
        if reservation.unit == unit.path and reservation.lifted_at is None:
            number = one_line(reservation.number)
            lines.append(w.say("unit_reserved", number=number, name=r.name(reservation.delegation)))
    for again in unit.reopened:
        asked = r.name(again.delegation) if again.delegation else ""
        lines.append(w.say("unit_reopened", at=r.at(again.at), name=asked, decision=one_line(again.decision)))
    return "\n".join(lines)


def _names(r: Reading, codes: Iterable[str]) -> str:
    return r.words.listing([r.name(code) for code in codes])


def row_title(r: Reading, unit: UnitRecord) -> str:
    """What the plan's row is about; the path of a unit beside the table."""
    draft = r.convocation.draft
    for row in draft.rows if draft else ():
        if row.path == unit.row:
            return r.words.inline(row.title)
    return one_line(unit.row or unit.path)


def bracketed(r: Reading) -> list[Block]:
    """The whole text as it stands, its brackets with those for whom each alternative stands."""
    return _plan(r, lambda unit: _wording(r, unit))


def clean(r: Reading) -> list[Block]:
    """The text without marks; what is not agreed yet shows as an empty bracket and is counted."""
    pending = sum(unit.status == "bracketed_text" for unit in r.record.units)
    said = r.words.say("clean_text", brackets=pending)
    blocks = _plan(r, lambda unit: "[…]" if unit.status == "bracketed_text" else r.words.text(unit.text))
    return [Paragraph(said), *blocks]


def _plan(r: Reading, wording: Callable[[UnitRecord], str]) -> list[Block]:
    """The plan as its table: a row for each activity, a column for each kind; other units after it."""
    w, draft = r.words, r.convocation.draft
    units = r.record.units
    rows = draft.rows if draft else ()
    inside = {row.path for row in rows}
    kinds = [kind for kind in CELLS if any(u.kind == kind for u in units if u.row in inside)]
    columns = (Column(w.label("row"), 4), *(Column(w.word("cell", kind), 4) for kind in kinds))
    cells = tuple(
        (
            f"{one_line(row.path)}. {w.inline(row.title)}",
            *(
                "\n".join(wording(u) for u in units if (u.row, u.kind) == (row.path, kind)) or w.label("none")
                for kind in kinds
            ),
        )
        for row in rows
    )
    blocks: list[Block] = []
    if draft:
        blocks.append(Paragraph(f"{one_line(draft.symbol)}. {w.inline(draft.title)}"))
    if cells and kinds:
        blocks.append(Table("", columns, cells))
    blocks += [
        Paragraph(wording(unit), lead=f"{one_line(unit.path)}.") for unit in units if unit.row not in inside
    ]
    return blocks if units else [*blocks[:1], Paragraph(w.say("no_text"))]
