"""`deploy/dev.py`, and what it relies on: locks that agree, are complete in hashes, and name no registry."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from deploy import dev

ROOT = Path(__file__).parent.parent
RUNTIME = (ROOT / "deploy" / "requirements.lock").read_text()
DEV = (ROOT / "deploy" / "requirements-dev.lock").read_text()


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Each requirement with its marker: the version, and the hashes."""
    entries = re.findall(
        r"^([\w.-]+)==(\S+?)( ;[^\\\n]+)? \\\n((?:    --hash=\S+(?: \\)?\n)+)", lock, re.MULTILINE
    )
    return {
        name + marker: (version, frozenset(re.findall(r"--hash=(\S+)", hashes)))
        for name, version, marker, hashes in entries
    }


def test_every_requirement_has_hashes() -> None:
    for lock in (RUNTIME, DEV):
        assert len(pins(lock)) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) > 20


def test_a_demo_after_the_tests_changes_nothing() -> None:
    assert pins(RUNTIME).items() <= pins(DEV).items()


def test_python_locks_name_no_address() -> None:
    for lock in (RUNTIME, DEV):
        assert not re.search(r"://|^-|^\s*--(?!hash=)", lock, re.MULTILINE)


def test_the_web_lock_names_no_registry() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_browser_tests_are_left_out_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("VCSESSION_CHROMIUM", sys.executable)
    assert dev.find_browser() == ([], sys.executable)
    monkeypatch.setenv("VCSESSION_E2E", "skip")
    assert dev.find_browser() == (["-m", "not browser"], None)


def test_browser_tests_are_never_left_out_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("VCSESSION_E2E", "skip")
    monkeypatch.setenv("VCSESSION_CHROMIUM", sys.executable)
    assert dev.find_browser() == ([], sys.executable)


def test_a_wrong_browser_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VCSESSION_E2E", raising=False)
    monkeypatch.setenv("VCSESSION_CHROMIUM", "no-such-browser")
    with pytest.raises(SystemExit, match="names no program: no-such-browser"):
        dev.find_browser()


def test_an_environment_that_was_moved_is_made_anew(tmp_path: Path) -> None:
    env, moved = tmp_path / "here", tmp_path / "there"
    (env / "bin").mkdir(parents=True)
    (env / "bin" / "python").symlink_to(sys.executable)
    (env / "pyvenv.cfg").write_text(f"executable = {sys.executable}\ncommand = python3 -m venv {env}\n")
    assert dev.is_sound(env)
    env.rename(moved)
    assert not dev.is_sound(moved)
    assert not dev.is_sound(env)
