"""The client's types are what the server's slices are, and it has words for whatever the server may say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from vcsession.core.asking import QUIET
from vcsession.core.machines import RULES
from vcsession.core.machines.bureau import BUREAU_RULES
from vcsession.core.machines.folder import FOLDER_RULES
from vcsession.core.refusals import SENTENCES

ROOT = Path(__file__).parents[1]
ENGLISH = (ROOT / "web/src/words/en.ts", *(ROOT / "web/src/words/en").glob("*.ts"))
WORDS = "\n".join(file.read_text(encoding="utf-8") for file in ENGLISH)
"""One dictionary is enough: the compiler holds the others to the same keys."""

KEYS = set(re.findall(r'^  "([^"]+)":', WORDS, re.MULTILINE))
OFFERED = sorted(
    transition.command
    for _, transition in (*RULES.values(), *FOLDER_RULES.values(), *BUREAU_RULES.values())
    if transition.who != frozenset({"system"}) and transition.command not in QUIET
)


def test_the_clients_types_are_fresh() -> None:
    sources = runpy.run_path(str(ROOT / "deploy/client_types.py"))["sources"]
    files = (ROOT / "web/src/generated").iterdir()
    written = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert written == sources(), "the slices changed: run `python deploy/client_types.py`, commit its output"


def test_a_shape_without_a_typescript_type_is_named() -> None:
    type_of = runpy.run_path(str(ROOT / "deploy/client_types.py"))["type_of"]
    assert type_of({"type": "array", "items": {"type": "string"}}) == "ReadonlyArray<string>"
    with pytest.raises(ValueError, match="tuple"):
        type_of({"type": "tuple"})


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_refusal_has_words_in_the_client(code: str) -> None:
    assert f"refusal.{code}" in KEYS, f"web/src/words/*.ts lack refusal.{code}"


@pytest.mark.parametrize("command", [c for c in OFFERED if c != "convene"])
def test_every_offered_act_has_words_in_the_client(command: str) -> None:
    assert f"act.{command}" in KEYS, f"web/src/words/*.ts lack act.{command}"
