"""What `deploy/dev.py` relies on: the locks agree, are complete in hashes, and name no registry."""

from __future__ import annotations

import json
import re
from pathlib import Path

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
