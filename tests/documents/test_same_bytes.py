"""The same version is the same bytes, whoever renders it, where and when (`reliability.md`, rule 7)."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from tests.documents.round import record
from vcsession.documents import Format, minutes
from vcsession.documents.papers import formats, paper

ROOT = Path(__file__).parents[2]
PAPERS = ("decisions", "communique", "calendar")


@cache
def here() -> dict[str, str]:
    return digests()


def digests() -> dict[str, str]:
    """Of the minutes in every format, and of papers that have formats of their own."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in _made()}


def _made() -> Iterator[tuple[str, bytes]]:
    for language in ("ru", "en"):
        for format in get_args(Format):
            made = minutes(record(), format=format, language=language)
            yield made.file_name, made.data
        for name in PAPERS:
            for each in formats(name):  # type: ignore[arg-type]
                made = paper(record(), name, format=each, language=language)
                yield made.file_name, made.data


def test_ten_seconds_later_the_same_version_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the process's clock; Typst's own is not ours to set, the other process below began later."""
    here()
    now, local = time.time, time.localtime
    monkeypatch.setattr(time, "time", lambda: now() + 10)
    monkeypatch.setattr(time, "localtime", lambda at=None: local(now() + 10 if at is None else at))
    assert digests() == here()


def test_another_process_elsewhere_and_later_renders_the_same_bytes() -> None:
    """Another hash seed, another zone and locale, another directory; its clock has gone on by its start."""
    said = subprocess.run(
        [sys.executable, "-c", "from tests.documents.test_same_bytes import *; print(json.dumps(digests()))"],
        env={
            **os.environ,
            "PYTHONHASHSEED": "4711",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            "TZ": "Asia/Almaty",
            "LC_ALL": "C",
        },
        cwd="/",
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    there = json.loads(said)
    assert len(here()) > 30
    assert [name for name in here() if here()[name] != there[name]] == []
