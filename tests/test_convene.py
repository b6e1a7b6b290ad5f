"""A session file: what loads, and the sentence that says why another does not."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session_sheet import SHEET, line_of, mutated, outcome, plain, refusal
from vcsession.convene import BadSessionFile, from_json, parse_session, read_session_file
from vcsession.core.convocation import Convocation, Rights


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
