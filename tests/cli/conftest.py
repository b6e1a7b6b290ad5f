from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.cli.shell import Run, Said
from tests.server import environment
from vcsession import cli


@pytest.fixture
def vcs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Run]:
    """Run a command in this process, as from a shell whose home is empty."""

    def run(*arguments: str, **settings: str) -> Said:
        with monkeypatch.context() as patch:
            for name in os.environ.keys() - environment().keys():
                patch.delenv(name)
            for name, value in ({"XDG_DATA_HOME": str(tmp_path / "home")} | settings).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["vcsession", *arguments])
            status: Any = 0
            try:
                cli.main()
            except SystemExit as ended:
                status = ended.code or 0
            said = capsys.readouterr()
            return Said(status, said.out, said.err)

    yield run
    structlog.reset_defaults()
