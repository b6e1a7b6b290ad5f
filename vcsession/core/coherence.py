"""What a session file must hold together, beyond the shape of its fields.

`flaws` says everything that is wrong at once, each flaw with the place it stands at. Nothing here knows
YAML, lines or the zone database: the reader (`vcsession.convene`) passes the zones and turns places into
lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime

from vcsession.core.convocation import INTO, Convocation, Delegation
from vcsession.core.rules import Quorum, Rules
from vcsession.core.vocabulary import Text

Where = tuple[str | int, ...]
"""A place in a session file: field names and positions counted from 0, outermost first."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """`message` is the rest of a plain sentence that begins with the place."""

    where: Where
    message: str


ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
CODE = re.compile(r"[A-Z]{2,8}")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
SYMBOL = re.compile(r"(?=.{1,64}$)[0-9A-Za-z][0-9A-Za-z._-]*(/[0-9A-Za-z][0-9A-Za-z._-]*)*")

RANGES: Mapping[Where, tuple[int, int]] = {
    ("ordinal",): (1, 999),
    ("subject", "year"): (1990, 2100),
    ("rules", "objection_window_s"): (0, 600),
    ("rules", "link_grace_s"): (0, 3600),
    ("rules", "chair_grace_s"): (0, 3600),
    ("rules", "succession_timeout_s"): (1, 3600),
    ("rules", "max_open_floors"): (1, 8),
    ("rules", "speech_limit_s"): (10, 86_400),
    ("rules", "reservation_text_deadline_s"): (60, 604_800),
    ("rules", "silence_min_h"): (1, 8760),
    ("rules", "minutes_circulation_days"): (1, 365),
    ("rules", "correction_deadline_days"): (1, 365),
    ("rules", "decision_text_correction_h"): (1, 8760),
    ("rules", "recall_s"): (0, 3600),
    ("rules", "devices"): (1, 4),
}

MOST_SEATS = 300
LONGEST_SHORT_NAME = 60


def flaws(convocation: Convocation, zones: Collection[str]) -> Iterator[Flaw]:
    """Everything that does not hold together. `zones` are the names of the zone database.

    The sittings' times are read as the file gives them: local time of the session, without an offset.
    """
    yield from _identity(convocation)
    yield from _languages(convocation)
    yield from _texts(convocation)
    yield from _times(convocation, zones)
    yield from _delegations(convocation)
    yield from _officers(convocation)
    yield from _agenda(convocation)
    yield from _draft(convocation)
    yield from _proposals(convocation)
    yield from _taken_over(convocation)
    yield from _rules(convocation)


def near(word: str, words: Iterable[str]) -> str:
    """`; did you mean "..."?`, or a full stop where nothing comes near."""
    found = difflib.get_close_matches(word, list(words), 1)
    return f'; did you mean "{found[0]}"?' if found else "."


def _form(where: Where, value: str, form: re.Pattern[str], like: str) -> Iterator[Flaw]:
    if not form.fullmatch(value):
        yield Flaw(where, f'"{value[:60]}" has not the form of {like}.')


def _once(places: Iterable[tuple[Where, str]]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for where, value in places:
        if value in seen:
            yield Flaw(where, f'"{value}" is given twice.')
        seen.add(value)


def _identity(c: Convocation) -> Iterator[Flaw]:
    yield from _form(("id",), c.id, ID, 'an id, such as "echelon-2020"')
    yield from _form(("symbol",), c.symbol, SYMBOL, 'a symbol, such as "JS/EC20/SN2"')
    yield from _form(("subject", "host_state"), c.subject.host_state, CODE, 'a code, such as "RUS"')
    if c.previous is not None:
        yield from _form(("previous",), c.previous, ID, 'an id, such as "echelon-2020"')
        if c.previous == c.id:
            yield Flaw(("previous",), "a session cannot follow itself.")
    if not c.legal_basis:
        yield Flaw(("legal_basis",), "a session needs a legal basis.")


def _languages(c: Convocation) -> Iterator[Flaw]:
    languages = c.languages
    places: list[tuple[Where, str]] = [
        (("languages", part, n), language)
        for part in ("working", "interpreted")
        for n, language in enumerate(getattr(languages, part))
    ]
    places += [(("delegations", n, "speaks"), d.speaks) for n, d in enumerate(c.delegations)]
    for n, booth in enumerate(c.officers.interpreters):
        places += [(("officers", "interpreters", n, "into"), booth.into)]
        places += [(("officers", "interpreters", n, "out_of"), booth.out_of)]
    for where, language in places:
        if language not in INTO:
            yield Flaw(where, f'"{language[:60]}" is not a language known here ({", ".join(INTO)}).')
    for part in ("working", "interpreted"):
        yield from _once(p for p in places if p[0][:2] == ("languages", part))

    if languages.authentic not in languages.working:
        yield Flaw(("languages", "authentic"), f'"{languages.authentic[:60]}" is not a working language.')
    spoken = {*languages.working, *languages.interpreted}
    for n, delegation in enumerate(c.delegations):
        if delegation.speaks in INTO and delegation.speaks not in spoken:
            yield Flaw(
                ("delegations", n, "speaks"),
                f'"{delegation.speaks}" is neither a working nor an interpreted language.',
            )
    for n, booth in enumerate(c.officers.interpreters):
        if booth.into not in languages.interpreted:
            yield Flaw(("officers", "interpreters", n, "into"), f'"{booth.into[:60]}" is not interpreted.')
        if booth.into == booth.out_of:
            yield Flaw(("officers", "interpreters", n, "out_of"), "a booth works between two languages.")
    booths = {booth.into for booth in c.officers.interpreters}
    for n, language in enumerate(languages.interpreted):
        if language in INTO and language not in booths:
            yield Flaw(("languages", "interpreted", n), f'no interpreter works into "{language}".')


def _texts(c: Convocation) -> Iterator[Flaw]:
    for where, text, optional in _every_text(c, ()):
        if optional and not text:
            continue
        for language in _needed(c, where):
            if language not in text:
                yield Flaw(where, f'the words in "{language}" are missing.')
        for language, words in text.items():
            if language not in INTO:
                known = ", ".join(INTO)
                yield Flaw((*where, language), f'"{language[:60]}" is not a language known here ({known}).')
            elif not words:
                yield Flaw((*where, language), "the words are missing.")
    for n, delegation in enumerate(c.delegations):
        for language, words in delegation.short.items():
            if len(words) > LONGEST_SHORT_NAME:
                yield Flaw(
                    ("delegations", n, "short", language),
                    f"a short name has at most {LONGEST_SHORT_NAME} letters, to fit on a plate.",
                )


def _needed(c: Convocation, where: Where) -> tuple[str, ...]:
    """What comes out of a round, or from a capital, may still await its translation (`domain.md` 3.4, 21)."""
    if where[0] in ("proposals", "confirming") or "cells" in where:
        return (c.languages.authentic,)
    return c.languages.working


def _every_text(value: object, where: Where, optional: bool = False) -> Iterator[tuple[Where, Text, bool]]:
    if isinstance(value, Rules):
        return  # numbers by kind, no words
    if isinstance(value, Mapping):
        yield where, value, optional
    elif isinstance(value, tuple):
        for n, one in enumerate(value):
            yield from _every_text(one, (*where, n))
    elif is_dataclass(value):
        for field in fields(value):
            optional = field.default_factory is not MISSING
            yield from _every_text(getattr(value, field.name), (*where, field.name), optional)


def _times(c: Convocation, zones: Collection[str]) -> Iterator[Flaw]:
    if c.date_to < c.date_from:
        yield Flaw(("date_to",), f"{c.date_to} is before {c.date_from}, the first day.")
    places: list[tuple[Where, str]] = [(("time_zone",), c.time_zone)]
    places += [(("delegations", n, "time_zone"), d.time_zone) for n, d in enumerate(c.delegations)]
    for where, zone in places:
        if zone not in zones:
            yield Flaw(where, f'"{zone[:60]}" is not a time zone{near(zone[:60], zones)}')

    if not c.sittings:
        yield Flaw(("sittings",), "a session needs at least one sitting.")
    last: datetime | None = None
    for n, sitting in enumerate(c.sittings):
        where = ("sittings", n, "opens_at")
        yield from _form(("sittings", n, "number"), sitting.number, NUMBER, 'a number, such as "1"')
        if not c.date_from <= sitting.opens_at.date() <= c.date_to:
            yield Flaw(where, f"{sitting.opens_at.date()} is not within {c.date_from} to {c.date_to}.")
        if last is not None and sitting.opens_at <= last:
            yield Flaw(where, "a sitting opens after the one before it.")
        last = sitting.opens_at
    yield from _once((("sittings", n, "number"), s.number) for n, s in enumerate(c.sittings))


def _delegations(c: Convocation) -> Iterator[Flaw]:
    if not any(d.kind == "member_state" for d in c.delegations):
        yield Flaw(("delegations",), "a session needs at least one member state.")
    elif not c.entitled():
        yield Flaw(("delegations",), "no member state counts for the quorum.")
    items = {item.number for item in c.agenda}
    for n, delegation in enumerate(c.delegations):
        here = ("delegations", n)
        yield from _form((*here, "code"), delegation.code, CODE, 'a code, such as "KAZ"')
        yield from _rights((*here, "rights"), delegation)
        if delegation.kind == "member_state" and not delegation.represents:
            yield Flaw((*here, "represents"), "a member state names the departments it speaks for.")
        if delegation.items and delegation.kind == "member_state":
            yield Flaw((*here, "items"), "a member state takes part in every item.")
        for k, item in enumerate(delegation.items):
            if item not in items:
                yield Flaw((*here, "items", k), f'the agenda has no item "{item[:60]}".')
    yield from _once((("delegations", n, "code"), d.code) for n, d in enumerate(c.delegations))


def _rights(where: Where, delegation: Delegation) -> Iterator[Flaw]:
    if delegation.kind == "member_state":
        return
    for right, act in (("counts_quorum", "counts for the quorum"), ("may_block", "may block a decision")):
        if getattr(delegation.rights, right):
            yield Flaw((*where, right), f"only a member state {act}.")


def _officers(c: Convocation) -> Iterator[Flaw]:
    if not c.officers.deputies:
        yield Flaw(("officers", "deputies"), "a session needs at least one deputy of the chair.")
    if not c.officers.secretaries:
        yield Flaw(("officers", "secretaries"), "a session needs at least one secretary.")
    ours = ("chair", "deputy", "secretary", "interpreter", "observer", "technician")
    for n, delegation in enumerate(c.delegations):
        if delegation.code.lower() in ours:
            yield Flaw(("delegations", n, "code"), f'"{delegation.code}" is the name of an office.')
    members = sum(1 + len(d.members) for d in c.delegations)
    if members + len(c.officers.interpreters) > MOST_SEATS:
        yield Flaw(("delegations",), f"a session has at most {MOST_SEATS} seats.")


def _agenda(c: Convocation) -> Iterator[Flaw]:
    symbols = [d.symbol for d in c.documents]
    for n, document in enumerate(c.documents):
        yield from _form(("documents", n, "symbol"), document.symbol, SYMBOL, 'a symbol, such as "SN2/WD.1"')
    yield from _once((("documents", n, "symbol"), symbol) for n, symbol in enumerate(symbols))

    if not c.agenda:
        yield Flaw(("agenda",), "a session needs at least one item on its agenda.")
    for n, item in enumerate(c.agenda):
        yield from _form(("agenda", n, "number"), item.number, NUMBER, 'a number, such as "1"')
        if not 1 <= item.minutes <= 1440:
            yield Flaw(("agenda", n, "minutes"), f"{item.minutes} is not within 1 to 1440.")
        for k, symbol in enumerate(item.documents):
            if symbol not in symbols:
                yield Flaw(
                    ("agenda", n, "documents", k),
                    f'"{symbol[:60]}" is not among the documents{near(symbol[:60], symbols)}',
                )
    yield from _once((("agenda", n, "number"), i.number) for n, i in enumerate(c.agenda))


def _draft(c: Convocation) -> Iterator[Flaw]:
    if c.draft is None:
        return
    registered = next((d for d in c.documents if d.symbol == c.draft.symbol), None)
    if registered is None:
        symbols = (d.symbol for d in c.documents)
        yield Flaw(
            ("draft", "symbol"),
            f'"{c.draft.symbol[:60]}" is not among the documents{near(c.draft.symbol[:60], symbols)}',
        )
    elif registered.title != c.draft.title:
        yield Flaw(("draft", "title"), f"{c.draft.symbol} is registered under another title.")
    if not c.draft.rows:
        yield Flaw(("draft", "rows"), "a draft needs at least one row.")

    rows: list[tuple[Where, str]] = []
    cells: list[tuple[Where, str]] = []
    for n, row in enumerate(c.draft.rows):
        rows.append((("draft", "rows", n, "path"), row.path))
        if not row.cells:
            yield Flaw(("draft", "rows", n, "cells"), "a row needs at least one cell.")
        cells += [(("draft", "rows", n, "cells", k, "path"), cell.path) for k, cell in enumerate(row.cells)]
    for where, path in rows + cells:
        yield from _form(where, path, NUMBER, 'a path, such as "2" or "2.date"')
    yield from _once(rows)
    yield from _once(cells)


def _proposals(c: Convocation) -> Iterator[Flaw]:
    codes = [d.code for d in c.delegations]
    units = [cell.path for row in c.draft.rows for cell in row.cells] if c.draft else []
    for n, proposal in enumerate(c.proposals):
        here = ("proposals", n)
        code = proposal.delegation[:60]
        if code not in codes:
            yield Flaw((*here, "delegation"), f'"{code}" is not among the delegations{near(code, codes)}')
        elif not c.delegation(code).rights.may_propose:
            yield Flaw((*here, "delegation"), f'"{code}" has no right to propose.')
        elif not re.fullmatch(re.escape(code) + r"/[1-9][0-9]{0,3}", proposal.number):
            yield Flaw((*here, "number"), f'"{proposal.number[:60]}" has not the form of "{code}/1".')
        if proposal.unit not in units:
            unit = proposal.unit[:60]
            yield Flaw((*here, "unit"), f'"{unit}" is no cell of the draft{near(unit, units)}')
        if proposal.received > c.date_to:
            yield Flaw((*here, "received"), f"{proposal.received} is after the session's last day.")
    yield from _once((("proposals", n, "number"), p.number) for n, p in enumerate(c.proposals))


def _taken_over(c: Convocation) -> Iterator[Flaw]:
    """What comes from a former round: decisions to confirm, reservations, how far the text is agreed."""
    codes = [d.code for d in c.delegations]
    items = [item.number for item in c.agenda]
    if c.previous is None and (c.confirming or c.reservations):
        yield Flaw(("previous",), "decisions and reservations of a former round need its id here.")
    for n, d in enumerate(c.confirming):
        here = ("confirming", n)
        yield from _form((*here, "number"), d.number, NUMBER, 'a number, such as "2.1"')
        yield from _form((*here, "round"), d.round, SYMBOL, 'a symbol, such as "JS/EC20/SN2"')
        if d.item not in items:
            yield Flaw((*here, "item"), f'the agenda has no item "{d.item[:60]}".')
        if d.taken_at.tzinfo is None:
            yield Flaw((*here, "taken_at"), "this time needs its offset from UTC.")
        if d.finality == "ad_referendum" and not d.confirm_list:
            yield Flaw((*here, "confirm_list"), "nobody is left to confirm it.")
        yield from _known((*here, "confirm_list"), d.confirm_list, codes)
    yield from _once((("confirming", n, "number"), d.id) for n, d in enumerate(c.confirming))
    for n, r in enumerate(c.reservations):
        here = ("reservations", n)
        yield from _form((*here, "round"), r.round, SYMBOL, 'a symbol, such as "JS/EC20/SN2"')
        yield from _known(here, (r.delegation,), codes)
        if r.announced_at.tzinfo is None:
            yield Flaw((*here, "announced_at"), "this time needs its offset from UTC.")
        if r.language not in INTO:
            yield Flaw((*here, "language"), f'"{r.language[:60]}" is not a language known here.')
    yield from _once((("reservations", n, "number"), r.id) for n, r in enumerate(c.reservations))
    for n, row in enumerate(c.draft.rows if c.draft else ()):
        for k, cell in enumerate(row.cells):
            place: Where = ("draft", "rows", n, "cells", k)
            yield from _known((*place, "awaiting"), cell.awaiting, codes)
            for one in cell.brackets:
                yield from _known((*place, "brackets"), one.delegations, codes)
            if cell.brackets and cell.standing:
                yield Flaw((*place, "brackets"), "an agreed unit stands in no brackets.")


def _known(where: Where, named: Iterable[str], codes: Collection[str]) -> Iterator[Flaw]:
    for code in named:
        if code not in codes:
            yield Flaw(where, f'"{code[:60]}" is not among the delegations{near(code[:60], codes)}')


def _rules(c: Convocation) -> Iterator[Flaw]:
    for where, (least, most) in RANGES.items():
        value: object = c
        for step in where:
            value = getattr(value, str(step))
        if isinstance(value, int) and not least <= value <= most:
            yield Flaw(where, f"{value} is not within {least} to {most}.")
    least, most = RANGES["rules", "speech_limit_s"]
    for kind, limit in c.rules.speech_limits.items():
        if not least <= limit <= most:
            yield Flaw(("rules", "speech_limits", kind), f"{limit} is not within {least} to {most}.")
    if c.rules.chair_grace_s > c.rules.succession_timeout_s:
        yield Flaw(("rules", "chair_grace_s"), "the chair's grace ends before the succession times out.")
    if (vote := c.rules.vote) is not None and not 1 <= vote.numerator <= vote.denominator <= 100:
        yield Flaw(("rules", "vote", "numerator"), "the fraction is not between 0 and 1.")
    if vote is not None and not 0 <= vote.constant <= vote.denominator:
        yield Flaw(("rules", "vote", "constant"), f"{vote.constant} is not within 0 to the denominator.")
    entitled = len(c.entitled())
    for name, quorum in (("quorum_open", c.rules.quorum_open), ("quorum_decide", c.rules.quorum_decide)):
        yield from _quorum(("rules", name), quorum, entitled)


def _quorum(where: Where, quorum: Quorum, entitled: int) -> Iterator[Flaw]:
    if quorum.form == "number" and not 1 <= quorum.number <= entitled:
        yield Flaw((*where, "number"), f"{quorum.number} is not within 1 to {entitled}, the states entitled.")
    if quorum.form == "fraction" and not 1 <= quorum.numerator <= quorum.denominator:
        yield Flaw((*where, "numerator"), "the fraction is not between 0 and 1.")
