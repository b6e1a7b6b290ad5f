"""Every sentence about a session file has its Russian twin."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import vcsession
from vcsession.convene import BadSessionFile, from_json, parse_session
from vcsession.core.matters import amending
from vcsession.faults import in_russian

HERE = Path(vcsession.__file__).parent
SOURCES = ("convene.py", "core/coherence.py")
EXAMPLE = (HERE / "examples" / "minimal.yaml").read_text(encoding="utf-8")


def sentences(path: str) -> set[str]:
    """The literals that end as a sentence does, each hole filled with a word."""
    tree = ast.parse((HERE / path).read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = set()
    for node in ast.walk(tree):
        if id(node) in notes | parts:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(re.sub(r"\{\w+\}", "x", node.value).replace("{{", "{").replace("}}", "}"))
        elif isinstance(node, ast.JoinedStr):
            found.add("".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in node.values))
    return {one for one in found if " " in one and one.endswith(".") and not one.startswith(" ")}


@pytest.mark.parametrize("path", SOURCES)
def test_every_sentence_of_the_reader_has_its_russian(path: str) -> None:
    found = sentences(path)
    assert len(found) > 15, "the sentences were found"
    lacking = sorted(s for s in found if not re.search("[а-я]", in_russian(s)) and not _rest(s))
    assert lacking == []


COMPOSED = {
    '"x" has not the form of x.': re.compile(r"'(an? \w+, such as \"[^']+)'"),
    "only a member state x.": re.compile(r'"(counts for the quorum|may block a decision)"'),
}
"""Sentences whose hole holds words, and where those stand in the source"""


def _rest(sentence: str) -> bool:
    """The end of a sentence that is put together (`"2020" is not a date, such as ...`), or a composed one."""
    return re.search("[а-я]", in_russian(f'"x" is not {sentence}')) is not None or sentence in COMPOSED


@pytest.mark.parametrize("sentence", COMPOSED)
def test_every_composed_sentence_has_its_russian(sentence: str) -> None:
    head, _, _ = sentence.rpartition("x.")
    parts = COMPOSED[sentence].findall((HERE / "core/coherence.py").read_text(encoding="utf-8"))
    assert len(parts) >= 2
    for part in parts:
        assert re.search("[а-я]", in_russian(f"{head}{part}.")), part


def test_what_an_amendment_may_not_is_said_in_russian() -> None:
    source = Path(amending.__file__).read_text(encoding="utf-8")
    problems = re.findall(r'problem ?= ?f?"([^"]+)"', source)
    assert len(problems) >= 6
    for problem in problems:
        assert re.search("[а-я]", in_russian(re.sub(r"\{.*?\}", "x", problem))), problem


def test_holes_keep_their_words() -> None:
    with pytest.raises(BadSessionFile) as wrong:
        parse_session(EXAMPLE.replace("Europe/Helsinki", "Europe/Moskow", 1), "")
    (said, *_) = (problem.message for problem in wrong.value.problems)
    assert said == '"Europe/Moskow" is not a time zone; did you mean "Europe/Moscow"?'
    assert in_russian(said) == "«Europe/Moskow» — не часовой пояс; может быть, «Europe/Moscow»?"
    with pytest.raises(BadSessionFile) as empty:
        from_json({})
    assert {in_russian(problem.message) for problem in empty.value.problems} == {"это поле не заполнено."}


def test_an_unknown_sentence_stays() -> None:
    assert in_russian("something else entirely.") == "something else entirely."
