"""The form of a session file: its shape is the file's, and there are words for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from vcsession.core.convocation import Convocation
from vcsession.shape import shape

WORDS = Path(__file__).parents[1] / "web/src/pages/words"
FORM = Path(__file__).parents[1] / "web/src/pages/sections.ts"


def places(
    of: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every field of a shape with the names that lead to it."""
    if of["as"] == "group":
        for field in of["fields"]:
            here = (*path, field["name"])
            yield here, field["shape"]
            yield from places(field["shape"], here)
    elif of["as"] == "list":
        yield from places(of["of"], path)


def keys(file: str) -> set[str]:
    return set(re.findall(r'^  "([^"]+)":', (WORDS / file).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_shape_has_every_field_and_says_which_may_be_left_out() -> None:
    made = {field["name"]: field for field in shape()["fields"]}
    assert list(made) == [field.name for field in fields(Convocation)]
    assert not made["title"]["optional"]
    assert made["draft"]["absent"]
    rules = {field["name"]: field for field in made["rules"]["shape"]["fields"]}
    assert rules["objection_window_s"]["usual"] == 20
    assert rules["vote"]["absent"]


@pytest.mark.parametrize("file", ["file.en.ts", "file.ru.ts"])
def test_every_field_and_choice_has_words(file: str) -> None:
    known = keys(file)
    lacking = []
    for path, of in places(shape()):
        if not {f"file.{'.'.join(path[n:])}" for n in range(len(path))} & known:
            lacking.append(f"file.{'.'.join(path)}")
        inner = of.get("of", of)
        for option in inner.get("options", ()):
            if not {f"choice.{'.'.join(path[n:])}.{option}" for n in range(len(path))} & known:
                lacking.append(f"choice.{path[-1]}.{option}")
    assert lacking == []


def test_every_field_stands_in_a_section() -> None:
    listed = re.findall(r'"(\w+)"', FORM.read_text(encoding="utf-8").partition("SECTIONS")[2])
    assert {field.name for field in fields(Convocation)} - set(listed) == set()
