"""The core never waits, reads a clock, rolls dice or touches a file. Who may import whom: import-linter."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parent.parent / "vcsession" / "core"

# fmt: off
BANNED_MODULES = {
    "asyncio", "concurrent", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib",
    "random", "secrets", "select", "selectors", "shutil", "signal", "socket", "ssl", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid", "zoneinfo",
}
# fmt: on
BANNED_CALLS = {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}
CLOCKS = {"now", "today", "utcnow"}


def offences(source: str) -> list[str]:
    """What of this source a pure core may not hold, as "line: what"."""
    tree = ast.parse(source)
    dates = set(_names_of_dates(tree))
    return [f"{line}: {what}" for node in ast.walk(tree) for line, what in _offences_of(node, dates)]


def _offences_of(node: ast.AST, dates: set[str]) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Import():
            for alias in node.names:
                if not _may_import(alias.name):
                    yield node.lineno, f"import {alias.name}"
        case ast.ImportFrom():
            module = "." * node.level + (node.module or "")
            if not _may_import(module):
                yield node.lineno, f"import {module}"
        case ast.Call(func=ast.Name(id=name)) if name in BANNED_CALLS:
            yield node.lineno, f"{name}()"
        # Not only calls: `default_factory=datetime.now` reads the clock as well.
        case ast.Attribute(attr=attr) if attr in CLOCKS and ast.unparse(node.value) in dates:
            yield node.lineno, f"{ast.unparse(node.value)}.{attr}"


def _may_import(module: str) -> bool:
    top = module.partition(".")[0]
    if top == "vcsession":
        return module == "vcsession.core" or module.startswith("vcsession.core.")
    return top in sys.stdlib_module_names and top not in BANNED_MODULES


def _names_of_dates(tree: ast.Module) -> Iterator[str]:
    """What the source calls the classes `datetime` and `date`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "datetime":
                    yield from (f"{alias.asname or alias.name}.{name}" for name in ("datetime", "date"))
        elif isinstance(node, ast.ImportFrom) and node.module == "datetime":
            yield from (
                alias.asname or alias.name for alias in node.names if alias.name in ("datetime", "date")
            )


def _files_of_the_core() -> list[Path]:
    files = sorted(CORE.rglob("*.py"))
    assert files, "the core is not where this test looks for it"
    return files


EXCUSED = {"matters/confirming.py": ["import zoneinfo"]}
"""When a day ends where the session is held; test_confirming holds that no log is read by it."""


@pytest.mark.parametrize("file", _files_of_the_core(), ids=lambda file: file.relative_to(CORE).as_posix())
def test_the_core_is_pure(file: Path) -> None:
    found = [what.partition(": ")[2] for what in offences(file.read_text(encoding="utf-8"))]
    assert found == EXCUSED.get(file.relative_to(CORE).as_posix(), [])


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import asyncio", "1: import asyncio"),
        ("import os.path", "1: import os.path"),
        ("from time import monotonic", "1: import time"),
        ("from uuid import uuid4", "1: import uuid"),
        ("import pydantic", "1: import pydantic"),
        ("from zoneinfo import ZoneInfo", "1: import zoneinfo"),
        ("from vcsession.room import Room", "1: import vcsession.room"),
        ("from vcsession import room", "1: import vcsession"),
        ("import vcsession.core_of_something_else", "1: import vcsession.core_of_something_else"),
        ("from . import vocabulary", "1: import ."),
        ("def f():\n    import random", "2: import random"),
        ("open('minutes.txt')", "1: open()"),
        ("print('done')", "1: print()"),
        ("__import__('time')", "1: __import__()"),
        ("from datetime import datetime\ndatetime.now()", "2: datetime.now"),
        ("from datetime import datetime as dt\ndt.utcnow()", "2: dt.utcnow"),
        ("import datetime\ndatetime.date.today()", "2: datetime.date.today"),
        ("from datetime import datetime\nfield(default_factory=datetime.now)", "2: datetime.now"),
    ],
)
def test_an_impure_source_is_caught(source: str, found: str) -> None:
    assert offences(source) == [found]


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations",
        "import hashlib, json, dataclasses",
        "from collections.abc import Mapping",
        "import vcsession.core.machines",
        "from vcsession.core.vocabulary import Actor",
        "from datetime import UTC, datetime\ndatetime.fromisoformat('2020-07-07T09:50Z').astimezone(UTC)",
        "def due(now):\n    return deadline.now - now",
        "floor.open(request)",
    ],
)
def test_a_pure_source_passes(source: str) -> None:
    assert offences(source) == []
