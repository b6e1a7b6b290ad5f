"""A session file: what loads, and the sentence that says why another does not."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from vcsession.convene import BadSessionFile, from_json, parse_session, read_session_file
from vcsession.core.convocation import Convocation, Rights

# Small, so that a hundred of them are read in a moment; yet every part of a session file is in it.
SHEET = """\
id: round-2
symbol: JS/R/2
kind: consultations
ordinal: 2
previous: round-1
organisation: {en: Organization, ru: Организация}
subject:
  kind: plan
  name: {en: plan, ru: план}
  year: 2021
  forces: {en: forces, ru: силы}
  purpose: {en: to train, ru: отработка}
  location: {en: range, ru: полигон}
  host_state: FIN
title: {en: Second consultations, ru: Вторые консультации}
purpose: {en: To finalize, ru: Завершить}
date_from: 2021-03-27
date_to: 2021-03-28
time_zone: Europe/Helsinki
venue: {en: Joint Staff, ru: Объединенный штаб}
mode: remote
host_body: {en: Staff, ru: Штаб}
languages:
  working: [ru, en]
  authentic: ru
  interpreted: [en]
legal_basis:
  - instrument: {en: Regulation, ru: Положение}
    approving_act: {en: Decision, ru: Решение}
    approving_body: {en: Council, ru: Совет}
    date: 2019-11-28
overall_lead: {title: {en: Lead, ru: Руководитель}, rank: {en: General, ru: генерал}}
delegations:
  - code: FIN
    kind: member_state
    official: {en: Republic of Finland, ru: Финляндская Республика}
    short: {en: Finland, ru: Финляндия}
    of: {en: Finland, ru: Финляндии}
    represents: [{en: Ministry, ru: Министерство}]
    head: {title: {en: Head of FIN, ru: Глава FIN}}
    members:
      - post: {title: {en: Expert, ru: Эксперт}}
        mandate: false
    time_zone: Europe/Mariehamn
  - code: EST
    kind: member_state
    official: {en: Republic of Estonia, ru: Эстонская Республика}
    short: {en: Estonia, ru: Эстония}
    of: {en: Estonia, ru: Эстонии}
    represents: [{en: Ministry of EST, ru: Министерство EST}]
    head: {title: {en: Head of EST, ru: Глава EST}}
    time_zone: Europe/Tallinn
  - code: SEC
    kind: organ
    official: {en: Secretariat, ru: Секретариат}
    short: {en: Sec., ru: Секр.}
    of: {en: the Secretariat, ru: Секретариата}
    represents: []
    head: {title: {en: Head of SEC, ru: Глава SEC}}
    time_zone: Europe/Riga
    speaks: en
    rights: {may_speak: true}
    items: [2]
officers:
  chair: {title: {en: Chair, ru: Председатель}}
  deputies: [{title: {en: Deputy, ru: Заместитель}}]
  secretaries: [{title: {en: Secretary, ru: Секретарь}}]
  interpreters: [{into: en, out_of: ru}]
sittings:
  - {number: 1, opens_at: 2021-03-27 10:00}
  - {number: 2, opens_at: 2021-03-28 10:00}
agenda:
  - {number: 1, title: {en: One, ru: Один}, rapporteur: {en: Staff, ru: Штаб}, minutes: 60}
  - number: 2
    title: {en: Two, ru: Два}
    rapporteur: {en: Council, ru: Совет}
    minutes: 45
    documents: [R/WD.2]
documents:
  - {symbol: R/WD.1, title: {en: Draft plan, ru: Проект плана}}
  - {symbol: R/WD.2, title: {en: Note, ru: Записка}}
draft:
  symbol: R/WD.1
  title: {en: Draft plan, ru: Проект плана}
  rows:
    - path: 1
      title: {en: First, ru: Первое}
      cells:
        - {path: 1.date, kind: date, text: {en: in May, ru: в мае}}
        - {path: 1.venue, kind: venue, text: {en: by the lake, ru: у озера}}
    - path: 2
      title: {en: Second, ru: Второе}
      cells: [{path: 2.text, kind: paragraph, text: {en: Later., ru: Позже.}}]
proposals:
  - number: FIN/1
    delegation: FIN
    kind: comment
    unit: 1.date
    received: 2021-03-20
    text: {en: Too early., ru: Слишком рано.}
  - {number: SEC/1, delegation: SEC, kind: comment, unit: 2.text, received: 2021-03-21, text: {en: A, ru: Б}}
rules:
  quorum_open: {form: number, number: 2}
  quorum_decide: {form: fraction, numerator: 2, denominator: 3}
  chair_grace_s: 30
  succession_timeout_s: 90
  objection_window_s: 20
  speech_limits: {reply: 60}
  vote: {numerator: 1, denominator: 2, constant: 1, of: voting}
"""


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


def mutated(old: str, new: str) -> str:
    assert SHEET.count(old) == 1, f"{old!r} must stand once in the sheet"
    return SHEET.replace(old, new)


def line_of(text: str, part: str) -> int:
    assert text.count(part) == 1, f"{part!r} must stand once"
    return text.count("\n", 0, text.index(part)) + 1


def refusal(text: str) -> BadSessionFile:
    with pytest.raises(BadSessionFile) as caught:
        parse_session(text, "sheet.yaml")
    return caught.value


def plain(text: str) -> Any:
    """The sheet as JSON has it: all scalars text, which from_json takes for numbers too."""
    return json.loads(_json(text))


@functools.cache
def _json(text: str) -> str:
    return json.dumps(YAML(typ="base", pure=True).load(text))


def outcome(read: Callable[[], Convocation]) -> Convocation | BadSessionFile:
    try:
        return read()
    except BadSessionFile as error:
        return error


@pytest.mark.parametrize("fault", list(faults()), ids=str)
def test_a_fault_is_named_by_its_line_and_field_and_its_good_twin_loads(fault: Fault) -> None:
    bad = mutated(fault.old, fault.bad)
    error = refusal(bad)
    found = {problem.field: problem for problem in error.problems}
    assert fault.field in found, error.sentences
    assert fault.words in found[fault.field].message
    assert found[fault.field].line == (line_of(bad, fault.at) if fault.at else line_of(SHEET, fault.old))
    parse_session(mutated(fault.old, fault.good), "sheet.yaml")


def test_a_short_name_fits_on_a_plate() -> None:
    parse_session(mutated("ru: Эстония", f"ru: {'Э' * 60}"), "sheet.yaml")
    assert "at most 60 letters" in str(refusal(mutated("ru: Эстония", f"ru: {'Э' * 61}")))


def test_a_refusal_is_one_plain_sentence() -> None:
    line = line_of(SHEET, "time_zone: Europe/Tallinn")
    error = refusal(mutated("Europe/Tallinn", "Europe/Talinn"))
    assert str(error) == (
        f'sheet.yaml, line {line}: delegations.2.time_zone: "Europe/Talinn" is not a time zone; '
        'did you mean "Europe/Tallinn"?'
    )


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = (
        mutated("minutes: 45", "minutes: 0")
        .replace("Europe/Tallinn", "Nowhere")
        .replace("id: round-2", "id: X")
    )
    error = refusal(text)
    assert [problem.field for problem in error.problems] == [
        "id",
        "delegations.2.time_zone",
        "agenda.2.minutes",
    ]
    assert str(error) == f"{error.sentences[0]} (And 2 more.)"


@pytest.mark.parametrize("part", ["legal_basis", "delegations", "sittings", "agenda", "draft.rows"])
def test_a_list_that_a_session_cannot_do_without_must_not_be_empty(part: str) -> None:
    data = plain(SHEET)
    from_json(data)
    *path, last = part.split(".")
    functools.reduce(dict.__getitem__, path, data)[last] = []
    with pytest.raises(BadSessionFile) as caught:
        from_json(data)
    assert part in {problem.field for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the fields of a session are missing"),
        ("- a\n- b", "the fields of a session are missing"),
        ("id: [", "this is not YAML"),
        ("id: a\n\tsymbol: b", "this is not YAML"),
        ("id: a\nsymbol: \x00", "line 2: this is not YAML"),
        ('id: "\\Uffffffff"', "this is not YAML"),
        ('id: "\\0"', "control character"),
        ('id: "\\ud800"', "control character"),
        (f"id: {'x' * 20_001}", "at most 20000 characters"),
        (f"{'x' * 65}: a", "1 to 64 characters"),
        ("? {a: b}\n: c", "1 to 64 characters"),
        ("? " * 50_000, "1 to 64 characters"),
        ("id: !!python/object:os.system x", "tags are not read"),
        ("a: &a [x]\nb: [*a, *a]", "line 1: a: anchors and aliases are not read"),
        ("id: *nobody", "anchors and aliases are not read"),
        ("id: a\n---\nid: b", "line 3: there is a second document"),
        ("[" * 200_000, "nested too deep"),
        ("a: " + "{a: " * 12, "nested too deep"),
        ("- - " * 20_000, "nested too deep"),
        (f"id: [{'a,' * 600}]", "at most 500 entries"),
        ("\n".join(f"k{n}: [{'a,' * 400}]" for n in range(60)), "at most 20000 fields"),
        ("#" * 300_000, "at most 256 KB"),
    ],
    ids=lambda value: value[:16] or "nothing",
)
def test_what_is_no_session_file_at_all_is_refused_in_a_sentence(text: str, words: str) -> None:
    assert words in str(refusal(text))


def test_a_thousand_faults_are_told_as_fifty() -> None:
    text = SHEET + "\n".join(f"unknown{n}: 1" for n in range(1000))
    assert len(refusal(text).problems) == 50


def test_scalars_mean_what_they_say() -> None:
    read = parse_session(
        mutated("id: round-2", "id: no").replace("previous: round-1", "previous:"), "sheet.yaml"
    )
    assert (read.id, read.previous) == ("no", None)
    ten = parse_session(
        mutated("- number: 2\n", "- number: 2.10\n").replace("items: [2]", "items: [2.10]"), "s"
    )
    assert ten.agenda[1].number == "2.10"


def test_a_sitting_opens_in_local_time_and_is_kept_in_utc() -> None:
    before_and_after_the_clocks_change = [s.opens_at for s in parse_session(SHEET, "sheet.yaml").sittings]
    assert before_and_after_the_clocks_change == [
        datetime(2021, 3, 27, 8, tzinfo=UTC),
        datetime(2021, 3, 28, 7, tzinfo=UTC),
    ]


def test_a_delegation_has_the_rights_of_its_kind_unless_the_file_says_otherwise() -> None:
    finland, estonia, secretariat = parse_session(SHEET, "sheet.yaml").delegations
    assert finland.rights == estonia.rights == Rights()
    assert secretariat.rights == Rights(counts_quorum=False, may_block=False)
    silent = parse_session(mutated("{may_speak: true}", "{may_speak: false}"), "sheet.yaml").delegations[2]
    assert silent.rights == Rights(counts_quorum=False, may_block=False, may_speak=False)


# Files


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSessionFile, match=r"^none\.yaml: the file cannot be read \(no such file"):
        read_session_file(tmp_path / "none.yaml")
    with pytest.raises(BadSessionFile, match="the file cannot be read"):
        read_session_file(tmp_path)


def test_a_file_is_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "sheet.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SHEET.encode())
    assert read_session_file(file) == parse_session(SHEET, "sheet.yaml")
    file.write_bytes(SHEET.encode("cp1251"))
    with pytest.raises(BadSessionFile, match=r"^sheet\.yaml, line 6: the text is not UTF-8\.$"):
        read_session_file(file)
    file.write_bytes(SHEET.encode() + b"#" * 300_000)
    with pytest.raises(BadSessionFile, match="at most 256 KB"):
        read_session_file(file)


# JSON


def test_json_says_the_same_as_yaml() -> None:
    assert from_json(plain(SHEET)) == parse_session(SHEET, "sheet.yaml")


def test_json_may_have_numbers_and_truths_of_its_own() -> None:
    data = plain(SHEET)
    data["ordinal"] = 2
    data["delegations"][0]["members"][0]["mandate"] = False
    assert from_json(data) == parse_session(SHEET, "sheet.yaml")


def test_a_fault_in_json_has_a_field_but_no_line() -> None:
    with pytest.raises(BadSessionFile) as caught:
        from_json(plain(mutated("Europe/Tallinn", "Nowhere")))
    assert str(caught.value) == 'delegations.2.time_zone: "Nowhere" is not a time zone.'
    assert caught.value.problems[0].line is None


@pytest.mark.parametrize(
    "data", [None, 1, "x", [], {}, {"id": 5}, {1: 2}, [[[[[[[[[[[[]]]]]]]]]]]], {"id": float("nan")}]
)
def test_json_that_is_no_session_is_refused(data: object) -> None:
    with pytest.raises(BadSessionFile):
        from_json(data)


# Whatever comes in, the answer is a session or a sentence.

MARKS = st.sampled_from(
    [*"\n\t :-[]{}&*!|>'\"%@#,?~\\\x00\ufeff\u2028", "---\n", "- ", ": ", "\\U", "<<: ", "\n  "]
)


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_sheet_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    text = SHEET
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 40))
        text = text[:start] + data.draw(st.one_of(st.text(max_size=8), MARKS)) + text[end:]
    read = outcome(lambda: parse_session(text, "sheet.yaml"))
    assert isinstance(read, Convocation) or str(read).startswith("sheet.yaml")


@given(st.one_of(st.text(), st.lists(MARKS).map("".join)))
@settings(max_examples=100, deadline=None)
def test_any_text_is_refused(text: str) -> None:
    assert refusal(text).problems


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any) -> Iterator[tuple[Any, str | int]]:
    """Everything in a JSON value: what holds it, and under which key."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_json_changed_at_any_place_is_read_or_refused(data: st.DataObject) -> None:
    sheet = plain(SHEET)
    around, key = data.draw(st.sampled_from(list(places(sheet))))
    around[key] = data.draw(JSON)
    read = outcome(lambda: from_json(sheet))
    assert isinstance(read, Convocation) or read.problems
