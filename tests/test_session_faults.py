"""What is wrong with a session file is named by its line, its field and a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.session_sheet import SHEET, line_of, mutated, refusal
from vcsession.convene import parse_session

# Each fault: the field and words of the sentence; below it what stands once in the sheet -> a bad value ->
# its good twin (where there is none, the sheet). The line is that of the change, or of the words after @.
FAULTS = r"""
# The shape
ordinal: "two" is not a whole number.
    ordinal: 2 -> ordinal: two -> ordinal: 3
mode: must be "in_person", "remote" or "hybrid"
    mode: remote -> mode: afar -> mode: hybrid
delegations.1.members.1.mandate: neither true
    mandate: false -> mandate: perhaps -> mandate: true
previuos: no such field; did you mean "previous"?
    previous: -> previuos:
delegations.3.timezone: no such field; did you mean "time_zone"?
    time_zone: Europe/Riga -> timezone: Europe/Riga\n    time_zone: Europe/Riga -> time_zone: Europe/Vilnius
draft.rows.1.cells.2.hue: no such field.
    kind: venue, -> kind: venue, hue: red, -> kind: composition,
symbol: this field is missing.
    symbol: JS/R/2\n ->  -> symbol: JS/R/3\n
    @ id: round-2
agenda.2.minutes: this field is missing.
    minutes: 45\n -> \n -> minutes: 46\n
    @ number: 2\n    title
subject.year: this field is empty.
    year: 2021 -> year: -> year: 2022
agenda.2.documents: must be a list.
    documents: [R/WD.2] -> documents: R/WD.2 -> documents: []
officers.chair: must be a group of fields.
    chair: {title: {en: Chair, ru: Председатель}} -> chair: [Chair]
agenda.2.title: words by language
    title: {en: Two, ru: Два} -> title: Two -> title: {en: 2, ru: 2}
agenda.2.title.en: this must be text.
    en: Two, -> en: [Two], -> en: Three,
id: given twice, first in line 1.
    symbol: JS/R/2 -> id: twice -> symbol: JS/R/3

# Ids, codes, numbers
id: has not the form of an id
    id: round-2 -> id: Round 2 -> id: round-3
id: has not the form of an id
    id: round-2 -> id: ../round -> id: 2
previous: cannot follow itself
    previous: round-1 -> previous: round-2 -> previous: r
delegations.2.code: has not the form of a code
    code: EST -> code: est -> code: EE
delegations.2.code: "FIN" is given twice.
    code: EST -> code: FIN -> code: ESTONIA
delegations.2.code: is the name of an office
    code: EST -> code: CHAIR -> code: CHAIRS
sittings.2.number: "1" is given twice.
    {number: 2, opens -> {number: 1, opens -> {number: 3, opens
agenda.2.number: "1" is given twice.
    - number: 2\n -> - number: 1\n
agenda.2.number: has not the form of a number
    - number: 2\n -> - number: 2/2\n -> - number: "2"\n
documents.2.symbol: is given twice.
    {symbol: R/WD.2, -> {symbol: R/WD.1,
documents.2.symbol: has not the form of a symbol
    {symbol: R/WD.2, -> {symbol: R//WD,

# Languages and texts
languages.authentic: not a working language
    authentic: ru -> authentic: hy -> authentic: en
languages.working.3: not a language known
    working: [ru, en] -> working: [ru, en, xx] -> working: [en, ru]
delegations.3.speaks: neither a working nor an interpreted
    speaks: en -> speaks: hy -> speaks: ru
officers.interpreters.1.into: "ru" is not interpreted.
    into: en, out_of: ru -> into: ru, out_of: en -> into: en, out_of: hy
officers.interpreters.1.out_of: between two languages
    into: en, out_of: ru -> into: en, out_of: en -> into: en, out_of: ky
languages.interpreted.2: works into "ru"
    interpreted: [en] -> interpreted: [en, ru]
agenda.2.title: the words in "ru" are missing.
    {en: Two, ru: Два} -> {en: Two} -> {en: Two, ru: Д, tg: Ду}
agenda.2.title: the words in "en" are missing.
    {en: Two, ru: Два} -> {ru: Два} -> {ru: Два, en: 2}
agenda.2.title.ru: the words are missing.
    ru: Два -> ru: ' ' -> ru: ' Д '
agenda.2.title.rus: not a language known here
    ru: Два -> ru: Два, rus: Два -> ru: Два, be: Два
overall_lead.rank: words in "ru"
    rank: {en: General, ru: генерал} -> rank: {en: General} -> rank: {}

# Dates and zones
date_to: is before 2021-03-27
    date_to: 2021-03-28 -> date_to: 2021-03-26 -> date_to: 2021-03-29
date_from: "86400" is not a date
    date_from: 2021-03-27 -> date_from: 86400 -> date_from: 2021-03-26
legal_basis.1.date: "2019-02-30" is not a date
    date: 2019-11-28 -> date: 2019-02-30 -> date: 2020-02-29
sittings.2.opens_at: "tomorrow" is not a time
    opens_at: 2021-03-28 10:00 -> opens_at: tomorrow -> opens_at: 2021-03-28T10:00:00
sittings.2.opens_at: not a local time without an offset
    opens_at: 2021-03-28 10:00 -> opens_at: 2021-03-28 10:00Z -> opens_at: 2021-03-28 00:00
sittings.2.opens_at: is not within 2021-03-27 to 2021-03-28
    opens_at: 2021-03-28 10:00 -> opens_at: 2021-03-29 10:00 -> opens_at: 2021-03-28 23:59
sittings.2.opens_at: opens after the one before it
    opens_at: 2021-03-28 10:00 -> opens_at: 2021-03-27 10:00 -> opens_at: 2021-03-27 10:01
sittings.2.opens_at: the clocks of Europe/Helsinki leap over this time
    opens_at: 2021-03-28 10:00 -> opens_at: 2021-03-28 03:30 -> opens_at: 2021-03-28 04:00
delegations.2.time_zone: "Europe/Talinn" is not a time zone; did you mean "Europe/Tallinn"?
    time_zone: Europe/Tallinn -> time_zone: Europe/Talinn -> time_zone: UTC
time_zone: is not a time zone
    time_zone: Europe/Helsinki -> time_zone: ../etc/passwd -> time_zone: Asia/Almaty

# Who takes part
delegations.3.kind: "organ"
    kind: organ -> kind: organs
delegations.3.rights.counts_quorum: only a member state counts for the quorum
    rights: {may_speak: true} -> rights: {counts_quorum: true} -> rights: {may_speak: false}
delegations.3.rights.may_block: only a member state may block
    rights: {may_speak: true} -> rights: {may_block: true} -> rights: {}
proposals.2.delegation: "SEC" has no right to propose.
    rights: {may_speak: true} -> rights: {may_propose: false} -> rights: {may_propose: true}
    @ number: SEC/1
delegations.2.represents: names the departments
    [{en: Ministry of EST, ru: Министерство EST}] -> [] -> [{en: M, ru: М}, {en: S, ru: С}]
delegations.3.items.2: no item "9"
    items: [2] -> items: [1, 9] -> items: [1, 2]
officers.deputies: at least one deputy
    [{title: {en: Deputy, ru: Заместитель}}] -> [] -> [{title: {en: D, ru: З}}]
officers.secretaries: at least one secretary
    [{title: {en: Secretary, ru: Секретарь}}] -> [] -> [{title: {en: S, ru: С}}]

# Agenda, draft, proposals
agenda.2.documents.1: "R/WD.3" is not among the documents; did you mean
    documents: [R/WD.2] -> documents: [R/WD.3] -> documents: [R/WD.1, R/WD.2]
agenda.2.minutes: 0 is not within 1 to 1440
    minutes: 45 -> minutes: 0 -> minutes: 1
draft.symbol: not among the documents
    draft:\n  symbol: R/WD.1 -> draft:\n  symbol: R/WD.9
    @ symbol: R/WD.9
draft.title: registered under another title
    {symbol: R/WD.1, title: {en: Draft plan, -> {symbol: R/WD.1, title: {en: Plan,
    @ title: {en: Draft plan, ru: Проект плана}\n  rows
draft.rows.2.path: "1" is given twice.
    path: 2\n -> path: 1\n -> path: 3\n
draft.rows.2.cells.1.path: "1.date" is given twice.
    {path: 2.text -> {path: 1.date
draft.rows.2.cells: at least one cell
    cells: [{path: 2.text, kind: paragraph, text: {en: Later., ru: Позже.}}] -> cells: []
proposals.1.unit: no cell of the draft; did you mean "1.date"?
    unit: 1.date -> unit: 1.dates -> unit: 1.venue
proposals.1.delegation: "FRA" is not among
    delegation: FIN\n -> delegation: FRA\n
proposals.1.number: has not the form of "FIN/1"
    number: FIN/1 -> number: EST/1 -> number: FIN/12
proposals.1.received: is after
    received: 2021-03-20 -> received: 2021-03-29 -> received: 2021-03-28

# Rules
rules.quorum_open.number: 3 is not within 1 to 2, the states entitled
    form: number, number: 2 -> form: number, number: 3 -> form: number, number: 1
rules.quorum_decide.numerator: not between 0 and 1
    numerator: 2, denominator: 3 -> numerator: 4, denominator: 3 -> numerator: 3, denominator: 3
rules.objection_window_s: -1 is not within 0 to 600
    objection_window_s: 20 -> objection_window_s: -1 -> objection_window_s: 0
rules.chair_grace_s: ends before
    chair_grace_s: 30 -> chair_grace_s: 91 -> chair_grace_s: 90
rules.vote.numerator: not between 0 and 1
    vote: {numerator: 1 -> vote: {numerator: 3 -> vote: {numerator: 2
rules.vote.constant: not within 0 to the denominator
    constant: 1, of -> constant: 3, of -> constant: 2, of
rules.speech_limits.reply: 9 is not within 10 to 86400
    speech_limits: {reply: 60} -> speech_limits: {reply: 9} -> speech_limits: {reply: 10}
"""


@dataclass(frozen=True)
class Fault:
    field: str
    words: str
    old: str
    bad: str
    good: str
    at: str

    def __str__(self) -> str:
        return f"{self.field}: {self.bad[:24]}"


def faults() -> Iterator[Fault]:
    for block in re.findall(r"^\S.*(?:\n    .*)+", FAULTS, re.MULTILINE):
        head, change, *rest = (line.strip() for line in block.splitlines())
        field, _, words = head.partition(": ")
        old, bad, *good = (part.strip(" ").replace(r"\n", "\n") for part in change.split("->"))
        at = rest[0].removeprefix("@ ").replace(r"\n", "\n") if rest else ""
        yield Fault(field, words, old, bad, good[0] if good else old, at)


assert len(list(faults())) == sum("->" in line for line in FAULTS.splitlines())


@pytest.mark.parametrize("fault", list(faults()), ids=str)
def test_a_fault_is_named_by_its_line_and_field_and_its_good_twin_loads(fault: Fault) -> None:
    bad = mutated(fault.old, fault.bad)
    error = refusal(bad)
    found = {problem.field: problem for problem in error.problems}
    assert fault.field in found, error.sentences
    assert fault.words in found[fault.field].message
    assert found[fault.field].line == (line_of(bad, fault.at) if fault.at else line_of(SHEET, fault.old))
    parse_session(mutated(fault.old, fault.good), "sheet.yaml")
