"""The next round, made from this one: State -> the next session's file (`domain.md` 3.4, 4; issue 3, rounds).

What was left open goes on: preliminary decisions stand first on the agenda to be confirmed, open and deferred
items follow, the text keeps what is agreed of it and its brackets, comments on the draft that still stand and
proposals that the table knows and has not disposed of are received proposals, and reservations stand. Dates,
officers and rules are the former round's: the secretariat looks through the file before it convenes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from vcsession.core.changing import replace
from vcsession.core.convocation import (
    Cell,
    CellAlternative,
    Convocation,
    Delegation,
    Draft,
    FormerDecision,
    PlannedItem,
    PlannedSitting,
    ReceivedProposal,
    Row,
    StandingReservation,
)
from vcsession.core.matters.decisions import Decision
from vcsession.core.matters.text import Unit
from vcsession.core.state import State
from vcsession.core.vocabulary import Text

OPEN: Final = ("provisional", "adopted", "under_consideration", "suspended_item", "deferred")
"""States of an item that is not settled."""
UNSETTLED: Final = ("no_consensus_soft", "silence_broken")
"""A decision left so keeps its item open: consultations continue."""
TO_CONFIRM: Final = ("adopted_preliminarily", "adopted_ad_referendum", "carried_over")
UNDISPOSED: Final = ("circulated", "under_discussion", "deferred_proposal")
"""A proposal that the table knows, before its end; of one that is not circulated yet no file tells."""
RESERVED: Final = ("text_received", "recorded")

CONFIRMATION: Final[Text] = {
    "en": "Confirmation of preliminary decisions",
    "ru": "Подтверждение предварительных решений",
}
COMMENTS: Final[Text] = {
    "en": "Comments received on the draft",
    "ru": "Рассмотрение поступивших замечаний к проекту",
}
THE_DRAFT: Final[Text] = {"en": "Further work on the draft", "ru": "Продолжение работы над проектом"}
ADDED: Final[Text] = {"en": "Added in the talks", "ru": "Добавлено на переговорах"}

# fmt: off
ORDINALS: Final = {
    "en": ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
    "ru": ("Первые", "Вторые", "Третьи", "Четвертые", "Пятые", "Шестые", "Седьмые", "Восьмые", "Девятые",
           "Десятые"),
}
MEETINGS: Final = (
    "Первое", "Второе", "Третье", "Четвертое", "Пятое", "Шестое", "Седьмое", "Восьмое", "Девятое", "Десятое",
)
# fmt: on


class NothingLeft(Exception):
    """Nothing was left open that a next round could go on with; the message is a plain sentence."""


def next_round(state: State, date_from: date, sittings: Iterable[PlannedSitting]) -> Convocation:
    """The next session's content; `sittings` are its planned ones, with aware times. Raises NothingLeft."""
    c = state.convocation
    confirming = tuple(d for d in state.decisions.values() if d.state in TO_CONFIRM)
    comments = tuple(_comments(state))
    proposals = (*comments, *_proposals(state))
    former = [item for item in c.agenda if item.number in (open_now := set(_open_items(state)))]
    former += [
        PlannedItem(i.number, i.title, i.rapporteur, i.minutes, i.documents)
        for i in state.items.values()
        if i.number in open_now and i.number not in {item.number for item in c.agenda}
    ]
    heads = [CONFIRMATION] if confirming else []
    heads += [COMMENTS] if comments else []
    unsettled = any(unit.state != "closed_text" for unit in state.units.values())
    if unsettled and not comments and not former:
        heads.append(THE_DRAFT)
    if not heads and not former:
        raise NothingLeft("nothing was left open in this session that a next round could go on with")
    secretary = c.officers.secretaries[0].title
    ours = [PlannedItem("", _in(c, title), secretary, 30) for title in heads]
    numbers = {item.number: str(n) for n, item in enumerate(former, len(ours) + 1)}
    agenda = tuple(
        replace(item, number=str(n), title=_in(c, item.title), rapporteur=_in(c, item.rapporteur))
        for n, item in enumerate([*ours, *former], 1)
    )
    delegations = tuple(_delegations(c, numbers))
    kept = {d.code for d in delegations}
    ordinal = c.ordinal + 1
    return replace(
        c,
        id=_id(c, ordinal),
        symbol=_symbol(c, ordinal),
        ordinal=ordinal,
        title=_title(c, ordinal),
        date_from=date_from,
        date_to=date_from + (c.date_to - c.date_from),
        delegations=delegations,
        sittings=tuple(sittings),
        agenda=agenda,
        draft=_draft(state, kept),
        proposals=tuple(p for p in proposals if p.delegation in kept),
        previous=c.id,
        confirming=tuple(_former(c, d) for d in confirming),
        reservations=tuple(r for r in _reservations(state) if r.delegation in kept),
    )


def _open_items(state: State) -> Iterator[str]:
    unsettled = {d.item for d in state.decisions.values() if d.state in UNSETTLED and not d.round}
    first = {d.item for d in state.decisions.values() if d.round}
    for number, item in state.items.items():
        # the item on which this round confirms the former round's decisions is made anew
        if number not in first and (item.state in OPEN or number in unsettled):
            yield number


def _in(c: Convocation, text: Text) -> Text:
    """In every working language: a title without a translation is its authentic words there, too."""
    words = text.get(c.languages.authentic) or text.get("ru") or next(iter(text.values()))
    known = {language: text.get(language, words).strip() for language in c.languages.working}
    return {**{k: v.strip() for k, v in text.items() if v.strip()}, **known}


def _text(text: Text) -> Text:
    """As a session file keeps it."""
    return {language: words.strip() for language, words in text.items() if words.strip()}


def _delegations(c: Convocation, numbers: dict[str, str]) -> Iterator[Delegation]:
    """Who was admitted to some items only is admitted to those that go on; its access ends with its items."""
    for delegation in c.delegations:
        items = tuple(numbers[n] for n in delegation.items if n in numbers)
        if items or not delegation.items:
            yield replace(delegation, items=items)


def _id(c: Convocation, ordinal: int) -> str:
    stem = c.id.removesuffix(f"-{c.ordinal}").removesuffix(f"-sn{c.ordinal}")
    return f"{stem[:60].rstrip('-')}-{ordinal}"


def _symbol(c: Convocation, ordinal: int) -> str:
    if c.symbol.endswith(str(c.ordinal)):
        return c.symbol.removesuffix(str(c.ordinal)) + str(ordinal)
    return f"{c.symbol[:60]}-{ordinal}"


def _title(c: Convocation, ordinal: int) -> Text:
    """ "Second ..." becomes "Third ...", where the title begins with its ordinal."""
    found = dict(c.title)
    for language, words in ORDINALS.items():
        table = MEETINGS if language == "ru" and c.kind == "working_group_meeting" else words
        title = found.get(language, "")
        if ordinal <= len(table) and title.startswith(f"{table[ordinal - 2]} "):
            found[language] = table[ordinal - 1] + title.removeprefix(table[ordinal - 2])
    return found


def _draft(state: State, kept: set[str]) -> Draft | None:
    draft = state.convocation.draft
    if draft is None:
        return None
    rows = []
    for row in draft.rows:
        units = [u for u in state.units.values() if u.row == row.path]
        rows.append(replace(row, cells=tuple(_cell(u, kept) for u in units)))
    taken = {row.path for row in rows}
    for unit in state.units.values():
        if not unit.row:
            path = unit.path
            while path in taken:
                path += "-a"
            taken.add(path)
            rows.append(Row(path, _in(state.convocation, ADDED), (_cell(unit, kept),)))
    return replace(draft, rows=tuple(rows))


def _cell(unit: Unit, kept: set[str]) -> Cell:
    agreed = unit.state in ("agreed_prelim", "agreed_adref", "closed_text")
    awaiting = (code for code, at in unit.confirm_list.items() if at is None and code in kept)
    return Cell(
        unit.path,
        unit.kind,
        _text(unit.current.text),
        standing=unit.state if agreed else "",  # type: ignore[arg-type]
        awaiting=tuple(awaiting) if unit.state != "closed_text" else (),
        brackets=tuple(CellAlternative(_text(a.text), a.delegations) for a in unit.alternatives),
    )


def _comments(state: State) -> Iterator[ReceivedProposal]:
    for forwarding in state.forwardings.values():
        if forwarding.state != "adopted_by_body":
            for c in forwarding.standing():
                yield ReceivedProposal(c.number, c.delegation, c.kind, c.unit, c.at.date(), _text(c.text))


def _proposals(state: State) -> Iterator[ReceivedProposal]:
    """On units that are not closed. One in brackets goes on as what stands there; a new unit, one to be taken
    out and what is said of the whole text have no cell that the file could name.
    """
    for p in state.proposals.values():
        unit = state.units.get(p.unit)
        received = p.received or (p.submitted_at.date() if p.submitted_at else None)
        if p.state not in UNDISPOSED or unit is None or unit.state == "closed_text" or received is None:
            continue
        if p.kind in ("proposal", "comment", "amendment"):
            yield ReceivedProposal(
                p.number,
                p.delegation,
                p.kind,
                p.unit,
                received,
                _text(p.text),
                _text(p.author),
                _text(p.rationale),
            )


def _former(c: Convocation, d: Decision) -> FormerDecision:
    number = d.number.removeprefix(f"{d.round}/") if d.round else d.number
    return FormerDecision(
        number,
        d.round or c.symbol,
        "1",
        d.kind,
        _text(d.text),
        "ad_referendum" if d.finality == "ad_referendum" else "preliminary",
        d.taken_at or d.tabled_at,
        _text(d.subject_to),
        d.confirm_by,
        tuple(code for code, at in d.confirm_list.items() if at is None),
        _text(d.assignee),
        d.due,
    )


def _reservations(state: State) -> Iterator[StandingReservation]:
    symbol = state.convocation.symbol
    for r in state.reservations.values():
        if r.state not in RESERVED or r.kind == "statement_for_the_record":
            continue
        own = not r.round
        decision = r.decision or ""
        if own and decision in state.decisions and not state.decisions[decision].round:
            decision = f"{symbol}/{decision}"
        yield StandingReservation(
            r.number if own else r.number.removeprefix(f"{r.round}/"),
            r.round or symbol,
            r.delegation,
            r.kind,
            r.announced_at,
            r.text.strip(),
            r.language,
            decision,
        )
